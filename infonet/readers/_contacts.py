"""People of an address book or a friends list: who is one person, and the tie that they have.

To be in somebody's address book says about as much as a LinkedIn connection; its evidence has a
name of its own, `contact`, since an address book lists nobody's connections and has no day.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, field

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
from infonet.names.text import hidden, one_line
from infonet.readers._intake import Intake
from infonet.readers._owner import Owner
from infonet.readers.sheets import Sheet, find_sheet, scan
from infonet.readers.sources import Source

ORGANISATION = "an organisation, and no person"
NO_NAME = "an entry without a name"
SEVERAL = "several people in one entry"
"""The problem with an entry that names two people or more."""
HIDDEN = "a member whose name is hidden"
_HIDDEN_NAMES = frozenset({"linkedin member", "facebook user"})
_NAME_IT = "give the contact a name if it is a person"


@dataclass(slots=True)
class Contact:
    """Hold what an entry says of a person.

    `file` and `line` are where the entry begins. `emails` and `urls` are as written, the best
    first; `jobs` are pairs of company and title. `uid` is the entry's own key; `related` has what
    others are to this person, each with a name or a key. `column` is where the name stands. Of
    `schools` there are the name, the first and the last day.
    """

    file: str
    line: int
    name: str
    emails: Sequence[str] = ()
    urls: Sequence[str] = ()
    jobs: Sequence[tuple[str, str]] = ()
    location: str = ""
    since: int | None = None
    uid: str = ""
    related: Sequence[tuple[str, str]] = ()
    column: str | None = None
    schools: Sequence[tuple[str, int | None, int | None]] = ()
    mail: str = field(default="", init=False)
    slug: str = field(default="", init=False)


def is_hidden(name: str) -> bool:
    """Return whether a name stands for somebody whose name is not shown."""
    return name_key(name) in _HIDDEN_NAMES


def read_contacts(
    source: Source,
    owner: Owner,
    is_header: Callable[[Collection[str]], bool],
    whose: str,
    contacts: Callable[[Intake, Sheet], Iterable[Contact]],
) -> Intake:
    """Read a sheet of contacts, of which one row is the header of a maker's address book."""
    member, intake = source.members[0], Intake(owner)
    scanned = scan(member)
    source.spend(member, scanned.size)
    sheet = find_sheet(member, scanned, is_header)
    if sheet is None:
        raise ReadError(f"expected the header of {whose}; export it again", file=member.place)
    intake.begin(sheet)
    intake.contents["contacts"] = scanned.digest
    add_contacts(intake, contacts(intake, sheet))
    return intake


def add_contacts(intake: Intake, found: Iterable[Contact], *, kind: str | None = None) -> None:
    """Add the people of some files, each with a tie to the owner; report the entries of nobody.

    Entries with one profile address are one person, as are entries of one name with one e-mail
    address, and entries that are equal. Other entries of one name are different people, numbered.
    """
    people = [each for each in found if _is_somebody(intake, each)]
    _drop_shared_addresses(intake, people)
    ego = intake.owner.key
    keys = _keys(intake, people)
    for key, each in zip(keys, people, strict=True):
        is_new = intake.person(
            key, each.file, name=each.name, email=each.mail, slug=each.slug, location=each.location
        )
        for company, title in each.jobs:
            intake.job(key, one_line(company), one_line(title))
        for name, since, last in each.schools:
            intake.gatherings.school(name, key, since, last)
        tally = intake.tally(each.file)
        tally.people += is_new
        tally.merged += not is_new
        if key == ego:
            problem = "this entry is the owner"
            intake.doubt(each.file, each.line, each.column, problem, "taken for the owner")
        else:
            intake.tie(key, "contact", since=each.since, kind=kind)
    _add_related(intake, people, keys)


