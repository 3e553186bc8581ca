"""What a network says of one ask on its day: the way by that person, and its probability."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from infonet import ledger
from infonet.errors import UnknownNameError
from infonet.graph import Network, network
from infonet.insiders import Target
from infonet.paths.search import Search
from infonet.progress import steps
from infonet.strength import PRIORS, Prior
from infonet.tables import Tables

__all__ = ["Foreseen", "before", "foresee", "hindcast"]


class Foreseen(NamedTuple):
    """The kind of an ask, the people on its way by position, and its probability."""

    kind: str
    route: tuple[int, ...]
    probability: float


def foresee(
    net: Network,
    person: str,
    company: str | None,
    *,
    kind: str | None = None,
    route: Sequence[str] | None = None,
    max_hops: int = 4,
) -> Foreseen | None:
    """The best way to a conversation that begins with asking one person.

    Parameters
    ----------
    net : Network
        As it was on the day.
    person : str
        The key of the person to be asked.
    company : str or None
        A company or a wanted field; without one nothing can be foreseen.
    kind : {'introduction', 'direct', 'cold', 'scout'}, optional
        How they are asked; without it that follows from the network.
    route : sequence of str, optional
        The keys on the way that is taken, from the ego on; without it the best is.
    max_hops : int
        The most ties on the way.

    Returns
    -------
    Foreseen or None
        None where the network knows no such way.
    """
    at = int(net.person.get_indexer(pd.Index([person]))[0])
    if at < 0 or company is None or at == net.ego:
        return None
    if route is not None and len(route) > 2:
        return _introduction(net, tuple(net.person.get_indexer(pd.Index(list(route))).tolist()))
    target, tied = _target(net, company), net.arc(net.ego, at) >= 0
    if kind is None:
        kind = ("direct" if at in target.insiders else None) if tied else "cold"
    if kind == "cold":
        return Foreseen(kind, (net.ego, at), net.priors["cold"].mean)
    if not tied:
        return None
    if kind == "direct":
        return Foreseen(kind, (net.ego, at), _chance(net, (net.ego, at)))
    if kind in (None, "introduction") and route is None:
        # A way that begins with them is theirs to the end: it starts there and avoids the ego.
        onward = Search(net.indptr, net.indices, net.strength, at)
        found = onward.k_best(target.insiders, k=1, max_hops=max_hops - 1, without=[net.ego])
        routes = found.routes
        if routes:
            return _introduction(net, (net.ego, *routes[0]))
    if kind == "introduction":
        return None
    chance = _chance(net, (net.ego, at)) * net.priors["scout"].mean
    return Foreseen("scout", (net.ego, at), chance)


def _introduction(net: Network, route: tuple[int, ...]) -> Foreseen | None:
    """The chance along a way; None where somebody on it, or a tie, is not known."""
    if -1 in route or any(net.arc(a, b) < 0 for a, b in zip(route, route[1:], strict=False)):
        return None
    return Foreseen("introduction" if len(route) > 2 else "direct", route, _chance(net, route))


def _chance(net: Network, route: tuple[int, ...]) -> float:
    """The product of the strengths; no interval, which would cost the import of SciPy."""
    arcs = [net.arc(a, b) for a, b in zip(route, route[1:], strict=False)]
    return float(np.prod(net.strength[arcs]))


def before(net: Network, day: pd.Timestamp) -> Network:
    """The network as the log had taught it before a day; itself where it knows nothing later."""
    events = net.tables.events
    earlier = events.date < day
    if earlier.all():
        return net
    tables = net.tables._replace(events=events[earlier])
    ego, priors = str(net.person[net.ego]), net.learned.priors
    return network(tables, as_of=day, ego=ego, priors=priors, like=net)


def hindcast(tables: Tables, *, priors: Mapping[str, Prior] = PRIORS) -> Tables:
    """The tables with the route and prediction of every ask that was logged without them.

    Each is what the network would have said on the day of asking, learned from the events strictly
    before that day alone. What was kept with an ask is left as it is.

    Parameters
    ----------
    tables : Tables
        With a log that was written elsewhere, or before there was a network.
    priors : mapping of str to Prior
        What each class of tie is worth before any log.

    Returns
    -------
    Tables
        `route` and `predicted` of ``events`` are filled where a way is known; an ask that kept its
        route gets the probability along that. People, jobs and ties are those of today: who was met
        since counts as known then.

    Examples
    --------
    >>> tie = {"source": "in/ana", "target": "me", "evidence": "connection", "origin": "me"}
    >>> asked = {"event": 1, "person": "in/ana", "stage": "asked", "date": "2026-03-02"}
    >>> tables = Tables.of(
    ...     people=[{"person": "me"}, {"person": "in/ana"}],
    ...     jobs=[{"person": "in/ana", "company": "Delta"}],
    ...     ties=[tie],
    ...     events=[asked | {"company": "Delta"}],
    ... )
    >>> hindcast(tables).events.predicted.tolist()
    [0.25]
    """
    events = ledger.settle(tables.events, tables)
    asked = events[(events.stage == "asked") & events.date.notna()]
    bare = asked[asked.predicted.isna() & ~asked.request.duplicated() & asked.person.notna()]
    route, predicted = events.route.copy(), events.predicted.copy()
    days = bare.groupby(bare.date.dt.normalize())
    for day, asks in steps(days, "Going back to each day of asking"):
        # Settled from the events before alone: a kind may follow from what happened later.
        earlier = tables.events[tables.events.date < day]
        net = network(
            tables._replace(events=ledger.settle(earlier, tables)), as_of=day, priors=priors
        )
        ask: Any
        for row, ask in zip(asks.index, asks.itertuples(), strict=True):
            company, kind = _text(ask.company), _text(ask.kind)
            kept = ask.route if isinstance(ask.route, tuple) else None
            way = foresee(net, ask.person, company, kind=kind, route=kept)
            if way is None and kept is None:
                # The kind may be one that only what happened later told.
                way = foresee(net, ask.person, company)
            if way is not None:
                route[row] = kept or tuple(net.keys[list(way.route)])
                predicted[row] = way.probability
    return tables._replace(events=events.assign(route=route, predicted=predicted))


def _target(net: Network, company: str) -> Target:
    """The company or wanted field, nobody inside where it is unknown."""
    wanted = net.tables.companies
    field = company in set(wanted.company[wanted.kind == "field"])
    with suppress(UnknownNameError):
        return net.target(field=company) if field else net.target(company)
    return Target(company, "company", np.empty(0, dtype=np.int64), ())


def _text(value: object) -> str | None:
    return value if isinstance(value, str) else None
