"""Read an export or a log into tables, with a report of every row that was skipped.

`read` recognises the format; `whose` judges from a reading whether an export is mine. Another
format is one more module with `recognises` and `read`, named in `_FORMATS`. What formats share is
public in two submodules: `sources` opens a zip, a folder or a file within limits, and `sheets`
reads any CSV row by row.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import Protocol

from infonet.readers import linkedin, outreach, sheets, sources
from infonet.readers._owner import Owner, Whose, owner_of, whose
from infonet.readers._reading import (
    FILE_COLUMNS,
    LEFT_OUT,
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
    """Describe the module of a format."""

    def recognises(self, source: Source) -> bool:
        """Return whether a source has this format, by names, header and first bytes."""

    def read(self, source: Source, owner: Owner, *, everything: bool) -> Reading:
        """Read a source of this format."""


_FORMATS: tuple[_Format, ...] = (linkedin, outreach)


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
