"""The owner's own files: profile, positions, education, dream companies."""

from __future__ import annotations

import re
from dataclasses import replace

from infonet.names.companies import company_key, is_company
from infonet.names.text import one_line
from infonet.readers._dates import parse_period
from infonet.readers._intake import Intake
from infonet.readers.sheets import Sheet

# A comma before one of these belongs to the name: "Echo, Inc."
_LEGAL = re.compile(r"(inc|llc|ltd|corp|co|gmbh|plc|lp|llp|s\.?a|ag|n\.?v|b\.?v)\.?", re.IGNORECASE)


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
            if parts and _LEGAL.fullmatch(part.strip()):
                parts[-1] += f",{part}"
            else:
                parts.append(part)
    return [name for name in map(one_line, parts) if is_company(name)]
