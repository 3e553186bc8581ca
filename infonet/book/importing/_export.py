"""A reading → facts of one act."""

from __future__ import annotations

import json
import sqlite3
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from infonet.book._findings import Account, account_of, told
from infonet.book._identity import hash_email, salt_of
from infonet.book._log_import import take_log
from infonet.book._people import READ, mention, name_of, write_new
from infonet.book._store import insertion, new_act
from infonet.names.people import email_key, name_key, profile_key
from infonet.progress import progress
from infonet.readers import Reading
from infonet.tables import ME

__all__ = ["take"]

_LASTING = 4_000  # rows: fewer are written at once


def _added_before(
    con: sqlite3.Connection, same: Mapping[str, str], owner: str, digest: str
) -> int | None:
    """The act in force that added the same bytes for the same owner."""
    rows = con.execute("SELECT act, owner FROM live_export WHERE digest = ?", (digest,))
    return next((act for act, key in rows if same.get(key, key) == owner), None)


def _texts(column: Iterable[Any]) -> list[Any]:
    """Values as SQLite takes them: a missing one is None."""
    values = column if isinstance(column, pd.Series) else pd.Series(list(column), dtype=object)
    return list(values.astype(object).where(values.notna(), None))


def _stamps(column: pd.Series) -> list[str | None]:
    """Dates as ISO text."""
    texts = np.datetime_as_string(column.to_numpy(dtype="datetime64[s]"), unit="s")
    return [None if text == "NaT" else text for text in texts.tolist()]


def _insert(con: sqlite3.Connection, table: str, length: int, **columns: Any) -> None:
    """Append whole columns to a fact table; a scalar stands in every row."""
    whole = [
        values if isinstance(values, list) else [values] * length for values in columns.values()
    ]
    statement = insertion(table, columns)
    con.execute("SAVEPOINT columns")
    try:
        con.executemany(statement, zip(*whole, strict=True))
    except UnicodeEncodeError:
        # Half characters, which UTF-8 cannot hold, become question marks.
        con.execute("ROLLBACK TO columns")
        clean = [[_clean(value) for value in values] for values in whole]
        con.executemany(statement, zip(*clean, strict=True))
    con.execute("RELEASE columns")


def _clean(value: Any) -> Any:
    return value.encode("utf-8", "replace").decode() if isinstance(value, str) else value


def take(
    con: sqlite3.Connection, same: Mapping[str, str], reading: Reading, owner: str | None
) -> Reading:
    """Append a reading that is not in the book yet; the same reading with what the book says."""
    if reading.columns:
        return take_log(con, same, reading)
    whose = None if owner is None else mention(con, same, owner)
    key = same.get(reading.owner, reading.owner) if whose is None else whose.key
    before = _added_before(con, same, key, reading.digest)
    if before is not None:
        note = told(reading, f"already in the book, added as act {before}", "nothing was written")
        return reading.replace(report=pd.concat([reading.report, note], ignore_index=True))
    file = Path(reading.path).name
    what = f"Added my export {file}."
    if key != ME:
        name = whose.name if whose is not None else name_of(con, same, key)
        what = f"Added {file}, handed over with consent by {name}."
    rows = sum(len(table) for table in reading.tables)
    # To find out what they change takes as long again.
    with progress(f"Putting {file} into the book", 2 * rows, unit="row", least=_LASTING) as done:
        account = _write(con, same, reading, key, what, done)
    notes = [reading.report, account.report]
    if whose is not None and not whose.known:
        write_new(con, account.act, whose)
        near = f"; also there: {'; '.join(whose.near)}" if whose.near else ""
        notes.append(
            told(
                reading,
                f"its owner {whose.name} is new in the book{near}",
                f"the export is that of `{key}`; to say that this is somebody else in the book, "
                "use `book.same(…)`",
            )
        )
    report = pd.concat(notes, ignore_index=True)
    return reading.replace(report=report, movers=account.movers)


