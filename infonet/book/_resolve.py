"""Entity resolution: which keys in a book are one person.

A key is written with an observation and never changed. Which keys are one person is worked out from
the evidence in force each time, so undoing an import also takes back what it had merged, and the
order in which exports were added does not matter:

- the same profile slug, or the same e-mail address (unless one export shows it for two people);
- in exports of one owner, the same name connected on the same day, when no export shows two such;
- a full name that two have and nobody else, one known by an e-mail address, as from a calendar, and
  the other at the employer whose domain that is: ``ana@delta.example.com`` and Ana Diaz of Delta;
- a decision: two are the same.

A decision that two are different overrides all that. The same name alone never makes two people
one.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from functools import cached_property
from typing import Any

from infonet.names.companies import company_key, is_company, second_keys
from infonet.tables import ME

_ANYBODYS = frozenset(
    "aol fastmail gmail gmx googlemail hotmail icloud mail live me msn outlook posteo proton"
    " protonmail web yahoo yandex zoho".split()
)
"""Domains at which anybody can have an address, also who works for a company of that name."""

_OF_THESE = (
    " name_key IN (SELECT name_key FROM live_observation WHERE email IS NOT NULL"
    " AND slug IS NULL AND person GLOB 'name/*' AND name_key GLOB '* *')"
)

Query = Callable[..., list[Any]]
"""Returns the rows of a query of a transaction."""


def preference(key: str) -> tuple[int, int, str]:
    """Rank the keys of one person: ``me`` is shown first, then a profile, then a name."""
    return (0 if key == ME else 1 if key.startswith("in/") else 2, len(key), key)


class Identity:
    """The key that each stored key is shown as; in `same` if it is another."""

    def __init__(self, same: Mapping[str, str]) -> None:
        self.same = same

    def shown(self, key: str) -> str:
        """Return the key to show for a key."""
        return self.same.get(key, key)

    def members(self, key: str) -> tuple[str, ...]:
        """Return every key of a person: the given one first, then the one to show."""
        shown = self.shown(key)
        return tuple(dict.fromkeys((key, shown, *self._groups.get(shown, ()))))

    def is_one(self, key: str) -> bool:
        """Tell whether a key is one of several of a person."""
        return key in self.same or key in self._groups

    @cached_property
    def _groups(self) -> dict[str, list[str]]:
        groups: defaultdict[str, list[str]] = defaultdict(list)
        for key in sorted(self.same, key=preference):
            groups[self.same[key]].append(key)
        return dict(groups)


class Persons:
    """Keys joined into persons, and persons kept apart.

    In `same` each key has a nearer key of the same person; the key to show is not in it. Of the
    decisions that count, `joined` and `parted` have the act for each two keys.
    """

    def __init__(self, same: Mapping[str, str] | None = None) -> None:
        self.same: dict[str, str] = dict(same or {})
        self.joined: dict[tuple[str, str], int] = {}
        self.parted: dict[tuple[str, str], int] = {}
        self._apart: defaultdict[str, set[str]] = defaultdict(set)

    def shown(self, key: str) -> str:
        """Return the key to show for a key."""
        way = []
        while (nearer := self.same.get(key)) is not None:
            way.append(key)
            key = nearer
        self.same.update(dict.fromkeys(way, key))
        return key

    def flat(self) -> dict[str, str]:
        """Return key → the key to show, for the keys that are not shown themselves."""
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

        Evidence that would, directly or transitively, merge two people declared different is
        ignored: which half of it is wrong cannot be known.
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
        """Make one person of two shown keys."""
        if one != two:
            kept, dropped = (one, two) if preference(one) < preference(two) else (two, one)
            self.same[dropped] = kept
            for other in self._apart.pop(dropped, ()):
                self._apart[other].remove(dropped)
                self._apart[other].add(kept)
                self._apart[kept].add(other)


def decided(rows: Query, *, but: Collection[str] = ()) -> Persons:
    """Return who is one person, and who are two, by decisions alone.

    Whose book it is counts first; then a later decision counts before an earlier one, so an earlier
    one that contradicts it waits until the later is undone. With `but` (two keys), what was
    decided on just these two is left out.
    """
    persons = Persons()
    found = rows(
        "SELECT said.kind, a, b, act, act.kind = 'me' AS settled FROM live_decision AS said"
        " JOIN act ON act.id = said.act ORDER BY settled DESC, act DESC, said.id DESC"
    )
    for kind, a, b, act, settled in found:
        if settled or {a, b} != set(but):
            persons.decide(kind, a, b, act)
    return persons


def resolve(rows: Query) -> Identity:
    """Work out who is who, by everything in force."""
    persons = decided(rows)
    persons.believe(
        rows(
            "SELECT DISTINCT person, 'in/' || slug FROM live_observation"
            " WHERE slug IS NOT NULL AND person <> 'in/' || slug"
        )
    )
    persons.believe(_shared_emails(rows))
    tried: set[frozenset[int]] = set()
    while fresh := _exports_by_owner(rows, persons.flat()) - tried:
        tried |= fresh
        persons.believe([pair for acts in fresh for pair in _same_day(rows, acts)])
    persons.believe(_by_employers_mail(rows, persons))
    return Identity(persons.flat())


def _shared_emails(rows: Query) -> Iterator[tuple[str, str]]:
    """Yield keys with one e-mail address; one that an act shows for two people says nothing."""
    found = rows(
        "WITH pair AS (SELECT DISTINCT email_hash, act, person FROM live_observation"
        " WHERE email_hash IS NOT NULL)"
        " SELECT email_hash, person FROM pair WHERE email_hash IN (SELECT email_hash FROM pair"
        " GROUP BY email_hash HAVING min(person) < max(person)"
        " EXCEPT SELECT email_hash FROM pair GROUP BY email_hash, act HAVING count(*) > 1)"
    )
    first: dict[bytes, str] = {}
    for digest, person in found:
        yield first.setdefault(digest, person), person


def _exports_by_owner(rows: Query, same: Mapping[str, str]) -> set[frozenset[int]]:
    """Return the acts of each owner who has added more than one list of connections."""
    acts: defaultdict[str, set[int]] = defaultdict(set)
    for act, owner in rows("SELECT act, owner FROM live_export WHERE lists_connections = 1"):
        acts[same.get(owner, owner)].add(act)
    return {frozenset(group) for group in acts.values() if len(group) > 1}


def _same_day(rows: Query, acts: Iterable[int]) -> Iterator[tuple[str, str]]:
    """Return keys of one name and day of connection, where no export shows two such."""
    chosen = ", ".join(str(act) for act in sorted(acts))
    found = rows(
        "SELECT name_key || since, act, person FROM live_observation WHERE connected = 1"
        f" AND since IS NOT NULL AND name_key IS NOT NULL AND act IN ({chosen})"
    )
    first: dict[str, str] = {}
    alone: dict[tuple[str, int], str] = {}
    pairs, clashes = [], set()
    for known, act, person in found:
        if alone.setdefault((known, act), person) != person:
            clashes.add(known)
        if (other := first.setdefault(known, person)) != person:
            pairs.append((known, other, person))
    return ((other, person) for known, other, person in pairs if known not in clashes)


def _by_employers_mail(rows: Query, persons: Persons) -> Iterator[tuple[str, str]]:
    """Yield two keys of one full name, where one has an address at the other's employer."""
    addresses: defaultdict[tuple[str, str], set[str]] = defaultdict(set)
    named: defaultdict[str, set[str]] = defaultdict(set)
    found = rows(
        f"SELECT DISTINCT name_key, person, email FROM live_observation WHERE{_OF_THESE}"
        " ORDER BY name_key, person"
    )
    for name, key, email in found:
        one = persons.shown(key)
        named[name].add(one)
        if email is not None:
            addresses[name, one].update(_domain(email))
    if not found:
        return
    employers: defaultdict[str, set[str]] = defaultdict(set)
    jobs = rows(
        "SELECT DISTINCT person, company FROM live_job WHERE company IS NOT NULL AND person IN"
        f" (SELECT person FROM live_observation WHERE{_OF_THESE})"
    )
    for key, company in jobs:
        if is_company(company):
            employers[persons.shown(key)] |= {company_key(company), *second_keys(company)}
    for name, both in named.items():
        if len(both) != 2 or ME in both:
            continue
        one, two = sorted(both, key=preference)
        if not two.startswith("name/"):
            continue
        if addresses[name, two] & employers[one] or addresses[name, one] & employers[two]:
            yield one, two


def _domain(email: str) -> Iterator[str]:
    """Yield the key of the company that an address is at, if it is none that anybody has."""
    labels = email.rpartition("@")[2].lower().split(".")[:-1]
    for label in labels:
        key = company_key(label.replace("-", " "))
        if key and label not in _ANYBODYS:
            yield key
