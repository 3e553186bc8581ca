"""Whose book it is: settled once, by a profile address or a name."""

from __future__ import annotations

import sqlite3

from infonet.book._given import a_text
from infonet.book._people import STATED, a_name, sighting
from infonet.book._store import Store, append, new_act
from infonet.errors import BookError
from infonet.names.people import name_key, person_key, profile_key
from infonet.tables import ME

__all__ = ["settle", "settled"]


def settle(store: Store, me: str) -> None:
    """Record whose book it is; a name may be completed by an address, and an address by a name."""
    text = a_text(me, "me") or ""
    slug = profile_key(text)
    if slug is None:
        a_name(text)
    with store.reading() as con:
        if _agrees(con, slug, text):
            return
    with store.writing("whose book it is") as con:
        if _agrees(con, slug, text):
            return
        act = new_act(con, "me", f"The book is settled as that of {text}.")
        if slug is None:
            sighting(con, act, ME, name=text, weight=STATED)
        else:
            sighting(con, act, ME, url=text, weight=STATED)
            # By decision, so that whoever had this profile in the book is me from now on.
            key = person_key(slug=slug)
            append(con, "decision", [{"act": act, "kind": "same", "a": ME, "b": key}])


def settled(con: sqlite3.Connection) -> str | None:
    """My profile address, or else my name, as far as it is known."""
    row = con.execute(
        "SELECT coalesce(url, name) FROM live_sighting WHERE person = ?"
        " AND coalesce(url, name) IS NOT NULL ORDER BY url IS NULL, weight DESC, act DESC LIMIT 1",
        (ME,),
    ).fetchone()
    return None if row is None else str(row[0])


def _agrees(con: sqlite3.Connection, slug: str | None, text: str) -> bool:
    """Whether that is settled already; False if it is open, an error if it is somebody else."""
    said = con.execute(
        "SELECT act.id, url, slug, name, act.kind FROM live_sighting AS seen"
        " JOIN act ON act.id = seen.act WHERE person = ? ORDER BY act.id DESC",
        (ME,),
    ).fetchall()
    if slug is not None:
        others = [(act, url) for act, url, other, _, kind in said if other and kind == "me"]
        agrees = any(other == slug for _, _, other, _, kind in said if kind == "me")
    else:
        others = [(act, name) for act, _, _, name, kind in said if name and kind == "me"]
        agrees = any(name_key(name) == name_key(text) for _, _, _, name, _ in said)
    if agrees or not others:
        return agrees
    act, other = others[0]
    raise BookError(
        f"the book is settled as that of `{other}`, so `{text}` cannot be `me`; open it without "
        f"`me`, choose another file, or take that back with `undo({act})`"
    )
