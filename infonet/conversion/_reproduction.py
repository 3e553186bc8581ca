"""The reproduction number: from conversation to names, and from names to conversations."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import pandas as pd

from infonet.conversion._asks import Asks, asks_of
from infonet.conversion._forecast import matured
from infonet.conversion.predictive import gamma_interval, product_interval
from infonet.errors import whole_number
from infonet.ledger import AnyLog, Request
from infonet.strength import Beta
from infonet.tables import EARLIEST, LATEST
from infonet.tables.stages import MAIN, MET

# Weak assumptions: one conversation has brought one name; every chance of a name is as likely.
_NAMES_SHAPE, _NAMES_RATE = 1.0, 1.0
_NAME = Beta(1.0, 1.0)

_UNTOLD = "above 1 it would grow by itself, and the log cannot tell yet"
_ASSUMED = "an assumption, for no name is old enough to be followed"


def reproduction_number(events: AnyLog, *, as_of: object, within: int = 60) -> pd.DataFrame:
    """Estimate how many conversations a conversation leads to: the reproduction number.

    A conversation brings m new names, and a name becomes a conversation with chance q: one
    conversation leads to R = m q others. Above 1 the search grows by itself, below 1 it lives on
    fresh asks. Names per conversation alone do not say which.

    Parameters
    ----------
    events : DataFrame, Tables, Book or Ledger
        The log.
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

    Raises
    ------
    InfonetError
        A `within` below 1, or `events` that are no log.

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
    bounds = (gamma_interval(shape, rate), chance.interval(), product_interval(shape, rate, chance))
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
    """Say what R means for the search."""
    if low > 1:
        return "above 1, it grows by itself"
    if high < 1:
        return "below 1, it lives on fresh asks"
    return _UNTOLD


def _count(n: int, noun: str) -> str:
    return f"{n} {noun}" if n == 1 else f"{n} {noun}s"


def _ratio(happened: int, n: int) -> float:
    return happened / n if n else np.nan


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
            # The person of the conversation is no new name: the name then is in the note.
            if met.get(person, LATEST) > day:
                became.append(talked.get(person, EARLIEST) >= day)
    return became
