"""The course of one request: what was reached on which day, and what was known when."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import pandas as pd

from infonet.ledger._assign import Request
from infonet.ledger._events import Entry
from infonet.ledger._silence import silent_from
from infonet.tables import ME

__all__ = ["LONGEST", "MAIN", "Attempt", "Course", "Spell"]

MAIN = ("asked", "introduced", "replied", "scheduled", "held", "referred", "offered")
"""The funnel's main line; whoever reached a stage has reached the ones before it."""

LONGEST = pd.Timedelta(days=730)
"""No request goes on for longer: a date beyond is a slip of the pen."""

_HELD = frozenset({"held", "referred", "offered"})
_TALK = frozenset({"replied", "scheduled"})
_MESSAGES = frozenset({"asked", "introduced", "contacted", "followed up", *_TALK})
_FOREVER = pd.Timestamp("9999-12-31").as_unit("s")


class Spell(NamedTuple):
    """What was known of a request from one day until before another.

    Attributes
    ----------
    start, end : Timestamp
        The first day, and the day after the last.
    passed : int
        So many hops, from the ego on, are known to have succeeded.
    failed : tuple of int
        The hops, counted from 0, at which it may have failed: none, one that is known, or several
        when the place is unknown. A scout's silence has two: the scout, and whether they know
        somebody.
    """

    start: pd.Timestamp
    end: pd.Timestamp
    passed: int
    failed: tuple[int, ...]


class Attempt(NamedTuple):
    """A request as the learning sees it: the people on its route, and what was known when.

    Attributes
    ----------
    request, kind, company, person : str
        As in `requests`.
    asked : Timestamp
        The day of the first message.
    route : tuple of str
        Person keys from the ego on; hop i leads to ``route[i + 1]``, who is the one to act.
    spells : tuple of Spell
        In order and without gaps, from the day of asking on.
    """

    request: str
    kind: str
    company: str | None
    person: str | None
    asked: pd.Timestamp
    route: tuple[str, ...]
    spells: tuple[Spell, ...]


