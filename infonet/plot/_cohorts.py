"""The picture of cohorts: whether those asked later do better, each with its interval."""

from __future__ import annotations

import re
from collections.abc import Hashable, Mapping
from typing import TYPE_CHECKING, Any

import pandas as pd

from infonet.errors import InfonetError
from infonet.layout.text import Lettering, legible
from infonet.names.text import one_line
from infonet.plot._chart import SERIES, SIZES, Chart, key, required
from infonet.plot._funnel import NAIVE, within
from infonet.plot._text_layout import INK, MARGIN, MUTED, PAPER, RULE, Sheet, open_sheet

if TYPE_CHECKING:
    from matplotlib.artist import Artist
    from matplotlib.axes import Axes

__all__ = ["cohorts"]

_NEEDED = ("stage", "n", "reached", "rate", "low", "high", "naive", "open")
_NOTHING = "No cohort yet: log the first ask, and its month stands here."
_MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()
_ISO = re.compile(r"(\d{4})-(?:(W\d{2})|(0[1-9]|1[0-2]))")
_ROWS = {"reached": "reached", "n": "old enough", "open": "open"}
_HATCH = "////"


def cohorts(funnel: pd.DataFrame, *, stage: str = "held", ax: Axes | None = None) -> Axes:
    """Draw one stage of the funnel for the requests of each month or week.

    The filled mark is the rate among the requests that are old enough, with its 95 % interval;
    the hollow one is the naive rate. A cohort that is not old enough yet is hatched and says how
    many are open: it is not zero. Below each stands how many reached the stage, of how many that
    are old enough, and how many are open.

    Parameters
    ----------
    funnel : DataFrame
        As ``infonet.funnel(..., by="month")`` or ``by="week"`` gives it. Cohorts stand in the
        order of their labels: time for ISO months, weeks and dates, its own for a Categorical.
        A month without any request has no place.
    stage : str
        The stage to draw.
    ax : Axes, optional
        Where to draw; a new figure if not given.

    Returns
    -------
    Axes
        x is the number of the cohort, from 0; y the share of its requests (0 to 1). Labels fit
        the size that the Axes has now.

    Raises
    ------
    InfonetError
        A missing column, no column of cohorts in front, or a stage that is not there.

    Examples
    --------
    >>> import matplotlib; matplotlib.use("Agg")
    >>> found = pd.DataFrame([
    ...     {"month": "2026-04", "stage": "held", "n": 7, "reached": 3, "rate": 0.43, "low": 0.16,
    ...      "high": 0.75, "naive": 0.43, "open": 0},
    ...     {"month": "2026-06", "stage": "held", "n": 0, "reached": 0, "rate": None, "low": 0.0,
    ...      "high": 1.0, "naive": 0.25, "open": 4}])
    >>> ax = cohorts(found)
    >>> [label.get_text() for label in ax.get_xticklabels()]
    ['Apr\\n2026', 'Jun\\n']
    >>> [text.get_text() for text in ax.texts if "open" in text.get_text()]
    ['4 open', 'open']
    """
    cohort = _cohort(required(funnel, _NEEDED, argument="funnel", maker="infonet.funnel"))
    there = list(dict.fromkeys(funnel["stage"]))
    if there and stage not in there:
        raise InfonetError(f"expected one of {', '.join(map(str, there))}, found `{stage}`")
    rows = funnel[funnel["stage"] == stage].sort_values(cohort, kind="stable")
    sheet = open_sheet(ax)
    if rows.empty:
        sheet = sheet.resized(110.0) if sheet.own else sheet
        sheet.ruled().sentence(_NOTHING)
        return sheet.ax
    names, years = _labels(rows[cohort].to_list())
    table = {column: [f"{int(n)}" for n in rows[column]] for column in _ROWS}
    # Nobody has had the time to reach it: that is no zero.
    table["reached"] = [
        "–" if pd.isna(rate) else n for rate, n in zip(rows["rate"], table["reached"], strict=True)
    ]
    for size in SIZES:
        heading = sheet.block(
            _heading(cohort, stage), size, width=sheet.width - 2 * MARGIN, lines=2
        )
        side = [sheet.block(words, size - 1).width for words in _ROWS.values()]
        left = MARGIN + max(*side, sheet.block("100 %", size).width) + 1.0 * size
        slot = (sheet.width - MARGIN - size - left) / len(rows)
        digits = [sheet.block(n, size).width for each in table.values() for n in each]
        if slot <= max(*digits, 0.9 * size) + 0.3 * size or sheet.height < 15 * size:
            continue
        blocks = [sheet.block(n, size, width=max(slot - 0.5 * size, 3 * size)) for n in names]
        every = _every([block.width for block in blocks], slot - 0.5 * size)
        foot = _legend(sheet, rows, within(funnel), size - 1) + 0.5 * size
        bottom = foot + 1.45 * size * len(_ROWS) + (3.6 if any(years) else 2.2) * size
        height = sheet.height - bottom - heading.height - 1.2 * size
        if height > 7 * size:
            break
    else:
        sheet.ruled().sentence(
            f"{len(rows)} cohorts do not fit in here: draw fewer, or in a larger Axes."
        )
        return sheet.ax
    width = slot * len(rows)
    chart = Chart(sheet, size, left, bottom, width, height, x=(-0.5, len(rows) - 0.5))
    chart.open()
    chart.shares("y")
    places = range(0, len(rows), every)
    words = [blocks[at].text + (f"\n{years[at]}" if any(years) else "") for at in places]
    chart.numbers("x", places, words, lines=False)
    for label, at in zip(chart.ax.get_xticklabels(), places, strict=True):
        if names[at].family:
            label.set_fontfamily(list(names[at].family))
    chart.write(heading, MARGIN, chart.top + 0.9 * size, ha="left", va="bottom")
    for at, row in enumerate(rows.to_dict("records")):
        _draw(chart, at, row, slot)
    for number, (column, title) in enumerate(_ROWS.items()):
        y = foot + 1.45 * size * (len(_ROWS) - 1 - number)
        head = sheet.block(title, size - 1)
        chart.write(head, chart.left - 0.8 * size, y, ha="right", va="bottom", color=MUTED)
        for at, n in enumerate(table[column]):
            x = chart.points(at, 0)[0]
            chart.write(sheet.block(n, size), x, y, ha="center", va="bottom", color=INK)
    return sheet.ax


