"""How a request reaches its company, where the log does not say: from the tables, or the events."""

from __future__ import annotations

from collections.abc import Callable, Collection
from contextlib import suppress
from functools import cached_property

import pandas as pd

from infonet.errors import UnknownNameError
from infonet.ledger._joining import Request
from infonet.tables import ME, Tables
from infonet.workplaces import Workplaces

__all__ = ["Kinds"]

_FURTHEST = 3
"""Ties from the person asked first within which an insider makes it an introduction."""


class Kinds:
    """Tells the kinds of requests; without tables, from what happened in them alone."""

    def __init__(self, tables: Tables | None = None) -> None:
        self._tables = tables

    def of(self, request: Request) -> tuple[str, bool]:
        """The kind, and whether it was given or follows from the tables, not merely guessed."""
        given = [entry.kind for entry in request.entries if entry.kind is not None]
        if given:
            return given[0], True
        if any(entry.stage == "introduced" for entry in request.entries):
            return "introduction", True
        frozen = [len(entry.route) for entry in request.entries if entry.route]
        if frozen and frozen[0] > 2:
            return "introduction", True
        named = any(entry.stage == "named" and entry.via for entry in request.entries)
        if self._tables is None or request.person is None:
            return ("scout" if named else "direct"), False
        return self._from_tables(request.person, request), True

    def _from_tables(self, person: str, request: Request) -> str:
        """By whether they work there, whether they are a tie, and whether a way is known."""
        company = next((e.company for e in request.entries if e.company is not None), None)
        inside = self._insiders(company) if company is not None else set()
        tied = person in self._knows({ME})
        if person in inside or not tied:
            return "direct" if tied else "cold"
        reached, beyond = {ME, person}, {person}
        for _ in range(_FURTHEST):
            beyond = self._knows(beyond) - reached
            if beyond & inside:
                return "introduction"
            reached |= beyond
        return "scout"

    @cached_property
    def _insiders(self) -> Callable[[str], set[str]]:
        assert self._tables is not None
        tables = self._tables
        person = pd.Index(tables.people.person)
        mine = int(person.get_indexer(pd.Index([ME]))[0])
        workplaces = Workplaces(tables, person, mine)
        fields = set(tables.companies.company[tables.companies.kind == "field"])
        known: dict[str, set[str]] = {}

        def insiders(company: str) -> set[str]:
            if company not in known:
                known[company] = set()
                with suppress(UnknownNameError):  # nobody is known there
                    field = company in fields
                    target = (
                        workplaces.target(field=company) if field else workplaces.target(company)
                    )
                    known[company] = set(person[target.insiders])
            return known[company]

        return insiders

    def _knows(self, people: Collection[str]) -> set[str]:
        """Everybody with a tie to one of them."""
        assert self._tables is not None
        ties = self._tables.ties
        forth, back = ties.source.isin(people), ties.target.isin(people)
        return {*ties.target[forth], *ties.source[back]}
