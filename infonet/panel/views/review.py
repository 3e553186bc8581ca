"""The review: what the asks of a period brought, how long it took, and what is due."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import ipywidgets as widgets
import pandas as pd

from infonet import plot
from infonet.conversion import funnel, group_labels, median_wait, waiting_time
from infonet.errors import InfonetError
from infonet.ledger import request_table
from infonet.panel._session import Session
from infonet.panel.views.due import DUE_COLUMNS, belonging, due_rows
from infonet.panel.views.ways import labelled
from infonet.panel.widgets.markup import heading, paragraph, picture
from infonet.panel.widgets.table import Cell, Table, chance
from infonet.tables import Tables
from infonet.tables.stages import MAIN

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["ReviewView"]

_GROUPS = ("none", "kind", "tie class", "month", "week", "hops", "channel")
_TIMES = ("month", "week")
_RATES = ("Stage", "Reached #", "Rate, 95 %", "Naive #", "Still open #", "People #")
_AT_MOST = 4
_NO_LOG = (
    "The log is empty. Mark in Explore what you asked and what came of it, or add your own log as"
    " CSV in Import; then every stage stands here with its rate."
)
_NONE = "Nothing was asked in this period: choose an earlier From or a later Until."
_YOUNG = (
    "None of these requests is old enough for a rate yet. “Naive” is the share that got there so"
    " far, of all of them."
)
_TURNED = (
    "From is {since:%Y-%m-%d}, which is later than Until, {until:%Y-%m-%d}: choose an earlier From"
    " or a later Until."
)


class ReviewView:
    """Funnel, waiting time and due list for a period and a group; made when it is looked at."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self._shown: tuple[Any, ...] = ()
        self._turned = False
        self.since = widgets.DatePicker(description="From", tooltip="Asked on this day or later")
        self.until = widgets.DatePicker(
            value=session.day.date(), description="Until", tooltip="Asked on this day or earlier"
        )
        self.group = widgets.Dropdown(
            options=list(_GROUPS), description="By", tooltip="What tells the groups apart"
        )
        self.wait = widgets.Dropdown(
            options=[f"{a} → {b}" for i, a in enumerate(MAIN) for b in MAIN[i + 1 :]],
            value="asked → held",
            description="Wait",
            tooltip="From which stage to which later one",
        )
        self.funnel = widgets.HTML()
        self.rates = Table(_RATES)
        self.waiting = widgets.HTML()
        self.due = Table(DUE_COLUMNS)
        controls = {"from": self.since, "until": self.until, "group": self.group, "wait": self.wait}
        bar = widgets.HBox(labelled(controls))
        bar.add_class("infonet-bar")
        labelled(
            {
                "funnel": self.funnel,
                "rates": self.rates,
                "waiting": self.waiting,
                "review-due": self.due,
            }
        )
        self.due_title = widgets.HTML()
        self.box = widgets.VBox(
            [bar, self.funnel, self.rates, self.waiting, self.due_title, self.due]
        )
        for control in (self.since, self.until, self.group, self.wait):
            control.observe(lambda change: self.show(), "value")

    def show(self) -> None:
        """Show the period as the book stands; what did not change is not drawn again."""
        session = self.session
        chosen = (session.edition, self.since.value, self.until.value, self.group.value)
        if (*chosen, self.wait.value) == self._shown:
            return
        turned = self._is_turned()
        asked, log = self._log()
        if self._shown[:4] != chosen:
            self._show_due(asked, log)
            self._show_funnel(log)
        self._show_waiting(log)
        self._shown = (*chosen, self.wait.value)
        if turned:
            session.status.say(turned, wrong=True)
        elif self._turned:
            session.status.say("")
        self._turned = bool(turned)

    def _is_turned(self) -> str:
        """What is wrong with a period that ends before it begins; empty for any other."""
        since, until = self.since.value, self.until.value
        if since is None or until is None or since <= until:
            return ""
        return _TURNED.format(since=since, until=until)

    def _log(self) -> tuple[pd.DataFrame, Tables]:
        """The requests of the period, and the tables with their events alone."""
        session = self.session
        settled = session.tables.events
        asked = request_table(settled, as_of=session.day)
        inside = pd.Series(True, index=asked.index)
        if self.since.value is not None:
            inside &= asked.asked >= pd.Timestamp(self.since.value)
        if self.until.value is not None:
            inside &= asked.asked < pd.Timestamp(self.until.value) + pd.Timedelta(days=1)
        asked = asked[inside].reset_index(drop=True)
        kept = settled[settled.request.isin(asked.request)].reset_index(drop=True)
        tables: Tables = session.tables._replace(events=kept)
        return asked, tables

    @property
    def _by(self) -> str | None:
        return None if self.group.value == "none" else str(self.group.value)

    def _show_funnel(self, log: Tables) -> None:
        title = heading("How far the requests of the period came")
        if log.events.empty:
            text = _NO_LOG if self.session.tables.events.empty else self._is_turned() or _NONE
            self.funnel.value = title + paragraph(text)
            self.rates.fill([])
            return
        with self.session.telling():
            found = funnel(log, as_of=self.session.day, by=self._by)
            groups = 1 if self._by is None else found.iloc[:, 0].nunique(dropna=False)
            drawn = ""
            if self._by in _TIMES:
                words = f"the share of conversations held, for each {self._by}"
                drawn = picture(_png(lambda: plot.cohorts(found)), words)
            elif groups <= _AT_MOST:
                drawn = picture(
                    _png(lambda: plot.funnel(found)),
                    "the rate of each stage, as in the table below",
                )
            young = paragraph(_YOUNG) if not found.n.any() else ""
            self.funnel.value = title + young + drawn
            self.rates.fill(
                [_rate(row, self._by) for row in found.to_dict("records")],
                columns=self._headed(_RATES),
            )

    def _show_waiting(self, log: Tables) -> None:
        start, end = self.wait.value.split(" → ")
        title = heading(f"How long it takes: {self.wait.value}")
        if log.events.empty:
            self.waiting.value = ""
            return
        with self.session.telling():
            day, by = self.session.day, self._by
            middle = median_wait(log, start, end, as_of=day, by=by)
            of = ["All asks"] if by is None else list(map(_group, middle.iloc[:, 0]))
            said = [
                f"{who}: {_wait(row)}" for who, (_, row) in zip(of, middle.iterrows(), strict=True)
            ]
            drawn = ""
            if len(middle) <= _AT_MOST:
                curve = waiting_time(log, start, end, as_of=day, by=by)
                if len(curve):
                    label = f"{start} → {end}"
                    drawn = picture(
                        _png(lambda: plot.waiting_time(curve, label=label)),
                        f"the share that got from {start} to {end} by each day",
                    )
            told = "".join(paragraph(text, name="infonet-said") for text in said)
            self.waiting.value = title + told + drawn

    def _show_due(self, asked: pd.DataFrame, log: Tables) -> None:
        """What is due on the day from the requests of the period, group by group."""
        title = f"What is due now from these requests ({self._period()})"
        self.due_title.value = heading(title)
        self.due.empty = "Nothing is due from these requests."
        if asked.empty:
            self.due.empty = "Nothing was asked in this period, so nothing is due from it."
        session, by = self.session, self._by
        with session.telling():
            # By the whole log: who was asked elsewhere since, or met, or written to, counts.
            found = session.due()
            request = belonging(found, asked, log.events)
            found, request = found[request.notna()], request.dropna()
            if by is None:
                self.due.fill(due_rows(found), columns=DUE_COLUMNS)
                return
            label = group_labels(session.tables, by, as_of=session.day).reindex(request.to_numpy())
            label.index = found.index
            order = label.sort_values(kind="stable", na_position="last").index
            groups, rows = label[order].map(_group), due_rows(found.loc[order])
            self.due.fill(
                [[group, *row] for group, row in zip(groups, rows, strict=True)],
                columns=self._headed(DUE_COLUMNS),
            )

    def _headed(self, columns: tuple[str, ...]) -> tuple[str, ...]:
        """The columns of a table, behind that of the group if there is one."""
        return columns if self._by is None else (self._by.capitalize(), *columns)

    def _period(self) -> str:
        """The days of asking, in words."""
        since, until = self.since.value, self.until.value
        if since is None:
            return "asked at any time" if until is None else f"asked until {_day(until)}"
        if until is None:
            return f"asked from {_day(since)} on"
        return f"asked {_day(since, year=since.year != until.year)} – {_day(until)}"


