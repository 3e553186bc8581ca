"""The network as GraphML (Brandes and others, 2002): people, their work, their ties."""

from __future__ import annotations

import io
import re
from collections.abc import Mapping
from typing import Any

import networkx as nx
import pandas as pd

from infonet.graph import network
from infonet.tables import Tables

__all__ = ["files"]

_NO_XML = re.compile("[\0-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_BREAK = re.compile("\r\n?")


def files(tables: Tables, day: pd.Timestamp | None, /) -> Mapping[str, bytes]:
    """Return the one file: of nodes and edges what `Network.to_networkx` gives, if it is there."""
    whole = network(tables, as_of=day).to_networkx()
    G: nx.Graph[str] = nx.Graph(ego=_kept(whole.graph["ego"]))
    for key, told in whole.nodes(data=True):
        G.add_node(_kept(key), **_there(told))
    for one, other, told in whole.edges(data=True):
        G.add_edge(_kept(one), _kept(other), **_there(told))
    content = io.BytesIO()
    nx.write_graphml_xml(G, content)
    return {"": content.getvalue()}


def _there(told: Mapping[str, Any]) -> dict[str, Any]:
    """Return what is known, in the types that GraphML has."""
    return {name: _kept(value) for name, value in told.items() if not pd.isna(value)}


def _kept(value: Any) -> Any:
    """Return a value without the characters that XML does not hold; a day as ISO text."""
    if isinstance(value, pd.Timestamp):
        return f"{value:%Y-%m-%d}"
    if isinstance(value, str):
        return _NO_XML.sub("\ufffd", _BREAK.sub("\n", value))
    return value
