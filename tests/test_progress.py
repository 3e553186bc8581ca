"""Bars for long work: shown after a while, gone afterwards, and without any say in the work."""

from __future__ import annotations

import io
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pandas as pd
import pytest

import infonet
from infonet import Book
from infonet.graph import Network
from infonet.progress import progress, steps
from infonet.tables import frame
from tests.exports import ROBIN, connections, person, zipped

std = pytest.importorskip("tqdm.std", reason="no test of bars: tqdm is not installed")


class Clock:
    """The time as tqdm sees it."""

    def __init__(self) -> None:
        self.now = 1_000_000.0

    def __call__(self) -> float:
        return self.now

    def wait(self, seconds: float) -> None:
        self.now += seconds


@pytest.fixture(autouse=True)
def _bars_are_on(monkeypatch: pytest.MonkeyPatch) -> None:
    """Take back what the suite sets for the kernels of notebooks."""
    monkeypatch.delenv("TQDM_DISABLE", raising=False)


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    """Put a clock in place of the time, which goes on when it is told to."""
    made = Clock()
    monkeypatch.setattr(std, "time", made)
    return made


class Screen(io.StringIO):
    """An error stream that somebody looks at."""

    def isatty(self) -> bool:
        return True

    @property
    def line(self) -> str:
        """What is there now: a carriage return begins the line anew."""
        shown: list[str] = []
        for part in self.getvalue().split("\r"):
            shown[: len(part)] = part
        return "".join(shown).strip()


@pytest.fixture
def screen(monkeypatch: pytest.MonkeyPatch) -> Screen:
    """Make the error stream a terminal; pytest keeps the real one to itself."""
    made = Screen()
    for module in (std, infonet.progress):
        monkeypatch.setattr(module, "sys", SimpleNamespace(**vars(sys) | {"stderr": made}))
    return made


def lasting(
    clock: Clock, seconds: float, screen: Screen | None = None
) -> Iterator[tuple[int, str]]:
    """Five steps, each as long; what was on the screen before each was done."""
    for number in steps(range(5), "Counting"):
        clock.wait(seconds)
        yield number, screen.line if screen is not None else ""


def test_short_work_is_silent(clock: Clock, screen: Screen) -> None:
    assert [number for number, _ in lasting(clock, 0.19, screen)] == [0, 1, 2, 3, 4]
    assert screen.line == ""


def test_a_bar_comes_when_work_lasts_and_goes_when_it_ends(clock: Clock, screen: Screen) -> None:
    seen = [line for _, line in lasting(clock, 0.4, screen)]
    # Told after each step: 0.4 s and 0.8 s are not long, 1.2 s is.
    assert seen[:3] == ["", "", ""]
    assert seen[3].startswith("Counting:  60%") and "3/5 [00:01<00:00" in seen[3]
    assert seen[4].startswith("Counting:  80%")
    assert screen.line == ""
    assert "\n" not in screen.getvalue()


@pytest.mark.parametrize("error", [ValueError("stop"), KeyboardInterrupt()])
def test_a_bar_goes_when_work_fails_or_is_cancelled(
    error: BaseException, clock: Clock, screen: Screen
) -> None:
    def work() -> None:
        with progress("Reading", 10, unit="B") as done:
            clock.wait(2)
            done(4)
            assert screen.line.startswith("Reading:  40%")
            raise error

    with pytest.raises(type(error)) as raised:
        work()
    assert raised.value is error
    assert screen.line == ""


def test_little_work_does_not_even_load_tqdm() -> None:
    ran = run(
        "import sys; from infonet.progress import progress, steps\n"
        "with progress('Reading', 99, least=100) as done: done(99)\n"
        "list(steps('a', 'Counting'))\n"
        "print('tqdm' in sys.modules)"
    )
    assert ran == "False"


