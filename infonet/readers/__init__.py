"""Read an export or a log into tables, with a report of every row that was skipped.

`read` recognises the format; `whose` judges from a reading whether an export is mine;
`typed_people` reads names that somebody typed. `FORMATS` is the table of what can be read; another
source is one more module and one more row. What formats share is public in two submodules:
`sources` opens a zip, a folder or a file within limits, and `sheets` reads any CSV row by row.
"""

from __future__ import annotations

import os
from collections.abc import Mapping

from infonet.errors import ReadError
from infonet.readers import linkedin, outreach, sheets, sources
from infonet.readers._formats import FORMATS, LOG, Format
from infonet.readers._intake import Intake
from infonet.readers._owner import Whose, owner_of, whose
from infonet.readers._reading import (
    FILE_COLUMNS,
    LEFT_OUT,
    MOVER_COLUMNS,
    OwnerEvidence,
    Reading,
    report_frame,
)
from infonet.readers._typed import typed_people
from infonet.readers.sheets import column_key, splits
from infonet.readers.sources import Member, Source, base_key, open_source
from infonet.tables import ME

__all__ = [
    "FILE_COLUMNS",
    "FORMATS",
    "LEFT_OUT",
    "MOVER_COLUMNS",
    "Format",
    "Intake",
    "OwnerEvidence",
    "Reading",
    "Whose",
    "collect",
    "read",
    "report_frame",
    "sheets",
    "sources",
    "typed_people",
    "whose",
]


_MAGIC = {
    b"%PDF": "this is a PDF",
    b"\xd0\xcf\x11\xe0": "this is an old Excel workbook; save the sheet as CSV UTF-8",
    b"\x1f\x8b": "this is a gzip archive; unpack it and give what is inside",
    b"Rar!": "this is a RAR archive; unpack it and give the folder",
    b"7z\xbc\xaf": "this is a 7-Zip archive; unpack it and give the folder",
    b"SQLite": "this is a database, not an export; open a book with infonet.Book",
    b"BEGIN:VCARD": "this is a vCard, not a LinkedIn Connections file",
    b"BEGIN:VCALENDAR": "this is a calendar, not a LinkedIn Connections file",
    b"{": "this is JSON, not a LinkedIn Connections file",
    b"[": "this is JSON, not a LinkedIn Connections file",
    b"<": linkedin.WEB_PAGE,
}
_GIVE = "give LinkedIn's archive or its Connections.csv"
_OTHER_FILES = {
    frozenset({"conversationid", "content"}): "messages.csv",
    frozenset({"sentat", "direction"}): "Invitations.csv",
    frozenset({"endorsementdate"}): "endorsements",
    frozenset({"creationdate", "jobtitle"}): "recommendations",
    frozenset({"companyname", "startedon"}): "Positions.csv",
    frozenset({"schoolname"}): "Education.csv",
    frozenset({"dreamcompanies"}): "Job Seeker Preferences.csv",
    frozenset({"headline", "maidenname"}): "Profile.csv",
}


def read(
    path: str | os.PathLike[str],
    owner: str | None = None,
    *,
    me: str | None = None,
    everything: bool | None = None,
    columns: Mapping[str, str] | None = None,
) -> Reading:
    r"""Read an export, or a log of outreach, into tidy tables, without a book.

    Parameters
    ----------
    path : str or path-like
        LinkedIn's archive (Basic or Complete), the folder it unpacks to, or a bare
        ``Connections.csv`` of any year, also one that a spreadsheet saved again. Or a log of
        outreach as CSV: one line an event, the columns of ``Tables.events`` in any order, at least
        stage, person and date.
    owner : str, optional
        A friend's name, profile address or person key, if the export is theirs. None means that
        it is mine; its owner is then the person ``me``.
    me : str, optional
        My own profile address or name. In my export it distinguishes my messages from the others'
        where the files do not; in a friend's export it identifies me among the connections.
    everything : bool, optional
        Whether to read all useful files, or Connections.csv only. The default is True for my own
        export and False for a friend's, of which other files are not even opened.
    columns : mapping, optional
        For a log with other headers: our column → the header in the file, such as
        ``{"date": "when", "stage": "event"}``.

    Returns
    -------
    Reading
        `tables` (people, jobs, ties, companies, events), `report` with one row for everything that
        was skipped or imported with a doubt, `files` and `counts` with rows = people + merged +
        reported (of a log: events + merged + reported), `owner`, `owner_evidence`, `exported`,
        `digest`.

    Raises
    ------
    ReadError
        The path is missing, damaged, encrypted or of another format, has no Connections.csv or
        two; or a log lacks its columns or has no event.
    InfonetError
        `owner` or `me` is neither a name nor a profile address, or `columns` names a column that
        events do not have.

    Examples
    --------
    >>> import pathlib, tempfile
    >>> export = (
    ...     "First Name,Last Name,URL,Email Address,Company,Position,Connected On\n"
    ...     "Ana,Diaz,https://www.linkedin.com/in/ana-diaz,,Delta,Engineer,08 Feb 2026\n"
    ... )
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     path = pathlib.Path(folder, "Connections.csv")
    ...     _ = path.write_text(export)
    ...     reading = read(path)
    >>> reading.tables.people.person.tolist(), int(reading.counts.rows)
    (['me', 'in/ana-diaz'], 1)
    """
    form, why, intake = collect(path, owner, me=me, everything=everything, columns=columns)
    return intake.reading(os.fspath(path), form.name, form.noun, why)