@dataclass(frozen=True)
class Course:
    """One request whose events are in order; the doubtful ones are set apart.

    Attributes
    ----------
    name, kind : str
    asked : Timestamp
        Day 0: the first ask, or where none is logged the first event.
    entries : tuple of Entry
        From the day of asking on, at most two years, in canonical order.
    impossible : tuple of Entry
        Those before the ask, or too long after it.
    """

    name: str
    kind: str
    asked: pd.Timestamp
    entries: tuple[Entry, ...]
    impossible: tuple[Entry, ...]

    @classmethod
    def of(cls, request: Request, kind: str) -> Course:
        """The course of a joined request."""
        days = [entry.day for entry in request.entries if entry.day is not None]
        asks = [e.day for e in request.entries if e.stage == "asked" and e.day is not None]
        asked = min(asks or days)
        inside = tuple(
            entry
            for entry in request.entries
            if entry.day is not None and asked <= entry.day <= asked + LONGEST
        )
        outside = tuple(entry for entry in request.entries if entry not in inside)
        return cls(request.name, kind, asked, inside, outside)

    @property
    def first(self) -> Entry:
        """The first message; it says whom, where and by which channel."""
        return self.entries[0]

    @property
    def person(self) -> str | None:
        """Who was asked first; of an introduction without an ask, who made it."""
        first = self.first
        return first.via or first.person if first.stage in ("introduced", "named") else first.person

    @property
    def company(self) -> str | None:
        """The company, as the log first writes it."""
        return next((e.company for e in self.entries if e.company is not None), None)

    @property
    def frozen(self) -> Entry | None:
        """The event that keeps the route of its day."""
        return next((e for e in self.entries if e.route and len(e.route) > 1), None)

    @property
    def predicted(self) -> float | None:
        """The probability that was kept with the ask."""
        return next((e.predicted for e in self.entries if e.predicted is not None), None)

    def until(self, as_of: pd.Timestamp) -> list[Entry]:
        """The events up to a day."""
        return [entry for entry in self.entries if entry.day is not None and entry.day <= as_of]

    def of_insider(self, entry: Entry) -> bool:
        """Whether a reply is the insider's: a connector who answers has introduced nobody yet."""
        connector = self.kind in ("introduction", "scout") and entry.person == self.person
        return not (connector and entry.stage in _TALK)

    def days(self, as_of: pd.Timestamp) -> dict[str, pd.Timestamp]:
        """The first day of every stage that was logged by a day."""
        found: dict[str, pd.Timestamp] = {}
        for entry in self.until(as_of):
            if entry.stage and entry.day is not None and self.of_insider(entry):
                found.setdefault(entry.stage, entry.day)
        return found

    def names(self, as_of: pd.Timestamp) -> int:
        """How many new names it brought by a day."""
        named = [entry for entry in self.until(as_of) if entry.stage == "named"]
        return len({(e.person, e.via, e.note, e.event if e.via is None else 0) for e in named})

    def last(self, as_of: pd.Timestamp) -> pd.Timestamp:
        """The day of the last message by a day."""
        messages = [e.day for e in self.until(as_of) if e.stage in _MESSAGES and e.day is not None]
        return max(messages, default=self.asked)

    def declined(self, as_of: pd.Timestamp) -> Entry | None:
        """The decline that still stands: no message and no conversation came after it."""
        standing = None
        for entry in self.until(as_of):
            if entry.stage == "declined":
                standing = entry
            elif entry.stage in _MESSAGES | _HELD:
                later = standing is not None and entry.day != standing.day
                standing = None if later or entry.stage in _HELD else standing
        return standing

    def found_somebody(self, as_of: pd.Timestamp) -> bool:
        """Whether a scout has named somebody, or introduced them at once, by a day."""
        answers = {entry.stage for entry in self.until(as_of)} & {"named", "introduced"}
        return self.kind == "scout" and bool(answers)

    def silent(self, as_of: pd.Timestamp) -> pd.Timestamp | None:
        """From when silence is a failure; None once it has succeeded or was declined."""
        known = self.until(as_of)
        if any(e.stage in _HELD for e in known) or self.declined(as_of) is not None:
            return None
        if self.found_somebody(as_of):
            return None
        last = self.last(as_of)
        given_up = [
            e.day for e in known if e.stage == "no answer" and e.day is not None and e.day >= last
        ]
        return min([*given_up, silent_from(last)])

    def state(self, as_of: pd.Timestamp) -> str:
        """The furthest that is true on a day."""
        found = self.days(as_of)
        for stage in ("offered", "referred", "held"):
            if stage in found:
                return stage
        if self.found_somebody(as_of):
            return "named"
        if self.declined(as_of) is not None:
            return "declined"
        silent = self.silent(as_of)
        return "silent" if silent is not None and silent <= as_of else "open"

    def route(self, as_of: pd.Timestamp) -> tuple[str, ...]:
        """The people from the ego on: as kept with the ask, and as introductions then led."""
        person = self.person
        route: tuple[str, ...] = (ME, person) if person is not None else (ME,)
        if self.frozen is not None and self.frozen.route is not None:
            kept = self.frozen.route
            route = kept if person is None or kept[1] == person else route
        if self.kind == "scout":
            return route[:2]
        for entry in self.until(as_of):
            if entry.stage == "introduced" and entry.person and entry.person not in route[:2]:
                at = self._place(entry.via, route) or min(1, len(route) - 1)
                if route[at + 1 : at + 2] != (entry.person,):
                    route = (*route[: at + 1], entry.person)
        return route

    def _place(self, person: str | None, route: tuple[str, ...]) -> int:
        """Where somebody stands on a route after the ego; 0 for nowhere."""
        return route.index(person) if person is not None and person in route[1:] else 0

    def standing(self, as_of: pd.Timestamp) -> tuple[int, tuple[int, ...]]:
        """How many hops are known to have passed by a day, and where it may have failed."""
        route, passed = self.route(as_of), 0
        hops = len(route) - 1
        for entry in self.until(as_of):
            at = self._place(entry.person, route)
            if entry.stage in _HELD:
                passed = max(passed, at or hops)
            elif self.kind == "scout":
                passed = hops if entry.stage in ("named", "introduced") else passed
            elif entry.stage == "introduced":
                passed = max(passed, self._place(entry.via, route) or min(1, hops))
            elif entry.stage in _TALK:
                passed = max(passed, at - 1)
        if self.state(as_of) == "declined":
            decline = self.declined(as_of)
            at = self._place(decline.person, route) if decline is not None else 0
            if at > passed:
                return at - 1, (at - 1,)
            return passed, tuple(range(passed, hops))
        if self.state(as_of) == "silent":
            # A scout who says nothing may not have acted, or may know nobody there.
            return passed, tuple(range(passed, hops + (self.kind == "scout")))
        return passed, ()

    def attempt(self) -> Attempt:
        """What was known from which day on."""
        turns = {entry.day for entry in self.entries if entry.day is not None}
        silences = {self.silent(day) for day in turns}
        turns |= {day for day in silences if day is not None}
        spells: list[Spell] = []
        starts = sorted(turns)
        for start, end in zip(starts, [*starts[1:], _FOREVER], strict=True):
            spell = Spell(start, end, *self.standing(start))
            if spells and spells[-1][2:] == spell[2:]:
                spells[-1] = spells[-1]._replace(end=end)
            else:
                spells.append(spell)
        route = self.route(_FOREVER)
        return Attempt(
            self.name, self.kind, self.company, self.person, self.asked, route, tuple(spells)
        )
