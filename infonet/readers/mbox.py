"""Mail as an mbox file, such as Google Takeout's: who writes to whom, from the headers alone.

A file of any size is read once, line by line; of a body nothing is looked at but where it ends.
Source: RFC 4155, RFC 5322; RFC 3834 (Auto-Submitted) and RFC 2919 (List-Id).
"""

from __future__ import annotations

import hashlib
import io
import re
from array import array
from collections.abc import Iterator
from dataclasses import dataclass, field
from email.errors import MessageError
from email.header import decode_header, make_header
from email.utils import getaddresses, parsedate_to_datetime
from typing import Any, NamedTuple

from infonet.errors import ReadError
from infonet.names.people import fold
from infonet.names.text import counted
from infonet.readers._gatherings import week_of
from infonet.readers._intake import Intake
from infonet.readers._met import CROWD, Addresses, add_people, in_most
from infonet.readers._owner import Owner
from infonet.readers.sources import Member, Source, base_key

__all__ = ["read", "recognises"]

_BEGINS = re.compile(rb"From \S.*\b\d\d:\d\d")
_HEADER = re.compile(rb"[!-9;-~]+[ \t]*:")
_LINE = 1 << 16  # bytes of a line that are looked at
_LONGEST = 1 << 16  # bytes of a header: what is longer is a crowd
_MOST = 1 << 60  # bytes of a file: a mailbox has no limit
_HEADERS = frozenset(
    b"""from to cc date list-id list-unsubscribe auto-submitted precedence x-gmail-labels
    delivered-to""".split()
)
_BULK = frozenset(("bulk", "list", "junk"))
# Gmail's labels, in the language of the account.
_DROPPED = frozenset(
    """spam trash drafts papierkorb entwurfe corbeille brouillons papelera borradores cestino bozze
    prullenbak concepten papirkurv kladder papperskorgen utkast lixeira rascunhos""".split()
)
_SENT = frozenset("sent gesendet envoyes enviados inviati verzonden sendt skickat".split())
_SECONDS = 86_400
_UNDATED = -1
_BROKEN = (MessageError, ValueError, TypeError, LookupError, AttributeError, OverflowError)


class _Head(NamedTuple):
    """Hold the headers of a mail that are of use, and the line on which it begins."""

    line: int
    headers: dict[bytes, bytes]


@dataclass
class _Mails:
    """Hold the mails between people as numbers: who wrote, to whom, and on which day."""

    people: Addresses = field(default_factory=Addresses)
    sender: array[int] = field(default_factory=lambda: array("q"))
    day: array[int] = field(default_factory=lambda: array("q"))
    group: array[int] = field(default_factory=lambda: array("q"))
    groups: dict[tuple[int, ...], int] = field(default_factory=dict)
    line: dict[int, int] = field(default_factory=dict)
    mine: set[int] = field(default_factory=set)
    skipped: dict[str, int] = field(default_factory=dict)

    def skip(self, why: str) -> None:
        """Count a mail that says nothing of people."""
        self.skipped[why] = self.skipped.get(why, 0) + 1


def recognises(source: Source) -> str:
    """Return why a source holds mail; else ""."""
    members = _members(source)
    if not members:
        return ""
    return f"file `{members[0].base}`" if source.kind != "file" else "first line `From …`"


def _members(source: Source) -> list[Member]:
    """Return the files of mail."""
    if source.kind == "file":
        first, _, rest = source.members[0].head().lstrip(b"\xef\xbb\xbf\r\n").partition(b"\n")
        return source.members if _BEGINS.match(first) and _HEADER.match(rest) else []
    return [member for member in source.members if base_key(member.name).endswith(".mbox")]


def read(source: Source, owner: Owner, *, everything: bool) -> Intake:
    """Read the headers of a source that `recognises` knows."""
    if not everything:
        problem = "this is somebody's mail; with their consent pass `everything=True`"
        raise ReadError(problem, file=source.path)
    intake = Intake(owner)
    for member in _members(source):
        _read_file(intake, source, member)
    return intake


