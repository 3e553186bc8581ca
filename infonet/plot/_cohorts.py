"""The picture of cohorts: one rate for each month or week, with its range."""

from __future__ import annotations

import math
import re
from collections.abc import Hashable, Mapping
from typing import TYPE_CHECKING, Any

import pandas as pd

from infonet.errors import InfonetError
from infonet.layout.text import Lettering, legible
from infonet.names.text import one_line
from infonet.plot._chart import SIZES, Chart, required
from infonet.plot._funnel import NAIVE, within
from infonet.plot._sheet import INK, MARGIN, MUTED, PAPER, RULE, SERIES, Sheet, open_sheet
from infonet.workdays import MONTHS

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

_NEEDED = ("stage", "n", "reached", "rate", "low", "high", "naive", "open")
_NOTHING = "No cohort yet: log the first ask, and its month is shown here."
_ISO = re.compile(r"(\d{4})-(?:(W\d{2})|(0[1-9]|1[0-2]))")
_ROWS = {"reached": "reached", "n": "old enough", "open": "open"}
_HATCHED: dict[str, Any] = {"fc": PAPER, "ec": RULE, "hatch": "////", "lw": 0.0}


def cohorts(funnel: pd.DataFrame, *, stage: str = "held", ax: Axes | Figure | None = None) -> Axes:
    r"""Draw one stage of the funnel for the requests of each month or week.

    The filled mark is the rate among the requests that are old enough, with its 95 % interval;
    the hollow one is the naive rate. A cohort that is not old enough yet is hatched and says how
    many are open: it is not zero. Below each cohort are the counts: reached, old enough, open.

    Parameters
    ----------
    funnel : DataFrame
        As ``infonet.funnel(..., by="month")`` or ``by="week"`` gives it. Cohorts are in the
        order of their labels: time for ISO months, weeks and dates, its own for a Categorical.
        A month without any request is left out.
    stage : str
        The stage to draw.
    ax : Axes or Figure, optional
        Where to draw, as `infonet.plot` says.

    Returns
    -------
    Axes
        x is the number of the cohort, from 0; y the share of its requests (0 to 1).

    Examples
    --------
    >>> found = pd.DataFrame([
    ...     {"month": "2026-04", "stage": "held", "n": 7, "reached": 3, "rate": 0.43, "low": 0.16,
    ...      "high": 0.75, "naive": 0.43, "open": 0},
    ...     {"month": "2026-06", "stage": "held", "n": 0, "reached": 0, "rate": None, "low": 0.0,
    ...      "high": 1.0, "naive": 0.25, "open": 4}])
    >>> ax = cohorts(found)
    >>> [label.get_text() for label in ax.get_xticklabels()]
    ['Apr\n2026', 'Jun\n']
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
        return sheet.instead(_NOTHING)
    labels = _labels(rows[cohort].to_list())
    title = Lettering(one_line(f"share of requests that reached “{stage}”, by {cohort}"))
    table = {column: [f"{int(n)}" for n in rows[column]] for column in _ROWS}
    # Where nobody is old enough, none reached is no zero.
    reached = zip(rows["rate"], table["reached"], strict=True)
    table["reached"] = ["–" if pd.isna(rate) else n for rate, n in reached]
    for size in SIZES:
        heading = sheet.block(title, size, width=sheet.width - 2 * MARGIN, lines=2)
        side = [sheet.block(words, size - 1).width for words in _ROWS.values()]
        left = MARGIN + max(*side, sheet.block("100 %", size).width) + 1.0 * size
        slot = (sheet.width - MARGIN - size - left) / len(rows)
        digits = [sheet.block(n, size).width for each in table.values() for n in each]
        if slot <= max(*digits, 0.9 * size) + 0.3 * size or sheet.height < 15 * size:
            continue
        foot = _legend(sheet, rows, within(funnel), size - 1) + 0.5 * size
        lines = 2 if any(year for _, year in labels) else 1
        bottom = foot + 1.45 * size * len(_ROWS) + (0.8 + 1.4 * lines) * size
        height = sheet.height - bottom - heading.height - 1.2 * size
        if height > 7 * size:
            break
    else:
        return sheet.instead(
            f"{len(rows)} cohorts do not fit in here: draw fewer, or in a larger Axes."
        )
    scale = (-0.5, len(rows) - 0.5)
    chart = Chart(sheet, size, left, bottom, slot * len(rows), height, x=scale)
    chart.open()
    chart.shares("y")
    _write_labels(chart, labels, slot)
    chart.write(heading, MARGIN, chart.top + 0.9 * size, ha="left", va="bottom")
    for at, row in enumerate(rows.to_dict("records")):
        _draw(chart, at, row, slot)
    _write_table(chart, table, foot)
    return sheet.ax


def _write_labels(chart: Chart, labels: list[tuple[Lettering, str]], slot: float) -> None:
    """Write the cohorts along the lower edge, so few that they do not touch."""
    size = chart.size
    width = slot - 0.5 * size
    blocks = [chart.sheet.block(name, size, width=max(width, 3 * size)) for name, _ in labels]
    every = max(1, math.ceil(max(block.width for block in blocks) / max(width, 1.0)))
    places = range(0, len(labels), every)
    years = [year for _, year in labels]
    words = [blocks[at].text + (f"\n{years[at]}" if any(years) else "") for at in places]
    chart.numbers("x", places, words, lines=False)
    for label, at in zip(chart.ax.get_xticklabels(), places, strict=True):
        if blocks[at].family:
            label.set_fontfamily(list(blocks[at].family))


def _write_table(chart: Chart, table: Mapping[str, list[str]], foot: float) -> None:
    """Write the counts below the labels, a row for each kind."""
    size = chart.size
    for number, (column, title) in enumerate(_ROWS.items()):
        y = foot + 1.45 * size * (len(_ROWS) - 1 - number)
        head = chart.sheet.block(title, size - 1)
        chart.write(head, chart.left - 0.8 * size, y, ha="right", va="bottom", color=MUTED)
        for at, n in enumerate(table[column]):
            x = chart.points(at, 0)[0]
            chart.write(chart.sheet.block(n, size), x, y, ha="center", va="bottom", color=INK)


def _cohort(funnel: pd.DataFrame) -> str:
    """Find the name of the column of cohorts."""
    column = str(funnel.columns[0])
    if column == "stage":
        raise InfonetError(
            "expected a column of cohorts before `stage`, found none:"
            ' pass `infonet.funnel(..., by="month")` or `by="week"`'
        )
    if funnel.duplicated([column, "stage"]).any():
        raise InfonetError(f"expected one row for each `{column}` and stage, found some twice")
    return column


def _labels(cohorts: list[Any]) -> list[tuple[Lettering, str]]:
    """Name each cohort, with the year where it is the first of its year."""
    labels, before = [], ""
    for cohort in cohorts:
        found = _ISO.fullmatch(str(cohort))
        if found is None:
            labels.append((legible(cohort, noun="label"), ""))
            continue
        year, week, month = found.groups()
        name = Lettering(week or MONTHS[int(month) - 1])
        labels.append((name, year if year != before else ""))
        before = year
    return labels


def _legend(sheet: Sheet, rows: pd.DataFrame, rate: Lettering, size: float) -> float:
    color = SERIES[0].color
    hollow = {"ls": "", "marker": "D", "mec": color, "mfc": "white", "ms": 0.6 * size}
    entries: list[tuple[str | Lettering, dict[str, Any]]] = [
        (rate, {"color": color, "marker": "o", "ms": 0.7 * size, "lw": 1.8}),
        (NAIVE, hollow),
    ]
    if rows["rate"].isna().any():
        entries.append(("not old enough yet", _HATCHED))
    return sheet.legend(entries, size)


def _draw(chart: Chart, at: int, row: Mapping[Hashable, Any], slot: float) -> None:
    """Draw the marks of a cohort, or the hatching of one that is not old enough."""
    ax, size, color = chart.ax, chart.size, SERIES[0].color
    aside = min(0.25, 0.8 * size / slot)
    if pd.isna(row["rate"]):
        ax.fill_between([at - 0.42, at + 0.42], 0, 1, **_HATCHED, zorder=1)
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
