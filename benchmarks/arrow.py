"""Measure what pyarrow beside infonet costs: `python -m benchmarks.arrow`.

With pyarrow installed pandas keeps text in Arrow, if it is not told to keep it in Python, as
`infonet.tables.TEXT` tells it. The same work is done by two environments of the same versions, in
turn: this one, and the one with pyarrow (`make arrow` sets it up). The results must be the same,
letter for letter.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import pandas as pd

from benchmarks.networks import DAY, friends
from infonet import agenda, conversion
from infonet.graph import network
from infonet.paths import hindcast, reach, sensitivity, warm_paths

__all__ = ["MISSING", "main", "worked"]

_ROOT = Path(__file__).resolve().parent.parent
BESIDE = _ROOT / ".venv-arrow" / "bin" / "python"
MISSING = (
    f"skipped: there is no environment with pyarrow at `{BESIDE.relative_to(_ROOT)}`;"
    " `make arrow` sets it up, or name another Python as `--python`"
)


def worked(n: int) -> dict[str, tuple[float, str]]:
    """Return the seconds of the processor that each piece of work took, and a digest of it."""
    tables, many = friends(n, events=300), friends(n, targets=100)
    net, wide = network(tables, as_of=DAY), network(many, as_of=DAY)
    company = str(net.workplaces.wanted.company.iloc[0])
    warm_paths(net, company)
    work: dict[str, Callable[[], pd.DataFrame]] = {
        "network": lambda: network(tables, as_of=DAY).workplaces.current,
        "network, like another": lambda: network(tables, as_of=DAY, like=net).tables.ties,
        "warm_paths": lambda: warm_paths(net, company),
        "reach": lambda: reach(network(tables, as_of=DAY)),
        "targets": lambda: agenda.targets(network(tables, as_of=DAY)),
        "sensitivity": lambda: sensitivity(net, company),
        "plan, 100 targets": lambda: agenda.plan(wide, many, as_of=DAY),
        "funnel": lambda: conversion.funnel(tables, as_of=DAY),
        "hindcast, 300 events": lambda: hindcast(tables).events,
    }
    return {name: _timed(one) for name, one in work.items()}


def _timed(work: Callable[[], pd.DataFrame]) -> tuple[float, str]:
    start = time.process_time()
    found = work()
    return time.process_time() - start, hashlib.sha256(found.to_csv().encode()).hexdigest()


def _by(python: Path, n: int) -> dict[str, tuple[float, str]]:
    """Return what the work took in an environment."""
    done = subprocess.run(
        [python, "-m", "benchmarks.arrow", "--people", str(n), "--work"],
        cwd=_ROOT,
        env={**os.environ, "PYTHONPATH": str(_ROOT)},
        capture_output=True,
        text=True,
        check=True,
    )
    return {name: (spent, digest) for name, (spent, digest) in json.loads(done.stdout).items()}


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure both in turn, and print the ratios; or say why not."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.arrow", description=__doc__)
    parser.add_argument("--people", type=int, default=25_000)
    parser.add_argument("--repeats", type=int, default=3)
    parser.add_argument("--python", type=Path, default=BESIDE, help="of the one with pyarrow")
    parser.add_argument("--work", action="store_true", help=argparse.SUPPRESS)
    given = parser.parse_args(arguments)
    if given.work:
        print(json.dumps(worked(given.people)))
        return
    if not given.python.exists():
        print(MISSING)
        return
    if find_spec("pyarrow") is not None:
        print("skipped: pyarrow is installed in this environment, too")
        return
    plain, beside = [], []
    for _ in range(given.repeats):
        plain.append(_by(Path(sys.executable), given.people))
        beside.append(_by(given.python, given.people))
    print(f"{f'seconds of the processor, {given.people:,} people':40} without  pyarrow  ratio")
    for name in plain[0]:
        without, with_it = (
            float(np.median([one[name][0] for one in all_])) for all_ in (plain, beside)
        )
        same = {one[name][1] for one in (*plain, *beside)}
        said = "" if len(same) == 1 else "  ANOTHER RESULT"
        print(f"{name:40} {without:7.3f}  {with_it:7.3f} {with_it / without:6.2f}{said}")


if __name__ == "__main__":
    main(sys.argv[1:])
