"""Ties between two others that nobody stated, inferred from what they have in common.

Two numbers are kept apart. `exists` is the chance that the two know each other; `strength` is that
times the strength of a weak tie. No inferred tie is part of a network: a path never rests on one.
It only says whom a contact may know.
"""

from __future__ import annotations

import copy
from functools import cached_property
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from infonet.insiders import stated_sizes
from infonet.names.companies import is_company, same_employer
from infonet.strength._closure import Acquaintances, Pairs
from infonet.strength._evidence import positions, with_logged
from infonet.strength._priors import PRIORS
from infonet.tables import GATHERINGS, ME, SCHOOL, TEXT, HasTables, Tables, as_date, tables_of

TOGETHER = 0.65
"""The chance that two who were together alone for once know each other: c in c/(n - 1).

Fitted on training data alone: on the pairs within one half of the people of the Enron mails (0.66),
and on a quarter of the days of the InVS15 contacts against the next quarter (0.66).
"""

SURE = 0.9
"""The most that gatherings can say."""

CROWD = 50
"""A gathering of more people says nothing: 0.65 / 49 is little more than 1 in 100."""

FADES = 90.0
"""Days in which the weight of a gathering falls to 1/e, where it is asked who is in touch now.

Three months: a round figure, set before any network was looked at.
"""

COLLEAGUES = 2.0
"""Of an employer with n people of the book at the same time, n-th part that one knows: 2/n."""

AT_MOST = 0.5
"""The most that a shared employer can say."""

FELLOWS = 0.1
"""What a shared school says, as a part of what an employer of as many people would say."""

_LARGE = 500
"""An employer of more people of the book says nothing, and would make very many pairs."""

LEAST = TOGETHER / (CROWD - 1)
"""A common acquaintance who says less than the largest gathering says nothing."""

_MET = tuple(kind for kind in GATHERINGS if kind != SCHOOL)
"""The kinds of gatherings at which people were together."""

KINDS = (*_MET, "acquaintance", "employer", SCHOOL)
"""The kinds of evidence, in order of trust."""

_DAY = "datetime64[D]"
_MISSING = np.iinfo(np.int64).min
_GAP = 31
"""Days between two jobs at one employer that are one stay."""


class Shared(NamedTuple):
    """Evidence that pairs of people know each other: one row per pair and kind.

    `a` and `b` are positions of people, `kind` is a place in `KINDS`. `times` counts the weeks of
    gatherings, `size` the people at the employer or school; `since` and `until` are days, missing
    (NaT) where there are none; `company` is how the employer or school of `b` is spelt, or None.
    """

    a: NDArray[np.int64]
    b: NDArray[np.int64]
    kind: NDArray[np.int8]
    exists: NDArray[np.float64]
    recent: NDArray[np.float64]
    times: NDArray[np.int64]
    size: NDArray[np.int64]
    since: NDArray[np.datetime64]
    until: NDArray[np.datetime64]
    company: NDArray[np.object_]

    def take(self, at: NDArray[np.intp]) -> Shared:
        """Return some of the rows."""
        return Shared._make(column[at] for column in self)


def _pairs(
    a: NDArray[np.int64], b: NDArray[np.int64], kind: int | NDArray[np.int64], **known: Any
) -> Shared:
    """Return evidence of pairs; what is not known of it is 0 or missing."""
    n, never = len(a), np.datetime64("NaT", "D")
    none = {"times": 0, "size": 0, "since": never, "until": never, "company": None}
    filled = {name: np.full(n, known.get(name, cell)) for name, cell in none.items()}
    return Shared(a=a, b=b, kind=np.full(n, kind, dtype=np.int8), **known | filled)


