"""How far long work has come: a `tqdm.auto` bar that appears once the work has lasted a second.

Short work stays silent, and all work does where tqdm is not installed, where nobody looks (an error
stream that is a file), and with tqdm's own switch ``TQDM_DISABLE=1`` in the environment. A bar
changes neither what the work gives nor what it raises, and it goes when the work ends, well or not.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sized
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from functools import cache
from io import StringIO
from threading import RLock
from typing import Any, TypeVar
from weakref import WeakSet

__all__ = ["into", "progress", "steps"]

_SECONDS = 1.0  # work that lasts no longer shows nothing
_WIDEST = 60

_Item = TypeVar("_Item")
_BOX: ContextVar[Any] = ContextVar("infonet's place for bars", default=None)


@contextmanager
def progress(
    what: str, total: int | None, *, unit: str = "it", least: int = 2
) -> Iterator[Callable[[int], object]]:
    """Show how far the block has come.

    Parameters
    ----------
    what : str
        What is being done. It may hold a name from outside: it is shown on one short line, without
        what could be markup.
    total : int or None
        How much there is to do; None if that is not known. It need not be right.
    unit : str
        Of what; ``B`` for bytes.
    least : int
        Of less than that no account is taken: it is short anyway.

    Yields
    ------
    callable
        To be told how much was done since it was told last.

    Examples
    --------
    >>> with progress("Counting", 3) as done:
    ...     for _ in range(3):
    ...         _ = done(1)
    """
    kind = _meter() if total is None or total >= least else None
    if kind is None:
        yield _ignore
        return
    meter = kind(_plain(what), total, unit)
    try:
        yield meter.update
    finally:
        meter.close()


def steps(items: Iterable[_Item], what: str) -> Iterator[_Item]:
    """The items one by one, with how many of them are done shown.

    Examples
    --------
    >>> [day for day in steps(["Monday", "Tuesday"], "Going through the days")]
    ['Monday', 'Tuesday']
    """
    total = len(items) if isinstance(items, Sized) else None
    with progress(what, total) as done:
        for item in items:
            yield item
            done(1)


@contextmanager
def into(box: Any) -> Iterator[None]:
    """Have bars that a notebook shows appear in a box of ipywidgets, and not below the cell."""
    before = _BOX.set(box)
    try:
        yield
    finally:
        _BOX.reset(before)


def _ignore(count: int) -> None:
    """Nothing is shown."""


def _plain(what: str) -> str:
    """One short line of letters: no control characters, no marks that turn a line, no markup."""
    letters = (
        letter if letter.isprintable() and letter not in "<>&" else " " for letter in what[:1000]
    )
    line = " ".join("".join(letters).split())
    return line if len(line) <= _WIDEST else line[: _WIDEST - 1] + "…"


@cache
def _meter() -> Any:
    """The class that counts and, once it is time, shows the count; None without tqdm."""
    try:
        from tqdm import std
    except ImportError:
        return None

    class Meter(std.tqdm):  # type: ignore[misc]  # tqdm has no types
        """Counts from the start; the bar is made when it is due, for one in a notebook costs."""

        # Not in the way of other bars, without a thread to watch it, and with a lock that leaves it
        # to the user how processes are started.
        _instances: WeakSet[Any] = WeakSet()
        monitor_interval = 0
        _lock = RLock()
        _bar: _Bar | None = None
        _lost = False

        def __init__(self, what: str, total: int | None, unit: str) -> None:
            # Of itself it writes nothing: `gui` says that somebody else does.
            silent: dict[str, Any] = {"gui": True, "file": StringIO()}
            super().__init__(
                desc=what, total=total, unit=unit, delay=_SECONDS, miniters=0, **silent
            )

        def refresh(self, *args: Any, **kwargs: Any) -> None:
            """Show the count: tqdm asks for it a few times a second, after the delay."""
            if self._lost:
                return
            try:
                if self._bar is None:
                    self._bar = _Bar(self.desc, self.total, self.unit, began=self.start_t)
                self._bar.show(self.n)
            except Exception:  # whatever ails the screen, the work goes on
                self._lost = True

        def close(self) -> None:
            """End, and take the bar away."""
            super().close()
            bar, self._bar = self._bar, None
            if bar is not None:
                with suppress(Exception):
                    bar.close()

    return Meter


class _Bar:
    """A bar of `tqdm.auto`; of one in a notebook nothing stays in the cell's output."""

    def __init__(self, what: str, total: int | None, unit: str, *, began: float) -> None:
        from tqdm.auto import tqdm

        kind = type("Shown", (tqdm,), {"monitor_interval": 0, "_lock": RLock()})
        look = {"desc": what, "total": total, "unit": unit, "unit_scale": unit == "B"}
        self._vanish: Callable[[], object] | None = None
        if any(base.__module__ == "tqdm.notebook" for base in kind.__mro__):
            self._bar = kind(**look, leave=False, display=False)
            self._vanish = _placed(self._bar.container)
        else:
            self._bar = kind(**look, leave=False, disable=None)
        self._bar.start_t = began

    def show(self, count: int) -> None:
        """Draw it with that many done."""
        self._bar.n = count
        self._bar.refresh(nolock=True)  # an interruption would leave it locked

    def close(self) -> None:
        """Take it away, also when it has not come to its end."""
        self._bar.total = None  # or else a notebook would keep it, in red
        self._bar.close()
        if self._vanish is not None:
            self._vanish()
            for part in self._bar.container.children:
                part.close()


def _placed(widget: Any) -> Callable[[], object]:
    """Show a widget where bars go; call what is returned to take it away."""
    box = _BOX.get()
    if box is None:
        from IPython.display import display

        output = display(widget, display_id=True)
        return lambda: output.update({}, raw=True)
    box.children = (*box.children, widget)

    def take_away() -> None:
        box.children = tuple(child for child in box.children if child is not widget)

    return take_away
