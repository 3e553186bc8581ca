"""News of a company from a feed that the user saved: read, never fetched."""

from __future__ import annotations

import io
import os
import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path

import pandas as pd

from infonet.book._notes import a_link
from infonet.errors import InfonetError, ReadError
from infonet.names.companies import company_key
from infonet.names.mentions import mentions
from infonet.prepare._plain import one_line

__all__ = ["news"]

_LARGEST = 5 << 20
_SEARCHED, _SHOWN = 5_000, 300  # letters of an entry
_REST = r"(?:[^<>\"']|\"[^\"<]*\"|'[^'<]*')*+>"
_CODE = re.compile(rf"<(/?)(?:script|style)\b{_REST}", re.IGNORECASE)
_BLOCK = re.compile(
    rf"</?(?:article|br|dd|div|dl|dt|h[1-6]|hr|li|ol|p|pre|td|th|tr|ul)\b{_REST}", re.IGNORECASE
)
_TAG = re.compile(rf"</?[a-z]{_REST}|<[a-z/!?][^<>]*>", re.IGNORECASE)
_COLUMNS = {"title": "str", "date": "datetime64[s]", "link": "str", "summary": "str"}


def news(path: str | os.PathLike[str], company: str | None = None) -> pd.DataFrame:
    """What a saved feed says, or says of one company.

    Parameters
    ----------
    path : str or path-like
        An RSS or Atom file that you saved. It is read from the disk and nothing is fetched.
    company : str, optional
        Keep the entries that name the company: the distinctive words of its name stand together in
        the title or the summary, as a name of their own. *Delta Energy Drinks opens a lab* is
        another company than Delta Energy; where every word has a capital, that cannot be told. Of
        a long summary the first 5,000 letters are searched.

    Returns
    -------
    DataFrame
        title, date (as the feed gives it, in UTC), link (only web addresses), summary (text
        without markup, at most 300 letters); what the feed does not give is missing. Newest first.
        Of a file that is cut off, what it still holds. `Book.note` keeps what is worth keeping.

    Raises
    ------
    ReadError
        No such file, one over 5 MB, or no feed.
    InfonetError
        feedparser is not installed, or `company` names none.

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
    if company is not None and not company_key(company):
        raise InfonetError(f"expected the name of a company, got `{company}`, which names none")
    # A stream, because bytes that look like a path would be opened, and a text be fetched.
    stream = io.BytesIO(_content(Path(path).expanduser()))
    # Markup is taken out below; to clean it first may take the square of its length.
    feed = feedparser.parse(stream, sanitize_html=False, resolve_relative_uris=False)
    if not feed.get("version"):
        name = Path(path).name
        raise ReadError("expected an RSS or Atom feed: save the feed itself", file=name)
    rows = []
    for entry in feed.entries:
        title = _text(entry.get("title", ""))[:_SEARCHED]
        summary = _text(entry.get("summary", ""))[:_SEARCHED]
        if company is None or mentions(title, company) or mentions(summary, company):
            rows.append((title, _day(entry), _address(entry.get("link")), summary[:_SHOWN]))
    found = pd.DataFrame(rows, columns=list(_COLUMNS)).replace("", None).astype(_COLUMNS)
    return found.sort_values(["date", "title"], ascending=[False, True], ignore_index=True)


def _content(place: Path) -> bytes:
    """The bytes of a file that is not too large."""
    try:
        if place.exists() and not place.is_file():
            raise ReadError("expected a file: save the feed as one", file=place.name)
        with place.open("rb") as file:
            content = file.read(_LARGEST + 1)
    except (OSError, ValueError) as error:
        if isinstance(error, ReadError):
            raise
        why = getattr(error, "strerror", None) or "the path holds a null character"
        raise ReadError(f"cannot be read ({why}): check the path", file=place.name) from None
    if len(content) > _LARGEST:
        raise ReadError("expected a feed of at most 5 MB: save a shorter one", file=place.name)
    return content


def _day(entry: dict[str, object]) -> pd.Timestamp | None:
    """The day it appeared, in the zone that the feed gives it in UTC."""
    # Asked as a plain dict: feedparser's own `get` warns where a day could not be read.
    moment = dict.get(entry, "published_parsed") or dict.get(entry, "updated_parsed")
    if not isinstance(moment, tuple):
        return None
    try:
        return pd.Timestamp(*moment[:3])
    except (ValueError, TypeError):
        return None


def _address(link: object) -> str | None:
    """A web address; None for what is none."""
    try:
        return a_link(link)
    except InfonetError:
        return None


def _text(markup: object) -> str:
    """The letters of a text that may hold markup, on one line."""
    # By hand, in one pass: parsers of HTML may take the square of what is not closed.
    first, *rest = str(markup).split("<!--")
    shown = _CODE.split("".join([first, *(part.partition("-->")[2] for part in rest)]))
    # Before a piece stands the stroke of an end tag; after a start tag comes code.
    text = "".join([shown[0], *(after for end, after in _pairs(shown[1:]) if end)])
    return one_line(unescape(_TAG.sub("", _BLOCK.sub(" ", text))))


def _pairs(texts: list[str]) -> Iterator[tuple[str, str]]:
    return zip(texts[::2], texts[1::2], strict=True)
