"""The asks of a week: what `plan` gives without them, so that sending one changes no other."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from infonet.agenda._own_notes import goal_of
from infonet.agenda._plan import ASKS, plan, plan_frame
from infonet.agenda._targets import name_of
from infonet.graph import Network, network
from infonet.insiders import Target
from infonet.ledger import LOAD, Ledger, LedgerDay, Request, Status
from infonet.paths import Askable, log_of, statuses_elsewhere, target_log, targets_of
from infonet.tables import TEXT


def asks_of_week(
    net: Network,
    ledger: Ledger,
    log: LedgerDay,
    first: pd.Timestamp,
    holidays: tuple[object, ...],
) -> pd.DataFrame:
    """Return what the plan gives without the asks sent since `first`, each marked sent or not."""
    own = [one for one in log.requests if _asked_since(one, first)]
    count = max(goal_of(log.notes) or 0, ASKS)
    if net.workplaces.wanted.empty:
        planned = plan_frame(net, [])
    else:
        before, events = net, ledger
        if own:
            tables = net.tables._replace(events=_without(ledger, own, first))
            before = network(tables, as_of=log.day, like=net)
            events = before.once(log_of)
        planned = plan(before, events, as_of=log.day, asks=count, holidays=holidays)
    left = {(one.person, log.same(one.company)): one for one in reversed(own)}
    found = list[tuple[dict[Any, Any], Request | None]]()
    for row in planned.to_dict("records"):
        person = row["person"] if isinstance(row["person"], str) else None
        key = person, log.same(row["company"])
        if person is None or row["kind"] == "cold":
            cold = [k for k, one in left.items() if one.kind == "cold" and k[1] == key[1]]
            key = cold[0] if cold else key
        found.append((row, left.pop(key, None)))
    still = _Still.of(net, ledger, log, first, [one for _, one in found if one], holidays)
    found = [(row, one) for row, one in found if one is not None or still.can(row)]
    others = {other.name for other in left.values()}
    found += [(_sent_row(net, one), one) for one in own if one.name in others]
    rows = [row for row, _ in found]
    requests = pd.Series([None if one is None else one.name for _, one in found], dtype=TEXT)
    asks = pd.DataFrame(rows, columns=list(planned.columns)).astype(planned.dtypes)
    return asks.assign(sent=requests.notna(), request=requests)


def _asked_since(request: Request, first: pd.Timestamp) -> bool:
    """Say whether a request began on a day or later, or was repeated by an ask since."""
    asked = request.latest("asked")
    return request.asked >= first or (asked is not None and asked >= first)


def _without(ledger: Ledger, own: list[Request], first: pd.Timestamp) -> pd.DataFrame:
    """Return the events without requests that began on a day or later, and without asks since."""
    settled = ledger.settled()
    of_own = settled.request.isin([one.name for one in own])
    begun = settled.request.isin([one.name for one in own if one.asked >= first])
    again = of_own & (settled.stage == "asked") & (settled.date >= first)
    return settled[~(begun | again)].reset_index(drop=True)


@dataclass(frozen=True)
class _Still:
    """Decide whom the whole log lets me ask now.

    Of the asks of the plan that were sent and only wait for an answer, `log` knows nothing: they
    change none of the others. The `load` of everybody is that of all that is under way.
    """

    net: Network
    log: LedgerDay
    holidays: tuple[object, ...]
    load: Mapping[str, Sequence[Request]]
    elsewhere: Mapping[int, Status] | None

    @classmethod
    def of(
        cls,
        net: Network,
        ledger: Ledger,
        log: LedgerDay,
        first: pd.Timestamp,
        planned: list[Request],
        holidays: tuple[object, ...],
    ) -> _Still:
        """Take the log without the asks that were planned, sent, and wait for an answer."""
        waiting = [one for one in planned if {event.stage for event in one.events} == {"asked"}]
        if not waiting:
            return cls(net, log, holidays, log.under_way, None)
        rest = Ledger.of(_without(ledger, waiting, first), net.tables).on(log.day)
        elsewhere = statuses_elsewhere(net, rest, holidays=holidays)
        return cls(net, rest, holidays, log.under_way, elsewhere)

    def can(self, row: dict[Any, Any]) -> bool:
        """Return whether a row of the plan can be asked."""
        if len(self.load.get(row["person"], ())) >= LOAD:
            return False
        target = self.net.once(_targets)[row["company"]]
        told = target_log(self.net, target, self.log, holidays=self.holidays)
        route = tuple(self.net.positions(row["route"]).tolist())
        return not told.on_hold and route in Askable.of(self.net, target, told, self.elsewhere)


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
