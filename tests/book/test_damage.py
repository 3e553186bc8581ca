"""Damaged books and places that are none: one sentence about what is wrong, and never a hang."""

from __future__ import annotations

import os
import random
import sqlite3
from collections.abc import Callable
from contextlib import closing, suppress
from pathlib import Path
from typing import Any

import pytest

import infonet
from infonet.book import Book
from infonet.errors import BookError, InfonetError, ReadError
from infonet.files import make_folder, named, read_bytes, save
from infonet.prepare import (
    Draft,
    Page,
    SearchRecord,
    attendees,
    draft,
    news,
    questions,
    search_record,
)
from infonet.writers import write
from tests.book.test_schema import everything
from tests.conftest import Counted, full_or_reduced

TRIALS = full_or_reduced(16, 2_000)

USES: dict[str, Callable[[Book], object]] = {
    "tables": lambda book: book.tables(),
    "history": lambda book: book.history(),
    "notes": lambda book: book.notes(),
    "who": lambda book: book.who("Ana Diaz"),
    "check": lambda book: book.check(),
    "backup": lambda book: book.backup(book.path.with_name("copy.db"), replace=True),
    "log": lambda book: book.log("held", "Ana Diaz", date="2026-03-02"),
    "undo": lambda book: book.undo(),
}


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    return everything(tmp_path_factory.mktemp("sound") / "me.db").path.read_bytes()


def one_sentence(error: InfonetError | str) -> bool:
    return "\n" not in str(error) and len(str(error)) < 500


def use(path: Path) -> list[str]:
    """Use a book in every way; whatever is raised but one sentence of ours fails the test."""
    said: list[str] = []  # an error that is kept would keep the file open
    try:
        book = Book(path)
        for act in USES.values():
            try:
                act(book)
            except InfonetError as error:
                said.append(str(error))
    except BookError as error:
        said.append(str(error))
    assert all(map(one_sentence, said))
    return said


def mutated(content: bytes, chance: random.Random) -> bytes:
    """Cut a file short, change bytes anywhere or in its head, or empty a part of it."""
    data = bytearray(content)
    kind = chance.randrange(4)
    if kind == 0:
        return bytes(data[: chance.randrange(len(data))])
    if kind == 1:
        start = chance.randrange(len(data))
        end = min(len(data), start + chance.choice([16, 512, 4_096]))
        data[start:end] = bytes(end - start)
        return bytes(data)
    many, before = (chance.choice([5, 500]), len(data)) if kind == 2 else (2, 100)
    for _ in range(many):
        data[chance.randrange(before)] = chance.randrange(256)
    return bytes(data)


@pytest.mark.evidence
@pytest.mark.filterwarnings("ignore::infonet.errors.BookWarning")
def test_a_damaged_file_is_one_sentence(sound: bytes, tmp_path: Path, counted: Counted) -> None:
    chance = random.Random(14)
    path = tmp_path / "me.db"
    for _ in range(TRIALS):
        for left in tmp_path.iterdir():
            left.unlink()
        path.write_bytes(mutated(sound, chance))
        use(path)
    counted("damaged books", TRIALS, other_exceptions=0)


@pytest.mark.parametrize(
    ("damage", "words"),
    [
        ("PRAGMA user_version = 0", "another kind of file"),
        ("PRAGMA user_version = -1", "another kind of file"),
        ("PRAGMA user_version = 99", "newer infonet"),
        ("PRAGMA application_id = 0", "another kind of file"),
        ("DELETE FROM meta WHERE key = 'id'", "the number of the book is missing"),
        ("DROP TABLE event", "no such table: event"),
        ("DELETE FROM act", "refers to a missing act"),
        ("UPDATE event SET date = 'soon'", "its values are not those that infonet wrote"),
        ("UPDATE job SET start = '2026-99-99'", "its values are not those that infonet wrote"),
        ("UPDATE target SET aliases = '{'", "its values are not those that infonet wrote"),
        ("UPDATE note SET text = CAST(x'ff41' AS TEXT)", "cannot be read"),
    ],
)
@pytest.mark.filterwarnings("ignore::infonet.errors.BookWarning")
def test_what_makes_no_sense_in_it_is_said(
    sound: bytes, tmp_path: Path, damage: str, words: str
) -> None:
    path = tmp_path / "me.db"
    path.write_bytes(sound)
    with closing(sqlite3.connect(path, isolation_level=None)) as con:
        con.create_function("checksum", -1, lambda *_: 0)
        for (name,) in con.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'"):
            con.execute(f"DROP TRIGGER {name}")
        con.execute("PRAGMA foreign_keys = OFF")
        con.execute("PRAGMA ignore_check_constraints = ON")
        con.execute(damage)
    said = use(path)
    assert any(words in each for each in said), said


