"""Whom to choose so that few cover much: greedily, one after the other."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from infonet.paths import DIGITS

__all__ = ["greedy_cover"]


def greedy_cover(
    value: NDArray[np.float64], weight: NDArray[np.float64], *, n: int
) -> list[tuple[int, NDArray[np.bool_]]]:
    """Choose rows one after the other by what each adds to the weighted cover of the columns.

    Parameters
    ----------
    value : ndarray of float64, shape (rows, columns)
        How well each row covers each column, in [0, 1]. A column is covered as well as the best
        row chosen covers it.
    weight : ndarray of float64, shape (columns,)
        What each column counts.
    n : int
        How many rows to choose, at most. Choosing ends when no row adds anything.

    Returns
    -------
    list of (int, ndarray of bool)
        Each row chosen, in order, and the columns that it covers better than those before it.
        Of rows that add equally (to 12 digits) the first is chosen.

    Examples
    --------
    >>> value = np.array([[1.0, 1.0, 0.0], [1.0, 0.0, 0.0], [0.0, 0.5, 1.0]])
    >>> [row for row, _ in greedy_cover(value, np.ones(3), n=3)]
    [0, 2]
    """
    best = np.zeros(value.shape[1])
    chosen: list[tuple[int, NDArray[np.bool_]]] = []
    while len(chosen) < n and value.size:
        more = np.maximum(value - best, 0.0)
        gain = (more @ weight).round(DIGITS)
        row = int(gain.argmax())
        if gain[row] <= 0:
            break
        chosen.append((row, more[row] > 0))
        best = np.maximum(best, value[row])
    return chosen
