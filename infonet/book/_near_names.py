"""People whose names are nearly the same: a slip, another order or script, a name left out."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from typing import NamedTuple

import numpy as np

from infonet.names.people import alike_key, looks_like

_LEAST = 84.0
"""Of 100, below which two names are not nearly the same."""
_PART = 90.0
"""What two names have in common of which one is part of the other, with two words or more."""
_WORDS = 2
_MANY = 5_000_000
"""Pairs of a word that are compared at once; a word with more is too common to tell anything."""


class Near(NamedTuple):
    """Two people with nearly the same name: how like they are of 100, and in what."""

    score: float
    words: str


def near_names(
    names: Mapping[str, str], alone: set[str], may_be_one: Callable[[str, str], bool]
) -> dict[tuple[str, str], Near]:
    """Return pairs of people with nearly the same name, one of whom at least is in `alone`.

    `names` are keys of names by person. Two are compared when they have a word in common, or the
    same letters in another script; equal keys are left to others.
    """
    groups: defaultdict[str, list[str]] = defaultdict(list)
    spelt: dict[str, list[str]] = {}
    for name in sorted({*names.values()} - {""}):
        spelt[name] = alike_key(looks_like(name)).split()
        for word in dict.fromkeys(spelt[name]):
            groups[word].append(name)
    people: defaultdict[str, list[str]] = defaultdict(list)
    for person, name in names.items():
        people[name].append(person)
    wanted = {names[person] for person in alone if person in names}
    found: dict[tuple[str, str], Near] = {}
    for mine, theirs, near in _pairs(groups, spelt, wanted):
        for a in people[mine]:
            for b in people[theirs]:
                pair = (a, b) if a < b else (b, a)
                if (a in alone or b in alone) and pair not in found and may_be_one(a, b):
                    found[pair] = near
    return found


def _pairs(
    groups: Mapping[str, list[str]], spelt: Mapping[str, list[str]], wanted: set[str]
) -> Iterator[tuple[str, str, Near]]:
    """Yield names that are nearly the same, word by word of which they have one in common."""
    from rapidfuzz import fuzz, process

    compare = partial(process.cdist, scorer=fuzz.ratio, score_cutoff=_LEAST, dtype=np.uint8)
    joined = {name: " ".join(parts) for name, parts in spelt.items()}
    seen: set[tuple[str, str]] = set()
    for theirs in groups.values():
        mine = [name for name in theirs if name in wanted]
        if not mine or len(theirs) < _WORDS or len(mine) * len(theirs) > _MANY:
            continue
        alike = compare([joined[one] for one in mine], [joined[one] for one in theirs])
        near = {(mine[i], theirs[j]): int(alike[i, j]) for i, j in np.argwhere(alike).tolist()}
        for pair in (*near, *_parts(mine, theirs, spelt)):
            a, b = pair
            if a != b and pair not in seen and (b, a) not in seen:
                seen.add(pair)
                yield a, b, _told(a, b, spelt, near.get(pair, 0))


def _parts(
    mine: list[str], theirs: list[str], spelt: Mapping[str, list[str]]
) -> Iterator[tuple[str, str]]:
    """Yield names of which one has all words of the other: a middle name, a second family name."""
    words = {name: {*spelt[name]} for name in theirs}
    by_second: defaultdict[str, list[str]] = defaultdict(list)
    for name in theirs:
        for word in dict.fromkeys(spelt[name]):
            by_second[word].append(name)
    common = max(by_second, key=lambda word: len(by_second[word]))
    for name in mine:
        for word in dict.fromkeys(spelt[name]):
            for other in by_second[word] if word != common else ():
                one, two = words[name], words[other]
                if one != two and min(len(one), len(two)) >= _WORDS and (one <= two or two <= one):
                    yield name, other


def _told(a: str, b: str, spelt: Mapping[str, list[str]], alike: float) -> Near:
    """Say in what two names are nearly the same."""
    if spelt[a] == spelt[b]:
        if looks_like(a) != a or looks_like(b) != b:
            return Near(99.0, "looks the same, with letters of another script")
        return Near(99.0, "same name, written otherwise")
    one, two = {*spelt[a]}, {*spelt[b]}
    if min(len(one), len(two)) >= _WORDS and (one <= two or two <= one):
        return Near(max(_PART, alike), "one name is part of the other")
    return Near(float(alike), "nearly the same name")
