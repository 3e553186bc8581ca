"""The arrays of a network, from tables or from anybody's own networkx graph."""

from __future__ import annotations

from typing import Any, cast

import networkx as nx
import numpy as np
import pandas as pd
from numpy.typing import NDArray

from infonet.errors import InfonetError
from infonet.names.people import called_by_key
from infonet.strength import GIVEN, classified, positions
from infonet.tables import Tables

SHAPE = ("indptr", "indices", "reason", "evidence", "person", "name", "ego")
"""Fields that stay the same while people, jobs, ties and `as_of` do."""

_WORDS = ("name", "email", "url", "location")


def shape_of(tables: Tables, day: pd.Timestamp, ego: str) -> dict[str, Any]:
    """Return the people in their order, and their ties; raise if they do not fit together."""
    person, name = _people_in_order(tables)
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
    arcs = _arcs_of(len(person), once.source, once.target, columns)
    return {**arcs, "person": person, "name": name, "ego": cast("int", person.get_loc(ego))}


def arrays_of(G: nx.Graph[Any], ego: Any) -> dict[str, Any]:
    """Return the fields of a network whose strengths are edge attributes of a graph."""
    _check(G, ego)
    rows = [{"person": str(node), **{c: d.get(c) for c in _WORDS}} for node, d in G.nodes(True)]
    jobs = [
        {"person": str(node), "company": d.get("company"), "title": d.get("title")}
        for node, d in G.nodes(True)
        if d.get("company") is not None or d.get("title") is not None
    ]
    tables = Tables.of(people=[{**row, "source": "networkx"} for row in rows], jobs=jobs)
    person, name = _people_in_order(tables)
    at = {key: position for position, key in enumerate(person)}
    pairs = sorted(
        (*sorted((at[str(a)], at[str(b)])), float(tie["strength"]))
        for a, b, tie in G.edges(data=True)
    )
    source = np.array([pair[0] for pair in pairs], dtype=np.int32)
    target = np.array([pair[1] for pair in pairs], dtype=np.int32)
    unknown = np.full(len(pairs), np.nan)
    columns = {
        "strength": np.array([pair[2] for pair in pairs], dtype=np.float64),
        "alpha": unknown,
        "beta": unknown,
        "reason": np.full(len(pairs), GIVEN, dtype=np.int8),
        "evidence": np.full(len(pairs), -1, dtype=np.int32),
    }
    arcs = _arcs_of(len(person), source, target, columns)
    return {**arcs, "person": person, "name": name, "ego": at[str(ego)], "tables": tables}


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


def _people_in_order(tables: Tables) -> tuple[pd.Index, NDArray[np.object_]]:
    """Return keys and shown names, by name and then by key."""
    people = tables.people[["person", "name"]]
    unnamed = people.person[people.name.isna()]
    shown = people.name.fillna(unnamed.map(called_by_key)) if len(unnamed) else people.name
    # One after the other: by two columns at once takes five times as long.
    ordered = people.assign(name=shown).sort_values("person", kind="stable")
    ordered = ordered.sort_values("name", kind="stable", ignore_index=True)
    return pd.Index(ordered.person), ordered.name.to_numpy(dtype=object)


def _arcs_of(
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


def _check(G: nx.Graph[Any], ego: Any) -> None:
    """Raise if a network cannot be made from the graph."""
    if G.is_directed() or G.is_multigraph():
        raise InfonetError("a network needs an undirected `networkx.Graph`; see G.to_undirected()")
    if ego is None or ego not in G:
        raise InfonetError(
            f'the ego `{ego}` is not in the graph: set G.graph["ego"] or pass `ego=`'
        )
    if len({str(node) for node in G}) < len(G):
        raise InfonetError("two nodes read the same as text: relabel them, keys are `str(node)`")
    if not any(data.get("company") is not None for _, data in G.nodes(data=True)):
        raise InfonetError("no node has a `company`: set the attribute where people work")
    strength: Any
    for a, b, strength in G.edges(data="strength"):
        if a == b:
            raise InfonetError(f"`{a}` has a tie to themself: remove it")
        if not isinstance(strength, int | float | np.number) or not 0 < float(strength) <= 1:
            raise InfonetError(
                f"the tie `{a}`-`{b}` needs a `strength` in (0, 1], found `{strength}`"
            )
