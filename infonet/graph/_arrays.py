"""The arrays of a network, from tables or from anybody's own networkx graph."""

from __future__ import annotations

from typing import Any, NamedTuple, cast

import networkx as nx
import numpy as np
import pandas as pd
from numpy.typing import NDArray

from infonet.errors import InfonetError
from infonet.names.people import called_by_key
from infonet.strength import GIVEN, Evidence, logged_ties
from infonet.tables import Tables, alike

_WORDS = ("name", "email", "url", "location")


class Shape:
    """The people in their order, and all pairs that any evidence joins: what no day changes.

    Raises
    ------
    InfonetError
        The people and ties do not fit together.
    """

    def __init__(self, tables: Tables, ego: str) -> None:
        # Copies see a change in place: pandas copies on writing.
        self._made_of = tables._replace(
            **{name: getattr(tables, name).copy(deep=False) for name in _DECIDING}
        )
        self.person, self.name = _people_in_order(tables)
        if not self.person.is_unique:
            key = self.person[self.person.duplicated()][0]
            raise InfonetError(f"`{key}` stands twice in `people`: a person is one row")
        if ego not in self.person:
            raise InfonetError(
                f"the ego `{ego}` is not in `people`: name one of its keys as `ego=`"
            )
        self.ego = cast("int", self.person.get_loc(ego))
        self._evidence = evidence = Evidence(self._made_of, self.person)
        if (evidence.source == evidence.target).any():
            key = self.person[int(evidence.source[evidence.source == evidence.target][0])]
            raise InfonetError(f"`ties` has a self tie of `{key}`: take it out")
        pair = np.arange(len(evidence.source), dtype=np.int32)
        self._arcs = _arcs_of(len(self.person), evidence.source, evidence.target, {"pair": pair})
        self._last: tuple[object, OnDay] | None = None

    def fits(self, tables: Tables, ego: str) -> bool:
        """Return whether it is also the shape of other tables."""
        old = self._made_of
        return (
            bool(self.person[self.ego] == ego)
            and all(alike(getattr(old, name), getattr(tables, name)) for name in _DECIDING)
            and self._evidence.logged.equals(logged_ties(tables.events, self.person))
        )

    def on(
        self, day: pd.Timestamp, *, until: pd.Timestamp | None = None, known: int | None = None
    ) -> OnDay:
        """Return the fields of a network on a day, and its ties; see `Evidence.on`."""
        key = (day, until)
        last = self._last
        if last is not None and known is None and last[0] == key:
            return last[1]
        reason, row, ties = self._evidence.on(day, until=until, known=known)
        arcs, pair = self._arcs, self._arcs["pair"]
        indptr, indices = arcs["indptr"], arcs["indices"]
        there = reason >= 0
        if not there.all():
            kept = there.take(pair).nonzero()[0]
            indptr = kept.searchsorted(indptr)
            indices, pair = indices.take(kept), pair.take(kept)
        arrays = {
            "indptr": indptr,
            "indices": indices,
            "reason": reason.take(pair),
            "evidence": row.take(pair),
        }
        people = {"person": self.person, "name": self.name, "ego": self.ego}
        found = OnDay({**arrays, **people}, ties)
        if known is None:
            self._last = key, found
        return found


class OnDay(NamedTuple):
    """The fields of a network on a day, and the ties that their evidence points to."""

    fields: dict[str, Any]
    ties: pd.DataFrame


_DECIDING = ("people", "jobs", "ties")


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
    n: int, source: NDArray[np.int32], target: NDArray[np.int32], columns: dict[str, NDArray[Any]]
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
