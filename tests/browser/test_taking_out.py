"""Files that are no text come out of the browser as they were made."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

pytest.importorskip("anywidget", reason="no test of the app: anywidget is not installed")

from infonet import Book, read
from infonet.panel.app import App
from tools.browser import Watched
from tools.stage import Stage

pytest.importorskip("playwright.sync_api", reason="no browser test: playwright is not installed")


def test_a_workbook_is_saved_byte_for_byte(page: Watched, tmp_path: Path) -> None:
    book = Book(me="Robin Achterberg")
    book.tie("Ana Diaz", closeness="strong", company="=Delta", new=True)
    stage = Stage(page, App(book, "2026-06-30"))
    stage.press("Import", role="tab")
    stage.press("Make the file")
    with page.expect_download() as saved:
        page.get_by_role("button", name="Save it").click()
    assert saved.value.suggested_filename == "infonet-2026-06-30.xlsx"
    saved.value.save_as(tmp_path / "all.xlsx")
    for before, after in zip(book.tables(), read(tmp_path / "all.xlsx").tables, strict=True):
        pd.testing.assert_frame_equal(before, after)
