"""What forecasts of conversations share: which of them count, and a chance that is not known."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import pandas as pd

from infonet.conversion._cohorts import asks_of, progress
from infonet.ledger import MAIN

__all__ = ["Beta", "conversations"]


class Beta(NamedTuple):
    """Counts of a chance: so many times it did, so many times it did not."""

    alpha: float
    beta: float

    @property
    def mean(self) -> float:
        """The expected chance."""
        return self.alpha / (self.alpha + self.beta)

    def after(self, happened: int, n: int) -> Beta:
        """The counts once these trials are known."""
        return Beta(self.alpha + happened, self.beta + n - happened)

    def interval(self) -> tuple[float, float]:
        """The 2.5 % and 97.5 % quantiles."""
        from scipy.special import betaincinv

        low, high = betaincinv(self.alpha, self.beta, (0.025, 0.975))
        return float(low), float(high)


def conversations(events: pd.DataFrame, day: pd.Timestamp, within: int) -> pd.DataFrame:
    """The requests whose conversation was held at least so many days ago; scouts apart."""
    asks = asks_of(events, day)
    reached = progress(asks)
    age = (day - asks.asked).dt.days.to_numpy(dtype=np.float64) - reached[:, MAIN.index("held")]
    referred = np.isfinite(reached[:, MAIN.index("referred")])
    held: pd.DataFrame = asks.assign(was_referred=referred)[age >= within]
    return held
