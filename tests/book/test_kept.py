"""What a book keeps between two looks at its tables: never seen, except in how soon they come."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from infonet.book import Book
from infonet.errors import InfonetError
from infonet.tables import Tables
from tests.book_exports import ANA, BO, ROBIN, export

DAY = "2026-03-02"
ACTS: dict[str, Callable[[Book], object]] = {
    "ask": lambda book: book.log("asked", "Ana Diaz", company="Delta", date=DAY),
    "reply": lambda book: book.log("replied", "Bo Lin", via="Ana Diaz", date="2026-03-05"),
    "correct": lambda book: book.correct(1, date="2026-03-03"),
    "mention": lambda book: book.correct(1, person="Cy Marsh"),
    "note": lambda book: book.note("Cy Marsh", "expertise", "data"),
    "person": lambda book: book.person("Cy Marsh", company="Echo"),
    "tie": lambda book: book.tie("Ana Diaz", "Cy Marsh", closeness="strong", new=True),
    "want": lambda book: book.want("Delta", aliases=["Delta Inc."]),
    "company": lambda book: book.same_company("Echo", "Echo Ltd"),
    "same": lambda book: book.same("Bo Lin", "Cy Marsh"),
    "different": lambda book: book.different("Bo Lin", "Cy Marsh"),
    "export": lambda book: book.add(export(ANA, exported="2026-05-01")),
    "debrief": lambda book: book.debrief("Ana Diaz", date="2026-03-09", names=["Di Roe"]),
    "undo": lambda book: book.undo(),
    "bring back": lambda book: book.undo(int(book.history().act.iloc[-1])),
}


def same(a: Tables, b: Tables) -> None:
    for name, one, other in zip(Tables._fields, a, b, strict=True):
        pd.testing.assert_frame_equal(one, other, obj=name)


@given(st.lists(st.sampled_from(sorted(ACTS)), max_size=6))
@settings(max_examples=12)
def test_a_book_that_was_looked_at_says_what_one_opened_anew_says(acts: list[str]) -> None:
    book = Book(me=ROBIN)
    book.add(export(ANA, BO))
    for act in acts:
        try:
            ACTS[act](book)
        except InfonetError:
            continue  # nothing to undo, nobody of that name
        same(book.tables(), Book(book.path).tables())


def test_whom_only_the_log_speaks_of_comes_and_goes_with_it() -> None:
    book = Book(me=ROBIN)
    book.add(export(BO))
    added = int(book.history().act.iloc[-1])
    book.log("asked", "Bo Lin", date=DAY)
    book.undo(added)
    assert book.tables().people.name.tolist()[1:] == ["Bo Lin"]
    book.undo()
    assert book.tables().people.person.tolist() == ["me"]
    ACTS["bring back"](book)
    assert book.tables().people.name.tolist()[1:] == ["Bo Lin"]


def test_what_another_process_writes_is_seen(tmp_path: Path) -> None:
    book = Book(tmp_path / "me.db", me=ROBIN)
    assert len(book.tables().people) == 1
    Book(book.path).tie("Ana Diaz", closeness="strong", new=True)
    assert book.tables().ties.closeness.tolist() == ["strong"]


def test_the_log_alone_does_not_make_the_rest_anew() -> None:
    book = Book(me=ROBIN)
    book.add(export(ANA, BO))
    first = book.tables().ties.exchanges.to_numpy()
    for act in ("ask", "correct", "undo", "bring back", "undo", "reply", "undo"):
        ACTS[act](book)
        assert np.shares_memory(first, book.tables().ties.exchanges.to_numpy()), act
    ACTS["tie"](book)
    assert not np.shares_memory(first, book.tables().ties.exchanges.to_numpy())


def test_a_target_alone_does_not_make_the_rest_anew() -> None:
    book = Book(me=ROBIN)
    book.add(export(ANA, BO))
    first = book.tables()
    for act in ("want", "undo", "bring back", "company", "undo", "want"):
        ACTS[act](book)
        found = book.tables()
        assert np.shares_memory(first.ties.exchanges.to_numpy(), found.ties.exchanges.to_numpy())
        assert np.shares_memory(first.jobs.end.to_numpy(), found.jobs.end.to_numpy()), act
        same(found, Book(book.path).tables())


def test_a_tie_alone_does_not_make_people_and_jobs_anew() -> None:
    book = Book(me=ROBIN)
    book.add(export(ANA, BO))
    book.person("Cy Marsh", company="Echo")
    first = book.tables()
    for end, closeness in (("Bo Lin", "strong"), ("Cy Marsh", "weak"), ("Bo Lin", "medium")):
        book.tie(end, closeness=closeness)
        found = book.tables()
        assert closeness in found.ties.closeness.tolist()
        assert np.shares_memory(first.jobs.end.to_numpy(), found.jobs.end.to_numpy())
        same(found, Book(book.path).tables())
    for _ in range(3):
        book.undo()
        same(book.tables(), Book(book.path).tables())


def test_whom_only_a_tie_speaks_of_comes_and_goes_with_it() -> None:
    book = Book(me=ROBIN)
    book.add(export(ANA, BO))
    added = int(book.history().act.iloc[-1])
    book.tie("Bo Lin", closeness="strong")
    book.undo(added)
    assert book.tables().people.name.tolist()[1:] == ["Bo Lin"]
    book.undo(int(book.history().act.iloc[-2]))
    assert book.tables().people.person.tolist() == ["me"]
    same(book.tables(), Book(book.path).tables())


def test_a_tie_that_was_refused_is_not_kept() -> None:
    book = Book(me=ROBIN)
    book.add(export(ANA, BO))
    book.tables()
    with pytest.raises(InfonetError):
        book.tie("Ana Diaz", "Bo Lin", closeness="dear")
    book.tie("Ana Diaz", closeness="strong")
    book.tie("Bo Lin", closeness="weak")
    same(book.tables(), Book(book.path).tables())


def test_whoever_changes_the_tables_changes_their_own() -> None:
    book = Book(me=ROBIN)
    book.add(export(ANA, BO))
    first = book.tables()
    first.people.loc[:, "name"] = "<b>somebody else</b>"
    first.ties["closeness"] = "strong"
    del first.jobs["title"]
    same(book.tables(), Book(book.path).tables())
