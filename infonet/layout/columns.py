"""Place routes in columns: the column, the order in it and the height of everybody.

A layered drawing in the manner of Sugiyama, Tagawa & Toda (1981): columns by hop, lines that pass
a column keep a lane of their own in it, and the order within a column is improved by barycentres
as long as fewer lines cross. Pure geometry; nothing is drawn here.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from itertools import combinations, pairwise
from typing import NamedTuple

import networkx as nx
import numpy as np

__all__ = ["Chain", "Node", "apart", "arrange", "heights", "in_columns", "lanes"]

_SWEEPS = 8


class Node(NamedTuple):
    """A place in a column.

    `role` is ``ego``, ``middle``, ``insider``, ``nobody`` (where a route ends without a known
    insider) or ``lane`` (a line that passes the column). `key` is the person's; for what is no
    person, something unique. `copy` is above 0 for a second place of a person whom routes use in
    opposite orders.
    """

    role: str
    key: str
    copy: int = 0


Chain = tuple[Node, ...]


def in_columns(chains: Sequence[Chain]) -> tuple[list[Chain], dict[Node, int]]:
    """Find the column of every node: the number of its longest way from the ego; ends are last."""
    graph: nx.DiGraph[Node] = nx.DiGraph()
    placed: list[Chain] = []
    for rank, chain in enumerate(chains, start=1):
        trial = graph.copy()
        nx.add_path(trial, chain)
        own = chain
        # Two people in opposite orders: the later route gets places of its own.
        if not nx.is_directed_acyclic_graph(trial):
            own = tuple(n._replace(copy=rank) if n.role == "middle" else n for n in chain)
            trial = graph.copy()
            nx.add_path(trial, own)
        graph = trial
        placed.append(own)
    generations = enumerate(nx.topological_generations(graph))
    column = {node: number for number, nodes in generations for node in nodes}
    last = max(column.values())
    column.update({chain[-1]: last for chain in placed})
    return placed, column


def lanes(chain: Chain, column: Mapping[Node, int]) -> list[Chain]:
    """Split a route into steps, each with its lanes through the columns in between."""
    steps = []
    for source, target in pairwise(chain):
        passed = range(column[source] + 1, column[target])
        name = "\0".join(map(repr, (source, target)))
        steps.append((source, *(Node("lane", name, number) for number in passed), target))
    return steps


def arrange(
    steps: Sequence[Chain], column: Mapping[Node, int], group: Mapping[Node, int]
) -> list[list[Node]]:
    """Order each column from top to bottom, as the routes come unless fewer lines cross otherwise.

    Nodes of the last column stay in the order of their `group`.
    """
    order: list[list[Node]] = [[] for _ in range(max(column.values()) + 1)]
    for step in steps:
        for number, node in enumerate(step, start=column[step[0]]):
            if node not in order[number]:
                order[number].append(node)
    order[-1].sort(key=lambda node: group[node])
    segments = sorted({pair for step in steps for pair in pairwise(step)})
    left = {node: [a for a, b in segments if b == node] for nodes in order for node in nodes}
    right = {node: [b for a, b in segments if a == node] for nodes in order for node in nodes}
    best, fewest = order, _crossings(order, segments)
    for sweep in range(_SWEEPS):
        order = [list(nodes) for nodes in order]
        numbers = range(1, len(order)) if sweep % 2 == 0 else range(len(order) - 2, 0, -1)
        neighbours, toward = (left, -1) if sweep % 2 == 0 else (right, 1)
        for number in numbers:
            place = {node: float(at) for at, node in enumerate(order[number + toward])}
            rank = {
                node: (group.get(node, 0), float(np.mean([place[n] for n in neighbours[node]])))
                for node in order[number]
            }
            order[number].sort(key=rank.__getitem__)
        crossings = _crossings(order, segments)
        if crossings < fewest:
            best, fewest = order, crossings
    return best


def _crossings(order: Sequence[Sequence[Node]], segments: Sequence[tuple[Node, Node]]) -> int:
    """Count the pairs of lines that cross."""
    at = {node: (number, y) for number, nodes in enumerate(order) for y, node in enumerate(nodes)}
    count = 0
    for (a, b), (c, d) in combinations(segments, 2):
        if at[a][0] == at[c][0]:
            count += (at[a][1] - at[c][1]) * (at[b][1] - at[d][1]) < 0
    return count


def heights(
    order: Sequence[Sequence[Node]],
    steps: Sequence[Chain],
    size: Callable[[Node], float],
    *,
    gap: float,
    total: float,
) -> dict[Node, float]:
    """Find how far below the top the middle of each node is; nodes of one line want to be level.

    Into the height `total` the sizes and the gaps, of at least `gap`, of each column must fit.
    """
    segments = sorted({pair for step in steps for pair in pairwise(step)})
    y: dict[Node, float] = {}
    for nodes in order:
        spread = (total - sum(map(size, nodes))) / len(nodes)
        top = 0.0
        for node in nodes:
            y[node] = top + (size(node) + spread) / 2
            top += size(node) + spread
    last = len(order) - 1
    for number in [*range(last - 1, -1, -1), *range(1, last + 1), *range(last - 1, -1, -1)]:
        nodes = order[number]
        wanted = []
        for node in nodes:
            near = [b for a, b in segments if a == node] if number < last else []
            near = near or [a for a, b in segments if b == node]
            wanted.append(float(np.mean([y[n] for n in near])))
        y.update(zip(nodes, apart(wanted, [size(n) for n in nodes], gap, total), strict=True))
    return y


def apart(wanted: Sequence[float], sizes: Sequence[float], gap: float, total: float) -> list[float]:
    """Find the places nearest to the wanted ones (least squares) that keep order and distance.

    >>> [round(place) for place in apart([5, 5], [10, 10], 2, 100)]
    [5, 17]
    """
    from scipy.optimize import isotonic_regression

    extent = np.asarray(sizes, dtype=float)
    offset = np.r_[0.0, np.cumsum((extent[1:] + extent[:-1]) / 2 + gap)]
    settled = isotonic_regression(np.asarray(wanted) - offset).x
    settled = np.clip(settled, extent[0] / 2, total - extent[-1] / 2 - offset[-1])
    return [float(place) for place in settled + offset]
