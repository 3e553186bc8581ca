"""The k best simple paths from the ego to a company's insiders: exact, on arrays.

A path's product is that of the strengths of its ties. Paths are ranked by the product rounded to
twelve digits (greater first), then fewer hops, then the place of the first person, if places are
given, then the route as a tuple of numbers. Each is simple, ends at the first insider it meets and
never returns to the ego.

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

from collections import deque
from collections.abc import Iterable
from typing import NamedTuple, cast

import numpy as np
from numpy.typing import ArrayLike, NDArray

from infonet.paths.search import query
from infonet.paths.search.layers import INSIDER, Arcs, Floats, Ints, Layers
from infonet.paths.search.query import Arrivals, Query
from infonet.paths.search.ranking import Ranking

__all__ = ["Found", "Search", "query"]


class Found(NamedTuple):
    """Paths from the ego to an insider, best first, and the product of each in its own order.

    `arcs_read` is the work of the query: the same on every machine.
    """

    routes: list[tuple[int, ...]]
    products: NDArray[np.float64]
    arcs_read: int


class Search:
    """Paths from one ego; made once for a network, then asked for any number of companies.

    The index never changes. A query borrows scratch arrays that no other query has, so that any
    number of threads may ask one search at once; what is given back is kept for the next query.

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
        self._idle: deque[Layers] = deque()
        own = self._arcs.row(self.ego)
        nobody: Ints = np.zeros(own.stop - own.start, dtype=np.intp)
        people = self._arcs.head[own].astype(np.intp)
        self._first = Arrivals(nobody, people, self._arcs.strength[own], nobody)

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

    def completions(self, insiders: ArrayLike, *, hops: int, without: Iterable[int] = ()) -> Floats:
        """Measure how well a path could be completed from each person, within `hops` ties.

        That is the greatest product, never through another insider or the ego; 1 at insiders, 0
        where there is no way. The ego has the product of its own best path.
        """
        layers = self._borrow(insiders, without)
        while layers.depth < hops and not layers.ended:
            layers.grow(layers.prefix(0.0))
        reach = self._reached(layers, hops)
        if hops > 0:
            onward = self._first.product * self._reached(layers, hops - 1)[self._first.people]
            reach[self.ego] = onward.max(initial=0.0)
        self._give_back(layers)
        return reach

    def _reached(self, layers: Layers, hops: int) -> Floats:
        """Return the layer for `hops`, with the insiders in it."""
        known = min(hops, layers.depth) > 0
        reach = layers.reach(hops).copy() if known else np.zeros(self._arcs.people)
        reach[layers.role == INSIDER] = 1.0
        return reach

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
        layers = self._borrow(insiders, without, exactly=exactly)
        ranking, arcs_read = Ranking(k, self._place), 0
        if k > 0 and hops > 0 and not layers.ended:
            asked = Query(self._arcs, layers, self._first, ranking, hops, exactly=exactly)
            ranking, arcs_read = asked.run(), asked.arcs_read
        self._give_back(layers)
        routes = [(self.ego, *route) for route in ranking.routes]
        return Found(routes, np.array(ranking.products, dtype=np.float64), arcs_read)

    def _borrow(
        self, insiders: ArrayLike, without: Iterable[int], *, exactly: bool = False
    ) -> Layers:
        """Open scratch that no other query has."""
        try:
            layers = self._idle.pop()
        except IndexError:
            layers = Layers(self._arcs, self.ego)
        layers.open(_people(insiders), _people(without), exactly=exactly)
        return layers

    def _give_back(self, layers: Layers) -> None:
        """Put scratch back as it was; that of a query that failed is dropped with it."""
        layers.close()
        self._idle.append(layers)


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
