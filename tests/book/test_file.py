"""The file: private, never half written, never somebody else's; two processes at once."""

from __future__ import annotations

import gc
import os
import sqlite3
import stat
from contextlib import closing
from pathlib import Path

import pytest

from infonet.book import Book
from infonet.errors import BookError, InfonetError, ReadError
from infonet.samples import sample_book
from tests.book_exports import ANA, BO, ROBIN, export


def content(path: Path) -> bytes:
    """Return the bytes of the store, which is one file."""
    assert [file.name for file in path.parent.glob(f"{path.name}*")] == [path.name]
    return path.read_bytes()


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "me.db"


@pytest.mark.skipif(os.name == "nt", reason="modes are POSIX")
def test_only_its_owner_can_read_a_book_and_what_stands_beside_it(path: Path) -> None:
    before = os.umask(0)
    try:
        Book(path, me=ROBIN)
        with closing(sqlite3.connect(path, isolation_level=None)) as con:
            # What stands beside the book during an act is as private as it is.
            con.execute("PRAGMA synchronous = OFF")
            con.execute("BEGIN IMMEDIATE")
            con.execute("INSERT INTO meta VALUES ('a test', x'00')")
            beside = {
                file.name: stat.S_IMODE(file.stat().st_mode) for file in path.parent.iterdir()
            }
            con.execute("ROLLBACK")
    finally:
        os.umask(before)
    assert beside == {"me.db": 0o600, "me.db-journal": 0o600}
    assert [file.name for file in path.parent.iterdir()] == ["me.db"]


def test_a_book_says_what_it_is_and_is_one_file(path: Path) -> None:
    Book(path, me=ROBIN)
    with closing(sqlite3.connect(path)) as con:
        ask = [
            con.execute(f"PRAGMA {name}").fetchone()[0]
            for name in ("application_id", "user_version", "journal_mode")
        ]
        loose = con.execute(
            "SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'table'"
            " AND strict = 0 AND name NOT LIKE 'sqlite_%'"
        ).fetchall()
    assert ask == [int.from_bytes(b"INFO", "big"), 5, "delete"]
    assert loose == []
    assert [file.name for file in path.parent.iterdir()] == ["me.db"]


def test_facts_cannot_be_changed_even_by_hand(path: Path) -> None:
    book = Book(path)
    book.tie("Ana Diaz", new=True)
    with closing(sqlite3.connect(path)) as con:
        for change in ("UPDATE tie SET closeness = 'strong'", "DELETE FROM act"):
            with pytest.raises(sqlite3.IntegrityError, match="only appended"):
                con.execute(change)


def test_what_is_no_book_is_refused_and_left_as_it_is(path: Path, tmp_path: Path) -> None:
    path.write_text("First Name,Last Name\n")
    empty, other = tmp_path / "empty.db", tmp_path / "other.db"
    empty.touch()
    with closing(sqlite3.connect(other)) as con:
        con.execute("PRAGMA journal_mode = WAL")
        con.execute("CREATE TABLE act (id)")
    for file in (path, empty, other):
        before = file.read_bytes()
        with pytest.raises(BookError, match="left as it is"):
            Book(file)
        assert file.read_bytes() == before
    assert sorted(file.name for file in tmp_path.iterdir()) == ["empty.db", "me.db", "other.db"]
    with pytest.raises(BookError, match="found a folder"):
        Book(tmp_path)


def test_a_newer_schema_is_refused_untouched(path: Path) -> None:
    Book(path)
    with closing(sqlite3.connect(path)) as con:
        con.execute("PRAGMA user_version = 99")
    before = content(path)
    with pytest.raises(BookError, match=r"newer infonet \(schema `99`.*update infonet"):
        Book(path)
    assert path.read_bytes() == before


def test_a_missing_folder_is_said_and_not_made(tmp_path: Path) -> None:
    with pytest.raises(BookError, match=r"expected a folder at .*missing.*make the folder first"):
        Book(tmp_path / "missing" / "me.db")
    assert list(tmp_path.iterdir()) == []


def test_a_scratch_book_is_gone_with_its_last_use() -> None:
    book = Book()
    where = book.path
    assert where.exists()
    assert "Scratch book: 0 people" in repr(book)
    del book
    gc.collect()
    assert not where.parent.exists()
    closed = Book()
    closed.close()
    assert not closed.path.exists()
    with pytest.raises(BookError, match="cannot be opened"):
        closed.tie("Ana Diaz")


def test_an_error_leaves_the_book_as_it_was(path: Path, tmp_path: Path) -> None:
    book = Book(path, me=ROBIN)
    book.add(export(ANA, BO))
    before = content(path)
    with pytest.raises(ReadError):
        book.add(tmp_path / "missing.zip")
    with pytest.raises(ReadError):
        book.add(tmp_path / "missing.zip", owner="Somebody New")
    for wrong in (
        lambda: book.tie("Ana Diaz", "Ana Diaz"),
        lambda: book.tie("New Person", closeness="storng"),
        lambda: book.log("asked", "New Person", date="2026-03-02"),
        lambda: book.log("asked", "Ana Diaz", date="2 March"),
        lambda: book.want("Freelance"),
        lambda: book.want("Delta", priority=0),
        lambda: book.undo(99),
        lambda: book.person("New Person", url="example.com"),
        lambda: Book(path, me="https://www.linkedin.com/in/bo-lin"),
    ):
        with pytest.raises(InfonetError):
            wrong()
    assert content(path) == before


