"""Undo in the panel: one press takes back what one press did, and one brings all of it back."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

import pandas as pd
import pytest

import infonet
from infonet import Book, Tables
from tests.panel.seen import DAY

pytest.importorskip("ipywidgets", reason="no panel test: ipywidgets is not installed")

from infonet.panel.app import Explore


@pytest.fixture
def book(book: Book) -> Book:
    """Ana was asked about Delta and is silent; there is something to do for her."""
    book.log("asked", "Ana Diaz", company="Delta", date="2026-06-18")
    book.note("Ana Diaz", "action item", "send the page", date="2026-07-02")
    return book


def log(panel: Explore, stage: str) -> None:
    """Press a stage."""
    panel.log.stages[stage].click()


def mutual(panel: Explore, *, person: str = "Gus Orr", company: str = "Echo") -> None:
    """Add that Ana knows somebody, who works somewhere."""
    panel.knowledge.a.value, panel.knowledge.b.value = "Ana Diaz", person
    panel.knowledge.company.value = company
    panel.knowledge.add.click()
    if panel.session.status.wrong:  # a new name is asked about
        panel.knowledge.add.click()


def mutual_with_another_job(panel: Explore) -> None:
    mutual(panel, person="Bo Lin", company="Foxtrot")


def closeness(panel: Explore) -> None:
    """State it of somebody new."""
    panel.knowledge.person.value, panel.knowledge.closeness.value = "Fay Fox", "weak"
    panel.knowledge.state.click()
    panel.knowledge.state.click()  # a new name is asked about


def want(panel: Explore) -> None:
    panel.ways.target.value = "Foxtrot Labs"
    panel.ways.want.click()


def due(panel: Explore, action: str) -> None:
    """Do what is due."""
    panel.tabs.selected_index = 1
    rows = [row[0] for row in panel.week.due.rows]
    panel.week.due.choose(rows.index(action.capitalize()))
    panel.week.done.click()


STAGES = ("asked", "introduced", "replied", "held", "thanked", "declined")
PRESSES: dict[str, Callable[[Explore], Any]] = {
    **{stage: partial(log, stage=stage) for stage in STAGES},
    "mutual": mutual,
    "mutual with another job": mutual_with_another_job,
    "closeness": closeness,
    "want": want,
    "write again": partial(due, action="write again"),
    "action item": partial(due, action="to do"),
}


def contents(panel: Explore) -> tuple[Tables, pd.DataFrame]:
    return panel.session.book.tables(), panel.session.book.notes()


def same(one: tuple[Tables, pd.DataFrame], other: tuple[Tables, pd.DataFrame]) -> bool:
    tables = all(a.equals(b) for a, b in zip(one[0], other[0], strict=True))
    return tables and one[1].equals(other[1])


@pytest.mark.parametrize("press", PRESSES.values(), ids=PRESSES)
def test_one_press_is_undone_by_one_and_brought_back_by_one(
    panel: Explore, press: Callable[[Explore], Any]
) -> None:
    before, acts = contents(panel), len(panel.session.book.history())
    press(panel)
    after = contents(panel)
    assert not same(before, after)
    assert len(panel.session.book.history()) == acts + 1
    assert "Undo takes it back." in panel.session.status.words
    panel.log.undo.click()
    assert same(contents(panel), before)
    assert "Redo brings it back." in panel.session.status.words
    panel.log.back.click()
    assert same(contents(panel), after)
    assert panel.log.back.disabled


def test_several_are_undone_one_by_one_and_brought_back_one_by_one(panel: Explore) -> None:
    seen = [contents(panel)]
    for press in (mutual, closeness, PRESSES["held"]):
        press(panel)
        seen.append(contents(panel))
    for was in reversed(seen[:-1]):
        panel.log.undo.click()
        assert same(contents(panel), was)
    for was in seen[1:]:
        assert not panel.log.back.disabled
        panel.log.back.click()
        assert same(contents(panel), was)
    assert panel.log.back.disabled
    panel.log.undo.click()
    assert same(contents(panel), seen[-2])


def test_something_else_done_ends_what_can_be_brought_back(panel: Explore) -> None:
    mutual(panel)
    panel.log.undo.click()
    assert not panel.log.back.disabled
    # The panel opened anew knows it as well.
    again = infonet.explore(panel.session.book, as_of=DAY)
    assert not again.log.back.disabled
    closeness(panel)
    assert panel.log.back.disabled
    again.log.back.click()
    assert again.session.status.wrong
    assert "nothing was undone since" in again.session.status.words


def test_of_a_mutual_that_cannot_be_nothing_is_kept(panel: Explore) -> None:
    before, acts = contents(panel), len(panel.session.book.history())
    mutual(panel, person="Ana Diaz", company="Echo")
    assert panel.session.status.wrong
    assert "nobody has a tie with themselves" in panel.session.status.words
    assert same(contents(panel), before)
    assert len(panel.session.book.history()) == acts
    # What was typed is still there, to be mended.
    assert panel.knowledge.company.value == "Echo"


def test_somebody_chosen_who_is_undone_is_chosen_no_more(panel: Explore) -> None:
    closeness(panel)
    panel.ways.graph.selected = "name/fay-fox"
    assert panel.details.selected_index == 1
    assert "Before talking to Fay Fox" in panel.person.page.value
    panel.log.undo.click()
    assert panel.session.person == ""
    assert "Fay Fox" not in panel.person.page.value
    assert "Undone: " in panel.session.status.words
    assert "name/fay-fox" not in dict(panel.log.whom.options).values()


def test_in_an_empty_book_there_is_nothing_to_take_back() -> None:
    panel = infonet.explore(Book(me="https://www.linkedin.com/in/robin-achterberg"), as_of=DAY)
    for view in (panel.log, panel.week, panel.imports):
        assert view.undo.disabled and view.back.disabled
    want(panel)
    assert not panel.log.undo.disabled
    panel.log.undo.click()
    assert panel.log.undo.disabled and not panel.log.back.disabled
