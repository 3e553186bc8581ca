"""Report what an import found out: who is one person, who is listed no more, who moved."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from pathlib import Path

import pandas as pd

from infonet.book._duplicates import Namesakes
from infonet.book._lookup import describe, names_of
from infonet.book._resolve import Identity, resolve
from infonet.book._transaction import Transaction
from infonet.book.projection._facts import Keys, calendar, load
from infonet.book.projection._jobs import moves, timeline
from infonet.readers import MOVER_COLUMNS, Reading, report_frame
from infonet.tables import ME, TEXT

_NAMED = 20
_EARLIER = "SELECT DISTINCT person FROM live_observation WHERE act < ?"
_ANY_BEFORE = (
    "SELECT 1 FROM live_job WHERE act < ?1 UNION ALL"
    " SELECT 1 FROM live_export WHERE act < ?1 LIMIT 1"
)

Row = tuple[str, int | None, str | None, str, str]
"""File, line, column, problem and action, as a report has them."""


def of_whole(reading: Reading, problem: str, action: str) -> Row:
    """Return a row of the report on what was read as a whole."""
    return (Path(reading.path).name, None, None, problem, action)


def with_rows(reading: Reading, rows: list[Row]) -> Reading:
    """Return a reading with more rows in its report."""
    report = pd.concat([reading.report, report_frame(rows)], ignore_index=True)
    return reading.replace(report=report)


def findings_of(
    transaction: Transaction, reading: Reading, done: Callable[[int], object]
) -> tuple[list[Row], pd.DataFrame]:
    """Return what the act changed: people found to be one or listed no more; and movers.

    `done` takes, as it goes, how many rows of the reading were looked at, in thirds.
    """
    # The transaction knows who was who before the act.
    before = transaction.identity
    third = sum(len(table) for table in reading.tables) // 3
    act, identity = transaction.act, resolve(transaction.rows)
    acts = calendar(transaction, identity)
    earlier = {key for (key,) in transaction.rows(_EARLIER, act)}
    report = _merges(transaction, earlier, before, identity, reading)
    report += _acquainted(transaction, before, identity, reading, earlier)
    done(third)
    if transaction.row(_ANY_BEFORE, act) is None:
        # Nobody can have moved, or be listed no more.
        return report, _typed(reading.movers)
    held = load(transaction, 'SELECT act, person, company, title, start, "end" FROM live_job')
    listed = load(transaction, "SELECT act, person FROM live_observation WHERE connected = 1")
    keys = Keys(identity, held.person, listed.person, acts.owner, [ME])
    time = timeline(held, listed, acts, keys)
    done(third)
    order, owner = int(acts.order[act]), acts.owner[act]
    lists = acts[acts.lists_connections & (acts.owner == owner)]
    before_it = lists.order[lists.order < order]
    lists_connections = bool(acts.lists_connections[act])
    if lists_connections and len(before_it):
        # Only beside the owner's list before it does a list show who is gone.
        mine = time.seen[time.seen.owner == keys.code(owner)]
        lost = set(mine.person[mine.order == before_it.max()])
        lost -= {*mine.person[mine.order == order], keys.code(ME)}
        if lost:
            report.append(_lost(transaction, list(keys.names(sorted(lost))), reading))
    if not (lists_connections or (held.act == act).any()):
        return report, _typed(reading.movers)  # a calendar says of nobody where they work
    movers = moves(time, order, keys)
    movers["name"] = (
        movers.person.map(names_of(transaction, movers.person)) if len(movers) else None
    )
    return report, _typed(movers)


def _lost(transaction: Transaction, people: list[str], reading: Reading) -> Row:
    """Report whom the owner's earlier export had and this one has not."""
    called = names_of(transaction, people[:_NAMED]).values()
    more = f" and {len(people) - _NAMED:,} more" if len(people) > _NAMED else ""
    names = ", ".join(f"`{name}`" for name in called)
    return of_whole(
        reading,
        f"{len(people):,} of the earlier export are not in this one: {names}{more}",
        "their ties are kept, their jobs are ended unless another export shows them",
    )


def _merges(
    transaction: Transaction,
    earlier: set[str],
    before: Identity,
    identity: Identity,
    reading: Reading,
) -> list[Row]:
    """Report each person whom the export has shown to be one, and who were several."""
    merged = _merged(earlier, before, identity)
    called = describe(transaction, {key for once in merged.values() for key in once})
    rows = []
    for shown, once in merged.items():
        parts = ", ".join(map(repr, once)) if len(once) == 2 else "…"
        rows.append(
            of_whole(
                reading,
                f"{' and '.join(called[key] for key in once)} have the same profile,"
                " e-mail address, name and day of connection, or name and employer's address",
                f"one person, `{shown}`; if they are two, say `book.different({parts})`",
            )
        )
    return rows


def _merged(earlier: set[str], before: Identity, identity: Identity) -> dict[str, list[str]]:
    """Return key → the people, apart before the act, whom its evidence makes one."""
    if identity.same == before.same:
        return {}
    groups: defaultdict[str, set[str]] = defaultdict(set)
    for key, shown in identity.same.items():
        for member in (key, shown):
            if member in earlier:
                groups[shown].add(before.shown(member))
    return {shown: sorted(keys) for shown, keys in sorted(groups.items()) if len(keys) > 1}


def _acquainted(
    transaction: Transaction,
    before: Identity,
    identity: Identity,
    reading: Reading,
    earlier: set[str],
) -> list[Row]:
    """Report how many people of a friend's export were known, and by what; and namesakes."""
    act, shown = transaction.act, identity.shown
    owner = shown(transaction.value("SELECT owner FROM live_export WHERE act = ?", act))
    if owner == ME and earlier <= {ME}:
        return []
    known_then = {before.shown(key) for key in earlier} | {ME}
    known_now = set(map(shown, known_then))
    by_mail = {
        key
        for (key,) in transaction.rows(
            "SELECT person FROM live_observation WHERE act = ?1 AND email_hash IN"
            " (SELECT email_hash FROM live_observation WHERE act < ?1)",
            act,
        )
    }
    found = {"by profile": 0, "by e-mail address": 0, "by an earlier export or your word": 0}
    new = set()
    for (key,) in transaction.rows("SELECT person FROM live_observation WHERE act = ?", act):
        if shown(key) == owner:
            continue
        if shown(key) not in known_now:
            new.add(shown(key))
        elif not key.startswith("name/") and before.shown(key) in known_then:
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
            of_whole(
                reading,
                f"{known:,} of {known + len(new):,} people were in the book already"
                f"{f' ({how})' if known else ''}, {len(new):,} are new",
                "each is one person in the book",
            )
        )
    pairs = Namesakes(transaction, identity, act).pairs({}) if new else {}
    namesakes = new & {
        one for a, b in pairs for one, other in ((a, b), (b, a)) if other in known_now
    }
    if namesakes:
        rows.append(
            of_whole(
                reading,
                f"{len(namesakes):,} of the new people have the name of somebody in the book",
                "kept apart; say `book.same(…)` or `book.different(…)`, see"
                " `book.duplicate_candidates()`",
            )
        )
    return rows


def _typed(movers: pd.DataFrame) -> pd.DataFrame:
    """Return the movers with their columns and dtypes."""
    movers = movers[list(MOVER_COLUMNS)].reset_index(drop=True)
    dates = dict.fromkeys(("after", "by"), "datetime64[s]")
    return movers.astype({name: dates.get(name, TEXT) for name in MOVER_COLUMNS})
