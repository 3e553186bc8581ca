"""Media that are full, read-only or far away: the book is read, and the message fits the fault."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
from collections.abc import Iterator
from contextlib import closing, contextmanager, nullcontext
from pathlib import Path

import pytest

from infonet.book import Book
from infonet.book._store import Store
from infonet.errors import BookError
from tests.book.test_kept import same
from tests.book.test_schema import everything

pytestmark = pytest.mark.skipif(os.name == "nt", reason="a medium is mounted, a folder in the way")


def turned_ahead(path: Path) -> Path:
    """Make a book with a write-ahead log, as an infonet of before kept it."""
    book = everything(path)
    with closing(sqlite3.connect(book.path)) as con:
        con.execute("PRAGMA journal_mode = WAL")
    return book.path


@contextmanager
def medium(place: Path) -> Iterator[Path]:
    """Mount a file system of two megabytes."""
    place.mkdir()
    mount = shutil.which("mount")
    made = mount and subprocess.run(
        [mount, "-t", "tmpfs", "-o", "size=2m", "tmpfs", place], capture_output=True, check=False
    )
    if not made or made.returncode:
        pytest.skip("a medium cannot be mounted here")
    try:
        yield place
    finally:
        subprocess.run(["umount", "--lazy", place], check=True)


def make_faulty(place: Path, fault: str) -> None:
    """Fill a medium, or let nothing be written to it any more."""
    if fault == "full":
        with pytest.raises(OSError, match="No space"):
            (place / "ballast").write_bytes(bytes(4_000_000))
    else:
        subprocess.run(["mount", "-o", "remount,ro", place], check=True)


@pytest.mark.parametrize("ahead", [False, True])
@pytest.mark.parametrize(
    ("fault", "words"),
    [("read-only", "medium is read-only; make it writable"), ("full", "the disk is full; free")],
)
def test_the_book_is_read_and_backed_up_elsewhere(
    tmp_path: Path, fault: str, words: str, *, ahead: bool
) -> None:
    with medium(tmp_path / "medium") as place:
        path = turned_ahead(place / "me.db") if ahead else everything(place / "me.db").path
        make_faulty(place, fault)
        book = Book(path)
        book.backup(tmp_path / "copy.db")
        same(book.tables(), Book(tmp_path / "copy.db").tables())
        assert len(book.history()) == len(Book(tmp_path / "copy.db").history())
        with pytest.raises(BookError, match=r"was not written to the book") as raised:
            book.want("Hotel")
        if not (ahead and fault == "read-only"):  # there SQLite says that it cannot be opened
            assert words in str(raised.value)
        assert "permission" not in str(raised.value)


def test_a_book_with_a_log_is_turned_over_where_no_file_can_be_shared(tmp_path: Path) -> None:
    """As on a network drive: the file that users of a log share cannot be opened."""
    path = turned_ahead(tmp_path / "me.db")
    (tmp_path / "me.db-shm").symlink_to(tmp_path / "none" / "shared")
    book = Book(path)
    book.want("Hotel")
    assert "Hotel" in book.tables().companies.company.tolist()
    assert path.read_bytes()[18:20] == b"\x01\x01"


def left_in_the_log(path: Path) -> Path:
    """Make such a book whose last act lies in the log, as a writer left it that was killed."""
    later = path.parent.parent / "later.db"
    shutil.copy(turned_ahead(path), later)
    Book(later).want("Hotel")
    with closing(sqlite3.connect(path)) as con, closing(sqlite3.connect(later)) as now:
        con.execute("PRAGMA wal_autocheckpoint = 0")
        now.backup(con)
        kept = {file: file.read_bytes() for file in path.parent.glob("me.db*")}
    for file, content in kept.items():
        if not file.name.endswith("-shm"):
            file.write_bytes(content)
    return path


@pytest.mark.parametrize("fault", ["read-only", "full"])
def test_acts_in_a_log_are_read_where_it_cannot_be_turned_over(tmp_path: Path, fault: str) -> None:
    with medium(tmp_path / "medium") as place:
        path = left_in_the_log(place / "me.db")
        make_faulty(place, fault)
        book = Book(path)
        book.backup(tmp_path / "copy.db")
        for one in (book, Book(tmp_path / "copy.db")):
            assert "Hotel" in set(one.tables().companies.company)
        if fault == "read-only":
            with pytest.raises(BookError, match="was not written to the book"):
                book.want("India")


def test_forgetting_on_a_medium_that_is_read_only_says_so_and_names_no_file_that_is_not_there(
    tmp_path: Path,
) -> None:
    with medium(tmp_path / "medium") as place:
        made = everything(place / "me.db")
        made.tie("Zoe Quist", closeness="weak", new=True)
        make_faulty(place, "read-only")
        with pytest.raises(BookError, match="medium is read-only") as raised:
            Book(made.path).forget("Zoe Quist").confirm()
        assert "snapshot" not in str(raised.value)


class Failing:
    """A connection of which one statement fails as SQLite says."""

    def __init__(self, con: sqlite3.Connection, begins: str, name: str, *, after: bool) -> None:
        self.con, self.begins, self.name, self.after = con, begins, name, after

    def execute(self, statement: str, *values: object) -> sqlite3.Cursor:
        fails = statement.startswith(self.begins)
        if fails and not self.after:
            raise self.error()
        done = self.con.execute(statement, *values)  # type: ignore[arg-type]  # as it came
        if fails:
            raise self.error()
        return done

    def error(self) -> sqlite3.OperationalError:
        error = sqlite3.OperationalError("disk I/O error")
        error.sqlite_errorname = self.name
        return error

    def __getattr__(self, name: str) -> object:
        return getattr(self.con, name)


def failing(
    monkeypatch: pytest.MonkeyPatch, begins: str, name: str, *, after: bool = False
) -> None:
    real = Store._connect  # noqa: SLF001  # where a statement can be made to fail

    def connect(self: Store, *, write: bool = False) -> object:
        return Failing(real(self, write=write), begins, name, after=after)

    monkeypatch.setattr(Store, "_connect", connect)


@pytest.mark.parametrize("after", [False, True])
@pytest.mark.parametrize("together", [False, True])
def test_a_commit_that_failed_may_or_may_not_be_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, after: bool, together: bool
) -> None:
    book = everything(tmp_path / "me.db")
    with monkeypatch.context() as broken:
        failing(broken, "COMMIT", "SQLITE_IOERR_DIR_FSYNC", after=after)
        act = book.one_act("two wishes") if together else nullcontext()
        with pytest.raises(BookError, match=r"may or may not be in the book") as raised, act:
            book.want("Hotel")
    assert "was not written" not in str(raised.value)
    assert "open it again and look at `history()`" in str(raised.value)
    assert ("Hotel" in Book(book.path).tables().companies.company.tolist()) == after


@pytest.mark.parametrize("name", ["SQLITE_BUSY", "SQLITE_FULL", "SQLITE_IOERR_WRITE"])
def test_a_commit_that_was_refused_is_surely_not_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    book = everything(tmp_path / "me.db")
    with monkeypatch.context() as broken:
        failing(broken, "COMMIT", name)
        with pytest.raises(BookError, match="was not written to the book"):
            book.want("Hotel")
    assert "Hotel" not in book.tables().companies.company.tolist()


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("SQLITE_PROTOCOL", "its drive gives no locks .* some network drives do"),
        ("SQLITE_IOERR_LOCK", "its drive gives no locks .* some network drives do"),
        ("SQLITE_IOERR_SHMMAP", "its drive gives no locks .* some network drives do"),
        ("SQLITE_IOERR_SHMSIZE", "the disk is full"),
        ("SQLITE_IOERR_WRITE", "the disk refused.* If it is a network drive"),
        ("SQLITE_CANTOPEN", "cannot be opened for writing.* network drives"),
        ("SQLITE_BUSY", "another program is writing .* network drives"),
        ("SQLITE_FULL", "the disk is full"),
        ("SQLITE_READONLY_DIRECTORY", "the whole medium is read-only"),
    ],
)
def test_what_a_drive_answers_is_explained(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, words: str
) -> None:
    book = everything(tmp_path / "me.db")
    failing(monkeypatch, "BEGIN", name)
    with pytest.raises(BookError, match=words):
        book.want("Hotel")
