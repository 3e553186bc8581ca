"""Time what members hand over to a cohort, as a coach does: `python -m benchmarks.handing`.

Each member's list of connections is drawn from one crowd of invented people. All are read, then
all again, of which nothing is new, as after a run that was broken off; then they are pooled.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from resource import RUSAGE_SELF, getrusage

import numpy as np
import pandas as pd

from benchmarks.opening import DAY, listed
from infonet.cohort import Cohort

__all__ = ["handed", "main"]

_CROWD = 100  # times as many people as one list has


def handed(folder: Path, members: int, people: int) -> pd.DataFrame:
    """Write the lists of so many members, of so many people each; return them as `add_all` has."""
    rng = np.random.default_rng(2026)
    rows = []
    for number in range(members):
        place = folder / f"member-{number}" / "Connections.csv"
        place.parent.mkdir()
        some = rng.choice(_CROWD * people, people, replace=False)
        place.write_text(listed(some, rng), "utf-8")
        rows.append((f"https://www.linkedin.com/in/member-{number}", place, "on paper", DAY))
    return pd.DataFrame(rows, columns=["member", "file", "by", "date"])


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure, and print."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.handing", description=__doc__)
    parser.add_argument("--members", type=int, default=1_000)
    parser.add_argument("--people", type=int, default=1_000, help="whom each of them lists")
    given = parser.parse_args(arguments)
    print(f"{given.members:,} exports of {given.people:,} people")
    print(f"  {'seconds':<28} {'CPU':>8} {'wall':>8} {'GB (peak)':>10}")
    with tempfile.TemporaryDirectory() as home:
        files = handed(Path(home), given.members, given.people)
        cohort = Cohort(Path(home) / "cohort")
        for what, work in (
            ("read, the first time", lambda: cohort.add_all(files)),
            ("the same again, nothing new", lambda: cohort.add_all(files)),
            ("pooled", lambda: cohort.pool(as_of=DAY)),
        ):
            cpu, wall = time.process_time(), time.perf_counter()
            found = work()
            cpu, wall = time.process_time() - cpu, time.perf_counter() - wall
            peak = getrusage(RUSAGE_SELF).ru_maxrss / (1e9 if sys.platform == "darwin" else 1e6)
            print(f"  {what:<28} {cpu:8.1f} {wall:8.1f} {peak:10.2f}", flush=True)
        print(f"  {found!r}")


if __name__ == "__main__":
    main()
