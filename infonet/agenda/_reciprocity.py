"""Give and take: who helped, what they got back, and what could be done for them."""

from __future__ import annotations

from collections import Counter
from typing import NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from infonet.graph import Network, network_of
from infonet.ledger import AnyLog, Ledger, LedgerDay
from infonet.names.companies import company_key
from infonet.names.titles import line_of_work, match_field
from infonet.paths import alters_of, closest_first
from infonet.tables import TEXT, typed

HELP = ("introduced", "held", "named", "referred")
"""Stages that count as help, each time they were logged."""


class Help(NamedTuple):
    """The number of times a person helped, by each kind of `HELP`, and that you gave back.

    `last` is the day of their last help, `since` the last day of either.
    """

    counts: Counter[str]
    gave: int
    last: pd.Timestamp
    since: pd.Timestamp

    @property
    def times(self) -> int:
        """Return how often they helped."""
        return self.counts.total()

    @property
    def balance(self) -> int:
        """Return how much more often they helped than they were helped."""
        return self.times - self.gave


def reciprocity(net: Network, events: AnyLog, *, as_of: object) -> pd.DataFrame:
    """List who helped me, the balance of give and take, and who I could introduce them to.

    Parameters
    ----------
    net : Network
        The network. What you gave back by `as_of` is in its notes of the kind gave, one each;
        thanks and reports are courtesy and do not count.
    events : DataFrame, Tables, Book or Ledger
        The log, raw or settled.
    as_of : date, str or Timestamp
        The day.

    Returns
    -------
    DataFrame
        One row per person who helped: person (key), name, introduced, held, named, referred (how
        often each was logged), helped (all of these), gave, balance (helped less gave), last (day
        of their last help), meet (key of a tie of yours they may like to meet; missing where none
        is known), idea (a sentence). Largest balance first, then the latest help.

    Raises
    ------
    InfonetError
        `events` that are no log, or a `net` that is no network.

    Notes
    -----
    Two people may like to meet when they do the same kind of work at different employers and are
    not known to know each other: every word of the first title, seniority apart, is in the
    second. The closest of your ties is proposed, each only once. What else they look for is not in
    the data.

    Examples
    --------
    >>> from infonet.graph import network
    >>> from infonet.tables import Tables
    >>> tie = {"target": "me", "evidence": "connection", "origin": "me"}
    >>> tables = Tables.of(
    ...     people=[
    ...         {"person": "me"},
    ...         {"person": "in/ana", "name": "Ana Diaz"},
    ...         {"person": "in/bo", "name": "Bo Lin"},
    ...     ],
    ...     jobs=[
    ...         {"person": "in/ana", "company": "Delta", "title": "Senior Analyst"},
    ...         {"person": "in/bo", "company": "Echo", "title": "Analyst"},
    ...     ],
    ...     ties=[{"source": "in/ana", **tie}, {"source": "in/bo", **tie}],
    ...     events=[
    ...         {"event": 1, "person": "in/ana", "stage": "asked", "date": "2026-06-01"},
    ...         {"event": 2, "person": "in/ana", "stage": "held", "date": "2026-06-09"},
    ...     ],
    ... )
    >>> net = network(tables, as_of="2026-06-30")
    >>> found = reciprocity(net, tables.events, as_of="2026-06-30")
    >>> found[["name", "helped", "balance", "meet"]]
           name  helped  balance   meet
    0  Ana Diaz       1        1  in/bo
    """
    log = Ledger.of(events, network_of(net).tables).on(as_of)
    found = sorted(helpers(log).items(), key=lambda one: _order(net, *one))
    places = net.positions([key for key, _ in found], strict=False)
    matches = _Matches(net)
    rows = []
    for (key, help_), place in zip(found, map(int, places), strict=True):
        other = matches.take(place) if place >= 0 else None
        name = str(net.name[place]) if place >= 0 else key
        rows.append(
            {
                "person": key,
                "name": name,
                **{what: help_.counts[what] for what in HELP},
                "helped": help_.times,
                "gave": help_.gave,
                "balance": help_.balance,
                "last": help_.last,
                "meet": None if other is None else net.keys[other],
                "idea": _idea(name, None if other is None else matches.describe(other)),
            }
        )
    dtypes = {
        **dict.fromkeys(("person", "name"), TEXT),
        **dict.fromkeys((*HELP, "helped", "gave", "balance"), "int64"),
        "last": "datetime64[s]",
        **dict.fromkeys(("meet", "idea"), TEXT),
    }
    return typed(rows, dtypes)


def _order(net: Network, key: str, help_: Help) -> tuple[int, int, int, str]:
    """Order by the largest balance, then the latest help, then by name."""
    at = net.position(key, strict=False)
    return -help_.balance, -help_.last.toordinal(), at if at >= 0 else len(net), key


def _idea(name: str, other: str | None) -> str:
    if other is None:
        return f"ask {name} what would help them now"
    return f"introduce {name} to {other}: the same kind of work"


class _Matches:
    """Pairs of the ego's ties who do the same work and do not know each other."""

    def __init__(self, net: Network) -> None:
        self._net = net
        self._ranked = closest_first(net)
        self._taken = set[int]()
        job = net.workplaces.current
        self._company = job.company.to_numpy(dtype=object)
        self._title = job.title.to_numpy(dtype=object)
        alters, _ = alters_of(net)
        self._lines: dict[int, str] = {int(at): line_of_work(self._title[at]) for at in alters}

    def take(self, person: int) -> int | None:
        """Return the closest tie they may like to meet who is not proposed already."""
        line = line_of_work(self._title[person])
        if not line:
            return None
        known = self._knows(person)
        inside = match_field(line, [self._lines[int(at)] for at in self._ranked])
        for at in map(int, self._ranked[inside]):
            free = at != person and at not in self._taken and at not in known
            if free and not self._colleagues(person, at):
                self._taken.add(at)
                return at
        return None

    def _knows(self, person: int) -> NDArray[np.int32]:
        return self._net.indices[self._net.arcs(person)]

    def _colleagues(self, a: int, b: int) -> bool:
        one, other = self._company[a], self._company[b]
        both = isinstance(one, str) and isinstance(other, str)
        return both and company_key(one) == company_key(other)

    def describe(self, person: int) -> str:
        """Return name, title and employer, as far as they are known."""
        title, company = self._title[person], self._company[person]
        at = f" at {company}" if isinstance(company, str) else ""
        return f"{self._net.name[person]}, {title}{at}"


def helpers(log: LedgerDay) -> dict[str, Help]:
    """Return everybody who helped by the day of a log, by key."""
    gave = log.notes[log.notes.kind == "gave"]
    favours = gave.date.dt.normalize().groupby(gave.person).agg(list)
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
