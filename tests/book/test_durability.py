"""What a book keeps when the worst happens: kill -9, a crowd, a full disk, a read-only place.

An act that was acknowledged is in the book, once, whatever came after; one that was not is there as
a whole or not at all.
"""

from __future__ import annotations

import os
import random
import shutil
import signal
import sqlite3
import subprocess
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest

from infonet.book import Book
from tests.book.test_kept import same
from tests.book.test_snapshot import MANY
from tests.book_exports import ROBIN, export
from tests.book_workers import NOBODY, Workers
from tests.conftest import Counted

pytestmark = pytest.mark.skipif(os.name == "nt", reason="signals, limits and modes are POSIX")

SEED = 20260630
PER_BOOK = 25  # kills that one book survives before the next is made
LONGEST = 0.1  # seconds from the start of a process to its end, at first
REPEATED = "`asked` with `Ana Diaz` about `Delta` on 2026-03-02 was not written"


@pytest.fixture(scope="module")
def workers() -> Iterator[Workers]:
    with Workers() as made:
        yield made


def whole(path: Path) -> bool:
    """Whether SQLite finds nothing wrong with the file."""
    with closing(sqlite3.connect(path)) as con:
        return con.execute("PRAGMA integrity_check").fetchall() == [("ok",)]


def made_by(act: str) -> set[str]:
    """Return what an act of the endless worker leaves in the book."""
    turn = int(act.rpartition("-")[2]) % 4
    return {act} if turn == 1 else {f"in/p-{act}"} if turn == 0 else {f"{act}-{x}" for x in "abc"}


def marks(book: Book) -> Counter[str]:
    """How often each mark of the endless worker stands in the book."""
    tables = book.tables()
    people = [key for key in tables.people.person if key.startswith("in/p-")]
    return Counter([*tables.events.note, *people])


@pytest.mark.evidence
def test_what_was_acknowledged_survives_kill_9(
    workers: Workers, tmp_path: Path, full_count: Callable[[int, int], int], counted: Counted
) -> None:
    rng = random.Random(SEED)
    kills, acknowledged, unsaid, longest = full_count(16, 1_000), 0, 0, LONGEST
    book, expected = Book(), set[str]()
    for number in range(kills):
        if number % PER_BOOK == 0:
            book, expected = Book(tmp_path / f"{number}.db"), set()
            book.tie("Ana Diaz", closeness="strong", new=True)
        job = {"job": "endless", "path": str(book.path), "folder": str(tmp_path)}
        (child,) = workers.start({**job, "name": str(number)})
        time.sleep(rng.uniform(0, longest))
        os.kill(child, signal.SIGKILL)
        said, ended = workers.said()
        assert ended == [-signal.SIGKILL]
        acts = [message["done"] for message in said]
        assert acts == [f"{number}-{n + 1}" for n in range(len(acts))]
        assert whole(book.path)
        found = marks(book)
        for act in acts:
            expected |= made_by(act)
        # The act under way may be kept without a word of it: as a whole.
        under_way = made_by(f"{number}-{len(acts) + 1}")
        if under_way & found.keys():
            expected |= under_way
            unsaid += 1
        acknowledged += len(acts)
        if acknowledged <= number / 2:  # on a busy machine the next one gets longer
            longest *= 1.2
        assert found == Counter(expected), f"after kill {number}"
    assert acknowledged > kills / 4, "killed before anything was done: nothing is shown"
    assert unsaid < kills
    counted("kills of a writer at work", kills, acts_acknowledged=acknowledged, lost=0)


@pytest.mark.evidence
def test_eight_processes_log_at_once_and_each_event_is_kept_once(
    workers: Workers, tmp_path: Path, full_count: Callable[[int, int], int], counted: Counted
) -> None:
    count = full_count(12, 1_000)
    book = Book(tmp_path / "me.db")
    book.tie("Ana Diaz", new=True)
    job = {"job": "log", "path": str(book.path), "count": count}
    workers.run(*({**job, "name": str(worker)} for worker in range(8)))
    events = book.tables().events
    assert sorted(events.note) == sorted(f"{w}-{n}" for w in range(8) for n in range(count))
    assert events.event.is_unique
    assert len(book.history()) == 1 + 8 * count
    assert whole(book.path)
    counted("writers", 8 * count, lost=0, doubled=0)


