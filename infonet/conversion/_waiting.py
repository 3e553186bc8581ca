"""Waiting times from one stage to a later one, with the requests that still wait."""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from infonet.conversion._asks import (
    Asks,
    Grouping,
    asks_of,
    checked_stage,
    followed_until,
    grouped,
    over_on,
    progress,
)
from infonet.conversion.survival import (
    CENSORED,
    COMPETING,
    HAPPENED,
    Curve,
    aalen_johansen,
    bounded,
    kaplan_meier,
    median,
)
from infonet.ledger import AnyLog
from infonet.tables import STAGES, TEXT
from infonet.tables.stages import MAIN

_SIDE = tuple(stage for stage in STAGES if stage not in MAIN)


def waiting_time(
    events: AnyLog,
    start: str,
    end: str,
    *,
    as_of: object,
    competing: str | None = None,
    by: Grouping = None,
) -> pd.DataFrame:
    """Estimate the chance that a stage has been reached by each day since an earlier one.

    The unit is the request, day 0 the day on which it reached `start`. A request that has not
    reached `end` is followed up to `as_of`, or to its withdrawal, and censored there: not there
    yet is no failure.

    Parameters
    ----------
    events, as_of, by : as in `funnel`
    start, end : str
        Two stages of the main line, `end` the later one. A request that skipped a stage has
        reached it on the day of the next one logged.
    competing : str, optional
        A side stage that ends the wait, such as ``declined``: it counts where no message and no
        stage came after it.

    Returns
    -------
    DataFrame
        One row per distinct day on which it happened or somebody was censored, and in front the
        group where `by` is given: day (since `start`); at_risk (waiting as the day begins);
        happened; censored; with `competing` also competing; probability (that it has happened by
        then), low, high (95 %; before the first event Wilson's for 0 of at_risk, after the last
        the previous lower bound). Empty when no request has reached `start`.

    Notes
    -----
    Without `competing` this is Kaplan-Meier, and a request that was declined is followed up to
    `as_of` like any other: it is known not to have got there, and people change their minds.
    Censoring it on the day of the decline would treat it as like to get there as the requests
    that go on, and overstate the chance. With `competing` this is the Aalen-Johansen
    cumulative incidence, whose interval knows that a decline is the end.

    Where a wait begins or ends with ``introduced``, only introduction requests count.

    References
    ----------
    Kaplan, E. L. & Meier, P. (1958). Nonparametric estimation from incomplete observations.
    Journal of the American Statistical Association 53, 457-481.

    Aalen, O. O. & Johansen, S. (1978). An empirical transition matrix for non-homogeneous Markov
    chains based on censored observations. Scandinavian Journal of Statistics 5, 141-150.

    Examples
    --------
    >>> from infonet.tables import frame
    >>> log = frame("events", [
    ...     {"request": "R1", "person": "in/bo", "stage": "asked", "date": "2026-03-02"},
    ...     {"request": "R1", "person": "in/bo", "stage": "held", "date": "2026-03-09"},
    ...     {"request": "R2", "person": "in/cy", "stage": "asked", "date": "2026-03-09"}])
    >>> found = waiting_time(log, "asked", "held", as_of="2026-03-31")
    >>> found[["day", "at_risk", "happened", "censored", "probability"]]
       day  at_risk  happened  censored  probability
    0    7        2         1         0          0.5
    1   22        1         0         1          0.5
    """
    asks, rows = _waiting(events, start, end, as_of, competing, by)

    def table(part: pd.DataFrame) -> pd.DataFrame:
        found = pd.DataFrame(bounded(_curve(part, competing))._asdict())
        return found if competing is not None else found.drop(columns="competing")

    found = grouped(asks, by, table, rows)
    found.attrs.update(start=start, end=end)
    return found


