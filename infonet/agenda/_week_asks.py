"""The asks of a week: what `plan` gives without them, so that sending one changes no other."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from infonet.agenda._plan import ASKS, PLANNED, goal_of, plan, plan_frame
from infonet.agenda._targets import candidates, name_of, target_slots
from infonet.graph import Network, network
from infonet.insiders import Target
from infonet.ledger import LOAD, Ledger, LedgerDay, Request, Status
from infonet.paths import (
    Askable,
    WayIn,
    log_of,
    statuses_elsewhere,
    target_log,
    targets_of,
    ways_in,
)
from infonet.tables import TEXT, typed

_DAY = pd.Timedelta(days=1)
_HOPS = 4


def is_planning(day: pd.Timestamp) -> bool:
    """Say whether a day is of the weekend, when the week is the coming one."""
    return bool(day.weekday() > 4)  # Friday


class NextAsk(NamedTuple):
    """The ask that comes next about a target: of this week, or `later`.

    It is later where everybody who could be asked has as many asks this week as one person may
    have. The `route` has positions; the `best` way begins with somebody `busy` where it is not
    this one for that reason.
    """

    kind: str
    route: tuple[int, ...]
    later: bool = False
    busy: int | None = None


def next_asks(net: Network, holidays: tuple[object, ...]) -> dict[str, NextAsk]:
    """Return whom the week asks about each target, and whom one would ask about the others.

    The others are those for which the week has no ask left. Nobody is given more asks than their
    load, those of the week and those under way counted; the likeliest, by priority, go first.
    """
    return _next_asks(net, holidays) if holidays else net.once(_usual_next)


def _usual_next(net: Network) -> dict[str, NextAsk]:
    return _next_asks(net, ())


def _next_asks(net: Network, holidays: tuple[object, ...]) -> dict[str, NextAsk]:
    if net.workplaces.wanted.empty:
        return {}
    ways = dict(zip(net.workplaces.wanted.company, net.once(ways_in), strict=True))
    asks = asks_of_week(net, holidays)
    asks = asks[~asks.sent]
    log = net.once(log_of).on(net.as_of)
    taken = Counter({person: len(open_) for person, open_ in log.under_way.items()})
    taken.update(asks.person[asks.kind != "cold"])
    found = dict[str, NextAsk]()
    for row in list[Any](asks.itertuples()):
        route = tuple(net.positions(row.route).tolist())
        found[row.company] = NextAsk(row.kind, route, busy=_busy(net, ways, row, taken))
    weight = dict(zip(net.workplaces.wanted.company, net.workplaces.wanted.priority, strict=True))
    left = {
        name: one
        for name, one in ways.items()
        if name not in found and one.way.kind != "cold" and not one.can.told.on_hold
    }
    order = sorted(left, key=lambda name: -left[name].way.probability / weight[name])
    crowded = list[str]()
    for name in order:
        way = left[name].way
        first = str(net.keys[way.route[1]])
        if taken[first] < LOAD:
            taken[first] += 1
            found[name] = NextAsk(way.kind, way.route)
        else:
            crowded.append(name)
    return found | _around(net, log, {name: left[name] for name in crowded}, taken, holidays)


def _busy(net: Network, ways: Mapping[str, WayIn], row: Any, taken: Counter[str]) -> int | None:
    """Return who begins the best way, where somebody else is asked because they have their load."""
    way = ways[row.company].way
    if way.kind == "cold" or tuple(net.keys[[*way.route]]) == row.route:
        return None
    return way.route[1] if taken[str(net.keys[way.route[1]])] >= LOAD else None


def _around(
    net: Network,
    log: LedgerDay,
    ways: Mapping[str, WayIn],
    taken: Counter[str],
    holidays: tuple[object, ...],
) -> dict[str, NextAsk]:
    """Return whom to ask about targets of which the best way begins with somebody who is busy."""
    if not ways:
        return {}
    found = dict[str, NextAsk]()
    slots = {one.target.name: one for one in target_slots(net, log, holidays, load=LOAD)}
    alters = net.keys[net.alters]
    for name, one in ways.items():
        room = np.array([LOAD - taken[str(key)] for key in alters], dtype=np.int64)
        choices = candidates(net, slots[name], room, count=1, max_hops=_HOPS)
        way = next((each.way for each in choices if each.way.kind != "cold"), None)
        if way is None:
            found[name] = NextAsk(one.way.kind, one.way.route, later=True)
            continue
        taken[str(net.keys[way.route[1]])] += 1
        found[name] = NextAsk(way.kind, way.route, busy=one.way.route[1])
    return found


def asks_of_week(net: Network, holidays: tuple[object, ...]) -> pd.DataFrame:
    """Return what the plan gives without the asks of this week, each marked sent or not.

    On Saturday and Sunday the week is the coming one.
    """
    if not holidays:
        return net.once(_usual_asks).copy()
    return _asks_of_week(net, holidays)


def _usual_asks(net: Network) -> pd.DataFrame:
    return _asks_of_week(net, ())


def _asks_of_week(net: Network, holidays: tuple[object, ...]) -> pd.DataFrame:
    """Plan without the asks sent since the week began, and mark what was sent."""
    ledger, day = net.once(log_of), net.as_of
    log = ledger.on(day)
    saturday = 5 if is_planning(day) else 0
    first = day - (day.weekday() - saturday) * _DAY  # else Monday
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
    asks = typed(rows, PLANNED)
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
