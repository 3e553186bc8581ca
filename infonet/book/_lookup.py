"""Which person a text means, what to call them, and how somebody new is written."""

from __future__ import annotations

import difflib
import json
import sqlite3
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from infonet.book._identity import hash_email, preference, salt_of
from infonet.book._store import append
from infonet.errors import InfonetError, UnknownNameError
from infonet.names.people import email_key, fold, is_ornate, name_key, person_key, profile_key
from infonet.tables import ME

__all__ = [
    "MENTIONED",
    "READ",
    "STATED",
    "Someone",
    "a_name",
    "describe",
    "find",
    "known",
    "meant",
    "mention",
    "name_of",
    "names_of",
    "nearest",
    "offered",
    "sighting",
    "typed_in",
    "unknown",
    "write_new",
]

MENTIONED, READ, STATED = 0, 1, 2
"""How much a sighting's words weigh: named in passing, read in an export, typed in on purpose."""


class Someone(NamedTuple):
    """A person that a text means; `known` is False for one who is still to be written."""

    key: str
    name: str
    url: str | None
    known: bool
    near: tuple[str, ...] = ()

    @property
    def typed(self) -> str | None:
        """The name as typed; None where a profile address was."""
        return None if self.name == self.key else self.name


def meant(con: sqlite3.Connection, same: Mapping[str, str], text: object) -> set[str]:
    """The stored keys that a key, profile address, e-mail address or name means."""
    if not isinstance(text, str) or not text.strip():
        raise InfonetError(
            f"expected a person's key, profile address, e-mail address or name, got `{text!r}`; "
            "give one as text"
        )
    text = text.strip()
    slug, address = profile_key(text), email_key(text)
    if text == ME:
        return {ME}
    if slug is not None or text.startswith(("in/", "name/")):
        key = text if slug is None else f"in/{slug}"
        return {key} if _is_there(con, same, key) else set()
    if address is not None:
        digest = hash_email(salt_of(con), address)
        rows = con.execute("SELECT person FROM live_sighting WHERE email_hash = ?", (digest,))
    else:
        rows = con.execute("SELECT person FROM live_sighting WHERE name_key = ?", (name_key(text),))
    return {row[0] for row in rows}


def find(con: sqlite3.Connection, same: Mapping[str, str], text: object) -> Someone | None:
    """The person whom a key, profile address, e-mail address or name means; None for nobody.

    Raises UnknownNameError when a name means several people.
    """
    keys = {same.get(key, key) for key in meant(con, same, text)}
    text = str(text).strip()
    if len(keys) > 1 and is_ornate(text):
        # Several share the bare name; credentials or an initial in the text may tell them apart.
        exactly = {key for key in keys if fold(name_of(con, same, key)) == fold(text)}
        keys = exactly if len(exactly) == 1 else keys
    if len(keys) > 1:
        candidates = [describe(con, same, key) for key in sorted(keys, key=preference)]
        raise UnknownNameError(
            f"expected one person, but `{text}` may be {'; or '.join(candidates)}; "
            "give the key or the profile address",
            sorted(keys, key=preference),
        )
    for key in keys:
        return Someone(key, name_of(con, same, key), None, True)
    return None


def unknown(con: sqlite3.Connection, same: Mapping[str, str], text: str) -> UnknownNameError:
    """The error for a person who is not in the book, with the nearest who are."""
    near, hint = offered(con, same, text)
    return UnknownNameError(
        f"expected somebody in the book, `{text}` is not: "
        f"{hint or 'nobody in it has a name like that'}; "
        "a new person is added with `book.person(...)`",
        near,
    )


def offered(con: sqlite3.Connection, same: Mapping[str, str], text: str) -> tuple[list[str], str]:
    """The nearest people to a name that nobody has, and whether one of them was meant, in words."""
    near = nearest(con, same, text)
    likely = [describe(con, same, key) for key in near]
    return near, f"did you mean {'; or '.join(likely)}" if likely else ""


def nearest(
    con: sqlite3.Connection, same: Mapping[str, str], text: str, alike: float = 0.6
) -> list[str]:
    """Up to five people with names like the text, nearest first; `alike` is 1 for the same name."""
    wanted = name_key(text)
    starts = {word[:3] for word in wanted.split()}
    keys: dict[str, set[str]] = {}
    for name, person in con.execute("SELECT DISTINCT name_key, person FROM live_sighting"):
        if name and starts & {word[:3] for word in name.split()}:
            keys.setdefault(name, set()).add(same.get(person, person))
    names = difflib.get_close_matches(wanted, sorted(keys), n=5, cutoff=alike)
    found = dict.fromkeys(key for name in names for key in sorted(keys[name], key=preference))
    return list(found)[:5]


def _members(same: Mapping[str, str], key: str) -> list[str]:
    return [key, *(other for other, shown in same.items() if shown == key)]


def _is_there(con: sqlite3.Connection, same: Mapping[str, str], key: str) -> bool:
    """Whether a fact in force speaks of the key."""
    if key in same or key in same.values():
        return True
    asked = (
        "SELECT 1 FROM live_sighting WHERE person = ?",
        "SELECT 1 FROM live_event WHERE ? IN (person, via)",
        "SELECT 1 FROM live_correction WHERE field IN ('person', 'via') AND value = ?",
        "SELECT 1 FROM live_tie WHERE ? IN (source, target)",
        "SELECT 1 FROM live_export WHERE owner = ?",
        "SELECT 1 FROM live_note WHERE person = ?",
    )
    return any(con.execute(f"{sql} LIMIT 1", (key,)).fetchone() for sql in asked)


