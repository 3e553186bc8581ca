"""The user's own book opens by itself, and nothing else that lies there does."""

from __future__ import annotations

import json
import shutil
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from infonet.book import Book
from infonet.start import BOOK, KERNEL, NOTEBOOK, VERSIONS, put_notebook
from tests.conftest import first
from tools.browser import Watched, watched
from tools.driven_lab import KNOWN, Lab, Served

expect = pytest.importorskip(
    "playwright.sync_api", reason="no browser test: playwright is not installed"
).expect
expect.set_options(timeout=60_000)  # a kernel has to start, and the machine may be busy

PANEL = ".infonet-app"
BUTTON = ".infonet-behind"
SAID = ".infonet-said"
BARS = ("#jp-top-panel", "#jp-menu-panel", "#jp-bottom-panel", ".jp-NotebookPanel-toolbar")
# Written by whatever runs and should not.
RAN = "ran.txt"
LEAVES_A_TRACE = f"open({RAN!r}, 'w').close()\n"
DIRTY = "() => jupyterapp.shell.currentWidget.context.model.dirty"
RAN_CELLS = """() => jupyterapp.shell.currentWidget.context.model.toJSON().cells
    .filter((cell) => cell.execution_count).length"""


@pytest.fixture
def folder(jupyter: Served) -> Iterator[Path]:
    """Clear the folder that JupyterLab shows and put the notebook there; clear it afterwards."""
    clear(jupyter.folder)
    put_notebook(jupyter.folder)
    yield jupyter.folder
    for session in jupyter.ask("api/sessions"):
        jupyter.ask(f"api/sessions/{session['id']}", "DELETE")
    clear(jupyter.folder)


def clear(folder: Path) -> None:
    for each in folder.iterdir():
        shutil.rmtree(each) if each.is_dir() else each.unlink()


@pytest.fixture
def window(browser: Any, folder: Path) -> Iterator[Watched]:
    """Open a window of its own, as the start command opens one."""
    with watched(browser, 1400, 900) as fresh:
        yield fresh
    fresh.verify(KNOWN)


def open_first_page(window: Watched, jupyter: Served) -> float:
    """Go to the address that the start command opens; return the seconds until the app is there."""
    begun = time.monotonic()
    window.goto(f"{jupyter.address}/?token={jupyter.token}")
    expect(window.locator(PANEL)).to_be_visible()
    return time.monotonic() - begun


