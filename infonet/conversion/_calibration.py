"""Calibration: what was expected at asking against what happened."""

from __future__ import annotations

import numpy as np
import pandas as pd

from infonet.conversion._asks import asks_of, progress
from infonet.conversion.proportions import outcomes_by_bin
from infonet.errors import whole_number
from infonet.ledger import AnyLog
from infonet.strength import hop_forecasts
from infonet.tables.stages import MAIN


def calibration(events: AnyLog, *, as_of: object, bins: int = 5) -> pd.DataFrame:
    """Compare predicted chances with what came of the requests.

    Parameters
    ----------
    events : DataFrame, Tables, Book or Ledger
        The log with the predictions that `Book.log` keeps on the day of asking; with the whole
        tables the hops are shown as well.
    as_of : date, str or Timestamp
        The day on which it is looked at; later events do not count.
    bins : int
        The most groups of similar predictions to make; each is to have 30 outcomes.

    Returns
    -------
    DataFrame
        One row per group, the lowest predictions first: position (``path``, the whole route: did
        it end in a conversation; or the hop, from ``1``: did that person act); bin (such as
        ``1 of 2``); predicted (mean); n (outcomes, or parts of one where a failure at an unknown
        place is shared); happened; rate, low, high (95 %); verdict: ``as predicted`` when the mean
        prediction lies in the interval of what happened, ``too high`` or ``too low`` when it does
        not, ``too few`` under 30 outcomes.

    Raises
    ------
    InfonetError
        A `bins` below 1, or `events` that are no log.

    Notes
    -----
    A prediction made afterwards knows its outcome. For the path only predictions count that were
    kept on the day of asking; predictions of a hop are rebuilt from events strictly before it. Only
    requests that are decided count (held, declined or silent); scouts are apart, and a request
    that was withdrawn decides nothing.

    Examples
    --------
    >>> from infonet.tables import frame
    >>> log = frame("events", [
    ...     {"request": "R1", "person": "in/bo", "stage": "asked", "date": "2026-03-02",
    ...      "predicted": 0.4},
    ...     {"request": "R1", "person": "in/bo", "stage": "held", "date": "2026-03-09"}])
    >>> found = calibration(log, as_of="2026-06-30")
    >>> found[["position", "predicted", "n", "happened", "verdict"]]
      position  predicted    n  happened  verdict
    0     path        0.4  1.0       1.0  too few
    """
    most = whole_number(bins, "bins", least=1)
    asks = asks_of(events, as_of)
    held = np.isfinite(progress(asks.table)[:, MAIN.index("held")])
    decided = ~asks.table.state.isin(["open", "withdrawn"])
    known = (decided & asks.table.predicted.notna()).to_numpy(dtype=bool)
    predicted = asks.table.predicted.to_numpy(dtype=np.float64)[known]
    parts = [outcomes_by_bin("path", predicted, held[known] * 1.0, ~held[known] * 1.0, most)]
    if asks.ledger.tables is not None:
        settled = asks.ledger.settled()
        until = settled[pd.to_datetime(settled.date).dt.normalize() <= asks.day]
        hops = hop_forecasts(asks.ledger.tables._replace(events=until), as_of=asks.day)
        for position, rows in hops[hops.predicted.notna()].groupby("position"):
            numbers = rows[["predicted", "success", "failure"]].to_numpy(dtype=np.float64)
            foreseen, success, failure = numbers.T
            parts.append(outcomes_by_bin(str(position), foreseen, success, failure, most))
    return pd.concat(parts, ignore_index=True)
