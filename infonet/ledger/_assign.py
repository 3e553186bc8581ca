"""Which request each event belongs to: named in the log, or worked out from who and where."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

import pandas as pd

from infonet.ledger._events import Entry
from infonet.ledger._silence import silent_from

__all__ = ["Doubt", "Request", "join"]

_BY_CONNECTOR = ("introduced", "named")
_MESSAGES = ("asked", "introduced", "contacted", "followed up", "replied", "scheduled")


@dataclass
class Request:
    """One attempt at one company through one person asked first, as its events come in."""

    name: str
    company: str
    person: str | None = None
    asked: pd.Timestamp | None = None
    last: pd.Timestamp | None = None
    closed: bool = False
    people: set[str] = field(default_factory=set)
    entries: list[Entry] = field(default_factory=list)

    def take(self, entry: Entry, same: Callable[[str | None], str]) -> None:
        """Let an event be one of this request's."""
        self.entries.append(entry)
        self.company = self.company or same(entry.company)
        if entry.stage == "asked" and self.asked is None:
            self.person, self.asked = entry.person, entry.day
        if entry.stage in _MESSAGES and entry.day is not None:
            self.last = entry.day if self.last is None else max(self.last, entry.day)
        self.people.update(filter(None, (entry.person, *(entry.route or ())[1:])))
        self.closed = entry.stage == "declined" or (self.closed and entry.stage not in _MESSAGES)


@dataclass(frozen=True)
class Doubt:
    """Why an event stands in no request."""

    problem: str
    action: str


def join(
    entries: Iterable[Entry], same: Callable[[str | None], str]
) -> tuple[list[Request], dict[int, Doubt]]:
    """The requests in the order of their first events, and the rows that belong to none.

    Parameters
    ----------
    entries : iterable of Entry
        In canonical order: an ask comes before all else of its day.
    same : callable
        A company's name to what its spellings have in common.
    """
    requests: dict[str, Request] = {}
    doubts: dict[int, Doubt] = {}
    for entry in entries:
        name = entry.request
        if name is None and entry.stage == "asked" and entry.person and entry.day is not None:
            name = _again(requests.values(), entry, same) or _name(entry, same)
        if name is None:
            found = _belongs(list(requests.values()), entry, same)
            if isinstance(found, Doubt):
                doubts[entry.row] = found
                continue
            name = found.name
        request = requests.setdefault(name, Request(name, same(entry.company)))
        request.take(entry, same)
    return list(requests.values()), doubts


def _name(entry: Entry, same: Callable[[str | None], str]) -> str:
    """The name of a request that the log does not name: its day, company and person."""
    day = entry.day.date() if entry.day is not None else ""
    return f"{day}/{same(entry.company) or '-'}/{entry.person}"


def _again(
    requests: Iterable[Request], entry: Entry, same: Callable[[str | None], str]
) -> str | None:
    """The request that a second ask only repeats: the same people, not yet silent."""
    for request in requests:
        alike = request.person == entry.person and request.company == same(entry.company)
        pending = not request.closed and request.last is not None and entry.day is not None
        if alike and pending and request.last is not None and entry.day is not None:
            if entry.day < silent_from(request.last):
                return request.name
    return None


def _belongs(
    requests: list[Request], entry: Entry, same: Callable[[str | None], str]
) -> Request | Doubt:
    """The latest open request of the same company that was put to the event's people.

    Where none is open a closed one is taken, where nobody of them was asked one in which they
    were met: a reply of the person introduced belongs to the request that led to them.
    """
    company = same(entry.company)
    there = [
        request
        for request in requests
        if request.asked is not None
        and entry.day is not None
        and request.asked <= entry.day
        and (not company or request.company == company)
    ]
    who = [entry.person, entry.via]
    if entry.stage in _BY_CONNECTOR:
        who.reverse()
    for closed in (False, True):
        choice = [request for request in there if request.closed == closed]
        tiers = [[r for r in choice if one is not None and r.person == one] for one in who]
        tiers.append([r for r in choice if r.people & {*filter(None, who)}])
        for tier in tiers:
            if tier:
                return _latest(tier)
    return Doubt(
        "belongs to no request: nobody on it was asked about that company before",
        "log the ask, or name the request it belongs to",
    )


def _latest(tier: list[Request]) -> Request | Doubt:
    """The one asked last; two of different companies, or of one day, cannot be told apart."""
    newest = max(request.asked for request in tier if request.asked is not None)
    latest = [request for request in tier if request.asked == newest]
    if len({request.company for request in tier}) > 1:
        latest = tier
    if len(latest) == 1:
        return latest[0]
    names = " or ".join(sorted(f"`{request.name}`" for request in latest))
    return Doubt(f"may belong to {names}", "name the request it belongs to")
