"""Results as people read them: dates in words, blanks, shares in hundredths, foreign text."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest

from infonet.errors import InfonetError
from infonet.prepare import Page, Section, readable

FOUND = pd.DataFrame(
    {
        "name": ["Ana Diaz", "Bo\u202e <b>Lin", None],
        "asked": [pd.Timestamp("2026-06-30"), pd.NaT, pd.Timestamp("2026-01-01")],
        "opens": [("Delta", "Echo"), (), ("Fox",)],
        "late": [True, False, None],
        "rate": [0.175, None, 1.0],
        "stars": [4.0, None, 5.0],
        "n": [1, 20, 300],
    }
)


def test_a_whole_number_that_is_missing_is_left_out() -> None:
    found = pd.DataFrame({"name": ["a", "b"], "n": pd.array([5, None], dtype="Int64")})
    assert [line.split() for line in str(readable(found)).splitlines()] == [
        ["name", "n"],
        ["a", "5"],
        ["b"],
    ]


def test_each_value_is_written_as_people_write_it() -> None:
    shown = str(readable(FOUND.drop(columns="rate")))
    head, ana, bo, nobody = (line.split("  ") for line in shown.splitlines())
    assert [word.strip() for word in head if word.strip()] == [
        *("name", "asked", "opens", "late", "stars", "n")
    ]
    assert [word.strip() for word in ana if word.strip()] == [
        *("Ana Diaz", "Tue 30 Jun 2026", "Delta, Echo", "yes", "4", "1")
    ]
    assert [word.strip() for word in bo if word.strip()] == ["Bo <b>Lin", "20"]
    assert [word.strip() for word in nobody if word.strip()] == [
        *("Thu 1 Jan 2026", "Fox", "5", "300")
    ]


def test_shares_are_rounded_alike_in_hundredths_and_as_fractions() -> None:
    by_share = str(readable(FOUND, {"rate": "chance, %"})).split()
    assert by_share == ["chance,", "%", "18", "100"]
    assert str(readable(FOUND, ["rate"])).split() == ["rate", "0.18", "1.00"]


def test_foreign_text_is_letters_and_numbers_stand_right() -> None:
    html = readable(FOUND, ["name", "n"])._repr_html_()  # as a notebook asks
    assert '<td style="text-align: left">Bo &lt;b&gt;Lin</td>' in html
    assert '<td style="text-align: right">20</td>' in html
    assert "mathjax_ignore" in html
    assert "\u202e" not in html


def test_a_web_address_is_a_link_and_nothing_else_is() -> None:
    addresses = ["https://example.com/a?b=1&c=2", "javascript:alert(1)"]
    html = readable(pd.DataFrame({"where": addresses})).html
    assert 'href="https://example.com/a?b=1&amp;c=2"' in html
    assert html.count("<a ") == 1
    assert ">example.com</a>" in html


def test_true_and_false_are_no_numbers() -> None:
    html = readable(pd.DataFrame({"late": [True, False]})).html
    assert '<td style="text-align: left">yes</td>' in html


def test_where_there_is_nothing_a_sentence_says_so() -> None:
    nothing = "No target yet."
    empties: tuple[Any, ...] = (FOUND.head(0), pd.DataFrame(), [], FOUND.name[:0])
    for empty in empties:
        assert str(readable(empty, nothing=nothing)) == nothing
    assert nothing in readable([], nothing=nothing).html


def test_texts_make_a_list_and_pages_stand_below_one_another() -> None:
    assert str(readable(["a", "b"])) == "- a\n- b"
    assert readable(["<a>", "b"]).html.count("<li>&lt;a&gt;</li>") == 1
    assert str(readable(["one"])) == "one"
    page = Page("Bo Lin", (Section("Who", ("a clerk",)),))
    assert str(readable([page, page])).count("Bo Lin") == 2
    assert readable([page]).html.count("<h3>Bo Lin</h3>") == 1


def test_a_column_that_is_not_there_is_named() -> None:
    with pytest.raises(InfonetError, match="no column `raet`: did you mean `rate`"):
        readable(FOUND, ["raet"])
