"""The lessons of a log by a day: asks by class, by person and by tie, and their rates."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from infonet.strength._priors import PRIORS, Prior

TIED = ("strong", "medium", "weak", "connection")
"""The classes of ties; `cold` and `scout` are rates of their own."""


class Asks(NamedTuple):
    """Asks that worked and that did not; a shared one counts in part.

    `spread` is the variance of their number of successes, in units of p·(1 − p): many asks of one
    person teach less of a class than as many asks of different people.
    """

    success: float = 0.0
    failure: float = 0.0
    spread: float = 0.0

    @property
    def n(self) -> float:
        """The number of asks."""
        return self.success + self.failure


class Outcome(NamedTuple):
    """The decision on one hop of one request, as known on a day.

    `position` counts the hops from 1; `by` comes before `person`, who was to act, on the route.
    `tie_class` may be `cold` or `scout`; it is None for two others between whom no tie is known:
    that counts for no class. `predicted` is the strength before the ask, from what was known the
    day before. `success` and `failure` are together at most 1.
    """

    request: str
    position: int
    person: str
    by: str
    tie_class: str | None
    predicted: float
    success: float
    failure: float


@dataclass(frozen=True)
class Learned:
    """The lessons of a log by a day: every decided hop, in the order of asking.

    `priors` are those before the log; `cold` holds who was written to without a tie.
    """

    priors: Mapping[str, Prior] = field(default_factory=PRIORS.copy)
    outcomes: tuple[Outcome, ...] = ()
    cold: frozenset[str] = frozenset()

    @cached_property
    def by_person(self) -> dict[tuple[str, str], Asks]:
        """The asks of each class and acting person."""
        each: dict[tuple[str, str, str], list[float]] = defaultdict(lambda: [0.0, 0.0])
        for one in self.outcomes:
            if one.tie_class is not None:
                counts = each[one.tie_class, one.person, one.by]
                counts[0] += one.success
                counts[1] += one.failure
        found: dict[tuple[str, str], Asks] = {}
        for (tie_class, person, _), (success, failure) in each.items():
            before, n = found.get((tie_class, person), Asks()), success + failure
            alike = max(n - 1, 0.0) / (self.priors[tie_class].size + 1)
            found[tie_class, person] = Asks(
                before.success + success, before.failure + failure, before.spread + n * (1 + alike)
            )
        return found

    @cached_property
    def by_tie(self) -> dict[tuple[str, str], Asks]:
        """The asks along each tie, by its two people in order."""
        found: dict[tuple[str, str], Asks] = defaultdict(Asks)
        for one in self.outcomes:
            if one.tie_class in TIED:
                pair = min(one.by, one.person), max(one.by, one.person)
                before = found[pair]
                found[pair] = Asks(before.success + one.success, before.failure + one.failure)
        return dict(found)

    def asks(self, tie_class: str, *without: str) -> Asks:
        """Count the asks of a class, without those in which certain people were to act."""
        counted = [
            asks
            for (name, person), asks in self.by_person.items()
            if name == tie_class and person not in without
        ]
        return Asks(*map(sum, zip(*counted, strict=True)))

    def along(self, a: str, b: str) -> Asks:
        """Return the asks along one tie."""
        return self.by_tie.get((min(a, b), max(a, b)), Asks())

    def prior(self, tie_class: str, *without: str) -> Prior:
        """Return the chance of a class now: of ties at the prior's size, else with all asks."""
        prior, asks = self.priors[tie_class], self.asks(tie_class, *without)
        if not asks.n:
            return prior
        if tie_class not in TIED:
            alpha, beta = prior.alpha + asks.success, prior.beta + asks.failure
            return replace(prior, alpha=alpha, beta=beta)
        counts = beta_counts(prior.alpha, prior.beta, *asks, 0.0, 0.0)
        return replace(prior, alpha=float(counts[0]), beta=float(counts[1]))


def posterior_mean(
    alpha: Any, beta: Any, success: Any, failure: Any, own: Any, own_failure: Any
) -> Any:
    """Return the mean of a tie: the class rate at the prior's size, then its own asks."""
    size = alpha + beta
    mean = (alpha + success) / (size + success + failure)
    return (size * mean + own) / (size + own + own_failure)


def beta_counts(
    alpha: Any, beta: Any, success: Any, failure: Any, spread: Any, own: Any, own_failure: Any
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return Beta counts with the posterior mean, spread by how well it is known.

    The rate of a class, learned from few, is itself in error. Ten pseudo-asks around it would be
    too sure: over 10 others asked once, intervals of 95 % would hold 92 %. So the variance of the
    learned rate is added; the mean stays.

    `alpha` and `beta` are the prior of the class; `success`, `failure` and `spread` the `Asks` of
    other people; `own` and `own_failure` the asks along the tie itself. Without asks of others the
    counts are exactly the prior and the tie's own asks.
    """
    size, n = alpha + beta, success + failure
    rate = (alpha + success) / (size + n)
    mean = posterior_mean(alpha, beta, success, failure, own, own_failure)
    known = size + own + own_failure
    variance = mean * (1 - mean) / (known + 1)
    variance = variance + (size / known) ** 2 * rate * (1 - rate) * spread / (size + n) ** 2
    worth = mean * (1 - mean) / variance - 1
    return (
        np.where(n > 0, worth * mean, alpha + own),
        np.where(n > 0, worth * (1 - mean), beta + own_failure),
    )