def test_an_import_that_breaks_off_leaves_nothing(path: Path) -> None:
    book = Book(path)
    book.tie("Cy Moss", new=True)
    with closing(sqlite3.connect(path)) as con:
        con.execute(
            "CREATE TRIGGER broken BEFORE INSERT ON tie WHEN new.evidence = 'connection'"
            " BEGIN SELECT RAISE(ABORT, 'broken'); END"
        )
    before = content(path)
    with pytest.raises(BookError, match=r"`Connections\.csv` was not written to the book"):
        book.add(export(ANA, BO))
    assert content(path) == before
    assert len(book.history()) == 1


def test_a_locked_book_says_so(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    book = Book(path)
    monkeypatch.setattr("infonet.book._store.BUSY_SECONDS", 0.05)
    with closing(sqlite3.connect(path, isolation_level=None)) as con:
        con.execute("BEGIN IMMEDIATE")
        with pytest.raises(BookError, match=r"target `Delta` was not written.*another program"):
            book.want("Delta")
        assert len(book.tables().companies) == 0  # readers are not held up


def test_a_damaged_book_says_so(path: Path) -> None:
    book = Book(path)
    book.add(export(*({"slug": f"p{n}", "name": f"Person {n}"} for n in range(200))))
    damaged = bytearray(content(path))
    damaged[4096 * 3 :] = b"\x55" * (len(damaged) - 4096 * 3)
    path.write_bytes(damaged)
    with pytest.raises(BookError, match="damaged; go back to a backup"):
        book.tables()
    assert "cannot be read now" in repr(book)


def test_a_backup_is_a_whole_private_book_and_replaces_nothing(path: Path, tmp_path: Path) -> None:
    book = Book(path, me=ROBIN)
    book.add(export(ANA, BO))
    copy = tmp_path / "copy.db"
    book.backup(copy)
    assert stat.S_IMODE(copy.stat().st_mode) == 0o600
    book.tie("Ana Diaz", closeness="strong")
    other = Book(copy, me=ROBIN)
    assert len(other.history()) == 2
    assert other.who("Bo Lin") == "in/bo-lin"
    with pytest.raises(BookError, match="not overwritten"):
        book.backup(copy)
    with pytest.raises(BookError, match="expected a folder"):
        book.backup(tmp_path / "missing" / "copy.db")
    assert sorted(file.name for file in tmp_path.iterdir()) == ["copy.db", "me.db"]


def journal_mode(path: Path) -> str:
    with closing(sqlite3.connect(path)) as con:
        return str(con.execute("PRAGMA journal_mode").fetchone()[0])


def test_a_book_with_a_write_ahead_log_is_turned_over_when_nobody_else_has_it(path: Path) -> None:
    """As infonet kept it before: read as it is, and one file again from the first act on."""
    book = Book(path)
    book.want("Delta")
    with closing(sqlite3.connect(path)) as other:
        other.execute("PRAGMA journal_mode = WAL")
        other.execute("SELECT * FROM act").fetchall()  # it has the book open now
        book.want("Echo")
        assert journal_mode(path) == "wal"
        assert book.tables().companies.company.tolist() == ["Delta", "Echo"]
    book.want("Foxtrot")
    assert journal_mode(path) == "delete"
    assert [file.name for file in path.parent.iterdir()] == ["me.db"]
    assert book.tables().companies.company.tolist() == ["Delta", "Echo", "Foxtrot"]


def test_a_copy_of_a_book_with_a_write_ahead_log_is_one_whole_file(path: Path) -> None:
    book = Book(path)
    with closing(sqlite3.connect(path)) as other:
        other.execute("PRAGMA journal_mode = WAL")
        other.execute("SELECT * FROM act").fetchall()
        book.want("Delta")
        copy = path.parent / "copies" / "copy.db"
        copy.parent.mkdir()
        book.backup(copy)
        assert journal_mode(copy) == "delete"
        assert [file.name for file in copy.parent.iterdir()] == ["copy.db"]
    assert Book(copy).tables().companies.company.tolist() == ["Delta"]


def test_a_sample_says_so_for_good_and_a_book_in_use_never_becomes_one(tmp_path: Path) -> None:
    place = tmp_path / "sample.db"
    sample = sample_book("star", path=place)
    assert sample.is_sample and "sample" not in set(sample.history().kind)  # no undo takes it back
    assert Book(place, read_only=True).is_sample
    sample.backup(tmp_path / "copy.db")
    assert Book(tmp_path / "copy.db").is_sample
    own = Book(tmp_path / "my-book.db")
    assert not own.is_sample
    own.want("Delta")
    before = own.path.read_bytes()
    with pytest.raises(BookError, match="is in use"):
        sample_book("star", path=own.path)
    assert own.path.read_bytes() == before and not own.is_sample
