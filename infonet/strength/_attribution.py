"""Attribute what became of a request to its hops: credit, blame, silence, sharing.

An *outcome* belongs to one hop of one request: to the tie between two people, and to the person
of the two who is to act. Everything is seen from a day: what is known later does not count.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from infonet.ledger import Attempt, Spell
from infonet.strength._learned import Learned, Outcome, posterior_mean
from infonet.strength._priors import Prior

_UNKNOWN = "connection"
"""The class assumed for a tie between others that only the log shows, when blame is shared."""

_LEARNED = ("success", "failure", "tie_class", "actor", "tie")
"""The columns of outcomes from which the strength of a hop follows."""

_COLUMNS = {
    "attempt": "int64",
    "hop": "int64",
    "start": "int64",
    "end": "int64",
    "tie": "int64",
    "actor": "int64",
    "tie_class": "int8",
    "success": "float64",
    "failure": "float64",
}


def blame(strength: Sequence[float]) -> list[float]:
    """Share the blame for a failure at an unknown place over the hops where it may have been.

    Each hop bears the chance that it was there: (1 − pᵢ)·∏ⱼ﹤ᵢ pⱼ / (1 − ∏ p). Where every tie is
    sure to act, that is the limit of ties that are equally sure: all bear the same.
    """
    passed, total, failure = 1.0, 0.0, list[float]()
    for p in strength:
        failure.append((1.0 - p) * passed)
        passed *= p
        total += failure[-1]
    return [one / total if total else 1 / len(failure) for one in failure]


def learn(
    attempts: Iterable[Attempt],
    tie_class: Mapping[tuple[str, str], str],
    *,
    as_of: pd.Timestamp,
    priors: Mapping[str, Prior],
) -> Learned:
    """Learn from the attempts, of the events up to a day, what is known on that day.

    `tie_class` has the class of the tie of each hop, from one person to the next, if there is one.
    """
    tally = _Tally([one for one in attempts if len(one.route) > 1], tie_class, priors)
    tally.count()
    return Learned(dict(priors), tally.outcomes(as_of.toordinal()), tally.cold)


class _Hop(NamedTuple):
    """One place of a route as numbers; -1 for a class, or a tie, that it does not have."""

    tie: int
    source: int
    actor: int
    tie_class: int


class _Tally:
    """One pass over the attempts in the order of asking; each learns from the ones before."""

    def __init__(
        self,
        attempts: list[Attempt],
        tie_class: Mapping[tuple[str, str], str],
        priors: Mapping[str, Prior],
    ) -> None:
        self._attempts, self._tie_class = attempts, tie_class
        self._classes = list(priors)
        self._alpha = np.array([prior.alpha for prior in priors.values()])
        self._beta = np.array([prior.beta for prior in priors.values()])
        self._person: dict[str, int] = {}
        self._tie: dict[tuple[int, int], int] = {}
        self._hops = [self._hops_of(attempt) for attempt in attempts]
        self._steps = _shared(attempts)
        self._known = 0
        # One outcome for each spell of a hop, or for each stretch of days where a weight changes.
        room = sum(
            len(attempt.spells) * len(self._steps.get((place, hop), [()]))
            for place, attempt in enumerate(attempts)
            for hop in range(len(attempt.route) - 1)
        )
        self._at = {name: np.zeros(room, dtype=dtype) for name, dtype in _COLUMNS.items()}
        self._before: list[list[float]] = []

    @property
    def cold(self) -> frozenset[str]:
        """The people who were asked without a tie."""
        code = self._classes.index("cold")
        return frozenset(
            attempt.route[1]
            for attempt, hops in zip(self._attempts, self._hops, strict=True)
            if hops[0].tie_class == code
        )

    def count(self) -> None:
        """Give every spell of every attempt its outcomes."""
        for place, (attempt, hops) in enumerate(zip(self._attempts, self._hops, strict=True)):
            known = self._on(attempt.asked.toordinal() - 1, *_LEARNED)
            before = [self._strength(hop, known) for hop in hops]
            scouted = attempt.kind == "scout"
            self._before.append(before[1:] if scouted else before)
            for spell in attempt.spells:
                for hop, success, failure in _credited(spell, before, scouted=scouted):
                    self._add(place, hop, hops[-1] if scouted else hops[hop], spell,
                              success, failure)  # fmt: skip

    def outcomes(self, day: int) -> tuple[Outcome, ...]:
        """List the outcomes that are decided on a day, hop by hop."""
        found = []
        columns = self._on(day, "attempt", "hop", "tie_class", "success", "failure")
        for attempt, hop, code, success, failure in zip(
            *(column.tolist() for column in columns), strict=True
        ):
            one = self._attempts[attempt]
            name = self._classes[code] if code >= 0 else None
            found.append(
                Outcome(
                    one.request, hop + 1, one.route[hop + 1], one.route[hop], name,
                    self._before[attempt][hop], success, failure,
                )
            )  # fmt: skip
        return tuple(found)

    def _on(self, day: int, *names: str) -> list[NDArray[Any]]:
        """Return columns of the outcomes that count on a day."""
        start, end = (self._at[name][: self._known] for name in ("start", "end"))
        live = ((start <= day) & (day < end)).nonzero()[0]
        return [self._at[name].take(live) for name in names]

    def _hops_of(self, attempt: Attempt) -> list[_Hop]:
        """Return the hops of a route; a scout's are the tie, then the question itself."""
        people = [self._person.setdefault(key, len(self._person)) for key in attempt.route]
        hops = []
        for place, (a, b) in enumerate(pairwise(people)):
            named = attempt.route[place], attempt.route[place + 1]
            known = None if attempt.kind == "cold" and place == 0 else self._tie_class.get(named)
            name = "cold" if known is None and place == 0 else known
            pair = (min(a, b), max(a, b))
            tie = -1 if known is None else self._tie.setdefault(pair, len(self._tie))
            hops.append(_Hop(tie, a, b, -1 if name is None else self._classes.index(name)))
        if attempt.kind == "scout":
            hops[1:] = [hops[0]._replace(tie=-1, tie_class=self._classes.index("scout"))]
        return hops

    def _strength(self, hop: _Hop, known: Sequence[NDArray[Any]]) -> float:
        """Return the strength of a hop by the outcomes `known`, whose columns are `_LEARNED`."""
        code = self._classes.index(_UNKNOWN) if hop.tie_class < 0 else hop.tie_class
        alpha, beta = self._alpha[code], self._beta[code]
        if hop.tie < 0 and hop.tie_class < 0:
            return float(alpha / (alpha + beta))
        success, failure, tie_class, actor, tie = known
        others = tie_class == code
        if hop.tie < 0:
            alpha, beta = alpha + success[others].sum(), beta + failure[others].sum()
            return float(alpha / (alpha + beta))
        others &= (actor != hop.actor) & (actor != hop.source)
        own = tie == hop.tie
        return float(
            posterior_mean(
                alpha, beta, success[others].sum(), failure[others].sum(),
                success[own].sum(), failure[own].sum(),
            )
        )  # fmt: skip

    def _add(
        self, attempt: int, place: int, hop: _Hop, spell: Spell, success: float, failure: float
    ) -> None:
        """Keep an outcome, cut where another request to the same person begins or ends to count."""
        start, end = spell.start.toordinal(), spell.end.toordinal()
        for first, last, weight in self._steps.get((attempt, place), [(start, end, 1.0)]):
            if first >= end or start >= last:
                continue
            values = (
                attempt, place, max(start, first), min(end, last), hop.tie, hop.actor,
                hop.tie_class, success * weight, failure * weight,
            )  # fmt: skip
            for column, value in zip(self._at.values(), values, strict=True):
                column[self._known] = value
            self._known += 1


