"""Copies of a book: written once they are found sound, encrypted or not, and read again."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing
from pathlib import Path

from infonet.book._failures import why
from infonet.book._place import file_of_book
from infonet.book._schema import APPLICATION, FIRST_EPOCH, renew_epoch
from infonet.book._sealed import is_sealed, seal, unseal
from infonet.book._store import Store
from infonet.errors import BookError, InfonetError
from infonet.files import read_bytes, save


def write_backup(
    store: Store, given: str | os.PathLike[str], passphrase: str | None, *, replace: bool
) -> None:
    """Write a complete copy, of one moment; only a sound one replaces what is there."""
    path = Path(os.path.abspath(file_of_book(given)))
    try:
        there = path.parent.is_dir()
    except OSError as error:
        raise BookError(f"the backup `{path}` was not made: {why(error)}") from error
    if not there:
        raise BookError(
            f"expected a folder at `{path.parent}` for the backup, found none; make it first"
        )
    if os.path.lexists(path) and not replace:
        raise BookError(
            f"`{path}` is already there and is not overwritten; choose a new name, or "
            "`replace=True`"
        )
    if os.path.realpath(path) == os.path.realpath(store.path):
        raise BookError(f"`{path}` is the book itself; choose another name for the backup")
    try:
        content = store.copy if passphrase is None else seal(store.serialized(), passphrase)
        save(path, content, replace=replace)
    except sqlite3.Error as error:
        raise BookError(f"the backup `{path}` was not made: {why(error)}") from error
    except BookError:
        raise
    except InfonetError as error:
        raise BookError(f"the backup was not made: {error}") from error
    with store.reading() as transaction:
        store.keyring.add_backup(transaction.id, path)


def restore(
    given: str | os.PathLike[str], path: str | os.PathLike[str], passphrase: str | None
) -> Path:
    """Write a backup, encrypted or not, as a book at a new place; return where."""
    backup = file_of_book(given)
    content = read_bytes(backup)
    if is_sealed(backup):
        if passphrase is None:
            raise BookError(f"`{backup.name}` is encrypted: give its `passphrase`")
        content = unseal(content, passphrase, backup.name)
    elif passphrase is not None:
        raise BookError(f"`{backup.name}` is not encrypted; leave the passphrase out")

    def write(part: Path) -> None:
        part.write_bytes(content)
        with closing(sqlite3.connect(part, isolation_level=None)) as con:
            con.execute("PRAGMA journal_mode = OFF")
            if con.execute("PRAGMA application_id").fetchone()[0] != APPLICATION:
                raise BookError(f"`{backup.name}` is no backup of a book; choose another file")
            if con.execute("PRAGMA user_version").fetchone()[0] >= FIRST_EPOCH:
                renew_epoch(con)

    try:
        return save(path, write, replace=False)
    except sqlite3.Error as error:
        said = f"`{backup.name}` is no backup of a book, or damaged: {why(error)}"
        raise BookError(said) from None
