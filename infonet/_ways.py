"""One way in: its kind, its chance with an interval, its rank and its reasons in words."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from infonet.employers import search_link
from infonet.graph import Network
from infonet.prior import beta_product
from infonet.strength import REASONS
from infonet.workplaces import Target

__all__ = [
    "COUNTED",
    "DIGITS",
    "Way",
    "cold",
    "insider",
    "known_way",
    "rank",
    "rank_by_hops",
    "scout",
    "why",
]

DIGITS = 12
"""Probabilities that agree to so many digits are equal."""

COUNTED = ("introduction", "direct")
"""The kinds that are paths of the network."""


class Way(NamedTuple):
    """One way in: its kind, the people on it, and its chance with a 95 % interval."""

    kind: str
    route: tuple[int, ...]
    probability: float
    low: float
    high: float

    @property
    def hops(self) -> int:
        """Ties on the way; a scout's unknown acquaintance and a cold message count as one."""
        return max(1, len(self.route) - 1) + (self.kind == "scout")


def known_way(net: Network, route: tuple[int, ...]) -> Way:
    """A path of the search, with its exact probability and interval."""
    arcs = [net.arc(a, b) for a, b in zip(route, route[1:], strict=False)]
    _, low, high = beta_product(net.alpha[arcs], net.beta[arcs])
    kind = "direct" if len(route) == 2 else "introduction"
    return Way(kind, route, float(np.prod(net.strength[arcs])), low, high)


def scout(net: Network, alter: int) -> Way:
    """Ask a tie whether they know somebody there: strength × P(knows someone), a prior."""
    arc, prior = net.arc(net.ego, alter), net.priors["scout"]
    _, low, high = beta_product(
        np.array([net.alpha[arc], prior.alpha]), np.array([net.beta[arc], prior.beta])
    )
    return Way("scout", (net.ego, alter), float(net.strength[arc]) * prior.mean, low, high)


def cold(net: Network, target: Target, routes: list[tuple[int, ...]]) -> Way:
    """A message without any tie: to a known insider whom no listed way ends at, if there is one."""
    prior = net.priors["cold"]
    taken = {net.ego, *(route[-1] for route in routes)}
    strangers = np.setdiff1d(target.insiders, net.alters, assume_unique=True)
    stranger = next((at for at in map(int, strangers) if at not in taken), None)
    route = (net.ego,) if stranger is None else (net.ego, stranger)
    mean, low, high = beta_product(np.array([prior.alpha]), np.array([prior.beta]))
    return Way("cold", route, mean, low, high)


def rank(way: Way) -> tuple[float, int]:
    """Likeliest first, then fewer hops; a stable sort keeps the search's order by name."""
    return -round(way.probability, DIGITS), way.hops


def rank_by_hops(way: Way) -> tuple[bool, int, float]:
    """Shortest first; scouts and the cold row after every path."""
    return way.kind not in COUNTED, way.hops, -round(way.probability, DIGITS)


def insider(net: Network, way: Way) -> str | None:
    return net.name[way.route[-1]] if way.kind != "scout" and len(way.route) > 1 else None


def why(net: Network, target: Target, way: Way) -> str:
    """Every hop's reason in words; a prior is called a prior."""
    if way.kind == "cold":
        whom = net.name[way.route[1]] if len(way.route) > 1 else "somebody you find there"
        return (
            f"a message to {whom} without a tie: prior {way.probability:.2f}; "
            f"second-degree search: {search_link(target.name)}"
        )
    hops = [_hop(net, a, b) for a, b in zip(way.route, way.route[1:], strict=False)]
    if way.kind == "scout":
        knows = net.priors["scout"].mean
        hops.append(f"may know somebody at {target.name}: prior {knows:.2f}")
    return "; ".join(hops)


def _hop(net: Network, a: int, b: int) -> str:
    """Why one tie has its strength."""
    arc = net.arc(a, b)
    reason, row = REASONS[net.reason[arc]], int(net.evidence[arc])
    words = [reason.words]
    if row >= 0:
        exchanges, last, since = (column[row] for column in net.traces)
        if exchanges > 0:
            words.append(f"{exchanges} exchanges")
        if not np.isnat(last):
            words.append(f"last on {last}")
        elif not np.isnat(since):
            words.append(f"since {since}")
    who = net.name[b] if a == net.ego else f"{net.name[a]} → {net.name[b]}"
    kind = "prior" if reason.tie_class in net.priors else "given"
    label = f"{reason.tie_class}, {kind}" if kind == "prior" else kind
    return f"{who}: {', '.join(words)} ({label} {net.strength[arc]:.2f})"
