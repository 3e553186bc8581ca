"""Two groups: published differences and tests, and sentences that do not say too much."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray
from pandas.testing import assert_frame_equal
from scipy import stats

from infonet.conversion import compare_groups, funnel, group_labels
from infonet.conversion.proportions import compare_proportions, fisher, newcombe
from infonet.conversion.survival import HAPPENED, log_rank
from infonet.errors import InfonetError
from tests.conversion_logs import AS_OF, KNOWN, log, shuffled, worked_log


@pytest.mark.parametrize("name", ["newcombe1998b_56_70_48_80", "newcombe1998b_0_10_0_20"])
def test_newcombe_gives_the_published_interval(name: str) -> None:
    answer = KNOWN[name]
    found = newcombe(**answer["inputs"])
    assert found[1:] == pytest.approx(answer["expected"], abs=answer["tolerance"])


def test_the_lady_tasting_tea() -> None:
    answer = KNOWN["fisher_tea"]
    (a, b), (c, d) = answer["inputs"]["table"]
    stated = answer["expected"]["p_two"]
    assert fisher(a, a + b, c, c + d) == pytest.approx(stated, abs=answer["tolerance"])


def freireich() -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.bool_]]:
    """Both arms: weeks, whether the relapse happened, who was treated."""
    arms = [KNOWN[f"km_freireich_{arm}"]["inputs"] for arm in ("6mp", "placebo")]
    time = np.concatenate([arm["time"] for arm in arms])
    event = np.concatenate([arm["event"] for arm in arms])
    return time, event, np.arange(42) < 21


def test_log_rank_gives_the_published_p() -> None:
    """Freireich: chi-square 16.79 (Kleinbaum & Klein), p 4.17e-5, with many tied weeks."""
    time, event, treated = freireich()
    found = log_rank(time, event, treated)
    assert found == pytest.approx(4.17e-5, abs=5e-8)
    stated = KNOWN["logrank_freireich"]["expected"]["logrank"]
    assert stats.chi2.isf(found, 1) == pytest.approx(stated, abs=0.005)
    assert log_rank(time, event, ~treated) == pytest.approx(found)


@given(st.lists(st.tuples(st.integers(0, 5), st.booleans(), st.booleans()), max_size=12))
def test_log_rank_is_mantels_on_tied_days(rows: list[tuple[int, bool, bool]]) -> None:
    """Day by day: happened in the first group less its share, and the hypergeometric variance."""
    time = np.array([day for day, _, _ in rows], dtype=np.int64)
    happened = np.array([one for _, one, _ in rows], dtype=bool)
    first = np.array([one for _, _, one in rows], dtype=bool)
    excess, variance = 0.0, 0.0
    for day in np.unique(time[happened]):
        n, mine = (time >= day).sum(), ((time >= day) & first).sum()
        d = ((time == day) & happened).sum()
        excess += ((time == day) & happened & first).sum() - mine * d / n
        if n > 1:
            variance += mine * d / n * (1 - mine / n) * (n - d) / (n - 1)
    found = log_rank(time, happened * HAPPENED, first)
    if variance > 1e-12:
        assert found == pytest.approx(stats.chi2.sf(excess**2 / variance, 1))
    else:
        assert np.isnan(found)


def test_the_difference_changes_its_sign_with_the_order() -> None:
    there, back = compare_proportions(7, 9, 6, 17), compare_proportions(6, 17, 7, 9)
    assert (there.difference, there.low, there.high) == pytest.approx(
        (-back.difference, -back.high, -back.low)
    )
    assert there.p == pytest.approx(back.p)


@given(st.integers(0, 12), st.integers(0, 12), st.integers(0, 12), st.integers(0, 12))
def test_a_difference_lies_in_its_interval(x1: int, more1: int, x2: int, more2: int) -> None:
    found = compare_proportions(x1, x1 + more1, x2, x2 + more2)
    if x1 + more1 and x2 + more2:
        assert -1 <= found.low <= found.difference <= found.high <= 1
        assert 0 < found.p <= 1
    else:
        assert np.isnan(found.difference) and np.isnan(found.p)
        assert (found.low, found.high) == (-1, 1)


def invited(events: pd.DataFrame) -> pd.Series:
    """Introductions against all else."""
    kind = group_labels(events, "kind", as_of=AS_OF).astype("str")
    return kind.where(kind == "introduction", "uninvited").rename("how")


def test_the_worked_log_compared() -> None:
    """Of 4 introductions 1 was held in time, of 3 others 2: worked_log.json's 3 of 7."""
    events = worked_log()
    found = compare_groups(events, "held", by=invited(events), as_of=AS_OF).iloc[0]
    assert found[["a", "n_a", "reached_a"]].tolist() == ["introduction", 4, 1]
    assert found[["b", "n_b", "reached_b"]].tolist() == ["uninvited", 3, 2]
    assert found.difference == pytest.approx(1 / 4 - 2 / 3)
    # Fisher: the tables with margins 4, 3 and 3 held have weights 1, 12, 18, 4 of 35; no less
    # likely than the one seen (12) are 12, 4 and 1.
    assert found.p == pytest.approx((12 + 4 + 1) / 35)
    assert found.low < 0 < found.high
    assert found.sentence.startswith("too few to tell: `held` within 60 days: 1 of 4")
    rates = funnel(events, as_of=AS_OF, by=invited(events)).query("stage == 'held'")
    assert rates.rate.tolist() == found[["rate_a", "rate_b"]].tolist()
    assert rates.low.tolist() == found[["low_a", "low_b"]].tolist()


