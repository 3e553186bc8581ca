"""Everybody known at a company, by how they fit the work that is wanted."""

from __future__ import annotations

from typing import Any

import pandas as pd

from infonet.agenda import people_there
from infonet.errors import UnknownNameError
from infonet.panel import page as html
from infonet.panel._session import Session
from infonet.panel.page import Node, text_of
from infonet.panel.screens.people import CLOSE, seen_words
from infonet.workdays import day_text

_FEW, _MOST = 8, 60
"""The people that are shown at first, and at most: all of them stand under People."""
STANDS = {
    "waiting": "asked {day}",
    "agreed": "talk agreed {day}",
    "silent": "no answer since {day}",
    "resting": "rests",
    "met": "you talked {day}",
    "closed": "not to be asked",
}
"""The status of a person → how it is said."""


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
        some = people.head(_MOST if about in self._all else _FEW)
        rows = [self._row(each) for each in some.to_dict("records")]
        rest = len(people) - len(some)
        more = None
        if rest and about not in self._all:
            words = f"Show all {len(people):,}" if len(people) <= _MOST else f"Show {_MOST}"
            more = html.button(words, lambda values: self._all.add(about), kind="quiet")
        elif rest:
            search = name if kind == "company" else ""
            more = html.button(
                f"{rest:,} more under People", session.goes("people", search), kind="quiet"
            )
        table = html.table(("Name", "What they do", "How you know them"), rows)
        return html.box(title, table, more, key="there")

    def _row(self, one: dict[Any, Any]) -> list[Any]:
        name = html.button(one["name"], self.session.goes("person", one["person"]), class_="name")
        shared, day = text_of(one["in_common"]), self.session.day
        fit = "" if shared and one["fit"] == "alum" else text_of(one["fit"])
        words = " · ".join(filter(None, (fit, shared, seen_words(one["seen"], day))))
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
