"""Apply to tables what has changed since they were made: only to whom it is about."""

from __future__ import annotations

import json
from bisect import bisect_left
from collections.abc import Callable, Collection, Sequence
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd

from infonet.book._resolve import Identity
from infonet.book._transaction import Transaction
from infonet.book.projection._assembly import assemble, facts_about, facts_between, targets, ties_of
from infonet.tables import ME, Tables

_MANY = 1_000
"""People of whom more are not made anew one by one."""
_TABLES = ("observation", "job", "decision", "export", "tie", "target", "spelling")
"""The facts of which tables are made; those of the log, and notes, are always read anew."""


class State(NamedTuple):
    """Say by which facts tables were made.

    Facts are only appended, so their last numbers say it all, together with the acts undone.
    """

    whose: tuple[bytes, ...]
    """The book and its epoch."""
    until: int | None
    """The act after which none counts."""
    last: tuple[int, ...]
    """The number of the last fact of each of the tables."""
    undone: frozenset[int]
    """The acts that do not count."""

    @property
    def facts(self) -> int:
        """At most how many facts about people there are."""
        return sum(self.last[_TABLES.index(name)] for name in ("observation", "job", "tie"))


class Snapshot(NamedTuple):
    """All that a log does not change: who is there, what they do, and whom they know."""

    state: State
    identity: Identity
    known: frozenset[str]
    """The keys that its facts speak of."""
    mentioned: frozenset[str]
    """The keys that only the log and the notes speak of; they are people, too."""
    tables: Tables
    """With an empty log, and without notes."""


def state_of(transaction: Transaction) -> State:
    """Return by which facts tables are made now."""
    until = transaction.until
    known = "" if until is None else f" WHERE act <= {until}"
    last = ", ".join(f"(SELECT coalesce(max(rowid), 0) FROM {one}{known})" for one in _TABLES)
    whose = transaction.rows("SELECT value FROM meta WHERE key IN ('id', 'epoch') ORDER BY key")
    undone = frozenset(act for act in transaction.undone if until is None or act <= until)
    return State(
        tuple(value for (value,) in whose), until, transaction.row(f"SELECT {last}"), undone
    )


def _since(
    transaction: Transaction, then: State, now: State, table: str, columns: str
) -> list[Any]:
    """Return columns of the facts of a table that count in one of two states, and not in both."""
    last = then.last[_TABLES.index(table)]
    ended = ", ".join(map(str, sorted(then.undone ^ now.undone)))
    # Two look-ups by an index: with OR, all of the table would be read.
    return transaction.rows(
        f"SELECT {columns} FROM {table} WHERE rowid > {last}"
        f" UNION SELECT {columns} FROM {table} WHERE act IN ({ended})"
    )


def renewed(
    transaction: Transaction,
    kept: Snapshot | None,
    state: State,
    mentioned: frozenset[str],
    acts: pd.DataFrame,
) -> Snapshot | None:
    """Return a snapshot of the facts of a state, from one that was kept; None if that is too far.

    It is where exports came or went, which order all facts, where whose exports they are has
    changed, and where many people have.
    """
    if kept is None or kept.state.whose != state.whose or kept.state.until != state.until:
        return None
    then = kept.state
    if state.until is not None and then != state:
        return None
    if _since(transaction, then, state, "export", "act"):
        return None
    identity = transaction.identity
    apart = _moved(kept.identity, identity)
    # Gatherings are not made anew one by one.
    if apart and not apart.isdisjoint((ME, *acts.owner, *kept.tables.gatherings.person)):
        return None
    persons, ends = _spoken_of(transaction, then, state)
    if not then.undone ^ state.undone:
        # Who was there stays, and is what they were: their ties alone have changed.
        tied, ends = ends, ends - kept.known
    else:
        tied = ends
    people = persons | ends | apart | (kept.mentioned ^ (mentioned - kept.known))
    if len(people | tied) > _MANY or not _are_ends(kept.tables.ties, apart):
        return None
    tables, known = kept.tables, kept.known
    if people:
        tables, known = _with_people(transaction, kept, people, mentioned, acts)
    if tied or apart:
        tables = tables._replace(ties=_with_ties(transaction, tables.ties, tied, apart, acts))
    if any(_since(transaction, then, state, table, "act") for table in ("target", "spelling")):
        tables = tables._replace(companies=targets(transaction, acts))
    return Snapshot(state, identity, known, mentioned - known, tables)


def _moved(before: Identity, after: Identity) -> set[str]:
    """Return the keys of people who were, or are now, shown by another key."""
    if before.same == after.same:
        return set()
    keys = before.same.keys() | after.same.keys()
    pairs = ((before.shown(key), after.shown(key)) for key in keys)
    return {key for pair in pairs if pair[0] != pair[1] for key in pair}


