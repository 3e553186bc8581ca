"""Employers and fields: which spellings and titles a target means.

Two spellings are one company when their keys are equal, or their sets of distinctive words.
Nothing is matched by substring: Loop is not Loopio.
"""

from __future__ import annotations

import difflib
import re
from collections import defaultdict
from collections.abc import Iterable
from functools import lru_cache
from urllib.parse import quote

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from infonet.names.people import PARENTHESES, fold, words

__all__ = [
    "Spellings",
    "company_key",
    "company_words",
    "is_company",
    "match_field",
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

# Endings that tell a practitioner from the practice ("engineer", "engineering").
_ENDINGS = tuple("ment ing tist tics sis cial ist ant ers er or st ce s e".split())
_SHORTEST_STEM = 4


def company_words(name: str) -> frozenset[str]:
    """The distinctive words of a company's name: legal and filler words are dropped.

    Examples
    --------
    >>> sorted(company_words("The Citadel Securities Group, LLC"))
    ['citadel', 'securities']
    """
    return frozenset(_distinctive(name))


def company_key(name: str) -> str:
    """The distinctive words of a company's name in order, without separators.

    Examples
    --------
    >>> company_key("Go Daddy Inc.") == company_key("GoDaddy")
    True
    """
    return "".join(_distinctive(name))


@lru_cache(maxsize=100_000)
def _distinctive(name: str) -> tuple[str, ...]:
    """The words that tell one employer from another, or all of them where none would be left."""
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
    """Whether the text names an employer: ``Freelance`` and ``Stealth Startup`` do not.

    Examples
    --------
    >>> is_company("Self-employed"), is_company("Delta")
    (False, True)
    """
    return isinstance(name, str) and "".join(words(name)) not in _NOT_COMPANIES | {""}


class Spellings:
    """The raw spellings of employers in a network, indexed for matching in tiers.

    Parameters
    ----------
    spellings : iterable of str
        Company names as found; what is no employer (``Freelance``) never matches.

    Examples
    --------
    >>> found = Spellings(["Go Daddy Inc.", "Citadel Securities", "Freelance"])
    >>> found.match("GoDaddy").company.tolist(), found.match("Citadel").company.tolist()
    (['Go Daddy Inc.'], [])
    """

    def __init__(self, spellings: Iterable[str]) -> None:
        self._by_key: dict[str, list[str]] = defaultdict(list)
        self._by_words: dict[frozenset[str], list[str]] = defaultdict(list)
        for spelling in sorted(set(spellings)):
            if is_company(spelling):
                self._by_key[company_key(spelling)].append(spelling)
                self._by_words[company_words(spelling)].append(spelling)

    def match(self, name: str, *, aliases: Iterable[str] = (), weak: bool = False) -> pd.DataFrame:
        """Which of the spellings mean the company of that name.

        Parameters
        ----------
        name : str
            The company, as the user writes it.
        aliases : iterable of str
            Other spellings that the user has declared to be the same company.
        weak : bool
            Also list names that merely share a distinctive word.

        Returns
        -------
        DataFrame
            company (the raw spelling), tier: ``exact`` (equal without separators, or a declared
            alias), ``strong`` (equal sets of distinctive words), ``weak``. Best first, by name.

        Examples
        --------
        >>> found = Spellings(["Loopio", "LOOP Inc.", "Loop Earplugs"])
        >>> found.match("Loop", weak=True).tier.tolist()
        ['exact', 'weak']
        """
        order = {"exact": 0, "strong": 1, "weak": 2}
        found = self.tiers(name, aliases=aliases, weak=weak)
        rows = sorted(found.items(), key=lambda row: (order[row[1]], row[0]))
        return pd.DataFrame(rows, columns=["company", "tier"], dtype="str")

    def tiers(
        self, name: str, *, aliases: Iterable[str] = (), weak: bool = False
    ) -> dict[str, str]:
        """Raw spelling to tier, as `match` lists them, in no order.

        Examples
        --------
        >>> Spellings(["Go Daddy", "Go"]).tiers("GoDaddy")
        {'Go Daddy': 'exact'}
        """
        tiers: dict[str, str] = {}
        for spelling in (name, *aliases):
            for raw in self._by_key.get(company_key(spelling), ()):
                tiers[raw] = "exact"
        for spelling in (name, *aliases):
            words = company_words(spelling)
            for raw in self._by_words.get(words, ()):
                tiers.setdefault(raw, "strong")
            if weak:
                for others, raws in self._by_words.items():
                    if words & others:
                        tiers.update({raw: "weak" for raw in raws if raw not in tiers})
        return tiers

    def nearest(self, name: str, *, also: Iterable[str] = (), n: int = 5) -> list[str]:
        """What the user may have meant: shared words first, then similar letters.

        Examples
        --------
        >>> Spellings(["Delta", "Echo Labs"]).nearest("Detla")
        ['Delta']
        """
        shared = self.match(name, weak=True).company.tolist()
        keys = {key: raws[0] for key, raws in self._by_key.items()}
        keys |= {company_key(spelling): spelling for spelling in also}
        close = difflib.get_close_matches(company_key(name), keys, n=n, cutoff=0.7)
        return list(dict.fromkeys([*shared, *(keys[key] for key in close)]))[:n]


def _stem(word: str) -> str:
    """The word without the endings that a job title changes."""
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= _SHORTEST_STEM:
            return _stem(word[: -len(ending)])
    return word


@lru_cache(maxsize=100_000)
def _stems(text: str) -> frozenset[str]:
    letters = "".join(letter if letter.isalnum() else " " for letter in fold(text))
    return frozenset(map(_stem, letters.split()))


def match_field(field: str, titles: Iterable[object]) -> NDArray[np.bool_]:
    """Which job titles belong to a field: every word of the field stands in the title.

    Parameters
    ----------
    field : str
        A field of work, such as ``data engineering``.
    titles : iterable of str
        Job titles; a missing one belongs to no field.

    Returns
    -------
    ndarray of bool, shape (titles,)

    Examples
    --------
    >>> match_field("data engineering", ["Senior Data Engineer", "Engineer", None]).tolist()
    [True, False, False]
    """
    wanted = _stems(field)
    known: dict[str, bool] = {}
    found = []
    for title in titles:
        if not isinstance(title, str):
            found.append(False)
            continue
        if title not in known:
            known[title] = bool(wanted) and wanted <= _stems(title)
        found.append(known[title])
    return np.array(found, dtype=bool)


def search_link(text: str) -> str:
    """The address of LinkedIn's own search for second-degree connections; nothing is fetched.

    Parameters
    ----------
    text : str
        What to search for: a company, a field.

    Returns
    -------
    str
        An address to open by hand. It shows who there is a connection of a connection, and of whom.

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
