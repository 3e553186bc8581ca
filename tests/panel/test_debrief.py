"""The debrief: one act with everything in it, and questions before anybody is made up."""

from __future__ import annotations

import pandas as pd
import pytest

from infonet import Book
from infonet.conversion import log_issues, request_table
from infonet.panel.app import App
from tests.panel.conftest import DAY
from tests.panel.driven import Driven


def debrief(book: Book, about: str = "name/di-roe") -> Driven:
    app = Driven(App(book, DAY))
    app.app.session.go("debrief", about)
    app.app.show()
    return app


def test_it_is_one_act_that_one_undo_takes_back(book: Book) -> None:
    app = debrief(book)
    app.type("learnt", "They hire in May.").type("advice", "Read the annual report.")
    app.type("mark-skills", "4/5").type("fit-skills", "much SQL").type("minutes", "25")
    app.type("name-0", "Lu Weir").type("works-0", "Delta").type("name-1", "Ana Diaz")
    app.type("item-0", "send the page").type("until-0", "2026-07-06")
    before = len(book.history())
    app.press("Save")
    assert app.status() == (
        "Saved: your talk with Di Roe, Tue 30 Jun. They named Lu Weir and Ana Diaz."
    )
    assert len(book.history()) == before + 1
    tables = book.tables()
    assert tables.events[["stage", "person"]].to_numpy().tolist() == [
        ["held", "name/di-roe"],
        ["named", "name/ana-diaz"],
        ["named", "name/lu-weir"],
    ]
    notes = tables.notes.set_index("kind").text.to_dict()
    assert notes["learnt"] == "They hire in May." and notes["skills"] == "4/5: much SQL"
    assert notes["action item"] == "send the page" and notes["promised"] == "25 minutes"
    assert tables.jobs[tables.jobs.person == "name/lu-weir"].company.tolist() == ["Delta"]
    pair = tables.ties[
        (tables.ties.source == "name/di-roe") & (tables.ties.target == "name/lu-weir")
    ]
    assert len(pair) == 1
    book.undo()
    assert book.tables().events.empty


def test_a_name_like_one_in_the_book_is_asked_about(book: Book) -> None:
    app = debrief(book).type("name-0", "Ana Dias").type("name-1", "Lu Weir")
    app.press("Save")
    assert "Ana Dias is not in your book. Who is it?" in app.text()
    assert book.tables().events.empty
    app.press("Ana Diaz")
    named = book.tables().events.query("stage == 'named'")
    assert set(named.person) == {"name/ana-diaz", "name/lu-weir"}


def test_or_is_somebody_new(book: Book) -> None:
    debrief(book).type("name-0", "Ana Dias").press("Save").press("Ana Dias, somebody new")
    assert "name/ana-dias" in set(book.tables().people.person)


@pytest.mark.parametrize(("answer", "state"), [("Yes, it counts", "held"), ("No", "open")])
def test_a_talk_with_somebody_who_works_elsewhere_is_asked_about(
    book: Book, answer: str, state: str
) -> None:
    book.log("asked", "Eli Ota", "Delta", date="2026-06-26", kind="scout")
    request = str(book.tables().events.request[0])
    app = debrief(book, request)
    app.press("Save")
    assert "Eli Ota works at Echo, as far as you know." in app.text()
    assert len(book.tables().events) == 1
    app.press(answer)
    assert request_table(book, as_of=DAY).state.tolist() == [state]
    assert log_issues(book, as_of=DAY).empty


def test_thanks_can_be_said_with_it(book: Book) -> None:
    debrief(book).press("Save, and I thanked Di Roe")
    assert book.tables().events.stage.tolist() == ["held", "thanked"]


def test_what_makes_no_sense_is_said_and_nothing_is_written(book: Book) -> None:
    app = debrief(book).type("minutes", "many").press("Save")
    assert app.is_wrong() and "minutes" in app.status()
    app.type("minutes", "").type("talk-day", "2026-07-09").press("Save")
    assert app.is_wrong() and "day" in app.status()
    assert book.tables().events.empty


def test_lines_for_more_names_come_at_a_press(book: Book) -> None:
    app = debrief(book).press("One more name").press("One more thing to do")
    app.type("name-2", "Lu Weir").type("item-2", "call Ana").press("Save")
    assert "name/lu-weir" in set(book.tables().people.person)
    items = book.tables().notes.query("kind == 'action item'")
    assert items.text.tolist() == ["call Ana"] and pd.isna(items.date.iloc[0])


def test_it_returns_to_where_it_was_opened(book: Book) -> None:
    app = Driven(App(book, DAY))
    app.app.session.go("company", "Delta")
    app.app.session.go("debrief", "name/di-roe")
    app.app.show()
    app.press("Save")
    assert app.app.session.place.screen == "company"


def test_nobody_to_talk_with_is_said(book: Book) -> None:
    assert "There is no talk to write up." in debrief(book, "nobody").text()


def test_a_talk_with_somebody_belongs_to_the_request_they_took_part_in(book: Book) -> None:
    book.log("asked", "Ana Diaz", "Delta", date="2026-06-22", kind="introduction")
    book.log("introduced", "Bo Lin", "Delta", via="Ana Diaz", date="2026-06-24")
    debrief(book, "name/bo-lin").press("Save")
    assert request_table(book, as_of=DAY).state.tolist() == ["held"]


@pytest.mark.parametrize(
    ("day", "said"),
    [
        ("", "say on which day you talked"),
        ("2026-07-01", "choose a day that is not ahead"),
        ("2026-06-01", "you asked on Mon 22 Jun: choose that day or a later one"),
    ],
)
def test_a_talk_has_a_day_since_the_ask(book: Book, day: str, said: str) -> None:
    book.log("asked", "Di Roe", company="Delta", date="2026-06-22")
    app = debrief(book).type("talk-day", day).press("Save")
    assert app.is_wrong() and app.status() == said
    assert book.tables().events.stage.tolist() == ["asked"]


def test_a_talk_that_is_written_up_later_has_the_day_that_was_agreed(book: Book) -> None:
    book.log("asked", "Di Roe", company="Delta", date="2026-06-15")
    book.log("scheduled", "Di Roe", company="Delta", date="2026-06-16", note="on 2026-06-26")
    [request] = request_table(book, as_of=DAY).request
    assert debrief(book, request).press("Save").status().endswith("Fri 26 Jun.")
    held = book.tables().events.query("stage == 'held'").date
    assert held.tolist() == [pd.Timestamp("2026-06-26")]
