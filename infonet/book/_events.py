"""What was corrected of the log: appended field by field, laid over the events when shown."""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Mapping
from typing import Any

from infonet.book._given import a_number
from infonet.book._people import known, name_of
from infonet.book._store import append, new_act
from infonet.errors import BookError

__all__ = ["FIELDS", "corrections", "event_in_words", "write_correction"]

FIELDS = ("stage", "person", "date", "company", "via", "request", "kind", "channel", "note")
"""What can be corrected; the route and the prediction of an ask are those of its day."""


def corrections(con: sqlite3.Connection) -> dict[int, dict[str, str | None]]:
    """Event → field → its value, for what is corrected; a later correction counts."""
    found: defaultdict[int, dict[str, str | None]] = defaultdict(dict)
    rows = con.execute("SELECT event, field, value FROM live_correction ORDER BY act, rowid")
    for event, field, value in rows:
        found[event][field] = value
    return dict(found)


def event_in_words(
    stage: str, name: str, company: str | None, through: str | None, date: str
) -> str:
    """An event as the history tells it."""
    parts = (f"{stage}: {name}", company, f"via {through}" if through else None, date[:10])
    return ", ".join(filter(None, parts))


def write_correction(
    con: sqlite3.Connection, same: Mapping[str, str], event: object, changes: Mapping[str, Any]
) -> str:
    """Append a correction, checked already, of an event in force; returns the sentence."""
    number, held = _event(con, event)
    wanted = dict(changes)
    for who in ("person", "via"):
        if wanted.get(who) is not None:
            wanted[who] = known(con, same, wanted[who]).key
        if held[who] is not None:
            held[who] = same.get(held[who], held[who])
    new = {field: value for field, value in wanted.items() if value != held[field]}
    if not new:
        return f"Event {number} says so already; nothing was written."
    shown = {field: _told(con, same, field, held[field], value) for field, value in new.items()}
    through = held["via"] and name_of(con, same, held["via"])
    who = name_of(con, same, held["person"])
    was = event_in_words(held["stage"], who, held["company"], through, held["date"])
    what = f"Corrected event {number} ({was}): {'; '.join(shown.values())}."
    act = new_act(con, "correct", what)
    rows = [
        {"act": act, "event": number, "field": field, "value": value}
        for field, value in new.items()
    ]
    append(con, "correction", rows)
    return what


def _event(con: sqlite3.Connection, event: object) -> tuple[int, dict[str, Any]]:
    """An event in force, as it stands now."""
    number = a_number(event)
    row = con.execute(
        f"SELECT act, {', '.join(FIELDS)} FROM event WHERE event = ?", (number,)
    ).fetchone()
    if row is None:
        raise BookError(
            f"expected the number of an event, got `{event}`; `tables().events` lists them"
        )
    over = con.execute("SELECT act FROM live_undo WHERE target = ?", (row[0],)).fetchone()
    if over is not None:
        raise BookError(
            f"event `{number}` was undone with act {row[0]}; `undo({over[0]})` brings it back"
        )
    return number, dict(zip(FIELDS, row[1:], strict=True)) | corrections(con).get(number, {})


def _told(con: sqlite3.Connection, same: Mapping[str, str], field: str, old: Any, new: Any) -> str:
    """A change in words; the words of a note stay in the note."""
    if field == "note":
        return "another note" if new else "no note"
    words = []
    for value in (old, new):
        if value is None:
            words.append("nothing")
        elif field in ("person", "via"):
            words.append(name_of(con, same, value))
        else:
            words.append(str(value).removesuffix("T00:00:00"))
    return f"{field} {words[0]} → {words[1]}"
