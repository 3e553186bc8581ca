"""Decide that two people are the same or different, and whose book it is."""

from __future__ import annotations

from itertools import pairwise

import networkx as nx

from infonet.book._lookup import STATED, describe, keys_meant, known, observe, unknown
from infonet.book._resolve import Identity, Persons, decided, preference
from infonet.book._store import Store
from infonet.book._transaction import Transaction
from infonet.book._validate import name_of_person, optional_text
from infonet.errors import BookError, InfonetError, UnknownNameError
from infonet.names.people import name_key, person_key, profile_key
from infonet.tables import ME

_WORDS = {"same": "one person", "different": "two people"}


def write_decision(transaction: Transaction, kind: str, a: str, b: str) -> str:
    """Append that two people are the same, or are different; return the sentence."""
    identity = transaction.identity
    one, two = _two(transaction, kind, a, b)
    now, before = decided(transaction.rows), decided(transaction.rows, but=(one, two))
    for pair, act in (now.joined if kind == "same" else now.parted).items():
        if set(pair) == {one, two}:
            return f"`{one}` and `{two}` are {_WORDS[kind]} already, by act {act}; nothing written."
    if kind == "same":
        _may_be_one(before, identity, one, two)
    else:
        _may_be_two(before, one, two)
    called = describe(transaction, (one, two))
    what = f"{called[one]} and {called[two]} are {_WORDS[kind]}"
    if kind == "same":
        shown = min(identity.shown(one), identity.shown(two), key=preference)
        both = one.startswith("in/") and two.startswith("in/")
        what += f", `{shown}`{', with two profiles' if both else ''}."
    else:
        once = identity.shown(one) == identity.shown(two)
        what += ", whatever made them one before." if once else "."
    transaction.begin(kind, what)
    transaction.append("decision", {"kind": kind, "a": one, "b": two})
    return what


def _two(transaction: Transaction, kind: str, a: str, b: str) -> tuple[str, str]:
    """Return the two stored keys that are meant.

    Where a name, or an e-mail address, is that of several, of whom the other text means one, the
    rest is meant: so two namesakes can be told by a name and a key, or by their name twice.
    """
    shown = transaction.identity.shown
    stored = [keys_meant(transaction, text) for text in (a, b)]
    for text, keys in zip((a, b), stored, strict=True):
        if not keys:
            raise unknown(transaction, text)
    people = _rest(*({shown(key) for key in keys} for keys in stored))
    chosen = [
        found if len(found) == 1 else {known(transaction, text).shown}
        for text, found in zip((a, b), people, strict=True)
    ]
    mine = [
        {key for key in keys if shown(key) in found}
        for keys, found in zip(stored, chosen, strict=True)
    ]
    if chosen[0] == chosen[1]:
        # They are one person now: what is meant are two of the keys of that person.
        mine = list(_rest(*mine))
        unclear = kind == "different" and max(map(len, mine)) > 1
        if unclear or mine[0] & mine[1]:
            held = sorted({*mine[0], *mine[1]}, key=preference)
            if len(held) == 1:
                raise InfonetError(
                    f"expected two people, but `{a}` and `{b}` are both `{held[0]}`; "
                    "give two keys, profile addresses or names"
                )
            raise UnknownNameError(
                f"expected two people, but `{a}` and `{b}` may be any of "
                f"{', '.join(f'`{key}`' for key in held)}; give two of these keys",
                held,
            )
    one, two = (min(keys, key=preference) for keys in mine)
    return one, two


def _rest(a: set[str], b: set[str]) -> tuple[set[str], set[str]]:
    """Return what two texts mean, given that they do not mean the same."""
    if a == b and len(a) == 2:
        one, two = sorted(a, key=preference)
        return {one}, {two}
    return (a - b if len(b) == 1 < len(a) else a), (b - a if len(a) == 1 < len(b) else b)


def _may_be_one(before: Persons, identity: Identity, one: str, two: str) -> None:
    """Raise if a decision on other keys of the same two people says that they are different."""
    shown = identity.shown
    asked = {shown(one), shown(two)}
    for (a, b), act in before.parted.items():
        if {shown(a), shown(b)} == asked:
            near, far = (a, b) if shown(a) == shown(one) else (b, a)
            also = [
                f"`{key}` is one person with `{other}`"
                for key, other in ((near, one), (far, two))
                if key != other
            ]
            raise BookError(
                f"`{one}` and `{two}` cannot be one person: by act {act} `{near}` and `{far}` are "
                f"two people, and {' and '.join(also)}; `undo({act})` takes that back"
            )


def _may_be_two(before: Persons, one: str, two: str) -> None:
    """Raise if other decisions, one after another, say that two keys are one person."""
    joined: nx.Graph[str] = nx.Graph()
    joined.add_nodes_from((one, two))
    joined.add_edges_from((a, b, {"act": act}) for (a, b), act in before.joined.items())
    if not nx.has_path(joined, one, two):
        return
    steps = [(a, b, joined[a][b]["act"]) for a, b in pairwise(nx.shortest_path(joined, one, two))]
    chain = ", ".join(f"`{a}` is `{b}` by act {act}" for a, b, act in steps)
    undos = " or ".join(f"`undo({act})`" for *_, act in steps)
    raise BookError(
        f"`{one}` and `{two}` cannot be two people: {chain}; take that back with {undos} first"
    )


# Whose book it is


def mark_as_sample(store: Store) -> None:
    """Say of a new book, once and for good, that everybody in it is invented."""
    with store.writing("that the book is a sample") as transaction:
        if transaction.is_sample:
            return
        if transaction.row("SELECT 1 FROM act LIMIT 1"):
            raise BookError(
                f"expected a new book for a sample, but the book `{store.path}` is in use;"
                " choose another path"
            )
        transaction.mark_as_sample()


def settle_owner(store: Store, me: str) -> None:
    """Record whose book it is; a name may be completed by an address, and an address by a name."""
    text = optional_text(me, "me") or ""
    slug = profile_key(text)
    if slug is None:
        name_of_person(text)
    with store.reading() as transaction:
        if _is_settled(transaction, slug, text):
            return
    with store.writing("whose book it is") as transaction:
        if not _is_settled(transaction, slug, text):
            transaction.begin("me", f"This is the book of {text}.")
            add_mine(transaction, url=text if slug else None, name=None if slug else text)


def add_mine(transaction: Transaction, *, url: str | None, name: str | None) -> None:
    """Append an address or a name of mine to the act."""
    observe(transaction, ME, name=name, url=url, weight=STATED)
    slug = profile_key(url)
    if slug is not None:
        # By decision, so that whoever had this profile in the book is me from now on.
        other = person_key(slug=slug)
        transaction.append("decision", {"kind": "same", "a": ME, "b": other})


def owner_of(transaction: Transaction) -> str | None:
    """Return my profile address, or else my name, as far as it is known."""
    found = transaction.value(
        "SELECT coalesce(url, name) FROM live_observation WHERE person = ?"
        " AND coalesce(url, name) IS NOT NULL ORDER BY url IS NULL, weight DESC, act DESC LIMIT 1",
        ME,
    )
    return None if found is None else str(found)


def _is_settled(transaction: Transaction, slug: str | None, text: str) -> bool:
    """Tell whether that is settled already; False if it is open; raise if it is somebody else."""
    said = transaction.rows(
        "SELECT act.id, url, slug, name, act.kind FROM live_observation AS seen"
        " JOIN act ON act.id = seen.act WHERE person = ? ORDER BY act.id DESC",
        ME,
    )
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
