"""The plan of a week: who to ask, about which target, by which route."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any

import networkx as nx
import numpy as np
import pandas as pd
from numpy.typing import NDArray

from infonet.agenda._targets import Candidate, candidates, name_of, room_of, target_slots
from infonet.errors import whole_number
from infonet.graph import Network, network_of
from infonet.ledger import LOAD, AnyLog, Ledger
from infonet.paths import DIGITS, alters_of, fit_words, why
from infonet.tables import TEXT, typed

_Limited = tuple[NDArray[np.int64], NDArray[np.int64]]
"""The number of each choice, and the most choices of each number."""

_ASK = {
    "introduction": "Ask {first} for an introduction towards {last}",
    "direct": "Ask {first} for a conversation",
    "scout": "Ask {first} who they know {there}",
}

ASKS = 5
"""The asks of a week for which no goal is set."""

_SCALE = 1e6
"""The best choice counts this much: the solver's own tolerances are about one in a million."""

_SAME = 1e-10
"""Two totals that differ by less, relative to the best single choice, are equal."""

_CLEARLY = 1e-9
"""What adds more than another by so much, relative to the best single choice, is better."""

PLANNED = {
    **dict.fromkeys(("company", "kind", "person", "name"), TEXT),
    "route": "object",
    **dict.fromkeys(("names", "insider", "title"), TEXT),
    "hops": "int64",
    **dict.fromkeys(("probability", "low", "high", "weight", "adds"), "float64"),
    **dict.fromkeys(("fit", "status"), TEXT),
    "status_date": "datetime64[s]",
    "why": TEXT,
}


