"""Who helped, with what, and what they got back."""

from __future__ import annotations

from collections import Counter
from typing import NamedTuple

import pandas as pd

from infonet.agenda._log import Log
from infonet.errors import InfonetError

__all__ = ["HELP", "Help", "helpers"]

HELP = ("introduced", "held", "named", "referred")
"""What counts as help, each time it was logged."""


class Help(NamedTuple):
    """How often one person helped, with what, and what they got back.

    Attributes
    ----------
    counts : Counter
        Help → how often.
    gave : int
        How often you gave back.
    last : Timestamp
        The day of their last help.
    since : Timestamp
        The last day of either.
    """

    counts: Counter[str]
    gave: int
    last: pd.Timestamp
    since: pd.Timestamp

    @property
    def times(self) -> int:
        """How often they helped."""
        return self.counts.total()

    @property
    def balance(self) -> int:
        """How much more often they helped than they were helped."""
        return self.times - self.gave


def helpers(log: Log, given: pd.DataFrame | None) -> dict[str, Help]:
    """Everybody who helped by a day."""
    favours = _given(log, given)
    counts: dict[str, Counter[str]] = {}
    last: dict[str, pd.Timestamp] = {}
    for who, what, day in log.helped():
        counts.setdefault(who, Counter())[what] += 1
        last[who] = max(last.get(who, day), day)
    found = {}
    for who in sorted(counts):
        days = favours.get(who, [])
        known = [day for day in days if not pd.isna(day)]
        found[who] = Help(counts[who], len(days), last[who], max([last[who], *known]))
    return found


def _given(log: Log, given: pd.DataFrame | None) -> dict[str, list[pd.Timestamp]]:
    """The days on which you gave back to each person by a day; one without a day is past."""
    if given is None:
        return {}
    missing = [name for name in ("person", "date") if name not in given.columns]
    if missing:
        names = " and ".join(f"`{name}`" for name in missing)
        raise InfonetError(f"`given` needs the columns person and date, found no {names}: add it")
    days = pd.to_datetime(given.date).dt.normalize()
    counts = given.person.notna() & ~(days > log.day)
    found: dict[str, list[pd.Timestamp]] = {}
    for who, day in zip(given.person[counts], days[counts], strict=True):
        found.setdefault(str(who), []).append(day)
    return found
