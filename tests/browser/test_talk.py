"""A talk and an event in a real browser: by the mouse, by the keyboard, and on paper."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("anywidget", reason="no browser test: anywidget is not installed")

from infonet.panel.app import App
from tests.sample_books import sample_copy
from tools.stage import Stage

DAY = "2026-06-30"
SIGRUN = "in/sigrun-halldorsdottir-vik-6aa"


def opened(page: Any, screen: str, about: str, **more: Any) -> Stage:
    app = App(sample_copy("six-months"), DAY)
    app.session.go(screen, about)
    app.show()
    return Stage(page, app, **more)


def test_three_ticks_write_the_message(page: Any) -> None:
    stage = opened(page, "talk", SIGRUN)
    for at in range(3):
        page.locator(f"input[name=ahead-{at}]").check()
        stage.settle()
    assert page.locator("input[name=ahead-3]").is_disabled()
    letter = page.locator("textarea[name^=ahead]").input_value()
    assert letter.startswith("Hello Sigrún") and "3. " in letter
    stage.press("We talked")
    assert "Your talk with Sigrún" in stage.text()


@pytest.mark.slow
def test_what_is_typed_stays_while_another_field_is_saved(page: Any) -> None:
    stage = opened(page, "talk", SIGRUN)
    page.get_by_label("In your words").fill("since the spring")
    page.get_by_label("Where Sigrún likes to meet").fill("a call")
    page.keyboard.press("Enter")
    stage.settle()
    assert "a call, 25 minutes" in stage.text()
    assert page.get_by_label("In your words").input_value() == "since the spring"


@pytest.mark.slow
@pytest.mark.parametrize("about", [SIGRUN, "in/ana-diaz"])
def test_the_page_prints_on_paper_without_its_buttons(
    page: Any, about: str, tmp_path: Path
) -> None:
    opened(page, "talk", about)
    page.evaluate("window.print = () => {}")
    page.get_by_role("button", name="Print").click()
    page.emulate_media(media="print")
    assert not page.get_by_role("button", name="We talked").is_visible()
    assert page.get_by_text("no résumé:").is_visible()
    assert not page.get_by_text("Keep what you found out").is_visible()
    file = tmp_path / "talk.pdf"
    page.pdf(path=str(file), prefer_css_page_size=True)
    assert len(re.findall(rb"/Type\s*/Page\b", file.read_bytes())) == 1


@pytest.mark.slow
@pytest.mark.parametrize("width", [1900, 680])
def test_whom_to_meet_prints_across_the_page_with_whole_names(page: Any, width: int) -> None:
    opened(page, "event", "")
    page.set_viewport_size({"width": width, "height": 900})
    page.evaluate("window.print = () => {}")
    page.get_by_role("button", name="Print").click()
    page.emulate_media(media="print")
    page.set_viewport_size({"width": 680, "height": 900})  # A4 within its margins
    sheet = page.locator(".printed").bounding_box()
    assert sheet["width"] > 600
    names = page.locator(".printed .card .name").all()
    assert len(names) > 3
    assert max(name.bounding_box()["height"] for name in names) < 50  # two lines
    assert not page.get_by_text("What to do").is_visible()


@pytest.mark.slow
def test_nothing_leaves_the_page(page: Any) -> None:
    stage = opened(page, "talk", SIGRUN, theme="dark")
    for screen, about in (("talk", SIGRUN), ("person", "in/ana-diaz"), ("event", "")):
        stage.show(screen, about, theme="dark")
        for width in (1900, 1100):
            page.set_viewport_size({"width": width, "height": 900})
            assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_a_guest_list_is_dropped_and_somebody_met_is_kept(page: Any) -> None:
    stage = opened(page, "event", "")
    guests = b"Name,Company\nAna Diaz,Brackenhythe Wind Services\nNobody Known,Hotel\n"
    page.locator("input[type=file]").set_input_files(
        {"name": "guests.csv", "mimeType": "text/csv", "buffer": guests}
    )
    page.get_by_text("2 guests.").wait_for()
    stage.settle()
    stage.press("I met Ana Diaz")
    page.keyboard.type("She moves in the autumn")  # the focus is there already
    page.keyboard.press("Enter")
    stage.settle()
    assert "Saved: you met Ana Diaz" in stage.text()
