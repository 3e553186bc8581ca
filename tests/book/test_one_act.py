"""Several things written as one act: one undo takes all of it back, and all is kept or nothing."""

from __future__ import annotations

import os
import sqlite3
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from infonet import Book, InfonetError
from infonet.errors import BookError, NewNameError, UnknownNameError
from infonet.tables import Tables
from tests.book_exports import ANA, BO, ROBIN, export
from tests.book_workers import Workers

DAY = "2026-06-30"
MET = "Met Zoe Quist, and wrote to her."


@pytest.fixture
def book() -> Book:
    book = Book(me=ROBIN)
    book.tie("Ana Diaz", closeness="strong", company="Delta", new=True)
    return book


def met(book: Book) -> None:
    """Write several things about one person."""
    book.tie("Zoe Quist", closeness="weak", company="Delta", new=True)
    book.log("contacted", "Zoe Quist", date=DAY)
    book.note("Zoe Quist", "learnt", "sails")


def fails(book: Book, error: type[BaseException]) -> None:
    met(book)
    raise error("no")


def add_two(book: Book) -> None:
    book.add(export(BO), "Ana Diaz")
    book.add(export(ANA, BO))


def add_two_and_fail(book: Book) -> None:
    add_two(book)
    raise KeyError


def pass_over_faults(book: Book) -> None:
    """Go on after an event was not written."""
    book.want("Delta")
    with pytest.raises(BookError, match="disk is full"):
        book.log("contacted", "Ana Diaz", date=DAY)
    with pytest.raises(BookError, match="disk is full"):
        book.want("Echo")


def alike(one: Tables, other: Tables) -> None:
    for name in ("people", "jobs", "ties", "companies", "events", "notes"):
        pd.testing.assert_frame_equal(getattr(one, name), getattr(other, name), obj=name)


def test_one_undo_takes_all_of_it_back_and_one_redo_brings_it_back(book: Book) -> None:
    before, acts = book.tables(), len(book.history())
    with book.one_act(MET):
        met(book)
    after, state = book.tables(), book.state()
    assert len(book.history()) == acts + 1
    assert (state.kind, state.what, state.undo) == ("tie", MET, MET)
    assert book.undo() == f"Undone: {MET}"
    alike(book.tables(), before)
    assert book.redo() == f"Redone: {MET}"
    alike(book.tables(), after)
    other = Book(me=ROBIN)
    other.tie("Ana Diaz", closeness="strong", company="Delta", new=True)
    met(other)
    alike(after, other.tables())


def test_what_is_read_within_sees_what_is_written_and_nobody_else_does(book: Book) -> None:
    other = Book(book.path, read_only=True)
    with book.one_act(MET):
        key = book.person("Zoe Quist", company="Delta")
        assert book.who("Zoe Quist") == key
        assert key in set(book.tables().people.person)
        assert len(book.tables(before="2026-01-01").people) == 1  # I
        with pytest.raises(UnknownNameError):
            other.who("Zoe Quist")
    assert other.who("Zoe Quist") == key


@pytest.mark.parametrize("error", [InfonetError, KeyboardInterrupt, ValueError])
def test_an_error_that_leaves_it_leaves_the_book_as_it_was(
    tmp_path: Path, error: type[BaseException]
) -> None:
    book = Book(tmp_path / "me.db", me=ROBIN)
    before, bytes_before = book.tables(), book.path.read_bytes()
    with pytest.raises(error), book.one_act(MET):
        fails(book, error)
    assert book.path.read_bytes() == bytes_before
    assert [each.name for each in tmp_path.iterdir()] == ["me.db"]
    alike(book.tables(), before)
    with book.one_act(MET):
        met(book)
    assert book.who("Zoe Quist") == "name/zoe-quist"


