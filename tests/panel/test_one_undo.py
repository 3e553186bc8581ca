"""One press is one act: the one Undo in the header names it, and takes all of it back."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from infonet import Book
from infonet.panel.app import App
from infonet.tables import Tables
from tests.panel.conftest import DAY
from tests.panel.driven import Driven
from tests.panel.test_event import GUESTS
from tests.panel.test_imports import CONNECTIONS, LOG, bring, theirs


def undone(app: Driven, before: Tables, acts: int) -> str:
    """Press Undo, look that everything is as it was, and return what the header said of it."""
    book = app.app.session.book
    assert len(book.history()) == acts + 1
    [words] = [each for each in app.buttons() if each.startswith("Undo: ")]
    app.press(words)
    after = book.tables()
    for name in ("people", "jobs", "ties", "companies", "events", "notes"):
        pd.testing.assert_frame_equal(getattr(after, name), getattr(before, name), obj=name)
    return words.removeprefix("Undo: ")


def held(app: Driven) -> tuple[Tables, int]:
    book = app.app.session.book
    return book.tables(), len(book.history())


@pytest.mark.parametrize("owner", ["Ana Diaz", "Zoë Quist"])
def test_a_friends_list_and_how_close_they_are(app: Driven, owner: str) -> None:
    bring(app, {"Connections.csv": CONNECTIONS})
    before = held(app)
    theirs(app, owner, consent=True, closeness="strong")
    words = undone(app, *before)
    assert words == f"Added Connections.csv of {owner}, and how close you are."


def test_a_list_and_a_log_at_once(app: Driven) -> None:
    bring(app, {"Connections.csv": CONNECTIONS, "log.csv": LOG})
    before = held(app)
    app.press("It is mine").press("Add 2 people")
    assert undone(app, *before) == "Added Connections.csv and log.csv."


def test_the_sweep_of_the_quiet(book: Book) -> None:
    book.log("asked", "Di Roe", company="Delta", date="2026-06-15")
    book.log("asked", "Eli Ota", company="Echo", date="2026-06-15")
    app = Driven(App(book, DAY)).press("This week")
    first, second = (
        each[1]["name"]
        for each in app.nodes("select")
        if each[1].get("name", "").startswith("quiet ")
    )
    before = held(app)
    app.type(first, "no answer").type(second, "withdrawn").press("Save these answers")
    assert undone(app, *before) == "2 answers: Di Roe, Eli Ota."
    before = held(app)
    app.type(first, "no answer").type(second, "").press("Save these answers")
    assert undone(app, *before) == "no answer from Di Roe about Delta, 30 Jun 2026."


def test_a_talk_and_my_thanks(book: Book) -> None:
    app = Driven(App(book, DAY))
    app.app.session.go("debrief", "name/di-roe")
    app.app.show()
    before = held(app)
    app.type("name-0", "Lu Weir").press("Save, and I thanked Di Roe")
    assert set(book.tables().events.stage) == {"held", "named", "thanked"}
    assert undone(app, *before) == "Your talk with Di Roe on 30 Jun 2026, and your thanks."


def test_ten_names_that_were_typed() -> None:
    book = Book()
    app = Driven(App(book, DAY))
    app.type("people", "Ana Diaz, Delta, close\nBo Lin, Echo\nCy Moss\nDee Roe\n")
    before = held(app)
    app.press("Add them")
    assert undone(app, *before) == "4 people typed in: Ana Diaz, Bo Lin, Cy Moss and 1 more."


def test_names_that_are_unsure_are_no_part_of_it(book: Book) -> None:
    app = Driven(App(book, DAY))
    app.app.session.go("welcome")
    app.app.show()
    before = held(app)
    app.type("people", "Lu Weir\nAna Dias, Gulf\nDee Voss\nDee Vos").press("Add them")
    assert "Ana Dias is not in your book. Who is it?" in app.text()
    assert "Dee Vos is not in your book. Who is it?" in app.text()
    assert app.status() == "2 people added."
    assert undone(app, *before) == "2 people typed in: Lu Weir, Dee Voss."


def test_a_message_to_somebody_new(book: Book) -> None:
    app = Driven(App(book, DAY))
    app.app.session.go("company", "Delta")
    app.app.show()
    before = held(app)
    app.type("cold", "Zoe Quist").press("I wrote to them")
    assert book.tables().events.person.tolist() == ["name/zoe-quist"]
    assert undone(app, *before) == "You wrote to Zoe Quist, who is new, about Delta."
    before = held(app)
    app.type("cold", "Ana Dias").press("I wrote to them").press("Ana Dias, somebody new")
    assert undone(app, *before) == "You wrote to Ana Dias, who is new, about Delta."


def test_somebody_new_there_whom_i_know(book: Book) -> None:
    app = Driven(App(book, DAY))
    app.app.session.go("company", "Delta")
    app.app.show()
    before = held(app)
    app.type("cold", "Ana Dias").press("I know them").press("Ana Dias, somebody new")
    words = undone(app, *before)
    assert words.startswith("Saved: you and Ana Dias know each other.")
    assert words.endswith("Ana Dias works at Delta.")


def test_a_step_with_somebody_new(book: Book) -> None:
    book.log("asked", "Ana Diaz", "Delta", date="2026-06-26")
    app = Driven(App(book, DAY))
    app.app.session.go("company", "Delta")
    app.app.show()
    at = next(
        each[1]["name"]
        for each in app.nodes("input")
        if each[1].get("name", "").startswith("name ")
    )
    before = held(app)
    app.type(at, "Zoe Quist").press("Ana introduced me to somebody")
    assert undone(app, *before) == "Ana introduced me to Zoe Quist, who is new."


def test_a_stranger_whom_i_met(book: Book, tmp_path: Path) -> None:
    path = tmp_path / "guests.csv"
    path.write_text(GUESTS, "utf-8")
    app = Driven(App(book, DAY))
    app.app.session.go("event", str(path))
    app.app.show()
    before = held(app)
    app.press("I met Zed Wu").type("met-note", "bakes").press("Save")
    assert undone(app, *before) == "You met Zed Wu, who is new."


def test_who_knows_somebody_new(book: Book) -> None:
    app = Driven(App(book, DAY))
    app.app.session.go("person", "name/di-roe")
    app.app.show()
    before = held(app)
    app.type("knows", "Ana Dias")
    app.press("Save").press("Ana Dias, somebody new")
    assert undone(app, *before).startswith("Saved: Di Roe and Ana Dias know each other.")


def test_what_was_done_elsewhere_is_taken_back_after_a_question(tmp_path: Path) -> None:
    elsewhere = Book(tmp_path / "me.db", me="Robin Roe")
    elsewhere.want("Delta")
    app = Driven(App(Book(tmp_path / "me.db"), DAY))
    app.press("Undo: Delta added to your targets.")
    assert len(elsewhere.tables().companies) == 1
    assert "done elsewhere, or before" in app.text()
    app.press("Never mind").press("Undo: Delta added to your targets.")
    elsewhere.want("Echo")
    app.press("Take back: Delta added to your targets")
    assert len(elsewhere.tables().companies) == 2 and "Look again" in app.text()
    app.press("Undo: Echo added to your targets.")
    app.press("Take back: Echo added to your targets")
    assert elsewhere.tables().companies.company.tolist() == ["Delta"]
    assert "Taken back: Echo added" in app.text()


def test_what_was_taken_back_elsewhere_is_done_again_after_a_question(tmp_path: Path) -> None:
    elsewhere = Book(tmp_path / "me.db", me="Robin Roe")
    for company in ("Delta", "Echo"):
        elsewhere.want(company)
    for _ in range(2):
        elsewhere.undo()
    book = Book(tmp_path / "me.db")
    assert (book.state().redo, book.state().others_redo) == (
        None,
        "Delta added to your targets.",
    )
    app = Driven(App(book, DAY))
    app.press("Redo: Delta added to your targets.")
    assert elsewhere.tables().companies.empty
    assert "taken back elsewhere, or before" in app.text()
    app.press("Never mind").press("Redo: Delta added to your targets.")
    elsewhere.redo()
    app.press("Do it again: Delta added to your targets")
    assert elsewhere.tables().companies.company.tolist() == ["Delta"]
    assert "Look again before you redo." in app.text()
    app.press("Redo: Echo added to your targets.")
    app.press("Do it again: Echo added to your targets")
    assert elsewhere.tables().companies.company.tolist() == ["Delta", "Echo"]
    assert "Done again: Echo added" in app.text()
    assert not [words for words in app.buttons() if words.startswith("Redo")]


def test_what_was_taken_back_here_is_done_again_at_once(tmp_path: Path) -> None:
    elsewhere = Book(tmp_path / "me.db", me="Robin Roe")
    elsewhere.want("Delta")
    elsewhere.undo()
    app = Driven(App(Book(tmp_path / "me.db"), DAY))
    app.app.session.book.want("Echo")
    app.app.session.book.undo()
    app.app.session.refresh()
    app.app.show()
    app.press("Redo: Echo added to your targets.")
    assert elsewhere.tables().companies.company.tolist() == ["Echo"]


def test_undo_takes_back_what_it_says_or_nothing(book: Book) -> None:
    app = Driven(App(book, DAY))
    book.want("Echo")  # in a cell, with the book of the panel
    app.press("Undo: Delta added to your targets.")
    assert set(book.tables().companies.company) == {"Delta", "Echo"}
    assert "Look again before you undo." in app.text()
    app.press("Undo: Echo added to your targets.")
    assert book.tables().companies.company.tolist() == ["Delta"]
