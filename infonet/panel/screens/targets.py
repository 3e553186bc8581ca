"""The board: where each company or field stands, and what the next step is."""

from __future__ import annotations

from functools import partial
from typing import Any

import pandas as pd

from infonet.agenda import FURTHEST, STATE_WORDS, companies_to_want, targets
from infonet.ledger import company_of
from infonet.names.companies import search_link
from infonet.panel import page as html
from infonet.panel._session import Session
from infonet.panel.page import Node, Values, text_of
from infonet.tables import PRIORITIES
from infonet.workdays import day_text

_TONES = {"offer": "good", "agreed": "info", "talked": "info", "waiting": "wait"}
STATES = {state: (words, _TONES.get(state, "plain")) for state, words in STATE_WORDS.items()}
"""The state of a target → what it is called, and its tone."""

_COLUMNS = (
    "Company",
    "Where it stands",
    "Next step",
    "Best way in",
    "Chance of a talk",
    "You know #",
)
_OPENS = {
    "ask": "See the message",
    "thank": "See the message",
    "confirm": "See the message",
    "report back": "See the message",
    "write again": "See the message",
    "to do": "Open",
    "tell": "We talked",
    "prepare": "Open the brief",
    "answer": "Open",
    "instead": "Open",
}
"""The next step → what its button says."""
CHOICES = (*((str(one), words) for one, words in PRIORITIES.items()), ("0", "not a target"))
"""The priority of a target → what it is called; the last takes it off the board."""
_MOST_OFFERED = 40


