"""Every tie in both directions, each person's arcs in groups of strength, strongest first."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

__all__ = ["Arcs", "Floats", "Ints", "Prefix"]

Floats = NDArray[np.float64]
Ints = NDArray[Any]

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

    Parameters
    ----------
    indptr, indices : arrays of int
        CSR with every undirected tie in both directions, at most once each.
    strength : array of float
        Of each arc, in (0, 1].
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
