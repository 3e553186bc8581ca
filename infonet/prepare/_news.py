"""News of a company from a feed that the user saved: read, never fetched."""

from __future__ import annotations

import os
from html.parser import HTMLParser
from pathlib import Path

import pandas as pd

from infonet.employers import company_words
from infonet.errors import InfonetError, ReadError
from infonet.identity import fold
from infonet.readers._who import tidy

__all__ = ["news"]

_LARGEST = 20 << 20
_COLUMNS = {"title": "str", "date": "datetime64[s]", "link": "str", "summary": "str"}


def news(path: str | os.PathLike[str], company: str | None = None) -> pd.DataFrame:
    """What a saved feed says, or says of one company.

    Parameters
    ----------
    path : str or path-like
        An RSS or Atom file that you saved. It is read from the disk and nothing is fetched.
    company : str, optional
        Keep the entries that name the company: all the distinctive words of its name stand in the
        title or the summary.

    Returns
    -------
    DataFrame
        title, date (missing where the feed gives none), link (only web addresses), summary
        (text without markup, at most 300 letters). Newest first. `Book.note` keeps what is worth
        keeping.

    Raises
    ------
    ReadError
        No such file, one over 20 MB, or no feed.
    InfonetError
        feedparser is not installed.

    Examples
    --------
    >>> import pathlib, tempfile
    >>> item = "<item><title>Delta opens a lab</title></item>"
    >>> feed = f"<rss version='2.0'><channel>{item}</channel></rss>"
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     path = pathlib.Path(folder, "feed.xml")
    ...     _ = path.write_text(feed)
    ...     news(path, "Delta Inc.").title.tolist()
    ['Delta opens a lab']
    """
    try:
        import feedparser  # noqa: PLC0415 - only who reads a feed needs it
    except ImportError:
        raise InfonetError(
            'news needs feedparser: install it with `pip install "infonet[contacts]"`'
        ) from None
    place = Path(path).expanduser()
    try:
        if place.stat().st_size > _LARGEST:
            raise ReadError("expected a feed of at most 20 MB: save a shorter one", file=place.name)
        content = place.read_bytes()
    except OSError as error:
        why = error.strerror or "unreadable"
        raise ReadError(f"cannot be read ({why}): check the path", file=place.name) from None
    # Bytes, because a text that looks like an address would be fetched.
    feed = feedparser.parse(content)
    if not feed.version:
        raise ReadError("expected an RSS or Atom feed: save the feed itself", file=place.name)
    rows = [
        {
            "title": _text(entry.get("title", "")),
            "date": _day(entry),
            "link": _address(entry.get("link", "")),
            "summary": _text(entry.get("summary", ""))[:300],
        }
        for entry in feed.entries
    ]
    found = pd.DataFrame(rows, columns=list(_COLUMNS)).astype(_COLUMNS)
    if company is not None:
        wanted = company_words(company)
        said = [
            bool(wanted) and wanted <= set(_words(f"{title} {summary}"))
            for title, summary in zip(found.title, found.summary, strict=True)
        ]
        found = found[said]
    return found.sort_values(["date", "title"], ascending=[False, True], ignore_index=True)


def _words(text: str) -> list[str]:
    return "".join(letter if letter.isalnum() else " " for letter in fold(text)).split()


def _day(entry: dict[str, object]) -> pd.Timestamp | None:
    """The day it appeared, in the zone that the feed gives it in UTC."""
    moment = entry.get("published_parsed") or entry.get("updated_parsed")
    if not isinstance(moment, tuple):
        return None
    try:
        return pd.Timestamp(*moment[:3])
    except (ValueError, TypeError):
        return None


def _address(link: object) -> str | None:
    text = str(link).strip()
    return text if text.startswith(("https://", "http://")) and text.isprintable() else None


class _Letters(HTMLParser):
    """Keeps the text of markup."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []

    def handle_data(self, data: str) -> None:
        self.parts.append(data)


def _text(markup: object) -> str:
    """The letters of a text that may hold markup, on one line."""
    reader = _Letters()
    reader.feed(str(markup))
    reader.close()
    return tidy(" ".join(reader.parts))
