"""Outlook's contacts as CSV. Its column Title is Mr or Ms, and no job."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from infonet.readers._contacts import Contact, read_contacts
from infonet.readers._intake import MEND, Intake
from infonet.readers._owner import Owner
from infonet.readers.sheets import Sheet, header_of
from infonet.readers.sources import Source

__all__ = ["read", "recognises"]

_MAILS = ("E-mail Address", "E-mail 2 Address", "E-mail 3 Address")
_OWN = frozenset(
    {"suffix", "middlename", "emaildisplayname", "emailtype", "businessstreet", "businessphone"}
)
_OTHERS = frozenset({"connectedon", "orderdate", "attendeestatus", "tickettype", "rsvp"})
"""Columns of LinkedIn's connections, and of guest lists."""

_SHOWN = ("firstname", "emailaddress", "jobtitle")


def is_outlook(keys: Collection[str]) -> bool:
    """Return whether column keys are those of Outlook's contacts."""
    found = set(keys)
    return {"firstname", "jobtitle"} <= found and not found & _OTHERS and bool(found & _OWN)


def recognises(source: Source) -> str:
    """Return why a source is a file of Outlook's contacts; else ""."""
    return header_of(source.members[0], is_outlook, *_SHOWN) if source.kind == "file" else ""


def read(source: Source, owner: Owner, *, everything: bool) -> Intake:
    """Read a file that `recognises` knows."""
    return read_contacts(source, owner, is_outlook, "Outlook's contacts", _contacts)


def _contacts(intake: Intake, sheet: Sheet) -> Iterator[Contact]:
    """Yield what each row says."""
    first, last = sheet.column("First Name"), sheet.column("Last Name")
    middle, shown = sheet.column("Middle Name"), sheet.column("E-mail Display Name")
    company, title = sheet.column("Company"), sheet.column("Job Title")
    urls = [sheet.column(name) for name in ("Web Page", "Personal Web Page", "Website")]
    emails = [sheet.column(name) for name in _MAILS]
    place = sheet.column("Business City", "Home City")
    for row in intake.rows(sheet, padded=True):
        name = " ".join(filter(None, (row[first], row[middle], row[last])))
        if not name and "@" not in row[shown]:
            name = row[shown]
        found = [row[one] for one in emails if row[one]]
        if row.short and found and "@" not in found[0] and not found[0].startswith("/o="):
            row.left_out(emails[0], row.short, MEND)
            continue
        jobs = [(row[company], row[title])]
        webs = [row[one] for one in urls if row[one]]
        yield Contact(row.file, row.line, name, found, webs, jobs, row[place], column=first.label)
