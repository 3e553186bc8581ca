"""Look up the person whom a text means, and append one whom nobody knew yet."""

from __future__ import annotations

import json
from collections.abc import Iterable
from functools import cached_property
from typing import NamedTuple

from infonet.book._resolve import preference
from infonet.book._schema import FORGOTTEN, SOMEBODY
from infonet.book._transaction import Transaction
from infonet.book._validate import name_of_person
from infonet.errors import InfonetError, NewNameError, UnknownNameError
from infonet.errors import nearest as spelt_like
from infonet.names.people import (
    NamesByLetters,
    alike_key,
    called_by_key,
    email_key,
    fold,
    is_ornate,
    is_unspaced,
    mailbox,
    name_key,
    person_key,
    profile_key,
    several_people,
    turned_round,
    unspaced_ways,
    without_umlauts,
)
from infonet.names.text import one_line
from infonet.readers import SHARED
from infonet.tables import ME

MENTIONED, READ, STATED = 0, 1, 2
"""How much an observation's words weigh: named in passing, read in an export, typed in."""

KEYS = ("in/", "name/", FORGOTTEN, SHARED)
"""How the keys of people begin."""

_ALIKE = 60.0  # per cent
_SLIP = 85.0  # per cent: how alike two names are of which one may be a slip: Ana Diaz and Anna Diaz
_MANY = 5


_SPOKEN = (
    *(("event", "person"), ("event", "via"), ("note", "person")),
    *(("tie", "source"), ("tie", "target"), ("correction", "value")),
)
"""Columns of facts that speak of people without saying what they are called."""


_TURNED = (  # the name without its space, the last part first
    "substr(name_key, instr(name_key, ' ') + 1)"
    " || substr(name_key, 1, max(instr(name_key, ' ') - 1, 0))"
)


class Someone(NamedTuple):
    """A person whom a text means; who is not `known` is still to be written."""

    key: str
    """The key that was meant: what makes it one person with another key may be undone."""
    shown: str
    """The key that the person has in the tables."""
    name: str
    url: str | None
    known: bool
    near: tuple[str, ...] = ()
    """Of somebody new: who in the book has a name like it, described."""
    email: str | None = None
    """Of somebody new: the address that stood beside the name."""

    @property
    def typed(self) -> str | None:
        """The name as typed; None where a profile address was."""
        return None if self.name == called_by_key(self.key) else self.name


def keys_meant(transaction: Transaction, text: object) -> set[str]:
    """Return the stored keys that a key, profile address, e-mail address or name means."""
    if not isinstance(text, str) or not text.strip():
        raise InfonetError(
            f"expected a person's key, profile address, e-mail address or name, got `{text!r}`; "
            "give one as text"
        )
    text = one_line(text)
    slug, address = profile_key(text), email_key(text)
    if text == ME:
        return {ME}
    if slug is not None or text.startswith(KEYS):
        key = text if slug is None else f"in/{slug}"
        return {key} if _is_there(transaction, key) else set()
    mail = mailbox(text)
    address = address or email_key(mail and mail.email)
    found = set[str]()
    if address is not None:
        found = _with(transaction, "email_hash", transaction.address_hash(address))
    if not found and email_key(text) is None:
        found = _with(transaction, "name_key", name_key(text) or None)
    for bare in unspaced_ways(name_key(text)) if is_unspaced(text) else ():
        for written in ("replace(name_key, ' ', '')", _TURNED):
            found = found or _with(transaction, written, bare)
    people = [] if found and "," not in text else several_people(text)
    people = people or _known_of_list(transaction, text)
    if people:
        raise InfonetError(
            f"expected one person, but `{text}` names {len(people)}: {', '.join(people)}; give "
            "them one at a time"
        )
    return found


def _known_of_list(transaction: Transaction, text: str) -> list[str]:
    """Return the names between commas, if each of them is that of somebody in the book."""
    names = [part.strip() for part in text.split(",")]
    if len(names) == 1 or not all(" " in name for name in names):
        return []
    there = (_with(transaction, "name_key", name_key(name) or None) for name in names)
    return names if all(there) else []


def _with(transaction: Transaction, column: str, value: object) -> set[str]:
    """Return the stored keys of whom an observation in force has with that value."""
    rows = transaction.rows(
        f"SELECT DISTINCT person FROM {_observed(transaction)} WHERE {column} = ?", value
    )
    return {key for (key,) in rows}


