"""Bytes of every encoding and separator become rows with the line they begin on."""

from __future__ import annotations

import codecs
import csv
import gc
import time
import tracemalloc
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from infonet import readers
from infonet.errors import ReadError
from infonet.readers import sheets
from infonet.readers.sheets import Record, find_sheet, records, scan
from infonet.readers.sources import Member, open_source
from tests import exports
from tests.exports import connections, person

PEOPLE = (
    person("Zoë Looper, DipWSET 🍷", "zoe", company="Café “Delta”", title="Head; of wine"),
    person("Bo Lin", "bo-lin", company="Echo", on="1 Jan 2025"),
)


def sheet_of(path: Path, content: bytes) -> list[Record]:
    path.write_bytes(content)
    with open_source(path) as source:
        member: Member = source.members[0]
        sheet = find_sheet(member, scan(member), lambda keys: {"a", "b"} <= set(keys))
        assert sheet is not None
        return list(records(sheet))


def reading_of(tmp_path: Path, content: bytes | str) -> readers.Reading:
    path = tmp_path / "Connections.csv"
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return readers.read(path)


def names(reading: readers.Reading) -> list[str]:
    return reading.tables.people.name.dropna().tolist()


@pytest.mark.parametrize("era", [2020, 2022, 2023])
def test_every_era_is_read_and_nothing_is_said(tmp_path: Path, era: int) -> None:
    reading = reading_of(tmp_path, connections(*PEOPLE, era=era))
    assert names(reading) == ["Zoë Looper, DipWSET 🍷", "Bo Lin"]
    assert reading.tables.jobs.company.tolist() == ["Café “Delta”", "Echo"]
    assert reading.report.empty


@pytest.mark.parametrize("lines", [0, 1, 7, 30])
def test_the_header_is_found_under_any_preamble(tmp_path: Path, lines: int) -> None:
    text = "Something, with commas\n" * lines + exports.table(exports.NEW, PEOPLE)
    assert len(names(reading_of(tmp_path, text))) == 2


def test_columns_are_found_by_name_in_any_order_and_case(tmp_path: Path) -> None:
    header = [name.upper() for name in reversed(exports.NEW)] + ["Followers"]
    rows = [[*reversed(row), "12"] for row in PEOPLE]
    reading = reading_of(tmp_path, exports.table(header, rows))
    assert reading.tables.people.url.dropna().tolist()[1] == exports.url("bo-lin")
    assert reading.tables.ties.since.dt.strftime("%Y-%m-%d").tolist() == [
        "2026-02-08",
        "2025-01-01",
    ]


ASCII_OR_1252 = connections(
    person("Zoë Looper", "zoe", company="Café “Delta”"), person("Bo Lin", "bo-lin", company="Echo")
)


@pytest.mark.parametrize(
    ("content", "sign"),
    [
        (codecs.BOM_UTF8 + ASCII_OR_1252.encode(), "byte order mark"),
        (ASCII_OR_1252.replace("\n", "\r\n").encode(), "CRLF"),
        (ASCII_OR_1252.replace("\n", "\r").encode(), "CR line breaks"),
        (codecs.BOM_UTF16_LE + ASCII_OR_1252.encode("utf-16-le"), "UTF-16"),
        (codecs.BOM_UTF16_BE + ASCII_OR_1252.encode("utf-16-be"), "UTF-16"),
        (ASCII_OR_1252.encode("utf-16-le"), "UTF-16"),
        (ASCII_OR_1252.encode("cp1252"), "cp1252"),
        (ASCII_OR_1252.replace(",", ";").encode(), "semicolons"),
        (ASCII_OR_1252.replace(",", "\t").encode(), "tabs"),
        (b"sep=,\n" + ASCII_OR_1252.encode(), "`sep=` line"),
        (b"sep=;\r\n" + ASCII_OR_1252.replace(",", ";").encode(), "`sep=` line"),
    ],
)
def test_a_file_saved_again_is_read_and_said_so_on_line_1(
    tmp_path: Path, content: bytes, sign: str
) -> None:
    reading = reading_of(tmp_path, content)
    assert names(reading) == ["Zoë Looper", "Bo Lin"]
    assert reading.tables.jobs.company.tolist() == ["Café “Delta”", "Echo"]
    assert len(reading.report) == 1
    assert reading.report.line[0] == 1
    assert sign in reading.report.problem[0]