def test_a_day_that_is_none_is_noticed_though_its_checksum_holds(tmp_path: Path) -> None:
    book = everything(tmp_path / "me.db")
    with closing(sqlite3.connect(book.path, isolation_level=None)) as con:
        con.execute("PRAGMA ignore_check_constraints = ON")
        con.create_function("checksum", -1, lambda *_: 0)
        for (name,) in con.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'"):
            con.execute(f"DROP TRIGGER {name}")
        con.execute("UPDATE job SET start = '2026-02-30'")
    assert "`2026-02-30` is no day" in book.check().problem.tolist()


def test_an_error_in_a_sound_book_stays_what_it_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise KeyError("a fault of infonet")

    book = everything(tmp_path / "me.db")
    with pytest.raises(ZeroDivisionError), book.one_act("of the caller"):
        raise ZeroDivisionError
    monkeypatch.setattr(infonet.book, "project", fail)
    with pytest.raises(KeyError, match="a fault of infonet"):
        book.tables()


WORDS = "four words of mine"
ODD = {
    "a null character": "a\0b.db",
    "400 letters": "x" * 400,
    "a folder of 400 letters": "y" * 400 + "/me.db",
    "very many folders": "/".join(["d" * 200] * 30),
    "half a character": "a\ud800b.db",
    "nobody's home": "~nobody-at-all/me.db",
    "a number": 7,
    "a list": ["me.db"],
    "bytes with a null character": b"a\0b.db",
}
PLACES: dict[str, Callable[[Book, object], object]] = {
    "a book": lambda _, place: Book(place),  # type: ignore[arg-type]  # on purpose, as below
    "a book to read": lambda _, place: Book(place, read_only=True),  # type: ignore[arg-type]
    "a backup": lambda book, place: book.backup(place),  # type: ignore[arg-type]
    "an import": lambda book, place: book.add(place),  # type: ignore[arg-type]
    "read": lambda _, place: infonet.read(place),  # type: ignore[arg-type]
    "save": lambda _, place: save(place, "x", replace=True),  # type: ignore[arg-type]
    "read_bytes": lambda _, place: read_bytes(place),  # type: ignore[arg-type]
    "make_folder": lambda _, place: make_folder(place),  # type: ignore[arg-type]
    "a check": lambda book, place: book.check(place),  # type: ignore[arg-type]
    "news": lambda _, place: news(place),  # type: ignore[arg-type]
    "attendees": lambda _, place: attendees(place),  # type: ignore[arg-type]
    "restore": lambda book, place: Book.restore(place, book.path.with_name("new.db")),  # type: ignore[arg-type]
    "restore to": lambda book, place: Book.restore(book.path, place),  # type: ignore[arg-type]
    "go back": lambda book, place: book.go_back(place),  # type: ignore[arg-type]
    "rescue": lambda _, place: infonet.book.rescue(place),  # type: ignore[arg-type]
    "share": lambda book, place: book.share(place, passphrase=WORDS),  # type: ignore[arg-type]
    "the key": lambda _, place: infonet.readers.share_key_of(place, WORDS),  # type: ignore[arg-type]
    "write": lambda book, place: write(book, place, "json"),  # type: ignore[arg-type]
    "write a workbook": lambda book, place: write(book, place, "xlsx"),  # type: ignore[arg-type]
    "a page": lambda _, place: Page("", ()).save(place),  # type: ignore[arg-type]
    "a draft": lambda book, place: _draft(book).save(place),  # type: ignore[arg-type]
    "templates": lambda book, place: _draft(book, templates=place),
    "questions": lambda _, place: questions(bank=place),  # type: ignore[arg-type]
    "a proof": lambda book, place: _proof(book).save(place),  # type: ignore[arg-type]
}