def _is_somebody(intake: Intake, each: Contact) -> bool:
    """Clean an entry, and say what is wrong with it; return whether it is a person."""

    def doubt(problem: str, action: str) -> None:
        intake.doubt(each.file, each.line, each.column, problem, action)

    if gone := hidden(each.name):
        problem = f"hidden characters were taken out of the name: {', '.join(gone)}"
        doubt(problem, "imported without them")
    each.name = turned_round(one_line(each.name))
    if mail := mailbox(each.name):
        each.emails, each.name = (*each.emails, mail.email), turned_round(mail.name)
    elif email_key(each.name):
        each.emails, each.name = (*each.emails, each.name), ""
    if several_people(each.name):
        advice = "give each of them an entry"
        intake.left_out(each.file, each.line, each.column, SEVERAL, advice)
        return False
    mails, slugs = map(email_key, each.emails), map(profile_key, each.urls)
    each.mail = next((mail for mail in mails if mail), "")
    each.slug = next((slug for slug in slugs if slug and "\ufffd" not in slug), "")
    if not each.slug and name_key(each.name) == "":
        shown = any(one_line(part) for job in each.jobs for part in job)
        problem = ORGANISATION if shown else NO_NAME
        intake.left_out(each.file, each.line, each.column, problem, _NAME_IT)
        return False
    if is_hidden(each.name):
        intake.left_out(each.file, each.line, each.column, HIDDEN)
        return False
    if not each.name:
        each.name = one_line(each.slug.replace("-", " ")) or each.slug
        doubt("no name", "named after the profile address")
    if not each.mail and any(map(one_line, each.emails)):
        doubt("not an e-mail address", "imported without it")
    return True


def _drop_shared_addresses(intake: Intake, people: Sequence[Contact]) -> None:
    """Take away an e-mail address that people of several names have: it is an office's."""
    names: defaultdict[str, set[str]] = defaultdict(set)
    for each in people:
        names[each.mail].add(name_key(each.name))
    for each in people:
        if each.mail and len(names[each.mail]) > 1:
            problem = "people of several names have this e-mail address"
            intake.doubt(each.file, each.line, each.column, problem, "imported without it")
            each.mail = ""


def _keys(intake: Intake, people: Sequence[Contact]) -> list[str]:
    """Return the person key of each entry; entries with the owner's address or name are theirs."""
    owner, numbers = intake.owner, _numbers(people)
    slugs: dict[int, str] = {}
    for number, each in zip(numbers, people, strict=True):
        if each.slug:
            slugs.setdefault(number, each.slug)
    keys: dict[int, str] = {}
    taken = set(intake.people)
    for number, each in zip(numbers, people, strict=True):
        if number in keys:
            continue
        if number in slugs:
            key = owner.key_of(slugs[number])
        elif owner.name and name_key(owner.name) == name_key(each.name):
            key = owner.key
        else:
            base = key = person_key(name=each.name)
            count = 2
            while key in taken:
                key, count = f"{base}~{count}", count + 1
        keys[number] = key
        taken.add(key)
    return [keys[number] for number in numbers]


def _numbers(people: Sequence[Contact]) -> list[int]:
    """Give entries of one person one number: by profile, by address, or equal in all."""
    known: dict[object, int] = {}
    slugs: dict[int, str] = {}
    numbers = []
    for at, each in enumerate(people):
        signs: list[object] = []
        if each.slug:
            signs.append(("in", each.slug))
        if each.mail:
            signs.append(("mail", each.mail))
        if not signs:
            signs.append((name_key(each.name), *each.jobs, each.location))
        number = next((known[sign] for sign in signs if sign in known), at)
        if each.slug and slugs.setdefault(number, each.slug) != each.slug:
            number = at
            slugs[number] = each.slug
        for sign in signs:
            known.setdefault(sign, number)
        numbers.append(number)
    return numbers


def _add_related(intake: Intake, people: Sequence[Contact], keys: Sequence[str]) -> None:
    """Add ties between people whose entries say so; report a name that is not one person's."""
    by_uid = {each.uid: key for each, key in zip(people, keys, strict=True) if each.uid}
    by_name: defaultdict[str, set[str]] = defaultdict(set)
    for each, key in zip(people, keys, strict=True):
        by_name[name_key(each.name)].add(key)
    for each, key in zip(people, keys, strict=True):
        for kind, who in each.related:
            named = by_name.get(name_key(who), set())
            other = by_uid.get(who) or (next(iter(named)) if len(named) == 1 else None)
            if other is None:
                many = "several entries have" if named else "no entry has"
                problem = f"{many} the name of somebody who is related to this one"
                intake.doubt(each.file, each.line, None, problem, "imported without that tie")
            elif key != other and intake.owner.key not in (key, other):
                intake.tie(other, "related", of=key, kind=kind or None)
