"""The k best paths seen so far, and the least product that is still of interest."""

from __future__ import annotations

from bisect import insort
from collections.abc import Iterable, Sequence

import numpy as np

from infonet.paths.search.arcs import Floats, Ints

NOTHING = 1e-305
"""A floor below every product of strengths."""

_SCALE = 1e12  # twelve digits: products that agree in them are equal
# Products of the same strengths, multiplied in another order, differ by a few parts in 1e16.
_CARE = 1.0 - 4e-15
_LONG = 32  # a part of fewer products is not worth a step

_Path = tuple[float, int, tuple[int, ...], tuple[int, ...], float]
"""How it ranks, its hops, how equals are ordered, the route, and the exact product."""


def floor_of(product: float) -> float:
    """Return the least product that still rounds to the same twelve digits: ties must stay."""
    return max(NOTHING, (round(product * _CARE * _SCALE) - 0.5) / _SCALE * _CARE)


def raised(floor: float, product: Floats, many: int) -> float:
    """Return the floor, raised to a product that at least `many` reach, if there are as many.

    Of very many, the greatest of each part are looked at, which is faster and nearly as good.
    """
    if len(product) < many:
        return floor
    parts = 16 * many
    if len(product) > _LONG * parts:
        size = len(product) // parts
        product = product[: size * parts].reshape(parts, size).max(axis=1)
    return max(floor, floor_of(float(np.partition(product, -many)[-many])))


class Ranking:
    """The k best paths seen so far.

    What is put in by `add` must come in the order that breaks ties: a path of a later one ranks
    behind an equal product of an earlier one. So once k are held only a greater product is of
    interest, and however many millions are equal, they need not be looked at.
    Below `floor` no product is among the k best still to come. `place` gives each person who may
    come first on a route a number of their own, by which equal routes are ordered; else it is their
    position.
    """

    def __init__(self, k: int, place: Ints | None = None, floor: float = NOTHING) -> None:
        self.k = k
        self.place = place
        self.floor = floor
        self._held: list[_Path] = []

    @property
    def full(self) -> bool:
        """True if k paths are held."""
        return len(self._held) == self.k

    @property
    def routes(self) -> list[tuple[int, ...]]:
        """The people of each path held, the ego left out, best path first."""
        return [route for *_, route, _ in self._held]

    @property
    def products(self) -> list[float]:
        """The product of each path held."""
        return [product for *_, product in self._held]

    def add(self, people: Sequence[Ints], product: Floats) -> None:
        """Take the best of some paths, one column of people for each hop."""
        rank = -np.rint(product * _SCALE)
        if len(rank) > self.k:
            chosen = (rank <= np.partition(rank, self.k - 1)[self.k - 1]).nonzero()[0]
            if len(chosen) > self.k:
                orders = self.keys([column[chosen] for column in people])[::-1]
                chosen = chosen[np.lexsort([*orders, rank[chosen]])[: self.k]]
            rank, product = rank.take(chosen), product.take(chosen)
            people = [column.take(chosen) for column in people]
        keys, routes = (
            list(zip(*(column.tolist() for column in listed), strict=True))
            for listed in (self.keys(people), people)
        )
        found = zip(rank.tolist(), keys, routes, product.tolist(), strict=True)
        self._hold((value, len(route), key, route, exact) for value, key, route, exact in found)

    def put(self, route: tuple[int, ...], product: float) -> None:
        """Take one path, in any order: what equals the last one held stays of interest."""
        place = self.place
        key = route if place is None else (int(place[route[0]]), *route[1:])
        insort(self._held, (-float(round(product * _SCALE)), len(route), key, route, product))
        del self._held[self.k :]
        if self.full:
            self.floor = max(self.floor, floor_of(self._held[-1][-1]))

    def keep_certain(self, floor: float) -> None:
        """Raise the floor, and let go what is below: better paths may not have been looked at."""
        self.floor = floor
        self._held = [path for path in self._held if path[-1] >= floor]

    def _hold(self, paths: Iterable[_Path]) -> None:
        """Keep the best of these and of those held, and raise the floor."""
        self._held += paths
        self._held.sort()
        del self._held[self.k :]
        if self.full:
            # The least product that rounds to more than the last one held.
            self.floor = max(self.floor, (0.5 - self._held[-1][0]) / _SCALE * _CARE)

    def keys(self, people: Sequence[Ints]) -> Sequence[Ints]:
        """Return the columns by which equal routes are ordered, the first one first."""
        return people if self.place is None else [self.place.take(people[0]), *people[1:]]

    def promise(self, product: Floats) -> None:
        """Raise the floor, as different paths of at least these products are still to come."""
        if len(product) + len(self._held) < self.k:
            return
        if self._held:
            product = np.concatenate((product, self.products))
        self.floor = max(self.floor, floor_of(float(np.partition(product, -self.k)[-self.k])))
