"""Candidates for a week: the best route to each target through each first person."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from infonet.agenda._targets import (
    TargetStatus,
    hold_reason,
    positions_of,
    target_status,
)
from infonet.errors import UnknownNameError
from infonet.graph import Network
from infonet.insiders import Target
from infonet.ledger import LedgerDay
from infonet.paths import (
    DIGITS,
    Approach,
    BestCompletion,
    alters_of,
    closest_first,
    cold,
    from_route,
    scout,
    targets_of,
)


@dataclass(frozen=True)
class TargetSlot:
    """A target about which somebody may be asked now.

    Attributes
    ----------
    number : int
        Place among the wanted targets, the most wanted first.
    insiders : ndarray of int64
        The insiders who would be a new conversation for this target.
    weight : float
        One over its priority.
    """

    number: int
    target: Target
    insiders: NDArray[np.int64]
    weight: float
    status: TargetStatus


class Candidate(NamedTuple):
    """Asking one person about one target.

    Attributes
    ----------
    person : int or None
        Position of the person to ask; None for a cold message to nobody known.
    room : int
        How many more times the person may be asked.
    place : int
        Its rank among candidates of equal worth.
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
    net: Network,
    log: LedgerDay,
    holidays: Iterable[object],
    never: frozenset[str] = frozenset(),
) -> list[TargetSlot]:
    """List the targets that are not on hold; people in `never` are neither asked nor passed.

    Somebody inside several targets counts for the one wanted most.
    """
    days_off = list(holidays)
    taken = _on_hold(net, log, days_off)
    weights = 1.0 / net.workplaces.wanted.priority.to_numpy(dtype=np.float64)
    found = list[TargetSlot]()
    for number, target in enumerate(targets_of(net)):
        aliases = net.workplaces.aliases(target.name) if target.kind == "company" else []
        status = target_status(net, log, log.about(target.name, aliases=aliases), days_off)
        if status.on_hold is None:
            met = positions_of(net, status.met)
            closed, helpful = status.do_not_ask | never, status.met - never
            status = replace(status, do_not_ask=closed, met=helpful)
            insiders = np.setdiff1d(target.insiders, [*taken, *met])
            found.append(TargetSlot(number, target, insiders, float(weights[number]), status))
            taken = taken | set(target.insiders.tolist())
    return found


def _on_hold(net: Network, log: LedgerDay, holidays: list[object]) -> set[int]:
    """Return everybody at a company that is on hold, whichever target they belong to."""
    requests = [one for one in log.all_requests if hold_reason(net, log, one, holidays)]
    names = {one.company for one in requests if one.company}
    fields = net.tables.companies.company[net.tables.companies.kind == "field"]
    inside: set[int] = set()
    for name in sorted(names - set(fields)):
        with suppress(UnknownNameError):  # nobody of the network works there
            inside |= set(net.target(name).insiders.tolist())
    return inside


def candidates(
    net: Network, slot: TargetSlot, room: NDArray[np.int64], *, count: int, max_hops: int
) -> Iterator[Candidate]:
    """Yield the best routes to a target through different first persons, and the cold message.

    `room` says how many more times each alter may be asked. `count` candidates are kept per target,
    more than can be taken up elsewhere, so that one of the best is always free and at least as good
    as anybody after them.
    """
    alters, strength = alters_of(net)
    closed = positions_of(net, slot.status.do_not_ask - slot.status.met)
    onward = BestCompletion(net, slot.insiders, hops=max_hops - 1, without=closed)
    path = onward.product[alters]
    outside = ~np.isin(alters, slot.target.insiders)
    asks = np.where(outside, net.priors["scout"].mean, 0.0)
    value = strength * np.maximum(path, asks)
    by_path = path >= asks
    hops = np.where(by_path, 1 + onward.hops(alters), 2)
    place = np.argsort(np.searchsorted(alters, closest_first(net)))
    free = (value > 0) & (room > 0) & ~np.isin(alters, closed)
    order = np.lexsort((place, hops, -value.round(DIGITS)))
    for at in [at for at in order if free[at]][:count]:
        alter = int(alters[at])
        way = from_route(net, (net.ego, *onward.route(alter))) if by_path[at] else scout(net, alter)
        yield Candidate(slot, way, alter, int(room[at]), int(place[at]))
    unknown = Target(slot.target.name, slot.target.kind, slot.insiders, ())
    way = cold(net, unknown, [(net.ego, person) for person in closed])
    stranger = way.route[1] if len(way.route) > 1 else None
    yield Candidate(slot, way, stranger, 1, len(alters))
