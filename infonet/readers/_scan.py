"""A first pass over a file's bytes: size, digest, and which letters they stand for."""

from __future__ import annotations

import codecs
import hashlib
import io
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from infonet.readers._archive import Member

__all__ = ["Scan", "as_text", "scan"]

_BEYOND_ASCII = re.compile(r"[^\x00-\x7f]")
_NOT_IN_CP1252 = (0x81, 0x8D, 0x8F, 0x90, 0x9D)


@dataclass(frozen=True)
class Scan:
    """What a first pass over the bytes tells.

    Attributes
    ----------
    size : int
        Bytes.
    digest : str
        SHA-256 of the bytes.
    encoding : str
        ``utf-8``, ``utf-8-sig``, ``utf-16``, ``utf-16-le``, ``utf-16-be`` or ``cp1252``.
    damaged : bool
        There are bytes that do not decode, or NUL characters.
    """

    size: int
    digest: str
    encoding: str
    damaged: bool


def scan(member: Member, *, first: int | None = None) -> Scan:
    """Size, digest and encoding, in one pass (two when the bytes are not UTF-8).

    With `first`, only so many bytes are looked at.
    """
    content, size, nul, strict = hashlib.sha256(), 0, False, True
    decoder = codecs.getincrementaldecoder("utf-8")("strict")
    with member.open("Looking through") as stream:
        head = stream.peek(4)[:4]
        while chunk := stream.read(first or 1 << 18):
            content.update(chunk)
            size += len(chunk)
            nul = nul or b"\0" in chunk
            if strict:
                try:
                    decoder.decode(chunk)
                except UnicodeDecodeError:
                    strict = False
            if first is not None:
                break
    try:
        decoder.decode(b"", final=first is None)
    except UnicodeDecodeError:
        strict = False
    encoding, damaged = _encoding(member, head, nul, strict)
    return Scan(size, content.hexdigest(), encoding, damaged)


def _encoding(member: Member, head: bytes, nul: bool, strict: bool) -> tuple[str, bool]:
    """The encoding, and whether something in the file will not decode."""
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16", True
    if head[1::2] == b"\0\0":
        return "utf-16-le", True
    if head[::2] == b"\0\0":
        return "utf-16-be", True
    if head.startswith(codecs.BOM_UTF8):
        return "utf-8-sig", nul or not strict
    if strict:
        return "utf-8", nul
    # Some byte is not UTF-8. Only a file without UTF-8 letters of its own is in another encoding.
    letters = lost = unknown = 0
    looked = member.open("Looking through")
    with looked as stream, io.TextIOWrapper(stream, "utf-8", "surrogateescape") as text:
        while chunk := text.read(1 << 18):
            found = _BEYOND_ASCII.findall(chunk)
            bad = [ord(letter) - 0xDC00 for letter in found if "\udc80" <= letter <= "\udcff"]
            letters += len(found) - len(bad)
            lost += len(bad)
            unknown += sum(byte in _NOT_IN_CP1252 for byte in bad)
    if lost - unknown > letters + unknown:
        return "cp1252", nul or unknown > 0
    return "utf-8", True


@contextmanager
def as_text(member: Member, encoding: str) -> Iterator[io.TextIOWrapper]:
    """The file as text, line breaks untouched; what does not decode can be seen afterwards."""
    errors = "surrogateescape" if encoding.startswith("utf-8") else "replace"
    with member.open() as stream, io.TextIOWrapper(stream, encoding, errors, newline="") as text:
        yield text