def name_of(con: sqlite3.Connection, same: Mapping[str, str], key: str) -> str:
    """The name to call a person by in a sentence; the key where there is none."""
    for table in ("live_sighting", "sighting"):
        for member in _members(same, key):
            row = con.execute(
                f"SELECT name FROM {table} WHERE person = ? AND name IS NOT NULL"
                " ORDER BY weight DESC, act DESC LIMIT 1",
                (member,),
            ).fetchone()
            if row:
                return str(row[0])
    return "me" if key == ME else key


def names_of(
    con: sqlite3.Connection, same: Mapping[str, str], keys: Iterable[str] | None = None
) -> dict[str, str]:
    """Key → name, for everybody, or for those with the given keys."""
    among, members = "", None
    if keys is not None:
        wanted = {*keys}
        members = json.dumps(
            [*wanted, *(other for other, shown in same.items() if shown in wanted)]
        )
        among = " AND person IN (SELECT value FROM json_each(?))"
    rows = con.execute(
        f"SELECT person, name FROM live_sighting WHERE name IS NOT NULL{among}"
        " ORDER BY weight, act",
        () if members is None else (members,),
    )
    return {same.get(person, person): name for person, name in rows}


def describe(con: sqlite3.Connection, same: Mapping[str, str], key: str) -> str:
    """Name, company and key, to tell namesakes apart."""
    company = None
    for member in _members(same, key):
        company = (
            company
            or con.execute(
                "SELECT company FROM live_job WHERE person = ? AND company IS NOT NULL"
                ' ORDER BY "end" IS NOT NULL, act DESC LIMIT 1',
                (member,),
            ).fetchone()
        )
    where = f", {company[0]}" if company else ""
    return f"{name_of(con, same, key)}{where} (`{key}`)"


def known(con: sqlite3.Connection, same: Mapping[str, str], text: str) -> Someone:
    """Somebody in the book."""
    found = find(con, same, text)
    if found is None:
        raise unknown(con, same, text)
    return found


def mention(con: sqlite3.Connection, same: Mapping[str, str], text: object) -> Someone:
    """The person whom the text means, or a new one if it is a name or profile address."""
    found = find(con, same, text)
    if found is not None:
        return found
    text = str(text).strip()
    slug = profile_key(text)
    if slug is not None:
        return Someone(f"in/{slug}", f"in/{slug}", text, False)
    if email_key(text) or text.startswith(("in/", "name/")):
        raise unknown(con, same, text)
    a_name(text)
    near = tuple(describe(con, same, key) for key in nearest(con, same, text))
    return Someone(_free_key(con, person_key(name=text)), text, None, False, near)


def a_name(text: str) -> str:
    """A text that can be a person's name: letters, and no address that went wrong."""
    if not name_key(text) or "@" in text or "://" in text or "linkedin.com" in text.lower():
        raise InfonetError(
            f"expected a person's name in letters or a profile address such as "
            f"`https://www.linkedin.com/in/ana-diaz`, got `{text}`"
        )
    return text


def _free_key(con: sqlite3.Connection, key: str) -> str:
    """The key itself, or with ``~n`` where an export has given it to somebody else.

    Somebody typed in and undone is the same person when typed in again.
    """
    number, free = 1, key
    while con.execute(
        "SELECT 1 FROM sighting WHERE person = ? AND weight = ? LIMIT 1", (free, READ)
    ).fetchone():
        number += 1
        free = f"{key}~{number}"
    return free


def typed_in(
    con: sqlite3.Connection,
    same: Mapping[str, str],
    person: str,
    name: str | None,
    url: str | None,
) -> Someone:
    """Whom `person` means: an address decides, so a namesake with another one is new."""
    slug = profile_key(url)
    if slug is not None and profile_key(person) is None:
        known = find(con, same, str(url))
        if known is not None:
            return known
        new = Someone(f"in/{slug}", name or person.strip(), url, False)
        if not name_key(person) or person.strip().startswith(("in/", "name/")):
            return mention(con, same, person)
        namesakes = con.execute(
            "SELECT DISTINCT person FROM live_sighting WHERE name_key = ?", (name_key(person),)
        )
        keys = {same.get(key, key) for (key,) in namesakes}
        lone = keys.pop() if len(keys) == 1 else None
        if lone is not None and lone.startswith("name/"):
            return Someone(lone, name_of(con, same, lone), None, True)
        return new if name else new._replace(name=person.strip())
    if email_key(person) and name is not None and find(con, same, person) is None:
        return mention(con, same, name)
    return mention(con, same, person)


def write_new(
    con: sqlite3.Connection, act: int, someone: Someone, source: str = "typed in"
) -> None:
    """Append the first sighting of a person who was only mentioned."""
    if not someone.known:
        sighting(con, act, someone.key, name=someone.typed, url=someone.url, source=source)


def sighting(
    con: sqlite3.Connection,
    act: int,
    key: str,
    *,
    name: str | None = None,
    url: str | None = None,
    email: str | None = None,
    weight: int = MENTIONED,
    source: str = "typed in",
) -> None:
    """Append one sighting of a person that the user typed in."""
    address = email_key(email)
    row = {
        "act": act,
        "person": key,
        "name": name,
        "name_key": name_key(name) or None,
        "email": email,
        "email_hash": hash_email(salt_of(con), address) if address else None,
        "url": url,
        "slug": profile_key(url),
        "source": source,
        "connected": 0,
        "weight": weight,
    }
    append(con, "sighting", [row])