def many(group: str, held: int, n: int, after: int = 7) -> list[str]:
    """So many requests by one channel, of which the first were held after some days."""
    lines = []
    for number in range(n):
        name = f"{group}{number}"
        lines.append(f"{name} 03-02 asked {name} channel={group}")
        if number < held:
            lines.append(f"{name} 03-{2 + after:02d} held {name}")
    return lines


def test_the_sentence_says_who_does_better_only_when_it_can_be_told() -> None:
    apart = compare_groups(
        log(*many("mail", 18, 20), *many("post", 4, 20)), "held", by="channel", as_of=AS_OF
    )
    assert apart.sentence[0].startswith("`mail` does better: ")
    assert apart.p[0] < 0.001 and apart.low[0] > 0
    edge = compare_groups(
        log(*many("mail", 6, 9), *many("post", 3, 13)), "held", by="channel", as_of=AS_OF
    )
    assert (edge.low[0] > 0) != (edge.p[0] < 0.05)
    assert edge.sentence[0].startswith("on the edge of what can be told: ")
    same = compare_groups(
        log(*many("mail", 100, 200), *many("post", 98, 200)), "held", by="channel", as_of=AS_OF
    )
    assert same.sentence[0].startswith("no difference to be seen: ")
    assert "more data to see a difference under 10 points" in same.sentence[0]


def test_an_interval_of_ten_points_settles_and_one_of_eleven_does_not() -> None:
    """Half of each group: Newcombe's interval is 10.51 points wide at 170, 10.45 at 172."""
    verdicts = {}
    for n in (170, 172):
        lines = [*many("mail", n // 2, n), *many("post", n // 2, n)]
        found = compare_groups(log(*lines), "held", by="channel", as_of=AS_OF)
        verdicts[n] = found.sentence[0].partition(":")[0]
    assert verdicts == {170: "too few to tell", 172: "no difference to be seen"}


def test_the_log_rank_test_sees_who_is_sooner() -> None:
    events = log(*many("mail", 20, 20, after=3), *many("post", 20, 20, after=20))
    found = compare_groups(events, "held", by="channel", as_of=AS_OF)
    assert found.difference[0] == 0 and found.p[0] == 1
    assert found.p_wait[0] < 1e-6


def test_a_group_that_is_too_young_has_no_rate() -> None:
    events = log(
        "R1 03-02 asked Bo channel=mail",
        "R2 06-20 asked Cy channel=post",
    )
    found = compare_groups(events, "held", by="channel", as_of=AS_OF)
    assert found.n_b[0] == 0 and np.isnan(found.rate_b[0]) and np.isnan(found.difference[0])
    assert np.isnan(found.p_wait[0])
    assert found.sentence[0].endswith("a group has no request old enough")


def test_the_order_of_the_lines_does_not_matter() -> None:
    events = log(*many("mail", 3, 7), *many("post", 1, 6))
    there, back = (
        compare_groups(one, "replied", by="channel", as_of=AS_OF)
        for one in (events, shuffled(events))
    )
    assert_frame_equal(there, back)


def test_anything_but_two_groups_is_an_error_that_names_them() -> None:
    with pytest.raises(InfonetError, match="found 3: `introduction`, `direct`, `cold`; pass"):
        compare_groups(worked_log(), "held", by="kind", as_of=AS_OF)
    with pytest.raises(InfonetError, match=r"found 6: .*`Hal` and 1 more"):
        compare_groups(worked_log(), "held", by="person", as_of=AS_OF)
    with pytest.raises(InfonetError, match="found none: log the first asks"):
        compare_groups(log(), "held", by="kind", as_of=AS_OF)
    with pytest.raises(InfonetError, match=r"`stage` takes .* not `asked`"):
        compare_groups(worked_log(), "asked", by="kind", as_of=AS_OF)
