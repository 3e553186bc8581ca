"""A damaged book in the browser: read by everybody, and gone back from with the mouse."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from infonet.book import Book
from infonet.panel import explore_damaged
from tests.browser.test_access import CONTRAST, LEAST, axe
from tests.conftest import first
from tools.browser import watched
from tools.stage import Stage

WORDS = "four words of mine"


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Make a book with two backups, and empty its file."""
    monkeypatch.setenv("INFONET_HOME", str(tmp_path / "settings"))
    (tmp_path / "mine").mkdir()
    book = Book(tmp_path / "mine" / "my-book.db", me="Robin Achterberg")
    book.want("Delta")
    book.backup(book.path.with_name("kept.db"))
    book.backup(book.path.with_name("kept.sealed"), passphrase=WORDS)
    book.path.write_bytes(b"")
    return book.path


@pytest.fixture(params=first([["light", 1100], ["dark", 1900]]), ids=["light", "dark"])
def stage(browser: Any, place: Path, request: pytest.FixtureRequest) -> Iterator[Stage]:
    """Show what is offered in its place."""
    theme, width = request.param
    with watched(browser, width, 900) as page:
        yield Stage(page, explore_damaged(place, "is empty"), theme=theme)
        page.verify()


def test_everybody_can_read_it_and_restore_a_backup(stage: Stage, place: Path, shots: Path) -> None:
    stage.press("Restore it: kept.sealed")
    readable(stage)
    stage.press("Leave it as it is")
    stage.press("Restore it: kept.db")
    readable(stage)
    stage.photograph(shots / f"rescue-{stage.page.viewport_size['width']}.png")
    stage.press("Restore it: my book is as it was then")
    assert "As it was before, it is kept as my-book-damaged.db." in stage.text()
    stage.press("Import", role="tab")
    assert "Back up my book" in stage.text()
    assert Book(place).tables().companies.company.tolist() == ["Delta"]


def readable(stage: Stage) -> None:
    wide = "document.documentElement.scrollWidth <= document.documentElement.clientWidth"
    assert stage.page.evaluate(wide)
    assert stage.page.evaluate(CONTRAST, LEAST) == []
    options = {"resultTypes": ["violations"], "rules": {"color-contrast": {"enabled": False}}}
    answer = axe.Axe().run(stage.page.page, options=options).response
    assert [f"{each['id']}: {each['help']}" for each in answer["violations"]] == []
