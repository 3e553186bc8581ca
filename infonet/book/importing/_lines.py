"""The lines of a log that was read, matched with the people of the book."""

from __future__ import annotations

from collections.abc import Hashable, Iterator
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np

from infonet.book._lookup import Someone, describe, find, mention
from infonet.book._transaction import Transaction
from infonet.errors import UnknownNameError
from infonet.readers import Reading
from infonet.tables import ME

_SHOWN = 5  # namesakes that a report names
_SLIP = 85.0  # per cent: how alike two names are of which one may be a slip: Ana Diaz and Anna Diaz


class Match(NamedTuple):
    """The person whom a text of the log means; or why that is not clear, and what to do."""

    keys: frozenset[str]
    """Everybody whom it may mean, by the keys in the tables."""
    someone: Someone | None = None
    problem: str = ""
    action: str = ""


@dataclass(frozen=True)
class Line:
    """A line of the log."""

    number: int
    """Where it begins in the file."""
    said: dict[str, Any]
    """Its columns as the book writes them, but for the people."""
    person: Match
    via: Match | None
    route: tuple[Match, ...]

    @property
    def steps(self) -> list[Someone] | None:
        """The people of the route; None where there is none, or a step is not clear."""
        people = [step.someone for step in self.route if step.someone is not None]
        return people if people and len(people) == len(self.route) else None

    def event(self, *, shown: bool) -> dict[str, Any]:
        """Return the line as an event, with the keys to show or else those that were meant."""

        def key(who: Someone | None) -> str | None:
            return who and (who.shown if shown else who.key)

        route = None if self.steps is None else [key(step) for step in self.steps]
        via = None if self.via is None else self.via.someone
        return {**self.said, "person": key(self.person.someone), "via": key(via), "route": route}

    @property
    def content(self) -> Hashable:
        """The values in which two lines of one event agree."""
        via = None if self.via is None else self.via.keys
        route = tuple(step.shown for step in self.steps or ())
        return (self.person.keys, via, route, tuple(self.said.values()))

    def people(self) -> Iterator[Someone]:
        """Yield everybody whom the event will name in the book."""
        for who in (self.person, self.via, *(self.route if self.steps else ())):
            if who is not None and who.someone is not None:
                yield who.someone


def lines_of(transaction: Transaction, reading: Reading) -> list[Line]:
    """Return the events of a reading, with the people of the book whom they mean."""
    table = reading.tables.people
    people: dict[str, Match] = {}
    for key, *cells in zip(table.person, table.url, table.email, table.name, strict=True):
        # An address overrides a name; a key that was written as such has neither.
        texts = [text for text in cells if isinstance(text, str) and key != ME]
        people[key] = _match(transaction, [*texts, key][0])
    events = reading.tables.events
    dates = np.datetime_as_string(events.date.to_numpy(dtype="datetime64[s]"), unit="s")
    lines = []
    for row, date in zip(events.to_dict("records"), dates.tolist(), strict=True):
        said: dict[str, Any] = {
            str(name): None if isinstance(value, float) and np.isnan(value) else value
            for name, value in row.items()
        }
        said["date"] = date
        number, person, via, route = map(said.pop, ("event", "person", "via", "route"))
        steps = tuple(people[step] for step in route or ())
        lines.append(Line(number, said, people[person], via and people[via], steps))
    return lines


def _match(transaction: Transaction, text: str) -> Match:
    """Match a name, a profile address, an e-mail address or a key with a person."""
    try:
        someone = find(transaction, text)
    except UnknownNameError as error:
        several = describe(transaction, error.candidates[:_SHOWN]).values()
        more = len(error.candidates) - len(several)
        return Match(
            frozenset(error.candidates),
            problem=f"`{text}` may be {'; or '.join(several)}{f'; or {more} more' if more else ''}",
            action="write the key or the profile address of who is meant, or say "
            "`book.same(…)` if they are one, and add the log again",
        )
    if someone is None:
        try:
            # In a log most new names are new people: only a likely slip is worth a word.
            someone = mention(transaction, text, _SLIP)
        except UnknownNameError as error:
            near = "; ".join(describe(transaction, error.candidates).values())
            return Match(
                frozenset(),
                problem=f"`{text}` is nobody in the book{f', which has {near}' if near else ''}",
                action="write a name or a profile address, or add them with `book.person(…)`, "
                "and add the log again",
            )
    return Match(frozenset({someone.shown}), someone)
