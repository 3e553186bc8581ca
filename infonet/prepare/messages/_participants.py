"""Find out the roles in a draft and its target, from what was said or from a route."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

import pandas as pd

from infonet.book import Book
from infonet.errors import InfonetError, hint
from infonet.ledger import same_company
from infonet.names.companies import is_company
from infonet.names.text import one_line
from infonet.tables import ME, Tables

DRAFTS = (
    "ask",
    "scout",
    "first message",
    "confirm",
    "questions ahead",
    "thank introducer",
    "thank interviewee",
    "follow up",
    "second follow up",
    "after a no",
    "report back",
    "stay in touch",
    "ask for export",
)
"""The kinds of drafts, in the order of the craft."""

_FIRST_STEP = {
    "introduction": "ask",
    "direct": "first message",
    "cold": "first message",
    "scout": "scout",
}
"""Kind of route → the kind of its first message."""

# These go to the first person of a route, the others to the last.
_TO_THE_ASKED = ("ask", "scout", "thank introducer", "follow up", "second follow up", "after a no")
# These are about the company of somebody else.
_ABOUT_OTHERS = ("ask", "scout", "thank introducer")


class Roles(NamedTuple):
    """The people of a draft by their keys, and its target by name."""

    person: str
    insider: str | None = None
    via: str | None = None
    company: str | None = None
    field: str | None = None


def roles_of(
    kind: str | None,
    person: str | None,
    book: Book,
    facts: Tables,
    *,
    way: Mapping[str, Any] | pd.Series[Any] | None,
    company: str | None,
    field: str | None,
    insider: str | None,
    via: str | None,
) -> tuple[str, Roles]:
    """Return the kind of draft and the roles in it; arguments override the row of the route."""
    if way is not None and not isinstance(way, Mapping | pd.Series):
        raise InfonetError(
            f"expected one row of `warm_paths` or `reach` as `way`, such as `ways.iloc[0]`, got "
            f"`{type(way).__name__}`"
        )
    kind = _kind(kind, way)
    if company is not None and field is not None:
        raise InfonetError("a draft is about a `company` or a `field`: give one of the two")
    if person is None and way is None:
        raise InfonetError(f"`{kind}` needs a `person` to write to, or a `way`")
    said = {
        role: book.who(text)
        for role, text in (("person", person), ("insider", insider), ("via", via))
        if text is not None
    }
    on_way = {} if way is None else _on_way(kind, way, said.get("person"))
    roles = Roles(**{**on_way, **said})
    known = [key for key in (roles.person, roles.insider, roles.via) if key is not None]
    if ME in known:
        raise InfonetError("a draft is for others: none of the people in it can be yourself")
    if len(set(known)) < len(known):
        raise InfonetError(f"`{roles.person}` has two parts in this `{kind}`: name two people")
    if kind == "ask for export":  # it is about no company, and where they work is no part of it
        return kind, roles
    if company is not None or field is not None:
        target = one_line(company or field)
        if not target:
            raise InfonetError("expected the name of a company or field, got an empty one")
        where = "company" if field is None else "field"
        return kind, Roles(*roles[:3], **{where: target})
    return kind, _with_target(kind, roles, None if way is None else way.get("company"), facts)


def _kind(kind: str | None, way: Mapping[str, Any] | pd.Series[Any] | None) -> str:
    """Return the kind given, or that of the first step of the route."""
    if kind is None and way is not None and way.get("kind") in _FIRST_STEP:
        return _FIRST_STEP[way["kind"]]
    if kind not in DRAFTS:
        raise InfonetError(f"there is no draft of kind `{kind}`: {hint(kind, DRAFTS)}")
    return kind


def _on_way(
    kind: str, way: Mapping[str, Any] | pd.Series[Any], person: str | None
) -> dict[str, str]:
    """Return the people of the route by their parts, seen from the person written to."""
    route = way.get("route")
    if not isinstance(route, tuple | list):
        raise InfonetError("expected a row of `warm_paths` or `reach` as `way`; it has no `route`")
    people = [str(key) for key in route if key != ME]
    if person is not None and person not in people:
        return {}
    if not people:
        there = way.get("company")
        where = f" at {one_line(there)}" if isinstance(there, str) else " there"
        raise InfonetError(
            f"find someone{where} on LinkedIn first, then enter their name here (`person=`)"
        )
    at = people.index(person) if person is not None else 0 if kind in _TO_THE_ASKED else -1
    at %= len(people)
    roles, before, after = {"person": people[at]}, people[:at], people[at + 1 :]
    if kind in _TO_THE_ASKED:
        if after:
            roles["insider"] = after[-1 if kind == "ask" else 0]
        if kind == "ask" and len(after) > 1:
            roles["via"] = after[0]
    elif before:
        roles["via"] = before[-1]
    return roles


def _with_target(kind: str, roles: Roles, company: object, facts: Tables) -> Roles:
    """Add the target of the route, or the employer of the insider, as the user spells it."""
    wanted = facts.companies
    if isinstance(company, str):
        fields = wanted[wanted.kind == "field"]
        if company in set(fields.company):
            return roles._replace(field=one_line(company))
    else:
        about = roles.insider or (None if kind in _ABOUT_OTHERS else roles.person)
        jobs = facts.jobs[(facts.jobs.person == about) & facts.jobs.end.isna()]
        company = next((name for name in jobs.company if is_company(name)), None)
    if not isinstance(company, str):
        return roles
    same = same_company(facts)
    companies = wanted.company[wanted.kind == "company"]
    spelt = next((name for name in companies if same(name) == same(company)), company)
    return roles._replace(company=one_line(spelt) or None)
