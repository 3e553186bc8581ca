"""The funnel: honest rates by stage, on the worked log, by brute force and by property."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from pandas.testing import assert_frame_equal

from infonet.conversion import funnel, group_labels
from infonet.conversion.proportions import wilson
from infonet.errors import InfonetError
from infonet.tables.stages import MAIN
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

COLUMNS = [
    *("stage", "n", "reached", "rate", "low", "high", "step", "naive", "open", "connectors"),
    *("clustered_low", "clustered_high", "note"),
]


def at(found: pd.DataFrame, stage: str, column: str) -> float:
    """Return one cell of a funnel without groups."""
    cell: Any = found.set_index("stage").loc[stage, column]
    return float(cell)


@pytest.mark.parametrize("name", ["newcombe1998a_81_263", "newcombe1998a_0_20"])
def test_wilson_gives_the_published_interval(name: str) -> None:
    answer = KNOWN[name]
    _, low, high = wilson(answer["inputs"]["x"], answer["inputs"]["n"])
    assert [low, high] == pytest.approx(answer["expected"]["wilson"], abs=answer["tolerance"])


def test_wilson_of_no_asks_is_not_known_and_never_leaves_0_to_1() -> None:
    rate, low, high = wilson([0, 0, 9, 2.5], [0, 9, 9, 5])
    assert np.isnan(rate[0]) and rate[1:].tolist() == [0, 1, 0.5]
    assert (low[0], high[0]) == (0, 1)
    assert low[1] == 0 and high[2] == 1
    assert low[3] == pytest.approx(1 - high[3])


def test_the_worked_log_has_the_funnel_worked_by_hand() -> None:
    found = funnel(worked_log(), as_of=AS_OF)
    assert found.columns.tolist() == COLUMNS
    assert found.stage.tolist() == [row["stage"] for row in WORKED["funnel"]]
    for stated, row in zip(WORKED["funnel"], found.to_dict("records"), strict=True):
        assert {key: row[key] for key in stated} == pytest.approx(stated, abs=5.001e-5)


def test_a_yes_is_open_and_a_withdrawal_is_not() -> None:
    """R11 and R12 are too young to change a rate; they change `naive` and `open` as stated."""
    found = funnel(worked_log(whole=True), as_of=AS_OF).set_index("stage")
    before = funnel(worked_log(), as_of=AS_OF).set_index("stage")
    same = ["n", "reached", "rate", "low", "high", "step", "connectors"]
    assert_frame_equal(found[same], before[same])
    stated = WORKED["R11_and_R12"]["funnel"]
    assert found.naive.to_dict() == pytest.approx(stated["naive"], abs=5.001e-5)
    assert found.open.to_dict() == stated["open"]


def test_a_request_withdrawn_too_soon_is_not_old_enough() -> None:
    stated = WORKED["R11_and_R12"]["funnel_within_45"]
    found = funnel(worked_log(whole=True), as_of=AS_OF, within=45)
    assert found.n[0] == stated["n"]
    followed = log("R1 03-02 asked Bo", "R1 05-01 withdrawn Bo", "R2 03-02 asked Cy")
    assert funnel(followed, as_of=AS_OF).n[0] == 2  # for 60 days, like the other
    back = log("R1 03-02 asked Bo", "R1 03-09 withdrawn Bo", "R1 03-10 replied Bo")
    assert at(funnel(back, as_of=AS_OF), "replied", "reached") == 1


def test_a_step_is_relative_to_the_stage_before() -> None:
    step = funnel(worked_log(), as_of=AS_OF).set_index("stage").step
    # 3 of 4 introductions; 3 of all 7 replied; the same 3 talked; 1 of them referred; 0 of 1.
    assert step.drop("asked").tolist() == pytest.approx([3 / 4, 3 / 7, 1, 1, 1 / 3, 0])
    assert np.isnan(step["asked"])


def test_among_introductions_a_reply_is_relative_to_being_introduced() -> None:
    found = funnel(worked_log(), as_of=AS_OF, by="kind")
    introductions = found[found.kind == "introduction"].drop(columns="kind")
    assert at(introductions, "replied", "step") == pytest.approx(1 / 3)


def test_scouts_have_a_table_of_their_own() -> None:
    found = funnel(worked_log(), as_of=AS_OF, scouts=True)
    assert found.stage.tolist() == ["asked", "named", *MAIN[1:]]
    assert found.n.unique().tolist() == [1]  # R9, who named Jo
    assert found.reached.tolist() == [1, 1, 0, 0, 0, 0, 0, 0]


def test_a_scout_who_introduces_at_once_has_named_somebody() -> None:
    events = log(
        "R1 03-02 asked Ivy kind=scout",
        "R1 03-03 introduced Jo via=Ivy",
        "R2 03-02 asked Kim kind=scout",
        "R2 02-01 named Lu via=Kim",  # before the ask: impossible, so it counts nowhere
    )
    found = funnel(events, as_of=AS_OF, scouts=True)
    assert at(found, "named", "reached") == 1 == at(found, "introduced", "reached")


def test_by_kind_shows_every_kind_in_the_order_of_the_craft() -> None:
    found = funnel(worked_log(), as_of=AS_OF, by="kind")
    assert list(dict.fromkeys(found.kind)) == ["introduction", "direct", "cold", "scout"]
    assert found.columns.tolist() == ["kind", *COLUMNS]
    held = found[found.stage == "held"].set_index("kind")
    assert held.reached.to_dict() == {"introduction": 1, "direct": 1, "cold": 1, "scout": 0}
    assert held.n.to_dict() == {"introduction": 4, "direct": 1, "cold": 2, "scout": 1}


def test_groups_of_a_series_may_leave_a_request_without_a_label() -> None:
    mine = group_labels(worked_log(), "kind", as_of=AS_OF).astype("str").rename("whose")
    found = funnel(worked_log(), as_of=AS_OF, by=mine.where(mine == "cold"))
    assert found.columns[0] == "whose"
    asked = found[found.stage == "asked"]
    assert asked.whose.iloc[0] == "cold" and pd.isna(asked.whose.iloc[1])
    assert asked.n.tolist() == [2, 5]  # R3 and R10; the others that are old enough


def test_the_day_that_makes_a_request_old_enough_counts() -> None:
    events = log("R1 05-01 asked Bo", "R1 06-30 held Bo", "R2 05-02 asked Cy", "R2 05-02 held Cy")
    found = funnel(events, as_of=AS_OF)  # R1 is 60 days old and took 60; R2 is 59 days old
    assert (at(found, "held", "n"), at(found, "held", "reached")) == (1, 1)
    later = funnel(events, as_of=AS_OF, within=59)
    assert (at(later, "held", "n"), at(later, "held", "reached")) == (2, 1)


def test_open_is_who_may_still_get_there() -> None:
    events = log(
        "R1 06-20 asked Ana",  # waiting
        "R2 06-20 asked Bo",
        "R2 06-22 declined Bo",  # over
        "R3 06-20 asked Cy",
        "R3 06-21 declined Cy",
        "R3 06-25 replied Cy",  # changed their mind
        "R4 06-20 asked Di",
        "R4 06-22 held Di",
        "R4 06-24 declined Di",  # held, and nothing more will come of it
        "R5 06-05 asked Eli",  # silent by now, and may still answer
        "R6 06-10 asked Fay",
        "R6 06-11 declined Fay",
        "R6 06-15 replied Fay",
        "R6 06-20 declined Fay",  # declined twice: over after all
        "R7 06-20 asked Gus",
        "R7 06-20 declined Gus",  # on the same day
    )
    found = funnel(events, as_of=AS_OF)
    assert at(found, "replied", "open") == 2  # R1 and R5
    assert at(found, "held", "open") == 3  # and R3
    assert at(found, "referred", "open") == 3  # R4 is over


def test_an_empty_log_says_that_nothing_is_known() -> None:
    found = funnel(log(), as_of=AS_OF)
    assert found.stage.tolist() == list(MAIN)
    assert found.n.sum() == 0 and found.rate.isna().all() and found.naive.isna().all()
    assert (found.low == 0).all() and (found.high == 1).all()
    assert funnel(log(), as_of=AS_OF, by="month").columns.tolist() == ["month", *COLUMNS]
    assert funnel(log(), as_of=AS_OF, by="month").empty


def test_the_picture_finds_the_days_that_the_rate_is_about() -> None:
    assert funnel(worked_log(), as_of=AS_OF, within=30).attrs["within"] == 30


@given(made_up())
@settings(max_examples=60)
def test_the_funnel_is_what_counting_one_by_one_gives(requests: list[MadeUp]) -> None:
    found = funnel(events_of(requests), as_of=AS_OF)
    requests = [one for one in requests if one.asked <= LAST_DAY]
    for stage, row in zip(MAIN, found.to_dict("records"), strict=True):
        mine = [r for r in requests if stage != "introduced" or r.kind == "introduction"]
        old = [r for r in mine if r.asked + 60 <= LAST_DAY]
        there = [r for r in mine if r.reached(stage) is not None]
        in_time = [r for r in old if r in there and (r.reached(stage) or 0) - r.asked <= 60]
        assert (row["stage"], row["n"], row["reached"]) == (stage, len(old), len(in_time))
        assert row["connectors"] == len({r.person for r in old})
        if mine:
            assert row["naive"] == pytest.approx(len(there) / len(mine))
        waiting = [r for r in mine if r not in old and r not in there]
        over = [r for r in waiting if r.declined is not None and r.declined <= LAST_DAY]
        assert row["open"] == len(waiting) - len(over)
        assert row["low"] <= (row["rate"] if old else 0.5) <= row["high"]


@given(made_up())
@settings(max_examples=30)
def test_within_a_kind_no_stage_is_reached_more_often_than_the_one_before(
    requests: list[MadeUp],
) -> None:
    found = funnel(events_of(requests), as_of=AS_OF, by="kind")
    for kind, block in found.groupby("kind", observed=True):
        line = block if kind == "introduction" else block[block.stage != "introduced"]
        assert (line.reached.diff().dropna() <= 0).all()
        assert (line.rate.diff().dropna() <= 0).all()
        assert (line.naive.diff().dropna() <= 1e-12).all()
        assert len(set(line.n)) == 1


@given(made_up())
@settings(max_examples=15)
def test_the_order_of_the_lines_does_not_matter(requests: list[MadeUp]) -> None:
    events = events_of(requests)
    for by in (None, "kind"):
        there, back = (funnel(one, as_of=AS_OF, by=by) for one in (events, shuffled(events)))
        assert_frame_equal(there, back)


@pytest.mark.parametrize(
    ("more", "problem"),
    [
        ({"within": 0}, "`within` takes a whole number from 1 on, not `0`"),
        ({"within": "two"}, "not `two`"),
        ({"as_of": "soon"}, "`as_of` takes a date"),
        ({"by": "knid"}, "did you mean `kind`?"),
        ({"by": "tie class"}, "pass the tables"),
        ({"by": pd.Series(["a", "b"])}, "indexed by request"),
        ({"by": pd.Series(["a", "b"], index=["R1", "R1"])}, "more than one label"),
        ({"by": pd.Series(["a"], index=["R1"], name="stage")}, "rename the Series"),
    ],
)
def test_what_makes_no_sense_is_an_error_that_says_so(
    more: dict[str, object], problem: str
) -> None:
    with pytest.raises(InfonetError) as caught:
        funnel(worked_log(), **{"as_of": AS_OF, **more})  # type: ignore[arg-type]  # on purpose
    assert problem in str(caught.value)


def test_a_frame_that_is_no_log_is_an_error_that_names_the_column() -> None:
    with pytest.raises(InfonetError, match="it lacks `route`"):
        funnel(worked_log().drop(columns="route"), as_of=AS_OF)
    with pytest.raises(InfonetError, match="got `list`"):
        funnel([], as_of=AS_OF)  # type: ignore[arg-type]  # on purpose
