"""Fields of work, parts in hiring and seniority, from job titles."""

from __future__ import annotations

import pytest

from infonet.names.titles import FITS, line_of_work, match_field, role_fit, role_of


@pytest.mark.parametrize(
    ("field", "title", "expected"),
    [
        ("data engineering", "Senior Data Engineer (Azure)", True),
        ("data engineering", "Data Analyst", False),
        ("data engineering", "Database Engineer", False),
        ("data science", "Lead Data Scientist", True),
        ("product management", "Group Product Manager", True),
        ("nursing", "Nurse Practitioner", True),
        ("finance", "Financial Controller", True),
        ("accounting", "Accountant", True),
        ("HR", "Head of HR", True),
        ("art", "Partner", False),
        ("", "Anything", False),
    ],
)
def test_a_field_matches_whole_words_of_a_title(field: str, title: str, *, expected: bool) -> None:
    assert match_field(field, [title]).tolist() == [expected]


@pytest.mark.parametrize(
    ("field", "title", "expected"),
    [
        # A stem keeps four letters: "test" is a stem, "act" is too short.
        ("testing", "Tester", True),
        ("nurse", "Nursing Assistant", True),
        ("rent", "Renter", True),
        ("acting", "Actor", False),
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
