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
from collections.abc import Callable, Container, Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from benchmarks.growth import exponents
from benchmarks.networks import DAY, People, crowd, people
from benchmarks.peers import PEERS, NotInstalledError
from infonet.graph import network
from infonet.paths import search_of, warm_paths
from infonet.paths.search import Search

Insiders = NDArray[np.int64]

DEFAULT = "10k,100k,100k/classes,100k@100,1M"
_SMALL = 20  # a company of at most so many people is small
_PEERS_UP_TO = 2_000_000  # ties; beyond, the graphs of Python objects do not fit
_LARGE = "networkit"  # the one that does

GOALS: Mapping[int, Mapping[str, tuple[float, float]]] = {
    10_000: {"1": (0.051, 0.065), "5": (0.18, 0.39), _LARGE: (0.19, 0.50)},
    100_000: {"1": (0.079, 0.117), "5": (0.24, 0.73), _LARGE: (1.09, 2.39)},
    1_000_000: {"1": (0.171, 0.648), "5": (0.45, 2.5), _LARGE: (39.5, 51.0), "largest": (0.9, 0.9)},
}
"""People → what each may take, median and p95 in milliseconds of a processor on which networkit
took so long: as machines differ, the goal is held in multiples of networkit's times."""


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
    """Milliseconds over the queries, of the clock and of the processor, and the arcs read."""

    median: float
    p95: float
    mean: float
    cpu: float
    cpu_p95: float
    arcs: float = math.nan


