"""The week in a real browser: the first ask in three clicks, one sheet of paper, both themes."""

from __future__ import annotations

import re
from typing import Any

import pytest

pytest.importorskip("anywidget", reason="no browser test: anywidget is not installed")

from infonet.panel.app import App
from tests.browser.stopwatch import record
from tests.conftest import first
from tests.sample_books import sample_copy
from tools.stage import Stage

DAY = "2026-06-30"


def test_the_first_ask_is_sent_and_logged_in_three_clicks(page: Any) -> None:
    book = sample_copy("six-months")
    stage = Stage(page, App(book, DAY))
    before = len(book.tables().events)
    stage.press("This week", role="tab")
    stage.press("Copy")
    stage.press("I sent it")
    record("this week's first ask sent and logged", clicks=3)
    events = book.tables().events
    assert len(events) == before + 1
    assert events.set_index("event").loc[events.event.max(), "stage"] == "asked"
    assert "2 asks sent" in stage.text()
    assert page.locator(".card", has_text="data engineering").get_by_text("sent").count() == 1


@pytest.mark.parametrize("name", first(["six-months", "quiet"]))
def test_it_prints_on_one_sheet(page: Any, name: str) -> None:
    stage = Stage(page, App(sample_copy(name), DAY), theme="dark")
    stage.press("This week", role="tab")
    page.evaluate("window.print = () => {}")
    stage.press("Print")
    page.emulate_media(media="print")
    shown = page.locator(".week").inner_text()
    assert "Ask this week" in shown and "Due" in shown
    assert not page.get_by_role("tab").first.is_visible()
    assert not page.locator(".week textarea, .week select").first.is_visible()
    printed = page.pdf(prefer_css_page_size=True)
    assert len(re.findall(rb"/Type\s*/Page\b", printed)) == 1


@pytest.mark.slow
def test_nothing_leaves_the_page(page: Any) -> None:
    stage = Stage(page, App(sample_copy("six-months"), DAY))
    stage.press("This week", role="tab")
    for summary in page.locator(".week summary").all():
        if summary.is_visible():
            summary.click()
    for width in (1900, 1100):
        page.set_viewport_size({"width": width, "height": 900})
        assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.slow
def test_a_field_keeps_what_is_typed_while_another_row_is_done(page: Any) -> None:
    stage = Stage(page, App(sample_copy("six-months"), DAY))
    stage.press("This week", role="tab")
    field = page.get_by_label("What did you do for them?").first
    field.fill("read her grant")
    stage.press("I told them")
    assert field.input_value() == "read her grant"
