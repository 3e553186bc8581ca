"""Going back to a backup: what would be lost is said, and the book of before is kept."""

from __future__ import annotations

import random
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pandas as pd
import pytest

from infonet.book import Book
from infonet.errors import BookError, InfonetError, ReadError
from tests.book_exports import ROBIN

WORDS = "four words of mine"
HERE = Path(__file__).parent.parent


@pytest.fixture
def book(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Book:
    """Make a book with a backup, `kept.db`, since which two things were done."""
    monkeypatch.setenv("INFONET_HOME", str(tmp_path / "settings"))
    book = Book(tmp_path / "me.db", me=ROBIN)
    book.tie("Ana Diaz", closeness="strong", new=True)
    book.want("Delta")
    book.backup(tmp_path / "kept.db")
    book.want("Echo")
    book.note("Ana Diaz", "learnt", "sails")
    return book


def same(one: Book, other: Book) -> bool:
    return all(a.equals(b) for a, b in zip(one.tables(), other.tables(), strict=True))


def test_what_would_be_lost_is_said_first_and_nothing_is_done(book: Book, tmp_path: Path) -> None:
    before = book.path.read_bytes()
    back = book.go_back(tmp_path / "kept.db")
    assert back.lost.kind.tolist() == ["note", "want"]
    assert back.lost.what.iloc[1] == "Echo added to your targets."
    assert back.lost.act.tolist() == [5, 4]
    assert not back.is_anothers
    assert back.day == book.history()["at"].iloc[2].floor("D")
    said = back.lines()
    assert said[0].startswith("The last thing done in kept.db: Delta added to your targets")
    assert said[1] == "In it: 1 person, 1 target, 0 log entries."
    assert said[2].startswith("Your book loses 2 things done since: “")
    assert said[3] == "Your book as it is now is kept beside it, as me-before.db."
    assert "`.confirm()` does it" in repr(back)
    assert book.path.read_bytes() == before
    assert not (tmp_path / "me-before.db").exists()


def test_the_book_is_as_it_was_and_that_of_before_is_kept_and_known(
    book: Book, tmp_path: Path
) -> None:
    other = Book(book.path)
    now, then = book.tables(), Book(tmp_path / "kept.db").tables()
    other.tables()
    copy = Book(shutil.copy(book.path, tmp_path / "copy.db"))
    said = book.go_back(tmp_path / "kept.db").confirm()
    assert said == (
        "Your book is again as it was in kept.db. As it was before, it is kept as me-before.db."
    )
    for each in (book, other, Book(book.path)):  # what each had read before holds no more
        pd.testing.assert_frame_equal(each.tables().companies, then.companies)
        pd.testing.assert_frame_equal(each.tables().notes, then.notes)
    assert len(now.companies) == 2 and len(then.companies) == 1
    assert book.check().empty
    kept = Book(tmp_path / "me-before.db")
    assert same(kept, copy)
    assert (tmp_path / "me-before.db").stat().st_mode & 0o077 == 0
    assert set(book.backups().path) == {tmp_path / "kept.db", tmp_path / "me-before.db"}
    # And there and back again: nothing is written over.
    said = book.go_back(tmp_path / "me-before.db").confirm()
    assert said.endswith("it is kept as me-before-2.db.")
    assert same(book, copy)
    book.want("Hotel")
    assert len(book.tables().companies) == 3


def test_an_encrypted_backup_needs_its_passphrase(book: Book, tmp_path: Path) -> None:
    book.backup(tmp_path / "sealed", passphrase=WORDS)
    book.want("Hotel")
    listed = book.backups().set_index("path").encrypted
    assert listed.to_dict() == {tmp_path / "sealed": True, tmp_path / "kept.db": False}
    with pytest.raises(BookError, match="`sealed` is encrypted"):
        book.go_back(tmp_path / "sealed")
    with pytest.raises(InfonetError, match="passphrase"):
        book.go_back(tmp_path / "sealed", passphrase=WORDS[::-1])
    with pytest.raises(BookError, match="not encrypted"):
        book.go_back(tmp_path / "kept.db", passphrase=WORDS)
    back = book.go_back(tmp_path / "sealed", passphrase=WORDS)
    assert back.lost.what.tolist() == ["Hotel added to your targets."]
    back.confirm()
    assert book.tables().companies.company.tolist() == ["Delta", "Echo"]


def test_what_is_no_backup_or_damaged_is_refused_and_the_book_stays(
    book: Book, tmp_path: Path
) -> None:
    before = book.path.read_bytes()
    sound = (tmp_path / "kept.db").read_bytes()
    newer = bytearray(sound)
    newer[60:64] = (99).to_bytes(4)
    for content in (b"", b"no", b"x" * 5_000, sound[:5_000], bytes(newer)):
        (tmp_path / "bad.db").write_bytes(content)
        with pytest.raises(BookError, match=r"bad\.db` (is|was)"):
            book.go_back(tmp_path / "bad.db")
    with closing(sqlite3.connect(tmp_path / "odd.db")) as con:
        con.execute("CREATE TABLE x (y)")
    with pytest.raises(BookError, match="no backup of a book"):
        book.go_back(tmp_path / "odd.db")
    with pytest.raises(ReadError):
        book.go_back(tmp_path / "none.db")
    with pytest.raises(BookError, match="read_only"):
        Book(book.path, read_only=True).go_back(tmp_path / "kept.db")
    assert book.path.read_bytes() == before


def test_what_is_done_meanwhile_is_not_lost_unseen(book: Book, tmp_path: Path) -> None:
    back = book.go_back(tmp_path / "kept.db")
    Book(book.path).want("Hotel")
    with pytest.raises(BookError, match="look again") as raised:
        back.confirm()
    assert str(tmp_path) not in raised.value.plain
    assert "Hotel" in set(book.tables().companies.company)
    assert not (tmp_path / "me-before.db").exists()


def test_a_backup_of_another_book_and_of_an_earlier_infonet_say_so(
    book: Book, tmp_path: Path
) -> None:
    with closing(sqlite3.connect(tmp_path / "old.db")) as con:
        con.executescript((HERE / "book_of_schema_2.sql").read_text("utf-8"))
    old = (tmp_path / "old.db").read_bytes()
    back = book.go_back(tmp_path / "old.db")
    assert back.is_anothers
    assert len(back.lost) == 5
    assert "It is the backup of another book: nothing of this one is in it." in back.lines()
    back.confirm()
    assert (tmp_path / "old.db").read_bytes() == old
    shutil.copy(tmp_path / "old.db", tmp_path / "up.db")
    (tmp_path / "up.db").chmod(0o600)
    assert same(book, Book(tmp_path / "up.db"))
    assert tmp_path / "me-before.db" in set(book.backups().path)


def test_whom_you_have_forgotten_since_is_said_to_be_back(book: Book, tmp_path: Path) -> None:
    (tmp_path / "kept.db").rename(tmp_path / "away.db")
    book.forget("Ana Diaz").confirm()
    back = book.go_back(tmp_path / "away.db")
    assert "Whoever you have forgotten since is in it again: forget them anew." in back.lines()


def test_a_damaged_book_that_still_opens_is_gone_back_from_and_kept(
    book: Book, tmp_path: Path
) -> None:
    sound, then = book.path.read_bytes(), Book(tmp_path / "kept.db").tables()
    rng, size, damaged = random.Random(20260630), 4096, 0
    pages = [
        bytearray(sound[:at] + b"\xc1" * size + sound[at + size :])
        for at in range(size, len(sound), 7 * size)
    ]
    flipped = [bytearray(sound) for _ in pages]
    for bad in flipped:
        for _ in range(30):
            bad[rng.randrange(100, len(bad))] ^= rng.randrange(1, 256)
    for bad in (*pages, *flipped):
        book.path.write_bytes(bad)
        back = book.go_back(tmp_path / "kept.db")
        damaged += back.is_damaged
        assert back.is_damaged == ("is damaged: it cannot be said" in repr(back))
        assert not back.is_damaged or back.lost.empty
        back.confirm()
        pd.testing.assert_frame_equal(book.tables().companies, then.companies)
        assert book.check().empty
        kept = (tmp_path / "me-before.db").read_bytes()
        assert len(kept) == len(bad) and kept[size:] == bad[size:]
        (tmp_path / "me-before.db").unlink()
    assert 2 < damaged < len(pages) + len(flipped)


@pytest.mark.parametrize("way", ["made", "restored"])
def test_what_a_book_that_is_gone_left_beside_it_is_not_applied_to_the_next(
    way: str, tmp_path: Path
) -> None:
    """SQLite rolls a journal into whatever lies beside it: a new book had the old one's targets."""
    old = Book(tmp_path / "me.db", me=ROBIN)
    with old.one_act("Many wishes."):
        for number in range(60):
            old.want(f"Company {number}")
    backup = tmp_path / "backup.db"
    Book(tmp_path / "other.db", me=ROBIN).backup(backup)
    with closing(sqlite3.connect(old.path, isolation_level=None)) as con:
        con.execute("PRAGMA cache_size = 2")  # so that the journal is flushed, and then the pages
        con.execute("BEGIN IMMEDIATE")
        for table in ("observation", "act"):
            con.execute(f"DROP TABLE {table}")
        for number in range(500):
            con.execute(f"CREATE TABLE t{number}(x)")
        left = old.path.with_name("me.db-journal").read_bytes()
    place = tmp_path / "new.db"
    place.with_name("new.db-journal").write_bytes(left)
    another = Book(tmp_path / "new-left.db", me=ROBIN)  # to which it must not be applied, either
    another.want("Delta")
    book = Book(place, me=ROBIN) if way == "made" else Book.restore(backup, place)
    assert book.check().empty
    assert book.tables().companies.empty
    assert another.tables().companies.company.tolist() == ["Delta"]
    aside = place.with_name("new-left-2.db-journal")
    place.with_name("new-leftover.db-journal").write_bytes(b"of another book")
    place.with_name("new-left.db-journal").write_bytes(b"")  # of the other book at work
    assert aside.read_bytes() == left
    book.person("Ana Diaz", company="Delta", title="Buyer")
    gone = book.forget("Ana Diaz")
    assert gone.out_of_reach == [f"`{aside}`, which another book left here"]
    assert f"Not reached: `{aside}`" in gone.confirm()
