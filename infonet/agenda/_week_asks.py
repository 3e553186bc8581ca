"""The asks of a week: what `plan` gives without them, so that sending one changes no other."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pandas as pd

from infonet.agenda._own_notes import goal_of
from infonet.agenda._plan import ASKS, plan, plan_frame
from infonet.agenda._targets import name_of
from infonet.graph import Network, network
from infonet.insiders import Target
from infonet.ledger import Ledger, LedgerDay, Request
from infonet.paths import Askable, log_of, target_log, targets_of
from infonet.tables import TEXT


def asks_of_week(
    net: Network,
    ledger: Ledger,
    log: LedgerDay,
    first: pd.Timestamp,
    holidays: tuple[object, ...],
) -> pd.DataFrame:
    """Return what the plan gives without the asks sent since `first`, each marked sent or not."""
    own = [one for one in log.requests if one.asked >= first]
    count = max(goal_of(log.notes) or 0, ASKS)
    if net.workplaces.wanted.empty:
        planned = plan_frame(net, [])
    else:
        before, events = net, ledger
        if own:
            settled = ledger.settled()
            others = settled[~settled.request.isin([one.name for one in own])]
            tables = net.tables._replace(events=others.reset_index(drop=True))
            before = network(tables, as_of=log.day, like=net)
            events = before.once(log_of)
        planned = plan(before, events, as_of=log.day, asks=count, holidays=holidays)
    left = {(one.person, log.same(one.company)): one for one in reversed(own)}
    rows, sent = list[dict[Any, Any]](), list[str | None]()
    still = _Still(net, log, holidays)
    for row in planned.to_dict("records"):
        person = row["person"] if isinstance(row["person"], str) else None
        key = person, log.same(row["company"])
        if person is None or row["kind"] == "cold":
            cold = [k for k, one in left.items() if one.kind == "cold" and k[1] == key[1]]
            key = cold[0] if cold else key
        request = left.pop(key, None)
        if request is None and not still.can(row):
            continue
        rows.append(row)
        sent.append(None if request is None else request.name)
    for one in own:
        if one.name in [other.name for other in left.values()]:
            rows.append(_sent_row(net, one))
            sent.append(one.name)
    found = pd.DataFrame(rows, columns=list(planned.columns)).astype(planned.dtypes)
    requests = pd.Series(sent, dtype=TEXT)
    return found.assign(sent=requests.notna(), request=requests)


@dataclass(frozen=True)
class _Still:
    """Decide whom the whole log lets me ask now."""

    net: Network
    log: LedgerDay
    holidays: tuple[object, ...]

    def can(self, row: dict[Any, Any]) -> bool:
        """Return whether a row of the plan can be asked."""
        target = self.net.once(_targets)[row["company"]]
        told = target_log(self.net, target, self.log, holidays=self.holidays)
        route = tuple(self.net.positions(row["route"]).tolist())
        return not told.on_hold and route in Askable.of(self.net, target, told)


def _targets(net: Network) -> dict[str, Target]:
    """Return the targets by their names."""
    return {one.name: one for one in targets_of(net)}


def _sent_row(net: Network, one: Request) -> dict[str, Any]:
    """Return an ask that the plan did not have as one of its rows."""
    names = " → ".join(name_of(net, key) for key in one.route[1:])
    return {
        "company": one.company,
        "kind": one.kind,
        "person": one.person,
        "name": name_of(net, one.person),
        "route": one.route,
        "names": names or name_of(net, one.person),
        "insider": None if one.insider is None else name_of(net, one.insider),
        "hops": one.hops,
        "probability": one.predicted,
        "status": "waiting",
        "status_date": one.last,
    }
