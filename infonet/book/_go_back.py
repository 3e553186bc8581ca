"""Read a backup again, once it is found sound: as a book of its own, or in place of one."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import pandas as pd

from infonet.book._ahead import as_rollback, copy_of
from infonet.book._failures import is_damage, why
from infonet.book._faults import faults
from infonet.book._keyring import Keyring
from infonet.book._place import file_of_book
from infonet.book._schema import APPLICATION, SCHEMA_VERSION, book_id, bring_up, renew_epoch
from infonet.book._sealed import is_sealed, unseal
from infonet.book._snapshot_file import discard
from infonet.book._store import Store
from infonet.errors import BookError
from infonet.files import free_place, read_bytes, save
from infonet.names.text import counted, some_of
from infonet.tables import TEXT
from infonet.workdays import day_text

_ACTS = "SELECT id, at, kind, what FROM act ORDER BY id DESC"
"""What was done, the latest first."""


def restore(
    given: str | os.PathLike[str], path: str | os.PathLike[str], passphrase: str | None
) -> Path:
    """Write a backup, encrypted or not, as a book at a new place; return where."""
    backup = file_of_book(given)
    with _opened(_content(backup, passphrase), backup.name, Keyring()) as con:
        try:
            return save(path, lambda part: copy_of(con, part), replace=False)
        except sqlite3.Error as error:
            raise BookError(f"the book `{path}` was not made: {why(error)}") from error


class GoingBack:
    """Show what a book loses that is again as it was in a backup; `confirm` does it.

    The book as it is now is kept beside it, so that nothing is lost for good.

    Attributes
    ----------
    backup : Path
        Where the backup lies.
    last, day : str and Timestamp
        The last act in it, in words, and its day; empty and missing where it has none.
    is_anothers : bool
        Whether it is the backup of another book.
    is_damaged : bool
        Whether the book is damaged, so that what is in it cannot be said.
    lost : DataFrame
        act, at, kind, what: what is in the book and not in the backup, the latest first.
    """

    def __init__(self, store: Store, given: str | os.PathLike[str], passphrase: str | None) -> None:
        store.refuse_to_write("a backup")
        self._store, self.backup = store, file_of_book(given)
        self._content = _content(self.backup, passphrase)
        with _opened(self._content, self.backup.name, store.keyring) as con:
            theirs, other = con.execute(_ACTS).fetchall(), book_id(con)
        known = {row[:3] for row in theirs}
        self.is_anothers, self.is_damaged, self.lost = False, False, _acts([])
        self._before, self._id = list[Any](), other  # as far as the book can be read
        try:
            with store.reading() as transaction:
                mine, whose = transaction.rows(_ACTS), transaction.id
                self.lost = _acts([row for row in mine if row[:3] not in known])
                self.is_anothers, self._before, self._id = whose != other, mine[:1], whose
        except BookError as error:
            self.is_damaged = is_damage(error.__cause__)
            if not self.is_damaged:
                raise
        self.last = theirs[0][3] if theirs else ""
        self.day = _acts(theirs[:1])["at"].max()

    def confirm(self) -> str:
        """Do it: keep the book as it is, and replace all that is in it by the backup.

        Returns
        -------
        str
            What was done, and where the book of before is kept.

        Raises
        ------
        BookError
            The book cannot be written, or was changed since it was shown what would be lost:
            nothing is done.
        """
        store = self._store
        failed = f"the book `{store.path}` stays as it is, and is not that of `{self.backup.name}`"
        store.refuse_to_write("a backup")
        kept = self._kept
        try:
            backup = _opened(self._content, self.backup.name, store.keyring)
            with backup as content, store.alone() as con:
                if not self.is_damaged and con.execute(_ACTS).fetchmany(1) != self._before:
                    changed = "it was changed since it was shown what it would lose: look again"
                    raise BookError(f"{failed}: {changed}", plain=f"Your book stays: {changed}.")
                save(kept, lambda part: copy_of(con, part), replace=False)
                content.backup(con)
                books = {self._id, book_id(content)}
        except sqlite3.Error as error:
            raise BookError(f"{failed}: {why(error)}") from error
        finally:
            discard(store.path)
        for book in books:
            store.keyring.add_backup(book, kept)
        done = f"Your book is again as it was in {self.backup.name}."
        return f"{done} As it was before, it is kept as {kept.name}."

    @property
    def _kept(self) -> Path:
        """Return where the book of before will lie: beside it, under a name that no file has."""
        path = self._store.path
        return free_place(path.with_name(f"{path.stem}-before{path.suffix}"))

    def lines(self) -> list[str]:
        """Say what is lost, sentence by sentence, for whoever decides."""
        name = self.backup.name
        said = [f"There is nothing in {name}."]
        if self.last:
            said = [
                f"The last thing done in {name}: {self.last.rstrip('.')}, {day_text(self.day)}."
            ]
        if self.is_anothers:
            said.append("It is the backup of another book: nothing of this one is in it.")
        if self.is_damaged:
            said.append("Your book is damaged: it cannot be said what of it was done since.")
        elif self.lost.empty:
            said.append("Nothing was done since: no entry is lost.")
        else:
            things = counted(len(self.lost), "thing", "things")
            latest = some_of([f"“{each.rstrip('.')}”" for each in self.lost.what])
            said.append(f"Your book loses {things} done since: {latest}.")
        if (self.lost.kind == "forget").any():
            said.append("Whoever you have forgotten since is in it again: forget them anew.")
        return [*said, f"Your book as it is now is kept beside it, as {self._kept.name}."]

    def __repr__(self) -> str:
        """Say what would be lost."""
        return "\n".join([*self.lines(), "Nothing is done yet: `.confirm()` does it."])


def _content(backup: Path, passphrase: str | None) -> bytes:
    """Return the bytes of the book that a backup holds."""
    content = read_bytes(backup)
    if is_sealed(backup):
        if passphrase is None:
            raise BookError(f"`{backup.name}` is encrypted: give its `passphrase`")
        return unseal(content, passphrase, backup.name)
    if passphrase is not None:
        raise BookError(f"`{backup.name}` is not encrypted; leave the passphrase out")
    return content


@contextmanager
def _opened(content: bytes, name: str, keyring: Keyring) -> Iterator[sqlite3.Connection]:
    """Open a backup in memory, brought up to the present schema, once it is found sound."""
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as con:
        try:
            con.deserialize(as_rollback(content))
            _make_ready(con, name, keyring)
        except sqlite3.Error as error:
            said = "is no backup of a book, or damaged"
            raise BookError(f"`{name}` {said}: {why(error)}", plain=f"{name} {said}.") from None
        yield con


def _make_ready(con: sqlite3.Connection, name: str, keyring: Keyring) -> None:
    """Bring a backup up, and begin another epoch; what is none, or has a fault, is refused."""
    application, version = (
        con.execute(f"PRAGMA {one}").fetchone()[0] for one in ("application_id", "user_version")
    )
    if application != APPLICATION or version < 1:
        raise BookError(f"`{name}` is no backup of a book; choose another file")
    if version > SCHEMA_VERSION:
        raise BookError(f"`{name}` was written by a newer infonet: update infonet")
    if version < SCHEMA_VERSION:
        bring_up(con, keyring.functions())
    if next(faults(con), None) is not None:
        raise BookError(f"`{name}` is damaged; choose another backup")
    renew_epoch(con)


def _acts(rows: list[Any]) -> pd.DataFrame:
    """Return acts, each with its day."""
    acts = pd.DataFrame(rows, columns=["act", "at", "kind", "what"]).astype(TEXT)
    day = pd.to_datetime(acts["at"], utc=True).dt.tz_localize(None).dt.floor("D")
    return acts.assign(act=acts.act.astype("int64"), at=day.astype("datetime64[s]"))
