"""The arcs of a network, and the best product that one more tie can give."""

from __future__ import annotations

from bisect import bisect_left
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]
Ints = NDArray[Any]

# Six hops of this are far above the smallest float: no product of a real path underflows to zero,
# and to twelve digits it is zero all the same.
_WEAKEST = 1e-50
# Costs of an arc: looked up, in arcs that are read in order; sorted, too, in people of an array.
_LOOKED_UP, _SORTED = 3, 20


class Arcs:
    """CSR rows with every undirected tie in both directions, at most once each; nobody with itself.

    Attributes
    ----------
    people : int
    first : array of int
        Where each person's row starts, and at the end where the last one stops.
    head : array of int
        The other end of each arc.
    strength : array of float
    are_equal : bool
        Whether all arcs have the same strength.
    """

    def __init__(self, indptr: ArrayLike, indices: ArrayLike, strength: ArrayLike) -> None:
        self.first, self.head, weight = _without_self_ties(
            np.asarray(indptr, dtype=np.int64), np.asarray(indices), np.asarray(strength, float)
        )
        self.people = len(self.first) - 1
        least = float(weight.min(initial=np.inf))
        self.strength: Floats = np.maximum(weight, _WEAKEST) if least < _WEAKEST else weight
        self.are_equal = len(weight) == 0 or least == float(weight.max())
        self.degree: Ints = np.diff(self.first)
        self._known: Ints = self.degree.nonzero()[0]

    def row(self, person: int) -> slice:
        """Return the arcs of one person."""
        return slice(self.first.item(person), self.first.item(person + 1))

    def spread(self, people: Ints) -> tuple[Ints, Ints]:
        """List all arcs of some people, and for each its row: the place in `people`."""
        length = self.degree.take(people)
        ends = length.cumsum()
        start = self.first.take(people)
        row = np.arange(len(people)).repeat(length)
        arc = (start - ends + length).repeat(length)
        arc += np.arange(len(arc))
        return row, arc

    def each_once(self, people: Ints) -> Ints:
        """Return people in their order, each once: marked, which is faster than to sort them."""
        there = np.zeros(self.people, dtype=np.bool_)
        there[people] = True
        found: Ints = there.nonzero()[0]
        return found

    def are_few(self, people: Ints) -> bool:
        """Say whether the arcs of some people are few of all, so that they are soon looked up."""
        return int(self.degree.take(people).sum()) * _SORTED < len(self.head)

    def onward(self, people: Ints, product: Floats) -> tuple[Ints, Floats]:
        """Return whom one more tie reaches from `people`, each once, and the best product there.

        The arcs of few people are looked up, and where they are few sorted; for many people all
        arcs are read in order.
        """
        many = int(self.degree.take(people).sum())
        if many * _LOOKED_UP < len(self.head):
            row, arc = self.spread(people)
            head, found = self.head.take(arc), product.take(row) * self.strength.take(arc)
            if many * _SORTED < self.people:
                order, starts = group_by(head)
                found = found.take(order)
                best = np.maximum.reduceat(found, starts) if len(starts) else found
                return head.take(order.take(starts)), best
            value = np.zeros(self.people)
            np.maximum.at(value, head, found)
            reached = value.nonzero()[0]
            return reached, value.take(reached)
        value = np.zeros(self.people)
        value[people] = product
        found = value.take(self.head)
        found *= self.strength
        # Floats that are not negative are in the order of their bits, which are compared faster.
        best = np.maximum.reduceat(found.view(np.int64), self.first.take(self._known))
        reached = best.nonzero()[0]
        return self._known.take(reached), best.view(np.float64).take(reached)


def group_by(people: Ints) -> tuple[Ints, Ints]:
    """Return the stable order that brings each person's entries together, and where each begins."""
    order = people.argsort(kind="stable")
    ordered = people.take(order)
    begins = np.empty(len(people), dtype=np.bool_)
    begins[:1] = True
    np.not_equal(ordered[1:], ordered[:-1], out=begins[1:])
    return order, begins.nonzero()[0]


def is_among(person: int, people: Ints) -> bool:
    """Say whether somebody is among people who are ascending."""
    at = bisect_left(people, person)
    return at < len(people) and bool(people.item(at) == person)


def not_among(people: Ints, closed: Ints) -> Ints:
    """Return the places of the people who are not among the closed ones, who are ascending."""
    found = closed.take(closed.searchsorted(people), mode="clip")
    apart: Ints = (found != people).nonzero()[0]
    return apart


def _without_self_ties(first: Ints, head: Ints, weight: Floats) -> tuple[Ints, Ints, Floats]:
    """Drop arcs from a person to themselves: no path can use them."""
    tail = np.repeat(np.arange(len(first) - 1, dtype=head.dtype), np.diff(first))
    proper = tail != head
    if proper.all():
        return first, head, weight
    before = np.concatenate(([0], np.cumsum(proper)))
    return before[first], head[proper], weight[proper]
