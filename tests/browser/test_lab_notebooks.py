"""Notebooks in JupyterLab itself: they open, run to their end, and ask no other machine.

Each kind of output once: the panel, and pages, drafts, a calendar and a card. `make evidence` and
`make pictures` take all of them; that their outputs are what is kept, nbval compares in any case.
"""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.conftest import EVIDENCE, first
from tools.driven_lab import Lab, write_notebook

EVERY = sorted((Path(__file__).resolve().parents[2] / "notebooks").glob("*.ipynb"))
NOTEBOOKS = EVERY if EVIDENCE else first([EVERY[0], EVERY[5]])


@pytest.mark.slow
@pytest.mark.evidence
@pytest.mark.parametrize("notebook", NOTEBOOKS, ids=lambda path: path.stem)
def test_it_runs_in_jupyterlab(notebook: Path, lab: Lab, shots: Path) -> None:
    # What strays and what complains is for the fixture to find.
    shutil.copy(notebook, lab.server.folder)
    lab.open(notebook.name)
    lab.clear()
    lab.run_all()
    lab.photograph(shots / f"{notebook.stem}.png")
    assert not lab.errors()
    code = [cell for cell in lab.cells() if cell["cell_type"] == "code"]
    assert [cell["execution_count"] for cell in code] == list(range(1, len(code) + 1))
    assert any(cell["outputs"] for cell in code)


def test_a_cell_that_raises_or_warns_is_noticed(lab: Lab) -> None:
    write_notebook(
        lab.server.folder / "wrong.ipynb",
        "import warnings\nwarnings.warn('as a warning')",
        "raise ValueError('as an error')",
    )
    lab.open("wrong.ipynb")
    lab.run_all()
    warned, raised = lab.errors()
    assert "as a warning" in warned and raised == "as an error"


def test_a_request_to_another_machine_and_a_complaint_are_noticed(lab: Lab) -> None:
    picture = '<img src="https://www.example.com/picture.png">'
    code = f"from IPython.display import HTML\nHTML({picture!r})"
    write_notebook(lab.server.folder / "strays.ipynb", code)
    lab.open("strays.ipynb")
    lab.run_all()
    lab.page.wait_for_function("document.querySelector('img[src*=picture]')?.complete")
    wait_for_complaint(lab)
    with pytest.raises(AssertionError, match=r"www\.example\.com/picture\.png.*ERR_FAILED"):
        lab.page.verify()
    lab.page.evaluate("new Promise(d => new WebSocket('ws://www.example.com/').onerror = d)")
    wait_for_complaint(lab)
    with pytest.raises(AssertionError, match=r"ws://www\.example\.com/.*WebSocket"):
        lab.page.verify()
    # Until the notebook is closed, the picture may be asked for again.
    lab.close()
    lab.page.strayed.clear()
    lab.page.complaints.clear()


def wait_for_complaint(lab: Lab) -> None:
    """Wait for the console, which may say so a little after the page knows."""
    for _ in range(100):
        if lab.page.complaints:
            return
        lab.page.wait_for_timeout(50)
