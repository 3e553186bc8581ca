"""Measure what an act and a look-up cost in a book: `python -m benchmarks.book [folder]`.

An act is one `want`, written and flushed to the disk of the folder (by default the one for
temporary files), with a rollback journal, as a book is kept, and with a write-ahead log, as it was.
The two are timed in turn, so that what else the machine does weighs on both alike.
"""

from __future__ import annotations

import argparse
import sqlite3
import tempfile
import time
from collections.abc import Callable, Sequence
from contextlib import closing, suppress
from pathlib import Path

import numpy as np

from infonet import Book
from infonet.errors import UnknownNameError
from infonet.readers import read

_FIRST = "Ana Bo Cy Di Eli Fay Gus Hal Ida Jo Kai Lu Mo Nia Ola Pia Rob Sam Tim Uma".split()


def median(call: Callable[[], object], times: int) -> float:
    """Return the median wall time of a call, in milliseconds."""
    taken = []
    for _ in range(times):
        start = time.perf_counter()
        call()
        taken.append(time.perf_counter() - start)
    return float(np.median(taken)) * 1000


def acts(folder: Path, times: int) -> tuple[float, float]:
    """Return the median of an act with a rollback journal, and with a write-ahead log."""
    kept, ahead = Book(folder / "kept.db"), Book(folder / "ahead.db")
    with closing(sqlite3.connect(ahead.path)) as other:
        # Open elsewhere, the book is not turned over.
        other.execute("PRAGMA journal_mode = WAL")
        other.execute("SELECT * FROM act").fetchall()
        rounds = [
            (median(lambda: kept.want("Delta"), 1), median(lambda: ahead.want("Delta"), 1))
            for _ in range(times)
        ]
        mode = other.execute("PRAGMA journal_mode").fetchone()
    assert mode == ("wal",)
    one, two = np.median(np.array(rounds), axis=0)
    return float(one), float(two)


def large(folder: Path, people: int) -> Book:
    """Return a book of that many people, from one export."""
    rng = np.random.default_rng(20260630)
    first = rng.choice(_FIRST, people)
    last = ["".join(rng.choice(list("aeioulmnrst"), 7)).title() for _ in range(people)]
    lines = ["First Name,Last Name,URL,Email Address,Company,Position,Connected On"]
    lines += [
        f"{a},{b},https://www.linkedin.com/in/p-{n},,Company {n % 900},Analyst,08 Feb 2026"
        for n, (a, b) in enumerate(zip(first, last, strict=True))
    ]
    file = folder / "Connections.csv"
    file.write_text("\n".join(lines) + "\n", "utf-8")
    book = Book(folder / "large.db", me="https://www.linkedin.com/in/robin-achterberg")
    book.add(read(file))
    return book


def add_friend(folder: Path, book: Book, people: int) -> None:
    """Add a friend's list without addresses: some of the same people, one in ten with a slip."""
    known = book.tables().people.dropna(subset="url").name
    names = known.sample(min(people // 2, len(known)), random_state=1)
    rng = np.random.default_rng(20260701)
    rows = [str(name) for name in names]
    rows = [name[:-1] + "x" if at % 10 == 0 else name for at, name in enumerate(rows)]
    rows += [
        f"{rng.choice(_FIRST)} {''.join(rng.choice(list('aeioulmnrst'), 7)).title()}"
        for _ in range(people - len(rows))
    ]
    lines = ["First Name,Last Name,Email Address,Company,Position,Connected On"]
    lines += [f"{','.join(name.split(' ', 1))},,,Analyst,09 Feb 2026" for name in rows]
    file = folder / "friend" / "Connections.csv"
    file.parent.mkdir()
    file.write_text("\n".join(lines) + "\n", "utf-8")
    book.person("Zoe Quill")
    book.add(read(file, "Zoe Quill"), owner="Zoe Quill")


def missed(book: Book) -> None:
    """Look up a name that nobody has."""
    with suppress(UnknownNameError):
        book.who("Annabel Quillmarsh")


def main(argv: Sequence[str] | None = None) -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", nargs="?", type=Path, default=Path(tempfile.gettempdir()))
    parser.add_argument("--acts", type=int, default=100)
    parser.add_argument("--people", type=int, default=30_000)
    parser.add_argument("--friend", type=int, default=5_000)
    given = parser.parse_args(argv)
    with tempfile.TemporaryDirectory(dir=given.folder) as place:
        folder = Path(place)
        kept, ahead = acts(folder, given.acts)
        print(f"one act on the disk of {given.folder}, median of {given.acts}, in turn:")
        print(f"  rollback journal, synchronous EXTRA  {kept:8.2f} ms")
        print(f"  write-ahead log, synchronous EXTRA   {ahead:8.2f} ms")
        book = large(folder, given.people)
        missed(book)
        add_friend(folder, book, given.friend)
        start, worked = time.perf_counter(), time.process_time()
        pairs = len(book.duplicate_candidates())
        taken, work = time.perf_counter() - start, time.process_time() - worked
        print(f"{given.people:,} people and a friend's {given.friend:,}, known by name alone:")
        print(f"  duplicate candidates ({pairs:,} pairs)  {taken:8.2f} s, {work:.2f} s of CPU")
        print(f"a book of {given.people:,} people, median of 9:")
        key = str(book.tables().people.person.iloc[-1])
        for what, call in (
            ("a look-up by key", lambda: book.who(key)),
            ("a look-up of a name that nobody has", lambda: missed(book)),
            ("a wish for a company near to others", lambda: book.want("Company 7 Works")),
            ("state: the last act, undo and redo", book.state),
            ("a bare ask about a company", lambda: _ask(book, key)),
        ):
            print(f"  {what:<36} {median(call, 9):8.2f} ms")


def _ask(book: Book, key: str) -> None:
    book.log("asked", key, company="Company 7", date="2026-03-02")


if __name__ == "__main__":
    main()
