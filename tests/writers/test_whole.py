"""What is complete comes back as it was, and no cell of it is a formula."""

from __future__ import annotations

import csv
import io
import json
import stat
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import hypothesis.strategies as st
import numpy as np
import openpyxl
import pandas as pd
import pytest
from hypothesis import HealthCheck, assume, example, given, settings

import infonet
from infonet import readers
from infonet.errors import InfonetError, ReadError
from infonet.names.text import hidden, paragraphs
from infonet.tables import (
    CLOSENESS,
    COLUMNS,
    EVIDENCE,
    GATHERINGS,
    KINDS,
    NOTES,
    STAGES,
    Tables,
    check,
    frame,
    xlsx,
)
from infonet.writers import FORMATS, packed, write
from tests import conftest
from tests.conftest import Counted

WHOLE = [name for name, form in FORMATS.items() if form.complete]
whole = pytest.mark.parametrize("name", WHOLE)

SIGNS = "=+-@\t\r\n'\"\0 ,;_x0041_\ufeff＝＋－＠−\ufffe\x0b\\/<>&"
TEXTS = st.one_of(
    st.text(st.sampled_from(SIGNS), max_size=6),
    st.text(st.characters(exclude_categories=["Cs"]), max_size=6),
    st.sampled_from(("=1+1", "'=1+1", "_x0041_", "_x005F_x0041_", "#N/A", "TRUE", "NaN", "1e9")),
)
DAYS = st.one_of(
    st.sampled_from(
        ("1900-02-28", "1900-03-01", "9999-12-31T23:59:59", "0001-01-01", "0999-05-05")
    ),
    st.integers(-(2**36), 2**38),
).map(lambda each: np.datetime64(each, "s"))
FREE: dict[str, st.SearchStrategy[Any]] = {
    "str": TEXTS,
    "datetime64[s]": DAYS,
    "float64": st.floats(allow_nan=False),
    "boolean": st.booleans(),
    "object": st.lists(TEXTS, max_size=3).map(tuple),
}
COUNTS = st.integers(2, 2**63 - 1)


def columns(table: str, **stated: st.SearchStrategy[Any]) -> st.SearchStrategy[dict[str, Any]]:
    """Rows of a table, of any cells but for the columns whose values are stated."""
    free = {
        name: st.none() | FREE[dtype]
        for name, dtype in COLUMNS[table].items()
        if name not in stated
    }
    return st.fixed_dictionaries({**free, **stated})


@st.composite
def tables(draw: st.DrawFn) -> Tables:
    """Tables that keep the contract, with any text, day and number in them."""
    keys = sorted(draw(st.sets(TEXTS, min_size=2, max_size=3)))
    one, other = keys[:2]
    person, word = st.sampled_from(keys), st.sampled_from
    first, last = sorted((draw(DAYS), draw(DAYS)))
    span = {"start": st.just(first), "end": st.just(last)}
    people = [draw(columns("people", person=st.just(key))) for key in keys]
    some = st.booleans()
    return Tables.of(
        people=people,
        jobs=[draw(columns("jobs", person=person, company=TEXTS, **span))] * draw(some),
        ties=[
            draw(
                columns(
                    "ties",
                    source=st.just(one),
                    target=st.just(other),
                    evidence=word(EVIDENCE),
                    closeness=st.none() | word(CLOSENESS),
                    exchanges=COUNTS,
                    since=st.just(first),
                    last=st.just(last),
                )
            )
        ]
        * draw(some),
        companies=[
            draw(
                columns(
                    "companies",
                    company=TEXTS,
                    kind=word(["company", "field"]),
                    priority=st.none() | COUNTS,
                )
            )
        ]
        * draw(some),
        events=[
            draw(
                columns(
                    "events",
                    event=st.just(number),
                    person=st.none() | person,
                    date=DAYS,
                    stage=word(STAGES),
                    kind=st.none() | word(KINDS),
                )
            )
            for number in draw(st.sets(st.integers(-(2**63), 2**63 - 1), max_size=2))
        ],
        notes=[
            draw(
                columns(
                    "notes",
                    person=person,
                    company=st.none(),
                    kind=word([kind for kind in NOTES if kind != "goal"]),
                    text=TEXTS,
                    date=DAYS,
                )
            )
        ]
        * draw(st.integers(0, 2)),
        gatherings=[
            draw(
                columns(
                    "gatherings",
                    gathering=TEXTS,
                    kind=word(GATHERINGS),
                    person=person,
                    size=COUNTS,
                    times=COUNTS,
                    since=DAYS,
                )
            )
        ]
        * draw(some),
    )


def noted(*texts: str) -> Tables:
    """Tables with notes of these texts."""
    note = {"company": "Delta", "kind": "news"}
    return Tables.of(notes=[{**note, "text": text} for text in texts])


