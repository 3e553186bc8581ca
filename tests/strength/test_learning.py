"""Years of outreach with known chances: the intervals hold what they say.

`python -m benchmarks.learning` prints the same tables.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from scipy.stats import t

from benchmarks.learning import LOOKS, WORLDS, Look, World, coverage, report, simulated

RIGHT, LOWER, HIGHER, MISTAKEN = WORLDS

Found = list[list[Look]]


@pytest.fixture(scope="module")
def right(full_count: Callable[[int, int], int]) -> Found:
    """Look at seekers whose ties are as the priors say."""
    return simulated(RIGHT, full_count(14, 400))


def on_day(found: Found, day: int) -> list[Look]:
    return [looks[LOOKS.index(day)] for looks in found]


@pytest.mark.evidence
@pytest.mark.parametrize("day", LOOKS)
@pytest.mark.parametrize("what", ["ties", "ties asked", "paths", "cold and scout"])
def test_intervals_hold_95_percent_when_the_priors_are_right(
    right: Found, what: str, day: int
) -> None:
    rate, error = coverage(on_day(right, day))[what]
    if np.isnan(rate):
        assert (what, day) == ("ties asked", 0)
        return
    # Three standard errors by seeker, or what they are of a few seekers. Up to .0035 more is held,
    # by the shape of the Beta that stands for a rate in doubt: test_outcomes.py works it out.
    if what == "cold and scout":
        error = max(error, np.sqrt(0.95 * 0.05 / (2 * len(right))))
    far = t.ppf(0.9987, len(right) - 1) * error + 0.0035
    assert rate == pytest.approx(0.95, abs=far), report(RIGHT, right)


@pytest.mark.evidence
@pytest.mark.parametrize("day", LOOKS[1:])
def test_ten_pseudo_asks_around_a_learned_rate_would_be_too_sure(right: Found, day: int) -> None:
    covered = coverage(on_day(right, day))
    flat, error = covered["ties, rate as known"]
    assert flat + 3 * error < 0.95
    assert flat < covered["ties"][0]


@pytest.mark.evidence
@pytest.mark.parametrize("world", [LOWER, HIGHER, MISTAKEN], ids=lambda world: world.name)
def test_the_log_makes_up_for_priors_that_are_off(
    world: World, full_count: Callable[[int, int], int]
) -> None:
    """Coverage, ranking and calibration are printed, not bounded: `pytest -s`, or the command."""
    found = simulated(world, full_count(4, 100))
    print(f"\n{report(world, found)}")
    before, soon, late = (on_day(found, LOOKS[at]) for at in (0, 1, -1))
    # In the end the path that looks best is worth more; a wrong level is corrected within months.
    assert np.mean([look.kept for look in late]) > np.mean([look.kept for look in before])
    if world is not MISTAKEN:
        off = [abs(np.mean([look.error.mean() for look in looks])) for looks in (before, soon)]
        assert off[1] < 0.75 * off[0]
