"""Bars for long work: shown after a while, gone afterwards, and without any say in the work."""

from __future__ import annotations

import io
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pandas as pd
import pytest

import infonet
from infonet import Book
from infonet import progress as progress_module
from infonet.book import _import
from infonet.graph import Network
from infonet.progress import into, progress, steps
from infonet.readers import Reading, sources
from infonet.tables import Tables, frame
from tests.exports import COMPLETE, ROBIN, connections, person, unpacked, zipped

std = pytest.importorskip("tqdm.std", reason="no test of bars: tqdm is not installed")


class Clock:
    """The time as tqdm sees it."""

    def __init__(self) -> None:
        self.now = 1_000_000.0
        self.each = 0.0

    def __call__(self) -> float:
        self.now += self.each
        return self.now

    def wait(self, seconds: float) -> None:
        self.now += seconds


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    """A clock that goes on when it is told to."""
    made = Clock()
    monkeypatch.setattr(std, "time", made)
    return made


class Screen(io.StringIO):
    """An error stream that somebody looks at."""

    def isatty(self) -> bool:
        return True

    @property
    def line(self) -> str:
        """What stands there now: a carriage return begins the line anew."""
        shown: list[str] = []
        for part in self.getvalue().split("\r"):
            shown[: len(part)] = part
        return "".join(shown).strip()


@pytest.fixture
def screen(monkeypatch: pytest.MonkeyPatch) -> Screen:
    """What stands on the error stream, which is a terminal; pytest keeps the real one to itself."""
    made = Screen()
    monkeypatch.setattr(std, "sys", SimpleNamespace(**vars(sys) | {"stderr": made}))
    return made


def lasting(
    clock: Clock, seconds: float, screen: Screen | None = None
) -> Iterator[tuple[int, str]]:
    """Five steps, each as long; what stood on the screen before each was done."""
    for number in steps(range(5), "Counting"):
        clock.wait(seconds)
        yield number, screen.line if screen is not None else ""


def test_short_work_is_silent(clock: Clock, screen: Screen) -> None:
    assert [number for number, _ in lasting(clock, 0.19, screen)] == [0, 1, 2, 3, 4]
    assert screen.getvalue() == ""


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
    with pytest.raises(type(error)) as raised:
        for number, line in lasting(clock, 0.6, screen):
            if number == 3:
                assert line.startswith("Counting:  60%")
                raise error
    assert raised.value is error
    assert screen.line == ""
    with pytest.raises(type(error)), progress("Reading", 10, unit="B") as done:
        clock.wait(2)
        done(4)
        assert screen.line.startswith("Reading:  40%")
        raise error
    assert screen.line == ""


def test_a_bar_goes_when_nobody_goes_on(clock: Clock, screen: Screen) -> None:
    for number in steps(range(5), "Counting"):
        clock.wait(0.6)
        if number == 3:
            assert screen.line.startswith("Counting")
            break
    assert screen.line == ""


def test_what_is_of_no_known_length_or_longer_than_it_was_said(
    clock: Clock, screen: Screen
) -> None:
    with progress("Reading", None) as done:
        clock.wait(2)
        done(3)
        assert screen.line.startswith("Reading: 3it [00:02")
    with progress("Reading", 10) as done:
        clock.wait(2)
        done(12)
        assert screen.line.startswith("Reading: 12it [00:02")
    assert [*steps(iter("ab"), "Counting")] == ["a", "b"]


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
    progress_module._meter.cache_clear()
    try:
        for name in [name for name in sys.modules if name.partition(".")[0] == "tqdm"]:
            monkeypatch.setitem(sys.modules, name, None)
        assert [number for number, _ in lasting(clock, 9)] == [0, 1, 2, 3, 4]
    finally:
        progress_module._meter.cache_clear()
    assert screen.getvalue() == ""


def test_there_is_no_bar_where_nobody_looks(
    clock: Clock, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert len([*lasting(clock, 9)]) == 5
    assert capsys.readouterr() == ("", "")
    monkeypatch.setattr(sys, "stderr", None)  # as under Windows without a console
    assert len([*lasting(clock, 9)]) == 5


def test_a_screen_that_fails_does_not_stop_the_work(
    clock: Clock, screen: Screen, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(text: str) -> int:
        raise RuntimeError("no more room")

    monkeypatch.setattr(screen, "write", full)
    assert [number for number, _ in lasting(clock, 9)] == [0, 1, 2, 3, 4]


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("<img src=x onerror=alert(1)>.csv", "img src=x onerror=alert(1) .csv"),
        ("a\x1b[2J\r\nb\u202egpj.csv", "a [2J b gpj.csv"),
        ("x" * 200, "x" * 59 + "…"),
    ],
)
def test_a_name_is_one_short_line_of_letters(
    name: str, shown: str, clock: Clock, screen: Screen
) -> None:
    with progress(name, 10) as done:
        clock.wait(2)
        done(1)
        assert screen.line.startswith(f"{shown}:  10%")


