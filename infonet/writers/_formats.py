"""The table of what can be written: one row a writer.

A writer is a module with one function, `files`: tables and the day → name of each file → its bytes.
A writer of one file gives it no name.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple, Protocol

import pandas as pd

from infonet.tables import Tables
from infonet.writers import csv_tables, graphml, icalendar, json_tables, vcard, workbook

__all__ = ["FORMATS", "Format"]


class Writes(Protocol):
    """Describe how a writer writes."""

    def __call__(self, tables: Tables, day: pd.Timestamp | None, /) -> Mapping[str, bytes]:
        """Return the files of tables on a day, by their names."""


class Format(NamedTuple):
    """Describe a kind of file: a row of the table.

    Attributes
    ----------
    name : str
        What a person calls it.
    ending : str
        How the name of such a file ends, with the dot.
    files : callable
        The writer.
    complete : bool
        Whether all tables are in it, so that `infonet.read` gives them back.
    dated : bool
        Whether it is of one day, which has to be said.
    gives : str
        What it is good for, in a sentence.
    media : str
        The media type of its one file.
    """

    name: str
    ending: str
    files: Writes
    gives: str
    media: str
    complete: bool = False
    dated: bool = False


FORMATS: Mapping[str, Format] = {
    "xlsx": Format(
        "Workbook",
        ".xlsx",
        workbook.files,
        complete=True,
        gives="Everything, one sheet a table, for Excel and other spreadsheets.",
        media="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ),
    "csv": Format(
        "Tables as CSV",
        ".zip",
        csv_tables.files,
        complete=True,
        gives="Everything, one plain table a file, for any program.",
        media="application/zip",
    ),
    "json": Format(
        "JSON",
        ".json",
        json_tables.files,
        complete=True,
        gives="Everything, in one file for programs.",
        media="application/json",
    ),
    "vcf": Format(
        "Address cards",
        ".vcf",
        vcard.files,
        gives="People and where they work now, for a phone or an address book.",
        media="text/vcard",
    ),
    "ics": Format(
        "Calendar",
        ".ics",
        icalendar.files,
        dated=True,
        gives="What is due, for your calendar.",
        media="text/calendar",
    ),
    "graphml": Format(
        "Network",
        ".graphml",
        graphml.files,
        dated=True,
        gives="Who knows whom, for Gephi, yEd and other programs of networks.",
        media="application/xml",
    ),
}
"""Format → how it is written."""
