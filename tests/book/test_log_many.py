"""What happened with several people at once: one act, and all of it or nothing."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest

from infonet import Book, InfonetError
from infonet.errors import NewNameError

DAY = "2026-06-30"
ASKED: dict[str, Any] = {"stage": "asked", "date": DAY}


@pytest.fixture
def book() -> Book:
    """Make a book of four people; Ana and Bo work at Delta."""
    book = Book(me="https://www.linkedin.com/in/robin-achterberg")
    for name in ("Ana Diaz", "Bo Lin"):
        book.person(name, company="Delta")
    book.person("Cy Moss")
    book.person("Di Roe")
    return book


def asks(*names: str, **more: object) -> list[dict[str, Any]]:
    return [{"person": name, **ASKED, **more} for name in names]


def test_many_are_one_act_that_one_undo_takes_back(book: Book) -> None:
    before = len(book.history())
    assert book.log_many(asks("Ana Diaz", "Bo Lin", "Cy Moss", "Di Roe")) == [1, 2, 3, 4]
    assert len(book.history()) == before + 1
    assert book.state().undo == "asked 4 people, 30 Jun 2026: Ana Diaz, Bo Lin, Cy Moss and 1 more."
    book.undo()
    assert book.tables().events.empty
    book.redo()
    assert book.tables().events.person.tolist() == [
        "name/ana-diaz",
        "name/bo-lin",
        "name/cy-moss",
        "name/di-roe",
    ]


def test_each_is_logged_as_log_would(book: Book) -> None:
    alone = Book(me="https://www.linkedin.com/in/robin-achterberg")
    for name in ("Ana Diaz", "Bo Lin"):
        alone.person(name, company="Delta")
        alone.log("asked", name, "Delta", date=DAY, channel="mail")
    book.log_many(asks("Ana Diaz", "Bo Lin", company="Delta", channel="mail"))
    one, other = (each.tables().events for each in (book, alone))
    pd.testing.assert_frame_equal(one, other)
    assert one.kind.tolist() == ["cold", "cold"]


def test_an_answer_joins_an_ask_of_before_and_one_of_the_same_act(book: Book) -> None:
    book.log("asked", "Ana Diaz", "Delta", date="2026-06-01")
    numbers = book.log_many(
        [
            {"stage": "declined", "person": "Bo Lin", "company": "Delta", "date": DAY},
            {"stage": "no answer", "person": "Ana Diaz", "company": "Delta", "date": DAY},
            *asks("Bo Lin", company="Delta"),
        ]
    )
    events = book.tables().events.set_index("event")
    of_ana = events[events.person == "name/ana-diaz"]
    of_bo = events[events.person == "name/bo-lin"]
    assert of_ana.request.nunique() == of_bo.request.nunique() == 1
    assert events.stage.loc[numbers].tolist() == ["declined", "no answer", "asked"]
    assert book.state().undo == "3 log entries: Bo Lin, Ana Diaz, Bo Lin."


def test_the_sentence_is_about_all_of_them(book: Book) -> None:
    book.log_many(asks("Ana Diaz", company="Delta"))
    assert book.state().undo == "asked Ana Diaz about Delta, 30 Jun 2026."
    book.log_many(
        [{"stage": "named", "person": who, "date": DAY} for who in ("Ana Diaz", "Bo Lin")]
    )
    assert book.state().undo == "2 people were named, 30 Jun 2026: Ana Diaz, Bo Lin."


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ([], "at least one"),
        ([{"stage": "asked", "person": "Ana Diaz"}], "a stage and a date"),
        (["Ana Diaz"], "as a mapping"),
        ([{**ASKED, "person": "Ana Diaz", "chanel": "mail"}], "did you mean `channel`"),
        ([{**ASKED, "person": None}], "expected a person"),
    ],
)
def test_nonsense_is_refused_whole(book: Book, rows: list[Any], said: str) -> None:
    before = len(book.history())
    with pytest.raises(InfonetError, match=said):
        book.log_many(rows)
    with pytest.raises(InfonetError):
        book.log_many([*asks("Bo Lin"), *rows, {}])
    assert len(book.history()) == before and book.tables().events.empty


def test_a_name_nobody_has_leaves_all_unlogged(book: Book) -> None:
    with pytest.raises(NewNameError, match="Ana Dias"):
        book.log_many(asks("Bo Lin", "Ana Dias"))
    assert book.tables().events.empty


def test_closeness_of_many_is_one_act(book: Book) -> None:
    said = book.rate(["Ana Diaz", "name/bo-lin", "Ana Diaz"], "strong")
    assert said == "Saved: you and 2 people are close: Ana Diaz, Bo Lin."
    ties = book.tables().ties
    assert ties.closeness.tolist() == ["strong", "strong"]
    book.rate(["Ana Diaz"], "weak")
    assert book.state().undo == "Saved: you and Ana Diaz know each other a little."
    assert book.tables().ties.closeness.tolist() == ["weak", "strong"]
    book.undo()
    book.undo()
    assert book.tables().ties.empty


@pytest.mark.parametrize(
    ("people", "closeness"), [([], "strong"), (["Ana Diaz"], "near"), (["Ana Diaz", "me"], "weak")]
)
def test_a_closeness_that_is_none_is_refused(book: Book, people: list[str], closeness: str) -> None:
    with pytest.raises(InfonetError):
        book.rate(people, closeness)
    with pytest.raises(NewNameError):
        book.rate(["Ana Diaz", "Ana Dias"], "weak")
    assert book.tables().ties.empty
