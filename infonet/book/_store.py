"""The file: one private SQLite database of facts that are only ever appended."""

from __future__ import annotations

import os
import secrets
import sqlite3
import struct
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from infonet.errors import BookError

__all__ = ["FACTS", "SCHEMA_VERSION", "Store", "append", "new_act"]

APPLICATION = 0x494E464F
SCHEMA_VERSION = 3
BUSY_SECONDS = 60.0

# A database begins with these letters; 60 bytes in stands the version of its schema, 68 bytes in
# the application that it belongs to (https://www.sqlite.org/fileformat.html).
_MAGIC = b"SQLite format 3\x00"
_HEADER = struct.Struct(">16s44xI4xI")

# Dates are ISO text to the second, so that any SQLite browser shows them. An act is what the user
# did; every other row is a fact that belongs to one act. A fact counts while its act is not undone.
FACTS: dict[str, str] = {
    "undo": "act INTEGER PRIMARY KEY REFERENCES act, target INTEGER NOT NULL REFERENCES act,"
    " CHECK (target < act)",
    "export": "act INTEGER PRIMARY KEY REFERENCES act, owner TEXT NOT NULL, path TEXT NOT NULL,"
    " digest TEXT NOT NULL, exported TEXT, star INTEGER NOT NULL",
    "sighting": "act INTEGER NOT NULL REFERENCES act, person TEXT NOT NULL, name TEXT,"
    " name_key TEXT, email TEXT, email_hash BLOB, url TEXT, slug TEXT, location TEXT, source TEXT,"
    " connected INTEGER NOT NULL, since TEXT, weight INTEGER NOT NULL",
    "job": "act INTEGER NOT NULL REFERENCES act, person TEXT NOT NULL, company TEXT, title TEXT,"
    ' start TEXT, "end" TEXT',
    "tie": "act INTEGER NOT NULL REFERENCES act, source TEXT NOT NULL, target TEXT NOT NULL,"
    " kind TEXT, closeness TEXT, since TEXT, last TEXT, exchanges INTEGER NOT NULL, started TEXT,"
    " evidence TEXT NOT NULL, origin TEXT NOT NULL",
    "target": "act INTEGER NOT NULL REFERENCES act, kind TEXT NOT NULL, company TEXT NOT NULL,"
    " priority INTEGER, aliases TEXT NOT NULL, stated INTEGER NOT NULL",
    "spelling": "act INTEGER NOT NULL REFERENCES act, a TEXT NOT NULL, b TEXT NOT NULL",
    "decision": "act INTEGER NOT NULL REFERENCES act, kind TEXT NOT NULL, a TEXT NOT NULL,"
    " b TEXT NOT NULL",
    "event": "event INTEGER PRIMARY KEY AUTOINCREMENT, act INTEGER NOT NULL REFERENCES act,"
    " request TEXT, person TEXT, stage TEXT NOT NULL, date TEXT NOT NULL, company TEXT, kind TEXT,"
    " via TEXT, channel TEXT, route TEXT, predicted REAL, note TEXT",
    # One row for each field that is corrected; the last one in force counts, NULL clears it.
    "correction": "act INTEGER NOT NULL REFERENCES act, event INTEGER NOT NULL REFERENCES event,"
    " field TEXT NOT NULL, value TEXT",
    "note": "act INTEGER NOT NULL REFERENCES act, person TEXT, company TEXT, kind TEXT NOT NULL,"
    " text TEXT NOT NULL, link TEXT, date TEXT, CHECK ((person IS NULL) <> (company IS NULL))",
}
"""Fact table → its columns; the view ``live_<table>`` has the rows of acts that are in force."""

_INDEXES = """
CREATE INDEX sighting_person ON sighting (person);
CREATE INDEX sighting_name ON sighting (name_key);
CREATE INDEX sighting_email ON sighting (email_hash) WHERE email_hash IS NOT NULL;
CREATE INDEX job_person ON job (person);
"""

_FIXES = {
    "SQLITE_BUSY": "another program is writing to it; try again when that is done",
    "SQLITE_LOCKED": "another program is writing to it; try again when that is done",
    "SQLITE_FULL": "the disk is full; free some space and try again",
    "SQLITE_READONLY": "the file or its folder is read-only; make both writable and try again",
    "SQLITE_CANTOPEN": "the file or its folder cannot be opened for writing; check that both are "
    "there and writable",
    "SQLITE_PERM": "the file or its folder is not yours to write; check its permissions",
    "SQLITE_CORRUPT": "the file is damaged; go back to a backup",
    "SQLITE_NOTADB": "the file is no database any more; go back to a backup",
    "SQLITE_IOERR": "the disk refused; check its space and health and try again",
}


def _why(error: sqlite3.Error) -> str:
    """What went wrong and what to do, from SQLite's (extended) error name."""
    name = getattr(error, "sqlite_errorname", "") or ""
    for code, sentence in _FIXES.items():
        if name.startswith(code):
            return sentence
    return f"SQLite says `{error}`"


