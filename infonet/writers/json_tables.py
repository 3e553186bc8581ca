"""All tables as JSON (RFC 8259): table → rows, a missing cell is null."""

from __future__ import annotations

import json
from collections.abc import Mapping

import pandas as pd

from infonet.tables import COLUMNS, Tables
from infonet.tables.cells import VERSION, spelled

__all__ = ["files"]


def files(tables: Tables, _day: pd.Timestamp | None, /) -> Mapping[str, bytes]:
    """Return the one file, a line a row."""
    told = ",\n".join(f'"{table}": [{_rows(tables, table)}]' for table in COLUMNS)
    return {"": f'{{"infonet": {VERSION}, "tables": {{\n{told}\n}}}}\n'.encode()}


def _rows(tables: Tables, table: str) -> str:
    """Return the rows of a table."""
    rows, names = getattr(tables, table), [*COLUMNS[table]]
    columns = (spelled(rows[name], COLUMNS[table][name]) for name in names)
    lines = (
        json.dumps(dict(zip(names, row, strict=True)), ensure_ascii=False, allow_nan=False)
        for row in zip(*columns, strict=True)
    )
    return ",\n".join(lines)
