"""One draft: a letter or message to one person, to be looked at, copied or opened. Never sent."""

from __future__ import annotations

import html
import os
import re
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from infonet.errors import InfonetError
from infonet.prepare._plain import an_address, full_name, one_line, paragraphs
from infonet.prepare._saving import save

__all__ = ["Draft"]

_LONGEST_NAME = 60  # of a display name: what is longer says no more and breaks lines


@dataclass(frozen=True, repr=False)
class Draft:
    """A message to one person that is still to be sent, by hand.

    Whatever is put in, a name or subject is one line without control characters, and the address
    is one address; so nothing in them can add a header or a recipient.

    Parameters
    ----------
    to : str
        The e-mail address; empty where none is known, or where the channel needs none.
    subject : str
        Empty where the channel has none.
    body : str
        The text.
    channel : str
        How it is going to be sent, such as ``email`` or ``linkedin``.
    kind : str
        What it is for, such as ``ask``.
    name : str
        Whom it is written to.

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
            "to": an_address(self.to) if self.to else "",
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
        """The letter as a file that mail programs open as an unsent message.

        Returns
        -------
        bytes
            One recipient, the subject, the text in UTF-8; no sender and no date.

        Raises
        ------
        InfonetError
            There is no address.
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
        """The letter as an address that opens the mail program (RFC 6068).

        Very long texts are cut by some programs; `eml` is not.

        Returns
        -------
        str

        Raises
        ------
        InfonetError
            There is no address.
        """
        local, _, domain = self._address().rpartition("@")
        body = quote(self.body.replace("\n", "\r\n"), safe="")
        subject = quote(self.subject, safe="")
        return f"mailto:{quote(local, safe='')}@{domain}?subject={subject}&body={body}"

    def save(self, path: str | os.PathLike[str], *, replace: bool = False) -> Path:
        """Write it to a file that only you can read.

        Parameters
        ----------
        path : path
            Ends in ``.eml`` for a mail program, or in ``.txt`` for the text alone.
        replace : bool
            Whether to write over a file that is there already.

        Returns
        -------
        Path
            The file.

        Raises
        ------
        InfonetError
            Another ending, no address, or a file that is there already or cannot be written.
        """
        ending = Path(path).suffix.lower()
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

    def _lines(self) -> str:
        """The head, as far as there is one, and the text."""
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

    def __repr__(self) -> str:
        return self._lines()

    def _repr_html_(self) -> str:
        # In `pre`, a formula between dollar signs stays the letters it is; JupyterLab would break
        # the words of it.
        style = "white-space: pre-wrap; word-break: break-word"
        text = f'<pre style="{style}">{html.escape(self._lines())}</pre>'
        if self.to:
            text += f'<a href="{html.escape(self.mailto())}">Open in the mail program</a>'
        return text


def _display(name: str) -> str:
    """The name for a header: letters, digits, spaces, hyphens and apostrophes only."""
    kept = re.sub(r"[^\w\s'’·-]", " ", full_name(name))
    return " ".join(kept[:_LONGEST_NAME].split())
