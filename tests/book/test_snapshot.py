"""The file beside a large book, from which it is opened: never seen, except in how soon it comes.

That it is read shows when the facts are changed behind the back of the book, which no act does.
"""

from __future__ import annotations

import os
import random
import shutil
import sqlite3
import stat
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from infonet.book import Book
from infonet.errors import InfonetError
from infonet.tables import Tables
from tests.book.test_kept import ACTS, same
from tests.book_exports import ANA, BO, ROBIN, export

SEED = 20260630
MANY = [
    {
        "slug": f"person-{number}",
        "name": f"Given{number % 23} Family{number}",
        "company": f"Employer {number % 37}",
        "title": f"Title {number % 11}",
        "since": f"20{10 + number % 15}-05-01",
    }
    for number in range(400)
]
EXPORT = "2026-03-01"


@pytest.fixture(scope="module")
def large() -> Iterator[Path]:
    """Make a large book that was looked at, in a folder of its own."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "me.db"
        book = Book(path, me=ROBIN)
        book.add(export(ANA, BO, *MANY, exported=EXPORT))
        book.add(export(BO, *MANY[::7], exported="2026-04-01", owner="in/ana-diaz"), "Ana Diaz")
        book.tables()
        yield path


@contextmanager
def copied(book: Path) -> Iterator[Path]:
    """Lend a copy of a book, with whatever stands beside it."""
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder) / "home"
        shutil.copytree(book.parent, home)
        yield home / book.name


@pytest.fixture
def path(large: Path) -> Iterator[Path]:
    with copied(large) as made:
        yield made


def beside(path: Path) -> Path:
    return path.parent / ".me.db-snapshot"


def anew(path: Path) -> Tables:
    """Return what a book says without anything beside it."""
    with tempfile.TemporaryDirectory() as folder:
        return Book(shutil.copy(path, folder)).tables()


def falsify(path: Path) -> None:
    """Change facts without an act: who reads them is found out."""
    with closing(sqlite3.connect(path)) as con, con:
        con.execute("DROP TRIGGER observation_no_update")
        con.execute("UPDATE observation SET name = 'False'")


def is_false(path: Path) -> bool:
    """Tell whether the facts were read for this answer."""
    names = Book(path, read_only=True).tables().people.name
    return bool((names == "False").any())


def test_a_large_book_is_opened_from_what_is_beside_it(path: Path) -> None:
    falsify(path)
    assert not is_false(path)
    beside(path).unlink()
    assert is_false(path)


def test_it_is_for_its_owner_alone_and_a_small_book_has_none(path: Path, tmp_path: Path) -> None:
    if os.name != "nt":
        assert stat.S_IMODE(beside(path).stat().st_mode) == 0o600
    book = Book(tmp_path / "me.db", me=ROBIN)
    book.add(export(ANA, BO))
    book.tables()
    assert [file.name for file in tmp_path.iterdir()] == ["me.db"]


def test_what_is_left_of_another_book_goes_when_the_book_is_a_small_one(path: Path) -> None:
    path.unlink()
    book = Book(path, me=ROBIN)
    book.add(export(ANA, BO))
    book.tables()
    assert [file.name for file in path.parent.iterdir()] == ["me.db"]


def test_a_tie_a_wish_and_the_log_are_applied_to_it(path: Path) -> None:
    acts = ("person", "ask", "reply", "note", "want", "company", "tie", "debrief", "mention")
    for act in acts:
        ACTS[act](Book(path))
    same(Book(path).tables(), anew(path))
    falsify(path)
    # Those of whom facts came since are read: all others are as they were.
    names = Book(path).tables().people.name
    assert 0 < (names == "False").sum() < 10


def test_another_epoch_begins_without_it(path: Path) -> None:
    kept = beside(path).read_bytes()
    falsify(path)
    with closing(sqlite3.connect(path)) as con, con:
        con.execute("UPDATE meta SET value = randomblob(16) WHERE key = 'epoch'")
    assert is_false(path)
    Book(path).tables()
    assert beside(path).read_bytes() != kept
    assert b"Family7" not in beside(path).read_bytes()


def test_whom_the_book_forgets_is_not_kept_beside_it(path: Path) -> None:
    name, older = b"Given3 Family3\x00", beside(path).read_bytes()
    assert name in older
    Book(path).forget("in/person-3").confirm()
    assert not beside(path).exists()
    # Nor does anything come back from one that was put there again.
    beside(path).write_bytes(older)
    tables = Book(path).tables()
    same(tables, anew(path))
    assert "in/person-3" not in set(tables.people.person)
    assert name not in beside(path).read_bytes()


def test_a_book_in_memory_sees_another_epoch_too(path: Path) -> None:
    book = Book(path)
    book.tables()
    falsify(path)
    assert not (book.tables().people.name == "False").any()
    with closing(sqlite3.connect(path)) as con, con:
        con.execute("UPDATE meta SET value = randomblob(16) WHERE key = 'epoch'")
    assert (book.tables().people.name == "False").any()


def test_a_book_opened_for_reading_reads_it_and_writes_none(path: Path) -> None:
    before = beside(path).read_bytes()
    Book(path).add(export(ANA, exported="2026-05-01"))
    same(Book(path, read_only=True).tables(), anew(path))
    assert beside(path).read_bytes() == before
    beside(path).unlink()
    Book(path, read_only=True).tables()
    assert not beside(path).exists()


@pytest.mark.filterwarnings("ignore:the book:infonet.errors.BookWarning")
def test_where_git_would_take_it_along_there_is_none(path: Path) -> None:
    (path.parent / ".git").mkdir()
    ignore = path.parent / ".gitignore"
    for rules, kept in (("me.db", False), ("me.db\n.me.db-snapshot", True), ("*.db*", True)):
        ignore.write_text(rules)
        book = Book(path)
        book.add(export(ANA, exported=f"2026-05-0{len(book.history())}"))
        same(book.tables(), anew(path))
        assert beside(path).exists() is kept, rules


def test_a_copy_of_the_book_is_the_book_alone(path: Path, tmp_path: Path) -> None:
    Book(path).backup(tmp_path / "copy.db")
    assert [file.name for file in tmp_path.iterdir()] == ["copy.db"]


def test_a_backup_put_back_says_what_was_in_it(path: Path, tmp_path: Path) -> None:
    """Both have one more act of one number, and the same count of acts undone."""
    Book(path).backup(tmp_path / "copy.db")
    book = Book(path)
    book.person("Cy Marsh", company="Echo")
    book.add(export(ANA, exported="2026-05-01"))
    book.tables()
    other = Book(tmp_path / "copy.db")
    other.person("Di Roe", company="Delta")
    other.add(export(BO, exported="2026-05-01"))
    shutil.copy(other.path, path)
    same(Book(path).tables(), anew(path))
    assert "Di Roe" in set(Book(path).tables().people.name)


def test_an_older_one_hides_no_later_act(path: Path) -> None:
    older = beside(path).read_bytes()
    book = Book(path)
    book.add(export(ANA, exported="2026-05-01"))
    book.person("Cy Marsh", company="Echo")
    book.undo(2)
    book.tables()
    assert beside(path).read_bytes() != older
    beside(path).write_bytes(older)
    same(Book(path).tables(), anew(path))


def test_a_link_leads_to_that_of_the_book(path: Path, tmp_path: Path) -> None:
    link = tmp_path / "link.db"
    try:
        link.symlink_to(path)
    except OSError:
        pytest.skip("links are not to be had here")
    falsify(path)
    assert not is_false(link)


def _folder(file: Path) -> None:
    file.unlink()
    file.mkdir()


def _pipe(file: Path) -> None:
    file.unlink()
    os.mkfifo(file)


DAMAGES: dict[str, Callable[[Path], object]] = {
    "empty": lambda file: file.write_bytes(b""),
    "another kind of file": lambda file: file.write_bytes(b"PK\x03\x04" * 1_000),
    "a half": lambda file: file.write_bytes(file.read_bytes()[: file.stat().st_size // 2]),
    "no end": lambda file: file.write_bytes(file.read_bytes()[:-9]),
    "only what it is": lambda file: file.write_bytes(file.read_bytes()[:17]),
    "a header without end": lambda file: file.write_bytes(
        file.read_bytes()[:17] + b"\xff" * 8 + file.read_bytes()[25:]
    ),
    "for everybody": lambda file: file.chmod(0o644),
    "a folder": _folder,
    "a link": lambda file: file.symlink_to(file.rename(file.with_name("elsewhere"))),
    "a pipe": _pipe,
}


@pytest.mark.skipif(os.name == "nt", reason="modes, links and pipes are POSIX")
@pytest.mark.parametrize("damage", DAMAGES)
def test_in_doubt_the_facts_are_read(path: Path, damage: str) -> None:
    said = anew(path)
    DAMAGES[damage](beside(path))
    same(Book(path).tables(), said)
    falsify(path)
    # It was written anew, unless a folder is in its place.
    assert is_false(path) == (damage == "a folder")
    assert not beside(path).is_symlink()


def test_a_link_at_its_place_is_replaced_and_not_followed(path: Path, tmp_path: Path) -> None:
    kept = tmp_path / "kept"
    kept.write_bytes(b"mine")
    beside(path).unlink()
    try:
        beside(path).symlink_to(kept)
    except OSError:
        pytest.skip("links are not to be had here")
    Book(path).tables()
    assert kept.read_bytes() == b"mine"


def test_one_byte_that_is_another_is_found(
    path: Path, full_count: Callable[[int, int], int]
) -> None:
    said, whole = anew(path), beside(path).read_bytes()
    rng = random.Random(SEED)
    for _ in range(full_count(12, 400)):
        at = rng.choice((rng.randrange(40), rng.randrange(2_000), rng.randrange(len(whole))))
        beside(path).write_bytes(
            whole[:at] + bytes([whole[at] ^ 1 << rng.randrange(8)]) + whole[at + 1 :]
        )
        same(Book(path, read_only=True).tables(), said)
        cut = rng.randrange(len(whole))
        beside(path).write_bytes(whole[:cut])
        same(Book(path, read_only=True).tables(), said)


LATER: dict[str, Callable[[Book], object]] = {
    **ACTS,
    "redo": lambda book: book.redo(),
    "new": lambda book: book.log("asked", "Fay Roe", date="2026-03-04", new=True),
    "merge": lambda book: book.same("in/person-3", "in/person-4"),
    "address": lambda book: book.person("Cy Marsh", url="https://www.linkedin.com/in/person-5"),
    "rate": lambda book: book.rate(["Bo Lin", "in/person-9"], "weak"),
    "between": lambda book: book.tie("in/person-8", "in/person-9", kind="colleagues"),
    "employer": lambda book: book.person("in/person-8", company="Foxtrot", title="Lead"),
    "undo the first": lambda book: book.undo(2),
    "undo the list": lambda book: book.undo(3),
    "gone": lambda book: book.add(export(ANA, *MANY[5:], exported="2026-05-02")),
    "look": lambda book: book.tables(),
    "shift": lambda book: book.undo(int(book.history().act.iloc[-2])),
}


@given(st.lists(st.sampled_from(sorted(LATER)), max_size=8))
@settings(max_examples=15)
def test_a_book_opened_from_it_says_what_one_without_says(large: Path, acts: list[str]) -> None:
    with copied(large) as path:
        stale = [beside(path).read_bytes()]
        book = Book(path)
        for act in acts:
            try:
                LATER[act](book)
            except InfonetError:
                continue  # nothing to undo, nobody of that name
            if beside(path).read_bytes() != stale[-1]:
                stale.append(beside(path).read_bytes())
        said = anew(path)
        same(Book(path).tables(), said)
        same(Book(path).tables(), said)
        for earlier in stale:
            beside(path).write_bytes(earlier)
            same(Book(path, read_only=True).tables(), said)
        same(book.tables(), said)
