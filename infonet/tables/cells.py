r"""Cells for a file and back: what no spreadsheet runs, and what XML can hold.

A spreadsheet runs a cell that begins like a formula, also in full-width signs (OWASP, *CSV
Injection*). Such a text gets an apostrophe in front, and so does one that begins with an
apostrophe, and the empty text, which is not a missing one. So no two texts are written alike.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from math import isfinite
from typing import Any

import numpy as np
import pandas as pd

from infonet.names.text import encodable

__all__ = ["VERSION", "defused", "escaped", "plain", "read_back", "restored", "spelled"]

VERSION = 1
"""The number of the form in which tables are written whole; who reads refuses a later one."""

# Blanks do not keep a spreadsheet from a formula. The last signs are the full-width ones.
_LIVE = re.compile("[\\s\0\ufeff]*['=+\\-@\uff07\uff1d\uff0b\uff0d\uff20\u2212]|[\t\r\n]|\\Z")
_NO_XML = re.compile("[\0-\x08\x0b-\x1f\ud800-\udfff\ufffe\uffff]|(?<=_)x(?=[0-9A-Fa-f]{4})")
_ESCAPED = re.compile("_x([0-9A-Fa-f]{4})_")
_TRUE, _FALSE = "yes", "no"


def defused(text: str) -> str:
    """Return a text as no spreadsheet runs it.

    Examples
    --------
    >>> defused("=1+1"), defused("'quoted'"), defused(""), defused("Ana")
    ("'=1+1", "''quoted'", "'", 'Ana')
    """
    return f"'{text}" if _LIVE.match(text) else text


def restored(text: str) -> str:
    """Return a text that was defused as it was.

    Examples
    --------
    >>> restored("'=1+1"), restored("'"), restored("Ana")
    ('=1+1', '', 'Ana')
    """
    return text.removeprefix("'")


def escaped(text: str) -> str:
    r"""Return a text without what XML cannot hold, escaped as workbooks do (ISO/IEC 29500, 22.9).

    Examples
    --------
    >>> escaped("a\0b"), escaped("_x0041_")
    ('a_x0000_b', '__x0078_0041_')
    """
    return _NO_XML.sub(lambda found: f"_x{ord(found[0]):04X}_", text)


def plain(text: str) -> str:
    """Return a text that was escaped as it was."""
    return _ESCAPED.sub(lambda found: chr(int(found[1], 16)), text)


def spelled(cells: pd.Series, dtype: str) -> list[Any]:
    """Return a column for a file: texts, numbers, lists of texts; None is missing.

    Days are ISO dates, with a time of day where there is one; a truth is ``yes`` or ``no``.
    """
    if dtype == "object":
        return [[*map(_text, cell)] if isinstance(cell, tuple | list) else None for cell in cells]
    if dtype.startswith("datetime"):
        return [*map(_day, np.datetime_as_string(cells.to_numpy("datetime64[s]")).tolist())]
    told: Callable[[Any], Any] = _TOLD.get(dtype, _whole)
    return [
        None if missing else told(cell) for cell, missing in zip(cells, cells.isna(), strict=True)
    ]


def read_back(cells: Sequence[Any], dtype: str) -> Any:
    """Return the column that was `spelled`; what is no cell of it is a `ValueError`."""
    if dtype.startswith("datetime"):
        return pd.Series(np.array([*map(_iso, cells)], dtype="datetime64[s]"))
    if dtype in ("int64", "Int64"):
        return pd.Series([None if cell is None else _whole(cell) for cell in cells], dtype="Int64")
    meant: Callable[[Any], Any] = _MEANT.get(dtype, _text)
    return pd.Series([None if cell is None else meant(cell) for cell in cells], dtype=object)


def _day(text: str) -> str | None:
    return None if text == "NaT" else text.removesuffix("T00:00:00")


def _iso(cell: Any) -> str:
    """Return a day of a file as ISO text; a workbook has whole seconds only nearly."""
    if cell is None:
        return "NaT"
    if isinstance(cell, datetime):
        return str(pd.Timestamp(cell).as_unit("us").round("s").isoformat())
    return str(cell)


def _text(cell: Any) -> str:
    return str(encodable(str(cell)))


def _whole(cell: Any) -> int:
    if isinstance(cell, float) and not cell.is_integer():
        raise ValueError(f"expected a whole number, found {cell}")
    return int(cell)


def _truth(cell: Any) -> bool:
    if cell not in (_TRUE, _FALSE):
        raise ValueError(f"expected {_TRUE} or {_FALSE}, found {cell}")
    return bool(cell == _TRUE)


def _listed(cell: Any) -> tuple[str, ...]:
    found = json.loads(cell) if isinstance(cell, str) else cell
    if not isinstance(found, list) or not all(isinstance(each, str) for each in found):
        raise ValueError(f"expected a list of texts, found {cell}")
    return tuple(map(_text, found))


def _finite(cell: float) -> float | str:
    """Return a number, or as a text what JSON has no number for."""
    return float(cell) if isfinite(cell) else str(float(cell))


_TOLD: Mapping[str, Callable[[Any], Any]] = {
    "boolean": lambda cell: _TRUE if cell else _FALSE,
    "float64": _finite,
    "str": _text,
}
_MEANT: Mapping[str, Callable[[Any], Any]] = {
    "boolean": _truth,
    "float64": float,
    "object": _listed,
}
