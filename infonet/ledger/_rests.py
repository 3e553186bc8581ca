"""Tell what rests until a day: the snoozes in the notes of a log."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import pandas as pd

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
    """Until when people, by key, and companies and fields, by the key of `same`, rest."""

    people: dict[str, pd.Timestamp]
    companies: dict[str, pd.Timestamp]
    same: Callable[[str | None], str]

    def until(self, person: object, *companies: object) -> pd.Timestamp | None:
        """Return the day until which something about a person or a company rests; None if not."""
        ends = [self.companies.get(self.same(one)) for one in companies if isinstance(one, str)]
        if isinstance(person, str):
            ends.append(self.people.get(person))
        return max((end for end in ends if end is not None), default=None)

    def holds(self, person: object, company: object) -> bool:
        """Return whether something about a person or a company rests."""
        return self.until(person, company) is not None


def rests_of(
    notes: pd.DataFrame, day: pd.Timestamp, same: Callable[[str | None], str]
) -> dict[str, Rests]:
    """Return who and what rests until a later day: for each of the actions, and for asking.

    A snooze whose text is one of the `ACTIONS`, or *ask*, holds for that one alone; any other holds
    for all of them but the confirmation of a talk.
    """
    notes = notes[(notes.kind == "snooze") & (notes.date > day)]
    if notes.empty:
        return dict.fromkeys((ASK, *ACTIONS), Rests({}, {}, same))
    ends = notes.sort_values("date", kind="stable")  # of several the one that ends last counts
    text = ends.text.map(lambda words: one_line(words).casefold())
    any_of_them = ~text.isin([*ACTIONS, ASK])
    spelt = ends.company.map(same, na_action="ignore")
    found: dict[str, Rests] = {}
    for action in (ASK, *ACTIONS):
        holds = (text == action) | (any_of_them & (action != _KEPT))
        people, companies = (_last_of(who[holds], ends.date) for who in (ends.person, spelt))
        found[action] = Rests(people, companies, same)
    return found


def _last_of(who: pd.Series, days: pd.Series) -> dict[str, pd.Timestamp]:
    """Return the last day of each."""
    known = who.dropna()
    return dict(zip(known, days[known.index], strict=True))
