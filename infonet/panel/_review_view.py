"""The review: what the asks of a period brought, how long it took, and what is due."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import ipywidgets as widgets
import pandas as pd

from infonet import plot
from infonet.agenda import due
from infonet.conversion import funnel, median_wait, waiting_time
from infonet.errors import InfonetError
from infonet.ledger import MAIN, requests, settle
from infonet.panel._parts import Cell, Table, chance
from infonet.panel._session import Session
from infonet.panel._text import heading, paragraph, picture
from infonet.panel._ways_view import labelled
from infonet.panel._week_view import DUE_COLUMNS, due_rows
from infonet.tables import Tables

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["ReviewView"]

_GROUPS = ("none", "kind", "tie class", "month", "week", "hops", "channel")
_TIMES = ("month", "week")
_AT_MOST = 4
_NO_LOG = (
    "The log is empty. Mark in Explore what you asked and what came of it, or add your own log as"
    " CSV in Import; then every stage stands here with its rate."
)
_NONE = "Nothing was asked in this period: choose an earlier From or a later Until."


class ReviewView:
    """Funnel, waiting time and due list for a period and a group; made when it is looked at."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self._shown: tuple[Any, ...] = ()
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
        self.rates = Table(
            ("Group", "Stage", "Reached #", "Rate, 95 %", "Naive #", "Still open #", "People #")
        )
        self.waiting = widgets.HTML()
        self.due = Table(DUE_COLUMNS, empty="Nothing was due then.")
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
        chosen = (id(session.net), self.since.value, self.until.value, self.group.value)
        if (*chosen, self.wait.value) == self._shown:
            return
        log = self._log()
        if self._shown[:4] != chosen:
            self._show_due()
            self._show_funnel(log)
        self._show_waiting(log)
        self._shown = (*chosen, self.wait.value)

    def _log(self) -> Tables:
        """The tables with the requests of the period alone."""
        session = self.session
        settled = settle(session.tables.events, session.tables)
        asked = requests(settled, as_of=session.day)
        inside = pd.Series(True, index=asked.index)
        if self.since.value is not None:
            inside &= asked.asked >= pd.Timestamp(self.since.value)
        if self.until.value is not None:
            inside &= asked.asked < pd.Timestamp(self.until.value) + pd.Timedelta(days=1)
        kept = settled[settled.request.isin(asked.request[inside])].reset_index(drop=True)
        tables: Tables = session.tables._replace(events=kept)
        return tables

    @property
    def _by(self) -> str | None:
        return None if self.group.value == "none" else str(self.group.value)

    def _show_funnel(self, log: Tables) -> None:
        title = heading("How far the requests of the period came")
        if log.events.empty:
            text = _NO_LOG if self.session.tables.events.empty else _NONE
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
            self.funnel.value = title + drawn
            self.rates.fill([_rate(row, self._by) for row in found.to_dict("records")])

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
            said = [f"{who}: {words}" for who, words in zip(of, middle.sentence, strict=True)]
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

    def _show_due(self) -> None:
        day = self.session.day if self.until.value is None else pd.Timestamp(self.until.value)
        self.due_title.value = heading(f"What is due on {day:%Y-%m-%d}")
        with self.session.telling():
            self.due.fill(due_rows(due(self.session.tables, as_of=day)))


def _rate(row: dict[Any, Any], by: str | None) -> list[Cell]:
    """One stage as a row of the table."""
    rate: Cell = "none old enough"
    if row["rate"] == row["rate"]:
        rate = chance(row["rate"], row["low"], row["high"])
    group = "all" if by is None else _group(next(iter(row.values())))
    naive = "" if row["naive"] != row["naive"] else f"{100 * row['naive']:.0f} %"
    reached = f"{row['reached']} of {row['n']}"
    return [group, row["stage"], reached, rate, naive, str(row["open"]), str(row["connectors"])]


def _group(label: object) -> str:
    return "not known" if pd.isna(label) else str(label)  # type: ignore[call-overload]  # a scalar


def _png(draw: Callable[[], Axes]) -> bytes:
    """A picture of the package's own, as bytes."""
    import matplotlib.pyplot as plt

    figure = draw().get_figure(root=True)
    if figure is None:
        raise InfonetError("the picture was not drawn; try another group")
    png = io.BytesIO()
    figure.savefig(png, format="png", dpi=110)
    plt.close(figure)
    return png.getvalue()
