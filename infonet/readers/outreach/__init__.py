"""A log of outreach as CSV: one line an event, the columns of `Tables.events` in any order.

Only stage, person and date are needed. A time of day is kept as written, without its zone: the day
on the writer's own calendar counts.
"""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from infonet.errors import ReadError
from infonet.readers._intake import Intake, last_day
from infonet.readers._owner import Owner
from infonet.readers._reading import LEFT_OUT
from infonet.readers.outreach._columns import NEEDED, Names, guessed, missing, nearly
from infonet.readers.outreach._events import People, read_events
from infonet.readers.sheets import Sheet, find_sheet, header_of, scan
from infonet.readers.sources import Member, Source
from infonet.tables import ME

__all__ = ["NEEDED", "guessed", "nearly", "read", "recognises"]


def recognises(source: Source) -> str:
    """Return why a source is a log: a file with the columns stage, person and date; else ""."""
    bare = source.kind == "file"
    return header_of(source.members[0], Names().are_in, *NEEDED) if bare else ""


def read(
    source: Source,
    owner: Owner,
    *,
    everything: bool,  # every reader takes it
    columns: Mapping[str, str] | None = None,
) -> Intake:
    """Read a log that `recognises` knows, or of which `columns` says our column → the header."""
    names = Names(columns)
    if source.kind != "file":
        raise ReadError("expected a log of outreach as one CSV file", file=source.path)
    member = source.members[0]
    if owner.key != ME:
        raise ReadError(
            "this is a log of outreach, and a book keeps its owner's only; leave `owner` out",
            file=member.place,
        )
    scanned = scan(member)
    source.spend(member, scanned.size)
    sheet = find_sheet(member, scanned, names.are_in)
    if sheet is None:
        raise missing(member, scanned, names)
    intake, people = Intake(owner), People(owner)
    found = names.found(sheet)
    header = {name: column.label for name, column in found.items()}
    _report_header(intake, sheet, header)
    read_events(intake, sheet, found, people)
    if not intake.events:
        raise _nothing(intake, member, sheet)
    people.put_into(intake, member.base)
    intake.columns, intake.log = header, True
    intake.contents["log"] = scanned.digest
    intake.exported = last_day(intake)
    return intake


def _report_header(intake: Intake, sheet: Sheet, header: Mapping[str, str]) -> None:
    """Report doubts about the whole file: saved by a spreadsheet, columns twice or not read."""
    intake.begin(sheet)
    # The file's own numbers: a book numbers its events itself.
    intake.unread(sheet, (*header.values(), "event"))


def _nothing(intake: Intake, member: Member, sheet: Sheet) -> ReadError:
    """Return the error for a log without an event, with what an event needs and the first row."""
    has = ", ".join(f"`{label[:40]}`" for label in sheet.header[:12])
    needs = f"an event needs {', '.join(NEEDED)}; the header has {has}"
    report = intake.report()
    rows = report[report.action.str.startswith(LEFT_OUT)]
    if rows.empty:
        return ReadError(f"there is no event below the header; {needs}", file=member.place)
    first = rows.iloc[0]
    advice = first.action.removeprefix(f"{LEFT_OUT}; ")
    count = f"none of its {len(rows):,} rows is" if len(rows) > 1 else "its one row is not"
    none = f"none of its {len(rows):,} lines can" if len(rows) > 1 else "its one line cannot"
    return ReadError(
        f"{count} an event: {first.problem}, {advice}; {needs}; "
        "if another column is meant, say so with `columns=`",
        file=member.place,
        line=int(first.line),
        column=None if pd.isna(first.column) else first.column,
        plain=f"{none} be read as something you did: {first.problem}, {advice}",
    )
