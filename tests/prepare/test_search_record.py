"""The proof of search: the days of a period, the chosen parts alone, and letters."""

from __future__ import annotations

import io
import re
from datetime import datetime
from pathlib import Path

import openpyxl
import pandas as pd
import pytest

from infonet.errors import InfonetError
from infonet.prepare import SearchRecord, search_record
from infonet.tables import Tables

HOSTILE = "=cmd|'<script>alert(1)</script>"


def event(number: int, date: str, **told: object) -> dict[str, object]:
    return {"event": number, "date": pd.Timestamp(date), **told}


@pytest.fixture
def log() -> Tables:
    """Six entries, of which three are in June."""
    return Tables.of(
        people=[
            {"person": "me", "name": "Robin"},
            {"person": "in/ana", "name": "Ana Diaz"},
            {"person": "in/bo"},
        ],
        events=[
            event(1, "2026-05-31 23:59:59", stage="asked", person="in/ana"),
            event(3, "2026-06-30 18:00", stage="applied", company="Delta", channel="portal"),
            event(2, "2026-06-30 09:00", stage="held", person="in/ana", company="Delta"),
            event(
                4, "2026-06-01", stage="contacted", person="in/bo", channel="linkedin", note="by Cy"
            ),
            event(5, "2026-07-01", stage="thanked", person="in/ana"),
        ],
    )


def june(log: Tables, *parts: str, name: str | None = None) -> SearchRecord:
    chosen = {"parts": parts} if parts else {}
    return search_record(log, since="2026-06-01", until="2026-06-30", name=name, **chosen)


def test_both_ends_of_a_period_count_and_days_are_in_order(log: Tables) -> None:
    record = june(log)
    assert record.rows.astype(str).to_numpy().tolist() == [
        ["2026-06-01", "", "", "LinkedIn", "I wrote to them"],
        ["2026-06-30", "Delta", "Ana Diaz", "", "We talked"],
        ["2026-06-30", "Delta", "", "Portal", "I applied"],
    ]
    assert repr(record) == "Job search, 1 Jun to 30 Jun 2026: 3 entries"
    assert [*record.rows] == ["day", "company", "person", "channel", "stage"]


def test_what_is_not_chosen_is_nowhere_in_it(log: Tables) -> None:
    record = june(log, "stage", "company")
    assert [*record.rows] == ["day", "company", "stage"]
    told = record.html() + str(cells(record)) + repr(record)
    assert "Ana" not in told and "Cy" not in told and "Robin" not in told
    assert "by Cy" in june(log, "note").html()
    assert "Job search of Robin, 1 Jun" in june(log, name="Robin").html()


def cells(record: SearchRecord) -> list[tuple[object, ...]]:
    sheet = openpyxl.load_workbook(io.BytesIO(record.xlsx())).active
    assert sheet is not None and sheet.title == "Job search"
    return [*sheet.iter_rows(values_only=True)]


def test_the_workbook_has_days_as_days(log: Tables) -> None:
    header, first, *_ = cells(june(log))
    assert header == ("Day", "Company", "Person", "Channel", "What was done")
    assert first == (datetime(2026, 6, 1), None, None, "LinkedIn", "I wrote to them")


def test_hostile_texts_are_letters_and_no_formula() -> None:
    person = {"person": "in/x", "name": HOSTILE}
    logged = event(1, "2026-06-02", person="in/x", company=HOSTILE, note=HOSTILE, stage="asked")
    record = june(
        Tables.of(people=[person], events=[logged]), "company", "person", "note", name=HOSTILE
    )
    page = record.html()
    assert "<script" not in page and page.count("&lt;script&gt;") == 5
    [row] = cells(record)[1:]
    assert row[1:] == (f"'{HOSTILE}",) * 3


def test_the_page_fetches_nothing_and_is_set_in_no_mathematics(log: Tables) -> None:
    page = june(log).html()
    [policy] = re.findall(r'Content-Security-Policy" content="([^"]+)"', page)
    assert policy.startswith("default-src 'none'; style-src 'sha256-")
    assert "mathjax_ignore" in page and "size: A4" in page
    assert '<td class="day">Tue 30 Jun 2026</td>' in page


def test_an_empty_period_says_so() -> None:
    record = june(Tables.of())
    assert len(record) == 0 and "Nothing was logged in this period." in record.html()
    assert len(cells(record)) == 1


@pytest.mark.parametrize(
    ("told", "said"),
    [
        ({"until": "2026-05-01"}, "before it begins"),
        ({"since": "soon"}, "takes a date"),
        ({"parts": ["persons"]}, "`parts` cannot have `persons`.*person"),
        ({"parts": []}, "at least one of company"),
    ],
)
def test_what_cannot_be_made_is_said(log: Tables, told: dict[str, object], said: str) -> None:
    with pytest.raises(InfonetError, match=said):
        search_record(log, **({"since": "2026-06-01", "until": "2026-06-30"} | told))  # type: ignore[arg-type]


def test_it_is_saved_by_its_ending(log: Tables, tmp_path: Path) -> None:
    page = june(log).save(tmp_path / "search.html")
    assert page.read_text("utf-8").startswith("<!doctype html>")
    book = june(log).save(tmp_path / "search.xlsx")
    assert {each.stat().st_mode & 0o777 for each in (page, book)} == {0o600}
    with pytest.raises(InfonetError, match=r"ends in `\.xlsx` or `\.html`"):
        june(log).save(tmp_path / "search.pdf")
