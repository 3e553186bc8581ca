"""Read the entries of a saved RSS or Atom feed with expat: in one pass, and nothing is fetched.

https://www.rssboard.org/rss-specification, https://www.rfc-editor.org/rfc/rfc4287. What breaks
the rules of XML costs the entry that it stands in, and a file that is cut off its end.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator, Mapping
from html.entities import html5
from typing import NamedTuple
from xml.parsers import expat
from xml.sax.saxutils import escape, quoteattr

_FEEDS = frozenset({"rss", "feed", "rdf"})
_ENTRIES = frozenset({"item", "entry"})
_ENTRY = re.compile(rb"<(?:\w{1,20}:)?(?:item|entry)[\s>]")
_FIELDS = {
    "title": "title",
    "link": "link",
    "guid": "guid",
    "description": "summary",
    "summary": "summary",
    "content": "content",
    "content:encoded": "content",
    **dict.fromkeys(("pubdate", "published", "issued", "dc:date"), "published"),
    **dict.fromkeys(("updated", "modified"), "updated"),
}
"""An element of an entry → what it says."""

MOST = 30_000
"""The most entries of a feed: one has a few hundred."""

_PIECE = 1 << 16  # bytes that are parsed at once
_LONGEST = 200_000  # letters of a field that are kept
_DEEPEST = 500
# Names of encodings that a feed may have: others of Python's are no text, or slow to decode.
_ENCODINGS = re.compile(
    r"utf-?(?:8|16(?:-?[bl]e)?)|(?:us-)?ascii|iso-8859-\d+|latin-?1|windows-125\d|cp125\d|koi8-[ru]"
    r"|gbk?|gb2312|gb18030|big5|euc-(?:jp|kr)|shift_jis|iso-2022-jp"
)
_DECLARED = re.compile(rb"\A\s*<\?xml[^>]{0,200}?\bencoding\s*=\s*[\"']([\w.-]{1,40})")
_NO_XML = re.compile("[\0-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
# What XML knows and what numbers a usual letter is left as it is.
_SIGN = re.compile(
    r"<!\[CDATA\[.*?(?:\]\]>|\Z)|<!--.*?(?:-->|\Z)|&+(?=&)"
    r"|&(?!(?:lt|gt|amp|quot|apos|#(?:3[2-9]|[4-9][0-9]|[1-9][0-9]{2,3}));)"
    r"(#[0-9]{1,9};|#[xX][0-9a-fA-F]{1,8};|\w{1,40};)?",
    re.DOTALL,
)


class NoFeedError(Exception):
    """Say that a file is no feed."""


class LongFeedError(Exception):
    """Say that a feed has more entries than anybody reads."""


class Entry(NamedTuple):
    """Hold what an entry says, as it is written: with markup, and moments as text."""

    title: str
    link: str
    summary: str
    moment: str


def entries_of(content: bytes) -> list[Entry]:
    """Return the entries of a feed; raise `NoFeedError` for what is none, or `LongFeedError`."""
    # No entity is ever one: what they may declare is neither read nor multiplied.
    text = _SIGN.sub(_plain_sign, _NO_XML.sub("", _decoded(content)))
    feed, data, at = _Feed(), text.encode(), 0
    while at >= 0:
        at = feed.read(data, at)
    if not feed.is_one:
        raise NoFeedError
    return feed.entries


def _decoded(content: bytes) -> str:
    """Return a file as text: by its mark, by what it declares, else as UTF-8 or Windows-1252."""
    said = _DECLARED.match(content)
    names = ["utf-8-sig", "cp1252"]
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        names.insert(0, "utf-16")
    elif said and _ENCODINGS.fullmatch(name := said[1].decode("ascii").casefold()):
        names.insert(0, name)
    for name in names:
        try:
            # What is cut off may end within a letter.
            return codecs.getincrementaldecoder(name)().decode(content, final=False)
        except (UnicodeError, LookupError):
            continue
    return content.decode("cp1252", "replace")


def _plain_sign(found: re.Match[str]) -> str:
    """Return an ampersand as XML has it: names of HTML as letters, any other as it is shown."""
    if not found[0].startswith("&"):
        return found[0]
    name = found[1]
    if name is None:
        return "&amp;" * len(found[0])
    if name.startswith("#"):
        number = int(name[2:-1], 16) if name[1] in "xX" else int(name[1:-1])
        letter = chr(number) if number < 0x110000 else ""
        return "" if not letter or _NO_XML.match(letter) else found[0]
    return escape(html5[name]) if name in html5 else f"&amp;{name}"


class _Feed:
    """Collect the entries while expat reads; a broken one keeps what it has said by then."""

    def __init__(self) -> None:
        self.entries: list[Entry] = []
        self.is_one = False
        self._begin()

    def _begin(self) -> None:
        """Know of no element."""
        self._depth = 0
        self._entry: dict[str, str] | None = None
        self._within = 0  # the depth of the entry
        self._field, self._parts, self._markup, self._letters = "", list[str](), False, 0

    def read(self, data: bytes, at: int) -> int:
        """Read on from a byte; return that of the entry after the first that is broken, or -1."""
        parser = expat.ParserCreate("utf-8")
        parser.buffer_text = True
        parser.StartElementHandler, parser.EndElementHandler = self._start, self._end
        parser.CharacterDataHandler = self._data
        before = b"<feed>" if at else b""
        try:
            parser.Parse(before)
            for begin in range(at, len(data), _PIECE):
                parser.Parse(data[begin : begin + _PIECE])
        except expat.ExpatError:
            broken = max(at + 1, at + parser.ErrorByteIndex - len(before))
            found = _ENTRY.search(data, broken)
        else:
            found = None
        if not self.is_one:
            raise NoFeedError
        if self._entry is not None:
            self._close_entry()
        self._begin()
        return -1 if found is None else found.start()

    def _start(self, name: str, attributes: Mapping[str, str]) -> None:
        name = name.casefold()
        self._depth += 1
        if self._depth > _DEEPEST:
            raise NoFeedError
        if not self.is_one:
            self.is_one = name.rpartition(":")[2] in _FEEDS
            if not self.is_one:
                raise NoFeedError
        if self._entry is None:
            if name.rpartition(":")[2] in _ENTRIES:
                self._entry, self._within = {}, self._depth
        elif self._field:
            self._keep(f"<{name}{''.join(_told(attributes))}>")
        elif self._depth == self._within + 1:
            self._open_field(name, attributes)

    def _open_field(self, name: str, attributes: Mapping[str, str]) -> None:
        """Begin what an entry says, unless it has said so before."""
        entry = self._entry
        field = _FIELDS.get(name.removeprefix("atom:"), "")
        if entry is None or field in entry:
            return
        if field == "link" and attributes.get("href"):
            if attributes.get("rel", "alternate") == "alternate":
                entry["link"] = attributes["href"].strip()
        elif field != "guid" or attributes.get("isPermaLink") != "false":
            self._field, self._markup = field, attributes.get("type") == "xhtml"

    def _data(self, text: str) -> None:
        if self._field:
            self._keep(escape(text) if self._markup else text)

    def _keep(self, text: str) -> None:
        if self._letters < _LONGEST:
            self._parts.append(text)
            self._letters += len(text)

    def _end(self, name: str) -> None:
        if self._entry is not None:
            if self._depth == self._within:
                self._close_entry()
            elif self._depth == self._within + 1:
                self._close_field()
            elif self._field:
                self._keep(f"</{name}>")
        self._depth -= 1

    def _close_field(self) -> None:
        said = "".join(self._parts)[:_LONGEST].strip()
        if self._field and said and self._entry is not None:
            self._entry[self._field] = said
        self._field, self._parts, self._markup, self._letters = "", [], False, 0

    def _close_entry(self) -> None:
        self._close_field()
        said, self._entry = self._entry or {}, None
        summary = said.get("summary") or said.get("content") or ""
        moment = said.get("published") or said.get("updated") or ""
        link = said.get("link") or said.get("guid") or ""
        self.entries.append(Entry(said.get("title", ""), link, summary, moment))
        if len(self.entries) > MOST:
            raise LongFeedError


def _told(attributes: Mapping[str, str]) -> Iterator[str]:
    """Yield attributes as they are written."""
    return (f" {name}={quoteattr(value)}" for name, value in attributes.items())
