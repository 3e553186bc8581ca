"""The board in the app: where each company stands, and the one press that does what comes next."""

from __future__ import annotations

import pytest

from infonet import Book
from infonet.panel.app import App
from tests.panel.conftest import DAY
from tests.panel.driven import Driven


def board(book: Book) -> Driven:
    return Driven(App(book, DAY))


def test_one_row_says_where_it_stands_and_what_comes_next(app: Driven) -> None:
    [row] = app.rows("board")
    assert row[0].startswith("Delta") and "most wanted" in row[0]
    assert row[1] == "ready to ask"
    assert row[2].startswith("Ask Di Roe for a talk") and "due Fri 3 Jul" in row[2]
    assert row[3] == "Di Roe" and "37 %" in row[4] and "long shot" in row[4]
    assert row[5] == "1 2 through friends"


def test_nothing_python_is_to_be_read(app: Driven) -> None:
    for words in ("nan", "None", "NaT", "name/", "Timestamp", "(", "_"):
        assert words not in app.text().replace("(s)", "").replace("Echo (1)", "")


def test_where_there_is_no_target_companies_are_offered(book: Book) -> None:
    book.want("Delta", priority=None)
    app = board(book)
    assert "No company yet." in app.text()
    app.press("Add Delta to my targets")
    assert [row[0].split()[0] for row in app.rows("board")] == ["Delta"]


def test_a_field_is_added_by_its_name(app: Driven, book: Book) -> None:
    app.type("target", "data").type("kind", "field").press("Add to my targets")
    assert set(book.tables().companies.kind) == {"company", "field"}
    app.type("target", " ").press("Add to my targets")
    assert app.is_wrong()


def test_the_furthest_stage_is_told_beside_the_last_event(book: Book) -> None:
    book.log("asked", "Di Roe", "Delta", date="2026-03-02")
    book.log("held", "Di Roe", "Delta", date="2026-03-16")
    book.log("asked", "Ana Diaz", "Delta", date="2026-06-29")
    [row] = board(book).rows("board")
    assert "waiting" in row[1] and "I asked Ana Diaz, Mon 29 Jun" in row[1]
    assert "So far: a talk, Mon 16 Mar" in row[1]


@pytest.mark.parametrize(
    ("events", "press", "screen"),
    [
        ([], "See the message", "company"),
        ([("asked", "2026-06-22"), ("held", "2026-06-29")], "See the message", "company"),
        (
            [("asked", "2026-06-22"), ("scheduled", "2026-06-24", "on 2026-07-08")],
            "Open the brief",
            "talk",
        ),
        (
            [("asked", "2026-06-22"), ("scheduled", "2026-06-24", "on 2026-06-29")],
            "We talked",
            "debrief",
        ),
    ],
)
def test_one_press_leads_to_where_the_step_is_taken(
    book: Book, events: list[tuple[str, ...]], press: str, screen: str
) -> None:
    for stage, day, *note in events:
        book.log(stage, "Di Roe", "Delta", date=day, note="".join(note) or None)
    app = board(book)
    app.press(press)
    assert app.app.session.place.screen == screen


def test_a_book_that_is_only_looked_at_offers_nothing_that_acts(book: Book) -> None:
    app = Driven(App(Book(book.path, read_only=True), DAY))
    assert app.rows("board")
    assert "Add to my targets" not in app.buttons() and "See the message" not in app.buttons()


def test_a_target_is_wanted_less_and_removed_on_the_board(app: Driven, book: Book) -> None:
    book.want("Echo")
    app = board(book)
    app.change("priority company:Delta", "3")
    assert app.status() == "Delta is now less wanted."
    assert "Undo: Delta is now less wanted." in app.buttons()
    assert book.tables().companies.set_index("company").priority.to_dict() == {
        "Delta": 3,
        "Echo": 1,
    }
    app.change("priority company:Delta", "0")
    assert [row[0].split()[0] for row in app.rows("board")] == ["Echo"]
    assert "Delta" in app.status() and app.app.session.place.screen == "targets"
    app.app.session.undo()
    assert set(book.tables().companies.company) == {"Delta", "Echo"}


def test_a_book_that_is_only_looked_at_says_how_much_a_target_is_wanted(book: Book) -> None:
    app = board(Book(book.path, read_only=True))
    assert app.nodes("select") == [] and "most wanted" in app.rows("board")[0][0]


def test_an_empty_board_says_how_to_begin() -> None:
    app = board(Book(me="https://www.linkedin.com/in/robin-achterberg"))
    app.app.session.go("targets")
    app.app.show()
    app.press("Bring my contacts")
    assert app.app.session.place.screen == "imports"


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("delta", "Delta is one of your targets already."),
        ("https://example.com/delta", "that is an address: type the name"),
        ("Freelance", "“Freelance” names no employer: type the name of a company or of a field"),
    ],
)
def test_a_name_that_adds_nothing_is_said(app: Driven, book: Book, name: str, said: str) -> None:
    app.type("target", name).press("Add to my targets")
    assert app.status() == said
    assert book.tables().companies.company.tolist() == ["Delta"]


def test_an_introduction_is_asked_to_the_next_on_the_way(book: Book) -> None:
    book.tie("Bo Lin", "Zoe Quist", company="Golf", new=True)
    book.want("Golf")
    [golf] = [row for row in board(book).rows("board") if row[0].startswith("Golf")]
    assert golf[2].startswith("Ask Ana Diaz to introduce you to Bo Lin")
