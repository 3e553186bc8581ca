"""Time the app's first screen and each click, drawn by Chromium: `python -m benchmarks.panel`.

The page is the one of JupyterLab, without JupyterLab (`tools.stage`). The first paint is the time
from calling `explore` on an open book until the board's rows are on screen; a click is the time
from the mouse, as the page hears it, until the frame in which everything that it changes is drawn.
The first click comes when the board has been there for a second. Medians of 5, on invented
networks.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

import infonet
from benchmarks.networks import crowd
from infonet.readers import Reading, report_frame
from infonet.tables import Tables
from tools.browser import MISSING, chromium, launched, watched
from tools.stage import Stage

DAY = "2026-06-30"
REPEATS = 5
SIZES = (500, 2_000, 30_000, 100_000)
TABS = ("Targets", "This week", "People", "Review", "Network", "Import")
ROWS = "table.board tbody tr"
LOOK = 1.0  # seconds for which the board is looked at before the first click
HEAR = """() => addEventListener(
    "pointerdown", (event) => { window.pressedAt = event.timeStamp; }, true)"""
DRAWN = """async () => {
    const frame = () => new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
    let drawn = 0;
    for (let quiet = 0; quiet < 2;) {
        await frame();
        if (window.waiting !== 0) quiet = 0;
        else if (quiet++ === 0) drawn = performance.now();
    }
    return (drawn - window.pressedAt) / 1000;
}"""


def crowded(path: Path, tables: Tables) -> infonet.Book:
    """Make a book of these people and ties, as if all had come in one export."""
    book = infonet.Book(path, me="https://www.linkedin.com/in/robin-achterberg")
    files = pd.DataFrame(columns=["file", "rows", "people", "merged", "reported"])
    day = pd.Timestamp(DAY)
    book.add(Reading("crowd.zip", "me", tables, report_frame([]), files, day, digest="crowd"))
    for company in tables.companies.company:
        book.want(company)
    return book


def bounds(n: int) -> tuple[float, float]:
    """Return the milliseconds that the first paint and a click may take at a size."""
    return (1_000.0 if n <= 2_000 else 2_000.0), (200.0 if n <= 2_000 else 500.0)


def paint(browser: Any, path: Path) -> float:
    """Return the seconds from calling `explore` until the board's rows are on screen."""
    book = infonet.Book(path)
    with watched(browser, 1400, 900) as page:
        start = time.perf_counter()
        Stage(page, infonet.explore(book, as_of=DAY))
        page.wait_for_selector(ROWS)
        return time.perf_counter() - start


def clicks(browser: Any, path: Path) -> dict[str, list[float]]:
    """Return the seconds of each kind of click."""
    found: dict[str, list[float]] = {}

    def timed(name: str, selector: Any) -> None:
        selector.click()
        found.setdefault(name, []).append(page.evaluate(DRAWN))

    with watched(browser, 1400, 900) as page:
        Stage(page, infonet.explore(infonet.Book(path), as_of=DAY))
        page.evaluate(HEAR)
        time.sleep(LOOK)
        for number in range(REPEATS):
            first = "" if number else ", the first time"
            for name in (*TABS[1:], TABS[0]):
                timed(f"{name}{first}", page.get_by_role("tab", name=name, exact=True))
            timed("a company", page.locator(f"{ROWS} button").nth(0))
            timed("back", page.locator(".screen button").filter(has_text="‹").first)
            page.get_by_label("Company or field", exact=True).fill(f"Company {number * 7 + 1}")
            timed("a target added", page.get_by_role("button", name="Add to my targets"))
            timed("undone", page.get_by_role("button", name="Undo: "))
    return found


def report(browser: Any, n: int, folder: Path) -> Iterator[str]:
    """Say what a size took, in milliseconds, against what it may take."""
    path = folder / f"crowd-{n}.db"
    crowded(path, crowd(n)).close()
    most, each = bounds(n)
    drawn = 1_000 * float(np.median([paint(browser, path) for _ in range(REPEATS)]))
    yield f"{n:,} people"
    yield f"  {'first paint':28} {drawn:7.0f} ms of {most:,.0f}{'' if drawn < most else '  over'}"
    for name, taken in clicks(browser, path).items():
        median = 1_000 * float(np.median(taken))
        yield f"  {name:28} {median:7.0f} ms of {each:,.0f}{'' if median < each else '  over'}"


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure each size, and print."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.panel", description=__doc__)
    parser.add_argument("--people", type=int, nargs="+", default=SIZES)
    given = parser.parse_args(arguments)
    if chromium() is None:
        print(MISSING)
        return
    with tempfile.TemporaryDirectory() as folder, launched() as browser:
        for n in given.people:
            print(*report(browser, n, Path(folder)), sep="\n", flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