def test_it_fills_the_window_and_runs_by_itself(
    window: Watched,
    jupyter: Served,
    folder: Path,
    shots: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    before = (folder / NOTEBOOK).read_bytes()
    cold = open_first_page(window, jupyter)
    assert window.url.endswith(f"/doc/tree/{NOTEBOOK}")
    assert (folder / BOOK).is_file()
    for bar in (*BARS, ".jp-InputArea", ".jp-MarkdownCell", ".jp-SideBar"):
        for each in window.locator(bar).all():
            expect(each).to_be_hidden()
    box = window.locator(PANEL).bounding_box()
    assert box["x"] < 20 and box["y"] < 20 and box["width"] > 1360
    window.wait_for_function(f"({RAN_CELLS})() === 2")
    expect(window.locator(SAID)).to_have_count(0)
    assert not window.evaluate(DIRTY), "leaving would ask whether to save"
    shots.mkdir(parents=True, exist_ok=True)
    window.screenshot(path=shots / "my-book.png")
    warm = open_first_page(window, jupyter)
    with capsys.disabled():
        print(f"\nFrom the address to the living panel: {cold:.1f} s, again {warm:.1f} s.")
    assert (folder / NOTEBOOK).read_bytes() == before


@pytest.mark.slow
def test_the_notebook_behind_it_is_one_click_away(
    window: Watched, jupyter: Served, folder: Path, shots: Path
) -> None:
    open_first_page(window, jupyter)
    button = window.locator(BUTTON)
    assert button.text_content() == "The notebook behind it"
    button.click()
    expect(window.locator(".jp-InputArea").first).to_be_visible()
    expect(window.locator("#jp-menu-panel")).to_be_visible()
    expect(window.locator(".jp-NotebookPanel-toolbar")).to_be_visible()
    expect(window.locator(PANEL)).to_be_visible()
    window.screenshot(path=shots / "my-book-behind.png")
    # By keyboard, and by the command of the same name.
    button.focus()
    window.keyboard.press("Enter")
    expect(window.locator(".jp-InputArea").first).to_be_hidden()
    window.evaluate("jupyterapp.commands.execute('infonet:toggle-notebook')")
    expect(window.locator(".jp-InputArea").first).to_be_visible()
    # Saved by hand, it keeps no output.
    window.wait_for_function(f"({RAN_CELLS})() === 2")
    window.evaluate("jupyterapp.commands.execute('docmanager:save')")
    cells = json.loads((folder / NOTEBOOK).read_text("utf-8"))["cells"]
    assert [(cell["cell_type"], "".join(cell["source"])) for cell in cells] == [
        (kind, source) for kind, source in VERSIONS[-1]
    ]
    assert not any(cell.get("outputs") or cell.get("execution_count") for cell in cells)
    expect(window.locator(PANEL)).to_be_visible()


@pytest.mark.slow
def test_a_book_that_does_not_open_is_said_in_one_sentence(
    window: Watched, jupyter: Served, folder: Path
) -> None:
    (folder / BOOK).mkdir()
    window.goto(f"{jupyter.address}/?token={jupyter.token}")
    said = window.locator(".jp-OutputArea-output")
    expect(said).to_contain_text(BOOK)
    assert "Traceback" not in (said.text_content() or "")


@pytest.mark.slow  # `test_rescue` presses the same without JupyterLab
def test_a_damaged_book_is_gone_back_from_and_the_app_goes_on_in_its_place(
    window: Watched, jupyter: Served, folder: Path
) -> None:
    book = Book(folder / BOOK, me="Robin Achterberg")
    book.tie("Ana Diaz", closeness="strong", company="Echo", new=True)
    book.want("Delta")
    book.backup(folder / "kept.db")
    damaged = book.path.read_bytes()[:20_000]
    book.path.write_bytes(damaged)
    open_first_page(window, jupyter)
    panel = window.locator(PANEL)
    expect(panel).to_contain_text("Your book cannot be opened")
    panel.get_by_role("button", name="Restore it: kept.db").click()
    panel.get_by_role("button", name="Restore it: my book is as it was then").click()
    expect(panel).to_contain_text("Your book is again as it was in kept.db.")
    panel.get_by_role("tab", name="People").click()
    expect(panel.get_by_role("rowheader", name="Ana Diaz")).to_be_visible()
    expect(panel).to_have_count(1)
    expect(window.locator(".jp-NotebookPanel")).not_to_contain_text("Traceback")
    assert (folder / "my-book-damaged.db").read_bytes() == damaged
    assert Book(folder / BOOK).check().empty


def change(folder: Path, alter: Callable[[dict[str, Any]], object], place: str = NOTEBOOK) -> str:
    """Write the notebook with a change, maybe at another place; return that place."""
    notebook = json.loads((folder / NOTEBOOK).read_text("utf-8"))
    alter(notebook)
    file = folder / place
    file.parent.mkdir(exist_ok=True)
    file.write_text(json.dumps(notebook), "utf-8")
    return place


def changed_cell(notebook: dict[str, Any]) -> None:
    notebook["cells"][0]["source"] = LEAVES_A_TRACE + notebook["cells"][0]["source"]


def extra_cell(notebook: dict[str, Any]) -> None:
    cell = {"cell_type": "code", "id": "mine", "metadata": {}, "outputs": []}
    notebook["cells"].append({**cell, "execution_count": None, "source": LEAVES_A_TRACE})


def code_for_the_line(notebook: dict[str, Any]) -> None:
    notebook["cells"][1] |= {"cell_type": "code", "outputs": [], "execution_count": None}


def other_kernel(notebook: dict[str, Any]) -> None:
    notebook["metadata"]["kernelspec"] = {
        "display_name": "Python 3 (ipykernel)",
        "language": "python",
        "name": "python3",
    }


@pytest.mark.parametrize("alter", first([changed_cell, extra_cell, code_for_the_line]))
def test_a_changed_one_does_not_run_and_says_so(
    alter: Callable[[dict[str, Any]], None], lab: Lab, folder: Path
) -> None:
    lab.open(change(folder, alter))
    expect(lab.page.locator(SAID)).to_contain_text("does not open by itself")
    nothing_runs(lab, folder)


@pytest.mark.slow
@pytest.mark.parametrize("place", ["my-own-book.ipynb", f"sub/{NOTEBOOK}"])
def test_one_at_another_place_does_not_run(place: str, lab: Lab, folder: Path) -> None:
    lab.open(change(folder, lambda notebook: None, place))
    nothing_runs(lab, folder)


@pytest.mark.slow
def test_one_with_another_kernel_does_not_run(lab: Lab, folder: Path) -> None:
    """That kernel would import what lies beside the notebook."""
    (folder / "infonet.py").write_text(LEAVES_A_TRACE)
    lab.open(change(folder, other_kernel))
    nothing_runs(lab, folder)


@pytest.mark.slow
def test_one_whose_kernel_was_changed_in_this_server_does_not_run(lab: Lab, folder: Path) -> None:
    """The file names the right kernel, and the session that is there has another."""
    (folder / "infonet.py").write_text(LEAVES_A_TRACE)
    lab.open(change(folder, other_kernel))
    lab.page.evaluate("jupyterapp.shell.currentWidget.dispose()")
    put_notebook(folder)
    lab.open(NOTEBOOK)
    expect(lab.page.locator(SAID)).to_contain_text("another kernel")
    nothing_runs(lab, folder)


def nothing_runs(lab: Lab, folder: Path) -> None:
    """Wait until the kernel has been idle for long enough to have been asked, and look."""
    for _ in range(5):
        lab.settle()
        time.sleep(0.2)
    assert lab.page.evaluate(RAN_CELLS) == 0
    assert not list(folder.rglob(RAN)) and not list(folder.rglob("*.db"))
    expect(lab.page.locator(BUTTON)).to_have_count(0)


@pytest.mark.slow
def test_beside_other_documents_it_runs_as_well(lab: Lab, folder: Path) -> None:
    """By the way that the tests before go; nor are the bars of the others taken away."""
    lab.open(NOTEBOOK)
    expect(lab.page.locator(PANEL)).to_be_visible()
    expect(lab.page.locator("#jp-top-panel")).to_be_visible()


def test_files_that_lie_beside_it_are_not_run(lab: Lab, folder: Path) -> None:
    for planted in ("infonet", "anywidget", "pandas", "sitecustomize", "ipython_kernel_config"):
        (folder / f"{planted}.py").write_text(LEAVES_A_TRACE)
    lab.open(NOTEBOOK)
    expect(lab.page.locator(PANEL)).to_be_visible()
    lab.settle()
    assert not (folder / RAN).exists()


@pytest.mark.slow
def test_where_it_does_not_run_by_itself_one_key_opens_it(lab: Lab, folder: Path) -> None:
    """As where the extension is not installed; here a line of the user's own keeps it back."""
    line = {"cell_type": "markdown", "id": "mine", "metadata": {}, "source": "Mine."}
    lab.open(change(folder, lambda notebook: notebook["cells"].append(line)))
    nothing_runs(lab, folder)
    lab.page.keyboard.press("Shift+Enter")
    expect(lab.page.locator(PANEL)).to_be_visible()
    assert lab.server.ask("api/sessions")[0]["kernel"]["name"] == KERNEL
