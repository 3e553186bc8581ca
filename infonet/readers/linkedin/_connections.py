"""Connections.csv: the owner's connections, since when, and where they work now."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from typing import NamedTuple

from infonet.names.people import email_key, name_key, person_key, profile_key
from infonet.names.text import one_line
from infonet.readers._contacts import HIDDEN, is_hidden
from infonet.readers._dates import DateColumn
from infonet.readers._intake import MEND, Intake, Row
from infonet.readers._owner import Owner
from infonet.readers.sheets import Column, Sheet

_NAMES = frozenset({"firstname", "lastname"})
# A row that is short but ends as LinkedIn ends every row, with a day, lacks a cell within it.
_ENDS_IN_DAY = re.compile(r"\d\d$")
_FOREIGN = frozenset({"middlename", "organizationname", "jobtitle", "labels"})


def is_connections(keys: Collection[str]) -> bool:
    """Return whether column keys are those of Connections.csv, in any order and era."""
    found = set(keys)
    if not found & _NAMES or found & _FOREIGN:
        return False
    return "connectedon" in found or (_NAMES | {"url", "position"}) <= found


class _Found(NamedTuple):
    """Hold a row that is a person; sorted by its fields, a person's latest row comes first."""

    age: int
    name: str
    company: str
    title: str
    email: str
    slug: str
    line: int

    @property
    def day(self) -> int | None:
        """Return the day of connection."""
        return None if self.age == _UNDATED else -self.age


_UNDATED = 1 << 30


def read_connections(intake: Intake, sheet: Sheet) -> None:
    """Turn every row into a person, into more about a person, or into a line of the report."""
    file = sheet.member.base
    found = _read_rows(intake, sheet)
    keys = _keys(found, intake.owner)
    for row in found:
        if row.slug:  # the key of the tables, not another one like it: it is kept once
            key = keys[row.line]
            intake.connections[row.slug] = key if key.startswith("in/") else f"in/{row.slug}"
    rows_of: dict[str, list[_Found]] = {}
    for row in found:
        rows_of.setdefault(keys[row.line], []).append(row)
    ego = intake.owner.key
    tally = intake.tally(file)
    for key, rows in rows_of.items():
        if key == ego:
            tally.merged += len(rows)
            _report_self(intake, sheet, rows)
            continue
        for row in sorted(rows):
            intake.person(key, file, name=row.name, email=row.email, slug=row.slug)
            intake.job(key, row.company, row.title)
            intake.tie(key, "connection", since=row.day)
        tally.people += 1
        tally.merged += len(rows) - 1


def _read_rows(intake: Intake, sheet: Sheet) -> list[_Found]:
    """Return the rows that name a person; report the others."""
    dates = DateColumn(sheet, "Connected On")
    first, last = sheet.column("First Name"), sheet.column("Last Name")
    url, email = sheet.column("URL"), sheet.column("Email Address", "Email")
    company, position = sheet.column("Company"), sheet.column("Position")
    once = dict[str, str]()  # many have one employer, or one title: each text is kept once
    found = []
    for row in intake.rows(sheet, padded=True):
        name, mail = row.name(first, last), email_key(row[email]) or ""
        slug = profile_key(row[url]) or ""
        if "\ufffd" in slug:  # a damaged letter
            slug = ""
        if not name and not slug:
            row.left_out(first, _nobody(row, dates))
            continue
        if not slug and not name_key(name):
            row.left_out(first, "the name has no letters, and there is no profile address")
            continue
        if row.short and (shifted := _shifted(row, {url: slug, email: mail}, dates, first)):
            row.left_out(shifted, row.short, MEND)
            continue
        if is_hidden(name):
            row.left_out(first, HIDDEN)
            continue
        if row.short and _ENDS_IN_DAY.search("".join(row.cells).rstrip()):
            row.doubt(dates.column, row.short, "imported as it stands: compare it with LinkedIn")
        if not any((row[url], row[email], row[dates.column], row[company], row[position])):
            row.doubt(first, "a name and nothing else", "imported: look whether it is a person")
        if row[url] and not slug:
            row.doubt(url, "not a profile address", "imported by name, without it")
        if not name:
            name = one_line(slug.replace("-", " ")) or slug
            row.doubt(first, "no name", "named after the profile address")
        if row[email] and not mail:
            row.doubt(email, "not an e-mail address", "imported without it")
        day = dates.day(row)
        age = _UNDATED if day is None else -day
        works, does = one_line(row[company]), one_line(row[position])
        jobs = once.setdefault(works, works), once.setdefault(does, does)
        found.append(_Found(age, name, *jobs, mail, slug, row.line))
    return found


def _shifted(
    row: Row, understood: Mapping[Column, str], dates: DateColumn, first: Column
) -> Column | None:
    """Return where a short row shows that its cells are not in their columns."""
    for column, meaning in understood.items():
        if row[column] and not meaning:
            return column
    nothing = not any(understood.values()) and not row[dates.column]
    return first if nothing else None


def _nobody(row: Row, dates: DateColumn) -> str:
    """Say why a row names nobody."""
    filled = [cell.strip() for cell in row.cells if cell.strip()]
    if not filled:
        return "this row is empty"
    if filled == [row[dates.column]]:
        return "this person closed their account"
    return "there is no name and no profile address"


def _keys(found: list[_Found], owner: Owner) -> dict[int, str]:
    """Return the person key of each line, whatever the order of the rows.

    A profile address decides. Rows without an address are the person with the same e-mail address
    in the file, else one person where they are equal in everything. The rest of a name are
    different people, and numbered.
    """
    keys: dict[int, str] = {}
    by_mail: dict[str, set[str]] = {}
    for row in found:
        if row.slug:
            keys[row.line] = owner.key_of(row.slug)
            if row.email:
                by_mail.setdefault(row.email, set()).add(keys[row.line])
    apart: dict[tuple[object, ...], list[_Found]] = {}
    for row in found:
        if row.slug:
            continue
        owners = by_mail.get(row.email, set())
        if len(owners) == 1:
            keys[row.line] = next(iter(owners))
        else:
            same = (row.email,) if row.email else row[:-1]
            apart.setdefault(same, []).append(row)
    return keys | _numbered(apart.values())


def _numbered(people: Iterable[list[_Found]]) -> dict[int, str]:
    """Return the person key of each line of people without an address; number namesakes."""
    by_name: dict[str, list[list[_Found]]] = {}
    for rows in people:
        rows.sort()
        by_name.setdefault(person_key(name=rows[0].name), []).append(rows)
    keys = {}
    for key, namesakes in by_name.items():
        namesakes.sort(key=lambda rows: rows[0])
        for number, rows in enumerate(namesakes, start=1):
            for row in rows:
                keys[row.line] = key if number == 1 else f"{key}~{number}"
    return keys


def _report_self(intake: Intake, sheet: Sheet, rows: list[_Found]) -> None:
    """Report rows that are the owner: the export may be another person's."""
    for row in rows:
        intake.person(intake.owner.key, sheet.member.base, email=row.email)
        if row.slug:
            intake.job(intake.owner.key, row.company, row.title)
        intake.doubt(
            sheet.member.base,
            row.line,
            sheet.column("URL" if row.slug else "First Name").label,
            "the owner is one of their own connections",
            "taken for the owner; if this is a friend's export, say whose it is (`owner=`)",
        )
