"""Rows as an Excel workbook (XLSX): every text is a text, never a formula, and a day is a day."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from infonet.errors import InfonetError, extra
from infonet.tables.cells import defused, escaped

__all__ = ["LONGEST", "workbook"]

LONGEST = 32_767
"""The most characters of a cell, as Excel has it."""

_WIDTHS = range(8, 61)
_PACKED = zipfile.ZIP_DEFLATED


def workbook(
    sheets: Mapping[str, Iterable[Sequence[Any]]], widths: Mapping[str, Sequence[int]] | None = None
) -> bytes:
    """Return a workbook: title of a sheet → its rows, the header first, which stays in sight.

    Cells are texts, numbers, moments without a zone or None. `widths` are those of columns, in
    letters. A text that no cell holds is an `InfonetError`, and so is a missing openpyxl. All of it
    is made in memory: nothing lies among the temporary files, and no disk can refuse.
    """
    openpyxl = extra("openpyxl")
    # All of them before the first is written: a sheet that is begun cannot be given up.
    filled = {
        title: [[_held(cell, title) for cell in row] for row in rows]
        for title, rows in sheets.items()
    }
    made = openpyxl.Workbook(write_only=True)
    made.properties.creator = "infonet"
    for title, rows in filled.items():
        sheet = made.create_sheet(title)
        sheet.freeze_panes = "A2"
        for at, width in enumerate((widths or {}).get(title, ())):
            letter = openpyxl.utils.get_column_letter(at + 1)
            sheet.column_dimensions[letter].width = min(max(width, _WIDTHS[0]), _WIDTHS[-1])
        _keep_in_memory(sheet)
        for row in rows:
            sheet.append([_cell(sheet, cell) for cell in row])
    content = io.BytesIO()
    extra("openpyxl.writer.excel").ExcelWriter(made, _Archive(content, "w", _PACKED)).save()
    return content.getvalue()


class _Archive(zipfile.ZipFile):
    """An archive whose files come from memory, where openpyxl gives those of a disk."""

    def write(self, filename: Any, arcname: Any = None, *_: Any) -> None:
        """Add the bytes of a stream."""
        self.writestr(arcname, filename.getvalue())


def _keep_in_memory(sheet: Any) -> None:
    """Let a sheet be written to memory, before its first row.

    On its own openpyxl writes a temporary file, and where that fails a part of the sheet is lost
    without a word.
    """
    writer = extra("openpyxl.worksheet._writer").WorksheetWriter(sheet, io.BytesIO())
    writer.cleanup = lambda: None  # there is no file to remove
    writer.write_top()
    sheet._writer = writer  # noqa: SLF001  # the only place where it looks for one


def _held(value: Any, title: str) -> Any:
    """Return a value as a workbook can hold it."""
    if not isinstance(value, str):
        return value
    text = escaped(defused(value))
    if len(text) > LONGEST:
        raise InfonetError(
            f"a text in `{title}` has {len(text):,} characters, and a cell of a workbook holds"
            f" {LONGEST:,}: choose CSV or JSON, which hold all of it",
            plain=f"A text is too long for a workbook ({len(text):,} characters): choose CSV.",
        )
    return text


def _cell(sheet: Any, value: Any) -> Any:
    """Return a cell; a text is one whatever it begins with, also where it names an error."""
    if not isinstance(value, str | datetime):
        return value
    cell = extra("openpyxl.cell").WriteOnlyCell(sheet, value)
    if isinstance(value, str):
        cell.data_type = "s"
    else:
        midnight = value.time() == datetime.min.time()
        cell.number_format = "yyyy-mm-dd" if midnight else "yyyy-mm-dd hh:mm:ss"
    return cell
