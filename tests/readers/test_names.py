"""The forms in which a name comes in a file: read so, or reported with their line."""

from __future__ import annotations

from pathlib import Path

from infonet import readers
from infonet.book import Book

HEADER = "stage,person,date,company"


def log(folder: Path, *people: str) -> Path:
    path = folder / "log.csv"
    rows = [f'asked,"{name}",2026-03-0{at + 1},Delta' for at, name in enumerate(people)]
    path.write_text("\n".join([HEADER, *rows]) + "\n", "utf-8")
    return path


def test_a_name_turned_round_or_from_a_mail_is_the_person(tmp_path: Path) -> None:
    file = log(tmp_path, "Askeland, Runa", "Runa Askeland <Runa@example.com>", "Runa Askeland")
    tables = readers.read(file).tables
    assert tables.events.person.unique().tolist() == ["name/runa-askeland"]
    people = tables.people.set_index("person")
    assert people.name["name/runa-askeland"] == "Runa Askeland"


def test_two_people_in_one_cell_are_reported_and_no_new_person(tmp_path: Path) -> None:
    file = log(tmp_path, "Ana Diaz", "Runa Askeland; Timo Brevik", "Runa Askeland & Timo Brevik")
    reading = readers.read(file)
    assert reading.tables.people.name.dropna().tolist() == ["Ana Diaz"]
    assert reading.report.line.tolist() == [3, 4]
    assert reading.report.problem[0] == "`Runa Askeland; Timo Brevik` names several people"


def test_a_word_of_two_scripts_and_an_override_are_reported_by_line(tmp_path: Path) -> None:
    file = log(tmp_path, "Ana Diaz", "\u0410na Diaz", "Bo \u202eLin", "Анна Диас")
    report = readers.read(file).report
    assert report[["line", "problem"]].to_numpy().tolist() == [
        [3, "a word of the name mixes letters of two scripts: \u0410na"],
        [4, "hidden characters were taken out of the name: U+202E"],
    ]


def test_what_a_log_calls_otherwise_is_who_is_in_the_book(tmp_path: Path) -> None:
    book = Book()
    ana = book.person("Ana Diaz", email="ana@example.com")
    book.add(log(tmp_path, "Diaz, Ana", "Ana Diaz <ana@example.com>"))
    assert set(book.tables().events.person) == {ana}
