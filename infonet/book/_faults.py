"""Find what is wrong with the file and the facts of a book."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from infonet.book._schema import ACT, FACTS, FORGOTTEN, GATHERING, checksum
from infonet.tables import CLOSENESS, KINDS, ME, NOTES, STAGES

BACK = "go back to a backup from before; `history()` has the days"
_DAY = re.compile(r"\d{4}-\d\d-\d\d(T\d\d:\d\d:\d\d)?")
_DAYS = {
    "export": ("exported",),
    "observation": ("since",),
    "job": ("start", "end"),
    "tie": ("since", "last"),
    "event": ("date",),
    "note": ("date",),
}
_WORDS: dict[tuple[str, str], tuple[str, ...]] = {
    ("event", "stage"): tuple(STAGES),
    ("event", "kind"): KINDS,
    ("note", "kind"): NOTES,
    ("tie", "closeness"): CLOSENESS,
}
_PEOPLE = {"event": ("person", "via"), "note": ("person",), "tie": ("source", "target")}

_CONTRADICTIONS = {
    "a tie of somebody with themselves": ("tie", "source = target", "state the tie anew"),
    "last in touch before they met": (
        *("tie", "evidence = 'stated' AND last < since", "state the tie anew"),
    ),
    "it ends before it begins": ("job", '"end" < start', "state the job anew"),
    "it belongs to what is no ask": (
        *("event", "ask IN (SELECT event FROM event WHERE stage <> 'asked')", BACK),
    ),
}
"""What is wrong → table, condition, and what to do."""

Row = tuple[str, str, str, str]
"""Kind, where, problem and action."""


def faults(con: sqlite3.Connection) -> Iterator[Row]:
    """Yield what is wrong with the file and the facts of a book."""
    try:
        for (said,) in con.execute("PRAGMA integrity_check"):
            if said != "ok":
                lines = [line for line in said.splitlines() if not line.startswith("***")]
                yield "file", "the file", f"it is damaged: {' '.join(lines[:1])}", BACK
        if not con.execute("SELECT 1 FROM meta WHERE key = 'id'").fetchone():
            yield "file", "the file", "the number of the book is missing", BACK
        for table, number, other, _ in con.execute("PRAGMA foreign_key_check"):
            yield "orphan", f"{table} {number}", f"it refers to a missing {other}", BACK
        yield from _changed(con)
        yield from _odd(con)
        yield from _no_days(con)
        yield from _lost(con)
    except UnicodeDecodeError:  # what SQLite would say quotes bytes that are no text
        yield "file", "the file", "it cannot be read: it holds what is no text", BACK
    except sqlite3.Error as error:
        yield "file", "the file", f"it cannot be read: {error}", BACK


def _changed(con: sqlite3.Connection) -> Iterator[Row]:
    """Yield the facts whose values are not those that were written."""
    for table, names in {"act": ACT, **FACTS}.items():
        columns = ", ".join(f'"{name}"' for name in names)
        for number, kept, *values in con.execute(f"SELECT rowid, checksum, {columns} FROM {table}"):
            try:
                same = checksum(*values) == kept
            except (TypeError, ValueError):
                same = False
            if not same:
                yield (
                    "checksum",
                    f"{table} {number}",
                    "its values are not those that infonet wrote",
                    BACK,
                )


def _odd(con: sqlite3.Connection) -> Iterator[Row]:
    """Yield words that infonet does not know, and facts that contradict themselves."""
    for (table, column), known in _WORDS.items():
        for number, word in con.execute(f"SELECT rowid, {column} FROM {table}"):
            if word is not None and word not in known:
                kind = "stage" if column == "stage" else "contradiction"
                yield kind, f"{table} {number}", f"unknown {column} `{word}`", _correct(table)
    for number, word in con.execute("SELECT rowid, value FROM correction WHERE field = 'stage'"):
        if word not in STAGES:
            yield "stage", f"correction {number}", f"unknown stage `{word}`", _correct("event")
    for problem, (table, condition, action) in _CONTRADICTIONS.items():
        for (number,) in con.execute(f"SELECT rowid FROM {table} WHERE {condition}"):
            yield "contradiction", f"{table} {number}", problem, action


def _no_days(con: sqlite3.Connection) -> Iterator[Row]:
    """Yield days that are none."""
    for table, columns in _DAYS.items():
        for column in columns:
            for number, day in con.execute(f'SELECT rowid, "{column}" FROM {table}'):
                if day is not None and not _is_day(str(day)):
                    yield "contradiction", f"{table} {number}", f"`{day}` is no day", BACK


def _is_day(text: str) -> bool:
    """Tell whether a text is a day of the calendar, with or without a time."""
    try:
        return bool(_DAY.fullmatch(text) and datetime.fromisoformat(text))
    except ValueError:
        return False


def _correct(table: str) -> str:
    return "correct it: `book.correct(…)`" if table == "event" else "undo it, and state it anew"


def _lost(con: sqlite3.Connection) -> Iterator[Row]:
    """Yield facts about people of whom nothing was ever observed."""
    known: set[Any] = {key for (key,) in con.execute("SELECT DISTINCT person FROM observation")}
    known |= {ME, None}
    for table, columns in _PEOPLE.items():
        for column in columns:
            for number, key in con.execute(f"SELECT rowid, {column} FROM {table}"):
                if key not in known and not key.startswith((FORGOTTEN, GATHERING)):
                    yield "orphan", f"{table} {number}", f"nobody is known as `{key}`", BACK
