"""The review in a real browser: its pictures follow the theme, and their names are text."""

from __future__ import annotations

from typing import Any

import pytest

pytest.importorskip("anywidget", reason="no browser test: anywidget is not installed")

from infonet.panel.app import App
from tests.conftest import first
from tests.sample_books import sample_copy
from tools.stage import Stage

DAY = "2026-06-30"


@pytest.mark.slow
@pytest.mark.parametrize(
    ("theme", "ink"), first([("dark", "rgb(232, 236, 241)"), ("light", "rgb(27, 36, 48)")])
)
def test_pictures_follow_the_theme(page: Any, theme: str, ink: str) -> None:
    stage = Stage(page, App(sample_copy("quiet"), DAY), theme=theme)
    stage.press("Review", role="tab")
    pictures = page.get_by_role("img")
    assert pictures.count() == 3
    name = page.locator(".picture text", has_text="We talked").first
    assert name.evaluate("e => getComputedStyle(e).fill") == ink
    assert name.evaluate("e => getComputedStyle(e).fontFamily") == page.locator(
        ".infonet-app"
    ).evaluate("e => getComputedStyle(e).fontFamily")
    assert pictures.first.get_attribute("aria-label") == (
        "34 asks, 6 talks and 0 referrals in 25 weeks"
    )


@pytest.mark.slow
def test_a_picture_that_stays_is_not_drawn_anew(page: Any) -> None:
    stage = Stage(page, App(sample_copy("quiet"), DAY))
    stage.press("Review", role="tab")
    page.evaluate("window.weeks = document.querySelector('.picture path')")
    page.locator("select[name=by]").select_option("kind")
    stage.settle()
    assert page.evaluate("window.weeks.isConnected")
    assert "Kind of ask" in page.locator("thead").text_content()


def test_nothing_leaves_the_page(page: Any) -> None:
    stage = Stage(page, App(sample_copy("quiet"), DAY))
    stage.press("Review", role="tab")
    page.locator("select[name=by]").select_option("kind")
    stage.settle()
    page.locator("summary", has_text="The numbers").click()
    for width in (1900, 1100):
        page.set_viewport_size({"width": width, "height": 900})
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        cut = page.locator(".picture svg").evaluate_all(
            "all => all.flatMap((svg) => { const box = svg.getBoundingClientRect();"
            " return [...svg.querySelectorAll('text')].filter((text) => {"
            " const r = text.getBoundingClientRect(); return r.left < box.left - 1"
            " || r.right > box.right + 1; }).map((t) => t.textContent); })"
        )
        assert cut == []
