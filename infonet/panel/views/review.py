"""The review: what the asks of a period brought, how long it took, and what is due from them."""

from __future__ import annotations

from typing import Any

import ipywidgets as widgets
import pandas as pd

from infonet import plot
from infonet.agenda import due_requests
from infonet.conversion import funnel, group_labels, median_wait, waiting_time
from infonet.ledger import Ledger
from infonet.panel._session import Session
from infonet.panel.views.log import LABELS
from infonet.panel.views.ways import KINDS
from infonet.panel.views.week import COLUMNS, due_rows
from infonet.panel.widgets.controls import Cell, Table, bar, chance, labelled
from infonet.panel.widgets.markup import drawn, heading, paragraph, picture
from infonet.tables import Tables, stages
from infonet.workdays import day_text

GROUPS = {
    "none": "No groups",
    "kind": "Kind",
    "tie class": "Closeness",
    "month": "Month",
    "week": "Week",
    "hops": "Steps",
    "channel": "Channel",
}
"""What `infonet.funnel` groups by → what a job seeker calls it."""

_DONE = {
    "asked": "were asked",
    "introduced": "led to an introduction",
    "replied": "got a reply",
    "scheduled": "led to a date",
    "held": "led to a talk",
    "referred": "led to a referral",
    "offered": "led to an offer",
}
_TIMES = ("month", "week")
_RATES = (
    "Stage",
    "Reached #",
    "Rate (range)",
    "So far, including recent ones #",
    "Still open #",
    "People asked #",
)
_AT_MOST = 4
_NO_LOG = (
    "The log is empty. Say in Explore who you asked and what came of it, or add your own log as"
    " CSV in Import. Then you see here how often each stage is reached."
)
_NONE = "Nothing was asked in this period: choose an earlier From or a later Until."
_YOUNG = (
    "None of these requests is old enough for a rate yet. “So far” is the share of all of them that"
    " got there until now."
)
_TURNED = (
    "From is {since}, which is later than Until, {until}: choose an earlier From or a later Until."
)