class Inferred:
    """Index what people have in common, so that the pairs of a few are found among very many.

    `person` has the key of each position; nothing later than `as_of` counts, nor does `ego`. `kept`
    is for whoever asks again: what it holds lasts as long as the evidence.
    """

    def __init__(
        self, tables: Tables, person: pd.Index, as_of: pd.Timestamp, ego: str = ME
    ) -> None:
        self._n = len(person)
        self._met = _Met.of(tables, person, ego)
        self._employed = _Employed.of(tables.jobs, tables, person, ego)
        self._schooled = _Employed.of(_studies(tables), tables, person, ego)
        self._look(as_of)

    def on(self, as_of: pd.Timestamp) -> Inferred:
        """Return the same of another day, or itself; what no day changes is not read again."""
        if as_of == self._as_of:
            return self
        other = copy.copy(self)
        other._look(as_of)  # noqa: SLF001 - it is one of these
        return other

    def _look(self, as_of: pd.Timestamp) -> None:
        self._as_of = as_of
        self.kept: dict[object, object] = {}
        day = np.datetime64("9999-12-31") if pd.isna(as_of) else np.datetime64(as_of, "D")
        self._gatherings, self._stays = _Gatherings(self._met, day), _Stays(self._employed, day)
        self._studies = _Stays(self._schooled, day, SCHOOL, FELLOWS)

    def between(self, some: NDArray[np.bool_], others: NDArray[np.int64]) -> Shared:
        """Find what joins people marked in `some` (`a`) and people at positions `others` (`b`)."""
        found = [
            self._gatherings.between(some, others, self._n),
            self._common(some, others),
            self._stays.between(some, others, self._n),
        ]
        if len(self._schooled.person):  # few have any, and a plan asks at every target
            found.append(self._studies.between(some, others, self._n))
        return Shared._make(np.concatenate(columns) for columns in zip(*found, strict=True))

    def through(self, a: int, b: int) -> int:
        """Return the likeliest acquaintance whom two people have in common; -1 for none."""
        return self._together.through(a, b)

    def _common(self, some: NDArray[np.bool_], others: NDArray[np.int64]) -> Shared:
        """Find the pairs that were never together, but with the same third."""
        if not len(self._gatherings):
            return self._gatherings.between(some, others[:0], self._n)
        found = self._together.between(some, np.unique(others), least=LEAST)
        exists, recent = np.minimum(SURE, found.exists), np.minimum(SURE, found.recent)
        return _pairs(found.a, found.b, KINDS.index("acquaintance"), exists=exists, recent=recent)

    @cached_property
    def _together(self) -> Acquaintances:
        """The people who were together; found when it is first asked for."""
        n = self._n
        found = self._gatherings.between(np.ones(n, dtype=np.bool_), np.arange(n), n)
        code, exists = chance_of(found, n)
        _, recent = chance_of(found._replace(exists=found.recent), n)
        return Acquaintances(Pairs(code // n, code % n, exists, recent), n)


def chance_of(found: Shared, n: int) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
    """Join the evidence of each pair: return its code, a·n + b, and the chance that it exists."""
    code, at = np.unique(found.a * n + found.b, return_inverse=True)
    doubt = np.bincount(at.ravel(), np.log1p(-found.exists), minlength=len(code))
    return code, np.minimum(SURE, -np.expm1(doubt))


def inferred_ties(tables: Tables | HasTables, *, as_of: object) -> pd.DataFrame:
    """List the ties between two others that nobody stated, with what speaks for each.

    Parameters
    ----------
    tables : Tables or Book
        The gatherings, schools among them, and the jobs.
    as_of : date, str or Timestamp
        The day; what is later does not count.

    Returns
    -------
    DataFrame
        source, target (person keys, source < target), exists (the chance that the two know each
        other, by all that speaks for it), strength (that times the prior of a weak tie), kind
        (thread, meeting, mail, acquaintance, employer or school), share (the chance by this kind
        alone), recent (the same with gatherings that fade in three months: who is in touch now),
        times (weeks in which they were together), company (the employer or the school), since,
        until. One row per pair and kind; likeliest first, then by key.

    Raises
    ------
    InfonetError
        A tie names somebody who is not in ``people``, or `as_of` is no date.

    Notes
    -----
    Gatherings of n people count ``1 − ∏ (1 − c/(n − 1))`` with c = 0.65, at most 0.9. Two who were
    never together, but each with the same third, count ``1 − exp(−∑ p·q/k)``: the two chances, over
    the number of people whom the third so knows; who knows more than 50 says nothing. Two who were
    at one employer at the same time count ``min(0.5, 2/size)``: an assumption, not a measurement;
    size are the people of the book there at that time, or those that the user says it has, if they
    are more (a note of the kind *size*). Two who were at one school at the same time count a tenth
    of that, another assumption; who was there in years that nobody knows counts for nothing. Pairs
    that any tie joins are left out, and so is the user. Each is a labelled prior;
    ``docs/likelihood.md`` has the measurements.

    Examples
    --------
    >>> both = {"gathering": "g", "kind": "thread", "size": 3, "times": 1}
    >>> tables = Tables.of(
    ...     people=[{"person": "in/ana"}, {"person": "in/jing"}],
    ...     gatherings=[both | {"person": "in/ana"}, both | {"person": "in/jing"}],
    ... )
    >>> found = inferred_ties(tables, as_of="2026-06-30")
    >>> found[["source", "target", "exists", "kind"]].values.tolist()
    [['in/ana', 'in/jing', 0.325, 'thread']]
    """
    day = as_date(as_of)
    tables = with_logged(tables_of(tables), day)
    person = pd.Index(tables.people.person.sort_values())
    n = len(person)
    found = Inferred(tables, person, day).between(np.ones(n, dtype=np.bool_), np.arange(n))
    found = found.take(np.flatnonzero(found.a < found.b))
    source, target = positions(person, tables.ties)
    tied = np.minimum(source, target) * n + np.maximum(source, target)
    found = found.take(np.flatnonzero(~np.isin(found.a * n + found.b, tied)))
    code, exists = chance_of(found, n)
    both = exists[np.searchsorted(code, found.a * n + found.b)]
    kinds = np.array(KINDS, dtype=object)[found.kind]
    listed = pd.DataFrame(
        {
            "source": pd.Series(person[found.a], dtype=TEXT),
            "target": pd.Series(person[found.b], dtype=TEXT),
            "exists": both,
            "strength": both * PRIORS["weak"].mean,
            "kind": pd.Series(kinds, dtype=TEXT),
            "share": found.exists,
            "recent": found.recent,
            "times": found.times,
            "company": pd.Series(found.company, dtype=TEXT),
            "since": found.since.astype("datetime64[s]"),
            "until": found.until.astype("datetime64[s]"),
        }
    )
    order = ["exists", "source", "target"]
    listed = listed.assign(place=found.kind).sort_values(
        [*order, "place"], ascending=[False, True, True, True], ignore_index=True
    )
    return listed.drop(columns="place")


class _Met(NamedTuple):
    """The rows of the gatherings that can count: who was where, how large it was, until when."""

    person: NDArray[np.int64]
    gathering: NDArray[np.int64]
    kind: NDArray[np.int8]
    size: NDArray[np.int64]
    times: NDArray[np.int64]
    last: NDArray[np.datetime64]

    @classmethod
    def of(cls, tables: Tables, person: pd.Index, ego: str) -> _Met:
        """Read the rows of the tables."""
        rows = tables.gatherings
        at = person.get_indexer(pd.Index(rows.person)).astype(np.int64)
        size = rows["size"].to_numpy()
        kept = (at >= 0) & (rows.person != ego).to_numpy(dtype=bool)
        kept &= rows.kind.isin(_MET).to_numpy(dtype=bool) & (size >= 2) & (size <= CROWD)
        return cls(
            at[kept],
            pd.factorize(rows.gathering[kept])[0].astype(np.int64),
            pd.Categorical(rows.kind[kept], categories=_MET).codes.astype(np.int8),
            size[kept],
            rows.times.to_numpy()[kept],
            rows["last"].to_numpy(dtype=_DAY)[kept],
        )

    def take(self, at: NDArray[np.intp]) -> _Met:
        """Return some of the rows."""
        return _Met._make(column[at] for column in self)


class _Gatherings:
    """The gatherings up to a day, by person and by gathering."""

    def __init__(self, met: _Met, day: np.datetime64) -> None:
        past = np.flatnonzero(~(met.last > day))
        met = met.take(past)
        self._person, self._last = met.person, met.last
        self._gathering, self._kind, self._times = met.gathering, met.kind, met.times
        chance = TOGETHER / np.maximum(met.size - 1.0, 1.0)
        self._doubt = met.times * np.log1p(-chance)
        days = (day - self._last).astype(np.float64)
        age = np.where(np.isnat(self._last), np.inf, days)
        self._faded = met.times * np.log1p(-chance * np.exp(-age / FADES))
        self._by_person = np.argsort(self._person, kind="stable")

    def __len__(self) -> int:
        return len(self._person)

    def between(self, some: NDArray[np.bool_], others: NDArray[np.int64], n: int) -> Shared:
        """Find the pairs that were together, a row per pair and kind."""
        mine = np.flatnonzero(some[self._person])
        mine = mine[np.argsort(self._gathering[mine], kind="stable")]
        ends = self._person[self._by_person]
        theirs = self._by_person[_ranges(ends, np.unique(others))[1]]
        first, at = _ranges(self._gathering[mine], self._gathering[theirs])
        a, b = mine[at], theirs[first]
        apart = self._person[a] != self._person[b]
        a, b = a[apart], b[apart]
        pair = (self._person[a] * n + self._person[b]) * len(KINDS) + self._kind[b]
        code, at = np.unique(pair, return_inverse=True)
        last = np.full(len(code), _MISSING)
        np.maximum.at(last, at, self._last[b].astype(np.int64))
        times = np.zeros(len(code), dtype=np.int64)
        np.add.at(times, at, self._times[b])

        def chance(doubt: NDArray[np.float64]) -> NDArray[np.float64]:
            total = np.bincount(at, doubt[b], minlength=len(code))
            return np.minimum(SURE, -np.expm1(total))

        pair, kind = np.divmod(code, len(KINDS))
        exists, recent, until = chance(self._doubt), chance(self._faded), last.astype(_DAY)
        more = {"exists": exists, "recent": recent, "times": times, "until": until}
        return _pairs(pair // n, pair % n, kind, **more)


class _Employed(NamedTuple):
    """The jobs at employers, in the order of these; `by_person` brings them into that of people.

    A school is as an employer. `stated` has by employer how many people the user says it has; 0
    where nothing is said.
    """

    employer: NDArray[np.int64]
    person: NDArray[np.int64]
    start: NDArray[np.datetime64]
    end: NDArray[np.datetime64]
    spelt: NDArray[np.int64]
    by_person: NDArray[np.intp]
    spellings: NDArray[np.object_]
    stated: NDArray[np.int64]

    @classmethod
    def of(cls, jobs: pd.DataFrame, tables: Tables, person: pd.Index, ego: str) -> _Employed:
        """Read jobs; the tables say which spellings are one employer, and how large it is."""
        at = person.get_indexer(pd.Index(jobs.person)).astype(np.int64)
        spelt, spellings = pd.factorize(jobs.company)
        numbers, stated = _employers(spellings, tables)
        employer = numbers[spelt]
        kept = np.flatnonzero(
            (at >= 0) & (jobs.person != ego).to_numpy(dtype=bool) & (employer >= 0)
        )
        kept = kept[np.argsort(employer[kept], kind="stable")]
        start, end = (jobs[name].to_numpy(dtype=_DAY)[kept] for name in ("start", "end"))
        by_person = np.argsort(at[kept], kind="stable")
        names = np.asarray(spellings, dtype=object)
        return cls(employer[kept], at[kept], start, end, spelt[kept], by_person, names, stated)

    def beside(self, people: NDArray[np.int64]) -> NDArray[np.intp]:
        """Return the jobs at all employers that any of the people has worked for, in order."""
        _, own = _ranges(self.person[self.by_person], np.unique(people))
        _, rows = _ranges(self.employer, np.unique(self.employer[self.by_person[own]]))
        return rows


class _Stays:
    """Hold who was at which employer from when to when, as far as it is known on a day.

    A job without a start was held on the last day that is known of it, and before that nobody
    knows. Jobs of one person at one employer that follow each other are one stay. `part` is
    what the evidence, of one of `KINDS`, counts beside that of an employer.
    """

    def __init__(
        self, employed: _Employed, day: np.datetime64, kind: str = "employer", part: float = 1.0
    ) -> None:
        self._employed, self._day, self._kind, self._part = employed, day, kind, part

    def _at(self, rows: NDArray[np.intp]) -> tuple[NDArray[np.int64], ...]:
        """Return the stays of which some jobs are: employer, person, start, end, spelling."""
        jobs, day = self._employed, self._day
        end = np.where(np.isnat(jobs.end[rows]), day, np.minimum(jobs.end[rows], day))
        start = np.where(np.isnat(jobs.start[rows]), end, jobs.start[rows])
        rows, start, end = (column[start <= day] for column in (rows, start, end))
        begin, until = start.astype(np.int64), np.maximum(start, end).astype(np.int64)
        employer, person = jobs.employer[rows], jobs.person[rows]
        order = np.lexsort((until, begin, person, employer))
        employer, person, begin, until = (
            column[order] for column in (employer, person, begin, until)
        )
        spelt = jobs.spelt[rows][order]
        other = (np.diff(employer, prepend=-1) != 0) | (np.diff(person, prepend=-1) != 0)
        # The latest end so far of one person at one employer; later groups are lifted above it.
        lift = np.cumsum(other) * (int(until.max(initial=0)) - int(until.min(initial=0)) + 1)
        latest = np.maximum.accumulate(until + lift) - lift
        fresh = other.copy()
        fresh[1:] |= begin[1:] > latest[:-1] + _GAP
        first = np.flatnonzero(fresh)
        last = np.append(first[1:], len(fresh))[: len(first)] - 1
        if not len(first):
            return employer, person, begin, until, spelt
        stays = (
            employer[first],
            person[first],
            np.minimum.reduceat(begin, first),
            np.maximum.reduceat(until, first),
            spelt[last],
        )
        _, place, count = np.unique(stays[0], return_inverse=True, return_counts=True)
        # Who was alone at an employer shares it with nobody.
        some = (count > 1) & (count <= _LARGE)
        return tuple(column[some[place]] for column in stays)

    def between(self, some: NDArray[np.bool_], others: NDArray[np.int64], n: int) -> Shared:
        """Find the pairs that were at one employer at one time: for each the smallest of them."""
        employers, people, begin, end, spelt = self._at(self._employed.beside(others))
        # An employer's days, as one ascending number for all employers.
        low = min(int(begin.min(initial=0)), 0)
        span = int(end.max(initial=0)) - low + 2
        starts, ends = (np.sort(employers * span + (days - low)) for days in (begin, end))
        mine = np.flatnonzero(some[people])
        by_person = np.argsort(people, kind="stable")
        theirs = by_person[_ranges(people[by_person], np.unique(others))[1]]
        first, at = _ranges(employers[mine], employers[theirs])
        a, b = mine[at], theirs[first]
        since = np.maximum(begin[a], begin[b])
        until = np.minimum(end[a], end[b])
        met = (since <= until) & (people[a] != people[b])
        a, b, since, until = a[met], b[met], since[met], until[met]
        moment = employers[b] * span - low
        begun = np.searchsorted(starts, moment + until, side="right")
        size = begun - np.searchsorted(ends, moment + since, side="left")
        # Somebody may know many there and have few of them in the book.
        size = np.maximum(size, self._employed.stated[employers[b]])
        pair = people[a] * n + people[b]
        order = np.lexsort((-until, size, pair))
        order = order[np.flatnonzero(np.diff(pair[order], prepend=-1))]
        a, b, size = a[order], b[order], size[order]
        exists = self._part * np.minimum(AT_MOST, COLLEAGUES / np.maximum(size, 1))
        return _pairs(
            people[a],
            people[b],
            KINDS.index(self._kind),
            exists=exists,
            recent=exists,
            size=size,
            since=since[order].astype(_DAY),
            until=until[order].astype(_DAY),
            company=self._employed.spellings[spelt[b]],
        )


def _studies(tables: Tables) -> pd.DataFrame:
    """Return the stays at schools of which a year is known, as jobs."""
    rows = tables.gatherings[tables.gatherings.kind == SCHOOL].dropna(
        subset=["since", "last"], how="all"
    )
    return rows.rename(columns={"gathering": "company", "since": "start", "last": "end"})


def _employers(spellings: pd.Index, tables: Tables) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return the number of the employer of each spelling, then -1 for no employer at all.

    And by these numbers how many people are there by the user's own word, 0 where nothing is said.
    """
    stated = tables.companies[tables.companies.kind == "company"]
    declared = [
        (name, *(aliases if isinstance(aliases, tuple) else ()))
        for name, aliases in zip(stated.company, stated.aliases, strict=True)
    ]
    key_of = same_employer(spellings, declared)
    keys = [key_of(one) if is_company(one) else "" for one in spellings]
    number = {"": -1}
    found = [number.setdefault(key, len(number)) for key in keys]
    sizes = stated_sizes(tables.notes, key_of)
    by_number = [sizes.get(key, 0) for key in number]
    return np.array([*found, -1], dtype=np.int64), np.array([*by_number, 0], dtype=np.int64)


def _ranges(
    ascending: NDArray[np.int64], wanted: NDArray[np.int64]
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return for every place in `ascending` of every wanted number: which number, and the place."""
    low = np.searchsorted(ascending, wanted, side="left")
    count = np.searchsorted(ascending, wanted, side="right") - low
    which = np.repeat(np.arange(len(wanted)), count)
    begun = np.repeat(np.cumsum(count) - count, count)
    return which, np.arange(len(which)) - begun + np.repeat(low, count)
