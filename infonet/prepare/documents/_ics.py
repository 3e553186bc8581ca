"""The calendar file (.ics): its entries, and how they are written and shown."""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING

import pandas as pd

from infonet.errors import extra
from infonet.files import save
from infonet.names.markup import block, letters
from infonet.names.text import counted

if TYPE_CHECKING:
    from icalendar import Event


@dataclass(frozen=True)
class Entry:
    """One entry of a calendar: an hour, or (without `minutes`) a whole day."""

    uid: str
    start: datetime | date
    minutes: int | None
    summary: str
    description: str
    place: str = ""
    alarms: tuple[tuple[timedelta, str], ...] = ()


@dataclass(frozen=True, repr=False)
class Calendar:
    """Entries for your own calendar; nobody is invited, nothing is sent.

    Attributes
    ----------
    as_of : Timestamp
        The day it was made for.
    entries : tuple
        The entries in the order of their days: ``start``, ``minutes`` (None for a whole day),
        ``summary``, ``description``, ``place``.
    """

    as_of: pd.Timestamp
    entries: tuple[Entry, ...] = ()

    def __len__(self) -> int:
        return len(self.entries)

    def ics(self) -> bytes:
        """Return the iCalendar file (RFC 5545): UTF-8, lines folded at 75 bytes.

        The same entries on the same day give the same bytes. An entry keeps its UID from day to
        day, so that a calendar updates what it has when the file is opened again. Without
        icalendar installed it is an `InfonetError`.
        """
        icalendar = extra("icalendar")
        document = icalendar.Calendar()
        document.add("prodid", "-//infonet//calendar//EN")
        document.add("version", "2.0")
        stamp = datetime.combine(self.as_of.date(), time(), UTC)
        for entry in self.entries:
            document.add_component(_event(icalendar, entry, stamp))
        return bytes(document.to_ical())

    def save(self, path: str | os.PathLike[str], *, replace: bool = False) -> Path:
        """Write the file for yourself alone, such as ``week.ics``.

        A file that exists, unless with `replace`, or a place that cannot be written is an
        `InfonetError`.
        """
        return save(path, self.ics(), replace=replace)

    def __repr__(self) -> str:
        number = counted(len(self), "entry", "entries")
        lines = [f"Calendar of {number}, as of {self.as_of:%Y-%m-%d}"]
        lines += [f"  {when}  {what}" for when, what, _ in self._rows()]
        return "\n".join(lines)

    def _repr_html_(self) -> str:
        # Where nothing has a place, there is no column of places.
        columns = 3 if any(entry.place for entry in self.entries) else 2
        rows = [
            "".join(f"<{cell} style='text-align:left'>{letters(text)}</{cell}>" for text in row)
            for cell, row in (
                ("th", ("when", "what", "where")[:columns]),
                *(("td", row[:columns]) for row in self._rows()),
            )
        ]
        return block(*(f"<tr>{row}</tr>" for row in rows), tag="table")

    def _rows(self) -> list[tuple[str, str, str]]:
        """Return when, what and where of every entry."""
        return [
            (
                f"{entry.start:%Y-%m-%d %H:%M} ({entry.minutes} min)"
                if entry.minutes is not None
                else f"{entry.start:%Y-%m-%d}",
                entry.summary,
                entry.place,
            )
            for entry in self.entries
        ]


def distinct(entries: Iterable[Entry]) -> Iterable[Entry]:
    """Yield the entries, numbered if they share an identifier, so that none replaces another."""
    seen: dict[str, int] = {}
    for entry in entries:
        seen[entry.uid] = number = seen.get(entry.uid, 0) + 1
        uid = entry.uid if number == 1 else f"{entry.uid}-{number}"
        yield replace(entry, uid=f"{uid}@infonet.invalid")


def _event(icalendar: ModuleType, entry: Entry, stamp: datetime) -> Event:
    """Make a VEVENT; without ATTENDEE lines, which some calendars answer with invitations."""
    event: Event = icalendar.Event()
    event.add("uid", entry.uid)
    event.add("dtstamp", stamp)
    start, length = entry.start, timedelta(days=1)
    if isinstance(start, datetime) and start.tzinfo is not None:
        start = start.astimezone(UTC)
    if entry.minutes is None:
        event.add("transp", "TRANSPARENT")
    else:
        length = timedelta(minutes=entry.minutes)
    event.add("dtstart", start)
    event.add("dtend", start + length)
    event.add("summary", entry.summary)
    for name, text in (("description", entry.description), ("location", entry.place)):
        if text:
            event.add(name, text)
    event.add("class", "PRIVATE")
    for trigger, words in entry.alarms:
        alarm = icalendar.Alarm()
        alarm.add("action", "DISPLAY")
        alarm.add("description", words)
        alarm.add("trigger", trigger)
        event.add_component(alarm)
    return event
