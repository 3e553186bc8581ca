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
    """Until when people, by key, and companies and fields, by `company_of`, rest."""

    people: dict[str, pd.Timestamp]
    companies: dict[str, pd.Timestamp]

    def until(self, person: object, company: object) -> pd.Timestamp | None:
        """Return the day until which something about a person or a company rests; None if not."""
        ends = []
        if isinstance(person, str) and person in self.people:
            ends.append(self.people[person])
        if isinstance(company, str) and company_of(company) in self.companies:
            ends.append(self.companies[company_of(company)])
        return max(ends, default=None)

    def holds(self, person: object, company: object) -> bool:
        """Return whether something about a person or a company rests."""
        return self.until(person, company) is not None


def snoozed(log: LedgerDay, action: str, actions: Collection[str]) -> Snoozed:
    """Return who and what rests until a later day, as far as an action is concerned.

    A snooze whose text is one of the `actions`, or *ask*, holds for that one alone; any other holds
    for all of them but the confirmation of a talk.
    """
    notes = log.notes[(log.notes.kind == "snooze") & (log.notes.date > log.day)]
    if notes.empty:
        return Snoozed({}, {})
    text = notes.text.map(lambda words: one_line(words).casefold())
    others = ~text.isin([*actions, ASK]) & (action != _KEPT)
    notes = notes[(text == action) | others]
    ends = notes.sort_values("date")  # of several the last counts
    spelt = ends.company.map(company_of, na_action="ignore")
    return Snoozed(
        *(
            dict(zip(who[who.notna()], ends.date[who.notna()], strict=True))
            for who in (ends.person, spelt)
        )
    )


def goal_of(notes: pd.DataFrame, day: pd.Timestamp | None = None) -> int | None:
    """Return the goal, asks a week, in the notes of a log; None where none is set.

    With a `day`, it is the goal of that day; the first one holds for the time before it, too.
    """
    goals = notes[notes.kind == "goal"]
    if goals.empty:
        return None
    numbers = pd.to_numeric(goals.text, errors="coerce")
    goals = goals.assign(number=numbers).dropna(subset="number")
    if goals.empty:
        return None
    known = goals if day is None else goals[~(goals.date > day)]
    return int(goals.number.iloc[0] if known.empty else known.number.iloc[-1])
