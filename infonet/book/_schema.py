"""The schema of a book, how a book of an earlier one is brought up, and how a fact is rewritten.

Dates are ISO text to the second, so that any SQLite browser shows them. An act is what the user
did; every other row is a fact that belongs to one act. A fact counts while its act is not undone.
"""

from __future__ import annotations

import json
import re
import secrets
import sqlite3
import zlib
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager, suppress
from datetime import UTC, datetime
from functools import cache
from importlib.resources import files
from pathlib import PurePosixPath, PureWindowsPath
from typing import Any

from infonet.errors import BookError

APPLICATION = 0x494E464F
SCHEMA_VERSION = 5
FIRST_EPOCH = 4
"""The schema with which books have an epoch."""

FACTS: dict[str, tuple[str, ...]] = {
    "undo": ("act", "target"),
    "export": ("act", "owner", "path", "digest", "exported", "lists_connections"),
    "observation": (
        *("act", "person", "name", "name_key", "email", "email_hash", "url", "slug", "location"),
        *("source", "connected", "since", "weight"),
    ),
    "job": ("act", "person", "company", "title", "start", "end"),
    "tie": (
        *("act", "source", "target", "kind", "closeness", "since", "last", "exchanges", "started"),
        *("evidence", "origin"),
    ),
    "target": ("act", "kind", "company", "priority", "aliases", "stated"),
    "spelling": ("act", "a", "b"),
    "decision": ("act", "kind", "a", "b"),
    "event": (
        *("act", "request", "ask", "person", "stage", "date", "company", "kind", "inferred", "via"),
        *("channel", "route", "predicted", "counts", "note"),
    ),
    # One row for each field that is corrected; the last one in force counts, NULL clears it.
    "correction": ("act", "event", "field", "value"),
    "note": ("act", "person", "company", "kind", "text", "link", "date"),
    "tombstone": ("act", "kind", "digest"),
}
"""Fact table → its columns, but for its number and its checksum."""

ACT = ("at", "kind", "what", "stamp", "session", "version")
"""The columns of an act, but for its number and its checksum."""

TOGETHER = "together: "
"""Begins the evidence of a `tie` between a person (`source`) and a gathering (`target`)."""

GATHERING = "gathering/"
"""Begins the key of a gathering, which goes on with its size, a slash and its own key."""

SCHOOLS = f"{GATHERING}0/school"
"""The key that schools share; the kind of the `tie` of a person with it is the school's name."""

FORGOTTEN = "forgotten/"
"""Begins the key that somebody who was forgotten has in the log: nothing leads from it to them."""

SOMEBODY = "somebody forgotten"
"""What the people with such a key are called."""

_DRIVE = re.compile(r"[A-Za-z]:[\\/]|\\\\")
_encode = json.JSONEncoder(separators=(",", ":"), default=bytes.hex).encode


def checksum(*values: object) -> int:
    """Return a number over the values of a fact, from which a changed one differs."""
    return zlib.crc32(_encode(values).encode("ascii"))


def secret(length: int) -> bytes:
    """Return random bytes that nobody can guess."""
    return secrets.token_bytes(length)


def now() -> str:
    """Return the moment of an act; it is for the history alone."""
    return datetime.now(UTC).isoformat(timespec="seconds")


def book_id(con: sqlite3.Connection) -> bytes:
    """Return the number of a book, which its copies have as well."""
    return bytes(con.execute("SELECT value FROM meta WHERE key = 'id'").fetchone()[0])


def mark_unswept(con: sqlite3.Connection) -> None:
    """Say that free pages may hold what is no more in the book, until they are swept."""
    con.execute("INSERT OR REPLACE INTO meta VALUES ('unswept', x'01')")


def sweep_pages(con: sqlite3.Connection) -> None:
    """Write the file of a book anew, if it is marked, so that nothing deleted is in it.

    Where that cannot be done now, the mark stays, and the next act does it.
    """
    if con.execute("SELECT 1 FROM meta WHERE key = 'unswept'").fetchone():
        con.execute("PRAGMA secure_delete = ON")
        con.execute("PRAGMA temp_store = MEMORY")
        with suppress(sqlite3.OperationalError):
            con.execute("VACUUM")
            con.execute("DELETE FROM meta WHERE key = 'unswept'")
            con.execute("PRAGMA wal_checkpoint(TRUNCATE)")  # of a book that others hold in WAL


def renew_epoch(con: sqlite3.Connection) -> None:
    """Begin another epoch of a book: whatever was kept of an earlier one holds no more."""
    con.execute("UPDATE meta SET value = ? WHERE key = 'epoch'", (secret(16),))


def file_name(path: str) -> str:
    """Return a path without the folders of a machine; what lies in an archive keeps its place."""
    whole = PureWindowsPath(path) if _DRIVE.match(path) else PurePosixPath(path)
    return whole.name if whole.is_absolute() or path.startswith("~") else path