@pytest.mark.evidence
def test_two_processes_that_act_at_once_read_what_a_book_without_a_snapshot_says(
    workers: Workers, tmp_path: Path, full_count: Callable[[int, int], int]
) -> None:
    # Each writes the snapshot for the other: what it holds must be what it says it is of.
    rounds = full_count(4, 300)
    book = Book(tmp_path / "me.db", me=ROBIN)
    book.add(export(*MANY, exported="2026-03-01"))
    book.tables()
    beside = tmp_path / ".me.db-snapshot"
    assert beside.exists(), "the book is too small to have a snapshot: nothing is shown"
    names = [str(one["name"]) for one in MANY[:9]]
    job = {"job": "race", "path": str(book.path), "rounds": rounds, "people": names}
    said = workers.run(*({**job, "seed": SEED + number} for number in range(2)))
    assert [one["unlike"] for one in said] == [[], []]
    assert sum(one["compared"] for one in said) >= rounds / 4
    assert whole(book.path)
    # Whichever of them wrote it last.
    last = Book(book.path).tables()
    beside.unlink()
    same(last, Book(book.path).tables())


def test_two_processes_may_make_the_same_book(workers: Workers, tmp_path: Path) -> None:
    path = tmp_path / "me.db"
    job = {"job": "log", "path": str(path), "me": ROBIN, "count": 0}
    workers.run(*({**job, "name": name} for name in "ab"))
    assert Book(path).history().kind.tolist() == ["me"]
    assert [file.name for file in tmp_path.iterdir()] == ["me.db"]


def test_a_disk_that_is_full_costs_only_what_it_says(workers: Workers, tmp_path: Path) -> None:
    book = Book(tmp_path / "me.db")
    book.tie("Ana Diaz", new=True)
    limit = book.path.stat().st_size + 100_000
    (told,) = workers.run({"job": "until full", "path": str(book.path), "limit": limit})
    assert REPEATED in told["said"] and "disk" in told["said"]
    assert told["kept"] > 0
    # All that was logged before, and one more when there was room again.
    assert Counter(book.tables().events.stage) == {"asked": told["kept"], "held": 1}
    assert whole(book.path)


@pytest.mark.parametrize("what", ["book", "backup"])
def test_what_a_kill_leaves_of_a_copy_is_swept_at_the_next_start(
    workers: Workers, tmp_path: Path, what: str
) -> None:
    """Killed at each step that writes: there is the whole file or none, and later nothing else."""
    home = tmp_path / "home"
    home.mkdir()
    path, copy = home / "me.db", home / "copy.db"
    if what == "backup":
        Book(path).tie("Ana Diaz", new=True)
    reached: list[str] = []
    for at in range(1, 20):
        job = {"job": "stopped", "path": str(path), "at": at, "what": what, "copy": str(copy)}
        (child,) = workers.start(job)
        message = workers.next()
        if message["reached"] == "the end":
            workers.said()
            break
        reached.append(message["reached"])
        os.kill(child, signal.SIGKILL)
        workers.said()
        made = copy if what == "backup" else path
        if made.exists():
            assert whole(made)
            made.unlink()
        if what == "backup":
            assert len(Book(path).history()) == 1
            assert [file.name for file in home.iterdir()] == ["me.db"]
        else:
            assert Book(path).history().empty
            assert [file.name for file in home.iterdir()] == ["me.db"]
            path.unlink()
    # Before and after the content was written, flushed, and given its name.
    assert {"connect", "fsync", "link"} <= {*reached}
    assert sorted(file.name for file in home.iterdir()) == (
        ["copy.db", "me.db"] if what == "backup" else ["me.db"]
    )


