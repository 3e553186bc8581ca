"""Infer the kind of a request that the log does not give: from the tables, or from its events."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from functools import cached_property

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from infonet.errors import UnknownNameError
from infonet.insiders import Workplaces
from infonet.ledger._events import LogEvent
from infonet.tables import ME, Tables

_NOBODY = np.empty(0, dtype=np.int64)
_FURTHEST = 3
"""Ties from the person asked first within which an insider makes it an introduction."""


class KindInference:
    """Infers kinds from the tables; without tables, from what happened in each request alone.

    Parameters
    ----------
    tables : Tables, optional
        Jobs, ties and wanted fields.
    """

    def __init__(self, tables: Tables | None = None) -> None:
        self._tables = tables
        self._known: dict[str | None, NDArray[np.int64]] = {}

    def infer(self, events: Sequence[LogEvent]) -> tuple[str, bool]:
        """Return the kind of a request, and whether it is more than a guess."""
        given = [event.kind for event in events if event.kind is not None]
        if given:
            return given[0], True
        if any(event.stage == "introduced" for event in events):
            return "introduction", True
        kept = [len(event.route) for event in events if event.route]
        if kept and kept[0] > 2:
            return "introduction", True
        person = next((event.person for event in events if event.stage == "asked"), None)
        if self._tables is None or person is None:
            named = any(event.stage == "named" and event.via for event in events)
            return ("scout" if named else "direct"), False
        company = next((event.company for event in events if event.company is not None), None)
        return self._from_tables(person, company), True

    def _from_tables(self, person: str, company: str | None) -> str:
        """Judge by whether they work there, are a tie of mine, and know a way."""
        at = int(self._people.get_indexer(pd.Index([person]))[0])
        if at < 0 or not self._mine[at]:
            return "cold"
        inside = np.zeros(len(self._people), dtype=np.bool_)
        inside[self._insiders(company)] = True
        if inside[at]:
            return "direct"
        reached = self._only(at)
        reached[self._me] = True
        beyond = self._only(at)
        for _ in range(_FURTHEST):
            beyond = self._knows(beyond) & ~reached
            if (beyond & inside).any():
                return "introduction"
            reached |= beyond
        return "scout"

    def _insiders(self, company: str | None) -> NDArray[np.int64]:
        """Return the people inside a company or wanted field; nobody where it is unknown."""
        if company not in self._known:
            self._known[company] = _NOBODY
            with suppress(UnknownNameError):
                if company is not None:
                    at = self._workplaces
                    field = company in self._fields
                    target = at.target(field=company) if field else at.target(company)
                    self._known[company] = target.insiders
        return self._known[company]

    def _knows(self, people: NDArray[np.bool_]) -> NDArray[np.bool_]:
        """Mark everybody with a tie to any of these people."""
        source, target = self._ties
        found = np.zeros_like(people)
        found[target[people[source]]] = True
        found[source[people[target]]] = True
        return found

    def _only(self, at: int) -> NDArray[np.bool_]:
        """Mark a single person."""
        alone = np.zeros(len(self._people), dtype=np.bool_)
        alone[at] = True
        return alone

    # Worked out once, and only for a log that does not say its kinds.

    @cached_property
    def _people(self) -> pd.Index:
        assert self._tables is not None
        people: pd.Index = pd.Index(self._tables.people.person)
        return people

    @cached_property
    def _me(self) -> NDArray[np.int64]:
        return np.flatnonzero(self._people.to_numpy() == ME)

    @cached_property
    def _mine(self) -> NDArray[np.bool_]:
        """Mark the ties of the ego."""
        me = np.zeros(len(self._people), dtype=np.bool_)
        me[self._me] = True
        return self._knows(me)

    @cached_property
    def _ties(self) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Return the two ends of every tie between people of the tables."""
        assert self._tables is not None
        ties = self._tables.ties
        source, target = (
            self._people.get_indexer(pd.Index(ties[end])).astype(np.int64)
            for end in ("source", "target")
        )
        known = (source >= 0) & (target >= 0)
        return source[known], target[known]

    @cached_property
    def _workplaces(self) -> Workplaces:
        assert self._tables is not None
        mine = int(self._me[0]) if len(self._me) else -1
        return Workplaces(self._tables, self._people, mine)

    @cached_property
    def _fields(self) -> set[str]:
        assert self._tables is not None
        wanted = self._tables.companies
        return set(wanted.company[wanted.kind == "field"])
