"""Labelled priors: what a tie is worth before one's own log says better, as Beta counts."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

__all__ = ["PRIORS", "Prior", "beta_product", "priors"]


class Prior(NamedTuple):
    """Beta counts that stand in for knowledge, and what they rest on."""

    alpha: float
    beta: float
    basis: str

    @property
    def mean(self) -> float:
        """The probability it stands for."""
        return self.alpha / (self.alpha + self.beta)

    @property
    def size(self) -> float:
        """How many asks it stands for."""
        return self.alpha + self.beta

    def scaled(self, factor: float) -> Prior:
        """The same weight of evidence for a probability that is so many times as high, below 1."""
        total = self.alpha + self.beta
        alpha = min(self.alpha * factor, 0.99 * total)
        return self._replace(alpha=alpha, beta=total - alpha)


PRIORS: dict[str, Prior] = {
    "strong": Prior(7.0, 3.0, "14 of 20 introductions forwarded in one recruiter's test"),
    "medium": Prior(
        5.0,
        5.0,
        "interpolated; dormant ties stay valuable (Levin, Walter & Murnighan 2011)",
    ),
    "weak": Prior(
        3.7,
        6.3,
        "per-step participation of 37 % (Dodds, Muhamad & Watts 2003; unsure)",
    ),
    "connection": Prior(2.5, 7.5, "interpolated, not a measurement"),
    "cold": Prior(
        1.0,
        19.0,
        "assumption; about 1 in 4 cold requests is accepted (Evsyukova, Rusche & Mill 2025),"
        " conversations are rarer",
    ),
    "scout": Prior(1.0, 9.0, "assumption: a close tie knows somebody at a given employer"),
}
"""The labelled priors: what each class of tie is worth before your own log says better."""


def beta_product(
    alpha: NDArray[np.float64], beta: NDArray[np.float64]
) -> tuple[float, float, float]:
    """Mean and 95 % interval of a product of independent Beta variables.

    Parameters
    ----------
    alpha, beta : ndarray of float64, shape (hops,)
        Counts per hop; a missing count makes the interval missing.

    Returns
    -------
    probability, low, high : float
        The exact mean; the 2.5 % and 97.5 % quantiles of the Beta distribution with the
        product's exact mean and second moment. Hops are taken as independent given their classes.

    Examples
    --------
    >>> mean, low, high = beta_product(np.array([7.0]), np.array([3.0]))
    >>> round(mean, 2), round(low, 2), round(high, 2)
    (0.7, 0.4, 0.93)
    """
    total = alpha + beta
    mean = float(np.prod(alpha / total))
    second = float(np.prod(alpha * (alpha + 1) / (total * (total + 1))))
    if not np.isfinite(second):
        return mean, np.nan, np.nan
    size = (mean - second) / (second - mean * mean)
    return mean, *_quantiles(mean * size, (1 - mean) * size)


@lru_cache(maxsize=10_000)
def _quantiles(alpha: float, beta: float) -> tuple[float, float]:
    """The 2.5 % and 97.5 % quantiles of a Beta distribution; few classes make few of them."""
    from scipy.special import betaincinv

    low, high = betaincinv(alpha, beta, (0.025, 0.975))
    return float(low), float(high)


def priors() -> pd.DataFrame:
    """The priors in force, as a table: a default is a labelled prior, not a fact.

    Returns
    -------
    DataFrame
        tie_class, alpha, beta (pseudo-asks that worked and did not), probability (their mean),
        low, high (95 %), basis (where the numbers come from).

    Examples
    --------
    >>> priors().set_index("tie_class").probability["strong"]
    np.float64(0.7)
    """
    rows = []
    for tie_class, prior in PRIORS.items():
        mean, low, high = beta_product(np.array([prior.alpha]), np.array([prior.beta]))
        rows.append((tie_class, prior.alpha, prior.beta, mean, low, high, prior.basis))
    columns = ["tie_class", "alpha", "beta", "probability", "low", "high", "basis"]
    return pd.DataFrame(rows, columns=columns)
