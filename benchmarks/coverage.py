"""How often each 95 % interval of the statistics holds, over logs whose true chances are known.

Each line simulates logs of one size and looks at them with the public functions. What is looked
for is the true value: a rate, a difference of rates, a chance by a day, or the reproduction number.
With 200 logs a coverage of 0.95 is known to within 0.03.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Iterator, Sequence
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from infonet.conversion import compare_groups, forecast, funnel, reproduction_number, waiting_time
from infonet.tables import frame

AS_OF = pd.Timestamp("2026-06-30")
ASKED = pd.Timestamp("2026-01-05")
SIZES = (5, 20, 100)
RATES = (0.1, 0.5)
WAIT = 20.0
"""Days, the mean of an exponential wait."""
BY_DAY = 14
AFTER_LAST = 90

Rng = np.random.Generator
Bounds = tuple[float, float]


class Case(NamedTuple):
    """One line: an interval, the logs it is tried on, the truth, and the looks at a log."""

    interval: str
    logs: str
    truth: float
    looks: tuple[str, ...]
    draw: Callable[[Rng], Sequence[Bounds]]


def request(
    number: int, *events: tuple[str, float, str], kind: str = "direct"
) -> list[dict[str, Any]]:
    """Return the rows of a request: its stages, each with the days after asking and a person."""
    name = f"R{number}"
    return [
        {
            "request": name,
            "person": person,
            "stage": stage,
            "kind": kind,
            "date": ASKED + pd.Timedelta(days=int(days)),
        }
        for stage, days, person in events
    ]


def log_of(requests: Sequence[list[dict[str, Any]]]) -> pd.DataFrame:
    """Return a log of requests."""
    return frame("events", [row for rows in requests for row in rows])


def asks(reached: Sequence[bool], people: Sequence[int], stage: str = "held") -> pd.DataFrame:
    """Return a log of asks to these people, some of which reached a stage within 30 days."""
    rows = []
    for number, (there, who) in enumerate(zip(reached, people, strict=True)):
        person = f"in/p{who}"
        events = [("asked", 0.0, person), ("held", 10.0, person), (stage, 30.0, person)]
        kept = events if there else events[: 2 if stage == "referred" else 1]
        rows.append(request(number, *kept))
    return log_of(rows)


def row_of(found: pd.DataFrame, low: str = "low", high: str = "high") -> Bounds:
    """Return the bounds of a frame's only row."""
    return float(found[low].iloc[0]), float(found[high].iloc[0])


def held_rate(log: pd.DataFrame) -> pd.DataFrame:
    """Return the funnel's row of conversations held."""
    found = funnel(log, as_of=AS_OF)
    return found[found.stage == "held"]


def of_a_rate() -> Iterator[Case]:
    """Yield the plain interval of the funnel, where every ask is to somebody else."""
    for n in SIZES:
        for rate in RATES:

            def draw(rng: Rng, n: int = n, rate: float = rate) -> list[Bounds]:
                found = held_rate(asks(list(rng.random(n) < rate), range(n)))
                return [row_of(found), row_of(found, "clustered_low", "clustered_high")]

            yield Case("funnel", f"{n} people", rate, ("plain", "clustered"), draw)


def of_few_people() -> Iterator[Case]:
    """Yield the funnel's intervals where people are asked often, the first of them most."""
    for people in (3, 5, 10, 30):
        for alike in (0.1, 0.3):
            for rate in (0.2, 0.5):

                def draw(
                    rng: Rng, people: int = people, alike: float = alike, rate: float = rate
                ) -> list[Bounds]:
                    size = (1 - alike) / alike
                    own = rng.beta(rate * size, (1 - rate) * size, people)
                    share = 1 / np.arange(1, people + 1)
                    more = rng.choice(people, max(30, 2 * people) - people, p=share / share.sum())
                    who = np.concatenate([np.arange(people), more])
                    found = held_rate(asks(list(rng.random(len(who)) < own[who]), list(who)))
                    return [row_of(found), row_of(found, "clustered_low", "clustered_high")]

                logs = f"{people} people, {max(30, 2 * people)} asks, {alike:g} alike"
                yield Case("funnel", logs, rate, ("plain", "clustered"), draw)


