"""A table whose columns are still to be named: what it looks like, and what is likeliest."""

from __future__ import annotations

from pathlib import Path

import pytest

from infonet.readers import glance, read
from tests.exports import COMPLETE, zipped
from tests.readers.test_mangled import workbook_of
from tests.readers.test_outreach import LOG


def look(folder: Path, text: str | bytes, name: str = "table.csv") -> tuple[object, ...] | None:
    path = folder / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    found = glance(path)
    return None if found is None else (found.header, found.rows, found.guess)


def test_columns_are_guessed_by_what_they_are_called(tmp_path: Path) -> None:
    text = "Alumni 2026\n\nVorname;Nachname;Firma;Funktion;Seit\nAna;Diaz;Delta;Head;3 March 2026\n"
    assert look(tmp_path, text) == (
        ("Vorname", "Nachname", "Firma", "Funktion", "Seit"),
        [("Ana", "Diaz", "Delta", "Head", "3 March 2026")],
        {
            "first": "Vorname",
            "last": "Nachname",
            "company": "Firma",
            "title": "Funktion",
            "since": "Seit",
        },
    )


def test_columns_are_guessed_by_what_is_in_them(tmp_path: Path) -> None:
    text = (
        "A,B,C,D,E\n"
        "x1,Ana Diaz,ana@example.com,linkedin.com/in/ana,2026-03-02\n"
        "x2,Bo Lin,,linkedin.com/in/bo,2026-03-03\n"
        "x3,,cy@example.com,,\n"
    )
    found = look(tmp_path, text)
    assert found is not None
    assert found[2] == {"name": "B", "email": "C", "url": "D", "since": "E"}


def test_cells_are_cleaned_and_left_away_ones_are_empty(tmp_path: Path) -> None:
    found = look(tmp_path, "Who\u202e,Firm\n  Ana \u200b Diaz ,Delta\nBo Lin\n")
    assert found == (
        ("Who", "Firm"),
        [("Ana Diaz", "Delta"), ("Bo Lin", "")],
        {"name": "Who", "company": "Firm"},
    )


def test_a_workbook_is_looked_at_by_its_first_table(tmp_path: Path) -> None:
    found = look(tmp_path, workbook_of(["Wer", "Wo"], ["Ana Diaz", "Delta"]), "table.xlsx")
    assert found == (("Wer", "Wo"), [("Ana Diaz", "Delta")], {"name": "Wer"})


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("page.csv", b"<html>"),
        ("some.pdf", b"%PDF-1.4 a,b"),
        ("prose.txt", b"Dear Ana\nhow are you today\n"),
        ("empty.csv", b""),
        ("numbers.csv", b"a,b\n1,2\n"),
        ("head.csv", b"Who,Firm\n"),
        ("messages.csv", COMPLETE["messages.csv"].encode()),
        ("nothing.xlsx", b"PK\x03\x04"),
    ],
)
def test_what_is_no_table_of_people_is_nothing_to_name(
    tmp_path: Path, name: str, content: bytes
) -> None:
    assert look(tmp_path, content, name) is None


def test_a_log_and_applications_are_looked_at_as_such(tmp_path: Path) -> None:
    path = tmp_path / "table.csv"
    path.write_text(LOG.replace("stage", "event"), "utf-8")
    log = glance(path)
    assert log is not None
    assert log.kind == "log"
    assert log.guess.items() >= {"stage": "event", "person": "person", "date": "date"}.items()
    assert read(path, columns=log.guess).is_log
    path.write_text("Firm;Where it is;Submitted;Job\nDelta;ok;3 March 2026;Cook\n", "utf-8")
    listed = glance(path)
    assert listed is not None
    assert listed.kind == "applications"
    assert listed.guess == {"company": "Firm", "applied": "Submitted", "role": "Job"}
    assert read(path, columns=listed.guess).tables.events.stage.tolist() == ["applied"]
    # What nobody can guess is taken for people, and can be said to be something else.
    path.write_text("Firma;Wann;Was\nDelta;3 March 2026;asked\n", "utf-8")
    other = glance(path)
    assert other is not None
    assert (other.kind, other.guess) == ("people", {"company": "Firma", "since": "Wann"})
    assert other.guesses.keys() == {"people", "log", "applications"}


def test_applications_may_be_named_by_any_of_their_days(tmp_path: Path) -> None:
    path = tmp_path / "table.csv"
    path.write_text("Firma;Angebot\nDelta;3 March 2026\n", "utf-8")
    events = read(path, columns={"company": "Firma", "offered": "Angebot"}).tables.events
    assert list(zip(events.company, events.stage, strict=True)) == [("Delta", "offered")]


def test_an_archive_is_nothing_to_name(tmp_path: Path) -> None:
    assert glance(zipped(tmp_path / "x.zip", COMPLETE)) is None
    assert glance(tmp_path) is None


def test_a_guess_is_what_reads_it(tmp_path: Path) -> None:
    path = tmp_path / "club.csv"
    path.write_text("Medlem,Bedrijf,Mail\nAna Diaz,Delta,ana@example.com\n", "utf-8")
    found = glance(path)
    assert found is not None
    reading = read(path, columns=found.guess)
    assert reading.tables.people.name.tolist()[1:] == ["Ana Diaz"]
    assert reading.tables.jobs.company.tolist() == ["Delta"]
