"""Read the entries of a saved RSS or Atom feed: in one pass, and nothing is fetched.

https://www.rssboard.org/rss-specification, https://www.rfc-editor.org/rfc/rfc4287. The parser
recovers: what breaks the rules of XML costs the entry that it stands in, and a file that is cut off
its end.
"""

from __future__ import annotations

import codecs
import re
from html.entities import html5
from typing import Any, NamedTuple

from infonet.errors import extra

MOST = 30_000
"""The most entries of a feed: one has a few hundred."""

_FEEDS = frozenset({"rss", "feed", "rdf"})
_ENTRIES = frozenset({"item", "entry"})
_MOMENTS = ("pubdate", "published", "issued", "dc:date", "updated", "modified")
_SUMMARIES = ("description", "summary", "content:encoded", "content")
_LONGEST = 200_000  # letters of a field that are kept
_NAMED = re.compile(rb"&(\w{1,40};)")
_NUMBER = re.compile(rb"&#(?:x([0-9A-Fa-f]{1,40})|([0-9]{1,40}));")
_NO_LETTER = re.compile("[\0-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_XML = frozenset({"lt;", "gt;", "amp;", "quot;", "apos;"})


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
    etree = extra("lxml.etree")
    encoding = None  # as the file declares it
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        content, encoding = content.decode("utf-16", "replace").encode("utf-8", "replace"), "utf-8"
    # No entity of the file's own is ever one: it is neither read from elsewhere nor multiplied.
    parser = etree.XMLParser(
        encoding=encoding,
        recover=True,
        resolve_entities=False,
        no_network=True,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        root = etree.fromstring(_NUMBER.sub(_held, _NAMED.sub(_numbered, content)), parser)
    except (etree.XMLSyntaxError, ValueError):
        raise NoFeedError from None
    if root is None or _tag(root) not in _FEEDS:
        raise NoFeedError
    found = [each for each in root.iter(etree.Element) if _tag(each) in _ENTRIES]
    if len(found) > MOST:
        raise LongFeedError
    return [_entry(each, etree) for each in found]


def _numbered(found: re.Match[bytes]) -> bytes:
    """Return a letter that HTML has a name for by its number, which XML knows as well."""
    name = found[1].decode("ascii")
    if name in _XML or name not in html5:
        return found[0]
    return "".join(f"&#{ord(letter)};" for letter in html5[name]).encode("ascii")


def _held(found: re.Match[bytes]) -> bytes:
    """Return a reference to a letter, or U+FFFD for what XML has no letter for."""
    number = int(found[1], 16) if found[1] else int(found[2])
    is_letter = number < 0x110000 and not _NO_LETTER.match(chr(number))
    return found[0] if is_letter else b"&#xFFFD;"


def _tag(element: Any) -> str:
    """Return the name of an element without its space of names, declared or not."""
    return re.split("[}:]", str(element.tag))[-1].casefold()


def _name(element: Any) -> str:
    """Return the name of an element as it is written, but for `atom:`, which is a feed's own."""
    name = str(element.tag).rpartition("}")[2]
    written = f"{element.prefix}:{name}" if element.prefix else name
    return written.casefold().removeprefix("atom:")


def _entry(element: Any, etree: Any) -> Entry:
    said = dict[str, str]()
    for child in element.iterchildren(etree.Element):
        name, text = _name(child), _content(child, etree)
        if name == "link" and child.get("href"):
            if child.get("rel", "alternate") != "alternate":
                continue
            text = child.get("href").strip()
        if name == "guid" and child.get("isPermaLink") == "false":
            continue
        if text:
            said.setdefault(name, text)
    return Entry(
        title=said.get("title", ""),
        link=said.get("link") or said.get("guid", ""),
        summary=next((said[name] for name in _SUMMARIES if name in said), ""),
        moment=next((said[name] for name in _MOMENTS if name in said), ""),
    )


def _content(element: Any, etree: Any) -> str:
    """Return what an element holds, with the markup of those within."""
    text = element.text or ""
    if len(element):
        text += "".join(etree.tostring(each, encoding="unicode") for each in element)
    return text[:_LONGEST].strip()
