"""The funnel: the share of requests that reach each stage, given the time."""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray

from infonet.conversion._asks import (
    Asks,
    Grouping,
    asks_of,
    followed_until,
    grouped,
    over_on,
    progress,
)
from infonet.conversion._clusters import FEWEST, TOO_FEW, clustered_interval
from infonet.conversion.proportions import wilson
from infonet.errors import whole_number
from infonet.ledger import AnyLog
from infonet.tables.stages import MAIN

_SCOUT_LINE = ("asked", "named", *MAIN[1:])
_COLUMNS = ["stage", "n", "reached", "rate", "low", "high", "step", "naive", "open", "connectors"]
_CLUSTERED = ["clustered_low", "clustered_high", "note"]


def funnel(
    events: AnyLog, *, as_of: object, within: int = 60, by: Grouping = None, scouts: bool = False
) -> pd.DataFrame:
    """Count the requests that reach each stage of the main line, with rates and intervals.

    A request that was made yesterday has not failed: it has not had the time. `rate` therefore
    counts only requests at least `within` days old, and only what they reached within that time;
    `naive` counts everything so far, and is shown beside it for comparison.

    Parameters
    ----------
    events : DataFrame, Tables, Book or Ledger
        The log.
    as_of : date, str or Timestamp
        The day on which it is looked at; later events do not count.
    within : int
        Days from asking.
    by : str or Series, optional
        Groups, as `group_labels` takes them: each has a block of rows. ``kind`` shows scouts
        as well.
    scouts : bool
        Return the table of the scouts instead: they are asked whether they know somebody, and
        their table has the stage ``named`` (named, or introduced at once).

    Returns
    -------
    DataFrame
        One row per stage, and in front the group where `by` is given: stage; n (requests at least
        `within` days old); reached (it or any later stage within `within` days of asking); rate,
        low, high (95 %; with none old enough the rate is missing, between 0 and 1); step (reached,
        of those that reached the stage before; missing for the first stage and where there are
        none); naive (reached so far, among all); open (younger requests that may still get there:
        not there yet, not declined, not withdrawn); connectors (distinct people
        asked first, among the n); clustered_low, clustered_high (95 %, with the requests to one
        person taken as alike, and never narrower than low, high; 0 and 1 where there are fewer
        than five people, and the `note` then says that these are too few to tell).

    Raises
    ------
    InfonetError
        `events` that are no log, an `as_of` that is no date, a `within` below 1, or a `by` that
        makes no groups; the same holds wherever else they are taken.

    Notes
    -----
    The row `introduced` looks at introduction requests only. The stage before `replied` is
    therefore `asked`, unless all requests are introductions.

    A request that was withdrawn within `within` days was not followed for that long, and counts
    like one that is too young: in `naive` alone.

    Requests put to one person are alike. `low` and `high` ignore it, and with few `connectors` they
    are too narrow; `clustered_low` and `clustered_high` do not: requests to one person are
    beta-binomial, with a prior of Beta(1, 2) on their correlation, which is an assumption.

    References
    ----------
    Skellam, J. G. (1948). A probability distribution derived from the binomial distribution by
    regarding the probability of success as variable between the sets of trials. Journal of the
    Royal Statistical Society B 10, 257-261.
    Wilson, E. B. (1927). Probable inference, the law of succession, and statistical inference.
    Journal of the American Statistical Association 22, 209-212.

    Examples
    --------
    >>> from infonet.tables import frame
    >>> log = frame("events", [
    ...     {"request": "R1", "person": "in/ana", "stage": "asked", "date": "2026-03-02"},
    ...     {"request": "R1", "person": "in/ana", "stage": "held", "date": "2026-03-09"},
    ...     {"request": "R2", "person": "in/bo", "stage": "asked", "date": "2026-03-03"},
    ...     {"request": "R3", "person": "in/cy", "stage": "asked", "date": "2026-06-25"}])
    >>> found = funnel(log, as_of="2026-06-30")
    >>> found.loc[found.stage == "held", ["stage", "n", "reached", "rate", "naive", "open"]]
      stage  n  reached  rate     naive  open
    4  held  2        1   0.5  0.333333     1
    """
    days = whole_number(within, "within", least=1)
    asks = asks_of(events, as_of, by, scouts=scouts)
    rows = aged(asks, days)

    def table(part: pd.DataFrame) -> pd.DataFrame:
        apart = (part.kind == "scout").all() if len(part) else scouts
        found = stage_table(part, _SCOUT_LINE if apart else MAIN, days)
        return _with_clusters(found)[[*_COLUMNS, *_CLUSTERED]]

    found = grouped(asks, by, table, rows)
    found.attrs["within"] = days
    return found


def aged(asks: Asks, within: int) -> pd.DataFrame:
    """Return the requests with the day of a name, whether they are over, and old enough."""
    named = [request.first("named") for request in asks.requests]
    return asks.table.assign(
        named=pd.Series(named, index=asks.table.index, dtype="datetime64[s]"),
        closed=over_on(asks).notna() | over_on(asks, "withdrawn").notna(),
        old=asks.table.asked + pd.Timedelta(days=within) <= followed_until(asks),
    )


def stage_table(asks: pd.DataFrame, line: tuple[str, ...], within: int) -> pd.DataFrame:
    """Return the funnel of one group, with how many of it came to the stage `before`.

    `by_person` has, for each stage, how many requests to each person got there, and of how many.
    """
    wait = progress(asks, line)
    there, so_far = wait <= within, np.isfinite(wait)
    old, closed = asks.old.to_numpy(dtype=bool), asks.closed.to_numpy(dtype=bool)
    everybody = np.ones(len(asks), dtype=bool)
    introductions = (asks.kind == "introduction").to_numpy(dtype=bool)
    rows = []
    for place, stage in enumerate(line):
        mine = introductions if stage == "introduced" and line == MAIN else everybody
        before = place - 1
        if line == MAIN and stage in ("introduced", "replied") and not introductions.all():
            before = 0
        rows.append(
            {
                "stage": stage,
                "n": (mine & old).sum(),
                "reached": (mine & old & there[:, place]).sum(),
                "before": (mine & old & there[:, before]).sum() if place else 0,
                "so_far": (mine & so_far[:, place]).sum(),
                "all": mine.sum(),
                "open": (mine & ~old & ~so_far[:, place] & ~closed).sum(),
                "connectors": asks.person[mine & old].nunique(),
                "by_person": _by_person(asks.person[mine & old], there[mine & old, place]),
            }
        )
    found = pd.DataFrame(rows)
    rate, low, high = wilson(found.reached, found.n)
    return found.assign(
        rate=rate,
        low=low,
        high=high,
        step=wilson(found.reached, found.before)[0],
        naive=wilson(found.so_far, found["all"])[0],
    )


def _by_person(people: pd.Series, there: NDArray[np.bool_]) -> tuple[ArrayLike, ArrayLike]:
    """Return how many requests to each person got there, and how many there were."""
    person, _ = pd.factorize(people, use_na_sentinel=False)
    return np.bincount(person[there], minlength=person.max(initial=-1) + 1), np.bincount(person)


def _with_clusters(found: pd.DataFrame) -> pd.DataFrame:
    """Add the bounds that take the requests to one person as alike, or why there are none."""
    few = found.connectors < FEWEST
    bounds = [
        (0.0, 1.0) if too_few else clustered_interval(*each)
        for too_few, each in zip(few, found.by_person, strict=True)
    ]
    low, high = np.array(bounds).T
    return found.assign(
        clustered_low=np.minimum(low, found.low),
        clustered_high=np.maximum(high, found.high),
        note=np.where(few, TOO_FEW, ""),
    )