def _read_file(intake: Intake, source: Source, member: Member) -> None:
    """Read one file of mail."""
    mails, whole = _Mails(), hashlib.sha256()
    with member.open(most=_MOST) as raw:
        for head in _heads(io.BufferedReader(_Hashed(raw, whole), 1 << 17)):
            try:
                _take(mails, head)
            except MessageError:
                mails.skip("whose addresses cannot be read")
    name = member.name if source.kind != "file" else "mail"
    intake.contents[name] = whole.hexdigest()
    intake.tally(member.base)
    for why, count in sorted(mails.skipped.items()):
        problem = f"{counted(count, 'mail', 'mails')} {why}"
        intake.doubt(member.base, None, None, problem, "not read")
    me = mails.mine | mails.people.named(intake.owner.name)
    me = me or in_most(list(mails.groups)[at] for at in mails.group)
    if mails.groups and not me:
        problem = "it is unclear which address is yours; export your sent mail with the rest"
        raise ReadError(problem, file=member.place)
    _credit(intake, member.base, mails, me)


class _Hashed(io.RawIOBase):
    """Pass bytes on, and add them to a digest."""

    def __init__(self, raw: io.BufferedReader[Any], whole: Any) -> None:
        self._raw, self._whole = raw, whole

    def readable(self) -> bool:
        """Return True."""
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]  # typeshed's Buffer
        """Read bytes into a buffer; return their number."""
        count = self._raw.readinto(buffer)
        self._whole.update(buffer[:count])
        return count


def _heads(stream: io.BufferedReader[Any]) -> Iterator[_Head]:
    """Yield the headers of each mail; a mail begins with a `From ` line after an empty one."""
    number, whole, empty, head = 0, True, True, None
    name = b""
    while raw := stream.readline(_LINE):
        number += whole
        continues, whole = not whole, raw.endswith(b"\n")
        if continues:
            continue  # the rest of a line that is longer than any header
        bare = not raw.strip(b"\r\n")
        if head is None:
            if empty and raw.startswith(b"From ") and _BEGINS.match(raw):
                head, name = _Head(number, {}), b""
            empty = bare
        elif bare:
            yield head
            head, empty = None, True
        elif raw[:1] in b" \t":
            if name and len(head.headers[name]) < _LONGEST:
                head.headers[name] += raw
        else:
            found = raw.partition(b":")[0].strip().lower()
            name = found if found in _HEADERS else b""
            before = head.headers.get(name)
            if name and (before is None or len(before) < _LONGEST):
                value = raw.partition(b":")[2]
                head.headers[name] = value if before is None else before + b"," + value
    if head is not None:
        yield head


def _take(mails: _Mails, head: _Head) -> None:
    """Keep who is on a mail, if it is between people."""
    headers = {name: _text(value) for name, value in head.headers.items()}
    labels = {fold(one.strip()) for one in _spelt(headers.get(b"x-gmail-labels", "")).split(",")}
    auto = headers.get(b"auto-submitted", "no").strip().casefold()
    bulk = headers.get(b"precedence", "").strip().casefold() in _BULK
    if labels & _DROPPED:
        mails.skip("in the spam, the trash or the drafts")
        return
    if b"list-id" in headers or b"list-unsubscribe" in headers or bulk or auto != "no":
        mails.skip("of lists and machines")
        return
    people = mails.people
    sender = [people.number(mail, name) for name, mail in _addresses(headers.get(b"from", ""))]
    to = f"{headers.get(b'to', '')},{headers.get(b'cc', '')}"
    readers = [people.number(mail, name) for name, mail in _addresses(to)]
    everybody = tuple(sorted({*sender[:1], *readers} - {-1}))
    if not sender or sender[0] < 0:
        mails.skip("of machines, or without a sender")
        return
    if labels & _SENT:
        mails.mine.add(sender[0])
    for _, mail in _addresses(headers.get(b"delivered-to", "")):
        mine = people.number(mail, "")
        if mine >= 0:
            mails.mine.add(mine)
    if len(everybody) < 2 or len(everybody) > CROWD:
        mails.skip("to nobody else" if len(everybody) < 2 else f"to more than {CROWD} people")
        return
    for one in everybody:
        mails.line.setdefault(one, head.line)
    mails.sender.append(sender[0])
    mails.day.append(_day(headers.get(b"date", "")))
    mails.group.append(mails.groups.setdefault(everybody, len(mails.groups)))


