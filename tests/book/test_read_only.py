"""A book that is opened for reading alone: everything is shown, and nothing is touched."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pandas as pd
import pytest

from infonet.book import Book
from infonet.errors import BookError
from infonet.tables import Tables
from tests.book.test_schema import earlier, everything
from tests.book_exports import ANA, ROBIN, export


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return everything(tmp_path / "me.db").path


def beside(path: Path) -> dict[str, tuple[bytes, int]]:
    return {one.name: (one.read_bytes(), one.stat().st_mtime_ns) for one in path.parent.iterdir()}


def test_all_is_read_and_nothing_is_touched(path: Path, tmp_path: Path) -> None:
    before = beside(path)
    book, other = Book(path, read_only=True), Book(path, me=ROBIN, read_only=True)
    for one, two in zip(book.tables(), Book(path).tables(), strict=True):
        pd.testing.assert_frame_equal(one, two)
    assert book.read_only
    assert book.who("Ana Diaz") == "in/ana-diaz"
    assert other.notes().kind.tolist() == Book(path).notes().kind.tolist()
    assert len(book.duplicate_candidates()) == 0
    assert book.state() == Book(path).state()
    assert "entries" in book._repr_html_()
    assert book.check().empty
    assert len(book.backups()) == 0
    assert beside(path) == before
    book.backup(tmp_path / "copy.db")
    assert len(Book(tmp_path / "copy.db").history()) == len(book.history())


WRITES: dict[str, Callable[[Book], object]] = {
    "settle": lambda book: book.settle("Robin Achterberg"),
    "person": lambda book: book.person("Cy Moss"),
    "tie": lambda book: book.tie("Ana Diaz"),
    "want": lambda book: book.want("Echo"),
    "same_company": lambda book: book.same_company("Echo", "Echo Ltd"),
    "same": lambda book: book.same("Ana Diaz", "Lu Weir"),
    "different": lambda book: book.different("Ana Diaz", "Lu Weir"),
    "note": lambda book: book.note("Ana Diaz", "advice", "x"),
    "log": lambda book: book.log("held", "Ana Diaz", date="2026-03-02"),
    "log_many": lambda book: book.log_many(
        [{"stage": "held", "person": "Ana Diaz", "date": "2026-03-02"}]
    ),
    "rate": lambda book: book.rate(["Ana Diaz"], "strong"),
    "correct": lambda book: book.correct(1, note="x"),
    "debrief": lambda book: book.debrief("Ana Diaz", date="2026-03-02"),
    "one_act": lambda book: book.one_act("two facts").__enter__(),
    "add": lambda book: book.add(export(ANA, exported="2026-06-01")),
    "add a file": lambda book: book.add("nowhere.zip"),
    "forget": lambda book: book.forget("Ana Diaz"),
    "go_back": lambda book: book.go_back("nowhere.db"),
    "undo": lambda book: book.undo(),
    "redo": lambda book: book.redo(),
}


@pytest.mark.parametrize("method", WRITES)
def test_whatever_would_write_says_so(path: Path, method: str) -> None:
    before = beside(path)
    with pytest.raises(
        BookError, match=r"was not written to the book .*: it was opened with `read"
    ):
        WRITES[method](Book(path, read_only=True))
    assert beside(path) == before


def test_every_method_of_a_book_is_tried() -> None:
    reading = {"close", "tables", "history", "state", "who", "duplicate_candidates", "notes"}
    reading |= {"read", "whose", "backup", "backups", "path", "read_only", "is_sample"}
    reading |= {"check", "share", "restore"}  # which write no book that is there
    public = {name for name in vars(Book) if not name.startswith("_")}
    assert public == reading | (WRITES.keys() - {"add a file"})


def test_no_book_an_earlier_one_and_another_me_are_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(BookError, match=r"expected a book at .*, found none; check the path"):
        Book(tmp_path / "none.db", read_only=True)
    with pytest.raises(BookError, match="a scratch book is empty"):
        Book(read_only=True)
    with pytest.raises(BookError, match="whose book it is was not written"):
        Book(Book(tmp_path / "bare.db").path, me=ROBIN, read_only=True)
    folder = tmp_path / "old"
    folder.mkdir()
    old = earlier(folder, 3, mode="DELETE")
    before = beside(old)
    with pytest.raises(BookError, match=r"earlier infonet \(schema `3`, this one reads `5`\)"):
        Book(old, read_only=True)
    assert beside(old) == before


def test_a_book_with_a_write_ahead_log_is_not_read_with_files_beside_it(path: Path) -> None:
    with closing(sqlite3.connect(path)) as con:
        con.execute("PRAGMA journal_mode = WAL")
    before = beside(path)
    with pytest.raises(BookError, match="open it once without `read_only=True`"):
        Book(path, read_only=True)
    assert beside(path) == before
    Book(path).want("Hotel")
    assert isinstance(Book(path, read_only=True).tables(), Tables)


@pytest.mark.skipif(os.name == "nt", reason="pipes with a name are POSIX")
def test_a_pipe_is_no_book_and_nobody_waits_for_it(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "me.db")
    for read_only in (False, True):
        with pytest.raises(BookError, match="expected a file"):
            Book(tmp_path / "me.db", read_only=read_only)
