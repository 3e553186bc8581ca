"""A small integer linear programme: the best choice under limits on groups."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

__all__ = ["solve"]

_SCALE = 1e6
"""The best choice counts this much: the solver's own tolerances are about one in a million."""

_SAME = 1e-10
"""Two totals that differ by less, relative to the best single choice, are equal."""


def solve(
    worth: NDArray[np.float64],
    price: NDArray[np.int64],
    groups: Sequence[tuple[NDArray[np.int64], NDArray[np.int64]]],
    most: int,
) -> NDArray[np.int64]:
    """Choose the greatest total worth; among equal totals the least total price.

    Parameters
    ----------
    worth : ndarray of float64, shape (choices,)
        What each choice brings, above 0.
    price : ndarray of int64, shape (choices,)
        What decides between equal totals.
    groups : sequence of (group of each choice, limit of each group)
        At most `limit` choices of each group.
    most : int
        At most `most` choices in all.

    Returns
    -------
    ndarray of int64
        Positions of the choices, ascending.

    Notes
    -----
    Solved twice: for the worth alone, then for the price with the worth held at its best. The
    second can therefore not change the first.

    Examples
    --------
    >>> groups = [(np.array([0, 0, 1]), np.array([1, 1]))]
    >>> solve(np.array([0.5, 0.7, 0.2]), np.zeros(3, dtype=np.int64), groups, 2).tolist()
    [1, 2]
    """
    if not len(worth) or most < 1:
        return np.empty(0, dtype=np.int64)
    from scipy.optimize import Bounds, LinearConstraint, milp
    from scipy.sparse import csr_array, vstack

    number = np.arange(len(worth))
    ones = np.ones(len(worth))
    rows = [
        csr_array((ones, (group, number)), shape=(len(limit), len(worth)))
        for group, limit in groups
    ]
    limits = np.concatenate([*(limit for _, limit in groups), [most]]).astype(np.float64)
    within = LinearConstraint(vstack([*rows, csr_array(ones[None, :])]), ub=limits)

    def least(cost: NDArray[np.float64], *more: LinearConstraint) -> NDArray[np.int64] | None:
        found = milp(
            cost,
            integrality=np.ones(len(worth), dtype=np.int64),
            bounds=Bounds(0, 1),
            constraints=[within, *more],
            options={"mip_rel_gap": 0.0},
        )
        return None if found.x is None else np.flatnonzero(found.x > 0.5)

    scaled = worth * (_SCALE / worth.max())
    best = least(-scaled)
    assert best is not None  # choosing nothing is always allowed
    total = float(scaled[best].sum())
    held = LinearConstraint(csr_array(scaled[None, :]), lb=total - _SAME * _SCALE)
    neat = least(price.astype(np.float64), held)
    if neat is None or scaled[neat].sum() < total - 2 * _SAME * _SCALE:
        return best
    return neat
