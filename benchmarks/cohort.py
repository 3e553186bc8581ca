"""Time a whole cohort, all members × all companies: `python -m benchmarks.cohort`.

It measures 10,000 to 1,000,000 people and 10 to 1,000 members, prints tables and draws how the cost
grows. Every figure is of one run on one machine; the ratios are what carries over. Each
measurement is a process of its own, and the engines take turns.

The libraries do the same work or an easier one. GraphBLAS multiplies layer by layer by the ties,
with max and times, and then by the jobs: no brokers, no insiders. SciPy, networkit and igraph find
paths of any length by Dijkstra's algorithm, from one member after the other, and the best insider
of each company among their ends. Where they, or at a million people all, are asked for fewer
members, the seconds are those of as many as the row says, in proportion; they are asked once for
all rows of a size that ask for the same members. A second process is begun from 128 members on.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import fields
from importlib import import_module
from pathlib import Path
from statistics import median
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from benchmarks.growth import exponents
from benchmarks.networks import people
from infonet.cohort import Pool, best_paths

__all__ = ["Cost", "main", "measured", "ours", "pool", "save", "scipy"]

_ROOT = Path(__file__).resolve().parent.parent
_DIJKSTRA = ("scipy", "networkit", "igraph")
_ENGINES = ("numpy", "numpy, 2 processes", "duckdb", "duckdb, 1GB", "graphblas", *_DIJKSTRA)
_SIZES = {
    "10k": (10_000, 20.0),
    "100k": (100_000, 20.0),
    "1M": (1_000_000, 40.0),
}
_MOST = dict.fromkeys(_DIJKSTRA, 24)  # members that Dijkstra is asked for
_MOST_AT = {"1M": 128}  # that any engine is asked for at this size, but with --whole
_LEAST = {"numpy, 2 processes": 128}  # members, for fewer of whom no second process is begun

GOALS = {
    "10k": {"numpy": 5.0, "duckdb": 13.0, "graphblas": 7.0},
    "100k": {"numpy": 14.0, "duckdb": 30.0, "graphblas": 24.0},
}
"""People → what 1,000 members may take, in seconds of a processor on which GraphBLAS took so long:
as machines differ, the goal is held in multiples of its seconds."""


def pool(count: int, *, members: int, degree: float = 20.0, classes: bool = False) -> Pool:
    """Invent a pool of people as `networks.people` does; some of them are members."""
    made = people(count, degree, classes=classes)
    chosen = np.random.default_rng(1).choice(count, members, replace=False)
    order = np.argsort(made.company, kind="stable")
    person = np.array([f"in/{at:07d}" for at in range(count)], dtype=object)
    companies = int(made.company.max()) + 1
    return Pool(
        indptr=made.indptr,
        indices=made.indices,
        strength=made.strength,
        member=np.sort(chosen),
        insider=order,
        employer=made.company[order],
        opted_out=np.empty(0, dtype=np.int64),
        person=person,
        name=person,
        company=np.array([f"Company {at:05d}" for at in range(companies)], dtype=object),
    )


class Cost(NamedTuple):
    """What a run took: seconds of wall and CPU, the greatest memory in GB, and its rows.

    The memory is that of all its processes, what they share counted once, at the fullest of twenty
    moments a second (`Pss` of Linux; elsewhere their greatest sizes, added).
    """

    wall: float
    cpu: float
    memory: float
    rows: int


def _arrays(made: Pool) -> tuple[Any, NDArray[np.int64]]:
    """Return the ties as a SciPy matrix, and the company of each person."""
    from scipy.sparse import csr_matrix

    company = np.empty(len(made), dtype=np.int64)
    company[made.insider] = made.employer
    return csr_matrix((made.strength, made.indices, made.indptr)), company


def _reached(distance: NDArray[np.float64], company: NDArray[np.int64]) -> int:
    """Count the companies to whose nearest insider a path leads, but the member's own."""
    best = np.full(int(company.max()) + 1, np.inf)
    np.minimum.at(best, company, distance)
    return int(np.isfinite(best).sum()) - 1


def scipy(made: Pool) -> int:
    """Dijkstra in SciPy."""
    from scipy.sparse.csgraph import dijkstra

    ties, company = _arrays(made)
    ties.data = -np.log(ties.data)
    return sum(_reached(dijkstra(ties, indices=one), company) for one in made.member.tolist())


