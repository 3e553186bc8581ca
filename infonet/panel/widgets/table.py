"""The two small widgets of the panel's own: a table whose rows can be chosen, and a status line."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import anywidget
import traitlets

from infonet.names.text import one_line as tidy

__all__ = ["Cell", "Status", "Table", "chance"]

_HERE = Path(__file__).parent

Cell = str | dict[str, Any]
"""A text; or text, note, tone and at, low, high of a chance that is drawn as a bar."""


class Table(anywidget.AnyWidget):
    """A table whose rows can be chosen by mouse or keyboard; texts are only ever shown as letters.

    Parameters
    ----------
    columns : sequence of str
        Their titles; one that ends in a space and ``#`` holds numbers.
    empty : str
        What to say where there is no row.
    row_class : str
        CSS class of each row; row 0 has ``<row_class>-0`` as well.
    choosable : bool
        Whether rows can be chosen.

    Attributes
    ----------
    rows : list of list of Cell
    chosen : int
        The chosen row; -1 if none is.
    """

    _esm = _HERE / "table.js"

    columns = traitlets.List(traitlets.Dict()).tag(sync=True)
    rows = traitlets.List(traitlets.List()).tag(sync=True)
    caption = traitlets.Unicode("").tag(sync=True)
    empty = traitlets.Unicode("").tag(sync=True)
    row_class = traitlets.Unicode("").tag(sync=True)
    choosable = traitlets.Bool(False).tag(sync=True)
    chosen = traitlets.Int(-1).tag(sync=True)
    clicks = traitlets.Int(0).tag(sync=True)

    def __init__(
        self,
        columns: Sequence[str],
        *,
        empty: str = "",
        row_class: str = "",
        choosable: bool = False,
    ) -> None:
        super().__init__(
            columns=_columns(columns),
            empty=empty,
            row_class=row_class,
            choosable=choosable,
        )

    def fill(
        self,
        rows: Sequence[Sequence[Cell]],
        *,
        columns: Sequence[str] | None = None,
        chosen: int = -1,
        caption: str = "",
    ) -> None:
        """Show these rows, under other titles if there are any; what did not change is not sent."""
        with self.hold_sync():
            if columns is not None:
                self.columns = _columns(columns)
            self.rows = [[_shown(cell) for cell in row] for row in rows]
            self.caption = caption
            self.chosen = chosen

    def on_choice(self, call: Callable[[int], None]) -> None:
        """Call with the row whenever one is chosen, also the one that is chosen already."""
        self.observe(lambda change: call(self.chosen), "clicks")

    def choose(self, row: int) -> None:
        """Choose a row, as a click does."""
        with self.hold_sync():
            self.chosen = row
            self.clicks += 1


class Status(anywidget.AnyWidget):
    """One line that says what happened; it also keeps plain keys from the notebook's commands."""

    _esm = _HERE / "status.js"
    _css = _HERE / "panel.css"

    words = traitlets.Unicode("").tag(sync=True)
    wrong = traitlets.Bool(False).tag(sync=True)
    count = traitlets.Int(0).tag(sync=True)

    def say(self, words: str, *, wrong: bool = False) -> None:
        """Say something; said twice it is told twice."""
        with self.hold_sync():
            self.words, self.wrong, self.count = tidy(words), wrong, self.count + 1


def chance(probability: float, low: float, high: float) -> Cell:
    """A chance in per cent with its 95 % interval, and as a bar.

    Examples
    --------
    >>> chance(0.26, 0.07, 0.51)["text"]
    '26 % (7–51)'
    """
    cell: dict[str, Any] = {"text": f"{100 * probability:.0f} %", "at": probability}
    if low == low and high == high:  # a strength that was given has no interval
        cell["text"] += f" ({100 * low:.0f}–{100 * high:.0f})"
        cell |= {"low": low, "high": high}
    return cell


def _columns(titles: Sequence[str]) -> list[dict[str, Any]]:
    """What the columns are called, and which of them hold numbers."""
    return [{"title": title.removesuffix(" #"), "number": title.endswith(" #")} for title in titles]


def _shown(cell: Cell) -> Cell:
    """Without line breaks and control characters."""
    if isinstance(cell, Mapping):
        return {
            key: tidy(value) if isinstance(value, str) else value for key, value in cell.items()
        }
    return tidy(cell)
