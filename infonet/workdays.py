"""Business days, Monday to Friday without the holidays that the caller names; days in words."""

from __future__ import annotations

import re
from collections.abc import Iterable

import numpy as np
import pandas as pd

from infonet.names.text import counted
from infonet.tables import as_date

__all__ = ["MONTHS", "ago", "day_text", "days_in_words", "later", "passed"]

# Not strftime's, which follow the locale of the machine.
_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_IN_YEARS = 24  # months from which people count in years
_WRITTEN = re.compile(r"\b20\d\d-[01]\d-[0-3]\d\b")
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


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


def day_text(day: object, *, as_of: object = None, weekday: bool = True) -> str:
    """Return a day as people read it, with the year unless `as_of` is a day of the same one.

    Examples
    --------
    >>> day_text("2026-06-30"), day_text("2026-06-30", as_of="2026-03-01", weekday=False)
    ('Tue 30 Jun 2026', '30 Jun')
    """
    date = as_date(day)
    words = [_DAYS[date.weekday()]] if weekday else []
    words += [str(date.day), MONTHS[date.month - 1]]
    if as_of is None or as_date(as_of).year != date.year:
        words.append(str(date.year))
    return " ".join(words)


def ago(day: object, *, as_of: object) -> str:
    """Return how long ago a day was, in the unit that people would say it in.

    Examples
    --------
    >>> ago("2025-04-12", as_of="2026-06-30"), ago("2026-06-29", as_of="2026-06-30")
    ('14 months ago', '1 day ago')
    """
    past, present = as_date(day), as_date(as_of)
    days = (present - past).days
    months = 12 * (present.year - past.year) + present.month - past.month - (present.day < past.day)
    for number, unit in ((months // 12 if months >= _IN_YEARS else 0, "year"), (months, "month")):
        if number > 0:
            return f"{counted(number, unit)} ago"
    if days < 1:
        return "just now"
    return f"{counted(days, 'day')} ago"


def days_in_words(text: str, *, as_of: object = None) -> str:
    """Return a text in which days such as 2026-07-02 are written as people read them.

    Examples
    --------
    >>> days_in_words("on 2026-07-02 at 10:00", as_of="2026-06-30")
    'on Thu 2 Jul at 10:00'
    """

    def in_words(found: re.Match[str]) -> str:
        day = pd.to_datetime(found[0], errors="coerce")
        return found[0] if pd.isna(day) else day_text(day, as_of=as_of)

    return _WRITTEN.sub(in_words, text)


def _days(dates: Iterable[object]) -> list[np.datetime64]:
    """Return dates as NumPy's days."""
    return [np.datetime64(as_date(date).date(), "D") for date in dates]