def _draft(book: Book, **more: Any) -> Draft:
    return draft("scout", "Ana Diaz", book=book, field="data", **more)


def _proof(book: Book) -> SearchRecord:
    return search_record(book, since="2026-01-01", until="2026-02-01")


def test_whatever_is_named_is_sealed_or_not(tmp_path: Path) -> None:
    path = tmp_path / "sealed.db"
    everything(tmp_path / "me.db").backup(path, passphrase=WORDS)
    assert infonet.book.is_sealed(path) and infonet.book.is_sealed(str(path))
    assert not infonet.book.is_sealed(tmp_path / "me.db")
    odd: Any
    for odd in (*ODD.values(), "/", "", tmp_path / "none.db"):
        with suppress(InfonetError):  # and nothing else
            assert not infonet.book.is_sealed(odd)


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("name", ODD)
def test_a_name_that_none_can_have_is_one_sentence(name: str, place: str) -> None:
    with pytest.raises(InfonetError) as raised:
        PLACES[place](Book(), ODD[name])
    assert one_sentence(raised.value)
    assert str(raised.value).encode(), "it can be printed"
    assert raised.value.plain


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("name", ["/", ".", "..", "nothing"])
def test_a_folder_is_no_book(
    name: str, place: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "below").mkdir()
    monkeypatch.chdir(tmp_path / "below")
    try:
        PLACES[place](everything(tmp_path / "all.db"), name.removeprefix("nothing"))
    except InfonetError as error:
        said: InfonetError | None = error
    else:
        said = None
    assert said is None or one_sentence(said)
    assert said or place in ("make_folder", "an import", "read", "a check")


@pytest.mark.skipif(os.name == "nt", reason="pipes with a name are POSIX")
@pytest.mark.parametrize("place", PLACES)
def test_nobody_waits_for_a_pipe(tmp_path: Path, place: str) -> None:
    os.mkfifo(tmp_path / "me.db")
    if place == "save":  # it is replaced, and nobody opens it
        PLACES[place](Book(), tmp_path / "me.db")
        return
    with pytest.raises(InfonetError):
        PLACES[place](Book(), tmp_path / "me.db")


def test_a_folder_that_may_not_be_looked_into_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(os, "lstat", refuse)
    with pytest.raises(BookError, match="in a folder that you may not look into"):
        Book("me.db")
    with pytest.raises(ReadError, match="in a folder that you may not look into"):
        infonet.read("Connections.csv")


def test_a_name_in_bytes_is_as_good(tmp_path: Path) -> None:
    assert named(os.fsencode(tmp_path / "é.db")) == tmp_path / "é.db"  # type: ignore[arg-type]


def test_an_error_that_is_kept_keeps_nothing_locked(tmp_path: Path) -> None:
    book = Book(tmp_path / "me.db", me="Robin Roe")
    book.tie("Ana Diaz", new=True)
    book.log("asked", "Ana Diaz", "Delta", date="2026-03-02")
    with closing(sqlite3.connect(book.path)) as con:
        con.execute("DROP TRIGGER event_no_update")
        con.execute("UPDATE event SET date = CAST(x'ff' AS TEXT)")
        con.commit()
    kept = []
    for act in USES.values():
        try:
            act(book)
        except InfonetError as error:
            kept.append(error)
    assert len(kept) > 2
    with closing(sqlite3.connect(book.path, timeout=0.0)) as con:
        con.execute("BEGIN EXCLUSIVE")
