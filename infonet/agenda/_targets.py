"""The targets: what the log says of each, and the best routes through different first persons."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from infonet.graph import Network
from infonet.insiders import Target
from infonet.ledger import LedgerDay, Request, TargetLog
from infonet.names.people import called_by_key
from infonet.names.titles import FITS
from infonet.paths import (
    DIGITS,
    Approach,
    Askable,
    BestCompletion,
    alters_of,
    cold,
    contact_order,
    from_route,
    knows_someone,
    predict_ask,
    scout,
    statuses_elsewhere,
    target_log,
    targets_of,
)


@dataclass(frozen=True)
class TargetStatus:
    """The status of one target by the log.

    While it is `on_hold` nobody there is asked. `pending` is the chance that an open request there
    ends in a conversation, and `waiting` has the keys of people whose answers are pending.
    """

    on_hold: bool
    pending: float
    waiting: tuple[str, ...]


def target_status(net: Network, told: TargetLog) -> TargetStatus:
    """Work out the status of a target from what the log says of it."""
    on_hold = told.on_hold
    pending = [one for one in told.requests if one.state == "open"]
    return TargetStatus(
        on_hold=on_hold,
        pending=0.0 if on_hold else _any_of(net, pending),
        waiting=tuple(one.person for one in pending if one.person is not None),
    )


def _any_of(net: Network, requests: Iterable[Request]) -> float:
    """Return the chance that any request succeeds; of requests with common people the best."""
    chances = [(_chance(net, one), one) for one in requests]
    chances.sort(key=lambda pair: (-pair[0], pair[1].name))
    failure, taken = 1.0, set[str]()
    for chance, request in chances:
        people = {*request.route[1:]}
        if not people & taken:
            failure *= 1.0 - chance
            taken |= people
    return 1.0 - failure


def _chance(net: Network, request: Request) -> float:
    """Return the chance predicted on the day of asking, or else that of the network now."""
    if request.predicted is not None:
        return request.predicted
    way = predict_ask(net, request.person or "", request.company, kind=request.kind)
    return net.priors["cold"].mean if way is None else way.probability


@dataclass(frozen=True)
class TargetSlot:
    """A target about which somebody may be asked now.

    `number` is its place among the wanted targets, the most wanted first, and `weight` one over its
    priority. The `insiders` are those who would be a new conversation for it, `can` says over whom;
    a path ends at the first of them, so those who count for another target are on none of it.
    """

    number: int
    target: Target
    insiders: NDArray[np.int64]
    without: NDArray[np.int64]
    weight: float
    status: TargetStatus
    can: Askable

    def adds_at_most(self, strongest: float) -> float:
        """Return a bound of what an ask of somebody I know adds, by my strongest tie."""
        return self.weight * strongest * (1.0 - self.status.pending)


def room_of(net: Network, log: LedgerDay, *, load: int) -> NDArray[np.int64]:
    """Return how many more times each alter may be asked."""
    alters, _ = alters_of(net)
    room = np.full(len(alters), load, dtype=np.int64)
    taken = {net.position(key, strict=False): len(asks) for key, asks in log.under_way.items()}
    for at in np.flatnonzero(np.isin(alters, [*taken])).tolist():
        room[at] -= taken[int(alters[at])]
    return room


class Candidate(NamedTuple):
    """Asking one person about one target.

    `person` is their position; None for a cold message to nobody known. `room` is how many more
    times they may be asked, and `place` their rank among candidates of equal worth: by the fit of
    the insider, then the latest contact, then the name.
    """

    slot: TargetSlot
    way: Approach
    person: int | None
    room: int
    place: int

    @property
    def adds(self) -> float:
        """Return what it adds to the objective: weight × probability × (1 - what is pending)."""
        return self.slot.weight * self.way.probability * (1.0 - self.slot.status.pending)


def target_slots(
    net: Network, log: LedgerDay, holidays: Iterable[object], *, load: int
) -> list[TargetSlot]:
    """List the targets that are not on hold; who opted out is neither asked nor passed.

    Somebody inside several targets counts for the one wanted most.
    """
    days_off = list(holidays)
    elsewhere = statuses_elsewhere(net, log, holidays=days_off, load=load)
    taken = np.zeros(len(net), dtype=np.bool_)
    weights = 1.0 / net.workplaces.wanted.priority.to_numpy(dtype=np.float64)
    found = list[TargetSlot]()
    for number, target in enumerate(targets_of(net)):
        told = target_log(net, target, log, holidays=days_off, load=load)
        if not told.on_hold:
            can = Askable.of(net, target, told, elsewhere)
            counted = taken[can.insiders]
            insiders, others = can.insiders[~counted], can.insiders[counted]
            without = np.union1d(can.without, others)
            status = target_status(net, told)
            weight = float(weights[number])
            found.append(TargetSlot(number, target, insiders, without, weight, status, can))
            taken[target.insiders] = True
    return found


def candidates(
    net: Network, slot: TargetSlot, room: NDArray[np.int64], *, count: int, max_hops: int
) -> Iterator[Candidate]:
    """Yield the best routes to a target through different first persons, and the cold message.

    `room` says how many more times each alter may be asked. `count` candidates are kept per target,
    more than can be taken up elsewhere, so that one of the best is always free and at least as good
    as anybody after them.
    """
    alters, strength = alters_of(net)
    closed = slot.without
    onward = BestCompletion(
        net, slot.insiders, hops=max_hops - 1, without=closed.tolist(), target=slot.target
    )
    path = onward.product[alters]
    outside = ~_marked(net, slot.target.insiders, slot.can.scouted)[alters]
    asks = np.where(outside, knows_someone(net, slot.target), 0.0)
    value = strength * np.maximum(path, asks)
    by_path = path >= asks
    hops = np.where(by_path, 1 + onward.hops(alters), 2)
    open_to_ask = (value > 0) & (room > 0) & ~_marked(net, closed)[alters]
    contact = contact_order(net)[alters]
    worth = -value.round(DIGITS)
    free = np.flatnonzero(open_to_ask)
    if 0 < count < len(free):
        free = free[worth[free] <= np.partition(worth[free], count - 1)[count - 1]]
    order = free[np.lexsort((contact[free], hops[free], worth[free]))]
    best, rest = order[:count], order[count:]
    if len(best) and len(rest):
        # Whoever equals the last of the best may fit better; a scout leads to nobody known yet.
        equal = (worth[rest] == worth[best[-1]]) & (hops[rest] == hops[best[-1]]) & by_path[rest]
        best = np.concatenate([best, rest[equal]])
    fit = dict.fromkeys(best.tolist(), len(FITS))
    led = best[by_path[best]]
    fit |= zip(led.tolist(), onward.fits(alters[led]), strict=True)
    ranked = sorted(fit, key=lambda at: (worth[at], hops[at], fit[at], contact[at]))
    for at in ranked[:count]:
        alter = int(alters[at])
        way = (
            from_route(net, (net.ego, *onward.route(alter)))
            if by_path[at]
            else scout(net, alter, slot.target)
        )
        place = fit[at] * len(net) + int(contact[at])
        yield Candidate(slot, way, alter, int(room[at]), place)
    unknown = Target(slot.target.name, slot.target.kind, slot.insiders)
    way = cold(net, unknown, [(net.ego, person) for person in closed.tolist()])
    stranger = way.route[1] if len(way.route) > 1 else None
    yield Candidate(slot, way, stranger, 1, (1 + len(FITS)) * len(net))


def _marked(net: Network, *groups: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Mark the people of some groups."""
    found = np.zeros(len(net), dtype=np.bool_)
    for people in groups:
        found[people] = True
    return found


def name_of(net: Network, person: str | None) -> str:
    """Return the name to show for a key; the address where the network does not know it."""
    if person is None:
        return "somebody"
    at = net.position(person, strict=False)
    return str(net.name[at]) if at >= 0 else called_by_key(person)
