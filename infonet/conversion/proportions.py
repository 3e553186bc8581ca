"""Proportions: intervals that stay honest at small counts, differences, bins and predictions."""

from __future__ import annotations

import math
from statistics import NormalDist
from typing import NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray

from infonet.strength import Beta

__all__ = [
    "Difference",
    "Z",
    "compare_proportions",
    "fisher",
    "gamma_interval",
    "newcombe",
    "outcomes_by_bin",
    "product_interval",
    "smallest_difference",
    "trials_needed",
    "wilson",
]

Z = NormalDist().inv_cdf(0.975)
"""Standard errors on either side of a 95 % interval."""

_ENOUGH = 30
"""Outcomes; with fewer the interval is so wide that hardly a prediction could fail."""

_NODES = 128
"""Nodes of the quadrature."""

Floats = NDArray[np.float64]


def wilson(reached: ArrayLike, n: ArrayLike, *, z: float = Z) -> tuple[Floats, Floats, Floats]:
    """Return the rate and its 95 % score interval (Wilson 1927); the rate of 0 of 0 is missing.

    Counts may be fractions, as where one outcome is shared by several people.
    """
    x, total = np.asarray(reached, dtype=np.float64), np.asarray(n, dtype=np.float64)
    some = total > 0
    size = np.where(some, total, 1.0)
    rate = np.where(some, x, 0.0) / size
    spread = z * np.sqrt(rate * (1 - rate) / size + z**2 / (4 * size**2))
    middle, scale = rate + z**2 / (2 * size), 1 + z**2 / size
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


def newcombe(x1: int, n1: int, x2: int, n2: int, *, z: float = Z) -> tuple[float, float, float]:
    """Return the difference of two rates, low and high (Newcombe 1998, method 10)."""
    rate, low, high = wilson([x1, x2], [n1, n2], z=z)
    if np.isnan(rate).any():
        return np.nan, -1.0, 1.0
    difference = rate[0] - rate[1]
    down = np.hypot(rate[0] - low[0], high[1] - rate[1])
    up = np.hypot(high[0] - rate[0], rate[1] - low[1])
    return float(difference), float(difference - down), float(difference + up)


def smallest_difference(x1: int, n1: int, x2: int, n2: int, *, z: float = Z) -> float:
    """Return the smallest difference that two groups of these sizes could show.

    The group with the lower rate stays as it is; the other one is raised until Newcombe's interval
    excludes 0. Missing where not even all of it would be enough.
    """
    if x1 * n2 < x2 * n1:
        x1, n1, x2, n2 = x2, n2, x1, n1
    rate, low, _ = wilson(np.arange(n1 + 1), np.full(n1 + 1, n1), z=z)
    other, _, roof = (float(each) for each in wilson(x2, n2, z=z))
    enough = rate - other > np.hypot(rate - low, roof - other)
    return float(rate[enough].min() - other) if enough.any() else np.nan


def fisher(x1: int, n1: int, x2: int, n2: int) -> float:
    """Return the two-sided p of Fisher's exact test; missing where a group is empty."""
    from scipy.stats import fisher_exact

    if not (n1 and n2):
        return np.nan
    return float(fisher_exact(np.array([[x1, n1 - x1], [x2, n2 - x2]])).pvalue)


def compare_proportions(x1: int, n1: int, x2: int, n2: int) -> Difference:
    """Return the difference of two proportions, its interval and its test."""
    return Difference(*newcombe(x1, n1, x2, n2), fisher(x1, n1, x2, n2))


def outcomes_by_bin(
    position: str, predicted: Floats, success: Floats, failure: Floats, most: int
) -> pd.DataFrame:
    """Return what happened to predictions, in bins of similar ones, as `calibration` describes it.

    `success` and `failure` are what came of each prediction, fractions where several share an
    outcome. There are at most `most` bins, each with 30 outcomes or more.
    """
    weight = success + failure
    bins = max(1, min(most, int(weight.sum() // _ENOUGH)))
    place = _bins(predicted, weight, bins)
    rows = []
    for number in range(bins):
        here = place == number
        n, happened = float(weight[here].sum()), float(success[here].sum())
        rate, low, high = (float(each) for each in wilson(happened, n))
        mean = float(predicted[here] @ weight[here] / n) if n else np.nan
        rows.append(
            {
                "position": position,
                "bin": f"{number + 1} of {bins}",
                "predicted": mean,
                "n": n,
                "happened": happened,
                "rate": rate,
                "low": low,
                "high": high,
                "verdict": _verdict(mean, n, low, high),
            }
        )
    return pd.DataFrame(rows)


def _bins(predicted: Floats, weight: Floats, bins: int) -> NDArray[np.int64]:
    """Give each prediction a bin, of about equal weight; equal predictions share one."""
    if not len(predicted):
        return np.empty(0, dtype=np.int64)
    values, at = np.unique(predicted.round(12), return_inverse=True)
    each = np.bincount(at, weights=weight, minlength=len(values))
    middle = (each.cumsum() - each / 2) / max(each.sum(), 1e-12)
    place: NDArray[np.int64] = np.minimum((bins * middle).astype(np.int64), bins - 1)
    return place[at]


def _verdict(predicted: float, n: float, low: float, high: float) -> str:
    """Say whether the mean prediction lies in the interval of what happened."""
    if n < _ENOUGH:
        return "too few"
    if predicted > high:
        return "too high"
    return "too low" if predicted < low else "as predicted"


def trials_needed(known: Beta, chance: float) -> int:
    """Return the fewest further trials of which one or more succeeds with a given chance, below 1.

    The chance that k trials all fail is that of the Beta-binomial predictive distribution.
    """
    from scipy.special import betaln

    # What rounding leaves of an exact answer must not cost one trial more.
    enough = math.log1p(-chance) + 1e-9

    def none(k: int) -> float:
        return float(betaln(known.alpha, known.beta + k) - betaln(known.alpha, known.beta))

    short, most = 0, 1
    while none(most) > enough:
        short, most = most, 2 * most
    while most - short > 1:
        middle = (short + most) // 2
        short, most = (middle, most) if none(middle) > enough else (short, middle)
    return most


def clopper_pearson(reached: int, n: int) -> tuple[float, float]:
    """Return the exact 95 % interval of a rate (Clopper and Pearson 1934), which covers no less."""
    low = Beta(reached, n - reached + 1).interval()[0] if reached else 0.0
    high = Beta(reached + 1, n - reached).interval()[1] if reached < n else 1.0
    return low, high


def gamma_interval(shape: float, rate: float) -> tuple[float, float]:
    """Return the 2.5 % and 97.5 % quantiles of a Gamma distribution."""
    from scipy.special import gammaincinv

    low, high = gammaincinv(shape, (0.025, 0.975)) / rate
    return float(low), float(high)


def product_interval(shape: float, rate: float, chance: Beta) -> tuple[float, float]:
    """Return the 95 % interval of a Gamma times an independent Beta variable.

    The 2.5 % and 97.5 % quantiles come by Gauss-Legendre quadrature over the Beta quantiles.
    """
    from scipy.optimize import brentq
    from scipy.special import betaincinv, gammainc

    nodes, weights = np.polynomial.legendre.leggauss(_NODES)
    q = betaincinv(chance.alpha, chance.beta, (nodes + 1) / 2)

    def below(r: float) -> float:
        return float(weights @ gammainc(shape, rate * r / q) / 2)

    # A product with a chance is never more than the first factor.
    most = 2 * gamma_interval(shape, rate)[1]
    low, high = (brentq(lambda r, p=p: below(r) - p, 0.0, most) for p in (0.025, 0.975))
    return float(low), float(high)
