"""All tables as CSV (RFC 4180), one file each, in UTF-8 as spreadsheets recognise it."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Mapping
from typing import Any

import pandas as pd

from infonet.tables import COLUMNS, Tables
from infonet.tables.cells import defused, spelled

__all__ = ["files"]


def files(tables: Tables, _day: pd.Timestamp | None, /) -> Mapping[str, bytes]:
    """Return the file of each table."""
    return {f"{table}.csv": _file(table, getattr(tables, table)) for table in COLUMNS}


def _file(table: str, rows: pd.DataFrame) -> bytes:
    """Return a table with its header."""
    text = io.StringIO(newline="")
    # In quotes a text stays one cell, whatever sign a spreadsheet separates at.
    writer = csv.writer(text, quoting=csv.QUOTE_ALL)
    writer.writerow(COLUMNS[table])
    columns = (spelled(rows[name], dtype) for name, dtype in COLUMNS[table].items())
    for row in zip(*columns, strict=True):
        writer.writerow([_cell(cell) for cell in row])
    return text.getvalue().encode("utf-8-sig")


def _cell(cell: Any) -> Any:
    """Return a cell as CSV has it; a missing one is empty."""
    if isinstance(cell, list):
        return json.dumps(cell, ensure_ascii=False)
    return defused(cell) if isinstance(cell, str) else cell
