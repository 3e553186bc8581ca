"""What somebody's job title says about their part in hiring."""

from __future__ import annotations

from collections.abc import Iterable

from infonet.names.companies import match_field
from infonet.names.people import words

__all__ = ["ROLES", "role_of"]

ROLES = ("peer", "alum", "recruiter", "manager", "hiring manager")
"""The rungs on the way to the hiring manager, in order."""

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
# "Manager" of a thing or of clients, not of people.
_NO_TEAM = frozenset(
    """product project programme program account accounts community success office case content
    campaign category relationship event events property portfolio partner partnership partnerships
    risk data brand channel release change customer client database social media""".split()
)
# An assistant to the head, an office of the president: words after these are somebody else's.
_OF_OTHERS = frozenset({"assistant", "secretary", "adviser", "advisor", "aide"})


def role_of(title: object, fields: Iterable[str] = ()) -> str:
    """The role that a job title stands for, of somebody who works at the company one wants.

    Parameters
    ----------
    title : str
        A job title; a missing one is a peer's.
    fields : iterable of str
        The wanted fields of work: a manager whose title has every word of one is a hiring manager.

    Returns
    -------
    str
        ``peer``, ``recruiter``, ``manager`` or ``hiring manager``. An alum cannot be told from a
        title.

    Examples
    --------
    >>> [role_of(title) for title in ("Talent Partner", "Head of Data", "Product Manager")]
    ['recruiter', 'manager', 'peer']
    >>> role_of("Head of Data Engineering", ["data engineering"])
    'hiring manager'
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


def _leads(part: list[str]) -> bool:
    """Whether one part of a title says that its holder leads people."""
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
    """Whether the words stand side by side."""
    width = len(phrase)
    return any(tuple(part[at : at + width]) == phrase for at in range(len(part) - width + 1))
