"""Import: bring files, see what they opened, ask friends for theirs."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd

from infonet.agenda import companies_to_want, exports_to_ask_for, opened
from infonet.graph import Network
from infonet.names.text import counted
from infonet.panel import page as html
from infonet.panel._session import Session, Whom
from infonet.panel.page import Child, Node, Press, Values
from infonet.panel.screens.intake import Intake
from infonet.panel.screens.letter import Letters
from infonet.panel.screens.targets import target_text
from infonet.readers import Reading

DOWNLOAD = "https://www.linkedin.com/mypreferences/d/download-my-data"
"""Where LinkedIn hands over one's own data."""

_FRIENDS = 3
_FEW = 8


def get_export() -> Node:
    """Say in three sentences how to get one's own export."""
    return html.element(
        "p",
        "On LinkedIn, open ",
        html.link("Get a copy of your data", DOWNLOAD),
        " (Settings, Data privacy). Choose Connections alone, which comes within minutes, or"
        " everything, which comes within a day and also shows who you write with. Bring the zip"
        " here as it is: it stays on this computer.",
    )


class ImportsScreen:
    """Take in files and say what they opened."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self.intake = Intake(session, self._was_added)
        self.letters = Letters(session)
        self._friend = ""
        self._opened: pd.DataFrame | None = None
        self._movers = 0

    def page(self, about: str) -> Node:
        """Return the page."""
        if not self.session.may_act:
            return html.box(html.empty("This book is only looked at: nothing can be added."))
        return html.box(
            html.box(
                html.heading("Bring a file"),
                html.element(
                    "p",
                    "A LinkedIn zip, a Connections.csv, your own log of who you wrote to, or a"
                    " guest list. You see what is in it before anything is added.",
                    class_="muted",
                ),
                self.intake.control("Choose files, or drop them here"),
                self.intake.found(),
                self._outcome(),
                self.intake.by_path(),
                class_="bring",
                key="bring",
            ),
            html.box(self._how(), self._ask_friends(), key="how"),
            class_="two",
            key="imports",
        )

    def _was_added(self, readings: Sequence[Reading], before: Network) -> None:
        """Work out what the new contacts opened."""
        self._opened = opened(before, self.session.network)
        self._movers = sum(len(each.movers) for each in readings)

    # What came of it

    def _outcome(self) -> Node | None:
        """Return which companies the last file opened."""
        found = self._opened
        if found is None:
            return None
        moved = (
            html.element(
                "p",
                f"{counted(self._movers, 'person', 'people')} changed employer since last time.",
            )
            if self._movers
            else None
        )
        return html.box(opened_table(self.session, found), moved, class_="card", key="opened")

    # How to get files

    def _how(self) -> Node:
        """Say how to get each kind of file."""
        log = (
            "Any table with a line for each thing that happened will do. It needs the columns"
            " stage, person and date; company helps. Save it as CSV and bring it here."
        )
        guests = (
            "Luma, Eventbrite and Meetup let the host download who comes. Ask the host, or paste"
            " the names into a table and save it as CSV. Bring it here, and you see whom to meet."
        )
        return html.box(
            html.heading("How to get them"),
            html.unfold("Your LinkedIn contacts", get_export(), open=True),
            html.unfold("Your own log of who you wrote to", html.element("p", log)),
            html.unfold("A guest list", html.element("p", guests)),
            class_="how",
        )

    def _ask_friends(self) -> Node:
        """Return whom to ask for their contacts, and the message for it."""
        session = self.session
        best = session.once(
            "exports to ask for", lambda: exports_to_ask_for(session.network, n=_FRIENDS)
        )
        known: list[Any] = list(best.itertuples())
        picks: list[Child] = [
            html.button(
                each.name,
                self._chooses(each.person),
                aria_pressed="true" if each.person == self._friend else "false",
            )
            for each in known
            if isinstance(each.name, str)
        ]

        def typed(values: Values) -> None:
            name = str(values.get("friend") or "").strip()
            if name:
                session.find_person(name, self._choose_whom)
            else:
                session.say("type the name of a friend", wrong=True)

        entry = html.row(
            picks,
            html.text_field("friend", "Friend", placeholder="A name"),
            html.button("Write to them", typed),
            submit=typed,
        )
        letter = None
        if self._friend:
            letter = self.letters.card("friend's list", "ask for export", self._friend)
        why = (
            "Your own list shows who you know; a friend's shows who could introduce you. The"
            " message says what is read of it: names, profiles, employers, titles, e-mail addresses"
            " and dates."
        )
        return html.box(
            html.heading("Ask a friend for theirs"), html.element("p", why), entry, letter
        )

    def _chooses(self, key: str) -> Press:
        return lambda values: self._choose(key)

    def _choose(self, key: str) -> None:
        self._friend = key

    def _choose_whom(self, whom: Whom) -> None:
        """Choose a friend whose name was typed; somebody new is written first."""
        if whom.new:
            self.session.act(lambda: self._choose(whom.key(self.session.book)))
        else:
            self._choose(whom.text)


def opened_table(session: Session, found: pd.DataFrame) -> Node:
    """Return what new contacts opened: a sentence, and a row a company that leads to it."""
    new = int((found.change == "new").sum())
    better = len(found) - new
    if found.empty:
        more = session.once("to want", lambda: companies_to_want(session.network))
        wanted = not session.tables.companies.dropna(subset="priority").empty
        words = "No new way to your targets." if wanted else "You have no targets yet."
        if len(more):
            many = counted(len(more), "company", "companies")
            words += f" You know people at {many}: pick some under Targets."
        return html.element("p", words)
    one, many = ("company", "companies")
    if "field" in set(found.kind):
        one, many = ("target", "targets")
    parts = []
    if new:
        parts.append(f"This opened {counted(new, one, many)}")
    if better:
        parts.append(f"{counted(better, f'{one} has', f'{many} have')} a better way in now")
    shown: list[Any] = list(found.head(_FEW).itertuples())
    rows = [
        [
            html.button(
                each.company,
                to_company(session, each.company, each.kind),
                kind="name",
            ),
            each.names,
            [
                html.chance(each.probability, each.low, each.high),
                html.element("small", f"was {100 * each.before:.0f} %")
                if each.change == "better"
                else None,
            ],
        ]
        for each in shown
    ]
    rest = found.company[_FEW:].tolist()
    return html.box(
        html.element("strong", f"{'; '.join(parts)}."),
        html.table(("Company", "Best way in", "Chance of a talk"), rows, class_="opened"),
        html.element("p", f"And {', '.join(rest)}.", dir="auto") if rest else None,
    )


def to_company(session: Session, name: str, kind: str) -> Press:
    """Return what looks at a target."""
    return lambda values: session.go("company", target_text(name, kind))
