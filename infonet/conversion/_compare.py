"""Comparisons: two groups of requests, and the predictions with what came of them."""

from __future__ import annotations

import numpy as np
import pandas as pd

from infonet.conversion._asks import (
    asks_of,
    checked_stage,
    followed_until,
    labels_of,
    progress,
    split,
)
from infonet.conversion._waiting import waits
from infonet.conversion.proportions import Difference, compare_proportions, outcomes_by_bin, wilson
from infonet.conversion.survival import log_rank
from infonet.errors import InfonetError, whole_number
from infonet.ledger import AnyLog, table_of
from infonet.strength import hop_forecasts
from infonet.tables.stages import MAIN

_FINE = 10
"""Points; an interval no wider than this on either side shows that the groups differ little."""


def compare_groups(
    events: AnyLog, stage: str, *, by: str | pd.Series, as_of: object, within: int = 60
) -> pd.DataFrame:
    """Compare how often, and how soon, two groups of requests reach a stage.

    Parameters
    ----------
    events, as_of : as in `funnel`
    stage : str
        A stage of the main line after ``asked``.
    by : str or Series
        A grouping into exactly two groups, as `group_labels` takes it. Requests without a label
        are left out, and so are scouts.
    within : int
        Days from asking; requests that are younger, or were withdrawn by then, count only in the
        log-rank test.

    Returns
    -------
    DataFrame
        One row: stage; a, b (the groups' labels); n_a, reached_a, rate_a, low_a, high_a, n_b,
        reached_b, rate_b, low_b, high_b (as in `funnel`); difference (rate_a - rate_b, missing
        where a group has none old enough), low, high (95 %, Newcombe's hybrid score interval); p
        (Fisher's exact test, two-sided); p_wait (log-rank test of the days from asking to the
        stage, two-sided; missing where the waits say nothing); sentence.

    Notes
    -----
    Requests put to one person are alike, and the tests ignore it; and people choose who they ask
    how. A difference is no proof that the other group would do better by being asked alike.

    References
    ----------
    Newcombe, R. G. (1998). Interval estimation for the difference between independent
    proportions: comparison of eleven methods. Statistics in Medicine 17, 873-890.

    Fisher, R. A. (1935). The Design of Experiments. Oliver & Boyd.

    Mantel, N. (1966). Evaluation of survival data and two new rank order statistics arising in
    its consideration. Cancer Chemotherapy Reports 50, 163-170.

    Examples
    --------
    >>> from infonet.tables import frame
    >>> log = frame("events", [
    ...     {"request": "R1", "person": "in/bo", "stage": "asked", "date": "2026-03-02"},
    ...     {"request": "R1", "person": "in/bo", "stage": "held", "date": "2026-03-09"},
    ...     {"request": "R2", "person": "in/cy", "stage": "asked", "date": "2026-03-09",
    ...      "kind": "cold"}])
    >>> found = compare_groups(log, "held", by="kind", as_of="2026-06-30")
    >>> found[["a", "rate_a", "b", "rate_b", "difference"]]
            a  rate_a     b  rate_b  difference
    0  direct     1.0  cold     0.0         1.0
    >>> found.sentence[0].partition(":")[0]
    'too few to tell'
    """
    checked_stage(stage, MAIN[1:], "stage")
    days = whole_number(within, "within", least=1)
    asks = asks_of(events, as_of)
    if stage == "introduced":
        asks = asks._replace(
            requests=(mine := tuple(r for r in asks.requests if r.kind == "introduction")),
            table=table_of(mine),
        )
    labels = labels_of(asks, by)
    groups = [(str(label), rows) for label, rows in split(labels) if label is not None]
    if len(groups) != 2:
        _refuse([label for label, _ in groups], str(labels.name))
    (a, first), (b, second) = groups
    old = asks.table.asked + pd.Timedelta(days=days) <= followed_until(asks)
    there = progress(asks.table)[:, MAIN.index(stage)] <= days
    counts = [int((rows & old & more).sum()) for rows in (first, second) for more in (there, old)]
    x1, n1, x2, n2 = counts
    found = compare_proportions(x1, n1, x2, n2)
    rate, low, high = wilson([x1, x2], [n1, n2])
    waiting = waits(asks, "asked", stage)[first | second]
    ranks = log_rank(waiting.wait.to_numpy(), waiting.outcome.to_numpy(), first[first | second])
    row: dict[str, object] = {"stage": stage, "a": a, "b": b}
    for at, name in enumerate("ab"):
        row[f"n_{name}"], row[f"reached_{name}"] = counts[2 * at + 1], counts[2 * at]
        row[f"rate_{name}"], row[f"low_{name}"], row[f"high_{name}"] = rate[at], low[at], high[at]
    row |= found._asdict() | {"p_wait": ranks}
    row["sentence"] = _sentence(f"`{stage}` within {days} days", a, b, counts, found)
    return pd.DataFrame([row])


def _refuse(groups: list[str], by: str) -> None:
    """Raise the error that names the groups when there are not two."""
    if not groups:
        raise InfonetError(f"expected two groups by `{by}`, found none: log the first asks")
    shown = ", ".join(f"`{group}`" for group in groups[:5])
    more = f" and {len(groups) - 5} more" if len(groups) > 5 else ""
    raise InfonetError(
        f"expected two groups by `{by}`, found {len(groups)}: {shown}{more}; pass a Series that"
        " names two and leaves the others missing"
    )


def _sentence(what: str, a: str, b: str, counts: list[int], found: Difference) -> str:
    """Say what the numbers allow."""
    x1, n1, x2, n2 = counts
    said = f"{what}: {x1} of {n1} (`{a}`) and {x2} of {n2} (`{b}`)"
    if np.isnan(found.difference):
        return f"too few to tell: {said}; a group has no request old enough"
    low, high = round(100 * found.low), round(100 * found.high)
    said += f", a difference of {100 * found.difference:+.0f} points (95 %: {low:+d} to {high:+d})"
    apart, unlikely = found.low > 0 or found.high < 0, found.p < 0.05
    if apart and unlikely:
        better = a if found.difference > 0 else b
        return f"`{better}` does better: {said}"
    if apart or unlikely:
        return f"on the edge of what can be told: {said}, p = {found.p:.2f}"
    # The rates would have to lie about this far apart for such an interval to leave out zero.
    least = round(50 * (found.high - found.low))
    verdict = "too few to tell" if least > _FINE else "no difference to be seen"
    return f"{verdict}: {said}; you need more data to see a difference under {least} points"


def calibration(events: AnyLog, *, as_of: object, bins: int = 5) -> pd.DataFrame:
    """Compare predicted chances with what came of the requests.

    Parameters
    ----------
    events, as_of : as in `funnel`
        The log with the predictions that `Book.log` keeps on the day of asking; with the whole
        tables the hops are shown as well.
    bins : int
        The most groups of similar predictions to make, at least 1; each is to have 30 outcomes.

    Returns
    -------
    DataFrame
        One row per group, the lowest predictions first: position (``path``, the whole route: did
        it end in a conversation; or the hop, from ``1``: did that person act); bin (such as
        ``1 of 2``); predicted (mean); n (outcomes, or parts of one where a failure at an unknown
        place is shared); happened; rate, low, high (95 %); verdict: ``as predicted`` when the mean
        prediction lies in the interval of what happened, ``too high`` or ``too low`` when it does
        not, ``too few`` under 30 outcomes.

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
