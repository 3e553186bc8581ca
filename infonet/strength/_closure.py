"""Common acquaintances: two who were with the same third, and never together themselves.

Whoever brings two acquaintances together chooses them among many: a third who knows k people brings
about 1/k of their acquaintances with one of them to the other. The sum over the thirds is the index
of resource allocation of T. Zhou, L. Lü and Y.-C. Zhang, *Predicting missing links via local
information*, European Physical Journal B 71 (2009); the chance that it happened at least once is
``1 − exp(−sum)``.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

_AT_ONCE = 256
"""The people whose pairs are looked for at once."""

_MANY = 50.0
"""Who knows more people brings two of them together less than once in fifty: they say nothing."""


class Pairs(NamedTuple):
    """Pairs of people as positions, once each: the chance that they know each other, and now."""

    a: NDArray[np.int64]
    b: NDArray[np.int64]
    exists: NDArray[np.float64]
    recent: NDArray[np.float64]


class Acquaintances:
    """Index who was together with whom; `pairs` has each pair both ways."""

    def __init__(self, pairs: Pairs, n: int) -> None:
        from scipy.sparse import csr_array

        at, shape = (pairs.a, pairs.b), (n, n)
        self._exists = csr_array((pairs.exists, at), shape=shape)
        self._recent = csr_array((pairs.recent, at), shape=shape)
        known = np.bincount(pairs.a, pairs.exists, minlength=n)
        self._share = np.where(known > _MANY, 0.0, 1.0 / np.maximum(known, 1.0))
        passed = self._share[:, None]
        self._onward = [one.multiply(passed).tocsr() for one in (self._exists, self._recent)]

    def between(self, some: NDArray[np.bool_], others: NDArray[np.int64], *, least: float) -> Pairs:
        """Find the pairs of people marked in `some` (a) with others (b) who know a third.

        Who was together is left out, and so is a chance below `least`.
        """
        parts = [
            self._few(some, others[begin : begin + _AT_ONCE], least)
            for begin in range(0, max(1, len(others)), _AT_ONCE)
        ]
        return Pairs(
            np.concatenate([one.a for one in parts]),
            np.concatenate([one.b for one in parts]),
            np.concatenate([one.exists for one in parts]),
            np.concatenate([one.recent for one in parts]),
        )

    def _few(self, some: NDArray[np.bool_], others: NDArray[np.int64], least: float) -> Pairs:
        """Find the pairs with a few others."""
        near = self._exists[others]
        found = (near @ self._onward[0]).tocoo()
        kept = some[found.col] & (-np.expm1(-found.data) >= least)
        row, a, total = found.row[kept], found.col[kept], found.data[kept]
        apart = (others[row] != a) & (_at(near, row, a) == 0.0)
        row, a, total = row[apart], a[apart], total[apart]
        recent = _at(self._recent[others] @ self._onward[1], row, a)
        b = others[row].astype(np.int64)
        return Pairs(a.astype(np.int64), b, -np.expm1(-total), -np.expm1(-recent))

    def through(self, a: int, b: int) -> int:
        """Return the third who most likely brought two people together; -1 where there is none."""
        both = self._exists[[a]].multiply(self._exists[[b]]).tocoo()
        worth = both.data * self._share[both.col]
        return int(both.col[np.argmax(worth)]) if len(worth) and worth.max() > 0 else -1


def _at(
    matrix: Any, row: NDArray[np.integer[Any]], column: NDArray[np.integer[Any]]
) -> NDArray[np.float64]:
    """Return the values of a sparse matrix at some places, 0 where it has none."""
    listed = matrix.tocoo()
    width = matrix.shape[1]
    code = listed.row.astype(np.int64) * width + listed.col
    order = np.argsort(code)
    code, wanted = code[order], row.astype(np.int64) * width + column
    at = np.searchsorted(code, wanted)
    found = np.append(code, -1)[at] == wanted
    return np.where(found, np.append(listed.data[order], 0.0)[at], 0.0)
