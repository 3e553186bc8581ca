"""Time how long the panel takes to follow a choice: `python -m benchmarks.panel`.

Measured on the Python side: from setting a control until the ways, the hops and the picture are
computed and handed to the browser. The sample, and an invented network of many people.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import numpy as np
import pandas as pd

import infonet
from benchmarks.loading import seconds
from benchmarks.networks import people
from infonet.graph import Network
from infonet.panel.app import Explore
from infonet.readers import Reading, report_frame
from infonet.tables import Tables

DAY = "2026-06-30"
TARGETS = 10


def crowd(n: int) -> Tables:
    """Make the tables of an invented network of n people who work at n/30 companies."""
    made = people(n, classes=True)
    key = np.array([f"in/person-{number}" for number in range(n)], dtype=object)
    key[made.ego] = "me"
    source = np.repeat(np.arange(n), np.diff(made.indptr))
    once = source < made.indices
    ends = np.sort(np.column_stack([key[source[once]], key[made.indices[once]]]), axis=1)
    closeness = {0.70: "strong", 0.50: "medium", 0.37: "weak", 0.25: None}
    said = np.array([closeness[strength] for strength in made.strength[once]], dtype=object)
    company = [f"Company {number}" for number in made.company]
    return Tables.of(
        people={"person": key, "name": [f"Person {number}" for number in range(n)]},
        jobs={"person": key, "company": company, "title": ["Engineer"] * n},
        ties={
            "source": ends[:, 0],
            "target": ends[:, 1],
            "closeness": said,
            "evidence": np.full(len(ends), "connection", dtype=object),
            "origin": ends[:, 0],
        },
        companies=[
            {"company": f"Company {40 * number}", "kind": "company", "priority": 1}
            for number in range(TARGETS)
        ],
    )


def crowded(path: Path, tables: Tables) -> infonet.Book:
    """Make a book of these people and ties, as if all had come in one export."""
    book = infonet.Book(path, me="https://www.linkedin.com/in/robin-achterberg")
    files = pd.DataFrame(columns=["file", "rows", "people", "merged", "reported"])
    day = pd.Timestamp(DAY)
    book.add(Reading("crowd.zip", "me", tables, report_frame([]), files, day, digest="crowd"))
    for company in tables.companies.company:
        book.want(company)
    return book


def choices(panel: Explore) -> Iterator[tuple[str, Callable[[], object]]]:
    """List what a user does, each so that something changes every time."""
    targets = [str(target) for target in panel.ways.target.options[:TARGETS]]
    state = {"target": 0, "row": 0, "k": 0, "by": 0}

    def turn(name: str) -> int:
        state[name] += 1
        return state[name]

    def aim() -> None:
        panel.ways.target.value = targets[turn("target") % len(targets)]

    def count() -> None:
        panel.ways.k.value = 4 + turn("k") % 2

    def order() -> None:
        panel.ways.by.index = turn("by") % 2

    def row() -> None:
        panel.ways.table.choose(turn("row") % len(panel.ways.table.rows))

    yield "another target", aim
    yield "one way more or less", count
    yield "by hops or by probability", order
    yield "another way", row
    yield "an outcome logged", panel.log.stages["replied"].click
    yield "undone", panel.log.undo.click


def report(title: str, panel: Explore, repeats: int) -> Iterator[str]:
    """Median and 95th percentile of each choice, in milliseconds."""
    net: Network = panel.session.net
    yield f"{title}: {len(net):,} people, {net.ties:,} ties"
    for name, call in choices(panel):
        found = 1000 * np.array(seconds(call, repeats))
        yield f"  {name:28} median {np.median(found):6.1f} ms, p95 {np.quantile(found, 0.95):6.1f}"


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure the sample and the crowd, and print."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.panel", description=__doc__)
    parser.add_argument("--people", type=int, default=100_000)
    parser.add_argument("--repeats", type=int, default=40)
    given = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as folder:
        sample = infonet.sample_book(path=Path(folder, "me.db"))
        crowd_book = crowded(Path(folder, "crowd.db"), crowd(given.people))
        for title, book in (("the sample", sample), ("a crowd", crowd_book)):
            start = time.perf_counter()
            panel = infonet.explore(book, as_of=DAY)
            opened = time.perf_counter() - start
            print(*report(title, panel, given.repeats), sep="\n")
            print(f"  it was opened in {opened:.1f} s", flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
