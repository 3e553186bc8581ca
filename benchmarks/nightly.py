"""Judge a change within a minute: `python -m benchmarks.figures --nightly`.

Seconds of the processor on small sizes, in units of pandas' own work in the same run, so that they
carry over to another machine; beside the last that were kept (``benchmarks/nightly.csv``), and what
became slower by half. `--keep` keeps those of now.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from pathlib import Path

import numpy as np

from benchmarks import analysis, search
from benchmarks.networks import friends, people
from infonet.paths.search import Search

__all__ = ["KEPT", "compared", "judged", "keep", "kept"]

KEPT = Path(__file__).with_name("nightly.csv")
SLOWER = 1.5
"""The ratio to the last figures from which a line is called slower."""

_PEOPLE, _SEARCHED = 4_000, 10_000


def judged() -> dict[str, float]:
    """Measure, and return each figure in units of pandas' own work at 25,000 people."""
    tables = friends(25_000)
    unit = analysis.taken(lambda: analysis.pandas_work(tables), 5)
    made = people(_SEARCHED)
    index = analysis.taken(lambda: Search(made.indptr, made.indices, made.strength, made.ego), 5)
    found = Search(made.indptr, made.indices, made.strength, made.ego)
    times = search.measured(search.ours(found), search.queries(made, 40), 5)
    seconds = {f"search, k = {k}": one.cpu / 1_000 for k, one in times.items()}
    seconds |= {"search, its index": index}
    seconds |= analysis.measure(_PEOPLE, repeats=1)
    return {name: one / unit for name, one in seconds.items()}


def compared(now: Mapping[str, float], last: Mapping[str, float]) -> Iterator[str]:
    """Yield a line for each figure, with its ratio to the last, and a word where it is slower.

    Examples
    --------
    >>> _, plan, due = compared({"plan": 3.0, "due": 1.0}, {"plan": 1.0})
    >>> plan.split(), due.split()
    (['plan', '3.0000', '1.0000', '3.00', 'slower'], ['due', '1.0000', 'new'])
    """
    title = "in units of pandas' own work"
    yield f"{title:44} {'now':>9} {'last':>10} {'ratio':>8}"
    for name, one in now.items():
        if name in last:
            ratio = one / last[name]
            word = "  slower" if ratio >= SLOWER else ""
            yield f"{name:44} {one:9.4f} {last[name]:10.4f} {ratio:8.2f}{word}"
        else:
            yield f"{name:44} {one:9.4f} {'':10} {'':8}  new"


def kept() -> dict[str, float]:
    """Return the last figures; none where none were kept."""
    if not KEPT.exists():
        return {}
    with KEPT.open(encoding="utf-8", newline="") as file:
        return {name: float(value) for name, value in csv.reader(file)}


def keep(figures: Mapping[str, float]) -> None:
    """Keep figures as the last."""
    with KEPT.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows(
            (name, f"{np.format_float_positional(value, 4, fractional=False)}")
            for name, value in figures.items()
        )
