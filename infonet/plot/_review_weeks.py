"""The picture of the weeks: what was asked in each, and the talks and referrals that came."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import pandas as pd

from infonet.names.text import counted
from infonet.plot._chart import SIZES, Chart, required
from infonet.plot._sheet import MARGIN, SERIES, TINT, Sheet, open_sheet
from infonet.workdays import day_text

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

_NOTHING = "No week yet: log the first ask, and its week is shown here."
_NOUNS = {"asked": "ask", "held": "talk", "referred": "referral"}
_ASIDE = {"held": -0.17, "referred": 0.17}
_TICKS = 4


def review_weeks(weeks: pd.DataFrame, *, ax: Axes | Figure | None = None) -> Axes:
    r"""Draw the asks of each week as bars, and the talks and referrals of it as marks.

    Parameters
    ----------
    weeks : DataFrame
        As `infonet.review` gives it in `weeks`: week, asked, held, referred.
    ax : Axes or Figure, optional
        Where to draw, as `infonet.plot` says.

    Returns
    -------
    Axes
        x is the number of the week, from 0; y a count.

    Examples
    --------
    >>> found = pd.DataFrame({"week": pd.to_datetime(["2026-03-02", "2026-03-09"]),
    ...                       "asked": [3, 0], "held": [0, 1], "referred": [0, 0]})
    >>> ax = review_weeks(found)
    >>> [label.get_text() for label in ax.get_xticklabels()]
    ['2 Mar\n2026', '9 Mar\n']
    >>> [text.get_text() for text in ax.get_legend().get_texts()]
    ['3 asks', '1 talk', '0 referrals']
    """
    required(weeks, ("week", *_NOUNS), argument="weeks", maker="infonet.review(…).weeks")
    sheet = open_sheet(ax, height=2.6)
    if weeks.empty:
        return sheet.instead(_NOTHING)
    most = max(1, *(int(weeks[column].max()) for column in _NOUNS))
    step = max(1, math.ceil(most / _TICKS))
    scale = (-0.6, len(weeks) - 0.4)
    for size in SIZES:
        heading = sheet.block("asks, talks and referrals per week", size)
        foot = _legend(sheet, weeks, size - 1) + 0.5 * size
        left = MARGIN + sheet.block(f"{most}", size).width + 1.2 * size
        bottom = foot + 3.4 * size
        height = sheet.height - bottom - heading.height - 1.8 * size
        chart = Chart(sheet, size, left, bottom, sheet.width - left - MARGIN - size, height)
        if height > 7 * size and chart.width > 25 * size:
            break
    else:
        return sheet.instead("The weeks do not fit in here: draw them in a larger Axes.")
    chart = Chart(sheet, size, left, bottom, chart.width, height, x=scale, y=(0.0, most * 1.05))
    chart.open()
    places = list(range(0, most + 1, step))
    chart.numbers("y", places, [str(place) for place in places])
    _write_weeks(chart, weeks["week"])
    chart.write(heading, MARGIN, chart.top + 0.9 * size, ha="left", va="bottom")
    _draw(chart, weeks)
    return sheet.ax


def _write_weeks(chart: Chart, weeks: pd.Series) -> None:
    """Write the Mondays along the lower edge, as many as fit, with the year where it changes."""
    size = chart.size
    slot = chart.width / (chart.x[1] - chart.x[0])
    every = math.ceil((chart.sheet.block("30 Mar", size).width + size) / slot)
    places = range(0, len(weeks), every)
    words, year = [], None
    for day in weeks.iloc[::every]:
        shown = day_text(day, as_of=day, weekday=False)
        words.append(f"{shown}\n{day.year if day.year != year else ''}")
        year = day.year
    chart.numbers("x", places, words, lines=False)


def _legend(sheet: Sheet, weeks: pd.DataFrame, size: float) -> float:
    looks: list[dict[str, Any]] = [{"fc": TINT, "ec": SERIES[0].color, "lw": 0.8}]
    for look in SERIES[1:3]:
        style = {"color": look.color, "marker": look.marker, "ls": look.line}
        looks.append(style | {"ms": 0.7 * size, "lw": 1.2})
    names = [counted(int(weeks[column].sum()), noun) for column, noun in _NOUNS.items()]
    return sheet.legend(zip(names, looks, strict=True), size)


def _draw(chart: Chart, weeks: pd.DataFrame) -> None:
    """Draw a bar a week, and a stem with a mark where there was a talk or a referral."""
    ax, color = chart.ax, SERIES[0].color
    slot = chart.width / (chart.x[1] - chart.x[0])
    ax.bar(range(len(weeks)), weeks["asked"], width=0.8, color=TINT, ec=color, lw=0.8, zorder=2)
    for look, (column, aside) in zip(SERIES[1:3], _ASIDE.items(), strict=True):
        style: dict[str, Any] = {"color": look.color, "zorder": 3}
        mark: dict[str, Any] = {"marker": look.marker, "mec": "white", "mew": 0.5}
        for at, n in enumerate(weeks[column]):
            if n:
                x = [at + aside] * 2
                ax.plot(x, [0, n], ls=look.line, lw=1.2, **style)
                ax.plot(x[:1], [n], ms=min(0.8 * chart.size, 0.7 * slot), **mark, **style)
