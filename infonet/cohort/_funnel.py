"""Add up how far the requests of a cohort come: of many logs none can be told apart."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import pandas as pd

from infonet.cohort._disclosure import Blur, enough
from infonet.conversion import clustered_interval, funnel
from infonet.conversion.proportions import wilson
from infonet.ledger import AnyLog
from infonet.tables.stages import MAIN

_COUNTED = ["members", "requests", "reached"]
_COLUMNS = ["stage", *_COUNTED, "rate", "low", "high"]


def cohort_funnel(
    logs: Iterable[tuple[str, AnyLog]], *, as_of: object, within: int = 60
) -> pd.DataFrame:
    """Count the requests of all members that reach each stage, with rates and intervals.

    Parameters
    ----------
    logs : iterable of (str, log)
        Each member's key and log, as `Cohort.logs` yields them.
    as_of : date, str or Timestamp
        The day.
    within : int
        Days from asking, as in `infonet.funnel`, whose rules hold for each log.

    Returns
    -------
    DataFrame
        One row per stage of the main line: stage; members (at least that many have asked, `within`
        days ago or longer); requests, reached (at least that many); rate, low, high (95 %, with the
        requests of one member taken as alike; in steps of five points, within less than a step
        of what it is, the bounds outward). Counts are blurred as in `Reports`. The rate is missing
        unless at least five members have got there, and at least five have not, with a request.

    Raises
    ------
    InfonetError
        Fewer than ten logs, or an argument that `infonet.funnel` does not take.

    Examples
    --------
    Of thirty members with a request each, every other one has had a conversation:

    >>> from infonet.tables import frame
    >>> def log(at):
    ...     stages = [("asked", "2026-03-02"), ("held", "2026-03-09")][: 1 + at % 2]
    ...     row = {"request": "R1", "person": "in/bo", "kind": "direct"}
    ...     return frame("events", [{**row, "stage": one, "date": day} for one, day in stages])
    >>> found = cohort_funnel([(f"in/m{at}", log(at)) for at in range(30)], as_of="2026-06-30")
    >>> held = found.set_index("stage").loc["held"]
    >>> bool(held.members in (20, 25)), float(held.rate)
    (True, 0.5)
    """
    parts = []
    for member, log in logs:
        rows = funnel(log, as_of=as_of, within=within)[["stage", "n", "reached"]]
        parts.append(rows.assign(member=member))
    enough(len(parts))
    every = pd.concat(parts, ignore_index=True)
    found = pd.DataFrame([_stage(every[every.stage == stage], stage) for stage in MAIN])
    found[_COUNTED] = found[_COUNTED].astype("Int64")
    found.attrs.update(members=len(parts), within=within)
    return found[_COLUMNS]


def _stage(rows: pd.DataFrame, stage: str) -> dict[str, object]:
    """Return the row of a stage from what each member's requests came to."""
    members = len(rows)
    asked = rows[rows.n > 0]
    n, reached = asked.n.to_numpy(), asked.reached.to_numpy()
    whose = Blur(*sorted(rows.member))
    every = Blur(*sorted(f"{one.member} {one.n} {one.reached}" for one in rows.itertuples()))
    there, not_there = int((reached > 0).sum()), int((reached < n).sum())
    counts = whose.at_least(
        [len(asked), there, not_there],
        total=members,
        names=[f"{stage} asked", f"{stage} there", f"{stage} not there"],
    )
    total, got = int(n.sum()), int(reached.sum())
    requests = whose.at_least([total], total=[total + 4], names=[f"{stage} requests"])[0]
    reaching = whose.at_least([got], total=[total], names=[f"{stage} reached"])[0]
    told: dict[str, object] = {"stage": stage, "members": counts[0]}
    told |= {"requests": requests if pd.notna(counts[0]) else pd.NA, "reached": pd.NA}
    told |= dict.fromkeys(("rate", "low", "high"), np.nan)
    if counts.notna().all() and pd.notna(requests) and pd.notna(reaching):
        rate, low, high = wilson([got], [total])
        alike = clustered_interval(reached, n)
        bounds = min(low[0], alike[0]), max(high[0], alike[1])
        told |= {
            "reached": reaching,
            "rate": every.rate(rate[0], f"{stage} rate"),
            "low": every.rate(bounds[0], f"{stage} low", bound="low"),
            "high": every.rate(bounds[1], f"{stage} high", bound="high"),
        }
    return told
