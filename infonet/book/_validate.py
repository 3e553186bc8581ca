"""What a user typed, checked: dates, words of a list, numbers, company names."""

from __future__ import annotations

import difflib
import operator
from collections.abc import Sequence
from datetime import date, datetime

import numpy as np
import pandas as pd

from infonet.errors import InfonetError
from infonet.names.companies import company_key, is_company

__all__ = ["a_chance", "a_company", "a_date", "a_number", "a_priority", "a_text", "one_of"]


def a_text(value: object, what: str) -> str | None:
    """Text without spaces around it; None stays None, and an empty text is None."""
    if value is None:
        return None
    if not isinstance(value, str):
        raise InfonetError(f"expected text as {what}, got `{value!r}`")
    return value.strip() or None


def one_of(value: object, words: Sequence[str], what: str) -> str | None:
    """A word of the list; a wrong one is an error that names the nearest."""
    text = a_text(value, what)
    if text is None or text in words:
        return text
    near = difflib.get_close_matches(text.lower(), words, n=1, cutoff=0.5)
    hint = f"did you mean `{near[0]}`" if near else f"choose one of {', '.join(words)}"
    raise InfonetError(f"expected a {what} that infonet knows, got `{text}`: {hint}")


def a_date(value: object, what: str) -> str | None:
    """ISO text to the second. A time zone is dropped: the day is the one the person wrote."""
    if value is None:
        return None
    stamp = None
    if isinstance(value, str):
        try:
            stamp = pd.Timestamp(datetime.fromisoformat(value.strip()))
        except ValueError:
            stamp = None
    elif isinstance(value, (pd.Timestamp, datetime, date, np.datetime64)):
        stamp = pd.Timestamp(value)
    if stamp is None or pd.isna(stamp):
        raise InfonetError(
            f"expected a date such as `2026-03-02` as {what}, got `{value}`; write it as year, "
            "month and day"
        )
    return stamp.tz_localize(None).isoformat(timespec="seconds")


def a_number(value: object) -> int:
    """A whole number from 1, of any integer type; 0 for everything else."""
    try:
        number = operator.index(value)  # type: ignore[arg-type]  # what it refuses is no number
    except TypeError:
        return 0
    return number if 1 <= number < 2**31 and not isinstance(value, bool) else 0


def a_priority(value: object) -> int | None:
    """A whole number from 1; None for no target any more."""
    if value is None:
        return None
    if not a_number(value):
        raise InfonetError(
            f"expected a whole number from 1 (the most wanted) as priority, got `{value!r}`; "
            "None means no target any more"
        )
    return a_number(value)


def a_chance(value: object, what: str) -> float | None:
    """A probability."""
    if value is None:
        return None
    if (
        isinstance(value, bool)
        or not isinstance(value, (int, float, np.floating))
        or not 0 <= value <= 1
    ):
        raise InfonetError(f"expected a number from 0 to 1 as {what}, got `{value!r}`")
    return float(value)


def a_company(value: object) -> str:
    """The name of an employer."""
    text = a_text(value, "company")
    if text is None or not is_company(text) or not company_key(text):
        raise InfonetError(
            f"expected the name of a company, got `{value}`, which names no employer; "
            "for a kind of work use `want(field=...)`"
        )
    return text
