"""Everything that writes: each act on a book, each file that is saved, broken off at any moment.

`Workshop` does an operation in a child that is broken off (`tests.system_calls`), in a folder that
is the same each time, and judges what is left there: each file is as it was before or as the
operation leaves it, what was acknowledged is there, and nothing else lies beside.

``python -m tests.operations`` is the process that does so: it imports what is needed once, and
`tests/book/test_broken_off.py` asks it.
"""

from __future__ import annotations

import gc
import hashlib
import io
import json
import os
import random
import re
import shutil
import sqlite3
import sys
import tempfile
import zipfile
from collections.abc import Callable
from contextlib import closing
from dataclasses import asdict, dataclass, field
from functools import cache, partial
from pathlib import Path

import duckdb  # noqa: F401  # what is imported later is read from files that fail
import tqdm.auto  # noqa: F401

import infonet
from infonet import prepare, writers
from infonet.book import Book, rescue
from infonet.cohort import Cohort, Pool, best_paths
from infonet.files import sweep
from infonet.start import put_notebook
from tests.book_exports import ANA, BO, ROBIN, export, profile
from tests.cohort.pools import pool_of
from tests.system_calls import end_of, killed_within

__all__ = ["CLEAN", "OPERATIONS", "Workshop"]

HERE = Path(__file__).parent
DAY, AS_OF = "2026-03-02", "2026-06-30"
WORDS = "four words of mine"
CY = {"slug": "cy-moss", "name": "Cy Moss", "company": "Golf", "title": "Head"}
MANY = [
    {
        "slug": f"person-{number}",
        "name": f"Given{number % 23} Family{number}",
        "company": f"Employer {number % 37}",
        "title": f"Title {number % 11}",
    }
    for number in range(400)
]
CLEAN = ("lost", "corrupt", "foreign", "untold")
"""What nothing may be: an act that was acknowledged is not there; a file is neither as before nor
as after; a file lies beside that nobody asked for; what was raised is no sentence of ours."""


def mine(folder: Path) -> Book:
    """Open the book in a folder."""
    return Book(folder / "me.db", me=ROBIN)


def _book(folder: Path) -> None:
    """Make a book with something of everything, a backup of it, and a friend's export."""
    book = mine(folder)
    book.add(export(ANA, BO, CY))
    book.add(export(BO, owner="in/ana-diaz", path="hers.csv"), "Ana Diaz")
    book.want("Delta", priority=1)
    book.tie("Ana Diaz", closeness="strong")
    book.person("Cy Marsh", company="Echo")
    book.log("asked", "Ana Diaz", company="Delta", date=DAY)
    book.backup(folder / "kept.db")
    book.note("Bo Lin", "learnt", "plays chess with Ana Diaz")
    (folder / "log.csv").write_text("stage,person,date\nreplied,Ana Diaz,2026-03-05\n", "utf-8")
    (folder / "Connections.csv").write_text(
        "First Name,Last Name,URL,Email Address,Company,Position,Connected On\n"
        "Di,Roe,https://www.linkedin.com/in/di-roe,,Hotel,Cook,01 Mar 2024\n",
        "utf-8",
    )


def _large(folder: Path) -> None:
    """Make a book that is large enough for a snapshot beside it, which is of an earlier moment."""
    book = mine(folder)
    book.add(export(ANA, BO, *MANY))
    book.tables()
    book.add(export(*MANY[5:], exported="2026-05-01"))


def _undone(folder: Path) -> None:
    _book(folder)
    mine(folder).undo(others=True)


def _sealed(folder: Path) -> None:
    _book(folder)
    mine(folder).backup(folder / "sealed", passphrase=WORDS)
    (folder / "me.db").unlink()


def _damaged(folder: Path) -> None:
    """Write over the beginning of a book, beside which lies what SQLite makes and leaves alone."""
    _book(folder)
    content = (folder / "me.db").read_bytes()
    (folder / "me.db").write_bytes(b"\xc1" * 16 + content[16:])
    (folder / "me.db-shm").write_bytes(b"of the damaged book")


