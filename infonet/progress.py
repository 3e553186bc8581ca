"""Show how far long work has come: a bar of `tqdm.auto` that appears after a second.

Short work stays silent, and so does all work without tqdm, with an error stream that is no
terminal, and with tqdm's own switch ``TQDM_DISABLE=1`` in the environment.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable, Iterator, Sized
from contextlib import contextmanager
from threading import RLock
from typing import Any, TypeVar

__all__ = ["progress", "steps"]

_WIDEST = 60
_Item = TypeVar("_Item")


@contextmanager
def progress(
    name: str, total: int | None, *, unit: str = "it", least: int = 2
) -> Iterator[Callable[[int], object]]:
    """Show how far the block has come; call what it yields with the units done since the last call.

    A name from outside in `name` is shown on one short line. `total` need not be right; below
    `least` nothing is shown. The `unit` ``B`` is for bytes.
    """
    kind = _bar() if total is None or total >= least else None
    if kind is None:
        yield lambda count: None
        return
    line = " ".join("".join(x if x.isprintable() else " " for x in name[:1000]).split())
    look = {"desc": line[:_WIDEST], "unit": unit, "unit_scale": unit == "B"}
    bar = kind(total=total, delay=1, leave=False, miniters=0, **look)
    try:
        yield bar.update
    finally:
        bar.total = None  # or else a notebook keeps an interrupted bar, in red
        bar.close()


def steps(items: Iterable[_Item], name: str) -> Iterator[_Item]:
    """Yield the items and show how many of them are done."""
    with progress(name, len(items) if isinstance(items, Sized) else None) as done:
        for item in items:
            yield item
            done(1)


def _bar() -> Any:
    """Return the class of bars; None where nobody would see one."""
    # tqdm asks for its switch once, when it is imported; its bars in notebooks do not ask at all.
    if os.environ.get("TQDM_DISABLE", "0") not in ("", "0"):
        return None
    try:
        from tqdm.auto import tqdm
    except ImportError:
        return None
    in_notebook = any(base.__module__ == "tqdm.notebook" for base in tqdm.__mro__)
    if not in_notebook and not (sys.stderr is not None and sys.stderr.isatty()):
        return None
    # tqdm would start a thread to watch the bar, and its own lock would fix how processes start.
    kind: Any = type("Bar", (tqdm,), {"monitor_interval": 0})
    kind.set_lock(RLock())
    return kind