def _observed(transaction: Transaction) -> str:
    """Return what was observed, for SQL; of whom only other facts speak, what is undone as well.

    Somebody may be in the log, though where they were typed in, or the export, is taken back: then
    they are called as they were.
    """
    if not transaction.undone:
        return "live_observation"
    spoken = " OR ".join(
        f"EXISTS (SELECT 1 FROM live_{table} WHERE {column} = gone.person)"
        for table, column in _SPOKEN
    )
    return (
        "(SELECT * FROM live_observation UNION ALL SELECT * FROM observation AS gone"
        f" WHERE act IN ({', '.join(map(str, sorted(transaction.undone)))}) AND NOT EXISTS"
        f" (SELECT 1 FROM live_observation AS kept WHERE kept.person = gone.person) AND ({spoken}))"
    )


def find(transaction: Transaction, text: object) -> Someone | None:
    """Find the one person whom a text means; None for nobody."""
    identity = transaction.identity
    stored = keys_meant(transaction, text)
    people = {identity.shown(key) for key in stored}
    text = one_line(text)
    if len(people) > 1 and is_ornate(text):
        # Several share the bare name; credentials or an initial in the text may tell them apart.
        names = names_of(transaction, people)
        exactly = {key for key in people if fold(names[key]) == fold(text)}
        people = exactly if len(exactly) == 1 else people
    if len(people) > 1:
        ranked = sorted(people, key=preference)
        candidates = describe(transaction, ranked)
        raise UnknownNameError(
            f"expected one person, but `{text}` may be {'; or '.join(candidates.values())}; "
            "give the key or the profile address",
            ranked,
        )
    for shown in people:
        key = min((key for key in stored if identity.shown(key) == shown), key=preference)
        return Someone(key, shown, name_of(transaction, key), None, known=True)
    return None


def known(transaction: Transaction, text: str) -> Someone:
    """Find somebody in the book, or raise UnknownNameError."""
    found = find(transaction, text)
    if found is None:
        raise unknown(transaction, text)
    return found


def unknown(transaction: Transaction, text: str) -> UnknownNameError:
    """Return the error for a person who is not in the book, with the nearest who are."""
    near, words = offered(transaction, text)
    return UnknownNameError(
        f"expected somebody in the book, `{text}` is not: "
        f"{words or 'nobody in it has a name like that'}; "
        "a new person is added with `book.person(...)`",
        near,
    )


def offered(transaction: Transaction, text: str) -> tuple[list[str], str]:
    """Return the nearest people to a name that nobody has, and a question that names them."""
    near = nearest(transaction, text)
    likely = describe(transaction, near)
    return near, f"did you mean {'; or '.join(likely.values())}" if likely else ""


def nearest(transaction: Transaction, text: str) -> list[str]:
    """Return at most five people with names like the text, nearest first.

    The order of the words does not matter, nor the spaces, nor whether ö is written o or oe.
    Whoever has all the words of the shorter of two names is like it: a first or a last name.
    """
    wanted = name_key(text)
    if is_unspaced(wanted):
        return _nearest_unspaced(transaction, wanted.split())
    starts = _all_starts(wanted)
    if not starts:
        return []
    # Somewhere both must have a word that begins alike: that leaves few of very many.
    begins = " OR ".join(["instr(' ' || name_key, ?)"] * len(starts))
    rows = transaction.rows(
        f"SELECT DISTINCT name_key FROM {_observed(transaction)} WHERE {begins} ORDER BY name_key",
        *(f" {start}" for start in starts),
    )
    names = [name for (name,) in rows]
    bare = wanted.replace(" ", "")  # Jan Vanderberg, Mary Jane
    close = [name for name in names if name.replace(" ", "") == bare]
    close += spelt_like(wanted, names, n=_MANY, alike=_ALIKE, key=alike_key)
    mine = {*alike_key(wanted).split()}
    parts = [(name, {*alike_key(name).split()}) for name in names]
    close += [name for name, theirs in parts if mine <= theirs or theirs <= mine]
    return _called(transaction, list(dict.fromkeys(close)))


