"""vCards 2.1, 3.0 and 4.0: one file with many, or a folder or an archive of files.

Photos and sounds are skipped while they are read. Source: RFC 2425, RFC 2426, RFC 6350, and the
specification of vCard 2.1 (versit Consortium, 1996).
"""

from __future__ import annotations

import quopri
import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from infonet.errors import ReadError
from infonet.names.people import fold
from infonet.readers._contacts import Contact, add_contacts
from infonet.readers._intake import Intake
from infonet.readers._owner import Owner
from infonet.readers.sheets import as_text, refuse_many, scan
from infonet.readers.sources import Member, Source, base_key

__all__ = ["read", "recognises"]

_BEGIN, _END = "begin:vcard", "end:vcard"
_LINE = 1 << 16  # characters of a line that are looked at
_LONGEST = 1 << 16  # characters of a property: what is longer is a photo
_LOST = re.compile("[\udc80-\udcff]")
_PROPERTY = re.compile(r'(?:([\w-]+)\.)?([\w-]+)((?:;(?:"[^"]*"|[^":])*)?):(.*)', re.DOTALL)
_PARAMETER = re.compile(r';((?:"[^"]*"|[^";])*)')
_APPLE_LABEL = re.compile(r"_\$!<(.*)>!\$_")
_ESCAPED = re.compile(r"\\(.)", re.DOTALL)
_READ = frozenset(
    """version fn n nickname org title role email url adr uid kind related
    xsocialprofile socialprofile xabrelatednames xablabel xabshowas""".split()
)
_COLUMN = "FN"


class _Property(NamedTuple):
    """Hold a line of a card: its group, name, parameters in small letters, and raw value."""

    group: str
    name: str
    parameters: dict[str, str]
    value: str


@dataclass
class _Card:
    """Hold a card: its first line, its properties by name, and what is wrong with it."""

    line: int
    lines: dict[str, list[_Property]] = field(default_factory=lambda: defaultdict(list))
    damaged: bool = False
    ended: bool = False


def recognises(source: Source) -> str:
    """Return why a source holds vCards; else ""."""
    members = _members(source)
    if not members:
        return ""
    return f"file `{members[0].base}`" if source.kind != "file" else "first line `BEGIN:VCARD`"


def _members(source: Source) -> list[Member]:
    """Return the files of vCards."""
    if source.kind == "file":
        top = (
            source.members[0].head()[:64].replace(b"\0", b"").lstrip(b"\xff\xfe\xef\xbb\xbf \r\n\t")
        )
        return source.members if top.lower().startswith(_BEGIN.encode()) else []
    return [member for member in source.members if base_key(member.name).endswith(".vcf")]


def read(source: Source, owner: Owner, *, everything: bool) -> Intake:
    """Read the cards of a source that `recognises` knows."""
    intake, found = Intake(owner), list[Contact]()
    for member in _members(source):
        scanned = scan(member)
        source.spend(member, scanned.size)
        intake.contents[member.name if source.kind != "file" else "contacts"] = scanned.digest
        tally = intake.tally(member.base)
        for card in _cards(intake, member, scanned.encoding):
            tally.rows += 1
            refuse_many(tally.rows, member, card.line)
            contact = _contact(intake, member.base, card)
            if contact is not None:
                found.append(contact)
    if not sum(tally.rows for tally in intake.tallies.values()):
        raise ReadError("there is no card in it; export your contacts again", file=source.path)
    add_contacts(intake, found)
    return intake


def _cards(intake: Intake, member: Member, encoding: str) -> Iterator[_Card]:
    """Yield the cards of a file; report once what stands outside of them."""
    card: _Card | None = None
    inner = 0  # cards inside a card: a secretary's
    said = False
    for number, text in _unfolded(member, encoding):
        mark = text.strip().casefold()
        if mark == _BEGIN and card is not None and "agent" in card.lines:
            inner += 1
        elif mark == _END and inner:
            inner -= 1
        elif mark == _BEGIN:
            if card is not None:
                yield card
            card = _Card(number)
        elif mark == _END and card is not None:
            card.ended = True
            yield card
            card = None
        elif card is not None and not inner:
            _take(card, text)
        elif card is None and mark.strip("\ufeff") and not said:
            said = True
            intake.doubt(member.base, number, None, "text outside of a card", "not read")
    if card is not None:
        yield card


def _unfolded(member: Member, encoding: str) -> Iterator[tuple[int, str]]:
    """Yield logical lines with the number of their first physical line."""
    with as_text(member, encoding) as text:
        number, begun, held = 0, 0, ""
        while line := text.readline(_LINE):
            number += 1
            whole = line.endswith(("\n", "\r"))
            while not whole:
                rest = text.readline(_LINE)
                whole = not rest or rest.endswith(("\n", "\r"))
            bare = line.rstrip("\r\n")
            soft = held.endswith("=") and "quoted-printable" in held.partition(":")[0].casefold()
            if soft:
                held = held[:-1] + bare
            elif begun and bare[:1] in (" ", "\t") and bare.strip():
                if len(held) < _LONGEST:
                    held += bare[1:]
            else:
                if begun:
                    yield begun, held
                held, begun = bare, number
            held = held[:_LONGEST]
        if begun:
            yield begun, held


