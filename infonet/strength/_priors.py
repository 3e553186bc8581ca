"""Labelled priors: what a tie is worth before one's own log says better, as Beta counts."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache
from math import isnan, nan
from typing import Self

import pandas as pd


@dataclass(frozen=True)
class Beta:
    """A chance that is not known for sure, as the counts of a Beta distribution.

    It happened `alpha` times, and `beta` times it did not; pseudo-counts are counts.
    """

    alpha: float
    beta: float

    @property
    def mean(self) -> float:
        """The expected chance."""
        return self.alpha / (self.alpha + self.beta)

    @property
    def size(self) -> float:
        """The number of trials that the counts stand for."""
        return self.alpha + self.beta

    def after(self, happened: float, n: float) -> Self:
        """Return the counts once `n` trials are known, of which `happened` did."""
        return replace(self, alpha=self.alpha + happened, beta=self.beta + n - happened)

    def scaled(self, factor: float) -> Self:
        """Return the counts of `factor` times the mean, at most 0.99, with the same size."""
        alpha = min(self.alpha * factor, 0.99 * self.size)
        return replace(self, alpha=alpha, beta=self.size - alpha)

    def interval(self) -> tuple[float, float]:
        """Return the 2.5 % and 97.5 % quantiles; missing where the counts are."""
        return (nan, nan) if isnan(self.alpha) else _quantiles(self.alpha, self.beta)

    @classmethod
    def product(cls, *chances: Beta) -> Beta:
        """Return the Beta with the exact mean and second moment of a product of chances.

        They are taken as independent; a missing count makes the product missing.
        """
        if len(chances) == 1:
            return Beta(chances[0].alpha, chances[0].beta)
        mean = second = 1.0
        for one in chances:
            mean *= one.alpha / one.size
            second *= one.alpha * (one.alpha + 1) / (one.size * (one.size + 1))
        if isnan(second):
            return Beta(nan, nan)
        size = (mean - second) / (second - mean * mean)
        return Beta(mean * size, (1 - mean) * size)


@dataclass(frozen=True)
class Prior(Beta):
    """A Beta of pseudo-asks in place of knowledge; `basis` names their source."""

    basis: str


PRIORS: dict[str, Prior] = {
    "strong": Prior(7.0, 3.0, "14 of 20 introductions forwarded in one recruiter's test"),
    "medium": Prior(
        5.0, 5.0, "interpolated; dormant ties stay valuable (Levin, Walter & Murnighan 2011)"
    ),
    "weak": Prior(3.7, 6.3, "per-step participation of 37 % (Dodds, Muhamad & Watts 2003; unsure)"),
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


@lru_cache(maxsize=10_000)
def _quantiles(alpha: float, beta: float) -> tuple[float, float]:
    """Return the quantiles of a Beta distribution; few classes make few of them."""
    from scipy.special import betaincinv

    low, high = betaincinv(alpha, beta, (0.025, 0.975))
    return float(low), float(high)


def priors() -> pd.DataFrame:
    """List the priors in force: a default is a labelled prior, not a fact.

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
    rows = [
        (tie_class, one.alpha, one.beta, one.mean, *one.interval(), one.basis)
        for tie_class, one in PRIORS.items()
    ]
    columns = ["tie_class", "alpha", "beta", "probability", "low", "high", "basis"]
    return pd.DataFrame(rows, columns=columns)
