"""Read what a friend shares from a book: where their contacts work, without names.

A contact is known by a mark: an HMAC of a profile or an address, under a key that scrypt makes of
the passphrase. Whoever has the passphrase can try profiles out: the file is pseudonymous, not
anonymous.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import os
from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from infonet.errors import ReadError, passphrase_bytes, wrong_passphrase
from infonet.files import named
from infonet.names.text import one_line
from infonet.readers._intake import Intake
from infonet.readers._owner import Owner
from infonet.readers.sheets import scan
from infonet.readers.sources import Source, open_source
from infonet.tables import CLOSENESS

__all__ = [
    "SHARED",
    "SHARED_BY",
    "SHARED_FORM",
    "ShareKey",
    "is_nameless",
    "key_of",
    "read",
    "recognises",
    "share_key",
    "shared_text",
]

SHARED = "shared/"
"""Begins the key of somebody in what was shared, which goes on with the mark."""

SHARED_FORM = "Shared contacts"
"""What a person calls it."""

_CONTACT = "a contact of "
SHARED_BY = f"{_CONTACT}your friend's"
"""Begins what a contact is called whose name is not in it."""

_KIND = "infonet share"
_VERSION = 1
# About 50 milliseconds and 32 MB a guess: https://datatracker.ietf.org/doc/html/rfc7914.
_COST = {"n": 1 << 14, "r": 8, "p": 2, "maxmem": 1 << 26}
_MARK, _SALT = 16, 16  # bytes
_MOST = 32 * 1024**2
_TOP = 64
_AGAIN = "ask for it again"
_NO_MARK = "no mark of a person"


class ShareKey(NamedTuple):
    """The key of one shared file, and the salt that it was made with."""

    key: bytes
    salt: bytes

    def mark(self, kind: str, text: str) -> str:
        """Return the mark of a profile or an address."""
        said = f"{kind}\0{text}".encode("utf-8", "replace")
        return hmac.new(self.key, said, hashlib.sha256).hexdigest()[: 2 * _MARK]


def share_key(passphrase: object, salt: bytes, *, opens: str = "") -> ShareKey:
    """Make a key of a passphrase; one that is too short is an `InfonetError`.

    `opens` is the name of the file that it is to open, if there is one.
    """
    secret = passphrase_bytes(passphrase, opens=opens)
    return ShareKey(hashlib.scrypt(secret, salt=salt, dklen=32, **_COST), salt)


def shared_text(key: ShareKey, contacts: Iterable[Mapping[str, str | None]], day: str) -> str:
    """Return the text of a file: contacts have a key, and maybe company, title, tie and name."""
    content = {
        _KIND: _VERSION,
        "salt": key.salt.hex(),
        "check": key.mark("check", ""),
        "day": day,
        "contacts": [{name: said for name, said in one.items() if said} for one in contacts],
    }
    return json.dumps(content, ensure_ascii=False, indent=1) + "\n"


def key_of(path: str | os.PathLike[str], passphrase: object) -> ShareKey:
    """Return the key of a shared file, or of the one in an archive or a folder.

    Another passphrase is a `BookError`.
    """
    with open_source(path) as source:
        alone = (Source(source.path, "file", [member]) for member in source.members)
        shared = next((each.members[0] for each in alone if recognises(each)), None)
        if shared is None:
            raise ReadError(f"it is cut off or damaged; {_AGAIN}", file=named(path).name)
        name = shared.base
        with shared.open(most=_MOST) as stream:
            found = _content(stream.read(), shared.place)
    try:
        salt = bytes.fromhex(str(found.get("salt")))
    except ValueError:
        raise ReadError(f"its beginning is damaged; {_AGAIN}", file=name) from None
    key = share_key(passphrase, salt, opens=name)
    if key.mark("check", "") != found.get("check"):
        raise wrong_passphrase(name)
    return key


def is_nameless(person: str, name: object) -> bool:
    """Return whether somebody was shared without a name, so that only the friend can reach them.

    Examples
    --------
    >>> is_nameless("shared/0f", "a contact of Ana Diaz's at Delta"), is_nameless("in/bo", "Bo Lin")
    (True, False)
    """
    return person.startswith(SHARED) and isinstance(name, str) and name.startswith(_CONTACT)


def recognises(source: Source) -> str:
    """Return why a source is what a friend shared; else ""."""
    if source.kind != "file":
        return ""
    top = source.members[0].head()[:_TOP].lstrip(b"\xef\xbb\xbf \r\n\t")
    return f"key `{_KIND}`" if top.startswith(b"{") and f'"{_KIND}"'.encode() in top else ""


def read(source: Source, owner: Owner, *, everything: bool) -> Intake:
    """Read the contacts of a source that `recognises` knows."""
    member, intake = source.members[0], Intake(owner)
    scanned = scan(member)
    source.spend(member, scanned.size)
    if scanned.size > _MOST:
        raise ReadError(f"it is larger than any share; {_AGAIN}", file=member.place)
    intake.contents["share"] = scanned.digest
    tally = intake.tally(member.base)
    with member.open() as stream:
        found = _content(stream.read(), member.place)
    for number, entry in enumerate(found["contacts"], start=1):
        tally.rows += 1
        cells = _cells(entry)
        if cells is None:
            intake.left_out(member.base, number, "key", _NO_MARK)
            continue
        company, title = cells.get("company"), cells.get("title")
        at = f" at {company}" if company else ""
        called = cells.get("name") or (f"{SHARED_BY}{at}{f' ({title.lower()})' if title else ''}")
        key = f"{SHARED}{cells['key']}"
        if intake.person(key, member.base, name=called):
            tally.people += 1
        else:
            tally.merged += 1
        intake.job(key, company, title)
        close = cells.get("tie")
        stated = close if close in CLOSENESS else None
        intake.tie(key, "stated" if stated else "contact", closeness=stated)
    return intake


def _content(content: bytes, place: str) -> dict[str, Any]:
    """Return what is in a shared file, or raise for what is none."""
    try:
        found = json.loads(content.decode("utf-8-sig"))
    except (ValueError, RecursionError):
        raise ReadError(f"it is cut off or damaged; {_AGAIN}", file=place) from None
    if not isinstance(found, dict) or not isinstance(found.get("contacts"), list):
        raise ReadError(f"expected contacts that a friend shares, found none; {_AGAIN}", file=place)
    if found.get(_KIND) != _VERSION:
        raise ReadError("a newer infonet wrote it; update infonet", file=place)
    return found


def _cells(entry: object) -> dict[str, str] | None:
    """Return the texts of a contact, cleaned; None where it has no mark."""
    if not isinstance(entry, dict):
        return None
    cells = {name: one_line(said) for name, said in entry.items() if isinstance(said, str) and said}
    mark = cells.get("key", "")
    is_mark = len(mark) == 2 * _MARK and all(letter in "0123456789abcdef" for letter in mark)
    return cells if is_mark else None
