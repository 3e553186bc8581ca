"""Business days: Monday to Friday, without the holidays that the caller names."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import pandas as pd

from infonet.tables import as_date

__all__ = ["later", "passed"]


def later(day: object, n: int, holidays: Iterable[object] = ()) -> pd.Timestamp:
    """Return the day `n` business days after another; a weekend counts from its Monday.

    Examples
    --------
    >>> str(later("2026-06-25", 3).date())  # a Thursday
    '2026-06-30'
    """
    found = np.busday_offset(_days([day])[0], n, roll="forward", holidays=_days(holidays))
    return pd.Timestamp(found).as_unit("s")


def passed(start: object, end: object, holidays: Iterable[object] = ()) -> int:
    """Count the business days from a day to another; negative backwards.

    Examples
    --------
    >>> passed("2026-06-25", "2026-06-30")
    3
    """
    first, last = _days([start, end])
    return int(np.busday_count(first, last, holidays=_days(holidays)))


def _days(dates: Iterable[object]) -> list[np.datetime64]:
    """Return dates as NumPy's days."""
    return [np.datetime64(as_date(date).date(), "D") for date in dates]