def _shared(folder: Path) -> None:
    """Make a book and what a friend shares from hers."""
    _book(folder)
    with tempfile.TemporaryDirectory() as other:
        hers = Book(Path(other) / "hers.db", me=profile("ana-diaz"))
        hers.add(export(BO, CY))
        hers.share(folder / "ana.json", passphrase=WORDS)


def _old(version: int) -> Callable[[Path], None]:
    def make(folder: Path) -> None:
        with closing(sqlite3.connect(folder / "me.db")) as con:
            con.executescript((HERE / f"book_of_schema_{version}.sql").read_text("utf-8"))
        (folder / "me.db").chmod(0o600)

    return make


def _places(folder: Path) -> None:
    """Leave an older file at every place that is written to."""
    (folder / "out").mkdir()
    for name in (*DOCUMENTS, *TAKEN_OUT):
        (folder / "out" / name).write_text("older")


def _cohort(folder: Path) -> None:
    _book(folder)
    made = Cohort(folder / "spring")
    made.agree(profile("ana-diaz"), by="on paper", date="2026-03-01")
    made.add(folder / "Connections.csv", profile("ana-diaz"))
    (folder / "hers").mkdir()
    lines = (folder / "Connections.csv").read_text("utf-8").splitlines()
    more = ["Eli,Orr,https://www.linkedin.com/in/eli-orr,,Delta,Buyer,01 Mar 2024"]
    (folder / "hers" / "Connections.csv").write_text("\n".join([*lines, *more]), "utf-8")


def _nothing(_: Path) -> None:
    pass


def _as_one(folder: Path) -> None:
    book = mine(folder)
    with book.one_act("two things"):
        book.want("Hotel")
        book.note("Ana Diaz", "learnt", "sails")


@cache
def _documents() -> dict[str, Callable[[Path], object]]:
    """Return everything but a book that is saved, worked out once."""
    book = _taken()
    page = infonet.brief(book, "Ana Diaz", as_of=AS_OF)
    draft = infonet.draft("stay in touch", "Ana Diaz", book=book, to="ana@example.com")
    record = prepare.search_record(book, since="2020-01-01", until=AS_OF)
    week = prepare.calendar(infonet.due(book, as_of=AS_OF), as_of=AS_OF)
    sheet = prepare.tick_sheet(book, "Ana Diaz")
    card = prepare.business_card("Robin Achterberg", email="robin@example.com")
    return {
        "brief.md": lambda to: page.save(to, replace=True),
        "draft.eml": lambda to: draft.save(to, replace=True),
        "week.ics": lambda to: week.save(to, replace=True),
        "for-ana.html": lambda to: sheet.save(to, replace=True),
        "search.html": lambda to: record.save(to, replace=True),
        "search.xlsx": lambda to: record.save(to, replace=True),
        "card.png": lambda to: card.png(to, dpi=72, replace=True),
        "card.pdf": lambda to: card.pdf(to, replace=True),
    }


@cache
def _taken() -> Book:
    """Return a small book, of which something is written."""
    book = Book(me=ROBIN)
    book.person("me", name="Robin Achterberg")
    book.add(export(ANA, BO, CY))
    book.want("Delta")
    book.log("asked", "Ana Diaz", company="Delta", date=DAY)
    return book


@cache
def _pool() -> Pool:
    """Return a cohort of 70 members, a block of 64 and another one: each knows the next."""
    ties = {(one, one + 1): 0.5 for one in range(79)}
    return pool_of(ties, [(one, one % 7) for one in range(80)], list(range(70)), people=80)


DOCUMENTS = ("brief.md", "draft.eml", "week.ics", "for-ana.html", "search.html", "search.xlsx",
             "card.png", "card.pdf")  # fmt: skip
TAKEN_OUT = tuple(f"all{form.ending}" for form in writers.FORMATS.values())


@dataclass(frozen=True)
class Operation:
    """What is done, and in a folder of which kind."""

    made: Callable[[Path], object]
    run: Callable[[Path], object]


def _act(run: Callable[[Book], object], made: Callable[[Path], object] = _book) -> Operation:
    return Operation(made, lambda folder: run(mine(folder)))


def _saved(name: str) -> Operation:
    return Operation(_places, lambda folder: _documents()[name](folder / "out" / name))