def plan(
    net: Network,
    events: AnyLog,
    *,
    as_of: object,
    asks: int | None = None,
    load: int = LOAD,
    max_hops: int = 4,
    holidays: Iterable[object] = (),
) -> pd.DataFrame:
    """Choose who to ask this week, about which target and by which route.

    The plan maximises the sum of weight × probability over the asks, the weight of a target being
    one over its priority: one person at a time per company, at most `load` open asks per person,
    and `asks` in all. The small integer programme is solved exactly.

    Parameters
    ----------
    net : Network
        A network whose tables name targets (``book.want``). Who opted out by its notes, whatever
        their date, is neither asked nor passed.
    events : DataFrame, Tables, Book or Ledger
        The log, raw or settled.
    as_of : date, str or Timestamp
        The day on which it is planned.
    asks : int, optional
        The number of asks there is time for; your goal if not given (a note of the kind ``goal``),
        or 5 where there is none.
    load : int
        The most open asks that one person may have, with those of the log.
    max_hops : int
        The longest path considered, in ties.
    holidays : iterable of dates
        Days that are no business days, besides Saturdays and Sundays.

    Returns
    -------
    DataFrame
        company (or field, as the user wrote it), kind (introduction, direct, scout or cold),
        person (key; missing where nobody is known to send a cold message to), name,
        route (tuple of person keys from the ego on), names (the same in words, without the ego),
        insider (name), title (theirs there), hops, probability (that a conversation is held), low,
        high (95 %), weight, adds (what the row adds to the sum), fit (of the insider for the work
        wanted), status and status_date (as in `warm_paths`), why (a sentence). Largest `adds`
        first; ``infonet.plot.paths`` draws it.

    Raises
    ------
    InfonetError
        A number makes no sense, or `net` or `events` is something else.

    Notes
    -----
    What the log says of a company comes first. It is on hold, and nobody else is asked there,
    within 3 business days of the last message of an open request; when somebody there has replied,
    somebody asked has said yes, or a conversation is planned; for four weeks after a conversation
    or a referral, while it is being followed up; after an offer; and where you let it go as a
    whole. Later asks at a company with an open request add weight × p × (1 - p pending). People who
    declined are neither asked about that company nor passed on the route for a year; the same holds
    for people who have not answered yet, and where you withdrew; after a silence it holds for four
    months. People you met are no new conversation, but may introduce you to one. Who is snoozed is
    neither asked nor passed, and nobody is asked about a company that is. What is known of somebody
    at the company where they work holds for a field, too, and the other way round. A person
    inside several targets counts for the one wanted most, so that one conversation is planned once.

    Scouts compete with introductions by strength × P(knows somebody); through each person the
    better of the two is a choice. Who has named somebody there is no scout for it for four months.
    Cold messages never displace an ask of somebody you know: they fill what is left. Equal sums:
    fewer hops, then the fit of the insider, then the latest contact, then the order of targets.

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
    load = whole_number(load, "load", least=1)
    max_hops = whole_number(max_hops, "max_hops", least=1)
    log = Ledger.of(events, network_of(net).tables).on(as_of)
    asks = (goal_of(log.notes) or ASKS) if asks is None else whole_number(asks, "asks", least=0)
    room = room_of(net, log, load=load)
    strongest = float(alters_of(net)[1].max(initial=0.0))
    slots = target_slots(net, log, holidays, load=load)
    found, least = list[Candidate](), 0.0
    for slot in sorted(slots, key=lambda one: -one.adds_at_most(strongest)):
        if slot.adds_at_most(strongest) < least:
            break
        ways = candidates(net, slot, room, count=asks, max_hops=max_hops)
        found, least = _in_reach([*found, *(one for one in ways if one.adds > 0)], asks)
    found.sort(key=lambda one: one.slot.number)
    warm = _best([one for one in found if one.way.kind != "cold"], asks)
    served = {one.slot.number for one in warm}
    strangers = [one for one in found if one.way.kind == "cold" and one.slot.number not in served]
    taken = warm + sorted(strangers, key=_order)[: asks - len(warm)]
    return plan_frame(net, sorted(taken, key=_order))


def goal_of(notes: pd.DataFrame, day: pd.Timestamp | None = None) -> int | None:
    """Return the goal, asks a week, in the notes of a log; None where none is set.

    With a `day`, it is the goal of that day; the first one holds for the time before it, too.
    """
    goals = notes[notes.kind == "goal"]
    if goals.empty:
        return None
    numbers = pd.to_numeric(goals.text, errors="coerce")
    goals = goals.assign(number=numbers).dropna(subset="number")
    if goals.empty:
        return None
    known = goals if day is None else goals[~(goals.date > day)]
    return int(goals.number.iloc[0] if known.empty else known.number.iloc[-1])


def solve(
    worth: NDArray[np.float64],
    price: NDArray[np.int64],
    groups: Sequence[_Limited],
    most: int,
) -> NDArray[np.int64]:
    """Choose the greatest total worth; among equal totals the least total price.

    Return the positions of the choices, ascending. Each group is the number of the group of each
    choice, and the most choices of each number; `most` limits the choices in all. Where the best
    choices under fewer limits hold all of them, nothing is left to be solved. Two groups make it a
    flow, more an integer programme.
    """
    if not len(worth) or most < 1 or worth.max() <= 0:
        return np.empty(0, dtype=np.int64)
    easy = _greedy(worth, price, groups, most)
    if easy is not None:
        return easy
    if len(groups) == 2:
        return _flow(worth, price, groups, most)
    return _programme(worth, price, groups, most)


def _flow(
    worth: NDArray[np.float64], price: NDArray[np.int64], groups: Sequence[_Limited], most: int
) -> NDArray[np.int64]:
    """Send choices from the numbers of one group to those of the other.

    It is solved in whole numbers, of which the least difference of worth outweighs all prices: so
    one solution is the best, and of equals the cheapest (Ahuja, Magnanti & Orlin 1993, 11).
    """
    G: nx.DiGraph[Any] = nx.DiGraph()
    G.add_edge("end", "start", capacity=most)
    (some, at_start), (others, at_end) = (
        (of.tolist(), limit.clip(min=0).tolist()) for of, limit in groups
    )
    G.add_edges_from(("start", (0, at), {"capacity": n}) for at, n in enumerate(at_start))
    G.add_edges_from(((1, at), "end", {"capacity": n}) for at, n in enumerate(at_end))
    above = 1 + most * int(price.max())
    scaled = (worth / (worth.max() * _SAME)).round().astype(np.int64).tolist()
    rows = zip(some, others, scaled, price.tolist(), strict=True)
    for choice, (one, other, adds, costs) in enumerate(rows):
        arc, weight = ((0, one), (1, other)), costs - adds * above
        if not G.has_edge(*arc) or weight < G.edges[arc]["weight"]:
            G.add_edge(*arc, capacity=1, weight=weight, choice=choice)
    _, sent = nx.network_simplex(G)
    chosen = [
        G.edges[tail, head]["choice"]
        for tail, heads in sent.items()
        for head, many in heads.items()
        if many and "choice" in G.edges[tail, head]
    ]
    return np.array(sorted(chosen), dtype=np.int64)


def _programme(
    worth: NDArray[np.float64], price: NDArray[np.int64], groups: Sequence[_Limited], most: int
) -> NDArray[np.int64]:
    """Solve it twice: for the worth alone, then for the price with the worth held at its best.

    The second can therefore not change the first.
    """
    from scipy.optimize import Bounds, LinearConstraint, milp
    from scipy.sparse import csr_array, vstack

    number = np.arange(len(worth))
    ones = np.ones(len(worth))
    rows = [
        csr_array((ones, (group, number)), shape=(len(limit), len(worth)))
        for group, limit in groups
    ]
    limits = np.concatenate([*(limit for _, limit in groups), [most]]).astype(np.float64)
    within = LinearConstraint(vstack([*rows, csr_array(ones[None, :])]), ub=limits)

    def least(cost: NDArray[np.float64], *more: LinearConstraint) -> NDArray[np.int64] | None:
        found = milp(
            cost,
            integrality=np.ones(len(worth), dtype=np.int64),
            bounds=Bounds(0, 1),
            constraints=[within, *more],
            options={"mip_rel_gap": 0.0},
        )
        return None if found.x is None else np.flatnonzero(found.x > 0.5)

    scaled = worth * (_SCALE / worth.max())
    best = least(-scaled)
    assert best is not None  # choosing nothing is always allowed
    total = float(scaled[best].sum())
    held = LinearConstraint(csr_array(scaled[None, :]), lb=total - _SAME * _SCALE)
    neat = least(price.astype(np.float64), held)
    if neat is None or scaled[neat].sum() < total - 2 * _SAME * _SCALE:
        return best
    return neat


def _greedy(
    worth: NDArray[np.float64],
    price: NDArray[np.int64],
    groups: Sequence[_Limited],
    most: int,
) -> NDArray[np.int64] | None:
    """Take the best choices within the first limits; None where they break another.

    The limits of one group, and that of all, are a matroid: there the greedy choice is the best,
    and of equals the cheapest (Edmonds 1971). The best under fewer limits is the best under all
    of them, if it holds them.
    """
    if worth.min() <= 0:
        return None
    (first, limit), *others = groups
    left = limit.tolist()
    taken = list[int]()
    order = np.lexsort((price, -(worth / (worth.max() * _SAME)).round()))
    for at in order.tolist():
        if left[first[at]] > 0:
            left[first[at]] -= 1
            taken.append(at)
            if len(taken) == most:
                break
    found = np.sort(np.array(taken, dtype=np.int64))
    for group, limits in others:
        if (np.bincount(group[found], minlength=len(limits)) > limits).any():
            return None
    return found


def _best(found: list[Candidate], asks: int) -> list[Candidate]:
    """Choose the candidates that add most together, within the limits."""
    if not found:
        return []
    adds = np.array([one.adds for one in found])
    company = np.array([one.slot.number for one in found])
    people, person = np.unique([one.person for one in found], return_inverse=True)
    room = np.zeros(len(people), dtype=np.int64)
    room[person] = [one.room for one in found]
    # One whole number: each part outweighs all the parts after it together.
    place = np.unique([one.place for one in found], return_inverse=True)[1]
    later = 1 + asks * int(company.max())
    beyond = 1 + asks * (int(place.max()) * later + int(company.max()))
    hops = np.array([one.way.hops for one in found])
    price = hops * beyond + place * later + company
    limits = [(company, np.ones(company.max() + 1, dtype=np.int64)), (person, room)]
    return [found[at] for at in solve(adds, price, limits, asks)]


def _in_reach(found: list[Candidate], asks: int) -> tuple[list[Candidate], float]:
    """Return the candidates that the best choice can hold, and the least that one adds; else 0.

    *Lemma.* Take candidates from the best on, one a target and each person within their room, until
    2 · asks - 1 are taken: the best choice holds nothing worse than all of these. *Proof.* Each of
    the other asks - 1 that it holds bars at most one of these by its target and, where it fills its
    person's room, one by its person. So one is free, and better. ∎ Then the best choice has `asks`
    asks, and no cold message beside them.
    """
    warm = sorted((one for one in found if one.way.kind != "cold"), key=_price)
    targets, asked = set[int](), Counter[int | None]()
    for place, one in enumerate(warm):
        if one.slot.number not in targets and asked[one.person] < one.room:
            targets.add(one.slot.number)
            asked[one.person] += 1
        if asks > 0 and len(targets) == 2 * asks - 1:
            room = _CLEARLY * warm[0].adds
            near = {each.adds for each in warm if abs(each.adds - one.adds) <= room}
            # Among equals the cheaper is better; what is nearly equal may be a matter of rounding.
            kept = warm[: place + 1] if len(near) == 1 else warm
            return [each for each in kept if each.adds >= one.adds - room], one.adds - room
    return found, 0.0


def _price(candidate: Candidate) -> tuple[float, int, int, int]:
    """Order by what it adds, and equals as `_best` prices them."""
    return -candidate.adds, candidate.way.hops, candidate.place, candidate.slot.number


def _order(candidate: Candidate) -> tuple[float, int, int]:
    """Order by what it adds, then fewer hops, then the more wanted target."""
    return -round(candidate.adds, DIGITS), candidate.way.hops, candidate.slot.number


def plan_frame(net: Network, taken: list[Candidate]) -> pd.DataFrame:
    """Return the plan as a table."""
    rows = [
        {
            "company": one.slot.target.name,
            "kind": one.way.kind,
            "person": None if one.person is None else net.keys[one.person],
            "name": None if one.person is None else net.name[one.person],
            "route": tuple(net.keys[list(one.way.route)]),
            "names": " → ".join(net.name[list(one.way.route[1:])]) or None,
            "insider": None if one.way.insider is None else net.name[one.way.insider],
            "title": _title(net, one),
            "hops": one.way.hops,
            "probability": one.way.probability,
            "low": one.way.low,
            "high": one.way.high,
            "weight": one.slot.weight,
            "adds": one.adds,
            "fit": fit_words(net, one.slot.target, [one.way.insider])[0],
            "status": (stands := one.slot.can.status(one.way)).status,
            "status_date": stands.date,
            "why": _why(net, one),
        }
        for one in taken
    ]
    return typed(rows, PLANNED)


def _title(net: Network, candidate: Candidate) -> str | None:
    """Return the insider's job title there; None where nobody is known."""
    way, target = candidate.way, candidate.slot.target
    if way.kind == "scout" or len(way.route) < 2:
        return None
    return net.workplaces.at_target(way.route[-1], target)[1]


def _why(net: Network, candidate: Candidate) -> str:
    """Say what to ask, why it may work, and whose answer there is still awaited."""
    slot, way = candidate.slot, candidate.way
    words = [why(net, slot.target, way)]
    if way.kind != "cold":
        first, last = net.name[way.route[1]], net.name[way.route[min(2, len(way.route) - 1)]]
        there = f"{'in' if slot.target.kind == 'field' else 'at'} {slot.target.name}"
        words.insert(0, _ASK[way.kind].format(first=first, last=last, there=there) + ".")
    if slot.status.waiting:
        names = " and ".join(name_of(net, key) for key in slot.status.waiting)
        words.append(f"Lower priority: you are still waiting for {names}.")
    return " ".join(words)
