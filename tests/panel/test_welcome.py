"""The welcome: from an empty book to the first ranked way."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from infonet import Book
from infonet.panel import _session as session_module
from infonet.panel.app import App
from infonet.panel.screens import welcome
from infonet.tables import ME
from tests.exports import COMPLETE, zipped
from tests.panel.driven import Driven
from tests.panel.test_imports import bring

DAY = "2026-06-30"
TYPED = "Ana Diaz, Delta, close\nBo Lin, Echo\nCy Moss\n"


@pytest.fixture
def empty() -> Driven:
    """Open a book in which nobody is."""
    return Driven(App(Book(), DAY))


def book_of(app: Driven) -> Book:
    return app.app.session.book


def test_an_empty_book_opens_on_it_and_another_on_the_board(empty: Driven, app: Driven) -> None:
    assert empty.app.session.place == ("welcome", "")
    assert "Welcome" in empty.text()
    assert app.app.session.place.screen == "targets"
    assert (
        Driven(App(Book(book_of(empty).path, read_only=True), DAY)).app.session.place.screen
        == "targets"
    )


def test_whose_book_it_is_can_be_said_and_taken_back(empty: Driven) -> None:
    empty.press("This is me")
    assert empty.is_wrong()
    empty.type("me", "Robin Achterberg").press("This is me")
    assert "This is the book of Robin Achterberg." in empty.text()
    empty.press("Not me")
    assert "me" in {each[1].get("name") for each in empty.nodes("input")}
    empty.type("me", "Ana Diaz").press("This is me")
    assert "This is the book of Ana Diaz." in empty.text()


def test_a_zip_is_mine_and_leads_to_the_first_companies(empty: Driven, tmp_path: Path) -> None:
    export = zipped(tmp_path / "Complete.zip", COMPLETE).read_bytes()
    bring(empty, {"Complete.zip": export}, screen="welcome")
    assert "It is a friend's" not in empty.buttons()
    empty.press(next(each for each in empty.buttons() if each.startswith("Add ")))
    assert empty.app.session.place == ("welcome", "companies")
    assert "Which companies first?" in empty.text()
    me = book_of(empty).tables().people.set_index("person").loc[ME]
    assert me["name"] == "Robin Achterberg"
    # What LinkedIn's own preferences name is a target already.
    [delta, echo] = empty.rows()
    assert delta[:2] == ["Delta", "Ana Diaz"] and "%" in delta[2] and echo[1] == "Bo Lin"
    assert "From your LinkedIn preferences: Delta, Echo, Inc.." in empty.text()
    assert "Choose 1 more." in empty.text()
    empty.type("company", "Gulf").press("Add")
    assert [row[1] for row in empty.rows() if row[0] == "Gulf"] == ["Ana Diaz  may know somebody"]
    empty.press("Next: how close are you?")
    assert empty.app.session.place.screen == "triage"


def test_ten_names_can_be_typed_instead(empty: Driven) -> None:
    empty.type("people", "  \n").press("Add them")
    assert empty.is_wrong()
    empty.type("people", TYPED).press("Add them")
    assert empty.app.session.place == ("welcome", "companies")
    assert empty.status() == "3 people added."
    tables = book_of(empty).tables()
    assert set(tables.people.name.dropna()) == {"Ana Diaz", "Bo Lin", "Cy Moss"}
    assert tables.ties.closeness.dropna().tolist() == ["strong"]
    assert set(tables.jobs.company) == {"Delta", "Echo"}
    empty.type("company", "Delta").press("Add")
    assert [row[:2] for row in empty.rows()] == [["Delta", "Ana Diaz"]]


def test_a_line_that_cannot_be_read_is_shown_with_what_to_write(empty: Driven) -> None:
    empty.type("people", TYPED + "Runa, close\n").press("Add them")
    assert empty.app.session.place == ("welcome", "")
    assert "Runa, close" in empty.text() and "write the first and the last name" in empty.text()
    assert len(book_of(empty).tables().ties) == 3
    empty.press("Go on")
    assert "Which companies first?" in empty.text()


def test_a_name_with_the_last_name_first_is_offered_and_added_with_one_press(
    empty: Driven,
) -> None:
    empty.type("people", TYPED + "Askeland, Runa, Gulf, close\nBo, Gulf\n").press("Add them")
    assert len(book_of(empty).tables().ties) == 3
    empty.press("Add Runa Askeland")
    tables = book_of(empty).tables()
    runa = tables.people.set_index("name").person["Runa Askeland"]
    assert tables.jobs.set_index("person").company[runa] == "Gulf"
    ties = tables.ties[(tables.ties.source == runa) | (tables.ties.target == runa)]
    assert ties.closeness.tolist() == ["strong"]
    assert empty.status() == "1 person added."
    # The other line still waits: it may be Bo, who works for Gulf.
    assert "Add Runa Askeland" not in empty.buttons() and "Add Gulf Bo" in empty.buttons()


def test_a_name_like_one_in_the_book_is_asked_about(empty: Driven) -> None:
    empty.type("people", TYPED + "Askeland, Runa\n").press("Add them")
    empty.type("people", "Ana Dias, Gulf\nDee Roe\nBo Linn").press("Add them")
    people = set(book_of(empty).tables().people.name.dropna())
    assert "Ana Dias" not in people and "Dee Roe" in people
    empty.press("Ana Diaz")
    assert "Gulf" in set(book_of(empty).tables().jobs.company)
    empty.press("somebody new")
    people = set(book_of(empty).tables().people.name.dropna())
    assert "Ana Dias" not in people and "Bo Linn" in people
    assert "Who is it?" not in empty.text()


def test_the_sample_is_looked_at_and_left_again(
    empty: Driven, monkeypatch: pytest.MonkeyPatch
) -> None:
    def sample() -> Book:
        made = Book(me="Robin Achterberg", sample=True)
        made.tie("Ana Diaz", new=True)
        return made

    monkeypatch.setattr(welcome, "sample_book", sample)
    own, day = book_of(empty), empty.app.session.day
    empty.press("Look at the sample")
    session = empty.app.session
    assert session.sample and session.place.screen == "targets" and book_of(empty) is not own
    for tab in ("Targets", "People", "Import"):
        empty.press(tab)
        assert "Sample: everybody is invented" in empty.text()
    invented = book_of(empty).path
    empty.press("Back to my book")
    session = empty.app.session
    assert book_of(empty) is own and session.day == day
    assert session.place == ("welcome", "") and "Sample" not in empty.text().replace("sample", "")
    assert not invented.exists()
    assert own.history().empty


def test_today_is_followed_again_after_the_sample(monkeypatch: pytest.MonkeyPatch) -> None:
    app = Driven(App(Book()))
    monkeypatch.setattr(welcome, "sample_book", lambda: Book(me="Robin Achterberg"))
    app.press("Look at the sample")
    assert not app.app.session.is_today
    app.press("Back to my book")
    assert app.app.session.day == session_module.today()


def test_where_there_is_no_sample_it_is_said(
    empty: Driven, monkeypatch: pytest.MonkeyPatch
) -> None:
    from infonet.errors import InfonetError

    def none() -> Any:
        raise InfonetError("the sample is not beside the package")

    monkeypatch.setattr(welcome, "sample_book", none)
    empty.press("Look at the sample")
    assert empty.is_wrong() and not empty.app.session.sample
    assert empty.app.session.place.screen == "welcome"