def _schema() -> str:
    """The statements that make an empty book."""
    parts = [
        "CREATE TABLE meta (key TEXT PRIMARY KEY, value BLOB NOT NULL) STRICT, WITHOUT ROWID;",
        "CREATE TABLE act (id INTEGER PRIMARY KEY AUTOINCREMENT, at TEXT NOT NULL,"
        " kind TEXT NOT NULL, what TEXT NOT NULL) STRICT;",
        *_append_only("act"),
    ]
    for table in FACTS:
        parts += _fact_table(table)
    parts.append(_INDEXES)
    parts.append(f"PRAGMA application_id = {APPLICATION}; PRAGMA user_version = {SCHEMA_VERSION};")
    return "\n".join(parts)


def _fact_table(table: str) -> list[str]:
    """The statements that make one fact table."""
    return [f"CREATE TABLE {table} ({FACTS[table]}) STRICT;", *_append_only(table)]


def _append_only(table: str) -> list[str]:
    """The statements that let nobody change or delete a row of a table."""
    return [
        f"CREATE TRIGGER {table}_no_{change.lower()} BEFORE {change} ON {table} BEGIN"
        " SELECT RAISE(ABORT, 'facts are only appended'); END;"
        for change in ("UPDATE", "DELETE")
    ]


_NEW_TABLES: dict[int, tuple[str, ...]] = {2: ("correction",), 3: ("note",)}
"""Version of the schema → the fact tables that it added to the one before."""


def _bring_up(con: sqlite3.Connection) -> None:
    """Bring a book of an earlier version to this one, altogether; facts stay as they are."""
    con.execute("BEGIN IMMEDIATE")
    try:
        # Another process may have been quicker.
        version = con.execute("PRAGMA user_version").fetchone()[0]
        for step in range(version + 1, SCHEMA_VERSION + 1):
            for table in _NEW_TABLES[step]:
                for statement in _fact_table(table):
                    con.execute(statement)
            con.execute(f"PRAGMA user_version = {step}")
        con.execute("COMMIT")
    except BaseException:
        with suppress(sqlite3.Error):
            con.execute("ROLLBACK")
        raise


def new_act(con: sqlite3.Connection, kind: str, what: str) -> int:
    """Append an act and return its number; the clock is for `history` alone."""
    at = datetime.now(UTC).isoformat(timespec="seconds")
    row = con.execute(
        "INSERT INTO act (at, kind, what) VALUES (?, ?, ?) RETURNING id", (at, kind, what)
    ).fetchone()
    return int(row[0])


def append(con: sqlite3.Connection, table: str, rows: Iterable[dict[str, Any]]) -> None:
    """Append records, all with the same columns, to a fact table."""
    records = list(rows)
    if records:
        names = list(records[0])
        con.executemany(insertion(table, names), [tuple(row.values()) for row in records])


def insertion(table: str, names: Iterable[str]) -> str:
    """The INSERT statement for these columns, every value bound."""
    columns = [f'"{name}"' for name in names]
    return f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({', '.join('?' * len(columns))})"


