"""Insiders: the people who work, or worked, at a company or in a field, from the tables alone."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from infonet.errors import InfonetError, UnknownNameError
from infonet.names.companies import Spellings, company_key, same_employer
from infonet.names.text import counted
from infonet.names.titles import FITS, line_of_work, match_field, role_fit, starts_up
from infonet.tables import SCHOOL, TEXT, Tables, alike, text_or_none

__all__ = ["Target", "Workplaces", "near_words", "stated_sizes", "wanted_targets"]

_COLUMN = {"company": "company", "field": "title"}
_NAMED = 3
"""The near spellings that a sentence names."""

_SMALL = 50
"""People below which a company is small: its founders hire."""

_NOBODY = np.empty(0, dtype=np.int64)

_OF_JOBS = (
    *("_person", "_ego", "_position", "_end", "_text", "_rows", "_order"),
    *("_small", "_near", "_spellings", "current", "_own_jobs"),
)
"""What workplaces know of the jobs alone, whatever is wanted, declared or noted."""

_OF_SCHOOLS = ("alumni", "_in_common")
"""What they know of jobs and schools alone."""


@dataclass(frozen=True)
class Target:
    """A company or a field (`kind`), and the people of the network who are inside it.

    `insiders` are positions in the network, ascending and without the ego; `spellings` the raw
    company names (or titles) that matched. By default nobody is known there. A `person` is the only
    insider of their own target.
    """

    name: str
    kind: str
    insiders: NDArray[np.int64] = field(default_factory=_NOBODY.copy)
    spellings: tuple[str, ...] = ()


def wanted_targets(tables: Tables) -> pd.DataFrame:
    """Return the wanted companies and fields: company, kind, priority; the most wanted first.

    What has no priority is no target and not listed.
    """
    wanted = tables.companies.dropna(subset="priority")
    wanted = wanted.sort_values(["priority", "kind", "company"], kind="stable")
    return wanted[["company", "kind", "priority"]].reset_index(drop=True)


def stated_sizes(notes: pd.DataFrame, key_of: Callable[[str], str]) -> dict[str, int]:
    """Return about how many people employers have, by the user's own word; the latest counts.

    The employers are keys, as `key_of` makes them of a spelling (`names.companies.same_employer`).

    Examples
    --------
    >>> said = [{"company": "Delta", "kind": "size", "text": each} for each in ("30", "45")]
    >>> stated_sizes(Tables.of(notes=said).notes, company_key)
    {'delta': 45}
    """
    said = notes[notes.kind == "size"]
    numbers = pd.to_numeric(said.text, errors="coerce")
    known = zip(said.company, numbers, strict=True)
    return {key_of(company): int(number) for company, number in known if number >= 1}


class Workplaces:
    """Jobs of a network's people, indexed by employer and title.

    `person` has the keys of the people by position; the jobs of the `ego` are nobody's way in.
    """

    def __init__(self, tables: Tables, person: pd.Index, ego: int) -> None:
        self._tables, self._person, self._ego = tables, person, ego
        self._fit: dict[tuple[object, bool], int] = {}
        self._small: dict[str, bool] = {}
        self._near: dict[tuple[str, frozenset[str], frozenset[str]], dict[str, int]] = {}
        at = person.get_indexer(pd.Index(tables.jobs.person))
        kept = (at >= 0) & (at != ego)
        jobs = tables.jobs[kept]
        # Arrays, because a query reads a few rows of very many.
        self._position = at[kept].astype(np.int64)
        self._end = jobs.end.to_numpy()
        self._text = {column: jobs[column].to_numpy(dtype=object) for column in _COLUMN.values()}
        self._rows = {column: _rows_by(text) for column, text in self._text.items()}
        self._order = np.argsort(self._position, kind="stable")

    def beside(self, tables: Tables) -> Workplaces:
        """Return the same jobs beside other companies and notes; what is known of jobs is kept."""
        other = Workplaces.__new__(Workplaces)
        named: tuple[str, ...] = _OF_JOBS
        if alike(self._tables.gatherings, tables.gatherings):
            named += _OF_SCHOOLS
        kept = {name: value for name, value in vars(self).items() if name in named}
        vars(other).update(kept, _tables=tables, _fit={})
        return other

    @cached_property
    def _spellings(self) -> Spellings:
        return Spellings(self._rows["company"])

    @cached_property
    def _declared(self) -> tuple[Spellings, list[tuple[str, ...]]]:
        """The companies of the tables, each with the spellings declared the same."""
        rows = self._tables.companies[self._tables.companies.kind == "company"]
        groups = [
            (name, *(aliases if isinstance(aliases, tuple) else ()))
            for name, aliases in zip(rows.company, rows.aliases, strict=True)
        ]
        return Spellings(name for group in groups for name in group), groups

    @cached_property
    def _groups_of(self) -> dict[str, list[int]]:
        """Each declared spelling, and the groups that it stands in."""
        found: dict[str, list[int]] = {}
        for at, group in enumerate(self._declared[1]):
            for name in group:
                found.setdefault(name, []).append(at)
        return found

    @cached_property
    def same_employer(self) -> Callable[[str], str]:
        """A function from a spelling to the key that all of one employer share."""
        return same_employer(self._rows["company"], self._declared[1])

    def size(self, company: str) -> int | None:
        """Return about how many people a company has, by the user's word; None where none is."""
        return self._sizes.get(self.same_employer(company))

    @cached_property
    def _sizes(self) -> dict[str, int]:
        return stated_sizes(self._tables.notes, self.same_employer)

    @cached_property
    def current(self) -> pd.DataFrame:
        """Current job of every person: company and title by position, missing where none is known.

        Of several current jobs the last started, then the last listed, is shown.
        """
        jobs = self._tables.jobs
        now = jobs[jobs.end.isna()].sort_values("start", na_position="first", kind="stable")
        now = now.drop_duplicates("person", keep="last").set_index("person")
        found = now[["company", "title"]].reindex(self._person)
        return found.reset_index(drop=True)

    @cached_property
    def own_work(self) -> tuple[str, ...]:
        """The work that the ego wants: the wanted fields, else their own last titles."""
        wanted = self.wanted
        fields = tuple(wanted.company[wanted.kind == "field"])
        if fields or self._ego < 0:
            return fields
        own = self._own_jobs.dropna(subset="title")
        latest = own[own.end.isna()] if own.end.isna().any() else own[own.end == own.end.max()]
        return tuple(dict.fromkeys(filter(None, map(line_of_work, latest.title))))

    @cached_property
    def _own_jobs(self) -> pd.DataFrame:
        jobs = self._tables.jobs
        mine: pd.DataFrame = jobs[jobs.person == self._person[self._ego]]
        return mine

    @cached_property
    def alumni(self) -> NDArray[np.bool_]:
        """A mark of the people who share an employer or a school with the ego, in any years."""
        found = np.zeros(len(self._person), dtype=np.bool_)
        found[[*self._in_common]] = True
        return found

    @cached_property
    def _in_common(self) -> dict[int, str]:
        """The employer, or else the school, where others were as the ego was, in words."""
        found: dict[int, str] = {}
        if self._ego < 0:
            return found
        for name in self._own_jobs.company.dropna().unique().tolist():
            rows = [self._rows["company"][one] for one in self._spellings.tiers(name)]
            there = self._position[np.concatenate([_NOBODY, *rows])]
            found = dict.fromkeys(there.tolist(), f"worked at {name}") | found
        schools = self._tables.gatherings[self._tables.gatherings.kind == SCHOOL]
        at = self._person.get_indexer(pd.Index(schools.person))
        spellings = Spellings(schools.gathering)
        for name in schools.gathering[at == self._ego].unique().tolist():
            same = schools.gathering.isin(spellings.tiers(name)).to_numpy(dtype=np.bool_)
            there = at[same & (at >= 0) & (at != self._ego)]
            found = dict.fromkeys(there.tolist(), f"went to {name}") | found
        return found

    def in_common(self, position: int) -> str | None:
        """Say at which employer or school somebody was where the ego was; None where at none.

        Examples
        --------
        >>> both = [{"person": one, "company": "Golf"} for one in ("in/bo", "me")]
        >>> tables = Tables.of(people=[{"person": "in/bo"}, {"person": "me"}], jobs=both)
        >>> Workplaces(tables, pd.Index(["in/bo", "me"]), 1).in_common(0)
        'worked at Golf, like you'
        """
        words = self._in_common.get(position)
        return words and f"{words}, like you"

    def fits(self, people: NDArray[np.int64], target: Target) -> NDArray[np.int64]:
        """Rank how each of several insiders fits the work that the ego wants.

        The rank is the place in `FITS`, 0 for a hiring manager; the same for everybody where it is
        not known what work is wanted (`own_work`).
        """
        last, alum = len(FITS) - 1, FITS.index("alum")
        found = np.full(len(people), last, dtype=np.int64)
        if not self.own_work:
            return found
        if target.kind == "person":
            jobs = self.current.iloc[people]
            found[:] = [self._fit_of(*job) for job in zip(jobs.company, jobs.title, strict=True)]
        else:
            rows = self._rows_inside(people, target)
            for row in np.unique(rows[self._fit_by_row[rows] < 0]):
                job = (self._text[column][row] for column in ("company", "title"))
                self._fit_by_row[row] = self._fit_of(*job)
            found = self._fit_by_row[rows]
        return np.where((found == last) & self.alumni[people], alum, found)

    @cached_property
    def _fit_by_row(self) -> NDArray[np.int64]:
        """Hold how each job fits the work that the ego wants; -1 as long as nobody has asked."""
        return np.full(len(self._position), -1, dtype=np.int64)

    def _fit_of(self, company: object, title: object) -> int:
        """Rank how a job fits the work that the ego wants; titles repeat, each is read once."""
        told = title, starts_up(title) and self._is_small(company)
        if told not in self._fit:
            fit = role_fit(title, self.own_work, small=told[1], more=self._words)
            self._fit[told] = FITS.index(fit)
        return self._fit[told]

    def _is_small(self, company: object) -> bool:
        """Say whether a company is below 50 people: by the user's word, or by who is known there.

        It is guessed where a quarter of those known there started or lead it.
        """
        if not isinstance(company, str):
            return False
        size = self.size(company)
        if size is not None:
            return size < _SMALL
        if company not in self._small:
            rows = [row for row in self._rows["company"][company] if np.isnat(self._end[row])]
            top = sum(starts_up(self._text["title"][row]) for row in rows)
            self._small[company] = len(rows) < _SMALL and 4 * top >= len(rows)
        return self._small[company]

    def _rows_inside(self, people: NDArray[np.int64], target: Target) -> NDArray[np.int64]:
        """Return the row of the job that makes each of several people an insider."""
        rows = self._rows[_COLUMN[target.kind]]
        inside = np.concatenate([_NOBODY, *(rows[one] for one in target.spellings)])
        # A present job comes after a past one, and the last listed last: that one counts.
        inside = inside[np.lexsort((inside, np.isnat(self._end[inside]), self._position[inside]))]
        last = np.searchsorted(self._position[inside], people, side="right") - 1
        found: NDArray[np.int64] = inside[last]
        return found

    def at_target(self, position: int, target: Target) -> tuple[str | None, str | None]:
        """Return company and title of the job that makes somebody an insider.

        A present job comes before a past one; the title of a past one says until when, as in
        ``Intern (until 2019-01-01)``.
        """
        if target.kind == "person":
            job = self.current.iloc[position]
            return text_or_none(job.company), text_or_none(job.title)
        ends = np.searchsorted(self._position, [position, position + 1], sorter=self._order)
        inside = self._text[_COLUMN[target.kind]]
        rows = [row for row in self._order[slice(*ends)] if inside[row] in target.spellings]
        if not rows:
            return None, None
        row = max(rows, key=lambda row: (np.isnat(self._end[row]), row))
        company, title = (text_or_none(self._text[column][row]) for column in ("company", "title"))
        if not np.isnat(self._end[row]):
            title = f"{title or 'worked there'} (until {self._end[row].astype('datetime64[D]')})"
        return company, title

    @property
    def wanted(self) -> pd.DataFrame:
        """The wanted companies and fields: company, kind, priority; the most wanted first.

        What has no priority is no target and not listed.
        """
        return self._wanted.copy(deep=False)

    @cached_property
    def _wanted(self) -> pd.DataFrame:
        return wanted_targets(self._tables)

    def aliases(self, company: str) -> list[str]:
        """Return the spellings that the user has declared to be the same company, in no order."""
        declared, groups = self._declared
        found = {at for one in declared.tiers(company) for at in self._groups_of[one]}
        return [other for at in sorted(found) for other in groups[at]]

    def target(
        self, company: str | None = None, *, field: str | None = None, former: bool = False
    ) -> Target:
        """Find the insiders of a company, or of a field of work.

        A company is matched in the tiers exact and strong, never by substring, a field on the
        titles of current jobs. With `former`, people who used to work there count as insiders, too.
        Where nobody is known at a wanted company, the target has no insiders.

        Raises
        ------
        InfonetError
            Neither a company nor a field, or both.
        UnknownNameError
            A company that is neither wanted nor anybody's employer; it offers the nearest names.
        """
        if (company is None) == (field is None):
            raise InfonetError("expected a company or `field=`, one of the two: name just one")
        if field is not None:
            titles = self._rows["title"]
            belongs = match_field(field, titles, more=self._words.get(field, ()))
            held = [title for title, inside in zip(titles, belongs, strict=True) if inside]
            return self._target(field, "field", held, former=former)
        name = str(company)
        matched = self._matching(name)
        if not matched and not self.aliases(name):
            raise self._unknown(name)
        return self._target(name, "company", matched, former=former)

    def _matching(self, company: str) -> Iterable[str]:
        """Return the spellings that mean a company."""
        return self._spellings.tiers(company, aliases=self.aliases(company))

    def _unknown(self, name: str) -> UnknownNameError:
        """Return the error for a company that is neither wanted nor anybody's employer."""
        near = self.near(name)
        known = self._tables.companies
        wanted = known.company[known.kind == "company"]
        offered = [*near.company, *self._spellings.nearest(name, also=wanted)]
        offered = list(dict.fromkeys(offered))
        if len(near):
            there, first = near_words(near), near.company.iloc[0]
            return UnknownNameError(
                f"nobody whom you know works at `{name}` itself; you know {there}: the same "
                f"company? Then say `book.same_company({name!r}, {first!r})`; else make it a "
                f"target: `book.want({name!r})`",
                offered,
                near={"company": near.company.tolist(), "people": near.people.tolist()},
                plain=f"You know nobody at {name} itself; {there}: the same company?",
            )
        offer = f"did you mean {' or '.join(f'`{other}`' for other in offered)}? If not,"
        return UnknownNameError(
            f"you know nobody at `{name}` yet: {offer if offered else 'check the spelling, or'}"
            f" make it a target: `book.want({name!r})`",
            offered,
        )

    def near(self, company: str) -> pd.DataFrame:
        """List the spellings that may mean a company without matching it, with who is there.

        They share a distinctive word with it, are its initials, or differ by a slip. Left out is
        what was declared the same (`Book.same_company`), and what a note of the company, of the
        kind *another company*, says is another.

        Parameters
        ----------
        company : str
            The company, in any spelling.

        Returns
        -------
        DataFrame
            company (as most of its people spell it), people (of the network, who work there now);
            the most people first, then the likest.

        Examples
        --------
        >>> jobs = [{"person": "in/bo", "company": "Fjordlys UK"}]
        >>> tables = Tables.of(people=[{"person": "in/bo"}], jobs=jobs)
        >>> Workplaces(tables, pd.Index(["in/bo"]), -1).near("Fjordlys")
               company  people
        0  Fjordlys UK       1
        """
        near = self.count_near(company)
        found = pd.DataFrame({"company": [*near], "people": [*near.values()]})
        return found.astype({"company": TEXT, "people": "int64"})

    def count_near(self, company: str) -> dict[str, int]:
        """Map the spellings that `near` lists to the people who work there, in its order.

        Examples
        --------
        >>> jobs = [{"person": "in/bo", "company": "Fjordlys UK"}]
        >>> tables = Tables.of(people=[{"person": "in/bo"}], jobs=jobs)
        >>> Workplaces(tables, pd.Index(["in/bo"]), -1).count_near("Fjordlys")
        {'Fjordlys UK': 1}
        """
        aliases = frozenset(self.aliases(company))
        own = {company_key(one) for one in (company, *aliases)}
        others = frozenset(other for one, other in self._apart if one in own)
        asked = company, aliases, others
        if asked not in self._near:
            self._near[asked] = self._find_near(*asked)
        return {**self._near[asked]}

    @cached_property
    def _apart(self) -> frozenset[tuple[str, str]]:
        """The keys of companies, and of what a note of them says is another company."""
        notes = self._tables.notes
        told = notes[notes.kind == "another company"].dropna(subset=["company", "text"])
        keys = (map(company_key, told[name]) for name in ("company", "text"))
        return frozenset(zip(*keys, strict=True))

    def _find_near(
        self, company: str, aliases: Iterable[str], others: Iterable[str]
    ) -> dict[str, int]:
        """Count who is at the near spellings of a company, without the keys of other companies."""
        seen = {*others}
        found: dict[str, int] = {}
        for spelling in self._spellings.near(company, aliases=aliases):
            if company_key(spelling) in seen:
                continue
            same = self._spellings.tiers(spelling)
            seen |= set(map(company_key, same))
            rows = {one: self._rows["company"][one] for one in same}
            now = {one: at[np.isnat(self._end[at])] for one, at in rows.items()}
            people = len(np.unique(self._position[np.concatenate([_NOBODY, *now.values()])]))
            if people:
                found[max(now, key=lambda one: (len(now[one]), -len(one)))] = people
        return dict(sorted(found.items(), key=lambda one: -one[1]))

    @cached_property
    def _words(self) -> dict[str, tuple[str, ...]]:
        """The words of titles that the user has added to fields."""
        known = self._tables.companies
        fields = known[known.kind == "field"]
        named = zip(fields.company, fields.aliases, strict=True)
        return {name: words for name, words in named if isinstance(words, tuple)}

    @cached_property
    def _fields(self) -> frozenset[str]:
        known = self._tables.companies
        return frozenset(known.company[known.kind == "field"])

    def is_field(self, name: str) -> bool:
        """Say whether a name is that of a field in the tables."""
        return name in self._fields

    def named(self, name: str, *, strict: bool = True) -> Target:
        """Find the insiders of a company, or of the field of that name in the tables.

        An unknown company is an error, as in `target`, or without `strict` has no insiders.
        """
        if self.is_field(name):
            return self.target(field=name)
        if strict:
            return self.target(name)
        return self._target(name, "company", self._matching(name), former=False)

    def _target(self, name: str, kind: str, matched: Iterable[str], *, former: bool) -> Target:
        rows = self._rows[_COLUMN[kind]]
        inside = {spelling: rows[spelling] for spelling in matched}
        if not former:
            inside = {spelling: at[np.isnat(self._end[at])] for spelling, at in inside.items()}
        people = [self._position[at] for at in inside.values()]
        spellings = tuple(sorted(spelling for spelling, at in inside.items() if len(at)))
        ascending = np.sort(np.concatenate([_NOBODY, *people]))
        once = np.diff(ascending, prepend=-1) > 0
        return Target(name, kind, ascending[once], spellings)


def _rows_by(text: NDArray[np.object_]) -> dict[str, NDArray[np.intp]]:
    """Return the rows of each text; a missing text has none."""
    groups = pd.Series(range(len(text))).groupby(pd.Index(text, dtype=object)).indices
    return {str(value): np.asarray(rows) for value, rows in groups.items()}


def near_words(near: pd.DataFrame) -> str:
    """Say how many people work at each near spelling; the first of them, where there are many.

    Examples
    --------
    >>> near_words(pd.DataFrame({"company": ["Fjordlys UK", "Fjordlys.com"], "people": [3, 2]}))
    '3 people at Fjordlys UK, 2 at Fjordlys.com'
    """
    counts = [*zip(near.company, near.people, strict=True)]
    said = [f"{people:,} at {company}" for company, people in counts[:_NAMED]]
    if said:
        company, people = counts[0]
        said[0] = f"{counted(people, 'person', 'people')} at {company}"
    if len(counts) > _NAMED:
        said.append(f"{sum(people for _, people in counts[_NAMED:]):,} elsewhere")
    return ", ".join(said)
