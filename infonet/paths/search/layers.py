"""Backward from the insiders: how well a path can still be completed from each person."""

from __future__ import annotations

import numpy as np

from infonet.paths.search.arcs import Arcs, Floats, Ints, Prefix

__all__ = ["INSIDER", "OPEN", "Layers"]

OPEN, INSIDER, CLOSED = 0, 1, 2
"""The role of a person in a query: on the way, an end, or neither (the ego, who is left out)."""


class Layers:
    """Layer j: each person's best product to an insider in at most, or exactly, j hops.

    Never through another insider or a closed person; 0 where there is no way. This is the scratch
    of one query at a time: its arrays are as long as there are people, so they are made once and
    put back entry by entry after each query.
    """

    def __init__(self, arcs: Arcs, ego: int) -> None:
        self._arcs = arcs
        self._ego = ego
        self.role = np.zeros(arcs.people, dtype=np.int8)
        self.role[ego] = CLOSED
        self._slot = np.empty(arcs.people, dtype=np.int32)
        self._count = np.arange(1024)
        self._layers: list[Floats] = []
        self._changed: list[Ints] = []
        self._insiders: Ints = np.empty(0, dtype=np.intp)
        self._without: Ints = self._insiders
        self._exactly = False
        self._arrived: tuple[Ints, Floats] = self._without, np.empty(0)
        self._settled = True  # whether `_arrived` has each person once

    def open(self, insiders: Ints, without: Ints, *, exactly: bool) -> None:
        """Begin a query, after the last one was closed: layer 0, the insiders, has no array."""
        self._insiders, self._without, self._exactly = insiders, without, exactly
        self.role[insiders] = INSIDER
        self.role[without] = CLOSED
        self.role[self._ego] = CLOSED
        self._arrived, self._settled = (insiders, np.empty(0)), False

    def close(self) -> None:
        """Put back what the query changed."""
        for depth, layer in enumerate(self._layers[: self.depth], start=1):
            for people in self._changed[:depth]:
                layer[people] = 0.0
        self.role[self._insiders] = OPEN
        self.role[self._without] = OPEN
        self.role[self._ego] = CLOSED
        self._changed = []

    @property
    def width(self) -> int:
        """The number of people that the last layer brought, some perhaps counted twice."""
        return len(self._arrived[0])

    @property
    def ended(self) -> bool:
        """Whether the last layer brought nobody: further ones would not either."""
        return not self.width

    @property
    def depth(self) -> int:
        """The number of the last layer."""
        return len(self._changed)

    def reach(self, hops: int) -> Floats:
        """Return the layer for `hops`; the last one where further ones would not differ."""
        return self._layers[min(hops, self.depth) - 1]

    @property
    def frontier(self) -> tuple[Ints, Floats]:
        """The people whom the last layer brought, or improved, each once, and their products."""
        if not self._settled:
            people, product = self._arrived
            if self.depth:
                number = np.arange(len(people), dtype=np.int32)
                best = (product == self._layers[self.depth - 1].take(people)).nonzero()[0]
                self._slot[people.take(best)] = number.take(best)
                once = (self._slot.take(people) == number).nonzero()[0]
                self._arrived = people.take(once), product.take(once)
                self._changed[-1] = self._arrived[0]
            else:
                people = people.take((self.role.take(people) == INSIDER).nonzero()[0])
                self._arrived = people, np.ones(len(people))
            self._settled = True
        return self._arrived

    def beyond(self) -> float:
        """Return the best product that a way longer than the last layer can have."""
        return float(np.maximum.reduce(self._arrived[1], initial=0.0))

    def prefix(self, least: float) -> Prefix:
        """Find the arcs to read for the next layer, when products under `least` are of no use."""
        people, product = self.frontier
        return self._arcs.prefix(people, least / product)

    def spread(self, prefix: Prefix) -> tuple[Ints, Ints]:
        """List all arcs of the prefixes, and for each the row of `prefix` that it belongs to."""
        start, length, ends = prefix.start, prefix.length, prefix.ends
        many = max(prefix.price, len(length))
        if many > len(self._count):
            self._count = np.arange(2 * many)
        row = self._count[: len(length)].repeat(length)
        arc = (start - ends + length).repeat(length)
        arc += self._count[: len(arc)]
        return row, arc

    def grow(self, prefix: Prefix) -> int:
        """Make the next layer from these arcs; return how many were read."""
        row, arc = self.spread(prefix)
        people = self._arcs.head.take(arc).astype(np.intp)
        product = self._arcs.strength.take(arc) * self.frontier[1].take(row)
        better = self.role.take(people) == OPEN
        if self.depth and not self._exactly:
            better &= product > self._layers[self.depth - 1].take(people)
        chosen = better.nonzero()[0]
        people, product = people.take(chosen), product.take(chosen)
        np.maximum.at(self._next(), people, product)
        self._changed.append(people)
        self._arrived, self._settled = (people, product), False
        return len(arc)

    def _next(self) -> Floats:
        """Return the array of the next layer; ways of at most j hops are among those of j + 1."""
        if len(self._layers) == self.depth:
            self._layers.append(np.zeros(self._arcs.people))
        layer = self._layers[self.depth]
        if not self._exactly:
            for people in self._changed:
                layer[people] = self._layers[self.depth - 1].take(people)
        return layer
