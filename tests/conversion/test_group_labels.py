"""Cohorts: the label of every request, for `by=`."""

from __future__ import annotations

import pandas as pd
import pytest
from pandas.testing import assert_series_equal

from infonet.conversion import funnel, group_labels
from infonet.errors import InfonetError
from infonet.tables import Tables
from tests.conversion_logs import AS_OF, log, shuffled, worked_log


def test_weeks_and_months_are_those_of_asking_in_iso() -> None:
    events = log("R1 01-01 asked Bo", "R2 03-02 asked Cy", "R2 04-05 held Cy")
    # 1 January 2026 was a Thursday: week 1 of 2026. 2 March was a Monday.
    assert group_labels(events, "week", as_of=AS_OF).to_dict() == {
        "R1": "2026-W01",
        "R2": "2026-W10",
    }
    assert group_labels(events, "month", as_of=AS_OF).to_dict() == {
        "R1": "2026-01",
        "R2": "2026-03",
    }
    assert group_labels(events, "week", as_of=AS_OF).name == "week"


def test_a_year_begins_with_its_week_not_with_its_day() -> None:
    events = log("R1 12-31 asked Bo")
    assert group_labels(events, "week", as_of="2027-01-31").to_dict() == {"R1": "2026-W53"}


def test_what_comes_later_can_be_left_out() -> None:
    assert list(group_labels(worked_log(), "month", as_of="2026-04-01").index) == [
        *("R1", "R2", "R3", "R4", "R5")
    ]


def test_columns_of_the_requests_are_cohorts() -> None:
    found = group_labels(worked_log(), "hops", as_of=AS_OF)
    assert found["R1"] == 2 and found["R3"] == 1
    assert group_labels(worked_log(), "channel", as_of=AS_OF)["R3"] == "linkedin"
    assert group_labels(worked_log(), "kind", as_of=AS_OF)["R9"] == "scout"


def test_a_cohort_is_the_by_of_the_same_name() -> None:
    events = worked_log()
    for by in ("month", "week", "hops", "company"):
        there = funnel(events, as_of=AS_OF, by=by)
        assert there.equals(funnel(events, as_of=AS_OF, by=group_labels(events, by, as_of=AS_OF)))


def test_the_tie_class_is_that_of_the_day_of_asking(toy: Tables) -> None:
    told = {"evidence": "messages", "origin": "me", "exchanges": 3, "last": "2025-03-31"}
    ties = pd.concat(
        [toy.ties, Tables.of(ties=[{"source": "in/gus", "target": "me", **told}]).ties],
        ignore_index=True,
    )
    events = log(
        "R1 03-02 asked in/ana kind=introduction",
        "R2 03-02 asked in/cy",
        "R3 03-02 asked in/di",
        "R4 03-02 asked in/fay kind=cold",
        "R5 03-30 asked in/gus kind=direct",  # within a year of the last message
        "R6 04-02 asked in/gus company=Foxtrot",  # and after it
    )
    found = group_labels(toy._replace(ties=ties, events=events), "tie class", as_of=AS_OF)
    assert found.to_dict() == {
        "R1": "strong",
        "R2": "connection",
        "R3": "medium",
        "R4": "cold",
        "R5": "strong",
        "R6": "medium",
    }
    assert found.cat.categories.tolist() == ["strong", "medium", "weak", "connection", "cold"]
    rates = funnel(toy._replace(ties=ties, events=events), as_of=AS_OF, by="tie class")
    assert rates.tie_class[0] == "strong" and rates.columns[0] == "tie_class"


def test_the_tie_class_needs_the_tables() -> None:
    with pytest.raises(InfonetError, match="not in the events: pass the tables"):
        group_labels(worked_log(), "tie class", as_of=AS_OF)


def test_the_order_of_the_lines_does_not_matter() -> None:
    there, back = (
        group_labels(one, "week", as_of=AS_OF) for one in (worked_log(), shuffled(worked_log()))
    )
    assert_series_equal(there, back)