@contextmanager
def without_triggers(con: sqlite3.Connection) -> Iterator[None]:
    """Allow changes and deletions, for what is forgotten alone; they last if all ends well."""
    kept = con.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'").fetchall()
    for name, _ in kept:
        con.execute(f'DROP TRIGGER "{name}"')
    yield
    for _, sql in kept:
        con.execute(sql)


def own(table: str) -> str:
    """Return the column with the number of a fact."""
    return {"event": "event", "export": "act"}.get(table, "id")


def row_of(con: sqlite3.Connection, table: str, number: int) -> dict[str, Any]:
    """Return a fact by its number, without its checksum."""
    names = ACT if table == "act" else FACTS[table]
    columns = ", ".join(f'"{name}"' for name in names)
    sql = f"SELECT {columns} FROM {table} WHERE {own(table)} = ?"
    return dict(zip(names, con.execute(sql, (number,)).fetchone(), strict=True))


def change(con: sqlite3.Connection, table: str, number: int, changes: Mapping[str, Any]) -> None:
    """Write other values into a fact, and its checksum."""
    row = {**row_of(con, table, number), **changes}
    given = {**changes, "checksum": checksum(*row.values())}
    columns = ", ".join(f'"{name}" = ?' for name in given)
    sql = f"UPDATE {table} SET {columns} WHERE {own(table)} = ?"
    con.execute(sql, (*given.values(), number))


def make(con: sqlite3.Connection) -> None:
    """Make a book of an empty database: as `bring_up` would, with secrets of its own."""
    con.create_function("secret", 1, secret)
    with closing(sqlite3.connect(":memory:")) as empty:
        empty.deserialize(_empty())
        empty.backup(con)
    # Nothing else is in an empty book's table of them.
    con.execute("UPDATE meta SET value = secret(length(value))")


@cache
def _empty() -> bytes:
    """Return the file of an empty book; the migrations run once a process, for all new books."""
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as con:
        # There is nobody yet of whom a key would be asked for.
        bring_up(con, {"fingerprint": lambda _: None, "keyed": lambda *_: None})
        return con.serialize()


def bring_up(con: sqlite3.Connection, functions: Mapping[str, Callable[..., Any]]) -> None:
    """Bring an empty database, or a book of an earlier schema, to the present one, altogether.

    `functions` are those of SQL that know the keys of books. A `BookError` of theirs is raised
    as it is: SQLite itself says no more than that a function failed.
    """
    raised: list[BookError] = []

    def telling(function: Callable[..., Any]) -> Callable[..., Any]:
        def told(*arguments: Any) -> Any:
            try:
                return function(*arguments)
            except BookError as error:
                raised.append(error)
                raise

        return told

    con.create_function("checksum", -1, checksum, deterministic=True)
    con.create_function("secret", 1, secret)
    con.create_function("file_name", 1, file_name, deterministic=True)
    for name, function in functions.items():
        con.create_function(name, -1, telling(function))
    con.execute("PRAGMA secure_delete = ON")
    # A table that is renamed, to be made anew, takes no reference with it.
    con.execute("PRAGMA foreign_keys = OFF")
    con.execute("PRAGMA legacy_alter_table = ON")
    con.execute("BEGIN IMMEDIATE")
    try:
        # Another process may have been quicker.
        version = con.execute("PRAGMA user_version").fetchone()[0]
        for step in range(version + 1, SCHEMA_VERSION + 1):
            for statement in statements(step):
                con.execute(statement)
            con.execute(f"PRAGMA user_version = {step}")
        if FIRST_EPOCH <= version < SCHEMA_VERSION:
            renew_epoch(con)
        con.execute("COMMIT")
    except BaseException:
        with suppress(sqlite3.Error):
            con.execute("ROLLBACK")
        if raised:
            raise raised[0] from raised[0].__cause__
        raise
    finally:
        with suppress(sqlite3.Error):
            con.execute("PRAGMA legacy_alter_table = OFF")


def statements(step: int) -> Iterator[str]:
    """Yield what makes a version of the schema of the one before; it is never changed again."""
    text = (files("infonet.book") / "migrations" / f"{step}.sql").read_text("utf-8")
    statement = ""
    for line in text.splitlines(keepends=True):
        statement += line
        if sqlite3.complete_statement(statement):
            yield statement
            statement = ""


def undone_acts(con: sqlite3.Connection) -> frozenset[int]:
    """Return the acts that are undone: an undo counts unless it is undone, so go backwards."""
    undone: set[int] = set()
    rows: Any = con.execute("SELECT act, target FROM undo ORDER BY act DESC")
    for act, target in rows:
        if act not in undone:
            undone.add(target)
    return frozenset(undone)
