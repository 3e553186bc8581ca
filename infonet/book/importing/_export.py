"""Add an export that was read: a reading → facts of one act."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from infonet.book._lookup import READ, Someone, write_new
from infonet.book._schema import GATHERING, SCHOOLS, TOGETHER, file_name
from infonet.book._transaction import Transaction
from infonet.book.importing._report import findings_of, of_whole, with_rows
from infonet.names.people import email_key, name_key, profile_key
from infonet.progress import progress
from infonet.readers import Reading
from infonet.tables import ME, SCHOOL

_LASTING = 4_000  # rows: fewer are written at once
_KEYS = {
    "observation": ("person",),
    "job": ("person",),
    "tie": ("source", "target", "started", "origin"),
    "target": (),
    "note": ("person",),
}
"""Fact table → its columns that are keys of people."""


def add_export(transaction: Transaction, reading: Reading, owner: Someone) -> Reading:
    """Append an export to the act that was begun; return it with what the book found out."""
    file = Path(reading.path).name
    rows = sum(len(table) for table in reading.tables)
    # To find out what they change takes as long again.
    with progress(f"Putting {file} into the book", 2 * rows, unit="row", least=_LASTING) as done:
        _write(transaction, reading, owner.key, done)
        notes, movers = findings_of(transaction, reading, done)
    if not owner.known:
        write_new(transaction, owner)
        near = f"; also there: {'; '.join(owner.near)}" if owner.near else ""
        notes.append(
            of_whole(
                reading,
                f"its owner {owner.name} is new in the book{near}",
                f"the export is that of `{owner.key}`; to say that this is somebody else in the "
                "book, use `book.same(…)`",
            )
        )
    return with_rows(reading, notes).replace(movers=movers)


def added_before(transaction: Transaction, owner: str, digest: str) -> int | None:
    """Return the act in force that added the same bytes for the same owner, by shown key."""
    rows = transaction.rows("SELECT act, owner FROM live_export WHERE digest = ?", digest)
    return next((act for act, key in rows if transaction.identity.shown(key) == owner), None)


def _texts(column: pd.Series) -> list[Any]:
    """Return values as SQLite takes them: a missing one is None."""
    return list(column.astype(object).where(column.notna(), None))


def _stamps(column: pd.Series) -> list[str | None]:
    """Return dates as ISO text."""
    texts = np.datetime_as_string(column.to_numpy(dtype="datetime64[s]"), unit="s")
    return [None if text == "NaT" else text for text in texts.tolist()]


def _write(
    transaction: Transaction, reading: Reading, owner: str, done: Callable[[int], object]
) -> None:
    """Append everything a reading says; `owner` is the key in the book of whose export it is."""
    is_mine = transaction.identity.shown(owner) == ME
    people, jobs, ties, companies, _, notes, gatherings = reading.tables
    with_owner = (ties.evidence == "connection") & (
        (ties.source == reading.owner) | (ties.target == reading.owner)
    )
    links = ties[with_owner]
    other = links.source.where(links.source != reading.owner, links.target)
    connected = pd.Series(_stamps(links.since), index=other.to_numpy(), dtype=object)
    connected = connected[~connected.index.duplicated()]
    day = (
        None if pd.isna(reading.exported) else _stamps(pd.Series([reading.exported.normalize()]))[0]
    )
    export = {
        "owner": owner,
        "path": file_name(reading.path),
        "digest": reading.digest,
        "exported": day,
        "lists_connections": int(len(links) > 0),
    }
    transaction.append("export", export)
    keys, since = _texts(people.person), _texts(people.person.map(connected))
    stored = _stored_keys(transaction, reading, owner, keys, since)
    cells = _cells("observation", people, stored)
    cells["source"] = [file_name(source) for source in _texts(people.source.fillna(reading.path))]
    addresses = [email_key(address) for address in cells["email"]]
    if not is_mine:
        del cells["email"]
    transaction.append_columns(
        "observation",
        len(people),
        **cells,
        name_key=[name_key(name) or None for name in cells["name"]],
        email_hash=[
            address and transaction.address_hash(address, make=True) for address in addresses
        ],
        # The key of a profile is its slug.
        slug=[
            key[3:] if key.startswith("in/") else profile_key(url)
            for key, url in zip(keys, cells["url"], strict=True)
        ],
        connected=[int(key in connected.index) for key in keys],
        since=since,
        weight=READ,
    )
    done(len(people))
    facts = ("job", jobs), ("tie", ties), ("target", companies), ("note", notes)
    for fact, table in facts:
        transaction.append_columns(fact, len(table), **_cells(fact, table, stored), stated=0)
        done(len(table))
    # A gathering is a fact about each person there: a tie of theirs with the gathering. The name of
    # a school is words as any, and stands where those of a tie do.
    schools = gatherings.gathering.where(gatherings.kind == SCHOOL)
    transaction.append_columns(
        "tie",
        len(gatherings),
        source=[stored.get(key, key) for key in _texts(gatherings.person)],
        target=[
            SCHOOLS if kind == SCHOOL else f"{GATHERING}{size}/{key}"
            for kind, size, key in gatherings[["kind", "size", "gathering"]].to_numpy()
        ],
        kind=_texts(schools),
        since=_stamps(gatherings.since),
        last=_stamps(gatherings["last"]),
        exchanges=[int(times) for times in gatherings.times],
        evidence=[f"{TOGETHER}{kind}" for kind in gatherings.kind],
        origin=owner,
    )
    done(len(gatherings))


def _cells(fact: str, table: pd.DataFrame, stored: Mapping[str, str]) -> dict[str, list[Any]]:
    """Return the columns of a table as SQLite takes them, with the keys in the book."""
    cells: dict[str, list[Any]] = {}
    for name, column in table.items():
        values: list[Any] = _stamps(column) if column.dtype.kind == "M" else _texts(column)
        if name in _KEYS[fact]:
            values = [stored.get(key, key) for key in values]
        elif name == "aliases":
            lists = ([*one] if isinstance(one, (list, tuple)) else [] for one in values)
            values = [json.dumps(names, ensure_ascii=False) for names in lists]
        cells[str(name)] = values
    return cells


def _stored_keys(
    transaction: Transaction, reading: Reading, owner: str, keys: list[str], since: list[str | None]
) -> dict[str, str]:
    """Return key in the reading → key in the book.

    A profile is its own key. People without a profile keep the key that an earlier export of the
    owner gave the same name and day (the n-th of several), else the name's key if it is free, else
    with ``~n``.
    """
    stored = {key: key for key in keys}
    stored[reading.owner] = owner
    named = [
        (key, day)
        for key, day in zip(keys, since, strict=True)
        if key.startswith("name/") and key != reading.owner
    ]
    if not named:
        return stored
    shown = transaction.identity.shown
    whose = transaction.rows("SELECT act, owner, digest FROM export ORDER BY act")
    acts = [a for a, key, d in whose if shown(key) == shown(owner) or d == reading.digest]
    before: defaultdict[tuple[int, str, str | None], list[str]] = defaultdict(list)
    for act in acts:
        rows = transaction.rows(
            "SELECT person, since FROM observation WHERE act = ? AND person GLOB 'name/*'"
            " ORDER BY id",
            act,
        )
        for person, day in rows:
            before[act, person.partition("~")[0], day].append(person)
    names = transaction.rows("SELECT person FROM observation WHERE person GLOB 'name/*'")
    taken = {person for (person,) in names}
    taken |= {owner, reading.owner}
    used: set[str] = set()
    count: defaultdict[tuple[str, str | None], int] = defaultdict(int)
    for key, day in named:
        base = key.partition("~")[0]
        nth = count[base, day]
        count[base, day] += 1
        earlier = [before[act, base, day] for act in acts]
        again = [group[nth] for group in earlier if nth < len(group) and group[nth] not in used]
        if again:
            stored[key] = again[0]
        elif key not in taken:
            stored[key] = key
        else:
            number = 2
            while (free := f"{base}~{number}") in taken:
                number += 1
            stored[key] = free
        used.add(stored[key])
        taken.add(stored[key])
    return stored
