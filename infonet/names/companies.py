"""Employers: which spellings mean one company, and whether a text names it.

Two spellings are one company when their keys are equal, or their sets of distinctive words.
Nothing is matched by substring: Loop is not Loopio.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from functools import lru_cache
from typing import NamedTuple
from urllib.parse import quote

from infonet.errors import nearest
from infonet.names.people import PARENTHESES, words

__all__ = [
    "Spellings",
    "company_key",
    "company_words",
    "is_company",
    "is_legal_form",
    "mentions",
    "search_link",
]

# Dropped from the end, where a legal form stands ("Roma AS", but not "AS Roma").
_LEGAL = frozenset(
    """ab ag as asa aps bv bvba co company companies corp corporation cv eg ek ev gbr gmbh group
    grp holding holdings inc incorporated kft kg kgaa kk lc limited llc llp lp ltd ltda mbh nv oy
    oyj plc pte pty pvt private sa sab sarl sas se sl spa spzoo srl ug
    株式会社 有限会社 有限公司 股份有限公司 주식회사""".split()
)
_LEGAL_FIRST = frozenset("ab pt 株式会社 有限会社 주식회사 ооо оао зао пао ао".split())
_FILLER = frozenset("the and und et of de".split())
# Written in the field of the employer, but nobody's employer.
_NOT_COMPANIES = frozenset(
    """selfemployed selfemployment selfemployedfreelance freelance freelancer freelancing
    freelanceconsultant independent independentconsultant independentcontractor contractor
    consultant stealth stealthstartup stealthmode stealthmodestartup stealthaistartup
    confidential unemployed opentowork lookingfornewopportunities seekingnewopportunities
    careerbreak sabbatical parentalleave retired student various none na notapplicable private
    selbstandig freiberuflich freiberufler autonomo autoentrepreneur independant""".split()
)
_ALIKE = 70.0  # percent of the letters, for the nearest names
# A capital that need not be a name.
_DAYS = frozenset(
    """monday tuesday wednesday thursday friday saturday sunday january february march april may
    june july august september october november december""".split()
)
_LONG = 4  # letters of a word that a headline with capitals would give one


def company_words(name: str) -> frozenset[str]:
    """Return the distinctive words of a company's name, without legal forms and filler words."""
    return frozenset(_distinctive(name))


def company_key(name: str) -> str:
    """Return the distinctive words of a company's name in order, without separators.

    ``Go Daddy Inc.`` and ``GoDaddy`` have the key ``godaddy``.
    """
    return "".join(_distinctive(name))


@lru_cache(maxsize=100_000)
def _distinctive(name: str) -> tuple[str, ...]:
    """Return the words that set one employer apart, or all where none would be left."""
    bare = PARENTHESES.sub(" ", name)
    # A stop or a stroke between letters joins them: "S.A." is sa, "A/S" is as, "E.ON" is eon.
    joined = re.sub(r"(?<=\w)\.(?=\w)|(?<=\b\w)/(?=\w\b)", "", bare if words(bare) else name)
    spelt = words(joined)
    kept = list(spelt)
    while kept and kept[-1] in _LEGAL | _FILLER:
        kept.pop()
    while kept and kept[0] in _LEGAL_FIRST | _FILLER:
        kept.pop(0)
    return tuple(word for word in kept if word not in _FILLER) or tuple(spelt)


def is_company(name: object) -> bool:
    """Return whether a text names an employer: ``Freelance`` and ``Stealth Startup`` do not."""
    return isinstance(name, str) and "".join(words(name)) not in _NOT_COMPANIES | {""}


def is_legal_form(text: str) -> bool:
    """Return whether a text is a legal form alone, and so belongs to the name before it."""
    return "".join(words(text.replace(".", ""))) in _LEGAL


class Spellings:
    """The raw spellings of employers in a network, indexed for matching in tiers.

    What is no employer (``Freelance``) never matches.
    """

    def __init__(self, spellings: Iterable[str]) -> None:
        self._by_key: dict[str, list[str]] = defaultdict(list)
        self._by_words: dict[frozenset[str], list[str]] = defaultdict(list)
        for spelling in sorted(set(spellings)):
            if is_company(spelling):
                self._by_key[company_key(spelling)].append(spelling)
                self._by_words[company_words(spelling)].append(spelling)

    def tiers(
        self, name: str, *, aliases: Iterable[str] = (), weak: bool = False
    ) -> dict[str, str]:
        """Map the spellings that mean a company to their tiers, best first, then by name.

        The tier is ``exact`` (equal without separators, or one of the `aliases` that the user has
        declared), ``strong`` (equal sets of distinctive words), or, on request, ``weak`` (a shared
        distinctive word).
        """
        wanted = [(company_key(one), company_words(one)) for one in (name, *aliases)]
        found = {
            "exact": [raw for key, _ in wanted for raw in self._by_key.get(key, ())],
            "strong": [raw for _, words in wanted for raw in self._by_words.get(words, ())],
        }
        if weak:
            shared = frozenset().union(*(words for _, words in wanted))
            found["weak"] = [
                raw for words, raws in self._by_words.items() if words & shared for raw in raws
            ]
        tiers: dict[str, str] = {}
        for tier, raws in found.items():
            for raw in sorted(raws):
                tiers.setdefault(raw, tier)
        return tiers

    def nearest(self, name: str, *, also: Iterable[str] = (), n: int = 5) -> list[str]:
        """List what the user may have meant: shared words first, then similar letters."""
        keys = {key: raws[0] for key, raws in self._by_key.items()}
        keys |= {company_key(spelling): spelling for spelling in also}
        close = nearest(company_key(name), keys, n=n, alike=_ALIKE, key=str)
        return list(dict.fromkeys([*self.tiers(name, weak=True), *(keys[key] for key in close)]))[
            :n
        ]


def mentions(text: str, company: str) -> bool:
    """Return whether a text names a company: its words side by side, in order, as a whole name.

    A word with a capital right after them makes it another name, unless the text has capitals
    throughout. A name given with a capital is not found in small letters.
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
        f"?keywords={quote(text, safe='')}&network={network}"
    )


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
        if at > start and found[at].key in _FILLER and not wanted.startswith(spelt + found[at].key):
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
    # "Private" alone is no legal form: Delta Private Equity is another name than Delta.
    if (
        found[end].key in (_LEGAL - {"private"}) | _FILLER | _DAYS
        or not found[end].text[0].isupper()
    ):
        return False
    others = [word.text for word in (*found[:start], *found[end + 1 :])]
    return any(len(text) >= _LONG and text.islower() for text in others)
