"""The picture of waiting: the share that got there, day by day, and how many still wait."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from infonet.layout.text import Lettering, legible
from infonet.names.text import one_line
from infonet.plot._chart import SHARES, SIZES, Chart, Parts, grouped, percent
from infonet.plot._sheet import MARGIN, MUTED, SERIES, Block, Look, Sheet, open_sheet

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

_NEEDED = ("day", "at_risk", "happened", "censored", "probability", "low", "high")
_NOTHING = "Nothing to wait for yet: no request has come as far as the stage where the wait begins."
_LEAVING = ("happened", "censored", "competing")
_TICKS = 5
# Of the chart itself in a figure of our own, in points.
_HEIGHT = 170.0


def waiting_time(
    curve: pd.DataFrame, *, ax: Axes | Figure | None = None, label: str | None = None
) -> Axes:
    """Draw how long it takes: the probability that it has happened by each day.

    The band is the 95 % interval; a tick on the curve is a request that had still to wait on the
    last day known (censored), a cross one whose wait ended otherwise (competing). Below the days
    are the numbers still at risk.

    Parameters
    ----------
    curve : DataFrame
        As `infonet.waiting_time` gives it, with or without a column of groups in front (``by=``);
        at most four groups can be told apart.
    ax : Axes or Figure, optional
        Where to draw, as `infonet.plot` says.
    label : str, optional
        What happens, for the heading, such as ``"conversation → referral"``.

    Returns
    -------
    Axes
        x is the day of the wait, y the probability (0 to 1).

    Examples
    --------
    >>> found = pd.DataFrame([
    ...     {"day": 9, "at_risk": 2, "happened": 1, "censored": 0, "probability": 0.5,
    ...      "low": 0.06, "high": 0.99},
    ...     {"day": 30, "at_risk": 1, "happened": 0, "censored": 1, "probability": 0.5,
    ...      "low": 0.06, "high": 0.99}])
    >>> ax = waiting_time(found, label="conversation → referral")
    >>> [text.get_text() for text in ax.texts]
    ['conversation → referral', 'days', 'at risk', '2', '1', '1', '1']
    """
    parts = grouped(curve, _NEEDED, argument="curve", maker="infonet.waiting_time")
    sheet = open_sheet(ax)
    if curve.empty:
        return sheet.instead(_NOTHING)
    last = max(float(curve["day"].max()), 1.0)
    for size in SIZES:
        heading = sheet.block(_heading(curve, label), size, width=sheet.width - 2 * MARGIN, lines=2)
        names = _names(sheet, parts, size)
        scale = [sheet.block(f"{percent(share)} %", size).width for share in SHARES]
        most = sheet.block(f"{curve['at_risk'].max():,.0f}", size).width
        aside = 0.9 * size + most / 2
        left = MARGIN + max(*scale, *(name.width + most / 2 for name in names)) + 0.9 * size
        width = sheet.width - left - MARGIN - 1.5 * size
        if width <= 14 * size or (sheet.height < 18 * size and not sheet.own):
            continue
        foot = _legend(sheet, parts, size - 1) + 0.6 * size
        rows = [foot + 1.5 * size * at for at in range(len(names))][::-1]
        bottom = rows[0] + 1.5 * size + 3.6 * size
        above = heading.height + 1.2 * size
        sheet = sheet.resized(max(sheet.height, bottom + above + _HEIGHT)) if sheet.own else sheet
        height = sheet.height - bottom - above
        if height > 10 * size:
            break
    else:
        return sheet.instead("The curve does not fit in here: draw it in a larger Axes.")
    chart = Chart(sheet, size, left, bottom, width, height, x=(0.0, last))
    chart.open()
    days = _days(last, int(min(_TICKS, width // (4 * size))))
    chart.numbers("x", days, [f"{day:g}" for day in days], lines=False)
    chart.shares("y")
    start = curve.attrs.get("start")
    since = sheet.block(f"days since {one_line(start)}" if start else "days", size, width=width)
    chart.write(heading, MARGIN, chart.top + 0.9 * size, ha="left", va="bottom")
    at = (chart.left + chart.right) / 2, chart.bottom - 1.9 * size
    chart.write(since, *at, ha="center", va="top", color=MUTED)
    for (_, part), look in zip(parts, SERIES, strict=False):
        _draw(chart, part, look)
    if not curve["happened"].any():
        block = sheet.block("it has not happened yet", size, width=width)
        at = (chart.left + chart.right) / 2, (chart.bottom + chart.top) / 2
        chart.write(block, *at, ha="center", va="center", color=MUTED)
    _at_risk(chart, parts, names, rows, days, aside)
    return sheet.ax


def _heading(curve: pd.DataFrame, label: str | None) -> Lettering:
    """Say what the curve shows."""
    if label is not None:
        return legible(label, noun="label")
    start, end = curve.attrs.get("start"), curve.attrs.get("end")
    words = f"{one_line(start)} → {one_line(end)}: " if start and end else ""
    return Lettering(f"{words}share that got there")


def _names(sheet: Sheet, parts: Parts, size: float) -> list[Block]:
    """Measure the heads of the rows of counts: one for all, and one for each group."""
    names = [sheet.block("at risk", size)]
    groups = [name for name, _ in parts if name is not None]
    return names + [sheet.block(name, size, width=0.22 * sheet.width) for name in groups]


def _days(last: float, most: int) -> list[float]:
    """Choose round days from 0 up to the last."""
    from matplotlib.ticker import MaxNLocator

    places = MaxNLocator(nbins=max(most, 1), integer=True, steps=[1, 2, 3, 5, 10]).tick_values(
        0, last
    )
    return [float(day) for day in places if 0 <= day <= last]


def _draw(chart: Chart, part: pd.DataFrame, look: Look) -> None:
    """Draw the band, the steps and the ticks of a group."""
    part = part.sort_values("day")
    ax = chart.ax
    day = np.concatenate([[0.0], part["day"].to_numpy(float)])
    level = np.concatenate([[0.0], part["probability"].to_numpy(float)])
    low = np.concatenate([[np.nan], part["low"].to_numpy(float)])
    high = np.concatenate([[np.nan], part["high"].to_numpy(float)])
    ax.fill_between(day, low, high, step="post", color=look.color, alpha=0.16, lw=0, zorder=1)
    ax.step(day, level, where="post", color=look.color, ls=look.line, lw=1.8, zorder=3)
    for column, marker, tall in (("censored", "|", 0.9), ("competing", "x", 0.6)):
        if column in part:
            left = part[part[column] > 0]
            size = tall * chart.size
            at = left["day"], left["probability"]
            ax.plot(*at, marker, color=look.color, ms=size, mew=1.2, zorder=4)


def _at_risk(
    chart: Chart,
    parts: Parts,
    names: list[Block],
    rows: list[float],
    days: list[float],
    aside: float,
) -> None:
    """Write how many had neither got there nor left before each of the days."""
    size = chart.size
    for name, y in zip(names, rows, strict=True):
        chart.write(name, chart.left - aside, y, ha="right", va="bottom", color=MUTED)
    for (_, part), y in zip(parts, rows[-len(parts) :], strict=True):
        by_day = part.sort_values("day")
        at_risk = by_day["at_risk"].to_list()
        ended = by_day.iloc[-1]
        at_risk.append(ended["at_risk"] - sum(ended.get(column, 0) for column in _LEAVING))
        for day in days:
            count = at_risk[int(by_day["day"].searchsorted(day))]
            block = chart.sheet.block(f"{int(count):,}", size)
            chart.write(block, chart.points(day, 0)[0], y, ha="center", va="bottom")


def _legend(sheet: Sheet, parts: Parts, size: float) -> float:
    """Draw the legend of groups, band and ticks; give its height."""
    names = [name for name, _ in parts if name is not None]
    entries: list[tuple[str | Lettering, dict[str, Any]]] = [
        (name, {"color": look.color, "ls": look.line, "lw": 1.8})
        for name, look in zip(names, SERIES, strict=False)
    ]
    color = MUTED if names else SERIES[0].color
    entries.append(("95\u00a0% range", {"fc": color, "alpha": 0.16}))
    tick = {"ls": "", "marker": "|", "color": color, "ms": size, "mew": 1.2}
    if any((part["censored"] > 0).any() for _, part in parts):
        entries.append(("still waiting when last seen", tick))
    if any((part["competing"] > 0).any() for _, part in parts if "competing" in part):
        entries.append(("the wait ended otherwise", tick | {"marker": "x", "ms": 0.7 * size}))
    return sheet.legend(entries, size)
