"""Backups of a book: written once found sound, encrypted or not, and listed."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

import pandas as pd

from infonet.book._failures import why
from infonet.book._place import file_of_book
from infonet.book._schema import APPLICATION
from infonet.book._sealed import is_sealed, seal
from infonet.book._store import Store
from infonet.errors import BookError, InfonetError
from infonet.files import save


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
        store.keyring.add_backup(path, transaction.id)


def backups_of(store: Store) -> pd.DataFrame:
    """Return the backups of a book that are there: path, day, encrypted; the latest first."""
    with store.reading() as transaction:
        listed, _ = listed_backups(store, transaction.id)
    return backups_at(listed)


def backups_in(book: Path) -> list[Path]:
    """Return the files beside a book that may be backups; its own, too, if that is encrypted."""
    with suppress(OSError):
        beside = [path for path in book.absolute().parent.iterdir() if path.name[0] != "."]
        return [path for path in beside if path.name != book.name or is_sealed(path)]
    return []


def backups_at(paths: Iterable[Path]) -> pd.DataFrame:
    """Return which of some files begin as a backup does, as `Book.backups` has them."""
    rows = []
    for path in paths:
        with suppress(OSError):  # one that is gone, or cannot be looked at, is none to go back to
            # A pipe that is opened waits for whoever writes into it.
            if os.path.isfile(path) and (is_sealed(path) or _begins_as_book(path)):  # noqa: PTH113
                rows.append((path, path.stat().st_mtime_ns, is_sealed(path)))
    rows.sort(key=lambda row: row[1], reverse=True)
    found = pd.DataFrame(rows, columns=["path", "day", "encrypted"])
    day = pd.to_datetime(found.day.astype("int64"), unit="ns").dt.floor("D")
    return found.assign(day=day.astype("datetime64[s]"), encrypted=found.encrypted.astype(bool))


def _begins_as_book(path: Path) -> bool:
    """Tell whether a file has the head of a database of infonet."""
    # https://www.sqlite.org/fileformat.html: the program that it belongs to stands 68 bytes in.
    with path.open("rb") as file:
        head = file.read(72)
    return head.startswith(b"SQLite format 3\0") and head[68:] == APPLICATION.to_bytes(4)


def listed_backups(store: Store, book: bytes) -> tuple[list[Path], Path | None]:
    """Return where the backups of a book lie, and the list of them where it is damaged."""
    kept = store.keyring.folder(book) / "backups"
    try:
        listed = store.keyring.backups(book)
    except OSError as error:
        raise BookError(
            f"it is not known where the backups of the book `{store.path}` are, as `{kept}` could "
            f"not be read: {why(error)}",
            plain="Where your backups are cannot be read now: try again.",
        ) from error
    except ValueError:
        return [], kept
    return [path for path in listed if path != store.path], None