def queries(made: People, count: int, *, seed: int = 1) -> list[Insiders]:
    """Companies to ask for: half of them small, half in proportion to their size."""
    rng = np.random.default_rng(seed)
    size = np.bincount(made.company)
    small = np.flatnonzero((size > 0) & (size <= _SMALL))
    chosen = [*rng.choice(small, count // 2), *rng.choice(made.company, count - count // 2)]
    return [made.insiders(company) for company in chosen]


Ask = Callable[[Insiders], object]


def measured(
    asks: Mapping[str, Ask], asked: Sequence[Insiders], repeats: int, *, few: Container[str] = ()
) -> dict[str, Times]:
    """Time several that answer the same queries, in turn, so that all meet the same machine.

    Of each query the median of the repeats counts; those in `few` have a third of them.
    """
    spent = {name: np.full((2, repeats, len(asked)), np.nan) for name in asks}
    for once in range(repeats):
        for place, insiders in enumerate(asked):
            for name, ask in asks.items():
                if once % 3 and name in few:
                    continue
                wall, cpu = time.perf_counter(), time.process_time()
                ask(insiders)
                both = time.perf_counter() - wall, time.process_time() - cpu
                spent[name][:, once, place] = both
    found = {}
    for name, one in spent.items():
        wall, cpu = 1_000 * np.nanmedian(one, axis=1)
        found[name] = Times(
            float(np.median(wall)), float(np.quantile(wall, 0.95)), float(wall.mean()),
            float(np.median(cpu)), float(np.quantile(cpu, 0.95)),
        )  # fmt: skip
    return found


def ours(search: Search) -> dict[str, Ask]:
    """Our own search, for the best path and for the best five."""
    return {
        "1": lambda insiders: search.k_best(insiders, k=1),
        "5": lambda insiders: search.k_best(insiders, k=5),
    }


def built(made: People) -> tuple[Search, float, float, float]:
    """Build the search; return it, the seconds, and its memory and peak while building in MB."""
    arrays = made.indptr, made.indices, made.strength
    start = time.process_time()
    Search(*arrays, made.ego)
    seconds = time.process_time() - start
    gc.collect()
    tracemalloc.start()
    search = Search(*arrays, made.ego)
    for insiders in queries(made, 10):
        search.k_best(insiders)
    kept, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return search, seconds, kept / 1e6, peak / 1e6


def of_the_goal(people: int, times: Mapping[str, Times]) -> str:
    """Say what part of its goal each took, median and p95, in multiples of networkit's times."""
    goals, theirs = GOALS[people], times[_LARGE]
    said = []
    for name, (median, p95) in goals.items():
        took, (usual, usual_p95) = times[name], goals[_LARGE]
        parts = (
            took.cpu / theirs.cpu * usual / median,
            took.cpu_p95 / theirs.cpu_p95 * usual_p95 / p95,
        )
        if name == "largest":
            said.append(f"the ten largest {parts[1]:.2f} (p95)")
        elif name != _LARGE:
            said.append(f"k = {name} {parts[0]:.2f} and {parts[1]:.2f}")
    return f"  of the goal, in multiples of networkit's times: {', '.join(said)}"


def prepared(
    made: People, search: Search, asked: Sequence[Insiders]
) -> tuple[dict[str, Ask], dict[str, str]]:
    """Prepare each library for the easier question, or say why it is not measured."""
    asks: dict[str, Ask] = {}
    left: dict[str, str] = {}
    for name, prepare in PEERS.items():
        if len(made.indices) / 2 > _PEERS_UP_TO and name != _LARGE:
            left[name] = "network too large"
            continue
        try:
            ask = prepare(made)
        except NotInstalledError:
            left[name] = "not installed"
            continue
        for insiders in asked[:10]:
            best = search.k_best(insiders, k=1)[1].max(initial=0.0)
            theirs = math.exp(-ask(insiders))
            if theirs < best * (1 - 1e-9):
                raise AssertionError(f"{name} finds {theirs}, the search {best}")
        asks[name] = ask
    return asks, left


def public(n: int, repeats: int) -> str:
    """Say what `warm_paths` adds to the search of a network in which all ties are equal."""
    tables = crowd(n)
    tables = tables._replace(ties=tables.ties.assign(closeness=None))
    net = network(tables, as_of=DAY)
    names = [f"Company {number}" for number in range(0, min(n // 30, 300), 3)]
    insiders = [net.target(name).insiders for name in names]
    known = {id(one): name for one, name in zip(insiders, names, strict=True)}
    for name in names:
        warm_paths(net, name)
    search = search_of(net)
    found = measured(
        {
            "search": lambda one: search.k_best(one, k=6),
            "call": lambda one: warm_paths(net, known[id(one)]),
        },
        insiders,
        repeats,
    )
    adds, most = (
        getattr(found["call"], name) - getattr(found["search"], name) for name in ("cpu", "cpu_p95")
    )
    return (
        f"warm_paths at {n:,} people, all strengths equal, adds to the search: median"
        f" {adds:.2f}, p95 {most:.2f} ms of processor (goal 1.50)"
    )


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
        ax.plot(counts, [t.cpu for _, t in plain], "o-", color=colour, label=f"k = {k}, median")
        ax.plot(counts, [t.cpu_p95 for _, t in plain], "o--", color=colour, label=f"k = {k}, p95")
    for name, marker in zip(PEERS, "s^vD", strict=True):
        points = [(size.people, found[name].cpu) for size, found in peers.items()
                  if name in found and size.degree == 20 and not size.classes]  # fmt: skip
        if points:
            xs, ys = zip(*sorted(points), strict=True)
            ax.plot(xs, ys, marker, color="0.4", label=f"{name}, no hop bound, median")
    ax.set(
        xscale="log",
        yscale="log",
        xlabel="people, at 20 ties each",
        ylabel="ms of processor a query",
    )
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
    parser.add_argument(
        "--public", type=int, nargs="*", default=(), help="people to measure the public call at"
    )
    given = parser.parse_args(arguments)
    rows: list[tuple[Size, int, Times]] = []
    peers: dict[Size, dict[str, Times]] = {}
    print(
        "people · degree           k   median    p95   mean  cpu ms    p95         arcs"
        "  build s   MB (peak)"
    )
    for size in [Size.parse(text) for text in given.sizes.split(",")]:
        made = people(size.people, size.degree, seed=given.seed, classes=size.classes)
        search, seconds, kept, peak = built(made)
        asked = queries(made, given.queries)
        asks, left = prepared(made, search, asked) if given.peers else ({}, {})
        times = measured({**ours(search), **asks}, asked, given.repeats, few=asks)
        for k in (1, 5):
            arcs = np.median([search.k_best(insiders, k=k).arcs_read for insiders in asked])
            one = times[str(k)]._replace(arcs=float(arcs))
            rows.append((size, k, one))
            print(
                f"{size!s:24} {k:2} {one.median:8.2f} {one.p95:6.2f} {one.mean:6.2f}"
                f" {one.cpu:6.2f} {one.cpu_p95:6.2f} {arcs:12,.0f} {seconds:8.3f} {kept:7.0f}"
                f" ({peak:.0f})",
                flush=True,
            )
        largest = [made.insiders(company) for company in range(10)]
        top = measured(ours(search), largest, given.repeats)["5"]
        print(
            f"  the ten largest companies, k = 5: p95 {top.p95:.2f} ms,"
            f" {top.cpu_p95:.2f} of processor"
        )
        for name in asks:
            found = times[name]
            ratios = (
                f"{found.cpu / one.cpu:6.1f} and {found.cpu_p95 / one.cpu_p95:6.1f} times ours at"
                f" k = {k}"
                for k, one in (("1", times["1"]), ("5", times["5"]))
            )
            print(
                f"  {name:12} median {found.median:8.2f} p95 {found.p95:8.2f} ms, processor"
                f" {found.cpu:8.2f} and {found.cpu_p95:8.2f}: {','.join(ratios)}",
                flush=True,
            )
        if _LARGE in asks and size == (size.people, 20, False) and size.people in GOALS:
            print(of_the_goal(size.people, {**times, "largest": top}), flush=True)
        for name, reason in left.items():
            print(f"  {name:12} {reason}", flush=True)
        peers[size] = {name: times[name] for name in asks}
        del asks, times
        gc.collect()
    grown: dict[str, dict[int, float]] = {}
    usual = [size for size in peers if size.degree == 20 and not size.classes]
    for size in usual:
        mine = {f"k = {k}": one for each, k, one in rows if each == size}
        for name, found in {**mine, **peers[size]}.items():
            grown.setdefault(name, {})[size.people] = found.cpu
    if line := exponents(grown, "people"):
        print(line)
    for n in given.public:
        print(public(n, given.repeats), flush=True)
    if given.plot:
        draw(given.plot, rows, peers)
        print(f"drawn: {given.plot}")


if __name__ == "__main__":
    main(sys.argv[1:])
