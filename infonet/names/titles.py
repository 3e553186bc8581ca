"""The meaning of a job title: its field of work, its part in hiring, its seniority."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from infonet.names._fields import NO_TEAM, SENIORITY, Field, field_names, field_of
from infonet.names.people import words

__all__ = [
    "FIELDS",
    "FITS",
    "ROLES",
    "line_of_work",
    "match_field",
    "role_fit",
    "role_of",
    "starts_up",
]

FIELDS = field_names()
"""The fields that the table knows, each by all its names."""

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
# An assistant to the head, an office of the president: words after these are somebody else's.
_OF_OTHERS = frozenset({"assistant", "secretary", "adviser", "advisor", "aide"})


def match_field(
    field: str, titles: Iterable[object], *, more: Iterable[str] = ()
) -> NDArray[np.bool_]:
    """Mark the job titles that belong to a field, by the words that titles use for it.

    ``accounting`` is the field of a ``Controller``, but not of an ``Account Manager``. Order,
    little words and seniority do not count. A field that the table does not know is that of the
    titles with every word of it. `more` are further words of titles, such as a user's own.
    """
    wanted = field_of(field, more)
    return np.array([wanted.has(title) for title in titles], dtype=bool)


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
    inside = any(field_of(field).has(title) for field in fields)
    return "hiring manager" if inside else "manager"


def role_fit(
    title: object,
    fields: Iterable[str],
    *,
    small: bool = False,
    more: Mapping[str, Iterable[str]] | None = None,
) -> str:
    """Return how a person of that title fits the work wanted: one of `FITS`, never ``alum``.

    A word of leading counts beside a word of one of the `fields` alone, and not inside an
    occupation such as Product Manager. Founders and chiefs hire only in a `small` company. `more`
    has the words that the user has added to a field.

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
    known = [field_of(field, (more or {}).get(field, ())) for field in fields]
    inside = [field for field in known if field.has(title)]
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


def _leads_in(field: Field, title: str) -> bool:
    """Say whether a word of leading stands beside a word of the field, or of its part of the title.

    In ``Director, Engineering`` the field is the part next to the one that leads.
    """
    parts = [words(part) for part in title.replace("&", ",").replace(" and ", ",").split(",")]
    named = [field.touches(part) for part in parts]
    for at, part in enumerate(parts):
        if _LEADING & {*part} and _leads(part):
            alone = not {*part} - _LEADING - SENIORITY
            beside = named[max(0, at - 1) : at + 2] if alone else [named[at]]
            if any(beside):
                return True
    return False


def line_of_work(title: object) -> str:
    """Return the words of a title without its seniority; empty where nothing else is left.

    A manager of a thing, such as a Product Manager, is one by occupation.
    """
    if not isinstance(title, str):
        return ""
    said = words(title)
    return " ".join(
        word
        for at, word in enumerate(said)
        if word not in SENIORITY or (word == "manager" and at and said[at - 1] in NO_TEAM)
    )


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
        if word == "manager" and before not in NO_TEAM:
            return True
        if word == "lead" and (before == "team" or 0 < place == len(part) - 1):
            return True
    return False


def _has(part: list[str], *phrase: str) -> bool:
    """Return whether the words of a phrase stand side by side."""
    width = len(phrase)
    return any(tuple(part[at : at + width]) == phrase for at in range(len(part) - width + 1))
