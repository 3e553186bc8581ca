"""Time importing, reading, the book and the network: `python -m benchmarks.loading`.

Ratios are against the least that would have to be done anyway, measured in the same run.
"""

from __future__ import annotations

import argparse
import compileall
import random
import subprocess
import sys
import tempfile
import time
import tracemalloc
from collections.abc import Callable
from functools import partial
from pathlib import Path

import numpy as np
import pandas as pd

import infonet
from infonet.tables import Tables

IMPORTS = ("import pandas, networkx", "import infonet")


def seconds(call: Callable[[], object], repeats: int) -> list[float]:
    """Wall seconds of each repeat."""
    elapsed = []
    for _ in range(repeats):
        start = time.perf_counter()
        call()
        elapsed.append(time.perf_counter() - start)
    return elapsed


def peak_megabytes(call: Callable[[], object]) -> float:
    """Peak of what Python and NumPy allocate during the call."""
    tracemalloc.start()
    try:
        call()
        return tracemalloc.get_traced_memory()[1] / 1e6
    finally:
        tracemalloc.stop()


def pooled(people: int, ties: int) -> Tables:
    """Tables of connections between invented people, in no order."""
    rng = np.random.default_rng(2026)
    key = np.array([f"in/person-{number:07d}" for number in range(people)], dtype=object)
    key[0] = "me"
    a, b = rng.integers(0, people, (2, 2 * ties))
    pairs = np.unique(np.minimum(a, b)[a != b] * people + np.maximum(a, b)[a != b])
    chosen = rng.permutation(pairs)[:ties]
    ends = np.sort(np.column_stack([key[chosen // people], key[chosen % people]]), axis=1)
    return Tables.of(
        people={
            "person": key,
            "name": [f"Person {number * 7919 % people}" for number in range(people)],
        },
        ties={
            "source": ends[:, 0],
            "target": ends[:, 1],
            "evidence": np.full(len(ends), "connection", dtype=object),
            "origin": ends[:, 0],
            "since": np.full(len(ends), np.datetime64("2024-05-06")),
        },
    )


def import_in_a_program(code: str) -> None:
    """Run a line of Python in a program of its own."""
    subprocess.run([sys.executable, "-c", code], check=True)


def least(tables: Tables) -> object:
    """Map the keys with pandas and build a SciPy matrix: what no network can do without."""
    from scipy.sparse import csr_array

    person = pd.Index(tables.people.person)
    source = person.get_indexer(pd.Index(tables.ties.source))
    target = person.get_indexer(pd.Index(tables.ties.target))
    both = np.concatenate([source, target]), np.concatenate([target, source])
    return csr_array((np.ones(len(both[0])), both), shape=(len(person), len(person)))


def connections(rows: int) -> str:
    """Write a Connections.csv of invented people, as LinkedIn writes it since 2023."""
    lines = [
        "Notes:",
        '"Addresses are missing where people keep them to themselves."',
        "",
        "First Name,Last Name,URL,Email Address,Company,Position,Connected On",
    ]
    lines += [
        f"Given{number % 997},Family{number},https://www.linkedin.com/in/person-{number},,"
        f"Employer {number % 4999},Title {number % 211},{1 + number % 28:02d} Mar 2024"
        for number in range(rows)
    ]
    return "\n".join(lines) + "\n"


def feed(size: int) -> tuple[str, int]:
    """Write a feed of about so many bytes, as saved from a browser; return how many entries."""
    rng, entries, written = random.Random(2026), list[str](), 0
    while written < size:
        number, words = len(entries), " ".join(f"word{rng.randrange(999)}" for _ in range(60))
        entries.append(
            f"<item><title>Delta opens office {number}</title>"
            f"<link>https://example.com/{number}</link>"
            f"<pubDate>{1 + number % 28:02d} Jun 2026 10:00:00 GMT</pubDate>"
            f"<description>&lt;p&gt;{words}&lt;/p&gt;</description></item>"
        )
        written += len(entries[-1])
    head = '<?xml version="1.0" encoding="UTF-8"?><rss version="2.0"><channel><title>T</title>'
    return "\n".join([head, *entries, "</channel></rss>"]), len(entries)


def calendar(size: int) -> tuple[str, int]:
    """Write a calendar of about so many bytes, three guests an event; return how many events."""
    rng, events, written = random.Random(2026), list[str](), 0
    while written < size:
        number = len(events)
        day = f"2025{1 + number % 12:02d}{1 + number % 28:02d}"
        guests = (
            f"ATTENDEE;CN=Given{who} Family{who};PARTSTAT=ACCEPTED:mailto:p{who}@example.com"
            for who in rng.sample(range(400), 3)
        )
        lines = (
            *("BEGIN:VEVENT", f"UID:{number}@example.com", f"SUMMARY:Talk {number}"),
            *(f"DTSTART:{day}T100000Z", f"DTEND:{day}T110000Z", *guests),
            *("ORGANIZER;CN=Robin:mailto:robin@example.com", "END:VEVENT"),
        )
        events.append("\r\n".join(lines))
        written += len(events[-1])
    head = ("BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//made//by hand//EN")
    return "\r\n".join([*head, *events, "END:VCALENDAR", ""]), len(events)


def mail(size: int) -> tuple[str, int]:
    """Write an mbox of about so many bytes, half of it by me; return how many mails."""
    rng, mails, written = random.Random(2026), list[str](), 0
    while written < size:
        number, who = len(mails), len(mails) // 2 % 400
        pair = ["Robin <robin@example.com>", f"Given{who} Family{who} <p{who}@example.com>"]
        sender, to = pair if number % 2 else pair[::-1]
        mails.append(
            f"From x Mon Jun 01 10:00:00 2026\nFrom: {sender}\nTo: {to}\n"
            f"Date: {1 + number % 28:02d} Jun 2026 10:00:00 +0000\n"
            f"Message-ID: <{number}@example.com>\n\n{'word ' * rng.randrange(40, 200)}\n\n"
        )
        written += len(mails[-1])
    return "".join(mails), len(mails)


LARGE: dict[str, tuple[Callable[[int], tuple[str, int]], Callable[[Path], object]]] = {
    "feed.xml": (feed, infonet.prepare.news),
    "calendar.ics": (calendar, partial(infonet.read, me="robin@example.com")),
    "mail.mbox": (mail, partial(infonet.read, me="robin@example.com")),
}
"""File → what writes it, and what reads it."""


def line(what: str, elapsed: list[float], beside: list[float] | None = None, note: str = "") -> str:
    """One row: median and slowest of the repeats, and the ratio of the medians."""
    ratio = f"{np.median(elapsed) / np.median(beside):6.2f}" if beside else f"{'':6}"
    return f"{what:<52} {np.median(elapsed):8.3f} {max(elapsed):8.3f} {ratio}  {note}".rstrip()


def main(arguments: list[str] | None = None) -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--people", type=int, default=100_000)
    parser.add_argument("--ties", type=int, default=1_000_000)
    parser.add_argument("--rows", type=int, default=30_000)
    parser.add_argument("--bytes", type=int, default=5_000_000)
    parser.add_argument("--repeats", type=int, default=7)
    chosen = parser.parse_args(arguments)
    print(f"{'seconds':<52} {'median':>8} {'slowest':>8} {'ratio':>6}")
    # Python keeps the bytecode of what it imports, unless the environment tells it not to.
    compileall.compile_dir(Path(infonet.__file__).parent, quiet=1)
    base: list[float] = []
    ours: list[float] = []
    for _ in range(chosen.repeats + 1):
        for elapsed, code in ((base, IMPORTS[0]), (ours, IMPORTS[1])):
            elapsed.extend(seconds(partial(import_in_a_program, code), 1))
    print(line(IMPORTS[0], base[1:]))
    print(line(IMPORTS[1], ours[1:], base[1:]))

    tables = pooled(chosen.people, chosen.ties)
    size = f"{chosen.people:,} people, {chosen.ties:,} ties"
    base, ours = [], []
    for _ in range(chosen.repeats):
        base += seconds(lambda: least(tables), 1)
        ours += seconds(lambda: infonet.network(tables, as_of="2026-06-30"), 1)
    memory = peak_megabytes(lambda: infonet.network(tables, as_of="2026-06-30"))
    print(line(f"keys and matrix alone, {size}", base))
    print(line(f"infonet.network, {size}", ours, base, f"peak {memory:.0f} MB"))

    with tempfile.TemporaryDirectory() as folder:
        export = Path(folder) / "Connections.csv"
        export.write_text(connections(chosen.rows), encoding="utf-8")
        reading = seconds(lambda: infonet.read(export), chosen.repeats)
        adding = []
        for _ in range(chosen.repeats):
            book = infonet.Book(me="https://www.linkedin.com/in/robin-achterberg")
            adding += seconds(lambda book=book: book.add(export), 1)  # type: ignore[misc]  # as above
        tabling = seconds(lambda: infonet.Book(book.path).tables(), chosen.repeats)
        again = []
        for _ in range(chosen.repeats):
            book.log("replied", "in/person-1", date="2026-06-29")
            again += seconds(book.tables, 1)
    rows = f"{chosen.rows:,} connections"
    print(line(f"infonet.read, {rows}", reading))
    print(line(f"Book.add with reading, {rows}", adding))
    print(line(f"Book.tables, {rows}", tabling))
    print(line("the same after an event was logged", again))

    with tempfile.TemporaryDirectory() as folder:
        for name, (write, read) in LARGE.items():
            place = Path(folder) / name
            place.write_text(write(chosen.bytes)[0], encoding="utf-8", newline="")
            ours = seconds(partial(read, place), chosen.repeats)
            memory = peak_megabytes(partial(read, place))
            size = f"{place.stat().st_size / 1e6:.1f} MB"
            print(line(f"{name}, {size}", ours, note=f"peak {memory:.0f} MB"))


if __name__ == "__main__":
    main()