def _written(name: str) -> Operation:
    def run(folder: Path) -> object:
        return writers.write(_taken().tables(), folder / "out" / name, as_of=AS_OF, replace=True)

    return Operation(_places, run)


OPERATIONS: dict[str, Operation] = {
    "a new book": Operation(_nothing, lambda folder: Book(folder / "me.db")),
    "tie": _act(lambda book: book.tie("Ana Diaz", "Di Roe", kind="friend", new=True)),
    "rate": _act(lambda book: book.rate(["Bo Lin", "Ana Diaz"], "weak")),
    "want": _act(lambda book: book.want("Hotel")),
    "same company": _act(lambda book: book.same_company("Echo", "Echo Ltd")),
    "merge": _act(lambda book: book.same("Cy Moss", "Cy Marsh")),
    "keep apart": _act(lambda book: book.different("Cy Moss", "Cy Marsh")),
    "note": _act(lambda book: book.note("Ana Diaz", "learnt", "sails")),
    "person": _act(lambda book: book.person("Ana Diaz", company="Hotel")),
    "log": _act(lambda book: book.log("replied", "Ana Diaz", company="Delta", date="2026-03-05")),
    "log many": _act(
        lambda book: book.log_many(
            [{"stage": "asked", "date": DAY, "person": name} for name in ("Bo Lin", "Cy Moss")]
        )
    ),
    "correct": _act(lambda book: book.correct(1, date="2026-03-03")),
    "debrief": _act(lambda book: book.debrief("Ana Diaz", date="2026-03-09", names=["Di Roe"])),
    "who I am": _act(lambda book: book.settle("Robin Achterberg")),
    "several as one": Operation(_book, _as_one),
    "undo": _act(lambda book: book.undo(others=True)),
    "redo": _act(lambda book: book.redo(others=True), _undone),
    "undo an import": _act(lambda book: book.undo(1)),
    "import": Operation(_book, lambda folder: mine(folder).add(folder / "Connections.csv")),
    "import a log": Operation(_book, lambda folder: mine(folder).add(folder / "log.csv")),
    "import what was shared": Operation(
        _shared,
        lambda folder: mine(folder).add(folder / "ana.json", "Ana Diaz", passphrase=WORDS),
    ),
    "backup": Operation(_book, lambda folder: mine(folder).backup(folder / "new.db")),
    "backup again": Operation(
        _book, lambda folder: mine(folder).backup(folder / "kept.db", replace=True)
    ),
    "encrypted backup": Operation(
        _book, lambda folder: mine(folder).backup(folder / "sealed", passphrase=WORDS)
    ),
    "restore": Operation(
        _book, lambda folder: Book.restore(folder / "kept.db", folder / "again.db")
    ),
    "restore what is encrypted": Operation(
        _sealed,
        lambda folder: Book.restore(folder / "sealed", folder / "me.db", passphrase=WORDS),
    ),
    "a book without a file": Operation(_nothing, lambda _: Book(me=ROBIN).want("Delta")),
    "paths of a cohort": Operation(_nothing, lambda _: best_paths(_pool(), routes=True)),
    "keep paths of a cohort": Operation(_nothing, lambda at: best_paths(_pool(), folder=at)),
    "write paths of a cohort": Operation(
        _nothing, lambda folder: best_paths(_pool(), to=folder / "paths.parquet")
    ),
    "paths of a cohort in DuckDB": Operation(
        _nothing, lambda _: best_paths(_pool(), engine="duckdb")
    ),
    "go back to a backup": _act(lambda book: book.go_back(book.path.parent / "kept.db").confirm()),
    "restore in place of a damaged book": Operation(
        _damaged, lambda folder: rescue(folder / "me.db", folder / "kept.db").confirm()
    ),
    "an empty book in place of a damaged one": Operation(
        _damaged, lambda folder: rescue(folder / "me.db").confirm()
    ),
    "share": Operation(
        _book, lambda folder: mine(folder).share(folder / "mine.json", passphrase=WORDS)
    ),
    "forget somebody": _act(lambda book: book.forget("Ana Diaz").confirm()),
    "forget an export": _act(lambda book: book.forget(export="Ana Diaz").confirm()),
    "forget in a large book": _act(lambda book: book.forget("Given3 Family3").confirm(), _large),
    "look at a large book": _act(lambda book: book.tables(), _large),
    **{
        f"bring up from schema {version}": Operation(
            _old(version), lambda folder: Book(folder / "me.db").tables()
        )
        for version in range(1, 5)
    },
    "write a folder": Operation(
        _nothing, lambda folder: writers.write(_taken().tables(), folder / "all", as_of=AS_OF)
    ),
    "notebook": Operation(_nothing, put_notebook),
    "a new cohort": Operation(_nothing, lambda folder: Cohort(folder / "spring")),
    "consent to a cohort": Operation(
        _cohort,
        lambda folder: Cohort(folder / "spring").agree(
            profile("bo-lin"), by="on paper", date="2026-03-01"
        ),
    ),
    "import into a cohort": Operation(
        _cohort,
        lambda folder: Cohort(folder / "spring").add(
            folder / "hers" / "Connections.csv", profile("ana-diaz")
        ),
    ),
    "withdraw from a cohort": Operation(
        _cohort,
        lambda folder: Cohort(folder / "spring").withdraw(
            profile("ana-diaz"), by="on paper", date="2026-04-01"
        ),
    ),
    **{f"save {name}": _saved(name) for name in DOCUMENTS},
    **{f"write {name}": _written(name) for name in TAKEN_OUT},
}


