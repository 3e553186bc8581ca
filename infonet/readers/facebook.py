"""Facebook's "Download your information" as JSON: friends, by name only.

Facebook writes the bytes of a name's UTF-8 as if each were a letter; it is repaired where every
letter is a byte and they decode.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from infonet.errors import ReadError
from infonet.readers._contacts import NO_NAME, Contact, add_contacts
from infonet.readers._intake import Intake
from infonet.readers._owner import Owner
from infonet.readers.sheets import scan
from infonet.readers.sources import Member, Source, base_key

__all__ = ["read", "recognises"]

_FILES = ("yourfriends", "friends")
_KEYS = ("friends_v2", "friends")
_TOP = 512
_MOST = 4 * 1024**2
"""Bytes of a list: Facebook allows 5,000 friends, who take half a megabyte."""

_AGAIN = "choose JSON as the format, not HTML, and download it again"
_DAY = 86_400
_DAYS = range(12_418, 47_847)  # from 2004 to 2100, in days since 1970


def recognises(source: Source) -> str:
    """Return why a source holds a list of Facebook friends; else ""."""
    members = _members(source)
    if source.kind == "file" and not (members and _is_page(members[0])):
        top = source.members[0].head()[:_TOP].lstrip(b"\xef\xbb\xbf \r\n\t")
        key = next((key for key in _KEYS if f'"{key}"'.encode() in top), "")
        return f"key `{key}`" if key and top.startswith(b"{") else ""
    return f"file `{members[0].base}`" if members else ""


def _is_page(member: Member) -> bool:
    """Return whether a file is a web page by its name."""
    return base_key(member.name).endswith(".html")


def _members(source: Source) -> list[Member]:
    """Return the list of friends, as JSON or else as a web page."""
    found = [
        member
        for ending in (".json", ".html")
        for member in source.members
        if base_key(member.name) in [f"{name}{ending}" for name in _FILES]
    ]
    return found[:1]


def read(source: Source, owner: Owner, *, everything: bool) -> Intake:
    """Read the friends of a source that `recognises` knows."""
    member = source.members[0] if source.kind == "file" else _members(source)[0]
    if _is_page(member):
        raise ReadError(f"these are Facebook friends as a web page; {_AGAIN}", file=member.place)
    intake, scanned = Intake(owner), scan(member)
    source.spend(member, scanned.size)
    intake.contents["friends"] = scanned.digest
    intake.tally(member.base)
    add_contacts(intake, _friends(intake, member, scanned.size), kind="Facebook friend")
    return intake


def _friends(intake: Intake, member: Member, size: int) -> Iterator[Contact]:
    """Yield each friend; report entries that name nobody. The line is the place in the list."""
    tally = intake.tally(member.base)
    for number, entry in enumerate(_entries(member, size), start=1):
        tally.rows += 1
        if not isinstance(entry, dict) or not isinstance(entry.get("name"), str):
            intake.left_out(member.base, number, "name", NO_NAME)
            continue
        stamp = entry.get("timestamp")
        day = stamp // _DAY if isinstance(stamp, int) and not isinstance(stamp, bool) else None
        if day not in _DAYS:
            if stamp is not None:
                problem = "not a time"
                intake.doubt(member.base, number, "timestamp", problem, "imported without it")
            day = None
        yield Contact(member.base, number, _repaired(entry["name"]), since=day, column="name")


def _entries(member: Member, size: int) -> list[Any]:
    """Return the list of friends in a file."""
    if size > _MOST:
        most = f"expected at most {_MOST // 1024**2} MB of friends, and there is more"
        raise ReadError(f"{most}; {_AGAIN}", file=member.place)
    with member.open() as stream:
        content = stream.read()
    try:
        found = json.loads(content)
    except (ValueError, RecursionError):
        problem = "the list of friends is cut off or damaged"
        raise ReadError(f"{problem}; download it again", file=member.place) from None
    lists = [found.get(key) for key in _KEYS] if isinstance(found, dict) else []
    entries = next((each for each in lists if isinstance(each, list)), None)
    if entries is None:
        keys = " or ".join(f"`{key}`" for key in _KEYS)
        raise ReadError(f"expected a list under {keys}; {_AGAIN}", file=member.place)
    return entries


def _repaired(name: str) -> str:
    """Return a name whose UTF-8 was written byte by byte as letters."""
    try:
        return name.encode("latin-1").decode("utf-8")
    except UnicodeError:
        return name
