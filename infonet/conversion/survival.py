"""Estimators for waiting times that may be censored: exact on whole days, tied days included."""

from __future__ import annotations

import warnings
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from infonet.conversion.proportions import Z, wilson

__all__ = [
    "CENSORED",
    "COMPETING",
    "HAPPENED",
    "Curve",
    "aalen_johansen",
    "bounded",
    "kaplan_meier",
    "log_rank",
    "median",
]

CENSORED, HAPPENED, COMPETING = 0, 1, 2
"""How a wait ended: not yet, with what was waited for, or with what rules that out."""

Floats = NDArray[np.float64]
Counts = NDArray[np.int64]


class Curve(NamedTuple):
    """The chance that it has happened by each day, one entry per distinct day.

    `at_risk` are the waits as the day begins, then how many ended in each way on it; a wait that is
    censored on a day was at risk on that day. `probability` is cumulative, with a 95 % interval,
    which is missing at 0 and at 1, where its formula has none.
    """

    day: Counts
    at_risk: Counts
    happened: Counts
    censored: Counts
    competing: Counts
    probability: Floats
    low: Floats
    high: Floats


def _tally(time: Counts, outcome: Counts) -> tuple[Counts, Counts, Counts, Counts, Counts]:
    """Count per distinct day the waits at risk, and the waits that ended in each way."""
    day, place = np.unique(time, return_inverse=True)
    ended = np.zeros((3, len(day)), dtype=np.int64)
    np.add.at(ended, (outcome, place), 1)
    at_risk = ended.sum(axis=0)[::-1].cumsum()[::-1]
    return day, at_risk, ended[HAPPENED], ended[CENSORED], ended[COMPETING]


def kaplan_meier(time: Counts, outcome: Counts) -> Curve:
    """Return 1 minus the product-limit estimate (Kaplan & Meier 1958), with log-log intervals."""
    from scipy.stats import CensoredData, ecdf

    tally = _tally(time, outcome)
    if not len(time):
        return Curve(*tally, *np.empty((3, 0)))
    happened = outcome == HAPPENED
    survival = ecdf(CensoredData(time[happened], right=time[~happened])).sf
    with warnings.catch_warnings():
        # SciPy warns that the formula has no interval at 0 and at 1; neither is shown.
        warnings.filterwarnings("ignore", "The confidence interval is undefined", RuntimeWarning)
        bounds: Any = survival.confidence_interval(method="log-log")
    left, floor, roof = (each.evaluate(tally[0]) for each in (survival, bounds.low, bounds.high))
    inside = (left > 0) & (left < 1)
    low, high = np.where(inside, 1 - roof, np.nan), np.where(inside, 1 - floor, np.nan)
    return Curve(*tally, 1 - left, low, high)


def aalen_johansen(time: Counts, outcome: Counts) -> Curve:
    """Estimate the cumulative incidence beside a competing outcome (Aalen & Johansen 1978).

    The variance is that of the multinomial increments, hence exact for tied days and, where
    nothing is censored, the binomial p(1 - p)/n; the interval is log(-log) on the incidence.
    """
    tally = _tally(time, outcome)
    if not len(time):
        return Curve(*tally, *np.empty((3, 0)))
    n, happened, ended = tally[1], tally[2], tally[2] + tally[4]
    survival = np.cumprod(1 - ended / n)
    before = np.concatenate([[1.0], survival[:-1]])
    incidence = np.cumsum(before * happened / n)
    variance = _incidence_variance(n, happened, ended, before, incidence)
    low, high = np.full_like(incidence, np.nan), np.full_like(incidence, np.nan)
    inside = (incidence > 0) & (incidence < 1 - 1e-12)
    p = incidence[inside]
    width = Z * np.sqrt(variance[inside]) / (p * -np.log(p))
    low[inside], high[inside] = p ** np.exp(width), p ** np.exp(-width)
    return Curve(*tally, np.minimum(incidence, 1.0), low, high)


def _incidence_variance(
    n: Counts, happened: Counts, ended: Counts, before: Floats, incidence: Floats
) -> Floats:
    """Sum, over the days up to each day, what the counts of a day add to the variance."""
    still = np.where(n > ended, n - ended, 1)
    # Nothing follows a day on which nobody is left, so its first factor never counts.
    leaving = np.where(n > ended, ended / (n * still), 0.0)
    own = before**2 * happened * (n - happened) / n**3
    shared = before * happened / n**2
    growth = np.tril(incidence[:, None] - incidence[None, :])
    past = np.tril(np.ones((len(n), len(n))))
    variance = growth**2 @ leaving + past @ own - 2 * growth @ shared
    return np.asarray(np.maximum(variance, 0.0), dtype=np.float64)


def bounded(curve: Curve) -> Curve:
    """Return the curve with an interval on every day.

    Before the first event the interval is Wilson's for 0 of `at_risk`; after the last the lower
    bound is that of the day before.
    """
    low, high = curve.low.copy(), curve.high.copy()
    none, every = curve.probability < 1e-12, curve.probability > 1 - 1e-12
    low[none], high[none] = 0.0, wilson(np.zeros(none.sum()), curve.at_risk[none])[2]
    every_low = wilson(curve.at_risk, curve.at_risk)[1]
    for day in np.flatnonzero(every):
        low[day] = max(low[day - 1], 0.0) if day and not none[day - 1] else every_low[day]
        high[day] = 1.0
    return curve._replace(low=low, high=high)


def median(curve: Curve) -> tuple[float, float, float]:
    """Return the day by which half have got there, low and high (Brookmeyer & Crowley 1982).

    A value is missing where the curve, or the bound of its band, never reaches one half.
    """
    return _half(curve, curve.probability), _half(curve, curve.high), _half(curve, curve.low)


def _half(curve: Curve, bound: Floats) -> float:
    """Return the first day on which a rising bound is at one half or more."""
    there = np.flatnonzero(bound >= 0.5 - 1e-12)
    return float(curve.day[there[0]]) if len(there) else np.nan


def log_rank(time: Counts, outcome: Counts, first: NDArray[np.bool_]) -> float:
    """Test whether the waits of the `first` group differ from all others' (Mantel 1966).

    Return the two-sided p, one degree of freedom; missing where the waits say nothing.
    """
    from scipy.stats import CensoredData, logrank

    def waits(mine: NDArray[np.bool_]) -> Any:
        happened = outcome == HAPPENED
        return CensoredData(time[mine & happened], right=time[mine & ~happened])

    with np.errstate(invalid="ignore", divide="ignore"):
        return float(logrank(waits(first), waits(~first)).pvalue)
