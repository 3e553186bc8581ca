"""The words of the contract: the columns of each table, their dtypes, and what a cell may say."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import cache
from itertools import chain
from types import NoneType
from typing import Any

import numpy as np
import pandas as pd

from infonet.names.text import encodable

TEXT: Any = pd.StringDtype("python", na_value=np.nan)
"""The dtype of text, whatever pandas is set to make of text, and with pyarrow installed or without.

It is kept in Python, not in Arrow: people are looked up by single keys, which costs there thrice as
much, and no result can then depend on what else is installed."""

ME = "me"
"""The key of the person whose network it is."""

KINDS = ("introduction", "direct", "cold", "scout")
"""The kinds of a request, by the way it reaches a company."""

FIT = ("skills", "interests", "lifestyle", "goals")
"""The kinds of notes that say how a company would fit."""

NOTE_LABELS = {
    "expertise": "what they are expert in",
    "position": "where they were before",
    "role": "their role",
    "objective": "what I want from a talk",
    "promised": "place and time",
    "learnt": "what I learned",
    "advice": "their advice",
    "action item": "to do",
    **{kind: kind for kind in ("another company", "size", "news")},
    "culture": "how it is to work there",
    "health": "how the company is doing",
    **{kind: f"my {kind} there" for kind in FIT},
    "lifestyle": "my life there",
    "gave": "what I did for them",
    "opted out": "asked not to be written to",
    "consent": "agreed that I keep what they gave me",
    "consent withdrawn": "withdrew that",
    "snooze": "not before",
    "posting": "a job posted there",
    **{kind: kind for kind in ("goal", "guesses", "export")},
}
"""The kinds of notes → what a job seeker calls them."""

NOTES = tuple(NOTE_LABELS)
"""The kinds of notes; a goal is my own, and whether guesses count is a note on me.

An export is one of my own that the book took in, with its day."""

AHEAD = (
    *("action item", "objective", "promised", "snooze", "posting"),
    *("opted out", "consent withdrawn"),
)
"""The kinds of notes that are known before their date: plans; and what somebody does not want."""

PRIORITIES = {1: "most wanted", 2: "wanted", 3: "less wanted"}
"""The priorities of targets → what a job seeker calls them; a later one is like the last."""

CLOSENESS = ("strong", "medium", "weak")
"""The closeness of a tie, as the user states it."""

EVIDENCE = (
    *("messages", "recommendation", "meeting", "mail", "endorsement", "invitation", "note"),
    *("introduced", "named", "stated", "related", "connection", "contact"),
)
"""The kinds of evidence for a tie, strongest first.

