"""Files of 5 MB, made from a seed: every entry, meeting and mail of them is there.

How long that takes is measured by ``python -m benchmarks.loading``.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from benchmarks.loading import LARGE

SIZE = 5_000_000


@pytest.mark.slow
@pytest.mark.parametrize("name", LARGE)
def test_nothing_of_five_megabytes_is_lost(name: str, tmp_path: Path) -> None:
    write, read = LARGE[name]
    text, number = write(SIZE)
    place = tmp_path / name
    place.write_text(text, encoding="utf-8", newline="")
    assert SIZE < place.stat().st_size < 1.02 * SIZE
    found: Any = read(place)
    if name == "feed.xml":
        assert len(found) == number
        assert found.title.nunique() == number
        return
    assert len(found.tables.people) == 401  # 400 invented people, and me
    if name == "calendar.ics":  # each event has three guests
        assert found.counts.rows == 3 * number
    else:
        # A mail and its answer are one exchange.
        assert found.tables.ties.exchanges.sum() == number // 2
