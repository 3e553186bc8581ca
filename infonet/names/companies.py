"""Employers: which spellings mean one company, and whether a text names it.

Two spellings are one company when their keys are equal, or their sets of distinctive words; what
stands in brackets is a second name. Nothing is matched by substring: Loop is not Loopio.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache, cached_property
from itertools import pairwise
from urllib.parse import quote

from infonet.errors import nearest
from infonet.names._employers import (
    GENERIC,
    company_key,
    company_words,
    differ_in_number,
    distinctive,
    is_company,
    is_legal_form,
    is_school,
    order_key,
    second_keys,
)
from infonet.names._mentions import mentions
from infonet.names.people import fold, words

__all__ = [
    "Spellings",
    "company_key",
    "company_words",
    "is_company",
    "is_legal_form",
    "is_school",
    "may_be_near",
    "mentions",
    "names_somebody",
    "same_employer",
    "search_link",
    "second_keys",
]

_BETWEEN = re.compile(r"[\s.,\-_/]+")
_ALIKE = 70.0  # percent of the letters, for the nearest names
_SLIP = 88.0  # percent of the letters of what may be a slip of the pen
_COMMON = 20  # employers that share a word by which none of them is recognised
_INITIALS = 3  # at least, for a name of initials
_ENDINGS = ("com", "org", "net", "io", "ai", "de", "co", "uk", "eu", "dev", "app", "tech")


class Spellings:
    """The raw spellings of employers in a network, indexed for matching in tiers.

    What is no employer (``Freelance``) never matches.
    """

    def __init__(self, spellings: Iterable[str]) -> None:
        self._by_key: dict[str, list[str]] = defaultdict(list)
        self._by_second: dict[str, list[str]] = defaultdict(list)
        self._by_order: dict[tuple[frozenset[str], str], list[str]] = defaultdict(list)
        for spelling in sorted(set(spellings)):
            if is_company(spelling):
                self._by_key[company_key(spelling)].append(spelling)
                self._by_order[order_key(spelling)].append(spelling)
                for key in second_keys(spelling):
                    self._by_second[key].append(spelling)

    def tiers(
        self, name: str, *, aliases: Iterable[str] = (), weak: bool = False
    ) -> dict[str, str]:
        """Map the spellings that mean a company to their tiers, best first, then by name.

        The tier is ``exact`` (equal without separators, or by a second name in brackets, or one of
        the `aliases` that the user has declared), ``strong`` (equal sets of distinctive words), or,
        on request, ``weak`` (a shared distinctive word).
        """
        names = [one for one in (name, *aliases) if is_company(one)]
        exact = list[str]()
        for one in names:
            key = company_key(one)
            exact += self._by_key.get(key, ())
            # Two second names may be equal by chance: Delta (Berlin) is not Echo (Berlin).
            exact += self._by_second.get(key, ())
            for second in second_keys(one):
                exact += self._by_key.get(second, ())
        found = {
            "exact": exact,
            "strong": [raw for one in names for raw in self._by_order.get(order_key(one), ())],
        }
        if weak:
            found["weak"] = [
                raw
                for one in names
                for word in company_words(one)
                for raw in self._by_word.get(word, ())
            ]
        tiers: dict[str, str] = {}
        for tier, raws in found.items():
            for raw in sorted(raws):
                tiers.setdefault(raw, tier)
        return tiers

    def near(self, name: str, *, aliases: Iterable[str] = ()) -> list[str]:
        """List the spellings that may mean a company, although they do not match: likeliest first.

        They share a word with it by which it is recognised (not *Systems*), have all its words, are
        its initials, or differ by a letter or two. Whose numbers differ is another: Studio 3 and
        Studio 4.

        Examples
        --------
        >>> Spellings(["Fjordlys UK", "Fjordlys.com", "Loopio"]).near("Fjordlys")
        ['Fjordlys UK', 'Fjordlys.com']
        """
        names = [one for one in (name, *aliases) if is_company(one)]
        same = self.tiers(name, aliases=aliases)
        scores: dict[str, float] = {}
        for one in names:
            for raw, score in self._likeness(one):
                if raw not in same and not differ_in_number(one, raw):
                    scores[raw] = max(score, scores.get(raw, 0.0))
        return sorted(scores, key=lambda raw: (-scores[raw], raw))

    def nearest(self, name: str, *, also: Iterable[str] = (), n: int = 5) -> list[str]:
        """List what the user may have meant: shared words first, then similar letters."""
        keys = {key: raws[0] for key, raws in self._by_key.items()}
        keys |= {company_key(spelling): spelling for spelling in also}
        close = nearest(company_key(name), keys, n=n, alike=_ALIKE, key=str)
        slips = (keys[key] for key in close if not differ_in_number(name, keys[key]))
        alike = [*self.tiers(name), *self.near(name), *slips]
        return list(dict.fromkeys(alike))[:n]

    @cached_property
    def _by_word(self) -> dict[str, list[str]]:
        """The spellings that have a distinctive word."""
        found: dict[str, list[str]] = defaultdict(list)
        for raws in self._by_key.values():
            for raw in raws:
                for word in company_words(raw):
                    found[word].append(raw)
        return found

    @cached_property
    def _by_initials(self) -> dict[str, list[str]]:
        """The spellings of several words, by their initials."""
        found: dict[str, list[str]] = defaultdict(list)
        for raws in self._by_key.values():
            for raw in raws:
                found[_initials(distinctive(raw))].append(raw)
        return found

    def _likeness(self, name: str) -> Iterator[tuple[str, float]]:
        """Yield the spellings like a name, each with how like it is, from 0 to 1."""
        spelt, own = _parts(name), company_key(name)
        mine = frozenset(spelt)
        for part in mine - GENERIC | {own}:
            raws = [*self._by_word.get(part, ()), *self._apart(part)]
            raws += [raw for end in _ENDINGS for raw in self._on_the_web(part, end)]
            # A word that very many have recognises nobody, unless it is the whole name.
            if part == own or len({company_key(raw) for raw in raws}) <= _COMMON:
                yield from ((raw, _shared(mine, frozenset(_parts(raw)))) for raw in raws)
        together = [one + two for one, two in pairwise(spelt) if not {one, two} <= GENERIC]
        whole = [*second_keys(name), *filter(None, [_initials(spelt)])]
        for part in (*together, *whole):
            yield from ((raw, 1.0) for raw in self._by_word.get(part, ()))
        yield from ((raw, 1.0) for raw in self._by_initials.get(own, ()) if own)
        for word in mine if mine <= GENERIC else ():
            alike = (raw for raw in self._by_word.get(word, ()) if company_words(raw) == mine)
            yield from ((raw, 1.0) for raw in alike)
        for key in nearest(own, self._by_key, n=_COMMON, alike=_SLIP, key=str):
            yield from ((raw, 1.0) for raw in self._by_key[key])

    def _on_the_web(self, word: str, ending: str) -> list[str]:
        """Return the spellings that have a word as a web address: Fjordlys.com is fjordlyscom."""
        raws = self._by_word.get(word + ending, ())
        return [raw for raw in raws if f".{ending}" in raw.lower()]

    def _apart(self, word: str) -> Iterator[str]:
        """Yield the spellings that have a word as two, side by side."""
        for at in range(1, len(word)):
            for raw in self._by_word.get(word[:at], ()):
                if (word[:at], word[at:]) in pairwise(distinctive(raw)):
                    yield raw


def same_employer(
    spellings: Iterable[str], declared: Iterable[Sequence[str]] = ()
) -> Callable[[str], str]:
    """Return a function from a spelling to the key that all spellings of one employer share.

    They do where their keys are equal, where one is a second name of the other (in brackets, ö as
    oe) and of no third one, or where they are `declared` so; the first of those gives the key.

    Examples
    --------
    >>> key = same_employer(["NFS", "Nordic Fjord Services (NFS)", "Delta"])
    >>> key("NFS") == key("Nordic Fjord Services"), key("NFS") == key("Delta")
    (True, False)
    """
    keys = _Joined()
    first_named = set()
    for group in declared:
        first, *others = map(company_key, group)
        first_named.add(first)
        for other in filter(None, others):
            keys.join(other, first)
    names = [*filter(is_company, dict.fromkeys(spellings))]
    owners: defaultdict[str, set[str]] = defaultdict(set)
    for name in names:
        for second in second_keys(name):
            owners[second].add(company_key(name))

    @cache
    def known() -> set[str]:
        return {company_key(name) for name in names}

    for second in sorted(owners.keys() & known()) if owners else ():
        found = {keys.root(key) for key in owners[second]}
        # NFS may be short for two employers: then it is neither.
        if len(found) == 1:
            pair = sorted([second, *found], key=lambda key: keys.root(key) in first_named)
            keys.join(*pair)

    def key_of(name: str) -> str:
        key = company_key(name)
        others = () if key in keys else second_keys(name)
        if not others or key in known():
            return keys.root(key)
        return keys.root(next((other for other in others if other in known()), key))

    return key_of


class _Joined(dict[str, str]):
    """Hold which keys are one, each with another of them, up to the one for all."""

    def root(self, key: str) -> str:
        """Return the key that stands for all that are one with this."""
        while key in self:
            key = self[key]
        return key

    def join(self, key: str, to: str) -> None:
        """Make two one; the second gives the key."""
        if self.root(key) != self.root(to):
            self[self.root(key)] = self.root(to)


def may_be_near(name: str, spellings: Iterable[str]) -> list[str]:
    """Return those of very many spellings that may be near a name; cheap, and never too few.

    Initials alone are not looked for.
    """
    parts = [*(frozenset(_parts(name)) - GENERIC or company_words(name)), *second_keys(name)]
    listed = [raw for raw in spellings if not differ_in_number(name, raw)]
    kept = [raw for raw in listed if any(part in _letters(raw) for part in parts)]
    slips = nearest(_letters(name), listed, n=_COMMON, alike=_ALIKE, key=_letters)
    return [*dict.fromkeys([*kept, *slips])]


def _letters(name: str) -> str:
    """Return a name folded, without what stands between its letters."""
    return _BETWEEN.sub("", fold(name))


def _parts(name: str) -> tuple[str, ...]:
    """Return the distinctive words of a name, without the ending of a web address."""
    spelt = distinctive(name)
    if "." not in name:
        return spelt
    end = next((end for end in _ENDINGS if f".{end}" in name.lower()), "")
    return tuple(word.removesuffix(end) or word for word in spelt)


def _initials(spelt: tuple[str, ...]) -> str:
    """Return the first letters of a name of several words."""
    return "".join(word[0] for word in spelt) if len(spelt) >= _INITIALS else ""


def _shared(mine: frozenset[str], theirs: frozenset[str]) -> float:
    """Return the share of all words that both have."""
    return len(mine & theirs) / max(1, len(mine | theirs))


def search_link(text: str) -> str:
    """Return the address of LinkedIn's own second-degree search; nothing is fetched.

    Parameters
    ----------
    text : str
        What to search for: a company, a field.

    Returns
    -------
    str
        An address to open by hand. It shows who there is a connection of a connection, and whose.

    Examples
    --------
    >>> search_link("Delta & Co")
    'https://www.linkedin.com/search/results/people/?keywords=Delta%20%26%20Co&network=%5B%22S%22%5D'
    """
    network = quote('["S"]')
    return (
        "https://www.linkedin.com/search/results/people/"
        f"?keywords={quote(text, safe='', errors='replace')}&network={network}"
    )


def names_somebody(
    texts: Sequence[str], people: Iterable[str], jobs: Iterable[tuple[str, str]] = ()
) -> list[bool]:
    """Say which texts, such as the names of companies, have somebody's name in them, or an address.

    A name of one word is too often another word. It tells of somebody only as a word in the name of
    the company where `jobs`, the names and companies of people, have them work.

    Examples
    --------
    >>> names_somebody(["Ana Diaz Consulting", "Delta"], ["Ana Díaz", "Delta"])
    [True, False]
    >>> names_somebody(["Okafor Ltd", "Delta"], [], [("Okafor", "Okafor Ltd"), ("Okafor", "Delta")])
    [True, False]
    """
    known = {said for name in people if name and len(said := tuple(words(name))) > 1}
    longest = max(map(len, known), default=0)
    own = {
        company_key(company) or company
        for name, company in jobs
        if " " not in name.strip() and len(one := words(name)) == 1 and one[0] in words(company)
    }
    return [
        (company_key(text) or text) in own or _names_one(text, known, longest) for text in texts
    ]


def _names_one(text: str, known: set[tuple[str, ...]], longest: int) -> bool:
    """Say whether somebody's whole name is part of a text."""
    if "@" in text or "/in/" in text or text.startswith("in/"):
        return True
    said = words(text)
    return any(
        tuple(said[begin : begin + many]) in known
        for many in range(2, min(longest, len(said)) + 1)
        for begin in range(len(said) - many + 1)
    )
