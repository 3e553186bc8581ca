"""The NumPy engine: the best paths from one member to all companies, hop layer by hop layer.

What it finds is what `paths.sql` says, row for row. A *label* of a person is the best product of
walks of so many ties from the member, with the smallest first broker of those that have it. Walks
of one tie more are made of labels that were strictly better than all of fewer ties.

Two things keep it fast. The last tie of a path leads from a person to a company by an *opening*,
the best tie to an insider there, so that no labels are made for the last hop. And once the ways of
fewer ties are known, a longer one must beat them: openings of a company stand with the strongest
first, and only its first few can, given the best label there is.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from infonet.cohort._pool import Pool

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]

PATH = np.dtype(
    [
        ("member", "i4"),
        ("company", "i4"),
        ("probability", "f8"),
        ("hops", "i4"),
        ("broker", "i4"),
        ("insider", "i4"),
    ]
)
"""A row of a result, with numbers of the pool; the broker is -1 where a direct tie is best."""

_SCALE = 1e12
_CHUNK = 500_000  # arcs whose openings are made at once
_SPARSE = 4  # what is fewer than one in so many is looked up, of more all are gone through


class Openings(NamedTuple):
    """The best tie of each person to an insider of each company; of equals the smallest insider.

    In the order of people, and once more by company, the strongest first. `rank` is ascending: two
    for each company before, and one minus the strength.
    """

    indptr: Ints
    company: NDArray[np.int32]
    strength: Floats
    insider: NDArray[np.int32]
    by_company: Ints
    person_of: NDArray[np.int32]
    strength_of: Floats
    insider_of: NDArray[np.int32]
    rank: Floats
    top: Floats

    @classmethod
    def of(cls, pool: Pool) -> Openings:
        """Find the openings of everybody in a pool."""
        indptr, indices, strength = pool.arcs()
        insider, employer = pool.insider, pool.employer
        order = np.argsort(insider, kind="stable")
        job = np.concatenate([[0], np.cumsum(np.bincount(insider, minlength=len(pool)))])
        parts = [np.empty(0, dtype=_OPENING)]
        companies = max(1, len(pool.company))
        people = np.flatnonzero(np.diff(indptr))
        cuts = np.searchsorted(indptr[people], np.arange(0, len(indices) + 1, _CHUNK))
        for some in np.split(people, cuts[1:]):
            if len(some):
                arcs = np.arange(indptr[some[0]], indptr[some[-1] + 1])
                person = np.repeat(some, indptr[some + 1] - indptr[some])
                head = indices[arcs]
                which, at = _ragged(job, head)
                pair = person[which] * companies + employer[order[at]]
                parts.append(_openings(pair, strength[arcs[which]], head[which], companies))
        # Column by column, so that of what is large nothing is in memory twice for long.
        plain: dict[str, NDArray[Any]] = {
            name: np.concatenate([part[name] for part in parts]) for name in _OPENING.names or ()
        }
        del parts
        whose, company, strong = plain["person"], plain["company"], plain["strength"]
        first = np.concatenate([[0], np.cumsum(np.bincount(whose, minlength=len(pool)))])
        rank = company * 2.0 + (1.0 - strong)
        by_rank = np.argsort(rank, kind="stable")
        count = np.bincount(company, minlength=len(pool.company))
        top = np.zeros(len(pool))
        some = np.flatnonzero(np.diff(first))
        if len(some):
            top[some] = np.maximum.reduceat(strong, first[some])
        return cls(
            first,
            company,
            strong,
            plain["insider"],
            np.concatenate([[0], np.cumsum(count)]),
            whose[by_rank],
            strong[by_rank],
            plain["insider"][by_rank],
            rank[by_rank],
            top,
        )


_OPENING = np.dtype(
    [("person", "i4"), ("company", "i4"), ("strength", "f8"), ("insider", "i4")], align=True
)


class Labels:
    """The engine for one pool; it holds the scratch of a query, so one thread asks at a time."""

    def __init__(
        self,
        indptr: Ints,
        indices: NDArray[np.int32],
        strength: Floats,
        openings: Openings,
        *,
        max_hops: int,
    ) -> None:
        self._indptr, self._indices, self._strength = indptr, indices, strength
        self._openings, self._hops = openings, max_hops
        people, companies = len(indptr) - 1, len(openings.by_company) - 1
        # A walk of one tie more counts where product · 10^12 + ½ reaches this.
        self._least = np.zeros(people)
        self._best = np.zeros(people)
        self._broker = np.full(people, people, dtype=np.int64)
        self._least_there = np.zeros(companies)
        self._best_there = np.zeros(companies)
        self._row = np.zeros(companies, dtype=PATH)

    def of(
        self,
        member: int,
        own: Ints,
        *,
        without: int | None = None,
        begin: float = 1.0,
        few: int | None = None,
    ) -> NDArray[np.void]:
        """Return the best path of a member to each company that one leads to, but the `own`.

        No path leads over the person `without`, whose companies are among the `own`. The product
        begins with `begin`. With `few`, so many of the greatest are enough, of equal ones those of
        fewer ties: others may be missing.
        """
        self._least[:] = 0.0
        self._least[member if without is None else [member, without]] = np.inf
        self._least_there[:] = 0.0
        self._least_there[own] = np.inf
        self._row["hops"] = 0
        people, product = np.array([member], dtype=np.int64), np.full(1, begin)
        broker = np.zeros(1, dtype=np.int64)
        for hops in range(1, self._hops + 1):
            if not len(people):
                break
            last = hops == self._hops
            self._end(people, product, broker, hops=hops)
            if few is not None:
                self._ask_for(few)
            if not last:
                people, product, broker = self._onward(
                    people, product, broker, first=hops == 1, final=hops == self._hops - 1
                )
        found = self._row[self._row["hops"] > 0]
        found["member"] = member
        found["broker"][found["hops"] == 1] = -1
        return found

    def _ask_for(self, few: int) -> None:
        """Raise what is asked of a longer way to that of the last of a few companies."""
        found = self._row["probability"][self._row["hops"] > 0]
        if len(found) >= few:
            bar = np.partition(found, -few)[-few] * _SCALE - 0.5  # one less, for what is rounded
            np.maximum(self._least_there, bar, out=self._least_there)

    def _onward(
        self, people: Ints, product: Floats, broker: Ints, *, first: bool, final: bool
    ) -> tuple[Ints, Floats, Ints]:
        """Return the labels of one tie more that are strictly better than those before.

        They need only lead on to a company to which they are better than what is found: the `final`
        ones by a single tie.
        """
        which, arc = _ragged(self._indptr, people)
        head = self._indices.take(arc)
        walked = product.take(which) * self._strength.take(arc)
        score = walked * _SCALE + 0.5
        kept = score >= self._least.take(head)
        enough = self._least_there.min(initial=np.inf)
        if enough > 0.0 and len(self._least_there):
            # One more, because an equal label may be smaller by what is rounded away.
            most = walked * self._openings.top.take(head) if final else walked
            kept &= most * _SCALE + 1.5 >= enough
        at = kept.nonzero()[0]
        head, walked, score = head.take(at), walked.take(at), score.take(at)
        led = head.astype(np.int64) if first else broker.take(which.take(at))
        np.maximum.at(self._best, head, walked)
        if len(head) * _SPARSE < len(self._best):
            reached: Ints = np.unique(head).astype(np.int64)
            reached = reached[self._best.take(reached) > 0.0]
        else:
            reached = self._best.nonzero()[0]
        best = self._best.take(reached)
        floor = np.floor(best * _SCALE + 0.5)
        self._least[reached] = floor
        equal = (score >= self._least.take(head)).nonzero()[0]
        np.minimum.at(self._broker, head.take(equal), led.take(equal))
        label = self._broker.take(reached)
        self._least[reached] = floor + 1.0
        self._best[reached] = 0.0
        self._broker[reached] = len(self._broker)
        return reached, best, label

    def _end(self, people: Ints, product: Floats, broker: Ints, *, hops: int) -> None:
        """Keep for each company the best way of one tie more, where it is strictly better."""
        there = self._openings
        single = int((there.indptr[people + 1] - there.indptr[people]).sum())
        if hops == 1 or single * _SPARSE < len(there.company):
            which, at = _ragged(there.indptr, people)
            company, insider = there.company.take(at).astype(np.int64), there.insider
            walked = product.take(which) * there.strength.take(at)
            led = broker.take(which)
        else:
            company, at, walked, led = self._against(people, product, broker)
            insider = there.insider_of
        score = walked * _SCALE + 0.5
        kept = (score >= self._least_there.take(company)).nonzero()[0]
        company, walked, score = company.take(kept), walked.take(kept), score.take(kept)
        np.maximum.at(self._best_there, company, walked)
        reached = self._best_there.nonzero()[0]
        best = self._best_there.take(reached)
        self._best_there[reached] = 0.0
        floor = np.floor(best * _SCALE + 0.5)
        self._least_there[reached] = floor
        equal = (score >= self._least_there.take(company)).nonzero()[0]
        self._least_there[reached] = floor + 1.0
        company, kept = company.take(equal), kept.take(equal)
        led, end = led.take(kept), insider.take(at.take(kept))
        order = np.lexsort((end, led, company))
        chosen = order[np.flatnonzero(np.diff(company[order], prepend=-1))]
        row = self._row
        row["company"][reached] = reached
        row["probability"][reached] = best
        row["hops"][reached] = hops
        row["broker"][reached] = led[chosen]
        row["insider"][reached] = end[chosen]

    def _against(
        self, people: Ints, product: Floats, broker: Ints
    ) -> tuple[Ints, Ints, Floats, Ints]:
        """Return company, opening, product and broker of what may be better, company by company."""
        there = self._openings
        self._best[people] = product
        self._broker[people] = broker
        # Weaker openings cannot be better, whoever has them; 1e-9 for the rounding of `rank`.
        needed = (self._least_there - 2.0) / (_SCALE * product.max(initial=0.0))
        open_to = np.flatnonzero(needed <= 1.0)
        limit = open_to * 2.0 + np.minimum(1.0 - needed[open_to], 1.0) + 1e-9
        begun = there.by_company[open_to]
        count = np.searchsorted(there.rank, limit, side="right") - begun
        count = np.minimum(count, there.by_company[open_to + 1] - begun)
        total = np.cumsum(count)
        which = np.repeat(np.arange(len(open_to)), count)
        at = np.arange(len(which)) + (begun - total + count).take(which)
        person = there.person_of.take(at)
        walked = self._best.take(person) * there.strength_of.take(at)
        reaches = walked * _SCALE + 0.5 >= self._least_there.take(open_to).take(which)
        kept = (reaches & (walked > 0.0)).nonzero()[0]
        at, walked = at.take(kept), walked.take(kept)
        led = self._broker.take(person.take(kept))
        self._best[people] = 0.0
        self._broker[people] = len(self._broker)
        return open_to.take(which.take(kept)), at, walked, led


def _ragged(indptr: Ints, rows: NDArray[np.int64] | NDArray[np.int32]) -> tuple[Ints, Ints]:
    """Return the place in `rows`, and the place in the arrays, of all that some rows hold."""
    begun = indptr.take(rows)
    count = indptr.take(rows + 1) - begun
    which = np.repeat(np.arange(len(rows)), count)
    at = np.arange(len(which)) + (begun - np.cumsum(count) + count).take(which)
    return which, at


def _openings(
    pair: Ints, strength: Floats, insider: NDArray[np.int32], companies: int
) -> NDArray[np.void]:
    """Return the best of the ties of each person to each company; insiders come ascending."""
    order = np.argsort(pair, kind="stable")
    pair, strength, insider = pair[order], strength[order], insider[order]
    first = np.flatnonzero(np.diff(pair, prepend=-1))
    if not len(first):
        return np.empty(0, dtype=_OPENING)
    best = np.maximum.reduceat(strength, first)
    count = np.diff(first, append=len(pair))
    floor = np.floor(best * _SCALE + 0.5)
    equal = np.flatnonzero(strength * _SCALE + 0.5 >= np.repeat(floor, count))
    smallest = equal[np.searchsorted(equal, first)]
    found = np.empty(len(first), dtype=_OPENING)
    found["person"], found["company"] = np.divmod(pair[first], companies)
    found["strength"], found["insider"] = best, insider[smallest]
    return found
