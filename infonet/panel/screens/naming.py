"""A table that no reader recognises: its first rows, what its columns hold, and what comes in."""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from importlib.resources import files
from pathlib import Path
from typing import NamedTuple

from infonet.errors import InfonetError
from infonet.names.text import counted
from infonet.panel import page as html
from infonet.panel._session import Session
from infonet.panel.page import Node, Values, text_of
from infonet.readers import Glance, Reading
from infonet.tables import ME
from infonet.tables.stages import BY_NAME
from infonet.workdays import day_text

__all__ = ["Naming"]


class _Kind(NamedTuple):
    """Say what a table can be of: its words, what its columns can hold, what it cannot do without.

    Of each of the groups in `needs` one column is needed; `lacking` says so.
    """

    words: str
    held: dict[str, str]
    needs: list[list[str]]
    lacking: str


_KINDS = {
    kind: _Kind(**said)
    for kind, said in tomllib.loads((files(__package__) / "naming.toml").read_text("utf-8")).items()
}
"""Kind → what its columns are called on the screen."""

_SHOWN = ("company", "title", "school", "email", "url", "location")
_ROWS = 5


class Naming:
    """Hold what a table and its columns are said to be, and what is read of it so.

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
        self.kind = looked.kind
        self.reading: Reading | None = None
        self._wrong = ""
        self._guess()

    def _guess(self) -> None:
        """Take the guess for the kind of table that it is said to be."""
        self._guessed = self.looked.guesses.get(self.kind, {})
        held = _KINDS[self.kind].held
        self.columns = {field: label for field, label in self._guessed.items() if field in held}
        self._read()

    def _read(self) -> None:
        """Read the table by what its columns are said to be, without adding it."""
        self.reading, self._wrong = None, ""
        kind = _KINDS[self.kind]
        if any(self.columns.keys().isdisjoint(group) for group in kind.needs):
            self._wrong = kind.lacking
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
        held = _KINDS[self.kind].held
        chosen = {field: str(values.get(self._field(field)) or "") for field in held}
        self.columns = {
            field: label for field, label in chosen.items() if label in self.looked.header
        }
        self._read()
        self._named()

    def _choose_kind(self, values: Values) -> None:
        """Take what the table is said to be, and guess anew what its columns hold."""
        kind = str(values.get(self._field("kind")) or "")
        if kind in _KINDS and kind != self.kind:
            self.kind = kind
            self._guess()
            self._named()

    def _field(self, field: str) -> str:
        return f"column {field} of {self.path.name}"

    def card(self) -> Node:
        """Return the table, a choice for each thing that a column can hold, and what comes in."""
        labels = self.looked.header
        kinds = [(name, each.words) for name, each in _KINDS.items()]
        held = _KINDS[self.kind].held
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
            html.row(
                html.choice(
                    self._field("kind"),
                    "What it is a table of",
                    kinds,
                    self.kind,
                    change=self._choose_kind,
                )
            ),
            html.row([self._choice(field) for field in held], class_="columns", key=self.kind),
            self._comes_in(),
            class_="card naming",
            key=f"naming {self.path}",
        )

    def _choice(self, field: str) -> Node:
        """Return the choice of the column that holds one thing; a guess is said to be one."""
        chosen = self.columns.get(field, "")
        guess = chosen and chosen == self._guessed.get(field)
        options = [("", "no column"), *((label, label) for label in self.looked.header)]
        name = _KINDS[self.kind].held[field]
        words = f"{name} (a guess)" if guess else name
        return html.choice(self._field(field), words, options, chosen, change=self._choose)

    def _comes_in(self) -> Node:
        """Return the first rows as they would come in, and what would be left out."""
        if self.reading is None:
            return html.element("p", self._wrong, role="alert", dir="auto")
        reading = self.reading
        many, header, rows = _events(reading) if reading.is_log else self._people(reading)
        left = int(reading.counts.reported)
        said = f"{many} would come in"
        said += f", {counted(left, 'row', 'rows')} would be left out." if left else "."
        return html.box(
            html.element("p", html.element("strong", said), " The first of them:"),
            html.table(header, rows, class_="first-entries"),
            key="comes in",
        )

    def _people(self, reading: Reading) -> tuple[str, tuple[str, ...], list[list[str]]]:
        """Return how many people would come in, and a header and rows of the first of them."""
        people = reading.tables.people
        people = people[people.person != reading.owner]
        jobs = reading.tables.jobs.drop_duplicates("person", keep="last").set_index("person")
        schools = reading.tables.gatherings.drop_duplicates("person").set_index("person").gathering
        beside = {"company": jobs.company, "title": jobs.title, "school": schools}
        told = [name for name in _SHOWN if name in self.columns]
        rows = [
            [
                text_of(each["name"]),
                *(
                    text_of(beside[name].get(each["person"]) if name in beside else each[name])
                    for name in told
                ),
            ]
            for each in html.rows_of(people.head(_ROWS))
        ]
        held = _KINDS["people"].held
        header = ("Name", *(held[name] for name in told))
        return counted(len(people), "person", "people"), header, rows


def _events(reading: Reading) -> tuple[str, tuple[str, ...], list[list[str]]]:
    """Return how many entries would come in, and a header and rows of the first of them."""
    events = reading.tables.events
    called = reading.tables.people.set_index("person").name.to_dict() | {ME: "me"}
    rows = [
        [
            day_text(each["date"]),
            BY_NAME[each["stage"]].label,
            text_of(called.get(each["person"], each["person"])),
            text_of(each["company"]),
            text_of(each["note"]),
        ]
        for each in html.rows_of(events.head(_ROWS))
    ]
    header = ("Day", "What happened", "With whom", "Employer", "Note")
    return counted(len(events), "entry", "entries"), header, rows
