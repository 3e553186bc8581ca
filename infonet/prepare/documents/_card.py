"""The business card: a vCard, a code that a phone reads, and two sides to print."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

from infonet.errors import InfonetError, extra, hint, whole_number
from infonet.files import save
from infonet.names.people import email_key
from infonet.names.text import one_line
from infonet.prepare.documents._card_layout import SIDES, Printed, draw, draw_pages

if TYPE_CHECKING:
    from segno import QRCode

_MOST_SKILLS = 12
# 117 modules a side: on 26 mm of the card, 0.2 mm each is the least that a phone reads.
_LARGEST_CODE = 25
_LONGEST_LINE = 75  # bytes of a line of a vCard (RFC 2426, 2.6)
_PHONE = re.compile(r"\+?[0-9][0-9 ()./-]{3,29}( ?(x|ext\.?) ?[0-9]{1,6})?", re.IGNORECASE)
_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*:", re.IGNORECASE)
_ADDRESS = re.compile(r"https?://[^/?#\s@]+\.[^/?#\s@]+([/?#]\S*)?", re.IGNORECASE)
# A comma or semicolon is a separator in a vCard, and readers differ in how they undo its escape.
_SAFE_IN_ADDRESS = "/:?#[]@!$&'()*+=%~-._"


@dataclass(frozen=True, repr=False)
class BusinessCard:
    """A business card, with the parameters of `business_card` as its attributes."""

    name: str
    title: str = ""
    email: str = ""
    url: str = ""
    phone: str = ""
    skills: tuple[str, ...] = ()
    family: str = ""
    heading: str = "Skills"

    def __post_init__(self) -> None:
        # A line break in a text would be a line of the vCard.
        for field in ("name", "title", "email", "url", "phone", "family", "heading"):
            object.__setattr__(self, field, one_line(getattr(self, field)))
        object.__setattr__(self, "skills", tuple(map(one_line, self.skills)))

    def vcf(self) -> bytes:
        """Return the card as a vCard file, with the skills as its note.

        Version 3.0, which every phone reads: UTF-8, lines ended by CRLF and folded. Like every
        file of the card it needs segno; where that is not installed, it is an `InfonetError`.
        """
        note = f"{self.heading}: {', '.join(self.skills)}" if self.skills else ""
        return b"".join(map(_folded, self._vcard(note).splitlines(keepends=True)))

    def qr(self) -> QRCode:
        """Return the code on the front: the vCard without skills, so that its squares stay large.

        ``.save("code.svg")`` writes it by itself. A text too long for a code that a phone could
        read from a card is an `InfonetError`.
        """
        segno = extra("segno")
        # Unfolded: not every reader of codes joins folded lines.
        payload = self._vcard("")
        for level in ("m", "l"):
            try:
                code: QRCode = segno.make_qr(payload, error=level, mode="byte", boost_error=False)
            except segno.DataOverflowError:
                continue
            if int(code.version) <= _LARGEST_CODE:
                return code
        raise InfonetError(
            f"the code would hold {len(payload):,} bytes, too many for a phone to read from a "
            "card: shorten the name, the title or the url"
        )

    def svg(self, side: str = "both") -> str:
        """Return the card as a picture that scales: 85 by 55 mm for each side, letters as outlines.

        The `side` is ``front``, ``back``, or ``both`` with the front above the back. Another side,
        a letter that no font has, or a code that would be too large is an `InfonetError`.
        """
        return self._drawn("svg", side).decode("utf-8")

    def png(
        self,
        path: str | os.PathLike[str],
        side: str = "both",
        *,
        dpi: int = 300,
        replace: bool = False,
    ) -> Path:
        """Write the card as a picture in pixels, 72 to 1,200 per inch, for yourself alone.

        The `side` is as in `svg`. Another side or resolution, a file that exists, unless with
        `replace`, or a place that cannot be written is an `InfonetError`.
        """
        whole_number(dpi, "dpi", least=72, most=1200)
        return save(path, self._drawn("png", side, dpi), replace=replace)

    def pdf(
        self, path: str | os.PathLike[str], *, sheet: bool = False, replace: bool = False
    ) -> Path:
        """Write the card to print, for yourself alone: a page for the front, a page for the back.

        The pages are 85 by 55 mm. With `sheet` there are ten cards on an A4 page with marks to cut
        along, the backs behind the fronts, for printing on both sides at full size. A file that
        exists, unless with `replace`, or a place that cannot be written is an `InfonetError`.
        """
        return save(path, draw_pages(self._printed(), sheet=sheet), replace=replace)

    def __repr__(self) -> str:
        front = [text for text in (self.title, self.email, self.phone, self.url) if text]
        lines = [f"Card of {self.name}", *(f"  {text}" for text in front)]
        if self.skills:
            lines.append(f"  {self.heading}: {', '.join(self.skills)}")
        return "\n".join(lines)

    def _repr_png_(self) -> bytes | None:
        # Pixels: a name from outside cannot become markup. Without segno the text is shown.
        try:
            return self._drawn("png", "both", 110)
        except InfonetError:
            return None

    def _drawn(self, form: str, side: str, dpi: int = 300) -> bytes:
        if side not in SIDES:
            raise InfonetError(f"`side` cannot be `{side}`: {hint(side, SIDES)}")
        return draw(self._printed(), form, side, dpi)

    def _printed(self) -> Printed:
        """Return what the layout prints."""
        contacts = (self.email, self.phone, self.url.removeprefix("https://"))
        return Printed(
            self.name,
            self.title,
            tuple(filter(None, contacts)),
            self.heading,
            self.skills,
            tuple(bytes(row) for row in self.qr().matrix),
        )

    def _vcard(self, note: str) -> bytes:
        """Return the vCard with unfolded lines; no name of a property comes from outside."""
        given = self.name
        if self.family and given.casefold().endswith(self.family.casefold()):
            given = given[: -len(self.family)].strip()
        # segno escapes commas and semicolons, but no backslash; of `name` nothing at all.
        parts = (re.sub(r"([\\,;])", r"\\\1", part) for part in (self.family, given))
        text: str = extra("segno.helpers").make_vcard_data(
            f"{';'.join(parts)};;;",
            _doubled(self.name),
            email=self.email,
            phone=self.phone,
            url=self.url,
            title=_doubled(self.title),
            memo=_doubled(note),
        )
        return text.encode("utf-8")


def business_card(
    name: str,
    *,
    title: str | None = None,
    email: str | None = None,
    url: str | None = None,
    phone: str | None = None,
    skills: Iterable[str] = (),
    family: str | None = None,
    heading: str = "Skills",
) -> BusinessCard:
    """Make a business card to hand over: your name on the front, your skills on the back.

    It takes the place of the résumé, which is sent later, when asked for.

    Parameters
    ----------
    name : str
        The name to read on the card.
    title : str, optional
        The work, such as ``Data engineer``.
    email : str, optional
        One address.
    url : str, optional
        A page or profile; a bare address gets ``https://``.
    phone : str, optional
        A number, best with its country: ``+31 20 555 0100``.
    skills : iterable of str
        At most 12: choose what matters to the people you meet.
    family : str, optional
        The family name, where it is not the last word of the name.
    heading : str
        The line above the skills.

    Returns
    -------
    BusinessCard
        ``.vcf()``, ``.qr()``, ``.svg()``, ``.png(path)`` and ``.pdf(path)``.

    Raises
    ------
    InfonetError
        No name, no way to reach you, an address or number that is none, or too many skills.

    Examples
    --------
    >>> mine = business_card("Robin Achterberg", email="robin@example.com", skills=["SQL", "R"])
    >>> mine
    Card of Robin Achterberg
      robin@example.com
      Skills: SQL, R
    >>> mine.vcf().decode().splitlines()[2:5]
    ['N:Achterberg;Robin;;;', 'FN:Robin Achterberg', 'EMAIL:robin@example.com']
    """
    shown = one_line(name) if isinstance(name, str) else ""
    if not shown:
        raise InfonetError(
            f"expected the name for the card, found `{name}`", plain="type your name"
        )
    mail = one_line(email or "").removeprefix("mailto:")
    if mail and email_key(mail) is None:
        raise InfonetError(
            f"`email` takes one address such as `robin@example.com`, not `{mail}`",
            plain=f"“{mail}” is no e-mail address: type one such as robin@example.com",
        )
    number = one_line(phone or "")
    if number and not _PHONE.fullmatch(number):
        raise InfonetError(
            f"`phone` takes one number such as `+31 20 555 0100`, not `{number}`",
            plain=f"“{number}” is no phone number: type one such as +31 20 555 0100",
        )
    page = _web_address(one_line(url or ""))
    if not (mail or number or page):
        raise InfonetError(
            "a card needs a way to reach you: give email=, phone= or url=",
            plain="a card needs a way to reach you: type an e-mail, a phone number or a page",
        )
    listed = (skills,) if isinstance(skills, str) else tuple(skills)
    kept = tuple(dict.fromkeys(skill for skill in map(one_line, listed) if skill))
    if len(kept) > _MOST_SKILLS:
        raise InfonetError(
            f"a card holds at most {_MOST_SKILLS} skills, not {len(kept)}: name what matters"
        )
    words = shown.split()
    return BusinessCard(
        name=shown,
        title=title or "",
        email=mail,
        url=page,
        phone=number,
        skills=kept,
        family=one_line(family or "") or (words[-1] if len(words) > 1 else ""),
        heading=heading,
    )


def _web_address(address: str) -> str:
    """Return an address of the web, with everything encoded that could end it."""
    if not address:
        return ""
    whole = address if _SCHEME.match(address) else f"https://{address}"
    if not _ADDRESS.fullmatch(whole):
        raise InfonetError(
            f"`url` takes a web address such as `example.com/me`, not `{address}`",
            plain=f"“{address}” is no page: type an address such as example.com/me",
        )
    return quote(whole, safe=_SAFE_IN_ADDRESS)


def _doubled(text: str) -> str:
    return text.replace("\\", "\\\\")


def _folded(line: bytes) -> bytes:
    """Return a line in pieces of at most 75 bytes, each but the first after a space."""
    pieces, room = [], _LONGEST_LINE
    text = line.removesuffix(b"\r\n")
    while len(text) > room:
        cut = room
        while text[cut] & 0xC0 == 0x80:  # inside a letter
            cut -= 1
        pieces.append(text[:cut])
        text, room = text[cut:], _LONGEST_LINE - 1
    return b"\r\n ".join([*pieces, text]) + b"\r\n"