def test_it_starts_no_thread_and_leaves_the_start_of_processes_alone() -> None:
    ran = run(
        "import multiprocessing, sys, threading, tqdm.std\n"
        "from infonet.progress import steps\n"
        "tqdm.std.time = iter(range(99)).__next__\n"
        "sys.stderr.isatty = lambda: True\n"
        "list(steps('abcde', 'Counting'))\n"
        "print(threading.active_count(), multiprocessing.get_start_method(allow_none=True))"
    )
    assert ran.splitlines()[-1] == "1 None"


def test_the_switch_of_tqdm_is_heeded() -> None:
    work = (
        "import sys, tqdm.std\n"
        "from infonet.progress import steps\n"
        "tqdm.std.time = iter(range(99)).__next__\n"
        "sys.stderr = sys.stdout; sys.stdout.isatty = lambda: True\n"
        "list(steps('abcde', 'Counting'))"
    )
    assert "Counting" in run(work)
    assert run(work, TQDM_DISABLE="1") == ""


def run(program: str, **environment: str) -> str:
    """What a Python of its own prints."""
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


@pytest.fixture
def notebook(monkeypatch: pytest.MonkeyPatch) -> Any:
    """ipywidgets, with tqdm as it is in a notebook."""
    found = pytest.importorskip("ipywidgets", reason="no bar in a notebook without ipywidgets")
    import tqdm.auto
    import tqdm.notebook

    monkeypatch.setattr(tqdm.auto, "tqdm", tqdm.notebook.tqdm)
    return found


def test_a_bar_in_a_notebook_can_be_had_in_a_box(clock: Clock, notebook: Any) -> None:
    before = notebook.HTML("before")
    box = notebook.VBox([before])
    with into(box), progress("Reading <b>.csv", 3_000_000, unit="B") as done:
        assert box.children == (before,)
        clock.wait(2)
        done(1_000_000)
        whole = box.children[1]
        words, bar, numbers = whole.children
        assert (bar.value, bar.max) == (1_000_000, 3_000_000)
        assert words.value.replace("\u2007", " ") == "Reading b .csv:  33%"
        assert "1.00M/3.00M" in numbers.value
        # Work within work has a bar below.
        with progress("Looking", 10) as looked:
            clock.wait(2)
            looked(5)
            assert len(box.children) == 3
        assert len(box.children) == 2
        done(500_000)
        clock.wait(1)
        done(500_000)
        assert bar.value == 2_000_000
    assert box.children == (before,)
    # It has not come to its end, and is gone all the same.
    assert whole.comm is None and bar.comm is None


