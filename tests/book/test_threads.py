"""One book used from several threads at once."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pandas as pd

from infonet.book import Book
from infonet.tables import Tables
from tests.book_exports import ANA, BO, ROBIN, export

THREADS = 4


def filled(path: Path) -> Book:
    book = Book(path, me=ROBIN)
    book.add(export(ANA, BO, *({"slug": f"p{n}", "name": f"Person {n}"} for n in range(50))))
    return book


def work(book: Book, number: int) -> list[str]:
    """Write and read in turn; who is who changes under the readers."""
    seen = []
    for turn in range(3):
        mark = f"{number}-{turn}"
        book.person(f"Thread {number} Turn {turn}", company="Delta")
        event = book.log("replied", f"Person {number}", date="2026-03-02", note=mark)
        book.same(f"Thread {number} Turn {turn}", f"Person {number + 10 * turn}")
        events = book.tables().events.set_index("event")
        seen.append(f"{events.note[event]} {events.person[event]} {book.who(f'Person {number}')}")
        assert book.notes().empty
        assert book.state().act > 0
    return seen


def test_four_threads_on_one_book_do_what_they_do_one_after_another(tmp_path: Path) -> None:
    one, other = filled(tmp_path / "one.db"), filled(tmp_path / "other.db")
    with ThreadPoolExecutor(THREADS) as pool:
        at_once = list(pool.map(lambda number: work(one, number), range(THREADS)))
    in_turn = [work(other, number) for number in range(THREADS)]
    assert at_once == in_turn
    first, second = one.tables(), other.tables()
    for name in ("people", "jobs", "ties", "companies"):
        pd.testing.assert_frame_equal(getattr(first, name), getattr(second, name), obj=name)
    columns = ["person", "stage", "date", "note"]
    logs = [
        tables.events[columns].sort_values("note", ignore_index=True) for tables in (first, second)
    ]
    pd.testing.assert_frame_equal(logs[0], logs[1])
    assert len(one.history()) == len(other.history())


def test_opening_a_book_takes_no_lock_from_a_thread_that_writes(tmp_path: Path) -> None:
    """Closing any handle of a file drops the locks that the process has on it."""
    path = tmp_path / "me.db"
    book = Book(path)

    def write(number: int) -> None:
        if number % 2:
            book.want(f"Company {number}")
        else:
            assert isinstance(Book(path, read_only=number % 4 == 0).tables(), Tables)

    with ThreadPoolExecutor(THREADS) as pool:
        list(pool.map(write, range(40)))
    assert len(book.tables().companies) == 20
