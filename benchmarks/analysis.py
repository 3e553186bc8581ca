"""Time what is worked out of a book's tables: `python -m benchmarks.analysis`.

Seconds of the processor, on invented books of my own list and five friends' lists, with how each
grows: the exponent of n that fits best. Beside them stand the goal at 71,000 people, and pandas'
own work on the same rows: to join the two ends of every tie to their people and jobs, and to sort.
"""

from __future__ import annotations

import argparse
import copy
import gc
import itertools
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from contextlib import closing
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pandas as pd

from benchmarks.growth import exponent
from benchmarks.networks import DAY, friends
from benchmarks.panel import crowded
from infonet import agenda, conversion
from infonet.book import Book
from infonet.graph import network
from infonet.ledger import settle
from infonet.paths import hindcast, sensitivity, warm_paths
from infonet.tables import Tables

__all__ = ["GOALS", "GOAL_AT", "Measured", "main", "measure"]

SIZES = (4_000, 25_000, 71_000, 100_000)
GOAL_AT = 71_000
"""The people at whom the goals hold."""

_NUMBERS = itertools.count()
_LOG = "10,000 events: "
PANDAS = "pandas' own work on the same rows"
GOALS: dict[str, float | None] = {
    PANDAS: None,
    "network": None,
    "the same of another day, or after an act": None,
    "sensitivity": 0.5,
    "plan, 300 targets": 1.3,
    "hindcast, 300 events": 5.0,
    "targets": None,
    "week": None,
    f"{_LOG}settled": None,
    f"{_LOG}settled again": None,
    f"{_LOG}network": None,
    f"{_LOG}funnel": None,
    f"{_LOG}plan": None,
    f"{_LOG}due": None,
}
"""What is measured → the seconds that it may take at `GOAL_AT` people; None: no goal is set."""


class Measured(NamedTuple):
    """The seconds of one thing, by people, and the exponent with which they grow."""

    name: str
    seconds: dict[int, float]
    exponent: float


def pandas_work(tables: Tables) -> pd.DataFrame:
    """Join both ends of every tie to their people and jobs, and sort: what pandas itself takes."""
    jobs = tables.jobs.drop_duplicates("person")
    people = tables.people.merge(jobs, on="person", how="left")
    both = tables.ties.merge(people, left_on="source", right_on="person")
    both = both.merge(people, left_on="target", right_on="person", suffixes=("", "_target"))
    return both.sort_values(["name", "name_target"], ignore_index=True)


def taken(work: Callable[[], object], repeats: int) -> float:
    """Return the median seconds of the processor."""
    found = []
    for _ in range(repeats):
        gc.collect()
        start = time.process_time()
        work()
        found.append(time.process_time() - start)
    return float(np.median(found))


def measure(n: int, *, repeats: int = 3) -> dict[str, float]:
    """Return the seconds of each thing at n people."""
    tables = friends(n)
    with (
        tempfile.TemporaryDirectory() as folder,
        closing(crowded(Path(folder) / "book.db", tables)) as book,
    ):
        work = _work(tables, book, n)
        return {
            name: taken(one, _repeats(name, repeats)) for name, one in zip(GOALS, work, strict=True)
        }


def _repeats(name: str, usual: int) -> int:
    """Return how often a thing is measured; what the log alone decides is quick the second time."""
    if name.startswith(_LOG):
        return max(usual, 3)
    return 1 if name.startswith("hindcast") else usual


