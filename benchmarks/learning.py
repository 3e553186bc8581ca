"""Simulate years of outreach with known chances, to see what a log teaches.

Several hundred seekers are drawn, each with ties of the four classes whose true chances are drawn
from the labelled priors. Each asks for two and a half years, the best path first, and logs what
they get to know: declines by name, introductions (one in five is never told, so that the place of
a later silence is unknown), late replies, silences, cold messages, scouts, two asks on one day.
The strengths learned from the log are then held against the truth.
"""

from __future__ import annotations

import argparse
import itertools
import math
import sys
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from infonet.strength import PRIORS, Beta, Evidence, Posterior, fit
from infonet.tables import ME, Tables, frame

START = pd.Timestamp("2024-01-01")
LOOKS = (0, 182, 547, 912)
"""Days on which the strengths are looked at: before the log, after six months, later."""

ALTERS = {"strong": 5, "medium": 7, "weak": 8, "connection": 12}
BEYOND = ("medium", "weak", "weak", "connection")
INSIDERS = 40
A_WEEK = 2
TOLD = 0.8  # of the introductions
ANSWERED = 0.4  # of the refusals are said by name, the others are silences
LATE = 0.2  # of the conversations come after a silence has begun to count


Pair = tuple[str, str]


class World(NamedTuple):
    """A fault of the priors: true chances that differ by a factor, or mistaken classes."""

    name: str
    factor: float = 1.0
    mistaken: float = 0.0


WORLDS = (
    World("priors right"),
    World("truth 30 % lower", factor=0.7),
    World("truth 30 % higher", factor=1.3),
    World("3 in 10 classes mistaken", mistaken=0.3),
)


class Seeker(NamedTuple):
    """Somebody's network, and what only the simulation knows of it."""

    tables: Tables
    chance: dict[Pair, float]
    rate: dict[str, float]
    routes: list[tuple[str, ...]]


class Look(NamedTuple):
    """The strengths on one day beside the truth; arrays over ties, over paths, over rates."""

    ties: NDArray[np.bool_]
    flat: NDArray[np.bool_]
    asked: NDArray[np.bool_]
    paths: NDArray[np.bool_]
    rates: NDArray[np.bool_]
    error: NDArray[np.float64]
    chosen: float
    ranks: float
    promised: float
    kept: float


def seeker(rng: np.random.Generator, world: World) -> Seeker:
    """Draw a network and its true chances."""

    def drawn(tie_class: str) -> float:
        if rng.random() < world.mistaken:
            tie_class = str(rng.choice(list(ALTERS)))
        prior = PRIORS[tie_class].scaled(world.factor)
        return float(rng.beta(prior.alpha, prior.beta))

    chance, rows = {}, []

    def tie(a: str, b: str, tie_class: str) -> None:
        pair = min(a, b), max(a, b)
        said = {"evidence": "stated", "closeness": tie_class}
        evidence = {"evidence": "connection"} if tie_class == "connection" else said
        rows.append({"source": pair[0], "target": pair[1], "origin": ME, **evidence})
        chance[pair] = drawn(tie_class)

    alters = [f"in/{name}-{i}" for name, count in ALTERS.items() for i in range(count)]
    insiders = [f"in/x-{i}" for i in range(INSIDERS)]
    routes: list[tuple[str, ...]] = []
    for alter in alters:
        tie(ME, alter, alter[3:].partition("-")[0])
        routes.append((ME, alter))
        for insider in rng.choice(insiders, 3, replace=False):
            tie(alter, str(insider), str(rng.choice(BEYOND)))
            routes.append((ME, alter, str(insider)))
    scaled = {name: PRIORS[name].scaled(world.factor) for name in ("cold", "scout")}
    rate = {name: float(rng.beta(prior.alpha, prior.beta)) for name, prior in scaled.items()}
    people = [{"person": key} for key in (ME, *alters, *insiders)]
    return Seeker(Tables.of(people=people, ties=rows), chance, rate, routes)


