"""People typed line by line: what a line says, and what is wrong with it."""

from __future__ import annotations

from typing import Any

import pytest

from infonet.errors import InfonetError
from infonet.readers import typed_people


def only(text: str) -> Any:
    """Return name, company and closeness of the one line, or else its problem."""
    [row] = typed_people(text).astype(object).fillna("").to_dict("records")
    return [row["name"], row["company"], row["closeness"]] if not row["problem"] else row["problem"]


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("Ana Diaz", ["Ana Diaz", "", ""]),
        ("Ana Diaz, Delta, close", ["Ana Diaz", "Delta", "strong"]),
        ("1. Ana Diaz, Delta, m", ["Ana Diaz", "Delta", "medium"]),
        ("• Ana Diaz; Delta, Inc.; WEAK", ["Ana Diaz", "Delta, Inc.", "weak"]),
        ("Ana Diaz\tDelta\thardly", ["Ana Diaz", "Delta", "weak"]),
        ("Ana Diaz, strong", ["Ana Diaz", "", "strong"]),
        ('"Ana Diaz",,s', ["Ana Diaz", "", "strong"]),
        ("Ana Diaz, Delta,,", ["Ana Diaz", "Delta", ""]),
        ('"Askeland, Runa", Delta, close', ["Runa Askeland", "Delta", "strong"]),
        ("Askeland, Runa; Delta", ["Runa Askeland", "Delta", ""]),
        ("van der Berg, Anna\tDelta", ["Anna van der Berg", "Delta", ""]),
        ("Al Nouri, Delta", ["Al Nouri", "Delta", ""]),
        ("Ana O'Neil, PhD", ["Ana O'Neil", "PhD", ""]),
        ("- 王 小明, 株式会社デルタ", ["王 小明", "株式会社デルタ", ""]),
    ],
)
def test_a_line_is_a_name_an_employer_and_how_close(line: str, said: list[str]) -> None:
    assert only(line) == said


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ("Askeland, Runa", "is it Runa Askeland? If not, write the first and the last name"),
        ("Bo, close", "write the first and the last name"),
        ("Ana", "write the first and the last name"),
        ("https://www.linkedin.com/in/ana-diaz", "write the name, not an address"),
        ("ana@example.com, Delta", "write the name, not an address"),
        ("Ana Diaz, Delta, best", "how close is “best”? Write close, know well or know a little"),
        ("Ana Diaz, freelance", "“freelance” is no employer; leave it out"),
        ("Ana Diaz, Delta, close, 2019", "more than a name, an employer and how close you are"),
    ],
)
def test_a_line_that_is_none_says_what_to_write(line: str, problem: str) -> None:
    assert only(line) == problem


@pytest.mark.parametrize(
    ("line", "offered"),
    [
        ("Askeland, Runa", ["Runa Askeland", "", ""]),
        ("2. Askeland, Runa Lise", ["Runa Lise Askeland", "", ""]),
        ("Askeland, Runa, Delta", ["Runa Askeland", "Delta", ""]),
        ("Askeland, Runa, Delta, close", ["Runa Askeland", "Delta", "strong"]),
        ("Askeland, Runa, close", ["Runa Askeland", "", "strong"]),
        ("van der Berg, Anna, Delta", ["Anna van der Berg", "Delta", ""]),
        # It may be Bo, who works for Delta: nobody is guessed.
        ("Bo, Delta", ["Delta Bo", "", ""]),
    ],
)
def test_a_name_that_may_be_turned_round_is_offered_and_nobody_is_guessed(
    line: str, offered: list[str]
) -> None:
    [row] = typed_people(line).astype(object).fillna("").to_dict("records")
    assert row["name"] == ""
    assert [row["offer"], row["company"], row["closeness"]] == offered
    assert row["problem"].startswith(f"is it {offered[0]}?")


def test_lines_are_counted_and_a_name_stands_once() -> None:
    text = "Name, Employer, Closeness\n\nAna Diaz, Delta\nBo Lin\n\nana diaz, Echo\n"
    found = typed_people(text)
    assert found.line.tolist() == [3, 4, 6]
    assert found.problem.fillna("").tolist() == ["", "", "the same name as in line 3"]
    assert found.name.isna().tolist() == [False, False, True]


def test_nothing_typed_is_nobody_and_no_text_is_said() -> None:
    assert typed_people(" \n\n").empty
    with pytest.raises(InfonetError, match="expected lines of text, got `list`"):
        typed_people(["Ana Diaz"])  # type: ignore[arg-type]  # what somebody may try