def _day(day: Any, *, year: bool = True) -> str:
    """A day as in ``1 Mar 2026``."""
    return f"{day.day} {day:%b %Y}" if year else f"{day.day} {day:%b}"


def _rate(row: dict[Any, Any], by: str | None) -> list[Cell]:
    """One stage as a row of the table."""
    rate: Cell = "none old enough"
    if row["rate"] == row["rate"]:
        rate = chance(row["rate"], row["low"], row["high"])
    group = [] if by is None else [_group(next(iter(row.values())))]
    naive = "" if row["naive"] != row["naive"] else f"{100 * row['naive']:.0f} %"
    reached = f"{row['reached']} of {row['n']}"
    return [*group, row["stage"], reached, rate, naive, str(row["open"]), str(row["connectors"])]


def _wait(row: Any) -> str:
    """How long half of them took, and how many are there so far."""
    if not row["n"]:
        return str(row.sentence)
    half = "half " if pd.isna(row["median"]) else ""  # "not reached" would read as by none
    return f"{half}{row.sentence}; {row.happened} of {row['n']} so far"


def _group(label: Any) -> str:
    return "not known" if pd.isna(label) else str(label)


def _png(draw: Callable[[], Axes]) -> bytes:
    """A picture of the package's own, as bytes."""
    import matplotlib.pyplot as plt

    figure = draw().get_figure(root=True)
    if figure is None:
        raise InfonetError("the picture was not drawn; try another group")
    png = io.BytesIO()
    figure.savefig(png, format="png", dpi=110, bbox_inches="tight", pad_inches=0.15)
    plt.close(figure)
    return png.getvalue()