def _cohort(funnel: pd.DataFrame) -> str:
    """The name of the column of cohorts."""
    column = str(funnel.columns[0])
    if column == "stage":
        raise InfonetError(
            "expected a column of cohorts before `stage`, found none:"
            ' pass `infonet.funnel(..., by="month")` or `by="week"`'
        )
    if funnel.duplicated([column, "stage"]).any():
        raise InfonetError(f"expected one row for each `{column}` and stage, found some twice")
    return column


def _heading(cohort: str, stage: str) -> Lettering:
    return Lettering(one_line(f"share of requests that reached “{stage}”, by {cohort}"))


def _labels(cohorts: list[Any]) -> tuple[list[Lettering], list[str]]:
    """What to call each, and the year where it is the first of its year."""
    names, years, before = [], [], ""
    for cohort in cohorts:
        found = _ISO.fullmatch(str(cohort))
        if found is None:
            names.append(legible(cohort, noun="label"))
            years.append("")
            continue
        year, week, month = found.groups()
        names.append(Lettering(week or _MONTHS[int(month) - 1]))
        years.append(year if year != before else "")
        before = year
    return names, years


def _every(widths: list[float], slot: float) -> int:
    """Label every so many cohorts, so that the labels do not touch."""
    return max(1, -int(-max(widths) // max(slot, 1.0)))


def _legend(sheet: Sheet, rows: pd.DataFrame, rate: Lettering, size: float) -> float:
    from matplotlib.lines import Line2D
    from matplotlib.patches import Patch

    color = SERIES[0].color
    handles: list[Artist] = [
        Line2D([], [], color=color, marker="o", ms=0.7 * size, lw=1.8),
        Line2D([], [], ls="", marker="D", mec=color, mfc="white", ms=0.6 * size),
    ]
    words = [rate, NAIVE]
    if rows["rate"].isna().any():
        handles.append(Patch(fc=PAPER, ec=RULE, hatch=_HATCH, lw=0.0))
        words.append(Lettering("not old enough yet"))
    return key(sheet, handles, words, size)


def _draw(chart: Chart, at: int, row: Mapping[Hashable, Any], slot: float) -> None:
    """One cohort: its marks, or the hatching of one that is not old enough."""
    ax, size, color = chart.ax, chart.size, SERIES[0].color
    aside = min(0.25, 0.8 * size / slot)
    if pd.isna(row["rate"]):
        ax.fill_between(
            [at - 0.42, at + 0.42], 0, 1, fc=PAPER, ec=RULE, hatch=_HATCH, lw=0.0, zorder=1
        )
        words = "no asks yet" if pd.isna(row["naive"]) else f"{int(row['open'])} open"
        block = chart.sheet.block(words, size)
        text = chart.write(
            block,
            *chart.points(at, 0.25 if row["naive"] > 0.5 else 0.75),
            ha="center",
            va="center",
            color=INK,
        )
        text.set_bbox({"fc": PAPER, "ec": "none", "pad": 1.5})
        if block.width + 6 > slot:
            text.set_rotation(90)
    else:
        ax.plot([at - aside] * 2, [row["low"], row["high"]], color=color, lw=1.8, zorder=2)
        ax.plot([at - aside], [row["rate"]], "o", color=color, mec="white", ms=0.8 * size)
    if not pd.isna(row["naive"]):
        ax.plot([at + aside], [row["naive"]], "D", mfc="white", mec=color, ms=0.55 * size, zorder=3)