`stated` was typed in by the user; the log says who `introduced` or `named` somebody to the user,
which makes a tie between those two. `related` is a relation between two others that an address book
names, and `contact` an entry in an address book or in a list of friends.
"""

SCHOOL = "school"
"""The kind of a gathering that is a school: who went there, and when."""

GATHERINGS = ("thread", "meeting", "mail", SCHOOL)
"""The kinds of gatherings: a group conversation, a meeting, the people on one mail, a school."""

EARLIEST = pd.Timestamp("2000-01-01").as_unit("s")
"""The first day that counts: an earlier date is a slip of the pen."""

LATEST = pd.Timestamp("9999-12-31").as_unit("s")
"""The end of time."""

_DATE = "datetime64[s]"

COLUMNS: dict[str, dict[str, str]] = {
    "people": {
        "person": "str",
        "name": "str",
        "email": "str",
        "url": "str",
        "location": "str",
        "source": "str",
        "seen": _DATE,
    },
    "jobs": {"person": "str", "company": "str", "title": "str", "start": _DATE, "end": _DATE},
    "ties": {
        "source": "str",
        "target": "str",
        "kind": "str",
        "closeness": "str",
        "since": _DATE,
        "last": _DATE,
        "exchanges": "int64",
        "started": "str",
        "evidence": "str",
        "origin": "str",
        "known": _DATE,
    },
    "companies": {"company": "str", "kind": "str", "priority": "Int64", "aliases": "object"},
    "events": {
        "event": "int64",
        "request": "str",
        "person": "str",
        "stage": "str",
        "date": _DATE,
        "company": "str",
        "kind": "str",
        "via": "str",
        "channel": "str",
        "route": "object",
        "predicted": "float64",
        "counts": "boolean",
        "note": "str",
    },
    "notes": {
        "person": "str",
        "company": "str",
        "kind": "str",
        "text": "str",
        "link": "str",
        "date": _DATE,
    },
    "gatherings": {
        "gathering": "str",
        "kind": "str",
        "person": "str",
        "size": "int64",
        "times": "int64",
        "since": _DATE,
        "last": _DATE,
    },
}
"""Table name → column name → dtype, in the order of the columns."""

_PLAIN: dict[str, set[type]] = {
    "str": {str},
    _DATE: {pd.Timestamp, type(pd.NaT)},
    "int64": {int, np.int64},
    "Int64": {int, np.int64},
    "float64": {float, np.float64, int},
    "boolean": {bool},
    "object": {tuple},
}
"""The types of cells with which a column is made without another look; None is missing."""


def frame(
    table: str, rows: Iterable[Mapping[str, Any]] | Mapping[str, Any] | pd.DataFrame = ()
) -> pd.DataFrame:
    """Build a table with exactly its columns and dtypes.

    Parameters
    ----------
    table : str
        One of the keys of `COLUMNS`.
    rows : iterable of mappings, mapping of columns, or DataFrame
        Records, or whole columns by name. What is not given is missing; a count is 0.

    Returns
    -------
    DataFrame
        The columns of ``COLUMNS[table]``, in order, index 0 … n-1.

    Raises
    ------
    KeyError
        A column that the table does not have.

    Examples
    --------
    >>> frame("jobs", [{"person": "in/ana", "company": "Delta"}]).loc[0, "company"]
    'Delta'
    """
    given = rows if isinstance(rows, Mapping | pd.DataFrame) else list(rows)
    try:
        return _framed(table, given)
    except UnicodeEncodeError:
        return _framed(table, pd.DataFrame(given, dtype=object).map(encodable))


def typed(rows: Sequence[Mapping[Any, Any]], dtypes: Mapping[str, Any]) -> pd.DataFrame:
    """Return rows as a table with exactly these columns and dtypes.

    Column by column, because a table of every dtype at once, cast afterwards, takes thrice as long.

    Examples
    --------
    >>> typed([{"name": "Ana"}, {"name": None}], {"name": "str", "days": "float64"}).days.sum()
    np.float64(0.0)
    """
    if not len(rows):
        return _without_rows(tuple(dtypes.items())).copy()
    columns = {}
    for name, dtype in dtypes.items():
        cells = [row.get(name) for row in rows]
        # A count that is missing is a mistake here, which pandas says.
        whole = dtype != "int64" or None not in cells
        plain = _plain(cells, "str" if dtype is TEXT else dtype) if whole else None
        columns[name] = pd.Series(cells, dtype=_dtype(dtype)) if plain is None else plain
    return pd.DataFrame(columns, index=pd.RangeIndex(len(rows)), columns=list(dtypes))


def _dtype(name: Any) -> Any:
    """Return a dtype by its name; text is the same whatever pandas is set to make of text."""
    return TEXT if name == "str" else name


def _framed(
    table: str, given: list[Mapping[str, Any]] | Mapping[str, Any] | pd.DataFrame
) -> pd.DataFrame:
    """Give every column its place and dtype; a missing one is made."""
    dtypes, columns = COLUMNS[table], dict[str, Any]()
    names: Collection[Any]
    if isinstance(given, list) and {*map(type, given)} == {dict}:
        names, length = dict.fromkeys(chain.from_iterable(given)), len(given)
        for name in names & dtypes.keys():
            absent = np.nan if dtypes[name] == "object" else None
            columns[name] = _plain([row.get(name, absent) for row in given], dtypes[name])
        left = {name for name in names if columns.get(name) is None}
        # Of what type they are pandas finds out.
        rest = [{name: row[name] for name in row if name in left} for row in given if left]
        whole = pd.DataFrame(rest)
    elif isinstance(given, Mapping) and _are_columns(given):
        names, length, whole = given.keys(), len(next(iter(given.values()))), pd.DataFrame()
        for name in names & dtypes.keys():
            cells, dtype = given[name], dtypes[name]
            # What stands in a list is kept as it is: a text of several tables stays one.
            plain = _plain(cells, dtype) if isinstance(cells, list) else None
            if plain is None:
                plain = _cast(pd.Series(cells).reset_index(drop=True), dtype)
            columns[name] = plain
    else:
        whole = pd.DataFrame(given)
        names, length = whole.columns, len(whole)
    unknown = [name for name in names if name not in dtypes]
    if unknown:
        raise KeyError(f"`{table}` has no column {', '.join(f'`{name}`' for name in unknown)}")
    if not length:
        return typed([], dtypes)
    for name, dtype in dtypes.items():
        if name not in names:
            columns[name] = _nothing(dtype).repeat(length)
        elif columns.get(name) is None:
            columns[name] = _cast(whole[name], dtype)
    return pd.DataFrame({name: columns[name] for name in dtypes}, index=pd.RangeIndex(length))


def _are_columns(given: Mapping[str, Any]) -> bool:
    """Say whether all values are columns of one length."""
    whole = all(isinstance(each, list | pd.Series | np.ndarray) for each in given.values())
    return whole and len({len(each) for each in given.values()}) == 1


def _cast(column: pd.Series, dtype: str) -> Any:
    """Return a column as one of a dtype."""
    if dtype != "object" and column.dtype == _dtype(dtype):
        return column.array
    cells = _plain(column.tolist(), dtype) if column.dtype == np.object_ else None
    if cells is not None:
        return cells
    values = column.fillna(0) if dtype == "int64" else column
    return pd.Series(values.to_numpy(), dtype=_dtype(dtype))


def _plain(cells: list[Any], dtype: str) -> Any:
    """Return a column of cells if each is missing or of the type that it has; else None."""
    kinds = {*map(type, cells)}
    if dtype not in _PLAIN or not kinds <= _PLAIN[dtype] | {NoneType}:
        return None
    if dtype == "object":
        return np.fromiter(cells, dtype=object, count=len(cells))
    if kinds == {NoneType}:
        return _nothing(dtype).repeat(len(cells))
    try:
        if dtype == _DATE:
            days = pd.DatetimeIndex(cells)
            return None if days.tz else days.to_numpy().astype(dtype)
        if dtype == "int64":
            return np.array([0 if cell is None else cell for cell in cells], dtype=dtype)
        return pd.array(cells, dtype=_dtype(dtype))
    except (OverflowError, ValueError):
        return None


@cache
def _nothing(dtype: str) -> Any:
    """Return a column of one row in which nothing stands; a count is 0."""
    return pd.Series(0 if dtype == "int64" else None, index=[0], dtype=_dtype(dtype)).array


@cache
def _without_rows(dtypes: tuple[tuple[str, Any], ...]) -> pd.DataFrame:
    """Return a table that is empty, of which copies are taken."""
    index = pd.RangeIndex(0)
    columns = {name: pd.Series([], index, dtype=_dtype(dtype)) for name, dtype in dtypes}
    return pd.DataFrame(columns, index=index, columns=[*columns])
