"""The board of a cohort in the browser: sorted, opened, read by everybody."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from infonet.panel.cohort import CohortApp
from tests.browser.test_access import CONTRAST, LEAST, axe
from tests.cohort.pools import cohort_of
from tools.browser import watched
from tools.stage import Stage

DAY = "2026-06-30"


@pytest.fixture(scope="module")
def stage(browser: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stage]:
    """Show a cohort of 24 members."""
    app = CohortApp(cohort_of(tmp_path_factory.mktemp("cohort"), 24), DAY)
    with watched(browser, 1100, 900) as page:
        yield Stage(page, app)
        page.verify()


@pytest.mark.slow
def test_employers_are_sorted_and_opened(stage: Stage, shots: Path) -> None:
    stage.press("Employer")
    rows = stage.page.locator(".grid-row .grid-open")
    assert rows.all_inner_texts() == ["Echo", "Hotel"]
    stage.press("Employer")
    assert rows.all_inner_texts() == ["Hotel", "Echo"]
    assert "2 employers" in stage.text()
    rows.first.click()
    stage.settle()
    assert "Within 4 steps: at least" in stage.text()
    for width, theme in ((1100, "light"), (1900, "dark")):
        stage.page.set_viewport_size({"width": width, "height": 900})
        stage.show("cohort", "Hotel", theme=theme)
        stage.photograph(shots / f"cohort-{theme}.png")


@pytest.mark.slow
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_everybody_can_read_it(stage: Stage, theme: str) -> None:
    stage.show("cohort", "Hotel", theme=theme)
    assert stage.page.evaluate(CONTRAST, LEAST) == []
    options = {"resultTypes": ["violations"], "rules": {"color-contrast": {"enabled": False}}}
    answer = axe.Axe().run(stage.page.page, options=options).response
    assert [f"{each['id']}: {each['help']}" for each in answer["violations"]] == []
