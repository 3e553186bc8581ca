"""Proportions and their differences, with intervals that stay honest when the counts are small."""

from __future__ import annotations

from statistics import NormalDist
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

__all__ = ["Z", "Difference", "compare_proportions", "fisher", "newcombe", "wilson"]

Z = NormalDist().inv_cdf(0.975)
"""Standard errors on either side of a 95 % interval."""

Floats = NDArray[np.float64]


def wilson(reached: ArrayLike, n: ArrayLike) -> tuple[Floats, Floats, Floats]:
    """Return the rate and its 95 % score interval (Wilson 1927); the rate of 0 of 0 is missing.

    Counts may be fractions, as where one outcome is shared by several people.
    """
    x, total = np.asarray(reached, dtype=np.float64), np.asarray(n, dtype=np.float64)
    some = total > 0
    size = np.where(some, total, 1.0)
    rate = np.where(some, x, 0.0) / size
    spread = Z * np.sqrt(rate * (1 - rate) / size + Z**2 / (4 * size**2))
    middle, scale = rate + Z**2 / (2 * size), 1 + Z**2 / size
    # Rounding may push a bound past the rate or past 0 and 1, where all or none got there.
    low = np.clip((middle - spread) / scale, 0.0, rate)
    high = np.clip((middle + spread) / scale, rate, 1.0)
    return np.where(some, rate, np.nan), np.where(some, low, 0.0), np.where(some, high, 1.0)


class Difference(NamedTuple):
    """The difference of two proportions: the first less the second, 95 % interval, exact test."""

    difference: float
    low: float
    high: float
    p: float


def newcombe(x1: int, n1: int, x2: int, n2: int) -> tuple[float, float, float]:
    """Return the difference of two rates, low and high (Newcombe 1998, method 10)."""
    rate, low, high = wilson([x1, x2], [n1, n2])
    if np.isnan(rate).any():
        return np.nan, -1.0, 1.0
    difference = rate[0] - rate[1]
    down = np.hypot(rate[0] - low[0], high[1] - rate[1])
    up = np.hypot(high[0] - rate[0], rate[1] - low[1])
    return float(difference), float(difference - down), float(difference + up)


def fisher(x1: int, n1: int, x2: int, n2: int) -> float:
    """Return the two-sided p of Fisher's exact test; missing where a group is empty."""
    from scipy.stats import fisher_exact

    if not (n1 and n2):
        return np.nan
    return float(fisher_exact(np.array([[x1, n1 - x1], [x2, n2 - x2]])).pvalue)


def compare_proportions(x1: int, n1: int, x2: int, n2: int) -> Difference:
    """Return the difference of two proportions, its interval and its test."""
    return Difference(*newcombe(x1, n1, x2, n2), fisher(x1, n1, x2, n2))