class Workshop:
    """A folder that is made the same each time, what is done in it, and what is left there."""

    def __init__(self, among: Path) -> None:
        self._among, self.folder = among, among / "work"
        os.environ["INFONET_HOME"] = str(self.folder / "home")
        self._templates: dict[Callable[[Path], object], Path] = {}
        self._both: dict[str, tuple[Seen, Seen, int]] = {}

    def fresh(self, operation: Operation) -> Path:
        """Make the folder anew, as it is before an operation."""
        shutil.rmtree(self.folder, ignore_errors=True)
        if operation.made not in self._templates:
            self.folder.mkdir()
            operation.made(self.folder)
            template = self._among / f"template-{len(self._templates)}"
            self._templates[operation.made] = shutil.copytree(self.folder, template)
        else:
            shutil.copytree(self._templates[operation.made], self.folder)
        return self.folder

    def both(self, name: str) -> tuple[Seen, Seen, int]:
        """Return what there is before an operation and after it, and how many calls it makes."""
        if name in self._both:
            return self._both[name]
        operation = OPERATIONS[name]
        before = seen(self.fresh(operation))
        after = []
        for _ in range(2):
            operation.run(self.fresh(operation))
            after.append(seen(self.folder))
        assert after[0] == after[1], "what is compared must be the same each time"
        self.fresh(operation)
        self._both[name] = before, after[0], end_of(partial(operation.run, self.folder)).calls
        return self._both[name]

    def broken_off(self, name: str, fault: str, count: int, rng: random.Random) -> Found:
        """Let an operation fail, or kill it, at as many of its calls, or at each if it has less."""
        operation = OPERATIONS[name]
        before, after, calls = self.both(name)
        run = partial(operation.run, self.folder)
        found = Found(name, calls)
        for at in sorted(rng.sample(range(1, calls + 1), min(count, calls))):
            self.fresh(operation)
            ended = end_of(run, at=at, fault=fault)
            if ended.reached:  # another time it may have less to do
                found.judge(f"{fault} at {at}, {ended.reached}", ended.said, before, after, self)
        return found

    def killed(self, name: str, count: int, rng: random.Random) -> Found:
        """Kill an operation so often, at any moment of it."""
        operation = OPERATIONS[name]
        before, after, calls = self.both(name)
        run = partial(operation.run, self.folder)
        self.fresh(operation)
        _, longest = killed_within(run, 60.0)
        found = Found(name, calls)
        while found.trials < count:
            self.fresh(operation)
            moment = rng.uniform(0, longest)
            said, _ = killed_within(run, moment)
            if said.startswith("done"):  # it was quicker
                longest *= 0.98
                continue
            found.judge(f"killed after {moment:.4f} s", said, before, after, self)
        return found


