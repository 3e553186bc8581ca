"""The status of a person at a target, of a way to it, and of the target itself, from the log."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import pandas as pd

from infonet.ledger._day import LedgerDay, written_days
from infonet.ledger._events import LogEvent
from infonet.ledger._history import Request, keeps_in_touch
from infonet.ledger._rests import ASK
from infonet.ledger._settling import BY_CONNECTOR
from infonet.tables import ME
from infonet.tables.stages import MAIN, MESSAGES, MET, NO_ANSWER_AFTER, REPLIES
from infonet.workdays import later

SWITCH = 3
"""Business days without a reply after which somebody else at the company is asked."""

REMIND = 5
"""Business days after somebody said yes on which they are reminded."""

AGAIN = pd.DateOffset(months=4)
"""Time after a silence before the same person is asked about the same company again."""

FOLLOWED = pd.Timedelta(days=28)
"""Time after a conversation by which it is reported back; until then it is followed up."""

LOAD = 2
"""The most open asks that one person may have, over all targets."""

_REFUSED = pd.Timedelta(days=365)
"""Time for which a refusal holds; the day it ends is the last one."""

_ANSWER_AN_OFFER = 10
"""Business days within which an offer is answered, where no date is noted with it."""

_DAY = pd.Timedelta(days=1)

_PERSON = ("closed", "met", "agreed", "waiting", "silent", "open")
"""The lines of a person's status: of acts of one day the first counts."""

STATUSES = ("closed", "agreed", "waiting", "silent", "resting", "met", "open")
"""The status of a way is the first of these that holds for anybody on it."""

STATES = ("offer", "agreed", "talked", "waiting", "open", "nothing yet", "nobody known", "closed")
"""The states of a target."""

_HELD = ("offer", "agreed", "talked")
"""The states of a target in which nobody else is asked there."""

_WILLING = (*BY_CONNECTOR, *REPLIES, *MET, "accepted")
"""Acts of the person themselves that outrank their refusal for good."""

_TALKED = ("held", "referred")
"""Stages that are followed up."""

_RENEWED = (*MESSAGES, *MET, "applied", "interviewed")
"""Acts at a target that outrank its refusal, unless they keep in touch with somebody met."""


class Status(NamedTuple):
    """The status of a person, or of the people of a way, about one target.

    Attributes
    ----------
    status : str
        One of `STATUSES`.
    date : Timestamp or None
        The day of the act that it rests on: of the last message where an answer is awaited.
    until : Timestamp or None
        Waiting: the day from which somebody else is asked. Agreed: the day of the conversation.
        Silent, resting and closed: the same as `again`.
    again : Timestamp or None
        The day from which the person may be written to again about this target: the second note
        where an answer is awaited, else a new ask. None where there is no such day.
    person : str or None
        The key of the person with whom things stand so; None where everybody is open.
    """

    status: str
    date: pd.Timestamp | None = None
    until: pd.Timestamp | None = None
    again: pd.Timestamp | None = None
    person: str | None = None


_OPEN = Status("open")


class TargetState(NamedTuple):
    """The state of a target.

    Attributes
    ----------
    stage : str or None
        The furthest stage of the main line over its requests; None before any.
    since : Timestamp or None
        The day on which that stage was first reached.
    state : str
        One of `STATES`.
    date : Timestamp or None
        The day of the act that the state rests on.
    until : Timestamp or None
        The next date: by which an offer is answered, of the conversation agreed, until which a talk
        is followed up, or from which somebody else is asked.
    """

    stage: str | None
    since: pd.Timestamp | None
    state: str
    date: pd.Timestamp | None
    until: pd.Timestamp | None


