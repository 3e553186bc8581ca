"""Report what an import found out: who is one person, who is listed no more, who moved."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Iterable
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
_AMONG = "person IN (SELECT value FROM json_each(?1))"
_EARLIER = f"SELECT DISTINCT person FROM live_observation WHERE act < ?2 AND {_AMONG}"
_HELD = f'SELECT act, person, company, title, start, "end" FROM live_job WHERE {_AMONG} ORDER BY id'
_LISTED = f"SELECT act, person FROM live_observation WHERE connected = 1 AND {_AMONG} ORDER BY id"
_IN_ACT = "SELECT person FROM live_observation WHERE act = ?"
_ANYBODY = "SELECT 1 FROM live_observation WHERE act < ? AND person <> ? LIMIT 1"
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
    known = _Known(transaction, before, identity)
    report = _merges(transaction, known, reading)
    report += _acquainted(transaction, known, reading)
    done(third)
    if transaction.row(_ANY_BEFORE, act) is None:
        # Nobody can have moved, or be listed no more.
        return report, _typed(reading.movers)
    order, owner = int(acts.order[act]), acts.owner[act]
    people = _spoken_of(transaction, identity)
    among = json.dumps(sorted({key for one in people for key in identity.members(one)}))
    held, listed = (load(transaction, sql, among) for sql in (_HELD, _LISTED))
    keys = Keys(identity, held.person, listed.person, acts.owner, [ME])
    time = timeline(held, listed, acts, keys)
    done(third)
    own = acts[acts.owner == owner]
    lists = own.order[own.lists_connections & (own.order < order)]
    lists_connections = bool(acts.lists_connections[act])
    if lists_connections and len(lists):
        # Only beside the owner's list before it does a list show who is gone.
        gone, there = (
            _listed_in(transaction, identity, own.index[own.order == which])
            for which in (lists.max(), order)
        )
        lost = gone - there - {ME}
        if lost:
            report.append(_lost(transaction, sorted(lost), reading))
    if not (lists_connections or (held.act == act).any()):
        return report, _typed(reading.movers)  # a calendar says of nobody where they work
    movers = moves(time, order, keys)
    movers["name"] = (
        movers.person.map(names_of(transaction, movers.person)) if len(movers) else None
    )
    return report, _typed(movers)


def _spoken_of(transaction: Transaction, identity: Identity) -> set[str]:
    """Return the people of whom the observations and jobs of the act speak."""
    rows = transaction.rows(
        "SELECT person FROM observation WHERE act = ?1 UNION SELECT person FROM job WHERE act = ?1",
        transaction.act,
    )
    return {identity.shown(key) for (key,) in rows}


def _listed_in(transaction: Transaction, identity: Identity, acts: Iterable[int]) -> set[str]:
    """Return the people who are connections in some acts."""
    chosen = ", ".join(map(str, acts))
    rows = transaction.rows(
        f"SELECT person FROM observation WHERE connected = 1 AND act IN ({chosen})"
    )
    return {identity.shown(key) for (key,) in rows}


class _Known:
    """Hold who is who before and after an act, and who was in the book before it."""

    def __init__(self, transaction: Transaction, before: Identity, after: Identity) -> None:
        self._transaction, self.before, self.after = transaction, before, after

    def earlier(self, keys: Iterable[str]) -> set[str]:
        """Return which of the stored keys an observation before the act has."""
        among = json.dumps(sorted(keys))
        return {key for (key,) in self._transaction.rows(_EARLIER, among, self._transaction.act)}

    def already(self, people: Iterable[str]) -> set[str]:
        """Return which people, as they are shown after the act, were known before it."""
        after, before = self.after, self.before
        once = {
            key: person
            for person in {*people}
            for member in after.members(person)
            for key in before.members(member)
            if after.shown(before.shown(key)) == person
        }
        return {once[key] for key in self.earlier(once)} | {after.shown(ME)}


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


def _merges(transaction: Transaction, known: _Known, reading: Reading) -> list[Row]:
    """Report each person whom the export has shown to be one, and who were several."""
    merged = _merged(known)
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


def _merged(known: _Known) -> dict[str, list[str]]:
    """Return key → the people, apart before the act, whom its evidence makes one."""
    before, same = known.before, known.after.same
    if same == before.same:
        return {}
    moved = {shown for key, shown in same.items() if before.shown(key) != before.shown(shown)}
    keys = {key for shown in moved for key in known.after.members(shown)}
    groups: defaultdict[str, set[str]] = defaultdict(set)
    for key in known.earlier(keys):
        groups[known.after.shown(key)].add(before.shown(key))
    return {shown: sorted(keys) for shown, keys in sorted(groups.items()) if len(keys) > 1}


def _acquainted(transaction: Transaction, known: _Known, reading: Reading) -> list[Row]:
    """Report how many people of a friend's export were known, and by what; and namesakes."""
    act, before, identity = transaction.act, known.before, known.after
    shown = identity.shown
    owner = shown(transaction.value("SELECT owner FROM live_export WHERE act = ?", act))
    if owner == ME and transaction.row(_ANYBODY, act, ME) is None:
        return []
    keys = [key for (key,) in transaction.rows(_IN_ACT, act)]
    known_now = known.already(map(shown, keys))
    same_then = {key: before.members(key) for key in keys}
    then = known.earlier({one for members in same_then.values() for one in members}) | {ME}
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
    for key in keys:
        if shown(key) == owner:
            continue
        if shown(key) not in known_now:
            new.add(shown(key))
        elif not key.startswith("name/") and {*same_then[key]} & then:
            found["by profile"] += 1
        else:
            found[
                "by e-mail address" if key in by_mail else "by an earlier export or your word"
            ] += 1
    rows = []
    if owner != ME:
        there = sum(found.values())
        how = ", ".join(f"{count:,} {how}" for how, count in found.items() if count)
        rows.append(
            of_whole(
                reading,
                f"{there:,} of {there + len(new):,} people were in the book already"
                f"{f' ({how})' if there else ''}, {len(new):,} are new",
                "each is one person in the book",
            )
        )
    pairs = Namesakes(transaction, identity, act).pairs({}) if new else {}
    both = [(one, other) for a, b in pairs for one, other in ((a, b), (b, a)) if one in new]
    known_now = known.already(other for _, other in both)
    namesakes = {one for one, other in both if other in known_now}
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
