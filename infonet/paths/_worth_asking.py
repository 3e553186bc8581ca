"""Choose the ways that are worth asking: a screen shows these, and folds the others."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from infonet.graph import Network, network_of
from infonet.paths._approach import DIGITS

_NOW = ("open", "met")
"""The status of a way that can be asked now."""


def worth_asking(net: Network, ways: pd.DataFrame) -> pd.DataFrame:
    """Leave out ways that ask a stranger to ask one's own friend, and mark independent routes.

    A way is left out where what remains of it from a later person on is itself a way of mine with
    no smaller chance: whoever knows Bo does not ask Ana to be introduced to Bo.

    Parameters
    ----------
    net : Network
        The network that the ways are of.
    ways : DataFrame
        From `warm_paths`.

    Returns
    -------
    DataFrame
        The rows that are worth asking, in their order, with one more column: independent (True of
        a way that shares nobody with the independent ways before it; those that can be asked now
        are judged among themselves, and so are the others).

    Examples
    --------
    >>> import networkx as nx
    >>> from infonet.paths import warm_paths
    >>> G = nx.Graph([("me", "Ana"), ("Ana", "Bo"), ("me", "Bo")], ego="me")
    >>> nx.set_edge_attributes(G, 0.5, "strength")
    >>> nx.set_node_attributes(G, {"Bo": "Delta"}, "company")
    >>> net = Network.from_networkx(G)
    >>> ways = warm_paths(net, "Delta", scouts=0)
    >>> ways.names.dropna().tolist(), worth_asking(net, ways).names.dropna().tolist()
    (['Bo', 'Ana → Bo'], ['Bo'])
    """
    net = network_of(net)
    detour = [_is_detour(net, net.positions(route).tolist()) for route in ways.route]
    found = ways[~np.array(detour, dtype=bool)].reset_index(drop=True)
    taken: dict[bool, set[str]] = {True: set(), False: set()}
    independent = []
    for route, status in zip(found.route, found.status, strict=True):
        before, others = taken[status in _NOW], {*route[1:]}
        alone = before.isdisjoint(others)
        independent.append(alone)
        if alone:
            before |= others
    return found.assign(independent=np.array(independent, dtype=bool))


def _is_detour(net: Network, route: Sequence[int]) -> bool:
    """Say whether a later person on a way is a tie of mine who is reached directly as likely."""
    strength = net.strength
    arcs = net.walk(route)
    for at in range(2, len(route)):
        if not np.isin(route[at], net.alters):
            continue
        direct = strength[net.walk((net.ego, route[at]))[0]]
        before = np.prod(strength[[*arcs[:at]]])
        if round(float(direct), DIGITS) >= round(float(before), DIGITS):
            return True
    return False
