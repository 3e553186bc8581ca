"""The page of an event: a guest list or a crowd, whom to meet, and notes on whom I met."""

from __future__ import annotations

from pathlib import Path

import pytest

from infonet import Book
from infonet.panel.app import App
from tests.panel.conftest import DAY
from tests.panel.driven import Driven

GUESTS = """name,email,approval_status,Where do you work?,Job title
Di Roe,,approved,Delta,Analyst
Bo Lin,,approved,Delta,Head of Data
Eli Ota,,approved,Golf,Baker
Zed Wu,,approved,Hotel,Clerk
No Show,,declined,Delta,Clerk
"""


@pytest.fixture
def app(book: Book, tmp_path: Path) -> Driven:
    """Open the event of a guest list."""
    path = tmp_path / "guests.csv"
    path.write_text(GUESTS, "utf-8")
    made = App(book, DAY)
    made.session.go("event", str(path))
    made.show()
    return Driven(made)


def test_the_list_says_whom_to_meet_and_why(app: Driven) -> None:
    text = app.text()
    assert "4 guests; left out: 1 declined." in text
    assert "Works at Delta, your target; Ana Diaz can introduce you" in text
    assert "You may know Eli: look before you greet them" in text
    assert "Strangers: 1" in text and "A line for everybody else" in text
    for foreign in ("NaN", "None", "guests.csv"):
        assert foreign not in text
    assert text.index("Bo Lin") < text.index("Zed Wu")


def test_without_a_list_it_says_whom_to_look_out_for_and_what_to_do(book: Book) -> None:
    made = App(book, DAY)
    made.session.go("event")
    made.show()
    app = Driven(made)
    text = app.text()
    assert "Look out for people who work where you want to" in text
    assert "Works at Delta, your target; you know them" in text
    assert "Bring cards with your skills on the back." in text and "My business card" in text
    assert "Print" in text
    app.press("I met them")
    app.press("Save")
    assert app.status().startswith("Saved: you met ")
    assert (book.tables().events.channel == "event").any()


def test_without_a_target_or_a_list_it_says_what_would_help() -> None:
    book = Book(me="https://www.linkedin.com/in/robin-achterberg")
    book.tie("Ana Diaz", company="Delta", new=True)
    made = App(book, DAY)
    made.session.go("event")
    made.show()
    assert "Add a company that you want under Targets" in Driven(made).text()
    book.want("Echo")
    made.session.refresh()
    made.show()
    assert "Nobody in your book works where you want to." in Driven(made).text()


def test_a_list_that_arrives_in_slices_is_read_and_let_go(book: Book) -> None:
    made = App(book, DAY)
    made.session.go("event")
    made.show()
    app = Driven(made)
    [upload] = app.nodes("upload")
    content = GUESTS.encode()
    chosen = {"choose": [{"name": "guests.csv", "size": len(content)}], "turn": "t"}
    made.hear(made, {"press": upload[1]["hear"], **chosen}, [])
    piece = {"slice": 0, "number": 0, "turn": "t"}
    made.hear(made, {"press": upload[1]["hear"], **piece}, [content])
    assert "4 guests" in app.text()
    [upload] = app.nodes("upload")
    assert upload[1]["files"] == []


def test_a_file_that_is_no_list_is_said(book: Book, tmp_path: Path) -> None:
    path = tmp_path / "x.csv"
    path.write_text("colour,shape\nred,round\n", "utf-8")
    made = App(book, DAY)
    made.session.go("event", str(path))
    made.show()
    app = Driven(made)
    assert app.is_wrong() and "names of people" in app.status() and "columns={" not in app.status()
    assert "Choose the guest list…" in str(app.nodes("upload"))


def test_without_a_list_the_crowd_is_named(book: Book) -> None:
    made = App(book, DAY)
    made.session.go("event")
    made.show()
    app = Driven(made)
    app.press("Look out for them")
    assert app.is_wrong() and "companies or fields" in app.status()
    app.type("crowd", "Delta, Echo").press("Look out for them")
    assert "4 people in your book may be there: Delta, Echo." in app.text()
    assert {"Bo Lin", "Di Roe", "Eli Ota"} <= set(app.buttons())
    app.type("crowd", "Dolta").press("Look out for them")
    assert app.is_wrong() and "did you mean “Delta”?" in app.status()


def test_whom_i_met_and_what_i_learned_is_kept(app: Driven, book: Book) -> None:
    app.press("I met Bo Lin").type("met-note", "They hire in August").press("Save")
    assert app.status().startswith("Saved: you met Bo Lin")
    [event] = book.tables().events.to_dict("records")
    bo = book.who("Bo Lin")
    assert (event["stage"], event["person"], event["channel"]) == ("held", bo, "event")
    assert event["company"] == "Delta"
    assert book.notes(kind="learnt").text.tolist() == ["They hire in August"]


def test_a_stranger_becomes_a_person_and_a_maybe_is_asked_about(app: Driven, book: Book) -> None:
    app.press("I met Zed Wu").press("Save")
    zed = book.who("Zed Wu")
    tables = book.tables()
    assert tables.jobs.company[tables.jobs.person == zed].tolist() == ["Hotel"]
    assert zed in set(tables.ties.source) | set(tables.ties.target)
    app.press("I met Eli Ota").press("Save")
    assert "Who is Eli Ota?" in app.text() and len(book.tables().events) == 1
    app.press("Eli Ota of Echo")
    assert {*book.tables().events.person} == {zed, book.who("Eli Ota")}


def test_this_week_leads_to_the_event(book: Book) -> None:
    made = App(book, DAY)
    made.session.go("week")
    made.show()
    app = Driven(made).press("Going to an event?")
    assert "Choose the guest list…" in str(app.nodes("upload"))


def test_whom_i_met_is_marked_and_found_again_with_what_i_learned(app: Driven, book: Book) -> None:
    app.press("I met Bo Lin").type("met-note", "They hire in August").press("Save")
    assert "I met Bo Lin" not in app.buttons()
    later = App(book, "2026-07-20")
    later.session.go("event")
    later.show()
    page = Driven(later)
    listed = page.text().partition("Whom you met at events")[2]
    assert "Bo Lin" in listed and "Tue 30 Jun" in listed and "They hire in August" in listed
    page.press("Bo Lin")
    assert page.app.session.place == ("person", book.who("Bo Lin"))
    assert "They hire in August" in page.text()


def test_a_target_of_mine_is_a_crowd_by_one_press(book: Book) -> None:
    made = App(book, DAY)
    made.session.go("event")
    made.show()
    app = Driven(made).press("Delta")
    assert "3 people in your book may be there: Delta." in app.text()
    assert {"I met Bo Lin", "I met Di Roe"} <= {str(n[1].get("aria-label")) for n in app.nodes()}


def test_who_said_no_to_being_contacted_is_met_and_not_written_to(
    book: Book, tmp_path: Path
) -> None:
    path = tmp_path / "guests.csv"
    path.write_text("name,OK to contact?\nZed Wu,No thanks\nBo Lin,Yes\n", "utf-8")
    made = App(book, DAY)
    made.session.go("event", str(path))
    made.show()
    app = Driven(made)
    assert app.text().count("asked not to be written to") == 1
    before = len(book.history())
    app.press("I met Zed Wu").press("Save")
    assert app.status() == "Saved: you met Zed Wu. They asked not to be written to."
    assert book.notes(kind="opted out").name.tolist() == ["Zed Wu"]
    book.undo()
    assert book.notes(kind="opted out").empty and len(book.history()) > before
    app.press("I met Bo Lin").press("Save")
    assert book.notes(kind="opted out").empty
