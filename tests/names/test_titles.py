"""Fields of work, parts in hiring and seniority, from job titles."""

from __future__ import annotations

import pytest

from infonet.names.titles import FIELDS, FITS, line_of_work, match_field, role_fit, role_of
from tests.names import table

TITLES = table("titles.csv")


@pytest.mark.parametrize("row", TITLES, ids=lambda row: f"{row['field']} / {row['title']}")
def test_a_title_belongs_to_a_field_or_not(row: dict[str, str]) -> None:
    assert match_field(row["field"], [row["title"]]).tolist() == [row["same"] == "yes"]


def test_each_of_the_fields_is_tested_both_ways() -> None:
    tried = {(row["field"].casefold(), row["same"]) for row in TITLES}
    assert len(FIELDS) >= 60
    for names in FIELDS:
        called = {name.casefold() for name in names}
        assert {same for field, same in tried if field in called} == {"yes", "no"}, names


@pytest.mark.parametrize("name", sorted({name for names in FIELDS for name in names}))
def test_who_heads_a_field_by_any_of_its_names_is_of_it(name: str) -> None:
    assert match_field(name, [f"Head of {name.title()}", f"Vice President, {name}"]).all()
    # An acting director is one who stands in.
    assert name == "acting" or match_field(f"director of {name}", [name]).all()


def test_no_text_and_what_has_no_words_belongs_to_no_field() -> None:
    assert not match_field("", ["Anything"]).any()
    assert not match_field("law", [None, "", "???"]).any()


def test_the_words_that_a_user_adds_to_a_field_count_beside_its_own() -> None:
    titles = ["Banker Mason", "Stone Carver", "Stonework Planner", "Banker"]
    more = ["banker mason", "carver"]
    assert match_field("stonework", titles, more=more).tolist() == [True, True, True, False]
    assert match_field("law", ["Notaire", "Lawyer"], more=["notaire"]).all()
    assert role_fit("Head Carver", ["stonework"], more={"stonework": more}) == "hiring manager"


@pytest.mark.parametrize(
    ("field", "title", "expected"),
    [
        # A stem keeps four letters: "test" is a stem, "own" is too short.
        ("testing", "Tester", True),
        ("nurse", "Nursing Assistant", True),
        ("rent", "Renter", True),
        ("owning", "Owner", False),
    ],
)
def test_a_stem_keeps_four_letters(field: str, title: str, *, expected: bool) -> None:
    assert match_field(field, [title]).tolist() == [expected]


@pytest.mark.parametrize(
    ("title", "role"),
    [
        ("Talent Partner", "recruiter"),
        ("Human Resources Manager", "recruiter"),
        ("Head of Data", "manager"),
        ("Assistant to the Head of Data", "peer"),
        ("Chief of Staff", "peer"),
        ("Product Manager", "peer"),
        ("Engineering Manager", "manager"),
        ("Team Lead", "manager"),
        ("Lead Engineer", "peer"),
        (None, "peer"),
    ],
)
def test_the_part_in_hiring(title: object, role: str) -> None:
    assert role_of(title) == role


def test_a_manager_of_the_wanted_field_hires() -> None:
    assert role_of("Head of Data Engineering", ["data engineering"]) == "hiring manager"
    assert role_of("Head of Sales", ["data engineering"]) == "manager"


def test_seniority_is_no_line_of_work() -> None:
    assert line_of_work("Senior Data Engineer II") == "data engineer"
    assert line_of_work("Senior Product Manager") == "product manager"
    assert line_of_work("Director") == line_of_work(None) == ""


@pytest.mark.parametrize(
    ("title", "fit"),
    [
        ("Head of Data Engineering", "hiring manager"),
        ("Director, Data Engineering", "hiring manager"),
        ("Data Engineering Lead", "hiring manager"),
        ("Senior Manager, Data Engineering", "hiring manager"),
        ("Vice President, Data Engineering", "hiring manager"),
        ("Senior Data Engineer", "same work"),
        # A word of leading counts beside a word of the field, and not inside an occupation.
        ("Data Engineer, Sales Director", "same work"),
        ("Data Engineer & Head of Sales", "same work"),
        ("Product Manager, Data Engineering", "same work"),
        ("Data Engineer, Office Manager", "same work"),
        ("Engineering Manager", "other"),
        ("Technical Recruiter", "recruiter"),
        ("Head of Talent", "recruiter"),
        # Founders and chiefs hire in a small company alone.
        ("Chief Data Engineering Officer", "other"),
        ("Founder", "other"),
        (None, "other"),
    ],
)
def test_the_fit_for_the_work_wanted(title: object, fit: str) -> None:
    assert role_fit(title, ["nursing", "data engineering"]) == fit
    assert fit in FITS


@pytest.mark.parametrize(
    ("title", "fit"),
    [
        ("Founder", "hiring manager"),
        ("Co-Founder & CTO", "hiring manager"),
        ("Chief of Staff", "other"),
        ("Vice President, Sales", "other"),
        ("Assistant to the CEO", "other"),
    ],
)
def test_founders_and_chiefs_hire_in_a_small_company(title: str, fit: str) -> None:
    assert role_fit(title, ["data engineering"], small=True) == fit


def test_without_work_wanted_nobody_does_the_same() -> None:
    assert role_fit("Data Engineer", []) == role_fit("Head of Data", []) == "other"
