"""The libraries, asked for the cost of the best path to any insider, of any length.

Each function prepares the library's own graph once and returns what answers a query. Where the
library takes only one target, the insiders get a common neighbour for the query.
"""

from __future__ import annotations

import importlib
import math
from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from benchmarks.networks import People

__all__ = ["PEERS", "NotInstalled"]

Ask = Callable[[NDArray[np.int64]], float]


class NotInstalled(Exception):
    """The library is not here; ``pip install -e ".[bench]"`` brings it."""


def _library(name: str) -> Any:
    try:
        return importlib.import_module(name)
    except ImportError as error:
        raise NotInstalled(name) from error


def _ties(made: People) -> tuple[list[int], list[int], list[float]]:
    """Each tie once: source, target, cost."""
    source = np.repeat(np.arange(len(made.indptr) - 1), np.diff(made.indptr))
    once = source < made.indices
    cost = -np.log(made.strength[once])
    return source[once].tolist(), made.indices[once].tolist(), cost.tolist()


def networkx(made: People) -> Ask:
    """Dijkstra from both ends."""
    nx = _library("networkx")
    G = nx.Graph()
    G.add_weighted_edges_from(zip(*_ties(made), strict=True))

    def ask(insiders: NDArray[np.int64]) -> float:
        G.add_weighted_edges_from((insider, "end", 0.0) for insider in insiders.tolist())
        try:
            return float(nx.bidirectional_dijkstra(G, made.ego, "end")[0])
        except nx.NetworkXNoPath:
            return math.inf
        finally:
            G.remove_node("end")

    return ask


def igraph(made: People) -> Ask:
    """Dijkstra to several targets."""
    library = _library("igraph")
    source, target, cost = _ties(made)
    edges = list(zip(source, target, strict=True))
    graph = library.Graph(n=len(made.indptr) - 1, edges=edges)

    def ask(insiders: NDArray[np.int64]) -> float:
        return float(min(graph.distances(made.ego, insiders.tolist(), weights=cost)[0]))

    return ask


def rustworkx(made: People) -> Ask:
    """Dijkstra to one target."""
    library = _library("rustworkx")
    graph = library.PyGraph()
    graph.add_nodes_from(range(len(made.indptr) - 1))
    graph.add_edges_from(list(zip(*_ties(made), strict=True)))

    def ask(insiders: NDArray[np.int64]) -> float:
        end = graph.add_node(None)
        graph.add_edges_from([(insider, end, 0.0) for insider in insiders.tolist()])
        costs = library.dijkstra_shortest_path_lengths(graph, made.ego, float, goal=end)
        graph.remove_node(end)
        return float(costs[end]) if end in costs else math.inf

    return ask


def networkit(made: People) -> Ask:
    """Dijkstra to several targets."""
    library = _library("networkit")
    distance = importlib.import_module("networkit.distance")
    library.setNumberOfThreads(1)
    graph = library.Graph(len(made.indptr) - 1, weighted=True)
    for source, target, cost in zip(*_ties(made), strict=True):
        graph.addEdge(source, target, cost)

    def ask(insiders: NDArray[np.int64]) -> float:
        dijkstra = distance.MultiTargetDijkstra(graph, made.ego, insiders.tolist())
        dijkstra.run()
        return float(min(dijkstra.getDistances()))

    return ask


PEERS: dict[str, Callable[[People], Ask]] = {
    "networkx": networkx,
    "igraph": igraph,
    "rustworkx": rustworkx,
    "networkit": networkit,
}
"""Library → what prepares it."""
