"""A friend's answers on a tick sheet: whom they know at my targets, and would introduce.

The sheet is made by `infonet.prepare.tick_sheet`; its file names the friend by itself. Who is known
but would rather not be introduced is not taken.
"""

from __future__ import annotations

from collections.abc import Collection

from infonet.errors import ReadError
from infonet.names.people import (
    email_key,
    mailbox,
    name_key,
    person_key,
    profile_key,
    several_people,
    turned_round,
)
from infonet.names.text import one_line
from infonet.readers._intake import Intake
from infonet.readers._owner import Owner
from infonet.readers.sheets import Sheet, find_sheet, header_of, records, scan
from infonet.readers.sources import Source
from infonet.tables import ME

__all__ = ["read", "recognises"]

_HEADER = frozenset({"answersof", "askedabout", "kind", "name", "howwell", "wouldintroduce"})
_CLOSE = {"well": "strong", "fairly": "medium", "a little": "weak"}
_WILLING = {"yes": "would introduce you", "ask": "would introduce you, if asked first"}


def recognises(source: Source) -> str:
    """Return why a source is a file of answers; else ""."""
    if source.kind != "file":
        return ""
    return header_of(source.members[0], _is_sheet, "answersof", "askedabout", "wouldintroduce")


def read(source: Source, owner: Owner, *, everything: bool) -> Intake:
    """Read the answers that `recognises` knows; they are the friend's whom the file names.

    An `owner` other than me goes before that name.
    """
    member = source.members[0]
    scanned = scan(member)
    source.spend(member, scanned.size)
    sheet = find_sheet(member, scanned, _is_sheet)
    if sheet is None:
        problem = "expected the answers of a tick sheet; save them again"
        raise ReadError(problem, file=member.place)
    intake = Intake(_friend(sheet, owner) if owner.key == ME else owner)
    intake.begin(sheet)
    intake.contents["answers"] = scanned.digest
    _read_rows(intake, sheet)
    return intake


def _is_sheet(keys: Collection[str]) -> bool:
    return set(keys) >= _HEADER


def _read_rows(intake: Intake, sheet: Sheet) -> None:
    """Turn each row into somebody whom the friend knows, or into a line of the report."""
    about, kind = sheet.column("Asked about"), sheet.column("Kind")
    name, title = sheet.column("Name"), sheet.column("Job title")
    employer = sheet.column("Employer")
    well, introduce = sheet.column("How well"), sheet.column("Would introduce")
    tally = intake.tally(sheet.member.base)
    for row in intake.rows(sheet, padded=True):
        target, who = one_line(row[about]), row.name(name)
        answer, is_field = row[introduce].casefold(), row[kind].casefold() == "field"
        if answer == "no":
            row.left_out(name, "they would rather not introduce this person")
        elif not name_key(who) or email_key(who):
            where = f"{'in' if is_field else 'at'} {target}" if target else "there"
            row.left_out(name, f"they know somebody {where}", "ask them who it is")
        elif answer and answer not in _WILLING:
            row.left_out(introduce, "expected yes, ask or no", "ask them and mend the row")
        else:
            works = one_line(row[employer]) or ("" if is_field else target)
            does = one_line(row[title]) or (target if is_field else "")
            close = _CLOSE.get(row[well].casefold())
            people = several_people(who) or [who]
            tally.rows += len(people) - 1
            for each in people:
                mail = mailbox(each)
                called = turned_round(mail.name if mail and mail.name else each)
                key, email = person_key(name=called), email_key(mail.email) if mail else None
                if intake.person(key, sheet.member.base, name=called, email=email or ""):
                    tally.people += 1
                else:
                    tally.merged += 1
                intake.job(key, works, does)
                intake.tie(key, "stated", closeness=close, kind=_WILLING.get(answer))


def _friend(sheet: Sheet, me: Owner) -> Owner:
    """Return the friend whom the first row names by profile or by name."""
    friend, profile = sheet.column("Answers of"), sheet.column("Profile")
    for record in records(sheet):
        name = one_line(friend.of(record.cells)) if record.problem is None else ""
        if name_key(name):
            slug = profile_key(profile.of(record.cells))
            key = person_key(slug=slug, name=name)
            return Owner(key, slug, name, me.slug)
    problem = "nobody is ticked on this sheet; there is nothing to add"
    raise ReadError(problem, file=sheet.member.place)
