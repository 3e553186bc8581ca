"""The history of a book: its acts, undo and redo; and what a book shows of itself."""

from __future__ import annotations

from itertools import takewhile
from typing import NamedTuple

import pandas as pd

from infonet.book._transaction import PRESS, Transaction
from infonet.errors import BookError, whole_number
from infonet.names.markup import block, letters
from infonet.names.text import counted
from infonet.tables import TEXT, Tables

_SHOWN, _ACTS = 12, 5
_DTYPES = {"act": "int64", "at": "datetime64[s]", "kind": TEXT, "what": TEXT, "undone": "bool"}


class State(NamedTuple):
    """The state of a book: its latest act, and what can be taken back.

    Attributes
    ----------
    act : int
        The number of the latest act; 0 in an empty book.
    kind : str
        Its kind, as in `Book.history`.
    what : str
        What it was, in words.
    undo, redo : str or None
        What `Book.undo` would take back and `Book.redo` bring back, in words; None for nothing.
        Both are of the book as it was opened here.
    others : str or None
        What ``Book.undo(others=True)`` would take back where nothing of one's own is left, in
        words; None where something is, or nothing at all.
    others_redo : str or None
        The same of ``Book.redo(others=True)``: what was taken back last, and not here.
    """

    act: int
    kind: str
    what: str
    undo: str | None
    redo: str | None
    others: str | None = None
    others_redo: str | None = None


def history_of(transaction: Transaction) -> pd.DataFrame:
    """Return the acts: act, at, kind, what, undone."""
    rows = transaction.rows("SELECT id, at, kind, what FROM act ORDER BY id")
    made = pd.DataFrame(rows, columns=["act", "at", "kind", "what"])
    made["at"] = pd.to_datetime(made["at"], utc=True).dt.tz_localize(None)
    return made.assign(undone=made.act.isin(transaction.undone)).astype(_DTYPES)


def state_of(transaction: Transaction) -> State:
    """Return the latest act, and what undo and redo would do."""
    last = transaction.row("SELECT id, kind, what FROM act ORDER BY id DESC LIMIT 1")
    redo, others_redo = (
        _taken_back(transaction, undos[0]) if undos else None
        for undos in (_to_redo(transaction, own=own) for own in (True, False))
    )
    undo, others = (
        _act(transaction, acts[-1])[2] if acts else None
        for acts in (_to_undo(transaction, own=own) for own in (True, False))
    )
    act, kind, what = last or (0, "", "Nothing was written.")
    others, others_redo = None if undo else others, None if redo else others_redo
    return State(act, kind, what, undo, redo, others, others_redo)


def write_undo(transaction: Transaction, act: object, *, others: bool) -> str:
    """Append the undo of an act in force, by default the latest of one's own that is no undo.

    Where none is left, that of another session is only taken back with `others`.
    """
    if act is not None:
        return _undo(transaction, act)
    acts = _to_undo(transaction, own=True)
    if not acts:
        acts = _to_undo(transaction, own=False)
        if not acts:
            raise BookError("there is nothing to undo in the book; `history()` lists all")
        if not others:
            raise BookError(
                "nothing is left that was done since this book was opened here; the latest act in "
                f"it is `{_act(transaction, acts[-1])[2]}`: `undo(others=True)` takes it back"
            )
    return _undo_press(transaction, acts)


def write_redo(transaction: Transaction, *, others: bool) -> str:
    """Append the undo of the latest undo of one's own; with `others` of whoever undid last."""
    undos = _to_redo(transaction, own=not others)
    if not undos:
        where = "" if others else " here"
        raise BookError(f"nothing was undone{where} since the latest act; `history()` lists all")
    return _undo_press(transaction, undos[::-1])


def _undo_press(transaction: Transaction, acts: list[int]) -> str:
    """Append the undo of each act of one press; return what was said of the last."""
    if len(acts) > 1:
        transaction.begin_press()
    return [_undo(transaction, act) for act in acts][-1]


def _undo(transaction: Transaction, act: object) -> str:
    """Append the undo of an act that is in force; an undo's brings back what it took back."""
    number, kind, sentence = _act(transaction, act)
    if number in transaction.undone:
        over = transaction.value("SELECT act FROM live_undo WHERE target = ?", number)
        raise BookError(f"act `{number}` is undone already; `undo({over})` brings it back")
    if kind == "forget":
        raise BookError(f"act `{number}` cannot be undone: what was forgotten is nowhere any more")
    what = f"Undone: {sentence}"
    if kind == "undo":
        what = f"Redone: {_taken_back(transaction, number)}"
    transaction.begin("undo", what)
    transaction.append("undo", {"target": number})
    return what


