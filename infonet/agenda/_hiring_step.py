"""The step that brings the hiring manager nearer now, in words."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

import numpy as np

from infonet.agenda._hiring_chain import HiringChain, title_of
from infonet.agenda._targets import name_of
from infonet.ledger import TargetLog
from infonet.names.companies import search_link
from infonet.names.titles import ROLES
from infonet.paths import Askable, BestCompletion, alters_of, closest_first, target_log
from infonet.workdays import day_text

_FURTHEST = 4
"""Ties within which a route is searched, as everywhere."""

_CLOSED = {
    "silent": "has not answered",
    "declined": "has declined",
    "withdrawn": "is somebody you stopped asking",
}


class HiringStep(NamedTuple):
    """Hold what to do next, and why there is nothing better."""

    act: str
    why: str = ""

    def __str__(self) -> str:
        return ": ".join(filter(None, (self.why, self.act)))


def hiring_step(chain: HiringChain) -> HiringStep:
    """Say what to do next: a planned talk, an open ask, the best route, or else a question."""
    offered = [one for one in chain.requests if one.state == "offered"]
    if offered:
        who = name_of(chain.net, offered[-1].insider or offered[-1].person)
        return HiringStep(
            f"{who} has brought an offer: answer it, and thank the people who helped."
        )
    reached = [at for at in chain.met if at in chain.goal]
    if reached:
        return _at_the_goal(chain, reached[-1])
    told = target_log(chain.net, chain.target, chain.log)
    waiting = _waiting(chain, told)
    if waiting is not None:
        return waiting
    closed = Askable.of(chain.net, chain.target, told).without.tolist()
    way = _way(chain, chain.goal, closed)
    if way is not None:
        return HiringStep(f"{_asking(chain, way)}.")
    unknown, who = _why_not(chain)
    if chain.met:
        best = max(chain.met, key=lambda at: ROLES.index(chain.role[at]))
        return HiringStep(f"ask {chain.net.name[best]} {who} hires there.", unknown)
    for rank in ("recruiter", None):
        others = [at for at, role in chain.role.items() if rank in (None, role)]
        way = _way(chain, others, closed)
        if way is not None:
            return HiringStep(f"{_asking(chain, way)}, and ask {who} hires there.", unknown)
    net, name = chain.net, chain.target.name
    there = f"{'in' if chain.target.kind == 'field' else 'at'} {name}"
    inside = {*chain.role, *closed}
    for scout in map(int, closest_first(net)):
        if scout not in inside:
            return HiringStep(f"ask {net.name[scout]} who they know {there}.", unknown)
    return HiringStep(f"write to somebody you find there: {search_link(name)}", unknown)


def _at_the_goal(chain: HiringChain, person: int) -> HiringStep:
    """Say what to ask somebody who hires, or the manager next to them."""
    question = "whether they hire for it, or who does"
    if chain.role[person] == ROLES[-1]:
        question = "what the next step there would be"
    return HiringStep(f"you have met {_described(chain, person)}: ask {question}.")


def _waiting(chain: HiringChain, told: TargetLog) -> HiringStep | None:
    """Say what to wait for: a conversation that is planned or can be, or a recent ask."""
    net, today = chain.net, chain.log.day
    for request in chain.requests:
        who = name_of(net, request.insider or request.person)
        if request.name in chain.log.planned:
            person, when = chain.log.planned[request.name]
            who, day = name_of(net, person) if person else who, day_text(when, as_of=today)
            planned = f"a conversation with {who} is planned for {day}"
            return HiringStep(f"{planned}: prepare it, and ask there who hires.")
        until = told.until(request)
        if request.state != "open" or today >= until:
            continue
        if request.answered:
            return HiringStep(
                f"{who} has replied: arrange the conversation, and ask there who hires."
            )
        if request.promise is not None:
            day = day_text(request.promise.day, as_of=today)
            said = f"{name_of(net, request.promise.person)} said yes on {day}"
            return HiringStep(f"{said}: remind them when it is due, and ask there who hires.")
        who, day = name_of(net, request.person), day_text(until, as_of=today)
        return HiringStep(f"{who} was asked, and has until {day}: wait until then.")
    return None


def _why_not(chain: HiringChain) -> tuple[str, str]:
    """Say why no route leads to the goal now, and what to find out instead."""
    manager = "manager" if chain.goal and chain.role[chain.goal[0]] != ROLES[-1] else ROLES[-1]
    for at in chain.goal:
        state, _ = chain.state_of(at)
        if state in _CLOSED:
            return f"{_described(chain, at)}, {_CLOSED[state]}", "who else"
    return f"no way to a {manager} yet", "who"


def _way(chain: HiringChain, ends: Iterable[int], closed: list[int]) -> tuple[int, ...] | None:
    """Find the best route to any of `ends`, from the people met or else from the ego's ties."""
    net = chain.net
    goal = np.array(sorted({*ends} - {*chain.met}), dtype=np.int64)
    onward = BestCompletion(net, goal, hops=_FURTHEST - 1, without=closed)
    alters, strength = alters_of(net)
    met = np.array(chain.met, dtype=np.int64)
    # No chance is lost on the tie to somebody whom the user has already met.
    chance = np.concatenate([onward.product[met], strength * onward.product[alters]])
    people = np.concatenate([met, alters])
    if not len(chance) or chance.max() <= 0:
        return None
    return onward.route(int(people[int(np.argmax(chance.round(12)))]))


def _asking(chain: HiringChain, way: tuple[int, ...]) -> str:
    """Say who to ask for what."""
    first, last = way[0], way[-1]
    whom = "whom you have met" if first in chain.met else "whom you know"
    if len(way) == 1:
        return f"ask {_described(chain, first)}, {whom}, for a conversation"
    towards = "to introduce you to" if len(way) == 2 else "for an introduction towards"
    return f"ask {chain.net.name[first]}, {whom}, {towards} {_described(chain, last)}"


def _described(chain: HiringChain, person: int) -> str:
    """Return a name with the title there."""
    title = title_of(chain.net, chain.target, person)
    return f"{chain.net.name[person]}{f', {title}' if title else ''}"
