"""A file of acts: opened, listed, undone and copied, whatever the acts are about."""

from __future__ import annotations

import os
import shutil
import sqlite3
import tempfile
import weakref
from pathlib import Path

import pandas as pd

from infonet.book._facts import state_of
from infonet.book._given import a_number
from infonet.book._identity import aliases_of
from infonet.book._store import Store, append, new_act
from infonet.errors import BookError

__all__ = ["Acts"]


class Acts:
    """The part of a book that does not know what it is about: acts, appended and undone."""

    def __init__(self, path: str | os.PathLike[str] | None) -> None:
        scratch = None
        if path is None:
            scratch = tempfile.mkdtemp(prefix="infonet-")
            path = Path(scratch) / "scratch.db"
            self._discard = weakref.finalize(self, shutil.rmtree, scratch, ignore_errors=True)
        self._store = Store(Path(path).expanduser())
        self._scratch = scratch is not None
        self._same: tuple[tuple[object, ...], dict[str, str]] | None = None

    @property
    def path(self) -> Path:
        """Where the book is."""
        return self._store.path

    def close(self) -> None:
        """Remove a scratch book now; a book with a path has nothing open between two calls."""
        if self._scratch:
            self._discard()

    def history(self) -> pd.DataFrame:
        """What was done: act, at (UTC), kind, what, undone."""
        with self._store.reading() as con:
            rows = con.execute(
                "SELECT id, at, kind, what, id IN (SELECT act FROM temp.dead) FROM act ORDER BY id"
            ).fetchall()
        made = pd.DataFrame(rows, columns=["act", "at", "kind", "what", "undone"])
        made["at"] = pd.to_datetime(made["at"], utc=True).dt.tz_localize(None)
        dtypes = {"act": "int64", "at": "datetime64[s]", "kind": "str", "what": "str"}
        return made.astype(dtypes | {"undone": "bool"})

    def undo(self, act: int | None = None) -> str:
        """Take back an act, which loses nothing: undoing the undo brings it back.

        Parameters
        ----------
        act : int, optional
            Its number in `history`; without it, the latest that is in force and is no undo.

        Returns
        -------
        str
            What was undone, and how to bring it back.

        Raises
        ------
        BookError
            There is no such act, or it is undone already.
        """
        with self._store.writing("the undo") as con:
            if act is None:
                act = _to_undo(con)
                if act is None:
                    raise BookError("there is nothing to undo in the book; `history()` lists all")
            return _undo(con, *_act(con, act))

    def redo(self) -> str:
        """Bring back what `undo` took back last; several of them one by one, the latest first.

        Returns
        -------
        str
            What was brought back, and how to take it back again.

        Raises
        ------
        BookError
            Nothing was undone since anything else was done.
        """
        with self._store.writing("the redo") as con:
            undo = _to_redo(con)
            if undo is None:
                raise BookError("nothing was undone since the latest act; `history()` lists all")
            return _undo(con, *_act(con, undo))

    @property
    def can_undo(self) -> bool:
        """Whether there is something that `undo` would take back."""
        with self._store.reading() as con:
            return _to_undo(con) is not None

    @property
    def can_redo(self) -> bool:
        """Whether there is something that `redo` would bring back."""
        with self._store.reading() as con:
            return _to_redo(con) is not None

    def backup(self, path: str | os.PathLike[str]) -> None:
        """Copy the book, complete and of one moment, to a new file of mode 0600.

        Raises
        ------
        BookError
            The file is already there, or cannot be written.
        """
        self._store.backup(Path(path).expanduser())

    def _named(self) -> str:
        return "Scratch book" if self._scratch else f"Book `{self.path}`"

    def _aliases(self, con: sqlite3.Connection) -> dict[str, str]:
        """Key → the key to show; worked out again only when the evidence has changed."""
        state = state_of(con, "sighting", "decision", "export")
        if self._same is None or self._same[0] != state:
            self._same = state, aliases_of(con)
        return self._same[1]


def _undo(con: sqlite3.Connection, act: int, kind: str, sentence: str) -> str:
    """Append the undo of an act that is in force; an undo's brings back what it took back."""
    what = f"Undid act {act}: {sentence}"
    if kind == "undo":
        brought = con.execute("SELECT target FROM undo WHERE act = ?", (act,)).fetchone()[0]
        what = f"Brought back act {brought}: {_act(con, brought, dead=True)[2]}"
    made = new_act(con, "undo", what)
    append(con, "undo", [{"act": made, "target": act}])
    return f"{what} `undo({made})` takes this back."


def _to_undo(con: sqlite3.Connection) -> int | None:
    """The latest act in force that is no undo; None if there is none."""
    # Whose book it is is settled once: that is only taken back by its number.
    row = con.execute(
        "SELECT MAX(id) FROM act WHERE kind NOT IN ('undo', 'me')"
        " AND id NOT IN (SELECT act FROM temp.dead)"
    ).fetchone()
    return None if row[0] is None else int(row[0])


def _to_redo(con: sqlite3.Connection) -> int | None:
    """The latest undo in force since anything else was done; None if there is none."""
    # An undo of an undo brings back: it takes nothing back itself.
    row = con.execute(
        "SELECT MAX(live_undo.act) FROM live_undo JOIN act ON act.id = live_undo.target"
        " WHERE act.kind <> 'undo' AND live_undo.act >"
        " (SELECT IFNULL(MAX(id), 0) FROM act WHERE kind <> 'undo')"
    ).fetchone()
    return None if row[0] is None else int(row[0])


def _act(con: sqlite3.Connection, act: int, *, dead: bool = False) -> tuple[int, str, str]:
    """An act: number, kind, sentence; by default one that is in force."""
    query = "SELECT id, kind, what FROM act WHERE id = ?"
    row = con.execute(query, (a_number(act),)).fetchone()
    if row is None:
        raise BookError(f"expected the number of an act, got `{act}`; `history()` lists them")
    act = int(row[0])
    over = con.execute("SELECT act FROM live_undo WHERE target = ?", (act,)).fetchone()
    if over is not None and not dead:
        raise BookError(f"act `{act}` is undone already; `undo({over[0]})` brings it back")
    return int(row[0]), str(row[1]), str(row[2])
