"""The contract: columns and dtypes, and every fault reported at once."""

from __future__ import annotations

import datetime as dt
import random
import re
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from infonet.errors import BookError, InfonetError
from infonet.names.markup import NO_MATHEMATICS
from infonet.tables import (
    COLUMNS,
    EARLIEST,
    LATEST,
    NOTES,
    STAGES,
    TEXT,
    HasTables,
    Tables,
    as_date,
    check,
    events_of,
    frame,
    known_notes,
    tables_of,
    typed,
)


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


_CELLS: dict[str, list[Any]] = {
    "str": ["Ana", "", "é", 1, True, 2.5, ("t",)],
    "datetime64[s]": [
        *(pd.Timestamp("2026-03-02"), pd.Timestamp("1960-03-02 10:00:00.7"), "2026-01-31"),
        *(LATEST, dt.date(2020, 1, 2), pd.NaT),
    ],
    "int64": [1, 0, -5, 2**40, 1.0, True, np.int64(4)],
    "Int64": [1, 2, 1.0, np.int64(3)],
    "float64": [0.5, 1, 2**60, np.float64(0.25)],
    "boolean": [True, False, np.bool_(True)],
    "object": [("a",), ("a", "b"), "x", 5],
}
_SEEDS = st.integers(0, 10_000)


@given(st.sampled_from([*COLUMNS]), _SEEDS)
def test_cells_become_what_pandas_makes_of_them_whatever_their_types(table: str, seed: int) -> None:
    """A table of records is that of the frame for which pandas found out every type."""
    chance = random.Random(seed)
    pools = {
        name: [*chance.sample(_CELLS[dtype], chance.randint(1, 2)), None, np.nan]
        for name, dtype in COLUMNS[table].items()
        if chance.random() < 0.8
    }
    records = [
        {name: chance.choice(pool) for name, pool in pools.items() if chance.random() < 0.9}
        for _ in range(chance.randint(1, 4))
    ]
    try:
        expected = frame(table, pd.DataFrame(records))
    except (TypeError, ValueError) as error:
        with pytest.raises(type(error)):
            frame(table, records)
        return
    made = frame(table, iter(records))
    pd.testing.assert_frame_equal(made, expected, check_exact=True)
    for name in COLUMNS[table]:
        assert [*map(type, made[name])] == [*map(type, expected[name])]


def test_a_table_shares_nothing_with_what_it_was_made_of() -> None:
    tie = {"source": "a", "target": "b", "since": LATEST, "exchanges": 2, "evidence": "mail"}
    first = frame("ties", [tie])
    second = frame("ties", first)
    second.loc[0, ["source", "kind"]] = "z"
    second.loc[0, "since"], second.loc[0, "exchanges"] = EARLIEST, 9
    pd.testing.assert_frame_equal(first, frame("ties", [tie]))


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
            " note, introduced, named, stated, related, connection, contact",
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


def test_two_stays_at_a_school_are_well_and_one_that_stands_twice_or_ends_too_early_is_not() -> (
    None
):
    one, two, three = map(pd.Timestamp, ("2001-01-01", "2005-01-01", "2009-01-01"))
    stay = {"gathering": "Quillmark College", "kind": "school", "person": "me"}
    stays = [stay | {"since": one, "last": two}, stay | {"since": three}, stay]
    people = [{"person": "me"}]
    assert check(Tables.of(people=people, gatherings=stays)).empty
    wrong = [*stays, stays[1], stay | {"since": two, "last": one}]
    found = check(Tables.of(people=people, gatherings=wrong))
    assert found[["row", "column"]].to_numpy().tolist() == [[3, "person"], [4, "last"]]


def test_notes_are_checked_and_may_be_left_out(toy: Tables) -> None:
    assert Tables(*toy[:5]).notes.equals(frame("notes"))
    sound = [
        {"person": "a", "kind": "advice", "text": "x"},
        {"company": "Delta", "kind": "posting", "text": "x", "date": pd.Timestamp("2026-07-01")},
        {"kind": "goal", "text": "3"},
    ]
    assert faults(people=[{"person": "a"}], notes=sound) == []
    wrong = [
        {"person": "b", "company": "Delta", "kind": "advise", "text": "x"},
        {"kind": "news", "text": "x"},
        {"person": "a", "kind": "goal", "text": "3"},
        {"person": "a", "kind": "snooze"},
    ]
    found = check(Tables.of(people=[{"person": "a"}], notes=wrong))
    assert list(zip(found.row, found.column, found.problem.str.slice(0, 24), strict=True)) == [
        (0, "person", "no such person in `peopl"),
        (0, "kind", "expected one of expertis"),
        (0, "person", "expected a person or a c"),
        (1, "person", "expected a person or a c"),
        (2, "person", "expected a person or a c"),
        (3, "text", "an empty note says nothi"),
        (3, "date", "a snooze needs the day o"),
    ]


