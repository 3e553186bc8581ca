"""The k best simple paths from the ego to a company's insiders: exact, on arrays.

A path's product is that of the strengths of its ties. Paths are ranked by the product rounded to
twelve digits (greater first), then fewer hops, then the place of the first person, if places are
given, then the route as a tuple of numbers. Each is simple, ends at the first insider it meets and
never returns to the ego.

**The ego never changes in a network.** So once a network, `bounds` are computed: the best product
of any *walk* of at most h ties from the ego to each person, h = 1 … 4. A walk may meet a person
twice, which costs nothing to allow and much to forbid.

*Lemma.* Among all walks of 1 … H ties from the ego to an insider take those of the greatest rounded
product, and of these the fewest ties. Each is simple, does not return to the ego, and meets no
insider before its end. *Proof.* If a person is met twice, cut the loop out: fewer ties remain, and
the product was divided by factors of at most 1, so it is no smaller; rounding is monotone. That
contradicts the choice. If an insider is met before the end, stop there: the same. The ego in the
middle is met twice. ∎ It holds in floats multiplied in the order of the route, each step of which
is monotone; it says nothing of the second best.

1. *The best path* (k = 1) has the greatest bound of an insider. From there one walks back over ties
   that keep the product at it: `_only_way` where there is one such tie at every step.
2. *The floor*, the k-th product, is guessed from the bounds of the ends of walks seen so far.
3. *Where few ends compete* (`best_first.follow`), they are followed backward from the insiders to
   the ego, always the one of the greatest bound. The bound is exact for walks, so that little is
   read that is on none of the paths.
4. *Where many compete*, the arcs whose best walk reaches the floor are collected backward, layer by
   layer (`ways.gather`): layer j has the people with j hops to go. Forward (`Ways.fill`), the paths
   along these arcs are listed and ranked.
5. If k paths reach the floor, they are the k best: none that reaches it was left out. If not, the
   guess promised too much, as some walk met a person twice or somebody who is left out, and it is
   lowered.

**Ties.** Strengths come from a few classes, so that thousands of paths may have the same product.
They are completed in the very order that breaks ties, in batches. Once k paths are held, an equal
product comes too late, and all beginnings that can merely tie fall away at once.

**Numbers.** Everything is float64 and multiplied, in the order of the route where it is reported;
every comparison leaves room for another order of multiplication.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple, cast

import numpy as np
from numpy.typing import ArrayLike, NDArray

from infonet.paths.search import best_first, ways
from infonet.paths.search.arcs import Arcs, Floats, Ints, is_among, not_among
from infonet.paths.search.query import Query
from infonet.paths.search.ranking import NOTHING, Ranking, floor_of

__all__ = ["Found", "Search", "best_first", "ways"]

_USUAL = 4  # the hops whose bounds are made at once


class Found(NamedTuple):
    """Paths from the ego to an insider, best first, and the product of each in its own order.

    `arcs_read` is the work of the query: the same on every machine.
    """

    routes: list[tuple[int, ...]]
    products: NDArray[np.float64]
    arcs_read: int


class Search:
    """Paths from one ego; made once for a network, then asked for any number of companies.

    Nothing that a query finds out is kept, so any number of threads may ask one search at once.

    The network is CSR over people 0 … n-1 with every undirected tie in both directions, at most
    once each, and its strength, in (0, 1], at both. Equal paths are ordered by `place`, a number of
    its own for each person, of the first person, then by the numbers of the people; without it by
    the latter alone.

    Examples
    --------
    A chain 0 - 1 - 2 of two ties:

    >>> search = Search([0, 1, 3, 4], [1, 0, 2, 1], [0.5, 0.5, 0.7, 0.7], ego=0)
    >>> found = search.k_best([2])
    >>> found.routes, found.products.round(2).tolist()
    ([(0, 1, 2)], [0.35])
    """

    def __init__(
        self,
        indptr: ArrayLike,
        indices: ArrayLike,
        strength: ArrayLike,
        ego: int,
        *,
        place: ArrayLike | None = None,
    ) -> None:
        self._place = None if place is None else np.asarray(place)
        self._arcs = Arcs(indptr, indices, strength)
        self.ego = int(ego)
        start = np.zeros(self._arcs.people)
        start[self.ego] = 1.0
        self._within: tuple[Floats, ...] = (start,)
        self._exactly: tuple[Floats, ...] = (start,)
        self._bounds(_USUAL, exactly=False)

    def k_best(
        self, insiders: ArrayLike, *, k: int = 5, max_hops: int = 4, without: Iterable[int] = ()
    ) -> Found:
        """Find the k simple paths of the greatest product, of at most `max_hops` ties.

        Nobody in `without` is on the way or is the insider; the ego is never an end.
        """
        return self._query(insiders, k, max_hops, without)

    def fewest_hops(
        self, insiders: ArrayLike, *, k: int = 5, max_hops: int = 4, without: Iterable[int] = ()
    ) -> Found:
        """Find the k simple paths of the fewest hops; of equal ones those of greater product."""
        found: list[Found] = []
        dropped, left = list(without), k
        for hops in range(1, max_hops + 1):
            if left > 0:
                found.append(self._query(insiders, left, hops, dropped, exactly=True))
                left -= len(found[-1].routes)
        return _joined(found)

    def disjoint(
        self, insiders: ArrayLike, *, count: int, max_hops: int = 4, without: Iterable[int] = ()
    ) -> Found:
        """Find paths that share no middle person, greedily: the best, then the best of the rest.

        The insider of a direct path is dropped with it; other insiders may end several paths.
        """
        found: list[Found] = []
        dropped: list[int] = list(without)
        while len(found) < count:
            found.append(self._query(insiders, 1, max_hops, dropped))
            if not found[-1].routes:
                break
            _, *middle, insider = found[-1].routes[0]
            dropped += middle or [insider]
        return _joined(found)

    def completions(
        self,
        insiders: ArrayLike,
        *,
        hops: int,
        people: ArrayLike | None = None,
        without: Iterable[int] = (),
    ) -> Floats:
        """Measure how well a path could be completed from each person, within `hops` ties.

        That is the greatest product, never through another insider or the ego; 1 at insiders, 0
        where there is no way. The ego has the product of its own best path. With `people` it is
        measured of these alone: what few of them can reach is read from their side.
        """
        if people is None:
            return self.completions_by_hops(insiders, hops=hops, without=without)[-1]
        arcs, asked = self._arcs, np.asarray(people, dtype=np.intp)
        closed = [person for person in without if person != self.ego]
        steps: list[tuple[Ints, Ints]] = []
        some = arcs.each_once(asked)
        while len(steps) < hops and arcs.are_few(some := some[arcs.degree.take(some) > 0]):
            steps.append((some, arcs.spread(some)[1]))
            some = arcs.each_once(arcs.head.take(steps[-1][1]))
        left = hops - len(steps)
        reach = self.completions_by_hops(insiders, hops=left, without=closed)[-1].copy()
        for some, arc in reversed(steps):
            reach[self.ego] = 0.0  # nobody goes on through it
            found = reach.take(arcs.head.take(arc)) * arcs.strength.take(arc)
            begins = arcs.degree.take(some).cumsum() - arcs.degree.take(some)
            best = np.maximum.reduceat(found, begins) if len(some) else found
            reach[some] = np.maximum(reach.take(some), best)
            reach[closed] = 0.0
        return reach.take(asked)

    def completions_by_hops(
        self, insiders: ArrayLike, *, hops: int, without: Iterable[int] = ()
    ) -> list[Floats]:
        """Measure the same within 0 … `hops` ties, each from the one before."""
        ends, left_out = self._ends(insiders, without)
        reach = np.zeros(self._arcs.people)
        reach[ends] = 1.0
        found, people, product = [reach], ends, np.ones(len(ends))
        own = self._arcs.row(self.ego)
        heads, strength = self._arcs.head[own], self._arcs.strength[own]
        for _ in range(hops):
            onward = float((strength * reach.take(heads)).max(initial=0.0))
            people, product = self._arcs.onward(people, product)
            better = (product > reach.take(people)).nonzero()[0]
            better = better.take(not_among(people.take(better), np.array(left_out)))
            people, product = people.take(better), product.take(better)
            reach = reach.copy()
            reach[people], reach[self.ego] = product, onward
            found.append(reach)
        return found

    def _ends(self, insiders: ArrayLike, without: Iterable[int]) -> tuple[Ints, list[int]]:
        """Return the insiders who may end a path, and who is left out, the ego among them."""
        ends = _people(insiders)
        if len(ends) > 1 and not (ends[1:] > ends[:-1]).all():
            ends = np.unique(ends)
        left_out = sorted({*without, self.ego})
        there = [bisect_left(ends, person) for person in left_out if is_among(person, ends)]
        return (np.delete(ends, there) if there else ends), left_out

    def _bounds(self, hops: int, *, exactly: bool) -> tuple[Floats, ...]:
        """Return the best products of walks of at most, or exactly, 0 … `hops` ties."""
        known = self._exactly if exactly else self._within
        while len(known) <= hops:
            last = known[-1]
            people = last.nonzero()[0]
            people, product = self._arcs.onward(people, last.take(people))
            layer = np.zeros(len(last)) if exactly else last.copy()
            layer[people] = np.maximum(layer[people], product)
            if exactly:
                layer[self.ego] = 0.0
            known = (*known, layer)
        if exactly:
            self._exactly = known
        else:
            self._within = known
        return known[: hops + 1]

    def _only_way(self, bounds: Sequence[Floats], ends: Ints, floor: float) -> Found | None:
        """Return the one path of ``len(bounds) - 1`` ties that reaches the floor; None if unsure.

        It is walked back from its end, over the only tie at every step that can be on it.
        """
        if len(ends) > 1:
            ends = ends.take((bounds[-1].take(ends) >= floor).nonzero()[0])
        if len(ends) != 1:
            return None
        route, strengths, onward, read = [int(ends[0])], list[float](), 1.0, 0
        for bound in bounds[-2:0:-1]:
            row = self._arcs.row(route[-1])
            tail, strength = self._arcs.head[row], self._arcs.strength[row]
            read += len(tail)
            able = (bound.take(tail) * (strength * onward) >= floor).nonzero()[0]
            if len(able) != 1:
                return None
            at = able[0]
            route.append(int(tail[at]))
            strengths.append(float(strength[at]))
            onward *= strengths[-1]
        product = float(bounds[1][route[-1]])
        for each in reversed(strengths):
            product *= each
        return Found([(self.ego, *reversed(route))], np.array([product]), read)

    def _query(
        self,
        insiders: ArrayLike,
        k: int,
        hops: int,
        without: Iterable[int],
        *,
        exactly: bool = False,
    ) -> Found:
        """Find the k best paths of at most, or exactly, `hops` ties."""
        ends, left_out = self._ends(insiders, without)
        bounds: Sequence[Floats] = self._bounds(hops, exactly=exactly)
        best = bounds[hops].take(ends)
        top = float(np.maximum.reduce(best, initial=0.0))
        if k < 1 or hops < 1 or top == 0.0:
            return Found([], np.empty(0), 0)
        promised, gathered = 4 * k, 2 * k + 2
        if k == 1 and not exactly and len(left_out) == 1:
            floor, promised, gathered = floor_of(top), 1, 1  # by the lemma
            able = ends.take((best >= floor).nonzero()[0])
            bounds = _shortest(bounds, able, floor)
            only = self._only_way(bounds, able, floor)
            if only is not None:
                return only
        query = Query(self._arcs, bounds, ends, best, left_out, exactly)
        read, ended, least = 0, False, NOTHING
        if not self._arcs.are_equal:
            ranking, read, ended = self._ranked(best_first.follow, query, k, promised)
            least = ranking.floor
        if not ended:
            gathered *= 1 if least == NOTHING else 4
            ranking, more, _ = self._ranked(ways.gather, query, k, gathered, least)
            read += more
        routes = [(self.ego, *route) for route in ranking.routes]
        return Found(routes, np.array(ranking.products, dtype=np.float64), read)

    def _ranked(
        self,
        find: Callable[..., tuple[int, bool]],
        query: Query,
        k: int,
        many: int,
        least: float = NOTHING,
    ) -> tuple[Ranking, int, bool]:
        """Rank the k best paths, of walks as good as `many`, or more where some are no paths.

        Return the ranking, how many arcs were read, and whether it came to an end.
        """
        read = 0
        while True:
            ranking = Ranking(k, self._place, least)
            arcs_read, ended = find(query, ranking, many)
            read += arcs_read
            if not ended or ranking.full or ranking.floor == least:
                return ranking, read, ended
            many *= 4


def _shortest(bounds: Sequence[Floats], ends: Ints, floor: float) -> Sequence[Floats]:
    """Return the bounds up to the fewest hops that reach the floor."""
    fewest = len(bounds) - 1
    while fewest > 1 and bounds[fewest - 1].take(ends).max() >= floor:
        fewest -= 1
    return bounds[: fewest + 1]


def _joined(found: list[Found]) -> Found:
    """Join what several queries found, one after the other."""
    routes = [route for one in found for route in one.routes]
    products = np.concatenate([np.empty(0), *(one.products for one in found)])
    return Found(routes, products, sum(one.arcs_read for one in found))


def _people(given: ArrayLike | Iterable[int]) -> Ints:
    """Turn people into an array to index with."""
    if isinstance(given, np.ndarray):
        return given.astype(np.intp, copy=False)
    return np.array([*cast("Iterable[int]", given)], dtype=np.intp)
