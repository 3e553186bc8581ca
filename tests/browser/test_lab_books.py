"""The panel on every sample book, a pooled and an empty one, in the light and the dark theme."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

import infonet
from infonet import Book
from tools.driven_lab import Lab, write_notebook

expect = pytest.importorskip(
    "playwright.sync_api", reason="no browser test: playwright is not installed"
).expect
expect.set_options(timeout=30_000)  # the kernel may be busy, and so may the machine

DAY = "2026-06-30"
BOOKS = ("star", "pooled", "quiet", "six-months", "empty")
VIEWS = (
    *(("Explore", detail) for detail in ("What happened", "This person", "What you know")),
    *(("This week",), ("Review",), ("Import",)),
)

# What stands out of the panel, and what is written on a control and does not go into it.
CUT = """panel => {
    const inner = panel.getBoundingClientRect();
    const seen = (each) => each.checkVisibility() && each.getBoundingClientRect().width > 0;
    const out = [...panel.querySelectorAll("button, input, select, table, h4, p, img")].filter(
        (each) => seen(each) && each.getBoundingClientRect().right > inner.right + 1);
    const cut = [...panel.querySelectorAll("button, .lm-TabBar-tabLabel")].filter(
        (each) => seen(each) && each.scrollWidth > each.clientWidth + 1 && each.clientWidth > 0);
    return [...out, ...cut].map((each) => each.outerHTML.slice(0, 120));
}"""
# Of a control and the page behind it, as it is drawn.
COLOURS = """each => {
    const colour = (element) => getComputedStyle(element).backgroundColor;
    let behind = each;
    while (colour(behind) === "rgba(0, 0, 0, 0)") behind = behind.parentElement;
    return [getComputedStyle(each).color, colour(behind)];
}"""


class Opened:
    """One of the panels of the notebook; its parts are found by class, without ``infonet-``."""

    def __init__(self, lab: Lab, file: Path, place: Any) -> None:
        self.lab, self.file, self.place = lab, file, place

    @property
    def book(self) -> Book:
        """As it stands in the file."""
        return Book(self.file)

    def find(self, name: str) -> Any:
        return self.place.locator(f".infonet-{name}")

    def tab(self, name: str) -> None:
        """Show a tab, if it is not shown."""
        tab = self.place.get_by_role("tab", name=name, exact=True)
        if tab.get_attribute("aria-selected") != "true":
            tab.click()
            self.lab.settle()

    def check(self) -> None:
        """Nothing is said to be wrong, and nothing is cut off."""
        assert self.find("status-line.wrong").text_content() == ""
        assert self.place.evaluate(CUT) == []


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make a folder with a file for each book."""
    folder = tmp_path_factory.mktemp("books")
    for name in BOOKS:
        if name == "empty":
            Book(folder / "empty.db").close()
            continue
        book = infonet.sample_book("star" if name == "pooled" else name, path=folder / f"{name}.db")
        if name == "pooled":
            for friend in ("ana-diaz", "bo-lin"):
                theirs = infonet.sample() / friend / "Connections.csv"
                book.add(theirs, owner=f"https://www.linkedin.com/in/{friend}")
        book.close()
    return folder


@pytest.fixture
def show(
    lab: Lab, files: Path, request: pytest.FixtureRequest
) -> Iterator[Callable[..., list[Opened]]]:
    """``show(name, …)`` opens a notebook with a panel on a copy of each of these books."""

    def open_all(*names: str) -> list[Opened]:
        cells = [f'infonet.explore(infonet.Book("{name}.db"), as_of="{DAY}")' for name in names]
        folder = lab.server.folder / request.node.name
        folder.mkdir()
        for name in names:
            shutil.copy(files / f"{name}.db", folder)
        write_notebook(folder / "books.ipynb", "import infonet", *cells)
        lab.open(f"{folder.name}/books.ipynb")
        lab.unroll()
        lab.run_all()
        assert not lab.errors()
        places = lab.page.locator(".infonet-panel")
        expect(places).to_have_count(len(names))
        expect(places.last.locator(".infonet-ways .infonet-table")).to_be_visible()
        return [Opened(lab, folder / f"{name}.db", places.nth(at)) for at, name in enumerate(names)]

    size = lab.page.viewport_size
    lab.page.set_viewport_size({"width": 1400, "height": 2400})
    yield open_all
    lab.page.set_viewport_size(size)
    lab.theme("JupyterLab Light")


