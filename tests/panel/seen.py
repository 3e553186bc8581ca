"""What the tests of the panel look at: the day, the controls within it, the status line."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from infonet.panel.app import Explore

DAY = "2026-06-30"  # a Tuesday


def everything(widget: Any) -> Iterator[Any]:
    """Yield a widget and all within it."""
    yield widget
    for child in getattr(widget, "children", ()):
        yield from everything(child)


def said(panel: Explore) -> str:
    """Return the words of the status line."""
    return str(panel.session.status.words)