@dataclass(frozen=True)
class TargetLog:
    """The log of one target, a company in all its spellings or a field, on a day.

    `loose` are events about it that belong to no request. People in `never` asked not to be
    written to, by the notes or by what is given. By a snooze the target `rests` until a day. Who
    has `load` open asks, over all targets, is not asked for now.
    """

    log: LedgerDay
    requests: tuple[Request, ...]
    loose: tuple[LogEvent, ...]
    never: Collection[str]
    holidays: tuple[object, ...]
    rests: pd.Timestamp | None = None
    load: int = LOAD

    @classmethod
    def of(
        cls,
        log: LedgerDay,
        name: str,
        *,
        aliases: Iterable[str] = (),
        never: Collection[str] = (),
        holidays: Iterable[object] = (),
        load: int = LOAD,
    ) -> TargetLog:
        """Collect what the log says of a target."""
        same = list(aliases)
        return cls(
            log=log,
            requests=tuple(log.about(name, aliases=same)),
            loose=tuple(log.loose_about(name, aliases=same)),
            never=log.opted_out | {*never},
            holidays=tuple(holidays),
            rests=log.rests[ASK].until(None, name, *same),
            load=load,
        )

    def person(self, key: str) -> Status:
        """Return the status of a person: of what holds the latest act, of one day the first line.

        The lines are closed (opted out, declined within 365 days, withdrawn), met (talked with
        them), agreed (a day is fixed and not past), waiting (no answer yet), silent (until four
        months after the last message) and open. Who is snoozed, or has as many open asks as they
        may have, is resting instead of met or open.
        """
        never = Status("closed", person=key) if key in self.never else _OPEN
        return self.people.get(key, never)

    def way(self, route: Iterable[str]) -> Status:
        """Return the status of a way: the first of `STATUSES` that holds for anybody on it."""
        found = [self.person(key) for key in route if key != ME]
        return min(found, key=lambda one: STATUSES.index(one.status), default=_OPEN)

    @cached_property
    def people(self) -> dict[str, Status]:
        """Return the status of everybody who is not open for this target, by key."""
        found: dict[str, tuple[tuple[pd.Timestamp, int], Status]] = {}
        for acted, person, status in self._facts():
            rank = acted, -_PERSON.index(status.status)
            if person not in found or found[person][0] < rank:
                found[person] = rank, status._replace(person=person)
        people = {person: status for person, (_, status) in found.items() if person != ME}
        for rest in self._resting():
            if rest.person is not None and people.get(rest.person, _OPEN).status in ("met", "open"):
                people[rest.person] = rest
        return people | {key: Status("closed", person=key) for key in self.never if key in people}

    def state(self, otherwise: str = "open") -> TargetState:
        """Return how the target stands; `otherwise` is what the network says of it.

        `otherwise` is ``open`` where a way can be asked, else ``nothing yet``, or ``nobody known``.
        A target that I let go as a whole is closed in any case; one that declined my application
        where no way can be asked.
        """
        reached = [
            (MAIN.index(stage), -day.toordinal(), day)
            for one in self.requests
            for stage, day in {**one.days, "asked": one.asked}.items()
            if stage in MAIN
        ]
        furthest = max(reached, default=None)
        stage, since = (None, None) if furthest is None else (MAIN[furthest[0]], furthest[-1])
        found = self._under_way()
        if found is None and otherwise == "nothing yet":
            found = self._closed("declined")
        return TargetState(stage, since, *(found or (otherwise, None, None)))

    @cached_property
    def hold(self) -> Status | None:
        """Return until when nobody is asked there; None where somebody can be asked now.

        By its status the target is closed, or resting: for the state that it is in, or a snooze.
        """
        state = self.state()
        waits = state.state == "waiting" and state.until is not None and self.log.day < state.until
        if state.state == "closed":
            return Status("closed", state.date, state.until, state.until)
        ends = [self.rests, state.until if waits or state.state in _HELD else None]
        known = [one for one in ends if one is not None]
        until = max(known, default=None)
        held = known or state.state in _HELD
        return Status("resting", state.date, until, until) if held else None

    @property
    def on_hold(self) -> bool:
        """Say whether nobody is asked there for now: see the state of the target."""
        return self.hold is not None

    @cached_property
    def scouted(self) -> frozenset[str]:
        """Return the scouts who named somebody there within four months: they have told it."""
        told = {
            (one.person, named)
            for one in self.requests
            if one.kind == "scout" and (named := one.latest("named", "introduced")) is not None
        }
        return frozenset(who for who, day in told if who is not None and self.log.day < day + AGAIN)

    def until(self, request: Request) -> pd.Timestamp:
        """Return the day from which somebody else is asked, though this request is open.

        After a yes or a reply that is the day of silence: one helpful person is enough.
        """
        helpful = request.promise is not None or request.answered
        silent = request.silent if helpful else None
        return silent or later(request.last, SWITCH, self.holidays)

    def _again(self, request: Request) -> pd.Timestamp:
        """Return the day of the second note."""
        if request.promise is not None:
            return later(request.promise.day, REMIND, self.holidays)
        return later(request.last, NO_ANSWER_AFTER, self.holidays)

    def _facts(self) -> Iterator[tuple[pd.Timestamp, str, Status]]:
        """Yield what holds of people on the day: the day of the act, the person, the status."""
        yield from self._refusals()
        for event in self._events:
            if event.stage in MET and (who := self.log.met(event)) is not None:
                yield event.day, who, Status("met", event.day)
        for one in self.requests:
            talk = self._talk(one)
            if talk is not None and talk[0] is not None:
                yield one.last, talk[0], Status("agreed", one.last, talk[1])
            if one.state == "open":
                status = Status("waiting", one.last, self.until(one), self._again(one))
                yield from ((one.last, who, status) for who in _approached(one))
            elif (one.state == "silent" and talk is None) or one.let_go_as_a_whole:
                anew = one.last + AGAIN
                if self.log.day < anew:
                    status = Status("silent", one.last, anew, anew)
                    yield from ((one.last, who, status) for who in _approached(one, done=True))
            elif one.ended is not None and one.ended.stage == "withdrawn":
                for who in {*_approached(one, done=True), one.ended.person} - {None}:
                    if who is not None and not self._acted(who, one.ended, MESSAGES):
                        yield one.ended.day, who, Status("closed", one.ended.day)

    def _resting(self) -> Iterator[Status]:
        """Yield who is snoozed, and who has enough open asks: until the first of them is silent."""
        for key, until in self.log.rests[ASK].people.items():
            yield Status("resting", None, until, until, key)
        for key, asks in self.log.under_way.items():
            if len(asks) >= self.load:
                last = max(one.last for one in asks)
                ends = min((one.silent for one in asks if one.silent is not None), default=None)
                yield Status("resting", last, ends, ends, key)

    def _refusals(self) -> Iterator[tuple[pd.Timestamp, str, Status]]:
        """Yield who declined within the last 365 days, and has not acted for me since."""
        for event in self._events:
            if event.stage != "declined" or self.log.day > event.day + _REFUSED:
                continue
            who = event.person or _awaited(self.log.request_of(event), event)
            if who is not None and not self._acted(who, event, _WILLING):
                anew = event.day + _REFUSED + _DAY
                yield event.day, who, Status("closed", event.day, anew, anew)

    def _acted(self, who: str, after: LogEvent, stages: Collection[str]) -> bool:
        """Say whether a person acted later, in one of the stages; a talk may be the same day."""
        return any(
            one.stage in stages
            and who == (one.via or one.person if one.stage in BY_CONNECTOR else one.person)
            and (one.day > after.day or (one.stage in MET and one.day == after.day))
            for one in self._events
        )

    @cached_property
    def _events(self) -> tuple[LogEvent, ...]:
        """Return all events about the target, each once."""
        events = (event for request in self.requests for event in request.events)
        return tuple(dict.fromkeys([*events, *self.loose]))

    def _talk(self, request: Request) -> tuple[str | None, pd.Timestamp] | None:
        """Return the person and the day of the conversation that is agreed in a request."""
        if request.ended is not None or request.name not in self.log.planned:
            return None
        person, when = self.log.planned[request.name]
        return person or request.insider or request.person, when

    def _under_way(self) -> tuple[str, pd.Timestamp | None, pd.Timestamp | None] | None:
        """Return the state that the log alone gives, with its two dates."""
        ended = {one.name for one in self.requests if one.ended is not None}
        offers = [e for e in self._events if e.stage == "offered" and e.request not in ended]
        if offers:
            offer = offers[-1]
            noted = [day for day in written_days(offer.note) if day >= offer.day]
            answer = max(noted, default=None) or later(offer.day, _ANSWER_AN_OFFER, self.holidays)
            return "offer", offer.day, answer
        let_go = self._closed("withdrawn")
        if let_go is not None:
            return let_go
        talks = [(talk[1], one.last) for one in self.requests if (talk := self._talk(one))]
        if talks:
            when, fixed = min(talks)
            return "agreed", fixed, when
        last = max((e.day for e in self._events if e.stage in _TALKED), default=None)
        if last is not None and self.log.day < last + FOLLOWED:
            return "talked", last, last + FOLLOWED
        pending = [one for one in self.requests if one.state == "open"]
        if pending:
            return "waiting", max(one.last for one in pending), max(map(self.until, pending))
        return None

    def _closed(self, stage: str) -> tuple[str, pd.Timestamp, pd.Timestamp | None] | None:
        """Return since when the target as a whole is closed by an act of that stage, until when."""
        found: tuple[str, pd.Timestamp, pd.Timestamp | None] | None = None
        applied, met = False, set[str | None]()
        for event in sorted(self._events, key=lambda one: one.day):
            applied = applied or event.stage == "applied"
            if event.person is None and event.stage == stage:
                ends = None if stage == "withdrawn" else event.day + _REFUSED + _DAY
                if ends is None or (applied and self.log.day < ends):
                    found = "closed", event.day, ends
            elif found is not None and event.stage in _RENEWED and event.day > found[1]:
                found = found if keeps_in_touch(event, met) else None
            if event.stage in MET:
                met.add(self.log.met(event))
        return found


def _approached(request: Request, *, done: bool = False) -> list[str]:
    """List who was written to in a request: the person asked first, then who was met through them.

    When it is `done`, who introduced has done their part, whatever came of it, and is left out.
    """
    written = [e.person for e in request.events if e.stage in MESSAGES and e.person is not None]
    if request.person is not None:
        written.insert(0, request.person)
    introduced = done and any(
        e.stage == "introduced" and e.person != request.person for e in request.events
    )
    return [who for who in dict.fromkeys(written) if not (introduced and who == request.person)]


def _awaited(request: Request | None, refusal: LogEvent) -> str | None:
    """Return who gave a refusal that names nobody; None where the company did, after I applied."""
    if request is None:
        return None
    before = [one for one in request.events if one.day <= refusal.day]
    if any(one.stage == "applied" for one in before):
        return None
    met = [one.person for one in before if one.stage == "introduced" and one.person is not None]
    return met[-1] if met else request.person
