"""Find out whether a text mentions a company."""

from __future__ import annotations

import re
from typing import NamedTuple

from infonet.names._employers import FILLER, distinctive
from infonet.names._legal import may_follow
from infonet.names.people import words

# A capital that need not be a name.
_DAYS = frozenset(
    """monday tuesday wednesday thursday friday saturday sunday january february march april may
    june july august september october november december""".split()
)
_LONG = 4  # letters of a word that a headline with capitals would give one


def mentions(text: str, company: str) -> bool:
    """Return whether a text names a company: its words side by side, in order, as a whole name.

    A word with a capital right after them makes it another name, unless the text has capitals
    throughout. A name given with a capital is not found in small letters.
    """
    wanted = "".join(distinctive(company))
    if not wanted:
        return False
    found = list(_split(text.replace("+", " plus ") if "+" in company else text))
    named = company.strip()[:1].isupper()
    for start, word in enumerate(found):
        if not wanted.startswith(word.key) or (named and word.text[:1].islower()):
            continue
        end = _end(found, start, wanted)
        if end is not None and not _goes_on(found, start, end):
            return True
    return False


class _Word(NamedTuple):
    """A word as written, as it is compared, and whether only a space stands before it."""

    text: str
    key: str
    joined: bool


def _split(text: str) -> list[_Word]:
    """Split a text into words; signs without a letter or digit to compare are left out."""
    found, before = [], 0
    for match in re.finditer(r"[^\W_]+", text):
        key = "".join(words(match[0]))
        gap = text[before : match.start()]
        before = match.end()
        if key:
            found.append(_Word(match[0], key, gap in (" ", "-", "\u00a0")))
    return found


def _end(found: list[_Word], start: int, wanted: str) -> int | None:
    """Return where the name ends that begins at `start`; filler words within it do not count."""
    spelt = ""
    for at in range(start, len(found)):
        if at > start and found[at].key in FILLER and not wanted.startswith(spelt + found[at].key):
            continue
        spelt += found[at].key
        if spelt == wanted:
            return at + 1
        if not wanted.startswith(spelt):
            return None
    return None


def _goes_on(found: list[_Word], start: int, end: int) -> bool:
    """Return whether the name goes on with a word that makes it another."""
    if end == len(found) or not found[end].joined or found[end].text[:1].islower():
        return False
    after = found[end]
    if may_follow(after.key) or after.key in FILLER | _DAYS or not after.text[0].isupper():
        return False
    others = [word.text for word in (*found[:start], *found[end + 1 :])]
    return any(len(text) >= _LONG and text.islower() for text in others)
