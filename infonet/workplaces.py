"""Who works where: which people are inside a target."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from infonet.employers import Spellings, match_field
from infonet.errors import InfonetError, UnknownNameError
from infonet.tables import Tables

__all__ = ["Target", "Workplaces"]


@dataclass(frozen=True)
class Target:
    """A company or a field, and the people of the network who are inside it.

    Attributes
    ----------
    name : str
        As the user writes it.
    kind : str
        ``company`` or ``field``.
    insiders : ndarray of int64
        Positions in the network, ascending; the ego is never among them.
    spellings : tuple of str
        The raw company names (or titles) that matched.
    """

    name: str
    kind: str
    insiders: NDArray[np.int64]
    spellings: tuple[str, ...]


class Workplaces:
    """The jobs of a network's people, indexed by employer and title.

    Parameters
    ----------
    tables : Tables
        Its ``jobs`` and ``companies`` are used.
    person : Index of str
        The keys of the people, by position.
    ego : int
        The person whose own jobs are nobody's way in.

    Examples
    --------
    >>> jobs = [{"person": "in/ana", "company": "Delta Inc."}]
    >>> Workplaces(Tables.of(jobs=jobs), pd.Index(["in/ana", "me"]), 1).target("delta").spellings
    ('Delta Inc.',)
    """

    def __init__(self, tables: Tables, person: pd.Index, ego: int) -> None:
        self._tables, self._person = tables, person
        at = person.get_indexer(pd.Index(tables.jobs.person))
        kept = (at >= 0) & (at != ego)
        self._jobs = tables.jobs.loc[kept, ["company", "title", "end"]].assign(position=at[kept])

    @cached_property
    def _spellings(self) -> Spellings:
        return Spellings(self._jobs.company.dropna().unique())

    @cached_property
    def current(self) -> pd.DataFrame:
        """Current job of every person.

        Returns
        -------
        DataFrame
            company, title; missing where none is known. Of several current jobs the last
            started, then the last listed, is shown. Index: positions 0 … people-1.
        """
        jobs = self._tables.jobs
        now = jobs[jobs.end.isna()].sort_values("start", na_position="first", kind="stable")
        now = now.drop_duplicates("person", keep="last").set_index("person")
        found = now[["company", "title"]].reindex(self._person)
        return found.reset_index(drop=True)

    def at_target(self, position: int, target: Target) -> tuple[str | None, str | None]:
        """Company and title of one insider in the job that makes them one; a past one says so."""
        jobs = self._jobs[self._jobs["position"] == position]
        by = jobs.company if target.kind == "company" else jobs.title
        inside = jobs[by.isin(target.spellings)]
        now = inside[inside.end.isna()]
        if inside.empty:
            return None, None
        job = (inside if now.empty else now).iloc[-1]
        title = None if pd.isna(job.title) else str(job.title)
        if now.empty:
            title = f"{title or 'worked there'} (until {job.end:%Y-%m-%d})"
        return None if pd.isna(job.company) else str(job.company), title

    @property
    def wanted(self) -> pd.DataFrame:
        """The wanted companies and fields, most wanted first.

        Returns
        -------
        DataFrame
            company, kind, priority. What has no priority is no target and not listed.
        """
        wanted = self._tables.companies.dropna(subset="priority")
        wanted = wanted.sort_values(["priority", "kind", "company"], kind="stable")
        return wanted[["company", "kind", "priority"]].reset_index(drop=True)

    def target(
        self, company: str | None = None, *, field: str | None = None, former: bool = False
    ) -> Target:
        """Who is inside a company, or a field of work.

        Parameters
        ----------
        company : str, optional
            A company, matched in the tiers exact and strong, never by substring.
        field : str, optional
            A field of work instead, matched on the titles of current jobs.
        former : bool
            Count people who used to work there as insiders, too.

        Returns
        -------
        Target
            Possibly with nobody inside: a wanted company where nobody is known.

        Raises
        ------
        InfonetError
            Neither a company nor a field, or both.
        UnknownNameError
            A company that is neither wanted nor anybody's employer; it offers the nearest names.
        """
        if (company is None) == (field is None):
            raise InfonetError("expected a company or `field=`, one of the two: name just one")
        jobs = self._jobs if former else self._jobs[self._jobs.end.isna()]
        if field is not None:
            return _target(field, "field", jobs[match_field(field, jobs.title)], "title")
        name = str(company)
        wanted, aliases = self._declared(name)
        matched = self._spellings.match(name, aliases=aliases).company
        if matched.empty and not wanted:
            known = self._tables.companies
            near = self._spellings.nearest(name, also=known.company[known.kind == "company"])
            offer = f"did you mean {' or '.join(f'`{other}`' for other in near)}?" if near else ""
            raise UnknownNameError(
                f"nobody in the network works at `{name}` and it is no target: "
                f"{offer or 'check the spelling'} Or make it a target: book.want({name!r})",
                near,
            )
        return _target(name, "company", jobs[jobs.company.isin(matched)], "company")

    def _declared(self, company: str) -> tuple[bool, tuple[str, ...]]:
        """Whether the companies table lists the company, and every spelling declared the same."""
        rows = self._tables.companies[self._tables.companies.kind == "company"]
        groups = [
            (name, *(aliases if isinstance(aliases, tuple) else ()))
            for name, aliases in zip(rows.company, rows.aliases, strict=True)
        ]
        same = set(Spellings(name for group in groups for name in group).match(company).company)
        found = [name for group in groups if same & set(group) for name in group]
        return bool(found), tuple(found)


def _target(name: str, kind: str, inside: pd.DataFrame, column: str) -> Target:
    people = np.unique(inside["position"].to_numpy(dtype=np.int64))
    return Target(name, kind, people, tuple(sorted(inside[column].unique())))
