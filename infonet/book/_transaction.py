"""One transaction: the facts in force, who is who, and what an act appends."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Callable, Iterable, Mapping
from contextlib import closing
from dataclasses import dataclass, replace
from functools import cache, cached_property
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path
from typing import Any
from unicodedata import unidata_version

from infonet.book._failures import why
from infonet.book._keyring import Keyring, fingerprint, keyed, salted
from infonet.book._resolve import Identity, resolve
from infonet.book._schema import FACTS, checksum, now, renew_epoch, secret, undone_acts
from infonet.book._snapshot_file import SAME, Array, Key, as_json, unpacked_identity
from infonet.book._snapshot_file import read as read_beside
from infonet.errors import BookError, InfonetError
from infonet.names.text import encodable

_LIVE = re.compile(r"\blive_([a-z]+)")
_LOG = ("event", "correction")
"""The log goes by the days of its events, whenever they were written down."""
_RULES = 3
"""To be raised when the same facts make other tables, so that no snapshot of before is read."""
_ALONE = {
    "me": "whose book it is",
    "undo": "what takes back or brings back",
    "forget": "what is forgotten",
}
"""Kinds of acts that cannot be a part of another, and what they are called."""

PRESS = "/"
"""Separates a session from the press in it, where several acts are one press."""


@dataclass
class Memory:
    """The results that a book keeps between two transactions.

    Each part is replaced whole and never changed, so several threads may share it.
    """

    identity: tuple[tuple[object, ...], Identity] | None = None
    """By which facts, and who was who."""
    snapshot: Any = None
    """The tables as they were assembled last, but for the log."""
    beside: Path | None = None
    """The book beside which a snapshot may lie from which the others begin."""


class Whole:
    """One act that is written in several parts, each of which may fail alone.

    Whatever the parts are, the history has the act as `what` says it. As facts know their export by
    the act, each export after the first is an act of its own, in the same `press`: one undo takes
    back all of them. `memory` is that of the parts: until the act is kept, what they see is nothing
    that the book may remember.
    """

    def __init__(self, con: sqlite3.Connection, memory: Memory, what: str, press: str) -> None:
        self.con, self.what, self.press, self._remembered = con, what, press, memory
        self.act = 0
        self.failed: BaseException | None = None
        self.forget()

    def forget(self) -> None:
        """Know nothing but what the book does: a part was taken back."""
        self.memory = replace(self._remembered)

    def refuse(self, kind: str) -> None:
        """Raise if a part is an act that must stand alone."""
        if kind in _ALONE:
            raise BookError(f"{_ALONE[kind]} is an act of its own; do it outside of `one_act`")

    def joins(self, *, export: bool) -> bool:
        """Say whether a part belongs to the act that was begun; a second export does not."""
        exports = "SELECT 1 FROM export WHERE act = ?"
        second = export and self.con.execute(exports, (self.act,)).fetchone() is not None
        return self.act > 0 and not second


def press_of(session: str) -> str:
    """Return a session of one press alone: one undo takes back all of its acts."""
    return f"{session}{PRESS}{secret(4).hex()}"


def _opened(session: str) -> str:
    """Return the session of a press, or of what is none."""
    return session.partition(PRESS)[0]


class Transaction:
    """One state of the book, and the one act that is appended to it.

    Queries are SQL in which ``live_<table>`` is a fact table without what is undone. The connection
    is in a transaction already; `act` is the number of the act that was begun, 0 before that. With
    `before`, a day, only acts made before it count, but for the log; `until` is the last of them.
    What is appended may be a part of a `whole`: then its act is that of the whole. With `keeps`
    what was assembled may be left beside the book: it holds only what is written for good.
    """

    def __init__(
        self,
        con: sqlite3.Connection,
        session: str,
        memory: Memory,
        before: str | None = None,
        whole: Whole | None = None,
        *,
        keyring: Keyring,
        keeps: bool = False,
    ) -> None:
        self.connection = self._con = con
        self.keyring, self.keeps = keyring, keeps
        self._session, self.memory, self._whole = session, memory, whole
        self.act = 0
        self.undone = undone_acts(con)
        self.before = before
        self.until: int | None = None
        if before is not None:
            last = "SELECT coalesce(max(id), 0) FROM act WHERE at < ?"
            self.until = int(con.execute(last, (before,)).fetchone()[0])
        among = ", ".join(map(str, sorted(self.undone)))
        said = [f"act NOT IN ({among})"] if self.undone else []
        ended = [] if self.until is None else [f"act <= {self.until}"]
        self._force, self._log_force = (
            f" WHERE {' AND '.join(conditions)}" if conditions else ""
            for conditions in ([*said, *ended], said)
        )

    def in_force(self, act: int) -> bool:
        """Return whether the facts of an act count."""
        return act not in self.undone and (self.until is None or act <= self.until)

    def rows(self, sql: str, *values: object) -> list[Any]:
        """Return all rows of a query."""
        with self._asked(sql, values) as cursor:
            return cursor.fetchall()

    def row(self, sql: str, *values: object) -> Any:
        """Return the first row of a query; None if there is none."""
        with self._asked(sql, values) as cursor:
            return cursor.fetchone()

    def value(self, sql: str, *values: object) -> Any:
        """Return the first value of the first row of a query; None if there is none."""
        row = self.row(sql, *values)
        return None if row is None else row[0]

    def table(self, sql: str, *values: object) -> tuple[list[str], list[Any]]:
        """Return the names of the columns of a query, and its rows."""
        with self._asked(sql, values) as cursor:
            return [column[0] for column in cursor.description], cursor.fetchall()

    def _asked(self, sql: str, values: tuple[object, ...]) -> closing[sqlite3.Cursor]:
        """Ask a query; an error that is kept would keep an open cursor, and it the file locked."""
        return closing(self._con.execute(self._sql(sql), values))

    def _sql(self, sql: str) -> str:
        def live(found: re.Match[str]) -> str:
            force = self._log_force if found[1] in _LOG else self._force
            return f"(SELECT * FROM {found[1]}{force})" if force else found[1]

        return _LIVE.sub(live, sql)

    @cached_property
    def identity(self) -> Identity:
        """The identity of everybody, resolved again only when the evidence has changed."""
        state = self._who
        kept = self.memory.identity
        if kept is None or kept[0] != state:
            found = None if kept else self.kept_beside(lambda name: name in SAME)
            if found is not None and found[0]["who"] == as_json(state):
                identity = unpacked_identity(found[1])
            else:
                identity = resolve(self.rows)
            kept = self.memory.identity = state, identity
        return kept[1]

    def identity_in(self, key: Key, arrays: Mapping[str, Array]) -> Identity:
        """Return the identity in a snapshot; where nothing changed it since, the present one."""
        same = key["who"] == as_json(self._who)
        return self.identity if same else unpacked_identity(arrays)

    @property
    def moment(self) -> Key:
        """Of which book this is which moment: a snapshot of it holds as long as it is continued."""
        act, stamp = self.row("SELECT id, stamp FROM act ORDER BY id DESC LIMIT 1") or (0, None)
        key: Key = as_json({**self._book, "act": act, "stamp": stamp, "who": self._who})
        return key

    @property
    def _who(self) -> tuple[object, ...]:
        return self.state_of("observation", "decision", "export")

    @cached_property
    def _book(self) -> dict[str, Any]:
        whose = dict(self.rows("SELECT key, value FROM meta WHERE key IN ('id', 'epoch')"))
        return {"made by": [_RULES, _version(), unidata_version], **whose}

    def continues(self, key: Key) -> bool:
        """Return whether this is the moment of a key or a later one."""
        if any(key[name] != said for name, said in as_json(self._book).items()):
            return False
        found = self.row("SELECT stamp FROM act WHERE id = ?", key["act"])
        return found is not None and found[0].hex() == key["stamp"]

    def kept_beside(self, names: Callable[[str], bool]) -> tuple[Key, dict[str, Array]] | None:
        """Return the key and some arrays of the snapshot beside the book; None if it is no use."""
        beside = self.memory.beside
        if beside is None or self.until is not None:
            return None
        return read_beside(beside, self.continues, names)

    def state_of(self, *tables: str) -> tuple[object, ...]:
        """Return a key that changes when one of the tables does, if it is no log and no notes.

        Facts are only appended, so their last numbers say it all, together with the acts undone
        that say something in these tables.
        """
        known = "" if self.until is None else f" WHERE act <= {self.until}"
        last = ", ".join(f"(SELECT coalesce(max(rowid), 0) FROM {one}{known})" for one in tables)
        there = " OR ".join(f"EXISTS (SELECT 1 FROM {one} WHERE act = act.id)" for one in tables)
        ended = (act for act in self.undone if self.until is None or act <= self.until)
        among = ", ".join(map(str, sorted(ended)))
        undone = self.rows(f"SELECT id FROM act WHERE id IN ({among}) AND ({there}) ORDER BY id")
        whose = self.rows("SELECT value FROM meta WHERE key IN ('id', 'epoch') ORDER BY key")
        return (*whose, *self.row(f"SELECT {last}"), *undone)

    @cached_property
    def salt(self) -> bytes:
        """The book's own random salt, made once."""
        return bytes(self.value("SELECT value FROM meta WHERE key = 'salt'"))

    @cached_property
    def id(self) -> bytes:
        """The book's own number, which its copies have as well."""
        return bytes(self.value("SELECT value FROM meta WHERE key = 'id'"))

    @cached_property
    def key(self) -> bytes | None:
        """The book's key, which lies outside of it; None where it has none, or it is not here."""
        known = self.value("SELECT value FROM meta WHERE key = 'key'")
        found = None if known is None else self.keyring.find(self.id)
        return found if found is not None and fingerprint(found) == known else None

    @property
    def key_is_gone(self) -> bool:
        """True if the book has a key that is not here."""
        return self.key is None and self.row("SELECT 1 FROM meta WHERE key = 'key'") is not None

    def make_key(self) -> bytes | None:
        """Return the book's key, made if it has none; None where it is gone or cannot be kept."""
        if self.key is None and not self.key_is_gone:
            self.key = self.keyring.make(self.id)
            if self.key is not None:
                self.know_key(self.key)
        return self.key

    def sure_key(self) -> bytes | None:
        """Return the book's key, kept outside of it if it had none; None where it is gone.

        One that cannot be kept, or not be read now, is a `BookError` of forgetting: a later import
        would bring them back.
        """
        known = self.value("SELECT value FROM meta WHERE key = 'key'")
        try:
            found = self.keyring.keep(self.id) if known is None else self.keyring.read(self.id)
        except (OSError, InfonetError) as error:
            said = why(error) if isinstance(error, OSError) else f"{error}"
            raise BookError(
                "nothing was forgotten: the key by which a later import would know them again "
                f"could not be kept or read in `{self.keyring.folder(self.id)}`: {said}",
                plain="Nothing was forgotten: what keeps them out later cannot be saved now.",
            ) from error
        return found if found is not None and known in (None, fingerprint(found)) else None

    def know_key(self, key: bytes) -> None:
        """Write into the book by what it knows its key again."""
        self._con.execute("INSERT OR IGNORE INTO meta VALUES ('key', ?)", (fingerprint(key),))

    def address_hash(self, address: str, *, make: bool = False) -> bytes | None:
        """Return what is kept of an e-mail address; None without the book's key."""
        key = self.make_key() if make else self.key
        return None if key is None else keyed(key, salted(self.salt, address))

    @property
    def is_sample(self) -> bool:
        """True if everybody in the book is invented."""
        return self.row("SELECT 1 FROM meta WHERE key = 'sample'") is not None

    def mark_as_sample(self) -> None:
        """Say for good that everybody in the book is invented: no act, so no undo takes it back."""
        self._con.execute("INSERT INTO meta VALUES ('sample', x'01')")

    def renew_epoch(self) -> None:
        """Begin another epoch, where facts are not only appended: nothing kept before it holds.

        `_snapshot_file.discard` deletes what is kept beside the book.
        """
        renew_epoch(self._con)

    def begin(self, kind: str, what: str, *, export: bool = False) -> int:
        """Append an act, to which the facts that follow belong; return its number.

        With `export` they are those of an export.
        """
        session, whole = self._session, self._whole
        if whole is not None:
            whole.refuse(kind)
            if whole.joins(export=export):
                self.act = whole.act
                return self.act
            what, session = what if whole.act else whole.what, whole.press
        values = now(), kind, what, secret(16), session, _version()
        cursor = self._con.execute(
            "INSERT INTO act (at, kind, what, stamp, session, version, checksum)"
            " VALUES (?, ?, ?, ?, ?, ?, ?)",
            (*values, checksum(*values)),
        )
        self.act = int(cursor.lastrowid or 0)
        if whole is not None:
            whole.act = self.act
        return self.act

    def is_own(self, session: str | None) -> bool:
        """Return whether acts of a session are those of the book as it was opened here."""
        return session is not None and _opened(session) == _opened(self._session)

    def begin_press(self) -> None:
        """Let the acts that follow be one press."""
        self._session = press_of(self._session)

    def append(self, table: str, row: Mapping[str, Any]) -> int:
        """Append one fact of the act; return its number."""
        values = [self.act if name == "act" else row.get(name) for name in FACTS[table]]
        cursor = self._con.execute(_insertion(table), (*values, checksum(*values)))
        return int(cursor.lastrowid or 0)

    def append_columns(self, table: str, length: int, **columns: Any) -> None:
        """Append whole columns of facts of the act; a scalar stands in every row."""
        given = {"act": self.act, **columns}
        values = [given.get(name) for name in FACTS[table]]
        whole = [each if isinstance(each, list) else [each] * length for each in values]
        rows = list(zip(*whole, strict=True))
        self._con.execute("SAVEPOINT columns")
        try:
            self._insert(table, rows)
        except UnicodeEncodeError:
            self._con.execute("ROLLBACK TO columns")
            self._insert(table, [tuple(map(encodable, row)) for row in rows])
        self._con.execute("RELEASE columns")

    def _insert(self, table: str, rows: Iterable[tuple[Any, ...]]) -> None:
        self._con.executemany(_insertion(table), ((*row, checksum(*row)) for row in rows))


@cache
def _insertion(table: str) -> str:
    """Return the INSERT statement of a fact table, every value bound."""
    names = [*FACTS[table], "checksum"]
    columns = ", ".join(f'"{name}"' for name in names)
    return f"INSERT INTO {table} ({columns}) VALUES ({', '.join('?' * len(names))})"


@cache
def _version() -> str | None:
    """Return the version of the package; None where it lies there without being installed."""
    try:
        told = distribution("infonet").read_text("METADATA") or ""
    except PackageNotFoundError:
        return None
    # To have all of it read takes longer than an act.
    found = re.search(r"^Version: *(\S+)", told, re.MULTILINE)
    return None if found is None else found[1]