class ReviewView:
    """Show funnel, waiting time and due list of a period, by group; made when it is looked at."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self._shown: tuple[Any, ...] = ()
        self._turned = False
        self.since = widgets.DatePicker(description="From", tooltip="Asked on this day or later")
        self.until = widgets.DatePicker(
            value=session.day.date(), description="Until", tooltip="Asked on this day or earlier"
        )
        self.group = widgets.Dropdown(
            options=[(words, by) for by, words in GROUPS.items()],
            description="By",
            tooltip="Which groups of requests to compare",
        )
        main = stages.MAIN
        self.wait = widgets.Dropdown(
            options=[
                (f"{LABELS[a]} → {LABELS[b]}", (a, b))
                for at, a in enumerate(main)
                for b in main[at + 1 :]
            ],
            value=("asked", "held"),
            description="Wait",
            tooltip="From which stage to which later one",
        )
        self.funnel = widgets.HTML()
        self.rates = Table(_RATES)
        self.waiting = widgets.HTML()
        self.due = Table(COLUMNS)
        self.due_title = widgets.HTML()
        controls = {"from": self.since, "until": self.until, "group": self.group, "wait": self.wait}
        below = {
            "funnel": self.funnel,
            "rates": self.rates,
            "waiting": self.waiting,
            "review-due-title": self.due_title,
            "review-due": self.due,
        }
        self.box = widgets.VBox([bar(controls), *labelled(below)])
        for control in controls.values():
            control.observe(session.safely(lambda change: self.show()), "value")

    def show(self) -> None:
        """Show the period by the book; what did not change is not drawn again."""
        session = self.session
        chosen = (session.edition, self.since.value, self.until.value, self.group.value)
        if (*chosen, self.wait.value) == self._shown:
            return
        turned = self._is_turned()
        asked, log = self._log()
        read = Ledger.of(log)
        if self._shown[:4] != chosen:
            self._show_due(asked, log.events)
            self._show_funnel(read)
        self._show_waiting(read)
        self._shown = (*chosen, self.wait.value)
        if turned:
            session.status.say(turned, wrong=True)
        elif self._turned:
            session.status.say("")
        self._turned = bool(turned)

    def _is_turned(self) -> str:
        """Return what is wrong with a period that ends before it begins; empty for any other."""
        since, until = self.since.value, self.until.value
        if since is None or until is None or since <= until:
            return ""
        return _TURNED.format(since=day_text(since), until=day_text(until))

    def _log(self) -> tuple[pd.DataFrame, Tables]:
        """Return the requests of the period, and the tables with their events alone."""
        session = self.session
        settled, asked = session.tables.events, session.requests
        inside = pd.Series(data=True, index=asked.index)
        if self.since.value is not None:
            inside &= asked.asked >= pd.Timestamp(self.since.value)
        if self.until.value is not None:
            inside &= asked.asked < pd.Timestamp(self.until.value) + pd.Timedelta(days=1)
        asked = asked[inside].reset_index(drop=True)
        kept = settled[settled.request.isin(asked.request)].reset_index(drop=True)
        return asked, session.tables._replace(events=kept)

    @property
    def _by(self) -> str | None:
        return None if self.group.value == "none" else str(self.group.value)

    def _show_funnel(self, log: Ledger) -> None:
        title = heading("How far your requests got")
        if not log.events:
            text = _NO_LOG if self.session.tables.events.empty else self._is_turned() or _NONE
            self.funnel.value = title + paragraph(text)
            self.rates.fill([])
            return
        with self.session.telling("the table of stages"):
            found = funnel(log, as_of=self.session.day, by=self._by)
            groups = 1 if self._by is None else found.iloc[:, 0].nunique(dropna=False)
            image = ""
            if self._by in _TIMES:
                words = f"the share of requests that led to a talk, for each {self._by}"
                image = picture(drawn(lambda ax: plot.cohorts(found, ax=ax)), words)
            elif groups <= _AT_MOST:
                image = picture(
                    drawn(lambda ax: plot.funnel(found, ax=ax), height=2.5 + 1.7 * groups),
                    "the rate of each stage, as in the table below",
                )
            young = paragraph(_YOUNG) if not found.n.any() else ""
            self.funnel.value = title + young + image
            rates = [_rate(row) for row in found.to_dict("records")]
            self._fill(self.rates, _RATES, rates, found.iloc[:, 0])

    def _show_waiting(self, log: Ledger) -> None:
        start, end = self.wait.value
        steps = f"{LABELS[start]} → {LABELS[end]}"
        if not log.events:
            self.waiting.value = ""
            return
        with self.session.telling("the waiting time"):
            day, by = self.session.day, self._by
            middle = median_wait(log, start, end, as_of=day, by=by)
            curve = waiting_time(log, start, end, as_of=day, by=by)
            shown = [heading(f"How long it takes: {steps}")]
            for _, row in middle.iterrows():
                who, part = "All asks", curve
                if by is not None:
                    who = _group(row.iloc[0], by)
                    part = curve[curve.iloc[:, 0].isin([row.iloc[0]])]
                said = f"{who}: {_wait(row, part, start, end)}"
                shown.append(paragraph(said, name="infonet-said"))
            if len(middle) <= _AT_MOST and len(curve):
                image = drawn(lambda ax: plot.waiting_time(curve, label=steps, ax=ax), height=4.5)
                words = f"the share that got from “{LABELS[start]}” to “{LABELS[end]}” by each day"
                shown.append(picture(image, words))
            self.waiting.value = "".join(shown)

    def _show_due(self, asked: pd.DataFrame, events: pd.DataFrame) -> None:
        """Show what is due on the day from the requests of the period, group by group."""
        title = f"What is due now from these requests ({self._period()})"
        self.due_title.value = heading(title)
        self.due.empty = "Nothing is due from these requests."
        if asked.empty:
            self.due.empty = "Nothing was asked in this period, so nothing is due from it."
        session, by = self.session, self._by
        with session.telling("the list of what is due"):
            # By the whole log: an ask elsewhere since, a talk or a message counts.
            found = session.due
            request = due_requests(found, asked, events)
            found, request = found[request.notna()], request.dropna()
            label = request
            if by is not None:
                label = group_labels(session.ledger, by, as_of=session.day).reindex(request)
                label.index = found.index
                label = label.sort_values(kind="stable", na_position="last")
            self._fill(self.due, COLUMNS, due_rows(found.loc[label.index]), label)

    def _fill(
        self, table: Table, titles: tuple[str, ...], rows: list[list[Cell]], labels: pd.Series
    ) -> None:
        """Fill a table, with a column of the groups in front if there are any."""
        by = self._by
        if by is not None:
            titles = (GROUPS[by], *titles)
            rows = [[_group(label, by), *row] for label, row in zip(labels, rows, strict=True)]
        table.fill(rows, columns=titles)

    def _period(self) -> str:
        """Return the days of asking, in words."""
        since, until = self.since.value, self.until.value
        if since is None:
            if until is None:
                return "asked at any time"
            return f"asked until {day_text(until, weekday=False)}"
        first = day_text(since, as_of=until, weekday=False)
        if until is None:
            return f"asked from {first} on"
        return f"asked {first} – {day_text(until, weekday=False)}"


def _rate(row: dict[Any, Any]) -> list[Cell]:
    """Return a stage as a row of the table."""
    rate: Cell = "none old enough"
    if not pd.isna(row["rate"]):
        rate = chance(row["rate"], row["low"], row["high"])
    naive = "" if pd.isna(row["naive"]) else f"{100 * row['naive']:.0f} %"
    reached = f"{row['reached']} of {row['n']}"
    stage = LABELS[row["stage"]]
    return [stage, reached, rate, naive, str(row["open"]), str(row["connectors"])]


def _wait(row: Any, curve: pd.DataFrame, start: str, end: str) -> str:
    """Return how many requests got there so far, and how long half of them took."""
    if not row.n:
        return f"no request has come as far as “{LABELS[start]}” yet"
    many = f"{row.happened} of {row.n} {_DONE[end]}"
    if pd.isna(row["median"]):
        return f"{many}; fewer than half after {curve.day.max():.0f} days"
    if pd.isna(row.low):
        unsure = "too few to say how sure this is"
        span = unsure if pd.isna(row.high) else f"likely {row.high} or less"
    else:
        most = "or more" if pd.isna(row.high) else f"to {row.high} days"
        span = f"likely {row.low} {most}"
    return f"{many}; half of them within {row['median']} days ({span})"


def _group(label: Any, by: str) -> str:
    """Return the label of a group as it is shown."""
    if pd.isna(label):
        return "not known"
    return KINDS.get(str(label), str(label)) if by == "kind" else str(label)
