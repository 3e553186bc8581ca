"""This week: what is due, and whom to ask next."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import ipywidgets as widgets
import pandas as pd

from infonet.agenda import due, plan
from infonet.panel._parts import Cell, Table, chance
from infonet.panel._session import FIELD, Session
from infonet.panel._text import heading
from infonet.panel._ways_view import labelled

__all__ = ["WeekView", "due_rows"]

DUE_COLUMNS = ("What", "Whom", "About", "Until", "Why")
_DONE = {
    "thank": "thanked",
    "write again": "followed up",
    "confirm": "contacted",
    "report back": "reported back",
    "stay in touch": "contacted",
}
"""What is due → the stage that says it was done."""


class WeekView:
    """What is due on the day and the plan of the week; made when it is looked at."""

    def __init__(self, session: Session, look_at: Callable[[], None]) -> None:
        self.session, self._look_at = session, look_at
        self._shown = 0
        self._due = self._plan = pd.DataFrame()
        self.due = Table(
            DUE_COLUMNS, empty="Nothing is due.", row_class="infonet-due", choosable=True
        )
        self.plan = Table(
            ("Ask", "For", "Way", "Chance, 95 %", "Why"), row_class="infonet-plan", choosable=True
        )
        self.asks = widgets.BoundedIntText(
            value=5, min=1, max=20, description="Asks", tooltip="How many there is time for"
        )
        self.done = widgets.Button(
            description="Done",
            tooltip="Log that what is chosen in the list was done",
            disabled=True,
        )
        labelled(
            {
                "due-table": self.due,
                "plan-table": self.plan,
                "due-done": self.done,
                "asks": self.asks,
            }
        )
        due_bar = widgets.HBox([widgets.HTML(heading("What is due")), self.done])
        ask_bar = widgets.HBox([widgets.HTML(heading("Whom to ask")), self.asks])
        due_bar.add_class("infonet-bar")
        ask_bar.add_class("infonet-bar")
        self.box = widgets.VBox([due_bar, self.due, ask_bar, self.plan])
        self.due.on_choice(self._choose_due)
        self.plan.on_choice(self._choose_plan)
        self.done.on_click(self._do)
        self.asks.observe(lambda change: self._fill_plan(), "value")

    def show(self) -> None:
        """Show the week as the book stands."""
        if self._shown != id(self.session.net):
            self._shown = id(self.session.net)
            with self.session.telling():
                self._due = due(self.session.tables, as_of=self.session.day)
                self.due.fill(due_rows(self._due))
            self.done.disabled = True
            self._fill_plan()

    def _fill_plan(self) -> None:
        session, rows = self.session, []
        self._plan = pd.DataFrame()
        self.plan.empty = "There is nobody to ask: name more targets, or more of your people."
        if len(session.net.workplaces.wanted):
            with session.telling():
                self._plan = plan(
                    session.net, session.tables.events, as_of=session.day, asks=self.asks.value
                )
        else:
            self.plan.empty = "Name a target first: in Explore, type one and press Want it."
        for ask in self._plan.itertuples():
            rows.append(_plan_row(ask))
        self.plan.fill(rows)

    def _choose_due(self, at: int) -> None:
        action, person = self._due.action.iloc[at], self._due.person.iloc[at]
        self.done.disabled = action not in _DONE or not isinstance(person, str)
        if isinstance(person, str):
            self.session.person = person

    def _choose_plan(self, at: int) -> None:
        """Show the way in Explore."""
        ask = self._plan.iloc[at]
        fields = self.session.net.workplaces.wanted
        fields = set(fields.company[fields.kind == "field"])
        self.session.target = f"{FIELD}{ask.company}" if ask.company in fields else ask.company
        if isinstance(ask.person, str):
            self.session.person = ask.person
        self._look_at()

    def _do(self, button: object) -> None:
        row = self._due.iloc[self.due.chosen]
        session = self.session
        session.act(
            lambda: session.book.log(
                _DONE[row.action],
                row.person,
                company=row.company if isinstance(row.company, str) else None,
                request=row.request if isinstance(row.request, str) else None,
                date=session.day,
            )
        )
        self.show()


def due_rows(found: pd.DataFrame) -> list[list[Cell]]:
    """What is due, as rows of a table."""
    rows: list[list[Cell]] = []
    for row in found.to_dict("records"):
        until: Any = {"text": f"{row['deadline']:%a %Y-%m-%d}"}
        if row["overdue"]:
            until |= {"note": "overdue", "tone": "down"}
        texts = [_text(row[name]) for name in ("action", "name", "company")]
        rows.append([*texts, until, _text(row["reason"])])
    return rows


def _plan_row(ask: Any) -> list[Cell]:
    return [
        _text(ask.name) or "somebody you find there",
        _text(ask.company),
        {"text": _text(ask.names), "note": _text(ask.kind)},
        chance(ask.probability, ask.low, ask.high),
        _text(ask.why),
    ]


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""
