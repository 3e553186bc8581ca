"""A table that no reader recognises: its first rows, what its columns hold, and what comes in."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from infonet.errors import InfonetError
from infonet.names.text import counted
from infonet.panel import page as html
from infonet.panel._session import Session
from infonet.panel.page import Node, Values, text_of
from infonet.readers import Glance, Reading

__all__ = ["Naming"]

_HELD = {
    "name": "Name",
    "first": "First name",
    "last": "Last name",
    "company": "Employer",
    "title": "Job title",
    "email": "E-mail",
    "url": "LinkedIn page",
    "location": "Place",
    "since": "Known since",
}
"""What a column of a table of people can hold, in the words of the screen."""

_SHOWN = ("company", "title", "email", "url", "location")
_ROWS = 5


class Naming:
    """Hold what the columns of a table are said to be, and what is read of it so.

    Parameters
    ----------
    session : Session
    path : Path
    looked : Glance
        The table; its guess is taken until something else is said.
    named : callable
        Called when it was read again.
    """

    def __init__(
        self, session: Session, path: Path, looked: Glance, named: Callable[[], object]
    ) -> None:
        self.session, self.path, self.looked = session, path, looked
        self._named = named
        self.columns = dict(looked.guess)
        self.reading: Reading | None = None
        self._wrong = ""
        self._read()

    def _read(self) -> None:
        """Read the table by what its columns are said to be, without adding it."""
        self.reading, self._wrong = None, ""
        if not {*self.columns} & {"name", "first", "last", "email", "url"}:
            self._wrong = "Say which column holds the names."
            return
        twice = len(self.columns) - len({*self.columns.values()})
        if twice:
            self._wrong = "One column holds one thing: two are the same."
            return
        try:
            self.reading = self.session.book.read(self.path, columns=self.columns)
        except InfonetError as error:
            self._wrong = error.plain.replace(str(self.path), self.path.name)

    def _choose(self, values: Values) -> None:
        """Take what the columns are said to be now, and read the table anew."""
        chosen = {field: str(values.get(self._field(field)) or "") for field in _HELD}
        self.columns = {
            field: label for field, label in chosen.items() if label in self.looked.header
        }
        self._read()
        self._named()

    def _field(self, field: str) -> str:
        return f"column {field} of {self.path.name}"

    def card(self) -> Node:
        """Return the table, a choice for each thing that a column can hold, and what comes in."""
        labels = self.looked.header
        return html.box(
            html.row(
                html.element("strong", self.path.name, dir="auto"),
                html.element("span", "a table; say what its columns hold", class_="muted"),
            ),
            html.box(
                html.table(labels, [list(row) for row in self.looked.rows[:_ROWS]]),
                class_="first-rows",
                tabindex="0",
                role="region",
                aria_label=f"The first rows of {self.path.name}",
            ),
            html.row([self._choice(field) for field in _HELD], class_="columns"),
            self._comes_in(),
            class_="card naming",
            key=f"naming {self.path}",
        )

    def _choice(self, field: str) -> Node:
        """Return the choice of the column that holds one thing; a guess is said to be one."""
        chosen = self.columns.get(field, "")
        guess = chosen and chosen == self.looked.guess.get(field)
        options = [("", "no column"), *((label, label) for label in self.looked.header)]
        words = f"{_HELD[field]} (a guess)" if guess else _HELD[field]
        return html.choice(self._field(field), words, options, chosen, change=self._choose)

    def _comes_in(self) -> Node:
        """Return the first people as they would come in, and what would be left out."""
        if self.reading is None:
            return html.element("p", self._wrong, role="alert", dir="auto")
        people = self.reading.tables.people
        people = people[people.person != self.reading.owner]
        jobs = self.reading.tables.jobs.drop_duplicates("person", keep="last").set_index("person")
        first = html.rows_of(people.head(_ROWS))
        told = [name for name in _SHOWN if name in self.columns]
        rows = [
            [
                text_of(each["name"]),
                *(
                    text_of(jobs[name].get(each["person"]) if name in jobs else each[name])
                    for name in told
                ),
            ]
            for each in first
        ]
        left = int(self.reading.counts.reported)
        said = f"{counted(len(people), 'person', 'people')} would come in"
        said += f", {counted(left, 'row', 'rows')} would be left out." if left else "."
        return html.box(
            html.element("p", html.element("strong", said), " The first of them:"),
            html.table(("Name", *(_HELD[name] for name in told)), rows),
            key="comes in",
        )