def _take(card: _Card, text: str) -> None:
    """Add a logical line to a card, if it is of use."""
    head = text[: text.find(":")].rpartition(".")[2].partition(";")[0] if ":" in text else ""
    name = head.replace("-", "").strip().casefold()
    if name == "agent":
        card.lines["agent"] = []
    matched = _PROPERTY.fullmatch(text.strip()) if name in _READ else None
    if matched is None:
        return
    if _LOST.search(text):
        card.damaged = True
    group, _, rest, value = matched.groups()
    parameters: dict[str, str] = {}
    for part in _PARAMETER.findall(rest):
        key, equals, said = part.partition("=")
        # vCard 2.1 leaves the name of a parameter away.
        key, said = (key, said) if equals else ("type", key)
        key, said = key.strip().casefold(), said.strip().strip('"').casefold()
        parameters[key] = f"{parameters[key]},{said}" if key in parameters else said
    coded = parameters.get("encoding", "") + parameters.get("type", "")
    if "quoted-printable" in coded:
        value = _decoded(value, parameters.get("charset", "utf-8"))
    card.lines[name].append(_Property((group or "").casefold(), name, parameters, value))


def _decoded(value: str, charset: str) -> str:
    """Decode quoted-printable text; an unknown character set is read as UTF-8."""
    content = quopri.decodestring(value.encode("utf-8", "surrogateescape"))
    try:
        return content.decode(charset, "replace")
    except LookupError:
        return content.decode("utf-8", "replace")


def _contact(intake: Intake, file: str, card: _Card) -> Contact | None:
    """Return what a card says of a person; report a card of a group or an organisation."""
    if card.damaged:
        problem = "letters that cannot be read"
        intake.doubt(file, card.line, None, problem, "imported with � in their place")
    if not card.ended:
        problem = "the end of the card is missing"
        intake.doubt(file, card.line, None, problem, "imported as far as it goes")
    kind = _first(card, "kind").casefold()
    if kind in ("group", "location"):
        intake.left_out(file, card.line, "KIND", f"a {kind}, and no person")
        return None
    parts = [_text(part) for part in _split(_raw(card, "n"), ";")] + [""] * 5
    family, given, middle = parts[:3]
    spelled = " ".join(filter(None, (given, middle, family)))
    name = _first(card, "fn") or spelled or _first(card, "nickname")
    if "," in name and given and family:
        name = spelled
    companies = [_text(_split(each.value, ";")[0]) for each in card.lines.get("org", ())]
    is_firm = kind == "org" or _first(card, "xabshowas").casefold() == "company"
    if is_firm or (not spelled and name and fold(name) in map(fold, companies)):
        name = ""
    titles = [_text(each.value) for each in card.lines.get("title", card.lines.get("role", ()))]
    longest = max(len(companies), len(titles), 1)
    jobs = zip(
        companies + [""] * (longest - len(companies)),
        titles + [""] * (longest - len(titles)),
        strict=True,
    )
    webs = [*card.lines.get("xsocialprofile", ()), *card.lines.get("socialprofile", ())]
    address = [_text(part) for part in _split(_raw(card, "adr"), ";")]
    return Contact(
        file,
        card.line,
        name,
        [_text(each.value) for each in sorted(card.lines.get("email", ()), key=_rank)],
        [_text(each.value) for each in (*webs, *card.lines.get("url", ()))],
        list(jobs),
        address[3] if len(address) > 3 else "",
        uid=_uid(_first(card, "uid")),
        related=list(_related(card)),
        column=_COLUMN,
    )


def _related(card: _Card) -> Iterator[tuple[str, str]]:
    """Yield what others are to this person, each with a name or a card's key."""
    for each in card.lines.get("related", ()):
        yield each.parameters.get("type", ""), _uid(_text(each.value))
    labels = {each.group: _text(each.value) for each in card.lines.get("xablabel", ())}
    for each in card.lines.get("xabrelatednames", ()):
        label = labels.get(each.group, "") or each.parameters.get("type", "")
        apple = _APPLE_LABEL.fullmatch(label)
        yield (apple[1] if apple else label).casefold(), _text(each.value)


def _rank(each: _Property) -> int:
    """Return how far a property is from the preferred one."""
    if "pref" in each.parameters.get("type", "").split(","):
        return 0
    said = each.parameters.get("pref", "")
    return int(said) if said.isascii() and said.isdecimal() and len(said) < 4 else 101


def _raw(card: _Card, name: str) -> str:
    """Return the value of the first property of a name, as it is written."""
    found = card.lines.get(name)
    return found[0].value if found else ""


def _first(card: _Card, name: str) -> str:
    """Return the text of the first property of a name."""
    return _text(_raw(card, name))


def _text(value: str) -> str:
    """Return a value without its escapes; bytes that were lost become U+FFFD."""
    plain = _ESCAPED.sub(lambda found: " " if found[1] in "nN" else found[1], value)
    return _LOST.sub("\ufffd", plain).strip()


def _split(value: str, mark: str) -> list[str]:
    """Split a value at a mark that is not escaped."""
    return re.split(rf"(?<!\\){mark}", value)


def _uid(text: str) -> str:
    """Return a card's key without what only says that it is one."""
    return text.removeprefix("urn:uuid:").strip()
