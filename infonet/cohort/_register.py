"""The register of a cohort: who has agreed, by whose word and when; what each has handed over."""

from __future__ import annotations

import datetime as dt
import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import NamedTuple

import pandas as pd

from infonet.book import why
from infonet.errors import BookError, InfonetError
from infonet.files import save
from infonet.tables import as_date

_APPLICATION, _VERSION = 0x494E4643, 1
_SCHEMA = f"""
CREATE TABLE consent (
    id INTEGER PRIMARY KEY, member TEXT NOT NULL, name TEXT, kind TEXT NOT NULL,
    "by" TEXT NOT NULL, date TEXT NOT NULL
);
-- With AUTOINCREMENT no number is given twice: what was handed over under it is gone.
CREATE TABLE member (number INTEGER PRIMARY KEY AUTOINCREMENT, member TEXT NOT NULL UNIQUE);
CREATE TABLE handed (member INTEGER NOT NULL, file TEXT NOT NULL, digest TEXT NOT NULL);
PRAGMA application_id = {_APPLICATION};
PRAGMA user_version = {_VERSION};
"""
_STATE = """
SELECT consent.member, consent.name, member.number, consent.kind, consent."by", consent.date
FROM consent
LEFT JOIN member ON member.member = consent.member
WHERE consent.id IN (SELECT max(id) FROM consent GROUP BY member)
ORDER BY consent.member
"""
# The latest day up to the withdrawal, which may be dated before the consent that it ended.
_ENDED = """
SELECT max(date) FROM consent WHERE member = :member
AND id <= (SELECT max(id) FROM consent WHERE member = :member AND kind = 'withdrawn')
"""


class Consent(NamedTuple):
    """Hold what a member said last; `number` is that of their book, None once it is gone."""

    member: str
    name: str | None
    number: int | None
    kind: str
    by: str
    date: str


class Register:
    """The file of a cohort's consents; every row is appended but what a withdrawal removes."""

    def __init__(self, path: Path) -> None:
        self.path = path
        try:
            if not os.path.lexists(path):
                save(path, _fill, replace=False)
            with closing(self._open()) as con:
                found = [
                    con.execute(f"PRAGMA {name}").fetchone()[0]
                    for name in ("application_id", "user_version")
                ]
        except sqlite3.Error as error:
            raise BookError(
                f"`{path}` cannot be read as the register of a cohort: {why(error)}"
            ) from error
        if found != [_APPLICATION, _VERSION]:
            raise BookError(
                f"expected the register of a cohort at `{path}`, found another kind of file, or one"
                " of a newer infonet: choose another folder, or update infonet"
            )

    def consents(self) -> list[Consent]:
        """Return what each member said last, by key."""
        with self._acting() as con:
            return [Consent(*row) for row in con.execute(_STATE)]

    def agree(self, member: str, name: str | None, by: str, date: str) -> None:
        """Keep that a member has agreed; what they said before a withdrawal does not count."""
        with self._acting() as con:
            (ended,) = con.execute(_ENDED, {"member": member}).fetchone()
            if ended is not None and date <= ended:
                raise InfonetError(
                    f"`{member}` has withdrawn, and a consent counts only if it was given after"
                    f" {ended}, not on {date}: ask them anew"
                )
            con.execute(_CONSENT, (member, name, "given", by, date))
            con.execute("INSERT OR IGNORE INTO member (member) VALUES (?)", (member,))

    def withdraw(self, member: str, by: str, date: str) -> None:
        """Keep that a member has withdrawn, and forget what they handed over."""
        with self._acting() as con:
            con.execute(_CONSENT, (member, None, "withdrawn", by, date))
            ended = "SELECT number FROM member WHERE member = ?"
            con.execute(f"DELETE FROM handed WHERE member IN ({ended})", (member,))
            con.execute("DELETE FROM member WHERE member = ?", (member,))

    def hand_over(self, number: int, file: str, digest: str) -> None:
        """Keep that a file is in a member's book."""
        with self._acting() as con:
            con.execute("INSERT INTO handed VALUES (?, ?, ?)", (number, file, digest))

    def has(self, number: int, digest: str) -> bool:
        """Say whether a file is in a member's book."""
        with self._acting() as con:
            asked = "SELECT 1 FROM handed WHERE member = ? AND digest = ?"
            return con.execute(asked, (number, digest)).fetchone() is not None

    def files(self) -> pd.Series:
        """Count the files that each member has handed over, by number."""
        with self._acting() as con:
            rows = con.execute("SELECT member, count(*) FROM handed GROUP BY member").fetchall()
        return pd.Series(dict(rows), dtype="int64")

    @contextmanager
    def _acting(self) -> Iterator[sqlite3.Connection]:
        """Keep all that is done, or nothing of it."""
        try:
            with closing(self._open()) as con:
                con.execute("BEGIN IMMEDIATE")
                try:
                    yield con
                    con.execute("COMMIT")
                except BaseException:
                    with suppress(sqlite3.Error):
                        con.execute("ROLLBACK")
                    raise
        except sqlite3.Error as error:
            raise BookError(
                f"the register `{self.path}` could not be read or written: {why(error)}"
            ) from error

    def _open(self) -> sqlite3.Connection:
        con = sqlite3.connect(self.path, timeout=60.0, isolation_level=None)
        con.execute("PRAGMA synchronous = EXTRA")
        con.execute("PRAGMA secure_delete = ON")
        return con


def day_said(date: object) -> str:
    """Return the day on which something was said, as the register keeps it."""
    try:
        day = f"{as_date(date):%Y-%m-%d}"
    except InfonetError:
        raise InfonetError(f"`date` takes a date such as `2026-06-30`, not `{date}`") from None
    if day > f"{dt.date.today()}":  # noqa: DTZ011  # the coach's own day is meant
        raise InfonetError(f"`date` is {day}, a day to come: give the one on which it was said")
    return day


@contextmanager
def at_work_in(folder: Path) -> Iterator[None]:
    """Turn what the system answers about files of a cohort into one sentence."""
    try:
        yield
    except OSError as error:
        raise BookError(
            f"the cohort `{folder}` could not be read or written: {why(error)}"
        ) from error


_CONSENT = 'INSERT INTO consent (member, name, kind, "by", date) VALUES (?, ?, ?, ?, ?)'


def _fill(part: Path) -> None:
    with closing(sqlite3.connect(part, isolation_level=None)) as con:
        con.execute("PRAGMA journal_mode = OFF")
        con.executescript(_SCHEMA)
