"""Where a target stands by its log: whether to let it rest, what is pending, whom not to ask."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import pandas as pd

from infonet.agenda._log import FOLLOWED, Log, Request
from infonet.graph import Network
from infonet.paths import foresee
from infonet.workdays import later

__all__ = ["AGAIN", "SWITCH", "Standing", "rest", "standing"]

SWITCH = 3
"""Business days without a reply after which somebody else at the company is asked."""

AGAIN = pd.DateOffset(months=4)
"""Nobody who was silent is asked about the same company again sooner: three times a year."""

_APPROACHES = frozenset({"asked", "introduced", "contacted", "followed up", "replied", "scheduled"})


@dataclass(frozen=True)
class Standing:
    """What the log says of one target.

    Attributes
    ----------
    resting : str or None
        Why nobody is asked there now; None when somebody may be.
    pending : float
        The chance that what was asked there already ends in a conversation.
    waiting : tuple of str
        Keys of the people whose answers are pending.
    refused : frozenset of str
        Who may neither be asked about it nor be on a way to it.
    met : frozenset of str
        Who has held a conversation there; they may help on, but are no new conversation.
    """

    resting: str | None
    pending: float
    waiting: tuple[str, ...]
    refused: frozenset[str]
    met: frozenset[str]


def standing(
    net: Network, log: Log, requests: Iterable[Request], holidays: Iterable[object] = ()
) -> Standing:
    """Where a target stands, from the requests that were made about it."""
    requests, days_off = list(requests), list(holidays)
    resting = next(filter(None, (rest(net, log, one, days_off) for one in requests)), None)
    open_ones = [one for one in requests if one.state == "open"]
    pending = 0.0 if resting else _any_of(net, open_ones)
    return Standing(
        resting,
        pending,
        tuple(one.person for one in open_ones if one.person is not None),
        frozenset(who for one in requests for who in _refused(one, log.day)),
        frozenset(e.person for one in requests for e in one.events if _met(e.stage) and e.person),
    )


def rest(net: Network, log: Log, request: Request, holidays: Iterable[object]) -> str | None:
    """Why one request keeps its company from being asked now, in words."""
    who = _name(net, request.insider or request.person)
    if request.name in log.planned:
        person, when = log.planned[request.name]
        who = _name(net, person) if person else who
        return f"a conversation with {who} is planned for {when.date()}"
    if request.state == "offered":
        return f"{who} has brought an offer"
    if request.state in ("held", "referred"):
        last = request.latest("held", "referred")
        if last is not None and log.day < last + FOLLOWED:
            return f"{who} was met and is being followed up until {(last + FOLLOWED).date()}"
    if request.answered:
        return f"{who} has replied"
    if request.state == "open" and log.day < later(request.last, SWITCH, holidays):
        asked = _name(net, request.person)
        return f"{asked} was asked, and has until {later(request.last, SWITCH, holidays).date()}"
    return None


def _met(stage: str) -> bool:
    return stage in ("held", "referred", "offered")


def _refused(request: Request, day: pd.Timestamp) -> Iterator[str]:
    """Who has declined, has not answered yet, or was silent a short while ago."""
    yield from (e.person for e in request.events if e.stage == "declined" and e.person)
    if request.state == "declined" and request.person and request.first("introduced") is None:
        yield request.person
    lately = request.state == "silent" and day < request.last + AGAIN
    if request.state != "open" and not lately:
        return
    approached = [e.person for e in request.events if e.stage in _APPROACHES and e.person]
    introduced = request.first("introduced") is not None
    for who in (request.person, *approached):
        # Who introduced has done their part, whatever came of it.
        if who is not None and not (lately and introduced and who == request.person):
            yield who


def _any_of(net: Network, requests: Iterable[Request]) -> float:
    """The chance that any of some requests succeeds; of those with common people the best."""
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
    """As predicted on the day of asking, or else as the network sees it now."""
    if request.predicted is not None:
        return request.predicted
    way = foresee(net, request.person or "", request.company, kind=request.kind)
    return net.priors["cold"].mean if way is None else way.probability


def _name(net: Network, person: str | None) -> str:
    """The name to show for a key; the key itself where nobody of the network has it."""
    if person is None:
        return "somebody"
    at = int(net.person.get_indexer(pd.Index([person]))[0])
    return str(net.name[at]) if at >= 0 else person
