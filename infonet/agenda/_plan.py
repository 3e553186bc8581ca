"""The plan of a week: whom to ask, about which target, by which route."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import pandas as pd

from infonet.agenda._candidates import Choice, choices, openings
from infonet.agenda._log import Log, log_of
from infonet.agenda._note_rules import opted_out
from infonet.agenda.ilp import chosen
from infonet.errors import InfonetError
from infonet.graph import Network
from infonet.paths import DIGITS, alters_of, insider, why

__all__ = ["plan"]


def plan(
    net: Network,
    events: pd.DataFrame,
    *,
    as_of: object,
    asks: int = 5,
    load: int = 2,
    max_hops: int = 4,
    holidays: Iterable[object] = (),
    notes: pd.DataFrame | None = None,
) -> pd.DataFrame:
    """Whom to ask this week, about which target and by which route.

    It maximises the sum of weight × probability over the asks, the weight of a target being one
    over its priority: one person at a time per company, at most `load` open asks per person, and
    `asks` in all. The small integer programme is solved exactly.

    Parameters
    ----------
    net : Network
        A network whose tables name targets (``book.want``).
    events : DataFrame
        The log, raw or settled, as ``Book.tables().events``.
    as_of : date, str or Timestamp
        The day on which it is planned.
    asks : int
        How many asks there are time for.
    load : int
        How many open asks one person may have, those of the log included.
    max_hops : int
        Longest path considered, in ties.
    holidays : iterable of dates
        Days that are no business days, besides Saturdays and Sundays.
    notes : DataFrame, optional
        ``Book.notes()``: whoever asked not to be written to is neither asked nor passed.

    Returns
    -------
    DataFrame
        company (or field, as the user wrote it), kind (introduction, direct, scout or cold),
        person (key of whom to ask; missing where a cold message has nobody known to go to), name,
        route (tuple of person keys from the ego on), names (the same in words, without the ego),
        insider (name), title (theirs there), hops, probability (that a conversation is held), low,
        high (95 %), weight, adds (what the row adds to the sum), why (a sentence). What adds most
        first; ``infonet.plot.paths`` draws it.

    Raises
    ------
    InfonetError
        When no target is wanted yet, or a number makes no sense.

    Notes
    -----
    What the log says of a company comes first. It rests, and nobody else is asked there, within
    3 business days of the last message of an open request; when somebody there has replied or a
    conversation is planned; for four weeks after a conversation or a referral, while it is being
    followed up; and after an offer. Later asks at a company with an open request add
    weight × p × (1 - p pending). Who declined is not asked about that company again, nor passed on
    the way; who has not answered yet neither; who was silent, not for four months; who was met is
    no new conversation, but may introduce to one. A person inside several targets counts for the
    one wanted most, so that one conversation is planned once.

    Scouts compete with introductions by strength × P(knows somebody); through each person the
    better of the two is a choice. Cold messages never displace an ask of somebody you know: they
    fill what is left. Equal sums: fewer hops, then the closest people, then the order of targets.

    Examples
    --------
    >>> from infonet.graph import network
    >>> from infonet.tables import Tables
    >>> tables = Tables.of(
    ...     people=[{"person": "me"}, {"person": "in/ana", "name": "Ana Diaz"}],
    ...     jobs=[{"person": "in/ana", "company": "Delta"}],
    ...     ties=[{"source": "in/ana", "target": "me", "evidence": "connection", "origin": "me"}],
    ...     companies=[{"company": "Delta", "kind": "company", "priority": 2}],
    ... )
    >>> net = network(tables, as_of="2026-06-30")
    >>> week = plan(net, tables.events, as_of="2026-06-30")
    >>> week[["company", "kind", "name", "weight", "adds"]]
      company    kind      name  weight   adds
    0   Delta  direct  Ana Diaz     0.5  0.125
    """
    for name, value, lowest in (("asks", asks, 0), ("load", load, 1), ("max_hops", max_hops, 1)):
        if isinstance(value, bool) or not isinstance(value, int) or value < lowest:
            raise InfonetError(f"`{name}` takes a whole number from {lowest} up, not `{value}`")
    log = log_of(events, as_of, net.tables)
    alters, _ = alters_of(net)
    open_asks = pd.Series([one.person for one in log.requests if one.state == "open"], dtype="str")
    taken_up = open_asks.value_counts().reindex(net.person[alters], fill_value=0)
    room = np.full(len(alters), load, dtype=np.int64) - taken_up.to_numpy(dtype=np.int64)
    found = [
        choice
        for opening in openings(net, log, holidays, opted_out(notes))
        for choice in choices(net, opening, room, count=asks, max_hops=max_hops)
        if choice.adds > 0
    ]
    warm = _best([choice for choice in found if choice.way.kind != "cold"], asks)
    served = {choice.opening.number for choice in warm}
    strangers = [
        choice
        for choice in found
        if choice.way.kind == "cold" and choice.opening.number not in served
    ]
    taken = warm + sorted(strangers, key=_order)[: asks - len(warm)]
    return _frame(net, log, sorted(taken, key=_order))


def _best(found: list[Choice], asks: int) -> list[Choice]:
    """Those that add most together, within the limits."""
    if not found:
        return []
    adds = np.array([choice.adds for choice in found])
    company = np.array([choice.opening.number for choice in found])
    people, person = np.unique([choice.person for choice in found], return_inverse=True)
    room = np.zeros(len(people), dtype=np.int64)
    room[person] = [choice.room for choice in found]
    # As whole numbers, each weighing more than all that come after it together.
    place = np.unique([choice.place for choice in found], return_inverse=True)[1]
    later = 1 + asks * int(company.max())
    beyond = 1 + asks * (int(place.max()) * later + int(company.max()))
    hops = np.array([choice.way.hops for choice in found])
    price = hops * beyond + place * later + company
    limits = [(company, np.ones(company.max() + 1, dtype=np.int64)), (person, room)]
    return [found[at] for at in chosen(adds, price, limits, asks)]


def _order(choice: Choice) -> tuple[float, int, int]:
    """What adds most first, then fewer hops, then the more wanted target."""
    return -round(choice.adds, DIGITS), choice.way.hops, choice.opening.number


def _frame(net: Network, log: Log, taken: list[Choice]) -> pd.DataFrame:
    """The plan as a table."""
    rows = [
        {
            "company": choice.opening.target.name,
            "kind": choice.way.kind,
            "person": None if choice.person is None else net.keys[choice.person],
            "name": None if choice.person is None else net.name[choice.person],
            "route": tuple(net.keys[list(choice.way.route)]),
            "names": " → ".join(net.name[list(choice.way.route[1:])]) or None,
            "insider": insider(net, choice.way),
            "title": _title(net, choice),
            "hops": choice.way.hops,
            "probability": choice.way.probability,
            "low": choice.way.low,
            "high": choice.way.high,
            "weight": choice.opening.weight,
            "adds": choice.adds,
            "why": _why(net, log, choice),
        }
        for choice in taken
    ]
    return pd.DataFrame(rows, columns=list(_DTYPES)).astype(_DTYPES)


_DTYPES = {
    **dict.fromkeys(("company", "kind", "person", "name"), "str"),
    "route": "object",
    **dict.fromkeys(("names", "insider", "title"), "str"),
    "hops": "int64",
    **dict.fromkeys(("probability", "low", "high", "weight", "adds"), "float64"),
    "why": "str",
}


def _title(net: Network, choice: Choice) -> str | None:
    """The insider's job title there; None where nobody is known."""
    way, target = choice.way, choice.opening.target
    if way.kind == "scout" or len(way.route) < 2:
        return None
    return net.workplaces.at_target(way.route[-1], target)[1]


def _why(net: Network, log: Log, choice: Choice) -> str:
    """What to ask, and why it may work; what is pending there lowers what it adds."""
    opening, way = choice.opening, choice.way
    words = [why(net, opening.target, way)]
    if way.kind != "cold":
        first, last = net.name[way.route[1]], net.name[way.route[-1]]
        there = f"{'in' if opening.target.kind == 'field' else 'at'} {opening.target.name}"
        words.insert(0, _ASK[way.kind].format(first=first, last=last, there=there))
    if opening.standing.waiting:
        chance = f"{opening.standing.pending:.2f}"
        names = " and ".join(_names(net, opening.standing.waiting))
        words.append(f"counts less, as {names} may still bring one there (chance {chance})")
    return "; ".join(words)


_ASK = {
    "introduction": "ask {first} for an introduction towards {last}",
    "direct": "ask {first} for a conversation",
    "scout": "ask {first} whether they know somebody {there}",
}


def _names(net: Network, keys: Iterable[str]) -> list[str]:
    """Names to show; the key where the network does not know somebody."""
    at = net.person.get_indexer(pd.Index(list(keys), dtype="str"))
    return [str(net.name[one]) if one >= 0 else key for one, key in zip(at, keys, strict=True)]