def test_every_tab_of_every_book_in_both_themes(
    show: Callable[..., list[Opened]], shots: Path
) -> None:
    panels = show(*BOOKS)
    for theme in ("Light", "Dark"):
        panels[0].lab.theme(f"JupyterLab {theme}")
        for panel in panels:
            for view in VIEWS:
                for tab in view:
                    panel.tab(tab)
                panel.check()
                words = "-".join((panel.file.stem, *view, theme)).lower().replace(" ", "-")
                panel.place.screenshot(path=shots / f"book-{words}.png")
            ink, paper = panel.find("head").locator("p").evaluate(COLOURS)
            assert (bright(ink) > bright(paper)) == (theme == "Dark")


def bright(colour: str) -> float:
    """How bright a colour such as ``rgb(1, 2, 3)`` is."""
    return sum(map(float, colour[colour.index("(") + 1 : -1].split(",")[:3]))


def test_what_an_empty_book_says_leads_on(show: Callable[..., list[Opened]]) -> None:
    [panel] = show("empty")
    expect(panel.find("ways")).to_contain_text("The book knows nobody yet")
    panel.tab("This person")
    expect(panel.find("brief")).to_contain_text("add your export in Import")
    panel.find("target").locator("input").fill("Delta")
    panel.find("target").locator("input").press("Enter")
    expect(panel.find("status")).to_contain_text("“Delta”")
    panel.find("want").click()
    expect(panel.find("status")).to_contain_text("Delta added to your targets")
    assert list(panel.book.tables().companies.company) == ["Delta"]


def test_what_is_due_is_done_by_keyboard(show: Callable[..., list[Opened]]) -> None:
    [panel] = show("quiet")
    keys = panel.lab.page.keyboard
    panel.tab("This week")
    done = panel.find("due-done")
    expect(done).to_be_disabled()
    expect(done).to_have_attribute("title", "Choose a row of the list first")
    due = infonet.due(panel.book.tables(), as_of=DAY)
    favour = list(due.action).index("return a favour")
    rows = panel.find("due-table").locator("tbody tr")
    expect(rows).to_have_count(len(due))
    panel.find(f"due-{favour}").locator("button").focus()
    keys.press("Enter")
    expect(done).to_have_text("Returned it")
    panel.find("gave").locator("input").focus()
    keys.type("a link")
    done.focus()
    keys.press("Enter")
    expect(rows).to_have_count(len(due) - 1)
    assert list(panel.book.notes(kind="gave").text) == ["a link"]
    # The next row is chosen, and Enter would do that one.
    assert done.evaluate("each => each === document.activeElement")
    expect(panel.find(f"due-{favour}").locator("button")).to_have_attribute("aria-pressed", "true")
    expect(done).to_have_attribute(
        "title",
        f"Log on Tue 30 Jun 2026: you wrote to {due.name[favour + 1]}"
        f" a second time about {due.company[favour + 1]}",
    )
    panel.find("due-undo").focus()
    keys.press("Enter")
    expect(rows).to_have_count(len(due))
    expect(panel.find("status")).to_contain_text("Redo brings it back.")
    expect(panel.find(f"due-{favour}").locator("button")).to_have_attribute("aria-pressed", "true")
    silent = list(due.action).index("ask someone else")
    panel.find(f"due-{silent}").locator("button").focus()
    keys.press("Enter")
    expect(done).to_have_text("Find someone else")
    done.focus()
    keys.press("Enter")
    expect(panel.find("target").locator("input")).to_have_value(due.company[silent])
    expect(panel.find("status")).to_contain_text(due.company[silent])
    chosen = panel.find("ways").locator("tr.chosen")
    expect(chosen).to_have_count(1)
    expect(chosen).not_to_contain_text(due.name[silent])


def test_a_review_of_a_group_and_a_period(show: Callable[..., list[Opened]], shots: Path) -> None:
    [panel] = show("six-months")
    panel.tab("Review")
    panel.find("group").locator("select").select_option("Kind")
    table = panel.find("review-due")
    expect(table.locator("thead th").first).to_have_text("Kind")
    panel.find("from").locator("input").fill("2026-05-01")
    expect(panel.place).to_contain_text(
        "What is due now from these requests (asked 1 May – 30 Jun 2026)"
    )
    panel.lab.settle()
    panel.check()
    panel.lab.photograph(shots / "review-by-kind.png", ".infonet-panel")
    panel.find("from").locator("input").fill("2026-07-01")
    expect(panel.find("status")).to_contain_text("which is later than Until")
