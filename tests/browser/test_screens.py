"""Every screen on the sample and on an empty book fits its window and complains of nothing.

`make pictures` photographs them on larger books, in both themes and both widths, to be looked at.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from infonet.panel.screens import SCREENS
from tools.pictures import screens


@pytest.mark.slow
def test_every_screen_fits_a_narrow_window(browser: Any, tmp_path: Path) -> None:
    books = ("six-months", "empty")
    found = [*screens(browser, tmp_path, books=books, themes=["dark"], widths=[1100])]
    assert len(found) == len({*found}) == 2 * len(SCREENS)
    assert all(each.read_bytes().startswith(b"\x89PNG") for each in found)
