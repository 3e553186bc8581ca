"""Ranked ways to a conversation: the best paths, the best way to each target, the brokers."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from itertools import islice
from typing import NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from infonet.errors import InfonetError, hint, whole_number
from infonet.graph import Network, network_of
from infonet.insiders import Target
from infonet.ledger import Status
from infonet.names.companies import search_link
from infonet.paths._acquainted import knows_someone
from infonet.paths._alters import alters_of, closest_first, openings, search_of, targets_of
from infonet.paths._approach import (
    COUNTED,
    DIGITS,
    Approach,
    cold,
    from_route,
    rank,
    rank_by_hops,
    scout,
    why,
)
from infonet.paths._askable import (
    Askable,
    best_routes,
    disjoint_routes,
    fit_words,
    person_target,
    target_log,
)
from infonet.paths.search.arcs import is_among
from infonet.tables import TEXT, typed

_LISTED = 5
"""The ways that `warm_paths` lists; `reach` has the first of them."""

_MOST_HOPS = 4

_ALTERNATES = 10
"""The most disjoint ways that `reach` counts."""

_REACH = {
    **dict.fromkeys(("company", "kind"), TEXT),
    "probability": "float64",
    "hops": "int64",
    **dict.fromkeys(("insider", "fit", "broker"), TEXT),
    "alternates": "int64",
    "status": TEXT,
    **dict.fromkeys(("status_date", "until"), "datetime64[s]"),
    "route": "object",
    "search": TEXT,
}


def warm_paths(
    net: Network,
    company: str | None = None,
    *,
    field: str | None = None,
    person: str | None = None,
    k: int = _LISTED,
    max_hops: int = 4,
    by: str = "probability",
    former: bool = False,
    disjoint: bool = False,
    scouts: int = 3,
    status: str = "open",
) -> pd.DataFrame:
    """Rank the ways to a conversation at a company, best first: those that can be asked now.

    Parameters
    ----------
    net : Network
        From `network` or `Network.from_networkx`.
    company : str, optional
        The company, matched by name in the tiers exact and strong, never by substring.
    field : str, optional
        A field of work instead of a company, matched on job titles.
    person : str, optional
        A person to reach instead, by key or by name.
    k : int
        How many introductions and direct ways that can be asked now to list, at most.
    max_hops : int
        Longest path considered, in ties; beyond six it takes seconds in a large network.
    by : {"probability", "hops"}
        ``hops`` ranks the plain shortest paths first, and equally short ones by probability.
    former : bool
        Let a path also end at somebody who used to work there.
    disjoint : bool
        List alternates that share no middle person, found greedily: the best path, the best
        without its middle people, and so on. One person's "no" then leaves the others open.
    scouts : int
        How many close ties to list for asking whether they know somebody there, at most.
    status : {"open", "any"}
        By default nobody is offered who was asked about the target and has not answered, has
        agreed to a talk, was silent or said no, nor who is snoozed or has two open asks of yours,
        about whatever target; ``any`` gives the plain `k` best.

    Returns
    -------
    DataFrame
        kind (introduction, direct, scout or cold), route (tuple of person keys from the ego to
        the insider), names (the same in words, without the ego), insider (name), title,
        company (as the insider's job spells it), hops, probability (that the conversation is
        held, in [0, 1]), low, high (95 %), fit (of the insider for the work wanted: hiring
        manager, same work, recruiter, alum or other; missing where that work is not known), status
        (open, met, agreed, waiting, silent, resting or closed: the first that holds for anybody on
        the way; of who belongs to another target, too, it is that of both), status_date (the day
        of the act it rests on), until (of a way that waits, rests or is closed, the day on which
        that ends; of any other, the day from which somebody else is asked there, if that is ahead),
        why (for every hop a sentence, with its numbers after it in parentheses; `explain` has them
        apart).

        Ranked by probability rounded to 12 digits, then fewer hops, then fit, then the latest
        contact with the person asked, then names. `k` counts introductions and direct ways; scouts
        and one cold row are extra. A scout who has something in common with an insider may know
        them: that raises the chance, and `why` names the insider (`network` can leave it out).
        Nobody is a scout who begins a way already listed, or who has named somebody there within
        four months. Ways that cannot be asked now come last, marked by
        `status`, and count for nothing: those among the plain `k` best, and the best through
        everybody who was asked.

        ``attrs["near"]`` has the spellings that may be the same company, as columns: company, and
        people who work there (`net.workplaces.near`).

    Raises
    ------
    UnknownNameError
        A company that is nobody's employer and no target, or a person whom the network does not
        know; it offers the nearest names. Of a company, its ``near`` has the spellings that may be
        the same, as columns: company, and people who work there.
    InfonetError
        A `k`, `max_hops`, `by` or `status` that makes no sense.

    Notes
    -----
    The list is exact: no simple path of at most `max_hops` ties that ends at its first insider
    and does not return to the ego is better than the ones shown. Without those who cannot be asked
    now: who was met there is no new conversation, but may be on the way to one. Hops are taken as
    independent given the strengths of their ties. The status follows from the log up to the day of
    the network and never changes a probability.

    Examples
    --------
    >>> import networkx as nx
    >>> G = nx.Graph([("me", "Ana"), ("Ana", "Bo"), ("me", "Cy")], ego="me")
    >>> strengths = {("me", "Ana"): 0.7, ("Ana", "Bo"): 0.5, ("me", "Cy"): 0.25}
    >>> nx.set_edge_attributes(G, strengths, "strength")
    >>> nx.set_node_attributes(G, {"Bo": "Delta", "Cy": "Delta"}, "company")
    >>> net = Network.from_networkx(G)
    >>> warm_paths(net, "Delta", scouts=0)[["kind", "names", "probability"]].iloc[:2]
               kind     names  probability
    0  introduction  Ana → Bo         0.35
    1        direct        Cy         0.25
    """
    net = network_of(net)
    count, most = whole_number(k, "k", least=0), whole_number(max_hops, "max_hops", least=1)
    extra = whole_number(scouts, "scouts", least=0)
    if by not in ("probability", "hops"):
        raise InfonetError(f"`by` does not take `{by}`: {hint(by, ('probability', 'hops'))}")
    if disjoint and by == "hops":
        raise InfonetError("`disjoint` alternates are chosen by probability: leave out `by`")
    if status not in ("open", "any"):
        raise InfonetError(f"`status` does not take `{status}`: {hint(status, ('open', 'any'))}")
    target = _target(net, company, field=field, person=person, former=former)
    can = Askable.of(net, target, target_log(net, target))
    if status == "any":
        insiders, without = target.insiders, can.without[:0]
    else:
        insiders, without = can.insiders, can.without
    one_by_one = {"max_hops": most, "without": without.tolist()}
    if disjoint:
        routes = disjoint_routes(net, target, insiders, count=count, **one_by_one)
    else:
        routes = best_routes(net, target, insiders, k=count, by=by, **one_by_one)
    ways = [from_route(net, route) for route in routes]
    if target.kind != "person":
        ways += _scouts(can, routes, n=extra, without=without)
        ways.append(cold(net, target if status == "any" else can.strangers, routes))
    elif not _reached(net, target, without):
        way = cold(net, target, [])
        ways += [way] if len(way.route) > 1 else []
    ways.sort(key=rank if by == "probability" else rank_by_hops)
    if status == "open" and can.bars_anybody:
        plain = best_routes(net, target, target.insiders, k=count, max_hops=most, by=by)
        ways += can.marked(plain, max_hops=most)
    listed = _frame(net, can, ways)
    if target.kind == "company":
        near = net.workplaces.count_near(target.name)
        listed.attrs["near"] = {"company": [*near], "people": [*near.values()]}
    return listed


def reach(net: Network, *, max_hops: int = 4, former: bool = False) -> pd.DataFrame:
    """Find the best way to each wanted company and field, or the best scout.

    Parameters
    ----------
    net : Network
        A network whose tables name targets (``book.want``).
    max_hops, former : as in `warm_paths`

    Returns
    -------
    DataFrame
        One row per target: company (or field, as the user wrote it), kind, probability, hops,
        insider (name), fit (as in `warm_paths`), broker (the person to ask first: the first on an
        introduction, or the scout), alternates (further paths that share no middle person with the
        best one or each other, found greedily), status, status_date and until (as in
        `warm_paths`), route (tuple of person keys), search (address of LinkedIn's own second-degree
        search; nothing is fetched). Most wanted first; no row where no target is wanted yet. The
        way is the best that can be asked now; a target is `cold` only where nobody can be asked.

    Examples
    --------
    >>> import infonet
    >>> book = infonet.Book(me="Robin Achterberg")
    >>> said = book.tie("Ana Diaz", company="Delta", new=True), book.want("Delta")
    >>> net = infonet.network(book, as_of="2026-06-30")
    >>> reach(net)[["company", "kind", "insider"]].iloc[0].tolist()
    ['Delta', 'direct', 'Ana Diaz']
    """
    net, most = network_of(net), whole_number(max_hops, "max_hops", least=1)
    rows = []
    usual = most == _MOST_HOPS and not former
    found = net.once(ways_in) if usual else _ways_in(net, max_hops=most, former=former)
    for can, routes, best, stands in found:
        target = can.target
        alternates = _alternates(can, routes, max_hops=most)
        asked = best.kind in ("introduction", "scout")
        rows.append(
            {
                "company": target.name,
                "kind": best.kind,
                "probability": best.probability,
                "hops": best.hops,
                "insider": _name(net, best.insider),
                "fit": fit_words(net, target, [best.insider])[0],
                "broker": net.name[best.route[1]] if asked else None,
                "alternates": len(alternates) + (best.kind not in COUNTED) * len(routes),
                "status": stands.status,
                "status_date": stands.date,
                "until": stands.until,
                "route": tuple(net.keys[[*best.route]]),
                "search": search_link(target.name),
            }
        )
    return typed(rows, _REACH)


class WayIn(NamedTuple):
    """The best way to a target that can be asked now, or the cold message where nobody can be."""

    can: Askable
    routes: list[tuple[int, ...]]
    """The best route, if there is one; the way may be a scout all the same."""
    way: Approach
    status: Status


def ways_in(net: Network) -> list[WayIn]:
    """Return the way to each wanted target that `reach` has; use `net.once(ways_in)`."""
    return _ways_in(net, max_hops=_MOST_HOPS, former=False)


def _ways_in(net: Network, *, max_hops: int, former: bool) -> list[WayIn]:
    """Find the best way to each wanted target."""
    found = []
    for target in targets_of(net, former=former):
        can = Askable.of(net, target, target_log(net, target))
        apart = {"max_hops": max_hops, "without": can.without.tolist()}
        listed = best_routes(net, target, can.insiders, k=_LISTED, **apart)
        routes = listed[:1]
        ways = [from_route(net, route) for route in routes]
        ways += _scouts(can, listed, n=1, without=can.without)
        best = min(ways or [cold(net, can.strangers, routes)], key=rank)
        found.append(WayIn(can, routes, best, can.status(best)))
    return found


def _alternates(
    can: Askable, routes: list[tuple[int, ...]], *, max_hops: int
) -> list[tuple[int, ...]]:
    """Return the further ways that share no middle person with the best one or each other."""
    if not routes:
        return []
    _, *middle, insider = routes[0]
    dropped = [*can.without.tolist(), *(middle or [insider])]
    found = search_of(can.net).disjoint(
        can.insiders, count=_ALTERNATES - 1, max_hops=max_hops, without=dropped
    )
    return found.routes


def brokers(net: Network, *, max_hops: int = 4, former: bool = False) -> pd.DataFrame:
    """Rank the alters by what they open, and what only they open.

    Parameters
    ----------
    net, max_hops, former : as in `reach`

    Returns
    -------
    DataFrame
        person (key), name, opens (tuple of targets to which a path begins with them), only (those
        to which every path begins with them), expected (sum over `opens` of the best path's
        probability through them: the conversations they may bring). Most expected first; alters
        who open nothing are left out.

    Notes
    -----
    Brokerage in the sense of Burt: what passes through a person, and through nobody else.

    Examples
    --------
    >>> import infonet
    >>> book = infonet.Book(me="Robin Achterberg")
    >>> said = book.tie("Ana Diaz", company="Delta", new=True), book.want("Delta")
    >>> net = infonet.network(book, as_of="2026-06-30")
    >>> brokers(net)[["name", "only"]].iloc[0].tolist()
    ['Ana Diaz', ('Delta',)]
    """
    net, most = network_of(net), whole_number(max_hops, "max_hops", least=1)
    alters, strength = alters_of(net)
    names, onward = openings(net, max_hops=most, former=former)
    through = onward * strength[:, None]
    opens = through > 0
    alone = opens & (opens.sum(axis=0) == 1)
    found = pd.DataFrame(
        {
            "person": net.person[alters],
            "name": net.name[alters],
            "opens": [tuple(names[row]) for row in opens],
            "only": [tuple(names[row]) for row in alone],
            "expected": through.sum(axis=1),
        }
    )
    found = found.iloc[np.flatnonzero(opens.any(axis=1))]
    return found.sort_values(["expected", "name"], ascending=[False, True], ignore_index=True)


def _scouts(
    can: Askable, routes: Iterable[tuple[int, ...]], *, n: int, without: NDArray[np.int64]
) -> list[Approach]:
    """Return the ways of asking the `n` closest alters who may know somebody at a target.

    Insiders, those who begin a route, and those who have named somebody are left out: it is known
    who they know.
    """
    net = can.net
    known = {*without.tolist(), *can.scouted.tolist(), *(route[1] for route in routes)}
    insiders, ranked = can.target.insiders, map(int, _best_scouts(can))
    free = (alter for alter in ranked if alter not in known and not is_among(alter, insiders))
    return [scout(net, alter, can.target) for alter in islice(free, n)]


def _best_scouts(can: Askable) -> NDArray[np.int64]:
    """Rank the alters as scouts: by their chance, of equal ones the closest first."""
    net, ranked = can.net, closest_first(can.net)
    knows = knows_someone(net, can.target)
    if len(knows) == 0 or (knows == knows[0]).all():
        return ranked
    chance = net.own_strength[net.alters] * knows
    at = np.searchsorted(net.alters, ranked)
    return ranked[np.argsort(-chance[at].round(DIGITS), kind="stable")]


def _name(net: Network, person: int | None) -> str | None:
    return None if person is None else net.name[person]


def _target(
    net: Network, company: str | None, *, field: str | None, person: str | None, former: bool
) -> Target:
    """Return the company, field or person that was named, which must be one of the three."""
    if person is None:
        return net.target(company, field=field, former=former)
    if company is not None or field is not None:
        raise InfonetError("expected a company, `field=` or `person=`: name just one")
    return person_target(net, person)


def _reached(net: Network, target: Target, without: NDArray[np.int64]) -> bool:
    """Say whether no message to the person is to be offered: they are a tie, or not to be asked."""
    return bool(np.isin(target.insiders, np.concatenate([net.alters, without])).any())


def _frame(net: Network, can: Askable, ways: list[Approach]) -> pd.DataFrame:
    """Return the ways as a table, each with its status and its reasons in words."""
    target = can.target
    # Columns that say their type, because pandas takes longer to find it out than the search takes.
    text = partial(pd.array, dtype=TEXT)
    days = partial(np.array, dtype="datetime64[s]")
    routes = [tuple(net.keys[[*way.route]]) for way in ways]
    jobs = [
        (target.name, None)
        if way.insider is None
        else net.workplaces.at_target(way.insider, target)
        for way in ways
    ]
    stands = [can.status(way) for way in ways]
    return pd.DataFrame(
        {
            "kind": text([way.kind for way in ways]),
            "route": np.fromiter(routes, dtype=object, count=len(ways)),
            "names": text([" → ".join(net.name[[*way.route[1:]]]) or None for way in ways]),
            "insider": text([_name(net, way.insider) for way in ways]),
            "title": text([title for _, title in jobs]),
            "company": text([company for company, _ in jobs]),
            "hops": np.array([way.hops for way in ways], dtype=np.int64),
            "probability": np.array([way.probability for way in ways], dtype=np.float64),
            "low": np.array([way.low for way in ways], dtype=np.float64),
            "high": np.array([way.high for way in ways], dtype=np.float64),
            "fit": text(fit_words(net, target, [way.insider for way in ways])),
            "status": text([one.status for one in stands]),
            "status_date": days([one.date for one in stands]),
            "until": days([one.until for one in stands]),
            "why": text([why(net, target, way) for way in ways]),
        },
        index=pd.RangeIndex(len(ways)),
        copy=False,
    )