def test_one_bad_byte_costs_one_letter_and_not_the_encoding(tmp_path: Path) -> None:
    rows = [person(f"Zoë {n}", f"zoe-{n}", company="Café") for n in range(20)]
    content = connections(*rows).encode().replace("Zoë,7,".encode(), b"Zo\xeb,7,")
    reading = reading_of(tmp_path, content)
    assert sorted(names(reading)) == sorted([*(f"Zoë {n}" for n in range(20) if n != 7), "Zo� 7"])
    assert set(reading.tables.jobs.company) == {"Café"}
    # 3 lines of preamble, the header on line 4, so that row n stands on line n + 5
    assert reading.report[["line", "column"]].to_numpy().tolist() == [[12, "First Name"]]
    assert reading.counts.tolist() == [20, 20, 0, 0]


def test_a_bad_byte_in_the_header_is_a_letter_that_can_be_written(tmp_path: Path) -> None:
    rows = [person(f"Zoë {n}", f"zoe-{n}") for n in range(3)]
    content = connections(*rows).encode() + b"Ana,Diaz\xff,,,,,\n"
    reading = reading_of(tmp_path, content.replace(b"Last Name", b"Last Name\xff"))
    assert "Last Name\ufffd" in reading.report.column.tolist()
    assert reading.report.to_csv().encode()


def test_bytes_that_cp1252_does_not_have_are_not_guessed(tmp_path: Path) -> None:
    reading = reading_of(
        tmp_path, connections(person("Ana Diaz", "ana")).encode() + b"\x81,x,,,,,\n"
    )
    assert names(reading) == ["Ana Diaz", "� x"]


def test_a_profile_address_with_a_lost_letter_is_not_trusted(tmp_path: Path) -> None:
    content = (
        connections(person("Zoë Bell", "zo-bell")).encode().replace(b"zo-bell", b"zo\xff-bell")
    )
    reading = reading_of(tmp_path, content)
    assert reading.tables.people.person.tolist() == ["me", "name/zoe-bell"]
    assert reading.report.column.tolist() == ["URL", "URL"]


def test_nul_characters_are_dropped_and_reported_with_the_column(tmp_path: Path) -> None:
    reading = reading_of(tmp_path, connections(person("Ana Di\0az", "ana", company="Delta")))
    assert names(reading) == ["Ana Diaz"]
    assert reading.report[["line", "column"]].to_numpy().tolist() == [[5, "Last Name"]]


def test_a_line_break_in_a_field_does_not_move_the_lines_below(tmp_path: Path) -> None:
    content = b'a,b\n1,"two\nlines\r\nthree"\n\n2,x\n'
    assert [(row.line, row.cells) for row in sheet_of(tmp_path / "x.csv", content)] == [
        (2, ["1", "two\nlines\r\nthree"]),
        (6, ["2", "x"]),
    ]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_a_quote_left_open_costs_its_own_line_only(tmp_path: Path, end: str) -> None:
    lines = ["a,b", "1,x", '2,"open', "3,y", '4,"Looper, DipWSET"', "5,z", ""]
    rows = sheet_of(tmp_path / "x.csv", end.join(lines).encode())
    assert [(row.line, row.cells) for row in rows if not row.problem] == [
        (2, ["1", "x"]),
        (4, ["3", "y"]),
        (5, ["4", "Looper, DipWSET"]),
        (6, ["5", "z"]),
    ]
    (broken,) = (row for row in rows if row.problem)
    assert (broken.line, broken.column) == (3, "b")


def test_a_quote_left_open_that_another_closes_by_chance_does_not_swallow_rows(
    tmp_path: Path,
) -> None:
    rows = sheet_of(tmp_path / "x.csv", b'a,b\n1,"open\n2,y\n3,z",\n4,q\n')
    assert [(row.line, row.cells) for row in rows if not row.problem] == [
        (3, ["2", "y"]),
        (4, ["3", 'z"']),
        (5, ["4", "q"]),
    ]
    assert [row.line for row in rows if row.problem] == [2]


def test_a_quote_left_open_in_a_large_file_is_found_in_linear_time(tmp_path: Path) -> None:
    content = b"a,b\n" + b'1,"open\n' + b"2,yes\n" * 60_000
    began = time.process_time()
    rows = sheet_of(tmp_path / "x.csv", content)
    assert time.process_time() - began < 3
    assert sum(row.problem is None for row in rows) == 60_000
    assert [row.line for row in rows if row.problem] == [2]


