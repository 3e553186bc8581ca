"""All tables as an Excel workbook (XLSX), one sheet each."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

import pandas as pd

from infonet.tables import COLUMNS, Tables
from infonet.tables.cells import spelled
from infonet.tables.xlsx import workbook

__all__ = ["files"]

# Excel's calendar begins here, and has a day before that never was.
_FIRST, _LAST = "1900-03-01", "9999-12-31T23:59:59"


def files(tables: Tables, _day: pd.Timestamp | None, /) -> Mapping[str, bytes]:
    """Return the one file."""
    return {"": workbook({table: _rows(table, getattr(tables, table)) for table in COLUMNS})}


def _rows(table: str, rows: pd.DataFrame) -> Iterator[Sequence[Any]]:
    """Yield the header and the rows of a table."""
    yield [*COLUMNS[table]]
    yield from zip(
        *(_cells(rows[name], dtype) for name, dtype in COLUMNS[table].items()), strict=True
    )


def _cells(column: pd.Series, dtype: str) -> list[Any]:
    """Return a column as cells: a day as a day, where Excel has it, and a list as JSON."""
    cells = spelled(column, dtype)
    if dtype == "object":
        return [None if cell is None else json.dumps(cell, ensure_ascii=False) for cell in cells]
    if dtype in ("int64", "Int64", "float64"):
        return [*map(_number, cells)]
    if not dtype.startswith("datetime"):
        return cells
    return [
        datetime.fromisoformat(cell)
        if cell and len(cell) < 20 and _FIRST <= cell <= _LAST
        else cell
        for cell in cells
    ]


def _number(cell: Any) -> Any:
    """Return a number, or as a text one with more digits than a workbook is written with."""
    if cell is None or isinstance(cell, str) or float(f"{cell:.16g}") == cell:
        return cell
    return repr(cell)
