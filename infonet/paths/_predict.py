"""Predict an ask: the way that begins with the person asked, and its probability on that day."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from infonet import ledger
from infonet.errors import UnknownNameError
from infonet.graph import Network, network, network_of
from infonet.insiders import Target
from infonet.paths.search import Search
from infonet.progress import steps
from infonet.strength import PRIORS, Prior
from infonet.tables import HasTables, Tables, as_date, tables_of


class Prediction(NamedTuple):
    """The kind of an ask, the people on its way by position, and its probability."""

    kind: str
    route: tuple[int, ...]
    probability: float


def predict_ask(
    net: Network,
    person: str,
    company: str | None,
    *,
    kind: str | None = None,
    route: Sequence[str] | None = None,
    max_hops: int = 4,
) -> Prediction | None:
    """Predict the best way to a conversation that begins with asking one person.

    Parameters
    ----------
    net : Network
        As it was on the day.
    person : str
        The key of the person to be asked.
    company : str or None
        A company or a wanted field; without it nothing can be predicted.
    kind : {'introduction', 'direct', 'cold', 'scout'}, optional
        How they are asked; without it that follows from the network.
    route : sequence of str, optional
        The keys on the way that is taken, from the ego on; without it the best is.
    max_hops : int
        The most ties on the way.

    Returns
    -------
    Prediction or None
        None where the network knows no such way.

    Examples
    --------
    >>> import networkx as nx
    >>> G = nx.Graph([("me", "Ana"), ("Ana", "Bo")], ego="me")
    >>> nx.set_edge_attributes(G, 0.5, "strength")
    >>> nx.set_node_attributes(G, {"Bo": "Delta"}, "company")
    >>> predict_ask(Network.from_networkx(G), "Ana", "Delta")[::2]
    ('introduction', 0.25)
    """
    net = network_of(net)
    at = net.position(person, strict=False)
    if at < 0 or company is None or at == net.ego:
        return None
    if route is not None and len(route) > 2:
        return _introduction(net, net.positions(route, strict=False).tolist())
    target, tied = _target(net, company), net.arc(net.ego, at) >= 0
    if kind is None:
        kind = ("direct" if at in target.insiders else None) if tied else "cold"
    if kind == "cold":
        return Prediction(kind, (net.ego, at), net.priors["cold"].mean)
    onward = None
    if tied and route is None and kind in (None, "introduction"):
        onward = _best_onward(net, at, target, max_hops=max_hops)
    if onward is not None or kind == "introduction" or not tied:
        return onward
    chance = _chance(net, (net.ego, at))
    if kind == "direct":
        return Prediction(kind, (net.ego, at), chance)
    return Prediction("scout", (net.ego, at), chance * net.priors["scout"].mean)


def as_known_before(net: Network, day: object) -> Network:
    """Return the network as the log had taught it before a day.

    Parameters
    ----------
    net : Network
        A network of today.
    day : date, str or Timestamp
        Events of that day and later do not count. Where there are none, the result is `net`.
    """
    net, first = network_of(net), as_date(day)
    events = net.tables.events
    earlier = events.date < first
    if earlier.all():
        return net
    tables = net.tables._replace(events=events[earlier])
    ego, priors = str(net.person[net.ego]), net.learned.priors
    return network(tables, as_of=first, ego=ego, priors=priors, like=net)


def hindcast(tables: Tables | HasTables, *, priors: Mapping[str, Prior] = PRIORS) -> Tables:
    """Fill the route and prediction of every ask that was logged without them.

    Each is what the network would have said on the day of asking, learned from the events strictly
    before that day. What was kept with an ask is left as it is.

    Parameters
    ----------
    tables : Tables or Book
        With a log; a book keeps a prediction only where an ask was logged with ``way=row``.
    priors : mapping of str to Prior
        What each class of tie is worth before any log.

    Returns
    -------
    Tables
        `route` and `predicted` of ``events`` are filled where a way is known; an ask that kept its
        route gets the probability along that. A further column `filled` says of each event whether
        its prediction was made here.

    Notes
    -----
    A filled prediction is weaker than one that was kept on the day. It comes from the log of that
    time, but from the people, jobs and ties of today: it knows whoever was met since, and where
    everybody works now.

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
    >>> hindcast(tables).events[["predicted", "filled"]].values.tolist()
    [[0.25, True]]
    """
    tables = tables_of(tables)
    events = ledger.settle(tables.events, tables)
    asked = events[(events.stage == "asked") & events.date.notna()]
    bare = asked[asked.predicted.isna() & ~asked.request.duplicated() & asked.person.notna()]
    route, predicted = events.route.copy(), events.predicted.copy()
    days = bare.groupby(bare.date.dt.normalize())
    for day, asks in steps(days, "Going back to each day of asking"):
        net = _network_before(tables, day, priors)
        ask: Any
        for row, ask in zip(asks.index, asks.itertuples(), strict=True):
            company, kind = _text(ask.company), _text(ask.kind)
            kept = ask.route if isinstance(ask.route, tuple) else None
            way = predict_ask(net, ask.person, company, kind=kind, route=kept)
            if way is None and kept is None:
                # The kind may follow only from what happened later.
                way = predict_ask(net, ask.person, company)
            if way is not None:
                route[row] = kept or tuple(net.keys[[*way.route]])
                predicted[row] = way.probability
    filled = predicted.notna() & events.predicted.isna()
    return tables._replace(events=events.assign(route=route, predicted=predicted, filled=filled))


def _network_before(tables: Tables, day: pd.Timestamp, priors: Mapping[str, Prior]) -> Network:
    """Return the network of a day, from the events before it alone.

    They are settled anew: a kind may follow from what happened later.
    """
    earlier = tables.events[tables.events.date < day]
    return network(tables._replace(events=ledger.settle(earlier, tables)), as_of=day, priors=priors)


def _best_onward(net: Network, at: int, target: Target, *, max_hops: int) -> Prediction | None:
    """Predict the best introduction by an alter.

    A way that begins with them is theirs to the end: it starts there and avoids the ego.
    """
    onward = Search(net.indptr, net.indices, net.strength, at)
    found = onward.k_best(target.insiders, k=1, max_hops=max_hops - 1, without=[net.ego])
    return _introduction(net, [net.ego, *found.routes[0]]) if found.routes else None


def _introduction(net: Network, route: list[int]) -> Prediction | None:
    """Predict along a way; None where somebody on it, or a tie, is not known."""
    if -1 in route or -1 in net.walk(route):
        return None
    kind = "introduction" if len(route) > 2 else "direct"
    return Prediction(kind, tuple(route), _chance(net, route))


def _chance(net: Network, route: Sequence[int]) -> float:
    """Multiply the strengths along a way; an interval would cost the import of SciPy."""
    return float(np.prod(net.strength[[*net.walk(route)]]))


def _target(net: Network, company: str) -> Target:
    """Return the company or wanted field, with nobody inside where it is unknown."""
    wanted = net.tables.companies
    field = company in set(wanted.company[wanted.kind == "field"])
    with suppress(UnknownNameError):
        return net.target(field=company) if field else net.target(company)
    return Target(company, "company", np.empty(0, dtype=np.int64), ())


def _text(value: object) -> str | None:
    return value if isinstance(value, str) else None
