"""Names of the user's contacts in files that git tracks, by file and cell."""

from __future__ import annotations

import html
import json
import re
import zlib
from collections.abc import Iterable, Iterator
from contextlib import suppress
from io import BytesIO
from pathlib import Path
from typing import Any, NamedTuple
from unicodedata import normalize
from urllib.parse import unquote
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile

from infonet.book._git import tracked
from infonet.names.spoken import Names
from infonet.names.text import few_marks

_TAG = re.compile(r"<[^<>]*>")
# Colours of a terminal; soft hyphens, blanks of no width, and what sets a direction.
_UNSEEN = re.compile(
    r"\x1b\[[0-?]*[ -/]*[@-~]"
    r"|[\u00ad\u034f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]"
)
_ESCAPE = re.compile(r"\\u([0-9a-fA-F]{4})")
_ZIP = b"PK\3\4"
_MOST = 64 * 1024**2  # bytes that are unpacked of a zip
_DAMAGED = BadZipFile, zlib.error, EOFError, OSError, ValueError, RuntimeError, LookupError
_BOOK = b"SQLite format 3\0"
_BOMS = {b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}
_PICTURE = re.compile(r"image/(?!svg)|application/pdf")


class Leak(NamedTuple):
    """A place in a tracked file that names somebody."""

    where: str
    who: str


def leaks(root: Path, names: Iterable[tuple[str, str]]) -> Iterator[Leak]:
    """Yield where the files that git tracks in a work tree name people, each once a place."""
    sought = Names(names, alone=False)
    yield from dict.fromkeys(
        Leak(place.format(line=variant.count("\n", 0, spoken.start) + 1), spoken.who)
        for name in tracked(root)
        for file, content in _files(root / name, name)
        for place, text in _texts(file, content)
        for variant in _variants(text)
        for spoken in sought.find(variant)
    )


def _files(path: Path, name: str) -> Iterator[tuple[str, bytes]]:
    """Yield the name and the content of a file, then those of each that is packed in it."""
    content, left = b"", _MOST
    with suppress(OSError):
        content = path.read_bytes()
    yield name, b"" if content.startswith(_ZIP) else content
    with suppress(*_DAMAGED), ZipFile(BytesIO(content)) as archive:
        for member in archive.infolist():
            inner, bounded = b"", member.compress_type in (ZIP_STORED, ZIP_DEFLATED)
            with suppress(*_DAMAGED), archive.open(member) as stream:
                inner = stream.read(left if bounded else 0)
            left -= len(inner)
            yield f"{name}/{member.filename}", inner


def _texts(name: str, content: bytes) -> Iterator[tuple[str, str]]:
    """Yield the parts of a file: what to call each (``{line}`` is the line), and its text."""
    called = name.replace("{", "{{").replace("}", "}}")
    yield f"{called} (its name)", name
    if content.startswith(_BOOK):
        yield f"{called} (a database)", content.decode("utf-8", errors="replace")
        return
    text = content.decode(_BOMS.get(content[:2], "utf-8-sig"), errors="replace")
    if name.endswith(".ipynb"):
        with suppress(ValueError, TypeError, AttributeError, LookupError, RecursionError):
            parts = list(_cells(json.loads(text)))
            yield from ((f"{called}, {place}", said) for place, said in parts)
            return
    yield f"{called}, line {{line}}", text


def _cells(notebook: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """Yield the parts of a notebook: cells, their outputs, and the state of widgets."""
    for number, cell in enumerate(notebook["cells"], start=1):
        kind = {"markdown": "Markdown", "raw": "text"}.get(cell.get("cell_type"), "code")
        yield f"cell {number} ({kind})", "".join(cell.get("source") or "")
        for output in cell.get("outputs", ()):
            yield f"cell {number} (output)", "\n".join(_strings(output))
        rest = [cell.get("metadata"), [*cell.get("attachments", ())]]
        yield f"cell {number} (metadata)", "\n".join(_strings(rest))
    metadata = dict(notebook.get("metadata", {}))
    yield "widget state", "\n".join(_strings(metadata.pop("widgets", None)))
    yield "metadata", "\n".join(_strings(metadata))


def _strings(value: Any) -> Iterator[str]:
    """Yield the texts in a value of JSON; lists of lines are one text, pictures none."""
    if isinstance(value, str):
        yield value
        if value[:1] in ("{", "["):  # JSON within JSON, as widgets keep it
            with suppress(ValueError):
                yield from _strings(json.loads(value))
    elif isinstance(value, list):
        if value and all(isinstance(one, str) for one in value):
            yield "".join(value)
            yield "\n".join(value)
        else:
            for one in value:
                yield from _strings(one)
    elif isinstance(value, dict):
        for key, one in value.items():
            yield key
            if not _PICTURE.match(key):
                yield from _strings(one)


def _variants(text: str) -> Iterator[str]:
    """Yield a text, and what it says once markup and escapes are read, and what is unseen goes."""
    said = [text]
    if "\\u" in text:
        said.append(_ESCAPE.sub(lambda found: chr(int(found[1], 16)), text))
    if "&" in text or "<" in text:
        said.append(_TAG.sub(" ", html.unescape(text)))
    if "%" in text:
        said.append(unquote(text))
    said += [_UNSEEN.sub(instead, one) for one in said for instead in ("", " ")]
    yield from dict.fromkeys(normalize("NFC", few_marks(one)) for one in said)