def _credited(
    spell: Spell, strength: list[float], *, scouted: bool
) -> Iterable[tuple[int, float, float]]:
    """Yield hop, success and failure of a spell; of a scout only whether somebody was known."""
    if scouted:
        if spell.passed:
            return [(0, 1.0, 0.0)]
        if len(spell.failed) == 1:
            return [(0, 0.0, 1.0)]
        return [(0, 0.0, blame(strength)[1])] if spell.failed else []
    found = [(hop, 1.0, 0.0) for hop in range(spell.passed)]
    if spell.failed:
        weights = blame([strength[hop] for hop in spell.failed])
        found += [(hop, 0.0, weight) for hop, weight in zip(spell.failed, weights, strict=True)]
    return found


def _shared(attempts: list[Attempt]) -> dict[tuple[int, int], list[tuple[int, int, float]]]:
    """Return first day, day after the last, and weight, of hops whose person was asked twice a day.

    The weight is one over the number of requests put to one person on one day, as known day by
    day. A request has been put to everybody whom it may have reached: to the first person at once,
    to a later one when the people before are known to have acted, or may have.
    """
    put: dict[tuple[str, pd.Timestamp], list[tuple[int, int]]] = defaultdict(list)
    for place, attempt in enumerate(attempts):
        for hop, person in enumerate(attempt.route[1:]):
            put[person, attempt.asked].append((place, hop))
    steps: dict[tuple[int, int], list[tuple[int, int, float]]] = {}
    for group in put.values():
        if len(group) > 1:
            reached = [
                (spell.start.toordinal(), spell.end.toordinal())
                for place, hop in group
                for spell in attempts[place].spells
                if hop <= spell.passed or hop in spell.failed
            ]
            steps |= dict.fromkeys(group, _weighed(reached))
    return steps


def _weighed(reached: list[tuple[int, int]]) -> list[tuple[int, int, float]]:
    """Weigh each stretch of days by one over the number of spells that it lies in."""
    found = []
    for first, last in pairwise(sorted({day for pair in reached for day in pair})):
        m = sum(start <= first < end for start, end in reached)
        found.append((first, last, 1 / max(m, 1)))
    return found
