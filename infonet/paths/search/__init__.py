"""The k best simple paths from the ego to a company's insiders: exact, on arrays.

A path's product is that of the strengths of its ties. Paths are ranked by the product rounded to
twelve digits (greater first), then fewer hops, then the route as a tuple of numbers. Each is
simple, ends at the first insider it meets and never returns to the ego.

The search meets in the middle:

1. *Forward*, partial paths leave the ego. They are not merged by person: two partials with the
   same end are the beginnings of different paths. A hop to an insider completes a path.
2. *Backward*, layer j holds each person's best product to an insider within j hops. A partial of
   a hops, times the layer at its end, is an upper bound of what it can become (`Layers`).
3. As long as the two depths do not add up to the hops allowed, the side that has to read fewer
   arcs goes one hop on. How many it has to read is known beforehand: nothing below the *floor*,
   the least product that can still be among the k best, is of use, and each person's arcs are
   grouped by strength, so that the useful ones are a prefix of the row (`Arcs`).
4. The floor rises whenever k different paths are certain to exist: k completed ones, or k
   partials whose bounds are those of simple paths (`Ranking`).
5. When the depths meet, the partials still above the floor are completed, hop by hop, pruned by
   the layer for the hops that are left.

**Ties.** Strengths come from a few classes, so that thousands of paths may have the same product.
They are completed in the very order that breaks ties: fewer hops first, then in the order of
routes, in batches. Once k paths are held, an equal product comes too late, only a greater one
counts, and all partials that can merely tie fall away at once. Likewise in step 3: paths longer
than k that are certain to exist lose every tie with them.

**Bounds that promise too much.** Layers do not know where a partial has been: its best completion
may run back through its own people. Cutting that loop out leaves a path which is as good and
shorter, so the best bound of all is always true. So is the bound of a single hop from the ego,
and of a last hop to an insider. In between, with k > 1, the k-th best bound is only tried as a
floor, and the completion repeated without it if it finds fewer than k.

**Numbers.** Everything is float64 and multiplied, in the order of the route where it is reported;
every comparison leaves room for another order of multiplication.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import cast

import numpy as np
from numpy.typing import ArrayLike, NDArray

from infonet.paths.search.arcs import Arcs, Floats, Ints
from infonet.paths.search.layers import INSIDER, Layers
from infonet.paths.search.query import Arrivals, Query
from infonet.paths.search.ranking import Ranking

__all__ = ["Search"]

Found = tuple[list[tuple[int, ...]], NDArray[np.float64]]


class Search:
    """Paths from one ego; made once for a network, asked for one company after the other.

    Not safe for threads: the scratch arrays are shared by the queries.

    Parameters
    ----------
    indptr, indices : arrays of int
        CSR over people 0 … n-1 with every undirected tie in both directions, at most once each.
    strength : array of float
        Of each arc, in (0, 1], the same in both directions.
    ego : int
        Where all paths begin.

    Attributes
    ----------
    arcs_touched : int
        How many arcs the last query read: its work, the same on every machine.

    Examples
    --------
    A chain 0 - 1 - 2 of two ties:

    >>> search = Search([0, 1, 3, 4], [1, 0, 2, 1], [0.5, 0.5, 0.7, 0.7], ego=0)
    >>> routes, products = search.k_best([2])
    >>> routes, products.round(2).tolist()
    ([(0, 1, 2)], [0.35])
    """

    def __init__(
        self, indptr: ArrayLike, indices: ArrayLike, strength: ArrayLike, ego: int
    ) -> None:
        self._arcs = Arcs(indptr, indices, strength)
        self._layers = Layers(self._arcs, ego)
        self._ego = int(ego)
        own = self._arcs.row(self._ego)
        nobody: Ints = np.zeros(own.stop - own.start, dtype=np.intp)
        people = self._arcs.head[own].astype(np.intp)
        self._first = Arrivals(nobody, people, self._arcs.strength[own], nobody)
        self.arcs_touched = 0

    def k_best(
        self, insiders: ArrayLike, *, k: int = 5, max_hops: int = 4, without: Iterable[int] = ()
    ) -> Found:
        """Find the k simple paths of the greatest product.

        Parameters
        ----------
        insiders : array of int
            Where a path may end. The ego is never an end.
        k : int
            How many paths at most.
        max_hops : int
            The most ties on a path.
        without : iterable of int
            People who may neither be on the way nor be the insider.

        Returns
        -------
        routes : list of tuple of int
            From the ego to the insider, best first.
        products : array of float
            Of each route, multiplied in its order.
        """
        self.arcs_touched = 0
        return self._found([self._query(insiders, k, max_hops, without)])

    def fewest_hops(
        self, insiders: ArrayLike, *, k: int = 5, max_hops: int = 4, without: Iterable[int] = ()
    ) -> Found:
        """Find the k simple paths of the fewest hops; of equal ones those of greater product.

        Parameters and returns are those of `k_best`.
        """
        self.arcs_touched = 0
        rankings: list[Ranking] = []
        dropped, left = list(without), k
        for hops in range(1, max_hops + 1):
            if left > 0:
                rankings.append(self._query(insiders, left, hops, dropped, exactly=True))
                left -= len(rankings[-1].routes)
        return self._found(rankings)

    def disjoint(self, insiders: ArrayLike, *, count: int, max_hops: int = 4) -> Found:
        """Find paths that share no middle person, greedily: the best, the best of the rest, …

        The insider of a direct path is dropped with it; other insiders may end several paths.
        Parameters and returns are those of `k_best`.
        """
        self.arcs_touched = 0
        rankings: list[Ranking] = []
        dropped: list[int] = []
        while len(rankings) < count:
            best = self._query(insiders, 1, max_hops, dropped)
            if not best.full:
                break
            rankings.append(best)
            *middle, insider = best.routes[0]
            dropped += middle or [insider]
        return self._found(rankings)

    def completions(self, insiders: ArrayLike, *, hops: int, without: Iterable[int] = ()) -> Floats:
        """Measure how well a path could be completed from each person.

        Parameters
        ----------
        insiders : array of int
            Where a path may end. The ego is never an end.
        hops : int
            The most ties from the person to the insider.
        without : iterable of int
            People who may neither be on the way nor be the insider.

        Returns
        -------
        array of float, one for each person
            The greatest product, never through another insider or the ego; 1 at insiders, 0 where
            there is no way. The ego has the product of its own best path.
        """
        self.arcs_touched = 0
        layers = self._layers
        layers.open(_people(insiders), _people(without), exactly=False)
        try:
            while layers.depth < hops and not layers.ended:
                self.arcs_touched += layers.grow(layers.prefix(0.0))
            reach = self._reached(hops)
            if hops > 0:
                onward = self._first.product * self._reached(hops - 1)[self._first.people]
                reach[self._ego] = onward.max(initial=0.0)
            return reach
        finally:
            layers.close()

    def _reached(self, hops: int) -> Floats:
        """The layer for that many hops, with the insiders in it."""
        layers = self._layers
        known = min(hops, layers.depth) > 0
        reach = layers.reach(hops).copy() if known else np.zeros(self._arcs.people)
        reach[layers.role == INSIDER] = 1.0
        return reach

    def _found(self, rankings: list[Ranking]) -> Found:
        """What several rankings hold, one after the other."""
        routes = [(self._ego, *route) for ranking in rankings for route in ranking.routes]
        products = [product for ranking in rankings for product in ranking.products]
        return routes, np.array(products, dtype=np.float64)

    def _query(
        self,
        insiders: ArrayLike,
        k: int,
        hops: int,
        without: Iterable[int],
        *,
        exactly: bool = False,
    ) -> Ranking:
        """The k best paths of at most, or exactly, that many hops."""
        ranking = Ranking(k)
        layers = self._layers
        layers.open(_people(insiders), _people(without), exactly=exactly)
        try:
            if k > 0 and hops > 0 and not layers.ended:
                query = Query(self._arcs, layers, self._first, ranking, hops, exactly=exactly)
                ranking = query.run()
                self.arcs_touched += query.arcs_touched
        finally:
            layers.close()
        return ranking


def _people(given: ArrayLike | Iterable[int]) -> Ints:
    """People as an array to index with."""
    if isinstance(given, np.ndarray):
        return given.astype(np.intp, copy=False)
    return np.array([*cast("Iterable[int]", given)], dtype=np.intp)
