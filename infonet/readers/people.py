"""Any table of people whose columns the user names: alumni, a club, a sheet of one's own."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from infonet.errors import InfonetError, ReadError, hint, nearest
from infonet.readers._contacts import Contact, add_contacts
from infonet.readers._dates import DateColumn
from infonet.readers._intake import MEND, Intake
from infonet.readers._owner import Owner
from infonet.readers.sheets import Column, Sheet, column_key, find_sheet, scan, widest_row
from infonet.readers.sources import Source

__all__ = ["FIELDS", "NAMING", "read", "recognises"]

FIELDS = ("name", "first", "last", "company", "title", "email", "url", "location", "since")
"""What a column can be said to hold."""

NAMING = frozenset({"name", "first", "last", "email", "url"})
"""The fields that say who a person is; one of them is needed."""


def recognises(source: Source) -> str:
    """Return "": a table of people is read when its columns are named, and never guessed."""
    return ""


def read(
    source: Source,
    owner: Owner,
    *,
    everything: bool,
    columns: Mapping[str, str] | None = None,
) -> Intake:
    """Read a table of which `columns` says our column → the header."""
    stated = dict(columns or {})
    for name, header in stated.items():
        if name not in FIELDS:
            raise InfonetError(
                f"`columns` names `{name}`, which no person has: {hint(name, FIELDS)}"
            )
        if not isinstance(header, str) or not column_key(header):
            raise InfonetError(f"expected the header of `{name}` as text, got `{header!r}`")
    member, intake = source.members[0], Intake(owner)
    scanned = scan(member)
    source.spend(member, scanned.size)
    wanted = {column_key(header) for header in stated.values()}
    sheet = find_sheet(member, scanned, wanted.issubset)
    if sheet is None:
        raise _lacking(source, stated)
    intake.begin(sheet)
    intake.contents["contacts"] = scanned.digest
    found = {name: sheet.column(header) for name, header in stated.items()}
    intake.columns = {name: column.label for name, column in found.items()}
    intake.unread(sheet, intake.columns.values())
    add_contacts(intake, _contacts(intake, sheet, found))
    return intake


def _lacking(source: Source, stated: Mapping[str, str]) -> ReadError:
    """Return the error for a table without the columns that were named."""
    member = source.members[0]
    line, labels = widest_row(member, scan(member))
    keys = {column_key(label) for label in labels}
    for name, header in stated.items():
        if column_key(header) in keys:
            continue
        alike = nearest(header, labels, n=1, alike=50.0)
        has = f"it has {', '.join(f'`{label[:40]}`' for label in labels[:12])}"
        return ReadError(
            f"`columns` says that `{name}` is in the column `{header}`, which the header does not"
            f" have: {f'did you mean `{alike[0]}`?' if alike else has}",
            file=member.place,
            line=line,
        )
    return ReadError("the columns that were named stand in no one row", file=member.place)


def _contacts(intake: Intake, sheet: Sheet, found: Mapping[str, Column]) -> Iterator[Contact]:
    """Yield what each row says."""
    column = {name: Column(name, None) for name in FIELDS} | {**found}
    days = DateColumn(sheet, column["since"].label)
    named = next(
        column[name] for name in ("name", "first", "last", "email", "url") if name in found
    )
    for row in intake.rows(sheet, padded=True):
        if not any(cell.strip() for cell in row.cells):
            row.left_out(None, "this row is empty")
            continue
        email = row[column["email"]]
        if row.short and email and "@" not in email:
            row.left_out(column["email"], row.short, MEND)
            continue
        name = row[column["name"]] or " ".join(
            filter(None, (row[column["first"]], row[column["last"]]))
        )
        yield Contact(
            row.file,
            row.line,
            name,
            [email],
            [row[column["url"]]],
            [(row[column["company"]], row[column["title"]])],
            row[column["location"]],
            since=days.day(row) if "since" in found else None,
            column=named.label,
        )
