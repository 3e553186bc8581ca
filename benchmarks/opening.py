"""Time what people wait for: opening a book, and adding to it: `python -m benchmarks.opening`.

A book has one zip of its own and the lists of five friends, of whose people a fifth are known
already. Each operation runs in a process of its own on a copy of the book, as it is on the disk;
importing is not counted.
"""

from __future__ import annotations

import argparse
import json
import shutil
import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pandas as pd

import infonet
from benchmarks.growth import exponents

DAY = "2026-06-30"
FRIENDS = 5
KNOWN = 0.2  # of a friend's people are in the book already
NEW = 1_000  # people of the friend whose list is added last
LOGGED = 300
GOAL_AT = 71_000
HEADER = "First Name,Last Name,URL,Email Address,Company,Position,Connected On"

_SYLLABLES = [a + b for a in "bdfghjklmnprstvwz" for b in "aeiou"]


def word(number: int) -> str:
    """Return a made-up word for a number, another for each."""
    said = ""
    while number or not said:
        number, left = divmod(number, len(_SYLLABLES))
        said += _SYLLABLES[left]
    return said.capitalize()


def name_of(number: int) -> tuple[str, str]:
    """Return first and last name of an invented person; some 40 of 100,000 share a first name."""
    return word(100 + number * 7919 % 2_500), word(10_000 + number * 104_729 % 29_989)


def row(number: int, day: np.datetime64) -> str:
    """Return a person as a line of a list of connections."""
    first, last = name_of(number)
    employer, title = number * 31 % 4_999, number * 17 % 211
    connected = pd.Timestamp(day).strftime("%d %b %Y")
    return (
        f"{first},{last},https://www.linkedin.com/in/{first}-{last}-{number}".lower().replace(
            f"{first},{last}".lower(), f"{first},{last}", 1
        )
        + f",,{word(employer)} Group,Title {title},{connected}"
    )


def listed(people: np.ndarray, rng: np.random.Generator) -> str:
    """Return a list of connections as LinkedIn writes it."""
    days = np.datetime64("2016-01-01") + rng.integers(0, 3_650, len(people))
    lines = [row(int(number), day) for number, day in zip(people, days, strict=True)]
    return "\n".join(["Notes:", '"Some addresses are missing."', "", HEADER, *lines]) + "\n"


class Material(NamedTuple):
    """The files of one size."""

    mine: Path
    friends: list[Path]
    another: Path
    log: Path