@dataclass
class Found:
    """What was found of one operation."""

    operation: str
    calls: int
    trials: int = 0
    counts: dict[str, int] = field(default_factory=lambda: dict.fromkeys(CLEAN, 0))
    examples: list[str] = field(default_factory=list)

    def judge(self, how: str, said: str, before: Seen, after: Seen, workshop: Workshop) -> None:
        """Compare what is left with what may be."""
        self.trials += 1
        try:
            left = seen(workshop.folder)
        except Exception as error:  # noqa: BLE001  # whatever it is, the book cannot be read
            self._note("corrupt", f"{how}, said `{said}`: {type(error).__name__}: {error}")
            return
        for name, value in left.items():
            if name not in before and name not in after:
                self._note("foreign", f"{how}, said `{said}`: {name}")
            elif value not in (before.get(name), after.get(name)):
                self._note("corrupt", f"{how}, said `{said}`: {name} is {value}")
        gone = {name for name in before if name in after and name not in left}
        for name in gone - _OPTIONAL:
            self._note("corrupt", f"{how}, said `{said}`: {name} is gone")
        if said.startswith("done"):
            self._judge_lost(how, said, left, after)
        elif said and not _OURS.fullmatch(said):
            self._note("untold", f"{how}: {said}")
        elif "was not written" in said:
            changed = {name for name, value in after.items() if before.get(name) != value}
            if any(f"{name}`" in said and left.get(name) == after[name] for name in changed):
                self._note("untold", f"{how}: it is written, but said `{said}`")

    def _judge_lost(self, how: str, said: str, left: Seen, after: Seen) -> None:
        unreached = said.partition("Not reached:")[2]  # of forgetting: a backup, which is named
        for name, value in after.items():
            if name not in _OPTIONAL and left.get(name) != value and name not in unreached:
                self._note("lost", f"{how}: {name}")

    def _note(self, kind: str, example: str) -> None:
        self.counts[kind] += 1
        self.examples.append(f"{self.operation}, {kind}: {example}")


Seen = dict[str, str]
"""Each file in a folder, and what it says, without what is of chance or of the day in it."""

_OURS = re.compile(r"infonet\.errors\.[A-Za-z]+: [^\n]+")
_OPTIONAL = {".me.db-snapshot", "home/books/id/backups", "home/books/id/said", "home/books/id/key"}
_ID = re.compile(r"[0-9a-f]{32}")