def outreach(one: Seeker, rng: np.random.Generator) -> Iterator[Look]:
    """Ask for years, the best path first as the strengths then stand, and look now and then."""
    log = _Log(one, rng)
    person = pd.Index(one.tables.people.person)
    evidence = Evidence(one.tables, person)
    days = np.sort(rng.integers(0, LOOKS[-1], size=LOOKS[-1] // 7 * A_WEEK)).tolist()
    for since, until in zip(LOOKS, [*LOOKS[1:], LOOKS[-1]], strict=True):
        tables = one.tables._replace(events=frame("events", log.events))
        day = START + pd.Timedelta(days=since)
        ties = evidence.ties(day)
        weights = fit(ties, tables, person=person, as_of=day)
        pairs = list(zip(person[ties.source], person[ties.target], strict=True))
        pairs = [(min(pair), max(pair)) for pair in pairs]
        yield _looked(one, weights, pairs)
        worth = _products(one, weights.alpha / (weights.alpha + weights.beta), pairs)
        before = None
        for at in days:
            if since <= at < until:
                # Now and then two requests are made on one day.
                before = before if before is not None and rng.random() < 0.1 else at
                log.request(before, worth)


class _Log:
    """The requests of a seeker, and the log of them."""

    def __init__(self, one: Seeker, rng: np.random.Generator) -> None:
        self._one, self._rng, self._count = one, rng, 0
        self._acts: dict[tuple[str, int], bool] = {}
        self.events: list[dict[str, Any]] = []

    def request(self, day: int, worth: NDArray[np.float64]) -> None:
        """One request in ten is cold, three in twenty are scouts, the others take a path."""
        self._count += 1
        kind = self._rng.random()
        if kind < 0.10:
            self._cold(day)
        elif kind < 0.25:
            self._scout(day)
        else:
            # The best of the paths to one company.
            there = self._rng.choice(len(worth), size=len(worth) // 8, replace=False)
            self._path(day, self._one.routes[there[np.argmax(worth[there])]])

    def _write(self, stage: str, person: str, day: int, **more: Any) -> None:
        date = START + pd.Timedelta(days=day)
        request = f"R{self._count}"
        row = {"request": request, "company": f"{request} Ltd", "stage": stage, "person": person}
        self.events.append({"event": len(self.events) + 1, "date": date, **row, **more})

    def _later(self) -> int:
        return int(self._rng.integers(1, 8))

    def _acting(self, a: str, b: str, day: int) -> bool:
        """Draw whether a person acts; requests of one day are answered alike."""
        chance = self._one.chance[min(a, b), max(a, b)]
        return self._acts.setdefault((b, day), bool(self._rng.random() < chance))

    def _cold(self, day: int) -> None:
        stranger = f"in/cold-{self._count}"
        self._write("asked", stranger, day, kind="cold")
        if self._rng.random() < self._one.rate["cold"]:
            self._write("held", stranger, day + self._later())

    def _scout(self, day: int) -> None:
        """Draw the answer of a scout who knows nobody: they say so every other time."""
        alter = self._one.routes[4 * int(self._rng.integers(12))][1]
        self._write("asked", alter, day, kind="scout")
        if self._acting(ME, alter, day):
            if self._rng.random() < self._one.rate["scout"]:
                self._write("named", f"in/new-{self._count}", day + self._later(), via=alter)
            elif self._rng.random() < 0.5:
                self._write("declined", alter, day + self._later())

    def _path(self, day: int, route: tuple[str, ...]) -> None:
        kind = "direct" if len(route) == 2 else "introduction"
        self._write("asked", route[1], day, kind=kind, route=route)
        now, known = day, True
        for place, (a, b) in enumerate(itertools.pairwise(route)):
            now += self._later()
            if not self._acting(a, b, day):
                if known and self._rng.random() < ANSWERED:
                    self._write("declined", b, now)
                return
            if place + 2 == len(route):
                self._write("held", b, now + 10 * bool(self._rng.random() < LATE))
            elif known := bool(self._rng.random() < TOLD):
                self._write("introduced", route[place + 2], now, via=b)


def _looked(one: Seeker, weights: Posterior, pairs: list[Pair]) -> Look:
    """Put the strengths beside the truth."""
    from scipy.special import betaincinv
    from scipy.stats import rankdata

    alpha, beta, learned = weights.alpha, weights.beta, weights.learned
    mean, truth = alpha / (alpha + beta), np.array([one.chance[pair] for pair in pairs])
    own = np.array([learned.along(*pair).n for pair in pairs])
    known = 10 + own  # as if the rate of the class were known: ten pseudo-asks and the own ones
    place = {pair: at for at, pair in enumerate(pairs)}
    foreseen, actual = _products(one, mean, pairs), _products(one, truth, pairs)
    paths = []
    for route, chance in zip(one.routes, actual, strict=True):
        if len(route) > 2:
            hops = [place[pair] for pair in _hops(route)]
            low, high = Beta.product(*map(Beta, alpha[hops], beta[hops])).interval()
            paths.append(low <= chance <= high)

    def held(a: Any, b: Any, true: Any) -> NDArray[np.bool_]:
        low, high = betaincinv(a, b, 0.025), betaincinv(a, b, 0.975)
        return np.asarray((low <= true) & (true <= high), dtype=np.bool_)

    rates = [
        held(known_rate.alpha, known_rate.beta, rate)
        for known_rate, rate in ((learned.prior(name), rate) for name, rate in one.rate.items())
    ]
    best = int(np.argmax(foreseen))
    return Look(
        ties=held(alpha, beta, truth),
        flat=held(known * mean, known * (1 - mean), truth),
        asked=own > 0,
        paths=np.array(paths),
        rates=np.array(rates),
        error=mean - truth,
        chosen=float(actual[best] / actual.max()),
        ranks=float(np.corrcoef(rankdata(foreseen), rankdata(actual))[0, 1]),
        promised=float(foreseen[best]),
        kept=float(actual[best]),
    )


def _hops(route: tuple[str, ...]) -> Iterator[Pair]:
    return ((min(a, b), max(a, b)) for a, b in itertools.pairwise(route))


def _products(one: Seeker, chance: NDArray[np.float64], pairs: list[Pair]) -> NDArray[np.float64]:
    """Multiply along every route."""
    of = dict(zip(pairs, chance.tolist(), strict=True))
    return np.array([math.prod(of[pair] for pair in _hops(route)) for route in one.routes])


def simulated(world: World, count: int, *, seed: int = 20260630) -> list[list[Look]]:
    """Simulate `count` seekers; return what was seen of each on each of the days."""
    found = []
    for number in range(count):
        rng = np.random.default_rng([seed, number])
        found.append(list(outreach(seeker(rng, world), rng)))
    return found


def share(held: Sequence[NDArray[np.bool_]]) -> tuple[float, float]:
    """Count how many are held, with a standard error that treats each seeker as a cluster."""
    held = [each for each in held if len(each)]
    if not held:
        return np.nan, np.nan
    counts = np.array([len(each) for each in held])
    hits = np.array([each.sum() for each in held])
    rate = hits.sum() / counts.sum()
    return float(rate), float(np.sqrt(((hits - rate * counts) ** 2).sum()) / counts.sum())


def coverage(looks: Sequence[Look]) -> dict[str, tuple[float, float]]:
    """Give the share of truths that their 95 % intervals hold, with its standard error."""
    return {
        "ties": share([look.ties for look in looks]),
        "ties asked": share([look.ties[look.asked] for look in looks]),
        "paths": share([look.paths for look in looks]),
        "cold and scout": share([look.rates for look in looks]),
        "ties, rate as known": share([look.flat for look in looks]),
    }


def report(world: World, found: list[list[Look]]) -> str:
    """Lay the findings out as a table, a column for each day."""
    by_day = [[looks[at] for looks in found] for at in range(len(LOOKS))]
    titles = ["before the log", *(f"after {day} days" for day in LOOKS[1:])]
    covered = [coverage(looks) for looks in by_day]
    rows = {
        f"95 % intervals hold: {name}": [
            f"{rate:.3f} ± {error:.3f}" for rate, error in (each[name] for each in covered)
        ]
        for name in covered[0]
    }
    means = {
        "ties: strength − truth, mean": [[look.error.mean() for look in day] for day in by_day],
        "ties: squared error": [[(look.error**2).mean() for look in day] for day in by_day],
        "best path: foreseen": [[look.promised for look in day] for day in by_day],
        "best path: true": [[look.kept for look in day] for day in by_day],
        "best path: true, over the truly best": [[look.chosen for look in day] for day in by_day],
        "paths: Spearman of ranks": [[look.ranks for look in day] for day in by_day],
    }
    rows |= {name: [f"{np.mean(day):.3f}" for day in days] for name, days in means.items()}
    head = f"{world.name}, {len(found)} seekers"
    table = {head: titles, **rows}
    return "\n".join(
        f"{name:42}" + "".join(f"{cell:>16}" for cell in cells) for name, cells in table.items()
    )


def main(arguments: Sequence[str] | None = None) -> None:
    """Simulate each world and print what was found."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.learning", description=__doc__)
    parser.add_argument("--seekers", type=int, default=200, help="in each world")
    parser.add_argument("--seed", type=int, default=20260630)
    given = parser.parse_args(arguments)
    for world in WORLDS:
        print(report(world, simulated(world, given.seekers, seed=given.seed)), "\n", flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