def networkit(made: Pool) -> int:
    """Dijkstra in networkit."""
    library, distance = import_module("networkit"), import_module("networkit.distance")
    library.setNumberOfThreads(1)
    ties, company = _arrays(made)
    ties.data = -np.log(ties.data)
    graph = library.GraphFromCoo(ties.tocoo(), n=len(made), weighted=True, directed=True)
    rows = 0
    for one in made.member.tolist():
        found = distance.Dijkstra(graph, one, storePaths=False)
        found.run()
        rows += _reached(np.array(found.getDistances()), company)
    return rows


def igraph(made: Pool) -> int:
    """Dijkstra in igraph."""
    library = import_module("igraph")
    ties, company = _arrays(made)
    coo = ties.tocoo()
    once = coo.row < coo.col
    edges = np.column_stack((coo.row[once], coo.col[once]))
    graph = library.Graph(n=len(made), edges=edges, directed=False)
    cost = (-np.log(coo.data[once])).tolist()
    rows = 0
    for one in made.member.tolist():
        found = np.array(graph.distances(one, weights=cost)[0])
        rows += _reached(found, company)
    return rows


def graphblas(made: Pool) -> int:
    """Max and times in GraphBLAS, blocks of 64 members, four layers, then the jobs."""
    library = import_module("graphblas")
    company = _arrays(made)[1]
    source = np.repeat(np.arange(len(made)), np.diff(made.indptr))
    size = len(made)
    arcs = library.Matrix.from_coo(source, made.indices, made.strength, nrows=size, ncols=size)
    jobs = library.Matrix.from_coo(np.arange(size), company, 1.0, nrows=size)
    rows = 0
    for begin in range(0, len(made.member), 64):
        some = made.member[begin : begin + 64]
        at = np.arange(len(some))
        state = library.Matrix.from_coo(at, some, 1.0, nrows=len(some), ncols=size)
        best = state.dup()
        for _ in range(4):
            state = state.mxm(arcs, library.semiring.max_times).new()
            best(accum=library.binary.max) << state
        rows += best.mxm(jobs, library.semiring.max_times).new().nvals - len(some)
    return rows


def ours(engine: str, **more: Any) -> Callable[[Pool], int]:
    """Return what runs an engine of this package."""
    return lambda made: len(best_paths(made, engine=engine, **more))


_RUN: dict[str, Callable[[Pool], int]] = {
    "numpy": ours("numpy", processes=1),
    "numpy, 2 processes": ours("numpy"),
    "duckdb": ours("duckdb"),
    "duckdb, 1GB": ours("duckdb", memory_limit="1GB"),
    "spark": ours("spark"),
    "graphblas": graphblas,
    "scipy": scipy,
    "networkit": networkit,
    "igraph": igraph,
}


def shuffled(made: Pool) -> float:
    """Run Spark on this machine; return the megabytes of its shuffles, for one member."""
    sql = import_module("pyspark.sql")
    with tempfile.TemporaryDirectory() as folder:
        builder = sql.SparkSession.builder.master("local[2]")
        for name, value in {
            "spark.driver.bindAddress": "127.0.0.1",
            "spark.driver.host": "127.0.0.1",
            "spark.ui.enabled": "false",
            "spark.sql.shuffle.partitions": "8",
            "spark.eventLog.enabled": "true",
            "spark.eventLog.compress": "false",
            "spark.eventLog.dir": Path(folder).as_uri(),
        }.items():
            builder = builder.config(name, value)
        session = builder.getOrCreate()
        best_paths(made, engine="spark", master=session)
        session.stop()
        logs = [each for each in Path(folder).rglob("*") if each.is_file()]
        lines = (line for log in logs for line in log.read_text("utf-8").splitlines())
        events = (json.loads(line) for line in lines if "Shuffle Bytes Written" in line)
        ended = (event for event in events if event.get("Event") == "SparkListenerTaskEnd")
        told = [one["Task Metrics"]["Shuffle Write Metrics"] for one in ended]
    return float(sum(one["Shuffle Bytes Written"] for one in told)) / 1e6 / len(made.member)


def save(made: Pool, folder: Path) -> None:
    """Write a pool to a folder, from which every measurement reads it."""
    for each in fields(made):
        array = getattr(made, each.name)
        np.save(folder / f"{each.name}.npy", array.astype("U") if array.dtype == object else array)


def _load(folder: Path, members: int) -> Pool:
    arrays = {each.name: np.load(folder / f"{each.name}.npy") for each in fields(Pool)}
    words = {
        name: array.astype(object) for name, array in arrays.items() if array.dtype.kind == "U"
    }
    spread = np.linspace(0, len(arrays["member"]) - 1, members).astype(int)
    return Pool(**arrays | words | {"member": arrays["member"][spread]})


