"""The status of a target by its log: whether it is on hold, and who is not to be asked."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import pandas as pd

from infonet.graph import Network
from infonet.ledger import LedgerDay, Request, company_of
from infonet.paths import predict_ask
from infonet.tables.stages import MESSAGES, MET
from infonet.workdays import later

SWITCH = 3
"""Business days without a reply after which somebody else at the company is asked."""

AGAIN = pd.DateOffset(months=4)
"""Time after a silence before the same person is asked about the same company again."""

FOLLOWED = pd.Timedelta(days=28)
"""Time after a conversation by which it is reported back; until then it is followed up."""

_NOT_REACHED = ("open", "silent", "declined")


@dataclass(frozen=True)
class TargetStatus:
    """What the log says of one target.

    Attributes
    ----------
    on_hold : str or None
        The reason not to ask anybody there now; None when somebody may be asked.
    pending : float
        The chance that an open request there ends in a conversation.
    waiting : tuple of str
        Keys of the people whose answers are pending.
    do_not_ask : frozenset of str
        Keys of people who may neither be asked about it nor be on a route to it.
    met : frozenset of str
        Keys of people who held a conversation there; they may help on, but are no new one.
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
        return f"a conversation with {who} is planned for {when.date()}"
    if request.state == "offered":
        return f"{who} has brought an offer"
    if request.state in ("held", "referred"):
        last = request.latest("held", "referred")
        if last is not None and log.day < last + FOLLOWED:
            return f"{who} was met and is being followed up until {(last + FOLLOWED).date()}"
    if request.answered:
        return f"{who} has replied"
    if request.state == "open" and request.promise is not None:
        return f"{name_of(net, request.promise.person)} said yes on {request.promise.day.date()}"
    if request.state == "open" and log.day < later(request.last, SWITCH, holidays):
        asked = name_of(net, request.person)
        return f"{asked} was asked, and has until {later(request.last, SWITCH, holidays).date()}"
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


def not_reached(requests: pd.DataFrame, company: str, *, notes: pd.DataFrame) -> set[str]:
    """Return the keys of people who were asked about a company and have not answered, or declined.

    Where a request brought an introduction, this is the person introduced: the connector has done
    their part. Everybody who asked not to be written to counts as well. The requests are those of
    `request_table`, and the notes those of the book.
    """
    about = requests.company.map(company_of, na_action="ignore") == company_of(company)
    asked = requests[requests.state.isin(_NOT_REACHED) & about]
    met = asked.introduced.notna() & (asked.kind != "scout")
    last = asked.route.map(lambda route: route[-1])
    out = notes.person[notes.kind == "opted out"]
    return {*last.where(met, asked.person).dropna(), *out.dropna()}


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
