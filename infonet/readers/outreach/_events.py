"""Lines of a log into people and events, and a line of the report for each that is none."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

import pandas as pd

from infonet.errors import hint
from infonet.names.people import (
    PARENTHESES,
    email_key,
    is_ornate,
    mailbox,
    name_key,
    person_key,
    profile_key,
    several_people,
    turned_round,
)
from infonet.names.text import one_line, paragraphs
from infonet.readers._contacts import is_hidden
from infonet.readers._dates import DateColumn, time_of_day
from infonet.readers._intake import Intake, LogRow, Row
from infonet.readers._owner import Owner
from infonet.readers.sheets import Column, Sheet, column_key
from infonet.tables import KINDS, ME, STAGES

_DAY = 86_400
_LONGEST = 60  # characters of a cell that a report repeats
_PERSON = "write a name, or a profile address such as https://www.linkedin.com/in/ana-diaz"


_STEPS = re.compile(r"→|->|;")


class People:
    """Collect the people of one log in the order in which they are first named.

    The address or the name of the log's owner is the person ``me``.
    """

    def __init__(self, owner: Owner) -> None:
        self._owner = owner
        self._found: dict[str, dict[str, str]] = {}
        self._spellings: dict[str, dict[str, None]] = {}

    def key(self, text: str) -> str | None:  # one for each way to name a person
        """Return the key of the person that a text names; None when it names nobody."""
        text = one_line(text)
        if text.casefold() == ME:
            return ME
        bare = text.startswith("in/")
        slug = profile_key(f"linkedin.com/{text}" if bare else text)
        if slug is not None:
            return None if "\ufffd" in slug else self._add(self._owner.key_of(slug), slug=slug)
        if bare or "://" in text or "linkedin.com" in text.casefold():
            return None
        address = email_key(text)
        if address is not None:
            return self._add(person_key(name=address), email=address)
        if text.startswith("name/"):
            return self._add(text) if name_key(text.removeprefix("name/")) else None
        mail = mailbox(text)
        name = turned_round(text if mail is None else mail.name)
        if "@" in name or not name_key(name) or is_hidden(name) or several_people(name):
            return None
        if self._owner.name and name_key(name) == name_key(self._owner.name):
            return ME
        columns = {} if mail is None else {"email": mail.email.lower()}
        return self._add(person_key(name=name), name=name, **columns)

    def route(self, text: str) -> tuple[str, ...] | None:
        """Return the keys of a route, from the ego on; None when a step names nobody."""
        steps = [self.key(step) for step in _STEPS.split(text) if step.strip()]
        keys = [step for step in steps if step is not None]
        if len(keys) < len(steps) or not keys:
            return None
        return tuple(keys if keys[0] == ME else [ME, *keys])

    def _add(self, key: str, *, name: str | None = None, **columns: str) -> str:
        if key != ME:
            self._found.setdefault(key, columns)
            if name is not None:
                self._spellings.setdefault(key, {})[name] = None
        return key

    def put_into(self, intake: Intake, source: str) -> None:
        """Add the people to those of an intake."""
        for key, columns in self._found.items():
            name = _plainest(list(self._spellings.get(key, ())))
            intake.people[key] = {"name": name, **columns, "source": source}


def _plainest(spellings: list[str]) -> str | None:
    """Return the only spelling, or the one that says no more than all of them do.

    A book distinguishes namesakes by their credentials: one line's are not everybody's.
    """
    if len(spellings) < 2:
        return spellings[0] if spellings else None
    plain = sorted(name for name in spellings if not is_ornate(name))
    bare = min(spellings)
    return plain[0] if plain else one_line(PARENTHESES.sub(" ", bare).split(",")[0])


def read_events(
    intake: Intake, sheet: Sheet, columns: Mapping[str, Column], people: People
) -> None:
    """Add every event with its first line; report every other line."""
    event_of = _Lines(sheet, columns, people).event
    tally, found = intake.tally(sheet.member.base), intake.events
    for row in intake.rows(sheet, padded=True):
        event = event_of(row)
        if event is None:
            continue
        if event in found:
            tally.merged += 1
        else:
            found[event] = row.line
            tally.events += 1


class _Lines:
    """Read lines, and report what cannot be read."""

    def __init__(self, sheet: Sheet, columns: Mapping[str, Column], people: People) -> None:
        self._columns = {name: Column(name, None) for name in LogRow._fields} | {**columns}
        self._days = DateColumn(sheet, columns["date"].label, needed=True)
        self._people = people

    def event(self, row: Row) -> LogRow | None:
        """Return the event of a line; None for a line that is skipped."""
        if not any(cell.strip() for cell in row.cells):
            row.left_out(None, "this row is empty")
            return None
        stage = self._stage(row)
        person = stage and self._person(row, "person")
        date = self._date(row) if person else None
        if stage is None or person is None or date is None:
            return None
        via = self._person(row, "via") if row[self._columns["via"]] else None
        if via is None and row[self._columns["via"]]:
            return None
        return LogRow(
            self._line(row, "request"),
            person,
            stage,
            date,
            self._line(row, "company"),
            self._kind(row),
            via,
            self._line(row, "channel"),
            self._route(row),
            self._predicted(row),
            paragraphs(row[self._columns["note"]]) or None,
        )

    def _line(self, row: Row, name: str) -> str | None:
        """Return a cell as one line of text, or None."""
        return one_line(row[self._columns[name]]) or None

    def _stage(self, row: Row) -> str | None:
        text = self._line(row, "stage")
        stage = _word(text, STAGES)
        if stage is None:
            problem, action = "there is no stage", f"choose one of {', '.join(STAGES)}"
            if text is not None:
                problem = f"`{text[:_LONGEST]}` is not a stage"
                action = hint(text, STAGES)
            row.left_out(self._columns["stage"], problem, action)
        return stage

    def _person(self, row: Row, name: str) -> str | None:
        text = row.name(self._columns[name])
        if several_people(text):
            problem = f"`{text[:_LONGEST]}` names several people"
            row.left_out(self._columns[name], problem, "write a line for each of them")
            return None
        key = self._people.key(text) if text else None
        if key is None:
            problem = f"`{text[:_LONGEST]}` names no person" if text else "there is no person"
            row.left_out(self._columns[name], problem, _PERSON)
        return key

    def _date(self, row: Row) -> pd.Timestamp | None:
        """Return the day and the time of day as written."""
        day = self._days.day(row)
        if day is None:
            return None
        return pd.Timestamp(day * _DAY + time_of_day(row[self._columns["date"]]), unit="s")

    def _kind(self, row: Row) -> str | None:
        text = self._line(row, "kind")
        kind = _word(text, KINDS)
        if text is not None and kind is None:
            problem = f"`{text[:_LONGEST]}` is not a kind of request"
            self._doubt(row, "kind", problem, hint(text, KINDS))
        return kind

    def _route(self, row: Row) -> tuple[str, ...] | None:
        text = row.name(self._columns["route"])
        route = self._people.route(text) if text else None
        if text and route is None:
            self._doubt(row, "route", "a step names no person", "separate people by → or ;")
        return route

    def _predicted(self, row: Row) -> float | None:
        text = row[self._columns["predicted"]]
        try:
            # A spreadsheet may have written the point as a comma.
            chance = float(text.replace(",", ".")) if text else None
        except ValueError:
            chance = -1.0
        if chance is not None and not 0 <= chance <= 1:
            advice = "write a number from 0 to 1, such as 0.35"
            self._doubt(row, "predicted", "not a probability", advice)
            return None
        return chance

    def _doubt(self, row: Row, name: str, problem: str, advice: str) -> None:
        row.doubt(self._columns[name], problem, f"imported without it; {advice}")


def _word(text: str | None, words: Sequence[str]) -> str | None:
    """Return the word of the list that a text spells."""
    plain = column_key(text) if text else ""
    return next((word for word in words if column_key(word) == plain), None)
