"""How long it takes from one stage to a later one, with those who still wait."""

from __future__ import annotations

import numpy as np
import pandas as pd

from infonet.conversion._cohorts import (
    Grouping,
    Log,
    a_stage,
    asks_of,
    closed_on,
    events_of,
    grouped,
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
from infonet.ledger import MAIN
from infonet.tables import STAGES

__all__ = ["median_wait", "waiting_time", "waits"]

_SIDE = tuple(stage for stage in STAGES if stage not in MAIN)


def waiting_time(
    events: Log,
    start: str,
    end: str,
    *,
    as_of: object,
    competing: str | None = None,
    by: Grouping = None,
) -> pd.DataFrame:
    """The chance that a stage has been reached by each day since an earlier one.

    The unit is the request, day 0 the day on which it reached `start`. Who has not reached `end`
    is followed up to `as_of` and censored there: not there yet is no failure.

    Parameters
    ----------
    events : DataFrame or Tables
        The log, as ``Book.tables().events``, or the whole tables.
    start, end : str
        Two stages of the main line, `end` the later one. Who skipped a stage has reached it on
        the day of the next one logged.
    as_of : date, str or Timestamp
        The day on which it is looked at; later events do not count.
    competing : str, optional
        A side stage that ends the wait, such as ``declined``: it counts where no message and no
        stage came after it.
    by : str or Series, optional
        Groups, as `cohort` takes them: each has a block of rows. ``kind`` shows scouts as well.

    Returns
    -------
    DataFrame
        One row per distinct day on which it happened or somebody was censored, and in front the
        group where `by` is given: day (since `start`); at_risk (waiting as the day begins);
        happened; censored; with `competing` also competing; probability (that it has happened by
        then), low, high (95 %; while it has happened to nobody, Wilson's for none of those at
        risk; once to everybody, the lower bound of the day before). Empty when no request has
        reached `start`.

    Raises
    ------
    InfonetError
        A stage that is none, or an `end` that does not come after `start`.

    Notes
    -----
    Without `competing` this is Kaplan-Meier, and a request that was declined is followed up to
    `as_of` like any other: it is known not to have got there, and people change their minds.
    Censoring it on the day of the decline would say that it might have got there as likely as
    those that go on, and overstate the chance. With `competing` this is the Aalen-Johansen
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
    asks = _waiting(events, start, end, as_of, competing, by)

    def table(part: pd.DataFrame) -> pd.DataFrame:
        found = pd.DataFrame(bounded(_curve(part, competing))._asdict())
        return found if competing is not None else found.drop(columns="competing")

    found = grouped(asks, by, events, table)
    found.attrs.update(start=start, end=end)
    return found


def median_wait(
    events: Log,
    start: str,
    end: str,
    *,
    as_of: object,
    competing: str | None = None,
    by: Grouping = None,
) -> pd.DataFrame:
    """The day by which half of the requests have come from one stage to a later one.

    Parameters
    ----------
    events : DataFrame or Tables
        The log, as ``Book.tables().events``, or the whole tables.
    start, end : str
        Two stages of the main line, `end` the later one.
    as_of : date, str or Timestamp
        The day on which it is looked at; later events do not count.
    competing : str, optional
        As `waiting_time` takes it.
    by : str or Series, optional
        Groups, as `cohort` takes them: each has a row.

    Returns
    -------
    DataFrame
        One row, and in front the group where `by` is given: n (requests that reached `start`),
        happened (that also reached `end`), median, low, high (days since `start`, 95 %; missing
        where the curve, or the bound of its band, has not come to one half), sentence.

    Raises
    ------
    InfonetError
        A stage that is none, or an `end` that does not come after `start`.

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
    asks = _waiting(events, start, end, as_of, competing, by)

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
        return pd.DataFrame([row]).astype({**days, "sentence": "str"})

    return grouped(asks, by, events, table)


def waits(
    asks: pd.DataFrame, start: str, end: str, day: pd.Timestamp, closed: pd.Series | None = None
) -> pd.DataFrame:
    """The requests that reached `start`, with how many days each waited and how that ended."""
    if "introduced" in (start, end):
        asks = asks[asks.kind == "introduction"]
    reached = progress(asks)
    begin, stop = reached[:, MAIN.index(start)], reached[:, MAIN.index(end)]
    until = (day - asks.asked).dt.days.to_numpy(dtype=np.float64)
    outcome = np.where(np.isfinite(stop), HAPPENED, CENSORED)
    if closed is not None:
        over = (closed[asks.index] - asks.asked).dt.days.to_numpy(dtype=np.float64)
        ruled_out = (outcome == CENSORED) & ~np.isnan(over)
        outcome = np.where(ruled_out, COMPETING, outcome)
        until = np.where(ruled_out, over, until)
    began = np.isfinite(begin)
    wait = np.where(outcome == HAPPENED, stop, until)[began] - begin[began]
    return asks[began].assign(wait=wait.astype(np.int64), outcome=outcome[began])


def _waiting(
    log: Log, start: str, end: str, as_of: object, competing: str | None, by: Grouping
) -> pd.DataFrame:
    """The waits that the arguments ask for."""
    a_stage(start, MAIN[:-1], "start")
    a_stage(end, MAIN[MAIN.index(start) + 1 :], "end")
    events, day = events_of(log, as_of)
    asks = asks_of(events, day, by)
    closed = None
    if competing is not None:
        closed = closed_on(asks, events, a_stage(competing, _SIDE, "competing"))
    return waits(asks, start, end, day, closed)


def _curve(asks: pd.DataFrame, competing: str | None) -> Curve:
    """The curve of some waits."""
    estimate = kaplan_meier if competing is None else aalen_johansen
    return estimate(asks.wait.to_numpy(), asks.outcome.to_numpy())


def _sentence(curve: Curve, start: str, middle: float, low: float, high: float) -> str:
    """The median in words; never a number that is not known."""
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
