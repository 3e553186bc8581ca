"""Calibration: what was predicted against what happened, on predictions that came first."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from pandas.testing import assert_frame_equal

from infonet.conversion import calibration
from infonet.conversion.proportions import outcomes_by_bin
from infonet.errors import InfonetError
from infonet.tables import Tables
from tests.conversion_logs import AS_OF, log, shuffled

COLUMNS = ["position", "bin", "predicted", "n", "happened", "rate", "low", "high", "verdict"]


def test_only_decided_requests_with_a_prediction_of_their_day_count() -> None:
    events = log(
        "R1 03-02 asked Ana predicted=0.4",
        "R1 03-09 held Ana",
        "R2 03-02 asked Bo predicted=0.2",
        "R2 03-03 declined Bo",
        "R3 03-02 asked Cy predicted=0.3",  # silent
        "R4 06-29 asked Di predicted=0.9",  # open
        "R5 03-02 asked Eli",  # nothing was predicted
        "R5 03-09 held Eli",
        "R6 03-02 asked Fay predicted=0.1 kind=scout",
        "R7 03-02 asked Gus predicted=0.9",
        "R7 03-03 withdrawn Gus",  # nobody's failure
    )
    found = calibration(events, as_of=AS_OF)
    assert found.columns.tolist() == COLUMNS
    assert found[["position", "bin", "n", "happened"]].iloc[0].tolist() == ["path", "1 of 1", 3, 1]
    assert found.predicted[0] == pytest.approx(0.3)
    assert found.verdict[0] == "too few"
    assert_frame_equal(calibration(shuffled(events), as_of=AS_OF), found)


def test_a_prediction_that_was_logged_later_does_not_count() -> None:
    events = log("R1 03-02 asked Ana", "R1 03-09 held Ana", "R1 07-01 thanked Ana predicted=0.9")
    assert calibration(events, as_of=AS_OF).n[0] == 0


def test_without_any_prediction_nothing_is_known() -> None:
    found = calibration(log(), as_of=AS_OF).iloc[0]
    assert (found.n, found.low, found.high, found.verdict) == (0, 0, 1, "too few")
    assert np.isnan(found.predicted) and np.isnan(found.rate)


@pytest.mark.parametrize(
    ("foreseen", "verdict"), [(0.5, "as predicted"), (0.9, "too high"), (0.1, "too low")]
)
def test_the_verdict_is_whether_the_mean_lies_in_the_interval(
    foreseen: float, verdict: str
) -> None:
    happened = (np.arange(40) % 2).astype(np.float64)
    found = outcomes_by_bin("path", np.full(40, foreseen), happened, 1 - happened, 5)
    assert found.verdict.tolist() == [verdict]


def test_there_are_only_as_many_bins_as_have_thirty_outcomes() -> None:
    foreseen = np.linspace(0.0, 1.0, 100)
    happened = (foreseen > 0.5).astype(np.float64)
    found = outcomes_by_bin("path", foreseen, happened, 1 - happened, 5)
    assert found.bin.tolist() == ["1 of 3", "2 of 3", "3 of 3"]
    assert found.n.sum() == 100 and found.n.min() >= 30
    assert found.predicted.is_monotonic_increasing
    assert found.happened.tolist()[::2] == [0, found.n[2]]
    assert len(outcomes_by_bin("path", foreseen, happened, 1 - happened, 2)) == 2


def test_equal_predictions_share_a_bin_and_parts_of_an_outcome_add_up() -> None:
    foreseen, part = np.repeat([0.2, 0.7], 60), np.full(120, 0.25)
    found = outcomes_by_bin("1", foreseen, part, part, 9)
    assert found.n.tolist() == [30, 30]  # 120 halves of an outcome
    assert found.predicted.tolist() == pytest.approx([0.2, 0.7])
    assert found.rate.tolist() == [0.5, 0.5]
    assert found.verdict.tolist() == ["too low", "too high"]


def test_with_tables_the_hops_are_shown_by_position(toy: Tables) -> None:
    """Ana introduced me to Bo, who held; Di declined; Cy stayed silent."""
    events = log(
        "R1 03-02 asked in/ana company=Delta kind=introduction predicted=0.259",
        "R1 03-04 introduced in/bo via=in/ana",
        "R1 03-12 held in/bo",
        "R2 03-09 asked in/di company=Echo kind=introduction",
        "R2 03-10 declined in/di",
        "R3 03-16 asked in/cy company=Delta kind=direct",
    )
    found = calibration(toy._replace(events=events), as_of=AS_OF)
    assert found.position.tolist() == ["path", "1", "2"]
    assert found.n.tolist() == [1, 3, 1]
    assert found.happened.tolist() == [1, 1, 1]
    assert found.predicted[0] == pytest.approx(0.259)
    # Ana is strong and first (0.7); Di and Cy are learned a little from her success.
    assert 0.25 < found.predicted[1] < 0.7
    assert isinstance(found, pd.DataFrame) and found.verdict.eq("too few").all()


def test_no_bins_is_an_error() -> None:
    with pytest.raises(InfonetError, match="`bins` takes a whole number from 1 on, not `0`"):
        calibration(log(), as_of=AS_OF, bins=0)
