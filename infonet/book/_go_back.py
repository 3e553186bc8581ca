"""Read a backup again, once it is found sound: as a book of its own, or in place of one."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import Any

import pandas as pd

from infonet.book._ahead import as_rollback, copy_of
from infonet.book._backup import backups_at, backups_in
from infonet.book._failures import why
from infonet.book._faults import faults
from infonet.book._history import in_words
from infonet.book._in_place import ACTS, ClosedFile, OpenBook
from infonet.book._keyring import Keyring
from infonet.book._place import BESIDE, file_of_book, put_aside
from infonet.book._schema import APPLICATION, SCHEMA_VERSION, book_id, bring_up, make, renew_epoch
from infonet.book._sealed import is_sealed, unseal
from infonet.book._snapshot_file import discard
from infonet.book._store import Store
from infonet.book._transaction import Memory, Transaction
from infonet.book.projection import project
from infonet.errors import BookError, DamagedBookError, InfonetError
from infonet.files import free_place, named, read_bytes, save
from infonet.names.text import counted, some_of
from infonet.tables import TEXT
from infonet.workdays import day_text

_Path = str | os.PathLike[str]


def restore(
    given: str | os.PathLike[str], path: str | os.PathLike[str], passphrase: str | None
) -> Path:
    """Write a backup, encrypted or not, as a book at a new place; return where."""
    backup = file_of_book(given)
    with _opened(_content(backup, passphrase), backup.name, Keyring()) as con:
        try:
            put_aside(named(path))
            return save(path, lambda part: copy_of(con, part), replace=False)
        except (sqlite3.Error, OSError) as error:
            raise BookError(f"the book `{path}` was not made: {why(error)}") from error


class GoingBack:
    """Show what a book loses that is again as it was in a backup; `confirm` does it.

    The book as it is now is kept beside it, so that nothing is lost for good.

    Attributes
    ----------
    backup : Path or None
        Where the backup lies; None for an empty book.
    name : str
        What the backup is called.
    last, day : str and Timestamp
        The last act in it, in words, and its day; empty and missing where it has none.
    is_anothers : bool
        Whether it is the backup of another book.
    is_damaged : bool
        Whether the book is damaged, so that what is in it cannot be said.
    lost : DataFrame
        act, at, kind, what: what is in the book and not in the backup, the latest first.
    """

    def __init__(
        self, place: OpenBook | ClosedFile, given: _Path | None, passphrase: str | None
    ) -> None:
        self._place = place
        self.backup = None if given is None else file_of_book(given)
        self.name = "an empty book" if self.backup is None else self.backup.name
        self._content = _empty() if self.backup is None else _content(self.backup, passphrase)
        with _opened(self._content, self.name, place.keyring) as con:
            theirs, other = con.execute(ACTS).fetchall(), book_id(con)
            held = Transaction(con, "", Memory(), keyring=place.keyring)
            self._holds = in_words(project(held))
        known = {row[:3] for row in theirs}
        mine, whose = place.look()
        self.is_damaged, self.is_anothers = whose is None, whose not in (None, other)
        self.lost = _acts([row for row in mine if row[:3] not in known])
        self._id = other if whose is None else whose  # as far as the book can be read
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
        place, kept = self._place, self._kept
        failed = f"the book `{place.path}` stays as it is, and is not that of `{self.name}`"
        try:
            with _opened(self._content, self.name, place.keyring) as content:
                if not place.becomes(content, kept):
                    changed = "it was changed since it was shown what it would lose: look again"
                    raise BookError(f"{failed}: {changed}", plain=f"Your book stays: {changed}.")
                books = {self._id, book_id(content)}
        except (sqlite3.Error, OSError) as error:
            stays = f"Your book stays as it is: {why(error)}."
            raise BookError(f"{failed}: {why(error)}", plain=stays) from error
        finally:
            discard(place.path)
        place.keyring.add_backup(kept, *books)
        done = f"Your book is again as it was in {self.name}."
        if self.backup is None:
            done = "Your book is empty now."
        return f"{done} As it was before, it is kept as {kept.name}."

    @property
    def _kept(self) -> Path:
        """Return where the book of before will lie: beside it, under a name that no file has."""
        path, word = self._place.path, self._place.word
        return free_place(path.with_name(f"{path.stem}-{word}{path.suffix}"), beside=BESIDE)

    def lines(self) -> list[str]:
        """Say what is lost, sentence by sentence, for whoever decides."""
        name = self.name
        said = [f"There is nothing in {name}: {self._holds}."]
        if self.last:
            said = [
                f"The last thing done in {name}: {self.last.rstrip('.')}, {day_text(self.day)}.",
                f"In it: {self._holds}.",
            ]
        if self.backup is None:
            said = ["Nobody is in it: import your contacts again, or say whom you know."]
        elif self.is_anothers:
            said.append("It is the backup of another book: nothing of this one is in it.")
        if self.is_damaged and self.backup is None:
            said.append("Your book is damaged: what is in it cannot be read.")
        elif self.is_damaged:
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


def going_back(store: Store, backup: _Path, passphrase: str | None) -> GoingBack:
    """Show what comes in place of what is in a book."""
    return GoingBack(OpenBook(store), backup, passphrase)


def rescue(path: _Path, backup: _Path | None = None, *, passphrase: str | None = None) -> GoingBack:
    """Show what comes in place of a damaged book, which need not open; `confirm` does it.

    A file that does not open is kept beside it, byte for byte.

    Parameters
    ----------
    path : str or Path
        Where the book is, or another file in its place.
    backup, passphrase : optional
        As in `Book.go_back`; without a backup an empty book comes in its place.

    Returns
    -------
    GoingBack

    Raises
    ------
    BookError
        The book is sound, so that `Book.go_back` is the way; it is locked, or of a newer infonet;
        or as `Book.go_back`.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     size = Path(folder, "me.db").write_bytes(b"no book any more")
    ...     rescue(Path(folder, "me.db")).confirm()
    'Your book is empty now. As it was before, it is kept as me-damaged.db.'
    """
    place = Path(os.path.realpath(file_of_book(path)))
    try:
        store = Store(place, "", make=False)
    except DamagedBookError:
        return GoingBack(ClosedFile(place), backup, passphrase)
    with suppress(DamagedBookError), store.reading() as transaction:
        if next(faults(transaction.connection), None) is None:
            raise BookError(
                f"the book `{place}` is sound, and stays: open it, and use `book.go_back(…)`",
                plain="Your book opens again: reload this page.",
            )
    return GoingBack(OpenBook(store), backup, passphrase)


def backups_beside(path: _Path, *, most: int = 5) -> pd.DataFrame:
    """Return the latest sound backups in the folder of a book, which need not open.

    As `Book.backups`, and `last`, the last act: empty for one that is encrypted. Whether such a one
    is sound shows when it is opened.
    """
    listed = backups_at(backups_in(file_of_book(path)))
    last: dict[Path, str] = {}
    for each, sealed in zip(listed.path, listed.encrypted, strict=True):
        with suppress(InfonetError):
            if len(last) < most and sealed:
                last[each] = ""
            elif len(last) < most:
                with _opened(_content(each, None), each.name, Keyring()) as con:
                    last[each] = "".join(row[3] for row in con.execute(ACTS).fetchmany(1))
    found = listed[listed.path.isin(list(last))].reset_index(drop=True)
    return found.assign(last=[last[each] for each in found.path])


def _empty() -> bytes:
    """Return the bytes of a book in which nothing is."""
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as con:
        make(con)
        return con.serialize()


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
