"""Waiting times: published curves, the worked log, and what holds for every wait."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray
from pandas.testing import assert_frame_equal

from infonet.conversion import group_labels, median_wait, waiting_time
from infonet.conversion.proportions import Z
from infonet.conversion.survival import (
    CENSORED,
    COMPETING,
    HAPPENED,
    Curve,
    aalen_johansen,
    kaplan_meier,
    median,
)
from infonet.errors import InfonetError
from tests.conversion_logs import (
    AS_OF,
    KNOWN,
    LAST_DAY,
    WORKED,
    MadeUp,
    events_of,
    log,
    made_up,
    shuffled,
    worked_log,
)

COLUMNS = ["day", "at_risk", "happened", "censored", "probability", "low", "high"]


def known(name: str) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return times and outcomes of a published example."""
    inputs = KNOWN[name]["inputs"]
    return np.array(inputs["time"]), np.array(inputs["event"])


def row(curve: Curve, day: int) -> dict[str, Any]:
    """Return one day of a curve."""
    found: Any = pd.DataFrame(curve._asdict()).set_index("day").loc[day]
    return {str(name): value for name, value in found.items()}


@pytest.mark.parametrize("name", ["km_freireich_6mp", "km_freireich_placebo"])
def test_kaplan_meier_gives_the_published_curve(name: str) -> None:
    curve, answer = kaplan_meier(*known(name)), KNOWN[name]
    happened = curve.day[curve.happened > 0]
    assert happened.tolist() == [stated["t"] for stated in answer["expected"]]
    for stated in answer["expected"]:
        found = row(curve, stated["t"])
        assert (found["at_risk"], found["happened"]) == (stated["n"], stated["d"])
        left = 1 - found["probability"]
        assert left == pytest.approx(stated["S"], abs=answer["tolerance"])
        if stated["se"] is None:
            assert np.isnan(found["low"]) and np.isnan(found["high"])
            continue
        # The interval is log(-log), so its half width there gives the standard error back.
        bounds = np.log(-np.log1p(-np.array([found["low"], found["high"]])))
        error = (bounds[1] - bounds[0]) / 2 / Z * left * -np.log(left)
        assert error == pytest.approx(stated["se"], abs=answer["tolerance"])
        assert bounds.mean() == pytest.approx(np.log(-np.log(left)))


def test_the_medians_of_freireich_are_the_published_ones() -> None:
    stated = KNOWN["km_freireich_medians"]["expected"]
    assert median(kaplan_meier(*known("km_freireich_6mp")))[0] == stated["six_mp"]
    assert median(kaplan_meier(*known("km_freireich_placebo")))[0] == stated["placebo"]


def test_nothing_happened_is_no_infinite_median() -> None:
    curve = kaplan_meier(*known("km_no_events"))
    assert (curve.probability == 0).all()
    assert all(np.isnan(median(curve)))


def test_aalen_johansen_gives_the_published_incidence_variance_and_interval() -> None:
    answer, (time, event) = KNOWN["aj_sas_six_rows"], known("aj_sas_six_rows")
    cause = answer["inputs"]["cause"]
    outcome = np.select([event == cause, event > 0], [HAPPENED, COMPETING], CENSORED)
    curve, stated = aalen_johansen(time, outcome), answer["expected"]
    for day in (4, 5):
        found, p = row(curve, day), stated[f"cif_at_{day}"]
        interval = [found["low"], found["high"]]
        assert found["probability"] == pytest.approx(p, abs=answer["tolerance"])
        assert interval == pytest.approx(stated[f"ci_at_{day}"], abs=answer["tolerance"])
        width = np.diff(np.log(-np.log(interval)))[0] / 2 / Z * p * np.log(p)
        assert width**2 == pytest.approx(stated[f"var_at_{day}"], abs=answer["tolerance"])


def draws(*outcomes: int) -> st.SearchStrategy[tuple[NDArray[np.int64], NDArray[np.int64]]]:
    """Draw waits with many ties."""
    pairs = st.lists(st.tuples(st.integers(0, 12), st.sampled_from(outcomes)), min_size=1)
    return pairs.map(lambda rows: (np.array(rows)[:, 0], np.array(rows)[:, 1]))


@given(draws(CENSORED, HAPPENED, COMPETING))
def test_every_wait_is_counted_once_and_the_incidences_share_what_is_left(
    drawn: tuple[NDArray[np.int64], NDArray[np.int64]],
) -> None:
    time, outcome = drawn
    curve = aalen_johansen(time, outcome)
    ended = curve.happened + curve.censored + curve.competing
    assert ended.sum() == len(time) == curve.at_risk[0]
    assert (curve.at_risk[1:] == curve.at_risk[:-1] - ended[:-1]).all()
    other = aalen_johansen(time, np.array([0, 2, 1])[outcome])
    any_end = kaplan_meier(time, np.minimum(outcome, 1))
    assert curve.probability + other.probability == pytest.approx(any_end.probability)
    inside = ~np.isnan(curve.low)
    assert (np.diff(curve.probability) >= 0).all()
    assert (curve.low[inside] <= curve.probability[inside]).all()
    assert (curve.probability[inside] <= curve.high[inside]).all()
    assert (curve.low[inside] >= 0).all() and (curve.high[inside] <= 1).all()


