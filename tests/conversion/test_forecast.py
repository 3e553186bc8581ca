"""Spread and forecast: exact distributions, the worked log, and who counts as a new name."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pandas.testing import assert_frame_equal
from scipy import stats

from infonet.conversion import forecast, reproduction_number
from infonet.conversion.proportions import clopper_pearson, product_interval, trials_needed
from infonet.strength import Beta
from tests.conversion_logs import AS_OF, WORKED, log, shuffled, worked_log


def test_the_worked_log_has_the_names_worked_by_hand() -> None:
    found = reproduction_number(worked_log(), as_of=AS_OF).set_index("measure")
    names = found.loc["names per conversation"]
    assert names.n == len(WORKED["spread"]["held_at_least_60_days_ago"])
    assert names.happened == WORKED["spread"]["names"]
    assert names.observed == pytest.approx(float(Fraction(WORKED["spread"]["names_per_held"])))
    # Kim's new name Lu stands in the note, so nobody can say what became of her.
    assert found.n["conversations per name"] == 0
    assert np.isnan(found.observed["spread"])
    assert found.sentence["spread"].endswith("no name is old enough to be followed")


NAMED = (
    "R1 01-05 asked Bo kind=direct",
    "R1 01-12 held Bo",
    "R1 01-12 named Cy via=Bo",
    "R1 01-12 named Di via=Bo",
    "R1 06-20 named Eli via=Bo",  # counts for m, and is too young for q
    "R2 02-02 asked Fay kind=direct",
    "R2 02-09 held Fay",
    "R3 01-19 asked Cy kind=direct",
    "R3 01-26 held Cy",  # a name that became a conversation
)


def test_a_name_becomes_a_conversation_when_that_person_held_one() -> None:
    found = reproduction_number(log(*NAMED), as_of=AS_OF).set_index("measure")
    assert found.n.tolist() == [3, 2, 3]
    assert found.happened.tolist() == [3, 1, 1]
    assert found.observed.tolist() == pytest.approx([1, 1 / 2, 1 / 2])
    # The posteriors are Gamma with shape and rate 4, and Beta with counts 2 and 2.
    assert found.expected.tolist() == pytest.approx([1, 1 / 2, 1 / 2])
    assert (found.low < found.expected).all() and (found.expected < found.high).all()
    assert_frame_equal(reproduction_number(shuffled(log(*NAMED)), as_of=AS_OF), found.reset_index())


def test_an_older_conversation_with_the_same_person_is_not_what_the_name_became() -> None:
    before = [line for line in NAMED if not line.startswith("R3")]
    events = log("R0 01-05 asked Cy kind=direct", "R0 01-06 held Cy", *before)
    assert reproduction_number(events, as_of=AS_OF).happened.tolist() == [3, 0, 0]


def test_somebody_met_through_the_name_in_the_same_request_counts() -> None:
    events = log(
        "R1 01-05 asked Ana kind=introduction",
        "R1 01-06 introduced Bo via=Ana",
        "R1 01-12 held Bo",
        "R1 01-12 named Cy via=Bo",
        "R1 01-20 held Cy",
    )
    assert reproduction_number(events, as_of=AS_OF).happened.tolist() == [1, 1, 1]


def test_what_a_scout_names_follows_no_conversation() -> None:
    events = log("R1 01-05 asked Ivy kind=scout", "R1 01-06 named Jo via=Ivy")
    assert reproduction_number(events, as_of=AS_OF).n.tolist() == [0, 0, 0]


def test_a_search_that_grows_and_one_that_does_not() -> None:
    grows = [
        line
        for a in range(12)
        for line in (
            f"R{a} 01-{a + 5:02d} asked P{a} kind=direct",
            f"R{a} 01-{a + 5:02d} held P{a}",
            *(f"R{a} 01-{a + 5:02d} named P{a + b} via=P{a}" for b in (1, 2, 3)),
        )
    ]
    found = reproduction_number(log(*grows), as_of=AS_OF)
    assert found.low[2] > 1
    assert found.sentence[2].endswith("above 1, it grows by itself")
    fades = [line for line in grows if " named " not in line or line.endswith("named P1 via=P0")]
    found = reproduction_number(log(*fades), as_of=AS_OF)
    assert found.high[2] < 1
    assert found.sentence[2].endswith("below 1, it lives on fresh asks")


@given(st.floats(0.5, 30), st.floats(0.5, 30), st.floats(0.5, 20))
@settings(max_examples=30)
def test_the_interval_of_the_product_is_exact(alpha: float, beta: float, rate: float) -> None:
    """Gamma(alpha + beta) times Beta(alpha, beta) is Gamma(alpha) (Lukacs 1955)."""
    found = product_interval(alpha + beta, rate, Beta(alpha, beta))
    assert found == pytest.approx(stats.gamma(alpha, scale=1 / rate).interval(0.95), rel=1e-3)


def test_after_none_of_five_it_takes_266_conversations_where_the_plug_in_says_44() -> None:
    lines = []
    for number in range(5):
        lines += [f"R{number} 03-02 asked P{number}", f"R{number} 03-09 held P{number}"]
    found: Any = forecast(log(*lines), as_of=AS_OF).set_index("chance")
    assert found.loc[0.95, ["n", "referred", "conversations", "shown", "plug_in"]].tolist() == [
        *(5, 0, 266, ">200", 44)
    ]
    # Beta(1, 14): the chance of none in k is 14 / (14 + k).
    assert found.conversations[0.5] == 14 and found.conversations[0.8] == 56
    assert found.rate.unique() == pytest.approx([1 / 15])


def test_only_conversations_that_had_the_time_count() -> None:
    found = forecast(worked_log(), as_of=AS_OF)
    assert found[["n", "referred"]].iloc[0].tolist() == [3, 2]  # R1 and R10, not R4; R7 is young
    assert found.prior.unique().tolist() == ["Beta(1, 9), an assumption"]
    assert (found.low < found.rate).all() and (found.rate < found.high).all()
    assert forecast(log(), as_of=AS_OF).n.tolist() == [0, 0, 0]
    on_the_day = log(
        "R1 05-01 asked Bo", "R1 05-01 held Bo", "R2 05-01 asked Cy", "R2 05-02 held Cy"
    )
    assert forecast(on_the_day, as_of=AS_OF).n.tolist() == [1, 1, 1]  # 60 days ago, and 59


@given(st.integers(1, 6), st.integers(1, 60), st.sampled_from([0.5, 0.8, 0.95]))
def test_the_forecast_is_the_first_that_suffices(alpha: int, beta: int, chance: float) -> None:
    """In exact fractions: none in k has probability product of (beta + i) / (alpha + beta + i)."""
    none, k = Fraction(1), 0
    while none > 1 - Fraction(str(chance)):
        none *= Fraction(beta + k, alpha + beta + k)
        k += 1
    assert trials_needed(Beta(alpha, beta), chance) == k


@pytest.mark.parametrize(("referred", "n"), [(0, 0), (0, 5), (3, 5), (5, 5), (10, 20)])
def test_the_bounds_of_a_forecast_hold_without_the_prior(referred: int, n: int) -> None:
    """The posterior alone said 0.06 to 0.45 after 3 of 5, and held half of the time."""
    lines = []
    for number in range(n):
        lines += [f"R{number} 01-05 asked P{number}", f"R{number} 01-09 held P{number}"]
        lines += [f"R{number} 01-20 referred P{number}"] * (number < referred)
    found = forecast(log(*lines), as_of=AS_OF).iloc[0]
    assert (found.n, found.referred) == (n, referred)
    exact = stats.binomtest(referred, n).proportion_ci(method="exact") if n else (0.0, 1.0)
    posterior = stats.beta(1 + referred, 9 + n - referred).ppf([0.025, 0.975])
    bounds = [min(posterior[0], exact[0]), max(posterior[1], exact[1])]
    assert [found.low, found.high] == pytest.approx(bounds)
    assert found.low <= found.rate <= found.high


@pytest.mark.parametrize("n", [1, 5, 10, 20, 50])
def test_the_bounds_of_a_forecast_hold_at_every_true_rate(n: int) -> None:
    """Wilson's held 84 to 91 times in 100 where nearly all, or nearly none, bring a referral."""
    bounds = [clopper_pearson(reached, n) for reached in range(n + 1)]
    for rate in np.linspace(0.001, 0.999, 999):
        held = sum(
            float(stats.binom.pmf(reached, n, rate))
            for reached, (low, high) in enumerate(bounds)
            if low <= rate <= high
        )
        assert held >= 0.95 - 1e-9
