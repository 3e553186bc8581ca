"""Rows and dates as people and spreadsheets write them: read so, or reported, never lost."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from infonet import Book, readers
from infonet.readers import Reading
from tests.exports import NEW, NOTE, OLD, connections, person, table, zipped
from tests.readers.accounts import account

STAR = connections(person("Ana Diaz", "ana-diaz"))
LOG = "stage,person,date,company,via,channel,note\n"


def read(folder: Path, text: str, name: str = "Connections.csv") -> Reading:
    path = folder / name
    path.write_text(text, "utf-8")
    reading = readers.read(path)
    account(reading)
    return reading


def names(reading: Reading) -> list[str]:
    return reading.tables.people.name.dropna().tolist()


def test_cells_left_away_at_the_end_of_a_line_are_empty(tmp_path: Path) -> None:
    log = read(
        tmp_path,
        f"{LOG}asked,Ana Diaz,2026-03-02\nheld,Ana Diaz,2026-03-09,Delta\nasked,Bo Lin\n",
        "log.csv",
    )
    assert log.tables.events.stage.tolist() == ["asked", "held"]
    # What is needed is not there: the third line is reported for that, not for its commas.
    assert log.report[["line", "problem"]].to_numpy().tolist() == [[4, "there is no date"]]
    star = read(tmp_path, ",".join(NEW) + "\nAna,Diaz,https://www.linkedin.com/in/ana-diaz\n")
    assert names(star) == ["Ana Diaz"] and star.report.empty


def test_a_row_whose_cells_have_moved_is_damaged(tmp_path: Path) -> None:
    # Two commas are lost: the employer stands where the profile should.
    star = read(tmp_path, ",".join(NEW) + "\nAna,Diaz,Delta,Engineer,08 Feb 2026\n")
    assert names(star) == []
    assert star.report.problem.tolist() == ["5 fields where the header has 7"]


@pytest.mark.parametrize("header", [OLD, NEW])
@pytest.mark.parametrize("note", ["", NOTE])
def test_two_exports_pasted_together(tmp_path: Path, header: tuple[str, ...], note: str) -> None:
    rows = [[*row[:2], *row[-len(header) + 2 :]] for row in (person("Ana Diaz"), person("Bo Lin"))]
    first, second = (note + table(header, [row]) for row in rows)
    star = read(tmp_path, first + second)
    assert names(star) == ["Ana Diaz", "Bo Lin"]
    # The header, and above it two lines of notes: none of them is a person, or to be mended.
    assert star.report.action.tolist() == ["skipped"] * (3 if note else 1)
    assert "1 second header" in str(star)
    assert ("2 lines of notes" in str(star)) == bool(note)


def test_a_person_called_notes_is_no_note(tmp_path: Path) -> None:
    star = read(tmp_path, connections(person("Notes:"), *[person(f"Ana {n}") for n in range(6)]))
    assert len(names(star)) == 7


@pytest.mark.parametrize(
    "written",
    [
        "March 3, 2026",
        "Mar 3, 2026 9:15 AM",
        "Mar 3 2026",
        "March 3rd, 2026",
        "Tuesday, 3 March 2026",
        "Tue, March 3, 2026 at 9:15 AM",
        "3rd March 2026",
        "3rd of March, 2026",
        "2026 March 3",
        "2026-Mar-03",
        "Tue, 03 Mar 2026 10:00:00 +0100",
        "March 3, 2026 9:15 AM (GMT+1)",
        "3. März 2026",
        "Dienstag, 3. Mrz. 2026 09:15",
        "mardi 3 mars 2026",
        "3 de marzo de 2026",
        "tisdag den 3 mars 2026",
        "3 maart 2026",
        "3 de março de 2026",
    ],
)
def test_a_named_month_is_understood_in_any_order(tmp_path: Path, written: str) -> None:
    log = read(tmp_path, f'{LOG}asked,Ana Diaz,"{written}"\n', "log.csv")
    assert log.tables.events.date[0].normalize() == pd.Timestamp("2026-03-03")
    star = read(tmp_path, connections(person("Ana Diaz", "ana-diaz", on=written)))
    assert star.tables.ties.since[0] == pd.Timestamp("2026-03-03")
    assert star.report.empty


@pytest.mark.parametrize(
    "written", ["March 32, 2026", "Marzipan 3, 2026", "3/4/2026", "Tuesday", "3 jui 2026"]
)
def test_what_is_no_day_or_could_be_two_is_reported(tmp_path: Path, written: str) -> None:
    star = read(tmp_path, connections(person("Ana Diaz", "ana-diaz", on=written)))
    assert names(star) == ["Ana Diaz"] and star.tables.ties.since.isna().all()
    assert len(star.report) == 1


@pytest.mark.parametrize("end", ["Present", "current", "", " now "])
def test_present_is_an_end_that_is_missing(tmp_path: Path, end: str) -> None:
    jobs = f"Company Name,Title,Started On,Finished On\nGolf,Analyst,Jan 2024,{end}\n"
    files = {"Connections.csv": STAR, "Positions.csv": jobs}
    reading = readers.read(zipped(tmp_path / "x.zip", files))
    mine = reading.tables.jobs.query("person == 'me'").iloc[0]
    assert mine.start == pd.Timestamp("2024-01-01") and pd.isna(mine.end)
    assert reading.report.empty


@pytest.mark.parametrize(
    ("start", "end", "columns"),
    [
        ("Jan 2024", "soon", ["Finished On"]),
        ("once", "2025", ["Started On"]),
    ],
)
def test_a_job_with_a_day_that_is_not_understood_is_kept_without_it(
    tmp_path: Path, start: str, end: str, columns: list[str]
) -> None:
    jobs = f"Company Name,Title,Started On,Finished On\nGolf,Analyst,{start},{end}\n"
    files = {"Connections.csv": STAR, "Positions.csv": jobs}
    reading = readers.read(zipped(tmp_path / "x.zip", files))
    account(reading)
    assert reading.tables.jobs.company.tolist() == ["Golf"]
    assert reading.report.column.tolist() == columns


def test_a_hidden_member_is_nobody(tmp_path: Path) -> None:
    star = read(tmp_path, connections(person("LinkedIn Member"), person("Ana Diaz", "ana-diaz")))
    assert names(star) == ["Ana Diaz"]
    assert "1 row skipped: 1 hidden name." in str(star)
    log = read(
        tmp_path, f"{LOG}asked,LinkedIn Member,2026-03-02\nasked,Ana,2026-03-02\n", "log.csv"
    )
    assert log.report.problem.tolist() == ["`LinkedIn Member` names no person"]


def test_a_person_comes_in_other_forms(tmp_path: Path) -> None:
    log = read(
        tmp_path,
        LOG
        + 'asked,"Askeland, Runa",2026-03-02\n'
        + "held,Runa Askeland <runa@example.com>,2026-03-09\n"
        + "asked,Runa Askeland; Timo Brevik,2026-03-02\n",
        "log.csv",
    )
    assert names(log) == ["Runa Askeland"]
    assert set(log.tables.events.person) == {"name/runa-askeland"}
    assert log.report[["line", "action"]].to_numpy().tolist() == [
        [4, "skipped; write a line for each of them"]
    ]
    book = Book()
    book.add(log)
    assert book.tables().people.name.dropna().tolist() == ["Runa Askeland"]
    people = 'Who\n"Askeland, Runa"\nTimo Brevik <timo@example.com>\nAna Diaz & Bo Lin\n'
    (tmp_path / "people.csv").write_text(people)
    table = readers.read(tmp_path / "people.csv", columns={"name": "Who"})
    account(table)
    assert names(table) == ["Runa Askeland", "Timo Brevik"]
    assert table.tables.people.email.dropna().tolist() == ["timo@example.com"]
    assert table.report.problem.tolist() == ["several people in one entry"]
