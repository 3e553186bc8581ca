"""Assign each event to a request: the one it names, or the one that fits its people and company."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import NamedTuple

import pandas as pd

from infonet.ledger._events import LogEvent
from infonet.ledger._silence import wait_of
from infonet.tables.stages import ENDS, MESSAGES

BY_CONNECTOR = ("introduced", "named")
"""Stages whose `via`, or else `person`, is the connector."""


class Unassigned(NamedTuple):
    """Why an event belongs to no request, and what to do."""

    problem: str
    action: str


@dataclass
class _Pending:
    """A request while its events come in."""

    name: str
    company: str
    person: str | None = None
    asked: pd.Timestamp | None = None
    closed: bool = False
    applied: bool = False
    people: set[str] = field(default_factory=set)
    events: list[LogEvent] = field(default_factory=list)

    def take(self, event: LogEvent, same: Callable[[str | None], str]) -> None:
        """Add an event."""
        self.events.append(event)
        self.company = self.company or same(event.company)
        if event.stage == "asked" and self.asked is None:
            self.person, self.asked = event.person, event.day
        self.people.update(filter(None, (event.person, *(event.route or ())[1:])))
        self.applied = self.applied or event.stage == "applied"
        self.closed = event.stage in ENDS or (self.closed and event.stage not in MESSAGES)


def assign(
    events: Iterable[LogEvent], same: Callable[[str | None], str]
) -> tuple[dict[str, list[LogEvent]], dict[int, Unassigned]]:
    """Return the events of each request by its name, and the rows that belong to none.

    Parameters
    ----------
    events : iterable of LogEvent
        Sound ones in order: an ask comes before all else of its day.
    same : callable
        Maps the name of a company to the key that its spellings share.
    """
    requests: dict[str, _Pending] = {}
    left: dict[int, Unassigned] = {}
    for event in events:
        name = event.request
        if name is None and event.stage == "asked" and event.person:
            name = _again(requests.values(), event, same) or _name(event, same)
        if name is None:
            found = _belongs(list(requests.values()), event, same)
            if isinstance(found, Unassigned):
                left[event.row] = found
                continue
            name = found.name
        request = requests.setdefault(name, _Pending(name, same(event.company)))
        request.take(event._replace(request=name), same)
    return {name: request.events for name, request in requests.items()}, left


def _name(event: LogEvent, same: Callable[[str | None], str]) -> str:
    """Name a request that the log does not name by its day, company and person."""
    return f"{event.day.date()}/{same(event.company) or '-'}/{event.person}"


def _again(
    requests: Iterable[_Pending], event: LogEvent, same: Callable[[str | None], str]
) -> str | None:
    """Find the request that a second ask repeats: same person and company, not yet silent."""
    company = same(event.company)
    for request in requests:
        if request.closed or request.person != event.person or request.company != company:
            continue
        messages = [one for one in request.events if one.stage in MESSAGES]
        if messages and event.day < wait_of(messages, messages[0].day).silent:
            return request.name
    return None


def _belongs(
    requests: list[_Pending], event: LogEvent, same: Callable[[str | None], str]
) -> _Pending | Unassigned:
    """Find the latest open request of the same company that was put to the event's people.

    Where none is open a closed one is taken, and where nobody of them was asked one in which they
    were met: a reply of the person introduced belongs to the request that led to them. What a
    company itself says, without a person, belongs to the request in which I applied there.
    """
    company = same(event.company)
    there = [
        request
        for request in requests
        if request.asked is not None
        and request.asked <= event.day
        and (not company or request.company == company)
    ]
    who = [event.person, event.via]
    if event.stage in BY_CONNECTOR:
        who.reverse()
    named = {*filter(None, who)}
    for closed in (False, True):
        choice = [request for request in there if request.closed == closed]
        tiers = [[r for r in choice if one is not None and r.person == one] for one in who]
        tiers.append([r for r in choice if r.people & named])
        tiers.append([r for r in choice if company and r.applied and not named])
        for tier in tiers:
            if tier:
                return _latest(tier)
    return Unassigned(
        "belongs to no request: nobody on it was asked about that company before",
        "log the ask, or name the request it belongs to",
    )


def _latest(tier: list[_Pending]) -> _Pending | Unassigned:
    """Take the one asked last; two of different companies, or of one day, cannot be told apart."""
    newest = max(request.asked for request in tier if request.asked is not None)
    latest = [request for request in tier if request.asked == newest]
    if len({request.company for request in tier}) > 1:
        latest = tier
    if len(latest) == 1:
        return latest[0]
    names = " or ".join(sorted(f"`{request.name}`" for request in latest))
    return Unassigned(f"may belong to {names}", "name the request it belongs to")
