"""Robin's connections two years before: who was where then."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from maker.chance import Chance
from maker.circles import Circle, Link
from maker.companies import MIDDLING, NAMESAKES, NOT_COMPANIES, ODD
from maker.names import Person

__all__ = ["JUNE_2024", "earlier"]

JUNE_2024 = date(2024, 6, 21)

_STORY = {  # who works at a target, or well beside one, and where they were then
    "lucia-belmontes-f17": ("Plovertrivet Consulting", "Recruiter"),
    "tomoko-hayashikaze-brandt": ("Pewterholt Clinics", "Data Analyst"),
    "priyanka-deshmukhe-aalto-b26": ("Vetchskep Bank", "Senior Data Engineer"),
    "parisa-golestanpour-e04": ("Gorsequern Water", "Data Engineer"),
}


def earlier(circle: Circle) -> tuple[Link, ...]:
    """Return the rows of the export, newest first; a few accounts were not closed yet."""
    chance = Chance("earlier")
    then = [link for link in circle.december if link.since <= JUNE_2024]
    plain = [link.person for link in then if link.person and _is_plain(link.person)]
    movers = {
        who.slug: replace(who, company=chance.pick(MIDDLING[:6])) for who in chance.some(plain, 30)
    }
    return tuple(Link(_then(link.person, movers), link.since) for link in then)


def _is_plain(person: Person) -> bool:
    """Say whether somebody has an employer, and no part in the story."""
    odd = (*MIDDLING, *NOT_COMPANIES, *NAMESAKES, *ODD, "")
    return person.company not in odd and person.slug not in _STORY


def _then(person: Person | None, movers: dict[str, Person]) -> Person | None:
    """Return a person as the export of that day shows them."""
    if person is None:
        return None
    if person.slug in _STORY:
        company, title = _STORY[person.slug]
        return replace(person, company=company, title=title)
    return movers.get(person.slug, person)
