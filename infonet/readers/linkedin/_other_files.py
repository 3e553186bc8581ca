"""The files beside connections and messages: what they say of the owner, and evidence for ties.

Of the words in an invitation or a note only matters whether there are any; they are never kept.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection
from dataclasses import replace

from infonet.names.companies import company_key, is_company, is_legal_form
from infonet.names.people import profile_key
from infonet.names.text import one_line
from infonet.readers._dates import DateColumn, parse_period
from infonet.readers._intake import NOT_CONNECTED, Intake
from infonet.readers.sheets import Sheet, records

_INVITER = ("inviterProfileUrl", "Inviter Profile Url")
_INVITEE = ("inviteeProfileUrl", "Invitee Profile Url")
_PROFILE = ("Profile URL", "Public Url", "Connection Profile URL", "Member Profile URL", "URL")
_NOTE = ("Note", "Notes", "Note Text", "Text", "Content", "Body")
_NOTED = ("Name", "Full Name", "Connection", "Connection Name", "Member")
_NOTE_DAY = ("Created At", "Created On", "Created Date", "Date", "Created", "Timestamp")
_GIVEN = frozenset({"", "accepted", "visible", "shown", "hidden", "not_visible", "not visible"})


def read_profile(intake: Intake, sheet: Sheet) -> None:
    """Read the owner's name and place; the owner stands in no other file."""
    file = sheet.member.base
    tally = intake.tally(file)
    first, last = sheet.getter("First Name"), sheet.getter("Last Name")
    place = sheet.getter("Geo Location", "Location")
    ego = intake.people[intake.owner.key]
    for line, cells in intake.rows(sheet):
        name = intake.name(file, line, sheet.label("First Name"), f"{first(cells)} {last(cells)}")
        if not name:
            intake.left_out(file, line, sheet.label("First Name"), "there is no name")
            continue
        if ego["source"] == file:
            tally.merged += 1
            continue
        tally.people += 1
        ego.update(source=file, name=name, location=one_line(place(cells)))
        intake.profile_name = name
        intake.owner = replace(intake.owner, name=name)


def read_positions(intake: Intake, sheet: Sheet) -> None:
    """Read the owner's jobs; a missing end means now."""
    file = sheet.member.base
    tally = intake.tally(file)
    company, title = sheet.getter("Company Name"), sheet.getter("Title")
    start, end = sheet.getter("Started On"), sheet.getter("Finished On")
    for line, cells in intake.rows(sheet):
        names = one_line(company(cells)), one_line(title(cells))
        began, ended = parse_period(start(cells)), parse_period(end(cells), last=True)
        if not any(names):
            intake.left_out(
                file, line, sheet.label("Company Name"), "there is no company and no title"
            )
            continue
        if end(cells) and ended is None:
            # Without the end it would look like the present job.
            intake.left_out(
                file, line, sheet.label("Finished On"), "not a date", "write it as Jan 2024"
            )
            continue
        if began is not None and ended is not None and ended < began:
            intake.left_out(
                file, line, sheet.label("Finished On"), "ends before it starts", "mend the dates"
            )
            continue
        if start(cells) and began is None:
            intake.doubt(file, line, sheet.label("Started On"), "not a date", "imported without it")
        intake.job(intake.owner.key, *names, began, ended)
        tally.merged += 1


def read_education(intake: Intake, sheet: Sheet) -> None:
    """Skip every row: a school is no employer, and no export says where others studied."""
    for line, _ in intake.rows(sheet):
        intake.left_out(
            sheet.member.base,
            line,
            sheet.label("School Name"),
            "an export does not say who else studied there",
            "name fellow students by hand: book.tie(..., kind='fellow student')",
        )


def read_preferences(intake: Intake, sheet: Sheet) -> None:
    """Turn dream companies into targets of priority 2, behind the user's own targets."""
    file = sheet.member.base
    dreams = sheet.getter("Dream Companies")
    for line, cells in intake.rows(sheet):
        names = _listed(dreams(cells))
        for name in names:
            intake.companies.setdefault(
                company_key(name),
                {"company": name, "kind": "company", "priority": 2, "aliases": ()},
            )
        if names:
            intake.tally(file).merged += 1
        else:
            intake.left_out(
                file,
                line,
                sheet.label("Dream Companies"),
                "no company is named",
                "add your targets by hand: book.want(...)",
            )


def _listed(text: str) -> list[str]:
    """Split a cell into companies at bars, semicolons and line breaks, or else at commas."""
    text = text.strip().removeprefix("[").removesuffix("]")
    parts = re.split(r"[|;\n\r]", text)
    if len(parts) == 1:
        parts = []
        for part in text.split(","):
            if parts and is_legal_form(part):
                parts[-1] += f",{part}"
            else:
                parts.append(part)
    return [name for name in map(one_line, parts) if is_company(name)]


