"""The files beside connections and messages: what they say of the owner, and evidence for ties.

Of the words in an invitation or a note only matters whether there are any; they are never kept.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection
from dataclasses import replace

import pandas as pd

from infonet.names.companies import company_key, is_company, is_legal_form, is_school
from infonet.names.markup import is_web_link
from infonet.names.people import profile_key
from infonet.names.text import one_line
from infonet.readers import applications
from infonet.readers._dates import NAME_IT, DateColumn, is_present, period, stay
from infonet.readers._intake import MEND, NOT_CONNECTED, Intake, Row
from infonet.readers.sheets import Sheet, records
from infonet.tables import ME
from infonet.workdays import day_text

_INVITER = ("inviterProfileUrl", "Inviter Profile Url")
_INVITEE = ("inviteeProfileUrl", "Invitee Profile Url")
_PROFILE = ("Profile URL", "Public Url", "Connection Profile URL", "Member Profile URL", "URL")
_NOTE = ("Note", "Notes", "Note Text", "Text", "Content", "Body")
_NOTED = ("Name", "Full Name", "Connection", "Connection Name", "Member")
_NOTE_DAY = ("Created At", "Created On", "Created Date", "Date", "Created", "Timestamp")
_GIVEN = frozenset({"", "accepted", "visible", "shown", "hidden", "not_visible", "not visible"})


def read_profile(intake: Intake, sheet: Sheet) -> None:
    """Read the owner's name and place; the owner stands in no other file."""
    tally = intake.tally(sheet.member.base)
    first, last = sheet.column("First Name"), sheet.column("Last Name")
    place = sheet.column("Geo Location", "Location")
    ego = intake.people[intake.owner.key]
    for row in intake.rows(sheet):
        name = row.name(first, last)
        if not name:
            row.left_out(first, "there is no name")
        elif tally.people:
            tally.merged += 1
        else:
            tally.people += 1
            ego.update(source=row.file, name=name, location=one_line(row[place]))
            intake.profile_name = name
            intake.owner = replace(intake.owner, name=name)


def read_positions(intake: Intake, sheet: Sheet) -> None:
    """Read the owner's jobs; a missing end means now."""
    company, title = sheet.column("Company Name"), sheet.column("Title")
    start, end = sheet.column("Started On"), sheet.column("Finished On")
    for row in intake.rows(sheet):
        names = one_line(row[company]), one_line(row[title])
        if not any(names):
            row.left_out(company, "there is no company and no title")
            continue
        began = period(row, start)
        ended = None if is_present(row[end]) else period(row, end, last=True)
        if began is not None and ended is not None and ended < began:
            row.left_out(end, "ends before it starts", "mend the dates")
            continue
        intake.job(intake.owner.key, *names, began, ended)
        intake.tally(row.file).merged += 1


def read_education(intake: Intake, sheet: Sheet) -> None:
    """Read the owner's schools; without any year it is not known when they were there."""
    school = sheet.column("School Name")
    start, end = sheet.column("Start Date"), sheet.column("End Date")
    for row in intake.rows(sheet):
        name = one_line(row[school])
        if not is_school(name):
            row.left_out(school, "no school is named", NAME_IT)
            continue
        intake.gatherings.school(name, intake.owner.key, *stay(row, start, end))
        intake.tally(row.file).merged += 1


def read_preferences(intake: Intake, sheet: Sheet) -> None:
    """Turn dream companies into targets of priority 2, behind the user's own targets."""
    dreams = sheet.column("Dream Companies")
    for row in intake.rows(sheet):
        names = _listed(row[dreams])
        for name in names:
            target = {"company": name, "kind": "company", "priority": 2, "aliases": ()}
            intake.companies.setdefault(company_key(name), target)
        if names:
            intake.tally(row.file).merged += 1
        else:
            row.left_out(dreams, "no company is named", "add your targets by hand: book.want(...)")


def read_saved_jobs(intake: Intake, sheet: Sheet) -> None:
    """Turn the owner's saved jobs into postings; no export says until when one can apply."""
    dates = DateColumn(sheet, "Saved Date", us=True)
    title, company = sheet.column("Job Title"), sheet.column("Company Name")
    address = sheet.column("Job Url")
    for row in intake.rows(sheet):
        job, employer, link = one_line(row[title]), one_line(row[company]), row[address] or None
        if intake.owner.key != ME:
            row.left_out(None, "a job that somebody else saved")
        elif not job:
            row.left_out(title, "there is no job title")
        elif not is_company(employer):
            row.left_out(company, "no company is named", "add the job on the company's page")
        else:
            if link is not None and not is_web_link(link):
                row.doubt(address, "not a web address", "imported without it")
                link = None
            saved = dates.day(row)
            if saved is not None:
                day = pd.Timestamp(saved, unit="D")
                job += f" (saved {day_text(day, weekday=False)})"
            intake.posting(employer, job, link)
            intake.tally(row.file).merged += 1


