"""A friend's answers on a tick sheet: each row is somebody, or a line of the report."""

from __future__ import annotations

from pathlib import Path

import pytest

import infonet
from infonet import Book, Reading
from infonet.errors import ReadError

HEADER = (
    "Answers of,Profile,Answers for,Asked about,Kind,Name,Job title,Employer,How well,"
    "Would introduce"
)


def read(folder: Path, *rows: str, owner: str | None = None) -> Reading:
    """Read a sheet with these rows."""
    path = folder / "answers-ana-diaz.csv"
    path.write_text("\n".join([HEADER, *rows, ""]), "utf-8")
    return infonet.read(path, owner)


def answer(about: str, kind: str, *cells: str) -> str:
    """Return a row of Ana's: name, job title, employer, how well, would introduce."""
    return ",".join(f'"{cell}"' for cell in ("Ana Diaz", "", "Robin", about, kind, *cells))


def test_who_is_ticked_becomes_a_tie_of_the_friend(tmp_path: Path) -> None:
    found = read(
        tmp_path,
        answer("Delta", "company", "Jing Wu", "Engineer", "", "well", "yes"),
        answer("Delta", "company", "Bo Lin", "", "Delta UK", "a little", "ask"),
        answer("accounting", "field", "Timo Brevik", "", "Echo", "", ""),
    )
    assert found.owner == "name/ana-diaz"
    ties = found.tables.ties.set_index("target").astype(object)
    ties = ties.where(ties.notna(), None)
    assert set(ties.origin) == {"name/ana-diaz"} and set(ties.evidence) == {"stated"}
    assert ties.closeness.to_dict() == {
        "name/jing-wu": "strong",
        "name/bo-lin": "weak",
        "name/timo-brevik": None,
    }
    assert ties.kind.to_dict() == {
        "name/jing-wu": "would introduce you",
        "name/bo-lin": "would introduce you, if asked first",
        "name/timo-brevik": None,
    }
    jobs = found.tables.jobs.fillna("").set_index("person")
    assert jobs.company.to_dict() == {
        "name/jing-wu": "Delta",
        "name/bo-lin": "Delta UK",
        "name/timo-brevik": "Echo",
    }
    # Who works in a field has its title, or else would not be found in it.
    assert jobs.title["name/timo-brevik"] == "accounting"


def test_every_row_is_taken_or_reported(tmp_path: Path) -> None:
    found = read(
        tmp_path,
        answer("Delta", "company", "Jing Wu", "", "", "well", "no"),
        answer("Delta", "company", "", "", "", "", ""),
        answer("accounting", "field", "", "", "", "", ""),
        answer("Delta", "company", "Bo Lin", "", "", "well", "maybe"),
        answer("Delta", "company", "Timo Brevik", "", "", "well", "yes"),
        answer("Echo", "company", "Timo Brevik", "", "", "well", "yes"),
    )
    assert found.counts.to_dict() == {"rows": 6, "people": 1, "merged": 1, "reported": 4}
    assert found.report.set_index("line").problem.to_dict() == {
        2: "they would rather not introduce this person",
        3: "they know somebody at Delta",
        4: "they know somebody in accounting",
        5: "expected yes, ask or no",
    }
    # Of whom the friend would rather not introduce nothing is kept.
    assert found.tables.people.name.tolist() == ["Ana Diaz", "Timo Brevik"]


def test_a_name_may_come_in_any_form_and_two_in_one_cell(tmp_path: Path) -> None:
    found = read(
        tmp_path,
        answer("Delta", "company", "Wu, Jing", "", "", "well", "yes"),
        answer("Delta", "company", "Bo Lin <bo@example.com>", "", "", "well", "yes"),
        answer("Echo", "company", "Gus Roe; Hal Fen", "Analyst", "", "a little", "ask"),
        answer("Echo", "company", "somebody@example.com", "", "", "", "yes"),
        # What stands last may be left away.
        "Ana Diaz,,Robin,Echo,company,Timo Brevik",
    )
    people = found.tables.people.set_index("person")
    called = ["Ana Diaz", "Bo Lin", "Gus Roe", "Hal Fen", "Jing Wu", "Timo Brevik"]
    assert sorted(people.name) == called
    assert people.email["name/bo-lin"] == "bo@example.com"
    works = found.tables.jobs.set_index("person").company
    assert works["name/gus-roe"] == works["name/hal-fen"] == works["name/timo-brevik"] == "Echo"
    assert set(found.tables.ties.target) == {*people.index} - {"name/ana-diaz"}
    assert found.counts.to_dict() == {"rows": 6, "people": 5, "merged": 0, "reported": 1}


def test_a_profile_on_the_sheet_is_the_friend(tmp_path: Path) -> None:
    row = answer("Delta", "company", "Jing Wu", "", "", "well", "yes")
    profile = row.replace(',""', ',"https://www.linkedin.com/in/ana-diaz"', 1)
    assert read(tmp_path, profile).owner == "in/ana-diaz"
    assert read(tmp_path, row, owner="Ana M. Diaz").owner == "name/ana-m-diaz"


def test_a_sheet_without_answers_says_so(tmp_path: Path) -> None:
    with pytest.raises(ReadError, match="nobody is ticked on this sheet"):
        read(tmp_path)


def test_a_book_takes_the_answers_as_one_act(tmp_path: Path) -> None:
    book = Book(me="Robin Achterberg")
    book.tie("Ana Diaz", closeness="strong", new=True)
    book.want("Delta")
    before = book.tables()
    read(tmp_path, answer("Delta", "company", "Jing Wu", "", "", "well", "yes"))
    book.add(tmp_path / "answers-ana-diaz.csv")
    way = infonet.warm_paths(infonet.network(book, as_of="2026-06-30"), "Delta").iloc[0]
    assert (way.kind, way.names) == ("introduction", "Ana Diaz → Jing Wu")
    assert way.probability == pytest.approx(0.7 * 0.7)
    # Who called it close is named: it was not me.
    assert "Ana Diaz: you called it strong" in way.why
    assert "Jing Wu: Ana Diaz called it strong" in way.why
    book.undo()
    for now, then in zip(book.tables(), before, strict=True):
        assert now.equals(then)