def material(folder: Path, people: int) -> Material:
    """Write the files of a book of so many people."""
    rng = np.random.default_rng(2026)
    each = round(people / (1 + FRIENDS * (1 - KNOWN)))
    known = round(KNOWN * each)
    own = np.arange(each)
    mine = folder / "Basic_LinkedInDataExport.zip"
    with zipfile.ZipFile(mine, "w") as archive:
        archive.writestr("Connections.csv", listed(own, rng))
        archive.writestr(
            "Profile.csv",
            "First Name,Last Name,Public Profile\nRobin,Achterberg,robin-achterberg\n",
        )
    friends, used = [], each
    for friend in range(FRIENDS + 1):
        fresh = each - known if friend < FRIENDS else min(NEW, each) - known // 10
        some = rng.choice(own, known if friend < FRIENDS else known // 10, replace=False)
        place = folder / f"friend-{friend}" / "Connections.csv"
        place.parent.mkdir()
        place.write_text(listed(np.r_[some, used : used + fresh], rng), "utf-8")
        used += fresh
        friends.append(place)
    log = folder / "log.csv"
    days = pd.Timestamp("2025-07-01") + pd.to_timedelta(np.arange(LOGGED), unit="D")
    rows = []
    for at, day in enumerate(days):
        # Half of them are in the book, the others nearly have somebody's name.
        first, last = name_of(int(rng.integers(0, each)))
        rows.append((f"{day:%Y-%m-%d}", "asked", f"{first} {last}{'e' * (at % 2)}", word(at)))
    pd.DataFrame(rows, columns=["date", "stage", "person", "company"]).to_csv(log, index=False)
    return Material(mine, friends[:-1], friends[-1], log)


def built(path: Path, files: Material) -> None:
    """Fill a book."""
    book = infonet.Book(path, me="https://www.linkedin.com/in/robin-achterberg")
    book.add(files.mine)
    for number, friend in enumerate(files.friends):
        book.add(friend, owner=f"Friend {word(number)}")
    book.want("Baba Group")
    book.tables()


def opened(path: Path) -> infonet.Book:
    """Open a book as the app does: its tables and its network."""
    book = infonet.Book(path)
    infonet.network(book.tables(), as_of=DAY)
    return book


def _friend_of(path: Path) -> Path:
    return path.parent / f"friend-{FRIENDS}" / "Connections.csv"


def _someone() -> str:
    return " ".join(name_of(3))


def _ties(path: Path) -> Callable[[], object]:
    infonet.Book(path).tie(_someone(), closeness="strong")
    return lambda: opened(path)


def _wishes(path: Path) -> Callable[[], object]:
    infonet.Book(path).want("Dodo Group")
    return lambda: opened(path)


def _ties_here(path: Path) -> Callable[[], object]:
    book = opened(path)

    def again() -> None:
        book.tie(_someone(), closeness="strong")
        infonet.network(book.tables(), as_of=DAY)

    return again


def _asks(path: Path, way: dict[str, object] | None = None) -> None:
    infonet.Book(path).log("asked", _someone(), company="Baba Group", date=DAY, way=way)


def _without(path: Path) -> Callable[[], object]:
    for file in path.parent.glob(f".{path.name}-*"):
        file.unlink()
    return lambda: opened(path)


def _explores(path: Path) -> Callable[[], object]:
    return lambda: infonet.explore(infonet.Book(path), as_of=DAY)._repr_mimebundle_()


_WAY = {"kind": "scout", "route": ["me", _someone()], "probability": 0.25}


class Wait(NamedTuple):
    """Something that a person waits for, and how long at `GOAL_AT` people, in seconds of CPU."""

    what: str
    goal: float | None
    prepare: Callable[[Path], Callable[[], object]]


WAITS = {
    "open": Wait("open: book, tables, network", 0.3, lambda path: lambda: opened(path)),
    "tie": Wait("the same after a tie of another process", 0.3, _ties),
    "want": Wait("the same after a wish of another process", 0.3, _wishes),
    "here": Wait("a tie, and the same again in one process", 0.3, _ties_here),
    "bare": Wait("open without what is kept beside the book", None, _without),
    "explore": Wait("explore, first display", 1.0, _explores),
    "friend": Wait(
        "add a friend's list of 1,000",
        1.2,
        lambda path: lambda: infonet.Book(path).add(_friend_of(path), owner="Ana Diaz"),
    ),
    "log": Wait(
        "add a log of 300 lines",
        1.0,
        lambda path: lambda: infonet.Book(path).add(path.parent / "log.csv"),
    ),
    "asked": Wait('the first log("asked"), by a way', 0.01, lambda path: lambda: _asks(path, _WAY)),
    "bare ask": Wait("the same where no way says its kind", None, lambda path: lambda: _asks(path)),
}


def once(name: str, path: Path) -> None:
    """Run one operation in this process, and print its CPU and wall seconds."""
    call = WAITS[name].prepare(path)
    cpu, wall = time.process_time(), time.perf_counter()
    call()
    print(json.dumps([time.process_time() - cpu, time.perf_counter() - wall]))


def measured(name: str, home: Path, repeats: int) -> tuple[float, float]:
    """Return the medians of CPU and wall seconds of an operation, each time on a fresh copy."""
    found = []
    for _ in range(repeats):
        with tempfile.TemporaryDirectory() as folder:
            copy = Path(folder) / "copy"
            shutil.copytree(home, copy)
            command = [
                sys.executable,
                "-m",
                "benchmarks.opening",
                "--once",
                name,
                str(copy / "me.db"),
            ]
            found.append(
                json.loads(subprocess.run(command, check=True, capture_output=True).stdout)
            )
    cpu, wall = np.median(np.array(found), axis=0).tolist()
    return cpu, wall


def pandas_alone(files: Material, repeats: int) -> float:
    """Return the CPU seconds in which pandas reads the same rows."""
    found = []
    for _ in range(repeats):
        before = time.process_time()
        with zipfile.ZipFile(files.mine) as archive, archive.open("Connections.csv") as mine:
            pd.read_csv(mine, skiprows=3)
        for friend in files.friends:
            pd.read_csv(friend, skiprows=3)
        found.append(time.process_time() - before)
    return float(np.median(found))


Grown = dict[str, dict[int, float]]
"""Name of an operation → people → seconds of CPU."""


def table(people: int, repeats: int, names: list[str], grown: Grown) -> Iterator[str]:
    """Measure one size, and yield its lines; add to how each grows."""
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        files = material(home, people)
        built(home / "me.db", files)
        there = len(infonet.Book(home / "me.db").tables().people)
        base = pandas_alone(files, repeats)
        yield f"{there:,} people; pandas reads the same rows in {base:.3f} s"
        for name in names:
            wait = WAITS[name]
            cpu, wall = measured(name, home, repeats)
            grown.setdefault(name, {})[there] = cpu
            goal = f"{wait.goal:6.2f}" if wait.goal and people == GOAL_AT else f"{'':6}"
            yield f"  {wait.what:<44} {cpu:8.3f} {wall:8.3f} {cpu / base:7.1f} {goal}".rstrip()


def main(arguments: list[str] | None = None) -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.opening", description=__doc__)
    parser.add_argument("--sizes", default="4000,25000,71000,100000")
    parser.add_argument("--repeats", type=int, default=3)
    parser.add_argument("--only", default=",".join(WAITS), help="names of operations")
    parser.add_argument("--once", nargs=2, help=argparse.SUPPRESS)
    chosen = parser.parse_args(arguments)
    if chosen.once:
        once(chosen.once[0], Path(chosen.once[1]))
        return
    print(f"  {'seconds, median':<44} {'CPU':>8} {'wall':>8} {'/pandas':>7} {'goal':>6}")
    grown: Grown = {}
    for size in chosen.sizes.split(","):
        for line in table(int(size), chosen.repeats, chosen.only.split(","), grown):
            print(line, flush=True)
    named = {WAITS[name].what: costs for name, costs in grown.items()}
    if line := exponents(named, "people"):
        print(line)


if __name__ == "__main__":
    main(sys.argv[1:])
