"""A pooled network as arrays: who knows whom, who works where, and who is a member."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from infonet.errors import InfonetError, UnknownNameError, nearest
from infonet.graph import network
from infonet.insiders import Workplaces
from infonet.names.companies import company_key, is_company
from infonet.names.text import counted
from infonet.tables import HasTables, Tables, as_date, known_notes, tables_of


@dataclass(frozen=True, eq=False, repr=False)
class Pool:
    """Members, the people whom they and others know, and where those work.

    People are numbered in the order of their names, companies in the order of theirs.

    Attributes
    ----------
    indptr : ndarray of int64, shape (people + 1,)
        Where each person's ties begin in the two arrays below, which have each tie both ways.
    indices : ndarray of int32, shape (2 · ties,)
        The other end of each tie.
    strength : ndarray of float64, shape (2 · ties,)
        The chance that a request along the tie is acted on, in (0, 1].
    member : ndarray of int64, shape (members,)
        The numbers of the members, ascending.
    insider, employer : ndarray of int64, shape (jobs,)
        Each person who is an insider, and of which company; by company, then person.
    opted_out : ndarray of int64, shape (people who opted out,)
        Who is not to be asked: nobody is led to them or over them.
    person, name : ndarray of object, shape (people,)
        The key of each person, and the name to show.
    company : ndarray of object, shape (companies,)
        The name of each company.

    Examples
    --------
    >>> tie = {"source": "in/ana", "target": "in/bo", "evidence": "connection", "origin": "in/ana"}
    >>> tables = Tables.of(
    ...     people=[{"person": "in/ana"}, {"person": "in/bo"}],
    ...     jobs=[{"person": "in/bo", "company": "Delta"}],
    ...     ties=[tie],
    ... )
    >>> Pool.of(tables, ["in/ana"], as_of="2026-06-30")
    Pool of 1 member, 2 people, 1 tie and 1 company
    """

    indptr: NDArray[np.int64]
    indices: NDArray[np.int32]
    strength: NDArray[np.float64]
    member: NDArray[np.int64]
    insider: NDArray[np.int64]
    employer: NDArray[np.int64]
    opted_out: NDArray[np.int64]
    person: NDArray[np.object_]
    name: NDArray[np.object_]
    company: NDArray[np.object_]

    @classmethod
    def of(
        cls,
        tables: Tables | HasTables,
        members: Iterable[str],
        *,
        as_of: object,
        companies: Iterable[str] | None = None,
    ) -> Pool:
        """Pool the tables of a cohort on a day.

        Parameters
        ----------
        tables : Tables
            The people, jobs, ties and notes of all members together, under one key each.
        members : iterable of str
            The keys of the members.
        as_of : date, str or Timestamp
            The day, as in `infonet.network`.
        companies : iterable of str, optional
            The companies to reach, in any spelling; by default every employer of anybody. Spellings
            that mean one company are one, as in `warm_paths`.

        Returns
        -------
        Pool

        Raises
        ------
        UnknownNameError
            A member who is nobody in the tables, or a company at which nobody works.
        """
        tables = tables_of(tables)
        keys = list(dict.fromkeys(members))
        if not keys:
            raise InfonetError("a cohort needs members: add an export first")
        known = set(tables.people.person)
        for key in keys:
            if key not in known:
                raise UnknownNameError(
                    f"`{key}` is nobody in the pooled tables: give a member's key",
                    nearest(key, known, alike=75.0),
                )
        net = network(tables, as_of=as_of, ego=keys[0])
        places = Workplaces(tables, net.person, -1)
        inside = dict(
            _everywhere(tables, places) if companies is None else _wanted(places, companies)
        )
        employer = [np.full(len(people), at) for at, people in enumerate(inside.values())]
        told = known_notes(tables, as_date(as_of))
        refused = told.person[told.kind == "opted out"].dropna().unique()
        out = net.positions(sorted(refused), strict=False)
        return cls(
            indptr=net.indptr,
            indices=net.indices,
            strength=net.strength,
            member=np.sort(net.positions(keys)),
            insider=np.concatenate([_NOBODY, *inside.values()]),
            employer=np.concatenate([_NOBODY, *employer]),
            opted_out=np.unique(out[out >= 0]),
            person=net.keys,
            name=net.name,
            company=np.array([*inside, None], dtype=object)[:-1],
        )

    def __len__(self) -> int:
        return len(self.indptr) - 1

    def __repr__(self) -> str:
        people, ties = counted(len(self), "person", "people"), len(self.indices) // 2
        companies = counted(len(self.company), "company", "companies")
        members = counted(len(self.member), "member")
        return f"Pool of {members}, {people}, {counted(ties, 'tie')} and {companies}"

    def arcs(self) -> tuple[NDArray[np.int64], NDArray[np.int32], NDArray[np.float64]]:
        """Return indptr, indices and strength without the ties that lead to who opted out."""
        if not len(self.opted_out):
            return self.indptr, self.indices, self.strength
        barred = np.zeros(len(self), dtype=np.bool_)
        barred[self.opted_out] = True
        kept = ~barred[self.indices]
        indptr = np.concatenate([[0], np.cumsum(kept)])[self.indptr]
        return indptr, self.indices[kept], self.strength[kept]

    def digest(self) -> str:
        """Return a text that changes whenever anything does that a path depends on."""
        made = hashlib.sha256()
        for each in fields(self):
            array = getattr(self, each.name)
            made.update(f"{each.name} {array.shape} ".encode())
            if array.dtype == object:
                made.update("\0".join(map(str, array)).encode("utf-8", "surrogatepass"))
            else:
                made.update(np.ascontiguousarray(array).data)
        return made.hexdigest()[:32]


_NOBODY = np.empty(0, dtype=np.int64)


def _wanted(
    places: Workplaces, companies: Iterable[str]
) -> Iterable[tuple[str, NDArray[np.int64]]]:
    """Return the companies that were asked for with their insiders, by name; each once."""
    found: dict[object, tuple[str, NDArray[np.int64]]] = {}
    for name in sorted(set(companies)):
        target = places.target(name)
        found.setdefault(target.spellings or name, (name, target.insiders))
    return found.values()


def _everywhere(tables: Tables, places: Workplaces) -> Sequence[tuple[str, NDArray[np.int64]]]:
    """Return every employer with its insiders, by name: the spelling that most people have."""
    now = tables.jobs.company[tables.jobs.end.isna()].dropna()
    count = now.value_counts()
    most = pd.Series(count.index, dtype=object)
    most = most[[is_company(spelling) for spelling in most]]
    # Of one key the commonest spelling stands for all; of equally common ones the first by name.
    by_count = sorted(most, key=lambda spelling: (-int(count[spelling]), spelling))
    once = {company_key(spelling): spelling for spelling in reversed(by_count)}
    found: dict[tuple[str, ...], tuple[str, NDArray[np.int64]]] = {}
    for name in sorted(once.values(), key=lambda spelling: (-int(count[spelling]), spelling)):
        target = places.target(name)
        if len(target.insiders):
            found.setdefault(target.spellings, (name, target.insiders))
    return sorted(found.values(), key=lambda one: one[0])
