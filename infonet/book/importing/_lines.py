"""The lines of a log that was read, with whom each of them means in the book."""

from __future__ import annotations

import sqlite3
from collections.abc import Hashable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np

from infonet.book._people import Someone, describe, find, mention, nearest
from infonet.errors import UnknownNameError
from infonet.readers import Reading
from infonet.tables import ME

__all__ = ["Line", "Whom", "lines_of"]

_SHOWN = 5  # namesakes that a report names
_SLIP = 0.85  # how alike two names are of which one may be a slip: Ana Diaz and Anna Diaz


class Whom(NamedTuple):
    """Whom a text of the log means.

    Attributes
    ----------
    keys : frozenset of str
        Everybody whom it may mean.
    someone : Someone or None
        The one person, in the book or new; None when that is not clear.
    problem, action : str
        Why it is not clear, and what to do.
    """

    keys: frozenset[str]
    someone: Someone | None = None
    problem: str = ""
    action: str = ""


@dataclass(frozen=True)
class Line:
    """A line of the log.

    Attributes
    ----------
    number : int
        Where it begins in the file.
    said : dict
        Its columns as the book writes them, but for the people.
    person, via : Whom
        `via` is None where nobody is named.
    route : tuple of Whom
        Empty where none is given.
    """

    number: int
    said: dict[str, Any]
    person: Whom
    via: Whom | None
    route: tuple[Whom, ...]

    @property
    def steps(self) -> list[str] | None:
        """The keys of the route; None where there is none, or a step is not clear."""
        keys = [step.someone.key for step in self.route if step.someone is not None]
        return keys if keys and len(keys) == len(self.route) else None

    @property
    def content(self) -> Hashable:
        """What makes two lines one event."""
        via = None if self.via is None else self.via.keys
        return (self.person.keys, via, tuple(self.steps or ()), tuple(self.said.values()))

    def people(self) -> Iterator[Someone]:
        """Everybody whom the event will name in the book."""
        for who in (self.person, self.via, *(self.route if self.steps else ())):
            if who is not None and who.someone is not None:
                yield who.someone


def lines_of(con: sqlite3.Connection, same: Mapping[str, str], reading: Reading) -> list[Line]:
    """The events of a reading, with whom they mean in the book."""
    table = reading.tables.people
    people: dict[str, Whom] = {}
    for key, *texts in zip(table.person, table.url, table.email, table.name, strict=True):
        # An address goes before a name; a key that was written as such has neither.
        told_by = [text for text in texts if isinstance(text, str) and key != ME]
        people[key] = _whom(con, same, [*told_by, key][0])
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


def _whom(con: sqlite3.Connection, same: Mapping[str, str], text: str) -> Whom:
    """Whom a name, a profile address, an e-mail address or a key means."""
    try:
        someone = find(con, same, text)
    except UnknownNameError as error:
        several = [describe(con, same, key) for key in error.candidates[:_SHOWN]]
        more = len(error.candidates) - len(several)
        return Whom(
            frozenset(error.candidates),
            problem=f"`{text}` may be {'; or '.join(several)}{f'; or {more} more' if more else ''}",
            action="write the key or the profile address of who is meant, or say "
            "`book.same(…)` if they are one, and add the log again",
        )
    if someone is None:
        try:
            someone = mention(con, same, text)
        except UnknownNameError as error:
            near = "; ".join(describe(con, same, key) for key in error.candidates)
            return Whom(
                frozenset(),
                problem=f"`{text}` is nobody in the book{f', which has {near}' if near else ''}",
                action="write a name or a profile address, or add them with `book.person(…)`, "
                "and add the log again",
            )
        # In a log most new names are new people: only a likely slip of the pen is worth a word.
        alike = nearest(con, same, text, _SLIP)
        someone = someone._replace(near=tuple(describe(con, same, key) for key in alike))
    return Whom(frozenset({someone.key}), someone)
