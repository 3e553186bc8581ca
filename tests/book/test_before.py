"""The tables as they were known before a day: by the acts made until then, the log by its days."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from infonet.book import Book
from infonet.errors import InfonetError
from infonet.tables import Tables
from tests.book_days import date_acts
from tests.book_exports import ANA, BO, ROBIN, export

ACTS: tuple[Callable[[Book], object], ...] = (
    lambda book: book.tie("Ana Diaz", "Cy Marsh", closeness="strong", company="Echo", new=True),
    lambda book: book.want("Delta", priority=2),
    lambda book: book.want("Delta", priority=None),
    lambda book: book.note("Ana Diaz", "opted out", "no letters", date="2026-05-04"),
    lambda book: book.add(export(ANA, exported="2026-05-01")),
    lambda book: book.same_company("Echo", "Echo Ltd"),
    lambda book: book.same("Bo Lin", "Cy Marsh"),
    lambda book: book.undo(),
)


def same(a: Tables, b: Tables) -> None:
    for name, one, other in zip(Tables._fields, a, b, strict=True):
        pd.testing.assert_frame_equal(one, other, obj=name)


def begun() -> Book:
    book = Book(me=ROBIN)
    book.add(export(ANA, BO))
    return book


@given(st.lists(st.integers(0, len(ACTS) - 1), max_size=5), st.lists(st.integers(0, 7), max_size=3))
@settings(max_examples=12, deadline=None)
def test_what_was_known_is_what_the_book_said_then(first: list[int], then: list[int]) -> None:
    book = begun()
    for number in first:
        _try(book, number)
    last = book.state().act
    date_acts(book, last, day="2026-06-01", then="2026-06-09")
    said = book.tables()
    for number in [one for one in then if one != len(ACTS) - 1]:
        _try(book, number)
    date_acts(book, last, day="2026-06-01", then="2026-06-09")
    same(book.tables(before="2026-06-02"), said)
    same(book.tables(before="2026-06-10"), book.tables())


def _try(book: Book, number: int) -> None:
    with suppress(InfonetError):  # nothing to undo, nobody of that name
        ACTS[number](book)


def test_what_is_undone_today_was_never_known() -> None:
    book = begun()
    book.want("Delta")
    book.undo()
    date_acts(book, book.state().act - 1, day="2026-06-01", then="2026-06-09")
    assert "Delta" not in set(book.tables(before="2026-06-02").companies.company)


def test_the_log_goes_by_its_days_and_plans_by_when_they_were_made() -> None:
    book = begun()
    book.log("asked", "Ana Diaz", company="Delta", date="2026-06-01")
    book.log("held", "Ana Diaz", company="Delta", date="2026-06-20")  # a plan, written down early
    last = book.state().act
    book.log("replied", "Ana Diaz", company="Delta", date="2026-06-02")  # written down late
    book.log("contacted", "Bo Lin", company="Delta", date="2026-06-05")
    date_acts(book, last, day="2026-06-01", then="2026-06-09")
    known = book.tables(before="2026-06-03").events
    assert known.stage.tolist() == ["asked", "replied", "held"]
    assert book.tables(before="2026-06-05").events.stage.tolist().count("contacted") == 1


def test_looking_back_keeps_what_the_book_says_now() -> None:
    book = begun()
    now = book.tables()
    assert len(book.tables(before="2020-01-01").people) < len(now.people)
    same(book.tables(), now)


def test_no_day_is_an_error() -> None:
    with pytest.raises(InfonetError, match="soon"):
        begun().tables(before="soon")
