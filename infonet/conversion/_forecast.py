"""The yield of conversations: referrals, and further conversations."""

from __future__ import annotations

import math
from collections.abc import Iterable

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from infonet.conversion._asks import Asks, asks_of, followed_until, progress
from infonet.conversion.proportions import (
    clopper_pearson,
    gamma_interval,
    product_interval,
    trials_needed,
)
from infonet.errors import whole_number
from infonet.ledger import AnyLog, Request
from infonet.names.text import counted
from infonet.strength import Beta
from infonet.tables import EARLIEST, LATEST
from infonet.tables.stages import MAIN, MET

_PRIOR = Beta(1.0, 9.0)
_CHANCES = (0.5, 0.8, 0.95)
_MOST_SHOWN = 200

# Weak assumptions: one conversation has brought one name; every chance of a name is as likely.
_NAMES_SHAPE, _NAMES_RATE = 1.0, 1.0
_NAME = Beta(1.0, 1.0)

_UNTOLD = "above 1 it would grow by itself, and the log cannot tell yet"
_ASSUMED = "an assumption, for no name is old enough to be followed"


def forecast(events: AnyLog, *, as_of: object, within: int = 60) -> pd.DataFrame:
    """Forecast how many more conversations it takes until a job referral is likely.

    Parameters
    ----------
    events, as_of : as in `funnel`
    within : int
        Days ago that a conversation must have been held to count: a referral takes time.

    Returns
    -------
    DataFrame
        One row per chance of at least one referral (0.5, 0.8, 0.95): chance; n (conversations held
        at least `within` days ago); referred (of these, by `as_of`); rate (posterior mean that a
        conversation brings a referral), low, high (at least 95 %, whether the prior is right or
        not: the outer bounds of the posterior's interval and of the exact one of Clopper and
        Pearson 1934); conversations (that it still takes);
        shown (the same in words, ``>200`` beyond 200: so far ahead it is no plan); plug_in (the
        number if `rate` were known to be right: too low, since the rate may be lower); prior.

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
    # The posterior's bounds alone hold as far as the prior does: half of the time, where five
    # conversations are known and every second one brings a referral.
    low, high = zip(known.interval(), clopper_pearson(referred, n), strict=True)
    needed = [trials_needed(known, chance) for chance in _CHANCES]
    return pd.DataFrame(
        {
            "chance": _CHANCES,
            "n": n,
            "referred": referred,
            "rate": known.mean,
            "low": min(low),
            "high": max(high),
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


def reproduction_number(events: AnyLog, *, as_of: object, within: int = 60) -> pd.DataFrame:
    """Estimate how many conversations a conversation leads to: the reproduction number.

    A conversation brings m new names, and a name becomes a conversation with chance q: one
    conversation leads to R = m q others. Above 1 the search grows by itself, below 1 it lives on
    fresh asks. Names per conversation alone do not say which.

    Parameters
    ----------
    events, as_of : as in `funnel`
    within : int
        Days that a conversation, and a name, must have had to lead to something.

    Returns
    -------
    DataFrame
        Three rows. measure: ``names per conversation``, ``conversations per name``, ``spread``; n:
        conversations held at least `within` days ago, names that these gave at least `within` days
        ago, and the conversations again; happened: names brought, names that have become a
        conversation, and these again; observed (the plain ratio, for ``spread`` the product of
        the two; missing at 0 of 0); expected (posterior mean), low, high (95 %); sentence.

    Notes
    -----
    The priors are weak assumptions: m has a Gamma(1, 1), the weight of one conversation with one
    name, and q a uniform Beta(1, 1). The interval of R is that of the product of the two
    posteriors, taken as independent, by numerical integration.

    A name is a person logged as ``named`` by somebody (`via`), and has become a conversation when
    that person held one on that day or later. A name that is only in a note (the event's
    `person` is the person of the conversation) counts for m; it cannot be followed, so it says
    nothing of q. Scouts are apart: what they name answers a question, it follows no conversation.

    Examples
    --------
    >>> from infonet.tables import frame
    >>> log = frame("events", [
    ...     {"request": "R1", "person": "in/bo", "stage": "asked", "date": "2026-03-02",
    ...      "kind": "direct"},
    ...     {"request": "R1", "person": "in/bo", "stage": "held", "date": "2026-03-09"},
    ...     {"request": "R1", "person": "in/cy", "stage": "named", "date": "2026-03-09",
    ...      "via": "in/bo"}])
    >>> reproduction_number(log, as_of="2026-06-30")[["measure", "n", "happened", "observed"]]
                      measure  n  happened  observed
    0  names per conversation  1         1       1.0
    1  conversations per name  1         0       0.0
    2                  spread  1         0       0.0
    """
    days = whole_number(within, "within", least=1)
    asks = asks_of(events, as_of)
    held = [asks.requests[at] for at in np.flatnonzero(matured(asks, days))]
    names, n = sum(request.names for request in held), len(held)
    followed = _followed(asks, held, asks.day - pd.Timedelta(days=days))
    became, known = sum(followed), len(followed)
    shape, rate = _NAMES_SHAPE + names, _NAMES_RATE + n
    chance = _NAME.after(became, known)
    per_held = names / n if n else np.nan
    per_name = became / known if known else np.nan
    found = pd.DataFrame(
        {
            "measure": ["names per conversation", "conversations per name", "spread"],
            "n": [n, known, n],
            "happened": [names, became, became],
            "observed": [per_held, per_name, per_held * per_name],
            "expected": [shape / rate, chance.mean, shape / rate * chance.mean],
        }
    )
    bounds = (gamma_interval(shape, rate), chance.interval(), product_interval(shape, rate, chance))
    found["low"], found["high"] = np.array(bounds).T
    r, low, high = found.expected[2], *bounds[2]
    found["sentence"] = [
        f"{counted(n, 'conversation')} brought {counted(names, 'new name')}",
        f"{became} of {counted(known, 'name')} that can be followed became a conversation",
        f"one conversation leads to {r:.2f} others (95 %: {low:.2f} to {high:.2f}): "
        + (_growth(low, high) if known else _ASSUMED),
    ]
    return found


def _growth(low: float, high: float) -> str:
    """Say what R means for the search."""
    if low > 1:
        return "above 1, it grows by itself"
    if high < 1:
        return "below 1, it lives on fresh asks"
    return _UNTOLD


def _followed(asks: Asks, held: Iterable[Request], latest: pd.Timestamp) -> list[bool]:
    """Say of each name that conversations gave by a day whether it became a conversation."""
    talked: dict[str | None, pd.Timestamp] = {}
    for event in asks.ledger.on(asks.day).events:
        if event.stage in MET and event.request is not None:
            talked[event.person] = event.day
    became = []
    for request in held:
        met: dict[str | None, pd.Timestamp] = {}
        for event in request.events:
            if event.stage in MAIN:
                met.setdefault(event.person, event.day)
        named: dict[str, pd.Timestamp] = {}
        for event in request.events:
            if event.stage == "named" and event.person and event.day <= latest:
                named.setdefault(event.person, event.day)
        for person, day in named.items():
            # Somebody already met is not a new name; what they named stands in the note.
            if met.get(person, LATEST) > day:
                became.append(talked.get(person, EARLIEST) >= day)
    return became
