"""Common acquaintances: two who were with the same third, and never together themselves.

Whoever introduces two acquaintances chooses two of many: the third passes a chance of 1/k on, where
k is how many people they know. It is the index of resource allocation of T. Zhou, L. Lü and
Y.-C. Zhang, *Predicting missing links via local information*, European Physical Journal B 71
(2009), as a chance.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

_ROWS = 2_000_000
"""The most rows that are joined at once."""


class Pairs(NamedTuple):
    """Pairs of people as positions, once each: the chance that they know each other, and now."""

    a: NDArray[np.int64]
    b: NDArray[np.int64]
    exists: NDArray[np.float64]
    recent: NDArray[np.float64]

    def take(self, at: NDArray[np.intp] | slice) -> Pairs:
        """Return some of the pairs."""
        return Pairs(self.a[at], self.b[at], self.exists[at], self.recent[at])


class Closed(NamedTuple):
    """Pairs with a common acquaintance: the chances, and the likeliest of the thirds."""

    a: NDArray[np.int64]
    b: NDArray[np.int64]
    exists: NDArray[np.float64]
    recent: NDArray[np.float64]
    third: NDArray[np.int64]


def ranges(
    ascending: NDArray[np.int64], wanted: NDArray[np.int64]
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return for every place in `ascending` of every wanted number: which number, and the place."""
    low = np.searchsorted(ascending, wanted, side="left")
    count = np.searchsorted(ascending, wanted, side="right") - low
    which = np.repeat(np.arange(len(wanted)), count)
    begun = np.repeat(np.cumsum(count) - count, count)
    return which, np.arange(len(which)) - begun + np.repeat(low, count)


def closed(near: Pairs, far: Pairs, some: NDArray[np.bool_], *, least: float) -> Closed:
    """Find the pairs of some people with others who have an acquaintance in common.

    `near` are all acquaintances (a) of the others (b), `far` all acquaintances (a) of those (b).
    Pairs that were together themselves are left out, and so is a chance below `least`.
    """
    n = len(some)
    known: NDArray[np.float64] = np.bincount(far.b, far.exists, minlength=n).astype(np.float64)
    together = np.sort(near.a * n + near.b)
    far = far.take(np.flatnonzero(some[far.a]))
    far = far.take(np.argsort(far.b, kind="stable"))
    near = near.take(np.argsort(near.b, kind="stable"))
    parts = [_joined(near.take(part), far, known, together, n, least) for part in _parts(near, far)]
    return Closed(*(np.concatenate(columns) for columns in zip(*parts, strict=True)))


def _parts(near: Pairs, far: Pairs) -> Iterator[slice]:
    """Cut `near`, which is ordered by b, where b changes, so that few rows are joined at once."""
    low, high = (np.searchsorted(far.b, near.a, side=side) for side in ("left", "right"))
    part = np.cumsum(high - low) // _ROWS
    fresh = np.flatnonzero(np.diff(near.b, prepend=-1))
    cuts = fresh[np.flatnonzero(np.diff(part[fresh], prepend=-1))]
    bounds = [*cuts.tolist(), len(near.a)] if len(cuts) else [0, 0]
    yield from (slice(*ends) for ends in itertools.pairwise(bounds))


def _joined(
    near: Pairs,
    far: Pairs,
    known: NDArray[np.float64],
    together: NDArray[np.int64],
    n: int,
    least: float,
) -> Closed:
    """Join the two kinds of pairs over the third, and each pair's thirds to one chance."""
    one, other = ranges(far.b, near.a)
    third, a, b = near.a[one], far.a[other], near.b[one]
    pair = a * n + b
    at = np.searchsorted(together, pair)
    free = (a != b) & (np.append(together, -1)[at] != pair)
    one, other, third, pair = one[free], other[free], third[free], pair[free]
    share = 1.0 / np.maximum(known[third], 1.0)
    exists = near.exists[one] * far.exists[other] * share
    recent = near.recent[one] * far.recent[other] * share
    # The likeliest third of each pair stands first, of equal ones the first by position.
    order = np.lexsort((third, -exists, pair))
    code, first, which = np.unique(pair[order], return_index=True, return_inverse=True)
    best = third[order][first]
    chances = [
        -np.expm1(np.bincount(which.ravel(), np.log1p(-each[order]), minlength=len(code)))
        for each in (exists, recent)
    ]
    said = chances[0] >= least
    return Closed(
        (code // n)[said], (code % n)[said], chances[0][said], chances[1][said], best[said]
    )
