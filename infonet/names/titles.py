"""The meaning of a job title: its field of work, its part in hiring, its seniority."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from infonet.names.people import fold, words

__all__ = ["FITS", "ROLES", "line_of_work", "match_field", "role_fit", "role_of", "starts_up"]

ROLES = ("peer", "alum", "recruiter", "manager", "hiring manager")
"""The steps of a hiring chain, in order."""

FITS = ("hiring manager", "same work", "recruiter", "alum", "other")
"""How a person fits the work that is wanted, the best fit first."""

_RECRUITERS = frozenset(
    """recruiter recruiters recruiting recruitment talent sourcer headhunter hr staffing
    recruteur recruteuse personalreferent personalreferentin""".split()
)
_MANAGERS = frozenset(
    """head director vp svp evp avp ceo cto cfo coo cio cdo cpo cmo chief founder cofounder
    president managing supervisor superintendent dean
    leiter leiterin teamleiter teamleiterin abteilungsleiter abteilungsleiterin geschaftsfuhrer
    geschaftsfuhrerin directeur directrice directora gerente jefe jefa""".split()
)
# Who starts a company, or stands at its top: in a large one they hire nobody like me.
_AT_THE_TOP = frozenset(
    """ceo cto cfo coo cio cdo cpo cmo chief founder cofounder president
    geschaftsfuhrer geschaftsfuhrerin""".split()
)
_LEADING = _MANAGERS | {"manager", "lead"}
# "Manager" of a thing or of clients, not of people.
_NO_TEAM = frozenset(
    """product project programme program account accounts community success office case content
    campaign category relationship event events property portfolio partner partnership partnerships
    risk data brand channel release change customer client database social media""".split()
)
# An assistant to the head, an office of the president: words after these are somebody else's.
_OF_OTHERS = frozenset({"assistant", "secretary", "adviser", "advisor", "aide"})
_SENIORITY = frozenset(
    """senior junior acting interim principal staff associate assistant deputy vice lead head chief
    director manager of the and for in at i ii iii""".split()
)

# Endings by which a practitioner differs from the practice ("engineer", "engineering").
_ENDINGS = tuple("ment ing tist tics sis cial ist ant ers er or st ce s e".split())
_SHORTEST_STEM = 4


def match_field(field: str, titles: Iterable[object]) -> NDArray[np.bool_]:
    """Mark the job titles that belong to a field: the title has every word of the field.

    ``data engineering`` is the field of a ``Senior Data Engineer``, but not of an ``Engineer``.
    """
    wanted = _stems(field)
    belongs = [
        isinstance(title, str) and bool(wanted) and wanted <= _stems(title) for title in titles
    ]
    return np.array(belongs, dtype=bool)


def role_of(title: object, fields: Iterable[str] = ()) -> str:
    """Return the part in hiring that a job title gives somebody: one of `ROLES`, never ``alum``.

    A manager whose title has every word of one of the wanted `fields` is a hiring manager; somebody
    without a title is a peer.
    """
    if not isinstance(title, str):
        return "peer"
    parts = [words(part) for part in title.replace("&", ",").split(",")]
    if any(_RECRUITERS & {*part} or _has(part, "human", "resources") for part in parts):
        return "recruiter"
    if not any(_leads(part) for part in parts):
        return "peer"
    inside = any(match_field(field, [title])[0] for field in fields)
    return "hiring manager" if inside else "manager"


def role_fit(title: object, fields: Iterable[str], *, small: bool = False) -> str:
    """Return how a person of that title fits the work wanted: one of `FITS`, never ``alum``.

    A word of leading counts beside a word of one of the `fields` alone, and not inside an
    occupation such as Product Manager. Founders and chiefs hire only in a `small` company.

    Examples
    --------
    >>> [role_fit(title, ["data engineering"]) for title in ("Head of Data Engineering", "CTO")]
    ['hiring manager', 'other']
    """
    role = role_of(title)
    if not isinstance(title, str) or role == "recruiter":
        return role if role == "recruiter" else "other"
    if starts_up(title):
        return "hiring manager" if small else "other"
    inside = [field for field in fields if match_field(field, [title])[0]]
    if role == "manager" and any(_leads_in(field, title) for field in inside):
        return "hiring manager"
    return "same work" if inside else "other"


@lru_cache(maxsize=100_000)
def starts_up(title: object) -> bool:
    """Say whether a title is that of a founder, or of somebody at the top of a company."""
    if not isinstance(title, str):
        return False
    said = {*words(title)}
    top = _AT_THE_TOP - {"president"} if "vice" in said else _AT_THE_TOP
    return bool(top & said) and role_of(title) == "manager"


def _leads_in(field: str, title: str) -> bool:
    """Say whether a word of leading stands beside a word of the field, or of its part of the title.

    In ``Director, Engineering`` the field is the part next to the one that leads.
    """
    wanted = _stems(field)
    parts = [words(part) for part in title.replace("&", ",").replace(" and ", ",").split(",")]
    named = [bool(wanted & {*map(_stem, part)}) for part in parts]
    for at, part in enumerate(parts):
        if _LEADING & {*part} and _leads(part):
            alone = not {*part} - _LEADING - _SENIORITY
            beside = named[max(0, at - 1) : at + 2] if alone else [named[at]]
            if any(beside):
                return True
    return False


def line_of_work(title: object) -> str:
    """Return the words of a title without its seniority; empty where nothing else is left."""
    if not isinstance(title, str):
        return ""
    return " ".join(word for word in words(title) if word not in _SENIORITY)


def _leads(part: list[str]) -> bool:
    """Return whether one part of a title says that its holder leads people."""
    if _OF_OTHERS & {*part} and "to" in part:
        return False
    if _has(part, "chief", "of", "staff") or _has(part, "office", "of"):
        return False
    for place, word in enumerate(part):
        before = part[place - 1] if place else ""
        if word in _MANAGERS:
            return True
        if word == "manager" and before not in _NO_TEAM:
            return True
        if word == "lead" and (before == "team" or 0 < place == len(part) - 1):
            return True
    return False


def _has(part: list[str], *phrase: str) -> bool:
    """Return whether the words of a phrase stand side by side."""
    width = len(phrase)
    return any(tuple(part[at : at + width]) == phrase for at in range(len(part) - width + 1))


def _stem(word: str) -> str:
    """Return the word without the endings that a job title changes."""
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= _SHORTEST_STEM:
            return _stem(word[: -len(ending)])
    return word


@lru_cache(maxsize=100_000)
def _stems(text: str) -> frozenset[str]:
    letters = "".join(letter if letter.isalnum() else " " for letter in fold(text))
    return frozenset(map(_stem, letters.split()))
