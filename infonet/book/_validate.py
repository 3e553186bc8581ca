"""Validate what a user typed: dates, words of a list, numbers, names, addresses."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import NamedTuple

import numpy as np
import pandas as pd

from infonet.errors import InfonetError, hint
from infonet.names.companies import company_key, is_company
from infonet.names.markup import is_web_link
from infonet.names.people import email_key, name_key, profile_key
from infonet.names.text import one_line, paragraphs


def optional_text(value: object, what: str, *, lines: bool = False) -> str | None:
    """Return text as `one_line` cleans it, as that of a file; with `lines` it may have several.

    None stays None, and a text in which nothing is to be seen is None.
    """
    if value is None:
        return None
    if not isinstance(value, str):
        raise InfonetError(f"expected text as {what}, got `{value!r}`")
    return (paragraphs(value).strip() if lines else one_line(value)) or None


def optional_answer(value: object, what: str) -> bool | None:
    """Return yes or no; None is no answer."""
    if value is None or isinstance(value, bool | np.bool_):
        return None if value is None else bool(value)
    raise InfonetError(f"expected True, False or None as {what}, got `{value!r}`")


def choice(value: object, words: Sequence[str], what: str) -> str | None:
    """Return a word of the list; a wrong one is an error that names the nearest."""
    text = optional_text(value, what)
    if text is None or text in words:
        return text
    raise InfonetError(f"expected a {what} that infonet knows, got `{text}`: {hint(text, words)}")


def optional_date(value: object, what: str) -> str | None:
    """Return ISO text to the second, without a time zone: the day is the one that was written."""
    if value is None:
        return None
    stamp = None
    if isinstance(value, str):
        try:
            stamp = pd.Timestamp(datetime.fromisoformat(value.strip()))
        except ValueError:
            stamp = None
    elif isinstance(value, pd.Timestamp | datetime | date | np.datetime64):
        stamp = pd.Timestamp(value)
    if stamp is None or pd.isna(stamp):
        raise InfonetError(
            f"expected a date such as `2026-03-02` as {what}, got `{value}`; write it as year, "
            "month and day"
        )
    return stamp.tz_localize(None).isoformat(timespec="seconds")


def optional_chance(value: object, what: str) -> float | None:
    """Return a probability."""
    if value is None:
        return None
    if (
        isinstance(value, bool)
        or not isinstance(value, int | float | np.floating)
        or not 0 <= value <= 1
    ):
        raise InfonetError(f"expected a number from 0 to 1 as {what}, got `{value!r}`")
    return float(value)


def employer(value: object) -> str:
    """Return the name of an employer."""
    text = optional_text(value, "company")
    if text is None or not is_company(text) or not company_key(text):
        raise InfonetError(
            f"expected the name of a company, got `{value}`, which names no employer; "
            "for a kind of work use `want(field=...)`",
            plain=f"“{value}” names no employer: type the name of a company or of a field",
        )
    return text


def name_of_person(text: str) -> str:
    """Return a text that can be a person's name: letters, and no address that went wrong."""
    if not name_key(text) or "@" in text or "://" in text or "linkedin.com" in text.lower():
        raise InfonetError(
            f"expected a person's name in letters or a profile address such as "
            f"`https://www.linkedin.com/in/ana-diaz`, got `{text}`",
            plain=f"“{text}” is no name: type a name, or the address of a LinkedIn profile",
        )
    return text


def web_address(link: object) -> str | None:
    """Return a web address, which is only kept; None stays None."""
    text = optional_text(link, "link")
    if text is not None and not is_web_link(text):
        raise InfonetError(
            f"expected a web address such as `https://example.com/news` as link, got `{text}`",
            plain=f"“{text}” is no link: paste an address that begins with https://",
        )
    return text


class Details(NamedTuple):
    """The details of a person, as they are typed in."""

    name: str | None = None
    company: str | None = None
    title: str | None = None
    url: str | None = None
    email: str | None = None

    def checked(self) -> Details:
        """Return the same without spaces around, or raise for what is no address or name."""
        tidy = Details(*map(optional_text, self, self._fields))
        if tidy.url is not None and profile_key(tidy.url) is None:
            raise InfonetError(
                "expected a profile address such as `https://www.linkedin.com/in/ana-diaz`, "
                f"got `{tidy.url}`"
            )
        if tidy.email is not None and email_key(tidy.email) is None:
            raise InfonetError(f"expected one e-mail address, got `{tidy.email}`")
        if tidy.name is not None:
            name_of_person(tidy.name)
        return tidy

    @property
    def job(self) -> dict[str, str | None] | None:
        """The place of work, as a fact; None if it is not said."""
        if not (self.company or self.title):
            return None
        return {"company": self.company, "title": self.title}
