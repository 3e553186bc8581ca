"""The shape of a network: people in order, and pairs of them as compressed sparse rows."""

from __future__ import annotations

from typing import Any, cast

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from infonet.errors import InfonetError
from infonet.strength import classified, positions
from infonet.tables import Tables

__all__ = ["SHAPE", "alike", "arcs_of", "people_in_order", "shape_of"]

SHAPE = ("indptr", "indices", "reason", "evidence", "person", "name", "ego")
"""What of a network depends on the people, their jobs and ties, and the day alone."""


def people_in_order(tables: Tables) -> tuple[pd.Index, NDArray[np.object_]]:
    """Keys and shown names, by name and then by key."""
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
    """Pairs in the order (source, target) → the arrays of a Network, both directions of each.

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
    """The people in their order, and what ties them."""
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
    return {**arcs, "person": person, "name": name, "ego": cast(int, person.get_loc(ego))}


def alike(a: pd.DataFrame, b: pd.DataFrame) -> bool:
    """Whether two frames are the same, which is seen at once where they share their memory."""
    if len(a) != len(b) or not a.columns.equals(b.columns):
        return False
    return all(_in_one_place(a[name], b[name]) or a[name].equals(b[name]) for name in a.columns)


def _in_one_place(a: pd.Series, b: pd.Series) -> bool:
    """Whether two columns are one piece of memory."""
    x, y = (np.asarray(column.array).__array_interface__ for column in (a, b))
    return all(x[name] == y[name] for name in ("data", "shape", "strides", "typestr"))
