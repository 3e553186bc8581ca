"""The step that would bring the hiring manager nearer, in a sentence."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import pandas as pd

from infonet.agenda._hiring_chain import Ladder
from infonet.agenda._target_status import rest, standing
from infonet.names.companies import search_link
from infonet.names.titles import ROLES
from infonet.paths import Onward, alters_of, closest_first

__all__ = ["next_step"]

_FURTHEST = 4
"""Ties within which a way is looked for, as everywhere."""


def next_step(ladder: Ladder) -> str:
    """What to do next: a planned talk, an open ask, the best way on, or else a question."""
    offered = [one for one in ladder.requests if one.state == "offered"]
    if offered:
        return f"{rest(ladder.net, ladder.log, offered[-1], ())}: answer it, and thank who helped."
    reached = [at for at in ladder.met if at in ladder.goal]
    if reached:
        return _at_the_goal(ladder, reached[-1])
    waiting = _waiting(ladder)
    if waiting is not None:
        return waiting
    closed = _closed(ladder)
    way = _way(ladder, ladder.goal, closed)
    if way is not None:
        return f"{_asking(ladder, way)}."
    unknown, who = _why_not(ladder)
    if ladder.met:
        best = max(ladder.met, key=lambda at: ROLES.index(ladder.role[at]))
        return f"{unknown}: ask {_told(ladder, best)}, whom you have met, {who} hires there."
    for rank in ("recruiter", None):
        others = [at for at, role in ladder.role.items() if rank in (None, role)]
        way = _way(ladder, others, closed)
        if way is not None:
            return f"{unknown}: {_asking(ladder, way)}, and ask {who} hires there."
    net, name = ladder.net, ladder.target.name
    there = f"{'in' if ladder.target.kind == 'field' else 'at'} {name}"
    inside = {*ladder.role, *closed}
    for scout in map(int, closest_first(net)):
        if scout not in inside:
            return f"{unknown}: ask {net.name[scout]} whether they know somebody {there}."
    return f"{unknown}: write to somebody you find there: {search_link(name)}"


def _at_the_goal(ladder: Ladder, person: int) -> str:
    question = "whether they hire for it, or who does"
    if ladder.role[person] == ROLES[-1]:
        question = "what the next step there would be"
    return f"you have met {_told(ladder, person)}: ask {question}."


def _waiting(ladder: Ladder) -> str | None:
    """A conversation that is planned or can be, or an ask that is still young."""
    for request in ladder.requests:
        reason = rest(ladder.net, ladder.log, request, ())
        if reason is not None and request.name in ladder.log.planned:
            return f"{reason}: prepare it, and ask there who hires."
        if reason is not None and request.answered:
            return f"{reason}: arrange the conversation, and ask there who hires."
        if reason is not None and request.state == "open":
            return f"{reason}: wait until then."
    return None


def _why_not(ladder: Ladder) -> tuple[str, str]:
    """Why no way leads to the goal now, and what is to be found out instead."""
    manager = "manager" if ladder.goal and ladder.role[ladder.goal[0]] != ROLES[-1] else ROLES[-1]
    for at in ladder.goal:
        state, _ = ladder.state.get(at, ("known", None))
        if state in ("silent", "declined"):
            word = "has not answered" if state == "silent" else "has declined"
            return f"{_told(ladder, at)}, {word}", "who else"
    return f"no way to a {manager} is known", "who"


def _closed(ladder: Ladder) -> list[int]:
    """Who has declined, or has not answered."""
    stands = standing(ladder.net, ladder.log, ladder.requests)
    keys = sorted(stands.refused - stands.met)
    places = ladder.net.person.get_indexer(pd.Index(keys, dtype="str"))
    return [int(at) for at in places if at >= 0]


def _way(ladder: Ladder, ends: Iterable[int], closed: list[int]) -> tuple[int, ...] | None:
    """The best way to one of some people, from whoever was met or else from the ego's ties."""
    net = ladder.net
    goal = np.array(sorted({*ends} - {*ladder.met}), dtype=np.int64)
    onward = Onward(net, goal, hops=_FURTHEST - 1, without=closed)
    alters, strength = alters_of(net)
    met = np.array(ladder.met, dtype=np.int64)
    # Who has talked to the user is asked with certainty of being heard: their first tie is past.
    chance = np.concatenate([onward.product[met], strength * onward.product[alters]])
    people = np.concatenate([met, alters])
    if not len(chance) or chance.max() <= 0:
        return None
    return onward.route(int(people[int(np.argmax(chance.round(12)))]))


def _asking(ladder: Ladder, way: tuple[int, ...]) -> str:
    """Whom to ask for what."""
    first, last = way[0], way[-1]
    whom = "whom you have met" if first in ladder.met else "whom you know"
    if len(way) == 1:
        return f"ask {_told(ladder, first)}, {whom}, for a conversation"
    towards = "to introduce you to" if len(way) == 2 else "for an introduction towards"
    return f"ask {ladder.net.name[first]}, {whom}, {towards} {_told(ladder, last)}"


def _told(ladder: Ladder, person: int) -> str:
    title = ladder.title(person)
    return f"{ladder.net.name[person]}{f', {title}' if title else ''}"
