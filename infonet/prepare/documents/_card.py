"""A business card: a vCard, a code that a phone reads, and two sides to print. No résumé."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

from infonet.errors import InfonetError
from infonet.names.people import email_key
from infonet.prepare._saving import save
from infonet.readers._who import tidy

if TYPE_CHECKING:
    from segno import QRCode

__all__ = ["SIDES", "BusinessCard", "business_card"]

SIDES = ("front", "back", "both")
"""What can be drawn."""

_MOST_SKILLS = 12
# 117 modules a side: on 26 mm of the card, 0.2 mm each is the least that a phone reads.
_LARGEST_CODE = 25
_PHONE = re.compile(r"\+?[0-9][0-9 ()./-]{3,29}( ?(x|ext\.?) ?[0-9]{1,6})?", re.IGNORECASE)
_ADDRESS = re.compile(r"https?://[^/?#\s@]+\.[^/?#\s@]+([/?#]\S*)?", re.IGNORECASE)
# A comma or semicolon is a separator in a vCard, and readers differ in how they undo its escape.
_SAFE_IN_ADDRESS = "/:?#[]@!$&'()*+=%~-._"


@dataclass(frozen=True, repr=False)
class BusinessCard:
    """A business card; made by `card`.

    Attributes
    ----------
    name, title, email, url, phone : str
        What the front says; empty where there is nothing.
    skills : tuple of str
        What the back says.
    family : str
        The family name, by which address books sort.
    heading : str
        What stands over the skills.
    """

    name: str
    title: str = ""
    email: str = ""
    url: str = ""
    phone: str = ""
    skills: tuple[str, ...] = ()
    family: str = ""
    heading: str = "Skills"

    def vcf(self) -> bytes:
        """The card as a vCard file.

        Returns
        -------
        bytes
            Version 3.0, which every phone reads: UTF-8, lines ended by CRLF and folded. The skills
            are its note.
        """
        return self._vcard(f"{self.heading}: {', '.join(self.skills)}" if self.skills else "")

    def qr(self) -> QRCode:
        """The code on the front: the vCard without the skills, so that its squares stay large.

        Returns
        -------
        segno.QRCode
            ``.save("code.svg")`` writes it by itself.

        Raises
        ------
        InfonetError
            So much text that a phone could not read the code from a card.
        """
        try:
            import segno
        except ModuleNotFoundError:
            raise InfonetError(_missing("segno")) from None
        # In one line each: not every reader of codes joins folded ones.
        payload = self._vcard("", fold=10_000)
        for level in ("m", "l"):
            try:
                code = segno.make_qr(payload, error=level, mode="byte", boost_error=False)
            except segno.DataOverflowError:
                continue
            if int(code.version) <= _LARGEST_CODE:
                return code
        raise InfonetError(
            f"the code would hold {len(payload):,} bytes, too many for a phone to read from a "
            "card: shorten the name, the title or the url"
        )

    def svg(self, side: str = "both") -> str:
        """The card as a picture that scales.

        Parameters
        ----------
        side : {"both", "front", "back"}
            Both stand one above the other.

        Returns
        -------
        str
            An SVG document of 85 by 55 mm for each side; its letters are outlines.
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
        """Write the card as a picture in pixels.

        Parameters
        ----------
        path : str or path-like
            Where to, such as ``card.png``.
        side : {"both", "front", "back"}
            Both stand one above the other.
        dpi : int
            Pixels per inch, from 72 to 1,200.
        replace : bool
            Write over a file that exists.

        Returns
        -------
        Path
            Where it is.
        """
        if isinstance(dpi, bool) or not isinstance(dpi, int) or not 72 <= dpi <= 1200:
            raise InfonetError(f"`dpi` takes a whole number from 72 to 1200, not `{dpi}`")
        return save(path, self._drawn("png", side, dpi), replace=replace)

    def pdf(
        self, path: str | os.PathLike[str], *, sheet: bool = False, replace: bool = False
    ) -> Path:
        """Write the card to print: a page for the front, a page for the back.

        Parameters
        ----------
        path : str or path-like
            Where to, such as ``card.pdf``.
        sheet : bool
            Ten cards on an A4 page with marks to cut along, the backs behind the fronts, to print
            on both sides at full size; else pages of 85 by 55 mm.
        replace : bool
            Write over a file that exists.

        Returns
        -------
        Path
            Where it is.
        """
        from infonet.prepare.documents._card_layout import printed

        return save(path, printed(self, sheet=sheet), replace=replace)

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
        from infonet.prepare.documents._card_layout import drawn

        if side not in SIDES:
            raise InfonetError(f"`side` takes {', '.join(SIDES)}, not `{side}`")
        return drawn(self, form, side, dpi)

    def _vcard(self, note: str, fold: int = 75) -> bytes:
        """The lines of the vCard; vobject escapes values, and no parameter comes from outside."""
        try:
            import vobject
        except ModuleNotFoundError:
            raise InfonetError(_missing("vobject")) from None
        document = vobject.vCard()
        given = self.name
        if self.family and given.casefold().endswith(self.family.casefold()):
            given = given[: -len(self.family)].strip()
        document.add("n").value = vobject.vcard.Name(family=self.family, given=given)
        document.add("fn").value = self.name
        values = {
            "title": self.title,
            "email": self.email,
            "tel": self.phone,
            "url": self.url,
            "note": note,
        }
        for line, value in values.items():
            if value:
                document.add(line).value = value
        text: str = document.serialize(lineLength=fold)
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
    """A business card to hand over: who one is on the front, one's skills on the back.

    It takes the place of the résumé, which is sent later, when asked for.

    Parameters
    ----------
    name : str
        As it is to be read.
    title : str, optional
        What one does, such as ``Data engineer``.
    email : str, optional
        One address.
    url : str, optional
        A page or profile; ``https://`` is put before a bare address.
    phone : str, optional
        A number, best with its country: ``+31 20 555 0100``.
    skills : iterable of str
        At most 12: the ones that matter to the people one meets.
    family : str, optional
        The family name, where it is not the last word of the name.
    heading : str
        What stands over the skills.

    Returns
    -------
    Card
        ``.vcf()``, ``.qr()``, ``.svg()``, ``.png(path)`` and ``.pdf(path)``.

    Raises
    ------
    InfonetError
        No name, no way to reach one, an address or number that is none, too many skills.

    Examples
    --------
    >>> mine = business_card("Robin Achterberg", email="robin@example.com", skills=["SQL", "R"])
    >>> mine
    Card of Robin Achterberg
      robin@example.com
      Skills: SQL, R
    >>> mine.vcf().decode().splitlines()[2:4]
    ['EMAIL:robin@example.com', 'FN:Robin Achterberg']
    """
    shown = tidy(name) if isinstance(name, str) else ""
    if not shown:
        raise InfonetError(f"expected the name for the card, found `{name}`")
    mail = tidy(email or "").removeprefix("mailto:")
    if mail and email_key(mail) is None:
        raise InfonetError(f"`email` takes one address such as `robin@example.com`, not `{mail}`")
    number = tidy(phone or "")
    if number and not _PHONE.fullmatch(number):
        raise InfonetError(f"`phone` takes one number such as `+31 20 555 0100`, not `{number}`")
    page = _page(tidy(url or ""))
    if not (mail or number or page):
        raise InfonetError("a card needs a way to reach you: give email=, phone= or url=")
    listed = (skills,) if isinstance(skills, str) else tuple(skills)
    kept = tuple(dict.fromkeys(skill for skill in map(tidy, listed) if skill))
    if len(kept) > _MOST_SKILLS:
        raise InfonetError(
            f"a card holds at most {_MOST_SKILLS} skills, not {len(kept)}: name those that matter"
        )
    words = shown.split()
    return BusinessCard(
        name=shown,
        title=tidy(title or ""),
        email=mail,
        url=page,
        phone=number,
        skills=kept,
        family=tidy(family or "") or (words[-1] if len(words) > 1 else ""),
        heading=tidy(heading),
    )


def _page(address: str) -> str:
    """An address of the web, with everything encoded that could end it."""
    if not address:
        return ""
    whole = address if re.match(r"[a-z][a-z0-9+.-]*:", address, re.I) else f"https://{address}"
    if not _ADDRESS.fullmatch(whole):
        raise InfonetError(f"`url` takes a web address such as `example.com/me`, not `{address}`")
    return quote(whole, safe=_SAFE_IN_ADDRESS)


def _missing(package: str) -> str:
    return f'{package} is missing: pip install "infonet[contacts]"'
