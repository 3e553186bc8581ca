"""Excel workbooks (XLSX), each sheet as a CSV file: what is shown in its cells, never a formula.

A workbook is a zip of XML. Before anything is parsed, every part is streamed within the limits of
`sources`, and one that declares entities is refused. A line of the CSV is a row of the sheet.
"""

from __future__ import annotations

import csv
import io
import warnings
from collections.abc import Callable, Iterator
from datetime import datetime, time
from functools import partial
from importlib import import_module
from typing import Any, TypeVar

from infonet.errors import ReadError
from infonet.files import named
from infonet.names.text import one_line
from infonet.readers.sources import Member, Source

__all__ = ["MAX_COLUMNS", "MAX_ROWS", "MAX_XML", "is_workbook", "sheets_of", "values_of"]

MAX_ROWS = 100_000
"""The most rows of a sheet: more than anybody knows people."""

MAX_COLUMNS = 200
"""The most columns of a sheet; further ones are not read."""

MAX_XML = 48 * 1024**2
"""The most unpacked bytes of a workbook: 30,000 people take about 10 MB."""

_Taken = TypeVar("_Taken")
_CSV = "save the sheet as CSV UTF-8 and give that"
_DAMAGED = f"the workbook is damaged; open it in your spreadsheet, and {_CSV}"
_PARTS = (".xml", ".rels")
_BREAKS = str.maketrans({"\r": None, "\n": "\u2028", "\0": None})


def is_workbook(source: Source) -> bool:
    """Return whether an archive is a workbook."""
    return source.kind == "zip" and any(m.name == "xl/workbook.xml" for m in source.members)


def sheets_of(source: Source) -> Iterator[Source]:
    """Yield each sheet that has anything in it as a bare file of CSV."""
    found = _each_sheet(source, lambda sheet: _as_csv(_rows(sheet)))
    filled = [(title, content) for title, content in found if content.strip()]
    place = named(source.path)
    for title, content in filled:
        name = place.name
        if len(filled) > 1:
            name += f", sheet {one_line(title).replace('/', ' ')}"
        member = Member(name, name, None, len(content), partial(io.BytesIO, content))
        yield Source(source.path, "file", [member])


def values_of(source: Source) -> dict[str, list[tuple[Any, ...]]]:
    """Return the values in each sheet, by its title: texts, numbers and days as they are."""
    return dict(_each_sheet(source, lambda sheet: list(_rows(sheet))))


def _each_sheet(source: Source, take: Callable[[Any], _Taken]) -> list[tuple[str, _Taken]]:
    """Return what is taken of each sheet, with its title; a damaged workbook is a `ReadError`."""
    _refuse_hostile(source)
    try:
        openpyxl = import_module("openpyxl")
    except ImportError:
        problem = "reading a workbook takes openpyxl (`pip install openpyxl`), which is missing"
        raise ReadError(f"{problem}; or {_CSV}", file=source.path) from None
    place = named(source.path)
    try:
        with warnings.catch_warnings(), place.open("rb") as stream:
            # What openpyxl leaves out is styles and charts.
            warnings.simplefilter("ignore")
            book = openpyxl.load_workbook(stream, read_only=True, data_only=True, keep_links=False)
            return [(sheet.title, take(sheet)) for sheet in book.worksheets]
    except ReadError:
        raise
    except Exception:  # noqa: BLE001  # a damaged file fails in any way, deep in a foreign parser
        raise ReadError(_DAMAGED, file=source.path) from None


def _refuse_hostile(source: Source) -> None:
    """Stream every part within the limits; refuse entities, which XML can grow without end."""
    total = 0
    for member in source.members:
        if not member.name.endswith(_PARTS):
            continue
        held = b""
        with member.open("Looking through") as stream:
            while chunk := stream.read(1 << 18):
                total += len(chunk)
                if total > MAX_XML:
                    most = f"expected at most {MAX_XML // 1024**2} MB in a workbook"
                    raise ReadError(f"{most}, and there is more; {_CSV}", file=member.place)
                seen = (held + chunk).replace(b"\0", b"")
                if b"<!DOCTYPE" in seen or b"<!ENTITY" in seen:
                    problem = "the workbook declares entities, as no spreadsheet does"
                    raise ReadError(f"{problem}; {_CSV}", file=member.place)
                held = chunk[-32:]


def _rows(sheet: Any) -> Iterator[tuple[Any, ...]]:
    """Yield the rows of a sheet within the limits."""
    # The sheet's own claim of its size is not trusted: cells are padded to it.
    sheet.reset_dimensions()
    rows = sheet.iter_rows(max_row=MAX_ROWS + 1, max_col=MAX_COLUMNS, values_only=True)
    for number, row in enumerate(rows, start=1):
        if number > MAX_ROWS:
            problem = f"expected at most {MAX_ROWS:,} rows in a sheet, and there are more"
            raise ReadError(f"{problem}; {_CSV}", file=sheet.title)
        yield row


def _as_csv(rows: Iterator[tuple[Any, ...]]) -> bytes:
    """Return the values of a sheet as CSV, a line for each row."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    for row in rows:
        cells = [_text(cell) for cell in row]
        while cells and not cells[-1]:
            cells.pop()
        if cells:
            writer.writerow(cells)
        else:
            text.write("\n")
    return text.getvalue().encode("utf-8", "replace")


def _text(cell: object) -> str:
    """Return a cell as text: days as ISO dates, whole numbers without a point."""
    if cell is None:
        return ""
    if isinstance(cell, datetime):
        return str(cell.date()) if cell.time() == time() else cell.isoformat(" ", "seconds")
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell).translate(_BREAKS)