@given(draws(CENSORED, HAPPENED))
def test_without_a_competing_outcome_both_estimators_agree(
    drawn: tuple[NDArray[np.int64], NDArray[np.int64]],
) -> None:
    assert aalen_johansen(*drawn).probability == pytest.approx(kaplan_meier(*drawn).probability)


@given(draws(HAPPENED, COMPETING))
def test_without_censoring_the_incidence_is_the_share_and_its_variance_the_binomial(
    drawn: tuple[NDArray[np.int64], NDArray[np.int64]],
) -> None:
    time, outcome = drawn
    curve, n = aalen_johansen(time, outcome), len(time)
    share = np.array([((time <= day) & (outcome == HAPPENED)).mean() for day in curve.day])
    assert curve.probability == pytest.approx(share)
    inside = (share > 0) & (share < 1 - 1e-9)
    p = share[inside]
    width = Z * np.sqrt(p * (1 - p) / n) / (p * -np.log(p))
    assert curve.low[inside] == pytest.approx(p ** np.exp(width))
    assert curve.high[inside] == pytest.approx(p ** np.exp(-width))


def test_the_worked_log_has_the_waits_worked_by_hand() -> None:
    """Each request in a group of its own has a curve of one row: its wait, and how that ended."""
    names = group_labels(worked_log(), "kind", as_of=AS_OF).index
    each = pd.Series(names, index=names, name="whose")
    found = waiting_time(worked_log(), "held", "referred", as_of=AS_OF, by=each).set_index("whose")
    stated = WORKED["waiting_time_held_referred"]["durations"]
    assert set(found.index) == set(stated)
    for request, (days, outcome) in stated.items():
        happened = outcome == "referred"
        row_ = found.loc[request, ["day", "happened", "censored"]]
        assert row_.tolist() == [days, happened, not happened]


def test_the_worked_log_has_the_curve_worked_by_hand() -> None:
    found = waiting_time(worked_log(), "held", "referred", as_of=AS_OF)
    assert found.columns.tolist() == COLUMNS
    happened = found[found.happened > 0]
    stated = WORKED["waiting_time_held_referred"]["curve"]
    assert happened[list(stated[0])].to_dict("records") == stated
    assert found.iloc[-1][["day", "at_risk", "censored"]].tolist() == [89, 1, 1]
    assert (found.attrs["start"], found.attrs["end"]) == ("held", "referred")


def test_a_stage_that_was_skipped_is_reached_with_the_next_one() -> None:
    events = log("R1 03-02 asked Bo", "R1 03-09 held Bo")
    assert waiting_time(events, "asked", "replied", as_of=AS_OF).day.tolist() == [7]
    assert waiting_time(events, "replied", "held", as_of=AS_OF).day.tolist() == [0]


def test_only_introductions_wait_to_be_introduced() -> None:
    found = waiting_time(worked_log(), "asked", "introduced", as_of=AS_OF)
    assert found.at_risk[0] == 5  # R1, R2, R5, R6, R8
    assert found.day[found.happened > 0].tolist() == [2, 9]  # R1 and R6 on one day, R5


DECLINED = log(
    "R1 03-02 asked Ana",
    "R1 03-04 held Ana",
    "R2 03-02 asked Bo",
    "R2 03-03 declined Bo",
    "R3 03-02 asked Cy",
    "R3 03-03 declined Cy",
    "R3 03-05 replied Cy",  # changed their mind
    "R3 03-12 held Cy",
    "R4 03-02 asked Di",
)


def test_a_declined_request_is_followed_to_the_end_and_not_censored() -> None:
    """All four were asked on one day: the chance is the plain share, 1 and then 2 of 4."""
    found = waiting_time(DECLINED, "asked", "held", as_of="2026-04-01")
    assert found.probability.tolist() == [0.25, 0.5, 0.5]
    assert found.at_risk.tolist() == [4, 3, 2]
    assert found.censored.tolist() == [0, 0, 2]  # R2 and R4


def test_a_competing_decline_ends_the_wait_unless_they_went_on() -> None:
    found = waiting_time(DECLINED, "asked", "held", as_of="2026-04-01", competing="declined")
    assert found.columns.tolist() == [*COLUMNS[:4], "competing", *COLUMNS[4:]]
    assert found.day.tolist() == [1, 2, 10, 30]
    assert found.competing.tolist() == [1, 0, 0, 0]  # R2, not R3
    assert found.probability.tolist() == pytest.approx([0, 0.25, 0.5, 0.5])


def test_a_request_that_was_held_and_later_declined_was_held() -> None:
    events = log("R1 03-02 asked Bo", "R1 03-09 held Bo", "R1 03-20 declined Bo")
    found = waiting_time(events, "asked", "held", as_of=AS_OF, competing="declined")
    assert found[["day", "happened", "competing", "probability"]].values.tolist() == [[7, 1, 0, 1]]


