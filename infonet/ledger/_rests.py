"""Tell what rests until a day: the snoozes in the notes of a log."""

from __future__ import annotations

from typing import NamedTuple

import pandas as pd

from infonet.ledger._events import company_of
from infonet.names.text import one_line

ACTIONS = (
    "thank",
    "confirm",
    "ask someone else",
    "write again",
    "to do",
    "report back",
    "stay in touch",
    "return a favour",
    "new export",
)
"""The actions that can be due, in the order of the craft."""

ASK = "ask"
"""The text of a snooze that holds for asking alone."""

_KEPT = "confirm"
"""A talk that is agreed is not forgotten for a snooze that does not name it."""


class Rests(NamedTuple):
    """Until when people, by key, and companies and fields, by `company_of`, rest."""

    people: dict[str, pd.Timestamp]
    companies: dict[str, pd.Timestamp]

    def until(self, person: object, *companies: object) -> pd.Timestamp | None:
        """Return the day until which something about a person or a company rests; None if not."""
        ends = [self.companies.get(company_of(one)) for one in companies if isinstance(one, str)]
        if isinstance(person, str):
            ends.append(self.people.get(person))
        return max((end for end in ends if end is not None), default=None)

    def holds(self, person: object, company: object) -> bool:
        """Return whether something about a person or a company rests."""
        return self.until(person, company) is not None


def rests_of(notes: pd.DataFrame, day: pd.Timestamp) -> dict[str, Rests]:
    """Return who and what rests until a later day: for each of the actions, and for asking.

    A snooze whose text is one of the `ACTIONS`, or *ask*, holds for that one alone; any other holds
    for all of them but the confirmation of a talk.
    """
    notes = notes[(notes.kind == "snooze") & (notes.date > day)]
    if notes.empty:
        return dict.fromkeys((ASK, *ACTIONS), Rests({}, {}))
    ends = notes.sort_values("date", kind="stable")  # of several the one that ends last counts
    text = ends.text.map(lambda words: one_line(words).casefold())
    any_of_them = ~text.isin([*ACTIONS, ASK])
    spelt = ends.company.map(company_of, na_action="ignore")
    return {
        action: Rests(*(_last_of(who[holds], ends.date) for who in (ends.person, spelt)))
        for action in (ASK, *ACTIONS)
        for holds in ((text == action) | (any_of_them & (action != _KEPT)),)
    }


def _last_of(who: pd.Series, days: pd.Series) -> dict[str, pd.Timestamp]:
    """Return the last day of each."""
    known = who.dropna()
    return dict(zip(known, days[known.index], strict=True))
