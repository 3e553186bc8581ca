"""Find who can be asked about a target now, by the log, and order ways that are equally good."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from infonet.errors import InfonetError, UnknownNameError
from infonet.graph import Network, unweighted
from infonet.insiders import Target
from infonet.ledger import ASK, LOAD, STATUSES, Ledger, LedgerDay, Status, TargetLog
from infonet.names.people import fold, name_key
from infonet.names.titles import FITS
from infonet.paths._alters import BestCompletion, contact_order, search_of
from infonet.paths._approach import DIGITS, Approach, from_route, scout
from infonet.tables import LATEST

_TO_WAIT_FOR = ("closed", "agreed", "waiting", "silent", "resting")
"""The status of people who are neither asked now nor reached around."""

_MARKED = ("agreed", "waiting", "silent", "resting", "met", "closed")
"""The order of the ways that cannot be asked now."""


@dataclass(frozen=True)
class Askable:
    """The people to whom ways about a target may lead now, and those over whom they may not.

    The `insiders` would be a new conversation: who was met there may help on instead. People in
    `without` are neither asked nor passed. Who is in `scouted` has told who they know there, and is
    not asked for that again. Who belongs to another target as well, as people of a field belong to
    a company, has one status for both: `elsewhere` gives that of the other.
    """

    net: Network
    target: Target
    told: TargetLog
    insiders: NDArray[np.int64]
    without: NDArray[np.int64]
    scouted: NDArray[np.int64]
    elsewhere: Mapping[int, Status]

    @classmethod
    def of(
        cls,
        net: Network,
        target: Target,
        told: TargetLog,
        elsewhere: Mapping[int, Status] | None = None,
    ) -> Askable:
        """Take from the target who was met, and set apart who is waited for, silent or closed.

        `elsewhere` is what `statuses_elsewhere` says of the log, where that is known already.
        """
        status = {key: one.status for key, one in told.people.items()}
        apart = {key for key, one in status.items() if one in _TO_WAIT_FOR} | {*told.never}
        met = {key for key, one in status.items() if one == "met"}
        insiders = _but(target.insiders, _positions(net, met))
        if elsewhere is None:
            own = told.log is net.once(_log) and not told.holidays
            elsewhere = net.once(_elsewhere) if own else statuses_elsewhere(net, told.log)
        if target.kind == "person" or told.on_hold:  # of its own status everybody there has a share
            elsewhere = {}
        insiders = _but(insiders, np.array([*elsewhere], dtype=np.int64))
        scouted = _positions(net, told.scouted)
        return cls(net, target, told, insiders, _positions(net, apart), scouted, elsewhere)

    @property
    def strangers(self) -> Target:
        """Return the target with those alone who can be asked."""
        left = _but(self.insiders, self.without)
        return Target(self.target.name, self.target.kind, left, self.target.spellings)

    @property
    def bars_anybody(self) -> bool:
        """Say whether anybody cannot be asked now, or is no new conversation."""
        return len(self.without) > 0 or len(self.insiders) < len(self.target.insiders)

    def __contains__(self, route: Sequence[int]) -> bool:
        """Say whether a route can be asked now."""
        apart, ends = self._closed
        return not (apart & {*route[1:]}) and (len(route) < 2 or route[-1] not in ends)

    @cached_property
    def _closed(self) -> tuple[frozenset[int], frozenset[int]]:
        """Return who is neither asked nor passed, and at whom no way may end."""
        met = len(self.insiders) < len(self.target.insiders)
        ends = _but(self.target.insiders, self.insiders) if met else self.insiders[:0]
        return frozenset(self.without.tolist()), frozenset(ends.tolist())

    def status(self, way: Approach) -> Status:
        """Return the status of a way; while the target is on hold, `until` when."""
        found = self.told.way(self.net.keys[[*way.route[1:]]])
        if way.route not in self:
            end = self.elsewhere.get(way.route[-1], found)
            return min(found, end, key=lambda one: STATUSES.index(one.status))
        hold = self.told.hold
        return found if hold is None or hold.until is None else found._replace(until=hold.until)

    def marked(self, routes: Iterable[Sequence[int]], *, max_hops: int) -> list[Approach]:
        """Return the ways that cannot be asked now: of `routes`, and the best through each alter.

        The alters are those who were asked about the target, or said no.
        """
        net = self.net
        ways = [from_route(net, route) for route in routes if route not in self]
        apart = np.intersect1d(net.alters, self.without)
        onward = BestCompletion(net, self.target.insiders, hops=max_hops - 1, target=self.target)
        for alter in apart.tolist():
            if onward.product[alter] > 0:
                ways.append(from_route(net, (net.ego, *onward.route(alter))))
            elif self._was_asked(str(net.keys[alter])):
                ways.append(scout(net, alter, self.target))
        once = {(way.kind, way.route): way for way in ways}
        return sorted(once.values(), key=self._mark)

    def _was_asked(self, person: str) -> bool:
        return self.told.people.get(person, Status("resting")).status != "resting"

    def _mark(self, way: Approach) -> tuple[int, float, int]:
        return _MARKED.index(self.status(way).status), -round(way.probability, DIGITS), way.hops


def target_log(
    net: Network,
    target: Target,
    log: LedgerDay | None = None,
    *,
    holidays: Iterable[object] = (),
    load: int = LOAD,
) -> TargetLog:
    """Return what a log says of a target; that of the network's own tables by default.

    A person is reached at the company where they work.
    """
    name = target.name
    if target.kind == "person":
        name = net.workplaces.at_target(int(target.insiders[0]), target)[0] or ""
    aliases = [] if target.kind == "field" else net.workplaces.aliases(name)
    log = net.once(_log) if log is None else log
    return TargetLog.of(log, name, aliases=aliases, holidays=holidays, load=load)


def statuses_elsewhere(
    net: Network, log: LedgerDay, *, holidays: Iterable[object] = (), load: int = LOAD
) -> dict[int, Status]:
    """Return the status of everybody inside a company or field of a log who is not open for it.

    While a company is on hold that is everybody there: one person at a time is asked at a company.
    Of several statuses the first of `STATUSES` counts.
    """
    days_off, found = list(holidays), dict[int, Status]()
    names = {one.company for one in log.all_requests} | {one.company for one in log.events}
    for name in sorted(filter(None, names | {*log.rests[ASK].companies})):
        target = net.workplaces.named(name, strict=False)
        told = target_log(net, target, log, holidays=days_off, load=load)
        hold = told.hold if target.kind == "company" else None
        for at, key in zip(target.insiders.tolist(), net.keys[target.insiders], strict=True):
            status = told.person(key) if hold is None else hold._replace(person=key)
            if status.status != "open":
                both = (found.get(at, status), status)
                found[at] = min(both, key=lambda one: STATUSES.index(one.status))
    return found


def best_routes(
    net: Network,
    target: Target,
    insiders: NDArray[np.int64],
    *,
    k: int,
    max_hops: int,
    without: Iterable[int] = (),
    by: str = "probability",
) -> list[tuple[int, ...]]:
    """Find the k best routes: by probability, hops, fit of the insider, latest contact, then names.

    The search orders equal routes by contact and names. Where the last one found equals the next,
    each fit is searched for on its own, with all other insiders closed: a path ends at the first
    insider that it meets, so it is among the k best of its fit or not among the k best at all.
    """
    search, closed = search_of(net), [*without]
    find = search.k_best if by == "probability" else search.fewest_hops
    found = find(insiders, k=k + 1 if k else 0, max_hops=max_hops, without=closed)
    equal = [_rank(*one, by=by) for one in zip(found.routes, found.products, strict=True)]
    if len(insiders) < 2 or not net.workplaces.own_work or len({*equal}) == len(equal):
        return found.routes[:k]
    fits = net.workplaces.fits(insiders, target)
    ranked = list(zip(equal, found.routes, strict=True))
    if len(ranked) > k and equal[k] == equal[k - 1] and len(np.unique(fits)) > 1:
        # What is better than the last place is found already; that place goes by the fit first.
        ranked = [one for one in ranked if one[0] < equal[k - 1]]
        for fit in np.unique(fits):
            others = [*closed, *insiders[fits != fit].tolist()]
            of_fit = find(insiders[fits == fit], k=k, max_hops=max_hops, without=others)
            places = zip(of_fit.routes, of_fit.products, strict=True)
            last = [(_rank(*one, by=by), one[0]) for one in places]
            ranked += [one for one in last if one[0] == equal[k - 1]]
            if len(ranked) >= k:
                break
    fit_of = dict(zip(insiders.tolist(), fits.tolist(), strict=True))
    place = contact_order(net)
    ranked.sort(key=lambda one: (one[0], fit_of[one[1][-1]], int(place[one[1][1]]), one[1]))
    return [route for _, route in ranked[:k]]


def disjoint_routes(
    net: Network,
    target: Target,
    insiders: NDArray[np.int64],
    *,
    count: int,
    max_hops: int,
    without: Iterable[int] = (),
) -> list[tuple[int, ...]]:
    """Find routes that share no middle person, greedily: the best, then the best of the rest."""
    found: list[tuple[int, ...]] = []
    dropped = [*without]
    while len(found) < count:
        best = best_routes(net, target, insiders, k=1, max_hops=max_hops, without=dropped)
        if not best:
            break
        found += best
        _, *middle, insider = best[0]
        dropped += middle or [insider]
    return found


def fit_words(net: Network, target: Target, people: Sequence[int | None]) -> list[str | None]:
    """Return how each insider fits the work wanted; None where one of both is not known."""
    known = [one for one in people if one is not None]
    if not net.workplaces.own_work or not known:
        return [None] * len(people)
    fits = dict(zip(known, net.workplaces.fits(np.array(known), target).tolist(), strict=True))
    return [None if one is None else FITS[fits[one]] for one in people]


def person_target(net: Network, person: str) -> Target:
    """Return a person as a target of their own, given by key or by name.

    Raises
    ------
    UnknownNameError
        Nobody is called so; it offers the nearest. Several are; it offers their keys.
    InfonetError
        The ego, who needs no way to themselves.
    """
    at = net.position(person, strict=False)
    if at < 0:
        wanted = fold(str(person)).split()
        same = [at for at, name in enumerate(net.name) if fold(str(name)).split() == wanted]
        if not same:
            # Turned round, from a mail, with a credential: by the key of the name.
            key = name_key(person)
            same = [at for at, name in enumerate(net.name) if key and name_key(name) == key]
        if len(same) > 1:
            keys = [str(net.keys[at]) for at in same]
            listed = ", ".join(f"`{key}`" for key in keys)
            raise UnknownNameError(
                f"`{person}` is the name of several people: give one of the keys {listed}", keys
            )
        at = same[0] if same else net.position(person)
    if at == net.ego:
        raise InfonetError(f"`{person}` is you: name the person whom you want to reach")
    return Target(str(net.name[at]), "person", np.array([at], dtype=np.int64), ())


def _but(people: NDArray[np.int64], others: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return the people, who ascend, without others."""
    if not len(others) or not len(people):
        return people
    return people[~np.isin(people, others)]