def _taken_back(transaction: Transaction, undo: int) -> str:
    """Return what an undo took back, in words."""
    sql = "SELECT what FROM undo JOIN act ON act.id = target WHERE undo.act = ?"
    return str(transaction.value(sql, undo))


def _to_undo(transaction: Transaction, *, own: bool) -> list[int]:
    """Return the acts of the latest press in force that is no undo, the last of them first.

    With `own` it is the latest that was done by the book as it was opened here.
    """
    # Whose book it is is settled once: that is only taken back by its number.
    # What was forgotten is nowhere any more.
    rows = transaction.rows(
        "SELECT id, session FROM act WHERE kind NOT IN ('undo', 'me', 'forget') ORDER BY id DESC"
    )
    acts = (act for act, session in rows if not own or transaction.is_own(session))
    return _press(transaction, next((act for act in acts if act not in transaction.undone), None))


def _press(transaction: Transaction, act: int | None) -> list[int]:
    """Return the acts in force of the press that an act is of, the last of them first."""
    if act is None:
        return []
    same = (
        "SELECT id FROM act WHERE id <= ? AND session = (SELECT session FROM act WHERE id = ?)"
        " AND instr(session, ?) ORDER BY id DESC"
    )
    acts = [one for (one,) in transaction.rows(same, act, act, PRESS)]
    found = [one for one in acts if one not in transaction.undone]
    return found or [act]


def _to_redo(transaction: Transaction, *, own: bool) -> list[int]:
    """Return the undos in force of the latest press since anything else was done, last first.

    With `own` only what was done by the book as it was opened here counts.
    """
    # An undo of an undo brings back: it takes nothing back itself.
    taken = {
        act
        for (act,) in transaction.rows(
            "SELECT taken.act FROM live_undo AS taken JOIN act ON act.id = taken.target"
            " WHERE act.kind <> 'undo'"
        )
    }
    acts = transaction.rows("SELECT id, kind, session FROM act ORDER BY id DESC")
    done = ((act, kind) for act, kind, who in acts if not own or transaction.is_own(who))
    since = takewhile(lambda each: each[1] == "undo", done)
    return _press(transaction, next((act for act, _ in since if act in taken), None))


def _act(transaction: Transaction, act: object) -> tuple[int, str, str]:
    """Return an act: its number, kind and sentence."""
    advice = "; `history()` lists them"
    number = whole_number(act, "act", least=1, advice=advice)
    row = transaction.row("SELECT id, kind, what FROM act WHERE id = ?", number)
    if row is None:
        raise BookError(f"expected the number of an act, got `{act}`{advice}")
    return int(row[0]), str(row[1]), str(row[2])


# How a book is shown


def as_html(name: str, tables: Tables, history: pd.DataFrame) -> str:
    """Return what is in a book, what is wanted, and what was done last, for a notebook."""
    parts = [f"<p><b>{letters(name)}</b>: {letters(in_words(tables))}</p>"]
    wanted = tables.companies[tables.companies.priority.notna()]
    if len(wanted):
        names = ", ".join(map(letters, wanted.company[:_SHOWN]))
        more = f" and {len(wanted) - _SHOWN} more" if len(wanted) > _SHOWN else ""
        parts.append(f"<p>Targets: {names}{more}</p>")
    else:
        parts.append("<p>No targets yet: <code>book.want(&quot;…&quot;)</code></p>")
    history = history[history.kind != "me"]
    if len(history):
        acts = history.tail(_ACTS)[["act", "what", "undone"]].to_numpy()
        rows = "".join(
            f"<li>{act}: {letters(what)}{' (undone)' if undone else ''}</li>"
            for act, what, undone in reversed(acts)
        )
        parts.append(f"<p>Done last, by number of the act:</p><ul>{rows}</ul>")
    return block(*parts)


def in_words(tables: Tables) -> str:
    """Say how much there is: people besides me, targets and log entries.

    Examples
    --------
    >>> in_words(Tables.of(people=[{"person": "me"}, {"person": "in/ana-diaz"}]))
    '1 person, 0 targets, 0 log entries'
    """
    counts = (
        counted(len(tables.people) - 1, "person", "people"),
        counted(int(tables.companies.priority.notna().sum()), "target"),
        counted(len(tables.events), "log entry", "log entries"),
    )
    return ", ".join(counts)
