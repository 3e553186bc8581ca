"""Everybody known at a company, by how they fit the work that is wanted."""

from __future__ import annotations

from typing import Any

import pandas as pd

from infonet.agenda import people_there
from infonet.errors import UnknownNameError
from infonet.panel import page as html
from infonet.panel._session import Session
from infonet.panel.page import Node, text_of
from infonet.panel.screens.people import CLOSE, FRESH
from infonet.workdays import ago, day_text

_FEW = 8
STANDS = {
    "waiting": "asked {day}",
    "agreed": "talk agreed {day}",
    "silent": "no answer since {day}",
    "resting": "rests",
    "met": "you talked {day}",
    "closed": "not to be asked",
}
"""How things stand with a person → how it is said."""


class There:
    """Show the people at a target: the few who fit best, and all of them on request."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self._all: set[str] = set()

    def section(self, about: str, name: str, kind: str) -> Node | None:
        """Return the people at a target."""
        session = self.session
        aim: dict[str, Any] = {kind: name}
        where = "in this field" if kind == "field" else "there"
        try:
            people = session.once(f"there {about}", lambda: people_there(session.network, **aim))
        except UnknownNameError:  # nobody works there, and it is no target
            people = pd.DataFrame()
        count = f"{len(people):,} {'person' if len(people) == 1 else 'people'}"
        title = html.heading(
            f"People {where}",
            html.element("span", count, class_="muted") if len(people) else None,
            level=3,
        )
        if people.empty:
            return html.box(title, html.empty(f"You know nobody {where} yet."), key="there")
        some = people if about in self._all else people.head(_FEW)
        rows = [self._row(each) for each in some.to_dict("records")]
        rest = len(people) - len(some)
        more = (
            html.button(
                f"Show all {len(people):,}", lambda values: self._all.add(about), kind="quiet"
            )
            if rest
            else None
        )
        table = html.table(("Name", "What they do", "How you know them"), rows)
        return html.box(title, table, more, key="there")

    def _row(self, one: dict[Any, Any]) -> list[Any]:
        name = html.button(
            one["name"], lambda values: self.session.go("person", one["person"]), class_="name"
        )
        fit = text_of(one["fit"])
        day = self.session.day
        old = not pd.isna(one["seen"]) and one["seen"] < day - pd.Timedelta(FRESH, "D")
        age = f"seen {ago(one['seen'], as_of=day)}" if old else ""
        words = ", ".join(filter(None, (fit, age)))
        does = html.box(
            text_of(one["title"]), html.element("small", words) if words else None, class_="stack"
        )
        through = text_of(one["through"])
        known = CLOSE.get(text_of(one["closeness"])) or (
            f"through {through}" if through else "nobody between you yet"
        )
        since = "" if pd.isna(one["date"]) else day_text(one["date"], as_of=day)
        stands = STANDS.get(one["status"], "").format(day=since)
        far = html.reason(stands) if stands else None
        return [name, does, html.box(known, far, class_="stack")]
