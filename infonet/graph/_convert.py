"""Convert anybody's own networkx graph into the arrays of a network."""

from __future__ import annotations

from typing import Any

import networkx as nx
import numpy as np

from infonet.errors import InfonetError
from infonet.graph._csr import arcs_of, people_in_order
from infonet.strength import GIVEN
from infonet.tables import Tables

__all__ = ["arrays_of"]

_WORDS = ("name", "email", "url", "location")


def arrays_of(G: nx.Graph[Any], ego: Any) -> dict[str, Any]:
    """Return the fields of a network whose strengths are edge attributes of a graph.

    Raises
    ------
    InfonetError
        A graph that a network cannot be made from.
    """
    _check(G, ego)
    rows = [{"person": str(node), **{c: d.get(c) for c in _WORDS}} for node, d in G.nodes(True)]
    jobs = [
        {"person": str(node), "company": d.get("company"), "title": d.get("title")}
        for node, d in G.nodes(True)
        if d.get("company") is not None or d.get("title") is not None
    ]
    tables = Tables.of(people=[{**row, "source": "networkx"} for row in rows], jobs=jobs)
    person, name = people_in_order(tables)
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
    arcs = arcs_of(len(person), source, target, columns)
    return {**arcs, "person": person, "name": name, "ego": at[str(ego)], "tables": tables}


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
