"""Google Contacts as CSV, with both headers: that until 2024, and that since.

Google's file can hold several values in one cell, joined by three colons; a leading asterisk marks
the one to use first. A column group is repeated as often as somebody needs it.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from itertools import zip_longest

from infonet.readers._contacts import Contact, read_contacts
from infonet.readers._intake import MEND, Intake, Row
from infonet.readers._owner import Owner
from infonet.readers.sheets import Column, Sheet, column_key, header_of
from infonet.readers.sources import Source

__all__ = ["read", "recognises"]

_NAMES = frozenset({"name", "givenname", "familyname", "firstname", "lastname"})
_OWN = frozenset({"email1value", "organization1name", "phone1value", "website1value"})
_OTHERS = frozenset({"labels", "fileas", "organizationdepartment", "groupmembership"})
_SHOWN = ("givenname", "firstname", "email1value", "organization1name", "organizationname")
_VALUE = re.compile(
    r"(?P<group>email|website|relation|customfield)\d+value|(?P<firm>organization)\d*name"
)
_BETWEEN = " ::: "


def is_google(keys: Collection[str]) -> bool:
    """Return whether column keys are those of Google Contacts."""
    found = set(keys)
    if not found & _NAMES:
        return False
    return bool(found & _OWN) or ("organizationname" in found and bool(found & _OTHERS))


def recognises(source: Source) -> str:
    """Return why a source is a file of Google Contacts; else ""."""
    return header_of(source.members[0], is_google, *_SHOWN) if source.kind == "file" else ""


def read(source: Source, owner: Owner, *, everything: bool) -> Intake:
    """Read a file that `recognises` knows."""
    return read_contacts(source, owner, is_google, "Google Contacts", _contacts)


def _contacts(intake: Intake, sheet: Sheet) -> Iterator[Contact]:
    """Yield what each row says."""
    whole = sheet.column("Name")
    first, middle = (
        sheet.column("Given Name", "First Name"),
        sheet.column("Additional Name", "Middle Name"),
    )
    last, nick = sheet.column("Family Name", "Last Name"), sheet.column("Nickname")
    file_as, place = sheet.column("File As"), sheet.column("Location")
    emails, urls = _values(sheet, "email"), _values(sheet, "website", "customfield")
    related = [(_beside(sheet, one, "Label", "Type"), one) for one in _values(sheet, "relation")]
    work = [(one, _beside(sheet, one, "Title")) for one in _values(sheet, "organization")]
    for row in intake.rows(sheet, padded=True):
        name = " ".join(filter(None, (row[first], row[middle], row[last])))
        name = name or row[whole]
        jobs = list(_jobs(row, work))
        if not name and row[file_as] not in {company for company, _ in jobs}:
            name = row[nick] or row[file_as]
        found = _split(row, emails)
        if row.short and found and "@" not in found[0]:
            row.left_out(emails[0], row.short, MEND)
            continue
        yield Contact(
            row.file,
            row.line,
            name,
            found,
            _split(row, urls),
            jobs,
            row[place],
            related=[(row[kind], row[who]) for kind, who in related if row[who]],
            column=first.label if first.at is not None else whole.label,
        )


def _values(sheet: Sheet, *groups: str) -> list[Column]:
    """Return the columns of repeated groups that hold the value or the name, in their order."""
    found = []
    for column in sheet.columns:
        matched = _VALUE.fullmatch(column_key(column.label))
        if matched and (matched["group"] or matched["firm"]) in groups:
            found.append(column)
    return found


def _beside(sheet: Sheet, value: Column, *endings: str) -> Column:
    """Return the column beside a value's that says more of it."""
    stem = value.label.rpartition(value.label.split()[-1])[0]
    return sheet.column(*(f"{stem}{ending}" for ending in endings))


def _split(row: Row, columns: Sequence[Column]) -> list[str]:
    """Return the values in some cells, those marked as the first to use before the others."""
    values = [value.strip() for one in columns for value in row[one].split(_BETWEEN)]
    return [value.removeprefix("* ") for value in sorted(filter(None, values), key=_is_unmarked)]


def _is_unmarked(value: str) -> bool:
    """Return whether a value is not marked as the one to use."""
    return not value.startswith("* ")


def _jobs(row: Row, work: Sequence[tuple[Column, Column]]) -> Iterator[tuple[str, str]]:
    """Yield company and title of each organisation in a row."""
    for company, title in work:
        yield from zip_longest(_split(row, [company]), _split(row, [title]), fillvalue="")
