"""One way to approach a company: its kind, the people on it, its chance, and why it has it."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from infonet.graph import Network
from infonet.insiders import Target
from infonet.names.companies import search_link
from infonet.names.text import counted, number
from infonet.paths._acquainted import knows_someone, may_know, scout_counts
from infonet.readers import is_nameless
from infonet.strength import REASONS, Asks, Beta, Reason
from infonet.workdays import day_text

DIGITS = 12
"""The digits of a probability that count: what agrees in them is equal."""

COUNTED = ("introduction", "direct")
"""The kinds that are paths of the network."""

CHANCES = {"likely": 0.6, "even": 0.4, "long shot": 0.0}
"""The word for a chance → the least chance that it is said of: even is about one in two."""

_CLOSE = {
    "strong": "close",
    "medium": "known well",
    "weak": "known a little",
    "connection": "LinkedIn connection",
    "given": "given",
}
"""The class of a tie → what a job seeker calls it."""


def chance_word(probability: float) -> str:
    """Return the word for a chance, as it is for the whole percent that stands beside it.

    Examples
    --------
    >>> [chance_word(each) for each in (0.7, 0.5, 0.25)]
    ['likely', 'even', 'long shot']
    """
    percent = round(100 * probability)
    return next(word for word, least in CHANCES.items() if percent >= 100 * least)


class Approach(NamedTuple):
    """One way to a conversation, and the chance that it is held.

    `kind` is introduction, direct, scout or cold; `route` has the positions of the people from the
    ego on, `arcs` those of the ties between them: a cold message has none. `counts` are the Beta
    counts behind the probability.
    """

    kind: str
    route: tuple[int, ...]
    arcs: tuple[int, ...]
    probability: float
    counts: Beta

    # Worked out when they are asked for: an interval costs the import of SciPy.

    @property
    def low(self) -> float:
        """The lower end of the 95 % interval."""
        return self.counts.interval()[0]

    @property
    def high(self) -> float:
        """The upper end of the 95 % interval."""
        return self.counts.interval()[1]

    @property
    def hops(self) -> int:
        """Number of ties; a scout's unknown acquaintance and a cold message count as one."""
        return max(1, len(self.route) - 1) + (self.kind == "scout")

    @property
    def insider(self) -> int | None:
        """The position of the person it ends at; None where nobody is known yet."""
        return self.route[-1] if self.kind != "scout" and len(self.route) > 1 else None


class Hop(NamedTuple):
    """One hop of an approach: the chance that `person` acts, with its 95 % interval, and why.

    `person` is a position, None where nobody is known yet; `why` says in plain words what the
    chance rests on, `numbers` the arithmetic behind it: the prior, and what each group of asks
    made of it. `reason` says the same as `why` in at most twelve words, without the names.
    """

    person: int | None
    probability: float
    low: float
    high: float
    why: str
    numbers: str
    reason: str


def from_route(net: Network, route: Sequence[int]) -> Approach:
    """Return the approach along a path of the network, with its exact probability."""
    arcs = net.walk(route)
    kind = "direct" if len(route) == 2 else "introduction"
    counts = Beta.product(*(_beta(net, arc) for arc in arcs))
    return Approach(kind, tuple(route), arcs, float(np.prod(net.strength[[*arcs]])), counts)


def scout(net: Network, alter: int, target: Target | None = None) -> Approach:
    """Return the approach of asking a tie who they know there: strength × P(knows someone).

    Whom they may know at the `target`, by what the two have in common, raises the latter.
    """
    route = (net.ego, alter)
    arcs = net.walk(route)
    knows = float(knows_someone(net, target)[np.searchsorted(net.alters, alter)])
    counts = Beta.product(_beta(net, arcs[0]), scout_counts(net, target, alter))
    return Approach("scout", route, arcs, float(net.strength[arcs[0]]) * knows, counts)


def cold(net: Network, target: Target, routes: Iterable[Sequence[int]]) -> Approach:
    """Return the approach of a message without any tie, to an insider at whom no route ends.

    Strangers who have not been written to yet come first. Who was shared without a name can be
    reached through the friend alone. Where every other insider is an alter or the end of a route,
    the message goes to somebody still to be found.
    """
    taken = {net.ego, *(route[-1] for route in routes)}
    strangers = target.insiders[net.own_strength[target.insiders] == 0]

    def but(those: set[int]) -> int | None:
        """Return the first stranger who is none of those; of thousands it is soon found."""
        left = (at for at in map(int, strangers) if at not in those)
        return next((at for at in left if not is_nameless(net.keys[at], net.name[at])), None)

    chosen = but(taken | {*net.positions(net.learned.cold, strict=False).tolist()})
    chosen = but(taken) if chosen is None else chosen
    return message(net, (net.ego,) if chosen is None else (net.ego, chosen))


def message(net: Network, route: Sequence[int]) -> Approach:
    """Return the approach of a message without any tie."""
    prior = net.priors["cold"]
    return Approach("cold", tuple(route), (), prior.mean, prior)


