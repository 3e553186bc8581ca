"""Files that no reader takes: what they are, and what to do instead."""

from __future__ import annotations

import csv

from infonet.errors import ReadError
from infonet.readers.outreach import nearly
from infonet.readers.sheets import column_key
from infonet.readers.sources import Member, Source, base_key

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
    b"<": "this is a web page, not the export; sign in to LinkedIn and download it again",
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


def explain(source: Source) -> ReadError:
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
    if head[:2] in (b"\xff\xfe", b"\xfe\xff"):
        text = head.decode("utf-16", "replace")
    else:
        text = head.decode("utf-8-sig", "replace")
    start = text.lstrip().encode("utf-8", "replace")
    for magic, sentence in _MAGIC.items():
        if head.startswith(magic) or start.startswith(magic):
            return sentence if ";" in sentence else f"{sentence}; {_GIVE}"
    for line in text.splitlines()[:50]:
        for delimiter in ",;\t":
            cells = next(csv.reader([line], delimiter=delimiter), [])
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
        return nearly(cells)
    if {"organizationname", "organization1name", "email1value"} & keys:
        return f"this is a Google Contacts file, not a LinkedIn Connections file; {_GIVE}"
    if {"firstname", "jobtitle"} <= keys and keys & {"emailaddress", "suffix", "middlename"}:
        return f"this is an Outlook contacts file, not a LinkedIn Connections file; {_GIVE}"
    for needed, file in _OTHER_FILES.items():
        if needed <= keys:
            return (
                f"this is LinkedIn's file of {file}" if "." not in file else f"this is `{file}`"
            ) + "; give the whole archive, or the folder with Connections.csv beside it"
    if log := nearly(cells):
        return log
    if keys & names:
        return (
            "this table of people is not LinkedIn's: expected the column `Connected On`; " + _GIVE
        )
    return ""
