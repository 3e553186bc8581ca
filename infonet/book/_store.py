"""The file: one private SQLite database, opened anew for every transaction.

Acts end with the rollback journal removed and the folder written to the disk, so a book is one file
whenever nobody is at work in it: it can be copied, and it can lie on a network drive.
"""

from __future__ import annotations

import os
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path

from infonet.book._ahead import as_rollback, connect, connect_alone, copy_of, is_ahead
from infonet.book._failures import BEFORE, failure, no_book, unsound, why
from infonet.book._faults import faults
from infonet.book._keyring import Keyring
from infonet.book._place import concerns, make_private, put_aside
from infonet.book._schema import APPLICATION, SCHEMA_VERSION, book_id, bring_up, make, sweep_pages
from infonet.book._sealed import is_sealed
from infonet.book._transaction import Memory, Transaction, Whole, press_of
from infonet.book._validate import optional_text
from infonet.errors import BookError, DamagedBookError, InfonetError
from infonet.files import save, sweep

BUSY_SECONDS = 60.0


class Store:
    """The file of one book, made when missing; a scratch book's need not last.

    Without `make` a book that is missing is an error. With `read_only` the file, and whatever
    stands beside it, is left exactly as it is. Of a book of an earlier schema a copy is kept before
    it is brought up, but for one `to_forget` in, as the copy would keep what is forgotten.
    """

    def __init__(
        self,
        path: Path,
        session: str,
        *,
        read_only: bool = False,
        scratch: bool = False,
        make: bool = True,
        to_forget: bool = False,
        keyring: Keyring | None = None,
    ) -> None:
        self.path, self.read_only, self._scratch = Path(os.path.abspath(path)), read_only, scratch
        self._session, self._past, self._to_forget = session, Memory(), to_forget
        self._memory = Memory(beside=None if scratch else self.path)
        self.keyring = keyring or Keyring(scratch=scratch)
        self._own = threading.local()  # what a thread writes as one act, nobody else joins
        try:
            self._find_or_make(make=make)
        except OSError as error:
            raise BookError(f"the book `{self.path}` was not opened: {why(error)}") from error
        self._inspect()

    def _find_or_make(self, *, make: bool) -> None:
        """Look whether there is a book, and make it when it is missing and may be made."""
        make_private(self.path)
        if not self.path.parent.is_dir():
            raise BookError(
                f"expected a folder at `{self.path.parent}` for the book, found none; "
                "make the folder first or choose another place"
            )
        if self.path.is_dir():
            raise BookError(f"expected a file at `{self.path}`, found a folder; add a file name")
        if not self.read_only and not self._scratch:
            sweep(self.path.parent)
        if not os.path.lexists(self.path):
            if self.read_only:
                raise BookError(
                    f"expected a book at `{self.path}`, found none; check the path, or open it "
                    "without `read_only=True` to make one"
                )
            if not make:
                raise BookError(f"there is no book at `{self.path}` any more")
            self._make()
        elif not self.path.is_file():
            raise BookError(f"expected a file at `{self.path}`, found none that can be read as one")

    def _make(self) -> None:
        """Create under a temporary name, then rename, so that a crash leaves no partial book."""
        try:
            put_aside(self.path)
            if self._scratch:
                self.path.touch(0o600)
                self._fill(self.path)
            else:
                save(self.path, self._fill, replace=False)
        except (sqlite3.Error, OSError) as error:
            raise BookError(f"the book `{self.path}` was not made: {why(error)}") from error
        except InfonetError as error:
            # Another process may have been quicker: its book is as good.
            if not os.path.lexists(self.path):
                raise BookError(f"the book was not made: {error}") from error

    def _fill(self, part: Path) -> None:
        """Write an empty book, with nothing beside it; whoever renames it flushes it."""
        with closing(sqlite3.connect(part, isolation_level=None)) as con:
            con.execute("PRAGMA journal_mode = OFF")
            con.execute("PRAGMA synchronous = OFF")
            make(con)

    def _inspect(self) -> None:
        """Raise for whatever is no book of this infonet or an earlier one."""
        try:
            if self.read_only and is_ahead(self.path):
                raise BookError(
                    f"the book `{self.path}` is as an earlier infonet keeps it, and cannot be read "
                    "without writing beside it; open it once without `read_only=True`"
                )
            size = self.path.stat().st_size
            with closing(self._open()) as con:
                found = [
                    con.execute(f"PRAGMA {name}").fetchone()[0]
                    for name in ("application_id", "user_version")
                ]
        except (sqlite3.Error, OSError) as error:
            if is_sealed(self.path):
                raise no_book(self.path, "sealed") from error
            if getattr(error, "sqlite_errorname", "") == "SQLITE_NOTADB":
                raise no_book(self.path, "unreadable") from error
            raise failure(f"the book `{self.path}` was not opened", error) from error
        application, version = found
        if application != APPLICATION or version < 1:
            raise no_book(self.path, "other" if size else "empty")
        self._refuse(version)

    def _refuse(self, version: int) -> None:
        """Raise for a schema that cannot be read: a newer one, or one that may not be changed."""
        if version > SCHEMA_VERSION:
            raise BookError(
                f"the book `{self.path}` was written by a newer infonet (schema `{version}`, this "
                f"one knows `{SCHEMA_VERSION}`); it was left as it is: update infonet"
            )
        if self.read_only and version < SCHEMA_VERSION:
            raise BookError(
                f"the book `{self.path}` was written by an earlier infonet (schema `{version}`, "
                f"this one reads `{SCHEMA_VERSION}`); open it once without `read_only=True`, "
                "which brings it up"
            )

    def refuse_to_write(self, what: str) -> None:
        """Raise if the book was opened for reading alone."""
        if self.read_only:
            raise BookError(
                f"{what} was not written to the book `{self.path}`: it was opened with "
                "`read_only=True`; open it without to change it"
            )

    @contextmanager
    def reading(self, before: str | None = None) -> Iterator[Transaction]:
        """See one state of the book, or what was known before a day."""
        failed = f"the book `{self.path}` could not be read"
        with self._sound(failed), self._transaction("BEGIN", failed, before) as transaction:
            yield transaction

    @contextmanager
    def writing(self, what: str) -> Iterator[Transaction]:
        """Keep all that is appended, or nothing of it."""
        failed = self._not_written(what)
        with (
            self._sound(failed),
            self._transaction("BEGIN IMMEDIATE", failed, unsure=what) as transaction,
        ):
            yield transaction

    def _not_written(self, what: str) -> str:
        """Begin the sentence that says so; raise if nothing may be written."""
        self.refuse_to_write(what)
        return f"{what} was not written to the book `{self.path}`"

    @contextmanager
    def _sound(self, failed: str) -> Iterator[None]:
        """Turn whatever a damaged book makes of its readers into one sentence about the damage.

        An error that nobody foresaw, in a book that is sound, stays what it is.
        """
        try:
            yield
        except OSError as error:
            raise BookError(f"{failed}: {why(error)}") from error
        except Exception as error:
            said = isinstance(error, InfonetError)
            if said and getattr(error.__cause__, "sqlite_errorname", "") != "SQLITE_ERROR":
                raise  # else a table may be gone, or not as it was made
            with suppress(sqlite3.Error), closing(self._open()) as con:
                wrong = next(faults(con), None)
                if wrong is not None:
                    sentence = f"{error}" if said else f"{failed}: {unsound(wrong)}"
                    raise DamagedBookError(sentence) from error
            raise

    @contextmanager
    def erasing(self, what: str) -> Iterator[Transaction]:
        """Keep all that is deleted and appended, or nothing; then write the file anew."""
        if self._whole is not None:
            raise BookError("what is forgotten is an act of its own; do it outside of `one_act`")
        with self.writing(what) as transaction:
            yield transaction
        with suppress(sqlite3.Error, OSError), closing(self._connect(write=True)):
            pass  # what cannot be swept now is swept with the next act

    @contextmanager
    def alone(self) -> Iterator[sqlite3.Connection]:
        """Keep everybody else out of the file, for one who replaces all that is in it."""
        with closing(self._open(write=True)) as con:
            with suppress(sqlite3.Error, ValueError):  # of one that is damaged
                con.execute("PRAGMA journal_mode = DELETE")
                con.execute(f"PRAGMA synchronous = {'OFF' if self._scratch else 'EXTRA'}")
            con.execute("PRAGMA secure_delete = ON")
            con.execute("PRAGMA locking_mode = EXCLUSIVE")
            con.execute("BEGIN EXCLUSIVE")
            con.execute("COMMIT")  # in this mode the lock outlasts it
            yield con

    @contextmanager
    def one_act(self, what: str) -> Iterator[None]:
        """Keep all that this thread appends as one act, or nothing of it."""
        said = optional_text(what, "what is done")
        if said is None:
            raise InfonetError("expected what is done, in words, as `undo` will say it; got none")
        if self._whole is not None:
            yield
            return
        # Not `writing`: what is raised in the block may be the caller's own.
        failed = self._not_written(f"the act `{said}`")
        with self._transaction("BEGIN IMMEDIATE", failed, unsure=f"`{said}`") as transaction:
            self._own.whole = whole = Whole(
                transaction.connection, self._memory, said, press_of(self._session)
            )
            try:
                yield
                if whole.failed is not None:
                    raise whole.failed
            finally:
                self._own.whole = None

    @property
    def _whole(self) -> Whole | None:
        """The act that this thread is writing in parts."""
        found: Whole | None = getattr(self._own, "whole", None)
        return found

    @contextmanager
    def _part(
        self, whole: Whole, failed: str, before: str | None, *, write: bool
    ) -> Iterator[Transaction]:
        """See the act as far as it is written, and append a part of it or nothing."""
        if whole.failed is not None:
            raise whole.failed
        con, act = whole.con, whole.act
        memory = whole.memory if before is None else Memory()
        con.execute("SAVEPOINT part")
        try:
            part = whole if write else None
            yield Transaction(con, self._session, memory, before, part, keyring=self.keyring)
        except BaseException as error:
            if isinstance(error, sqlite3.Error):  # it may have ended the whole transaction
                whole.failed = BookError(f"{failed}: {why(error)}")
            with suppress(sqlite3.Error):
                con.execute("ROLLBACK TO part")
                con.execute("RELEASE part")
            whole.act = act
            whole.forget()
            raise
        con.execute("RELEASE part")

    @contextmanager
    def _transaction(
        self, begin: str, failed: str, before: str | None = None, *, unsure: str = ""
    ) -> Iterator[Transaction]:
        """Commit what is done in the block; of `unsure` it may be that nobody can say whether."""
        committing = False
        memory = self._memory if before is None else self._past
        whole = self._whole
        try:
            if whole is not None:
                with self._part(whole, failed, before, write=begin != "BEGIN") as transaction:
                    yield transaction
                return
            with closing(self._connect(write=begin != "BEGIN")) as con:
                con.execute(begin)
                keeps = not (self.read_only or before) and begin == "BEGIN"
                try:
                    yield Transaction(
                        con, self._session, memory, before, keyring=self.keyring, keeps=keeps
                    )
                    committing = True
                    con.execute("COMMIT")
                except BaseException:
                    with suppress(sqlite3.Error):
                        con.execute("ROLLBACK")
                    raise
        except sqlite3.Error as error:
            name = getattr(error, "sqlite_errorname", "") or ""
            if committing and unsure and not name.startswith(BEFORE):
                raise BookError(
                    f"{unsure} may or may not be in the book `{self.path}`: {why(error)}; open it "
                    "again and look at `history()`"
                ) from error
            raise failure(failed, error) from error
        except UnicodeEncodeError as error:
            raise BookError(
                f"{failed}: the text holds half a character that cannot be stored; "
                "type or save it again as UTF-8"
            ) from error
        except OverflowError as error:
            raise BookError(f"{failed}: it holds a number too large to be stored") from error

    def _open(self, *, write: bool = False) -> sqlite3.Connection:
        con = connect(self.path, "ro" if self.read_only else "rw", timeout=BUSY_SECONDS)
        try:
            con.execute("PRAGMA schema_version")
        except sqlite3.Error as error:
            con.close()
            busy = error.sqlite_errorname.startswith("SQLITE_BUSY")
            try:
                if self.read_only or busy or not is_ahead(self.path):
                    raise
                alone = connect_alone(self.path, write=write, timeout=BUSY_SECONDS)
            except OSError:  # nothing more can be said of the file
                raise error from None
            if alone is None:
                raise
            return alone
        return con

    def _connect(self, *, write: bool = False) -> sqlite3.Connection:
        """Open the file, brought up to the present schema."""
        con = self._open(write=write)
        try:
            version = con.execute("PRAGMA user_version").fetchone()[0]
            if version != SCHEMA_VERSION:
                self._inspect()
                keeps = version and not self._to_forget
                kept = self._keep_earlier(con, version) if keeps else None
                bring_up(con, self.keyring.functions())
                if kept is not None:
                    self.keyring.add_backup(kept, book_id(con))
                sweep_pages(con)
            if write and con.execute("PRAGMA journal_mode").fetchone()[0] == "wal":
                # Only where nobody else has it open; else a later act will.
                with suppress(sqlite3.OperationalError):
                    con.execute("PRAGMA journal_mode = DELETE")
            if write:
                sweep_pages(con)
            # With EXTRA the folder is written, too, when the journal is gone: then the act lasts.
            con.execute(f"PRAGMA synchronous = {'OFF' if self._scratch else 'EXTRA'}")
            con.execute("PRAGMA secure_delete = ON")
            con.execute("PRAGMA foreign_keys = ON")
            con.execute("PRAGMA temp_store = MEMORY")
        except BaseException:
            con.close()
            raise
        return con

    def _keep_earlier(self, con: sqlite3.Connection, version: int) -> Path:
        """Copy a book of an earlier schema beside it before it is brought up; return where."""
        place = self.path.with_name(f"{self.path.stem}-schema-{version}.db")
        if not os.path.lexists(place):
            try:
                save(place, lambda part: copy_of(con, part), replace=False)
            except InfonetError as error:
                raise BookError(
                    f"the book `{self.path}` is as an earlier infonet keeps it, and was not "
                    f"brought up, because no copy of it could be kept: {error}"
                ) from error
        return place

    def concerns(self) -> list[str]:
        """Return what is wrong with the book's place and was not said before."""
        found = {} if self._scratch else concerns(self.path)
        if not found:
            return []
        with self.reading() as transaction:
            return self.keyring.say_once(transaction.id, found)

    def copy(self, part: Path) -> None:
        """Copy the whole book, of one moment, to an empty file, and look whether it is sound."""
        with closing(self._connect()) as con:
            copy_of(con, part)
        with closing(sqlite3.connect(part)) as copy:
            self._refuse_unsound(copy)

    def serialized(self) -> bytes:
        """Return the bytes of such a copy, of which nothing is written to the disk."""
        with closing(self._connect()) as con, closing(sqlite3.connect(":memory:")) as copy:
            con.backup(copy)
            self._refuse_unsound(copy)
            content = copy.serialize()
        return as_rollback(content)

    def _refuse_unsound(self, copy: sqlite3.Connection) -> None:
        """Raise where a copy of the book has a fault: a good backup is worth more."""
        wrong = next(faults(copy), None)
        if wrong is not None:
            raise BookError(
                f"no backup of the book `{self.path}` replaces a good one: {unsound(wrong)}"
            )
