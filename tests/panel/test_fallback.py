"""Where no widget runs (GitHub, nbconvert, PDF) a picture stands: notebooks, run and converted."""

from __future__ import annotations

from base64 import b64decode
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("anywidget", reason="no widget test: anywidget is not installed")
nbconvert = pytest.importorskip("nbconvert", reason="nothing to convert a notebook with")
nbformat = pytest.importorskip("nbformat")

from tools.run_notebooks import run  # noqa: E402  # skipped above without it

CELLS = (
    "import infonet\n"
    "from infonet.panel.graph import GraphView\n"
    "book = infonet.Book(me='https://www.linkedin.com/in/robin-achterberg')\n"
    "for name in ('Ana Diaz', 'Bo Lin'):\n"
    "    book.person(name, company='Delta'), book.tie(name)\n"
    "book.want('Delta')",
    "GraphView(infonet.network(book.tables(), as_of='2026-06-30'))",
    "infonet.explore(book, as_of='2026-06-30')",
)
WIDGET = "application/vnd.jupyter.widget-view+json"


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make a notebook as this repository keeps them: run, with outputs, without widget state."""
    path: Path = tmp_path_factory.mktemp("kept") / "kept.ipynb"
    cells = [nbformat.v4.new_code_cell(cell) for cell in CELLS]
    nbformat.write(nbformat.v4.new_notebook(cells=cells), path)
    assert run(path)
    return path


@pytest.fixture
def saved(kept: Path, tmp_path: Path) -> Path:
    """Make the same as JupyterLab saves it: with the address of a widget that is not in it."""
    notebook = nbformat.read(kept, as_version=4)
    for shown in displayed(notebook):
        shown.data[WIDGET] = {"model_id": "0" * 32, "version_major": 2, "version_minor": 0}
    path = tmp_path / "saved.ipynb"
    nbformat.write(notebook, path)
    return path


def displayed(notebook: Any) -> list[Any]:
    """Return what the view and the panel show."""
    found = [cell.outputs for cell in notebook.cells[1:]]
    assert [len(outputs) for outputs in found] == [1, 1]
    return [outputs[0] for outputs in found]


def test_a_notebook_keeps_a_picture_and_a_line_of_each(kept: Path) -> None:
    for shown, line in zip(
        displayed(nbformat.read(kept, as_version=4)),
        ("GraphView of Network of 3 people", "Explore Network of 3 people"),
        strict=True,
    ):
        # GitHub shows the richest of what it knows: HTML, of which there is none, or the picture.
        assert set(shown.data) == {"text/plain", "image/png"}
        assert b64decode(shown.data["image/png"]).startswith(b"\x89PNG")
        assert shown.data["text/plain"].startswith(line)


@pytest.mark.parametrize("which", ["kept", "saved"])
def test_nbconvert_shows_the_picture(which: str, request: pytest.FixtureRequest) -> None:
    page, _ = nbconvert.HTMLExporter().from_filename(str(request.getfixturevalue(which)))
    assert page.count('src="data:image/png;base64,') == 2
    assert WIDGET not in page


def test_whoever_cannot_see_the_picture_hears_what_it_is(kept: Path) -> None:
    # The template of classic notebooks sets it; that of JupyterLab has no place for it yet.
    exporter = nbconvert.HTMLExporter(template_name="classic")
    page, _ = exporter.from_filename(str(kept))
    for words in ("GraphView of Network of 3 people", "Explore Network of 3 people"):
        assert f'alt="{words}' in page


def test_what_goes_into_a_pdf_is_the_picture(saved: Path) -> None:
    # LaTeX itself is not installed everywhere; the pictures that it would be given are counted.
    _, resources = nbconvert.MarkdownExporter().from_filename(str(saved))
    pictures = resources["outputs"]
    assert len(pictures) == 2
    assert all(picture.startswith(b"\x89PNG") for picture in pictures.values())
