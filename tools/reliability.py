"""Write RELIABILITY.md: what the heavy tests did and found when they ran at their full counts.

A plugin of pytest (``-p tools.reliability``), which ``make evidence`` loads. Tests say by the
fixture `counted` how much they did and what they found; each figure is of the last run of its
tests, and kept in ``docs/evidence.json``, a line for each test. So a part of the tests may be run
anew by itself, on another day and from another clone. ``python -m tools.reliability`` writes the
page of what is kept, as after a merge.
"""

from __future__ import annotations

import datetime as dt
import json
import os
import platform
import sqlite3
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Any, TypedDict

import pytest

__all__ = ["COUNTED", "FIGURES", "KEPT", "PAGE", "Ran", "keep", "kept", "page"]

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
    "settings": "runs on three samples, each under 21 settings (hash seed, time zone, locale, "
    "`-O`, options of pandas), whose results are compared",
    "a million people: numpy": "members of a pool of a million people and 20 million ties, each of "
    "whose best paths to all companies are found in NumPy, in two processes",
    "a million people: duckdb": "members of the same pool, in DuckDB without a limit",
    "hostile strings in sinks": "texts as a name, a company, a title and a note, each in every "
    "kind of file and page that is made of them",
    "sockets": "connections that the tests opened",
    "written and read: csv": "examples of all tables, written as CSV and read back",
    "written and read: xlsx": "examples of all tables, written as a workbook and read back",
    "written and read: json": "examples of all tables, written as JSON and read back",
    "written and read: vcf": "examples of people, written as vCards and read back",
    "written and read: graphml": "examples of networks, written as GraphML and read back",
}
"""Each figure, in the order of the page, and what is counted."""

PAGE, KEPT = Path("RELIABILITY.md"), Path("docs") / "evidence.json"
_PACKAGES = ("numpy", "pandas", "scipy", "networkx", "hypothesis", "pytest")


class Ran(TypedDict):
    """Hold how a test ended when it last ran, with which versions, and what it counted."""

    passed: bool
    share: float
    seconds: float
    day: str
    versions: str
    figures: dict[str, dict[str, int]]


_UNDER_WAY: dict[str, Ran] = {}
_RAN: dict[str, Ran] = {}


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    """Keep how a test ended, how long it took, and what it counted."""
    # A worker reports to the process that started it, which alone keeps what it hears.
    if report.skipped or "PYTEST_XDIST_WORKER" in os.environ:
        return
    today = dt.datetime.now(dt.UTC).date().isoformat()
    share = float(os.environ.get("INFONET_EVIDENCE") or 0)
    fresh = Ran(passed=True, share=share, seconds=0, day=today, versions=_versions(), figures={})
    test = _UNDER_WAY.setdefault(report.nodeid, fresh)
    test["passed"] &= not report.failed
    test["seconds"] = round(test["seconds"] + report.duration, 1)
    if report.when not in ("setup", "call"):  # the end, of a worker that broke down as well
        told: list[Any] = [each for name, each in report.user_properties if name == COUNTED]
        test["figures"] = {figure: row for figures in told for figure, row in figures.items()}
        _RAN[report.nodeid] = _UNDER_WAY.pop(report.nodeid)
        keep(_RAN)  # at once: a run of hours may be broken off


def pytest_sessionfinish() -> None:
    """Write the page, of this run and of the tests that ran before it."""
    if _RAN:
        PAGE.write_text(page(keep(_RAN)), "utf-8")


def kept(file: Path = KEPT) -> dict[str, Ran]:
    """Return how each test ended that is still there.

    Parameters
    ----------
    file : Path
        What `keep` wrote; it may be missing.

    Returns
    -------
    dict
        The id of each test → how it ended when it last ran.

    Examples
    --------
    >>> kept(Path("docs") / "nothing.json")
    {}
    """
    tests: dict[str, Ran] = json.loads(file.read_text("utf-8")) if file.exists() else {}
    return {name: test for name, test in tests.items() if _is_there(name)}


