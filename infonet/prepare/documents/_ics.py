"""The entries of a calendar: what each says, when it rings, and how iCalendar writes it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from infonet.prepare.documents._appointment import Appointment

if TYPE_CHECKING:
    from icalendar import Event

__all__ = [
    "Entry",
    "confirmation_entry",
    "conversation_entry",
    "deadline_entry",
    "distinct",
    "event_of",
]

_MORNING = timedelta(hours=9)


@dataclass(frozen=True)
class Entry:
    """One entry of a calendar: an hour, or a whole day."""

    uid: str
    start: datetime | date
    minutes: int | None
    summary: str
    description: str
    place: str = ""
    alarms: tuple[tuple[timedelta, str], ...] = ()

    @property
    def day(self) -> date:
        return self.start.date() if isinstance(self.start, datetime) else self.start


def deadline_entry(row: dict[str, Any], today: date) -> Entry:
    """A whole day for an action; a day that has passed gives way to today."""
    deadline: date = row["deadline"]
    what = _what(row["action"], row["name"], row["company"])
    if row["action"] == "action item":
        who = row["name"] or row["company"]
        what = f"Do: {row['reason']} ({who})" if who else f"Do: {row['reason']}"
    late = deadline < today
    summary = f"{what} (overdue since {deadline})" if late else what
    return Entry(
        uid=_uid("action", row["action"], row["person"], row["company"], deadline),
        start=max(deadline, today),
        minutes=None,
        summary=summary,
        description=row["reason"],
        alarms=((_MORNING, summary),),
    )


def conversation_entry(talk: Appointment) -> Entry:
    summary = _what("conversation", talk.person, talk.company)
    lines = [f"{talk.minutes} minutes are agreed: keep to them."]
    lines += [f"{number}. {question}" for number, question in enumerate(talk.questions, 1)]
    return Entry(
        uid=_uid("conversation", talk.person, talk.company, talk.start.isoformat()),
        start=talk.start,
        minutes=talk.minutes,
        summary=summary,
        description="\n".join(lines),
        place=talk.place,
        alarms=(
            (timedelta(days=-1), _what("confirm for tomorrow", talk.person, talk.company)),
            (timedelta(minutes=-30), summary),
        ),
    )


def confirmation_entry(talk: Appointment, before: date) -> Entry:
    summary = _what("confirm", talk.person, talk.company)
    where = f", {talk.place}" if talk.place else ""
    return Entry(
        uid=_uid("confirm", talk.person, talk.company, talk.start.isoformat()),
        start=before,
        minutes=None,
        summary=summary,
        description=f"Confirm tomorrow's conversation: {talk.start:%H:%M}{where}.",
        alarms=((_MORNING, summary),),
    )


def _what(action: str, name: str, company: str) -> str:
    action = action[:1].upper() + action[1:]
    return f"{action}: {name}, {company}" if company else f"{action}: {name}"


def _uid(*parts: object) -> str:
    """The same for the same thing, whenever it is written."""
    return hashlib.sha256("\0".join(map(str, parts)).encode("utf-8", "replace")).hexdigest()[:32]


def distinct(entries: Iterable[Entry]) -> Iterable[Entry]:
    """Number the entries that would be one in a calendar: none may replace another."""
    seen: dict[str, int] = {}
    for entry in entries:
        seen[entry.uid] = number = seen.get(entry.uid, 0) + 1
        uid = entry.uid if number == 1 else f"{entry.uid}-{number}"
        yield replace(entry, uid=f"{uid}@infonet.invalid")


def event_of(entry: Entry, stamp: datetime) -> Event:
    """One VEVENT; without ATTENDEE lines, which some calendars answer with invitations."""
    import icalendar

    event = icalendar.Event()
    event.add("uid", entry.uid)
    event.add("dtstamp", stamp)
    if entry.minutes is None:
        event.add("dtstart", entry.start)
        event.add("dtend", entry.start + timedelta(days=1))
        event.add("transp", "TRANSPARENT")
    else:
        start = entry.start
        if isinstance(start, datetime) and start.tzinfo is not None:
            start = start.astimezone(UTC)
        event.add("dtstart", start)
        event.add("dtend", start + timedelta(minutes=entry.minutes))
    event.add("summary", entry.summary)
    if entry.description:
        event.add("description", entry.description)
    if entry.place:
        event.add("location", entry.place)
    event.add("class", "PRIVATE")
    for trigger, words in entry.alarms:
        alarm = icalendar.Alarm()
        alarm.add("action", "DISPLAY")
        alarm.add("description", words)
        alarm.add("trigger", trigger)
        event.add_component(alarm)
    return event
