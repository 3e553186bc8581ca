"""Import: bring files, see what they opened, ask friends for theirs."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd

from infonet.agenda import companies_to_want, exports_to_ask_for, opened
from infonet.errors import InfonetError
from infonet.graph import Network
from infonet.names.people import given_name
from infonet.names.text import counted
from infonet.panel import page as html
from infonet.panel._session import Session, Whom
from infonet.panel.page import Child, Node, Press, Values
from infonet.panel.screens.intake import LINKEDIN, Intake
from infonet.panel.screens.letter import Letters
from infonet.panel.screens.taking_out import Backups, TakingOut
from infonet.panel.screens.targets import target_text
from infonet.prepare import tick_sheet
from infonet.readers import FORMATS, KEPT, Reading
from infonet.workdays import ago, day_text

DOWNLOAD = "https://www.linkedin.com/mypreferences/d/download-my-data"
"""The page on which LinkedIn hands over one's own data."""

_FRIENDS = 3
_FEW = 8
_FILES = 8
_OLD = 30
"""The days after which a new export of mine is worth asking for, as `infonet.due` has it."""


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
        self.out = TakingOut(session)
        self.backups = Backups(session)
        self._friend = ""
        self._opened: pd.DataFrame | None = None
        self._edition = 0
        self._movers = 0

    def page(self, about: str) -> Node:
        """Return the page."""
        if not self.session.may_act:
            nothing = html.empty("This book is only looked at: nothing can be added.")
            return html.box(nothing, self._in_the_book(), self.out.section(), key="imports")
        return html.box(
            html.box(
                html.heading("Bring a file"),
                html.element(
                    "p",
                    "A LinkedIn zip, contacts of Google, Outlook or your phone, Facebook friends,"
                    " your calendar or mail, a list of applications, your own log, a guest list, or"
                    " any table of people. You see what is in it before anything is added.",
                    class_="muted",
                ),
                self.intake.control("Choose files, or drop them here"),
                self.intake.found(),
                self._outcome(),
                self.intake.by_path(),
                self._in_the_book(),
                class_="bring",
                key="bring",
            ),
            html.box(self._how(), self._ask_friends(), class_="beside", key="how"),
            html.box(self.out.section(), self.backups.section(), key="out"),
            class_="two",
            key="imports",
        )

    def _was_added(self, readings: Sequence[Reading], before: Network) -> None:
        """Work out what the new contacts opened."""
        self._opened = opened(before, self.session.network)
        self._edition = self.session.edition
        self._movers = sum(len(each.movers) for each in readings)

    # What came of it

    def _outcome(self) -> Node | None:
        """Return which companies the last file opened."""
        session, found = self.session, self._opened
        if found is None or self._edition != session.edition:  # it may be taken back by now
            return None
        moved = (
            html.element(
                "p",
                f"{counted(self._movers, 'person', 'people')} changed employer since last time.",
            )
            if self._movers
            else None
        )
        onward = html.row(
            html.button("How close are you? One by one", session.goes("triage")),
            html.button("See my targets", session.goes("targets")),
        )
        return html.box(opened_table(session, found), moved, onward, class_="card", key="opened")

    def _in_the_book(self) -> Node | None:
        """Return the files that are in the book, the latest first; each can be taken out again."""
        session = self.session
        past = session.once("history", session.book.history)
        added = past[(past.kind == "add") & ~past.undone].iloc[::-1]
        notes = session.tables.notes
        days = notes[notes.kind == "export"].drop_duplicates("text").set_index("text").date
        items = [
            html.line(
                each["what"],
                self._age(days.get(each["what"]), days.max()),
                html.button(
                    "Take it out",
                    self._takes_out(each["act"]),
                    kind="quiet",
                    aria_label=f"Take it out: {each['what']}",
                )
                if session.may_act
                else None,
                key=f"act {each['act']}",
            )
            for each in html.rows_of(added)
        ]
        if not items:
            return None
        return html.box(html.heading("In your book"), html.folded(items, _FILES), key="in the book")

    def _age(self, day: pd.Timestamp | None, latest: pd.Timestamp) -> str:
        """Say of which day an export of mine is, and whether a new one would help."""
        if day is None or pd.isna(day):
            return ""
        today = self.session.day
        if day == today:
            return "from today"
        words = f"from {day_text(day, as_of=today)}, {ago(day, as_of=today)}"
        is_old = day == latest and (today - day).days > _OLD
        return f"{words}: a new one shows who moved" if is_old else words

    def _takes_out(self, act: int) -> Press:
        return lambda values: self.session.act(lambda: self.session.book.undo(act))

    # How to get files

    def _how(self) -> Node:
        """Say how to get each kind of file."""
        guests = (
            "Luma, Eventbrite and Meetup let the host download who comes. Ask the host, or paste"
            " the names into a table and save it as CSV. Bring it here, and you see whom to meet."
        )
        return html.box(
            html.heading("How to get them"),
            html.unfold("Your LinkedIn contacts", get_export(), open=True),
            [
                html.unfold(form.name, html.element("p", form.get), _gives(form.gives))
                for form in FORMATS
                if form.name not in (LINKEDIN, KEPT.name)
            ],
            html.unfold("A guest list", html.element("p", guests)),
            html.unfold(KEPT.name, html.element("p", KEPT.get), _gives(KEPT.gives)),
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
            letter = html.box(
                self.letters.card("friend's list", "ask for export", self._friend),
                self._sheet(self._friend),
                class_="stack",
            )
        why = (
            "Your own list shows who you know; a friend's shows who could introduce you. The"
            " message says what is read of it: names, profiles, employers, titles, e-mail addresses"
            " and dates."
        )
        return html.box(
            html.heading("Ask a friend for theirs"),
            html.element("p", why),
            entry,
            letter,
            class_="how",
        )

    def _sheet(self, friend: str) -> Node:
        """Return the sheet on which a friend ticks whom they know, to send instead."""
        session = self.session
        try:
            sheet = tick_sheet(session.book, friend, tables=session.tables)
        except InfonetError as error:
            return html.element("p", f"No sheet to tick: {error.plain}", class_="muted")
        first = given_name(sheet.friend)
        return html.box(
            html.element("strong", "Or ask for less"),
            html.element(
                "p",
                f"Send {first} a page that lists your {counted(len(sheet.targets), 'target')}."
                f" {first} ticks whom they know there, how well, and whether they would introduce"
                " you, and sends you a small file: bring it here.",
                dir="auto",
            ),
            html.row(
                html.download_button(
                    "Save the page to send", sheet.file, sheet.html(), type_="text/html"
                )
            ),
            class_="card",
            key="tick sheet",
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


def _gives(what: str) -> Node:
    """Say what a file gives."""
    return html.element("p", f"It gives {what}.", class_="muted")


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
            html.button(each.company, to_company(session, each.company, each.kind), kind="name"),
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
    return session.goes("company", target_text(name, kind))