def same(one: Tables, other: Tables) -> None:
    for table, before, after in zip(COLUMNS, one, other, strict=True):
        pd.testing.assert_frame_equal(before, after, check_exact=True, obj=table)


def seen(tables: Tables) -> Tables:
    """Return tables without the letters that hide or reorder others: those are not read back."""

    def bare(cell: Any) -> Any:
        if isinstance(cell, tuple):
            return tuple(map(bare, cell))
        return paragraphs(cell) if isinstance(cell, str) and hidden(cell) else cell

    made = {}
    for table, rows in zip(COLUMNS, tables, strict=True):
        texts = [name for name, dtype in COLUMNS[table].items() if dtype in ("str", "object")]
        cells = {name: pd.Series([*map(bare, rows[name])], rows.index, object) for name in texts}
        made[table] = frame(table, rows.assign(**cells))
    return Tables(**made)


@pytest.fixture(scope="module")
def book() -> Tables:
    return infonet.sample_book("more").tables()


@pytest.mark.evidence
@settings(
    max_examples=conftest.full_or_reduced(15, 10_000),
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(made=tables())
@example(made=Tables.of())
@example(made=Tables.of(people=[{"person": "me", "name": "friends_v2", "url": '"friends"'}]))
@example(made=noted("=1", "'=1", "'", "", "''"))
@example(made=noted("_x0041\0_x0041_x0042_", "\0x0041_"))
def test_what_is_written_is_read_back_exactly(
    made: Tables, tmp_path: Path, counted: Counted
) -> None:
    bare = seen(made)
    assume(check(bare).empty)
    for name in WHOLE:
        reading = readers.read(write(made, tmp_path / f"all{FORMATS[name].ending}", replace=True))
        same(bare, reading.tables)
        assert reading.report.empty == all(map(pd.DataFrame.equals, bare, made))
        counts = reading.counts
        assert (
            counts.rows
            == sum(map(len, made))
            == counts.people + counts.merged + counts.get("events", 0)
        )
        counted(f"written and read: {name}", different=0)


@whole
def test_letters_that_hide_or_reorder_others_are_not_read_back(name: str, tmp_path: Path) -> None:
    made = noted("Ana\u202ezaiD\u202c\0", "two  lines\nof a note")
    reading = readers.read(write(made, tmp_path / f"all{FORMATS[name].ending}"))
    assert reading.tables.notes.text.tolist() == ["AnazaiD", "two  lines\nof a note"]
    [[file, column, problem]] = reading.report[["file", "column", "problem"]].to_numpy().tolist()
    assert (file, column) == ("notes", "text")
    assert problem == "hidden characters were taken out: U+202E, U+202C, U+0000"


@pytest.mark.parametrize("name", ["csv", "xlsx"])
def test_a_column_that_stands_twice_is_none(name: str, tmp_path: Path) -> None:
    path = tmp_path / f"all{FORMATS[name].ending}"
    if name == "csv":
        folder = write(noted("a"), tmp_path / "all")
        table = folder / "notes.csv"
        lines = table.read_text("utf-8-sig").splitlines()
        table.write_text("\n".join(f"{line},{line.split(',')[3]}" for line in lines), "utf-8")
        path = folder
    else:
        book = openpyxl.load_workbook(io.BytesIO(packed(noted("a"), "xlsx")))
        book["notes"].cell(1, 7, "text")
        book.save(path)
    with pytest.raises(ReadError, match=r"notes.*several columns are called so: `text`"):
        readers.read(path)


@whole
def test_a_whole_book_comes_back(book: Tables, name: str, tmp_path: Path) -> None:
    reading = readers.read(write(book, tmp_path / f"all{FORMATS[name].ending}"))
    same(book, reading.tables)
    assert reading.form == "Everything of a book"
    assert int(reading.counts.people) == len(book.people)


def test_a_folder_is_as_good_as_its_zip(book: Tables, tmp_path: Path) -> None:
    folder = write(book, tmp_path / "all")
    assert {each.name for each in folder.iterdir()} == {f"{table}.csv" for table in COLUMNS}
    assert {stat.S_IMODE(each.stat().st_mode) for each in folder.iterdir()} == {0o600}
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    same(book, readers.read(folder).tables)
    with pytest.raises(InfonetError, match=r"people\.csv` exists: give another folder"):
        write(book, folder)
    same(Tables.of(), readers.read(write(Tables.of(), folder, replace=True)).tables)


LIVE = ("=cmd|' /C calc'!A0", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", " =1", "＝1+1", "−2")


def test_no_cell_of_csv_begins_like_a_formula() -> None:
    made = noted(*LIVE)
    with zipfile.ZipFile(io.BytesIO(packed(made, "csv"))) as archive:
        content = archive.read("notes.csv").decode("utf-8-sig")
    cells = [row["text"] for row in csv.DictReader(io.StringIO(content, newline=""))]
    assert cells == [f"'{text}" for text in LIVE]


def test_no_cell_of_a_workbook_is_a_formula_or_an_error() -> None:
    texts = [*LIVE, "#N/A", "#REF!"]
    made = noted(*texts)
    sheet = openpyxl.load_workbook(io.BytesIO(packed(made, "xlsx")))["notes"]
    column = [*COLUMNS["notes"]].index("text") + 1
    cells = [sheet.cell(row, column) for row in range(2, len(texts) + 2)]
    assert {cell.data_type for cell in cells} == {"s"}
    assert all(str(cell.value).startswith(("'", "#")) for cell in cells)


def test_days_of_a_workbook_are_days() -> None:
    made = Tables.of(events=[{"event": 1, "date": pd.Timestamp("2026-06-30"), "stage": "asked"}])
    sheet = openpyxl.load_workbook(io.BytesIO(packed(made, "xlsx")))["events"]
    cell = sheet.cell(2, [*COLUMNS["events"]].index("date") + 1)
    assert cell.is_date and cell.number_format == "yyyy-mm-dd"


def test_a_text_that_no_cell_holds_is_refused_whole(tmp_path: Path) -> None:
    made = noted("a" * (xlsx.LONGEST + 1))
    with pytest.raises(InfonetError, match=r"`notes` has 32,768 characters.*choose CSV or JSON"):
        write(made, tmp_path / "all.xlsx")
    assert not [*tmp_path.iterdir()]
    same(made, readers.read(write(made, tmp_path / "all")).tables)


def test_csv_is_read_that_a_spreadsheet_saved_with_semicolons(book: Tables, tmp_path: Path) -> None:
    folder = write(book, tmp_path / "all")
    for file in folder.iterdir():
        rows = [*csv.reader(io.StringIO(file.read_text("utf-8-sig"), newline=""))]
        text = io.StringIO(newline="")
        csv.writer(text, delimiter=";").writerows(rows)
        file.write_text(text.getvalue(), "utf-8", newline="")
    same(book, readers.read(folder).tables)


def changed(change: Callable[[dict[str, Any]], object]) -> bytes:
    told = json.loads(packed(Tables.of(people=[{"person": "me"}]), "json"))
    change(told)
    return json.dumps(told).encode()


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (changed(lambda told: told.update(infonet=2)), "form 1 of infonet's tables, found 2"),
        (changed(lambda told: told["tables"].pop("notes")), "no complete set of infonet's tables"),
        (changed(lambda told: told["tables"]["people"][0].update(seen="soon")), "column `seen`"),
        (changed(lambda told: told["tables"].update(people=[3])), "no complete set"),
        (
            changed(lambda told: told["tables"].update(jobs=[{"person": "me"}])),
            "row 1 of `jobs`, column `company`: a job needs a company or a title",
        ),
        (b'{"infonet": ' + b"[" * 200_000, "no complete set"),
        (b'{"infonet": 1, "tables": {"\xff', "not UTF-8"),
    ],
)
def test_what_was_changed_is_refused_in_a_sentence(
    content: bytes, said: str, tmp_path: Path
) -> None:
    path = tmp_path / "all.json"
    path.write_bytes(content)
    with pytest.raises(ReadError, match=said):
        readers.read(path)