def test_a_kill_while_the_tables_are_kept_leaves_all_of_them_or_none(
    workers: Workers, tmp_path: Path
) -> None:
    home = tmp_path / "home"
    home.mkdir()
    book, kept = Book(home / "me.db"), home / ".me.db-snapshot"
    book.add(export(*MANY))
    said, older = book.tables(), kept.read_bytes()
    book.add(export(*MANY[5:], exported="2026-05-01"))
    expected, reached = Book(book.path, read_only=True).tables(), []
    for at in range(1, 20):
        kept.write_bytes(older)
        job = {"job": "stopped", "path": str(book.path), "at": at, "what": "tables", "copy": ""}
        (child,) = workers.start(job)
        reached.append(workers.next()["reached"])
        if reached[-1] == "the end":
            workers.said()
            break
        os.kill(child, signal.SIGKILL)
        workers.said()
        # Whatever was there is whole: the older one, or the new one.
        assert kept.read_bytes() == older or reached[-1] == "fsync"
        same(Book(book.path, read_only=True).tables(), expected)
        same(Book(book.path).tables(), expected)
        assert sorted(file.name for file in home.iterdir()) == [".me.db-snapshot", "me.db"]
    assert reached[-1] == "the end" and {"fsync", "replace"} <= {*reached}
    assert kept.read_bytes() != older
    assert len(said.jobs.dropna(subset="end")) < len(expected.jobs.dropna(subset="end"))


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """Mount a file system of one megabyte."""
    place = tmp_path / "disk"
    place.mkdir()
    mount = shutil.which("mount")
    made = mount and subprocess.run(
        [mount, "-t", "tmpfs", "-o", "size=1m", "tmpfs", place], capture_output=True, check=False
    )
    if not made or made.returncode:
        pytest.skip("a small disk cannot be mounted here; a limit on the file stands in for it")
    yield place
    subprocess.run(["umount", "--lazy", place], check=True)


def test_a_real_disk_that_is_full_costs_only_what_it_says(
    workers: Workers, small_disk: Path
) -> None:
    book = Book(small_disk / "me.db")
    book.tie("Ana Diaz", new=True)
    ballast = small_disk / "ballast"
    ballast.write_bytes(bytes(400_000))
    (told,) = workers.run({"job": "until full", "path": str(book.path)})
    assert REPEATED in told["said"]
    assert "the disk is full; free some space and try again" in told["said"]
    ballast.unlink()
    book.log("held", "Ana Diaz", date="2026-03-09")
    assert Counter(book.tables().events.stage) == {"asked": told["kept"], "held": 1}
    assert whole(book.path)


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """Make a folder that everybody may enter, unlike those of pytest; its book is nobody's."""
    folder = Path(tempfile.mkdtemp(prefix="infonet-"))
    folder.chmod(0o755)
    yield folder
    folder.chmod(0o755)
    shutil.rmtree(folder)


@pytest.mark.parametrize(("folder_mode", "file_mode"), [(0o555, 0o600), (0o755, 0o400)])
def test_a_read_only_place_is_said_and_the_book_stays(
    workers: Workers, open_folder: Path, folder_mode: int, file_mode: int
) -> None:
    book = Book(open_folder / "me.db")
    book.tie("Ana Diaz", new=True)
    before = book.path.read_bytes()
    if os.geteuid() == 0:  # to whom no mode applies: the worker gives up being root
        os.chown(book.path, NOBODY, NOBODY)
        os.chown(open_folder, NOBODY, NOBODY)
    book.path.chmod(file_mode)
    open_folder.chmod(folder_mode)
    (told,) = workers.run({"job": "as nobody", "path": str(book.path)})
    assert REPEATED in told["said"]
    assert "writable" in told["said"]
    open_folder.chmod(0o755)
    book.path.chmod(0o600)
    assert book.path.read_bytes() == before
    (told,) = workers.run({"job": "as nobody", "path": str(book.path)})
    assert told["said"] == "it was written"
    assert len(book.tables().events) == 1
