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
    """How often one person helped, with what, and what they got back."""

    counts: Counter[str]
    last: pd.Timestamp
    gave: int

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
    gave = _given(log, given)
    counts: dict[str, Counter[str]] = {}
    last: dict[str, pd.Timestamp] = {}
    for who, what, day in log.helped():
        counts.setdefault(who, Counter())[what] += 1
        last[who] = max(last.get(who, day), day)
    return {who: Help(counts[who], last[who], gave[who]) for who in sorted(counts)}


def _given(log: Log, given: pd.DataFrame | None) -> Counter[str]:
    """How often you gave back to each person by a day."""
    if given is None:
        return Counter()
    missing = [name for name in ("person", "date") if name not in given.columns]
    if missing:
        names = " and ".join(f"`{name}`" for name in missing)
        raise InfonetError(f"`given` needs the columns person and date, found no {names}: add it")
    days = pd.to_datetime(given.date).dt.normalize()
    return Counter(str(who) for who in given.person[days <= log.day].dropna())
