"""One way in: its kind, its chance with an interval, its rank and its reasons in words."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import pandas as pd

from infonet.graph import Network
from infonet.insiders import Target
from infonet.names.companies import search_link
from infonet.strength import REASONS, Beta

__all__ = [
    "COUNTED",
    "DIGITS",
    "Hop",
    "Way",
    "cold",
    "hops",
    "insider",
    "known_way",
    "rank",
    "rank_by_hops",
    "reasons",
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


class Hop(NamedTuple):
    """One hop of a way: to whom (None: to nobody known yet), its chance and 95 %, and why."""

    person: int | None
    probability: float
    low: float
    high: float
    why: str


def known_way(net: Network, route: tuple[int, ...]) -> Way:
    """A path of the search, with its exact probability and interval."""
    arcs = [net.arc(a, b) for a, b in zip(route, route[1:], strict=False)]
    low, high = Beta.product(*_betas(net, arcs)).interval()
    kind = "direct" if len(route) == 2 else "introduction"
    return Way(kind, route, float(np.prod(net.strength[arcs])), low, high)


def _betas(net: Network, arcs: list[int]) -> list[Beta]:
    return [Beta(float(net.alpha[arc]), float(net.beta[arc])) for arc in arcs]


def scout(net: Network, alter: int) -> Way:
    """Ask a tie whether they know somebody there: strength × P(knows someone)."""
    arc, prior = net.arc(net.ego, alter), net.priors["scout"]
    low, high = Beta.product(*_betas(net, [arc]), prior).interval()
    return Way("scout", (net.ego, alter), float(net.strength[arc]) * prior.mean, low, high)


def cold(net: Network, target: Target, routes: list[tuple[int, ...]]) -> Way:
    """A message without any tie: to a known insider whom no listed way ends at, if there is one."""
    prior = net.priors["cold"]
    taken = {net.ego, *(route[-1] for route in routes)}
    strangers = np.setdiff1d(target.insiders, net.alters, assume_unique=True)
    free = [at for at in strangers.tolist() if at not in taken]
    # Whoever was written to without a tie has had their message: somebody else first.
    written = {*net.person.get_indexer(pd.Index([*net.learned.cold], dtype=object)).tolist()}
    stranger = next((at for at in free if at not in written), next(iter(free), None))
    route = (net.ego,) if stranger is None else (net.ego, stranger)
    return Way("cold", route, prior.mean, *prior.interval())


def rank(way: Way) -> tuple[float, int]:
    """Likeliest first, then fewer hops; a stable sort keeps the search's order by name."""
    return -round(way.probability, DIGITS), way.hops


def rank_by_hops(way: Way) -> tuple[bool, int, float]:
    """Shortest first; scouts and the cold row after every path."""
    return way.kind not in COUNTED, way.hops, -round(way.probability, DIGITS)


def insider(net: Network, way: Way) -> str | None:
    return net.name[way.route[-1]] if way.kind != "scout" and len(way.route) > 1 else None


def why(net: Network, target: Target, way: Way) -> str:
    """Every hop's reason in words: a prior is called one, and what the log made of it is said."""
    return "; ".join(reasons(net, target, way))


def reasons(net: Network, target: Target, way: Way) -> list[str]:
    """A sentence for every hop."""
    if way.kind == "cold":
        whom = net.name[way.route[1]] if len(way.route) > 1 else "somebody you find there"
        return [
            f"a message to {whom} without a tie: {_rate(net, 'cold')}; "
            f"second-degree search: {search_link(target.name)}"
        ]
    said = [_hop(net, a, b) for a, b in zip(way.route, way.route[1:], strict=False)]
    if way.kind == "scout":
        said.append(f"may know somebody at {target.name}: {_rate(net, 'scout')}")
    return said


def hops(net: Network, target: Target, way: Way) -> list[Hop]:
    """The way hop by hop, each with its own chance, interval and reason."""
    counts = []
    if way.kind != "cold":
        arcs = [net.arc(a, b) for a, b in zip(way.route, way.route[1:], strict=False)]
        counts = [(net.strength[arc], net.alpha[arc], net.beta[arc]) for arc in arcs]
    if way.kind in ("cold", "scout"):
        prior = net.priors[way.kind]
        counts.append((prior.mean, prior.alpha, prior.beta))
    people: list[int | None] = [*way.route[1:]]
    people += [None] * (len(counts) - len(people))
    return [
        Hop(person, float(chance), *Beta(float(alpha), float(beta)).interval(), said)
        for person, (chance, alpha, beta), said in zip(
            people, counts, reasons(net, target, way), strict=True
        )
    ]


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
    return f"{who}: {', '.join(words)} ({_grounds(net, arc, reason.tie_class, a, b)})"


def _grounds(net: Network, arc: int, tie_class: str, a: int, b: int) -> str:
    """What a tie's strength rests on: the prior of its class, asks of others, asks along it."""
    strength = f"{net.strength[arc]:.2f}"
    if tie_class not in net.priors:
        return f"given {strength}"
    ends = str(net.person[a]), str(net.person[b])
    others, own = net.learned.asks(tie_class, *ends), net.learned.along(*ends)
    if not others.n and not own.n:
        return f"{tie_class}, prior {strength}"
    words = [f"{tie_class}: prior {net.learned.priors[tie_class].mean:.2f}"]
    if others.n:
        rate = net.learned.prior(tie_class, *ends).mean
        words.append(f"{rate:.2f} after {_asks(others.n)} of others")
    if own.n:
        worked = "which worked" if own.n == own.success == 1 else f"{_number(own.success)} worked"
        words.append(f"{strength} after {_asks(own.n)} here, {worked}")
    return ", ".join(words)


def _rate(net: Network, name: str) -> str:
    """The rate of cold messages, or of scouts, and where it comes from."""
    prior, asks = net.learned.priors.get(name, net.priors[name]), net.learned.asks(name)
    learned = f", {net.priors[name].mean:.2f} after {_asks(asks.n)}" if asks.n else ""
    return f"prior {prior.mean:.2f}{learned}"


def _asks(n: float) -> str:
    return f"{_number(n)} ask" if n == 1 else f"{_number(n)} asks"


def _number(n: float) -> str:
    """A count that may be shared, to one decimal where it is."""
    return f"{n:.1f}".removesuffix(".0")
