"""Whether the search spreads: from conversation to names, and from names to conversations."""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from infonet.conversion._cohorts import Log, days_of, events_of, looked_up
from infonet.conversion._conversations import Beta, conversations
from infonet.ledger import MAIN

__all__ = ["reproduction_number", "spread_interval"]

# Weak assumptions: as if one conversation had brought one name; a name may become anything.
_NAMES_SHAPE, _NAMES_RATE = 1.0, 1.0
_NAME = Beta(1.0, 1.0)

_TALKED = ("held", "referred", "offered")
_NODES = 128
_UNTOLD = "above 1 it would grow by itself, and the log cannot tell yet"
_ASSUMED = "an assumption, for no name is old enough to be followed"


def reproduction_number(events: Log, *, as_of: object, within: int = 60) -> pd.DataFrame:
    """Whether conversations lead to conversations: the reproduction number of the search.

    A conversation brings m new names, and a name becomes a conversation with chance q: one
    conversation leads to R = m q others. Above 1 the search grows by itself, below 1 it lives on
    fresh asks. Names per conversation alone do not say which.

    Parameters
    ----------
    events : DataFrame or Tables
        The log, as ``Book.tables().events``, or the whole tables.
    as_of : date, str or Timestamp
        The day on which it is looked at; later events do not count.
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
    The priors are weak assumptions: m has a Gamma(1, 1), as if one conversation had brought one
    name, and q a uniform Beta(1, 1). The interval of R is that of the product of the two
    posteriors, taken as independent, by numerical integration.

    A name is a person logged as ``named`` by somebody (`via`), and has become a conversation when
    that person held one on that day or later. A name that stands only in a note (the event's
    `person` is whom the conversation was with) counts for m; it cannot be followed, so it says
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
    days = days_of(within)
    settled, day = events_of(events, as_of)
    held = conversations(settled, day, days)
    names, n = int(held.names.sum()), len(held)
    followed = _followed(settled, held, day - pd.Timedelta(days=days))
    became, known = int(followed.sum()), len(followed)
    shape, rate = _NAMES_SHAPE + names, _NAMES_RATE + n
    chance = _NAME.after(became, known)
    per_held, per_name = _ratio(names, n), _ratio(became, known)
    found = pd.DataFrame(
        {
            "measure": ["names per conversation", "conversations per name", "spread"],
            "n": [n, known, n],
            "happened": [names, became, became],
            "observed": [per_held, per_name, per_held * per_name],
            "expected": [shape / rate, chance.mean, shape / rate * chance.mean],
        }
    )
    bounds = (_gamma_interval(shape, rate), chance.interval(), spread_interval(shape, rate, chance))
    found["low"], found["high"] = np.array(bounds).T
    r, low, high = found.expected[2], *bounds[2]
    found["sentence"] = [
        f"{_count(n, 'conversation')} brought {_count(names, 'new name')}",
        f"{became} of {_count(known, 'name')} that can be followed became a conversation",
        f"one conversation leads to {r:.2f} others (95 %: {low:.2f} to {high:.2f}): "
        + (_growth(low, high) if known else _ASSUMED),
    ]
    return found


def _growth(low: float, high: float) -> str:
    """What R says of the search."""
    if low > 1:
        return "above 1, it grows by itself"
    if high < 1:
        return "below 1, it lives on fresh asks"
    return _UNTOLD


def _count(n: int, noun: str) -> str:
    return f"{n} {noun}" if n == 1 else f"{n} {noun}s"


def _ratio(happened: int, n: int) -> float:
    return happened / n if n else np.nan


def _followed(events: pd.DataFrame, held: pd.DataFrame, latest: pd.Timestamp) -> NDArray[np.bool_]:
    """For each name that these conversations gave by a day: has it become a conversation?"""
    day = pd.to_datetime(events.date).dt.normalize()
    events = events.assign(day=day)[events.request.notna() & events.person.notna()]
    asks = held.set_index("request")
    mine = events[events.request.isin(asks.index)]
    asked = looked_up(asks.asked, mine.request)
    named = mine[(mine.stage == "named") & (mine.day >= asked) & (mine.day <= latest)]
    named = named.drop_duplicates(["request", "person"])
    # Whom the conversation was with is no new name: the name then stands in the note.
    met = mine[mine.stage.isin(MAIN)].groupby(["request", "person"]).day.min()
    since = pd.Index(list(zip(named.request, named.person, strict=True)))
    first = met.reindex(since) if len(named) else met.iloc[:0]
    new = ~(first.to_numpy() <= named.day.to_numpy())
    named = named[new]
    talked = events[events.stage.isin(_TALKED)].groupby("person").day.max()
    return (looked_up(talked, named.person) >= named.day).to_numpy(dtype=bool)


def _gamma_interval(shape: float, rate: float) -> tuple[float, float]:
    """The 2.5 % and 97.5 % quantiles of a Gamma distribution."""
    from scipy.special import gammaincinv

    low, high = gammaincinv(shape, (0.025, 0.975)) / rate
    return float(low), float(high)


def spread_interval(shape: float, rate: float, chance: Beta) -> tuple[float, float]:
    """The 95 % interval of a Gamma times an independent Beta variable, by Gauss-Legendre."""
    from scipy.optimize import brentq
    from scipy.special import betaincinv, gammainc

    nodes, weights = np.polynomial.legendre.leggauss(_NODES)
    q = betaincinv(chance.alpha, chance.beta, (nodes + 1) / 2)

    def below(r: float) -> float:
        return float(weights @ gammainc(shape, rate * r / q) / 2)

    # A product with a chance is never more than the first factor.
    most = 2 * _gamma_interval(shape, rate)[1]
    low, high = (brentq(lambda r, p=p: below(r) - p, 0.0, most) for p in (0.025, 0.975))
    return float(low), float(high)