def median_wait(
    events: AnyLog,
    start: str,
    end: str,
    *,
    as_of: object,
    competing: str | None = None,
    by: Grouping = None,
) -> pd.DataFrame:
    """Find the day by which half of the requests have come from one stage to a later one.

    Parameters
    ----------
    events, start, end, as_of, competing, by : as in `waiting_time`

    Returns
    -------
    DataFrame
        One row, and in front the group where `by` is given: n (requests that reached `start`),
        happened (that also reached `end`), median, low, high (days since `start`, 95 %; missing
        where the curve, or the bound of its band, has not come to one half), sentence.

    References
    ----------
    Brookmeyer, R. & Crowley, J. (1982). A confidence interval for the median survival time.
    Biometrics 38, 29-41.

    Examples
    --------
    >>> from infonet.tables import frame
    >>> log = frame("events", [
    ...     {"request": "R1", "person": "in/bo", "stage": "asked", "date": "2026-03-02"},
    ...     {"request": "R1", "person": "in/bo", "stage": "replied", "date": "2026-03-09"}])
    >>> median_wait(log, "asked", "held", as_of="2026-03-31").sentence[0]
    'not reached in 29 days'
    """
    asks, rows = _waiting(events, start, end, as_of, competing, by)

    def table(part: pd.DataFrame) -> pd.DataFrame:
        curve = _curve(part, competing)
        middle, low, high = median(curve)
        row = {
            "n": len(part),
            "happened": curve.happened.sum(),
            "median": middle,
            "low": low,
            "high": high,
            "sentence": _sentence(curve, start, middle, low, high),
        }
        days = dict.fromkeys(("median", "low", "high"), "Int64")
        return pd.DataFrame([row]).astype({**days, "sentence": TEXT})

    return grouped(asks, by, table, rows)


def waits(asks: Asks, start: str, end: str, competing: str | None = None) -> pd.DataFrame:
    """Return the requests that reached `start`, the days each waited, and how that ended."""
    rows = asks.table
    if "introduced" in (start, end):
        rows = rows[rows.kind == "introduction"]
    reached = progress(rows)
    begin, stop = reached[:, MAIN.index(start)], reached[:, MAIN.index(end)]

    def since_asking(day: pd.Series) -> NDArray[np.float64]:
        days = (day[rows.index] - rows.asked).dt.days
        return np.asarray(days.to_numpy(dtype=np.float64), dtype=np.float64)

    until = since_asking(followed_until(asks))
    outcome = np.where(np.isfinite(stop), HAPPENED, CENSORED)
    if competing is not None:
        over = since_asking(over_on(asks, competing))
        # A request that got there and was declined later did get there.
        ruled_out = (outcome == CENSORED) & ~np.isnan(over)
        outcome = np.where(ruled_out, COMPETING, outcome)
        until = np.where(ruled_out, over, until)
    began = np.isfinite(begin)
    wait = np.where(outcome == HAPPENED, stop, until)[began] - begin[began]
    return rows[began].assign(wait=wait.astype(np.int64), outcome=outcome[began])


def _waiting(
    log: AnyLog, start: str, end: str, as_of: object, competing: str | None, by: Grouping
) -> tuple[Asks, pd.DataFrame]:
    """Return the requests, and the waits that the arguments ask for."""
    checked_stage(start, MAIN[:-1], "start")
    checked_stage(end, MAIN[MAIN.index(start) + 1 :], "end")
    if competing is not None:
        checked_stage(competing, _SIDE, "competing")
    asks = asks_of(log, as_of, by)
    return asks, waits(asks, start, end, competing)


def _curve(asks: pd.DataFrame, competing: str | None) -> Curve:
    """Estimate the curve of some waits."""
    estimate = kaplan_meier if competing is None else aalen_johansen
    return estimate(asks.wait.to_numpy(), asks.outcome.to_numpy())


def _sentence(curve: Curve, start: str, middle: float, low: float, high: float) -> str:
    """Put the median into words; never a number that is not known."""
    if not len(curve.day):
        return f"no request has reached `{start}` yet"
    if np.isnan(middle):
        return f"not reached in {curve.day[-1]} days"
    known = not np.isnan(low), not np.isnan(high)
    interval = {
        (True, True): f"95 %: {low:.0f} to {high:.0f}",
        (True, False): f"95 %: {low:.0f} or more",
        (False, True): f"95 %: {high:.0f} or less",
        (False, False): "too few for an interval",
    }[known]
    return f"half within {middle:.0f} days ({interval})"