def test_a_note_is_known_from_its_day_and_a_plan_before() -> None:
    ahead = {"action item", "objective", "promised", "snooze", "posting", "opted out"}
    ahead |= {"consent withdrawn"}
    notes = frame("notes", [{"kind": kind, "text": "x"} for kind in NOTES])
    notes["date"] = pd.Timestamp("2026-07-01 09:00").as_unit("s")
    tables = Tables.of(notes=notes)
    assert set(known_notes(tables, "2026-06-30").kind) == ahead
    assert known_notes(tables, "2026-07-01").equals(notes)
    undated = Tables.of(notes=notes.drop(columns="date"))
    assert len(known_notes(undated, "2000-01-01")) == len(NOTES)
    assert known_notes(None, "2026-07-01").equals(frame("notes"))


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
    wrongs: list[Any] = ["soon", None, 20260630, float("nan"), pd.NaT, []]
    for wrong in wrongs:
        with pytest.raises(InfonetError, match="`as_of` takes a date"):
            as_date(wrong)


class Shelf:
    """What has tables, as a book does."""

    def __init__(self, held: object) -> None:
        self.held = held

    def tables(self) -> Any:
        if isinstance(self.held, Exception):
            raise self.held
        return self.held


def test_tables_or_what_has_them_are_taken(toy: Tables) -> None:
    assert tables_of(toy) is toy
    assert tables_of(Shelf(toy)) is toy
    assert events_of(toy) is toy.events
    assert events_of(Shelf(toy)) is toy.events
    assert events_of(toy.events) is toy.events
    assert isinstance(Shelf(toy), HasTables)


@pytest.mark.parametrize(
    ("given", "kind"),
    [
        (None, "nothing"),
        ("me.db", "`str`"),
        (3, "`int`"),
        (Shelf, "`type`"),
        (Shelf("a sheet"), "`Shelf`"),
        (frame("people"), "a table with the columns `person`, `name`"),
    ],
)
def test_anything_else_is_told_what_was_expected(given: Any, kind: str) -> None:
    with pytest.raises(InfonetError) as raised:
        tables_of(given)
    assert str(raised.value).startswith(f"expected a book or its tables, got {kind}")
    if not isinstance(given, pd.DataFrame):
        with pytest.raises(InfonetError) as raised:
            events_of(given)
        expected = "expected a log (`book.tables().events`), a book or its tables"
        assert str(raised.value) == f"{expected}, got {kind}"


def test_a_frame_that_is_no_log_is_told_what_it_lacks() -> None:
    with pytest.raises(InfonetError, match=r"it lacks `event`, `request`, .*`note`$"):
        events_of(frame("people"))
    with pytest.raises(InfonetError, match=r"it lacks `stage`, `via`$"):
        events_of(frame("events").drop(columns=["stage", "via"]))


def test_what_a_book_complains_of_is_not_hidden() -> None:
    locked = BookError("the book is locked")
    for ask in (tables_of, events_of):
        with pytest.raises(BookError) as raised:
            ask(Shelf(locked))
        assert raised.value is locked


def test_time_has_a_beginning_and_an_end() -> None:
    assert pd.Timestamp("2000-01-01") == EARLIEST
    assert pd.Timestamp("9999-12-31").as_unit("s") == LATEST
    assert EARLIEST.unit == LATEST.unit == "s"


@pytest.mark.parametrize("rows", [[{"name": "half \ud800"}], {"name": ["half \ud800"]}])
def test_half_a_character_is_kept_or_becomes_a_question_mark(rows: Any) -> None:
    """With Arrow installed pandas can keep no half of one."""
    [name] = frame("people", rows).name
    assert name in ("half \ud800", "half ?")


@pytest.mark.filterwarnings("ignore:The 'future.infer_string' option is deprecated")
def test_text_is_text_where_pandas_is_set_to_keep_it_as_objects() -> None:
    """It was `object`, which `check` refused, and what was missing was the text `None`."""
    with pd.option_context("future.infer_string", False):
        people = frame("people", [{"person": "in/ana", "name": "Ana"}, {"person": "in/bo"}])
        rows = typed([{"name": "Ana"}, {"name": None}], {"name": TEXT})
    assert people.dtypes.astype(str).to_dict() == COLUMNS["people"]
    assert people.name.isna().tolist() == rows.name.isna().tolist() == [False, True]
    assert rows.name.dtype == "str"


def test_a_frame_is_shown_without_mathematics() -> None:
    shown = frame("jobs", [{"person": "in/a", "company": "manages $10M to $50M accounts"}])
    for each in (shown, shown.groupby("company").size().to_frame()):
        [classes] = re.findall('<table border="1" class="([^"]*)">', each.to_html(notebook=True))
        assert set(NO_MATHEMATICS.split()) <= set(classes.split())


def test_text_is_kept_alike_with_pyarrow_and_without() -> None:
    """Where pyarrow is installed, pandas alone would keep it in Arrow."""
    tables = Tables.of(
        people=pd.DataFrame({"person": ["me", "in/ana"], "name": ["Robin", None]}),
        ties=[{"source": "me", "target": "in/ana", "evidence": "connection", "origin": "me"}],
    )
    text = [
        each.dtype
        for table, columns in zip(tables, COLUMNS.values(), strict=True)
        for each in (table[name] for name, dtype in columns.items() if dtype == "str")
    ]
    assert len(text) > 20
    assert {str(getattr(each, "storage", "none")) for each in text} == {"python"}
    assert all(each == "str" for each in text)
    assert np.isnan(tables.people.name[1])
