"""The number of conversations that a referral still takes."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from infonet.conversion._asks import Asks, asks_of, followed_until, progress
from infonet.conversion.predictive import trials_needed
from infonet.errors import whole_number
from infonet.ledger import AnyLog
from infonet.strength import Beta
from infonet.tables.stages import MAIN

_PRIOR = Beta(1.0, 9.0)
_CHANCES = (0.5, 0.8, 0.95)
_MOST_SHOWN = 200


def forecast(events: AnyLog, *, as_of: object, within: int = 60) -> pd.DataFrame:
    """Forecast how many more conversations it takes until a job referral is likely.

    Parameters
    ----------
    events : DataFrame, Tables, Book or Ledger
        The log.
    as_of : date, str or Timestamp
        The day on which it is looked at; later events do not count.
    within : int
        Days ago that a conversation must have been held to count: a referral takes time.

    Returns
    -------
    DataFrame
        One row per chance of at least one referral (0.5, 0.8, 0.95): chance; n (conversations held
        at least `within` days ago); referred (of these, by `as_of`); rate (posterior mean that a
        conversation brings a referral), low, high (95 %); conversations (that it still takes);
        shown (the same in words, ``>200`` beyond 200: so far ahead it is no plan); plug_in (the
        number if `rate` were known to be right: too low, since the rate may be lower); prior.

    Raises
    ------
    InfonetError
        A `within` below 1, or `events` that are no log.

    Notes
    -----
    The chance that k conversations bring none is that of the Beta-binomial predictive
    distribution. The prior Beta(1, 9), one referral in ten conversations, is an assumption and
    not a measurement; after 0 of 5 it takes 266 conversations for a chance of 95 %, where the
    plug-in says 44.

    Examples
    --------
    >>> from infonet.tables import frame
    >>> log = frame("events", [
    ...     {"request": "R1", "person": "in/bo", "stage": "asked", "date": "2026-03-02"},
    ...     {"request": "R1", "person": "in/bo", "stage": "held", "date": "2026-03-09"}])
    >>> forecast(log, as_of="2026-06-30")[["chance", "n", "referred", "shown", "plug_in"]]
       chance  n  referred shown  plug_in
    0    0.50  1         0    10        8
    1    0.80  1         0    40       17
    2    0.95  1         0   190       32
    """
    days = whole_number(within, "within", least=1)
    asks = asks_of(events, as_of)
    held = matured(asks, days)
    there = np.isfinite(progress(asks.table)[:, MAIN.index("referred")])
    n, referred = int(held.sum()), int((held & there).sum())
    known = _PRIOR.after(referred, n)
    low, high = known.interval()
    needed = [trials_needed(known, chance) for chance in _CHANCES]
    return pd.DataFrame(
        {
            "chance": _CHANCES,
            "n": n,
            "referred": referred,
            "rate": known.mean,
            "low": low,
            "high": high,
            "conversations": needed,
            "shown": [f">{_MOST_SHOWN}" if k > _MOST_SHOWN else str(k) for k in needed],
            "plug_in": [_as_if_known(known.mean, chance) for chance in _CHANCES],
            "prior": f"Beta({_PRIOR.alpha:g}, {_PRIOR.beta:g}), an assumption",
        }
    )


def matured(asks: Asks, within: int) -> NDArray[np.bool_]:
    """Mark the requests whose conversation was held at least `within` days before they ended."""
    until = (followed_until(asks) - asks.table.asked).dt.days.to_numpy(dtype=np.float64)
    held = progress(asks.table)[:, MAIN.index("held")]
    return np.asarray(until - held >= within)


def _as_if_known(rate: float, chance: float) -> int:
    """Return the number of trials for a rate that is known for sure."""
    return math.ceil(math.log1p(-chance) / math.log1p(-rate) - 1e-9)