def test_a_part_that_fails_and_is_caught_takes_back_only_itself(book: Book) -> None:
    rows: list[dict[str, Any]] = [
        {"stage": "contacted", "person": who, "date": DAY} for who in ("Ana Diaz", "Nobody There")
    ]
    acts = len(book.history())
    with book.one_act("Wrote to some."):
        with pytest.raises(NewNameError):
            book.log_many(rows)
        with pytest.raises(NewNameError):
            book.tie("Zoe Quist")
        book.log("contacted", "Ana Diaz", date=DAY)
    assert len(book.tables().events) == 1 and len(book.tables().people) == 2
    assert len(book.history()) == acts + 1


def test_who_is_who_is_not_remembered_of_what_was_taken_back(book: Book) -> None:
    book.person("Ana Diaz-Roe")
    with suppress(ValueError), book.one_act("One person."):
        book.same("Ana Diaz", "Ana Diaz-Roe")
        assert book.who("Ana Diaz-Roe") == "name/ana-diaz"
        assert len(book.tables().people) == 2
        raise ValueError
    book.different("Ana Diaz", "Ana Diaz-Roe")  # a fact with the number of the one taken back
    assert book.who("Ana Diaz-Roe") == "name/ana-diaz-roe"
    with book.one_act("One person, now."):
        book.same("Ana Diaz", "Ana Diaz-Roe")
    assert book.who("Ana Diaz-Roe") == "name/ana-diaz"


def test_where_nothing_is_written_there_is_no_act(book: Book) -> None:
    state = book.state()
    with book.one_act("Nothing."):
        assert book.who("Ana Diaz") == "name/ana-diaz"
    assert book.state() == state


def test_an_act_within_an_act_is_a_part_of_it(book: Book) -> None:
    acts = len(book.history())
    with book.one_act("All."):
        book.want("Delta")
        with book.one_act("A part."):
            book.want("Echo")
        book.want("Fox")
    assert len(book.history()) == acts + 1 and book.state().undo == "All."
    assert len(book.tables().companies) == 3


@pytest.mark.parametrize("call", ["undo", "redo", "settle"])
def test_what_is_an_act_of_its_own_is_refused(call: str) -> None:
    book = Book()
    book.want("Delta")
    book.want("Echo")
    book.undo()
    state = book.state()
    given = ("Robin Achterberg",) if call == "settle" else ()
    with pytest.raises(BookError, match="an act of its own"), book.one_act("All."):
        getattr(book, call)(*given)
    assert book.state() == state


def test_an_export_is_a_part(book: Book) -> None:
    before = book.tables()
    with book.one_act("Ana's list; we are close."):
        book.add(export(BO), "Ana Diaz")
        book.tie("Ana Diaz", closeness="medium")
    assert "in/bo-lin" in set(book.tables().people.person)
    book.undo()
    alike(book.tables(), before)


def test_one_undo_takes_back_several_exports_and_each_can_be_by_its_number(book: Book) -> None:
    acts, before = len(book.history()), book.tables()
    with book.one_act("Two lists; we are close."):
        add_two(book)
        book.tie("in/ana-diaz", closeness="medium")
    after, made = book.tables(), book.history().iloc[acts:]
    assert made.kind.tolist() == ["add", "add"]
    assert made.what.iloc[0] == book.state().undo == "Two lists; we are close."
    assert book.undo() == "Undone: Two lists; we are close."
    alike(book.tables(), before)
    assert book.state().redo == "Two lists; we are close."
    assert book.redo() == "Redone: Two lists; we are close."
    alike(book.tables(), after)
    # Once more, with the second taken out by its number first: one undo takes back the rest.
    book.undo(int(made.act.iloc[1]))
    assert "in/bo-lin" in set(book.tables().people.person)
    book.undo()
    alike(book.tables(), before)
    # What was there before stands alone.
    assert book.undo() == "Undone: " + book.history().what.iloc[acts - 1]


def test_of_several_exports_a_fault_takes_back_all_or_what_raised_it(book: Book) -> None:
    before = book.tables()
    with pytest.raises(KeyError), book.one_act("Three."):
        add_two_and_fail(book)
    alike(book.tables(), before)
    with book.one_act("Three."):
        add_two(book)
        with pytest.raises(InfonetError, match="is not"):
            book.tie("Nobody Known")
    assert len(book.history()[lambda made: made.kind == "add"]) == 2
    book.undo()
    alike(book.tables(), before)


