"""Settle a log: assign each event to a request, and infer the kind that a request is of."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from infonet.insiders import Workplaces
from infonet.ledger._events import LogEvent, wait_of
from infonet.tables import ME, TEXT, Tables
from infonet.tables.stages import ENDS, MESSAGES, MET

BY_CONNECTOR = ("introduced", "named")
"""Stages whose `via`, or else `person`, is the connector."""

_NOBODY = np.empty(0, dtype=np.int64)


class Unassigned(NamedTuple):
    """Say why an event belongs to no request, and what to do."""

    problem: str
    action: str


@dataclass
class _Pending:
    """A request while its events come in; `number` is its place in the order of their coming."""

    name: str
    number: int
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


class _Begun:
    """The requests that have begun, by name, by person and by the company where I applied."""

    def __init__(self, same: Callable[[str | None], str]) -> None:
        self.by_name: dict[str, _Pending] = {}
        self._same = same
        self._of: defaultdict[str, dict[str, _Pending]] = defaultdict(dict)
        self._applied: defaultdict[str, dict[str, _Pending]] = defaultdict(dict)

    def take(self, name: str, event: LogEvent) -> None:
        """Add an event to the request of a name, which begins with it if it is the first."""
        new = _Pending(name, len(self.by_name), self._same(event.company))
        request = self.by_name.setdefault(name, new)
        known = len(request.people)
        request.take(event._replace(request=name), self._same)
        if len(request.people) > known:
            for person in request.people:
                self._of[person][name] = request
        if request.applied:
            self._applied[request.company][name] = request

    def of(self, people: Iterable[str]) -> list[_Pending]:
        """Return the requests that any of the people has a part in, the oldest first."""
        found = {name: one for person in people for name, one in self._of[person].items()}
        return sorted(found.values(), key=lambda one: one.number)

    def applied_at(self, company: str) -> list[_Pending]:
        """Return the requests in which I applied at a company."""
        return list(self._applied[company].values())


def assign(
    events: Iterable[LogEvent], same: Callable[[str | None], str]
) -> tuple[dict[str, list[LogEvent]], dict[int, Unassigned]]:
    """Return the events of each request by its name, and the rows that belong to none.

    The events are sound ones in order: an ask comes before all else of its day. `same` maps the
    name of a company to the key that its spellings share. The place of an event depends on those
    before it alone, so that the log up to a day is settled as if it ended there.
    """
    begun = _Begun(same)
    left: dict[int, Unassigned] = {}
    for event in events:
        name = event.request
        if name is None and event.stage == "asked" and event.person:
            name = _again(begun.of([event.person]), event, same)
            name = name or request_name(event.day, same(event.company), event.person)
        if name is None:
            found = _belongs(begun, event, same)
            if isinstance(found, Unassigned):
                left[event.row] = found
                continue
            name = found.name
        begun.take(name, event)
    return {name: request.events for name, request in begun.by_name.items()}, left


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
    begun: _Begun, event: LogEvent, same: Callable[[str | None], str]
) -> _Pending | Unassigned:
    """Find the latest open request of the same company that was put to the event's people.

    Where none is open a closed one is taken, and where nobody of them was asked one in which they
    were met: a reply of the person introduced belongs to the request that led to them. What a
    company itself says, without a person, belongs to the request in which I applied there.
    """
    company = same(event.company)
    who = [event.person, event.via]
    if event.stage in BY_CONNECTOR:
        who.reverse()
    named = {*filter(None, who)}
    there = [
        request
        for request in (begun.of(named) if named else begun.applied_at(company))
        if request.asked is not None
        and request.asked <= event.day
        and (not company or request.company == company)
    ]
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
        self._inside: dict[str | None, NDArray[np.int64]] = {}

    def infer(self, person: str, company: str | None, day: pd.Timestamp) -> str:
        """Judge an ask by whether they work there, are a tie of mine, and know a way."""
        if person not in self._people:
            return "cold"
        asked, known = np.array([self._people.get_loc(person)]), _number(day)
        theirs = self._knowers(asked, known)
        if self._me not in theirs:
            return "cold"
        inside = self._insiders(company)
        if asked[0] in inside:
            return "direct"
        return "introduction" if self._leads(theirs, inside, known) else "scout"

    def _leads(
        self, theirs: NDArray[np.int64], inside: NDArray[np.int64], known: NDArray[np.int64]
    ) -> bool:
        """Tell whether whom somebody knows are inside, know an insider, or know one who does.

        Both ends are small: so are few of very many ties looked at. None leads over me.
        """
        if not len(inside):
            return False
        some, others = (ends[ends != self._me] for ends in (theirs, self._knowers(inside, known)))
        if self._meet(some, np.concatenate((inside, others))):
            return True
        some, others = sorted((some, others), key=lambda ends: self._ties_of(ends)[1].sum())
        return self._meet(self._knowers(some, known), others)

    def _meet(self, some: NDArray[np.int64], others: NDArray[np.int64]) -> bool:
        """Tell whether somebody is among both."""
        marked = np.zeros(len(self._people), dtype=np.bool_)
        marked[some] = True
        return bool(marked[others].any())

    def _knowers(self, people: NDArray[np.int64], known: NDArray[np.int64]) -> NDArray[np.int64]:
        """Return who knows any of the people by a day, each once."""
        end, many = self._ties_of(people)
        _, knower, since = self._knowing
        tie = (end - many.cumsum()).repeat(many) + np.arange(many.sum())
        found: NDArray[np.int64] = np.unique(knower[tie[since[tie] <= known]])
        return found

    def _ties_of(self, people: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Return where the ties of each of the people end, and how many they are."""
        first, _, _ = self._knowing
        return first[people + 1], first[people + 1] - first[people]

    def _insiders(self, company: str | None) -> NDArray[np.int64]:
        """Return the people inside a company or wanted field; nobody where it is unknown."""
        if company is None:
            return _NOBODY
        if company not in self._inside:
            self._inside[company] = self._workplaces.named(company, strict=False).insiders
        return self._inside[company]

    # Worked out once, and only for a log that does not say its kinds.

    @cached_property
    def _people(self) -> pd.Index:
        people: pd.Index = pd.Index(self._tables.people.person)
        return people

    @cached_property
    def _me(self) -> int:
        return int(self._people.get_indexer(pd.Index([ME], dtype=TEXT))[0])

    @cached_property
    def _knowing(self) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]:
        """Return who knows each person, since when, and where the ties of each person begin."""
        ties = self._tables.ties
        ends = [
            self._people.get_indexer(pd.Index(ties[end])).astype(np.int64)
            for end in ("source", "target")
        ]
        known, knower = (np.concatenate(pair) for pair in (ends, ends[::-1]))
        since = np.tile(_number(ties.since.to_numpy()), 2)
        order = np.argsort(known, kind="stable")
        order = order[(known[order] >= 0) & (knower[order] >= 0)]
        first = np.searchsorted(known[order], np.arange(len(self._people) + 1))
        return first, knower[order], since[order]

    @cached_property
    def _workplaces(self) -> Workplaces:
        return Workplaces(self._tables, self._people, self._me)


def _number(days: pd.Timestamp | NDArray[np.datetime64]) -> NDArray[np.int64]:
    """Return days as numbers; a missing one comes before all others."""
    return np.asarray(days, dtype="datetime64[D]").astype(np.int64)