def test_nothing_of_a_bar_stays_below_the_cell(
    clock: Clock, notebook: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown: list[Any] = []

    class Output:
        def update(self, content: Any, raw: bool) -> None:
            shown.append((content, raw))

    def display(widget: Any, *, display_id: bool) -> Output:
        shown.append((type(widget).__name__, display_id))
        return Output()

    monkeypatch.setattr("IPython.display.display", display)
    with pytest.raises(ValueError, match="stop"):
        for number, _ in lasting(clock, 0.6):
            assert len(shown) == (number > 1)
            if number == 3:
                raise ValueError("stop")
    assert shown == [("TqdmHBox", True), ({}, True)]


class Bars:
    """Every bar that was shown: what it says, of how much, in what, and the counts on it."""

    def __init__(self) -> None:
        self.shown: list[tuple[str, int | None, str, list[int]]] = []
        self.open = 0

    def __call__(self, what: str, total: int | None, unit: str, *, began: float) -> Any:
        counts: list[int] = []
        self.shown.append((what, total, unit, counts))
        self.open += 1
        bars = self

        class Bar:
            def show(self, count: int) -> None:
                counts.append(count)

            def close(self) -> None:
                bars.open -= 1

        return Bar()


@pytest.fixture
def bars(clock: Clock, monkeypatch: pytest.MonkeyPatch) -> Bars:
    """Every bar, on a machine so slow that each is shown from the first step on."""
    made = Bars()
    clock.each = 2.0
    monkeypatch.setattr(progress_module, "_Bar", made)
    return made


def same(one: Tables, other: Tables) -> None:
    for name in Tables._fields:
        pd.testing.assert_frame_equal(getattr(one, name), getattr(other, name), obj=name)


def alike(one: Reading, other: Reading) -> None:
    same(one.tables, other.tables)
    pd.testing.assert_frame_equal(one.report, other.report)
    pd.testing.assert_frame_equal(one.files, other.files)
    assert (one.digest, one.owner, one.exported) == (other.digest, other.owner, other.exported)


@pytest.mark.parametrize("packed", [True, False])
def test_reading_shows_the_bytes_of_every_large_file(
    packed: bool, tmp_path: Path, bars: Bars, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Connections.csv is looked through, then read; everything else is small.
    text = connections(*(person(f"Ana Diaz{n}", f"ana-{n}") for n in range(9_000)))
    files = COMPLETE | {"Connections.csv": text}
    path = tmp_path / "export"
    make = zipped if packed else unpacked
    make(path, files)
    quiet = infonet.read(path, me=ROBIN)
    assert not bars.shown
    size = len(text.encode())
    monkeypatch.setattr(sources, "_LASTING", size)
    told = infonet.read(path, me=ROBIN)
    whats = [(what, total, unit) for what, total, unit, _ in bars.shown]
    for what in ("Looking through Connections.csv", "Reading Connections.csv"):
        assert (what, size, "B") in whats
    assert {what.split()[-1] for what, *_ in whats} == {"Connections.csv"}
    # Byte by byte, as they come: never back, and all of them in the end.
    for _, _, _, counts in bars.shown:
        assert counts == sorted(counts) and 0 < counts[0] <= counts[-1] <= size
    whole = [counts for *_, counts in bars.shown if len(counts) > 4]
    assert len(whole) == 2 and all(counts[-1] == size for counts in whole)
    assert bars.open == 0
    alike(told, quiet)


def test_a_zip_that_lies_about_its_sizes_is_refused_all_the_same(
    tmp_path: Path, bars: Bars, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = zipped(tmp_path / "export.zip", {"Connections.csv": "a" * 3_000_000})
    with pytest.raises(infonet.errors.ReadError) as quiet:
        infonet.read(path)
    monkeypatch.setattr(sources, "_LASTING", 1)
    with pytest.raises(infonet.errors.ReadError) as told:
        infonet.read(path)
    assert str(told.value) == str(quiet.value)
    assert bars.shown and bars.open == 0


def test_adding_shows_how_many_rows_are_in_the_book(
    tmp_path: Path, bars: Bars, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = zipped(tmp_path / "first.zip", COMPLETE)
    moved = connections(person("Ana Diaz", "ana-diaz", company="Golf", on="08 Feb 2026"))
    second = zipped(tmp_path / "Basic_06-28-2026.zip", {"Connections.csv": moved})

    def added() -> tuple[list[Reading], Tables]:
        book = Book(me=ROBIN)
        return [book.add(first), book.add(second)], book.tables()

    quiet, tables = added()
    assert not bars.shown
    monkeypatch.setattr(_import, "_LASTING", 1)
    told, shown = added()
    for path, reading, (what, total, unit, counts) in zip(
        (first, second), told, bars.shown, strict=True
    ):
        rows = sum(len(table) for table in reading.tables)
        assert (what, total, unit) == (f"Putting {path.name} into the book", 2 * rows, "row")
        # People, jobs, ties and targets are in, and then what they change is found out.
        people, jobs, ties, targets, _ = map(len, reading.tables)
        expected = [people, people + jobs, people + jobs + ties, people + jobs + ties + targets]
        assert counts[:3] == expected[:3]
        assert rows < counts[-1] <= total
    assert bars.open == 0
    same(shown, tables)
    for one, other in zip(told, quiet, strict=True):
        alike(one, other)
        pd.testing.assert_frame_equal(one.movers, other.movers)
    assert len(told[1].movers) == 1


def test_an_import_that_fails_takes_its_bar_away(
    tmp_path: Path, bars: Bars, monkeypatch: pytest.MonkeyPatch
) -> None:
    book = Book(me=ROBIN)
    before = book.tables()
    monkeypatch.setattr(_import, "_LASTING", 1)

    def full(*args: Any) -> Any:
        raise OSError("full")

    monkeypatch.setattr(_import, "account_of", full)
    with pytest.raises(OSError, match="full"):
        book.add(zipped(tmp_path / "export.zip", COMPLETE))
    assert len(bars.shown) == 1 and bars.open == 0
    same(book.tables(), before)


@pytest.mark.parametrize(
    ("work", "what", "total"),
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
    work: Callable[[Network], pd.DataFrame], what: str, total: int, net: Network, bars: Bars
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
    assert bars.shown == [(what, total, "it", list(range(1, total + 1)))]
    assert bars.open == 0
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(progress_module, "_meter", lambda: None)
        pd.testing.assert_frame_equal(work(asked), told)