def one(engine: str, folder: Path, members: int) -> None:
    """Run one engine, and print what it took."""
    import resource  # not on Windows

    made = _load(folder, members)
    begun, spent = time.perf_counter(), os.times()
    try:
        rows = _RUN[engine](made)
    except ImportError as error:
        print(json.dumps(str(error)))
        return
    wall, now = time.perf_counter() - begun, os.times()
    cpu = sum(now[:4]) - sum(spent[:4])
    peaks = [resource.getrusage(who).ru_maxrss for who in
             (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]  # fmt: skip
    print(json.dumps(Cost(wall, cpu, sum(peaks) / 1e6, rows)))


def asked_for(engine: str, members: int, most: int | None = None) -> int:
    """Return how many members an engine is asked for: `most` at most, and fewer of Dijkstra."""
    return min(members, most or members, _MOST.get(engine, members))


def measured(engine: str, folder: Path, members: int, most: int | None = None) -> Cost | str:
    """Run one engine in a process of its own; return the cost of all members, in proportion."""
    asked = asked_for(engine, members, most)
    command = [sys.executable, "-m", "benchmarks.cohort", "--one", engine,
               "--folder", str(folder), "--members", str(asked)]  # fmt: skip
    with subprocess.Popen(
        command, cwd=_ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as running:
        fullest = 0.0
        while running.poll() is None:
            fullest = max(fullest, _gigabytes(running.pid))
            time.sleep(0.05)
        said, problem = running.communicate()
    if running.returncode:
        return (problem.strip().splitlines() or [f"ended with {running.returncode}"])[-1]
    told = json.loads(said.splitlines()[-1])
    if isinstance(told, str):
        return told
    cost = Cost(*told)
    return in_proportion(cost._replace(memory=fullest or cost.memory), members / asked)


def in_proportion(cost: Cost, more: float) -> Cost:
    """Return what so many times the members cost, in the same memory."""
    return cost._replace(wall=cost.wall * more, cpu=cost.cpu * more, rows=round(cost.rows * more))


def _gigabytes(process: int) -> float:
    """Return the memory of a process and of those that it started, what is shared counted once."""
    own, size = Path(f"/proc/{process}"), 0.0
    try:
        for line in (own / "smaps_rollup").read_text("ascii").splitlines():
            if line.startswith("Pss:"):
                size = int(line.split()[1]) / 1e6
        started = (each.read_text("ascii").split() for each in own.glob("task/*/children"))
        return size + sum(_gigabytes(int(child)) for children in started for child in children)
    except OSError:  # not Linux, or ended meanwhile
        return size


Known = dict[tuple[str, int, int], tuple[Cost | str, int]]
"""Engine, how many members it was asked for, in which turn → its cost, for how many members."""


def compared(
    size: str,
    members: int,
    engines: Sequence[str],
    repeats: int,
    folder: Path,
    most: int | None = None,
    known: Known | None = None,
) -> pd.DataFrame:
    """Let the engines take turns on one pool; return the medians, and ratios to the first.

    What is `known` of as many members is not measured again, and what is measured is added to it.
    """
    known = {} if known is None else known
    runs: dict[str, list[Cost]] = {engine: [] for engine in engines}
    problems: dict[str, str] = {}
    for turn in range(repeats):
        for engine in engines:
            if engine not in problems:
                asked = asked_for(engine, members, most)
                before, first = known.get((engine, asked, turn), (None, members))
                if before is None:
                    found = measured(engine, folder, members, most)
                    known[engine, asked, turn] = found, members
                elif isinstance(before, str):
                    found = before
                else:
                    found = in_proportion(before, members / first)
                print(f"{size}, {members} members, {engine}: {found}", file=sys.stderr)
                if isinstance(found, str):
                    problems[engine] = found
                else:
                    runs[engine].append(found)
    rows = []
    for engine, costs in runs.items():
        row: dict[str, Any] = {"people": size, "members": members, "engine": engine}
        if costs:
            row |= {name: median(getattr(cost, name) for cost in costs) for name in Cost._fields}
            pairs = zip(costs, runs[engines[0]], strict=False)
            row["ratio"] = median(cost.cpu / first.cpu for cost, first in pairs)
        rows.append(row | {"problem": problems.get(engine, "")})
    return pd.DataFrame(rows)


def of_the_goal(found: pd.DataFrame) -> str:
    """Say what part of its goal each engine took, in multiples of GraphBLAS's seconds, if known."""
    row = found.iloc[0]
    goals, took = (
        GOALS.get(row.people, {}),
        found.set_index("engine").get("cpu", pd.Series(dtype=float)),
    )
    if row.members != 1_000 or "graphblas" not in goals or pd.isna(took.get("graphblas")):
        return ""
    said = [
        f"{name} {took[name] / took['graphblas'] * goals['graphblas'] / goals[engine]:.2f}"
        for name in took.index
        for engine in ("numpy", "duckdb")
        if name.startswith(engine)
    ]
    return f"of the goal, in multiples of graphblas's seconds: {'; '.join(said)}"


def grown(found: pd.DataFrame, number: str) -> dict[str, dict[int, float]]:
    """Return the seconds of each engine by members of the largest pool, or by people of most."""
    rows = found.dropna(subset="cpu").assign(people=found.people.map(lambda size: _SIZES[size][0]))
    held = "people" if number == "members" else "members"
    some = rows[rows[held] == rows[held].max()]
    return {
        str(engine): dict(zip(each[number].tolist(), each.cpu.tolist(), strict=True))
        for engine, each in some.groupby("engine", sort=False)
    }


def draw(found: pd.DataFrame, place: str) -> None:
    """Draw how the seconds grow with the members, one line for each engine and size."""
    from matplotlib.figure import Figure

    figure = Figure(figsize=(9, 4.5), layout="constrained")
    axes = figure.subplots(1, found.people.nunique(), sharey=True, squeeze=False)[0]
    for ax, (size, rows) in zip(axes, found.groupby("people", sort=False), strict=True):
        for (engine, some), marker in zip(
            rows.groupby("engine", sort=False), "osD^vPX*<", strict=False
        ):
            ax.plot(some.members, some.cpu, marker=marker, markersize=4, label=engine)
        ax.set(xscale="log", yscale="log", title=f"{size} people", xlabel="members")
    axes[0].set_ylabel("CPU seconds, all companies")
    handles, labels = axes[0].get_legend_handles_labels()
    figure.legend(handles, labels, loc="outside right upper", fontsize="small", frameon=False)
    figure.savefig(place, dpi=150)


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure, print a table, and draw if asked to."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.cohort", description=__doc__)
    parser.add_argument("--sizes", default=",".join(_SIZES), help="of 10k, 100k and 1M")
    parser.add_argument("--members", default="10,100,1000", help="how many are asked for")
    parser.add_argument("--engines", default=";".join(_ENGINES), help="by semicolons; also spark")
    parser.add_argument("--repeats", type=int, default=3, help="turns; the median is taken")
    parser.add_argument("--whole", action="store_true", help="all members at 1M too: hours")
    parser.add_argument("--plot", metavar="PNG", help="where to draw how the cost grows")
    parser.add_argument("--shuffles", action="store_true", help="measure what Spark shuffles")
    parser.add_argument("--one", help=argparse.SUPPRESS)
    parser.add_argument("--folder", help=argparse.SUPPRESS)
    given = parser.parse_args(arguments)
    counts = [int(count) for count in given.members.split(",")]
    if given.one:
        one(given.one, Path(given.folder), counts[0])
        return
    if given.shuffles:
        for size in given.sizes.split(","):
            count, degree = _SIZES[size]
            for members in counts:
                cost = shuffled(pool(count, members=members, degree=degree))
                print(f"{size} people, {members} members: {cost:.2f} MB shuffled a member")
        return
    parts = []
    for size in given.sizes.split(","):
        with tempfile.TemporaryDirectory() as folder:
            count, degree = _SIZES[size]
            save(pool(count, members=max(counts), degree=degree), Path(folder))
            most = max(counts) if given.whole else _MOST_AT.get(size, max(counts))
            # Of counts that ask for the same members the last stands for all.
            known: Known = {}
            for asked, members in {min(count, most): count for count in counts}.items():
                engines = [
                    name for name in given.engines.split(";") if asked >= _LEAST.get(name, 0)
                ]
                found = compared(size, members, engines, given.repeats, Path(folder), most, known)
                print(found.to_string(index=False, float_format="{:,.2f}".format), flush=True)
                if line := of_the_goal(found):
                    print(line, flush=True)
                parts.append(found)
    every = pd.concat(parts)
    for number in ("members", "people"):
        print(exponents(grown(every, number), number))
    if given.plot:
        draw(every, given.plot)
        print(f"drawn: {given.plot}")


if __name__ == "__main__":
    main(sys.argv[1:])
