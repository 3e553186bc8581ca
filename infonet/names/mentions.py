"""Whether a text names a company, and not one whose name merely begins alike."""

from __future__ import annotations

import re
from typing import NamedTuple

from infonet.names.companies import company_key, company_words
from infonet.names.people import words

__all__ = ["mentions"]

_FILLER = frozenset("the and und et of de".split())
_LEGAL = frozenset(
    "ab ag as asa aps bv co company corp gmbh group holding inc kg limited llc ltd nv oy plc sa se"
    " srl".split()
)
_DAYS = frozenset(
    """monday tuesday wednesday thursday friday saturday sunday january february march april may
    june july august september october november december""".split()
)
_LONG = 4  # letters of a word that a headline with capitals would give one


class _Word(NamedTuple):
    """A word as written, as it is compared, and whether only a space stands before it."""

    text: str
    key: str
    joined: bool


def mentions(text: str, company: str) -> bool:
    """Whether a company is named: its words stand together, in order, as a name of their own.

    A word with a capital right after them makes it another name, unless the text has capitals
    throughout. A name given with a capital is not found in small letters.

    Examples
    --------
    >>> mentions("Forty jobs at Go Daddy", "GoDaddy Inc.")
    True
    >>> mentions("Delta Energy Drinks opens a lab", "Delta Energy")
    False
    """
    wanted = company_key(company)
    if not wanted or not company_words(company):
        return False
    found = list(_split(text))
    named = company.strip()[:1].isupper()
    for start, word in enumerate(found):
        if not wanted.startswith(word.key) or (named and word.text[:1].islower()):
            continue
        end = _end(found, start, wanted)
        if end is not None and not _goes_on(found, start, end):
            return True
    return False


def _split(text: str) -> list[_Word]:
    """The words of a text; those without a letter or digit to compare are left out."""
    found, before = [], 0
    for match in re.finditer(r"[^\W_]+", text):
        key = "".join(words(match[0]))
        gap = text[before : match.start()]
        before = match.end()
        if key:
            found.append(_Word(match[0], key, gap in (" ", "-", "\u00a0")))
    return found


def _end(found: list[_Word], start: int, wanted: str) -> int | None:
    """Where the words from a start on are the name; filler words within it do not count."""
    spelt = ""
    for at in range(start, len(found)):
        if at > start and found[at].key in _FILLER and not wanted.startswith(spelt + found[at].key):
            continue
        spelt += found[at].key
        if spelt == wanted:
            return at + 1
        if not wanted.startswith(spelt):
            return None
    return None


def _goes_on(found: list[_Word], start: int, end: int) -> bool:
    """Whether the name goes on with a word that makes it another."""
    if end == len(found) or not found[end].joined or found[end].text[:1].islower():
        return False
    if found[end].key in _LEGAL | _FILLER | _DAYS or not found[end].text[0].isupper():
        return False
    others = [word.text for word in (*found[:start], *found[end + 1 :])]
    return any(len(text) >= _LONG and text.islower() for text in others)
