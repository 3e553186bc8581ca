"""Encrypted backups: nothing to read without the passphrase, and all of it with."""

from __future__ import annotations

import sqlite3
import stat
import sys
from contextlib import closing
from pathlib import Path

import pytest

from infonet.book import Book
from infonet.errors import BookError, InfonetError
from tests.book_exports import ANA, BO, ROBIN, export

WORDS = "four words of mine"
HERE = Path(__file__).parents[1]


@pytest.fixture
def book(tmp_path: Path) -> Book:
    made = Book(tmp_path / "me.db", me=ROBIN)
    made.add(export(ANA, BO))
    made.log("asked", "Ana Diaz", company="Delta", date="2026-03-02")
    return made


@pytest.fixture
def sealed(book: Book, tmp_path: Path) -> Path:
    path = tmp_path / "sealed"
    book.backup(path, passphrase=WORDS)
    return path


def test_it_shows_nothing_and_gives_everything(book: Book, sealed: Path, tmp_path: Path) -> None:
    content = sealed.read_bytes()
    for word in (b"SQLite", b"Ana Diaz", b"Delta", b"ana-diaz", b"observation"):
        assert word not in content
    assert stat.S_IMODE(sealed.stat().st_mode) == 0o600
    again = Book.restore(sealed, tmp_path / "again.db", passphrase=f" {WORDS} ")
    assert again.history().equals(book.history())
    assert all(one.equals(two) for one, two in zip(again.tables(), book.tables(), strict=True))
    assert again.check().empty
    assert stat.S_IMODE(again.path.stat().st_mode) == 0o600
    assert sorted(file.name for file in tmp_path.iterdir()) == ["again.db", "me.db", "sealed"]
    again.want("Echo")


def test_two_of_one_book_differ_from_the_first_byte_after_the_head(
    book: Book, sealed: Path, tmp_path: Path
) -> None:
    book.backup(tmp_path / "other", passphrase=WORDS)
    one, two = sealed.read_bytes(), (tmp_path / "other").read_bytes()
    same = sum(a == b for a, b in zip(one[24:], two[24:], strict=True))
    assert same / len(one) < 0.01  # of random bytes one in 256 is the same


def test_another_passphrase_a_changed_byte_and_a_part_are_refused(
    sealed: Path, tmp_path: Path
) -> None:
    place, content = tmp_path / "again.db", sealed.read_bytes()
    with pytest.raises(BookError, match="not the passphrase of `sealed`, or the file is damaged"):
        Book.restore(sealed, place, passphrase=WORDS.upper())
    with pytest.raises(BookError, match="not the passphrase of `sealed`, or"):
        Book.restore(sealed, place, passphrase=WORDS[:5])
    for at in (30, 45, 60, len(content) - 1):
        changed = bytearray(content)
        changed[at] ^= 1
        sealed.write_bytes(changed)
        with pytest.raises(BookError, match="damaged"):
            Book.restore(sealed, place, passphrase=WORDS)
    for length in (24, 40, 60, 500):
        sealed.write_bytes(content[:length])
        with pytest.raises(BookError, match="damaged"):
            Book.restore(sealed, place, passphrase=WORDS)
    assert not place.exists()


def test_what_lacks_is_said(
    book: Book, sealed: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = tmp_path / "again.db"
    with pytest.raises(BookError, match="give its `passphrase`"):
        Book.restore(sealed, place)
    with pytest.raises(BookError, match="is an encrypted backup: restore it"):
        Book(sealed)
    with pytest.raises(InfonetError, match="at least 8 letters"):
        book.backup(tmp_path / "short", passphrase=WORDS[:7])
    monkeypatch.setitem(sys.modules, "cryptography.hazmat.primitives.ciphers.aead", None)
    with pytest.raises(InfonetError, match="cryptography is missing: pip install cryptography"):
        book.backup(tmp_path / "without", passphrase=WORDS)
    with pytest.raises(InfonetError, match="cryptography is missing: pip install cryptography"):
        Book.restore(sealed, place, passphrase=WORDS)
    assert sorted(file.name for file in tmp_path.iterdir()) == ["me.db", "sealed"]


def test_a_plain_backup_is_restored_too(book: Book, tmp_path: Path) -> None:
    plain = tmp_path / "plain.db"
    book.backup(plain)
    again = Book.restore(plain, tmp_path / "again.db")
    assert again.history().equals(book.history())
    with pytest.raises(BookError, match="is not encrypted"):
        Book.restore(plain, tmp_path / "third.db", passphrase=WORDS)
    with pytest.raises(InfonetError, match="exists"):
        Book.restore(plain, tmp_path / "again.db")
    (tmp_path / "text").write_text("no backup at all " * 100)
    with pytest.raises(BookError, match="no backup of a book"):
        Book.restore(tmp_path / "text", tmp_path / "third.db")
    assert not (tmp_path / "third.db").exists()


def test_forgetting_names_an_encrypted_backup_as_out_of_reach(book: Book, sealed: Path) -> None:
    gone = book.forget("Ana Diaz")
    assert gone.out_of_reach == [f"the backup `{sealed}`, which is encrypted"]
    assert str(sealed) in gone.confirm()


def test_what_is_restored_is_looked_at_first_and_an_earlier_one_is_brought_up(
    book: Book, tmp_path: Path
) -> None:
    place, plain = tmp_path / "again.db", tmp_path / "plain.db"
    book.backup(plain)
    sound = plain.read_bytes()
    newer, flipped = bytearray(sound), sound.replace(b"Ana Diaz", b"Ana Dias")
    newer[60:64] = (99).to_bytes(4)
    for content, said in ((newer, "newer infonet"), (flipped, "damaged"), (sound[:9_000], "dam")):
        plain.write_bytes(content)
        with pytest.raises(BookError, match=rf"`plain\.db` (is|was) .*{said}"):
            Book.restore(plain, place)
        assert not place.exists()
    with closing(sqlite3.connect(tmp_path / "old.db")) as con:
        con.executescript((HERE / "book_of_schema_2.sql").read_text("utf-8"))
    old = (tmp_path / "old.db").read_bytes()
    again = Book.restore(tmp_path / "old.db", place)
    assert len(again.tables().people) > 1
    assert again.check().empty
    assert (tmp_path / "old.db").read_bytes() == old
