"""Ways, plan and board agree on whom to ask, whatever was logged, snoozed or refused."""

from __future__ import annotations

import random
from collections import Counter
from typing import Any

import pandas as pd
import pytest

from infonet import due, plan, reach, targets, warm_paths
from infonet.graph import Network
from infonet.ledger import LOAD
from infonet.paths import log_of, target_log, targets_of
from tests.paths.test_askable import AS_OF, DAY, random_net

_WARM = ("introduction", "direct", "scout")


def declined_lately(net: Network, company: str) -> set[str]:
    """Return who declined within 365 days and did nothing since, from the bare lines of the log."""
    events = net.tables.events.sort_values(["date", "event"])
    found = set()
    for who, acts in events[events.company == company].groupby("person"):
        said = acts[acts.stage == "declined"].date.max()
        if pd.notna(said) and (DAY - said).days <= 365 and acts.date.max() == said:
            found.add(str(who))
    return found


def resting(net: Network) -> set[str]:
    """Return the people and companies that are not to be asked, from the bare notes."""
    notes = net.tables.notes
    snoozed = notes[(notes.kind == "snooze") & (notes.date > DAY) & (notes.text != "write again")]
    never = notes[notes.kind == "opted out"]
    return {*snoozed.person.dropna(), *snoozed.company.dropna(), *never.person}


def not_free(net: Network, chosen: pd.DataFrame, name: str, route: tuple[str, ...]) -> bool:
    """Say whether a plan has used a way up: its first person, or its end for another target."""
    taken = Counter(chosen.person.dropna())
    for person, asks in net.once(log_of).on(net.as_of).under_way.items():
        taken[person] += len(asks)
    if taken[route[1]] >= LOAD:
        return True
    wanted = list(net.workplaces.wanted.company)
    before = [one for one in targets_of(net) if wanted.index(one.name) < wanted.index(name)]
    held = {one.name for one in before if target_log(net, one).on_hold}
    return any(net.position(route[-1]) in one.insiders for one in before if one.name not in held)


def contradictions(net: Network) -> Any:
    """Yield every target about which two functions say different things, and what."""
    chosen = plan(net, net.tables.events, as_of=AS_OF, asks=9)
    chosen = chosen[chosen.kind != "cold"]
    board, best = targets(net).set_index("company"), reach(net).set_index("company")
    told, rest = due(net.tables, as_of=AS_OF), resting(net)
    for target in targets_of(net):
        name = target.name
        about: dict[str, Any] = {str(target.kind): name}
        ways = warm_paths(net, k=99, scouts=99, **about)
        can = ways[ways.status.isin(["open", "met"]) & ways.kind.isin(_WARM)]
        row, rows = board.loc[name], chosen[chosen.company == name]
        first = can.route.iloc[0] if len(can) else ()
        on_hold = target_log(net, target).on_hold
        refused = declined_lately(net, name) | rest
        offered = {who for routes in (can.route, rows.route) for route in routes for who in route}
        if offered & refused or (name in rest and row.action == "ask"):
            yield name, "offered", offered & refused
        if row.state != "closed" and row.route != first:
            yield name, "the board has another way than the first", row.route, first
        if (tuple(best.route[name]) if best.kind[name] in _WARM else ()) != first:
            yield name, "reach has another way than the first", best.route[name], first
        paths = rows[rows.kind != "scout"]
        if not {*paths.route} <= {*can.route} or not {*rows.person} <= {
            one[1] for one in can.route
        }:
            yield name, "the plan asks over another way", rows.route.tolist()
        if (on_hold or row.action in ("wait", "look", "none")) and len(rows):
            yield name, "the plan asks there, and the board does not", row.next, rows.route.tolist()
        if on_hold and row.action == "ask":
            yield name, "the board asks there, and it is on hold"
        if row.action == "ask" and rows.empty:
            left = [one for one in can.route if not not_free(net, chosen, name, one)]
            if left:
                yield name, "the board asks there, and the plan does not", left
        if row.action == "ask" and len(rows) and rows.route.iloc[0] != first:
            if not not_free(net, chosen, name, first):
                yield name, "the plan passes over the first way", first, rows.route.iloc[0]
        again = told[(told.company == name) & (told.action == "write again")]
        if {*again.person} & ({*rows.person} | declined_lately(net, name)):
            yield name, "somebody is to be written to again, and asked or let be"


@pytest.mark.parametrize("seed", range(40))
def test_ways_plan_board_and_due_never_disagree(seed: int) -> None:
    rng = random.Random(f"agree {seed}")
    for _ in range(4):
        assert [*contradictions(random_net(rng))] == []
