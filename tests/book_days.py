"""A book whose acts were done on other days than today."""

from __future__ import annotations

import sqlite3
from contextlib import closing

from infonet.book import Book

__all__ = ["date_acts"]


def date_acts(book: Book, until: int, *, day: str, then: str) -> None:
    """Let the acts up to a number have been done on a day, the others on another.

    Facts are only appended, so the file's own guard against changes is set aside for it.
    """
    guards = "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'act'"
    with closing(sqlite3.connect(book.path)) as con, con:
        found = con.execute(guards).fetchall()
        for name, _ in found:
            con.execute(f"DROP TRIGGER {name}")
        for at, comparison in ((day, "<="), (then, ">")):
            moment = f"{at}T12:00:00+00:00"
            con.execute(f"UPDATE act SET at = ? WHERE id {comparison} ?", (moment, until))
        for _, sql in found:
            con.execute(sql)
