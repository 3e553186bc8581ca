"""Time the path search beside other libraries: `python -m benchmarks.search`.

Every figure is of one run on one machine; the ratios are what carries over. A peer answers an
easier question: the best path of any length, k = 1, no hop bound.
"""

from __future__ import annotations

import argparse
import gc
import math
import re
import sys
import time
import tracemalloc
from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from benchmarks.networks import People, people
from benchmarks.peers import PEERS, NotInstalledError
from infonet.paths.search import Search

Insiders = NDArray[np.int64]

DEFAULT = "10k,100k,100k/classes,100k@100,1M"
_SMALL = 20  # a company of at most so many people is small
_PEERS_UP_TO = 2_000_000  # ties; beyond, the pure Python graphs do not fit


class Size(NamedTuple):
    """A network to measure on, written like `100k`, `100k@100` or `100k/classes`."""

    people: int
    degree: int
    classes: bool

    @classmethod
    def parse(cls, text: str) -> Size:
        """Read what the user wrote."""
        match = re.fullmatch(r"(\d+)([kM]?)(?:@(\d+))?(/classes)?", text.strip())
        if not match:
            raise argparse.ArgumentTypeError(
                f"expected a size like `100k`, `100k@100` or `1M/classes`, found `{text}`"
            )
        count, unit, degree, classes = match.groups()
        people_count = int(count) * {"": 1, "k": 1_000, "M": 1_000_000}[unit]
        return cls(people_count, int(degree or 20), bool(classes))

    def __str__(self) -> str:
        count = f"{self.people // 1_000_000}M" if self.people >= 1_000_000 else ""
        count = count or (f"{self.people // 1000}k" if self.people >= 1000 else str(self.people))
        return f"{count} · {self.degree}" + (" · four classes" if self.classes else "")


class Times(NamedTuple):
    """Milliseconds over the queries, and the median of the arcs read."""

    median: float
    p95: float
    mean: float
    arcs: float