def _work(tables: Tables, book: Book, n: int) -> list[Callable[[], object]]:
    """Return what is measured, in the order of `GOALS`."""
    net = network(tables, as_of=DAY)
    company = str(net.workplaces.wanted.company.iloc[0])
    warm_paths(net, company)
    asked, log = friends(n, events=300), friends(n, events=10_000)
    many = network(friends(n, targets=300), as_of=DAY)
    told, settled = network(log, as_of=DAY), settle(log)
    return [
        lambda: pandas_work(tables),
        lambda: network(tables, as_of=DAY),
        lambda: network(tables, as_of="2026-03-31", like=net),
        lambda: sensitivity(net, company),
        lambda: agenda.plan(copy.copy(many), many.tables.events, as_of=DAY),
        lambda: hindcast(asked),
        lambda: agenda.targets(network(tables, as_of=DAY)),
        lambda: agenda.week(book, DAY),
        lambda: settle(_fresh(log)),
        lambda: settle(log),
        lambda: network(log._replace(events=settled), as_of=DAY),
        lambda: conversion.funnel(log, as_of=DAY),
        lambda: agenda.plan(told, log, as_of=DAY),
        lambda: agenda.due(log, as_of=DAY),
    ]


def _fresh(log: Tables) -> Tables:
    """Return the tables with a log that has not been settled before: its last event is another."""
    events = log.events.copy()
    events.loc[events.index[-1], "note"] = f"number {next(_NUMBERS)}"
    return log._replace(events=events)


def line(one: Measured, base: Measured) -> str:
    """Write a row: the seconds at each size, the exponent, the ratios to pandas and to the goal."""
    cells = " ".join(f"{seconds:9.3f}" for seconds in one.seconds.values())
    largest = max(one.seconds)
    ratio = one.seconds[largest] / base.seconds[largest]
    goal, at = GOALS[one.name], one.seconds.get(GOAL_AT)
    said = ""
    if goal is not None:
        said = f"{goal:6.1f}" + ("" if at is None else f" {at / goal:7.2f}")
    return f"{one.name:42} {cells} {one.exponent:6.2f} {ratio:9.2f} {said}".rstrip()


def draw(path: str, found: Sequence[Measured]) -> None:
    """Draw how the seconds grow with the people."""
    from matplotlib.figure import Figure

    figure = Figure(figsize=(9, 5), layout="constrained")
    ax = figure.subplots()
    for number, one in enumerate(found):
        style = "k--" if one.name == PANDAS else f"C{number % 10}{'o-' if number < 10 else 's:'}"
        ax.plot([*one.seconds], [*one.seconds.values()], style, label=one.name, markersize=4)
    most = max(max(one.seconds) for one in found)
    for number, one in enumerate(found):
        goal = GOALS[one.name]
        if goal is not None:  # beyond the lines, so that it lies on none of them
            ax.plot((GOAL_AT, 1.1 * most), (goal, goal), f"C{number % 10}-", linewidth=0.8)
            said = f"goal: {one.name.partition(',')[0]}"
            ax.annotate(said, (1.15 * most, goal), color=f"C{number % 10}", va="center")
    ax.set(xscale="log", yscale="log", xlabel="people", ylabel="seconds of the processor")
    ax.set_xlim(right=3 * most)
    figure.legend(loc="outside right upper", fontsize="small", frameon=False)
    figure.savefig(path, dpi=150)


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure each size, print the table, and draw if asked to."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.analysis", description=__doc__)
    parser.add_argument("--people", type=int, nargs="+", default=SIZES)
    parser.add_argument("--repeats", type=int, default=3, help="the median of so many is taken")
    parser.add_argument("--plot", metavar="PNG", help="where to draw how the seconds grow")
    given = parser.parse_args(arguments)
    at = {n: measure(n, repeats=given.repeats) for n in given.people}
    found = []
    for name in GOALS:
        seconds = {n: one[name] for n, one in at.items()}
        found.append(Measured(name, seconds, exponent(seconds)))
    sizes = " ".join(f"{n:>9,}" for n in at)
    print(f"{'seconds of the processor, at people':42} {sizes}  n to × pandas   goal   of it")
    for one in found:
        print(line(one, found[0]))
    if given.plot:
        draw(given.plot, found)
        print(f"drawn: {given.plot}")


if __name__ == "__main__":
    main(sys.argv[1:])
