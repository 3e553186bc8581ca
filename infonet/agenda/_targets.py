"""The targets: what the log says of each, and the best routes through different first persons."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from infonet.graph import Network
from infonet.insiders import Target
from infonet.ledger import AnyLog, Ledger, LedgerDay, Request, company_of
from infonet.paths import (
    DIGITS,
    Approach,
    BestCompletion,
    alters_of,
    closest_first,
    cold,
    from_route,
    predict_ask,
    scout,
    targets_of,
)
from infonet.tables.stages import MESSAGES, MET
from infonet.workdays import day_text, later

SWITCH = 3
"""Business days without a reply after which somebody else at the company is asked."""

AGAIN = pd.DateOffset(months=4)
"""Time after a silence before the same person is asked about the same company again."""

FOLLOWED = pd.Timedelta(days=28)
"""Time after a conversation by which it is reported back; until then it is followed up."""

_NOT_REACHED = ("open", "silent", "declined")


@dataclass(frozen=True)
class TargetStatus:
    """The status of one target by the log.

    `on_hold` is the reason not to ask anybody there now, `pending` the chance that an open request
    there ends in a conversation, and `waiting` has the keys of people whose answers are pending.
    People in `do_not_ask` may neither be asked about it nor be on a route to it; people who were
    `met` in a conversation there may help on, but are no new one.
    """

    on_hold: str | None
    pending: float
    waiting: tuple[str, ...]
    do_not_ask: frozenset[str]
    met: frozenset[str]


def target_status(
    net: Network, log: LedgerDay, requests: Iterable[Request], holidays: Iterable[object] = ()
) -> TargetStatus:
    """Work out the status of a target from the requests that were made about it."""
    requests, days_off = list(requests), list(holidays)
    reasons = (hold_reason(net, log, one, days_off) for one in requests)
    on_hold = next(filter(None, reasons), None)
    pending = [one for one in requests if one.state == "open"]
    met = {e.person for one in requests for e in one.events if e.stage in MET and e.person}
    return TargetStatus(
        on_hold=on_hold,
        pending=0.0 if on_hold else _any_of(net, pending),
        waiting=tuple(one.person for one in pending if one.person is not None),
        do_not_ask=frozenset(who for one in requests for who in _not_to_ask(one, log.day)),
        met=frozenset(met),
    )


def hold_reason(
    net: Network, log: LedgerDay, request: Request, holidays: Iterable[object]
) -> str | None:
    """Say why a request puts its company on hold; None where it does not."""
    who = name_of(net, request.insider or request.person)
    if request.name in log.planned:
        person, when = log.planned[request.name]
        who = name_of(net, person) if person else who
        return f"a conversation with {who} is planned for {day_text(when, as_of=log.day)}"
    if request.state == "offered":
        return f"{who} has brought an offer"
    if request.state in ("held", "referred"):
        last = request.latest("held", "referred")
        if last is not None and log.day < last + FOLLOWED:
            until = day_text(last + FOLLOWED, as_of=log.day)
            return f"{who} was met and is being followed up until {until}"
    if request.answered:
        return f"{who} has replied"
    if request.state == "open" and request.promise is not None:
        day = day_text(request.promise.day, as_of=log.day)
        return f"{name_of(net, request.promise.person)} said yes on {day}"
    switch = later(request.last, SWITCH, holidays)
    if request.state == "open" and log.day < switch:
        until = day_text(switch, as_of=log.day)
        return f"{name_of(net, request.person)} was asked, and has until {until}"
    return None


def _not_to_ask(request: Request, day: pd.Timestamp) -> Iterator[str]:
    """Yield who has declined, has not answered yet, or was silent less than four months ago."""
    yield from (e.person for e in request.events if e.stage == "declined" and e.person)
    refused = request.state == "declined" and not request.refused_by_company
    if refused and request.person and request.first("introduced") is None:
        yield request.person
    lately = request.state == "silent" and day < request.last + AGAIN
    over = lately or request.state == "withdrawn"
    if request.state != "open" and not over:
        return
    approached = [e.person for e in request.events if e.stage in MESSAGES and e.person]
    introduced = request.first("introduced") is not None
    for who in (request.person, *approached):
        # Who introduced has done their part, whatever came of it.
        if who is not None and not (over and introduced and who == request.person):
            yield who


def opted_out(log: LedgerDay) -> frozenset[str]:
    """Return the keys of people who asked not to be written to."""
    return frozenset(log.notes.person[log.notes.kind == "opted out"].dropna())


def not_reached(events: AnyLog, company: str, *, as_of: object) -> frozenset[str]:
    """Return the keys of people who were asked about a company and have not answered, or declined.

    Where a request brought an introduction, this is the person introduced: the connector has done
    their part. Everybody who asked not to be written to counts as well.
    """
    log = Ledger.of(events).on(as_of)
    asked = {
        (one.first("introduced") and one.insider) or one.person
        for one in log.requests
        if one.state in _NOT_REACHED and company_of(one.company) == company_of(company)
    }
    return opted_out(log) | {who for who in asked if who is not None}


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
    priority. The `insiders` are those who would be a new conversation for it.
    """

    number: int
    target: Target
    insiders: NDArray[np.int64]
    weight: float
    status: TargetStatus


class Candidate(NamedTuple):
    """Asking one person about one target.

    `person` is their position; None for a cold message to nobody known. `room` is how many more
    times they may be asked, and `place` their rank among candidates of equal worth.
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


def target_slots(net: Network, log: LedgerDay, holidays: Iterable[object]) -> list[TargetSlot]:
    """List the targets that are not on hold; who opted out is neither asked nor passed.

    Somebody inside several targets counts for the one wanted most.
    """
    never, days_off = opted_out(log), list(holidays)
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
    targets = [net.workplaces.named(name, strict=False) for name in names]
    return {at for one in targets if one.kind == "company" for at in one.insiders.tolist()}


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
    unknown = Target(slot.target.name, slot.target.kind, slot.insiders)
    way = cold(net, unknown, [(net.ego, person) for person in closed])
    stranger = way.route[1] if len(way.route) > 1 else None
    yield Candidate(slot, way, stranger, 1, len(alters))


def name_of(net: Network, person: str | None) -> str:
    """Return the name to show for a key; the key itself where the network does not know it."""
    if person is None:
        return "somebody"
    at = net.position(person, strict=False)
    return str(net.name[at]) if at >= 0 else person


def positions_of(net: Network, keys: Iterable[str]) -> list[int]:
    """Return the positions of the people known to the network, ascending."""
    found = net.positions(sorted(keys), strict=False)
    return sorted(int(at) for at in found if at >= 0 and at != net.ego)
