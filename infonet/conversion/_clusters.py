"""Rates of requests that went through few people: each person is a cluster of like requests."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
from numpy.typing import ArrayLike, NDArray

from infonet.strength import Beta

__all__ = ["FEWEST", "TOO_FEW", "clustered_interval"]

FEWEST = 5
"""Different people; with fewer, how much they differ cannot be told."""

TOO_FEW = "too few different people to tell"

# How alike two requests to one person are, 0 to 1: an assumption, for no log of one job search
# has enough people to measure it.
_ALIKE = Beta(1.0, 2.0)

_MEANS, _NODES = 200, 24

Floats = NDArray[np.float64]


def clustered_interval(reached: ArrayLike, n: ArrayLike) -> tuple[float, float]:
    """Return the 95 % interval of a rate, from what each person's requests came to.

    Requests to one person are beta-binomial: each person has a chance of their own, drawn from a
    Beta distribution whose mean is the rate. The mean has a flat prior and the correlation of two
    requests to one person the prior Beta(1, 2), an assumption; the interval is that of the mean's
    marginal posterior, by quadrature. With no requests it is 0 to 1.

    Parameters
    ----------
    reached, n : array_like of int, shape (people,)
        The requests to each person that got there, and all of them.

    Returns
    -------
    tuple of float
        The lower and the upper bound.

    Notes
    -----
    The distribution is that of Skellam, J. G. (1948). A probability distribution derived from the
    binomial distribution by regarding the probability of success as variable between the sets of
    trials. Journal of the Royal Statistical Society B 10, 257-261. `benchmarks/coverage.py` prints
    how often the interval holds.

    Examples
    --------
    Ten people of two requests each, of which half got there, alike for each person:

    >>> low, high = clustered_interval([2, 0] * 5, [2] * 10)
    >>> round(low, 2), round(high, 2)
    (0.24, 0.76)
    """
    from scipy.special import betaln

    mean, success, failure, weight = _grid()
    people, same = np.unique(np.array([reached, n]).T, axis=0, return_counts=True)
    likely = np.zeros(success.shape)
    for (there, asked), times in zip(people, same, strict=True):
        likely += times * betaln(success + there, failure + asked - there)
        likely -= times * betaln(success, failure)
    posterior = np.exp(likely - likely.max()) @ weight
    below = np.concatenate([[0.0], posterior.cumsum() / posterior.sum()])
    low, high = np.interp([0.025, 0.975], below, np.linspace(0, 1, len(mean) + 1))
    return float(low), float(high)


@lru_cache(maxsize=1)
def _grid() -> tuple[Floats, Floats, Floats, Floats]:
    """Return the means, the Beta counts of each mean and correlation, and the latter's weights."""
    from scipy.special import betaincinv

    nodes, weights = np.polynomial.legendre.leggauss(_NODES)
    alike = betaincinv(_ALIKE.alpha, _ALIKE.beta, (nodes + 1) / 2)
    mean = (np.arange(_MEANS) + 0.5) / _MEANS
    size = (1 - alike) / alike
    return mean, np.outer(mean, size), np.outer(1 - mean, size), weights / 2
