"""Change and delete facts, which are only appended everywhere else: for what is forgotten alone."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from infonet.book._schema import FACTS, checksum

_ACT = ("at", "kind", "what", "stamp", "session", "version")


@contextmanager
def without_triggers(con: sqlite3.Connection) -> Iterator[None]:
    """Allow changes and deletions; only a transaction that ends well makes them last."""
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
    names = _ACT if table == "act" else FACTS[table]
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
