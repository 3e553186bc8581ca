"""Lists of applications: every dated stage is an event, and what has no day takes the row's."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from infonet import Book, readers
from infonet.conversion import log_issues
from infonet.errors import InfonetError, ReadError
from infonet.readers import Reading
from tests.exports import zipped
from tests.readers.accounts import account

TEAL = (
    "Job Position,Company,Max. Salary,Location,Status,Date Saved,Deadline,Date Applied,Follow up,"
    "Excitement\n"
)
NOTION = "Company,Position,Stage,Applied on,Phone screen,Onsite,Offer,Rejected on,Interview notes\n"
HUNTR = "Title,Company Name,List,Date Added,Location\n"


def read(folder: Path, text: str, **told: Any) -> Reading:
    path = folder / "jobs.csv"
    path.write_text(text, "utf-8")
    reading = readers.read(path, **told)
    account(reading)
    return reading


def events(reading: Reading) -> list[tuple[str, str, str]]:
    found = reading.tables.events
    days = found.date.dt.strftime("%m-%d")
    return list(zip(found.company, found.stage, days, strict=True))


def test_every_dated_stage_is_an_event_without_a_person(tmp_path: Path) -> None:
    reading = read(
        tmp_path,
        NOTION
        + 'Delta,Engineer,Offer,"March 2, 2026","March 9, 2026 9:15 AM (GMT+1)",16 Mar 2026,'
        + '"Tuesday, 24 March 2026",,good\n',
    )
    assert events(reading) == [
        ("Delta", "applied", "03-02"),
        ("Delta", "interviewed", "03-09"),
        ("Delta", "interviewed", "03-16"),
        ("Delta", "offered", "03-24"),
    ]
    assert reading.tables.events.person.isna().all()
    assert set(reading.tables.events.note) == {"Engineer"}
    # The column that only speaks of a stage is no day of it.
    assert reading.report.problem.tolist() == ["columns that are not read: `Interview notes`"]
    assert reading.taken_for == "List of applications (header `Company`, `Stage`, `Position`)"


def test_a_status_without_a_day_takes_the_rows_and_that_is_said(tmp_path: Path) -> None:
    reading = read(
        tmp_path,
        TEAL
        + "Engineer,Delta,,,Interviewing,2026-02-20,,2026-03-02,,5\n"
        + "Analyst,Echo,,,Rejected,2026-02-21\n",
    )
    assert events(reading) == [
        ("Delta", "applied", "03-02"),
        ("Delta", "interviewed", "03-02"),  # it was not before the application
        ("Echo", "declined", "02-21"),
    ]
    doubts = reading.report.iloc[1:]
    assert doubts[["line", "column", "problem", "action"]].to_numpy().tolist() == [
        [
            2,
            "Status",
            "no day of its own for `interviewed`",
            "taken for the latest day before it in its row",
        ],
        [
            3,
            "Status",
            "no day of its own for `declined`",
            "taken for the day in `Date Saved`",
        ],
    ]


def test_what_was_only_saved_is_no_event(tmp_path: Path) -> None:
    reading = read(
        tmp_path,
        HUNTR
        + "Engineer,Delta,Applied,2026-03-02\n"
        + "Analyst,Echo,Wishlist,2026-03-03\n"
        + "Analyst,Golf,Hmm,2026-03-03\n"
        + "Analyst,,Applied,2026-03-03\n"
        + "Analyst,Hotel,Applied,\n"
        + "Analyst,India,,2026-03-03\n",
    )
    assert events(reading) == [("Delta", "applied", "03-02")]
    skipped = reading.report[reading.report.action.str.startswith("skipped")]
    assert skipped.problem.tolist() == [
        "not applied yet",
        "`Hmm` is not a status that is known",
        "there is no company",
        "there is no date",
        "there is no status and no day of a stage",
    ]
    assert "5 rows skipped: 4 other rows, 1 saved job." in str(
        reading
    ) or "5 rows skipped: 1 saved job, 4 other rows." in str(reading)


def test_a_tick_where_a_day_could_be(tmp_path: Path) -> None:
    reading = read(tmp_path, NOTION + "Delta,Boss,Rejected,2026-03-01,Yes,No,,2026-04-01\n")
    assert events(reading) == [
        ("Delta", "applied", "03-01"),
        ("Delta", "interviewed", "03-01"),
        ("Delta", "declined", "04-01"),
    ]


def test_equal_events_are_one(tmp_path: Path) -> None:
    row = "Engineer,Delta,Applied,2026-03-02\n"
    reading = read(tmp_path, HUNTR + row + row)
    assert reading.counts.to_dict() == {
        "rows": 2, "people": 0, "merged": 1, "reported": 0, "events": 1
    }  # fmt: skip


def test_linkedins_own_list_of_applications(tmp_path: Path) -> None:
    reading = read(
        tmp_path,
        "Application Date,Contact Email,Company Name,Job Title,Job Url\n"
        '"2/28/26, 9:05 AM",x@example.com,Delta,Engineer,https://example.com\n',
    )
    assert events(reading) == [("Delta", "applied", "02-28")]
    # The month stands first, also where no row says so.
    reading = read(
        tmp_path,
        "Application Date,Contact Email,Company Name,Job Title\n"
        '"3/4/26, 9:05 AM",,Delta,Engineer\n',
    )
    assert events(reading) == [("Delta", "applied", "03-04")]


def test_other_headers_are_told_by_columns(tmp_path: Path) -> None:
    table = "Firma,Stand,Wann\nDelta,Applied,2026-03-02\n"
    named = {"company": "Firma", "status": "Stand", "day": "Wann"}
    assert events(read(tmp_path, table, columns=named)) == [("Delta", "applied", "03-02")]
    with pytest.raises(InfonetError, match="did you mean `status`"):
        read(tmp_path, table, columns={"status": "Stand", "statu": "Firma"})
    with pytest.raises(ReadError, match="expected a header row with `Stance`"):
        read(tmp_path, table, columns={"status": "Stance"})


def test_a_list_without_an_event_or_of_a_friend_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ReadError, match="no application with a status and a day"):
        read(tmp_path, HUNTR + "Analyst,Echo,Wishlist,2026-03-03\n")
    with pytest.raises(ReadError, match="leave `owner` out"):
        read(tmp_path, HUNTR, owner="Ana Diaz")


def test_a_book_takes_applications_once_and_new_stages_later(tmp_path: Path) -> None:
    book = Book()
    book.log("asked", "Ana Diaz", company="Delta", date="2026-02-20", new=True)
    (tmp_path / "jobs.csv").write_text(NOTION + "Delta,Boss,Applied,2026-03-01\n", "utf-8")
    book.add(tmp_path / "jobs.csv")
    (tmp_path / "jobs.csv").write_text(
        NOTION + "Delta,Boss,Offer,2026-03-01,,,2026-04-01\n", "utf-8"
    )
    added = book.add(tmp_path / "jobs.csv")
    account(added)
    assert added.tables.events.stage.tolist() == ["offered"]
    log = book.tables().events
    assert log.stage.tolist() == ["asked", "applied", "offered"]
    # They belong to no request, and nothing is wrong with that.
    assert log_issues(book, as_of="2026-06-30").empty


def test_of_notions_archive_the_file_with_all_rows_is_read(tmp_path: Path) -> None:
    row = "Delta,Boss,Applied,2026-03-01\n"
    files = {
        "Jobs 1f2e.csv": NOTION + row,
        "Jobs 1f2e_all.csv": NOTION + row + "Echo,Boss,Applied,2026-03-02\n",
        "Jobs 1f2e/Delta.md": "# Delta",
    }
    assert len(readers.read(zipped(tmp_path / "x.zip", files)).tables.events) == 2


@pytest.mark.parametrize(
    "text",
    [
        "Firma;Stelle;Status;Beworben am;Gespräch am;Absage am\n"
        "Delta;Analystin;Beworben;03.02.2026;;\nEcho;Analyst;Abgesagt;03.02.2026;10.02.2026;\n"
        "Golf;Analyst;geplant;;;\n",
        "Entreprise,Poste,Étape,Date de candidature,Entretien\n"
        "Delta,Analyste,En attente,2026-02-03,\nEcho,Analyste,Refusé,2026-02-03,2026-02-10\n"
        "Golf,Analyste,à postuler,,\n",
        "Empresa,Puesto,Estado,Fecha de solicitud,Entrevista\n"
        "Delta,Analista,Enviado,2026-02-03,\nEcho,Analista,Rechazado,2026-02-03,2026-02-10\n"
        "Golf,Analista,Por solicitar,,\n",
        "Företag,Tjänst,Status,Sökt den,Intervju\n"
        "Delta,Analytiker,Sökt,2026-02-03,\nEcho,Analytiker,Avslag,2026-02-03,2026-02-10\n"
        "Golf,Analytiker,Planned,,\n",
    ],
)
def test_a_sheet_may_be_in_another_language(tmp_path: Path, text: str) -> None:
    reading = read(tmp_path, text)
    assert events(reading) == [
        ("Delta", "applied", "02-03"),
        ("Echo", "applied", "02-03"),
        ("Echo", "interviewed", "02-10"),
        ("Echo", "declined", "02-10"),
    ]
    skipped = reading.report[reading.report.action.str.startswith("skipped")]
    assert skipped.problem.tolist() == ["not applied yet"]
    assert text[:5] in reading.taken_for  # the column of the company


@pytest.mark.parametrize(
    "text",
    [
        "Nombre,Empresa,Puesto,Estado\nAna Diaz,Delta,Analista,Oslo\n",
        "Prénom,Nom,Société,Poste,État\nAna,Diaz,Delta,Analyste,amie\n",
    ],
)
def test_a_table_of_people_is_no_list_of_applications(tmp_path: Path, text: str) -> None:
    with pytest.raises(ReadError, match=r"table of people|header row"):
        read(tmp_path, text)


def test_a_status_that_nobody_knows_is_said_beside_the_days_of_its_row(tmp_path: Path) -> None:
    reading = read(tmp_path, TEAL + "Engineer,Delta,,,Fell asleep,2026-02-20,,2026-03-02,,5\n")
    assert events(reading) == [("Delta", "applied", "03-02")]
    said = reading.report.set_index("problem").action
    assert said["`Fell asleep` is not a status that is known"] == (
        "the days in the row are read without it"
    )