def _write(
    con: sqlite3.Connection,
    same: Mapping[str, str],
    reading: Reading,
    owner: str,
    what: str,
    done: Callable[[int], object],
) -> Account:
    """Append everything a reading says; `owner` is the key in the book of whose export it is."""
    act = new_act(con, "add", what)
    people, jobs, ties, companies, _ = reading.tables
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
        "act": act,
        "owner": owner,
        "path": reading.path,
        "digest": reading.digest,
        "exported": day,
        "star": int(len(links) > 0),
    }
    _insert(con, "export", 1, **export)

    keys = people.person
    since = keys.map(connected)
    names = _texts(people.name)
    stored = _stored_keys(con, same, reading, owner, _texts(keys), _texts(since))
    urls = _texts(people.url)
    addresses = _texts(people.email)
    salt = salt_of(con)
    matched = [email_key(address) for address in addresses]
    _insert(
        con,
        "sighting",
        len(people),
        act=act,
        person=[stored[key] for key in _texts(keys)],
        name=names,
        name_key=[name_key(name) or None for name in names],
        email=addresses if owner == ME else None,
        email_hash=[hash_email(salt, address) if address else None for address in matched],
        url=urls,
        # The key of a profile is its slug.
        slug=[
            key[3:] if key.startswith("in/") else profile_key(url)
            for key, url in zip(_texts(keys), urls, strict=True)
        ],
        location=_texts(people.location),
        source=_texts(people.source.fillna(reading.path)),
        connected=[int(key) for key in keys.isin(connected.index)],
        since=_texts(since),
        weight=READ,
    )
    done(len(people))

    def keyed(column: pd.Series) -> list[Any]:
        return [None if key is None else stored.get(key, key) for key in _texts(column)]

    _insert(
        con,
        "job",
        len(jobs),
        act=act,
        person=keyed(jobs.person),
        company=_texts(jobs.company),
        title=_texts(jobs.title),
        start=_stamps(jobs.start),
        end=_stamps(jobs.end),
    )
    done(len(jobs))
    _insert(
        con,
        "tie",
        len(ties),
        act=act,
        source=keyed(ties.source),
        target=keyed(ties.target),
        kind=_texts(ties.kind),
        closeness=_texts(ties.closeness),
        since=_stamps(ties.since),
        last=_stamps(ties["last"]),
        exchanges=ties.exchanges.tolist(),
        started=keyed(ties.started),
        evidence=_texts(ties.evidence),
        origin=keyed(ties.origin),
    )
    done(len(ties))
    _insert(
        con,
        "target",
        len(companies),
        act=act,
        kind=_texts(companies.kind),
        company=_texts(companies.company),
        priority=_texts(companies.priority),
        aliases=[_json(names) for names in companies.aliases],
        stated=0,
    )
    done(len(companies))
    return account_of(con, same, reading, act, done)


def _json(names: Any) -> str:
    return json.dumps(list(names) if isinstance(names, (list, tuple)) else [], ensure_ascii=False)


def _stored_keys(
    con: sqlite3.Connection,
    same: Mapping[str, str],
    reading: Reading,
    owner: str,
    keys: list[str],
    since: list[str | None],
) -> dict[str, str]:
    """Key in the reading → key in the book.

    A profile is its own key. For who has only a name: what the same owner's earlier export called
    the one of that name and day (the n-th of several), else the name's key if it is free, else
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
    whose = con.execute("SELECT act, owner, digest FROM export").fetchall()
    acts = [a for a, key, d in whose if same.get(key, key) == owner or d == reading.digest]
    before: defaultdict[tuple[int, str, str | None], list[str]] = defaultdict(list)
    for act in acts:
        rows = con.execute(
            "SELECT person, since FROM sighting WHERE act = ? AND person LIKE 'name/%'"
            " ORDER BY rowid",
            (act,),
        )
        for person, day in rows:
            before[act, person.partition("~")[0], day].append(person)
    taken = {
        row[0] for row in con.execute("SELECT person FROM sighting WHERE person LIKE 'name/%'")
    }
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
