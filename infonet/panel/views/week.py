"""The view of the week: what is due, and who to ask next."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

import ipywidgets as widgets
import pandas as pd

from infonet.agenda import not_reached, plan, reciprocity
from infonet.panel._session import Session
from infonet.panel.views.ways import KINDS
from infonet.panel.widgets.controls import Cell, Table, bar, chance, field, labelled, text_of
from infonet.workdays import day_text

COLUMNS = ("What", "Who", "Company", "By", "Why")
_FIELDS = ("action", "person", "company", "request", "deadline", "reason")
"""The columns of `infonet.due` that tell its rows apart."""


class Doing(NamedTuple):
    """The button that does something due, its effect, and the stage that it logs, if any."""

    button: str
    effect: str
    stage: str | None = None


DOINGS = {
    "thank": Doing("Thanked", "Log on {day}: you thanked {who}{about}", "thanked"),
    "ask someone else": Doing(
        "Find someone else", "Show in Explore the best route to {company} that is not through {who}"
    ),
    "write again": Doing(
        "Wrote again", "Log on {day}: you wrote to {who} a second time{about}", "followed up"
    ),
    "confirm": Doing(
        "Confirmed", "Log on {day}: you confirmed the date with {who}{about}", "contacted"
    ),
    "to do": Doing("Done", "Note on {day} that it is done: {reason}"),
    "report back": Doing(
        "Told them", "Log on {day}: you told {who} what came of it{about}", "reported back"
    ),
    "stay in touch": Doing(
        "Got in touch", "Log on {day}: you were in touch with {who}{about}", "contacted"
    ),
    "return a favour": Doing(
        "Returned it", "Note on {day} what you did for {who}, as written beside"
    ),
}
"""The `action` of `infonet.due` → how it is done."""
_PLAN = ("Ask", "Company", "Route", "Chance of a talk (range)", "Why")
_NOBODY = "There is nobody to ask: name more targets, or more people you know."
_NO_TARGET = "Name a target first: in Explore, type a company and press Add to my targets."


class WeekView:
    """Show what is due on the day and the plan of the week; made when it is looked at.

    `find` chooses in Explore the best route that fits, and returns it or None; `look_at` shows
    Explore.
    """

    def __init__(
        self,
        session: Session,
        find: Callable[[Callable[[Any], bool]], Any],
        look_at: Callable[[], None],
    ) -> None:
        self.session, self._find, self._look_at = session, find, look_at
        self._shown = 0
        self._due, self._plan = pd.DataFrame(columns=list(_FIELDS)), pd.DataFrame()
        self._did: tuple[str, ...] | None = None
        self._offered: tuple[str, ...] | None = None
        self.due = Table(COLUMNS, empty="Nothing is due.", row_class="infonet-due")
        self.plan = Table(_PLAN, row_class="infonet-plan")
        self.asks = widgets.BoundedIntText(
            value=5, min=1, max=20, description="Asks", tooltip="How many asks you have time for"
        )
        self.done = session.button("Done", "", self._do)
        self.gave = field(
            "You did",
            "What you did for them",
            placeholder="an introduction, a hint, an hour of help",
        )
        self.undo, self.back = session.undo_buttons()
        buttons = {"due-done": self.done, "due-undo": self.undo, "due-back": self.back}
        buttons |= {"gave": self.gave}
        due, plan = labelled({"due-table": self.due, "plan-table": self.plan})
        asks = bar({"asks": self.asks}, title="Who to ask")
        self.box = widgets.VBox([bar(buttons, title="What is due"), due, asks, plan])
        self.due.on_choice(session.safely(self._choose_due))
        self.plan.on_choice(session.safely(self._choose_plan))
        self.asks.observe(session.safely(lambda change: self._fill_plan()), "value")
        self._offer()

    def show(self) -> None:
        """Show the week by the book; of what is due the same row stays chosen, or the next.

        What was done and taken back is chosen again.
        """
        if self._shown == self.session.edition:
            return
        self._shown = self.session.edition
        before, at = _identities(self._due), self.due.chosen
        with self.session.telling():
            self._due = self.session.due
        now = _identities(self._due)
        wanted = [*before[at:], *reversed(before[:at])] if at >= 0 else []
        place = {one: number for number, one in enumerate(now)}
        chosen = next((place[one] for one in (self._did, *wanted) if one in place), -1)
        self.due.fill(due_rows(self._due), chosen=chosen)
        if chosen >= 0:
            self._choose_due(chosen)
        self._offer()
        self._fill_plan()

    def _fill_plan(self) -> None:
        session = self.session
        self._plan = pd.DataFrame()
        self.plan.empty = _NOBODY
        if len(session.net.workplaces.wanted):
            with session.telling():
                self._plan = plan(
                    session.net, session.ledger, as_of=session.day, asks=self.asks.value
                )
        else:
            self.plan.empty = _NO_TARGET
        self.plan.fill([_plan_row(ask) for ask in self._plan.itertuples()])

    def _choose_due(self, at: int) -> None:
        person = self._due.person.iloc[at]
        if isinstance(person, str):
            self.session.person = person
        self._offer()

    def _offer(self) -> None:
        """Say on the button what it does with the chosen row."""
        row = self._row()
        offered = None if row is None else _identities(self._due)[self.due.chosen]
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
        self.done.tooltip = doing.effect.format(
            day=day_text(self.session.day),
            who=text_of(row["name"]) or "someone",
            company=company,
            about=f" about {company}" if company else "",
            reason=row.reason,
        )
        self.done.description = doing.button

    def _row(self) -> Any:
        """Return the chosen row of what is due; None if there is none."""
        at = self.due.chosen
        return self._due.iloc[at] if 0 <= at < len(self._due) else None

    def _idea(self, person: str) -> str:
        """Return what could be done for a person."""
        session, idea = self.session, ""
        with session.telling():
            found = reciprocity(session.net, session.ledger, as_of=session.day)
            for words in found.idea[found.person == person][:1]:
                idea = f"An idea: {words}."
        return idea

    def _do(self) -> None:
        row = self._row()
        if row is None:
            return
        if row.action == "ask someone else":
            self._find_another(row.person, row.company)
            return
        if row.action == "return a favour" and not self.gave.value.strip():
            words = "Write beside the button what you did for them; then press it again."
            self.session.status.say(words, wrong=True)
            return
        before, self._did = self._did, _identities(self._due)[self.due.chosen]
        if not self.session.act(lambda: self._write(row)):
            self._did = before
        self.show()

    def _write(self, row: Any) -> None:
        """Write into the book that what was due is done."""
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
        """Show the best route to a company without anybody who was silent or declined there."""
        session = self.session
        who, session.person = session.name(person), ""
        avoided = {person, *not_reached(session.ledger, company, as_of=session.day)}
        session.target = session.meant(company)
        way = self._find(lambda way: not avoided & {*way.route})
        if not session.status.wrong:
            session.status.say(_found(way, who, company))
        self._look_at()

    def _choose_plan(self, at: int) -> None:
        """Show the planned route in Explore."""
        ask = self._plan.iloc[at]
        self.session.target = self.session.meant(ask.company)
        planned = self._find(lambda way: (way.kind, way.route) == (ask.kind, ask.route))
        if planned is None and isinstance(ask.person, str):
            self._find(lambda way: way.route[1:2] == (ask.person,))
        if isinstance(ask.person, str):
            self.session.person = ask.person
        self._look_at()


def _identities(found: pd.DataFrame) -> list[tuple[str, ...]]:
    """Return what tells each row of what is due from the others."""
    texts = found[list(_FIELDS)].astype("str").fillna("")
    return list(texts.itertuples(index=False, name=None))


def due_rows(found: pd.DataFrame) -> list[list[Cell]]:
    """Return what is due as rows of a table."""
    rows: list[list[Cell]] = []
    for row in found.to_dict("records"):
        until: Any = {"text": day_text(row["deadline"])}
        if row["overdue"]:
            until |= {"note": "overdue", "tone": "down"}
        texts = [text_of(row[name]) for name in ("name", "company")]
        rows.append([row["action"].capitalize(), *texts, until, text_of(row["reason"])])
    return rows


def _found(way: Any, who: str, company: str) -> str:
    """Return what was found beside a person who has not replied."""
    if way is None:
        return f"No route to {company} was found that is not through {who}."
    if way.kind == "cold":
        name = f" to {way.names}" if isinstance(way.names, str) else ""
        return (
            f"Nobody you know leads to {company}, apart from {who} and people you asked before. You"
            f" can still send a cold message{name}."
        )
    how = f"{way.names}."
    if way.kind == "scout":
        how = f"ask {way.names} who they know there."
    return f"The best route to {company} that is not through {who}: {how}"


def _plan_row(ask: Any) -> list[Cell]:
    """Return a planned ask as a row of the table."""
    return [
        text_of(ask.name) or "someone you find there",
        text_of(ask.company),
        {"text": text_of(ask.names), "note": KINDS.get(ask.kind, "")},
        chance(ask.probability, ask.low, ask.high),
        text_of(ask.why),
    ]
