"""Predict an ask, as of its own day too, and rank again with priors that are off."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from infonet.errors import InfonetError
from infonet.graph import Network, Past, network_of
from infonet.insiders import Target
from infonet.paths._approach import Approach, from_route, message, scout
from infonet.paths._warm_paths import warm_paths
from infonet.paths.search import Search
from infonet.progress import steps
from infonet.strength import PRIORS, Prior
from infonet.tables import HasTables, Tables, tables_of, text_or_none


def predict_ask(
    net: Network,
    person: str,
    company: str | None,
    *,
    kind: str | None = None,
    route: Sequence[str] | None = None,
    max_hops: int = 4,
) -> Approach | None:
    """Predict the best way to a conversation that begins with asking one person.

    `company` may be a wanted field. Without a `kind` it follows from the network, without a
    `route`, which goes from the ego on, the best is taken. None where the network knows no way.
    """
    net = network_of(net)
    at = net.position(person, strict=False)
    if at < 0 or company is None or at == net.ego:
        return None
    if route is not None and len(route) > 2:
        return _introduction(net, net.positions(route, strict=False).tolist())
    target, tied = net.workplaces.named(company, strict=False), net.arc(net.ego, at) >= 0
    if kind is None:
        kind = ("direct" if at in target.insiders else None) if tied else "cold"
    if kind == "cold":
        return message(net, (net.ego, at))
    onward = None
    if tied and route is None and kind in (None, "introduction"):
        onward = _best_onward(net, at, target, max_hops=max_hops)
    if onward is not None or kind == "introduction" or not tied:
        return onward
    return from_route(net, (net.ego, at)) if kind == "direct" else scout(net, at, target)


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
    A filled prediction is weaker than one that was kept on the day. It comes from the log and the
    ties and jobs known the day before (`infonet.tables.known_ties`, `infonet.graph.Past`): a
    connection made later, what you said of others later and what an export of later says of them
    are not used, nor that somebody began or left later; your own ties and jobs without a date were
    always known. What you stated of a tie, its messages and targets are those of today.

    Examples
    --------
    >>> import infonet
    >>> book = infonet.Book(me="Robin Achterberg")
    >>> said = book.tie("Ana Diaz", company="Delta", new=True)
    >>> event = book.log("asked", "Ana Diaz", company="Delta", date="2026-03-02")
    >>> hindcast(book).events[["predicted", "filled"]].values.tolist()
    [[0.37, True]]
    """
    tables = tables_of(tables)
    past = Past(tables, priors=priors)
    events = past.log.settled()
    asked = events[(events.stage == "asked") & events.date.notna()]
    bare = asked[asked.predicted.isna() & ~asked.request.duplicated() & asked.person.notna()]
    route, predicted = events.route.copy(), events.predicted.copy()
    columns = (bare[name].array for name in ("person", "company", "kind", "route"))
    of_day: dict[pd.Timestamp, list[tuple[Any, ...]]] = {}
    for day, *ask in zip(bare.date.dt.normalize(), bare.index, *columns, strict=True):
        of_day.setdefault(day, []).append(tuple(ask))
    for day, asks in steps(sorted(of_day.items()), "Going back to each day of asking"):
        net = past.before(day)
        for row, person, company, kind, on in asks:
            about, kept = text_or_none(company), on if isinstance(on, tuple) else None
            way = predict_ask(net, person, about, kind=text_or_none(kind), route=kept)
            if way is None and kept is None:
                # The kind may follow only from what happened later.
                way = predict_ask(net, person, about)
            if way is not None:
                route[row] = kept or tuple(net.keys[[*way.route]])
                predicted[row] = way.probability
    filled = predicted.notna() & events.predicted.isna()
    return tables._replace(events=events.assign(route=route, predicted=predicted, filled=filled))


def sensitivity(
    net: Network,
    company: str | None = None,
    *,
    field: str | None = None,
    off: float = 0.3,
    k: int = 5,
    max_hops: int = 4,
) -> pd.DataFrame:
    """Rank the ways to a company again with priors that are off.

    Each prior is a guess. One class of tie after the other, then all of them together, is made
    weaker and stronger by `off`, with the same weight of evidence. The log teaches as before.

    Parameters
    ----------
    net : Network
        From `network`; a network with given strengths has no priors to vary.
    company, field : str
        The target, one of the two, as in `warm_paths`.
    off : float
        The error of the priors, as a fraction in (0, 1).
    k : int
        The number of paths to compare.
    max_hops : as in `warm_paths`

    Returns
    -------
    DataFrame
        prior (a class, or ``all``), factor, first (names of the then best way in; scouts are
        compared, too, and named as such), probability (of that way), same_first (whether it is
        the best way as things stand), kept (how many of the `k` ways as things stand are still
        among the best `k`), of (how many there are). The first row is as things stand.

    Examples
    --------
    >>> import infonet
    >>> book = infonet.Book(me="Robin Achterberg")
    >>> said = book.tie("Ana Diaz", company="Delta", new=True)
    >>> net = infonet.network(book, as_of="2026-06-30")
    >>> found = sensitivity(net, "Delta")
    >>> found["prior"].iloc[1], found["first"].iloc[1], bool(found.same_first.all())
    ('strong', 'Ana Diaz', True)
    """
    net = network_of(net)
    if not 0 < off < 1:
        raise InfonetError(f"`off` takes a fraction between 0 and 1, not `{off}`")
    if pd.isna(net.as_of) or (net.alpha != net.alpha).any():
        raise InfonetError("the strengths of this network were given: there is no prior to vary")

    now = dict(net.learned.priors)
    cases = [("as it stands", 1.0, dict[str, Prior]())]
    for factor in (1 - off, 1 + off):
        cases += [(name, factor, now | {name: now[name].scaled(factor)}) for name in now]
        cases.append(("all", factor, {name: prior.scaled(factor) for name, prior in now.items()}))
    rows = []
    standing: list[tuple[str, tuple[str, ...]]] = []
    for name, factor, priors in steps(cases, "Trying other priors"):
        varied = net.with_priors(priors) if priors else net
        found = warm_paths(varied, company, field=field, k=k, max_hops=max_hops).head(k)
        ways = list(zip(found.kind, found.route, strict=True))
        standing = standing or ways
        rows.append(
            {
                "prior": name,
                "factor": round(factor, 6),
                "first": _named(found.iloc[0]),
                "probability": found.probability.iloc[0],
                "same_first": ways[0] == standing[0],
                "kept": len(set(ways) & set(standing)),
                "of": len(standing),
            }
        )
    return pd.DataFrame(rows)


def _best_onward(net: Network, at: int, target: Target, *, max_hops: int) -> Approach | None:
    """Predict the best introduction by an alter.

    A way that begins with them is theirs to the end: it starts there and avoids the ego.
    """
    onward = Search(net.indptr, net.indices, net.strength, at)
    found = onward.k_best(target.insiders, k=1, max_hops=max_hops - 1, without=[net.ego])
    return _introduction(net, [net.ego, *found.routes[0]]) if found.routes else None


def _introduction(net: Network, route: list[int]) -> Approach | None:
    """Predict along a way; None where somebody on it, or a tie, is not known."""
    return None if -1 in route or -1 in net.walk(route) else from_route(net, route)


def _named(way: pd.Series) -> str:
    """Return the names on a way; a scout and a cold message say what they are."""
    names = way.names if isinstance(way.names, str) else "somebody there"
    return f"{names} ({way.kind})" if way.kind in ("scout", "cold") else names