def test_there_is_no_bar_without_tqdm(
    clock: Clock, screen: Screen, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in [name for name in sys.modules if name.partition(".")[0] == "tqdm"]:
        monkeypatch.setitem(sys.modules, name, None)
    assert [number for number, _ in lasting(clock, 9)] == [0, 1, 2, 3, 4]
    assert screen.getvalue() == ""


def test_there_is_no_bar_where_nobody_looks(
    clock: Clock, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert len([*lasting(clock, 9)]) == 5
    assert capsys.readouterr() == ("", "")
    monkeypatch.setattr(sys, "stderr", None)  # as under Windows without a console
    assert len([*lasting(clock, 9)]) == 5


def test_a_name_is_one_short_line_of_letters(clock: Clock, screen: Screen) -> None:
    with progress("a\x1b[2J\r\nb\u202egpj" + "x" * 200, 10) as done:
        clock.wait(2)
        done(1)
        assert screen.line.startswith(f"{'a [2J b gpj' + 'x' * 49}:  10%")


def test_a_bar_starts_no_thread_and_heeds_the_switch_of_tqdm() -> None:
    work = (
        "import multiprocessing, sys, threading, tqdm.std\n"
        "from infonet.progress import steps\n"
        "tqdm.std.time = iter(range(99)).__next__\n"
        "sys.stderr = sys.stdout; sys.stdout.isatty = lambda: True\n"
        "list(steps('abcde', 'Counting'))\n"
        "print('|', threading.active_count(), multiprocessing.get_start_method(allow_none=True))"
    )
    shown = run(work)
    assert "Counting" in shown and shown.endswith("| 1 None")
    assert run(work, TQDM_DISABLE="1") == "| 1 None"


def run(program: str, **environment: str) -> str:
    """Return what a Python of its own prints."""
    kept = {name: text for name, text in os.environ.items() if name != "TQDM_DISABLE"}
    ran = subprocess.run(
        [sys.executable, "-W", "error", "-c", program],
        env=kept | environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == 0, ran.stderr
    return ran.stdout.strip()


def test_in_a_notebook_a_bar_is_shown_late_escaped_and_closed(
    clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    pytest.importorskip("ipywidgets", reason="no bar in a notebook without ipywidgets")
    import tqdm.auto
    import tqdm.notebook

    monkeypatch.setattr(tqdm.auto, "tqdm", tqdm.notebook.tqdm)
    shown: list[Any] = []
    monkeypatch.setattr(tqdm.notebook, "display", shown.append)

    def work() -> None:
        with progress("<b>.csv", 3_000_000, unit="B") as done:
            done(500_000)
            assert not shown
            clock.wait(2)
            done(500_000)
            words, bar, numbers = shown[0].children
            assert (bar.value, bar.max) == (1_000_000, 3_000_000)
            assert words.value.replace("\u2007", " ") == "&lt;b&gt;.csv:  33%"
            assert "1.00M/3.00M" in numbers.value
            raise ValueError("stop")

    with pytest.raises(ValueError, match="stop"):
        work()
    [whole] = shown
    # It has not come to its end, and is gone all the same.
    assert whole.comm is None


class Bars:
    """Takes the place of tqdm: every bar's name, total, unit and counts, and how many are open."""

    def __init__(self) -> None:
        self.shown: list[tuple[str, int | None, str, list[int]]] = []
        self.open = 0


@pytest.fixture
def bars(monkeypatch: pytest.MonkeyPatch, screen: Screen) -> Bars:
    """Record every bar, from the first unit on."""
    assert screen.isatty()
    made = Bars()

    class Bar:
        @staticmethod
        def set_lock(lock: object) -> None: ...

        def __init__(self, *, desc: str, total: int | None, unit: str, **look: object) -> None:
            assert look["delay"] == 1 and look["leave"] is False
            self.counts: list[int] = []
            self.total = total
            made.shown.append((desc, total, unit, self.counts))
            made.open += 1

        def update(self, count: int) -> None:
            self.counts.append((self.counts or [0])[-1] + count)

        def close(self) -> None:
            made.open -= 1

    monkeypatch.setattr("tqdm.auto.tqdm", Bar)
    return made


def test_reading_and_adding_show_how_far_they_are(tmp_path: Path, bars: Bars) -> None:
    # More than a megabyte, and more than 4,000 rows: less is read and written at once.
    text = connections(*(person(f"Ana Diaz{n}", f"ana-{n}") for n in range(9_000)))
    size = len(text.encode())
    path = zipped(tmp_path / "export.zip", {"Connections.csv": text + "\n" * (1 << 20)})
    reading = infonet.read(path, me=ROBIN)
    assert {name for name, *_ in bars.shown} >= {"Reading Connections.csv"}
    for _, total, unit, counts in bars.shown:
        assert unit == "B" and total is not None and total > size
        assert counts == sorted(counts) and 0 < counts[0] <= counts[-1] <= total
    bars.shown.clear()
    book = Book(me=ROBIN)
    book.add(path)
    written = [bar for bar in bars.shown if bar[2] == "row"]
    rows = sum(len(table) for table in reading.tables)
    [(name, total, _, counts)] = written
    assert (name, total) == ("Putting export.zip into the book", 2 * rows)
    assert counts == sorted(counts) and rows <= counts[-1] <= 2 * rows
    assert bars.open == 0


def test_a_zip_that_lies_about_its_sizes_is_refused_all_the_same(
    tmp_path: Path, bars: Bars
) -> None:
    path = zipped(tmp_path / "export.zip", {"Connections.csv": "a" * 3_000_000})
    with pytest.raises(infonet.errors.ReadError):
        infonet.read(path)
    assert bars.shown and bars.open == 0


@pytest.mark.parametrize(
    ("work", "name", "total"),
    [
        # As it stands; then five classes, the scouts and all of them, weaker and stronger.
        (lambda net: infonet.paths.sensitivity(net, "Delta"), "Trying other priors", 15),
        (
            lambda net: infonet.paths.hindcast(net.tables).events,
            "Going back to each day of asking",
            3,
        ),
    ],
)
def test_what_goes_through_many_cases_counts_them(
    work: Any, name: str, total: int, net: Network, bars: Bars, monkeypatch: pytest.MonkeyPatch
) -> None:
    log = [
        {"event": 1 + at, "person": who, "stage": "asked", "date": day, "company": "Delta"}
        for at, (who, day) in enumerate(
            [("in/ana", "2026-03-02"), ("in/cy", "2026-03-09"), ("in/di", "2026-03-16")]
        )
    ]
    tables = net.tables._replace(events=frame("events", log))
    asked = infonet.network(tables, as_of="2026-06-30")
    told = work(asked)
    assert bars.shown == [(name, total, "it", list(range(1, total + 1)))]
    assert bars.open == 0
    monkeypatch.setattr(infonet.progress, "sys", SimpleNamespace(stderr=io.StringIO()))
    pd.testing.assert_frame_equal(work(asked), told)
    assert len(bars.shown) == 1