def _spoken_of(transaction: Transaction, then: State, now: State) -> tuple[set[str], set[str]]:
    """Return of whom facts speak that have come or gone: observations and jobs; and ties."""
    persons, ends = (
        {
            transaction.identity.shown(key)
            for table, columns in facts
            for row in _since(transaction, then, now, table, columns)
            for key in row
            if key is not None
        }
        for facts in (
            (("observation", "person"), ("job", "person")),
            (("tie", "source, target, started, origin"),),
        )
    )
    return persons, ends


def _are_ends(ties: pd.DataFrame, people: set[str]) -> bool:
    """Tell whether people began and vouch for no ties but their own."""
    if not people:
        return True
    named = ties.started.isin(people) | ties.origin.isin(people)
    return not (named & ~(ties.source.isin(people) | ties.target.isin(people))).any()


def _with_people(
    transaction: Transaction,
    kept: Snapshot,
    people: set[str],
    mentioned: frozenset[str],
    acts: pd.DataFrame,
) -> tuple[Tables, frozenset[str]]:
    """Return the tables with some people and their jobs made anew, and whom facts speak of now."""
    facts = facts_about(transaction, _stored(transaction, people))
    spoken, made = assemble(transaction, facts, people, acts, lambda _: None)
    spoken &= people
    known = (kept.known - people) | spoken | _tied(transaction, people - spoken)
    fresh = made.people[made.people.person.isin(people & (known | mentioned))]
    shown, jobs = kept.tables.people, kept.tables.jobs
    there = np.flatnonzero(shown.person.isin(people))  # not in the order of keys: I am first
    tables = kept.tables._replace(
        people=_spliced(shown, there, fresh, ["person"], _me_first),
        jobs=_spliced(jobs, _places(jobs.person, people), made.jobs, ["person"]),
    )
    return tables, known


def _with_ties(
    transaction: Transaction,
    ties: pd.DataFrame,
    ends: set[str],
    apart: set[str],
    acts: pd.DataFrame,
) -> pd.DataFrame:
    """Return the ties, with those between two of some people, or of those apart, made anew."""
    facts = facts_between(transaction, _stored(transaction, ends), _stored(transaction, apart))
    from_ends = _places(ties.source, ends)
    within = from_ends[ties.target.take(from_ends).isin(ends)]
    if apart:
        theirs = np.flatnonzero(ties.target.isin(apart))
        within = np.unique(np.concatenate([within, _places(ties.source, apart), theirs]))
    return _spliced(ties, within, ties_of(transaction, facts, acts), ["source", "target"])


def _places(column: pd.Series, keys: Collection[str]) -> npt.NDArray[np.int64]:
    """Return the places of the rows, by their keys in order, that have one of some keys."""
    held, wanted = column.to_numpy(dtype=object), np.array(sorted(keys), dtype=object)
    first, many = (held.searchsorted(wanted, side) for side in ("left", "right"))
    many -= first
    begins: npt.NDArray[np.int64] = (first - many.cumsum() + many).repeat(many)
    return begins + np.arange(many.sum())


def _stored(transaction: Transaction, people: Collection[str]) -> list[str]:
    """Return all stored keys of people."""
    members = transaction.identity.members
    return sorted({key for person in people for key in members(person)})


def _tied(transaction: Transaction, people: Collection[str]) -> set[str]:
    """Return which of the people a tie in force speaks of."""
    stored = {key: person for person in people for key in transaction.identity.members(person)}
    if not stored:
        return set()
    rows = [
        f"SELECT {column} FROM live_tie WHERE {column} IN (SELECT value FROM json_each(?1))"
        for column in ("source", "target", "started", "origin")
    ]
    found = transaction.rows(" UNION ".join(rows), json.dumps(sorted(stored)))
    return {stored[key] for (key,) in found}


def _me_first(person: str) -> tuple[bool, str]:
    """Rank me before everybody else."""
    return (person != ME, person)


def _spliced(
    table: pd.DataFrame,
    replaced: npt.NDArray[np.int64],
    rows: pd.DataFrame,
    by: Sequence[str],
    rank: Callable[..., Any] = lambda *key: key,
) -> pd.DataFrame:
    """Put rows into the place of others in a sorted table; the table itself where all are equal."""
    if table.take(replaced).reset_index(drop=True).equals(rows.reset_index(drop=True)):
        return table
    columns = [table[name].to_numpy(dtype=object) for name in by]

    def at(number: int) -> Any:
        return rank(*(column[number] for column in columns))

    keys = rows[list(by)].itertuples(index=False, name=None)
    found = [bisect_left(range(len(table)), rank(*key), key=at) for key in keys]
    order = np.insert(np.arange(len(table)), found, len(table) + np.arange(len(rows)))
    kept = np.ones(len(order), dtype=np.bool_)
    kept[replaced] = False
    both = pd.concat([table, rows], ignore_index=True).take(order[kept[order]])
    return both.reset_index(drop=True)