class Slips:
    """The names in a book, each read once, to find those of which many texts may be slips."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction

    def nearest(self, text: str) -> list[str]:
        """Return at most five people of whose names the text may be a slip, nearest first."""
        wanted = name_key(text)
        if is_unspaced(wanted):
            return _nearest_unspaced(self._transaction, wanted.split())
        near = self._names.like(wanted, _SLIP, starts=_all_starts(wanted))
        close = spelt_like(wanted, near, n=_MANY, alike=_SLIP, key=alike_key)
        return _called(self._transaction, close)

    @cached_property
    def _names(self) -> NamesByLetters:
        # One text of them all: a row for each would take twice as long. In no name is a new line.
        names = self._transaction.value(
            f"SELECT group_concat(name_key, char(10)) FROM {_observed(self._transaction)}"
        )
        return NamesByLetters(sorted(dict.fromkeys(names.split("\n")) if names else ()))


def _called(transaction: Transaction, names: list[str]) -> list[str]:
    """Return at most five people who have one of the names, by the order of these."""
    rows = transaction.rows(
        f"SELECT name_key, person FROM {_observed(transaction)}"
        " WHERE name_key IN (SELECT value FROM json_each(?))",
        json.dumps(names),
    )
    place = {name: at for at, name in enumerate(names)}
    return _ranked(transaction, [(place[name], key) for name, key in rows])


def _nearest_unspaced(transaction: Transaction, parts: list[str]) -> list[str]:
    """Return who has a name in Han, Hangul or kana that holds, or is held by, the one wanted."""
    rows = transaction.rows(
        f"SELECT DISTINCT length(name_key), person FROM {_observed(transaction)}, json_each(?)"
        " WHERE instr(replace(name, ' ', ''), value) OR instr(value, replace(name_key, ' ', ''))",
        json.dumps(unspaced_ways(" ".join(parts))),
    )
    return _ranked(transaction, rows)


def _ranked(transaction: Transaction, rows: Iterable[tuple[int, str]]) -> list[str]:
    """Return at most five people by their places, from the keys of what is known of them."""
    people = {(place, transaction.identity.shown(key)) for place, key in rows}
    ranked = sorted(people, key=lambda found: (found[0], preference(found[1])))
    return list(dict.fromkeys(key for _, key in ranked))[:_MANY]


def _all_starts(name: str) -> list[str]:
    """Return how the words of a name that may be this one begin."""
    return sorted({start for word in name.split() for start in _starts(word)})


def _starts(word: str) -> set[str]:
    """Return how a word begins that may be this one."""
    more = {"a": ("ae", "aa"), "o": ("oe",), "u": ("ue",)}.get(word[0], ())
    return {word[:2], without_umlauts(word)[:2], *more}


_SPEAKS_OF = (
    "SELECT 1 FROM live_observation WHERE person = ?",
    "SELECT 1 FROM live_event WHERE person = ?",
    "SELECT 1 FROM live_event WHERE via = ?",
    "SELECT 1 FROM live_correction WHERE value = ? AND field IN ('person', 'via')",
    "SELECT 1 FROM live_tie WHERE source = ?",
    "SELECT 1 FROM live_tie WHERE target = ?",
    "SELECT 1 FROM live_export WHERE owner = ?",
    "SELECT 1 FROM live_note WHERE person = ?",
)


def _is_there(transaction: Transaction, key: str) -> bool:
    """Tell whether a fact in force speaks of a key."""
    if transaction.identity.is_one(key):
        return True
    return any(transaction.row(f"{sql} LIMIT 1", key) for sql in _SPEAKS_OF)


def names_of(transaction: Transaction, keys: Iterable[str]) -> dict[str, str]:
    """Return what to call each of the people in a sentence: their address if they have no name."""
    # Whoever has no name in force is called as an undone fact has it.
    queries = (
        f"SELECT person, name FROM {table} WHERE name IS NOT NULL"
        " AND person IN (SELECT value FROM json_each(?)) ORDER BY weight, act"
        for table in ("observation", "live_observation")
    )
    names = _last_said(transaction, keys, *queries)
    return {
        key: name or (SOMEBODY if key.startswith(FORGOTTEN) else called_by_key(key))
        for key, name in names.items()
    }


def _last_said(
    transaction: Transaction, keys: Iterable[str], *queries: str
) -> dict[str, str | None]:
    """Return what queries say last of each of the people, first of the key that is given."""
    members = {key: transaction.identity.members(key) for key in dict.fromkeys(keys)}
    wanted = json.dumps(sorted({one for group in members.values() for one in group}))
    said = {key: text for sql in queries for key, text in transaction.rows(sql, wanted)}
    return {
        key: next((said[one] for one in group if one in said), None)
        for key, group in members.items()
    }


def name_of(transaction: Transaction, key: str) -> str:
    """Return what to call one person in a sentence."""
    return names_of(transaction, [key])[key]


def describe(transaction: Transaction, keys: Iterable[str]) -> dict[str, str]:
    """Return name, company and key of each of the people, to tell namesakes apart."""
    names = names_of(transaction, keys)
    works = _last_said(
        transaction,
        names,
        "SELECT person, company FROM live_job WHERE company IS NOT NULL"
        ' AND person IN (SELECT value FROM json_each(?)) ORDER BY "end" IS NULL, act',
    )
    return {
        key: f"{name}{f', {works[key]}' if works[key] else ''} (`{key}`)"
        for key, name in names.items()
    }


def mention(transaction: Transaction, text: object, slips: Slips | None = None) -> Someone:
    """Find the person whom a text means, or make a new one of a name or profile address.

    Of a new one it says who has a name like it; with `slips`, only of whose name it may be a slip.
    """
    found = find(transaction, text)
    if found is not None:
        return found
    text = one_line(text)
    slug = profile_key(text)
    if slug is not None:
        key = f"in/{slug}"
        return Someone(key, key, called_by_key(key), text, known=False)
    mail = mailbox(text)
    name = turned_round(text if mail is None else mail.name)
    if email_key(text) or text.startswith(KEYS) or not name:
        raise unknown(transaction, text)
    name_of_person(name)
    alike = nearest(transaction, name) if slips is None else slips.nearest(name)
    near = describe(transaction, alike).values()
    key = _free_key(transaction, person_key(name=name))
    address = None if mail is None else mail.email
    return Someone(key, key, name, None, known=False, near=tuple(near), email=address)


def meant(transaction: Transaction, text: object, *, new: bool, advice: str = "") -> Someone:
    """Find the person whom a text means; make a new one only where the user says that it is one."""
    someone = mention(transaction, text)
    if not someone.known and not new:
        raise not_yet(transaction, one_line(text), advice)
    return someone


def not_yet(transaction: Transaction, text: str, advice: str = "") -> NewNameError:
    """Return the error that asks whether a name is a slip or a new person."""
    near = nearest(transaction, text)
    names = names_of(transaction, near)
    told = describe(transaction, near)
    called = {key: (names[key], told[key].removesuffix(f" (`{key}`)")) for key in near}
    return NewNameError(text, called, advice)


def _free_key(transaction: Transaction, key: str) -> str:
    """Return the key itself, or with ``~n`` where an export has given it to somebody else.

    Somebody typed in and undone is the same person when typed in again.
    """
    number, free = 1, key
    taken = "SELECT 1 FROM observation WHERE person = ? AND weight = ? LIMIT 1"
    while transaction.row(taken, free, READ):
        number += 1
        free = f"{key}~{number}"
    return free


def typed_in(transaction: Transaction, person: str, name: str | None, url: str | None) -> Someone:
    """Find whom `person` means: an address decides, so a namesake with another one is new."""
    person, slug = one_line(person) if isinstance(person, str) else person, profile_key(url)
    if slug is not None and profile_key(person) is None:
        there = find(transaction, str(url))
        if there is not None:
            return there
        if not name_key(person) or person.startswith(KEYS):
            return mention(transaction, person)
        stored = keys_meant(transaction, person) if email_key(person) is None else set()
        people = {transaction.identity.shown(key) for key in stored}
        if len(people) == 1 and (lone := people.pop()).startswith("name/"):
            key = min(stored, key=preference)
            return Someone(key, lone, name_of(transaction, key), None, known=True)
        return Someone(f"in/{slug}", f"in/{slug}", name or person, url, known=False)
    if email_key(person) and name is not None and find(transaction, person) is None:
        return mention(transaction, name)
    return mention(transaction, person)


def write_new(transaction: Transaction, someone: Someone, source: str = "typed in") -> None:
    """Append the first observation of a person who was only mentioned."""
    if not someone.known:
        observe(
            transaction,
            someone.key,
            name=someone.typed,
            url=someone.url,
            email=someone.email,
            source=source,
        )


def observe(
    transaction: Transaction,
    key: str,
    *,
    name: str | None = None,
    url: str | None = None,
    email: str | None = None,
    weight: int = MENTIONED,
    source: str = "typed in",
) -> None:
    """Append one observation of a person that the user typed in."""
    address = email_key(email)
    row = {
        "person": key,
        "name": name,
        "name_key": name_key(name) or None,
        "email": email,
        "email_hash": transaction.address_hash(address, make=True) if address else None,
        "url": url,
        "slug": profile_key(url),
        "source": source,
        "connected": 0,
        "weight": weight,
    }
    transaction.append("observation", row)