def _rank(route: tuple[int, ...], product: float, *, by: str) -> tuple[float, float]:
    """Rank a route by its rounded product and its hops, in the order asked for."""
    chance, hops = -float(np.rint(product * 10.0**DIGITS)), float(len(route))
    return (chance, hops) if by == "probability" else (hops, chance)


def _positions(net: Network, keys: Iterable[str]) -> NDArray[np.int64]:
    """Return the positions of those whom the network knows, but the ego."""
    wanted = sorted(keys)
    if not wanted:
        return np.empty(0, dtype=np.int64)
    found = np.unique(net.positions(wanted, strict=False))
    known: NDArray[np.int64] = found[(found >= 0) & (found != net.ego)]
    return known


@unweighted
def _log(net: Network) -> LedgerDay:
    """Return the log of the network's own tables on its day."""
    day = LATEST if pd.isna(net.as_of) else net.as_of
    return net.once(log_of).on(day)


@unweighted
def _elsewhere(net: Network) -> dict[int, Status]:
    """Return the statuses by the log of the network's own tables."""
    return statuses_elsewhere(net, net.once(_log))


@unweighted
def log_of(net: Network) -> Ledger:
    """Read the log of a network's tables; `net.once(log_of)` reads it once for all that ask."""
    return Ledger.of(net.tables)
