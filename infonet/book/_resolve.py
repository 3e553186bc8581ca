"""Which keys in a book are one person.

A key is written with a sighting and never changed. Which keys are one person is worked out from the
evidence in force each time, so undoing an import also takes back what it had merged, and the order
in which exports were added does not matter:

- the same profile slug, or the same e-mail address (unless one export shows it for two people);
- in exports of one owner, the same name connected on the same day, when no export shows two such;
- a decision: two are the same.

A decision that two are different goes before all that. The same name alone never makes two people
one.
"""

from __future__ import annotations

import hashlib
import hmac
import sqlite3
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping

from infonet.tables import ME

__all__ = ["Persons", "aliases_of", "decided", "hash_email", "preference", "salt_of"]


def hash_email(salt: bytes, address: str) -> bytes:
    """An e-mail address as it may be kept for a friend: enough to match, not to write to."""
    return hmac.new(salt, address.encode("utf-8", "replace"), hashlib.sha256).digest()


def salt_of(con: sqlite3.Connection) -> bytes:
    """The book's own random salt, made once."""
    return bytes(con.execute("SELECT value FROM meta WHERE key = 'salt'").fetchone()[0])


def preference(key: str) -> tuple[int, int, str]:
    """The key to show for a person who has several: ``me``, then a profile, then a name."""
    return (0 if key == ME else 1 if key.startswith("in/") else 2, len(key), key)


class Persons:
    """Keys joined into persons, and persons kept apart.

    Attributes
    ----------
    same : dict
        Key → a nearer key of the same person; the key to show is not in it.
    joined, parted : dict
        Two keys → the act that decided it, for the decisions that count.
    """

    def __init__(self, same: Mapping[str, str] | None = None) -> None:
        self.same: dict[str, str] = dict(same or {})
        self.joined: dict[tuple[str, str], int] = {}
        self.parted: dict[tuple[str, str], int] = {}
        self._apart: defaultdict[str, set[str]] = defaultdict(set)

    def shown(self, key: str) -> str:
        """The key to show for a key."""
        way = []
        while (nearer := self.same.get(key)) is not None:
            way.append(key)
            key = nearer
        self.same.update(dict.fromkeys(way, key))
        return key

    def flat(self) -> dict[str, str]:
        """Key → the key to show, for the keys that are not shown themselves."""
        for key in self.same:
            self.shown(key)
        return self.same

    def decide(self, kind: str, a: str, b: str, act: int) -> None:
        """Let a decision count, unless it contradicts those that count already."""
        one, two = self.shown(a), self.shown(b)
        if kind == "same" and two not in self._apart[one]:
            self._join(one, two)
            self.joined[a, b] = act
        elif kind == "different" and one != two:
            self._apart[one].add(two)
            self._apart[two].add(one)
            self.parted[a, b] = act

    def believe(self, pairs: Iterable[tuple[str, str]]) -> None:
        """Join the keys of each pair, by evidence.

        Evidence that would make one person, at whatever remove, of two who were declared
        different tells nothing: which half of it is wrong cannot be known.
        """
        doubted: set[str] = set()
        if self.parted:
            pairs = list(pairs)
            trial = Persons(self.same)
            trial.believe(pairs)
            doubted = {trial.shown(a) for a, b in self.parted if trial.shown(a) == trial.shown(b)}
        for a, b in pairs:
            one, two = self.shown(a), self.shown(b)
            if one != two and not (doubted and trial.shown(a) in doubted):
                self._join(one, two)

    def _join(self, one: str, two: str) -> None:
        """Make one person of two, of whom both keys are shown."""
        if one != two:
            kept, dropped = (one, two) if preference(one) < preference(two) else (two, one)
            self.same[dropped] = kept
            for other in self._apart.pop(dropped, ()):
                self._apart[other].remove(dropped)
                self._apart[other].add(kept)
                self._apart[kept].add(other)


def decided(con: sqlite3.Connection, *, but: Collection[str] = ()) -> Persons:
    """Who is one person, and who are two, by decisions alone.

    Whose book it is counts first; then a later decision counts before an earlier one, so an earlier
    one that contradicts it waits until the later is undone. With `but` (two keys), what was
    decided on just these two is left out.
    """
    persons = Persons()
    rows = con.execute(
        "SELECT said.kind, a, b, act, act.kind = 'me' AS settled FROM live_decision AS said"
        " JOIN act ON act.id = said.act ORDER BY settled DESC, act DESC"
    )
    for kind, a, b, act, settled in rows:
        if settled or {a, b} != set(but):
            persons.decide(kind, a, b, act)
    return persons


def aliases_of(con: sqlite3.Connection) -> dict[str, str]:
    """Key → the key to show, for the keys that are not shown themselves."""
    persons = decided(con)
    persons.believe(
        con.execute(
            "SELECT DISTINCT person, 'in/' || slug FROM live_sighting"
            " WHERE slug IS NOT NULL AND person <> 'in/' || slug"
        )
    )
    persons.believe(_shared_emails(con))
    tried: set[frozenset[int]] = set()
    while fresh := _exports_by_owner(con, persons.flat()) - tried:
        tried |= fresh
        persons.believe([pair for acts in fresh for pair in _same_day(con, acts)])
    return persons.flat()


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