def _claim(folder: Path, name: str) -> Path:
    """A new empty file of mode 0600 beside the place where it will go."""
    place = folder / f".{name}.{secrets.token_hex(6)}"
    os.close(os.open(place, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
    return place


def _settle(made: Path, path: Path) -> None:
    """Give the finished file its name, never over another file."""
    try:
        os.link(made, path)
    except FileExistsError:
        raise
    except OSError:  # a file system without hard links
        if path.exists():
            raise FileExistsError(path) from None
        os.rename(made, path)


class Store:
    """One book's file: made when missing, one connection per operation."""

    def __init__(self, path: Path) -> None:
        self.path = Path(os.path.abspath(path))
        if not self.path.parent.is_dir():
            raise BookError(
                f"expected a folder at `{self.path.parent}` for the book, found none; "
                "make the folder first or choose another place"
            )
        if self.path.is_dir():
            raise BookError(f"expected a file at `{self.path}`, found a folder; add a file name")
        if not os.path.lexists(self.path):
            self._make()
        self._inspect()

    def _make(self) -> None:
        """A complete book under a passing name, then its own name at once: never half a book."""
        made = None
        try:
            made = _claim(self.path.parent, self.path.name)
            with closing(sqlite3.connect(made, isolation_level=None)) as con:
                con.executescript(f"BEGIN; {_schema()} COMMIT;")
                con.execute("INSERT INTO meta VALUES ('salt', ?)", (secrets.token_bytes(32),))
                con.execute("PRAGMA journal_mode = WAL")
            with suppress(FileExistsError):  # another process was quicker: its book is as good
                _settle(made, self.path)
        except sqlite3.Error as error:
            raise BookError(f"the book `{self.path}` was not made: {_why(error)}") from error
        except OSError as error:
            raise BookError(
                f"the book `{self.path}` was not made: {error.strerror}; "
                "choose a folder that you can write to"
            ) from error
        finally:
            if made is not None:
                for rest in (made, Path(f"{made}-wal"), Path(f"{made}-shm")):
                    with suppress(OSError):
                        rest.unlink()

    def _inspect(self) -> None:
        """Refuse what is not a book of this schema, without a lock or a byte written.

        The header is read by itself: while another process moves its log into the file, SQLite
        without its locks takes the half-moved file for a damaged one.
        """
        try:
            with self.path.open("rb") as file:
                head = file.read(_HEADER.size)
        except OSError as error:
            raise BookError(
                f"the book `{self.path}` could not be opened: {error.strerror}; "
                "check its permissions"
            ) from error
        if len(head) < _HEADER.size or not head.startswith(_MAGIC):
            raise BookError(
                f"expected an infonet book at `{self.path}`, found a file that cannot be read as "
                "one; it was left as it is: choose another path, or go back to a backup"
            )
        _, version, application = _HEADER.unpack(head)
        if application != APPLICATION:
            raise BookError(
                f"expected an infonet book at `{self.path}`, found another kind of file; "
                "it was left as it is: choose another path"
            )
        self._refuse_newer(version)

    def _refuse_newer(self, version: int) -> None:
        """Raise for a book that this infonet does not know yet."""
        if version > SCHEMA_VERSION:
            raise BookError(
                f"the book `{self.path}` was written by a newer infonet (schema `{version}`, this "
                f"one knows `{SCHEMA_VERSION}`); it was left as it is: update infonet"
            )

    @contextmanager
    def reading(self, what: str | None = None) -> Iterator[sqlite3.Connection]:
        """A connection that sees one state of the book; `what` is to be written by it next."""
        failed = f"the book `{self.path}` could not be read"
        if what is not None:
            failed = f"{what} was not written to the book `{self.path}`"
        with self._transaction("BEGIN", failed) as con:
            yield con

    @contextmanager
    def writing(self, what: str) -> Iterator[sqlite3.Connection]:
        """A connection whose changes are kept altogether, or not at all."""
        failed = f"{what} was not written to the book `{self.path}`"
        with self._transaction("BEGIN IMMEDIATE", failed) as con:
            yield con

    @contextmanager
    def _transaction(self, begin: str, failed: str) -> Iterator[sqlite3.Connection]:
        try:
            with closing(self._connect()) as con:
                con.execute(begin)
                try:
                    _mark_dead(con)
                    yield con
                    con.execute("COMMIT")
                except BaseException:
                    with suppress(sqlite3.Error):
                        con.execute("ROLLBACK")
                    raise
        except sqlite3.Error as error:
            raise BookError(f"{failed}: {_why(error)}") from error
        except UnicodeEncodeError as error:
            raise BookError(
                f"{failed}: the text holds half a character that cannot be stored; "
                "type or save it again as UTF-8"
            ) from error

    def _connect(self) -> sqlite3.Connection:
        address = f"{self.path.as_uri()}?mode=rw"
        con = sqlite3.connect(address, uri=True, timeout=BUSY_SECONDS, isolation_level=None)
        try:
            version = con.execute("PRAGMA user_version").fetchone()[0]
            if version != SCHEMA_VERSION:
                self._inspect()
                self._refuse_newer(version)
                _bring_up(con)
            con.execute("PRAGMA synchronous = FULL")
            con.execute("PRAGMA foreign_keys = ON")
            con.execute("PRAGMA temp_store = MEMORY")
            con.execute("CREATE TEMP TABLE dead (act INTEGER PRIMARY KEY)")
            for table in FACTS:
                con.execute(
                    f"CREATE TEMP VIEW live_{table} AS SELECT * FROM main.{table}"
                    " WHERE act NOT IN (SELECT act FROM temp.dead)"
                )
        except BaseException:
            con.close()
            raise
        return con

    def backup(self, path: Path) -> None:
        """A complete copy under a new name, of one state, mode 0600."""
        path = Path(os.path.abspath(path))
        if not path.parent.is_dir():
            raise BookError(
                f"expected a folder at `{path.parent}` for the backup, found none; make it first"
            )
        if os.path.lexists(path):
            raise BookError(f"`{path}` is already there and is not overwritten; choose a new name")
        made = None
        try:
            made = _claim(path.parent, path.name)
            with closing(self._connect()) as con, closing(sqlite3.connect(made)) as copy:
                con.backup(copy)
            _settle(made, path)
        except (sqlite3.Error, OSError) as error:
            why = _why(error) if isinstance(error, sqlite3.Error) else str(error.strerror)
            raise BookError(f"the backup `{path}` was not made: {why}") from error
        finally:
            if made is not None:
                for rest in (made, Path(f"{made}-wal"), Path(f"{made}-shm")):
                    with suppress(OSError):
                        rest.unlink()


def _mark_dead(con: sqlite3.Connection) -> None:
    """Which acts are undone: an undo counts unless it is undone itself, so go backwards."""
    dead: set[int] = set()
    for act, target in con.execute("SELECT act, target FROM undo ORDER BY act DESC"):
        if act not in dead:
            dead.add(target)
    con.executemany("INSERT INTO temp.dead VALUES (?)", [(act,) for act in dead])
