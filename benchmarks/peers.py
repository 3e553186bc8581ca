"""The libraries, asked for the cost of the best path to any insider, of any length.

Each function prepares the library's own graph once and returns what answers a query. A company's
insiders share one end, so that each library can use its fastest way to a single target.
"""

from __future__ import annotations

import importlib
import math
from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from benchmarks.networks import People

__all__ = ["PEERS", "NotInstalledError"]

Ask = Callable[[NDArray[np.int64]], float]


class NotInstalledError(Exception):
    """The library is not here; ``pip install -e ".[bench]"`` brings it."""


def _library(name: str) -> Any:
    try:
        return importlib.import_module(name)
    except ImportError as error:
        raise NotInstalledError(name) from error


def _ties(made: People) -> tuple[list[int], list[int], list[float]]:
    """Each tie once: source, target, cost."""
    source = np.repeat(np.arange(len(made.indptr) - 1), np.diff(made.indptr))
    once = source < made.indices
    cost = -np.log(made.strength[once])
    return source[once].tolist(), made.indices[once].tolist(), cost.tolist()


def networkx(made: People) -> Ask:
    """Dijkstra from both ends; the end is made for the query, which is quick."""
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


def _arcs_with_ends(made: People) -> tuple[list[int], list[int], list[float]]:
    """Each tie in both directions, and from each person a free arc to their company's own end."""
    n = len(made.indptr) - 1
    source = np.repeat(np.arange(n), np.diff(made.indptr))
    cost = np.concatenate((-np.log(made.strength), np.zeros(n)))
    heads = np.concatenate((made.indices, n + made.company))
    return np.concatenate((source, np.arange(n))).tolist(), heads.tolist(), cost.tolist()


def _nodes(made: People) -> int:
    """People and one end for each company."""
    return len(made.company) + int(made.company.max()) + 1


def _end(made: People, insiders: NDArray[np.int64]) -> int:
    """Find the end of the company that employs these people."""
    return len(made.company) + int(made.company[insiders[0]])


def igraph(made: People) -> Ask:
    """Dijkstra to one target; the weights are converted anew by every call."""
    library = _library("igraph")
    source, target, cost = _arcs_with_ends(made)
    edges = list(zip(source, target, strict=True))
    graph = library.Graph(n=_nodes(made), edges=edges, directed=True)

    def ask(insiders: NDArray[np.int64]) -> float:
        end = _end(made, insiders)
        path = graph.get_shortest_path(made.ego, end, weights=cost, output="epath")
        return sum(cost[edge] for edge in path) if path else math.inf

    return ask


def rustworkx(made: People) -> Ask:
    """Dijkstra to one target."""
    library = _library("rustworkx")
    graph = library.PyDiGraph()
    graph.add_nodes_from(range(_nodes(made)))
    graph.add_edges_from(list(zip(*_arcs_with_ends(made), strict=True)))

    def ask(insiders: NDArray[np.int64]) -> float:
        end = _end(made, insiders)
        costs = library.dijkstra_shortest_path_lengths(graph, made.ego, float, goal=end)
        return float(costs[end]) if end in costs else math.inf

    return ask


def networkit(made: People) -> Ask:
    """Dijkstra from both ends."""
    library = _library("networkit")
    distance = importlib.import_module("networkit.distance")
    library.setNumberOfThreads(1)
    graph = library.Graph(_nodes(made), weighted=True, directed=True)
    for source, target, cost in zip(*_arcs_with_ends(made), strict=True):
        graph.addEdge(source, target, cost)

    def ask(insiders: NDArray[np.int64]) -> float:
        # Without its default of storing predecessors it crashes in 11.3.
        dijkstra = distance.BidirectionalDijkstra(graph, made.ego, _end(made, insiders))
        dijkstra.run()
        return float(dijkstra.getDistance())

    return ask


PEERS: dict[str, Callable[[People], Ask]] = {
    "networkx": networkx,
    "igraph": igraph,
    "rustworkx": rustworkx,
    "networkit": networkit,
}
"""Library → what prepares it."""
