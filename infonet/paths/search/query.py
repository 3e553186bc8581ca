"""One query: forward partials meet backward layers; what meets is completed."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from infonet.paths.search.layers import INSIDER, OPEN, Arcs, Floats, Ints, Layers, Prefix
from infonet.paths.search.ranking import Ranking

BATCH = 2048
"""Arcs read at a time while completing; more only matters where paths tie."""


class Partials(NamedTuple):
    """Beginnings of paths, all of the same number of hops."""

    people: list[Ints]
    """One column for each hop, the ego left out."""
    product: Floats
    bound: Floats
    """The best that the product can still become."""

    @property
    def end(self) -> Ints:
        """The person each of them has come to."""
        return self.people[-1]

    def at(self, rows: Ints) -> Partials:
        """Return some of them."""
        people = [column.take(rows) for column in self.people]
        return Partials(people, self.product.take(rows), self.bound.take(rows))

    def above(self, floor: float) -> Partials:
        """Keep those that can still reach the floor."""
        rows = (self.bound >= floor).nonzero()[0]
        return self if len(rows) == len(self.bound) else self.at(rows)


class Arrivals(NamedTuple):
    """Partials one hop further: one row for each arc read."""

    row: Ints
    """The partial that it extends."""
    people: Ints
    product: Floats
    role: Ints


class Query:
    """The k best paths of at most, or exactly, `hops` ties, from opened layers.

    `first` are the ego's own ties, roles left out.
    """

    def __init__(
        self,
        arcs: Arcs,
        layers: Layers,
        first: Arrivals,
        ranking: Ranking,
        hops: int,
        *,
        exactly: bool,
    ) -> None:
        self._arcs = arcs
        self._layers = layers
        self._first = first._replace(role=layers.role.take(first.people))
        self.ranking = ranking
        self._hops = hops
        self._exactly = exactly
        self._certain = False
        self.arcs_read = len(first.people)

    def run(self) -> Ranking:
        """Meet and complete."""
        partials = self._meet()
        if len(partials.product):
            self._finish(partials)
        return self.ranking

    def _meet(self) -> Partials:
        """Go on from the cheaper side until both sides meet: steps 1 to 4."""
        layers, ranking = self._layers, self.ranking
        partials = self._step(Partials([], np.ones(1), np.ones(1)), self._first)
        while len(partials.product) and not self._met(len(partials.people)):
            cheaper, backward = self._cheaper(partials)
            if backward:
                self.arcs_read += layers.grow(cheaper)
                bound = self._bound(len(partials.people), partials.end, partials.product)
                partials = partials._replace(bound=bound).above(ranking.floor)
            else:
                partials = self._step(partials, self._arrive(partials, cheaper))
        return partials

    def _cheaper(self, partials: Partials) -> tuple[Prefix, bool]:
        """Choose the arcs of the next hop on the side that reads fewer; say whether it is backward.

        A side with more people than the other has arcs to read is not even priced.
        """
        begun, front = len(partials.product), self._layers.width
        if begun <= front:
            onward = self._onward(partials)
            if front >= onward.price:
                return onward, False
            inward = self._inward(partials)
        else:
            inward = self._inward(partials)
            if begun >= inward.price:
                return inward, True
            onward = self._onward(partials)
        return (inward, True) if inward.price < onward.price else (onward, False)

    def _onward(self, partials: Partials) -> Prefix:
        """Find the arcs that can keep a partial at the floor."""
        return self._arcs.prefix(partials.end, self.ranking.floor / partials.product)

    def _inward(self, partials: Partials) -> Prefix:
        """Find the arcs that can bring even the best partial to the floor by one hop more."""
        best = float(np.maximum.reduce(partials.product))
        floor = self.ranking.floor if self._exactly else self.ranking.longer
        return self._layers.prefix(floor / best)

    def _met(self, depth: int) -> bool:
        """Return whether the layers bound partials of `depth` hops to the end."""
        return depth + self._layers.depth >= self._hops or self._layers.ended

    def _step(self, partials: Partials, arrivals: Arrivals) -> Partials:
        """Go one hop on with all partials; paths completed by it go into the ranking."""
        depth = len(partials.people) + 1
        if depth == self._hops or not self._exactly:
            self._rank(partials, arrivals)
        if depth == self._hops:
            return partials.at(arrivals.row[:0])
        open_ones = _open(partials, arrivals)
        bound = self._bound(depth, arrivals.people, arrivals.product * open_ones)
        return _extended(partials, arrivals, bound, self.ranking.floor)

    def _arrive(self, partials: Partials, onward: Prefix) -> Arrivals:
        """Read the arcs onward."""
        row, arc = self._layers.spread(onward)
        self.arcs_read += len(arc)
        people = self._arcs.head.take(arc).astype(np.intp)
        product = partials.product.take(row) * self._arcs.strength.take(arc)
        return Arrivals(row, people, product, self._layers.role.take(people))

    def _rank(self, partials: Partials, arrivals: Arrivals) -> None:
        """Put the paths that end here into the ranking."""
        ends = (arrivals.role == INSIDER).nonzero()[0]
        product = arrivals.product.take(ends)
        if len(ends) and product.max() >= self.ranking.floor:
            able = (product >= self.ranking.floor).nonzero()[0]
            ends, product = ends.take(able), product.take(able)
            row = arrivals.row.take(ends)
            people = [column.take(row) for column in partials.people]
            self.ranking.add([*people, arrivals.people.take(ends)], product)

    def _bound(self, depth: int, people: Ints, product: Floats) -> Floats:
        """Bound what partials of `depth` hops can become; raise the floor if the bound is true."""
        layers, met = self._layers, self._met(depth)
        if layers.depth == 0:
            return product * 0.0 if met else product
        reach = layers.reach(self._hops - depth).take(people)
        bound = product * reach
        if self._exactly:
            self._certain = met and (layers.depth == 1 or self._hops == 3)
        else:
            self._certain = depth == 1 or layers.depth == 1 or self.ranking.k == 1
        if self._certain:
            self.ranking.promise(bound)
        if met:
            return bound
        far = product * layers.beyond()
        if self._exactly:
            return far
        longer = self.ranking.longer
        far *= far >= longer
        bound = np.maximum(bound, far)
        # What holds of the best completion holds of all: if no bound is above those of the paths
        # already certain, every longer path comes too late.
        if np.maximum.reduce(bound, initial=0.0) < longer:
            self._hops = depth + layers.depth
        return bound

    def _finish(self, partials: Partials) -> None:
        """Complete what is left, on trial first as if all bounds were true: step 5."""
        safe = self.ranking
        if not self._certain:
            trial = safe.copy()
            trial.promise(partials.bound)
            guessed = trial.floor
            if guessed > safe.floor:
                self._complete_all(partials, trial)
                if trial.last >= guessed:
                    return
        self._complete_all(partials, safe)

    def _complete_all(self, partials: Partials, ranking: Ranking) -> None:
        """Complete partials to paths, fewer hops first."""
        self.ranking = ranking
        depth = len(partials.people)
        for total in range(self._hops if self._exactly else depth + 1, self._hops + 1):
            reach = self._layers.reach(total - depth).take(partials.end)
            self._complete(partials._replace(bound=partials.product * reach), total)

    def _complete(self, partials: Partials, total: int) -> None:
        """Complete partials to paths of that many hops, depth first in the order of routes."""
        ranking = self.ranking
        stack = [(partials, False)]
        while stack:
            batch, ordered = stack.pop()
            batch = batch.above(ranking.floor)
            if not len(batch.product):
                continue
            batch, onward, rest = self._batch(batch, ordered=ordered)
            if rest is not None:
                stack.append((rest, True))
            arrivals = self._arrive(batch, onward)
            left = total - len(batch.people) - 1
            if left == 0:
                self._rank(batch, arrivals)
                continue
            reach = self._layers.reach(left).take(arrivals.people)
            bound = arrivals.product * reach * _open(batch, arrivals)
            if left == 1:
                ranking.promise(bound)
            stack.append((_extended(batch, arrivals, bound, ranking.floor), False))

    def _batch(
        self, partials: Partials, *, ordered: bool
    ) -> tuple[Partials, Prefix, Partials | None]:
        """Split off the first in the order of routes, with the arcs to read, from the others."""
        onward = self._onward(partials)
        if len(onward.length) == 1 or onward.price <= BATCH:
            return partials, onward, None
        if not ordered:
            order = np.lexsort(self.ranking.keys(partials.people)[::-1])
            partials, onward = partials.at(order), onward.at(order)
        cut = max(1, int(onward.ends.searchsorted(BATCH)))
        rest = partials.at(np.arange(cut, len(onward.length)))
        return partials.at(np.arange(cut)), onward.at(slice(cut)), rest


def _open(partials: Partials, arrivals: Arrivals) -> NDArray[np.bool_]:
    """Mark who is not on the way yet, no insider and not closed."""
    able: NDArray[np.bool_] = arrivals.role == OPEN
    for column in partials.people[:-1]:
        able &= arrivals.people != column.take(arrivals.row)
    return able


def _extended(partials: Partials, arrivals: Arrivals, bound: Floats, floor: float) -> Partials:
    """Extend partials by one hop; keep those that can still reach the floor."""
    chosen = (bound >= floor).nonzero()[0]
    row = arrivals.row.take(chosen)
    people = [column.take(row) for column in partials.people]
    people.append(arrivals.people.take(chosen))
    return Partials(people, arrivals.product.take(chosen), bound.take(chosen))
