"""The shape of a network: people in order, and their ties as compressed sparse rows."""

from __future__ import annotations

from typing import Any, cast

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from infonet.errors import InfonetError
from infonet.strength import classified, positions
from infonet.tables import Tables

SHAPE = ("indptr", "indices", "reason", "evidence", "person", "name", "ego")
"""Fields that stay the same while people, jobs, ties and `as_of` do."""


def people_in_order(tables: Tables) -> tuple[pd.Index, NDArray[np.object_]]:
    """Return keys and shown names, by name and then by key."""
    people = tables.people[["person", "name"]]
    shown = people.name.where(people.name.notna(), people.person)
    ordered = people.assign(name=shown).sort_values(["name", "person"], ignore_index=True)
    return pd.Index(ordered.person), ordered.name.to_numpy(dtype=object)


def arcs_of(
    n: int,
    source: NDArray[np.int32],
    target: NDArray[np.int32],
    columns: dict[str, NDArray[Any]],
) -> dict[str, Any]:
    """Turn pairs in the order (source, target) into the arrays of a Network, both ways each.

    A person's ties to smaller numbers come before those to larger ones, so the places of both
    follow from counting; only the order by target needs a sort.
    """
    after, before = np.bincount(source, minlength=n), np.bincount(target, minlength=n)
    indptr = np.zeros(n + 1, dtype=np.int64)
    np.cumsum(after + before, out=indptr[1:])
    by_target = np.argsort(target, kind="stable")
    narrow = np.int32 if 2 * len(source) < np.iinfo(np.int32).max else np.int64
    rank = np.arange(len(source), dtype=narrow)
    forth = rank + np.repeat(
        (indptr[:-1] + before + after - np.cumsum(after)).astype(narrow), after
    )
    back = np.empty_like(rank)
    first = (indptr[:-1] + before - np.cumsum(before)).astype(narrow)
    back[by_target] = rank + np.repeat(first, before)
    arrays: dict[str, Any] = {"indptr": indptr}
    indices = arrays["indices"] = np.empty(2 * len(source), dtype=np.int32)
    indices[forth], indices[back] = target, source
    for name, column in columns.items():
        both = arrays[name] = np.empty(2 * len(source), dtype=column.dtype)
        both[forth] = both[back] = column
    return arrays


def shape_of(tables: Tables, day: pd.Timestamp, ego: str) -> dict[str, Any]:
    """Return the people in their order, and their ties.

    Raises
    ------
    InfonetError
        A person listed twice, an unknown ego, an unknown person in a tie, a self tie.
    """
    person, name = people_in_order(tables)
    if not person.is_unique:
        key = person[person.duplicated()][0]
        raise InfonetError(f"`{key}` stands twice in `people`: a person is one row")
    if ego not in person:
        raise InfonetError(f"the ego `{ego}` is not in `people`: name one of its keys as `ego=`")
    source, target = positions(person, tables.ties)
    if (source == target).any():
        key = person[int(source[source == target][0])]
        raise InfonetError(f"`ties` has a self tie of `{key}`: take it out")
    once = classified(tables, source, target, n=len(person), as_of=day)
    columns: dict[str, NDArray[Any]] = {"reason": once.reason, "evidence": once.row}
    arcs = arcs_of(len(person), once.source, once.target, columns)
    return {**arcs, "person": person, "name": name, "ego": cast("int", person.get_loc(ego))}


def alike(a: pd.DataFrame, b: pd.DataFrame) -> bool:
    """Return whether two frames are the same; columns on one buffer are equal without a look."""
    if len(a) != len(b) or not a.columns.equals(b.columns):
        return False
    return all(_one_buffer(a[name], b[name]) or a[name].equals(b[name]) for name in a.columns)


def _one_buffer(a: pd.Series, b: pd.Series) -> bool:
    """Return whether two columns of one length begin at the same address with the same steps.

    Text in Arrow is left to pandas: it compares as fast, while its address can only be had of a
    copy.
    """
    if any(getattr(column.dtype, "storage", "") == "pyarrow" for column in (a, b)):
        return False
    x, y = np.asarray(a.array), np.asarray(b.array)
    return (x.ctypes.data, x.strides, x.dtype) == (y.ctypes.data, y.strides, y.dtype)