def queries(made: People, count: int, *, seed: int = 1) -> list[Insiders]:
    """Companies to ask for: half of them small, half in proportion to their size."""
    rng = np.random.default_rng(seed)
    size = np.bincount(made.company)
    small = np.flatnonzero((size > 0) & (size <= _SMALL))
    chosen = [*rng.choice(small, count // 2), *rng.choice(made.company, count - count // 2)]
    return [made.insiders(company) for company in chosen]


def measured(ask: Callable[[Insiders], object], asked: Sequence[Insiders], repeats: int) -> Any:
    """Milliseconds for each query: the median of the repeats, which are spread over the run."""
    elapsed = np.empty((repeats, len(asked)))
    for once in range(repeats):
        for place, insiders in enumerate(asked):
            start = time.perf_counter()
            ask(insiders)
            elapsed[once, place] = time.perf_counter() - start
    return np.median(elapsed, axis=0) * 1000


def search_times(search: Search, asked: Sequence[Insiders], k: int, repeats: int) -> Times:
    """Time our own search."""
    arcs = [search.k_best(insiders, k=k).arcs_read for insiders in asked]
    spent = measured(lambda insiders: search.k_best(insiders, k=k), asked, repeats)
    return Times(
        float(np.median(spent)), float(np.quantile(spent, 0.95)), float(spent.mean()),
        float(np.median(arcs)),
    )  # fmt: skip


def built(made: People) -> tuple[Search, float, float, float]:
    """Build the search; return it, the seconds, and its memory and peak while building in MB."""
    arrays = made.indptr, made.indices, made.strength
    start = time.perf_counter()
    Search(*arrays, made.ego)
    seconds = time.perf_counter() - start
    gc.collect()
    tracemalloc.start()
    search = Search(*arrays, made.ego)
    for insiders in queries(made, 10):
        search.k_best(insiders)
    kept, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return search, seconds, kept / 1e6, peak / 1e6


def peer_times(
    made: People, search: Search, asked: Sequence[Insiders], repeats: int
) -> dict[str, Times | str]:
    """Time each library on the easier question, or say why there are no times."""
    found: dict[str, Times | str] = {}
    for name, prepare in PEERS.items():
        if len(made.indices) / 2 > _PEERS_UP_TO:
            found[name] = "network too large"
            continue
        try:
            ask = prepare(made)
        except NotInstalledError:
            found[name] = "not installed"
            continue
        for insiders in asked[:10]:
            ours = search.k_best(insiders, k=1)[1].max(initial=0.0)
            theirs = math.exp(-ask(insiders))
            if theirs < ours * (1 - 1e-9):
                raise AssertionError(f"{name} finds {theirs}, the search {ours}")
        spent = measured(ask, asked, repeats)
        found[name] = Times(
            float(np.median(spent)), float(np.quantile(spent, 0.95)), float(spent.mean()), math.nan
        )
        del ask
        gc.collect()
    return found


def draw(path: str, rows: Sequence[tuple[Size, int, Times]], peers: dict[Any, Any]) -> None:
    """Draw how the times grow with the network."""
    from matplotlib.figure import Figure

    figure = Figure(figsize=(9, 4.5), layout="constrained")
    ax = figure.subplots()
    for k, colour in ((1, "#0072B2"), (5, "#D55E00")):
        plain = [(size.people, t) for size, at, t in rows if at == k and not size.classes
                 and size.degree == 20]  # fmt: skip
        plain.sort()
        counts = [count for count, _ in plain]
        ax.plot(counts, [t.median for _, t in plain], "o-", color=colour, label=f"k = {k}, median")
        ax.plot(counts, [t.p95 for _, t in plain], "o--", color=colour, label=f"k = {k}, p95")
    for name, marker in zip(PEERS, "s^vD", strict=True):
        points = [(size.people, found[name].median) for size, found in peers.items()
                  if isinstance(found[name], Times) and size.degree == 20
                  and not size.classes]  # fmt: skip
        if points:
            xs, ys = zip(*sorted(points), strict=True)
            ax.plot(xs, ys, marker, color="0.4", label=f"{name}, no hop bound, median")
    ax.set(xscale="log", yscale="log", xlabel="people, at 20 ties each", ylabel="ms a query")
    figure.legend(loc="outside right upper", fontsize="small", frameon=False)
    figure.savefig(path, dpi=150)


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure, print a table, and draw if asked to."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.search", description=__doc__)
    parser.add_argument("--sizes", default=DEFAULT, help=f"people[@degree][/classes]: {DEFAULT}")
    parser.add_argument("--queries", type=int, default=100, help="how many companies")
    parser.add_argument("--repeats", type=int, default=5, help="the median of so many is taken")
    parser.add_argument("--seed", type=int, default=0, help="of the networks")
    parser.add_argument("--peers", action="store_true", help="measure the libraries as well")
    parser.add_argument("--plot", metavar="PNG", help="where to draw how the times grow")
    given = parser.parse_args(arguments)
    rows: list[tuple[Size, int, Times]] = []
    peers: dict[Size, dict[str, Times | str]] = {}
    print("people · degree           k   median    p95   mean ms     arcs   build s   MB (peak)")
    for size in [Size.parse(text) for text in given.sizes.split(",")]:
        made = people(size.people, size.degree, seed=given.seed, classes=size.classes)
        search, seconds, kept, peak = built(made)
        asked = queries(made, given.queries)
        for k in (1, 5):
            times = search_times(search, asked, k, given.repeats)
            rows.append((size, k, times))
            print(
                f"{size!s:24} {k:2} {times.median:8.2f} {times.p95:6.2f} {times.mean:6.2f}"
                f" {times.arcs:12,.0f} {seconds:8.2f} {kept:7.0f} ({peak:.0f})",
                flush=True,
            )
        largest = [made.insiders(company) for company in range(10)]
        top = search_times(search, largest, 5, given.repeats)
        print(f"  the ten largest companies, k = 5: p95 {top.p95:.2f} ms")
        if given.peers:
            peers[size] = peer_times(made, search, asked, max(1, given.repeats // 3))
            ours = rows[-2][2]
            for name, found in peers[size].items():
                if isinstance(found, str):
                    print(f"  {name:12} {found}", flush=True)
                else:
                    print(
                        f"  {name:12} median {found.median:8.2f} p95 {found.p95:8.2f} ms:"
                        f" {found.median / ours.median:6.1f} and {found.p95 / ours.p95:6.1f}"
                        " times ours at k = 1",
                        flush=True,
                    )
    if given.plot:
        draw(given.plot, rows, peers)
        print(f"drawn: {given.plot}")


if __name__ == "__main__":
    main(sys.argv[1:])
