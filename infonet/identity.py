"""Who is who: keys for profiles, people's names, e-mail addresses and companies.

Two spellings are the same thing when their keys are equal. Nothing is matched by substring.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from urllib.parse import unquote

import pandas as pd

__all__ = [
    "company_key",
    "company_words",
    "email_key",
    "fold",
    "is_company",
    "match_companies",
    "name_key",
    "person_key",
    "profile_key",
]

# Letters that Unicode does not decompose into a base letter and a mark.
_UNDECOMPOSED = str.maketrans(
    {
        "ø": "o",
        "đ": "d",
        "ð": "d",
        "ħ": "h",
        "ı": "i",
        "ł": "l",
        "ŧ": "t",
        "þ": "th",
        "æ": "ae",
        "œ": "oe",
    }
)
_PARENTHESES = re.compile(r"\([^()]*\)|\[[^\[\]]*\]|（[^（）]*）")
_PROFILE = re.compile(r"^(?:https?://)?(?:[a-z0-9-]+\.)*linkedin\.com/in/([^/?#\s]+)", re.IGNORECASE)
_EMAIL = re.compile(r"^[^@\s,;<>\"]+@[^@\s,;<>\"]+\.[^@\s,;<>\".]+$")
_TITLES = frozenset("phd mba md msc bsc pmp cpa cfa dr prof mr mrs ms jr sr esq".split())
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


def fold(text: str) -> str:
    """Case, diacritics and compatibility forms folded away, in any script.

    Examples
    --------
    >>> fold("Øresund Straße, İSTANBUL")
    'oresund strasse, istanbul'
    """
    decomposed = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", text).casefold())
    bare = "".join(
        letter
        for letter in decomposed.translate(_UNDECOMPOSED)
        # Marks of scripts that write their vowels so (Devanagari, Thai) are letters: keep them.
        if not (unicodedata.combining(letter) and ord(letter) < 0x0370)
    )
    return unicodedata.normalize("NFC", bare)


def _words(text: str) -> list[str]:
    """Runs of letters, digits and marks; an ampersand is the word and."""
    marked = "".join(
        letter if unicodedata.category(letter)[0] in "LMN" else " "
        for letter in fold(text).replace("&", " and ").replace("'", "").replace("’", "")
    )
    return marked.split()


def profile_key(url: object) -> str | None:
    """The slug of a LinkedIn profile address, decoded and in lower case.

    Parameters
    ----------
    url : object
        An address as found: with or without scheme, country host, query, trailing slash.

    Returns
    -------
    str or None
        None for everything that is no profile address.

    Examples
    --------
    >>> profile_key("de.linkedin.com/in/Jos%C3%A9-Ruiz/?trk=people")
    'josé-ruiz'
    """
    if not isinstance(url, str):
        return None
    found = _PROFILE.match(url.strip())
    if found is None:
        return None
    slug = unicodedata.normalize("NFC", unquote(found[1])).strip().lower()
    return slug or None


def email_key(text: object) -> str | None:
    """An e-mail address in lower case without ``mailto:``; None for what is not one address.

    Examples
    --------
    >>> email_key(" Ana.Diaz@Example.com ")
    'ana.diaz@example.com'
    """
    if not isinstance(text, str):
        return None
    bare = text.strip().removeprefix("mailto:").lower()
    return bare if _EMAIL.match(bare) else None


def name_key(name: object) -> str:
    """A person's name for comparing: folded, without credentials, parentheses and emoji.

    The same key is never enough to merge two people; it only finds and offers them.

    Examples
    --------
    >>> name_key("Zoë Looper, DipWSET 🍷")
    'zoe looper'
    """
    if not isinstance(name, str):
        return ""
    words = _words(_PARENTHESES.sub(" ", name).split(",")[0]) or _words(name)
    while len(words) > 2 and words[-1] in _TITLES:
        words.pop()
    while len(words) > 2 and words[0] in _TITLES:
        words.pop(0)
    return " ".join(words)


def person_key(*, slug: str | None = None, name: str = "") -> str:
    """The key of a person in the tables: by profile where there is one, else by name.

    Examples
    --------
    >>> person_key(slug="ana-diaz"), person_key(name="Ana Díaz, PhD")
    ('in/ana-diaz', 'name/ana-diaz')
    """
    return f"in/{slug}" if slug else "name/" + name_key(name).replace(" ", "-")


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


def _distinctive(name: str) -> list[str]:
    """The words that tell one employer from another, or all of them where none would be left."""
    bare = _PARENTHESES.sub(" ", name)
    # A full stop between letters joins them: "S.A." is sa, "E.ON" is eon.
    words = _words(re.sub(r"(?<=\w)\.(?=\w)", "", bare if _words(bare) else name))
    kept = list(words)
    while kept and kept[-1] in _LEGAL | _FILLER:
        kept.pop()
    while kept and kept[0] in _LEGAL_FIRST | _FILLER:
        kept.pop(0)
    return [word for word in kept if word not in _FILLER] or words


def is_company(name: object) -> bool:
    """Whether the text names an employer: ``Freelance`` and ``Stealth Startup`` do not.

    Examples
    --------
    >>> is_company("Self-employed"), is_company("Delta")
    (False, True)
    """
    return isinstance(name, str) and "".join(_words(name)) not in _NOT_COMPANIES | {""}


def match_companies(
    name: str, spellings: Iterable[str], *, aliases: Iterable[str] = (), weak: bool = False
) -> pd.DataFrame:
    """Which of the raw spellings mean the company of that name.

    Parameters
    ----------
    name : str
        The company, as the user writes it.
    spellings : iterable of str
        The raw spellings to look through.
    aliases : iterable of str
        Other spellings that the user has declared to be the same company.
    weak : bool
        Also list names that merely share a distinctive word.

    Returns
    -------
    DataFrame
        company (the raw spelling), tier: ``exact`` (equal without separators, or a declared
        alias), ``strong`` (equal sets of distinctive words), ``weak``. Best first, then by name.

    Examples
    --------
    >>> found = ["Loopio", "LOOP Inc.", "Loop Earplugs"]
    >>> match_companies("Loop", found).company.tolist()
    ['LOOP Inc.']
    >>> match_companies("Loop", found, weak=True).tier.tolist()
    ['exact', 'weak']
    """
    names = [name, *aliases]
    keys = {company_key(spelling) for spelling in names}
    word_sets = {company_words(spelling) for spelling in names}
    rows = []
    for spelling in dict.fromkeys(spellings):
        if not is_company(spelling):
            continue
        words = company_words(spelling)
        if company_key(spelling) in keys:
            rows.append((0, "exact", spelling))
        elif words in word_sets:
            rows.append((1, "strong", spelling))
        elif weak and any(words & wanted for wanted in word_sets):
            rows.append((2, "weak", spelling))
    rows.sort()
    return pd.DataFrame(
        {"company": [row[2] for row in rows], "tier": [row[1] for row in rows]}, dtype="str"
    )