def test_a_withdrawal_censors_the_wait_on_its_day() -> None:
    names = [f"R{number}" for number in range(1, 13)]
    each = pd.Series(names, index=names, name="whose")
    found = waiting_time(worked_log(whole=True), "asked", "held", as_of=AS_OF, by=each)
    stated = WORKED["R11_and_R12"]["waiting_time_asked_held"]["durations"]
    for request, (days, outcome) in stated.items():
        [row_] = found[found.whose == request].to_dict("records")
        assert (row_["day"], row_["censored"], outcome) == (days, 1, "open")


def test_the_median_is_said_in_words() -> None:
    found = median_wait(worked_log(), "held", "referred", as_of=AS_OF)
    assert found[["n", "happened", "median", "low"]].iloc[0].tolist() == [4, 3, 18, 9]
    assert found.high.isna().all()
    assert found.sentence[0] == "half within 18 days (95 %: 9 or more)"


def test_what_half_have_not_reached_is_not_reached_in_the_days_that_are_known() -> None:
    found = median_wait(worked_log(), "held", "offered", as_of=AS_OF)
    assert found.sentence[0] == "not reached in 110 days"  # since R1 was held on 12 March
    assert found[["median", "low", "high"]].isna().all(axis=None)
    nobody = median_wait(log("R1 03-02 asked Bo"), "held", "offered", as_of=AS_OF)
    assert nobody.sentence[0] == "no request has reached `held` yet"
    assert waiting_time(log(), "held", "offered", as_of=AS_OF).columns.tolist() == COLUMNS


def test_each_group_has_its_own_curve_and_median() -> None:
    curve = waiting_time(worked_log(), "asked", "held", as_of=AS_OF, by="kind")
    assert curve.columns.tolist() == ["kind", *COLUMNS]
    first = curve.drop_duplicates("kind").set_index("kind").at_risk
    assert first.to_dict() == {"introduction": 5, "direct": 2, "cold": 2, "scout": 1}
    found = median_wait(worked_log(), "asked", "held", as_of=AS_OF, by="kind").set_index("kind")
    assert found.happened.to_dict() == {"introduction": 1, "direct": 2, "cold": 1, "scout": 0}
    assert found.n.to_dict() == first.to_dict()


@given(made_up(), st.sampled_from([None, "declined"]))
@settings(max_examples=25)
def test_no_wait_is_negative_or_longer_than_the_log(
    made: list[MadeUp], competing: str | None
) -> None:
    events = events_of(made)
    found = waiting_time(events, "asked", "held", as_of=AS_OF, competing=competing)
    asked = [one for one in made if one.asked <= LAST_DAY]
    held = [one for one in asked if one.reached("held") is not None]
    assert found.happened.sum() == len(held)
    assert (found.at_risk.max() if len(found) else 0) == len(asked)
    assert found.day.between(0, LAST_DAY).all()
    again = waiting_time(shuffled(events), "asked", "held", as_of=AS_OF, competing=competing)
    assert_frame_equal(found, again)


@pytest.mark.parametrize(
    ("start", "end", "competing", "problem"),
    [
        ("hold", "referred", None, "`start` takes .* not `hold`: did you mean `held`"),
        ("held", "refered", None, "`end` takes .* not `refered`: did you mean `referred`"),
        ("held", "replied", None, "`end` takes `referred`, `offered`, not `replied`"),
        ("offered", "offered", None, "`start` takes"),
        ("asked", "held", "decline", "`competing` takes .* did you mean `declined`"),
        ("asked", "held", "replied", "`competing` takes"),
    ],
)
def test_a_wrong_stage_names_the_nearest(
    start: str, end: str, competing: str | None, problem: str
) -> None:
    with pytest.raises(InfonetError, match=problem):
        waiting_time(worked_log(), start, end, as_of=AS_OF, competing=competing)


def test_every_day_has_an_interval() -> None:
    """Also where the formula of the curve has none: at 0 and at 1."""
    none = waiting_time(worked_log(), "held", "offered", as_of=AS_OF)
    assert (none.probability == 0).all() and (none.low == 0).all()
    # Wilson for 0 of n: z^2 / (n + z^2), for 4 and 1 at risk 0.49 and 0.79.
    assert none.high.iloc[[0, -1]].round(2).tolist() == [0.49, 0.79]
    one = log("R1 03-02 asked Bo", "R1 03-05 held Bo", "R2 03-02 asked Cy", "R2 03-09 held Cy")
    both = waiting_time(one, "asked", "held", as_of=AS_OF)
    assert both.probability.tolist() == pytest.approx([0.5, 1.0])
    assert both.low.notna().all() and both.low[1] == both.low[0]
    assert both.high.tolist()[1] == 1.0
    assert (both.low <= both.probability).all() and (both.probability <= both.high).all()
