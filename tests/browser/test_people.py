"""The table of everybody and the cards of triage in a browser, by mouse and by keyboard."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

pytest.importorskip("anywidget", reason="no test of the app: anywidget is not installed")

from infonet import Book
from infonet.panel import page as html
from infonet.panel.app import App
from infonet.panel.grid import Column, Grid, days, parts, texts
from infonet.panel.page import Node
from infonet.panel.screens import SCREENS
from tests.browser.stopwatch import record
from tests.conftest import first
from tests.sample_books import sample_copy
from tools.browser import Watched
from tools.stage import Stage

DAY = "2026-06-30"
MANY = 30_000
FIRST = ("Ana", "Bo", "Günter", "Håkon", "Zoë", "=cmd()")
LAST = ("Diaz", "Lin", "Müller", "Øster", "Straße")


@pytest.fixture(scope="module")
def sample() -> Iterator[Book]:
    """Make a book that is only looked at."""
    book = sample_copy()
    yield book
    book.close()


@pytest.fixture
def stage(page: Watched, sample: Book) -> Stage:
    """Show the table of the sample."""
    app = App(sample, DAY)
    app.session.go("people")
    app.show()
    return Stage(page, app)


@cache
def columns() -> list[Column]:
    """Make the columns of very many rows, once."""
    at = pd.Series(range(MANY))
    names = at.map(lambda n: f"{FIRST[n % 6]} {LAST[n // 6 % 5]} {n:05}")
    first = pd.Timestamp("2019-01-01")
    return [
        texts("name", "Name", names, "2fr"),
        texts("company", "Company", at.map(lambda n: f"Company {n % 997}"), "1fr"),
        parts(
            "closeness",
            "How close",
            at.map(lambda n: ("close", "a little", None)[n % 3]),
            "1fr",
            options=["close", "a little"],
            has=lambda text: [text],
            none="not connected",
            bar=at % 7 / 7,
        ),
        days(
            "last",
            "Last contact",
            at.map(lambda n: first + pd.Timedelta(n % 2737, "D") if n % 2 else pd.NaT),
            "130px",
            as_of=pd.Timestamp(DAY),
        ),
    ]


class CrowdScreen:
    """Show very many rows, and say which was opened."""

    def __init__(self, session: Any) -> None:
        self.session = session
        self.grid = Grid("crowd", "Crowd", supply=session.supply, opened=session.say)
        self.columns = columns()
        self.keys = [f"in/{n}" for n in range(MANY)]

    def page(self, about: str) -> Node:
        """Return the table, and how many are chosen."""
        table = self.grid.node(
            self.keys, lambda: (self.keys, self.columns), as_of=self.session.day, search=about
        )
        return html.box(html.element("p", f"{self.grid.chosen} chosen in Python"), table)


@pytest.fixture
def crowd(page: Watched, sample: Book, monkeypatch: pytest.MonkeyPatch) -> Stage:
    """Show a table of 30,000."""
    monkeypatch.setitem(SCREENS, "crowd", CrowdScreen)
    app = App(sample, DAY)
    app.session.go("crowd")
    app.show()
    return Stage(page, app)


def names(stage: Stage) -> list[str]:
    """List the names that are drawn, from the top."""
    found: list[str] = stage.page.locator(".grid-row [role=rowheader]").all_inner_texts()
    return found


def count(stage: Stage) -> str:
    return str(stage.page.locator(".grid-count").inner_text())


def focus(stage: Stage) -> None:
    stage.page.locator(".grid-scroll").focus()


def press(stage: Stage, *keys: str) -> None:
    for key in keys:
        stage.page.keyboard.press(key)
    stage.settle()


def at(stage: Stage) -> str:
    """Return the words of the cell that the keyboard is at."""
    return str(
        stage.page.evaluate(
            "() => document.getElementById(document.activeElement.getAttribute("
            "'aria-activedescendant'))?.closest('[role=row]').children[1].textContent"
        )
    )


@pytest.mark.slow
def test_very_many_rows_are_drawn_as_far_as_they_are_seen(crowd: Stage) -> None:
    assert count(crowd) == "30,000 people"
    assert 10 < len(names(crowd)) < 60
    grid = crowd.page.get_by_role("grid", name="Crowd")
    assert grid.get_attribute("aria-rowcount") == str(MANY + 2)
    focus(crowd)
    press(crowd, "End")
    assert at(crowd) == f"=cmd() Straße {MANY - 1:05}"
    press(crowd, "Home", "ArrowDown", "ArrowDown")
    assert at(crowd) == "Günter Diaz 00002"
    press(crowd, "PageDown", "PageUp")
    assert at(crowd) == "Günter Diaz 00002"
    crowd.page.locator(".grid-scroll").evaluate("each => { each.scrollTop = 15000 * 32; }")
    crowd.page.wait_for_function(
        "() => document.querySelector('.grid-row').textContent.includes('149')"
    )


def test_thirty_thousand_are_sorted_and_searched_at_once(crowd: Stage) -> None:
    took = crowd.page.evaluate(
        """() => {
        const timed = (call) => {
            const from = performance.now();
            call();
            return performance.now() - from;
        };
        const titles = [...document.querySelectorAll('.grid-title')];
        const field = document.querySelector('.grid-bar input');
        const search = (text) => { field.value = text; field.dispatchEvent(new Event('input')); };
        const grid = document.querySelector('.grid').grid;
        const times = titles.map((title) => timed(() => title.click()));
        return {
            sort: Math.max(...times),
            search: timed(() => search('muller 123')),
            more: timed(() => search('')),
            load: timed(() => { grid.version = -1; grid.take(grid.root.infonet); }),
        };
    }"""
    )
    print({name: f"{value:.0f} ms" for name, value in took.items()})
    assert set(took) == {"sort", "search", "more", "load"}


@pytest.mark.slow
def test_what_is_missing_is_last_either_way(crowd: Stage) -> None:
    last = crowd.page.get_by_role("button", name="Last contact")
    heading = crowd.page.get_by_role("columnheader", name="Last contact")
    for order in ("descending", "ascending"):
        last.click()
        assert heading.get_attribute("aria-sort") == order
        shown = crowd.page.locator(".grid-row [role=gridcell]:last-child").all_inner_texts()
        assert all(shown) and shown[0] == ("29 Jun" if order == "descending" else "1 Jan 2019")
        focus(crowd)
        press(crowd, "End")
        cells = crowd.page.locator(".grid-row.at > *").all_inner_texts()
        assert cells[-1] == ""
        press(crowd, "Home")
    last.click()
    assert heading.get_attribute("aria-sort") == "none" and names(crowd)[0] == "Ana Diaz 00000"


@pytest.mark.slow
def test_search_finds_words_in_any_order_without_diacritics(crowd: Stage) -> None:
    wanted = {
        "muller gunter": "1,000",
        "Mueller guenter": "1,000",
        "MÜLLER": "6,000",
        "strasse zoe": "1,000",
        "oster hakon": "1,000",
        "company 12 ana 00012": "1",
        "nobody": "0",
    }
    for words, found in wanted.items():
        crowd.type("Search", words)
        assert count(crowd) == f"{found} of 30,000 people", words


def test_filters_add_up_and_are_shown_again_when_one_comes_back(crowd: Stage) -> None:
    page = crowd.page
    page.get_by_label("Filter by how close").select_option("close")
    assert count(crowd) == "10,000 of 30,000 people"
    page.get_by_label("Filter by last contact").select_option("in the last year")
    some = count(crowd)
    assert some < "1,000" or not some.startswith("10,000")
    page.get_by_label("Filter by name").fill("ana")
    fewer = count(crowd)
    assert fewer != some
    crowd.press("Targets", role="tab")
    crowd.app.session.go("crowd")
    crowd.app.show()
    crowd.page.evaluate("view => window.take({view})", crowd.app.view)
    assert count(crowd) == fewer
    assert page.get_by_label("Filter by name").input_value() == "ana"
    crowd.press("Show all")
    assert count(crowd) == "30,000 people"
    page.get_by_label("Filter by how close").select_option("not connected")
    assert count(crowd) == "10,000 of 30,000 people"
    page.get_by_label("Filter by last contact").select_option("never")
    assert count(crowd) == "5,000 of 30,000 people"


@pytest.mark.slow
def test_people_are_chosen_by_keys_and_by_mouse(crowd: Stage) -> None:
    focus(crowd)
    press(crowd, " ", "ArrowDown", "ArrowDown", "Shift+ArrowDown")
    crowd.page.wait_for_function("() => document.body.textContent.includes('3 chosen in Python')")
    field = crowd.page.locator("input[name=crowd]")
    assert json.loads(field.input_value()) == ["in/0", "in/2", "in/3"]
    crowd.page.locator(".grid-row").nth(5).locator(".grid-check").click()
    crowd.page.locator(".grid-row").nth(8).locator(".grid-check").click(modifiers=["Shift"])
    chosen = ["in/0", "in/2", "in/3", "in/5", "in/6", "in/7", "in/8"]
    assert json.loads(field.input_value()) == chosen
    press(crowd, "Escape")
    assert json.loads(field.input_value()) == []
    crowd.type("Search", "ana diaz")
    focus(crowd)
    press(crowd, "Control+a")
    assert count(crowd) == "1,000 of 30,000 people, 1,000 chosen"


@pytest.mark.slow
def test_enter_and_a_click_on_the_name_open(crowd: Stage) -> None:
    focus(crowd)
    press(crowd, "ArrowDown", "Enter")
    assert crowd.app.session.status.words == "in/1"
    crowd.page.locator(".grid-open").nth(4).click()
    crowd.settle()
    assert crowd.app.session.status.words == "in/4"


def test_rows_are_copied_and_saved_and_no_cell_is_a_formula(crowd: Stage, tmp_path: Path) -> None:
    crowd.page.evaluate(
        "() => Object.defineProperty(navigator, 'clipboard',"
        " { value: { writeText: async (text) => { window.copied = text; } } })"
    )
    crowd.type("Search", "00005")
    with crowd.page.expect_download() as download:
        crowd.press("Save as CSV")
    file = tmp_path / "crowd.csv"
    download.value.save_as(file)
    rows = list(csv.reader(file.read_text("utf-8-sig").splitlines()))
    assert rows == [
        ["Name", "Company", "How close", "Last contact"],
        ["'=cmd() Diaz 00005", "Company 5", "", "2019-01-06"],
    ]
    crowd.press("Show all")
    focus(crowd)
    press(crowd, " ", "ArrowDown", " ", "Control+c")
    copied = crowd.page.evaluate("() => window.copied").split("\n")
    assert copied[1:] == [
        "Ana Diaz 00000\tCompany 0\tclose\t",
        "Bo Diaz 00001\tCompany 1\ta little\t2 Jan 2019",
    ]
    crowd.page.get_by_text("Copied 2 rows.").wait_for()
    # An answer to what was pressed before takes nothing of it away; the next press does.
    crowd.page.evaluate("() => window.take({ view: window.model.get('view') })")
    assert crowd.page.get_by_text("Copied 2 rows.").is_visible()
    crowd.press("Targets", role="tab")
    assert not crowd.page.get_by_text("Copied 2 rows.").is_visible()


@pytest.mark.slow
def test_i_wrote_to_these_five_today(stage: Stage) -> None:
    acts = len(stage.app.session.book.history())
    focus(stage)
    press(stage, " ", *["ArrowDown", " "] * 4)
    stage.page.get_by_role("button", name="I wrote to these 5 people that day").click()
    stage.settle()
    assert "wrote to 5 people, 30 Jun 2026" in stage.app.session.status.words
    assert len(stage.app.session.book.history()) == acts + 1
    assert count(stage) == "943 people"
    record("I wrote to these five today", clicks=1, keys=9)
    stage.page.locator(".undo").click()
    stage.settle()
    assert stage.app.session.status.words.startswith("Taken back: wrote to 5 people")


@pytest.mark.parametrize("theme", first(["dark", "light"]))
@pytest.mark.parametrize("width", first([1100, 1900]))
def test_it_fits_and_is_read(
    page: Watched, sample: Book, width: int, theme: str, shots: Path
) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    app = App(sample, DAY)
    app.session.go("people")
    app.show()
    stage = Stage(page, app, theme=theme)
    stage.photograph(shots / f"people-{theme}-{width}.png")
    over = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"
    assert page.evaluate(over) <= 0
    # Head and body share one width.
    lefts = page.evaluate(
        """() => ['[role=columnheader]', '.grid-row:first-child > *'].map((each) =>
            [...document.querySelectorAll(each)].map(
                (cell) => cell.getBoundingClientRect().left))"""
    )
    assert lefts[0] == lefts[1]


@pytest.fixture
def cards(page: Watched) -> Iterator[Callable[[], Stage]]:
    """Show the cards of a book of 60 whose closeness nobody has said."""
    book = Book(me="https://www.linkedin.com/in/robin-achterberg")
    for n in range(60):
        name = f"{FIRST[n % 5]} {LAST[n % 4]} {chr(65 + n % 26)}{n}"
        book.tie(name, company=f"Company {n % 30}", new=True)
    for n in range(30):
        book.want(f"Company {n}")
    app = App(book, DAY)

    def show() -> Stage:
        app.session.go("triage")
        app.show()
        return Stage(page, app)

    yield show
    book.close()


def test_twenty_closenesses_by_keys(cards: Callable[[], Stage], shots: Path) -> None:
    stage = cards()
    waits = []
    for n in range(20):
        who = stage.page.locator(".who").inner_text()
        before = stage.page.evaluate("performance.now()")
        stage.page.keyboard.press("smw"[n % 3])
        stage.settle()
        waits.append(stage.page.evaluate("performance.now()") - before)
        if n < 19:
            assert stage.page.locator(".who").inner_text() != who
    print(f"from card to card: median {sorted(waits)[10]:.0f} ms, longest {max(waits):.0f} ms")
    assert "Done: 20 of 20 said." in stage.text()
    ties = stage.app.session.tables.ties
    assert ties.closeness.value_counts().to_dict() == {"strong": 7, "medium": 7, "weak": 6}
    record("20 closenesses stated", clicks=0, keys=20)
    stage.page.keyboard.press("u")
    stage.settle()
    assert "20 of 20" in stage.text()
    stage.photograph(shots / "triage.png")


@pytest.mark.slow
def test_the_card_has_the_focus_and_space_presses_a_button(cards: Callable[[], Stage]) -> None:
    stage = cards()
    first = stage.page.locator(".who").inner_text()
    assert stage.page.evaluate("() => document.activeElement.ariaLabel").startswith(first)
    stage.page.get_by_role("button", name="Know a little").focus()
    stage.page.keyboard.press(" ")
    stage.settle()
    assert stage.app.session.tables.ties.closeness.tolist().count("weak") == 1
    second = stage.page.locator(".who").inner_text()
    assert stage.page.evaluate("() => document.activeElement.ariaLabel").startswith(second)
    stage.page.keyboard.press(" ")
    stage.settle()
    assert "3 of 20" in stage.text()
    assert stage.app.session.tables.ties.closeness.notna().sum() == 1
