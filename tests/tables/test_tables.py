"""The contract: columns and dtypes, and every fault reported at once."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from infonet.errors import InfonetError
from infonet.tables import COLUMNS, STAGES, Tables, as_date, check, frame


@pytest.mark.parametrize("table", COLUMNS)
def test_an_empty_table_has_its_columns_and_dtypes(table: str) -> None:
    empty = frame(table)
    assert empty.dtypes.astype(str).to_dict() == COLUMNS[table]
    assert list(empty.columns) == list(COLUMNS[table])


def test_records_and_columns_give_the_same_table() -> None:
    records = [{"person": "a", "name": "Ana"}, {"person": "b"}]
    columns = {"person": ["a", "b"], "name": ["Ana", None]}
    pd.testing.assert_frame_equal(frame("people", records), frame("people", columns))
    assert frame("people", records).name.isna().tolist() == [False, True]


def test_dates_counts_and_tuples_get_their_types() -> None:
    tie = frame("ties", [{"source": "a", "target": "b", "since": "2026-01-31"}]).iloc[0]
    assert tie.since == pd.Timestamp("2026-01-31")
    assert tie.exchanges == 0
    assert frame("companies", [{"company": "Delta", "aliases": ("D",)}]).aliases[0] == ("D",)


def test_a_column_that_a_table_does_not_have_is_named() -> None:
    with pytest.raises(KeyError, match="`people` has no column `nme`"):
        frame("people", [{"nme": "Ana"}])


def faults(**rows: Any) -> list[tuple[str, str, str]]:
    found = check(Tables.of(**rows))
    return list(found[["table", "column", "problem"]].itertuples(index=False, name=None))


def test_good_tables_have_no_fault(toy: Tables) -> None:
    assert check(toy).empty
    assert check(Tables.of()).columns.tolist() == ["table", "row", "column", "problem"]


def test_every_fault_is_reported_at_once() -> None:
    two = [{"person": "a"}, {"person": "b"}]
    tie = {"source": "a", "target": "b", "evidence": "connection", "origin": "a"}
    found = faults(
        people=[*two, {"person": "b"}, {"name": "Nobody"}],
        jobs=[{"person": "c", "company": "Delta"}, {"person": "a"}],
        ties=[tie, tie, {**tie, "target": "a"}, {**tie, "evidence": "gossip"}],
        companies=[{"company": "Delta", "kind": "company", "priority": 0}],
        events=[{"event": 1, "person": "a", "stage": "aksed"}],
    )
    assert set(found) == {
        ("people", "person", "the key stands twice"),
        ("people", "person", "a person needs a key"),
        ("jobs", "person", "no such person in `people`"),
        ("jobs", "company", "a job needs a company or a title"),
        ("ties", "target", "a self tie"),
        ("ties", "evidence", "the same pair, evidence and origin stand twice"),
        (
            "ties",
            "evidence",
            "expected one of messages, recommendation, meeting, mail, endorsement, invitation,"
            " note, stated, connection",
        ),
        ("companies", "priority", "1 is the most wanted"),
        ("events", "date", "an event needs a date"),
        ("events", "stage", f"expected one of {', '.join(STAGES)}"),
    }


def test_order_and_dates_of_ties_and_jobs_are_checked() -> None:
    people = [{"person": "a"}, {"person": "b"}]
    tie = {"source": "b", "target": "a", "evidence": "connection", "origin": "a", "exchanges": -1}
    job = {"person": "a", "company": "Delta", "start": "2026-02-01", "end": "2026-01-01"}
    found = faults(
        people=people, ties=[{**tie, "since": "2026-02-01", "last": "2026-01-01"}], jobs=[job]
    )
    assert {problem for _, _, problem in found} == {
        "source must sort before target",
        "a count cannot be negative",
        "before `since`",
        "ends before it starts",
    }


def test_a_missing_column_and_a_wrong_dtype_are_reported_before_any_row() -> None:
    tables = Tables.of(people=[{"person": "a"}])
    broken = tables._replace(
        people=tables.people.drop(columns="email"),
        ties=tables.ties.astype({"exchanges": "float64"}),
    )
    assert check(broken)[["table", "column", "problem"]].to_numpy().tolist() == [
        ["people", "email", "the column is missing"],
        ["ties", "exchanges", "expected dtype int64, found float64"],
    ]


@given(st.lists(st.text(max_size=8), unique=True, max_size=6))
def test_any_text_is_a_key_and_comes_back_unchanged(keys: list[str]) -> None:
    people = frame("people", [{"person": key} for key in keys])
    assert people.person.tolist() == keys


def test_a_day_is_a_day_whatever_its_form() -> None:
    day = pd.Timestamp("2026-06-30")
    for form in ("2026-06-30", "2026-06-30T23:59", day, day.date(), day.tz_localize("UTC")):
        assert as_date(form) == day
    wrongs: list[object] = ["soon", None, 20260630, float("nan"), pd.NaT, []]
    for wrong in wrongs:
        with pytest.raises(InfonetError, match="`as_of` takes a date"):
            as_date(wrong)
