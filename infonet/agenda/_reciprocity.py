"""Give and take: who helped, and what could be done for them."""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from infonet.agenda._log import log_of
from infonet.agenda._thanks import HELP, Help, helpers
from infonet.graph import Network
from infonet.names.companies import company_key, match_field
from infonet.names.people import words
from infonet.paths import alters_of, closest_first

__all__ = ["reciprocity"]


def reciprocity(
    net: Network,
    events: pd.DataFrame,
    *,
    as_of: object,
    given: pd.DataFrame | None = None,
) -> pd.DataFrame:
    """Who helped me, how that stands, and whom I could introduce them to.

    Parameters
    ----------
    net : Network
        The network.
    events : DataFrame
        The log, raw or settled.
    as_of : date, str or Timestamp
        The day.
    given : DataFrame, optional
        What you gave back, one row each: person (key), date (a missing one is past). Thanks and
        reports are courtesy and do not count.

    Returns
    -------
    DataFrame
        One row per person who helped: person (key), name, introduced, held, named, referred (how
        often each was logged), helped (all of these), gave, balance (helped less gave), last (day
        of their last help), meet (key of one of your ties whom they may like to meet; missing
        where none is known), idea (a sentence). Largest balance first, then the latest help.

    Raises
    ------
    InfonetError
        A `given` without the columns person and date.

    Notes
    -----
    Two people may like to meet when they do the same kind of work at different employers and are
    not known to know each other: every word of the one's title, seniority apart, stands in the
    other's. The closest of your ties is proposed, each but once. What else they look for is not in
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
    log = log_of(events, as_of, net.tables)
    found = sorted(helpers(log, given).items(), key=lambda one: _order(net, *one))
    places = net.person.get_indexer(pd.Index([key for key, _ in found], dtype="str"))
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
                "idea": _idea(name, None if other is None else matches.told(other)),
            }
        )
    dtypes = {
        **dict.fromkeys(("person", "name"), "str"),
        **dict.fromkeys((*HELP, "helped", "gave", "balance"), "int64"),
        "last": "datetime64[s]",
        **dict.fromkeys(("meet", "idea"), "str"),
    }
    return pd.DataFrame(rows, columns=list(dtypes)).astype(dtypes)


def _order(net: Network, key: str, help_: Help) -> tuple[int, int, int, str]:
    """Largest balance first, then the latest help, then by name."""
    at = int(net.person.get_indexer(pd.Index([key]))[0])
    return -help_.balance, -help_.last.toordinal(), at if at >= 0 else len(net), key


def _idea(name: str, other: str | None) -> str:
    if other is None:
        return f"ask {name} what would help them now"
    return f"introduce {name} to {other}: the same kind of work"


class _Matches:
    """Which two of the ego's ties do the same work and do not know each other."""

    def __init__(self, net: Network) -> None:
        self._net = net
        self._ranked = closest_first(net)
        self._taken = set[int]()
        job = net.workplaces.current
        self._company = job.company.to_numpy(dtype=object)
        self._title = job.title.to_numpy(dtype=object)
        alters, _ = alters_of(net)
        self._lines: dict[int, str] = {int(at): _line(self._title[at]) for at in alters}

    def take(self, person: int) -> int | None:
        """The closest tie whom they may like to meet, and who is not proposed already."""
        line = _line(self._title[person])
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

    def told(self, person: int) -> str:
        """Name, title and employer, as far as they are known."""
        title, company = self._title[person], self._company[person]
        at = f" at {company}" if isinstance(company, str) else ""
        return f"{self._net.name[person]}, {title}{at}"


_SENIORITY = frozenset(
    """senior junior acting interim principal staff associate assistant deputy vice lead head chief
    director manager of the and for in at i ii iii""".split()
)


def _line(title: object) -> str:
    """What kind of work a title says, seniority apart; empty where it says nothing else."""
    if not isinstance(title, str):
        return ""
    return " ".join(word for word in words(title) if word not in _SENIORITY)