class TargetsScreen:
    """Show one row a company or field, because job seekers think in companies."""

    def __init__(self, session: Session) -> None:
        self.session = session

    def page(self, about: str) -> Node:
        """Return the board."""
        session = self.session
        board = session.once("targets", lambda: targets(session.network))
        shown = self._board(board) if len(board) else self._nothing()
        return html.box(self._adding(board) if session.may_act else None, shown, key="targets")

    def _nothing(self) -> Node:
        """Say what makes a first row; where nobody is known either, how to begin."""
        session = self.session
        if session.people or not session.may_act:
            return html.empty(_NO_TARGET)
        return html.box(
            html.empty(_NOBODY_KNOWN),
            html.row(
                html.button("Bring my contacts", session.goes("imports")),
                html.button("Type ten names", session.goes("welcome")),
            ),
        )

    def _adding(self, board: pd.DataFrame) -> Node:
        """Return where to name another company, and the companies where I know somebody."""
        session = self.session
        known = session.once("to want", lambda: companies_to_want(session.network))
        entry = html.row(
            html.text_field(
                "target",
                "Company or field",
                offers=known.company[:_MOST_OFFERED].tolist(),
                key=f"target {len(board)}",  # empty again once it is one
            ),
            html.choice("kind", "as a", (("company", "company"), ("field", "field of work"))),
            html.button("Add to my targets", self._add, kind="main" if board.empty else ""),
            submit=self._add,
            class_="adding",
        )
        if known.empty:
            return entry
        some = known[:_MOST_OFFERED].to_dict("records")
        picks = [
            html.button(
                f"{each['company']} ({each['people']})",
                partial(self._pick, each["company"]),
                title=f"Add {each['company']} to my targets",
            )
            for each in some
        ]
        count = f"{len(known):,} companies" if len(known) > 1 else "1 company"
        offered = html.unfold(
            f"or pick from {count} where you know somebody",
            html.row(picks, class_="picks"),
            open=board.empty,
            key="picks",
        )
        return html.box(entry, offered, class_="adding-more")

    def _board(self, board: pd.DataFrame) -> Node:
        """Return the table of all targets."""
        records = board.to_dict("records")

        def attributes(at: int) -> dict[Any, Any]:
            overdue = records[at]["due"] < self.session.day
            return {
                "class_": "late opens" if overdue else "opens",
                "press": lambda values: self._open(records[at]),
                "key": f"{records[at]['kind']}:{records[at]['company']}",
            }

        rows = [self._row(each) for each in records]
        return html.table(_COLUMNS, rows, class_="board", attributes=attributes)

    def _row(self, one: dict[Any, Any]) -> list[Any]:
        day = self.session.day
        words, tone = STATES[one["state"]]
        name = html.button(
            one["company"], lambda values: self._open(one), kind="name", class_="name"
        )
        company = [
            name,
            html.element("small", "field of work") if one["kind"] == "field" else None,
            self._priority(one),
        ]
        stands = [html.badge(words, tone), html.element("small", text_of(one["last"]), dir="auto")]
        if one["stage"] in FURTHEST and one["state"] != "offer":
            since = day_text(one["since"], as_of=day)
            stands.append(html.element("small", f"So far: {FURTHEST[one['stage']]}, {since}"))
        if not one["people"] and not one["through"] and (near := text_of(one["near"])):
            # Nobody known there may be a matter of spelling: its page asks.
            stands.append(html.element("small", f"{near}: the same company?", dir="auto"))
        if one["way"] == "scout":
            best: Any = [f"{one['best']} ", html.element("small", "may know somebody")]
        else:
            best = text_of(one["best"])
        chance = None
        if not pd.isna(one["probability"]):
            chance = html.chance(one["probability"], one["low"], one["high"])
        through = f"{one['through']:,} through friends" if one["through"] else None
        return [
            html.box(company, class_="stack"),
            html.box(stands, class_="stack"),
            self._step(one, day),
            best,
            chance,
            html.box(f"{one['people']:,}", html.element("small", through) if through else None),
        ]

    def _priority(self, one: dict[Any, Any]) -> Node:
        """Return how much a target is wanted; where the book may be written, to be changed."""
        wanted = priority_of(one)
        if not self.session.may_act:
            return html.element("small", dict(CHOICES)[wanted])
        name = f"priority {one['kind']}:{one['company']}"

        def change(values: Values) -> None:
            want(self.session, one["company"], one["kind"], str(values.get(name) or wanted))

        label = f"How much do you want {one['company']}?"
        return html.choice(name, "", CHOICES, wanted, change=change, aria_label=label)

    def _step(self, one: dict[Any, Any], day: pd.Timestamp) -> Node:
        """Return the next step, by when, and the button that leads to it."""
        late = one["due"] < day
        due = None
        if not pd.isna(one["due"]):
            due = html.badge(f"due {day_text(one['due'], as_of=day)}", "late" if late else "plain")
        opens: Any = None
        if one["action"] == "look":
            opens = html.link("Search on LinkedIn", search_link(one["company"]))
        elif one["action"] in _OPENS and self.session.may_act:
            opens = html.button(_OPENS[one["action"]], lambda values: self._do(one))
        return html.box(
            html.element("span", one["next"], dir="auto"), html.row(opens, due), class_="stack"
        )

    def _open(self, one: dict[Any, Any]) -> None:
        self.session.go("company", target_text(one["company"], one["kind"]))

    def _do(self, one: dict[Any, Any]) -> None:
        """Go to where the next step is taken."""
        if one["action"] == "prepare" and isinstance(one["person"], str):
            self.session.go("talk", one["person"])
        elif one["action"] == "tell" and isinstance(one["request"], str):
            self.session.go("debrief", one["request"])
        else:
            self._open(one)

    def _pick(self, name: str, values: Values) -> None:
        self._want(name, "company")

    def _add(self, values: Values) -> None:
        self._want(str(values.get("target", "")).strip(), str(values.get("kind", "company")))

    def _want(self, name: str, kind: str) -> None:
        if not name:
            self.session.say("type the name of a company or of a field of work", wrong=True)
            return
        session = self.session
        if "://" in name:
            session.say("that is an address: type the name", wrong=True)
            return
        board = session.once("targets", lambda: targets(session.network))
        for known in board.company[board.kind == kind]:
            if company_of(known) == company_of(name):
                session.say(f"{known} is one of your targets already.")
                return
        aim: dict[str, Any] = {kind: name}
        session.act(lambda: session.book.want(**aim), said=f"{name} added to your targets.")


def priority_of(one: dict[Any, Any]) -> str:
    """Return the priority of a row of the board as `CHOICES` names it."""
    return str(min(int(one["priority"]), 3))


def want(session: Session, name: str, kind: str, priority: str) -> bool:
    """Give a target another priority, or with ``0`` remove it; True if it succeeded."""
    return session.act(lambda: session.book.want(**{kind: name}, priority=int(priority) or None))


_NOBODY_KNOWN = (
    "No company and nobody you know is in your book yet. Bring your contacts, or type ten names: "
    "then you see who can help you in."
)
_NO_TARGET = "No company yet. Add one that you want to work for: then you see who can help you in."
_FIELD = "field: "


def target_text(name: str, kind: str) -> str:
    """Return a target as the place of a screen names it."""
    return f"{_FIELD}{name}" if kind == "field" else name


def target_of(text: str) -> tuple[str, str]:
    """Return the name and the kind of a target that a place names."""
    if text.startswith(_FIELD):
        return text.removeprefix(_FIELD), "field"
    return text, "company"
