"""Keep what a backup comes in place of, a book that opens or a file that does not, and replace it.

Each says by `look` which acts are in it and whose it is, None if it is damaged. `becomes` keeps it
as it is under another name, of which its `word` is a part, and puts a book in its place; if it was
changed since it was looked at, it does nothing and returns False.
"""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import ExitStack, suppress
from functools import partial
from pathlib import Path
from typing import Any

from infonet.book._ahead import copy_of
from infonet.book._failures import why
from infonet.book._keyring import Keyring
from infonet.book._place import BESIDE
from infonet.book._store import Store
from infonet.errors import BookError, DamagedBookError
from infonet.files import save

ACTS = "SELECT id, at, kind, what FROM act ORDER BY id DESC"
"""What was done, the latest first."""


class OpenBook:
    """A book that opens; what is in it is replaced."""

    word = "before"

    def __init__(self, store: Store) -> None:
        store.refuse_to_write("a backup")
        self._store, self.path, self.keyring = store, store.path, store.keyring
        self._last: list[Any] | None = None

    def look(self) -> tuple[list[Any], bytes | None]:
        """Return its acts and whose it is."""
        try:
            with self._store.reading() as transaction:
                acts, whose = transaction.rows(ACTS), transaction.id
        except DamagedBookError:
            return [], None
        self._last = acts[:1]
        return acts, whose

    def becomes(self, content: sqlite3.Connection, kept: Path) -> bool:
        """Replace all that is in it."""
        self._store.refuse_to_write("a backup")
        with self._store.alone() as con:
            if self._last is not None and con.execute(ACTS).fetchmany(1) != self._last:
                return False
            save(kept, lambda part: copy_of(con, part), replace=False)
            content.backup(con)
        return True


class ClosedFile:
    """A file that does not open as a book; it is kept byte for byte."""

    word = "damaged"

    def __init__(self, path: Path) -> None:
        self.path, self.keyring = path, Keyring()
        self._seen = list[int]()

    def look(self) -> tuple[list[Any], bytes | None]:
        """Return that it is damaged, and remember which file it is."""
        self._seen = self._state()
        return [], None

    def becomes(self, content: sqlite3.Connection, kept: Path) -> bool:
        """Put a book in its place.

        What lies beside it goes along, before the book is there: SQLite would apply it to the book.
        If anything fails, all is again as it was.
        """
        if self._state() != self._seen:
            return False
        with ExitStack() as back:
            save(kept, partial(shutil.copyfile, self.path), replace=False)
            back.callback(kept.unlink)
            for end in BESIDE:
                there, aside = (at.with_name(at.name + end) for at in (self.path, kept))
                with suppress(FileNotFoundError):  # any other failure ends it: it may be there
                    there.rename(aside)
                    back.callback(aside.rename, there)
            save(self.path, partial(copy_of, content), replace=True)
            back.pop_all()
        return True

    def _state(self) -> list[int]:
        """Return what differs once the file is another; to open it might change it."""
        try:
            found = self.path.stat()
        except OSError as error:
            raise BookError(f"`{self.path}` cannot be looked at: {why(error)}") from error
        return [found.st_ino, found.st_size, found.st_mtime_ns]
