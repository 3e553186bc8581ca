"""A log as it stood on a day: what had happened, what is planned, and who helped."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import pandas as pd

from infonet.ledger._events import LogEvent, folded, in_order
from infonet.ledger._history import Request, ended_by
from infonet.ledger._rests import Rests, rests_of
from infonet.names.companies import Spellings
from infonet.tables import EARLIEST, ME, as_date, unwilling
from infonet.tables.stages import MET

_WRITTEN_DAY = re.compile(r"\b20\d\d-[01]\d-[0-3]\d\b")


class _Spelt(NamedTuple):
    """The spellings of companies and fields in a log, and the places of the requests about each."""

    spellings: Spellings
    alike: dict[str, list[str]]
    places: dict[str, list[int]]

    def of(self, name: str, aliases: Iterable[str]) -> set[str]:
        """Return the spellings that mean a company or field."""
        found = self.spellings.tiers(name, aliases=aliases)
        return {*found, *self.alike.get(folded(name), ())}


@dataclass(frozen=True)
class LedgerDay:
    """A log as it stood on a day: all that counts up to it, in order.

    `unasked` are conversations that nobody had to be asked for, as at an event. They count in the
    agenda; a rate is taken over the requests alone. `notes` are those of the tables that are known
    on the day. `promised` gives, by row of the event, the day that a note promised for what was
    agreed without one, and `planned`, by request, the person and the day of its next conversation.
    `same` maps a company to the key of all its spellings.
    """

    day: pd.Timestamp
    events: tuple[LogEvent, ...]
    requests: tuple[Request, ...]
    unasked: tuple[Request, ...]
    planned: dict[str, tuple[str | None, pd.Timestamp]]
    promised: dict[int, pd.Timestamp]
    notes: pd.DataFrame
    same: Callable[[str | None], str]

    @cached_property
    def all_requests(self) -> tuple[Request, ...]:
        """Return the requests, then the conversations that nobody was asked for."""
        return self.requests + self.unasked

    @cached_property
    def by_name(self) -> dict[str | None, Request]:
        """Return each of all requests by its name."""
        return {request.name: request for request in self.all_requests}

    @cached_property
    def opted_out(self) -> frozenset[str]:
        """Return the keys of people who opted out or took back their consent, by the notes."""
        return unwilling(self.notes)

    @cached_property
    def rests(self) -> dict[str, Rests]:
        """Return who and what rests until a later day, by the action; `ASK` is for asking."""
        return rests_of(self.notes, self.day, self.same)

    @cached_property
    def under_way(self) -> dict[str, list[Request]]:
        """Return the open requests that stand with each person: who handed me on has none left."""
        found: dict[str, list[Request]] = {}
        for request in self.requests:
            if request.state == "open" and request.awaited is not None:
                found.setdefault(request.awaited, []).append(request)
        return found

    @cached_property
    def latest(self) -> dict[tuple[str | None, str], pd.Timestamp]:
        """Return the last day of each stage with each person."""
        return {(event.person, event.stage): event.day for event in self.events}

    def about(self, name: str, *, aliases: Iterable[str] = ()) -> list[Request]:
        """Return the requests about a company, in any spelling of it, or about a field."""
        found = (at for one in self._spelt.of(name, aliases) for at in self._spelt.places[one])
        return [self.all_requests[at] for at in sorted(found)]

    def loose_about(self, name: str, *, aliases: Iterable[str] = ()) -> list[LogEvent]:
        """Return the events about a company or field that belong to no request, in order."""
        if not self._loose:
            return []
        same = self._spelt.of(name, aliases)
        return [one for one in self._loose if one.company in same]

    @cached_property
    def _loose(self) -> tuple[LogEvent, ...]:
        """Return the events of a company or field that belong to no request."""
        return tuple(e for e in self.events if e.request is None and e.company is not None)

    @cached_property
    def _spelt(self) -> _Spelt:
        """Return the companies and fields as they are spelt, and the requests about each."""
        places: dict[str, list[int]] = {str(event.company): [] for event in self._loose}
        for at, request in enumerate(self.all_requests):
            if request.company is not None:
                places.setdefault(request.company, []).append(at)
        alike: dict[str, list[str]] = {}
        for name in places:
            alike.setdefault(folded(name), []).append(name)
        return _Spelt(Spellings(places), alike, places)

    def request_of(self, event: LogEvent) -> Request | None:
        """Return the request of an event; None where it belongs to none."""
        return self.by_name.get(event.request)

    def introducer(self, event: LogEvent) -> str | None:
        """Return who made an introduction: as logged, else the person asked; not who was met."""
        request = self.request_of(event)
        who = event.via or (request.person if request else None)
        return None if who == event.person else who

    def met(self, event: LogEvent) -> str | None:
        """Return the person of a conversation: as logged, or else the insider."""
        request = self.request_of(event)
        return event.person or (request.insider if request else None)

    def helped(self) -> Iterator[tuple[str, str, pd.Timestamp]]:
        """Return who helped with what and when: introduced, held, named or referred."""
        for event in self.events:
            who = event.person
            if event.stage == "introduced":
                who = self.introducer(event)
            elif event.stage == "named":
                who = event.via or event.person
            elif event.stage == "held":
                who = self.met(event)
            elif event.stage != "referred":
                continue
            if who is not None and who != ME:
                yield who, event.stage, event.day


def unasked(
    loose: Iterable[LogEvent], day: pd.Timestamp, let_go: Callable[[str | None], list[LogEvent]]
) -> Iterator[Request]:
    """Return the conversations that belong to no request, each as a request of its own.

    `let_go` gives the events that let a company go as a whole.
    """
    loose = [event for event in loose if event.company is not None and event.day <= day]
    pairs = dict.fromkeys((e.person, e.company) for e in loose if e.stage in MET and e.person)
    for person, company in pairs:
        about = tuple(e for e in loose if e.company == company and person in (e.person, e.via))
        own = [event for event in about if event.person == person]
        days: dict[str, pd.Timestamp] = {}
        for event in about:
            days.setdefault(event.stage, event.day)
        ends = [one for one in let_go(company) if one.day <= day]
        yield Request(
            name=f"unasked {person} {company}",
            kind="direct",
            company=company,
            person=person,
            channel=own[0].channel,
            route=(ME, str(person)),
            predicted=None,
            asked=own[0].day,
            last=own[-1].day,
            promise=None,
            silent=None,
            ended=ended_by(in_order([*about, *ends]), "withdrawn"),
            state=next(stage for stage in reversed(MET) if stage in days),
            days=days,
            names=0,
            events=about,
        )


def promised(
    requests: Iterable[Request], notes: pd.DataFrame, day: pd.Timestamp
) -> dict[int, pd.Timestamp]:
    """Return the promised day of what was last agreed with somebody, written nowhere, not held."""
    said = notes[(notes.kind == "promised") & notes.person.notna() & notes.date.notna()]
    if said.empty:
        return {}
    days: dict[str, list[pd.Timestamp]] = {}
    for who, date in zip(said.person, said.date, strict=True):
        days.setdefault(who, []).append(as_date(date))
    agreed: dict[str | None, LogEvent] = {}
    held: dict[str | None, pd.Timestamp] = {}
    for request in requests:
        for event in request.events:
            who = event.person or request.insider or request.person
            if event.stage == "held":
                held[who] = max(event.day, held.get(who, event.day))
            elif event.stage == "scheduled" and (who not in agreed or event.day >= agreed[who].day):
                agreed[who] = event
    found: dict[int, pd.Timestamp] = {}
    for who, event in agreed.items():
        if who is None or written_days(event.note) or held.get(who, EARLIEST) >= event.day:
            continue
        after = [one for one in days.get(who, ()) if one >= event.day]
        ahead = [one for one in after if one >= day]
        if after:
            found[event.row] = (ahead or after)[-1]  # the one written last: it was moved
    return found


def planned(
    events: Iterable[LogEvent],
    asked: Iterable[str],
    day: pd.Timestamp,
    promises: Mapping[int, pd.Timestamp],
) -> dict[str, tuple[str | None, pd.Timestamp]]:
    """Return the next conversation of each request: an event ahead, a day written or promised."""
    known = frozenset(asked)
    found: dict[str, tuple[str | None, pd.Timestamp]] = {}
    for event in events:
        if event.request not in known or event.stage not in ("scheduled", "held"):
            continue
        before = found.get(event.request)
        if event.day > day:
            if before is None or event.day < before[1]:
                found[event.request] = event.person, event.day
        elif event.stage == "scheduled":
            # The appointment was moved: the day written last counts.
            days = written_days(event.note) or [promises.get(event.row, EARLIEST)]
            ahead = [one for one in days if one >= max(day, event.day)]
            if ahead:
                found[event.request] = event.person, min(ahead)
    return found


def written_days(note: str | None) -> list[pd.Timestamp]:
    """Return the days that a note writes as 2026-07-03, in order of the text."""
    found = []
    for written in _WRITTEN_DAY.findall(note or ""):
        with suppress(ValueError):  # such as the 31st of February
            found.append(as_date(dt.date.fromisoformat(written)))
    return found