def _text(value: bytes) -> str:
    """Decode a header."""
    plain = value[:_LONGEST].decode("utf-8", "replace").replace("\r", "").replace("\n", "")
    return plain.replace("\0", "").strip()


def _spelt(name: str) -> str:
    """Decode the encoded words of a name."""
    if "=?" not in name:
        return name
    try:
        return str(make_header(decode_header(name)))
    except _BROKEN:
        return ""


def _addresses(text: str) -> list[tuple[str, str]]:
    """Return the names and addresses of a header; a broken one is a `MessageError`."""
    try:
        return [(_spelt(name), mail) for name, mail in getaddresses([text]) if mail]
    except (*_BROKEN, RecursionError):  # at each bracket of a comment one call deeper
        raise MessageError from None


def _day(text: str) -> int:
    """Return the day of a mail, in days since 1970; -1 where it is none."""
    try:
        day = int(parsedate_to_datetime(text).timestamp()) // _SECONDS
    except _BROKEN:
        return _UNDATED
    return day if 0 <= day < 100_000 else _UNDATED


def _credit(intake: Intake, file: str, mails: _Mails, me: set[int]) -> None:
    """Make a tie for each person written to, and gatherings of those on one mail."""
    groups = [tuple(one for one in group if one not in me) for group in mails.groups]
    wrote: dict[int, list[list[int]]] = {}
    written: set[int] = set()
    weeks: dict[tuple[int, ...], list[int]] = {}
    for sender, day, at in zip(mails.sender, mails.day, mails.group, strict=True):
        others = groups[at]
        if sender in me:
            written.update(others)
        if len(others) == 1:
            both = wrote.setdefault(others[0], [[], []])
            both[sender in me].append(day)
        elif others:
            weeks.setdefault(others, []).append(day)
    keys = add_people(intake, file, mails.people, written)
    tally = intake.tally(file)
    listed = sorted(set(mails.line) - me)
    tally.rows = len(listed)
    seen: set[str] = set()
    for number in listed:
        if number not in keys:
            problem = "an address that you never wrote to"
            intake.left_out(file, mails.line[number], None, problem)
            continue
        tally.people += keys[number] not in seen
        tally.merged += keys[number] in seen
        seen.add(keys[number])
        theirs, mine = wrote.get(number, [[], []])
        if theirs or mine:
            _tie(intake, keys[number], theirs, mine)
    for others, days in weeks.items():
        known = sorted({keys[one] for one in others if one in keys})
        if len(known) > 1:
            dated = [day for day in days if day != _UNDATED]
            intake.gatherings.add(
                "mail",
                "/".join(mails.people.listed[one] for one in others),
                known,
                size=len(others) + 1,
                day=max(dated, default=None),
                weeks=map(week_of, dated),
            )


def _tie(intake: Intake, key: str, theirs: list[int], mine: list[int]) -> None:
    """Add what went both ways between the owner and a person."""
    dated = [(day, True) for day in mine if day != _UNDATED]
    dated += [(day, False) for day in theirs if day != _UNDATED]
    first = min(dated, default=None)
    intake.tie(
        key,
        "mail",
        since=first and first[0],
        last=max(dated)[0] if dated else None,
        started=None if first is None else intake.owner.key if first[1] else key,
        exchanges=min(len(mine), len(theirs)),
    )
    intake.see(max(dated)[0] if dated else None)
