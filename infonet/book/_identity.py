"""Which keys in a book are one person.

A key is written with a sighting and never changed. Which keys are one person is worked out from the
evidence in force each time, so undoing an import also takes back what it had merged, and the order
in which exports were added does not matter:

- the same profile slug, or the same e-mail address (unless one export shows it for two people);
- in exports of one owner, the same name connected on the same day, when no export shows two such;
- a decision.

The same name alone never makes two people one.
"""

from __future__ import annotations

import hashlib
import hmac
import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping

from infonet.tables import ME

__all__ = ["aliases_of", "hash_email", "preference", "salt_of", "state_of"]


def hash_email(salt: bytes, address: str) -> bytes:
    """An e-mail address as it may be kept for a friend: enough to match, not to write to."""
    return hmac.new(salt, address.encode("utf-8", "replace"), hashlib.sha256).digest()


def salt_of(con: sqlite3.Connection) -> bytes:
    """The book's own random salt, made once."""
    return bytes(con.execute("SELECT value FROM meta WHERE key = 'salt'").fetchone()[0])


def preference(key: str) -> tuple[int, int, str]:
    """The key to show for a person who has several: ``me``, then a profile, then a name."""
    return (0 if key == ME else 1 if key.startswith("in/") else 2, len(key), key)


def _union(same: dict[str, str], pairs: Iterable[tuple[str, str]]) -> None:
    """Join the keys of each pair in `same` (key → the key to show, which is not in it)."""

    def root(key: str) -> str:
        while (nearer := same.get(key)) is not None:
            key = nearer
        return key

    for a, b in pairs:
        one, two = root(a), root(b)
        if one != two:
            kept, dropped = (one, two) if preference(one) < preference(two) else (two, one)
            same[dropped] = kept
    for key, nearer in same.items():
        if nearer in same:
            same[key] = root(nearer)


def state_of(con: sqlite3.Connection) -> tuple[object, ...]:
    """What `aliases_of` depends on: facts are only appended, so their last numbers say it all."""
    last = "(SELECT coalesce(max(rowid), 0) FROM {})".format
    row = con.execute(f"SELECT {last('sighting')}, {last('decision')}, {last('undo')}").fetchone()
    return (salt_of(con), *row)


def aliases_of(con: sqlite3.Connection) -> dict[str, str]:
    """Key → the key to show, for the keys that are not shown themselves."""
    same: dict[str, str] = {}
    _union(same, con.execute("SELECT a, b FROM live_decision WHERE kind = 'same'"))
    _union(
        same,
        con.execute(
            "SELECT DISTINCT person, 'in/' || slug FROM live_sighting"
            " WHERE slug IS NOT NULL AND person <> 'in/' || slug"
        ),
    )
    _union(same, _shared_emails(con))
    tried: set[frozenset[int]] = set()
    while fresh := _exports_by_owner(con, same) - tried:
        tried |= fresh
        for acts in fresh:
            _union(same, _same_day(con, acts))
    return same


def _shared_emails(con: sqlite3.Connection) -> Iterator[tuple[str, str]]:
    """Keys with one e-mail address; one that a single act shows for two people tells nothing."""
    rows = con.execute(
        "WITH pair AS (SELECT DISTINCT email_hash, act, person FROM live_sighting"
        " WHERE email_hash IS NOT NULL)"
        " SELECT email_hash, person FROM pair WHERE email_hash IN (SELECT email_hash FROM pair"
        " GROUP BY email_hash HAVING min(person) < max(person)"
        " EXCEPT SELECT email_hash FROM pair GROUP BY email_hash, act HAVING count(*) > 1)"
    )
    first: dict[bytes, str] = {}
    for digest, person in rows:
        yield first.setdefault(digest, person), person


def _exports_by_owner(con: sqlite3.Connection, same: Mapping[str, str]) -> set[frozenset[int]]:
    """The acts of each owner who has added more than one list of connections."""
    acts: defaultdict[str, set[int]] = defaultdict(set)
    for act, owner in con.execute("SELECT act, owner FROM live_export WHERE star = 1"):
        acts[same.get(owner, owner)].add(act)
    return {frozenset(group) for group in acts.values() if len(group) > 1}


def _same_day(con: sqlite3.Connection, acts: Iterable[int]) -> Iterator[tuple[str, str]]:
    """Keys of one name, connected with one owner on one day, where no export shows two such."""
    chosen = ", ".join(str(int(act)) for act in sorted(acts))
    rows = con.execute(
        "SELECT name_key || since, act, person FROM live_sighting WHERE connected = 1"
        f" AND since IS NOT NULL AND name_key IS NOT NULL AND act IN ({chosen})"
    )
    first: dict[str, str] = {}
    alone: dict[tuple[str, int], str] = {}
    pairs, clashes = [], set()
    for known, act, person in rows:
        if alone.setdefault((known, act), person) != person:
            clashes.add(known)
        if (other := first.setdefault(known, person)) != person:
            pairs.append((known, other, person))
    return ((other, person) for known, other, person in pairs if known not in clashes)