@pytest.mark.parametrize(
    ("row", "problem", "column"),
    [
        (b"1", "1 field where", "b"),
        (b"1,2,3", "3 fields where", None),
        (b'1,"x"y', "a quote", "b"),
        (b"1," + b"x" * (csv.field_size_limit() + 1), "a field of more than", "b"),
        (b"1," + b"x" * (2 << 20), "a line of more than", None),
    ],
)
def test_a_broken_row_is_told_with_its_column_where_that_is_known(
    tmp_path: Path, row: bytes, problem: str, column: str | None
) -> None:
    broken, whole = sheet_of(tmp_path / "x.csv", b"a,b\n" + row + b"\n8,9\n")
    assert whole.cells == ["8", "9"]
    assert whole.line == 3
    assert broken.line == 2
    assert (broken.problem or "").startswith(problem)
    if not row.endswith(b"xx"):
        assert broken.column == column


def test_empty_fields_beyond_the_last_column_do_not_count(tmp_path: Path) -> None:
    assert sheet_of(tmp_path / "x.csv", b"a,b,,\n1,2,,\n3,4\n") == [
        Record(2, ["1", "2"]),
        Record(3, ["3", "4"]),
    ]


CELL = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=12)


@given(st.lists(st.tuples(CELL, CELL), max_size=8), st.sampled_from(["\n", "\r\n", "\r"]))
def test_what_was_written_is_read_with_its_lines(
    tmp_path_factory: pytest.TempPathFactory, rows: list[tuple[str, str]], end: str
) -> None:
    text = exports.table(("a", "b"), rows, end=end, quoting=csv.QUOTE_ALL)
    found = sheet_of(tmp_path_factory.getbasetemp() / "x.csv", text.encode())
    assert [tuple(row.cells) for row in found] == rows
    # A record's line is one more than the breaks before it; \r\n is one break.
    line = 2
    for row, cells in zip(found, rows, strict=True):
        assert row.line == line
        written = "".join(f'"{cell.replace(chr(34), chr(34) * 2)}"' for cell in cells)
        line += 1 + len(written.replace("\r\n", "\n").replace("\r", "\n").split("\n")) - 1


@given(st.binary(max_size=300), st.integers(0, 400), st.sampled_from([0, 1, 3, 20]))
def test_mangled_bytes_are_refused_or_every_row_is_accounted_for(
    tmp_path_factory: pytest.TempPathFactory, noise: bytes, at: int, cut: int
) -> None:
    whole = connections(*PEOPLE, person("", "", on="x"), person("Ana Diaz", email="no")).encode()
    at %= len(whole)
    path = tmp_path_factory.getbasetemp() / "Connections.csv"
    path.write_bytes(whole[:at] + noise + whole[at + cut :])
    try:
        reading = readers.read(path)
    except ReadError as error:
        assert "Connections.csv" in str(error)  # noqa: PT017  # either is right
        return
    account(reading)


@given(st.lists(st.sampled_from([*",\"\n\r;\t'é\0 =a1", "Ana", '""', "08 Feb 2026", "/in/x"])))
def test_any_rows_below_a_header_are_accounted_for(
    tmp_path_factory: pytest.TempPathFactory, pieces: list[str]
) -> None:
    path = tmp_path_factory.getbasetemp() / "Connections.csv"
    path.write_bytes((",".join(exports.NEW) + "\n" + "".join(pieces)).encode())
    account(readers.read(path))


def account(reading: readers.Reading) -> None:
    """Assert what holds of every reading."""
    files = reading.files
    assert (files.rows == files.people + files.merged + files.reported).all()
    left = reading.report[reading.report.action.str.startswith(readers.LEFT_OUT)]
    assert left.groupby("file").size().to_dict() == {
        file: count for file, count in zip(files.file, files.reported, strict=True) if count
    }
    brought = reading.tables.people.source.value_counts()
    assert {file: count for file, count in zip(files.file, files.people, strict=True) if count} == (
        brought.drop("owner", errors="ignore").to_dict()
    )