def seen(folder: Path) -> Seen:
    """Look at a folder as whoever opens what is in it next."""
    books = [path for path in folder.rglob("*.db") if _is_book(path)]
    for path in books:
        _recovered(path)
    journal = folder / "spring" / "cohort.db-journal"
    if journal.exists():
        Cohort(journal.parent)
    if journal.exists():  # of what was not begun: it goes with the next consent
        with tempfile.TemporaryDirectory() as other:
            copy = shutil.copytree(journal.parent, Path(other) / "spring")
            Cohort(copy).agree(profile("gus-wren"), by="on paper", date="2026-03-01")
            assert not (copy / journal.name).exists(), "the journal stays"
        journal.unlink()
    for place in (folder, *(path for path in folder.rglob("*") if path.is_dir())):
        sweep(place)
    return {
        _ID.sub("id", str(path.relative_to(folder))): _said(path, is_book=path in books)
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def _recovered(path: Path) -> None:
    """Open a book, which takes back what was broken off; its journal goes with the next act."""
    journal = path.with_name(f"{path.name}-journal")
    if journal.exists():
        Book(path)
    if journal.exists():
        with tempfile.TemporaryDirectory() as other:
            for each in (path, journal):
                shutil.copy(each, other)
            Book(Path(other) / path.name).want("The next")
            assert not (Path(other) / journal.name).exists(), "the journal stays"
        journal.unlink()


def _is_book(path: Path) -> bool:
    # A copy of an earlier schema stays what it is: to open it would bring it up. So does what does
    # not begin as a book.
    sound = path.read_bytes()[:16] == b"SQLite format 3\0"
    return sound and path.name != "cohort.db" and "-schema-" not in path.name


def _said(path: Path, *, is_book: bool) -> str:
    """Return what a file says."""
    if is_book:
        return _of_book(path)
    content = path.read_bytes()
    if path.name == "sealed":
        again = Book.restore(path, path.with_name("restored.db"), passphrase=WORDS).path
        said = _of_book(again)
        again.unlink()
        return said
    if path.name == "cohort.db":
        with closing(sqlite3.connect(path)) as con:
            return _digest("\n".join(con.iterdump()).encode())
    if path.name == ".me.db-snapshot":
        return "speaks of them" if b"Given3 Family3\x00" in content else "does not"
    if path.name == "mine.json":
        contacts = json.loads(content)["contacts"]
        return str(sorted(sorted({**each, "key": ""}.items()) for each in contacts))
    if path.name in ("backups", "said"):
        return str(type(json.loads(content)))
    if path.name == "key":
        return f"{len(bytes.fromhex(content.decode()))} bytes"
    if path.suffix in (".xlsx", ".zip") and content != b"older":
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = {name: archive.read(name) for name in archive.namelist()}
        parts.pop("docProps/core.xml", None)  # the moment at which it was made
        return _digest(repr(parts).encode())
    if path.name in _PICTURES and content != b"older":
        # Whole, whatever is on it: where a font is not read, matplotlib takes another one, or none.
        begins, ends = _PICTURES[path.name]
        return f"whole: {content.startswith(begins) and content.rstrip().endswith(ends)}"
    return _digest(content)


def _of_book(path: Path) -> str:
    """Return what a book says, whose facts are sound: each fact, and what it says beside it."""
    content = path.read_bytes()
    if content in _KNOWN:
        return _KNOWN[content]
    book, facts = None, []
    if content[60:64] == _VERSION:  # an earlier one is not read without being brought up
        book = Book(path, read_only=True)
        assert book.check().empty, "a fault"
    if book and (path.parent / f".{path.name}-snapshot").exists():
        with tempfile.TemporaryDirectory() as other:
            anew = writers.packed(Book(shutil.copy(path, other)).tables(), "json")
        assert writers.packed(book.tables(), "json") == anew, "the snapshot says something else"
    with closing(sqlite3.connect(path)) as con:
        assert con.execute("PRAGMA integrity_check").fetchall() == [("ok",)], "damage"
        acts = con.execute("SELECT count(*) FROM act").fetchone()[0]
        for (name,) in con.execute("SELECT name FROM sqlite_master WHERE type = 'table'"):
            columns = [row[1] for row in con.execute(f"PRAGMA table_info({name})")]
            kept = ", ".join(f'"{each}"' for each in columns if each not in _OF_CHANCE)
            if name not in ("meta", "sqlite_sequence"):
                facts.append((name, con.execute(f"SELECT {kept} FROM {name}").fetchall()))
    plain = [_plain(each) for _, rows in facts for row in rows for each in row]
    _KNOWN[content] = said = f"{acts} acts, {_digest(repr(plain).encode())}"
    return said


def _plain(value: object) -> object:
    """Return a value without what is of chance in it: keys, salts and hashes are bytes."""
    if isinstance(value, str) and value.startswith(_FORGOTTEN):
        return _FORGOTTEN
    return len(value) if isinstance(value, bytes) else value


_PICTURES = {
    "card.png": (b"\x89PNG\r\n\x1a\n", b"IEND\xaeB`\x82"),
    "card.pdf": (b"%PDF-", b"%%EOF"),
}
"""Picture → how a whole one begins and ends."""
_VERSION = (5).to_bytes(4)
_FORGOTTEN = "forgotten/"
_OF_CHANCE = ("at", "stamp", "session", "checksum", "day", "read", "added")
_KNOWN: dict[bytes, str] = {}


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()[:16]


def main() -> None:
    """Answer each line of the input, ``{"fault": …, "count": …, "name": …}``, with a line."""
    rng = random.Random(20260630)
    with tempfile.TemporaryDirectory() as among:
        workshop = Workshop(Path(among))
        gc.freeze()
        for line in sys.stdin:
            job = json.loads(line)
            name, fault, count = job["name"], job["fault"], job["count"]
            if fault == "any moment":
                found = workshop.killed(name, count, rng)
            else:
                found = workshop.broken_off(name, fault, count, rng)
            print(json.dumps(asdict(found)), flush=True)


if __name__ == "__main__":
    main()
