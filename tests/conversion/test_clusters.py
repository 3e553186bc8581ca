"""Rates through few people: exact where it can be worked out, and never narrower than Wilson's."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import integrate, stats

from infonet.conversion import funnel
from infonet.conversion._clusters import clustered_interval
from tests.conversion_logs import AS_OF, log


@pytest.mark.parametrize(("reached", "n"), [(0, 1), (0, 6), (3, 6), (9, 12), (40, 40)])
def test_with_one_request_each_nothing_is_shared(reached: int, n: int) -> None:
    """One request to each person is a Bernoulli trial, whatever the correlation."""
    found = clustered_interval([1] * reached + [0] * (n - reached), [1] * n)
    exact = stats.beta(1 + reached, 1 + n - reached).ppf([0.025, 0.975])
    assert found == pytest.approx(exact, abs=2e-3)


def test_the_bounds_are_those_of_the_posterior_by_numerical_integration() -> None:
    reached, n = [3, 0, 1, 2, 0], [3, 2, 4, 2, 3]

    def likely(alike: float, mean: float) -> float:
        size = (1 - alike) / alike
        each = stats.betabinom.pmf(reached, n, mean * size, (1 - mean) * size)
        return float(np.prod(each)) * float(stats.beta(1, 2).pdf(alike))

    def below(mean: float) -> float:
        mass, _ = integrate.dblquad(likely, 0, mean, 1e-6, 1 - 1e-6, epsabs=1e-9, epsrel=1e-3)
        return mass

    low, high = clustered_interval(reached, n)
    whole = below(1.0)
    assert below(low) / whole == pytest.approx(0.025, abs=1e-3)
    assert below(high) / whole == pytest.approx(0.975, abs=1e-3)


def test_people_who_differ_make_it_wide() -> None:
    low, high = clustered_interval([6, 6, 6, 0, 0, 0], [6] * 6)
    near, far = clustered_interval([3] * 6, [6] * 6)
    assert high - low > far - near > 0.3
    # Six people who always do the same are six trials, though there were 36 requests.
    exact = stats.beta(1 + 3, 1 + 3).ppf([0.025, 0.975])
    assert (low, high) == pytest.approx(exact, abs=0.05)


def test_fewer_than_five_people_are_too_few_to_tell() -> None:
    asks = [
        line
        for number in range(12)
        for line in (f"R{number} 01-05 asked P{number % 4}", f"R{number} 01-09 held P{number % 4}")
    ]
    four = funnel(log(*asks), as_of=AS_OF)
    assert set(four.connectors[four.stage == "held"]) == {4}
    assert set(four.note) == {"too few different people to tell"}
    assert (four.clustered_low == 0).all() and (four.clustered_high == 1).all()
    five = funnel(log(*asks, "R12 01-05 asked P5"), as_of=AS_OF)
    assert set(five.note[five.n > 0]) == {""}
    held = five.set_index("stage").loc["held"]
    assert 0 < held.clustered_low < held.low < held.rate < held.high <= held.clustered_high <= 1


@settings(deadline=None, max_examples=50)
@given(st.lists(st.tuples(st.integers(0, 9), st.booleans()), max_size=40))
def test_the_clustered_interval_holds_the_plain_one(asks: list[tuple[int, bool]]) -> None:
    lines = []
    for number, (who, there) in enumerate(asks):
        lines.append(f"R{number} 01-05 asked P{who}")
        lines += [f"R{number} 01-09 held P{who}"] * there
    found = funnel(log(*lines), as_of=AS_OF)
    assert (found.clustered_low <= found.low).all() and (found.high <= found.clustered_high).all()
    assert found.rate.isna().all() == (not asks)
    held = found.set_index("stage").loc["held"]
    assert (held.note == "") == (len({who for who, _ in asks}) >= 5)
