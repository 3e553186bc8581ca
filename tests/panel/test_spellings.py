"""Spellings that may be the same company: on the board, and asked about on the company's page."""

from __future__ import annotations

import pytest

from infonet import Book
from infonet.panel.app import App
from tests.panel.conftest import DAY
from tests.panel.driven import Driven


@pytest.fixture
def near() -> Book:
    made = Book(me="https://www.linkedin.com/in/robin-achterberg")
    for name, company in (
        ("Ana Diaz", "Fjordlys UK"),
        ("Bo Lin", "Fjordlys UK Ltd"),
        ("Cy Moss", "Fjordlys.com"),
    ):
        made.tie(name, company=company, new=True)
    made.want("Fjordlys")
    return made


def company(book: Book, name: str = "Fjordlys") -> Driven:
    app = Driven(App(book, DAY))
    app.app.session.go("company", name)
    app.app.show()
    return app


def test_the_board_names_them_where_nobody_is_known(near: Book) -> None:
    row = Driven(App(near, DAY)).rows("board")[0]
    assert "2 people at Fjordlys UK, 1 at Fjordlys.com: the same company?" in row[1]
    near.same_company("Fjordlys", "Fjordlys UK")
    assert "the same company?" not in Driven(App(near, DAY)).rows("board")[0][1]


def test_one_press_accepts_a_spelling_and_undo_takes_it_back(near: Book) -> None:
    app = company(near)
    words = (
        "Nobody at Fjordlys itself; 2 people at Fjordlys UK, 1 at Fjordlys.com: the same company?"
    )
    assert words in app.text()
    app.press("The same company")
    assert "Nobody at Fjordlys itself" not in app.text()
    assert "1 person at Fjordlys.com: the same company?" in app.text()
    assert "Ana Diaz" in app.text()
    near.undo()
    assert words in company(near).text()


def test_one_press_says_that_it_is_another(near: Book) -> None:
    app = company(near)
    app.press("Another company")
    assert "Nobody at Fjordlys itself; 1 person at Fjordlys.com: the same company?" in app.text()
    app.press("Another company")
    assert "the same company?" not in app.text()


def test_a_company_that_is_no_target_may_be_accepted_as_well(near: Book) -> None:
    app = company(near, "Fjordlys Norge")
    assert "Another company" not in app.text()
    app.press("The same company")
    assert "Ana Diaz" in app.text()


def test_nothing_is_asked_where_nothing_is_near_or_nothing_may_be_written(near: Book) -> None:
    near.want("Loop")
    assert "same company" not in company(near, "Loop").text()
    reading = Book(near.path, read_only=True)
    text = company(reading).text()
    assert "Fjordlys UK: 2 people" in text or "Nobody at Fjordlys itself" in text
    assert "The same company Another company" not in text
