"""What the user decides of two people: that they are the same, or that they are different."""

from __future__ import annotations

import sqlite3
from collections import deque
from collections.abc import Mapping

from infonet.book._identity import Persons, decided, preference
from infonet.book._people import describe, known, meant, unknown
from infonet.book._store import append, new_act
from infonet.errors import BookError, InfonetError, UnknownNameError

__all__ = ["write_decision"]

_WORDS = {"same": "one person", "different": "two people"}


def write_decision(
    con: sqlite3.Connection, same: Mapping[str, str], kind: str, a: str, b: str
) -> str:
    """Append that two people are the same, or are different; returns the sentence."""
    one, two = _two(con, same, kind, a, b)
    now, before = decided(con), decided(con, but=(one, two))
    said = now.joined if kind == "same" else now.parted
    for pair, act in said.items():
        if set(pair) == {one, two}:
            return f"`{one}` and `{two}` are {_WORDS[kind]} already, by act {act}; nothing written."
    if kind == "same":
        _may_be_one(before, same, one, two)
    else:
        _may_be_two(before, one, two)
    what = f"{describe(con, same, one)} and {describe(con, same, two)} are {_WORDS[kind]}"
    once = same.get(one, one) == same.get(two, two)
    if kind == "same":
        shown = min(same.get(one, one), same.get(two, two), key=preference)
        both = one.startswith("in/") and two.startswith("in/")
        what += f", `{shown}`{', with two profiles' if both else ''}."
    else:
        what += ", whatever made them one before." if once else "."
    act = new_act(con, kind, what)
    append(con, "decision", [{"act": act, "kind": kind, "a": one, "b": two}])
    return what


def _two(
    con: sqlite3.Connection, same: Mapping[str, str], kind: str, a: str, b: str
) -> tuple[str, str]:
    """The two stored keys that are meant.

    Where a name, or an e-mail address, is that of several, of whom the other text means one, the
    rest is meant: so two namesakes can be told by a name and a key, or by their name twice.
    """
    stored = [meant(con, same, text) for text in (a, b)]
    for text, keys in zip((a, b), stored, strict=True):
        if not keys:
            raise unknown(con, same, text)
    people = _rest(*({same.get(key, key) for key in keys} for keys in stored))
    chosen = [
        found if len(found) == 1 else {known(con, same, text).key}
        for text, found in zip((a, b), people, strict=True)
    ]
    mine = [
        {key for key in keys if same.get(key, key) in found}
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
    """What two texts mean, given that they do not mean the same."""
    if a == b and len(a) == 2:
        one, two = sorted(a, key=preference)
        return {one}, {two}
    return (a - b if len(b) == 1 < len(a) else a), (b - a if len(a) == 1 < len(b) else b)


def _may_be_one(before: Persons, same: Mapping[str, str], one: str, two: str) -> None:
    """Raise if a decision on other keys of the same two people says that they are different."""
    asked = {same.get(one, one), same.get(two, two)}
    for (a, b), act in before.parted.items():
        if {same.get(a, a), same.get(b, b)} == asked:
            near, far = (a, b) if same.get(a, a) == same.get(one, one) else (b, a)
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
    acts: dict[str, dict[str, int]] = {}
    for (a, b), act in before.joined.items():
        acts.setdefault(a, {})[b] = acts.setdefault(b, {})[a] = act
    come_from: dict[str, str] = {one: one}
    waiting = deque([one])
    while waiting and two not in come_from:
        key = waiting.popleft()
        for other in acts.get(key, ()):
            if other not in come_from:
                come_from[other] = key
                waiting.append(other)
    if two not in come_from:
        return
    steps, key = [], two
    while key != one:
        steps.append((come_from[key], key, acts[key][come_from[key]]))
        key = come_from[key]
    steps.reverse()
    chain = ", ".join(f"`{a}` is `{b}` by act {act}" for a, b, act in steps)
    undos = " or ".join(f"`undo({act})`" for *_, act in steps)
    raise BookError(
        f"`{one}` and `{two}` cannot be two people: {chain}; take that back with {undos} first"
    )
