"""The picture of the funnel: from stage to stage, the honest rate and the naive one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

import pandas as pd

from infonet.layout.text import Lettering
from infonet.names.text import counted, one_line
from infonet.plot._chart import SIZES, Chart, Parts, grouped, percent
from infonet.plot._sheet import INK, MARGIN, MUTED, PAPER, SERIES, Block, Look, Sheet, open_sheet

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

NAIVE = Lettering("so far, including recent ones")
_NEEDED = (
    *("stage", "n", "reached", "rate", "low", "high", "naive", "open", "connectors"),
    *("clustered_low", "clustered_high", "note"),
)
_NOTHING = "No request yet: log the first ask, and every stage is shown here with its rate."


# Tried until it fits: size of the letters, and letter sizes from line to line.
_STEPS = tuple((size, pitch) for size in SIZES for pitch in (1.8, 1.4))


class _Line(NamedTuple):
    """One stage of one group, in words and numbers."""

    y: float
    look: Look
    rate: float
    low: float
    high: float
    clustered: tuple[float, float] | None
    naive: float
    share: str
    tally: str
    open: str
    instead: str


def funnel(funnel: pd.DataFrame, *, ax: Axes | Figure | None = None) -> Axes:
    """Draw how many requests reach each stage, from the first ask downwards.

    The filled mark is the rate among the requests that are old enough, with its 95 % interval: the
    thick line as if each request had gone to somebody else, the thin one where several went to
    the same person. The hollow mark is the naive rate, which counts recent asks as failures. At
    the end of each line are the rate, its counts, and the number of younger requests that are
    still open.

    Parameters
    ----------
    funnel : DataFrame
        As `infonet.funnel` gives it, with or without a column of groups in front (``by=``); at
        most four groups can be told apart.
    ax : Axes or Figure, optional
        Where to draw, as `infonet.plot` says.

    Returns
    -------
    Axes
        x is the share of requests (0 to 1); y is the stage, from 0 for the first downwards.

    Examples
    --------
    >>> found = pd.DataFrame([
    ...     {"stage": "asked", "n": 7, "reached": 7, "rate": 1.0, "low": 0.65, "high": 1.0,
    ...      "naive": 1.0, "open": 0, "connectors": 5, "clustered_low": 0.59,
    ...      "clustered_high": 1.0, "note": ""},
    ...     {"stage": "held", "n": 7, "reached": 3, "rate": 0.43, "low": 0.16, "high": 0.75,
    ...      "naive": 0.44, "open": 1, "connectors": 5, "clustered_low": 0.13,
    ...      "clustered_high": 0.78, "note": ""}])
    >>> ax = funnel(found)
    >>> [label.get_text() for label in ax.get_yticklabels()]
    ['asked', 'held']
    >>> [text.get_text() for text in ax.texts if "/" in text.get_text()]
    ['7/7', '3/7']
    """
    parts = grouped(funnel, _NEEDED, argument="funnel", maker="infonet.funnel")
    sheet = open_sheet(ax)
    if funnel.empty:
        return sheet.instead(_NOTHING)
    stages = _stages(parts)
    lines = _lines(parts, stages)
    for size, pitch in _STEPS:
        table = _measured(sheet, lines, stages, size)
        body = (pitch * len(parts) + 0.4) * size * len(stages)
        if table.width <= _least_width(table, lines) or (
            body + 5 * size > sheet.height and not sheet.own
        ):
            continue
        foot = _legend(sheet, parts, within(funnel), size - 1) + 0.5 * size
        note = sheet.block(_note(parts), size - 1, width=sheet.width - 2 * MARGIN, lines=4)
        if note.text:
            foot += note.height + 0.3 * size
        bottom = foot + 2.0 * size
        needed = bottom + body + 0.8 * size
        sheet = sheet.resized(needed) if sheet.own else sheet
        if needed <= sheet.height:
            break
    else:
        return sheet.instead("The funnel does not fit in here: draw it in a larger Axes.")
    height = sheet.height - bottom - 0.8 * size
    scale = (len(stages) - 0.45, -0.5)
    chart = Chart(sheet, size, table.left, bottom, table.width, height, y=scale)
    chart.open()
    chart.shares("x")
    chart.numbers("y", range(len(stages)), [name.text for name in table.names], lines=False)
    for label in chart.ax.get_yticklabels():
        label.set_color(INK)
    for stage in range(0, len(stages), 2):
        chart.ax.axhspan(stage - 0.5, stage + 0.5, fc=PAPER, zorder=-1)
    for line, words, cells in zip(lines, table.instead, table.cells, strict=True):
        _draw(chart, line, words)
        _write_cells(chart, line, cells, table.ends)
    if note.text:
        chart.write(note, MARGIN, foot - 0.4 * size, ha="left", va="top", color=MUTED)
    return sheet.ax


class _Table(NamedTuple):
    """The texts of all lines, measured for one size of letters.

    Of each line there are cells (the rate, how many of how many, how many are open) and the words
    instead of a rate. `ends` are the widths of the three columns of cells; `left` and `width` are
    of the chart between names and cells.
    """

    size: float
    names: list[Block]
    cells: list[tuple[Block, Block, Block]]
    instead: list[Block]
    ends: tuple[float, float, float]
    left: float
    width: float


def _measured(sheet: Sheet, lines: list[_Line], stages: list[str], size: float) -> _Table:
    """Measure every text for letters of a size."""
    names = [sheet.block(Lettering(one_line(stage)), size, width=12 * size) for stage in stages]
    cells = [
        (
            sheet.block(line.share, size, bold=True),
            sheet.block(line.tally, size),
            sheet.block(line.open, size),
        )
        for line in lines
    ]
    shares, counts, opens = (
        max(block.width for block in column) + 0.9 * size for column in zip(*cells, strict=True)
    )
    ends = (shares + 0.5 * size, counts, opens)
    left = MARGIN + max(name.width for name in names) + 1.2 * size
    instead = [sheet.block(line.instead, size - 1) for line in lines]
    return _Table(size, names, cells, instead, ends, left, sheet.width - MARGIN - left - sum(ends))


def _least_width(table: _Table, lines: list[_Line]) -> float:
    """Find the least width of the chart: words instead of a rate are beside the hollow mark."""
    least = 10 * table.size
    for line, words in zip(lines, table.instead, strict=True):
        if words.text:
            naive = 0.0 if pd.isna(line.naive) else line.naive
            least = max(least, (words.width + 2 * table.size) / max(naive, 1 - naive))
    return least


def within(funnel: pd.DataFrame) -> Lettering:
    """Say in words what the rate is."""
    days = funnel.attrs.get("within")
    if days is None:
        return Lettering("rate among requests that are old enough, with its 95\u00a0% range")
    return Lettering(
        f"rate within {days} days, among requests at least that old, with its 95\u00a0% range"
    )


def _stages(parts: Parts) -> list[str]:
    """Order the stages of all groups: scouts have one of their own between two others."""
    stages: list[str] = []
    for _, part in parts:
        place = 0
        for stage in part["stage"]:
            if stage not in stages:
                stages.insert(place, stage)
            place = stages.index(stage) + 1
    return stages


def _lines(parts: Parts, stages: list[str]) -> list[_Line]:
    """Put the rows of all groups into words, with groups of a stage next to each other."""
    step = 0.86 / len(parts)
    lines = []
    for number, ((_, part), look) in enumerate(zip(parts, SERIES, strict=False)):
        for row in part[list(_NEEDED)].to_dict("records"):
            waiting, asks = int(row["open"]), not pd.isna(row["naive"])
            missing = pd.isna(row["rate"])
            instead = "none old enough yet" if asks else "no asks yet"
            if row["stage"] == "introduced" and not asks:
                instead = "no introduction asked for"
            lines.append(
                _Line(
                    y=stages.index(row["stage"]) + (number - (len(parts) - 1) / 2) * step,
                    look=look,
                    rate=float(row["rate"]),
                    low=float(row["low"]),
                    high=float(row["high"]),
                    clustered=(row["clustered_low"], row["clustered_high"])
                    if row["connectors"] < row["n"] and not row["note"]
                    else None,
                    naive=float(row["naive"]),
                    share="" if missing else f"{percent(row['rate'])} %",
                    tally=f"{int(row['reached'])}/{int(row['n'])}",
                    open=f"{waiting} open" if waiting else "",
                    instead=instead if missing else "",
                )
            )
    return lines


def _note(parts: Parts) -> str:
    """Say what the thin lines are, with the numbers where there is one group."""
    firsts = [part.iloc[0] for _, part in parts if len(part)]
    shared = [row for row in firsts if row["connectors"] < row["n"]]
    if not shared:
        return ""
    if len(parts) > 1:
        thin = "" if all(row["note"] for row in shared) else " The thin lines allow for it."
        few = next((row["note"] for row in shared if row["note"]), "")
        where = f" Where there is none: {few}." if few else ""
        return f"Several requests went through the same person.{thin}{where}"
    n, people = int(shared[0]["n"]), int(shared[0]["connectors"])
    whom = counted(people, "person", "people")
    why = shared[0]["note"] or "the thin lines allow for it"
    return f"{n:,} requests went through {whom}: {why}."


def _legend(sheet: Sheet, parts: Parts, rate: Lettering, size: float) -> float:
    names = [name for name, _ in parts if name is not None]
    entries: list[tuple[str | Lettering, dict[str, Any]]] = [
        (name, {"ls": "", "marker": look.marker, "color": look.color, "ms": 0.7 * size})
        for name, look in zip(names, SERIES, strict=False)
    ]
    color = MUTED if names else SERIES[0].color
    entries.append((rate, {"color": color, "marker": "o", "ms": 0.7 * size, "lw": 1.8}))
    hollow = {"ls": "", "marker": "D", "mec": color, "mfc": "white", "ms": 0.65 * size}
    return sheet.legend([*entries, (NAIVE, hollow)], size)


def _draw(chart: Chart, line: _Line, words: Block) -> None:
    """Draw the marks of one line, or write the words instead of the rate."""
    ax, size, color = chart.ax, chart.size, line.look.color
    middle = chart.points(0.0, line.y)[1]
    above = chart.scaled(0.0, middle + 0.25 * size)[1]
    below = line.y if line.instead else chart.scaled(0.0, middle - 0.5 * size)[1]
    if not line.instead:
        if line.clustered:
            ax.plot(line.clustered, [above, above], color=color, lw=0.7, zorder=2)
        ax.plot([line.low, line.high], [above, above], color=color, lw=1.8, zorder=2)
        ax.plot([line.rate], [above], line.look.marker, color=color, mec="white", ms=0.8 * size)
    if not pd.isna(line.naive):
        ax.plot([line.naive], [below], "D", mfc="white", mec=color, ms=0.55 * size, zorder=3)
    if line.instead:
        # On the side of the hollow mark where there is room.
        x = chart.points(0.0 if pd.isna(line.naive) else line.naive, line.y)[0]
        right = x + size + words.width <= chart.right
        x += size if right else -size
        chart.write(words, x, middle, ha="left" if right else "right", va="center", color=MUTED)


def _write_cells(chart: Chart, line: _Line, cells: Sequence[Block], ends: Sequence[float]) -> None:
    """Write the numbers of one line at its end."""
    x, y = chart.right, chart.points(0, line.y)[1]
    for block, room, color in zip(cells, ends, (INK, INK, MUTED), strict=True):
        x += room
        if block.text:
            chart.write(block, x, y, ha="right", va="center", color=color)
