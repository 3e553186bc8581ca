"""The user's own notes on their week: what rests until a day, and the goal."""

from __future__ import annotations

from collections.abc import Collection
from typing import NamedTuple

import pandas as pd

from infonet.ledger import LedgerDay, company_of
from infonet.names.text import one_line

ASK = "ask"
"""The text of a snooze that holds for asking alone."""

_KEPT = "confirm"
"""A talk that is agreed is not forgotten for a snooze that does not name it."""


class Snoozed(NamedTuple):
    """The people, by key, and the companies and fields, by `company_of`, that rest on a day."""

    people: frozenset[str]
    companies: frozenset[str]

    def holds(self, person: object, company: object) -> bool:
        """Return whether something about a person or a company rests."""
        if isinstance(person, str) and person in self.people:
            return True
        return isinstance(company, str) and company_of(company) in self.companies


def snoozed(log: LedgerDay, action: str, actions: Collection[str]) -> Snoozed:
    """Return who and what rests until a later day, as far as an action is concerned.

    A snooze whose text is one of the `actions`, or *ask*, holds for that one alone; any other holds
    for all of them but the confirmation of a talk.
    """
    notes = log.notes[(log.notes.kind == "snooze") & (log.notes.date > log.day)]
    if notes.empty:
        return Snoozed(frozenset(), frozenset())
    text = notes.text.map(lambda words: one_line(words).casefold())
    others = ~text.isin([*actions, ASK]) & (action != _KEPT)
    notes = notes[(text == action) | others]
    return Snoozed(
        frozenset(notes.person.dropna()), frozenset(map(company_of, notes.company.dropna()))
    )


def goal_of(notes: pd.DataFrame, day: pd.Timestamp | None = None) -> int | None:
    """Return the goal, asks a week, in the notes of a log; None where none is set.

    With a `day`, it is the goal of that day; the first one holds for the time before it, too.
    """
    goals = notes[notes.kind == "goal"]
    numbers = pd.to_numeric(goals.text, errors="coerce")
    goals = goals.assign(number=numbers).dropna(subset="number")
    if goals.empty:
        return None
    known = goals if day is None else goals[~(goals.date > day)]
    return int(goals.number.iloc[0] if known.empty else known.number.iloc[-1])
