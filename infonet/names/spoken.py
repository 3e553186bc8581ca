"""Find where texts speak of people: names, addresses and profiles, word by word."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable
from functools import lru_cache
from itertools import islice, pairwise
from typing import NamedTuple

from infonet.names.people import fold, is_unspaced, name_key, unspaced_ways

__all__ = ["Names", "Spoken"]

_WORD = re.compile(r"[^\W_]+")
_GAP, _APART = 4, 60  # signs between two words of a name, as in "Diaz", "Ana"; spaces besides
_LEAST = 2  # letters of a name that is looked for
_ENDING, _STEM = 2, 3  # letters of an ending, as in "Diaz's" or "Müllers", and of what has one
_LATIN = re.compile(r"[a-z]+")
_UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue"})


class Spoken(NamedTuple):
    """A place where a text speaks of somebody."""

    start: int
    end: int
    who: str


class Names:
    """Names and addresses that are looked for, in all the ways in which they are written.

    A name of several words is found in either order, joined, with a short ending, with initials
    in between, and without what stands between its first and last word; case, accents, signs and
    ``ue`` for ``ü`` do not matter. An address is found as it is.

    Parameters
    ----------
    names : iterable of (str, str)
        Who, and a name or address of theirs.
    alone : bool, optional
        Whether a name of a single word is looked for, too.
    others : collection of str, optional
        Names of others, as `name_key` has them: none of them is taken for a name with an ending.

    Examples
    --------
    >>> names = Names([("ana", "Ana M. Díaz"), ("ana", "ana.d@example.com")])
    >>> names.cut("Met ANA DIAZ (ana.d@example.com), and Ana.", "somebody")
    'Met somebody (somebody), and Ana.'
    >>> names.cut("In Ana Diazs Team", "somebody")
    'In somebody Team'
    """

    def __init__(
        self,
        names: Iterable[tuple[str, str]],
        *,
        alone: bool = True,
        others: Collection[str] = (),
    ) -> None:
        self._others = others
        self._ways: defaultdict[str, dict[tuple[str, ...], str]] = defaultdict(dict)
        self._unspaced: dict[str, str] = {}
        for who, name in names:
            for way in _ways(name):
                if len("".join(way)) >= _LEAST and (alone or len(way) > 1):
                    self._ways[way[0]].setdefault(way, who)
            for bare in unspaced_ways(name_key(name)) if is_unspaced(name) else ():
                if len(bare) >= _LEAST:
                    self._unspaced.setdefault(bare, who)
        self._most = max((len(way) for ways in self._ways.values() for way in ways), default=0)
        # Han, Hangul and kana stand without spaces in a text.
        longest = sorted(self._unspaced, key=len, reverse=True)
        self._dense = re.compile("|".join(map(re.escape, longest))) if longest else None

    def find(self, text: str) -> list[Spoken]:
        """Return where a text speaks of one of them, from its beginning on, the longest way."""
        found: list[Spoken] = []
        end = 0
        for match in _WORD.finditer(text):
            ways = self._ways.get(_folded(match[0]))
            if ways is not None and match.start() >= end:
                taken = self._at(text, match.start(), ways)
                if taken is not None:
                    found.append(taken)
                    end = taken.end
        if self._dense is not None:
            found += [
                Spoken(match.start(), match.end(), self._unspaced[match[0]])
                for match in self._dense.finditer(text)
            ]
        return _apart(found)

    def cut(self, text: str, instead: str) -> str:
        """Return a text in which another word stands instead of each of them."""
        for spoken in reversed(self.find(text)):
            text = f"{text[: spoken.start]}{instead}{text[spoken.end :]}"
        return text

    def _at(self, text: str, start: int, ways: dict[tuple[str, ...], str]) -> Spoken | None:
        """Return the longest name that begins at a word; None where none does."""
        ahead = list(islice(_WORD.finditer(text, start), self._most + 1))
        words = tuple(_folded(match[0]) for match in ahead)
        whole = [at for at, word in enumerate(words) if at == 0 or len(word) > 1]
        for chosen in (range(len(words)), whole) if len(whole) < len(words) else (whole,):
            for count in range(min(len(chosen), self._most), 0, -1):
                taken = [ahead[at] for at in chosen[:count]]
                who = self._called(tuple(words[at] for at in chosen[:count]), ways)
                gaps = (text[one.end() : two.start()] for one, two in pairwise(taken))
                if who is not None and all(
                    len(gap) <= _APART and len(gap.strip()) <= _GAP for gap in gaps
                ):
                    return Spoken(start, taken[-1].end(), who)
        return None

    def _called(self, words: tuple[str, ...], ways: dict[tuple[str, ...], str]) -> str | None:
        """Return who is called so, the last word with an ending or without."""
        if words in ways or len(words) < 2 or " ".join(words) in self._others:
            return ways.get(words)
        *before, last = words
        ends = [len(last) - ending for ending in range(1, _ENDING + 1)]
        letters = _LATIN.match(last)
        if letters is not None and letters.end() < len(last):  # a number, or another script
            ends.append(letters.end())
        stems = (last[:end] for end in ends if end >= _STEM)
        return next((who for stem in stems if (who := ways.get((*before, stem)))), None)


@lru_cache(maxsize=1 << 16)
def _folded(word: str) -> str:
    return fold(word)


def _ways(name: str) -> set[tuple[str, ...]]:
    """Return the ways in which a name or an address is written, as folded words."""
    written = tuple(fold(word) for word in _WORD.findall(name))
    ways = {written}
    if "@" not in name and "/" not in name:
        words = tuple(name_key(name).split())
        ways.add(words)
        if (spelt := name.translate(_UMLAUTS)) != name:
            ways |= _ways(spelt)
        if len(words) > 1:
            first, last = words[0], words[-1]
            ways |= {(first, last)}
            for at in range(1, len(words)):  # the family name may be several words
                ways |= {(*words[at:], *words[:at]), (*words[at:], first)}
            if "-" in name and len(words) > 2:
                ways.add((first, words[-2]))
            ways |= {("".join(way),) for way in ways if len(way) > 1}
    return {way for way in ways if way}


def _apart(found: list[Spoken]) -> list[Spoken]:
    """Leave out what lies within what begins before it."""
    kept: list[Spoken] = []
    for one in sorted(found, key=lambda spoken: (spoken.start, -spoken.end)):
        if not kept or one.start >= kept[-1].end:
            kept.append(one)
    return kept
