"""The ego's alters, closest first, and the best way on from anybody."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from infonet.graph import Network, unweighted
from infonet.insiders import Target
from infonet.names.titles import FITS
from infonet.paths._approach import DIGITS
from infonet.paths.search import Search

_SAME = 1.0 - 1e-12
"""Two orders of multiplication differ by less."""


def search_of(net: Network) -> Search:
    """Return the search index of a network, made once."""
    return net.once(_search)


def alters_of(net: Network) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
    """Return the positions of the people whom the ego knows, and the strengths of those ties."""
    return net.alters, net.strength[net.arcs(net.ego)]


def closest_first(net: Network) -> NDArray[np.int64]:
    """Rank the alters: closest first, then most recently in touch, then by name."""
    return net.once(_by_closeness)


def targets_of(net: Network, *, former: bool = False) -> Iterable[Target]:
    """Yield the wanted targets with their insiders, most wanted first."""
    wanted = net.workplaces.wanted
    for name, kind in zip(wanted.company, wanted.kind, strict=True):
        yield net.target(**{kind: name}, former=former)


def openings(
    net: Network, *, max_hops: int, former: bool = False
) -> tuple[NDArray[np.object_], NDArray[np.float64]]:
    """Return the names of the targets, and how well each alter leads on to each, once they act.

    That is the best product of strengths from the alter to an insider within ``max_hops - 1`` ties,
    never through the ego; 1 for an insider, 0 where there is no path.
    """
    search, targets = search_of(net), [*targets_of(net, former=former)]
    found = np.zeros((len(net.alters), len(targets)))
    for column, target in enumerate(targets):
        found[:, column] = search.completions(target.insiders, hops=max_hops - 1, people=net.alters)
    return np.array([target.name for target in targets], dtype=object), found


class BestCompletion:
    """The best way from everybody to some insiders within `hops` ties, never through the ego.

    Nobody in `without` is on the way or ends it; the first insider it meets does. `product` is for
    each person the greatest product of strengths; 1 for an insider, 0 where there is no way.
    """

    def __init__(
        self,
        net: Network,
        insiders: NDArray[np.int64],
        *,
        hops: int,
        without: Iterable[int] = (),
        target: Target | None = None,
    ) -> None:
        search, closed = search_of(net), list(without)
        self._net, self._insiders, self._target = net, insiders, target
        self._best: dict[tuple[int, int], tuple[int, tuple[int, ...]]] = {}
        self._within = search.completions_by_hops(insiders, hops=hops, without=closed)
        self.product = self._within[-1]

    def hops(self, people: NDArray[np.int64]) -> NDArray[np.int64]:
        """Count the fewest ties with which each of the people reaches their product."""
        least = self.product[people] * _SAME
        fewest = np.zeros(len(people), dtype=np.int64)
        for layer in self._within:
            fewest += layer[people] < least
        return fewest

    def route(self, person: int) -> tuple[int, ...]:
        """Return the best way from a person; of equal ones the shortest, best-fitting, first.

        The fit is that of the insider for the work wanted at the `target`, then names decide.
        A shortest way of the greatest product visits nobody twice: without the loop it would be as
        good and shorter.
        """
        return self._walk(person, int(self.hops(np.array([person]))[0]))[1]

    def fits(self, people: NDArray[np.int64]) -> list[int]:
        """Return the fit of the insider to whom the best way from each of the people leads."""
        hops = self.hops(people).tolist()
        return [self._walk(*one)[0] for one in zip(people.tolist(), hops, strict=True)]

    def _walk(self, person: int, left: int) -> tuple[int, tuple[int, ...]]:
        """Return the fit at the end of the best way of `left` ties, and the way."""
        if left == 0:
            return self._fits.get(person, len(FITS)), (person,)
        if (person, left) not in self._best:
            arcs = self._net.arcs(person)
            beyond = self._net.indices[arcs]
            products = self._net.strength[arcs] * self._within[left - 1][beyond]
            products[beyond == self._net.ego] = 0.0
            equal = beyond[products >= products.max() * _SAME].tolist()
            fit, route = min(self._walk(one, left - 1) for one in equal)
            self._best[person, left] = fit, (person, *route)
        return self._best[person, left]

    @cached_property
    def _fits(self) -> dict[int, int]:
        if self._target is None:
            return {}
        fits = self._net.workplaces.fits(self._insiders, self._target)
        return dict(zip(self._insiders.tolist(), fits.tolist(), strict=True))


def contact_order(net: Network) -> NDArray[np.int64]:
    """Rank everybody by the latest contact with the ego, then by name; strangers come last."""
    return net.once(_by_contact)


def _search(net: Network) -> Search:
    return Search(net.indptr, net.indices, net.strength, net.ego, place=contact_order(net))


@unweighted
def _by_contact(net: Network) -> NDArray[np.int64]:
    recency = np.full(len(net), np.inf)
    known = ~np.isnat(net.in_touch)
    recency[net.alters[known]] = -net.in_touch[known].astype(np.float64)
    order = np.lexsort((np.arange(len(net)), recency))
    place = np.empty(len(net), dtype=np.int64)
    place[order] = np.arange(len(net))
    return place


def _by_closeness(net: Network) -> NDArray[np.int64]:
    alters, strength = alters_of(net)
    recency = np.where(np.isnat(net.in_touch), np.inf, -net.in_touch.astype(np.float64))
    return alters[np.lexsort((alters, recency, -strength.round(DIGITS)))]
