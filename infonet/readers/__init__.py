"""One module per source format: bytes in, tables and a report of every row not taken out.

Another format is one more module with `recognises` and `read`, named in `_FORMATS`.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import Protocol

from infonet.readers import linkedin, outreach, sheets, sources
from infonet.readers._intake import LEFT_OUT
from infonet.readers._owner import Owner, Whose, owner_of, whose
from infonet.readers._reading import (
    FILE_COLUMNS,
    MOVER_COLUMNS,
    OwnerEvidence,
    Reading,
    report_frame,
)
from infonet.readers._unsupported import explain
from infonet.readers.sources import Source, open_source
from infonet.tables import ME

__all__ = [
    "FILE_COLUMNS",
    "LEFT_OUT",
    "MOVER_COLUMNS",
    "OwnerEvidence",
    "Reading",
    "Whose",
    "read",
    "report_frame",
    "sheets",
    "sources",
    "whose",
]


class _Format(Protocol):
    """What a module of a format offers."""

    def recognises(self, source: Source) -> bool:
        """Whether the source is of this format, by names, header and first bytes."""

    def read(self, source: Source, owner: Owner, *, everything: bool) -> Reading:
        """Read it."""


_FORMATS: tuple[_Format, ...] = (linkedin, outreach)


def read(
    path: str | os.PathLike[str],
    owner: str | None = None,
    *,
    me: str | None = None,
    everything: bool | None = None,
    columns: Mapping[str, str] | None = None,
) -> Reading:
    """Read an export, or a log of outreach, into tidy tables, without a book.

    Parameters
    ----------
    path : str or path-like
        LinkedIn's archive (Basic or Complete), the folder it unpacks to, or a bare
        ``Connections.csv`` of any year, also one that a spreadsheet saved again. Or one's own log
        of outreach as CSV: one line an event, any of the columns of ``Tables.events`` in any order,
        at least stage, person and date.
    owner : str, optional
        Whose export it is: a friend's name, profile address or person key. None: it is mine, and
        its owner is the person ``me``.
    me : str, optional
        My own profile address or name. For my export it tells my messages from the others' where
        the export does not; in a friend's export it tells which of the connections I am.
    everything : bool, optional
        Read all the files that are of use, and not Connections.csv only. By default that is done
        for one's own export; of a friend's, other files are not even opened.
    columns : mapping, optional
        For a log with other headers: our column → the header in the file, as in
        ``{"date": "when", "stage": "event"}``.

    Returns
    -------
    Reading
        `tables` (people, jobs, ties, companies, events), `report` with one row for everything
        not taken or taken with a doubt, `files` and `counts` with rows = people + merged +
        reported (of a log: events + merged + reported), `owner`, `exported`, `digest`.

    Raises
    ------
    ReadError
        What cannot be read at all: missing, damaged, encrypted, of another format, without
        Connections.csv or with two of them; a log without its columns or without one event.
    InfonetError
        `owner` or `me` is neither a name nor a profile address, or `columns` names what no event
        has.

    Examples
    --------
    >>> import pathlib, tempfile
    >>> export = (
    ...     "First Name,Last Name,URL,Email Address,Company,Position,Connected On\\n"
    ...     "Ana,Diaz,https://www.linkedin.com/in/ana-diaz,,Delta,Engineer,08 Feb 2026\\n"
    ... )
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     path = pathlib.Path(folder, "Connections.csv")
    ...     _ = path.write_text(export)
    ...     reading = read(path)
    >>> reading.tables.people.person.tolist(), int(reading.counts.rows)
    (['me', 'in/ana-diaz'], 1)
    """
    subject = owner_of(owner, me)
    if everything is None:
        everything = subject.key == ME
    with open_source(path) as source:
        if columns is not None:
            return outreach.read(source, subject, everything=everything, columns=columns)
        for form in _FORMATS:
            if form.recognises(source):
                return form.read(source, subject, everything=everything)
        raise explain(source)
