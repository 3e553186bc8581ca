"""One family of errors, one "did you mean", one whole number."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from infonet.errors import (
    BookError,
    InfonetError,
    ReadError,
    UnknownNameError,
    hint,
    nearest,
    whole_number,
)


@pytest.mark.parametrize(
    "error",
    [
        ReadError("mend it", file="a.zip/b.csv"),
        BookError("locked"),
        UnknownNameError("nobody", ["Ana"]),
    ],
)
def test_one_name_catches_them_all(error: Exception) -> None:
    assert isinstance(error, InfonetError)
    assert isinstance(error, ValueError)


def test_an_error_of_reading_names_its_place() -> None:
    assert str(ReadError("mend it", file="a.csv")) == "`a.csv`: mend it"
    error = ReadError("mend it", file="a.csv", line=3, column="Date")
    assert str(error) == "`a.csv`, line 3, column `Date`: mend it"
    assert (error.file, error.line, error.column) == ("a.csv", 3, "Date")
    assert "line 0" in str(ReadError("mend it", file="a.csv", line=0))


def test_what_is_quoted_neither_hides_nor_ends_a_line() -> None:
    quoted = "\u202eAna\x1b\x07\u200b\r\nDiaz\ud800"
    error = InfonetError(f"`{quoted}` is nobody", plain=f"“{quoted}” is nobody")
    assert (str(error), error.plain) == ("`Ana  Diaz?` is nobody", "“Ana  Diaz?” is nobody")
    assert str(ReadError("mend it", file="a\n\u2066.csv")) == "`a .csv`: mend it"


def test_candidates_stay_in_their_order() -> None:
    assert UnknownNameError("nobody", ["Bo", "Ana"]).candidates == ("Bo", "Ana")


STAGES = ["asked", "held", "introduced", "declined"]


@pytest.mark.parametrize(
    ("word", "found"),
    [
        ("aksed", ["asked"]),
        ("HELD", ["held"]),
        ("intrduced", ["introduced"]),
        ("zzz", []),
        ("", []),
        (3, []),
        (None, []),
    ],
)
def test_the_nearest_is_what_is_spelt_most_like_it(word: object, found: list[str]) -> None:
    assert nearest(word, STAGES) == found
    assert nearest(word, []) == []


def test_of_equally_near_ones_the_earlier_comes_first_and_no_more_than_wanted() -> None:
    assert nearest("ana x", ["ana b", "ana a", "ana c"], n=2) == ["ana b", "ana a"]


def test_likeness_has_a_least_and_texts_are_compared_by_their_key() -> None:
    # Of 9 letters in both, 8 are in common: 88.9 %.
    assert nearest("held", ["heldd"], alike=88.8) == ["heldd"]
    assert nearest("held", ["heldd"], alike=89.0) == []
    assert nearest("abcde", ["abxyz"]) == [], "40 % alike is not near"
    assert nearest("abcde", ["abcyz"]) == ["abcyz"], "60 % alike is"
    assert nearest("x-a", ["a"], key=lambda text: text[-1]) == ["a"]


def test_a_hint_names_what_was_meant_or_all_there_is() -> None:
    assert hint("heldd", STAGES) == "did you mean `held`?"
    assert hint("zzz", iter(STAGES)) == "choose one of asked, held, introduced, declined"


@given(st.text(max_size=8), st.lists(st.text(max_size=8), max_size=5))
def test_what_is_near_is_one_of_the_choices(word: str, choices: list[str]) -> None:
    assert set(nearest(word, choices)) <= set(choices)
    assert hint(word, choices)


@pytest.mark.parametrize("value", [1, 5, np.int64(5)])
def test_a_whole_number_within_its_bounds_is_returned_as_one(value: object) -> None:
    number = whole_number(value, "k", least=1, most=5)
    assert type(number) is int
    assert number == value


@pytest.mark.parametrize(
    "value", [0, 6, -1, True, False, 1.0, "3", None, [], Fraction(3), float("nan")]
)
def test_anything_else_is_told_what_was_expected(value: object) -> None:
    with pytest.raises(InfonetError) as raised:
        whole_number(value, "k", least=1, most=5)
    assert str(raised.value) == f"`k` takes a whole number from 1 to 5, not `{value}`"


def test_bounds_may_be_open_above_and_nothing_is_a_bound() -> None:
    assert whole_number(10**20, "k", least=0) == 10**20
    with pytest.raises(InfonetError, match="from 2 on, not `1`"):
        whole_number(1, "k", least=2)
    assert whole_number(0, "k", least=0, most=0) == 0
    with pytest.raises(InfonetError, match="from 1 on, not `0`; 1 comes first"):
        whole_number(0, "k", least=1, advice="; 1 comes first")
    with pytest.raises(InfonetError, match="from 0 to 0, not `1`"):
        whole_number(1, "k", least=0, most=0)


# --- in plain words ---


@pytest.mark.parametrize(
    ("message", "plain"),
    [
        ("nothing to undo; `history()` lists all", "nothing to undo"),
        ("no address for `Bo`: pass `to=`, or say `book.person(…)`", "no address for “Bo”"),
        ("`x` is no stage: did you mean `asked`?", "“x” is no stage: did you mean “asked”?"),
        (
            "`Delta` is no target: check it, or `book.want('Delta')`",
            "“Delta” is no target: check it",
        ),
        ("your objective: book.note('Bo (x)', 'objective', …)", "your objective"),
        ("`a.csv`, line 3: 31 Feb (2026) is no day", "“a.csv”, line 3: 31 Feb (2026) is no day"),
        # What a name looks like makes it no Python.
        ("`<img onerror=alert(1)>` is nobody", "“<img onerror=alert(1)>” is nobody"),
        ("`f(x)` alone", "`f(x)` alone"),
    ],
)
def test_an_error_has_no_python_in_plain_words(message: str, plain: str) -> None:
    assert InfonetError(message).plain == plain.replace("`f(x)`", "“f(x)”")
    assert str(InfonetError(message)) == message


def test_an_error_may_say_it_in_words_of_its_own() -> None:
    error = InfonetError("`want=` is missing", plain="Press Add to my targets.")
    assert (str(error), error.plain) == ("`want=` is missing", "Press Add to my targets.")
    assert ReadError("no header", file="a.csv", line=1).plain == "“a.csv”, line 1: no header"


def test_what_cannot_be_read_is_said_in_plain_words_with_its_place() -> None:
    error = ReadError(
        "expected a header row; give `columns=`",
        file="a.csv",
        line=2,
        plain="no line in it names a day",
    )
    assert error.plain == "“a.csv”, line 2: no line in it names a day"
    assert "header row" in str(error) and "no line" not in str(error)


def test_python_is_left_out_whole_whatever_stands_in_it() -> None:
    told = InfonetError("no `date`; say which, as in `columns={'date': 'when'; …}`; or add it")
    assert told.plain == "no “date”; or add it"
