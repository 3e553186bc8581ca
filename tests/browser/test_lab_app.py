"""The app in JupyterLab itself: its board, an act, the themes, two views, and a notebook reopened.

Everything else that the app does is tested without JupyterLab, by `tools.stage`.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from infonet import Book
from tests.sample_books import sample_copy
from tools.driven_lab import KNOWN, Lab, write_notebook
from tools.run_notebooks import run

expect = pytest.importorskip(
    "playwright.sync_api", reason="no browser test: playwright is not installed"
).expect
expect.set_options(timeout=30_000)  # the kernel may be busy, and so may the machine

DAY = "2026-06-30"
APP, STILL = ".infonet-app", ".infonet-still"
OPENS = f'app = infonet.explore(infonet.Book("me.db"), as_of="{DAY}")\napp'
TWICE = (OPENS, "app")
MISSING = "model not found"


@pytest.fixture
def folder(lab: Lab, request: pytest.FixtureRequest) -> Path:
    """Make a folder of the server with a book of the sample in it."""
    return make_folder(lab, request.node.name)


def make_folder(lab: Lab, name: str) -> Path:
    folder = lab.server.folder / name
    folder.mkdir()
    sample_copy("quiet", path=folder / "me.db").close()
    return folder


@pytest.fixture
def opens(lab: Lab, folder: Path) -> Iterator[Callable[..., Any]]:
    """``opens(cell, …)`` runs a notebook of these cells, and returns its first app."""
    yield lambda *cells: open_notebook(lab, folder, *cells)
    lab.theme("JupyterLab Light")


def open_notebook(lab: Lab, folder: Path, *cells: str) -> Any:
    write_notebook(folder / "book.ipynb", "import infonet", *cells)
    lab.open(f"{folder.name}/book.ipynb")
    lab.unroll()
    lab.run_all()
    assert not lab.errors()
    app = lab.page.locator(APP).first
    expect(app.locator("table.board tbody tr").first).to_be_visible()
    return app


@pytest.fixture(scope="module")
def twice(opened: Lab) -> Iterator[Lab]:
    """Show one app in two cells, for the tests that leave it as it was: to start it takes long.

    They stand last: it stays open until the last of them is through.
    """
    open_notebook(opened, make_folder(opened, "twice"), *TWICE)
    yield opened
    opened.close()


@pytest.fixture
def views(twice: Lab) -> Iterator[Lab]:
    """Look at the app in its two cells; watched as `lab` is."""
    yield twice
    twice.theme("JupyterLab Light")
    twice.page.verify(KNOWN)


def log_of(folder: Path) -> int:
    return len(Book(folder / "me.db", read_only=True).tables().events)


def test_the_board_is_there_and_an_act_is_logged_and_undone(
    lab: Lab, folder: Path, opens: Callable[..., Any]
) -> None:
    app = opens(OPENS)
    wanted = list(Book(folder / "me.db", read_only=True).tables().companies.company)
    rows = app.locator("table.board tbody tr")
    expect(rows).to_have_count(len(wanted))
    app.get_by_label("Company or field").fill("Brackwater Heat")
    app.get_by_role("button", name="Add to my targets").click()
    expect(rows).to_have_count(len(wanted) + 1)
    expect(app.locator("p.status[role=status]")).to_contain_text("Brackwater Heat")
    before = log_of(folder)
    rows.filter(has_text="ready to ask").get_by_role("button").first.click()
    app.get_by_role("button", name="I sent it").first.click()
    expect(app.get_by_role("button", name="Undo: ")).to_be_enabled()
    lab.settle()
    assert log_of(folder) == before + 1
    app.get_by_role("button", name="Undo: ").click()
    expect(app.locator("p.status[role=status]")).to_contain_text("Taken back")
    assert log_of(folder) == before


@pytest.mark.slow
@pytest.mark.parametrize("kept", ["as saved by JupyterLab", "as kept in the gallery"])
def test_reopened_without_its_kernel_it_says_how_to_start(
    kept: str, lab: Lab, folder: Path, shots: Path, opens: Callable[..., Any]
) -> None:
    gallery = kept == "as kept in the gallery"
    if gallery:
        run(write_notebook(folder / "book.ipynb", "import infonet", OPENS))
    else:
        opens(OPENS)
        lab.page.evaluate("jupyterapp.commands.execute('docmanager:save')")
        lab.settle()
        lab.close()
    lab.open(f"{folder.name}/book.ipynb")
    still = lab.page.locator(STILL)
    expect(still).to_be_visible()
    expect(still).to_contain_text("Run All Cells")
    expect(lab.page.locator(".jp-RenderedImage img")).to_have_count(1 if gallery else 0)
    for each in lab.page.get_by_text(MISSING).all():
        expect(each).to_be_hidden()
    lab.photograph(shots / f"reopened-{'gallery' if gallery else 'saved'}.png")
    # JupyterLab itself says in the console that the model is not there.
    said = lab.page.complaints
    said[:] = [each for each in said if "model not found" not in each]
    lab.run_all()
    expect(lab.page.locator(APP)).to_be_visible()
    expect(still).to_be_hidden()
    expect(lab.page.locator(".jp-RenderedImage")).to_have_count(0)


@pytest.mark.slow
def test_no_picture_is_drawn_while_the_app_lives_and_its_sentence_is_hidden(views: Lab) -> None:
    for sentence in views.page.locator(STILL).all():
        expect(sentence).to_be_hidden()
    for cell in views.cells()[1:]:
        assert len(cell["outputs"]) == 2
        assert "image/png" not in json.dumps(cell["outputs"])


@pytest.mark.slow
def test_the_app_follows_the_theme(views: Lab, shots: Path) -> None:
    app = views.page.locator(APP).first
    for theme in ("Light", "Dark"):
        views.theme(f"JupyterLab {theme}")
        ink, paper = app.evaluate(
            "each => (s => [s.color, s.backgroundColor])(getComputedStyle(each))"
        )
        assert (bright(ink) > bright(paper)) == (theme == "Dark")
        app.screenshot(path=shots / f"lab-app-{theme.lower()}.png")


def bright(colour: str) -> float:
    """How bright a colour such as ``rgb(1, 2, 3)`` is."""
    return sum(map(float, colour[colour.index("(") + 1 : -1].split(",")[:3]))


@pytest.mark.slow
def test_two_views_of_one_app_show_the_same(views: Lab) -> None:
    first, second = views.page.locator(APP).all()
    first.get_by_role("tab", name="People").click()
    expect(second.get_by_role("tab", name="People")).to_have_attribute("aria-selected", "true")
    second.get_by_role("tab", name="Targets").click()
    expect(first.locator("table.board")).to_be_visible()


@pytest.mark.slow
def test_a_letter_pressed_in_the_app_is_no_command_of_the_notebook(views: Lab) -> None:
    app = views.page.locator(APP).first
    app.get_by_role("tab", name="Targets").focus()
    for key in ("d", "d", "x", "0", "0"):
        views.page.keyboard.press(key)
    views.settle()
    assert [cell["source"] for cell in views.cells()] == ["import infonet", *TWICE]
    expect(app).to_be_visible()
