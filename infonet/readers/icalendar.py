"""Calendars (iCalendar, ``.ics``): who met whom.

A meeting of two is evidence of a tie with the owner, one of more a gathering. Who declined was not
there; a meeting that was cancelled, is still to come, or repeats without an end is none. Nothing is
ever expanded. Source: RFC 5545.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np

from infonet.errors import ReadError
from infonet.names.people import email_key
from infonet.readers._gatherings import week_of
from infonet.readers._intake import Intake
from infonet.readers._met import CROWD, Addresses, add_people, in_most
from infonet.readers._owner import Owner
from infonet.readers.sheets import as_text, refuse_many, scan
from infonet.readers.sources import Member, Source, base_key

__all__ = ["read", "recognises"]

_LINE = 1 << 16  # characters of a line that are looked at
_LONGEST = 1 << 14  # characters of a property: what is longer is a description
_NAME = re.compile(r"([\w-]+)((?:;(?:\"[^\"]*\"|[^\":])*)?):(.*)", re.DOTALL)
_PARAMETER = re.compile(r';([\w-]+)=("[^"]*"|[^";]*)')
_READ = frozenset(
    "attendee organizer status dtstart dtstamp rrule exdate recurrence-id uid x-wr-calname".split()
)
_ABSENT = frozenset(("DECLINED", "DELEGATED"))
_NO_PERSON = frozenset(("ROOM", "RESOURCE", "GROUP"))
_EVERY = {"DAILY": 1, "WEEKLY": 7, "MONTHLY": 30, "YEARLY": 365}
_MOST_WEEKS = 520
"""The most weeks of a series that count: ten years."""


@dataclass
class _Event:
    """Hold a meeting: its first line, the day, who was invited, and what is said of it.

    Of a series, `but` are the days on which it was not held so; what was held `instead` of such a
    day is a meeting of its own, with the `uid` of the series.
    """

    line: int
    day: int | None = None
    status: str = ""
    rule: str = ""
    uid: str = ""
    instead: int | None = None
    but: set[int | None] = field(default_factory=set)
    invited: dict[int, bool] = field(default_factory=dict)
    """Number of the address → whether they were there."""


@dataclass
class _Calendar:
    """Hold the meetings of a file, whose calendar it says it is, and the day of the export."""

    people: Addresses = field(default_factory=Addresses)
    events: list[_Event] = field(default_factory=list)
    mine: set[int] = field(default_factory=set)
    exported: int | None = None


def recognises(source: Source) -> str:
    """Return why a source holds calendars; else ""."""
    members = _members(source)
    if not members:
        return ""
    return f"file `{members[0].base}`" if source.kind != "file" else "first line `BEGIN:VCALENDAR`"


def _members(source: Source) -> list[Member]:
    """Return the files of calendars."""
    if source.kind == "file":
        top = source.members[0].head()[:64].replace(b"\0", b"").lstrip(b"\xff\xfe\xef\xbb\xbf \r\n")
        return source.members if top.upper().startswith(b"BEGIN:VCALENDAR") else []
    return [member for member in source.members if base_key(member.name).endswith(".ics")]


def read(source: Source, owner: Owner, *, everything: bool) -> Intake:
    """Read the meetings of a source that `recognises` knows."""
    if not everything:
        problem = "this is somebody's calendar; with their consent pass `everything=True`"
        raise ReadError(problem, file=source.path)
    intake, found = Intake(owner), 0
    for member in _members(source):
        scanned = scan(member)
        source.spend(member, scanned.size)
        intake.contents[member.name if source.kind != "file" else "calendar"] = scanned.digest
        calendar = _calendar(member, scanned.encoding)
        found += len(calendar.events)
        _credit(intake, member.base, calendar)
    if not found:
        raise ReadError("there is no meeting in it; export your calendar again", file=source.path)
    return intake


def _calendar(member: Member, encoding: str) -> _Calendar:
    """Read the meetings of a file."""
    found, event, inner = _Calendar(), None, 0
    for line, text in _unfolded(member, encoding):
        mark = text.strip().upper()
        if mark == "BEGIN:VEVENT":
            event, inner = _Event(line), 0
            found.events.append(event)
            refuse_many(len(found.events), member, line)
        elif mark == "END:VEVENT":
            event = None
        elif mark.startswith("BEGIN:"):
            inner += 1  # an alarm has attendees of its own
        elif mark.startswith("END:"):
            inner = max(0, inner - 1)
        elif event is None or not inner:
            _take(found, event, text)
    moved: defaultdict[str, set[int | None]] = defaultdict(set)
    for one in filter(lambda each: each.uid, found.events):
        moved[one.uid] |= {*one.but, one.instead}
        one.but = moved[one.uid]
    return found


def _unfolded(member: Member, encoding: str) -> Iterator[tuple[int, str]]:
    """Yield logical lines with the number of their first physical line."""
    with as_text(member, encoding) as stream:
        number, whole, begun, held = 0, True, 0, ""
        while line := stream.readline(_LINE):
            number += whole
            continues, whole = not whole, line.endswith(("\n", "\r"))
            if continues:
                continue
            bare = line.rstrip("\r\n").replace("\0", "")
            if bare[:1] in (" ", "\t") and begun:
                if len(held) < _LONGEST:
                    held += bare[1:]
                continue
            if begun:
                yield begun, held[:_LONGEST]
            begun, held = number, bare
        if begun:
            yield begun, held[:_LONGEST]


def _take(calendar: _Calendar, event: _Event | None, text: str) -> None:
    """Add a property to a meeting, or to the calendar."""
    name = re.split("[;:]", text, maxsplit=1)[0].strip().casefold()
    matched = _NAME.fullmatch(text.strip()) if name in _READ else None
    if matched is None:
        return
    value = matched[3].strip()
    if event is None:
        if name == "x-wr-calname" and email_key(value):
            calendar.mine.add(calendar.people.number(value, ""))
        return
    if name == "dtstart":
        event.day = _day(value)
    elif name == "status":
        event.status = value.upper()
    elif name == "rrule":
        event.rule = value.upper()
    elif name == "uid":
        event.uid = value
    elif name == "recurrence-id":
        event.instead = _day(value)
    elif name == "exdate":
        event.but.update(map(_day, value.split(",")))
    elif name == "dtstamp":
        day = _day(value)
        if day is not None:
            calendar.exported = max(day, calendar.exported or day)
    else:
        _invite(calendar, event, name, matched[2], value)


def _invite(calendar: _Calendar, event: _Event, name: str, parameters: str, value: str) -> None:
    """Add somebody who was invited, or who called the meeting; rooms are nobody."""
    if name not in ("attendee", "organizer"):
        return
    told = {key.upper(): each.strip('"') for key, each in _PARAMETER.findall(parameters)}
    if told.get("CUTYPE", "").upper() in _NO_PERSON:
        return
    address = re.sub("^mailto:", "", value, flags=re.IGNORECASE)
    number = calendar.people.number(address, told.get("CN", "").replace("\\", ""))
    if number >= 0:
        there = told.get("PARTSTAT", "").upper() not in _ABSENT
        there &= told.get("ROLE", "").upper() != "NON-PARTICIPANT"
        # What an attendee says of coming goes before who called the meeting.
        if name == "attendee" or number not in event.invited:
            event.invited[number] = there


def _day(value: str) -> int | None:
    """Return the day of a date or of a moment, in days since 1970."""
    found = re.match(r"(\d{4})(\d\d)(\d\d)", value)
    if found is None or found[1] < "1900":  # as of all dates that are read
        return None
    try:
        return int(np.datetime64("-".join(found.groups()), "D").astype(np.int64))
    except ValueError:
        return None


def _credit(intake: Intake, file: str, calendar: _Calendar) -> None:
    """Make ties of meetings of two, gatherings of larger ones; report all others by their line."""
    people, tally = calendar.people, intake.tally(file)
    me = (calendar.mine - {-1}) | people.named(intake.owner.name)
    me = me or in_most(one.invited for one in calendar.events if len(one.invited) > 1)
    held: list[tuple[_Event, list[int], list[int]]] = []
    for event in calendar.events:
        others = sorted(one for one, there in event.invited.items() if there and one not in me)
        days, problem = _days(event, calendar.exported)
        if not problem:
            problem = _no_meeting(event, others, me)
        if problem:
            tally.rows += 1
            intake.left_out(file, event.line, None, problem)
        else:
            held.append((event, others, days))
            if event.day is None:
                intake.doubt(file, event.line, "DTSTART", "not a date", "imported without it")
    keys = add_people(intake, file, people, {one for _, others, _ in held for one in others})
    seen: set[str] = set()
    for event, others, days in held:
        for one in event.invited:
            if one in me:
                continue
            tally.rows += 1
            if one not in others:
                intake.left_out(file, event.line, "ATTENDEE", "declined, and was not there")
            elif keys[one] in seen:
                tally.merged += 1
            else:
                tally.people += 1
                seen.add(keys[one])
        _meet(intake, [keys[one] for one in others], [people.listed[one] for one in others], days)
        intake.see(days[-1] if days else None)
    if calendar.exported is not None:
        intake.exported = max(calendar.exported, intake.exported or calendar.exported)


def _meet(intake: Intake, keys: list[str], addresses: list[str], days: list[int]) -> None:
    """Make a tie of a meeting with one other, a gathering of one with several."""
    known = sorted({*keys})
    since, last = (days[0], days[-1]) if days else (None, None)
    weeks = {week_of(day) for day in days}
    if len(known) == 1:
        intake.tie(known[0], "meeting", since=since, last=last, exchanges=len(weeks) or 1)
        return
    told, size = "/".join(sorted(addresses)), len(keys) + 1
    intake.gatherings.add("meeting", told, known, size=size, day=last, weeks=weeks)


def _no_meeting(event: _Event, others: list[int], me: set[int]) -> str:
    """Return why a meeting says nothing of who knows whom; empty where it does."""
    if event.status == "CANCELLED":
        return "this meeting was cancelled"
    if any(not there for one, there in event.invited.items() if one in me):
        return "you declined this meeting"
    if not others:
        return "nobody else is in this meeting"
    if len(others) + 1 > CROWD:
        return f"more than {CROWD} people: an event, and no meeting"
    return ""


def _days(event: _Event, exported: int | None) -> tuple[list[int], str]:
    """Return the days on which a meeting was held, or why it was not; at most one a week.

    A series is not expanded: its weeks follow from its first day, its step and its end.
    """
    if event.rule and not re.search("(?:COUNT|UNTIL)=", event.rule):
        return [], "this meeting repeats without an end"
    if event.day is None:
        return [], ""
    if exported is not None and event.day > exported:
        return [], "this meeting is still to come"
    if not event.rule:
        return [event.day], ""
    told = dict(part.partition("=")[::2] for part in event.rule.split(";"))
    step = _EVERY.get(told.get("FREQ", ""), 7) * max(1, _number(told.get("INTERVAL", "1")))
    until = _day(told.get("UNTIL", ""))
    last = event.day + step * (max(1, _number(told.get("COUNT", "1"))) - 1)
    last = until if until is not None else last
    if exported is not None:
        last = min(last, exported)
    # Of a daily meeting one day a week is enough: there a day without it is no week without it.
    but = event.but if step >= 7 and "," not in told.get("BYDAY", "") else set()
    step = max(step, 7)
    last = max(event.day, min(last, event.day + step * (_MOST_WEEKS - 1)))
    days = [day for day in range(event.day, last + 1, step) if day not in but]
    return days, "" if days else "this meeting was cancelled"


def _number(text: str) -> int:
    """Return a small whole number; 1 where it is none."""
    return int(text) if re.fullmatch(r"[0-9]{1,5}", text) else 1
