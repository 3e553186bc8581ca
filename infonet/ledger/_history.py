"""The history of one request: how it stood on each day, and what was known of each hop by then."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import NamedTuple

import pandas as pd

from infonet.ledger._events import LogEvent, in_order, wait_of
from infonet.ledger._settling import BY_CONNECTOR
from infonet.tables import LATEST, ME
from infonet.tables.stages import COURTESY, MESSAGES, MET, REPLIES

LONGEST = pd.Timedelta(days=730)
"""No request goes on for longer; a later date is an error, unless it keeps in touch."""

_TURNS = (*MESSAGES, *MET)
"""Stages that say with whom a request stands."""


class Spell(NamedTuple):
    """The knowledge of a request from the day `start` until before the day `end`.

    `passed` is the number of hops, from the ego on, that are known to have succeeded, and `failed`
    the hops, counted from 0, at which it may have failed: none, one that is known, or several when
    the place is unknown. A scout's silence has two: the scout, and whether they know somebody.

    A *spell* is a period in one state, as in duration analysis (Lancaster 1990, *The Econometric
    Analysis of Transition Data*).
    """

    start: pd.Timestamp
    end: pd.Timestamp
    passed: int
    failed: tuple[int, ...]


class Attempt(NamedTuple):
    """A request as the learning sees it: the people on its route, and what was known when.

    Hop i of the `route` leads to ``route[i + 1]``, who is the one to act. The `spells` are in order
    and without gaps, from the day of asking on.
    """

    request: str
    kind: str
    asked: pd.Timestamp
    route: tuple[str, ...]
    spells: tuple[Spell, ...]


@dataclass(frozen=True)
class Request:
    """One request as it stood on a day: the columns of `request_table`, and what they come from.

    Day 0 is `asked`: the first ask, or where none is logged the first event. The person now awaited
    said yes in `promise`. A decline or a withdrawal, of the request or of its target as a whole,
    holds (`ended`) as long as no message and no conversation came after it. `days` are the first of
    each stage, without a connector's reply, which is not the insider's. `events` are those up to
    the day, without impossible ones.
    """

    name: str
    kind: str
    company: str | None
    person: str | None
    channel: str | None
    route: tuple[str, ...]
    predicted: float | None
    asked: pd.Timestamp
    last: pd.Timestamp
    promise: LogEvent | None
    silent: pd.Timestamp | None
    ended: LogEvent | None
    state: str
    days: Mapping[str, pd.Timestamp]
    names: int
    events: tuple[LogEvent, ...]

    @property
    def hops(self) -> int:
        """Count the ties on the route; a scout's has one more, to somebody not known yet."""
        return len(self.route) - 1 + (self.kind == "scout")

    @property
    def insider(self) -> str | None:
        """Return the last person on the route; None where there is none, or for a scout."""
        known = len(self.route) > 1 and self.kind != "scout"
        return self.route[-1] if known else None

    @property
    def answered(self) -> bool:
        """Say whether it is open and the insider has replied or fixed a day."""
        return self.state == "open" and self.first(*REPLIES) is not None

    @property
    def awaited(self) -> str | None:
        """Return with whom it stands: written to last, introduced last, or met."""
        turns = (one.person for one in reversed(self.events) if one.stage in _TURNS and one.person)
        return next(turns, self.person)

    @property
    def let_go_as_a_whole(self) -> bool:
        """Say whether it ended because its target was let go as a whole."""
        return self.state == "withdrawn" and self.ended is not None and self.ended.person is None

    @property
    def refused_by_company(self) -> bool:
        """Say whether the company declined after I applied: no person on the route failed."""
        if self.ended is None or self.ended.stage != "declined":
            return False
        return self.ended.person is None and "applied" in self.days

    def first(self, *stages: str) -> pd.Timestamp | None:
        """Return the first day on which one of the stages was logged of the insider."""
        return min((self.days[stage] for stage in stages if stage in self.days), default=None)

    def latest(self, *stages: str) -> pd.Timestamp | None:
        """Return the last day on which one of the stages was logged."""
        return max((one.day for one in self.events if one.stage in stages), default=None)