@pytest.mark.parametrize("what", ["", "  ", None, 3])
def test_it_needs_words(book: Book, what: Any) -> None:
    with pytest.raises(InfonetError, match="what is done"), book.one_act(what):
        book.want("Delta")
    assert book.tables().companies.empty


def test_a_book_that_is_only_read_is_not_written(book: Book) -> None:
    with pytest.raises(BookError, match="read_only"), Book(book.path, read_only=True).one_act(MET):
        raise AssertionError("nothing is begun")


def test_threads_write_before_or_after_it(tmp_path: Path) -> None:
    book = Book(tmp_path / "me.db", me=ROBIN)

    def work(number: int) -> None:
        with book.one_act(f"Three of {number}."):
            for part in "abc":
                book.want(f"Company {number}{part}")
                assert book.tables().companies.company.str.startswith(f"Company {number}").sum()

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(work, range(8)))
    assert len(book.tables().companies) == 24
    history = book.history()
    assert sorted(history.what[1:]) == [f"Three of {number}." for number in range(8)]
    for number in range(8):
        book.undo()
        assert len(book.tables().companies) == 24 - 3 * (number + 1)


def test_a_file_of_which_nothing_can_be_said_is_one_sentence(
    book: Book, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The disk refuses the book, and then even to say what kind of file it is."""
    opened, path = sqlite3.connect, Path.stat

    class Faulty(sqlite3.Connection):
        def execute(self, sql: str, *values: Any) -> sqlite3.Cursor:
            monkeypatch.setattr(Path, "stat", refused)
            error = sqlite3.OperationalError("disk I/O error")
            error.sqlite_errorname = "SQLITE_IOERR"
            raise error

    def connect(*given: Any, **named: Any) -> sqlite3.Connection:
        con: sqlite3.Connection = opened(*given, **{**named, "factory": Faulty})
        return con

    def refused(self: Path, **named: Any) -> os.stat_result:
        if self == book.path:
            raise OSError(5, "Input/output error")
        return path(self, **named)

    monkeypatch.setattr(sqlite3, "connect", connect)
    with pytest.raises(BookError, match="was not written"), book.one_act(MET):
        pytest.fail("the act began")
    monkeypatch.undo()
    assert book.check().empty


def test_a_fault_of_the_file_is_not_passed_over(
    book: Book, monkeypatch: pytest.MonkeyPatch
) -> None:
    """SQLite may end a whole transaction by itself: then nothing that follows may be kept."""
    before = book.tables()
    opened = sqlite3.connect

    class Faulty(sqlite3.Connection):
        def execute(self, sql: str, *values: Any) -> sqlite3.Cursor:
            if sql.startswith("INSERT INTO event"):
                super().execute("ROLLBACK")
                raise sqlite3.OperationalError("database or disk is full")
            return super().execute(sql, *values)

    def connect(*given: Any, **named: Any) -> sqlite3.Connection:
        con: sqlite3.Connection = opened(*given, **{**named, "factory": Faulty})
        return con

    monkeypatch.setattr(sqlite3, "connect", connect)
    with pytest.raises(BookError, match="disk is full"), book.one_act(MET):
        pass_over_faults(book)
    monkeypatch.undo()
    alike(book.tables(), before)


@pytest.mark.skipif(os.name == "nt", reason="limits are POSIX")
def test_a_disk_that_is_full_costs_the_whole_act(tmp_path: Path) -> None:
    book = Book(tmp_path / "me.db", me=ROBIN)
    book.tie("Ana Diaz", new=True)
    limit = book.path.stat().st_size + 100_000
    with Workers() as workers:
        job = {"job": "until full", "path": str(book.path), "limit": limit, "what": MET}
        (told,) = workers.run(job)
    assert "disk" in told["said"] and told["kept"] > 0
    # Nothing of the act, but what was logged when there was room again.
    assert book.tables().events.stage.tolist() == ["held"]
    assert book.history().what.tolist()[-1].startswith("talked with Ana Diaz")
