"""Why an approach has its chance: a sentence for every hop, with the numbers apart."""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np

from infonet.graph import Network
from infonet.insiders import Target
from infonet.names.companies import search_link
from infonet.paths._approach import Approach
from infonet.strength import REASONS, Asks, Beta


class Hop(NamedTuple):
    """One hop of an approach.

    Attributes
    ----------
    person : int or None
        Position of the person who is asked to act; None where nobody is known yet.
    probability, low, high : float
        The chance that they do, and its 95 % interval.
    why : str
        What that rests on, in plain words.
    numbers : str
        The arithmetic behind it: the prior, and what each group of asks made of it.
    """

    person: int | None
    probability: float
    low: float
    high: float
    why: str
    numbers: str


def why(net: Network, target: Target, approach: Approach) -> str:
    """Return a sentence for every hop, each with its numbers after it in parentheses."""
    return " ".join(f"{hop.why} ({hop.numbers})." for hop in explain(net, target, approach))


def explain(net: Network, target: Target, approach: Approach) -> list[Hop]:
    """Return an approach hop by hop, each with its own chance and reason."""
    hops = [
        _tie(net, a, b, arc)
        for a, b, arc in zip(approach.route, approach.route[1:], approach.arcs, strict=False)
    ]
    if approach.kind == "scout":
        rate = _rate(net, "scout")
        found = "turned out to know someone" if net.learned.asks("scout").n else "does"
        words = f"They may know someone at {target.name}: {rate.why} contacts {found}"
        hops.append(rate._replace(why=words))
    elif approach.kind == "cold":
        rate, person = _rate(net, "cold"), approach.insider
        whom = "someone you find there" if person is None else net.name[person]
        words = (
            f"A message to {whom} without an introduction: {rate.why} leads to a talk; "
            f"second-degree search: {search_link(target.name)}"
        )
        hops.append(rate._replace(person=person, why=words))
    return hops


def _tie(net: Network, a: int, b: int, arc: int) -> Hop:
    """Explain the tie from one person to the next, who is to act."""
    own = net.learned.along(str(net.person[a]), str(net.person[b]))
    who = net.name[b] if a == net.ego else f"{net.name[a]} → {net.name[b]}"
    words = f"{who}: {_evidence(net, arc)}"
    if own.n:
        words += f". {_record(own, yours=a == net.ego)}"
    interval = Beta(float(net.alpha[arc]), float(net.beta[arc])).interval()
    return Hop(b, float(net.strength[arc]), *interval, words, _arithmetic(net, arc, a, b))


def _evidence(net: Network, arc: int) -> str:
    """Say what a tie is known by, and since or until when."""
    words, row = [REASONS[net.reason[arc]].words], int(net.evidence[arc])
    if row >= 0:
        exchanges, last, since = (column[row] for column in net.traces)
        if exchanges > 0:
            words.append(f"{exchanges} exchanges")
        if not np.isnat(last):
            words.append(f"last on {last}")
        elif not np.isnat(since):
            words.append(f"since {since}")
    return ", ".join(words)


def _record(own: Asks, *, yours: bool) -> str:
    """Say how often asks along a tie worked; a shared one may have or not."""
    least, most, asks = math.floor(own.success), math.ceil(own.success), math.ceil(own.n)
    times = f"{least}" if least == most else f"{least} or {most}"
    return f"Helped in {times} of {'your ' if yours else ''}{asks} {'ask' if asks == 1 else 'asks'}"


def _arithmetic(net: Network, arc: int, a: int, b: int) -> str:
    """Show how a strength came about: the prior of the class, asks of others, asks along it."""
    tie_class, strength = REASONS[net.reason[arc]].tie_class, f"{net.strength[arc]:.2f}"
    if tie_class not in net.priors:
        return f"given {strength}"
    ends = str(net.person[a]), str(net.person[b])
    others, own = net.learned.asks(tie_class, *ends), net.learned.along(*ends)
    if not others.n and not own.n:
        return f"{tie_class}, prior {strength}"
    words = [f"{tie_class}: prior {net.learned.priors[tie_class].mean:.2f}"]
    if others.n:
        rate = net.learned.prior(tie_class, *ends).mean
        words.append(f"{rate:.2f} after {_asks(others.n)} of others")
    if own.n:
        worked = "which worked" if own.n == own.success == 1 else f"{_number(own.success)} worked"
        words.append(f"{strength} after {_asks(own.n)} here, {worked}")
    return ", ".join(words)


def _rate(net: Network, name: str) -> Hop:
    """Return the rate of cold messages, or of scouts, as a hop to nobody."""
    now, asks = net.priors[name], net.learned.asks(name)
    numbers = f"prior {net.learned.priors.get(name, now).mean:.2f}"
    if asks.n:
        numbers += f", {now.mean:.2f} after {_asks(asks.n)}"
    return Hop(None, now.mean, *now.interval(), f"about 1 in {1 / now.mean:.0f}", numbers)


def _asks(n: float) -> str:
    return f"{_number(n)} ask" if n == 1 else f"{_number(n)} asks"


def _number(n: float) -> str:
    """Write a count that may be shared, to one decimal where it is."""
    return f"{n:.1f}".removesuffix(".0")
