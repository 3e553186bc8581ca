"""The tables of a book but for its log, kept from one look at it to the next.

They are kept in memory and, where they took long to make, in a file beside the book. What was
appended or undone since is known by the numbers of the facts, and only the people whom it speaks of
are made anew.
"""

from __future__ import annotations

from contextlib import suppress

import pandas as pd

from infonet.book._snapshot_file import (
    UnpackableError,
    as_json,
    discard,
    may_be_published,
    packed,
    packed_identity,
    packed_texts,
    unpacked,
    unpacked_texts,
    write,
)
from infonet.book._transaction import Transaction
from infonet.book.projection._assembly import all_facts, assemble, targets
from infonet.book.projection._facts import calendar
from infonet.book.projection._renewal import Snapshot, State, renewed, state_of
from infonet.errors import BookError
from infonet.progress import progress

_LASTING = 100_000  # rows: fewer are there at once
_WORTH_KEEPING = 1_000
"""Facts that take longer to put together than to read what was made of them."""


def snapshot(transaction: Transaction, events: pd.DataFrame) -> Snapshot:
    """Return the tables of a book but for its log: those kept, where nothing else has changed.

    `events` is the log: it may speak of people whose exports are undone.
    """
    state, mentioned = state_of(transaction), _mentioned(transaction, events)
    kept: Snapshot | None = transaction.memory.snapshot
    if kept is not None and kept.state == state and kept.mentioned == mentioned - kept.known:
        return kept
    acts = calendar(transaction, transaction.identity)
    made = renewed(transaction, kept, state, mentioned, acts)
    if made is None:
        made = renewed(transaction, _beside(transaction, acts), state, mentioned, acts)
    if made is None:
        made = _assembled(transaction, state, mentioned, acts)
    transaction.memory.snapshot = made
    return made


def _assembled(
    transaction: Transaction, state: State, mentioned: frozenset[str], acts: pd.DataFrame
) -> Snapshot:
    """Make all of it from the facts, and keep it beside the book where that took long."""
    least = _LASTING
    with progress("Going through the book", 2 * state.facts, unit="row", least=least) as done:
        facts = all_facts(transaction, done)
        known, tables = assemble(transaction, facts, mentioned, acts, done)
    tables = tables._replace(companies=targets(transaction, acts))
    made = Snapshot(state, transaction.identity, known, mentioned - known, tables)
    _keep(transaction, made)
    return made


def _keep(transaction: Transaction, made: Snapshot) -> None:
    """Leave a snapshot beside the book, if it took long to make; none that git would take along."""
    memory, state = transaction.memory, made.state
    if memory.beside is None or not transaction.keeps:
        return
    if state.facts < _WORTH_KEEPING or may_be_published(memory.beside):
        with suppress(BookError):
            discard(memory.beside)
        return
    key = {**transaction.moment, "last": state.last, "undone": sorted(state.undone)}
    with suppress(UnpackableError):
        arrays = {
            "mentioned": packed_texts(sorted(made.mentioned)),
            **packed_identity(made.identity),
            **dict(packed(made.tables)),
        }
        write(memory.beside, as_json(key), arrays)


def _beside(transaction: Transaction, acts: pd.DataFrame) -> Snapshot | None:
    """Return the snapshot that lies beside the book; None where there is none to begin with."""
    found = transaction.kept_beside(lambda _: True)
    if found is None:
        return None
    key, arrays = found
    whose = state_of(transaction).whose
    state = State(whose, None, tuple(key["last"]), frozenset(key["undone"]))
    tables = unpacked(arrays)._replace(companies=targets(transaction, acts))
    mentioned = frozenset(unpacked_texts(arrays["mentioned"]))
    known = frozenset([key for key in tables.people.person.tolist() if key not in mentioned])
    return Snapshot(state, transaction.identity_in(key, arrays), known, mentioned, tables)


def _mentioned(transaction: Transaction, events: pd.DataFrame) -> frozenset[str]:
    """Return the keys that the log and the notes speak of."""
    noted = transaction.rows("SELECT DISTINCT person FROM live_note WHERE person IS NOT NULL")
    steps = [key for route in events.route.dropna() for key in route]
    spoken = [*events.person.dropna(), *events.via.dropna(), *steps, *(key for (key,) in noted)]
    return frozenset(map(transaction.identity.shown, spoken))
