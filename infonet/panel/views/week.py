"""This week: what is due, and whom to ask next."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import ipywidgets as widgets
import pandas as pd

from infonet.agenda import plan, reciprocity
from infonet.ledger import company_of, request_table
from infonet.panel._session import Session
from infonet.panel.views.due import DOINGS, DUE_COLUMNS, FIELDS, due_rows, named, text_of
from infonet.panel.views.ways import labelled
from infonet.panel.widgets.controls import undo_buttons
from infonet.panel.widgets.markup import heading
from infonet.panel.widgets.table import Cell, Table, chance

__all__ = ["WeekView"]

_NOT_REACHED = ("open", "silent", "declined")


class WeekView:
    """What is due on the day and the plan of the week; made when it is looked at.

    Parameters
    ----------
    session : Session
    find : callable
        Chooses in Explore the best way that fits; returns it, or None.
    look_at : callable
        Shows Explore.
    """

    def __init__(
        self,
        session: Session,
        find: Callable[[Callable[[Any], bool]], Any],
        look_at: Callable[[], None],
    ) -> None:
        self.session, self._find, self._look_at = session, find, look_at
        self._shown = 0
        self._due, self._plan = pd.DataFrame(columns=list(FIELDS)), pd.DataFrame()
        self._did: tuple[str, ...] | None = None
        self._offered: tuple[str, ...] | None = None
        self.due = Table(
            DUE_COLUMNS, empty="Nothing is due.", row_class="infonet-due", choosable=True
        )
        self.plan = Table(
            ("Ask", "For", "Way", "Chance, 95 %", "Why"), row_class="infonet-plan", choosable=True
        )
        self.asks = widgets.BoundedIntText(
            value=5, min=1, max=20, description="Asks", tooltip="How many there is time for"
        )
        self.done = widgets.Button(description="Done")
        # Sent when the field is left: letter by letter, some may come behind a press of the button.
        self.gave = widgets.Text(
            description="You gave",
            placeholder="an introduction, a hint, an hour of help",
            tooltip="What you did for them",
            continuous_update=False,
        )
        self.undo, self.back = undo_buttons(session)
        labelled({"due-table": self.due, "plan-table": self.plan, "asks": self.asks})
        buttons = {
            "due-done": self.done,
            "due-undo": self.undo,
            "due-back": self.back,
            "gave": self.gave,
        }
        due_bar = widgets.HBox([widgets.HTML(heading("What is due")), *labelled(buttons)])
        ask_bar = widgets.HBox([widgets.HTML(heading("Whom to ask")), self.asks])
        due_bar.add_class("infonet-bar")
        ask_bar.add_class("infonet-bar")
        self.box = widgets.VBox([due_bar, self.due, ask_bar, self.plan])
        self.due.on_choice(self._choose_due)
        self.plan.on_choice(self._choose_plan)
        self.done.on_click(self._do)
        self.asks.observe(lambda change: self._fill_plan(), "value")
        self._offer()

    def show(self) -> None:
        """Show the week as the book stands; of what is due the same row stays chosen, or the next.

        What was done and taken back is chosen again.
        """
        if self._shown == self.session.edition:
            return
        self._shown = self.session.edition
        before, at = named(self._due), self.due.chosen
        with self.session.telling():
            self._due = self.session.due()
        now = named(self._due)
        wanted = [*before[at:], *reversed(before[:at])] if at >= 0 else []
        place = {one: number for number, one in enumerate(now)}
        chosen = next((place[one] for one in (self._did, *wanted) if one in place), -1)
        self.due.fill(due_rows(self._due), chosen=chosen)
        if chosen >= 0:
            self._choose_due(chosen)
        self._offer()
        self._fill_plan()

    def _fill_plan(self) -> None:
        session, rows = self.session, []
        self._plan = pd.DataFrame()
        self.plan.empty = "There is nobody to ask: name more targets, or more of your people."
        if len(session.net.workplaces.wanted):
            with session.telling():
                self._plan = plan(
                    session.net,
                    session.tables.events,
                    as_of=session.day,
                    asks=self.asks.value,
                    notes=session.book.notes(),
                )
        else:
            self.plan.empty = "Name a target first: in Explore, type one and press Want it."
        for ask in self._plan.itertuples():
            rows.append(_plan_row(ask))
        self.plan.fill(rows)

    def _choose_due(self, at: int) -> None:
        person = self._due.person.iloc[at]
        if isinstance(person, str):
            self.session.person = person
        self._offer()

    def _offer(self) -> None:
        """Say on the button what it would do with the chosen row."""
        row = self._row()
        offered = None if row is None else named(self._due)[self.due.chosen]
        if offered != self._offered:
            self._offered, self.gave.value = offered, ""
        favour = row is not None and row.action == "return a favour"
        if favour:
            # Before it is shown: what comes while somebody types takes away what they have typed.
            self.gave.tooltip = f"What you did for {row['name']}. {self._idea(row.person)}"
        self.gave.layout.display = "" if favour else "none"
        self.done.disabled = row is None
        if row is None:
            why = "Choose a row of the list first" if len(self._due) else "Nothing is due"
            self.done.tooltip, self.done.description = why, "Done"
            return
        doing = DOINGS[row.action]
        company = text_of(row.company)
        self.done.tooltip = doing.does.format(
            day=f"{self.session.day:%Y-%m-%d}",
            who=text_of(row["name"]) or "somebody",
            company=company,
            about=f" about {company}" if company else "",
            reason=row.reason,
        )
        self.done.description = doing.word

    def _row(self) -> Any:
        """The chosen row of what is due; None if none is."""
        at = self.due.chosen
        return self._due.iloc[at] if 0 <= at < len(self._due) else None

    def _idea(self, person: str) -> str:
        """What could be done for somebody."""
        session, idea = self.session, ""
        with session.telling():
            found = reciprocity(session.net, session.tables.events, as_of=session.day)
            for words in found.idea[found.person == person][:1]:
                idea = f"An idea: {words}."
        return idea

    def _do(self, button: object) -> None:
        row = self._row()
        if row is None:
            return
        if row.action == "ask someone else":
            self._find_another(row.person, row.company)
            return
        if row.action == "return a favour" and not self.gave.value.strip():
            words = "Write beside the button what you gave; then press it again."
            self.session.status.say(words, wrong=True)
            return
        before, self._did = self._did, named(self._due)[self.due.chosen]
        if not self.session.act(lambda: self._write(row)):
            self._did = before
        self.show()

    def _write(self, row: Any) -> None:
        """Keep in the book that what was due is done."""
        book, day = self.session.book, self.session.day
        if row.action == "return a favour":
            book.note(row.person, "gave", self.gave.value, date=day)
        elif row.action == "to do":
            about = row.person if isinstance(row.person, str) else row.company
            book.note(about, "action item", f"done: {row.reason}", date=day)
        else:
            event: dict[str, Any] = {"stage": DOINGS[row.action].stage, "person": row.person}
            event |= {"company": text_of(row.company) or None, "date": day}
            request = text_of(row.request) or None
            book.log(**event, request=request)

    def _find_another(self, person: str, company: str) -> None:
        """Show the best way to a company on which nobody stands who was silent or declined."""
        session = self.session
        who, session.person = session.name(person), ""
        avoided = {person, *self._not_reached(company)}
        session.aim_at(company)
        way = self._find(lambda way: not avoided & {*way.route})
        if not session.status.wrong:
            session.status.say(_found(way, who, company))
        self._look_at()

    def _not_reached(self, company: str) -> set[str]:
        """Who was asked about a company, or introduced there, and was silent or declined."""
        tables, about = self.session.tables, company_of(company)
        asked = request_table(tables.events, as_of=self.session.day)
        asked = asked[asked.state.isin(_NOT_REACHED) & (asked.company.map(company_of) == about)]
        met = asked.introduced.notna() & (asked.kind != "scout")
        last = asked.route.map(lambda route: route[-1])
        notes = self.session.book.notes(kind="opted out")
        return {*last.where(met, asked.person).dropna(), *notes.person.dropna()}

    def _choose_plan(self, at: int) -> None:
        """Show the planned way in Explore."""
        ask = self._plan.iloc[at]
        self.session.aim_at(ask.company)
        planned = self._find(lambda way: (way.kind, way.route) == (ask.kind, ask.route))
        if planned is None and isinstance(ask.person, str):
            self._find(lambda way: way.route[1:2] == (ask.person,))
        if isinstance(ask.person, str):
            self.session.person = ask.person
        self._look_at()


def _found(way: Any, who: str, company: str) -> str:
    """What was found beside a person who has not replied."""
    if way is None:
        return f"No way to {company} was found that is not through {who}."
    if way.kind == "cold":
        name = f" to {way.names}" if isinstance(way.names, str) else ""
        return (
            f"Nobody you know leads to {company} but {who}, and those who were asked already:"
            f" what is left is a message{name} without a tie."
        )
    how = f"{way.names}."
    if way.kind == "scout":
        how = f"to ask {way.names} whether they know somebody there."
    return f"The best way to {company} that is not through {who}: {how}"


def _plan_row(ask: Any) -> list[Cell]:
    return [
        text_of(ask.name) or "somebody you find there",
        text_of(ask.company),
        {"text": text_of(ask.names), "note": text_of(ask.kind)},
        chance(ask.probability, ask.low, ask.high),
        text_of(ask.why),
    ]
