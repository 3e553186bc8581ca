"""The review in the panel: a period and a group, what they brought, and what is due from them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pandas as pd
import pytest
from matplotlib.axes import Axes
from matplotlib.figure import Figure

import infonet
from infonet import Book
from tests.panel.seen import DAY

pytest.importorskip("ipywidgets", reason="no panel test: ipywidgets is not installed")

from infonet.panel.app import Explore
from infonet.panel.views import review
from infonet.panel.views.ways import KINDS


@pytest.fixture
def book() -> Book:
    """Log requests of three months.

    - R1, 12 January: Di (direct) held, helped once, and was last in touch in January.
    - R2, 10 March: Ana introduced Bo, who held: thanked and reported back to, nothing given.
    - R3, 18 June: Cy (cold) is silent. R4, 25 June: Eli (scout) is silent.
    """
    book = Book(me="https://www.linkedin.com/in/robin-achterberg")
    book.tie("Ana Diaz", closeness="strong", new=True)
    book.tie("Ana Diaz", "Bo Lin", company="Delta", new=True)
    book.tie("Di Roe", closeness="weak", company="Delta", new=True)
    book.tie("Eli Ota", closeness="medium", company="Echo", new=True)
    book.person("Cy Moss", company="Delta")
    for name in ("Delta", "Golf"):
        book.want(name)
    rows: list[tuple[str, str, str, str, str, dict[str, Any]]] = [
        ("asked", "Di Roe", "Delta", "2026-01-12", "R1", {"kind": "direct", "channel": "email"}),
        ("held", "Di Roe", "Delta", "2026-01-20", "R1", {}),
        ("asked", "Ana Diaz", "Delta", "2026-03-10", "R2", {"kind": "introduction"}),
        ("introduced", "Bo Lin", "Delta", "2026-03-11", "R2", {"via": "Ana Diaz"}),
        ("held", "Bo Lin", "Delta", "2026-03-20", "R2", {}),
        ("thanked", "Bo Lin", "Delta", "2026-05-20", "R2", {}),
        ("asked", "Cy Moss", "Delta", "2026-06-18", "R3", {"kind": "cold"}),
        ("asked", "Eli Ota", "Golf", "2026-06-25", "R4", {"kind": "scout"}),
    ]
    for stage, person, company, day, request, more in rows:
        book.log(stage, person, company=company, date=day, request=request, **more)
    book.note("Di Roe", "gave", "a table", date="2026-01-21")
    return book


@pytest.fixture
def panel(book: Book, monkeypatch: pytest.MonkeyPatch) -> Explore:
    """Open the panel at Review; its pictures are not drawn, which takes longest."""
    monkeypatch.setattr(review, "drawn", lambda draw, **size: b"")
    panel = infonet.explore(book, as_of=DAY)
    panel.tabs.selected_index = 2
    return panel


def due(panel: Explore) -> list[tuple[str, ...]]:
    """Return the group if there is one, the action and the person."""
    width = len(panel.review.due.columns) - 3
    return [tuple(map(str, row[:width])) for row in panel.review.due.rows]


def title(panel: Explore) -> str:
    return str(panel.review.due_title.value)


# Worked by hand from the cadence: in touch with Di on 20 January, so due from 20 May, by 17 June;
# Ana and Bo helped on 11 and 20 March, so by 11 and 20 July; Eli's 3 business days are over on
# 30 June; Cy's 7 on 29 June, as 18 June is a Thursday. At Delta Cy is the last who was asked.
DI = ("Stay in touch", "Di Roe")
CY = ("Write again", "Cy Moss")
ELI = ("Ask someone else", "Eli Ota")
ANA = ("Return a favour", "Ana Diaz")
BO = ("Return a favour", "Bo Lin")


def test_it_is_what_is_due_now_of_the_requests_of_the_period(panel: Explore) -> None:
    assert due(panel) == [DI, CY, ELI, ANA, BO]
    assert "What is due now from these requests (asked until 30 Jun 2026)" in title(panel)
    panel.review.since.value = date(2026, 3, 1)
    # Who takes part in one of them belongs there, request or not.
    assert due(panel) == [CY, ELI, ANA, BO]
    assert "(asked 1 Mar – 30 Jun 2026)" in title(panel)
    panel.review.until.value = date(2026, 3, 31)
    # What is due now, not what was due on 31 March.
    assert due(panel) == [ANA, BO]
    panel.review.since.value = date(2025, 12, 1)
    panel.review.until.value = date(2026, 1, 31)
    assert due(panel) == [DI]
    assert "(asked 1 Dec 2025 – 31 Jan 2026)" in title(panel)
    panel.review.until.value = None
    assert "(asked from 1 Dec 2025 on)" in title(panel)
    panel.review.since.value = None
    assert "(asked at any time)" in title(panel)
    assert due(panel) == [DI, CY, ELI, ANA, BO]


@pytest.mark.parametrize(
    ("group", "head", "shown"),
    [
        (
            "kind",
            "Kind",
            [
                ("introduction", *ANA),
                ("introduction", *BO),
                ("you know them", *DI),
                ("cold message", *CY),
                ("may know someone", *ELI),
            ],
        ),
        (
            "month",
            "Month",
            [
                ("2026-01", *DI),
                ("2026-03", *ANA),
                ("2026-03", *BO),
                ("2026-06", *CY),
                ("2026-06", *ELI),
            ],
        ),
        # Only R1 has a channel.
        (
            "channel",
            "Channel",
            [("email", *DI)] + [("not known", *row) for row in (CY, ELI, ANA, BO)],
        ),
        (
            "tie class",
            "Closeness",
            [
                ("strong", *ANA),
                ("strong", *BO),
                ("medium", *ELI),
                ("weak", *DI),
                ("cold", *CY),
            ],
        ),
    ],
)
def test_a_group_is_a_column_and_rows_stand_by_group_and_deadline(
    panel: Explore, group: str, head: str, shown: list[tuple[str, ...]]
) -> None:
    panel.review.group.value = group
    titles = [column["title"] for column in panel.review.due.columns]
    assert titles == [head, "What", "Who", "Company", "By", "Why"]
    assert due(panel) == shown
    panel.review.group.value = "none"
    assert [column["title"] for column in panel.review.due.columns] == titles[1:]


def test_the_groups_are_those_of_cohort(panel: Explore, book: Book) -> None:
    requests = {"Di Roe": "R1", "Ana Diaz": "R2", "Bo Lin": "R2", "Cy Moss": "R3", "Eli Ota": "R4"}
    for group in list(review.GROUPS)[1:]:
        panel.review.group.value = group
        labels = infonet.conversion.group_labels(book.tables(), group, as_of=DAY)
        assert len(due(panel)) == len(requests)
        for label, _, name in due(panel):
            expected = labels[requests[name]]
            words = KINDS.get(str(expected), str(expected)) if group == "kind" else str(expected)
            assert label == ("not known" if pd.isna(expected) else words)


def test_the_whole_log_counts_for_what_is_due(panel: Explore, book: Book) -> None:
    """Di was in touch about something else since; at Delta somebody else was asked since."""
    book.log("contacted", "Di Roe", company="Echo", date="2026-06-01")
    book.log("asked", "Ana Diaz", company="Golf", date="2026-06-29")
    panel.session.refresh()
    panel.review.until.value = date(2026, 6, 25)
    assert due(panel) == [CY, ANA, BO]


def test_who_takes_part_in_several_belongs_to_the_latest(panel: Explore, book: Book) -> None:
    book.log("asked", "Bo Lin", company="Golf", date="2026-05-04", request="R5", kind="direct")
    book.log("declined", "Bo Lin", company="Golf", date="2026-05-05", request="R5")
    panel.session.refresh()
    panel.review.group.value = "kind"
    assert ("you know them", *BO) in due(panel)
    panel.review.until.value = date(2026, 3, 31)
    assert ("introduction", *BO) in due(panel)


def test_an_action_item_belongs_to_its_person_or_its_company(panel: Explore, book: Book) -> None:
    book.note("Bo Lin", "action item", "send the page", date="2026-07-02")
    book.note("Golf", "action item", "read their report", date="2026-07-02")
    panel.session.refresh()
    panel.review.group.value = "month"
    assert ("2026-03", "To do", "Bo Lin") in due(panel)
    assert ("2026-06", "To do", "") in due(panel)
    panel.review.until.value = date(2026, 3, 31)
    assert ("2026-03", "To do", "Bo Lin") in due(panel)
    assert ("2026-06", "To do", "") not in due(panel)


def test_an_empty_period_says_so(panel: Explore) -> None:
    panel.review.until.value = date(2020, 1, 1)
    assert "Nothing was asked in this period" in panel.review.funnel.value
    assert panel.review.due.rows == panel.review.rates.rows == []
    assert panel.review.due.empty.startswith("Nothing was asked in this period")
    assert panel.review.waiting.value == ""
    assert not panel.session.status.wrong
    panel.review.until.value = date(2026, 1, 15)
    assert panel.review.rates.rows
    assert panel.review.due.empty == "Nothing is due from these requests."


def test_a_period_that_ends_before_it_begins_is_a_sentence(panel: Explore) -> None:
    panel.review.since.value = date(2026, 7, 1)
    assert panel.session.status.wrong
    words = panel.session.status.words
    assert words == (
        "From is Wed 1 Jul 2026, which is later than Until, Tue 30 Jun 2026: choose an earlier From"
        " or a later Until."
    )
    assert words in panel.review.funnel.value
    assert "<img" not in panel.review.funnel.value + panel.review.waiting.value
    assert due(panel) == []
    panel.review.since.value = date(2026, 3, 1)
    assert (panel.session.status.wrong, panel.session.status.words) == (False, "")
    assert due(panel) == [CY, ELI, ANA, BO]


def test_an_empty_log_says_what_to_do() -> None:
    panel = infonet.explore(Book(), as_of=DAY)
    panel.tabs.selected_index = 2
    assert "The log is empty" in panel.review.funnel.value
    assert due(panel) == []
    assert not panel.session.status.wrong


def test_the_review_shows_the_period_and_the_group(panel: Explore) -> None:
    view = panel.review

    def held() -> str:
        return str(next(row for row in view.rates.rows if row[0] == "We talked")[1])

    # R1 and R2; R3 is too young to tell, and the scout apart.
    assert held() == "2 of 2"
    view.since.value = date(2026, 3, 1)
    assert held() == "1 of 1"
    assert "old enough" not in view.funnel.value
    view.since.value = date(2026, 6, 1)
    assert held() == "0 of 0"
    assert "None of these requests is old enough for a rate yet" in view.funnel.value
    view.since.value = None
    view.group.value = "kind"
    assert {row[0] for row in view.rates.rows} == {
        "introduction",
        "you know them",
        "cold message",
        "may know someone",
    }
    assert "you know them: 1 of 1 led to a talk; half of them within 8 days" in view.waiting.value
    assert (
        "may know someone: 0 of 1 led to a talk; fewer than half after 5 days" in view.waiting.value
    )


def test_every_group_of_the_review_is_drawn(book: Book, monkeypatch: pytest.MonkeyPatch) -> None:
    panel = infonet.explore(book, as_of=DAY)
    panel.tabs.selected_index = 2
    assert "data:image/png;base64,iVBOR" in panel.review.funnel.value
    monkeypatch.setattr(review, "drawn", drawn_only)
    for by, words in review.GROUPS.items():
        panel.review.group.value = by
        assert not panel.session.status.wrong, panel.session.status.words
        assert len(panel.review.rates.rows) >= 7
        titles = [column["title"] for column in panel.review.rates.columns]
        assert titles[0] == ("Stage" if by == "none" else words)


def drawn_only(draw: Callable[[Axes], object], **_: float) -> bytes:
    """Draw, and write no file: that takes longest."""
    draw(Figure(figsize=(8.5, 6)).add_axes((0.0, 0.0, 1.0, 1.0)))
    return b""