def of_a_forecast() -> Iterator[Case]:
    """Yield the interval of the rate that a conversation brings a referral."""
    for n in SIZES:
        for rate in RATES:

            def draw(rng: Rng, n: int = n, rate: float = rate) -> list[Bounds]:
                log = asks(list(rng.random(n) < rate), range(n), "referred")
                return [row_of(forecast(log, as_of=AS_OF))]

            yield Case("forecast", f"{n} conversations", rate, ("plain",), draw)


def of_a_difference() -> Iterator[Case]:
    """Yield the interval of the difference of two groups."""
    for n in SIZES:

        def draw(rng: Rng, n: int = n) -> list[Bounds]:
            log = asks([*(rng.random(n) < 0.5), *(rng.random(n) < 0.2)], range(2 * n))
            group = pd.Series({f"R{at}": "a" if at < n else "b" for at in range(2 * n)})
            return [row_of(compare_groups(log, "held", by=group, as_of=AS_OF))]

        yield Case("compare_groups", f"{n} asks in each group", 0.3, ("plain",), draw)


def of_a_wait() -> Iterator[Case]:
    """Yield the interval of the chance of a conversation by a day, half of the waits censored."""
    truth = 1 - float(np.exp(-BY_DAY / WAIT))
    for n in SIZES:

        def draw(rng: Rng, n: int = n) -> list[Bounds]:
            waits, followed = rng.exponential(WAIT, n), rng.uniform(5, 60, n)
            rows = []
            for number, (wait, until) in enumerate(zip(waits, followed, strict=True)):
                end = "held" if wait <= until else "withdrawn"
                day = np.ceil(min(wait, until))
                who = f"in/p{number}"
                rows.append(request(number, ("asked", 0.0, who), (end, day, who)))
            found = waiting_time(log_of(rows), "asked", "held", as_of=AS_OF)
            at = found[found.day <= BY_DAY].iloc[-1:]
            return [row_of(at) if len(at) else (0.0, 1.0)]

        yield Case("waiting_time", f"{n} waits", truth, ("plain",), draw)


def of_the_reproduction_number() -> Iterator[Case]:
    """Yield the interval of how many conversations a conversation leads to."""
    for n in SIZES:

        def draw(rng: Rng, n: int = n) -> list[Bounds]:
            rows: list[list[dict[str, Any]]] = []
            for number in range(n):
                who = f"in/p{number}"
                names = [f"in/n{number}-{at}" for at in range(rng.poisson(1.5))]
                named = [("named", 10.0, name) for name in names]
                rows.append(request(number, ("asked", 0.0, who), ("held", 10.0, who), *named))
                for name in names:
                    if rng.random() < 0.4:
                        asked = ("asked", 20.0, name)
                        rows.append(request(n + len(rows), asked, ("held", 130.0, name)))
            found = reproduction_number(log_of(rows), as_of=AS_OF)
            return [row_of(found[found.measure == "spread"])]

        yield Case("reproduction_number", f"{n} conversations", 0.6, ("plain",), draw)


CASES = (
    of_a_rate,
    of_few_people,
    of_a_forecast,
    of_a_difference,
    of_a_wait,
    of_the_reproduction_number,
)


def covered(case: Case, logs: int, rng: Rng) -> list[tuple[float, float]]:
    """Return for each look at a log how often its interval held the truth, and its mean width."""
    bounds = np.array([case.draw(rng) for _ in range(logs)])
    low, high = bounds[..., 0], bounds[..., 1]
    holds = (low <= case.truth) & (case.truth <= high)
    return list(zip(holds.mean(axis=0), (high - low).mean(axis=0), strict=True))


def main(arguments: Sequence[str] | None = None) -> None:
    """Print how often each interval holds."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--logs", type=int, default=200, help="logs for each line")
    parser.add_argument("--seed", type=int, default=1)
    chosen = parser.parse_args(arguments)
    rng = np.random.default_rng(chosen.seed)
    print(
        f"{chosen.logs} logs a line: the share of 95 % intervals that hold the truth (mean width)"
    )
    for cases in CASES:
        for case in cases():
            parts = [
                f"{look} {share:.3f} ({width:.2f})"
                for look, (share, width) in zip(
                    case.looks, covered(case, chosen.logs, rng), strict=True
                )
            ]
            what = f"{case.interval}: {case.logs}, truth {case.truth:.2f}"
            print(f"{what:62}{'   '.join(parts)}", flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
