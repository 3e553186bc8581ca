"""A chart on a sheet, its scales, and the frames that charts are drawn of."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pandas as pd

from infonet.errors import InfonetError
from infonet.layout.text import Lettering, legible
from infonet.plot._sheet import INK, MUTED, RULE, SERIES, Block, Sheet

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.text import Text

SHARES = (0.0, 0.25, 0.5, 0.75, 1.0)
"""Shares that are written along an axis."""
SIZES = (9.0, 8.0, 7.0, 6.0, 5.0)
"""Sizes of letters, tried until everything fits."""

Parts = list[tuple[Lettering | None, pd.DataFrame]]
"""The groups of a frame with their names; a single group has none."""


@dataclass(frozen=True)
class Chart:
    """A rectangle of a sheet, in points from its lower left corner, and the scales inside it.

    `size` is of the letters; `x` and `y` are the values at its left and right, lower and upper
    edge.
    """

    sheet: Sheet
    size: float
    left: float
    bottom: float
    width: float
    height: float
    x: tuple[float, float] = (0.0, 1.0)
    y: tuple[float, float] = (0.0, 1.0)

    @property
    def ax(self) -> Axes:
        return self.sheet.ax

    @property
    def right(self) -> float:
        return self.left + self.width

    @property
    def top(self) -> float:
        return self.bottom + self.height

    def open(self) -> None:
        """Set the scales of the Axes so that the rectangle is where it should be."""
        ax = self.ax
        wide, high = (self.x[1] - self.x[0]) / self.width, (self.y[1] - self.y[0]) / self.height
        xlim = self.x[0] - self.left * wide, self.x[0] + (self.sheet.width - self.left) * wide
        ylim = self.y[0] - self.bottom * high, self.y[0] + (self.sheet.height - self.bottom) * high
        ax.set(xlim=xlim, ylim=ylim, aspect="auto")
        ax.set_axis_on()
        ax.patch.set_visible(False)
        ax.set(xticks=[], yticks=[])
        for side in ("left", "right", "top"):
            ax.spines[side].set_visible(False)
        base = ax.spines["bottom"]
        base.set_position(("data", self.y[0]))
        base.set_bounds(*self.x)
        base.set(color=MUTED, linewidth=0.8)

    def numbers(
        self, axis: str, places: Sequence[float], words: Sequence[str], *, lines: bool = True
    ) -> None:
        """Write numbers or names along the lower (x) or the left (y) edge, with light lines."""
        ax = self.ax
        one = ax.xaxis if axis == "x" else ax.yaxis
        if axis == "y":
            ax.spines["left"].set_position(("data", self.x[0]))
        one.set_ticks(list(places), labels=list(words), fontsize=self.size, color=MUTED)
        one.set_tick_params(length=0, pad=(0.6 if axis == "x" else 0.9) * self.size)
        for label in one.get_ticklabels():
            label.set(parse_math=False, usetex=False, in_layout=False)
        if lines:
            draw = ax.vlines if axis == "x" else ax.hlines
            low, high = self.y if axis == "x" else self.x
            draw(list(places), low, high, colors=RULE, lw=0.6, zorder=0)

    def shares(self, axis: str) -> None:
        """Write shares in percent along an axis, fewer where there is little room."""
        narrow = axis == "x" and self.width < 21 * self.size
        words = [f"{percent(share)} %" for share in SHARES]
        self.numbers(axis, SHARES, ["" if narrow and at % 2 else w for at, w in enumerate(words)])

    def points(self, x: float, y: float) -> tuple[float, float]:
        """Convert a point of the scales to the sheet."""
        across = (x - self.x[0]) / (self.x[1] - self.x[0])
        up = (y - self.y[0]) / (self.y[1] - self.y[0])
        return self.left + across * self.width, self.bottom + up * self.height

    def scaled(self, x: float, y: float) -> tuple[float, float]:
        """Convert a point of the sheet to the scales."""
        across, up = (x - self.left) / self.width, (y - self.bottom) / self.height
        return (
            self.x[0] + across * (self.x[1] - self.x[0]),
            self.y[0] + up * (self.y[1] - self.y[0]),
        )

    def write(
        self, block: Block, x: float, y: float, *, ha: str, va: str, color: str = INK
    ) -> Text:
        """Draw a block of text at a point of the sheet."""
        return self.sheet.write(block, *self.scaled(x, y), ha=ha, va=va, color=color)


def required(
    frame: pd.DataFrame, columns: Iterable[str], *, argument: str, maker: str
) -> pd.DataFrame:
    """Return the frame, if it is a frame with the columns."""
    if not isinstance(frame, pd.DataFrame):
        raise InfonetError(
            f"`{argument}` takes the frame that `{maker}` gives, not `{type(frame).__name__}`"
        )
    for column in columns:
        if column not in frame:
            raise InfonetError(
                f"`{argument}` has no column `{column}`: pass the frame that `{maker}` gives"
            )
    return frame


def grouped(frame: pd.DataFrame, columns: Sequence[str], *, argument: str, maker: str) -> Parts:
    """Split a `required` frame by the column before the first of these; without one, not at all.

    Each group has at most one line for each value of the first column; there are at most as many
    groups as `SERIES`.
    """
    row, column = columns[0], required(frame, columns, argument=argument, maker=maker).columns[0]
    if column == row:
        parts: Parts = [(None, frame)]
    else:
        parts = [
            (Lettering("not known") if pd.isna(name) else legible(name, noun="name"), part)
            for name, part in frame.groupby(column, sort=False, dropna=False, observed=True)
        ]
    if len(parts) > len(SERIES):
        raise InfonetError(
            f"expected at most {len(SERIES)} groups in one picture, found {len(parts)} in column"
            f" `{column}`: filter the frame, or draw some of them in an Axes of their own"
        )
    for _, part in parts:
        if part[row].duplicated().any():
            twice = part[row][part[row].duplicated()].iloc[0]
            raise InfonetError(
                f"expected one row for each {row} of `{argument}`, found `{twice}` more than once:"
                " keep the column of the groups in front"
            )
    return parts


def percent(share: float) -> str:
    """Write a share in whole percent; nearly nothing is ``<1``, and nearly all ``>99``."""
    if 0 < share < 0.005:
        return "<1"
    return ">99" if 0.995 <= share < 1 else f"{100 * share:.0f}"
