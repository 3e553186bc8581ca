"""One way to approach a company: its kind, the people on it, its chance with an interval."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from infonet.graph import Network
from infonet.insiders import Target
from infonet.strength import Beta

DIGITS = 12
"""The digits of a probability that count: what agrees in them is equal."""

COUNTED = ("introduction", "direct")
"""The kinds that are paths of the network."""


class Approach(NamedTuple):
    """One way to a conversation.

    Attributes
    ----------
    kind : str
        introduction, direct, scout or cold.
    route : tuple of int
        Positions of the people on it, from the ego on.
    arcs : tuple of int
        Positions of the ties along the route; a cold message has none.
    probability, low, high : float
        The chance that the conversation is held, and its 95 % interval.
    """

    kind: str
    route: tuple[int, ...]
    arcs: tuple[int, ...]
    probability: float
    low: float
    high: float

    @property
    def hops(self) -> int:
        """Number of ties; a scout's unknown acquaintance and a cold message count as one."""
        return max(1, len(self.route) - 1) + (self.kind == "scout")

    @property
    def insider(self) -> int | None:
        """The position of the person it ends at; None where nobody is known yet."""
        return self.route[-1] if self.kind != "scout" and len(self.route) > 1 else None


def from_route(net: Network, route: Sequence[int]) -> Approach:
    """Return the approach along a path of the network, with its exact probability.

    Examples
    --------
    >>> import networkx as nx
    >>> G = nx.Graph(ego="a")
    >>> G.add_edge("a", "b", strength=0.5)
    >>> G.add_nodes_from("ab", company="Delta")
    >>> from_route(Network.from_networkx(G), (0, 1))[:4]
    ('direct', (0, 1), (0,), 0.5)
    """
    arcs = net.walk(route)
    kind = "direct" if len(route) == 2 else "introduction"
    interval = Beta.product(*_chances(net, arcs)).interval()
    return Approach(kind, tuple(route), arcs, float(np.prod(net.strength[[*arcs]])), *interval)


def scout(net: Network, alter: int) -> Approach:
    """Return the approach of asking a tie who they know there: strength × P(knows someone)."""
    route, prior = (net.ego, alter), net.priors["scout"]
    arcs = net.walk(route)
    interval = Beta.product(*_chances(net, arcs), prior).interval()
    return Approach("scout", route, arcs, float(net.strength[arcs[0]]) * prior.mean, *interval)


def cold(net: Network, target: Target, routes: Iterable[Sequence[int]]) -> Approach:
    """Return the approach of a message without any tie, to an insider at whom no route ends.

    Strangers who have not been written to yet come first. Where every insider is an alter or the
    end of a route, the message goes to somebody still to be found.
    """
    prior = net.priors["cold"]
    taken = {net.ego, *(route[-1] for route in routes)}
    strangers = np.setdiff1d(target.insiders, net.alters, assume_unique=True)
    free = [at for at in strangers.tolist() if at not in taken]
    written = {*net.positions(net.learned.cold, strict=False).tolist()}
    chosen = next((at for at in free if at not in written), next(iter(free), None))
    route = (net.ego,) if chosen is None else (net.ego, chosen)
    return Approach("cold", route, (), prior.mean, *prior.interval())


def from_row(net: Network, row: Any) -> Approach:
    """Return the approach that a row of `warm_paths` or `plan` describes.

    Parameters
    ----------
    net : Network
        The network that was asked.
    row : Series or named tuple
        Its kind, route, probability, low and high are used.

    Raises
    ------
    UnknownNameError
        A person on the route whom the network does not know.
    """
    route = tuple(net.positions(row.route).tolist())
    arcs = () if row.kind == "cold" else net.walk(route)
    return Approach(row.kind, route, arcs, row.probability, row.low, row.high)


def brokers_to(net: Network, people: NDArray[np.int64]) -> NDArray[np.int64]:
    """Find who introduces the ego best to each of several people.

    Parameters
    ----------
    net : Network
        The network.
    people : ndarray of int64, shape (n,)
        Positions.

    Returns
    -------
    ndarray of int64, shape (n,)
        The position of the alter with the greatest product of both strengths, of equals the
        first by name; -1 where no alter knows them.
    """
    own = np.zeros(len(net))
    own[net.alters] = net.strength[net.arcs(net.ego)]
    first = net.indptr[people]
    count = net.indptr[people + 1] - first
    row = np.repeat(np.arange(len(people)), count)
    arc = np.arange(len(row)) + np.repeat(first - np.cumsum(count) + count, count)
    known = np.flatnonzero(own[net.indices[arc]])
    row, arc = row[known], arc[known]
    product = (own[net.indices[arc]] * net.strength[arc]).round(DIGITS)
    best = np.zeros(len(people))
    np.maximum.at(best, row, product)
    found = np.full(len(people), -1)
    # Backwards, so that of equals the first by name is written last and stays.
    equal = np.flatnonzero(product == best[row])[::-1]
    found[row[equal]] = net.indices[arc[equal]]
    return found


def best_introductions(net: Network, people: NDArray[np.int64]) -> list[Approach | None]:
    """Return the ego's own tie to each of several people, else the best introduction by one alter.

    Parameters
    ----------
    net : Network
        The network.
    people : ndarray of int64, shape (n,)
        Positions.

    Returns
    -------
    list of Approach or None
        None for the ego, and for who is tied neither to the ego nor to an alter.
    """
    known = np.isin(people, net.alters)
    return [
        None
        if person == net.ego or (not tied and broker < 0)
        else from_route(net, (net.ego, person) if tied else (net.ego, broker, person))
        for person, tied, broker in zip(
            people.tolist(), known.tolist(), brokers_to(net, people).tolist(), strict=True
        )
    ]


def rank(approach: Approach) -> tuple[float, int]:
    """Order by probability, then hops; a stable sort keeps the search's order by name."""
    return -round(approach.probability, DIGITS), approach.hops


def rank_by_hops(approach: Approach) -> tuple[bool, int, float]:
    """Order the shortest first; scouts and the cold message come after every path."""
    return approach.kind not in COUNTED, approach.hops, -round(approach.probability, DIGITS)


def _chances(net: Network, arcs: Iterable[int]) -> list[Beta]:
    return [Beta(float(net.alpha[arc]), float(net.beta[arc])) for arc in arcs]
