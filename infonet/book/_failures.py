"""Say what SQLite or the system answers when something fails, in words that fit the fault."""

from __future__ import annotations

import errno
import sqlite3
from pathlib import Path

from infonet.errors import BookError, DamagedBookError

_NO_LOCKS = (
    "its drive gives no locks as a database needs them, as some network drives do; keep it on a "
    "disk of this computer, and backups of it on the drive"
)
# The beginning of SQLite's name of an error → what to say; the first that fits.
_FIXES = {
    "SQLITE_IOERR_SHMSIZE": "the disk is full; free some space and try again",
    **dict.fromkeys(
        (
            *("SQLITE_PROTOCOL", "SQLITE_NOLFS", "SQLITE_IOERR_SHM", "SQLITE_IOERR_LOCK"),
            *("SQLITE_IOERR_UNLOCK", "SQLITE_IOERR_RDLOCK", "SQLITE_IOERR_CHECKRESERVEDLOCK"),
            "SQLITE_IOERR_BLOCKED",
        ),
        _NO_LOCKS,
    ),
    "SQLITE_BUSY": "another program is writing to it; try again when that is done. If none is, "
    + _NO_LOCKS,
    "SQLITE_LOCKED": "another program is writing to it; try again when that is done",
    "SQLITE_FULL": "the disk is full; free some space and try again",
    "SQLITE_READONLY_ROLLBACK": "an act on it was broken off; open it once without `read_only`",
    "SQLITE_READONLY": "the file, its folder or the whole medium is read-only; make it writable, "
    "or go on with a `backup` elsewhere",
    "SQLITE_CANTOPEN": "the file or its folder cannot be opened for writing; check that both are "
    "there and writable. If they are, " + _NO_LOCKS,
    "SQLITE_PERM": "the file or its folder is not yours to write; check its permissions",
    "SQLITE_CORRUPT": "the file is damaged; go back to a backup",
    "SQLITE_NOTADB": "the file is no database any more; go back to a backup",
    "SQLITE_IOERR": "the disk refused; check its space and health and try again. If it is a "
    "network drive, keep it on a disk of this computer, and backups of it on the drive",
}
_OTHER = (
    "expected an infonet book at `{}`, found another kind of file; it was left as it is: choose "
    "another path"
)
_NO_BOOK = {
    "sealed": (
        "`{}` is an encrypted backup: restore it with its passphrase, `Book.restore(backup, path, "
        "passphrase=…)`",
        "is an encrypted backup",
    ),
    "unreadable": (
        "expected an infonet book at `{}`, found a file that cannot be read as one; it was left as "
        "it is: choose another path, or go back to a backup",
        "cannot be read as a book: it was written over, or never was one",
    ),
    "empty": (_OTHER, "is empty"),
    "other": (_OTHER, "is a database of another program"),
}
"""What lies in the place of a book → the sentence about it, and the words after its name."""
BEFORE = (
    *("SQLITE_BUSY", "SQLITE_FULL", "SQLITE_IOERR_WRITE", "SQLITE_READONLY", "SQLITE_CANTOPEN"),
    "SQLITE_CONSTRAINT",
)
"""What a commit fails with before the moment from which an act is in the book."""


_DAMAGE = ("SQLITE_CORRUPT", "SQLITE_NOTADB")
_OF_SYSTEM = {
    errno.ENOSPC: "SQLITE_FULL",
    errno.EDQUOT: "SQLITE_FULL",
    errno.EROFS: "SQLITE_READONLY",
    errno.EACCES: "SQLITE_PERM",
    errno.EPERM: "SQLITE_PERM",
}
"""What the system answers → SQLite's name of the same fault; any other is that of a disk."""


def why(error: sqlite3.Error | OSError) -> str:
    """Say what went wrong and what to do, from SQLite's (extended) error name."""
    if isinstance(error, OSError):
        name = _OF_SYSTEM.get(error.errno or 0, "SQLITE_IOERR")
    else:
        name = getattr(error, "sqlite_errorname", "") or ""
    for code, sentence in _FIXES.items():
        if name.startswith(code):
            return sentence
    return f"SQLite says `{error}`"


def failure(said: str, error: sqlite3.Error | OSError) -> BookError:
    """Return an error that begins as it is said; where the file is damaged, of the kind for it."""
    name = getattr(error, "sqlite_errorname", "SQLITE_CORRUPT")  # of what cannot be made of a fact
    damaged = not isinstance(error, OSError) and name.startswith(_DAMAGE)
    kind = DamagedBookError if damaged else BookError
    return kind(f"{said}: {why(error)}")


def no_book(path: Path, kind: str) -> DamagedBookError:
    """Return the error for a file of such a kind in the place of a book."""
    sentence, found = _NO_BOOK[kind]
    return DamagedBookError(sentence.format(path), found=found)


def unsound(wrong: tuple[str, str, str, str]) -> str:
    """Say what is wrong with a book, and what to do, from the first of its faults."""
    _, where, problem, action = wrong
    return f"the book is not sound ({where}: {problem}): {action}; `check()` says more"
