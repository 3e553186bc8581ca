"""The table of what can be read: one row a reader, in the order in which they are asked.

A reader is a module with two functions. `recognises` looks at names, header and first bytes, and
returns why the source is its own, in words that end a bracket, or an empty text. `read` fills an
`Intake` of the owner: every row of a file becomes a person, is merged, becomes an event or is
reported, and a file that cannot be read at all is a `ReadError`.
"""

from __future__ import annotations

from typing import NamedTuple, Protocol

from infonet.readers import (
    applications,
    facebook,
    google,
    icalendar,
    kept,
    linkedin,
    mbox,
    outlook,
    outreach,
    people,
    shared,
    ticks,
    vcard,
)
from infonet.readers._intake import Intake
from infonet.readers._owner import Owner
from infonet.readers.sources import Source

__all__ = ["APPLICATIONS", "FORMATS", "KEPT", "LOG", "PEOPLE", "Format"]


class Recognises(Protocol):
    """Describe how a reader says whether a source is its own."""

    def __call__(self, source: Source, /) -> str:
        """Return why the source is this reader's own, such as "header `Given Name`"; else ""."""


class Reads(Protocol):
    """Describe how a reader reads."""

    def __call__(self, source: Source, owner: Owner, /, *, everything: bool) -> Intake:
        """Read a source that it recognises; `everything` is False for a friend's export."""


class Format(NamedTuple):
    """Describe a source that people have: a row of the table.

    Attributes
    ----------
    name : str
        What a person calls it.
    noun : str
        What to call it after *my* or *your*.
    recognises, read : callable
        The reader.
    get : str
        How to get the file, in sentences for somebody who does not program.
    gives : str
        What it gives, in a clause.
    """

    name: str
    noun: str
    recognises: Recognises
    read: Reads
    get: str
    gives: str


LOG = Format(
    "Log of outreach",
    "log",
    outreach.recognises,
    outreach.read,
    "Any table with a line for each thing that happened will do. It needs the columns stage, person"
    " and date; company helps. Save it as CSV.",
    "what you did, when, and with whom",
)
"""A log of my own, whatever its columns are called."""

APPLICATIONS = Format(
    "List of applications",
    "list of applications",
    applications.recognises,
    applications.read,
    "From Huntr, Teal, Airtable or a sheet, export or download the table as CSV; from Notion,"
    " choose Export, Markdown & CSV. It needs a company and a status, or the day you applied.",
    "when you applied, had an interview, got an offer or a refusal",
)
"""A list of applications, whatever its columns are called."""

PEOPLE = Format(
    "Table of people",
    "table of people",
    people.recognises,
    people.read,
    "Any table with a row a person will do, as CSV or as an Excel workbook. Say which column holds"
    " the name; company, title, e-mail address and profile help.",
    "people, and where they work",
)
"""A table of people whose columns the user names."""

KEPT = Format(
    "Everything of a book",
    "book",
    kept.recognises,
    kept.read,
    "What was taken out of a book here: the workbook, the JSON file, or the zip of tables, just as"
    " it was saved.",
    "all that the book holds",
)
"""What infonet wrote itself; the one format that is a whole workbook, not a sheet of it."""

FORMATS: tuple[Format, ...] = (
    KEPT,  # it has files whose names others know, too
    Format(
        "LinkedIn export",
        "export",
        linkedin.recognises,
        linkedin.read,
        "On LinkedIn, open Settings, Data privacy, Get a copy of your data. Choose Connections"
        " alone, which comes within minutes, or everything, which comes within a day and also shows"
        " who you write with. Leave the zip as it is.",
        "your connections, where they work, and how often you wrote to each other",
    ),
    Format(
        "Google Contacts",
        "Google Contacts",
        google.recognises,
        google.read,
        "On contacts.google.com, choose Export in the menu at the left, your contacts, and Google"
        " CSV.",
        "people, where you noted that they work, and who is related to whom",
    ),
    Format(
        "Outlook contacts",
        "Outlook contacts",
        outlook.recognises,
        outlook.read,
        "In Outlook, open People, Manage contacts, Export contacts. In the older program: File,"
        " Open & Export, Import/Export, Export to a file, Comma Separated Values, Contacts.",
        "people, and where you noted that they work",
    ),
    Format(
        "vCard contacts",
        "address book",
        vcard.recognises,
        vcard.read,
        "In Apple's Contacts, choose all, then File, Export, Export vCard. On iCloud.com: Contacts,"
        " Export vCard. On Android: Contacts, Settings, Export. Photos are not read.",
        "people, where you noted that they work, and who is related to whom",
    ),
    Format(
        "Facebook friends",
        "list of Facebook friends",
        facebook.recognises,
        facebook.read,
        "On Facebook, open Settings, Your information, Download your information. Choose only"
        " Connections, and JSON as the format, not HTML. Leave the zip as it is.",
        "names, and since when you are friends",
    ),
    Format(
        "Tick sheet",
        "answers",
        ticks.recognises,
        ticks.read,
        "Send a friend the sheet with your targets. They tick whom they know there, save their"
        " answers, and send you the small file.",
        "whom a friend knows at your targets, how well, and whether they would introduce you",
    ),
    Format(
        shared.SHARED_FORM,
        "shared contacts",
        shared.recognises,
        shared.read,
        "A friend who uses infonet shares their contacts from their book, with a passphrase that"
        " they tell you by another way.",
        "where a friend's contacts work, without their names",
    ),
    Format(
        "Calendar",
        "calendar",
        icalendar.recognises,
        icalendar.read,
        "On calendar.google.com, open Settings, Import & export, Export. In Apple's Calendar: File,"
        " Export. In Outlook: File, Save Calendar. Leave the zip as it is.",
        "whom you met alone, and which of your contacts were in one meeting",
    ),
    Format(
        "Mail",
        "mail",
        mbox.recognises,
        mbox.read,
        "On takeout.google.com, choose Mail alone, and unpack what comes. In Apple's Mail: choose"
        " mailboxes, then Mailbox, Export. Only who wrote to whom and when is read, no mail.",
        "whom you write with, and which of your contacts were on one mail",
    ),
    LOG,
    APPLICATIONS,
    PEOPLE,
)
"""Every source that can be read; the first that recognises a file reads it."""
