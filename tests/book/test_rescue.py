"""A book that does not open is gone back from: its file is kept whole, and nothing is lost."""

from __future__ import annotations

import errno
import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from infonet.book import Book, backups_beside, rescue
from infonet.errors import BookError, DamagedBookError, InfonetError
from tests.book_exports import ROBIN

WORDS = "four words of mine"

DAMAGE: dict[str, Callable[[bytes], bytes]] = {
    "its first bytes are written over": lambda sound: b"\xc1" * 16 + sound[16:],
    "its first page is zeros": lambda sound: bytes(4096) + sound[4096:],
    "it is cut in half": lambda sound: sound[: len(sound) // 2],
    "its last page is missing": lambda sound: sound[:-4096],
    "it is empty": lambda sound: b"",
    "it is a text": lambda sound: b"somebody's own words",
}
OPENING: dict[str, Callable[[bytes], bytes]] = {
    "its list of tables is written over": lambda sound: sound[:100] + b"\xc1" * 300 + sound[400:],
    "all but its first page is written over": lambda sound: (
        sound[:4096] + b"\xc1" * (len(sound) - 4096)
    ),
}
"""Damage with which a book opens, and cannot be read."""


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Make a book with a backup, `kept.db`, since which something was done."""
    monkeypatch.setenv("INFONET_HOME", str(tmp_path / "settings"))
    folder = tmp_path / "mine"
    folder.mkdir()
    book = Book(folder / "me.db", me=ROBIN)
    book.tie("Ana Diaz", closeness="strong", new=True)
    book.want("Delta")
    book.backup(folder / "kept.db")
    book.want("Echo")
    book.backup(folder / "locked.sealed", passphrase=WORDS)
    return book.path


def files(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


@pytest.mark.parametrize("damage", DAMAGE)
def test_a_backup_takes_its_place_and_the_file_is_kept_byte_for_byte(
    place: Path, damage: str
) -> None:
    bad = DAMAGE[damage](place.read_bytes())
    place.write_bytes(bad)
    with pytest.raises(DamagedBookError):
        Book(place)
    before = files(place.parent)
    back = rescue(place, place.with_name("kept.db"))
    assert back.is_damaged and back.lost.empty
    assert back.lines() == [
        f"The last thing done in kept.db: Delta added to your targets, {back.day:%a} "
        f"{back.day.day} {back.day:%b} {back.day.year}.",
        "In it: 1 person, 1 target, 0 log entries.",
        "Your book is damaged: it cannot be said what of it was done since.",
        "Your book as it is now is kept beside it, as me-damaged.db.",
    ]
    assert files(place.parent) == before, "nothing is done yet"
    assert back.confirm() == (
        "Your book is again as it was in kept.db. As it was before, it is kept as me-damaged.db."
    )
    book = Book(place)
    assert book.check().empty and book.tables().companies.company.tolist() == ["Delta"]
    assert place.stat().st_mode & 0o077 == 0
    kept = place.with_name("me-damaged.db")
    assert kept.read_bytes() == bad and kept.stat().st_mode & 0o077 == 0
    after = files(place.parent)
    assert {*after} == {*before, kept.name}
    assert after["kept.db"] == before["kept.db"]
    # Whoever is forgotten later is told of it, unless nobody can read it as a book.
    book.want("Hotel")
    assert len(book.tables().companies) == 2


@pytest.mark.parametrize("damage", OPENING)
def test_one_that_opens_and_cannot_be_read_is_gone_back_from_as_well(
    place: Path, damage: str
) -> None:
    place.write_bytes(OPENING[damage](place.read_bytes()))
    with pytest.raises(DamagedBookError):
        Book(place).tables()
    rescue(place, place.with_name("kept.db")).confirm()
    assert Book(place).check().empty
    assert Book(place).tables().companies.company.tolist() == ["Delta"]
    assert place.with_name("me-before.db").is_file()


def test_an_encrypted_backup_takes_its_place_also_where_it_lies_there_itself(place: Path) -> None:
    sealed = place.with_name("locked.sealed")
    place.write_bytes(b"")
    with pytest.raises(BookError, match="is encrypted: give its"):
        rescue(place, sealed)
    with pytest.raises(BookError, match="not the passphrase"):
        rescue(place, sealed, passphrase=WORDS[::-1])
    rescue(place, sealed, passphrase=WORDS).confirm()
    assert Book(place).tables().companies.company.tolist() == ["Delta", "Echo"]
    shutil.copy(sealed, place)
    with pytest.raises(DamagedBookError) as raised:
        Book(place)
    assert raised.value.found == "is an encrypted backup"
    rescue(place, place, passphrase=WORDS).confirm()
    assert Book(place).tables().companies.company.tolist() == ["Delta", "Echo"]
    assert place.with_name("me-damaged-2.db").read_bytes() == sealed.read_bytes()


@pytest.mark.parametrize("damage", ["it is cut in half", "it is a text"])
def test_an_empty_book_takes_its_place_where_there_is_no_backup(place: Path, damage: str) -> None:
    bad = DAMAGE[damage](place.read_bytes())
    place.write_bytes(bad)
    back = rescue(place)
    assert back.lines()[0].startswith("Nobody is in it")
    assert back.confirm().startswith("Your book is empty now.")
    assert Book(place).history().empty and Book(place).check().empty
    assert place.with_name("me-damaged.db").read_bytes() == bad


def test_what_is_found_there_is_said(place: Path) -> None:
    found = {}
    with closing(sqlite3.connect(place.with_name("other.db"))) as con:
        con.execute("CREATE TABLE x (y)")
    sound, others = place.read_bytes(), place.with_name("other.db").read_bytes()
    contents = {name: damage(sound) for name, damage in DAMAGE.items()}
    for name, content in {**contents, "another's": others}.items():
        place.write_bytes(content)
        with pytest.raises(DamagedBookError) as raised:
            Book(place)
        found[name] = raised.value.found
    written_over = "cannot be read as a book: it was written over, or never was one"
    assert found == {
        "its first bytes are written over": written_over,
        "its first page is zeros": written_over,
        "it is cut in half": "is damaged",
        "its last page is missing": "is damaged",
        "it is empty": "is empty",
        "it is a text": written_over,
        "another's": "is a database of another program",
    }


def test_a_book_that_is_sound_and_what_is_no_file_are_refused(place: Path) -> None:
    before = files(place.parent)
    with pytest.raises(BookError, match=r"is sound, and stays: open it") as raised:
        rescue(place, place.with_name("kept.db"))
    assert not isinstance(raised.value, DamagedBookError)
    newer = bytearray(before["me.db"])
    newer[60:64] = (99).to_bytes(4)
    place.write_bytes(newer)
    with pytest.raises(BookError, match="newer infonet"):
        rescue(place)
    assert place.read_bytes() == newer
    place.unlink()
    with pytest.raises(BookError, match="there is no book"):
        rescue(place)
    place.mkdir()
    with pytest.raises(BookError, match="found a folder"):
        rescue(place)


def test_a_backup_that_is_not_sound_takes_nobodys_place(place: Path) -> None:
    sound = place.with_name("kept.db").read_bytes()
    place.write_bytes(b"")
    before = files(place.parent)
    for bad in (sound[:5_000], sound[:8192] + b"\xc1" * 4096 + sound[12288:], b"no"):
        place.with_name("kept.db").write_bytes(bad)
        with pytest.raises(InfonetError):
            rescue(place, place.with_name("kept.db"))
    assert files(place.parent) == before | {"kept.db": b"no"}


def test_a_book_that_is_back_meanwhile_stays(place: Path) -> None:
    place.write_bytes(b"")
    one, other = (rescue(place, place.with_name("kept.db")) for _ in range(2))
    one.confirm()
    Book(place).want("Hotel")
    before = files(place.parent)
    with pytest.raises(BookError, match="look again"):
        other.confirm()
    assert files(place.parent) == before


def hot_journal(place: Path) -> bytes:
    """Break off an act on a book in another process; return the journal that it leaves."""
    code = """
import os, sqlite3, sys
con = sqlite3.connect(sys.argv[1], isolation_level=None)
con.execute("PRAGMA cache_size = 1")
con.execute("BEGIN IMMEDIATE")
con.execute("CREATE TABLE many AS WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n"
            " WHERE i < 99) SELECT i, hex(zeroblob(3000)) FROM n")
con.execute("DROP TABLE note")
os._exit(0)
"""
    copy = shutil.copy(place, place.parent.parent / "copy.db")
    subprocess.run([sys.executable, "-c", code, copy], check=True)
    journal = Path(f"{copy}-journal").read_bytes()
    assert journal[:8] == bytes.fromhex("d9d505f920a163d7"), "SQLite would apply it"
    return journal


@pytest.mark.parametrize("backup", ["kept.db", None])
def test_what_lies_beside_the_damaged_file_never_touches_the_book(
    place: Path, backup: str | None
) -> None:
    beside = {"-journal": hot_journal(place), "-wal": b"a log ahead", "-shm": b"its index"}
    bad = b"\xc1" * 16 + place.read_bytes()[16:]
    place.write_bytes(bad)
    back = rescue(place, backup and place.with_name(backup))
    for end, content in beside.items():
        Path(f"{place}{end}").write_bytes(content)
    # A name that something of another file lies beside is not free.
    place.with_name("me-damaged.db-journal").write_bytes(b"of another")
    assert back.confirm().endswith("it is kept as me-damaged-2.db.")
    book = Book(place)
    assert book.check().empty
    assert book.tables().companies.company.tolist() == (["Delta"] if backup else [])
    left = files(place.parent)
    assert not {f"me.db{end}" for end in beside} & {*left}
    assert left["me-damaged.db-journal"] == b"of another"
    assert left["me-damaged-2.db"] == bad
    assert {end: left[f"me-damaged-2.db{end}"] for end in beside} == beside


@pytest.mark.parametrize("at", ["the copy", "the journal", "the book"])
def test_where_anything_fails_all_is_as_it_was(
    place: Path, monkeypatch: pytest.MonkeyPatch, at: str
) -> None:
    place.write_bytes(b"\xc1" * 16 + place.read_bytes()[16:])
    back = rescue(place, place.with_name("kept.db"))
    Path(f"{place}-journal").write_bytes(b"of the damaged book")
    before = files(place.parent)

    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    with monkeypatch.context() as patch:
        if at == "the copy":
            patch.setattr(shutil, "copyfile", full)
        elif at == "the journal":
            patch.setattr(Path, "rename", full)
        else:
            patch.setattr("infonet.book._in_place.copy_of", full)
        with pytest.raises(InfonetError):
            back.confirm()
    assert files(place.parent) == before
    back.confirm()
    assert Book(place).check().empty


def test_through_a_link_the_file_that_it_leads_to_is_replaced(place: Path) -> None:
    link = place.parent.parent / "link.db"
    link.symlink_to(place)
    place.write_bytes(b"")
    rescue(link, place.with_name("kept.db")).confirm()
    assert link.is_symlink() and Book(link).check().empty
    assert place.with_name("me-damaged.db").read_bytes() == b""


def test_the_snapshot_of_the_damaged_book_is_discarded(place: Path) -> None:
    beside = place.with_name(".me.db-snapshot")
    beside.write_bytes(b"names")
    place.write_bytes(b"")
    rescue(place, place.with_name("kept.db")).confirm()
    assert not beside.exists()


def test_the_backups_beside_it_are_listed_if_they_are_sound(place: Path) -> None:
    folder, sound = place.parent, place.with_name("kept.db").read_bytes()
    place.write_bytes(b"")
    shutil.copy(folder / "kept.db", folder / "later.db")
    (folder / "bad.db").write_bytes(sound[:8192] + b"\xc1" * 4096 + sound[12288:])
    (folder / "words.txt").write_text("mine")
    (folder / ".hidden.db").write_bytes(sound)
    (folder / "folder.db").mkdir()
    if os.name != "nt":
        os.mkfifo(folder / "pipe.db")
        (folder / "nowhere.db").symlink_to(folder / "gone")
    for at, name in enumerate(("kept.db", "locked.sealed", "later.db", "bad.db")):
        os.utime(folder / name, (86_400 * (20_000 + at),) * 2)
    found = backups_beside(place)
    assert found.path.map(lambda path: path.name).tolist() == [
        "later.db",
        "locked.sealed",
        "kept.db",
    ]
    assert found["last"].tolist() == [
        "Delta added to your targets.",
        "",
        "Delta added to your targets.",
    ]
    assert found.encrypted.tolist() == [False, True, False]
    assert found.day.dt.strftime("%Y-%m-%d").tolist() == ["2024-10-06", "2024-10-05", "2024-10-04"]
    assert backups_beside(place, most=1).path.tolist() == [folder / "later.db"]
    shutil.copy(folder / "locked.sealed", place)
    assert place in set(backups_beside(place).path)
    assert backups_beside(folder / "none" / "me.db").empty
