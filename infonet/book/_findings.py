"""What an import found out: who is one person, who is not listed any more, who moved."""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Mapping
from typing import NamedTuple

import pandas as pd

from infonet.book._facts import Keys, calendar, load
from infonet.book._identity import aliases_of
from infonet.book._jobs import moves, timeline
from infonet.book._people import describe, names_of
from infonet.readers._reading import MOVER_COLUMNS, Reading, report_frame
from infonet.tables import ME

__all__ = ["Account", "account_of", "told"]


class Account(NamedTuple):
    """What the book says about a reading that it has taken."""

    act: int
    report: pd.DataFrame
    movers: pd.DataFrame


def told(reading: Reading, problem: str, action: str) -> pd.DataFrame:
    """One more row for the whole export in a reading's report."""
    return report_frame([(reading.path, None, None, problem, action)])


def account_of(
    con: sqlite3.Connection, before: Mapping[str, str], reading: Reading, act: int
) -> Account:
    """What the import changed: people found to be one, people not listed any more, movers."""
    same = aliases_of(con)
    acts = calendar(con, same)
    report = []
    for shown, once in _merged(con, before, same, act).items():
        report.append(
            told(
                reading,
                f"{' and '.join(describe(con, before, key) for key in once)} have the same profile,"
                " e-mail address, or name and day of connection",
                f"one person, `{shown}`; undoing act {act} takes it back",
            )
        )
    held = load(con, 'SELECT act, person, company, title, start, "end" FROM live_job')
    listed = load(con, "SELECT act, person FROM live_sighting WHERE connected = 1")
    keys = Keys(same, held.person, listed.person, acts.owner, [ME])
    time = timeline(held, listed, acts, keys)
    order, owner = int(acts.order[act]), acts.owner[act]
    stars = acts[acts.star & (acts.owner == owner)]
    earlier = stars.order[stars.order < order]
    if acts.star[act] and len(earlier):
        # Compare with the owner's export just before this one.
        mine = time.seen[time.seen.owner == keys.code(owner)]
        lost = set(mine.person[mine.order == earlier.max()])
        lost -= {*mine.person[mine.order == order], keys.code(ME)}
        if lost:
            called = names_of(con, same)
            people = [str(key) for key in keys.names(sorted(lost))]
            names = ", ".join(f"`{called.get(key, key)}`" for key in people[:20])
            more = f" and {len(lost) - 20:,} more" if len(lost) > 20 else ""
            report.append(
                told(
                    reading,
                    f"{len(lost):,} of the earlier export are not in this one: {names}{more}",
                    "their ties are kept, their jobs are ended unless another export shows them",
                )
            )
    movers = moves(time, order, keys)
    movers["name"] = movers.person.map(names_of(con, same)) if len(movers) else None
    return Account(act, pd.concat(report) if report else report_frame([]), _typed(movers))


def _merged(
    con: sqlite3.Connection, before: Mapping[str, str], same: Mapping[str, str], act: int
) -> dict[str, list[str]]:
    """Key → the people, apart before the act, whom its evidence makes one."""
    if same == before:
        return {}
    known = {
        key for (key,) in con.execute("SELECT person FROM live_sighting WHERE act < ?", (act,))
    }
    groups: defaultdict[str, set[str]] = defaultdict(set)
    for key, shown in same.items():
        for member in (key, shown):
            if member in known:
                groups[shown].add(before.get(member, member))
    return {shown: sorted(keys) for shown, keys in sorted(groups.items()) if len(keys) > 1}


def _typed(movers: pd.DataFrame) -> pd.DataFrame:
    """The movers with their columns and dtypes."""
    movers = movers[list(MOVER_COLUMNS)].reset_index(drop=True)
    dates = dict.fromkeys(("after", "by"), "datetime64[s]")
    return movers.astype({name: dates.get(name, "str") for name in MOVER_COLUMNS})