def keep(ran: Mapping[str, Ran], file: Path = KEPT) -> dict[str, Ran]:
    """Add what ran to what is kept, whatever versions that ran with; return all of it.

    Of a test that is cut into parts now, or is one again, what it found before is dropped.

    Parameters
    ----------
    ran : mapping
        The id of each test that ran → how it ended.
    file : Path
        Where it is kept: a line for each test, in the order of their ids.

    Returns
    -------
    dict
        The id of each test → how it ended when it last ran.

    Examples
    --------
    >>> from tempfile import TemporaryDirectory
    >>> test = Ran(passed=True, share=1, seconds=61, day="2026-06-30", versions="", figures={})
    >>> with TemporaryDirectory() as folder:
    ...     place = Path(folder, "evidence.json")
    ...     _ = keep({"tests/conftest.py::counted": test}, place)
    ...     list(kept(place))
    ['tests/conftest.py::counted']
    """
    once = {_other_form(name) for name in ran}
    before = {name: test for name, test in kept(file).items() if _form(name) not in once}
    tests = dict(sorted((before | dict(ran)).items()))
    lines = (f"{json.dumps(name)}: {json.dumps(test)}" for name, test in tests.items())
    part = file.with_name(f"{file.name}.{os.getpid()}")
    part.write_text("{\n" + ",\n".join(lines) + "\n}\n", "utf-8")
    part.replace(file)
    return tests


def _is_there(nodeid: str) -> bool:
    """Return whether a test's file still defines it."""
    file, *_, name = nodeid.partition("[")[0].split("::")
    return Path(file).exists() and f"def {name}(" in _text(Path(file))


def _form(nodeid: str) -> tuple[str, bool]:
    """Return a test's name without its parameters, and whether it has any."""
    name, bracket, _ = nodeid.partition("[")
    return name, bool(bracket)


def _other_form(nodeid: str) -> tuple[str, bool]:
    """Return what a test was called before it got parameters, or lost them."""
    name, has = _form(nodeid)
    return name, not has


@cache
def _text(file: Path) -> str:
    return file.read_text("utf-8")


def page(tests: Mapping[str, Ran]) -> str:
    """Say what was counted, as a page.

    Parameters
    ----------
    tests : mapping
        The id of each test that ran → how it ended.

    Returns
    -------
    str
        Markdown. A figure that was found with other versions than those of the newest says which.

    Examples
    --------
    >>> figures = {"writers": {"": 800, "lost": 0}}
    >>> test = Ran(
    ...     passed=True,
    ...     share=1,
    ...     seconds=61,
    ...     day="2026-06-30",
    ...     versions="Python 3.13.2",
    ...     figures=figures,
    ... )
    >>> print(page({"tests/test_x.py::test_y": test}).splitlines()[9])
    | events that eight processes log at once | 800 | 0 lost | 1 min | 2026-06-30 |
    """
    rows, total = defaultdict[str, list[Ran]](list), len(tests)
    for test in tests.values():
        for figure in test["figures"]:
            rows[figure].append(test)
    newest = _newest(tests.values())
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
        *(_row(figure, rows[figure], newest) for figure in FIGURES if figure in rows),
    ]
    missing = [figure for figure in FIGURES if figure not in rows]
    if missing:
        lines += ["", f"Not run: {', '.join(missing)}."]
    if failed:
        lines += ["", "Failed, so that the numbers above do not hold:", ""]
        lines += [f"- `{name}`" for name in failed]
    lines += ["", f"With {newest}."]
    others = Counter(test["versions"] for test in tests.values() if test["versions"] != newest)
    for versions, number in sorted(others.items()):
        ran = "1 test" if number == 1 else f"{number:,} tests"
        lines += ["", f"{ran} ran with {_apart(versions, newest)} instead."]
    return "\n".join([*lines, ""])


def _newest(tests: Iterable[Ran]) -> str:
    """Return the versions of the last day; of two, those that more tests ran with."""
    count = Counter((test["day"], test["versions"]) for test in tests)
    latest = max((day for day, _ in count), default="")
    return max((many, versions) for (day, versions), many in count.items() if day == latest)[1]


def _apart(versions: str, newest: str) -> str:
    """Return those of some versions that are not the newest's."""
    same = newest.split(", ")
    return ", ".join(each for each in versions.split(", ") if each not in same)


def _row(figure: str, tests: list[Ran], newest: str) -> str:
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
    first, day = min(test["day"] for test in tests), max(test["day"] for test in tests)
    day = day if first == day else f"{first} to {day}"
    for versions in sorted({test["versions"] for test in tests} - {newest}):
        day += f", with {_apart(versions, newest)}"
    return f"| {FIGURES[figure]} | {shown} | {said} | {took} | {day} |"


@cache
def _versions() -> str:
    """Say what the tests run with."""
    return ", ".join(
        [
            f"Python {platform.python_version()}",
            f"SQLite {sqlite3.sqlite_version}",
            *(f"{name} {version(name)}" for name in _PACKAGES),
            f"{platform.system()} {platform.machine()}",
        ]
    )


if __name__ == "__main__":
    PAGE.write_text(page(kept()), "utf-8")