@dataclass(frozen=True)
class RequestHistory:
    """Everything logged of one request, in order.

    The kind is `given` where it was logged or follows from the tables; otherwise it is a guess.
    `events` are those from the day of asking on, at most two years; courtesy may come later. The
    others are `impossible`, and count nowhere. That its target was let go as a whole is an event of
    every request about it, and `logged` with one of them at most.
    """

    name: str
    kind: str
    given: bool
    asked: pd.Timestamp
    logged: tuple[LogEvent, ...]
    events: tuple[LogEvent, ...]
    impossible: tuple[LogEvent, ...]

    @classmethod
    def of(
        cls,
        name: str,
        logged: Iterable[LogEvent],
        kind: str,
        *,
        given: bool = True,
        let_go: Iterable[LogEvent] = (),
    ) -> RequestHistory:
        """Set the impossible events of a request apart; `let_go` are those of its whole target."""
        logged = tuple(logged)
        asks = [event.day for event in logged if event.stage == "asked"]
        asked = min(asks or [event.day for event in logged])

        def possible(event: LogEvent) -> bool:
            soon = event.day <= asked + LONGEST or event.stage in COURTESY
            return asked <= event.day and soon

        own = {event.row for event in logged}
        of_target = [one for one in let_go if one.row not in own and possible(one)]
        inside = tuple(event for event in logged if possible(event))
        inside = tuple(in_order([*inside, *of_target])) if of_target else inside
        outside = tuple(event for event in logged if not possible(event))
        return cls(name, kind, given, asked, logged, inside, outside)

    @property
    def first(self) -> LogEvent:
        """Return the first message, which says who was asked, where and by which channel."""
        return self.events[0]

    @property
    def person(self) -> str | None:
        """Return who was asked first; of an introduction without an ask, who made it."""
        first = self.first
        return first.via or first.person if first.stage in BY_CONNECTOR else first.person

    @property
    def company(self) -> str | None:
        """Return the company as the log first writes it."""
        return next((one.company for one in self.events if one.company is not None), None)

    def on(self, day: pd.Timestamp) -> Request:
        """Return the request as it stood on a day, from that of asking on."""
        known = tuple(event for event in self.events if event.day <= day)
        days: dict[str, pd.Timestamp] = {}
        for event in known:
            if self._of_insider(event):
                days.setdefault(event.stage, event.day)
        wait = wait_of(known, self.asked)
        ended = ended_by(known, "declined") or ended_by(known, "withdrawn")
        met = next((stage for stage in reversed(MET) if stage in days), None)
        answered = self.kind == "scout" and not days.keys().isdisjoint(BY_CONNECTOR)
        silent = None
        if met is None and ended is None and not answered:
            given_up = [e.day for e in known if e.stage == "no answer" and e.day >= wait.last]
            silent = min([*given_up, wait.silent])
        if met is not None or answered or ended is not None:
            state = met or ("named" if answered else str(ended and ended.stage))
        else:
            state = "silent" if silent is not None and silent <= day else "open"
        named = [one for one in known if one.stage == "named"]
        return Request(
            name=self.name,
            kind=self.kind,
            company=self.company,
            person=self.person,
            channel=self.first.channel,
            route=self._route(known),
            predicted=next((e.predicted for e in known if e.predicted is not None), None),
            asked=self.asked,
            last=wait.last,
            promise=wait.promise,
            silent=silent,
            ended=ended,
            state=state,
            days=days,
            names=len({(e.person, e.via, e.note, e.via is None and e.event) for e in named}),
            events=known,
        )

    def attempt(self) -> Attempt:
        """Return what was known from which day on."""
        stood = {event.day: self.on(event.day) for event in self.events}
        silences = {one.silent for one in stood.values() if one.silent is not None}
        stood |= {day: self.on(day) for day in silences - stood.keys()}
        starts = sorted(stood)
        spells: list[Spell] = []
        for start, end in zip(starts, [*starts[1:], LATEST], strict=True):
            spell = Spell(start, end, *_hops(stood[start]))
            if spells and spells[-1][2:] == spell[2:]:
                spells[-1] = spells[-1]._replace(end=end)
            else:
                spells.append(spell)
        return Attempt(self.name, self.kind, self.asked, stood[starts[-1]].route, tuple(spells))

    def _of_insider(self, event: LogEvent) -> bool:
        """Say whether a reply is the insider's; a connector who answers introduced nobody yet."""
        connector = self.kind in ("introduction", "scout") and event.person == self.person
        return not (connector and event.stage in REPLIES)

    def _route(self, known: Iterable[LogEvent]) -> tuple[str, ...]:
        """Follow the route kept with the ask, and the introductions that were made."""
        person = self.person
        route: tuple[str, ...] = (ME, person) if person is not None else (ME,)
        kept = next((e.route for e in self.events if e.route and len(e.route) > 1), None)
        if kept is not None and person in (None, kept[1]):
            route = kept
        if self.kind == "scout":
            return route[:2]
        for event in known:
            if event.stage == "introduced" and event.person and event.person not in route[:2]:
                at = _place(event.via, route) or min(1, len(route) - 1)
                if route[at + 1 : at + 2] != (event.person,):
                    route = (*route[: at + 1], event.person)
        return route


def ended_by(known: Iterable[LogEvent], stage: str) -> LogEvent | None:
    """Find the last event of a stage that no later message and no conversation followed.

    To write to somebody whom one has met keeps in touch with them, and takes nothing up again. Of a
    person who was let go that is the end, not that their target was let go as a whole later.
    """
    found, met = None, set[str | None]()
    for event in known:
        if event.stage == stage:
            is_over = stage == "withdrawn" and event.person is None and found is not None
            found = found if is_over else event
        elif event.stage in MET:
            found = None
            met.add(event.person)
        elif found is not None and event.stage in MESSAGES and event.day != found.day:
            found = found if keeps_in_touch(event, met) else None
    return found


def keeps_in_touch(event: LogEvent, met: Collection[str | None]) -> bool:
    """Say whether an event is a message to somebody who was met before it."""
    return event.stage == "contacted" and event.person in met


def _place(person: str | None, route: tuple[str, ...]) -> int:
    """Return a person's place on a route after the ego; 0 for none."""
    return route.index(person) if person is not None and person in route[1:] else 0


def _hops(request: Request) -> tuple[int, tuple[int, ...]]:
    """Return how many hops are known to have passed, and the hops where it may have failed."""
    route, passed = request.route, 0
    hops = len(route) - 1
    for event in request.events:
        at = _place(event.person, route)
        if event.stage in MET:
            passed = max(passed, at or hops)
        elif request.kind == "scout":
            passed = hops if event.stage in BY_CONNECTOR else passed
        elif event.stage == "introduced":
            passed = max(passed, _place(event.via, route) or min(1, hops))
        elif event.stage in REPLIES or event.stage == "accepted":
            # An answer is no success of the person's own hop, but of the hops that led to them.
            passed = max(passed, at - 1)
    if request.state == "silent":
        # A scout who says nothing may not have acted, or may know nobody there.
        return passed, tuple(range(passed, hops + (request.kind == "scout")))
    declined = request.state == "declined" and not request.refused_by_company
    if not declined or request.ended is None:
        return passed, ()
    at = _place(request.ended.person, route)
    return (at - 1, (at - 1,)) if at > passed else (passed, tuple(range(passed, hops)))