def test_what_was_taken_out_before_there_were_schools_is_read(tmp_path: Path) -> None:
    met = {"gathering": "g", "kind": "thread", "person": "in/ana", "size": 3, "times": 1}
    whole = Tables.of(people=[{"person": "in/ana"}], gatherings=[met])
    table = write(whole, tmp_path / "all") / "gatherings.csv"
    before = pd.read_csv(table, dtype=str).drop(columns="since")
    before.to_csv(table, index=False)
    same(whole, readers.read(tmp_path / "all").tables)


def test_a_column_that_was_taken_out_of_csv_is_named(tmp_path: Path) -> None:
    folder = write(Tables.of(), tmp_path / "all")
    (folder / "jobs.csv").write_text("person,company\n", "utf-8")
    with pytest.raises(ReadError, match="table `jobs` has no column `title`"):
        readers.read(folder)


def test_it_is_nobodys_but_mine(book: Tables, tmp_path: Path) -> None:
    path = write(book, tmp_path / "all.json")
    with pytest.raises(ReadError, match="all of somebody's own book"):
        readers.read(path, owner="Ana Diaz")


def test_whose_it_is_stands_in_it(tmp_path: Path) -> None:
    me = {"person": "me", "name": "Robin", "url": "https://www.linkedin.com/in/robin-a"}
    reading = readers.read(write(Tables.of(people=[me]), tmp_path / "all.json"))
    assert readers.whose(reading, addresses={"robin-a"}, names=()) == "mine"