def from_row(net: Network, row: Any, target: Target | None = None) -> Approach:
    """Return the approach that a row of `warm_paths` or `plan` describes.

    Without a `target` it is the company of the row, or the field of that name.
    """
    route = tuple(net.positions(row.route).tolist())
    if row.kind == "scout":
        asked = target or net.workplaces.named(row.company, strict=False)
        return scout(net, route[1], asked)
    return message(net, route) if row.kind == "cold" else from_route(net, route)


def brokers_to(net: Network, people: NDArray[np.int64]) -> NDArray[np.int64]:
    """Find who introduces the ego best to each of several people, all as positions.

    It is the alter with the greatest product of both strengths, of equals the first by name; -1
    where no alter knows them.
    """
    own, first = net.own_strength, net.indptr[people]
    count = net.indptr[people + 1] - first
    row = np.repeat(np.arange(len(people)), count)
    arc = np.arange(len(row)) + np.repeat(first - np.cumsum(count) + count, count)
    known = np.flatnonzero(own[net.indices[arc]])
    row, arc = row[known], arc[known]
    product = (own[net.indices[arc]] * net.strength[arc]).round(DIGITS)
    best = np.zeros(len(people))
    np.maximum.at(best, row, product)
    found = np.full(len(people), -1)
    # Backwards, so that of equals the first by name is written last and stays.
    equal = np.flatnonzero(product == best[row])[::-1]
    found[row[equal]] = net.indices[arc[equal]]
    return found


def best_introductions(net: Network, people: NDArray[np.int64]) -> list[Approach | None]:
    """Return the ego's own tie to each of several people, else the best introduction by one alter.

    None stands for the ego, and for who is tied neither to the ego nor to an alter.
    """
    known = np.isin(people, net.alters)
    return [
        None
        if person == net.ego or (not tied and broker < 0)
        else from_route(net, (net.ego, person) if tied else (net.ego, broker, person))
        for person, tied, broker in zip(
            people.tolist(), known.tolist(), brokers_to(net, people).tolist(), strict=True
        )
    ]


def why(net: Network, target: Target, approach: Approach) -> str:
    """Return a sentence for every hop, each with its numbers after it in parentheses."""
    return " ".join(f"{hop.why} ({hop.numbers})." for hop in explain(net, target, approach))


def explain(net: Network, target: Target, approach: Approach) -> list[Hop]:
    """Return an approach hop by hop, each with its own chance and reason."""
    hops = [
        explain_tie(net, a, b, arc)
        for a, b, arc in zip(approach.route, approach.route[1:], approach.arcs, strict=False)
    ]
    if approach.kind == "scout":
        rate = _rate(net, "scout")
        asked = net.learned.asks("scout").n > 0
        found = "turned out to know someone" if asked else "does"
        words = f"They may know someone at {target.name}: {rate.why} contacts {found}"
        known = f"may know somebody: {rate.why} contacts {'did' if asked else 'does'}"
        hop = rate._replace(why=words, reason=known)
        named = may_know(net, target, approach.route[1])
        if named is not None:
            counts = scout_counts(net, target, approach.route[1])
            hop = Hop(None, counts.mean, *counts.interval(), *named)
        hops.append(hop)
    elif approach.kind == "cold":
        rate, person = _rate(net, "cold"), approach.insider
        whom = "someone you find there" if person is None else net.name[person]
        words = (
            f"A message to {whom} without an introduction: {rate.why} leads to a talk; "
            f"find them at {search_link(target.name)}"
        )
        alone = f"without an introduction: {rate.why} leads to a talk"
        hops.append(rate._replace(person=person, why=words, reason=alone))
    return hops


def rank(approach: Approach) -> tuple[float, int]:
    """Order by probability, then hops; a stable sort keeps the search's order by name."""
    return -round(approach.probability, DIGITS), approach.hops


def rank_by_hops(approach: Approach) -> tuple[bool, int, float]:
    """Order the shortest first; scouts and the cold message come after every path."""
    return approach.kind not in COUNTED, approach.hops, -round(approach.probability, DIGITS)


def _beta(net: Network, arc: int) -> Beta:
    return Beta(float(net.alpha[arc]), float(net.beta[arc]))


def _told(net: Network) -> dict[int, Hop]:
    """Hold the ties that have been explained, by their arcs: the same begin many ways."""
    return {}


def explain_tie(net: Network, a: int, b: int, arc: int) -> Hop:
    """Explain the tie from one person to the next, who is to act; each is explained once."""
    told = net.once(_told)
    if arc not in told:
        told[arc] = _explained(net, a, b, arc)
    return told[arc]


