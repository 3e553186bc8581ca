"""Duplicate candidates: who may be one person by their names; offered, never done."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from itertools import combinations

import pandas as pd

from infonet.book._near_names import Near, near_names
from infonet.book._resolve import Identity, decided, preference
from infonet.book._transaction import Transaction
from infonet.book.projection import project
from infonet.names.companies import is_company, same_employer
from infonet.names.text import some_of
from infonet.tables import ME, TEXT, Tables

_DTYPES = {
    **dict.fromkeys(("a", "b", "name", "other_name", "company_a", "company_b"), TEXT),
    "score": "float64",
    "why": TEXT,
}
_ELSEWHERE = 15.0
"""What the score loses where both are known to work, and elsewhere."""
_LEAST = 84.0
"""Of 100, below which two with nearly the same name are not offered."""

# Of a name that more people have, not every pair is offered: 300 people make 45,000 pairs.
_FEW = 8

_Employers = Mapping[str, Mapping[str, str]]
"""Person → company key → the spelling, of where they work now."""


class Namesakes:
    """People who have a name in common, and what tells them apart.

    Each of the `groups` has the key first that would be kept; `owners` are whose exports, not being
    their own, each person was read in. With an `act`, only names that it brought are considered.
    """

    def __init__(
        self, transaction: Transaction, identity: Identity, act: int | None = None
    ) -> None:
        # Keys sort as in/…, me, name/…: where only the first kind is, all have profile addresses.
        asked = (
            "SELECT DISTINCT name_key, person FROM live_observation WHERE name_key IN"
            " (SELECT name_key FROM live_observation WHERE name_key IS NOT NULL GROUP BY name_key"
            " HAVING min(person) < max(person) AND max(person) >= 'me')"
        )
        if act is not None:
            asked += " AND name_key IN (SELECT name_key FROM live_observation WHERE act = ?)"
        names: defaultdict[str, set[str]] = defaultdict(set)
        for name, key in transaction.rows(asked, *([] if act is None else [act])):
            names[name].add(identity.shown(key))
        groups = (sorted(keys, key=preference) for _, keys in sorted(names.items()))
        self.groups = [group for group in groups if len(group) > 1]
        self.people = {person for group in self.groups for person in group}
        self.near: dict[tuple[str, str], Near] = {}
        self.owners: defaultdict[str, set[str]] = defaultdict(set)
        self._profiled: set[str] = set()
        self._listed: defaultdict[str, set[int]] = defaultdict(set)
        self._parted: set[frozenset[str]] = set()
        if self.groups:
            self._trace(transaction, identity)

    def add_near(self, transaction: Transaction, identity: Identity) -> None:
        """Add the pairs of people whose names are nearly the same."""
        rows = transaction.rows(
            "SELECT name_key, person FROM live_observation WHERE name_key IS NOT NULL"
            " ORDER BY weight, act"
        )
        names = {identity.shown(key): name for name, key in rows}
        alone = {person for person in names if person.startswith("name/")} | {ME} & {*names}
        if not alone:
            return
        asked, self.people = self.people, {*names}
        self._trace(transaction, identity)
        alone -= self._profiled - {ME}
        near = near_names(names, alone, self.may_be_one)
        same = {frozenset((a, b)) for group in self.groups for a, b in combinations(group, 2)}
        self.near = {pair: one for pair, one in near.items() if frozenset(pair) not in same}
        self.people = asked.union(*self.near)

    def _trace(self, transaction: Transaction, identity: Identity) -> None:
        """Find who has a profile, and in which exports everybody stands."""
        owner: dict[int, str] = {}
        exports = transaction.rows("SELECT act, owner, lists_connections FROM live_export")
        for act, key, lists in exports:
            owner[act] = identity.shown(key)
            if lists:
                self._listed[owner[act]].add(act)
        rows = transaction.rows(
            "SELECT person, act, slug IS NOT NULL, connected FROM live_observation"
        )
        for key, act, profile, connected in rows:
            person = identity.shown(key)
            if person not in self.people:
                continue
            if profile or key.startswith("in/"):
                self._profiled.add(person)
            if connected:
                self._listed[person].add(act)
            if owner.get(act, person) != person:
                self.owners[person].add(owner[act])
        for pair in decided(transaction.rows).parted:
            self._parted.add(frozenset(map(identity.shown, pair)))

    def pairs(self, employers: _Employers) -> dict[tuple[str, str], int]:
        """Return two people who may be one → how many have the name, in linear time."""
        found: dict[tuple[str, str], int] = {}
        for group in self.groups:
            chosen: Iterable[tuple[str, str]] = combinations(group, 2)
            if len(group) > _FEW:
                chosen = self._likeliest(group, employers)
            for a, b in chosen:
                if self.may_be_one(a, b):
                    found.setdefault((a, b), len(group))
        return found

    def may_be_one(self, a: str, b: str) -> bool:
        """Refuse two profiles, two of one export, and two who were declared different."""
        return not (
            {a, b} <= self._profiled
            or self._listed[a] & self._listed[b]
            or frozenset((a, b)) in self._parted
        )

    def _likeliest(self, group: list[str], employers: _Employers) -> Iterator[tuple[str, str]]:
        """Pair who has no profile with one other each: a colleague, or else the best known."""
        colleagues: defaultdict[str, list[str]] = defaultdict(list)
        place = {person: number for number, person in enumerate(group)}
        for person in group:
            for company in employers.get(person, ()):
                colleagues[company].append(person)
        for person in group:
            if person in self._profiled:
                continue
            near = [one for company in employers.get(person, ()) for one in colleagues[company]]
            for other in (*near[:_FEW], *group[:_FEW]):
                if other != person and self.may_be_one(person, other):
                    a, b = sorted((person, other), key=place.__getitem__)
                    yield a, b
                    break


def duplicate_candidates(transaction: Transaction) -> pd.DataFrame:
    """Return the pairs who may be one person by their names, the likeliest first."""
    tables = project(transaction)
    namesakes = Namesakes(transaction, transaction.identity)
    namesakes.add_near(transaction, transaction.identity)
    employers = _employers(tables, namesakes.people)
    spoken = namesakes.people.union({ME}, *namesakes.owners.values())
    known = tables.people.loc[tables.people.person.isin(spoken), ["person", "name"]].dropna()
    called = {ME: "me", **dict(zip(known.person, known.name, strict=True))}
    rows = []
    pairs: list[tuple[str, str, int, Near | None]] = []
    pairs += [(a, b, many, None) for (a, b), many in namesakes.pairs(employers).items()]
    for pair, one in namesakes.near.items():
        a, b = sorted(pair, key=preference)
        pairs.append((a, b, 0, one))
    for a, b, many, near in pairs:
        theirs = employers.get(a, {}), employers.get(b, {})
        shared = sorted(company for company in theirs[0] if company and company in theirs[1])
        companies = [_shown(held, shared) for held in theirs]
        owners = [namesakes.owners[person] for person in (a, b)]
        # Whoever was typed in, or is me, is who an import most likely shows once more.
        rank = 0 if ME in (a, b) or not all(owners) else 1 if shared else 2
        score = near.score if near else 100.0
        score -= _ELSEWHERE * (not shared and all(any(held) for held in theirs))
        if near and score < _LEAST:
            continue
        alike = near.words if near else "same name"
        why = f"{alike}{' and employer' if shared else ''}; {_where(a, b, owners, called)}"
        if many > _FEW:
            why += f"; of {many:,} people with this name each is offered with one other"
        other = called.get(b, b) if near else None
        order = (near is not None, rank, not shared, -score, called.get(a, a), a, b)
        rows.append((order, (a, b, called.get(a, a), other, *companies, score, why)))
    rows.sort(key=lambda row: row[0])
    return pd.DataFrame([row for _, row in rows], columns=list(_DTYPES)).astype(_DTYPES)


def _employers(tables: Tables, people: set[str]) -> dict[str, dict[str, str]]:
    """Return where people work now, the latest last; no employer has an empty key."""
    jobs = tables.jobs
    now = jobs[jobs["end"].isna() & jobs.company.notna() & jobs.person.isin(people)]
    made: dict[str, dict[str, str]] = {}
    key_of = same_employer(now.company.unique())
    for person, company in zip(now.person, now.company, strict=True):
        key = key_of(company) if is_company(company) else ""
        made.setdefault(person, {})[key] = company
    return made


def _shown(held: Mapping[str, str], shared: list[str]) -> str | None:
    """Return the spelling of a shared employer, or else of the latest."""
    if shared:
        return held[shared[0]]
    return list(held.values())[-1] if held else None


def _where(a: str, b: str, owners: list[set[str]], called: Mapping[str, str]) -> str:
    """Say where the two were found."""
    if ME in (a, b):
        return "one is you"
    if not all(owners):
        return "one was typed in" if any(owners) else "both were typed in"
    if both := owners[0] & owners[1]:
        return f"both in exports of {_listed(both, called)}"
    return f"in exports of {_listed(owners[0], called)} and of {_listed(owners[1], called)}"


def _listed(owners: set[str], called: Mapping[str, str]) -> str:
    """List at most three names."""
    return some_of(sorted(called.get(owner, owner) for owner in owners))