def collect(
    path: str | os.PathLike[str],
    owner: str | None = None,
    *,
    me: str | None = None,
    everything: bool | None = None,
    columns: Mapping[str, str] | None = None,
) -> tuple[Format, str, Intake]:
    """Read as `read` does, without making tables of it, which takes most of the time.

    Returns
    -------
    tuple
        The row of `FORMATS`, why the source was taken for that, and the `Intake`: the rows, and
        what became of each.
    """
    subject = owner_of(owner, me)
    if everything is None:
        everything = subject.key == ME
    with open_source(path) as source:
        if columns is not None:
            return LOG, "", outreach.read(source, subject, everything=everything, columns=columns)
        for form in FORMATS:
            if why := form.recognises(source):
                return form, why, form.read(source, subject, everything=everything)
        raise _explain(source)


def _explain(source: Source) -> ReadError:
    """Return the error for a source that no reader recognises."""
    if source.kind == "file":
        member = source.members[0]
        return ReadError(_describe(member), file=member.place)
    bases = [base_key(member.name) for member in source.members]
    if {"[contenttypes].xml", "[content"} & {*bases}:
        problem = "this is an office document; save the sheet as CSV UTF-8 and give that"
    elif any(base.endswith((".html", ".htm")) for base in bases) and "connections.csv" not in bases:
        problem = f"web pages are in here and no Connections.csv; {_GIVE}"
    elif inner := [
        member.name for member in source.members if member.base.lower().endswith(".zip")
    ]:
        problem = f"the archive `{inner[0]}` is inside; unpack once and give the inner one"
    elif not bases:
        problem = f"there is nothing in it; {_GIVE}"
    else:
        problem = f"expected LinkedIn's files, found no Connections.csv; {_GIVE}"
    return ReadError(problem, file=source.path)


def _describe(member: Member) -> str:
    """Say what a bare file is, by its first bytes and its header."""
    head = member.head()
    text = head.decode(sheets.scan(member, first=len(head)).encoding, "replace")
    start = text.lstrip().encode("utf-8", "replace")
    for magic, sentence in _MAGIC.items():
        if head.startswith(magic) or start.startswith(magic):
            return sentence if ";" in sentence else f"{sentence}; {_GIVE}"
    for line in text.splitlines()[:50]:
        for _, cells in splits(line):
            if named := _by_header(cells):
                return named
    return (
        "expected a header row with `First Name`, `Last Name` and `Connected On`, found none; "
        "give LinkedIn's file as it was downloaded"
    )


def _by_header(cells: list[str]) -> str:  # one for each kind of table
    """Say what a table is, by its columns; Google's first, since they resemble LinkedIn's."""
    keys = {column_key(cell) for cell in cells}
    names = {"firstname", "lastname", "givenname", "familyname", "name"}
    if not keys & names and not any(needed <= keys for needed in _OTHER_FILES):
        return outreach.nearly(cells)
    if {"organizationname", "organization1name", "email1value"} & keys:
        return f"this is a Google Contacts file, not a LinkedIn Connections file; {_GIVE}"
    if {"firstname", "jobtitle"} <= keys and keys & {"emailaddress", "suffix", "middlename"}:
        return f"this is an Outlook contacts file, not a LinkedIn Connections file; {_GIVE}"
    for needed, file in _OTHER_FILES.items():
        if needed <= keys:
            return (
                f"this is LinkedIn's file of {file}" if "." not in file else f"this is `{file}`"
            ) + "; give the whole archive, or the folder with Connections.csv beside it"
    if log := outreach.nearly(cells):
        return log
    if keys & names:
        return (
            "this table of people is not LinkedIn's: expected the column `Connected On`; " + _GIVE
        )
    return ""
