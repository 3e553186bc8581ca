"""The panel's own controls: the status line, the table, and rows of labelled controls."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import anywidget
import ipywidgets as widgets
import pandas as pd
import traitlets

from infonet.names.text import one_line
from infonet.panel.widgets.markup import heading

__all__ = [
    "Cell",
    "Status",
    "Table",
    "bar",
    "chance",
    "field",
    "labelled",
    "module",
    "text_of",
]

_HERE = Path(__file__).parent

Cell = str | dict[str, Any]
"""A text; or text, note, tone and at, low, high of a chance that is drawn as a bar."""


def module(file: Path) -> str:
    """Return the text of a JavaScript module, with what all modules of the panel share in front.

    anywidget sends a widget's module as one text: it can import nothing that lies beside it.
    """
    return f"{(_HERE.parent / 'dom.js').read_text('utf-8')}\n{file.read_text('utf-8')}"


class Status(anywidget.AnyWidget):
    """Show one sentence, and keep plain keys from the notebook's commands.

    With every sentence `count` grows: the same one said again is announced again.
    """

    _esm = module(_HERE / "status.js")
    _css = _HERE / "panel.css"

    words = traitlets.Unicode("").tag(sync=True)
    wrong = traitlets.Bool(False).tag(sync=True)
    count = traitlets.Int(0).tag(sync=True)

    def say(self, words: str, *, wrong: bool = False) -> None:
        """Show a sentence, also to a screen reader; with `wrong`, that something was not done."""
        with self.hold_sync():
            self.words, self.wrong, self.count = one_line(words), wrong, self.count + 1


class Table(anywidget.AnyWidget):
    """Show rows, of which one can be chosen by mouse or keyboard; texts are shown as letters.

    Parameters
    ----------
    columns : sequence of str
        Their titles; one that ends in a space and ``#`` holds numbers.
    empty : str
        The sentence where there is no row.
    row_class : str
        CSS class of each row; row 0 has ``<row_class>-0`` as well. Rows with a class can be chosen.
    """

    _esm = module(_HERE / "table.js")

    columns = traitlets.List(traitlets.Dict()).tag(sync=True)
    rows = traitlets.List(traitlets.List()).tag(sync=True)
    caption = traitlets.Unicode("").tag(sync=True)
    empty = traitlets.Unicode("").tag(sync=True)
    row_class = traitlets.Unicode("").tag(sync=True)
    chosen = traitlets.Int(-1).tag(sync=True)
    clicks = traitlets.Int(0).tag(sync=True)

    def __init__(self, columns: Sequence[str], *, empty: str = "", row_class: str = "") -> None:
        super().__init__(columns=_columns(columns), empty=empty, row_class=row_class)

    def fill(
        self,
        rows: Sequence[Sequence[Cell]],
        *,
        columns: Sequence[str] | None = None,
        chosen: int = -1,
        caption: str = "",
    ) -> None:
        """Show these rows, under other titles if `columns` names them.

        What did not change is not sent to the browser again.
        """
        with self.hold_sync():
            if columns is not None:
                self.columns = _columns(columns)
            self.rows = [[_shown(cell) for cell in row] for row in rows]
            self.caption = one_line(caption)
            self.chosen = chosen

    def on_choice(self, call: Callable[[int], None]) -> None:
        """Call with the row whenever one is chosen, also the one that is chosen already."""
        self.observe(lambda change: call(self.chosen), "clicks")

    def choose(self, row: int) -> None:
        """Choose a row, as a click does."""
        with self.hold_sync():
            self.chosen = row
            self.clicks += 1


def chance(probability: float, low: float, high: float) -> Cell:
    """Return a chance in per cent with its 95 % interval, as a text and as a bar.

    Examples
    --------
    >>> chance(0.26, 0.07, 0.51)["text"]
    '26 % (7–51)'
    """
    cell: dict[str, Any] = {"text": f"{100 * probability:.0f} %", "at": probability}
    if not pd.isna(low) and not pd.isna(high):  # a strength that was given has no interval
        cell["text"] += f" ({100 * low:.0f}–{100 * high:.0f})"
        cell |= {"low": low, "high": high}
    return cell


def text_of(value: object) -> str:
    """Return a text; an empty one for a missing value."""
    return value if isinstance(value, str) else ""


def labelled(controls: Mapping[str, Any]) -> list[Any]:
    """Give each control the CSS class ``infonet-<name>``, and return them all."""
    for name, control in controls.items():
        control.add_class(f"infonet-{name}")
    return list(controls.values())


def field(description: str, tooltip: str, *, placeholder: str, offers: bool = False) -> Any:
    """Return a text field, which may offer what to type.

    It is sent when it is left: letter by letter, some may come behind a press of the button.
    """
    kind = widgets.Combobox if offers else widgets.Text
    return kind(
        description=description, tooltip=tooltip, placeholder=placeholder, continuous_update=False
    )


def bar(controls: Mapping[str, Any], *, title: str = "") -> Any:
    """Return labelled controls side by side, after a heading; they wrap where there is no room."""
    box = widgets.HBox([*([widgets.HTML(heading(title))] if title else ()), *labelled(controls)])
    box.add_class("infonet-bar")
    return box


def _columns(titles: Sequence[str]) -> list[dict[str, Any]]:
    """Return the title of each column, and whether it holds numbers."""
    return [
        {"title": one_line(title.removesuffix(" #")), "number": title.endswith(" #")}
        for title in titles
    ]


def _shown(cell: Cell) -> Cell:
    """Return a cell with its texts cleaned."""
    if isinstance(cell, Mapping):
        return {
            key: one_line(value) if isinstance(value, str) else value for key, value in cell.items()
        }
    return one_line(cell)