def _explained(net: Network, a: int, b: int, arc: int) -> Hop:
    own = net.learned.along(str(net.keys[a]), str(net.keys[b]))
    who = net.name[b] if a == net.ego else f"{net.name[a]} → {net.name[b]}"
    words = f"{who}: {_evidence(net, arc)}"
    record = _record(own, yours=a == net.ego) if own.n else ""
    if record:
        words += f". {record}"
    chance, numbers = float(net.strength[arc]), _arithmetic(net, arc, a, b)
    return Hop(b, chance, *_beta(net, arc).interval(), words, numbers, _reason(net, arc, record))


def reason_words(net: Network, arc: int) -> str:
    """Say why a tie has its class, and who called it so where that is not the ego."""
    reason, row = REASONS[net.reason[arc]], int(net.evidence[arc])
    words: str = reason.words
    return words.replace("you", _voucher(net, row), 1) if _is_said(reason) else words


def _is_said(reason: Reason) -> bool:
    """Return whether somebody said how close the two are."""
    return str(reason.name).startswith("said")


def _voucher(net: Network, row: int) -> str:
    """Return who vouches for a tie: you, or the name of who handed the statement over."""
    at = net.position(str(net.tables.ties.origin.iat[row]), strict=False) if row >= 0 else net.ego
    return "you" if at in (net.ego, -1) else str(net.name[at])


def _evidence(net: Network, arc: int) -> str:
    """Say what a tie is known by, and since or until when."""
    words, row = [reason_words(net, arc)], int(net.evidence[arc])
    if row >= 0:
        exchanges, last, since = (column[row] for column in net.traces)
        if exchanges > 0:
            words.append(counted(exchanges, "exchange"))
        if not np.isnat(last):
            words.append(f"last on {day_text(last, as_of=net.as_of)}")
        elif not np.isnat(since):
            words.append(f"connected since {day_text(since, weekday=False)}")
    return ", ".join(words)


def _reason(net: Network, arc: int, record: str) -> str:
    """Say in at most twelve words what a tie is known by: the asks along it, else its evidence."""
    reason, row = REASONS[net.reason[arc]], int(net.evidence[arc])
    close = _CLOSE[reason.tie_class]
    if record:
        return f"{close}; {record[:1].lower()}{record[1:]}"
    exchanges, last, since = (None, None, None) if row < 0 else (part[row] for part in net.traces)
    words = f"{close}, as {_voucher(net, row)} said" if _is_said(reason) else reason.words
    if exchanges:
        words = "1 exchange" if exchanges == 1 else f"{exchanges} exchanges"
    if last is not None and not np.isnat(last):
        return f"{words}, last {day_text(last, as_of=net.as_of, weekday=False)}"
    if since is not None and not np.isnat(since):
        return f"{words}, since {day_text(since, weekday=False)}"
    return words


def _record(own: Asks, *, yours: bool) -> str:
    """Say how often asks along a tie worked; a shared one may have or not."""
    least, most, asks = math.floor(own.success), math.ceil(own.success), math.ceil(own.n)
    if asks == 1:
        helped = "May have helped" if least != most else "Helped" if least else "Did not help"
        return f"{helped} the one time {'you' if yours else 'they were'} asked"
    times = f"{least}" if least == most else f"{least} or {most}"
    return f"Helped in {times} of {'your ' if yours else ''}{asks} asks"


def _arithmetic(net: Network, arc: int, a: int, b: int) -> str:
    """Show how a strength came about: the prior of the class, asks of others, asks along it."""
    tie_class, strength = REASONS[net.reason[arc]].tie_class, f"{net.strength[arc]:.2f}"
    if tie_class not in net.priors:
        return f"given {strength}"
    ends = str(net.keys[a]), str(net.keys[b])
    others, own = net.learned.asks(tie_class, *ends), net.learned.along(*ends)
    if not others.n and not own.n:
        return f"{tie_class}, prior {strength}"
    words = [f"{tie_class}: prior {net.learned.priors[tie_class].mean:.2f}"]
    if others.n:
        rate = net.learned.prior(tie_class, *ends).mean
        words.append(f"{rate:.2f} after {counted(others.n, 'ask')} of others")
    if own.n:
        worked = "which worked" if own.n == own.success == 1 else f"{number(own.success)} worked"
        words.append(f"{strength} after {counted(own.n, 'ask')} here, {worked}")
    return ", ".join(words)


def _rate(net: Network, name: str) -> Hop:
    """Return the rate of cold messages, or of scouts, as a hop to nobody."""
    return net.once(_rates)[name]


def _rates(net: Network) -> dict[str, Hop]:
    return {name: _rate_of(net, name) for name in ("cold", "scout") if name in net.priors}


def _rate_of(net: Network, name: str) -> Hop:
    now, asks = net.priors[name], net.learned.asks(name)
    numbers = f"prior {net.learned.priors.get(name, now).mean:.2f}"
    if asks.n:
        numbers += f", {now.mean:.2f} after {counted(asks.n, 'ask')}"
    return Hop(None, now.mean, *now.interval(), f"about 1 in {1 / now.mean:.0f}", numbers, "")