TWICE = {
    "connections": (
        "First Name,Last Name,URL,Company,Position,Connected On,Company\n"
        "Bo,Lin,https://www.linkedin.com/in/bo,Delta,Clerk,01 Jan 2026,Echo\n"
    ),
    "google": (
        "Given Name,Family Name,E-mail 1 - Value,Organization Name,Organization Name\n"
        "Bo,Lin,bo@example.com,Delta,Echo\n"
    ),
    "outlook": (
        "First Name,Last Name,Business Phone,Company,Job Title,Company\nBo,Lin,,Delta,Clerk,Echo\n"
    ),
    "applications": "Company,Status,Date applied,Company\nDelta,Applied,2026-05-04,Echo\n",
    "log": "stage,person,date,Company,Mood,company\nheld,Bo Lin,2026-05-04,Delta,fine,Echo\n",
    "answers": (
        "Answers of,Profile,Asked about,Kind,Name,Job title,Employer,How well,Would introduce,"
        "employer\nAna Diaz,,Delta,company,Bo Lin,Clerk,Delta,well,yes,Echo\n"
    ),
    "people": "Name,Works at,works at\nBo Lin,Delta,Echo\n",
}


@pytest.mark.parametrize("source", TWICE)
def test_several_columns_of_one_name_are_reported_once_and_the_first_is_read(
    source: str, tmp_path: Path
) -> None:
    path = tmp_path / ("Connections.csv" if source == "connections" else "list.csv")
    path.write_text(TWICE[source], "utf-8")
    columns = {"name": "Name", "company": "Works at"} if source == "people" else None
    reading = readers.read(path, columns=columns)
    twice = reading.report[reading.report.problem == "several columns are called so"]
    label = next(each for each in TWICE[source].split(",") if each.lower() in LABELS)
    assert twice[["line", "column", "action"]].to_numpy().tolist() == [
        [1, label, "only the first is read"]
    ]
    tables = reading.tables
    companies = {*tables.jobs.company.dropna(), *tables.events.company.dropna()}
    assert companies == {"Delta"}


LABELS = ("company", "organization name", "employer", "works at")


def test_more_rows_than_any_table_has_are_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sheets, "MAX_ROWS", 2)
    content = connections(*PEOPLE, person("Cy Moss", "cy"))
    with pytest.raises(ReadError, match=r"`Connections.csv`, line \d+: expected at most 2 rows"):
        reading_of(tmp_path, content)
    assert len(names(reading_of(tmp_path, connections(*PEOPLE)))) == 2


def kept(tmp_path: Path, lines: int, row: Callable[[int], str]) -> tuple[int, int]:
    """Return the bytes that a reading of some lines keeps, and its rows in all of its tables."""
    head = "First Name,Last Name,URL,Email Address,Company,Position,Connected On\n"
    content = head + "".join(map(row, range(lines)))
    gc.collect()
    tracemalloc.start()
    try:
        reading = reading_of(tmp_path, content)
        gc.collect()
        size, _ = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    return size, len(reading.report) + sum(map(len, reading.tables))


ROWS: dict[str, Callable[[int], str]] = {
    "people": lambda n: (
        f"Ana{n},Diaz{n},https://www.linkedin.com/in/ana-{n},,Firm {n % 9},Clerk,"
        f"{1 + n % 28:02d} Jan 2026\n"
    ),
    "broken": lambda n: f"Ana{n},Diaz\n",
}


@pytest.mark.parametrize("rows", ROWS)
def test_a_row_is_kept_in_300_bytes(rows: str, tmp_path: Path) -> None:
    kept(tmp_path, 9, ROWS[rows])  # what is kept by the modules themselves
    (few, less), (many, more) = (kept(tmp_path, lines, ROWS[rows]) for lines in (200, 1_000))
    assert (many - few) / (more - less) <= 300


def test_a_connection_is_kept_in_408_bytes(tmp_path: Path) -> None:
    """A line is a row of people, of jobs and of ties.

    Their 23 columns take 8 bytes each, 184 in all, and Python's own texts, once for all three
    tables, about 216: the key, the name and the address are nobody else's. What many share, an
    employer and a title, is kept once, and the key is what `owner_evidence` lists.
    """
    kept(tmp_path, 9, ROWS["people"])
    few, many = (kept(tmp_path, lines, ROWS["people"])[0] for lines in (200, 1_000))
    assert (many - few) / 800 <= 408
