"""What an import found out: who is one person, who is not listed any more, who moved."""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import NamedTuple

import pandas as pd

from infonet.book._facts import Keys, calendar, load
from infonet.book._identity import aliases_of
from infonet.book._jobs import moves, timeline
from infonet.book._offers import Namesakes
from infonet.book._people import describe, names_of
from infonet.readers import MOVER_COLUMNS, Reading, report_frame
from infonet.tables import ME

__all__ = ["Account", "account_of", "told"]


_EARLIER = "SELECT DISTINCT person FROM live_sighting WHERE act < ?"
_TOLD_BEFORE = (
    "SELECT 1 FROM live_job WHERE act < ?1 UNION ALL"
    " SELECT 1 FROM live_export WHERE act < ?1 LIMIT 1"
)
_NOBODY = pd.DataFrame(columns=list(MOVER_COLUMNS))


class Account(NamedTuple):
    """What the book says about a reading that it has taken."""

    act: int
    report: pd.DataFrame
    movers: pd.DataFrame


def told(reading: Reading, problem: str, action: str) -> pd.DataFrame:
    """One more row for the whole export in a reading's report."""
    return report_frame([(Path(reading.path).name, None, None, problem, action)])


def account_of(
    con: sqlite3.Connection,
    before: Mapping[str, str],
    reading: Reading,
    act: int,
    done: Callable[[int], object],
) -> Account:
    """What the import changed: people found to be one, people not listed any more, movers.

    `done` is told, as it goes, of as many rows as the reading has, in thirds.
    """
    third = sum(len(table) for table in reading.tables) // 3
    same = aliases_of(con)
    acts = calendar(con, same)
    report = []
    earlier = {key for (key,) in con.execute(_EARLIER, (act,))}
    for shown, once in _merged(earlier, before, same).items():
        parts = ", ".join(map(repr, once)) if len(once) == 2 else "…"
        report.append(
            told(
                reading,
                f"{' and '.join(describe(con, before, key) for key in once)} have the same profile,"
                " e-mail address, or name and day of connection",
                f"one person, `{shown}`; if they are two, say `book.different({parts})`",
            )
        )
    report += _acquainted(con, before, same, reading, act, earlier)
    done(third)
    if con.execute(_TOLD_BEFORE, (act,)).fetchone() is None:
        # Nobody can have moved, or be listed no more.
        return Account(act, pd.concat(report) if report else report_frame([]), _typed(_NOBODY))
    held = load(con, 'SELECT act, person, company, title, start, "end" FROM live_job')
    listed = load(con, "SELECT act, person FROM live_sighting WHERE connected = 1")
    keys = Keys(same, held.person, listed.person, acts.owner, [ME])
    time = timeline(held, listed, acts, keys)
    done(third)
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
    earlier: set[str], before: Mapping[str, str], same: Mapping[str, str]
) -> dict[str, list[str]]:
    """Key → the people, apart before the act, whom its evidence makes one."""
    if same == before:
        return {}
    groups: defaultdict[str, set[str]] = defaultdict(set)
    for key, shown in same.items():
        for member in (key, shown):
            if member in earlier:
                groups[shown].add(before.get(member, member))
    return {shown: sorted(keys) for shown, keys in sorted(groups.items()) if len(keys) > 1}


def _acquainted(
    con: sqlite3.Connection,
    before: Mapping[str, str],
    same: Mapping[str, str],
    reading: Reading,
    act: int,
    earlier: set[str],
) -> list[pd.DataFrame]:
    """How many people of a friend's export were known, and by what; who is only a namesake."""
    owner = con.execute("SELECT owner FROM live_export WHERE act = ?", (act,)).fetchone()[0]
    owner = same.get(owner, owner)
    if owner == ME and earlier <= {ME}:
        return []
    known_then = {before.get(key, key) for key in earlier} | {ME}
    known_now = {same.get(key, key) for key in known_then}
    by_mail = {
        key
        for (key,) in con.execute(
            "SELECT person FROM live_sighting WHERE act = ?1 AND email_hash IN"
            " (SELECT email_hash FROM live_sighting WHERE act < ?1)",
            (act,),
        )
    }
    found = {"by profile": 0, "by e-mail address": 0, "by an earlier export or your word": 0}
    new = set()
    for (key,) in con.execute("SELECT person FROM live_sighting WHERE act = ?", (act,)):
        shown = same.get(key, key)
        if shown == owner:
            continue
        if shown not in known_now:
            new.add(shown)
        elif not key.startswith("name/") and before.get(key, key) in known_then:
            found["by profile"] += 1
        else:
            found[
                "by e-mail address" if key in by_mail else "by an earlier export or your word"
            ] += 1
    rows = []
    if owner != ME:
        known = sum(found.values())
        how = ", ".join(f"{count:,} {how}" for how, count in found.items() if count)
        rows.append(
            told(
                reading,
                f"{known:,} of {known + len(new):,} people were in the book already"
                f"{f' ({how})' if known else ''}, {len(new):,} are new",
                "each is one person in the book",
            )
        )
    pairs = Namesakes(con, same, act).pairs({}) if new else {}
    namesakes = new & {
        one for a, b in pairs for one, other in ((a, b), (b, a)) if other in known_now
    }
    if namesakes:
        rows.append(
            told(
                reading,
                f"{len(namesakes):,} of the new people have the name of somebody in the book",
                "kept apart; say `book.same(…)` or `book.different(…)`, see `book.offers()`",
            )
        )
    return rows


def _typed(movers: pd.DataFrame) -> pd.DataFrame:
    """The movers with their columns and dtypes."""
    movers = movers[list(MOVER_COLUMNS)].reset_index(drop=True)
    dates = dict.fromkeys(("after", "by"), "datetime64[s]")
    return movers.astype({name: dates.get(name, "str") for name in MOVER_COLUMNS})
