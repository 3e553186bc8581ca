"""Files to hand over: the proof of search for a job office, and the page for a coach."""

from __future__ import annotations

import pandas as pd

from infonet.errors import InfonetError
from infonet.names.text import counted
from infonet.panel import page as html
from infonet.panel._session import Session
from infonet.panel.page import Node, Values, day_of
from infonet.prepare import coach_page, documents, search_record
from infonet.writers import FORMATS

_OFFERED = {
    "company": "companies",
    "person": "people",
    "channel": "how you wrote",
    "stage": "what you did",
    "note": "notes",
}
"""Part of the record → what its box says."""

_FOR_COACH = {"targets": "my targets", "week": "my week", "review": "what my asks led to"}
"""Part of the page for a coach → what its box says."""

_USUAL = frozenset({"company", "person", "channel", "stage"})


class Proof:
    """Make the table that a job office asks for."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self._since: pd.Timestamp | None = None
        self._until: pd.Timestamp | None = None
        self._shown, self._named = _USUAL, True
        self._files: tuple[int, list[Node]] | None = None

    def section(self) -> Node:
        """Return the choices, folded, and the files that were made."""
        edition, files = self._files or (-1, [])
        day = self.session.day
        boxes = [
            html.tick(f"proof-{part}", words, value=part in self._shown)
            for part, words in _OFFERED.items()
        ]
        return html.unfold(
            "Proof of search for a job office",
            html.row(
                html.day_field("proof-since", "From", self._since or day.replace(day=1)),
                html.day_field("proof-until", "until", self._until or day),
                class_="period",
            ),
            html.row(
                boxes,
                html.tick("proof-me", "your name", value=self._named),
                role="group",
                aria_label="What it shows beside the day",
            ),
            html.row(
                html.button("Make it", self._make),
                files if edition == self.session.edition else None,
            ),
            html.element(
                "small", "A dated table of what you logged. Only what is ticked stands on it."
            ),
            key="proof",
        )

    def _make(self, values: Values) -> None:
        """Make both files; a period that is none is said."""
        session, self._files = self.session, None
        self._since, self._until = day_of(values, "proof-since"), day_of(values, "proof-until")
        self._shown = frozenset(part for part in documents.PARTS if values.get(f"proof-{part}"))
        self._named = bool(values.get("proof-me"))
        if self._since is None or self._until is None:
            raise InfonetError("choose the first and the last day")
        net = session.network
        record = search_record(
            session.tables,
            since=self._since,
            until=self._until,
            parts=self._shown,
            name=str(net.name[net.ego]) if self._named else None,
        )
        name = f"job-search-{self._until:%Y-%m-%d}"
        self._files = (
            session.edition,
            [
                html.download_button(
                    "Save as a workbook", f"{name}.xlsx", record.xlsx(), type_=FORMATS["xlsx"].media
                ),
                html.download_button(
                    "Save the page to print", f"{name}.html", record.html(), type_="text/html"
                ),
            ],
        )
        session.say(f"{counted(len(record), 'entry', 'entries')} in it: save it.")


class ForCoach:
    """Make the page that a coach gets: of what is ticked, and nobody named unless it is said so."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self._shown = frozenset(_FOR_COACH)
        self._people, self._named = False, True
        self._file: tuple[int, Node] | None = None

    def section(self) -> Node:
        """Return the choices, folded, and the file that was made."""
        edition, file = self._file or (-1, None)
        boxes = [
            html.tick(f"coach-{part}", words, value=part in self._shown)
            for part, words in _FOR_COACH.items()
        ]
        return html.unfold(
            "A page for your coach",
            html.row(boxes, role="group", aria_label="What it shows"),
            html.row(
                html.tick("coach-people", "names of people", value=self._people),
                html.tick("coach-me", "your name", value=self._named),
                role="group",
                aria_label="Who it names",
            ),
            html.row(
                html.button("Make the page", self._make),
                file if edition == self.session.edition else None,
            ),
            html.element(
                "small",
                "Only what is ticked stands on it; your notes and the chances never do. Without"
                " names it says “a contact at Delta”.",
            ),
            key="coach",
        )

    def _make(self, values: Values) -> None:
        """Make the page; if no part is chosen that is said."""
        session, self._file = self.session, None
        self._shown = frozenset(part for part in _FOR_COACH if values.get(f"coach-{part}"))
        self._people = bool(values.get("coach-people"))
        self._named = bool(values.get("coach-me"))
        net = session.network
        page = coach_page(
            session.book,
            as_of=session.day,
            parts=self._shown,
            names=self._people,
            name=str(net.name[net.ego]) if self._named else None,
            net=net,
            made=session.week if "week" in self._shown else None,
        )
        name = f"for-my-coach-{session.day:%Y-%m-%d}.html"
        saves = html.download_button("Save the page", name, page.html(), type_="text/html")
        self._file = session.edition, saves
        nameless = "It names no people, but a part of a company's name may be somebody's"
        who = "It names people" if self._people else nameless
        session.say(f"The page is made: save it. {who}.")
