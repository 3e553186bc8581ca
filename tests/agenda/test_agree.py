"""Ways, plan and board agree on whom to ask, whatever was logged, snoozed or refused."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any

import pandas as pd
import pytest

from infonet import due, plan, reach, targets, warm_paths
from infonet.graph import Network
from infonet.ledger import LOAD, TargetLog
from infonet.paths import log_of, target_log, targets_of
from tests.paths.test_askable import AS_OF, DAY, random_net

_MONDAY = DAY - pd.Timedelta(days=DAY.weekday())
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


def is_met(told: TargetLog, route: tuple[str, ...]) -> bool:
    """Say whether a way ends at somebody who was met: it is no new conversation."""
    return told.person(route[-1]).status == "met"


def is_used(net: Network, chosen: pd.DataFrame, name: str, route: tuple[str, ...]) -> bool:
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


def contradictions(net: Network) -> Iterator[str]:
    """Yield every target about which two functions say different things, and what."""
    planned = plan(net, net.tables.events, as_of=AS_OF)  # of three targets, so that all have room
    chosen = planned[planned.kind != "cold"]
    board, best = targets(net).set_index("company"), reach(net).set_index("company")
    settled = not (net.tables.events.stage.eq("asked") & (net.tables.events.date >= _MONDAY)).any()
    for target in targets_of(net):
        about: dict[str, Any] = {str(target.kind): target.name}
        ways = warm_paths(net, k=99, scouts=99, **about)
        told = target_log(net, target)
        can = [
            one.route
            for one in list[Any](ways.itertuples())
            if one.status in ("open", "met")
            and (one.kind == "scout" or (one.kind in _WARM and not is_met(told, one.route)))
        ]
        row: Any
        row, rows = board.loc[target.name], chosen[chosen.company == target.name]
        now = planned[planned.company == target.name]
        found = [
            *(_of_the_week(row, now) if settled else ()),
            *_of_the_first(row, best.loc[target.name], can[0] if can else ()),
            *_of_the_plan(row, rows, can, on_hold=told.on_hold),
            *_of_who_is_let_be(net, row, rows, can),
            *_of_what_is_left(net, chosen, row, rows, can),
        ]
        yield from (f"{target.name}: {words}" for words in found)
    yield from _of_the_load(net, board, planned if settled else planned.iloc[:0])


def _of_the_week(row: Any, rows: pd.DataFrame) -> Iterator[str]:
    """Yield where the board would ask somebody else than the week does."""
    asked = [(one.person, one.route) for one in rows[rows.kind != "cold"].itertuples()]
    if row.action == "ask" and asked and asked != [(row.person, row.asks)]:
        yield f"the week asks over {asked}, and the board over {row.asks}"
    if row.action == "ask" and len(rows) and not asked:
        yield f"the week writes to a stranger, and the board asks {row.person}"


def _of_the_load(net: Network, board: pd.DataFrame, planned: pd.DataFrame) -> Iterator[str]:
    """Yield whom board and week together would ask more often than anybody has time for."""
    taken = Counter[str]()
    for person, asks in net.once(log_of).on(net.as_of).under_way.items():
        taken[person] += len(asks)
    asked = board[(board.action == "ask") & (board.due < DAY + pd.Timedelta(days=7))]
    others = planned[(planned.kind != "cold") & ~planned.company.isin(asked.index)]
    for person, count in Counter([*asked.person, *others.person]).items():
        if count + taken[person] > LOAD:
            yield f"{person} is asked {count} times, and has {taken[person]} open asks"


def _of_the_first(row: Any, best: Any, first: tuple[str, ...]) -> Iterator[str]:
    if row.state != "closed" and row.route != first:
        yield f"the first way is {first}, and that of the board {row.route}"
    reached = tuple(best.route) if best.kind in _WARM else ()
    if reached != first:
        yield f"the first way is {first}, and that of reach {reached}"


def _of_the_plan(row: Any, rows: pd.DataFrame, can: list[Any], *, on_hold: bool) -> Iterator[str]:
    paths = rows[rows.kind != "scout"]
    if not {*paths.route} <= {*can} or not {*rows.person} <= {route[1] for route in can}:
        yield f"the plan asks over another way: {rows.route.tolist()}"
    if (on_hold or row.action in ("wait", "look", "none")) and len(rows):
        yield f"the plan asks {rows.name.tolist()}, and the board says {row.next}"
    if on_hold and row.action == "ask":
        yield "the board asks there, and it is on hold"


def _of_who_is_let_be(net: Network, row: Any, rows: pd.DataFrame, can: list[Any]) -> Iterator[str]:
    refused = declined_lately(net, str(row.name))
    let_be = refused | resting(net)
    found = {who for route in (*can, *rows.route) for who in route} & let_be
    if found or (row.name in let_be and row.action == "ask"):
        yield f"somebody is to be let be, and offered: {found}"
    told = due(net.tables, as_of=AS_OF)
    again = told[(told.company == row.name) & (told.action == "write again")]
    if {*again.person} & ({*rows.person} | refused):
        yield "somebody is to be written to again, and is to be asked or let be"


def _of_what_is_left(
    net: Network, chosen: pd.DataFrame, row: Any, rows: pd.DataFrame, can: list[Any]
) -> Iterator[str]:
    if row.action != "ask":
        return
    left = [one for one in can if not is_used(net, chosen, str(row.name), one)]
    if rows.empty and left:
        yield f"the board asks over {row.route}, and the plan nobody"
    if len(rows) and can[0] in left and rows.route.iloc[0] != can[0]:
        yield f"the plan passes over the first way {can[0]}"


@pytest.mark.evidence
def test_ways_plan_board_and_due_never_disagree(full_count: Callable[[int, int], int]) -> None:
    for seed in range(full_count(12, 1_000)):
        net = random_net(random.Random(f"agree {seed}"))
        assert [*contradictions(net)] == [], f"seed {seed}"
