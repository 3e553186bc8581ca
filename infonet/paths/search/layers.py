"""The arcs that a search reads, and how well a path can be completed from each person."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]
Ints = NDArray[Any]

OPEN, INSIDER, CLOSED = 0, 1, 2
"""The role of a person in a query: on the way, an end, or neither (the ego, who is left out)."""

_GROUPS = 15  # with the start of the row, 16 numbers a person: one cache line
_BLOCK = 1 << 20  # arcs sorted at a time: the keys stay in the cache, the peak stays low
# Six hops of this are far above the smallest float: no product of a real path underflows to zero,
# and to twelve digits it is zero all the same.
_WEAKEST = 1e-50


class Prefix:
    """The first `length` arcs of some people, strongest first."""

    __slots__ = ("ends", "length", "price", "start")

    def __init__(self, start: Ints, length: Ints) -> None:
        self.start = start
        self.length = length
        self.ends: Ints = length.cumsum()
        self.price = int(self.ends[-1]) if len(self.ends) else 0
        """The number of arcs in all."""

    def at(self, rows: slice | Ints) -> Prefix:
        """Return those of some of the people."""
        return Prefix(self.start[rows], self.length[rows])


class Arcs:
    """The arcs of a network, so grouped that those of a least strength are a prefix of the row.

    They are made of CSR rows with every undirected tie in both directions, at most once each.
    """

    def __init__(self, indptr: ArrayLike, indices: ArrayLike, strength: ArrayLike) -> None:
        first, head, weight = _without_self_ties(
            np.asarray(indptr, dtype=np.int64), np.asarray(indices), np.asarray(strength, float)
        )
        self.people = len(first) - 1
        whole = np.int32 if max(len(head), self.people) < 2**31 else np.int64
        self._cuts = _cuts(weight)
        self.head = np.empty(len(head), dtype=whole)
        self.strength = np.empty(len(head))
        # Of each person: where the row starts, then where each group of it stops.
        self._bounds = np.empty((self.people, 1 + len(self._cuts)), dtype=whole)
        for low, high in _blocks(first):
            self._sort(low, high, first, head, weight)

    def _sort(self, low: int, high: int, first: Ints, head: Ints, weight: Floats) -> None:
        """Group the arcs of the people from `low` to `high` and note where each group stops."""
        groups, start, stop = len(self._cuts), first[low], first[high]
        weight = np.maximum(weight[start:stop], _WEAKEST)
        group = groups - np.searchsorted(self._cuts, weight, side="right")
        key = np.repeat(np.arange(high - low) * groups, np.diff(first[low : high + 1])) + group
        sizes = np.bincount(key, minlength=(high - low) * groups)
        self._bounds[low:high, 0] = first[low:high]
        self._bounds[low:high, 1:] = start + np.cumsum(sizes).reshape(high - low, groups)
        bits = int(stop - start).bit_length()
        # One sort of (person, group, position) in 64 bits is much faster than an argsort.
        order = np.sort((key << bits) | np.arange(stop - start)) & ((1 << bits) - 1)
        self.head[start:stop] = head[start:stop][order]
        self.strength[start:stop] = weight[order]

    def row(self, person: int) -> slice:
        """Return all arcs of one person."""
        return slice(int(self._bounds[person, 0]), int(self._bounds[person, -1]))

    def prefix(self, people: Ints, least: Floats | float) -> Prefix:
        """Find the arcs of each person that have at least that strength.

        A few weaker ones are among them: rows are cut between groups, not within.
        """
        width = self._bounds.shape[1]
        row = people * width
        start = self._bounds.take(row)
        row += width - self._cuts.searchsorted(least, side="right")
        return Prefix(start, self._bounds.take(row) - start)


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
        """True if the last layer brought nobody: further ones would not either."""
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


def _without_self_ties(first: Ints, head: Ints, weight: Floats) -> tuple[Ints, Ints, Floats]:
    """Drop arcs from a person to themselves: no path can use them."""
    tail = np.repeat(np.arange(len(first) - 1, dtype=head.dtype), np.diff(first))
    proper = tail != head
    if proper.all():
        return first, head, weight
    before = np.concatenate(([0], np.cumsum(proper)))
    return before[first], head[proper], weight[proper]


def _cuts(strength: Floats) -> Floats:
    """Return bounds of about equally large groups, rising from 0, from a sample of strengths."""
    if not len(strength):
        return np.zeros(1)
    sample = np.maximum(strength[:: 1 + len(strength) // 50_000], _WEAKEST)
    cuts = np.unique(np.quantile(sample, np.arange(_GROUPS) / _GROUPS, method="higher"))
    cuts[0] = 0.0
    return cuts


def _blocks(first: Ints) -> list[tuple[int, int]]:
    """Split the people into ranges with about a million arcs each."""
    people, arcs = len(first) - 1, int(first[-1])
    marks = np.searchsorted(first, np.arange(_BLOCK, arcs, _BLOCK))
    bounds = np.unique(np.concatenate(([0], marks, [people])))
    return list(zip(bounds[:-1].tolist(), bounds[1:].tolist(), strict=True))
