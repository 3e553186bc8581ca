"""Detect the columns of an attendee list by the headers of Luma, Eventbrite and Meetup."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping

from infonet.names.people import words
from infonet.readers.sheets import Sheet, column_key

FIELDS = ("name", "first", "last", "company", "title", "email", "url", "status")

# Keys of `column_key`, the likeliest first.
_USUAL: dict[str, tuple[str, ...]] = {
    "name": ("name", "fullname", "attendeename", "guestname", "participant", "attendee", "guest"),
    "first": ("firstname", "givenname", "attendeefirstname", "forename"),
    "last": ("lastname", "surname", "familyname", "attendeelastname"),
    "email": ("email", "emailaddress", "attendeeemail", "mail"),
    "company": (
        *("company", "companyname", "employer", "organization", "organisation", "companyorg"),
        *("companyorganization", "companyorganisation", "firm", "affiliation", "workplace"),
    ),
    "title": ("jobtitle", "title", "position", "role", "currentrole", "occupation", "headline"),
    "url": ("linkedin", "linkedinprofile", "linkedinurl", "profileurl", "url", "profile"),
    "status": (
        *("approvalstatus", "attendeestatus", "orderstatus", "rsvp", "rsvpstatus", "status"),
        *("registrationstatus", "response", "attendance"),
    ),
}
# Questions of a form; numbers, sizes and plans for a company are not its name.
_ASKED: dict[str, re.Pattern[str]] = {
    "url": re.compile(r"\blinkedin\b"),
    "company": re.compile(
        r"^where do you (currently )?work( now| currently)?$"
        r"|^(current|your|the name of your) (company|employer|organi[sz]ation)( name)?$"
        r"|^(what|which|what is|whats|what is the name of)( the| your)? "
        r"(current )?(company|employer|organi[sz]ation)"
        r"( name)?( do you (currently )?(work (for|at)|represent)| are you (from|with))?$"
    ),
    "title": re.compile(
        r"^(what is|whats|your|current|what is your current) ?(your )?(current )?"
        r"(job title|title|role|position)( at work)?$"
    ),
}
# A member's or an account's title is no job, and an attendee's number no name.
_NOT_IN = {"Meetup": {"title"}}
_NUMBERS = {"Eventbrite": {"attendee", "guest"}, "Luma": {"guest"}}
_OTHERS = {"connectedon"}


def form_of(keys: Collection[str] | Sheet) -> str:
    """Return whose export a header is: ``Luma``, ``Eventbrite``, ``Meetup``, or ``CSV``.

    Examples
    --------
    >>> form_of({"name", "userid", "rsvp"})
    'Meetup'
    """
    found = {column_key(label) for label in keys.header} if isinstance(keys, Sheet) else set(keys)
    if "approvalstatus" in found and found & {
        *("apiid", "guestid", "ticketname", "tickettypeid", "checkedinat", "qrcodeurl"),
    }:
        return "Luma"
    if "orderdate" in found and found & {"order", "orderno", "orderid"}:
        return "Eventbrite"
    return "Meetup" if {"userid", "rsvp"} <= found else "CSV"


def is_header(
    keys: Collection[str], stated: Mapping[str, str | None], *, whole: bool = True
) -> bool:
    """Return whether a row with these column keys is the header of an attendee list.

    With `whole` it needs every stated column; without, one of them or a usual one.
    """
    asked = [column_key(label) for label in stated.values() if label]
    usual = [key for field in ("name", "first", "last", "email") for key in _USUAL[field]]
    if not whole:
        return any(key in keys for key in (*asked, *usual, *_USUAL["company"]))
    if _OTHERS & set(keys) or not all(key in keys for key in asked):
        return False
    named = any(stated.get(field) for field in ("name", "first", "last", "email", "url"))
    return named or any(key in keys for key in usual)


def positions(sheet: Sheet, form: str, stated: Mapping[str, str | None]) -> dict[str, int]:
    """Locate each field: as stated, else by its usual name, else by the question asked."""
    keys = [column_key(label) for label in sheet.header]
    asked = [" ".join(words(label)) for label in sheet.header]
    found: dict[str, int] = {}
    for field, label in stated.items():
        if label:
            found[field] = keys.index(column_key(label))
    without = {field for field, label in stated.items() if not label} | _NOT_IN.get(form, set())
    if "name" in stated:
        without |= {"first", "last"}
    for field in FIELDS:
        if field in found or field in without:
            continue
        usual = [key for key in _USUAL[field] if key not in _NUMBERS.get(form, ())]
        at = next((keys.index(key) for key in usual if key in keys), None)
        if at is None and field in _ASKED:
            at = next((i for i, text in enumerate(asked) if _ASKED[field].search(text)), None)
        if at is not None and at not in found.values():
            found[field] = at
    return {field: found[field] for field in FIELDS if field in found}
