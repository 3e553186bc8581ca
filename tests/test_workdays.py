"""Business days."""

from __future__ import annotations

import pandas as pd
import pytest

from infonet.errors import InfonetError
from infonet.workdays import ago, day_text, later, passed

# June 2026: the 25th is a Thursday, the 27th and 28th are a weekend.


@pytest.mark.parametrize(
    ("day", "n", "expected"),
    [
        ("2026-06-25", 1, "2026-06-26"),
        ("2026-06-26", 1, "2026-06-29"),
        ("2026-06-25", 7, "2026-07-06"),
        ("2026-06-27", 0, "2026-06-29"),
        ("2026-06-28", 1, "2026-06-30"),
        ("2026-06-29T23:59:00+11:00", 1, "2026-06-30"),
    ],
)
def test_a_weekend_is_passed_over_and_the_day_is_the_one_written(
    day: str, n: int, expected: str
) -> None:
    assert later(day, n) == pd.Timestamp(expected)


def test_holidays_are_no_business_days() -> None:
    assert later("2026-06-25", 1, ["2026-06-26"]) == pd.Timestamp("2026-06-29")
    assert passed("2026-06-25", "2026-06-30", ["2026-06-26"]) == 2


def test_passed_counts_back_as_well() -> None:
    assert passed("2026-06-25", "2026-06-30") == 3
    assert passed("2026-06-30", "2026-06-25") == -3


def test_a_day_is_said_with_its_year_where_that_is_another() -> None:
    day = pd.Timestamp("2026-07-05 23:30")
    assert day_text(day) == "Sun 5 Jul 2026"
    assert day_text(day.date(), weekday=False) == "5 Jul 2026"
    assert day_text(day, as_of="2026-12-31") == "Sun 5 Jul"
    assert day_text("2025-12-31", as_of=day, weekday=False) == "31 Dec 2025"


def test_what_is_no_date_is_said() -> None:
    with pytest.raises(InfonetError, match="takes a date"):
        later("soon", 3)


@pytest.mark.parametrize(
    ("day", "words"),
    [
        ("2026-06-30", "just now"),
        ("2026-07-02", "just now"),
        ("2026-06-29", "1 day ago"),
        ("2026-05-31", "30 days ago"),
        ("2026-05-30", "1 month ago"),
        ("2025-04-30", "14 months ago"),
        ("2024-07-01", "23 months ago"),
        ("2024-06-30", "2 years ago"),
        ("2019-01-01", "7 years ago"),
    ],
)
def test_how_long_ago_is_said_in_the_unit_that_people_use(day: str, words: str) -> None:
    assert ago(day, as_of="2026-06-30") == words
