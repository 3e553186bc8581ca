"""Triage: one card at a time, by keys, undone in any order of doing."""

from __future__ import annotations

import pytest

from infonet import Book
from infonet.panel.app import App
from tests.panel.conftest import DAY
from tests.panel.driven import Driven

ME = "https://www.linkedin.com/in/robin-achterberg"


@pytest.fixture
def book() -> Book:
    """Make a book of four whose closeness nobody has said, and Delta as the target."""
    book = Book(me=ME)
    for name in ("Ana Diaz", "Bo Lin", "Cy Moss", "Di Roe"):
        book.tie(name, company="Delta", title="Engineer", new=True)
    book.want("Delta")
    return book


@pytest.fixture
def app(book: Book) -> Driven:
    """Open the cards."""
    app = Driven(App(book, DAY))
    app.app.session.go("triage")
    app.app.show()
    return app


def card(app: Driven) -> str:
    """Return whose turn it is, and where in the deck."""
    [turn] = [each for each in app.nodes("div") if "turn" in str(each[1].get("class")).split()]
    return str(turn[1]["aria-label"])


def closeness(book: Book) -> dict[str, str]:
    ties = book.tables().ties
    stated = ties[ties.closeness.notna()]
    return {
        (source if target == "me" else target).removeprefix("name/"): said
        for source, target, said in zip(stated.source, stated.target, stated.closeness, strict=True)
    }


def test_a_key_says_how_close_and_the_next_card_is_there(app: Driven, book: Book) -> None:
    assert card(app) == "Ana Diaz, Engineer at Delta, 1 of 4"
    app.key("s")
    assert card(app) == "Bo Lin, Engineer at Delta, 2 of 4"
    assert app.status() == "Saved: you and Ana Diaz are close."
    app.key("m").key("w")
    assert card(app).endswith("4 of 4")
    assert closeness(book) == {"ana-diaz": "strong", "bo-lin": "medium", "cy-moss": "weak"}


def test_a_card_that_is_skipped_does_not_come_again(app: Driven, book: Book) -> None:
    app.key(" ")
    assert card(app).startswith("Bo Lin") and closeness(book) == {}
    for _ in range(3):
        app.key("w")
    assert "Done: 3 of 4 said." in app.text()
    app.press("More cards")
    assert "everybody who matters" in app.text()


def test_beside_the_card_stand_what_it_changes_who_is_next_and_what_was_said(
    app: Driven, book: Book
) -> None:
    text = app.text()
    assert "Close Delta: 37 % → 70 % Know well Delta: 37 % → 50 %" in text
    assert "Know a little changes nothing" in text
    assert "So far know a little: helps in 37 of 100 asks" in text
    assert "Next Bo Lin Delta Cy Moss Delta Di Roe Delta" in text
    assert "You have said how close you are to nobody yet." in text
    app.key("m")
    text = app.text()
    assert "Know well" in text and "You have said how close you are to 1 person." in text
    app.key("u")
    assert "You have said how close you are to nobody yet." in app.text()
    for _ in range(4):
        app.key("w")
    assert "You have said how close you are to 4 people." in app.text()


def test_undo_goes_back_card_by_card(app: Driven, book: Book) -> None:
    app.key("s").key(" ").key("w")
    app.key("u")
    assert card(app).startswith("Cy Moss") and closeness(book) == {"ana-diaz": "strong"}
    app.key("u")
    assert card(app).startswith("Bo Lin") and closeness(book) == {"ana-diaz": "strong"}
    app.key("u")
    assert card(app) == "Ana Diaz, Engineer at Delta, 1 of 4" and closeness(book) == {}
    with pytest.raises(AssertionError, match="nothing hears"):
        app.key("u")
    app.key("m")
    assert closeness(book) == {"ana-diaz": "medium"}


def test_undo_in_the_header_brings_the_card_back_too(app: Driven, book: Book) -> None:
    app.key("s").key("m")
    app.press(next(words for words in app.buttons() if words.startswith("Undo: Saved")))
    assert card(app) == "Bo Lin, Engineer at Delta, 2 of 4"
    assert closeness(book) == {"ana-diaz": "strong"}
    app.key("w").key("w").key("w")
    assert "Done: 4 of 4 said." in app.text()


def test_other_screens_know_at_once_what_was_said(app: Driven) -> None:
    before = app.app.session.network
    app.key("s")
    assert app.app.session.people == 4
    after = app.app.session.network
    assert after is not before
    assert after.strength.max() > before.strength.max()


def test_without_a_target_it_says_what_comes_first() -> None:
    book = Book(me=ME)
    book.tie("Ana Diaz", new=True)
    app = Driven(App(book, DAY))
    app.app.session.go("triage")
    app.app.show()
    assert "Add a company that you want first" in app.text()
    app.press("Choose companies")
    assert app.app.session.place.screen == "targets"


def test_a_book_that_is_only_looked_at_asks_nothing(book: Book) -> None:
    app = Driven(App(Book(book.path, read_only=True), DAY))
    app.app.session.go("triage")
    app.app.show()
    assert not app.is_wrong() and "only looked at" in app.text()


@pytest.fixture
def twice(book: Book) -> Driven:
    """Open the question who is one person: Ana and Bo are in the book twice."""
    for slug, name in (("ana-diaz", "Ana Diaz"), ("bo-lin", "Bo Lin")):
        book.person(f"https://www.linkedin.com/in/{slug}")
        book.person(f"in/{slug}", name=name, company="Delta")
    app = Driven(App(book, DAY)).press("People").press("How close are you? One by one, by keys")
    return app.press("2 pairs may be one person")


def test_the_same_person_is_one_from_then_on(twice: Driven, book: Book) -> None:
    assert "2 to go" in twice.text() and "same name and employer" in twice.text()
    twice.key("y")
    assert "1 to go" in twice.text() and "are one person" in twice.status()
    assert book.who("Ana Diaz") == "in/ana-diaz"
    twice.key("n")
    assert book.duplicate_candidates().empty
    assert "Nobody is in your book twice" in twice.text()


def test_later_asks_nothing_more_now_and_writes_nothing(twice: Driven, book: Book) -> None:
    acts = len(book.history())
    twice.key("l").key("l")
    assert "2 left for later" in twice.text()
    assert len(book.history()) == acts and len(book.duplicate_candidates()) == 2
