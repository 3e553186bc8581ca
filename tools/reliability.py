"""Write RELIABILITY.md: what the heavy tests did and found when they ran at their full counts.

A plugin of pytest (``-p tools.reliability``), which ``make evidence`` loads. Tests say by the
fixture `counted` how much they did and what they found; each figure is of the last run of its
tests, and kept in ``build/evidence.json``. So a part of the tests may be run anew by itself.
"""

from __future__ import annotations

import datetime as dt
import json
import os
import platform
import sqlite3
from collections import defaultdict
from collections.abc import Mapping
from importlib.metadata import version
from pathlib import Path
from typing import Any, TypedDict

import pytest

__all__ = ["COUNTED", "FIGURES", "Ran", "page"]

COUNTED = "counted"
"""The name of a test's property that holds its figures."""

FIGURES = {
    "kills": "`kill -9` in the middle of an act, an import, a backup, a forgetting, or a file "
    "that is saved: before a system call, or at any moment",
    "kills of a writer at work": "`kill -9` of a process that writes act after act",
    "system calls": "system calls that fail, each call about files of each operation: alone, or "
    "with all that follow",
    "statements": "statements of forgetting before which it is killed",
    "writers": "events that eight processes log at once",
    "sequences": "sequences of acts on a book, with imports, merges, undo, corrections, "
    "forgetting, shares and reopening, against a model in plain Python",
    "damaged books": "books with bytes changed, cut off or emptied",
    "mutated inputs": "inputs of readers and guest lists with bytes changed, cut out, doubled or "
    "put in",
    "polluted CSV": "exports polluted in each of the ways of the Pollock benchmark",
    "settings": "settings (hash seed, time zone, locale, `-O`, options of pandas) under which all "
    "results of the samples are the same",
    "sockets": "connections that the tests opened",
    "written and read: csv": "examples of all tables, written as CSV and read back",
    "written and read: xlsx": "examples of all tables, written as a workbook and read back",
    "written and read: json": "examples of all tables, written as JSON and read back",
    "written and read: vcf": "examples of people, written as vCards and read back",
    "written and read: graphml": "examples of networks, written as GraphML and read back",
}
"""Each figure, in the order of the page, and what is counted."""

PAGE, KEPT = Path("RELIABILITY.md"), Path("build") / "evidence.json"
_PACKAGES = ("numpy", "pandas", "scipy", "networkx", "hypothesis", "pytest")


class Ran(TypedDict):
    """Hold how a test ended when it last ran, and what it counted."""

    passed: bool
    share: float
    seconds: float
    day: str
    figures: dict[str, dict[str, int]]


_RAN: dict[str, Ran] = {}


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    """Keep how a test ended, how long it took, and what it counted."""
    if report.skipped:
        return
    today = dt.datetime.now(dt.UTC).date().isoformat()
    share = float(os.environ.get("INFONET_EVIDENCE") or 0)
    fresh = Ran(passed=True, share=share, seconds=0, day=today, figures={})
    test = _RAN.setdefault(report.nodeid, fresh)
    test["passed"] &= not report.failed
    test["seconds"] += report.duration
    if report.when == "teardown":
        told: list[Any] = [each for name, each in report.user_properties if name == COUNTED]
        test["figures"] = {figure: row for figures in told for figure, row in figures.items()}
        if len(told) > 1:  # at once: a run of hours may be broken off
            _keep()


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Write the page, of this run and of the tests that ran before it."""
    if not hasattr(session.config, "workerinput") and _RAN:
        kept = _keep()
        PAGE.write_text(page(kept, _versions()), "utf-8")


def _keep() -> dict[str, Ran]:
    """Add what ran to what ran before with the same versions; return all of it."""
    versions, kept = _versions(), dict[str, Ran]()
    if KEPT.exists():
        before = json.loads(KEPT.read_text("utf-8"))
        kept = before["tests"] if before["versions"] == versions else {}
    kept = {name: test for name, test in kept.items() if Path(name.partition("::")[0]).exists()}
    kept |= _RAN
    KEPT.parent.mkdir(exist_ok=True)
    part = KEPT.with_suffix(f".{os.getpid()}")
    part.write_text(json.dumps({"versions": versions, "tests": kept}, indent=1), "utf-8")
    part.replace(KEPT)
    return kept


def page(tests: Mapping[str, Ran], versions: Mapping[str, str]) -> str:
    """Say what was counted, as a page.

    Parameters
    ----------
    tests : mapping
        The id of each test that ran → how it ended.
    versions : mapping
        What it ran with → its version.

    Returns
    -------
    str
        Markdown.

    Examples
    --------
    >>> figures = {"writers": {"": 800, "lost": 0}}
    >>> test = Ran(passed=True, share=1, seconds=61, day="2026-06-30", figures=figures)
    >>> print(page({"tests/test_x.py::test_y": test}, {"Python": "3.13"}).splitlines()[9])
    | events that eight processes log at once | 800 | 0 lost | 1 min | 2026-06-30 |
    """
    rows, total = defaultdict[str, list[Ran]](list), len(tests)
    for test in tests.values():
        for figure in test["figures"]:
            rows[figure].append(test)
    failed = [name for name, test in sorted(tests.items()) if not test["passed"]]
    lines = [
        "# Reliability",
        "",
        "`make evidence` writes this page from what it ran: the heavy tests and those of "
        "properties, at their",
        "full counts. `make test` runs the same tests on fewer cases. Each row is of the last run "
        "of its tests.",
        "",
        f"Tests: {total:,}, failed: {len(failed)}.",
        "",
        "| what | how many | found | time | day |",
        "| --- | ---: | --- | ---: | --- |",
        *(_row(figure, rows[figure]) for figure in FIGURES if figure in rows),
    ]
    missing = [figure for figure in FIGURES if figure not in rows]
    if missing:
        lines += ["", f"Not run: {', '.join(missing)}."]
    if failed:
        lines += ["", "Failed, so that the numbers above do not hold:", ""]
        lines += [f"- `{name}`" for name in failed]
    said = ", ".join(f"{name} {number}" for name, number in versions.items())
    return "\n".join([*lines, "", f"With {said}.", ""])


def _row(figure: str, tests: list[Ran]) -> str:
    """Say one figure of all tests that counted it."""
    found = dict[str, int]()
    for test in tests:
        for name, number in test["figures"][figure].items():
            found[name] = found.get(name, 0) + number
    number = found.pop("")
    part = min(test["share"] for test in tests)
    shown = f"{number:,}" if part >= 1 else f"{number:,} ({part:.0%} of the full count)"
    said = ", ".join(f"{count:,} {name.replace('_', ' ')}" for name, count in found.items())
    if not all(test["passed"] for test in tests):
        said = f"**failed** {said}".strip()
    minutes = sum(test["seconds"] for test in tests) / 60
    took = f"{minutes:,.0f} min" if minutes >= 1 else "below 1 min"
    day = max(test["day"] for test in tests)
    return f"| {FIGURES[figure]} | {shown} | {said} | {took} | {day} |"


def _versions() -> dict[str, str]:
    return {
        "Python": platform.python_version(),
        "SQLite": sqlite3.sqlite_version,
        **{name: version(name) for name in _PACKAGES},
        "on": f"{platform.system()} {platform.machine()}",
    }
