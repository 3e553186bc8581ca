"""One draft: a message to one person, to be read, copied or opened. It is never sent."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from infonet.errors import InfonetError
from infonet.files import named, save
from infonet.names.markup import letters
from infonet.names.people import full_name
from infonet.names.text import one_line, paragraphs
from infonet.prepare._page import preformatted

_LONGEST_NAME = 60  # of a display name: what is longer says no more and breaks lines
_LOCAL = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*")
_LABEL = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?")


@dataclass(frozen=True, repr=False)
class Draft:
    """A message to one person, to be sent by hand.

    A name or subject is always one line without control characters, and the address is one
    address: no text can add a header or a recipient.

    Parameters
    ----------
    to : str
        The e-mail address; empty where none is known, or where the channel needs none.
    subject : str
        Empty where the channel has none.
    body : str
        The text.
    channel : str
        The channel to send it by, such as ``email`` or ``linkedin``.
    kind : str
        The kind of draft, such as ``ask``.
    name : str
        The name of the person to write to.

    Raises
    ------
    InfonetError
        `to` is not one address.

    Examples
    --------
    >>> letter = Draft("ana@example.com", "Hello", "How are you?", "email", "note", "Ana Diaz")
    >>> letter
    note to Ana Diaz by email, 12 characters
    To: Ana Diaz <ana@example.com>
    Subject: Hello
    <BLANKLINE>
    How are you?
    >>> letter.mailto()
    'mailto:ana@example.com?subject=Hello&body=How%20are%20you%3F'
    """

    to: str
    subject: str
    body: str
    channel: str = "email"
    kind: str = "note"
    name: str = ""

    def __post_init__(self) -> None:
        plain = {
            "to": _one_address(self.to) if self.to else "",
            # An encoded word that somebody typed would be shown decoded.
            "subject": one_line(self.subject).replace("=?", "= ?"),
            "body": paragraphs(self.body),
            "channel": one_line(self.channel),
            "kind": one_line(self.kind),
            "name": one_line(self.name),
        }
        for field, text in plain.items():
            object.__setattr__(self, field, text)

    @property
    def characters(self) -> int:
        """The length of the text."""
        return len(self.body)

    def eml(self) -> bytes:
        """Return the message as a file that mail programs open as an unsent one.

        It has one recipient, the subject, the text in UTF-8; no sender and no date. Without an
        address it is an `InfonetError`.
        """
        from email.headerregistry import Address
        from email.message import EmailMessage
        from email.policy import SMTP

        message = EmailMessage(policy=SMTP)
        local, _, domain = self._address().rpartition("@")
        message["To"] = Address(_display(self.name), local, domain)
        message["Subject"] = self.subject
        message["X-Unsent"] = "1"
        message.set_content(self.body, charset="utf-8", cte="quoted-printable")
        return message.as_bytes()

    def mailto(self) -> str:
        """Return an address, in ASCII, that opens the mail program with the message (RFC 6068).

        Some programs cut very long texts; `eml` is whole. Without an address it is an
        `InfonetError`.
        """
        local, _, domain = self._address().rpartition("@")
        body = quote(self.body.replace("\n", "\r\n"), safe="")
        subject = quote(self.subject, safe="")
        return f"mailto:{quote(local, safe='')}@{domain}?subject={subject}&body={body}"

    def save(self, path: str | os.PathLike[str], *, replace: bool = False) -> Path:
        """Write the message to a file for yourself alone.

        The path ends in ``.eml`` for a mail program, or in ``.txt`` for the text alone. Another
        ending, no address, a file that exists, unless with `replace`, or a place that cannot be
        written is an `InfonetError`.
        """
        ending = named(path).suffix.lower()
        if ending not in (".eml", ".txt"):
            raise InfonetError(f"expected a path that ends in `.eml` or `.txt`, got `{path}`")
        content = self.eml() if ending == ".eml" else f"{self.body}\n".encode()
        return save(path, content, replace=replace)

    def _address(self) -> str:
        if not self.to:
            raise InfonetError(
                f"no e-mail address for `{self.name}`: pass `to=`, or put it in the book with "
                f"`book.person(..., email=...)`; to copy the text, print the draft"
            )
        return self.to

    def __repr__(self) -> str:
        head = [
            f"{self.kind} to {self.name or self.to} by {self.channel}, {self.characters} characters"
        ]
        if self.to:
            head.append(f"To: {self.name} <{self.to}>" if self.name else f"To: {self.to}")
        elif self.channel == "email":
            head.append("To: (no e-mail address is known)")
        if self.subject:
            head.append(f"Subject: {self.subject}")
        return "\n".join([*head, "", self.body])

    def __str__(self) -> str:
        return self.body

    def _repr_html_(self) -> str:
        text = preformatted(repr(self))
        if self.to:
            text += f'<a href="{letters(self.mailto())}">Open in the mail program</a>'
        return text


def _one_address(text: object) -> str:
    """Return one e-mail address, fit for a header, its domain in ASCII."""
    bare = str(text).strip(" ")
    local, at, domain = bare.rpartition("@")
    try:
        domain = domain.encode("idna").decode("ascii")
    except UnicodeError:
        at = ""
    labels = domain.split(".")
    short = len(local) <= 64 and len(domain) <= 253 and len(local) + len(domain) < 254
    sound = _LOCAL.fullmatch(local) is not None and all(map(_LABEL.fullmatch, labels))
    if not (at and short and len(labels) > 1 and sound):
        raise InfonetError(
            f"expected one e-mail address such as `ana@example.com`, got `{one_line(bare)[:80]}`"
        )
    return f"{local}@{domain}"


def _display(name: str) -> str:
    """Return the name for a header: letters, digits, spaces, hyphens and apostrophes only."""
    kept = re.sub(r"[^\w\s'’·-]", " ", full_name(name))
    return " ".join(kept[:_LONGEST_NAME].split())
