"""People in order, and pairs of them as compressed sparse rows."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from infonet.tables import Tables

__all__ = ["arcs_of", "people_in_order"]


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
