"""From the ask to the offer in a browser, by mouse and by keyboard, counted in clicks and keys."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest

pytest.importorskip("anywidget", reason="no test of the app: anywidget is not installed")

import infonet
from infonet import Book
from infonet.conversion import request_table
from infonet.panel.app import App
from tests.browser.stopwatch import record
from tests.conftest import first
from tools.browser import Watched
from tools.stage import Stage

DAY = "2026-06-30"  # a Tuesday
_TABS = 150  # more than any page has


@pytest.fixture
def book() -> Book:
    """Make a book: Ana knows Chidi, who works at Delta."""
    book = Book(me="Robin Achterberg")
    book.tie("Ana Diaz", closeness="strong", new=True)
    book.tie("Ana Diaz", "Chidi Obi", kind="colleague", company="Delta", new=True)
    book.want("Delta")
    return book


class Hand:
    """Act on a page as a person does, and count it: a field that is filled in is a click, too."""

    def __init__(self, stage: Stage) -> None:
        self.stage, self.clicks, self.keys = stage, 0, 0

    def press(self, name: str) -> None:
        """Press a button."""
        self.stage.press(name)
        self.clicks += 1

    def unfold(self, words: str) -> None:
        """Open what is folded."""
        self.stage.page.get_by_text(words, exact=True).first.click()
        self.clicks += 1

    def fill(self, label: str, text: str) -> None:
        """Fill in a field; its words are not counted."""
        self.stage.page.get_by_label(label, exact=True).first.fill(text)
        self.clicks += 1

    def choose(self, label: str, option: str) -> None:
        """Choose one of several."""
        self._list(label).select_option(label=option)
        self.clicks += 1

    def _list(self, label: str) -> Any:
        return self.stage.page.get_by_role("combobox", name=label, exact=True).first


class Keys(Hand):
    """Act by keys alone: Tab until it is there, then Enter."""

    def _reach(self, target: Any) -> None:
        for _ in range(_TABS):
            if target.evaluate("(element) => element === document.activeElement"):
                return
            self.stage.page.keyboard.press("Tab")
            self.keys += 1
        raise AssertionError(f"Tab leads to {target} nowhere")

    def press(self, name: str) -> None:
        """Press a button with Enter."""
        self._reach(self.stage.page.get_by_role("button", name=name, exact=True).first)
        self.stage.page.keyboard.press("Enter")
        self.stage.settle()
        self.keys += 1

    def unfold(self, words: str) -> None:
        """Open what is folded with Enter."""
        self._reach(self.stage.page.locator("summary", has_text=words).first)
        self.stage.page.keyboard.press("Enter")
        self.keys += 1

    def fill(self, label: str, text: str) -> None:
        """Go to a field and type; a date is filled in as its picker would."""
        field = self.stage.page.get_by_label(label, exact=True).first
        self._reach(field)
        if field.get_attribute("type") == "date":
            field.fill(text)
        else:
            self.stage.page.keyboard.type(text)

    def choose(self, label: str, option: str) -> None:
        """Choose one of several by its first letters."""
        field = self._list(label)
        self._reach(field)
        self.stage.page.keyboard.type(option)
        assert field.evaluate("(element) => element.selectedOptions[0].text") == option


def log(book: Book) -> list[tuple[str, str, str | None]]:
    """Return stage, person and via of every event, in their order."""
    events = book.tables().events.sort_values("event")
    via = [each if isinstance(each, str) else None for each in events.via]
    return list(zip(events.stage, events.person, via, strict=True))


@pytest.mark.parametrize("hand", first([Hand, Keys]))
def test_from_the_ask_to_the_offer(page: Watched, book: Book, hand: type[Hand]) -> None:
    stage = Stage(page, App(book, DAY))
    me = hand(stage)
    me.press("See the message")
    me.press("I sent it")
    me.press("Ana introduced me to Chidi")
    me.press("Chidi replied")
    stage.page.get_by_label("Day", exact=True).first.fill(DAY)  # the day is words, not a click
    me.press("Chidi and I agreed on a date")
    me.press("Chidi and I talked")
    me.press("Save, and I thanked Chidi Obi")
    me.press("Chidi referred me")
    assert me.clicks <= 8
    task = "asked → introduced → replied → agreed → talked → thanked → referred"
    record(task if hand is Hand else f"{task}, by keyboard", me.clicks, me.keys)
    me.unfold("Something else happened")
    me.choose("What", "Delta made me an offer")
    me.press("Save")
    ana, chidi = "name/ana-diaz", "name/chidi-obi"
    assert log(book) == [
        ("asked", ana, None),
        ("introduced", chidi, ana),
        ("replied", chidi, None),
        ("scheduled", chidi, None),
        ("held", chidi, None),
        ("thanked", chidi, None),
        ("referred", chidi, None),
        ("offered", chidi, None),
    ]
    table = request_table(book, as_of=DAY)
    assert table.state.tolist() == ["offered"] and table.route[0] == ("me", ana, chidi)
    assert table.predicted.notna().all()
    reached = infonet.funnel(book, as_of="2026-12-31").set_index("stage").reached
    assert reached.tolist() == [1] * 7
    [target] = infonet.agenda.targets(infonet.network(book, as_of=DAY)).to_dict("records")
    assert (target["state"], target["next"]) == ("offer", "Answer the offer of Delta")
    me.press("‹ Targets")
    assert "Delta made me an offer" in stage.text()


def test_a_message_to_a_stranger_takes_four_clicks_and_the_name(page: Watched, book: Book) -> None:
    me = Hand(Stage(page, App(book, DAY)))
    me.press("Delta")
    me.fill("Name", "Zoe Quist")
    me.press("I wrote to them")
    assert me.clicks <= 4
    record("a cold message logged", me.clicks)
    [request] = request_table(book, as_of=DAY).to_dict("records")
    assert (request["kind"], request["person"]) == ("cold", "name/zoe-quist")


def test_a_debrief_with_two_new_names(page: Watched, book: Book) -> None:
    book.log("asked", "Chidi Obi", "Delta", date="2026-06-22", kind="cold")
    book.log("scheduled", "Chidi Obi", "Delta", date="2026-06-24", note="on 2026-06-29")
    me = Hand(Stage(page, App(book, DAY)))
    me.press("We talked")
    me.fill("What did you learn?", "They hire in May.")
    me.fill("What do they advise you?", "Read the annual report.")
    for at, name in enumerate(("Lu Weir", "Kofi Mensah")):
        for label, text in (("Name", name), ("works at", "Delta")):
            me.stage.page.get_by_label(label, exact=True).nth(at).fill(text)
            me.clicks += 1
    me.fill("To do", "send the page")
    me.fill("by", "2026-07-06")
    me.fill("Minutes", "25")
    me.press("Save")
    assert me.clicks <= 12
    record("a debrief with two new names", me.clicks)
    tables = book.tables()
    assert {"name/lu-weir", "name/kofi-mensah"} <= set(tables.people.person)
    assert set(tables.events.stage) >= {"held", "named"}
    held = tables.events[tables.events.stage == "held"]
    assert held.date.tolist() == [pd.Timestamp("2026-06-29")]  # as agreed, written up a day later


def test_where_all_companies_stand_takes_no_click(page: Watched, book: Book) -> None:
    stage = Stage(page, App(book, DAY))
    assert all(words in stage.text() for words in ("Delta", "ready to ask", "Ask Ana Diaz"))
    record("where do all my companies stand", 0)
