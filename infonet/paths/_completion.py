"""How the people of a network lead on to some of them, and by which route."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

from infonet.graph import Network
from infonet.paths._alters import search_of

__all__ = ["Onward"]

_SAME = 1.0 - 1e-12
"""Two orders of multiplication differ by less."""


class Onward:
    """The best ways from everybody to some insiders, never through the ego.

    Parameters
    ----------
    net : Network
    insiders : ndarray of int64
        Where a way may end; the first one it meets ends it.
    hops : int
        The most ties from a person to an insider.
    without : iterable of int
        People who may neither be on the way nor end it.

    Attributes
    ----------
    product : ndarray of float64, shape (people,)
        The greatest product of strengths; 1 for an insider, 0 where there is no way.
    """

    def __init__(
        self, net: Network, insiders: NDArray[np.int64], *, hops: int, without: Iterable[int] = ()
    ) -> None:
        search, closed = search_of(net), list(without)
        self._net = net
        self._within = [
            search.completions(insiders, hops=most, without=closed) for most in range(hops + 1)
        ]
        self.product = self._within[-1]

    def hops(self, people: NDArray[np.int64]) -> NDArray[np.int64]:
        """The fewest ties with which each of the people reaches that product."""
        least = self.product[people] * _SAME
        fewest = np.zeros(len(people), dtype=np.int64)
        for layer in self._within:
            fewest += layer[people] < least
        return fewest

    def route(self, person: int) -> tuple[int, ...]:
        """The best way from a person: of equal ones the shortest, then the first by name.

        A shortest way of the greatest product visits nobody twice: without the loop it would be as
        good and shorter.
        """
        route = [person]
        for left in range(int(self.hops(np.array([person]))[0]), 0, -1):
            arcs = self._net.arcs(route[-1])
            beyond = self._net.indices[arcs]
            products = self._net.strength[arcs] * self._within[left - 1][beyond]
            products[beyond == self._net.ego] = 0.0
            best = np.flatnonzero(products >= products.max() * _SAME)
            route.append(int(beyond[best[0]]))
        return tuple(route)
