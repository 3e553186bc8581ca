"""Turn a book that is written with a log ahead of it to a rollback journal; copy a book whole."""

from __future__ import annotations

import os
import sqlite3
import sys
from contextlib import closing, suppress
from pathlib import Path
from threading import RLock
from weakref import WeakSet

from infonet.errors import BookError
from infonet.files import remove_folder, scratch_folder

_File = tuple[int, int]
"""The device and the number of a file."""

# 18 bytes in stands how the file is written and read: 1 with a rollback journal, 2 with a
# write-ahead log (https://www.sqlite.org/fileformat.html).
_FORMAT_AT, _ROLLBACK, _AHEAD = 18, b"\x01\x01", b"\x02\x02"

_MOST = 64
"""Handles that are kept, of files that nobody has open."""

_handles: dict[_File, int] = {}
_turn = RLock()


class Connection(sqlite3.Connection):
    """A connection to the file of a book, by which it is known that this process has it open."""

    file: _File | None = None


_open: WeakSet[Connection] = WeakSet()


def connect(path: Path, mode: str, *, timeout: float) -> Connection:
    """Open the file of a book, in a mode of SQLite's addresses."""
    # A share has four strokes there, as SQLite takes no host.
    address = path.as_uri()
    address = address if address.startswith("file:///") else address.replace("//", "////", 1)
    with _turn:
        con = sqlite3.connect(
            f"{address}?mode={mode}",
            uri=True,
            timeout=timeout,
            isolation_level=None,
            factory=Connection,
        )
        _open.add(con)
        with suppress(OSError):
            con.file = _file(path.stat())
    return con


def connect_alone(path: Path, *, write: bool, timeout: float) -> Connection | None:
    """Open a book with a write-ahead log where the file that it shares with others cannot be.

    It is turned over, which who is alone with it can do without, or where there is no room for
    that, read together with its log. On a medium that cannot be written nothing can change it, so
    that it is read as it stands, with its log from copies of both, and None is for writing.
    """
    with suppress(sqlite3.Error), closing(connect(path, "rw", timeout=0.0)) as con:
        con.execute("PRAGMA locking_mode = EXCLUSIVE")
        con.execute("PRAGMA journal_mode = DELETE")
    if not is_ahead(path):
        return connect(path, "rw", timeout=timeout)
    log = path.with_name(f"{path.name}-wal")
    if not log.exists() or not log.stat().st_size:
        return None if write else connect(path, "ro&immutable=1", timeout=timeout)
    con = connect(path, "rw", timeout=timeout)
    try:
        con.execute("PRAGMA locking_mode = EXCLUSIVE")
        con.execute("PRAGMA schema_version")
    except sqlite3.Error as error:
        con.close()
        if not os.access(path, os.W_OK):
            return None if write else _in_memory(path, log)
        raise BookError(
            f"the book `{path}` was not opened: its last acts lie in `{log.name}` beside it, which "
            "cannot be read here; copy both to a disk of this computer and open it there"
        ) from error
    return con


def _in_memory(path: Path, log: Path) -> Connection:
    """Read a book and its log from copies, which are removed at once."""
    folder = scratch_folder()
    try:
        for file in (path, log):
            (folder / file.name).write_bytes(file.read_bytes())
        con = sqlite3.connect(":memory:", isolation_level=None, factory=Connection)
        with closing(sqlite3.connect(folder / path.name)) as copy:
            copy.execute("PRAGMA journal_mode = DELETE")
            copy.backup(con)
    finally:
        remove_folder(folder)
    return con


def is_ahead(path: Path) -> bool:
    """Tell whether a file is written with a write-ahead log, without SQLite, which would make one.

    On POSIX closing any handle of a file takes away the locks that the process has on it, whichever
    thread has them. So the handle is kept; of many, those of files that are gone, or that nobody
    has open here, are closed.
    """
    if sys.platform == "win32":
        with path.open("rb") as file:
            file.seek(_FORMAT_AT)
            return file.read(2) == _AHEAD
    with _turn:
        place = _file(path.stat())
        if place not in _handles:
            if len(_handles) >= _MOST:
                _close_some()
            _handles[place] = os.open(path, os.O_RDONLY)
        return os.pread(_handles[place], 2, _FORMAT_AT) == _AHEAD


def _file(found: os.stat_result) -> _File:
    return found.st_dev, found.st_ino


def _close_some() -> None:
    """Close the handles of files that this process has not open, and of files that are gone."""
    used = {con.file for con in _open}
    for place, handle in [*_handles.items()]:
        if place not in used or os.fstat(handle).st_nlink == 0:
            os.close(_handles.pop(place))


def mark_rollback(path: Path) -> None:
    """Write into a file that nobody has open that it is kept with a rollback journal."""
    with path.open("r+b") as file:
        file.seek(_FORMAT_AT)
        file.write(_ROLLBACK)


def as_rollback(content: bytes) -> bytes:
    """Return what is in the file of a book, as one that is kept with a rollback journal."""
    return content[:_FORMAT_AT] + _ROLLBACK + content[_FORMAT_AT + len(_ROLLBACK) :]


def copy_of(con: sqlite3.Connection, part: Path) -> None:
    """Copy a whole book, of one moment, as a file with nothing beside it."""
    with closing(sqlite3.connect(part)) as copy:
        copy.execute("PRAGMA journal_mode = OFF")  # nothing beside what will be renamed
        con.backup(copy)
    mark_rollback(part)
