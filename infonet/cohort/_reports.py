"""Reports of a cohort in which nobody is named, and in which no few members can be told apart."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property
from itertools import pairwise

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from infonet.cohort._board import Wishes, by_chance, by_ties
from infonet.cohort._disclosure import FEWEST, Blur, enough
from infonet.cohort._meetings import Gains, best_meetings, gains_of
from infonet.cohort._paths import best_paths
from infonet.cohort._pool import Pool
from infonet.errors import InfonetError, whole_number
from infonet.names.companies import company_key, names_somebody
from infonet.strength import PRIORS
from infonet.tables import HasTables, Tables

Floats = NDArray[np.float64]

_ADDS = (1, 5, 20, 100)
_BETTER = ("quarter", "half")
_TOGETHER = 5  # meetings are shown so many at a time, that no pair's worth is told
_NEW_TIE = PRIORS["weak"].mean


class Reports:
    """Say of a cohort what can be said without a name, an address or a note of anybody.

    Each count of members is a number that it is not below, a multiple of five. It is missing, or
    its row is, where fewer than five members may be meant; and nearly all members look like a few
    less, so that a row and its total tell nothing of the rest. That holds of what one report says
    on one day, and of the coverage within several lengths of path. A person is a number that
    changes with the cohort: `who` says inside whose it is.

    Parameters
    ----------
    pool : Pool
        The pooled network, as `Cohort.pool` returns it.
    max_hops : int
        The most ties on a path.

    Raises
    ------
    InfonetError
        Fewer than ten members, or a number that makes no sense.

    Notes
    -----
    An employer whose name has the whole name of a known person in it, the single name of somebody
    who works there, or an address, is in no report: such a firm is that person. Whoever compares
    reports of several days, choices of companies or lengths of path may learn that something small
    has changed, and by many of them a count: hand out one edition at a time.

    Examples
    --------
    Twelve members know Bo, who works at Delta, and one of them knows Cy at Echo:

    >>> from infonet.tables import Tables
    >>> members = [f"in/m{at}" for at in range(12)]
    >>> known = [(one, "in/bo") for one in members] + [("in/m0", "in/cy")]
    >>> tables = Tables.of(
    ...     people=[{"person": one} for one in ("in/bo", "in/cy", *members)],
    ...     jobs=[{"person": "in/bo", "company": "Delta"}, {"person": "in/cy", "company": "Echo"}],
    ...     ties=[
    ...         {"source": min(pair), "target": max(pair), "evidence": "connection", "origin": one}
    ...         for pair in known
    ...         for one in pair[:1]
    ...     ],
    ... )
    >>> reports = Reports(Pool.of(tables, members, as_of="2026-06-30"), max_hops=2)
    >>> reports.coverage().values.tolist()
    [['Delta', 5]]
    >>> reports.unreached().company.tolist()
    ['Echo']
    """

    def __init__(self, pool: Pool, *, max_hops: int = 4) -> None:
        enough(len(pool.member))
        self._pool, self._hops = pool, whole_number(max_hops, "max_hops", least=1)
        self._blur = Blur(*map(str, pool.person), "members", *map(str, pool.person[pool.member]))
        self._number = self._blur.numbers(map(str, pool.person))
        self._named = self._names_somebody(pool.company)
        self._drawn = _drawn_by(pool)

    def __repr__(self) -> str:
        return f"Reports without names of {len(self._pool.member):,} members"

    def coverage(self) -> pd.DataFrame:
        """Return the employers that at least five members reach.

        Returns
        -------
        DataFrame
            company, members (at least that many have a path there). Most members first, then by
            name. `attrs` has ``members``, how many there are in all.
        """
        shown = self._reached()
        found = pd.DataFrame({"company": self._pool.company, "members": shown})
        found = found[shown.notna() & ~self._named]
        return self._told(found.sort_values(["members", "company"], ascending=[False, True]))

    def board(
        self, logs: Iterable[tuple[str, Tables | HasTables]] = (), *, as_of: object
    ) -> pd.DataFrame:
        """Return of each employer how many members reach it, how well, want it, and have asked.

        Parameters
        ----------
        logs : iterable of (str, Tables)
            Each member's key and own tables, as `Cohort.logs` yields them.
        as_of : date, str or Timestamp
            The day on which a request is open.

        Returns
        -------
        DataFrame
            company; members (at least that many have a path there, as in `coverage`), quarter (with
            a chance of 25 % or better), half (of 50 % or better), wanted (have it as a target),
            asked (have an open request there). A count is missing where it would say too much; an
            employer without any is not shown. Most wanted first, then most members, then by name.
            `attrs` has ``members``.
        """
        company, everybody = [*map(str, self._pool.company)], len(self._pool.member)
        counts = by_chance(self._paths, len(company))
        names = [self._drawn] * counts.shape[1]
        shown = self._blur.nested(counts, total=everybody, names=names)
        found = pd.DataFrame(dict(zip(("members", *_BETTER), shown, strict=True)))
        found.index = pd.Index(map(company_key, company), dtype=object)
        wishes = Wishes.of(logs, as_of)
        called = wishes.named(company)
        found = found[~found.index.duplicated()].reindex([*called])
        for name, counter in (("wanted", wishes.wanted), ("asked", wishes.asked)):
            blurred = self._blur.at_least(
                [counter[key] for key in called],
                total=everybody,
                names=[f"{name} {key}" for key in called],
            )
            found[name] = blurred.array
        found.insert(0, "company", [*called.values()])
        named = self._names_somebody(called.values())
        found = found[found.drop(columns="company").notna().any(axis=1) & ~named]
        ascending = [False, False, True]
        return self._told(found.sort_values(["wanted", "members", "company"], ascending=ascending))

    def employer(self, company: str) -> pd.DataFrame:
        """Return how many members reach an employer within how many ties.

        Parameters
        ----------
        company : str
            An employer of the pool, in any spelling.

        Returns
        -------
        DataFrame
            ties (at most that many), members (at least that many reach it). The fewest ties first,
            without those of fewer than five. `attrs` has ``members``.
        """
        key, known = company_key(company), self._pool.company
        at = [number for number, name in enumerate(known) if company_key(name) == key][:1]
        ties = np.arange(self._hops, 0, -1)
        names = [[self._drawn[each] for each in at]] * self._hops
        counts = by_ties(self._paths, len(known), self._hops)[at]
        if not at or self._named[at[0]]:
            counts, names = np.zeros((1, self._hops), dtype=np.int64), [[""]] * self._hops
        shown = self._blur.nested(counts, total=len(self._pool.member), names=names)
        found = pd.DataFrame({"ties": ties, "members": pd.concat(shown, ignore_index=True)})
        return self._told(found[found.members.notna()].iloc[::-1])

    def unreached(self, among: Iterable[str] | None = None) -> pd.DataFrame:
        """Return the employers that nobody reaches, or too few to say so.

        Parameters
        ----------
        among : iterable of str, optional
            The employers that are looked at, in any spelling, known to anybody or not; by default
            all of the pool.

        Returns
        -------
        DataFrame
            company, by name: those that `coverage` does not show. Nobody and a few are not told
            apart, since the first member who reaches an employer would be.
        """
        known = self._pool.company
        shown = {company_key(name) for name in known[self._reached().notna()]}
        asked = np.array(sorted({*(known if among is None else among)}), dtype=object)
        asked = asked[[company_key(name) not in shown for name in asked]]
        return self._told(pd.DataFrame({"company": asked[~self._names_somebody(asked)]}))

    def brokers(self) -> pd.DataFrame:
        """Return whom members would ask first for an introduction, if each asked their best way.

        Returns
        -------
        DataFrame
            broker (a number), members (at least that many would ask them), share (of all that the
            members column counts). Most members first, then by number. Brokers of fewer are not
            shown. `attrs` has ``members``, and ``fairness``: 1 where all brokers shown are asked
            by as many members, near 0 where one is asked by nearly all; missing without a broker.

        References
        ----------
        Jain, R., Chiu, D.-M. and Hawe, W. (1984). A quantitative measure of fairness and
        discrimination for resource allocation in shared computer systems. DEC Research Report 301.
        """
        pairs = self._paths[["member", "broker"]].dropna().drop_duplicates()
        count = np.bincount(pairs.broker.cat.codes, minlength=len(self._pool))
        person = np.flatnonzero(count)
        names = [f"broker {self._pool.person[at]}" for at in person]
        shown = self._blur.at_least(count[person], total=len(self._pool.member), names=names)
        found = pd.DataFrame({"broker": self._number[person], "members": shown})
        found = found[shown.notna()].sort_values(["members", "broker"], ascending=[False, True])
        served = found.members.to_numpy(dtype=np.float64)
        told = self._told(found.assign(share=served / max(1.0, served.sum())))
        even = served.sum() ** 2 / (len(served) * (served**2).sum()) if len(served) else np.nan
        told.attrs["fairness"] = float(even)
        return told

    def pooling(self) -> pd.DataFrame:
        """Return what it would add if two members put together whom they know.

        To a member are open the employers where they or their own contacts work. Beside them stand
        those that the one other member who adds most has open as well.

        Returns
        -------
        DataFrame
            adds (employers, at least), members (at least that many have somebody who adds as many).
            `attrs` has ``members``.
        """
        open_to = self._open()
        both = open_to @ open_to.T
        added = open_to.sum(axis=1)[None, :] - both
        best = added.max(axis=1, initial=0.0)
        counts = [[(best >= least).sum() for least in _ADDS]]
        names = [["pooling"]] * len(_ADDS)
        nested = self._blur.nested(counts, total=len(open_to), names=names)
        shown = pd.concat(nested, ignore_index=True)
        found = pd.DataFrame({"adds": np.array(_ADDS, dtype=np.int64), "members": shown})
        return self._told(found[shown.notna()])

    def meetings(
        self, most: int = 20, *, each: int = 1, strength: float = _NEW_TIE
    ) -> pd.DataFrame:
        """Return which members should meet, chosen greedily by the conversations it would add.

        What a meeting adds is the sum, over all employers, of how much better the best path of
        either becomes over the other, if at least five employers have five members who reach them
        already: of others nothing is said. With `each` of 1 it comes to at least a third of what
        the best choice would.

        Parameters
        ----------
        most : int
            The most meetings.
        each : int
            The most meetings of one member, of which no two are within five rows told together.
        strength : float
            The chance that somebody met in this way acts on a request, in (0, 1]; by default that
            of a weak tie, which is a labelled prior.

        Returns
        -------
        DataFrame
            member, other (numbers), adds (expected conversations, at least, that all meetings down
            to here add together: a multiple of five, lowered as counts are; missing below five, and
            within a row of five, so that no pair's is told). The most useful five first; within
            five by number. Without the rest below five.

        Raises
        ------
        InfonetError
            A number that makes no sense.
        """
        count = whole_number(most, "most", least=1)
        often = whole_number(each, "each", least=1)
        if not 0.0 < strength <= 1.0:
            raise InfonetError(f"`strength` is a chance above 0 and up to 1, not {strength}")
        among = self._reached().notna().to_numpy() & ~self._named
        among &= among.sum() >= FEWEST
        gains = gains_of(self._pool, self._paths, max_hops=self._hops, strength=strength)
        gains = Gains(gains.alone[:, among], gains.through[:, among])
        pairs, adds = best_meetings(gains, most=count, each=often, rounds=_TOGETHER)
        whole = np.floor(adds.cumsum() + 1e-9)
        names = ["meetings"] * len(whole)
        lowered = self._blur.at_least(whole, total=whole + FEWEST, names=names)
        told = lowered.to_numpy(dtype=np.float64, na_value=np.nan)
        number = self._number[self._pool.member]
        rows = []
        for end in range(_TOGETHER, len(pairs) + 1, _TOGETHER):
            some = pairs[end - _TOGETHER : end]
            met = sorted(tuple(sorted(number[[*pair]].tolist())) for pair in some)
            rows += [(*pair, np.nan) for pair in met[:-1]] + [(*met[-1], told[end - 1])]
        columns = {"member": "int64", "other": "int64", "adds": "float64"}
        return self._told(pd.DataFrame(rows, columns=[*columns]).astype(columns))

    def planned(self, week: pd.DataFrame) -> list[str]:
        """Say in sentences what a plan for all comes to, beside each member planning alone.

        Parameters
        ----------
        week : DataFrame
            As of `plan`.

        Returns
        -------
        list of str
            Without anybody's ask: conversations as whole numbers, and how many members would ask
            the same person, which is left out where it may be fewer than five. Empty for a plan of
            fewer than five asks.
        """
        if len(week) < FEWEST:
            return []
        told = week.attrs
        most = self._blur.at_least(
            [told["alone_most"]], total=len(self._pool.member), names=["same person"]
        )[0]
        alone = f"Each alone: about {told['alone_expected']:.0f}"
        if pd.notna(most):
            alone += f", as at least {most} would ask the same person"
        return [f"Together: about {told['expected']:.0f} talks can be expected.", f"{alone}."]

    def who(self, number: int) -> str:
        """Return the key of a person: for the coach alone, who introduces them.

        Parameters
        ----------
        number : int
            A broker or a member of a report of this pool.

        Returns
        -------
        str

        Raises
        ------
        InfonetError
            Nobody has that number.
        """
        found = self._pool.person[self._number == number]
        if not len(found):
            raise InfonetError(f"nobody has the number {number}: give one of this cohort's reports")
        return str(found[0])

    @cached_property
    def _paths(self) -> pd.DataFrame:
        return best_paths(self._pool, max_hops=self._hops)

    def _reached(self) -> pd.Series:
        """Return at least how many members reach each company."""
        count = np.bincount(self._paths.company.cat.codes, minlength=len(self._drawn))
        return self._blur.at_least(count, total=len(self._pool.member), names=self._drawn)

    def _open(self) -> Floats:
        """Return which employers are open to each member, as 0 or 1."""
        pool = self._pool
        indptr, indices, _ = pool.arcs()
        works = np.zeros((len(pool.member), len(pool.company)))
        row = np.full(len(pool), -1, dtype=np.int64)
        for at, member in enumerate(pool.member):
            known = np.append(indices[indptr[member] : indptr[member + 1]], member)
            row[known] = at
            works[at, pool.employer[row[pool.insider] == at]] = 1.0
            row[known] = -1
        return works

    def _names_somebody(self, companies: Iterable[str]) -> NDArray[np.bool_]:
        pool = self._pool
        jobs = zip(map(str, pool.name[pool.insider]), pool.company[pool.employer], strict=True)
        return np.array(names_somebody([*companies], map(str, pool.name), jobs), dtype=np.bool_)

    def _told(self, found: pd.DataFrame) -> pd.DataFrame:
        found = found.reset_index(drop=True)
        found.attrs["members"] = len(self._pool.member)
        return found


def _drawn_by(pool: Pool) -> list[str]:
    """Return by what each company's counts are drawn: its insiders, however it is spelt."""
    order = np.lexsort((pool.insider, pool.employer))
    cuts = np.searchsorted(pool.employer[order], np.arange(len(pool.company) + 1))
    whose = pool.person[pool.insider[order]]
    return ["\n".join(["company", *map(str, whose[a:b])]) for a, b in pairwise(cuts)]