def infer_owner(intake: Intake, sheet: Sheet) -> None:
    """Infer the owner's address: it sends the outgoing and gets the incoming invitations."""
    direction = sheet.getter("Direction")
    inviter, invitee = sheet.getter(*_INVITER), sheet.getter(*_INVITEE)
    sent: Counter[str] = Counter()
    got: Counter[str] = Counter()
    first: dict[str, int] = {}
    for line, cells, *_ in records(sheet):
        if not cells:
            continue
        outgoing = direction(cells).upper() == "OUTGOING"
        slug = profile_key(inviter(cells) if outgoing else invitee(cells))
        if slug is not None:
            (sent if outgoing else got)[slug] += 1
            first.setdefault(slug, line)
    for count in (sent, got):
        best = count.most_common(2)
        if not best or (len(best) == 2 and best[0][1] == best[1][1]):
            continue
        slug = best[0][0]
        intake.addresses.append(slug)
        if intake.owner.slug is None:
            intake.owner = replace(intake.owner, slug=slug)
        elif intake.owner.slug != slug:
            intake.doubt(
                sheet.member.base,
                first[slug],
                sheet.label(*_INVITER),
                "the invitations are those of another profile than the owner's",
                "read all the same; if this is a friend's export, say whose it is (`owner=`)",
            )
        return


def read_invitations(intake: Intake, sheet: Sheet) -> None:
    """Credit accepted invitations with a note; one without a note says nothing more."""
    file = sheet.member.base
    dates = DateColumn(intake, sheet, "Sent At", us=True)
    direction, note = sheet.getter("Direction"), sheet.getter("Message")
    sides = {
        "OUTGOING": (sheet.getter(*_INVITEE), sheet.getter("To")),
        "INCOMING": (sheet.getter(*_INVITER), sheet.getter("From")),
    }
    for line, cells in intake.rows(sheet):
        way = direction(cells).upper()
        if way not in sides:
            intake.left_out(
                file,
                line,
                sheet.label("Direction"),
                "the direction is neither OUTGOING nor INCOMING",
                "mend the row and read the file again",
            )
            continue
        url, name = (side(cells) for side in sides[way])
        key, why = intake.find(profile_key(url), name)
        if key is None or key == intake.owner.key:
            problem = "not accepted, or no longer a connection" if why == NOT_CONNECTED else why
            intake.left_out(file, line, None, problem or "an invitation to yourself")
            continue
        if note(cells):
            day = dates.day(dates.of(cells), line)
            inviter = intake.owner.key if way == "OUTGOING" else key
            intake.tie(key, "invitation", since=day, last=day, started=inviter)
        intake.tally(file).merged += 1


def read_praise(intake: Intake, sheet: Sheet) -> None:
    """Credit endorsements and recommendations, received or given, that are not taken back.

    A recommendation has no address, so the name must be unique.
    """
    endorsed = sheet.column("Endorsement Date") is not None
    evidence = "endorsement" if endorsed else "recommendation"
    order = None if endorsed else True
    dates = DateColumn(intake, sheet, "Endorsement Date", "Creation Date", us=order)
    first = sheet.getter("Endorser First Name", "Endorsee First Name", "First Name")
    last = sheet.getter("Endorser Last Name", "Endorsee Last Name", "Last Name")
    url = sheet.getter("Endorser Public Url", "Endorsee Public Url")
    status = sheet.label("Endorsement Status", "Status")
    status_of = sheet.getter(status)
    for line, cells in intake.rows(sheet):
        if status_of(cells).casefold() in _GIVEN:
            name = one_line(f"{first(cells)} {last(cells)}")
            _credit(intake, evidence, dates, line, cells, url(cells), name)
        else:
            problem = f"the {evidence} is pending or was taken back"
            intake.left_out(dates.file, line, status, problem)


def _credit(
    intake: Intake,
    evidence: str,
    dates: DateColumn,
    line: int,
    cells: list[str],
    address: str,
    name: str,
) -> None:
    """Credit the connection whom a row names, on its day; report a row that names none."""
    key, why = intake.find(profile_key(address), name)
    if key is None or key == intake.owner.key:
        intake.left_out(dates.file, line, None, why or "it is about yourself")
        return
    day = dates.day(dates.of(cells), line)
    intake.tie(key, evidence, since=day, last=day)
    intake.tally(dates.file).merged += 1


def is_notes(keys: Collection[str]) -> bool:
    """Return whether column keys are those of notes: a note, and the person it is about."""
    found = set(keys)
    who = {"firstname", "lastname", "name", "fullname", "connection", "connectionname", "member"}
    about = found & who or any("url" in key for key in found)
    return bool(about) and any(
        key.startswith("note") or key in ("text", "content") for key in found
    )


def read_notes(intake: Intake, sheet: Sheet) -> None:
    """Credit people on whom the owner wrote a note."""
    dates = DateColumn(intake, sheet, *_NOTE_DAY)
    note, url = sheet.getter(*_NOTE), sheet.getter(*_PROFILE)
    first, last, whole = (
        sheet.getter("First Name"),
        sheet.getter("Last Name"),
        sheet.getter(*_NOTED),
    )
    for line, cells in intake.rows(sheet):
        if not note(cells):
            intake.left_out(sheet.member.base, line, sheet.label(*_NOTE), "an empty note")
            continue
        name = one_line(f"{first(cells)} {last(cells)}") or whole(cells)
        _credit(intake, "note", dates, line, cells, url(cells), name)
