"""How many more conversations a referral takes."""

from __future__ import annotations

import math

import pandas as pd

from infonet.conversion._cohorts import Log, days_of, events_of
from infonet.conversion._conversations import Beta, conversations

__all__ = ["conversations_needed", "forecast"]

_PRIOR = Beta(1.0, 9.0)
_CHANCES = (0.5, 0.8, 0.95)
_MOST_SHOWN = 200


def forecast(events: Log, *, as_of: object, within: int = 60) -> pd.DataFrame:
    """How many more conversations until a job referral is likely.

    Parameters
    ----------
    events : DataFrame or Tables
        The log, as ``Book.tables().events``, or the whole tables.
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
        shown (the same in words, ``>200`` beyond 200: so far ahead it is no plan); plug_in (what
        it would be if `rate` were known to be right: too few, since it may be lower); prior.

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
    days = days_of(within)
    settled, day = events_of(events, as_of)
    held = conversations(settled, day, days)
    n, referred = len(held), int(held.was_referred.sum())
    known = _PRIOR.after(referred, n)
    low, high = known.interval()
    needed = [conversations_needed(known, chance) for chance in _CHANCES]
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


def conversations_needed(known: Beta, chance: float) -> int:
    """The fewest further trials that succeed at least once with this chance."""
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


def _as_if_known(rate: float, chance: float) -> int:
    """The same for a rate without any doubt about it."""
    return math.ceil(math.log1p(-chance) / math.log1p(-rate) - 1e-9)
