"""Everybody in the book: to search, to filter, to choose, and to say something of many at once."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
import pandas as pd

from infonet.agenda import people
from infonet.panel import page as html
from infonet.panel._session import Session
from infonet.panel.grid import Column, Grid, days, parts, texts
from infonet.panel.page import Node, Values
from infonet.workdays import ago

CLOSE = {
    "strong": "close",
    "medium": "know well",
    "weak": "know a little",
    "connection": "connected",
    "given": "known",
}
"""The class of a tie → what it is called."""

FRESH = 92
"""Days within which a job was seen of whose age nothing is said."""

_THROUGH = "through a friend"
_NOBODY = (
    "Nobody yet. Import your contacts, or type ten names: then you see who can help you, and where."
)
_HOW = "Choose people with a click on the box, or with Space. Enter opens one."


def seen_words(seen: pd.Timestamp, day: pd.Timestamp) -> str:
    """Say how long ago a job was seen; nothing of one that is fresh, or of unknown age."""
    if pd.isna(seen) or seen >= day - pd.Timedelta(FRESH, "D"):
        return ""
    return f"seen {ago(seen, as_of=day)}"


def to_first_people(session: Session) -> Node | None:
    """Return the buttons that lead to where people come in; None where nothing can be added."""
    if not session.may_act:
        return None
    return html.row(
        html.button("Import my contacts", session.goes("imports"), kind="main"),
        html.button("Type ten names", session.goes("welcome")),
    )


class PeopleScreen:
    """Show everybody in one table, and log one act for all who are chosen."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self.grid = Grid("people", "People", supply=session.supply, opened=self._open)

    def page(self, about: str) -> Node:
        """Return the table; `about` is what is searched for at first."""
        session = self.session
        found = session.once("people", lambda: people(session.network))
        if found.empty:
            return html.box(html.empty(_NOBODY), to_first_people(session), key="people")
        table = self.grid.node(found, lambda: self._rows(found), as_of=session.day, search=about)
        return html.box(
            self._acts() if session.may_act else None, table, class_="people", key="people"
        )

    def _rows(self, found: pd.DataFrame) -> tuple[Sequence[str], Sequence[Column]]:
        """Return the keys and the columns of the table."""
        day = self.session.day
        ties, classes = pd.factorize(found.closeness)
        by, friends = pd.factorize(found.through)
        known = np.array([*(CLOSE[said] for said in classes), None], dtype=object)
        through = np.array([*(f"through {friend}" for friend in friends), None], dtype=object)
        close = np.where(ties >= 0, known[ties], through[by])
        kinds = [*(word for word in CLOSE.values() if word in known), _THROUGH]
        both = [*zip(found.target.tolist(), found.opens.tolist(), strict=True)]
        # Few of very many people lead somewhere else than others do.
        leads = {each: tuple(dict.fromkeys((*each[0], *each[1]))) for each in {*both}}
        words = {each: ", ".join(names) or None for each, names in leads.items()}
        named = {words[each]: names for each, names in leads.items()}
        wanted = sorted({name for names in leads.values() for name in names})
        is_old = found.seen < day - pd.Timedelta(FRESH, "D")
        seen = found.seen if is_old.any() else found.seen.where(is_old)
        columns = [
            texts("name", "Name", found.name, "minmax(140px, 1.3fr)"),
            texts("title", "Title", found.title, "minmax(130px, 1.3fr)"),
            texts("company", "Company", found.company, "minmax(120px, 1.1fr)"),
            days("seen", "Job seen", seen, "104px", as_of=day, since=True),
            texts("location", "Place", found.location, "minmax(90px, .9fr)"),
            parts(
                "closeness",
                "How close",
                pd.Series(close, dtype=object),
                "minmax(130px, 1fr)",
                options=kinds,
                has=lambda text: [text if text in kinds else _THROUGH],
                none="not connected",
                bar=found.strength,
            ),
            days("last", "Last contact", found["last"], "104px", as_of=day),
            days("asked", "Asked", found.asked, "104px", as_of=day),
            parts(
                "leads",
                "Leads to",
                pd.Series([words[each] for each in both], dtype=object),
                "minmax(130px, 1.1fr)",
                options=wanted,
                has=lambda text: named[text],
                any_="a target of mine",
                none="none",
            ),
        ]
        # A whole column of blanks would only take room from the others.
        kept = [each for each in columns if each.levels or each.name in ("name", "company", "last")]
        return found.person.tolist(), kept

    def _acts(self) -> Node:
        """Return what can be said of all who are chosen."""
        session, chosen = self.session, self.grid.chosen
        rate = html.button("How close are you? One by one, by keys", session.goes("triage"))
        if not chosen:
            return html.row(html.element("span", _HOW, class_="muted"), rate, class_="head")
        them = "this person" if chosen == 1 else f"these {chosen:,} people"
        wrote = f"I wrote to {them} today" if session.is_today else f"I wrote to {them} that day"
        wanted = session.tables.companies
        wanted = wanted[wanted.priority.notna()]
        about = [("", "to stay in touch"), *((name, f"about {name}") for name in wanted.company)]
        closeness = [
            html.button(CLOSE[word], self._rating(word), steady=f"people:{word}")
            for word in ("strong", "medium", "weak")
        ]
        return html.row(
            html.button(wrote, self._wrote, kind="main", steady="people:wrote"),
            html.choice("about", "why", about),
            html.element("span", f"You and {them}:", class_="muted"),
            closeness,
            class_="acts",
        )

    def _chosen(self, values: Values) -> list[str]:
        """Return whom an act is about; without anybody that is said."""
        chosen = self.grid.chosen_in(values)
        if not chosen:
            self.session.say("choose people in the table first", wrong=True)
        return chosen

    def _wrote(self, values: Values) -> None:
        """Log a message to each of those who are chosen, as one act."""
        session, company = self.session, str(values.get("about") or "") or None
        stage = "asked" if company else "contacted"
        what = {"stage": stage, "company": company, "date": session.day}
        rows = [{"person": person, **what} for person in self._chosen(values)]
        if rows and session.act(lambda: session.book.log_many(rows)):
            self.grid.clear()

    def _rating(self, closeness: str) -> Callable[[Values], None]:
        """Return what says of all who are chosen how close they are."""

        def rate(values: Values) -> None:
            session, chosen = self.session, self._chosen(values)
            if chosen and session.act(lambda: session.book.rate(chosen, closeness)):
                self.grid.clear()

        return rate

    def _open(self, person: str) -> None:
        self.session.go("person", person)
