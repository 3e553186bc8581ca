"""Reliability: predicted chances against the shares that came true, in bins (Murphy 1973)."""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from infonet.conversion.proportions import wilson

__all__ = ["outcomes_by_bin"]

_ENOUGH = 30
"""Outcomes; with fewer the interval is so wide that hardly a prediction could fail."""

Floats = NDArray[np.float64]


def outcomes_by_bin(
    position: str, predicted: Floats, success: Floats, failure: Floats, most: int
) -> pd.DataFrame:
    """Return what happened to predictions, in bins of similar ones.

    Parameters
    ----------
    position : str
        A label for the rows.
    predicted : ndarray of float64, shape (predictions,)
        The predicted chances.
    success, failure : ndarray of float64, shape (predictions,)
        What came of each; a fraction where several share an outcome.
    most : int
        The most bins; each is to have 30 outcomes.

    Returns
    -------
    DataFrame
        The columns that `calibration` describes.

    Examples
    --------
    >>> half, none = np.full(40, 0.5), np.zeros(40)
    >>> outcomes_by_bin("path", half, none, 1 - none, 1)[["predicted", "rate", "verdict"]]
       predicted  rate   verdict
    0        0.5   0.0  too high
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
