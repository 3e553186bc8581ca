"""Settle a log: assign each event to a request, and infer the kind that a request is of."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from infonet.insiders import Workplaces
from infonet.ledger._events import LogEvent, wait_of
from infonet.tables import ME, Tables
from infonet.tables.stages import ENDS, MESSAGES, MET

BY_CONNECTOR = ("introduced", "named")
"""Stages whose `via`, or else `person`, is the connector."""

_NOBODY = np.empty(0, dtype=np.int64)
_FURTHEST = 3
"""Ties from the person asked first within which an insider makes it an introduction."""


class Unassigned(NamedTuple):
    """Say why an event belongs to no request, and what to do."""

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
    scout: bool = False
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
        self.scout = self.scout or event.kind == "scout"
        self.closed = event.stage in ENDS or (self.closed and event.stage not in MESSAGES)


def assign(
    events: Iterable[LogEvent], same: Callable[[str | None], str]
) -> tuple[dict[str, list[LogEvent]], dict[int, Unassigned]]:
    """Return the events of each request by its name, and the rows that belong to none.

    The events are sound ones in order: an ask comes before all else of its day. `same` maps the
    name of a company to the key that its spellings share.
    """
    requests: dict[str, _Pending] = {}
    left: dict[int, Unassigned] = {}
    for event in events:
        name = event.request
        if name is None and event.stage == "asked" and event.person:
            name = _again(requests.values(), event, same)
            name = name or request_name(event.day, same(event.company), event.person)
        if name is None:
            found = _belongs(list(requests.values()), event, same)
            if isinstance(found, Unassigned):
                left[event.row] = found
                continue
            name = found.name
        request = requests.setdefault(name, _Pending(name, same(event.company)))
        request.take(event._replace(request=name), same)
    return {name: request.events for name, request in requests.items()}, left


def request_name(day: object, company: str, person: str | None) -> str:
    """Name a request that the log does not name by its day, company and person."""
    return f"{str(day)[:10]}/{company or '-'}/{person}"


def _again(
    requests: Iterable[_Pending], event: LogEvent, same: Callable[[str | None], str]
) -> str | None:
    """Find the request that a second ask repeats: same person and company, not yet silent.

    A request that has brought a talk, or of a scout a name or an introduction, has ended: another
    ask is a new one.
    """
    company = same(event.company)
    for request in requests:
        if request.closed or request.person != event.person or request.company != company:
            continue
        brought = (*BY_CONNECTOR, *MET) if request.scout else ("named", *MET)
        if any(one.stage in brought for one in request.events):
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


def infer_kind(events: Sequence[LogEvent], by_tables: KindInference | None) -> tuple[str, bool]:
    """Return the kind of a request, and whether it is more than a guess."""
    given = [event.kind for event in events if event.kind is not None]
    if given:
        return given[0], True
    if any(event.stage == "introduced" for event in events):
        return "introduction", True
    kept = [len(event.route) for event in events if event.route]
    if kept and kept[0] > 2:
        return "introduction", True
    ask = next((event for event in events if event.stage == "asked"), None)
    if by_tables is None or ask is None or ask.person is None:
        named = any(event.stage == "named" and event.via for event in events)
        return ("scout" if named else "direct"), False
    company = next((event.company for event in events if event.company is not None), None)
    return by_tables.infer(ask.person, company, ask.day), True


class KindInference:
    """Infers kinds from the tables: from who knew whom on the day, and who works where.

    A tie is known from the day of its `since` on; one without is taken as always known.
    """

    def __init__(self, tables: Tables) -> None:
        self._tables = tables
        self._known: dict[str, NDArray[np.int64]] = {}

    def infer(self, person: str, company: str | None, day: pd.Timestamp) -> str:
        """Judge an ask by whether they work there, are a tie of mine, and know a way."""
        at = int(self._people.get_indexer(pd.Index([person]))[0])
        if at < 0 or self._mine[at] > _number(day):
            return "cold"
        inside = self._mark(self._insiders(company))
        if inside[at]:
            return "direct"
        reached = self._mark(at)
        reached[self._me] = True
        beyond = self._mark(at)
        source, target, since = self._ties
        known = since <= _number(day)
        source, target = source[known], target[known]
        for _ in range(_FURTHEST):
            found = np.zeros_like(beyond)
            found[target[beyond[source]]] = True
            found[source[beyond[target]]] = True
            beyond = found & ~reached
            if (beyond & inside).any():
                return "introduction"
            reached |= beyond
        return "scout"

    def _insiders(self, company: str | None) -> NDArray[np.int64]:
        """Return the people inside a company or wanted field; nobody where it is unknown."""
        if company is None:
            return _NOBODY
        if company not in self._known:
            self._known[company] = self._workplaces.named(company, strict=False).insiders
        return self._known[company]

    def _mark(self, at: int | NDArray[np.int64]) -> NDArray[np.bool_]:
        """Mark the people at some positions."""
        found = np.zeros(len(self._people), dtype=np.bool_)
        found[at] = True
        return found

    # Worked out once, and only for a log that does not say its kinds.

    @cached_property
    def _people(self) -> pd.Index:
        people: pd.Index = pd.Index(self._tables.people.person)
        return people

    @cached_property
    def _me(self) -> NDArray[np.int64]:
        return np.flatnonzero(self._people.to_numpy() == ME)

    @cached_property
    def _mine(self) -> NDArray[np.int64]:
        """Return the day from which each person is a tie of the ego; the last of all for never."""
        source, target, since = self._ties
        found = np.full(len(self._people), np.iinfo(np.int64).max)
        for end, other in ((source, target), (target, source)):
            mine = np.isin(end, self._me)
            np.minimum.at(found, other[mine], since[mine])
        return found

    @cached_property
    def _ties(self) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]:
        """Return the two ends of every tie between people of the tables, and its first day."""
        ties = self._tables.ties
        source, target = (
            self._people.get_indexer(pd.Index(ties[end])).astype(np.int64)
            for end in ("source", "target")
        )
        known = (source >= 0) & (target >= 0)
        return source[known], target[known], _number(ties.since.to_numpy())[known]

    @cached_property
    def _workplaces(self) -> Workplaces:
        mine = int(self._me[0]) if len(self._me) else -1
        return Workplaces(self._tables, self._people, mine)


def _number(days: pd.Timestamp | NDArray[np.datetime64]) -> NDArray[np.int64]:
    """Return days as numbers; a missing one comes before all others."""
    return np.asarray(days, dtype="datetime64[D]").astype(np.int64)
