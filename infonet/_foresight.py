"""What a network says of one ask on its day: the way by that person, and its probability."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress

import numpy as np
import pandas as pd

from infonet import ledger
from infonet._search import Search
from infonet._ways import Way, known_way, scout
from infonet.errors import UnknownNameError
from infonet.graph import Network, network
from infonet.prior import PRIORS, Prior, beta_product
from infonet.tables import Tables
from infonet.workplaces import Target

__all__ = ["foresee", "hindcast"]


def foresee(
    net: Network, person: str, company: str | None, *, kind: str | None = None, max_hops: int = 4
) -> Way | None:
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
    max_hops : int
        The most ties on the way.

    Returns
    -------
    Way or None
        None where the network knows no such way.
    """
    at = int(net.person.get_indexer(pd.Index([person]))[0])
    if at < 0 or company is None or at == net.ego:
        return None
    target, tied = _target(net, company), net.arc(net.ego, at) >= 0
    inside = at in target.insiders
    if kind is None:
        kind = ("direct" if inside else None) if tied else "cold"
    if kind == "cold":
        prior = net.priors["cold"]
        return Way(
            kind, (net.ego, at), *beta_product(np.array([prior.alpha]), np.array([prior.beta]))
        )
    if not tied:
        return None
    if kind == "direct":
        return known_way(net, (net.ego, at))
    if kind in (None, "introduction"):
        # A way that begins with them is theirs to the end: it starts there and avoids the ego.
        onward = Search(net.indptr, net.indices, net.strength, at)
        routes, _ = onward.k_best(target.insiders, k=1, max_hops=max_hops - 1, without=[net.ego])
        if routes:
            return known_way(net, (net.ego, *routes[0]))
    return None if kind == "introduction" else scout(net, at)


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
        `route` and `predicted` of ``events`` are filled where a way is known. People, jobs and
        ties are those of today: who was met since counts as known then.

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
    for day, asks in bare.groupby(bare.date.dt.normalize()):
        before = tables._replace(events=events[events.date < day])
        net = network(before, as_of=day, priors=priors)
        for row, person, company, kind in zip(
            asks.index, asks.person, asks.company, asks.kind, strict=True
        ):
            way = foresee(net, person, _text(company), kind=_text(kind))
            if way is not None:
                route[row] = tuple(net.keys[list(way.route)])
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
