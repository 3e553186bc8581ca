"""The picture of calibration: what was predicted against what happened."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, NamedTuple

import pandas as pd

from infonet.layout.text import Lettering, joined, legible
from infonet.names.text import number
from infonet.plot._chart import SIZES, Chart, percent, required
from infonet.plot._sheet import MARGIN, MUTED, SERIES, Block, Look, Sheet, open_sheet

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

_NUMBERS = ("predicted", "rate", "low", "high")
_NEEDED = ("position", *_NUMBERS, "n", "happened", "verdict")
_NOTHING = "No prediction has an outcome yet: log what became of the asks, and see if they held."
_DIAGONAL: dict[str, Any] = {"color": MUTED, "ls": (0, (4, 3)), "lw": 1.0}
_LOOKS = (
    *SERIES,
    Look("#a4487b", "D", "-"),
    Look("#5b6670", "P", "-"),
    Look("#8a6d00", "X", "-"),
    Look("#4a97cf", "<", "-"),
)


class _Mark(NamedTuple):
    """A row of the frame: the prediction, what happened, and whether outcomes were too few."""

    predicted: float
    rate: float
    low: float
    high: float
    few: bool


class _Position(NamedTuple):
    """The rows of one position on the route, and their lines in the list beside the chart."""

    name: Lettering
    look: Look
    marks: list[_Mark]
    details: list[Lettering]


def calibration(calibration: pd.DataFrame, *, ax: Axes | Figure | None = None) -> Axes:
    """Draw what was predicted against what happened: on the diagonal, predictions held.

    Each position on the route has its mark, with the 95 % interval of what happened; a list beside
    the chart has the numbers and the verdicts. Marks are hollow where there were too few outcomes
    to tell. A thin line joins the marks of a position. Where a mark would hide another, it is drawn
    a few points to the right.

    Parameters
    ----------
    calibration : DataFrame
        As `infonet.conversion.calibration` gives it: position, predicted, n, happened, rate, low,
        high and verdict are used.
    ax : Axes or Figure, optional
        Where to draw, as `infonet.plot` says.

    Returns
    -------
    Axes
        x is the chance that was predicted, y the share that happened (both 0 to 1).

    Examples
    --------
    >>> found = pd.DataFrame([
    ...     {"position": "path", "predicted": 0.3, "n": 40, "happened": 11, "rate": 0.275,
    ...      "low": 0.16, "high": 0.43, "verdict": "as predicted"},
    ...     {"position": "1", "predicted": 0.6, "n": 12, "happened": 8, "rate": 0.667,
    ...      "low": 0.39, "high": 0.86, "verdict": "too few"}])
    >>> ax = calibration(found)
    >>> for text in ax.texts[-4:]:
    ...     print(text.get_text())
    whole path
    11/40 happened, 30 % predicted: as predicted
    hop 1
    8/12 happened, 60 % predicted: too few
    """
    required(calibration, _NEEDED, argument="calibration", maker="infonet.conversion.calibration")
    sheet = open_sheet(ax, width=8.5, height=4.2)
    if not calibration["n"].any():
        return sheet.instead(_NOTHING)
    positions = _positions(calibration)
    upright = sheet.height > sheet.width
    for size in SIZES:
        heading = sheet.block("share that happened", size)
        below = sheet.block("chance that was predicted", size)
        left = MARGIN + sheet.block("100 %", size).width + 1.0 * size
        foot = _legend(sheet, positions, size - 1) + 0.5 * size
        top = sheet.height - heading.height - 1.4 * size
        high, wide = top - foot - 3.4 * size, sheet.width - left - 2.6 * size - MARGIN
        room = sheet.width - 2 * MARGIN - size if upright else max(0.4 * sheet.width, 12 * size)
        items = [_item(sheet, position, room - 1.8 * size, size) for position in positions]
        listed = sum(block.height + 0.4 * size for item in items for block in item)
        listed += 0.6 * size * len(items)
        high, wide = (high - listed - size, wide) if upright else (high, wide - room)
        side = min(high, wide)
        if side > 12 * size and (upright or high + 3 * size > listed):
            break
    else:
        return sheet.instead("The calibration does not fit in here: draw it in a larger Axes.")
    chart = Chart(sheet, size, left, top - side, side, side)
    chart.open()
    chart.shares("x")
    chart.shares("y")
    chart.write(heading, MARGIN, chart.top + 0.8 * size, ha="left", va="bottom")
    at = (chart.left + chart.right) / 2, chart.bottom - 1.9 * size
    chart.write(below, *at, ha="center", va="top")
    chart.ax.plot([0, 1], [0, 1], **_DIAGONAL, zorder=1)
    x, y = chart.right + 2.6 * size, chart.top
    if upright:
        x, y = MARGIN + size, chart.bottom - 4.4 * size
    taken: list[float] = []
    for position, (name, *details) in zip(positions, items, strict=True):
        _draw(chart, position, taken)
        across, up = chart.scaled(x, y - name.height / 2)
        few = all(mark.few for mark in position.marks)
        chart.ax.plot([across], [up], position.look.marker, **_face(position.look, size, few=few))
        chart.write(name, x + size, y, ha="left", va="top")
        y -= name.height + 0.4 * size
        for detail in details:
            chart.write(detail, x + size, y, ha="left", va="top", color=MUTED)
            y -= detail.height + 0.4 * size
        y -= 0.6 * size
    return sheet.ax


def _positions(calibration: pd.DataFrame) -> list[_Position]:
    """Collect the rows of each position, in their order."""
    found: dict[str, _Position] = {}
    for row in calibration[list(_NEEDED)].to_dict("records"):
        position = str(row["position"])
        if position not in found:
            if position == "path":
                name = Lettering("whole path")
            elif position.isdecimal():
                name = Lettering(f"hop {position}")
            else:
                name = legible(position, noun="position")
            found[position] = _Position(name, _LOOKS[len(found) % len(_LOOKS)], [], [])
        verdict = legible(row["verdict"], noun="verdict")
        words = "no outcome yet: "
        if row["n"]:
            tally = f"{number(row['happened'])}/{number(row['n'])}"
            words = f"{tally} happened, {percent(row['predicted'])} % predicted: "
        found[position].details.append(joined([Lettering(words), verdict], ""))
        predicted, rate, low, high = (float(row[column]) for column in _NUMBERS)
        mark = _Mark(predicted, rate, low, high, few="too few" in verdict.text)
        found[position].marks.append(mark)
    return list(found.values())


def _item(sheet: Sheet, position: _Position, width: float, size: float) -> list[Block]:
    """Measure the texts of a position in the list: its name, and a line or two for each mark."""
    details = [sheet.block(words, size - 1, width=width, lines=3) for words in position.details]
    return [sheet.block(position.name, size, width=width, lines=2), *details]


def _face(look: Look, size: float, *, few: bool) -> dict[str, Any]:
    """Style a mark: hollow where there were too few outcomes."""
    face = "white" if few else look.color
    return {"mec": look.color, "mfc": face, "ms": 0.8 * size, "mew": 1.2, "zorder": 3}


def _draw(chart: Chart, position: _Position, taken: list[float]) -> None:
    """Draw the marks of a position with their ranges, beside what is there already."""
    look, aside = position.look, 0.6 * chart.size
    marks = [mark for mark in position.marks if not math.isnan(mark.rate + mark.predicted)]
    for mark in marks:
        place = chart.points(mark.predicted, 0.0)[0]
        while any(abs(place - other) < 0.9 * aside for other in taken):
            place += aside
        taken.append(place)
        x, style = chart.scaled(place, 0.0)[0], (0, (2, 1)) if mark.few else "-"
        chart.ax.plot([x, x], [mark.low, mark.high], color=look.color, ls=style, lw=1.5, zorder=2)
        chart.ax.plot([x], [mark.rate], look.marker, **_face(look, chart.size, few=mark.few))
    if len(marks) > 1:
        points = [mark.predicted for mark in marks], [mark.rate for mark in marks]
        chart.ax.plot(*points, color=look.color, lw=0.6, zorder=1)


def _legend(sheet: Sheet, positions: list[_Position], size: float) -> float:
    dot: dict[str, Any] = {"color": MUTED, "marker": "o", "ms": 0.7 * size}
    happened = "what happened, with its 95\u00a0% range"
    entries = [("as predicted", _DIAGONAL), (happened, dot | {"lw": 1.5})]
    if any(mark.few for position in positions for mark in position.marks):
        entries.append(("too few to tell", dot | {"mfc": "white", "ls": (0, (2, 1))}))
    return sheet.legend(entries, size)
