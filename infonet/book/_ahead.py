"""Turn a book that is written with a log ahead of it to a rollback journal; copy a book whole."""

from __future__ import annotations

import os
import sqlite3
import sys
from contextlib import closing
from pathlib import Path

# 18 bytes in stands how the file is written and read: 1 with a rollback journal, 2 with a
# write-ahead log (https://www.sqlite.org/fileformat.html).
_FORMAT_AT, _ROLLBACK, _AHEAD = 18, b"\x01\x01", b"\x02\x02"
_handles: dict[tuple[int, int], int] = {}


def is_ahead(path: Path) -> bool:
    """Tell whether a file is written with a write-ahead log, without SQLite, which would make one.

    On POSIX the handle stays open as long as the process: closing any handle of a file takes away
    the locks that the process has on it, whichever thread has them.
    """
    if sys.platform == "win32":
        with path.open("rb") as file:
            file.seek(_FORMAT_AT)
            return file.read(2) == _AHEAD
    found = path.stat()
    place = found.st_dev, found.st_ino
    if place not in _handles:
        _handles[place] = os.open(path, os.O_RDONLY)
    return os.pread(_handles[place], 2, _FORMAT_AT) == _AHEAD


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
