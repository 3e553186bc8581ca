"""Write a book's tables in one of the formats, whole and for the user alone."""

from __future__ import annotations

import io
import os
import zipfile
from collections.abc import Mapping
from pathlib import Path

from infonet.errors import InfonetError, hint
from infonet.files import make_folder, named, save
from infonet.tables import HasTables, Tables, as_date, tables_of
from infonet.writers._formats import FORMATS, Format

__all__ = ["packed", "write"]

_LONG_AGO = (1980, 1, 1, 0, 0, 0)
"""The time in a zip, whose files have one: the same tables give the same bytes."""


def write(
    given: Tables | HasTables,
    path: str | os.PathLike[str],
    format: str | None = None,  # noqa: A002  # what it is
    *,
    as_of: object = None,
    replace: bool = False,
) -> Path:
    r"""Write everything that a book holds to files that other programs open.

    Parameters
    ----------
    given : Book or Tables
        What is written.
    path : str or path-like
        Where to. Without `format` the ending of its name says what it becomes; a name without an
        ending is a folder of CSV files.
    format : str, optional
        ``xlsx``, ``csv``, ``json``, ``vcf``, ``ics`` or ``graphml``. ``csv`` is a folder with a
        file a table or, where the path ends in ``.zip``, an archive of it.
    as_of : date, str or Timestamp, optional
        The day, which ``ics`` (what is due) and ``graphml`` (how strong the ties are) need.
    replace : bool
        Whether files that exist are written over.

    Returns
    -------
    Path
        The file or the folder. Every file is written whole or not at all, with mode 0600.

    Raises
    ------
    InfonetError
        A format that there is not, no `as_of` where one is needed, a library that is missing, a
        text too long for a cell of a workbook, a file that exists, a place that cannot be written.

    Notes
    -----
    CSV, XLSX and JSON hold all seven tables, and ``infonet.read(path).tables`` are those that were
    written. In CSV and XLSX a text that a spreadsheet would run as a formula begins with an
    apostrophe, which `read` takes away again. A text that UTF-8 cannot hold has question marks.

    Examples
    --------
    >>> import pathlib, tempfile
    >>> import infonet
    >>> book = infonet.Book(me="Robin Achterberg")
    >>> said = book.person("Ana Diaz", company="=Delta")
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     place = write(book, pathlib.Path(folder, "all.json"))
    ...     again = infonet.read(place).tables
    >>> again.jobs.company.tolist()
    ['=Delta']
    """
    place = named(path)
    chosen, form = _format(place, format)
    files = _files(form, tables_of(given), as_of)
    if chosen != "csv" or place.suffix.lower() == ".zip":
        return save(place, _whole(files), replace=replace)
    folder = make_folder(place)
    there = [name for name in files if os.path.lexists(folder / name)]
    if there and not replace:
        raise InfonetError(
            f"`{folder / there[0]}` exists: give another folder, or replace=True to write over it"
        )
    for name, content in files.items():
        save(folder / name, content, replace=replace)
    return folder


def packed(given: Tables | HasTables, format: str, *, as_of: object = None) -> bytes:  # noqa: A002
    """Return what `write` writes as the bytes of one file, as a browser saves it.

    Parameters
    ----------
    given : Book or Tables
        What is written.
    format : str
        As for `write`; ``csv`` is an archive of its files.
    as_of : date, str or Timestamp, optional
        The day, where the format needs one.

    Returns
    -------
    bytes
        The file. But for a workbook, the same tables give the same bytes.

    Raises
    ------
    InfonetError
        As `write` without a path.

    Examples
    --------
    >>> packed(Tables.of(people=[{"person": "me"}]), "json")[:14]
    b'{"infonet": 1,'
    """
    return _whole(_files(_named(format), tables_of(given), as_of))


def _format(place: Path, named: str | None) -> tuple[str, Format]:
    """Return the format that is named, or that the ending of a path says."""
    if named is not None:
        return named, _named(named)
    ending = place.suffix.lower()
    if not ending:
        return "csv", FORMATS["csv"]
    found = next(((name, form) for name, form in FORMATS.items() if form.ending == ending), None)
    if found is None:
        endings = [form.ending for form in FORMATS.values()]
        raise InfonetError(
            f"a name that ends in `{ending}` does not say what to write: end it in"
            f" {', '.join(endings)}, or give `format=`"
        )
    return found


def _named(name: str) -> Format:
    """Return the format of a name, or raise."""
    if name not in [*FORMATS]:
        raise InfonetError(f"`format` cannot be `{name}`: {hint(name, tuple(FORMATS))}")
    return FORMATS[name]


def _files(form: Format, tables: Tables, as_of: object) -> Mapping[str, bytes]:
    """Return the files of a format."""
    if form.dated and as_of is None:
        raise InfonetError(
            f'a file `{form.ending}` is of one day: say which, as in `as_of="2026-06-30"`'
        )
    return form.files(tables, None if as_of is None else as_date(as_of))


def _whole(files: Mapping[str, bytes]) -> bytes:
    """Return one file as it is, and several as an archive."""
    if [*files] == [""]:
        return files[""]
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, each in files.items():
            archive.writestr(zipfile.ZipInfo(name, _LONG_AGO), each, zipfile.ZIP_DEFLATED)
    return content.getvalue()