def read_applications(intake: Intake, sheet: Sheet) -> None:
    """Turn the owner's applications into events, as a list of applications by itself is."""
    if intake.owner.key == ME:
        applications.read_rows(intake, sheet, {})
        return
    for row in intake.rows(sheet, padded=True):
        row.left_out(None, "an application of somebody else")


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
    direction = sheet.column("Direction")
    inviter, invitee = sheet.column(*_INVITER), sheet.column(*_INVITEE)
    sent: Counter[str] = Counter()
    got: Counter[str] = Counter()
    first: dict[str, int] = {}
    for record in records(sheet):
        if not record.cells:
            continue
        outgoing = direction.of(record.cells).upper() == "OUTGOING"
        slug = profile_key((inviter if outgoing else invitee).of(record.cells))
        if slug is not None:
            (sent if outgoing else got)[slug] += 1
            first.setdefault(slug, record.line)
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
                inviter.label,
                "the invitations are those of another profile than the owner's",
                "read all the same; if this is a friend's export, say whose it is (`owner=`)",
            )
        return


def read_invitations(intake: Intake, sheet: Sheet) -> None:
    """Credit accepted invitations with a note; one without a note says nothing more."""
    dates = DateColumn(sheet, "Sent At", us=True)
    direction, note = sheet.column("Direction"), sheet.column("Message")
    sides = {
        "OUTGOING": (sheet.column(*_INVITEE), sheet.column("To")),
        "INCOMING": (sheet.column(*_INVITER), sheet.column("From")),
    }
    for row in intake.rows(sheet):
        way = row[direction].upper()
        if way not in sides:
            row.left_out(direction, "the direction is neither OUTGOING nor INCOMING", MEND)
            continue
        url, name = (row[side] for side in sides[way])
        key, why = intake.find(profile_key(url), name)
        if key is None or key == intake.owner.key:
            problem = "not accepted, or no longer a connection" if why == NOT_CONNECTED else why
            row.left_out(None, problem or "an invitation to yourself")
            continue
        if row[note]:
            day = dates.day(row)
            inviter = intake.owner.key if way == "OUTGOING" else key
            intake.tie(key, "invitation", since=day, last=day, started=inviter)
        intake.tally(row.file).merged += 1


def read_praise(intake: Intake, sheet: Sheet) -> None:
    """Credit endorsements and recommendations, received or given, that are not taken back.

    A recommendation has no address, so the name must be unique.
    """
    endorsed = sheet.column("Endorsement Date").at is not None
    evidence = "endorsement" if endorsed else "recommendation"
    dates = DateColumn(sheet, "Endorsement Date", "Creation Date", us=None if endorsed else True)
    first = sheet.column("Endorser First Name", "Endorsee First Name", "First Name")
    last = sheet.column("Endorser Last Name", "Endorsee Last Name", "Last Name")
    url = sheet.column("Endorser Public Url", "Endorsee Public Url")
    status = sheet.column("Endorsement Status", "Status")
    for row in intake.rows(sheet):
        if row[status].casefold() in _GIVEN:
            _credit(row, evidence, dates, row[url], one_line(f"{row[first]} {row[last]}"))
        else:
            row.left_out(status, f"the {evidence} is pending or was taken back")


def _credit(row: Row, evidence: str, dates: DateColumn, address: str, name: str) -> None:
    """Credit the connection whom a row names, on its day; report a row that names none."""
    intake = row.intake
    key, why = intake.find(profile_key(address), name)
    if key is None or key == intake.owner.key:
        row.left_out(None, why or "it is about yourself")
        return
    day = dates.day(row)
    intake.tie(key, evidence, since=day, last=day)
    intake.tally(row.file).merged += 1


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
    dates = DateColumn(sheet, *_NOTE_DAY)
    note, url, whole = sheet.column(*_NOTE), sheet.column(*_PROFILE), sheet.column(*_NOTED)
    first, last = sheet.column("First Name"), sheet.column("Last Name")
    for row in intake.rows(sheet):
        if row[note]:
            name = one_line(f"{row[first]} {row[last]}") or row[whole]
            _credit(row, "note", dates, row[url], name)
        else:
            row.left_out(note, "an empty note")
