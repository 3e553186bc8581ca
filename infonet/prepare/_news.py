"""Read the news of a company from a feed that the user saved; nothing is fetched."""

from __future__ import annotations

import os
import re
from datetime import UTC, datetime, timedelta, timezone
from email.utils import parsedate_tz
from html.parser import HTMLParser

import pandas as pd

from infonet.errors import InfonetError, ReadError
from infonet.files import named, read_bytes
from infonet.names.companies import company_key, mentions
from infonet.names.markup import is_web_link
from infonet.names.text import one_line
from infonet.prepare._feed import MOST, LongFeedError, NoFeedError, entries_of
from infonet.tables import TEXT

_LARGEST = 5 << 20
_YEARS = range(1990, 2101)  # before the first feed there is no news
_EARLY = re.compile(r"\s0\d{3}\s")  # a year that is read as if it had two digits
_SEARCHED, _SHOWN = 5_000, 300  # letters of an entry
_MOMENT = 64  # letters that say when it appeared
_COLUMNS = {"title": TEXT, "date": "datetime64[s]", "link": TEXT, "summary": TEXT}
_CODE = frozenset({"script", "style"})
_BLOCKS = frozenset("article br dd div dl dt h1 h2 h3 h4 h5 h6 hr li ol p pre td th tr ul".split())
# "a <b or c": no tag ends there, so it is a letter.
_LOOSE = re.compile(r"<(?!!--)(?=[^<>]*(?:<|\Z))")


def news(path: str | os.PathLike[str], company: str | None = None) -> pd.DataFrame:
    """Read a feed that you saved, whole or as far as it names one company.

    Parameters
    ----------
    path : str or path-like
        An RSS or Atom file that you saved. It is read from the disk and nothing is fetched.
    company : str, optional
        Keep the entries that name the company: the title or the summary has the distinctive words
        of its name side by side, as a name of their own. *Delta Energy Drinks opens a lab* names
        another company than Delta Energy; where every word has a capital, the two look the same.
        Of a long summary the first 5,000 letters are searched.

    Returns
    -------
    DataFrame
        title, date (as the feed gives it, in UTC), link (only web addresses), summary (text
        without markup, at most 300 letters); what the feed does not give is missing. Newest first.
        A file that is cut off gives the entries that it still holds, and a broken entry what it
        says until there. `Book.note` keeps what is worth keeping.

    Raises
    ------
    ReadError
        No such file, a file over 5 MB or 30,000 entries, or one that cannot be read as a feed.
    InfonetError
        lxml is not installed, or `company` names none.

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
    if company is not None and not company_key(company):
        raise InfonetError(f"expected the name of a company, got `{company}`, which names none")
    content = read_bytes(path, most=_LARGEST + 1)
    name = named(path).name
    if len(content) > _LARGEST:
        raise ReadError("expected a feed of at most 5 MB: save a shorter one", file=name)
    try:
        entries = [
            (_text(each.title), _day(each.moment), each.link, _text(each.summary))
            for each in entries_of(content)
        ]
    except NoFeedError:
        raise ReadError("expected an RSS or Atom feed: save the feed itself", file=name) from None
    except LongFeedError:
        problem = f"expected a feed of at most {MOST:,} entries, and there are more"
        raise ReadError(f"{problem}: save a shorter one", file=name) from None
    except Exception as error:
        raise ReadError(
            f"it cannot be read as a feed ({type(error).__name__}): save it anew", file=name
        ) from error
    rows = [
        (title, day, link if is_web_link(link) else None, summary[:_SHOWN])
        for title, day, link, summary in entries
        if company is None or mentions(title, company) or mentions(summary, company)
    ]
    found = pd.DataFrame(rows, columns=list(_COLUMNS)).replace("", None).astype(_COLUMNS)
    return found.sort_values(["date", "title"], ascending=[False, True], ignore_index=True)


def _day(text: str) -> datetime | None:
    """Return the day of a moment in UTC, as RFC 822 or ISO 8601 write it; None of no moment."""
    text = text[:_MOMENT]
    try:
        if text[:4].isdecimal():
            moment = datetime.fromisoformat(text)
        elif not _EARLY.search(text) and (found := parsedate_tz(text)) is not None:
            moment = datetime(*found[:6], tzinfo=timezone(timedelta(seconds=found[9] or 0)))
        else:
            return None
        if moment.tzinfo is not None:
            moment = moment.astimezone(UTC)
    except (ValueError, OverflowError):
        return None
    day = datetime(moment.year, moment.month, moment.day)  # noqa: DTZ001  # a day of the frame
    return day if day.year in _YEARS else None


class _Letters(HTMLParser):
    """Collects the letters of markup, without scripts and styles."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[str] = []
        self._in_code = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._in_code = tag in _CODE
        if tag in _BLOCKS:
            self.found.append(" ")

    def handle_endtag(self, tag: str) -> None:
        self._in_code = False
        if tag in _BLOCKS:
            self.found.append(" ")

    def handle_data(self, data: str) -> None:
        if not self._in_code:
            self.found.append(data)


def _text(markup: object) -> str:
    """Return the first letters of a text that may hold markup, on one line."""
    if not isinstance(markup, str) or ("<" not in markup and "&" not in markup):
        return one_line(markup or "")[:_SEARCHED]
    parser = _Letters()
    # Never closed: then each `<` without an end would be tried anew, which takes the square of the
    # length. The blank lets go of an `&` at the end.
    parser.feed(_LOOSE.sub("&lt;", str(markup or "")) + " ")
    return one_line("".join(parser.found))[:_SEARCHED]
