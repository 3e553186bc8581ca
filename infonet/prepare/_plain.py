"""Text from outside made plain: no control characters, no hidden direction, names to write to."""

from __future__ import annotations

import re
import unicodedata

from infonet.errors import InfonetError
from infonet.names.people import PARENTHESES

__all__ = ["an_address", "full_name", "given_name", "one_line", "paragraphs"]

_JOINERS = "\u200c\u200d"  # Persian, Hindi and composed emoji are wrong without them
_BREAK = re.compile("\r\n|[\r\n\v\f\x1c\x1d\x1e\x85\u2028\u2029]")
_TITLES = frozenset("dr prof mr mrs ms mx sir dame".split())
_LOCAL = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*")
_LABEL = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?")


def one_line(text: object) -> str:
    """The text on one line, without control, direction-changing and broken characters.

    Examples
    --------
    >>> one_line("Ana\\r\\nBcc: x@example.com\\u2028 \\u202eDiaz")
    'Ana Bcc: x@example.com Diaz'
    """
    return " ".join(paragraphs(text).split())


def paragraphs(text: object) -> str:
    """The same over several lines: line breaks of any kind become one kind and stay.

    Examples
    --------
    >>> paragraphs("a \\r\\n\\u2028b\\0")
    'a\\n\\nb'
    """
    plain = _BREAK.sub("\n", unicodedata.normalize("NFC", str(text))).replace("\t", " ")
    kept = "".join(letter for letter in plain if letter == "\n" or _is_shown(letter))
    return "\n".join(line.rstrip() for line in kept.split("\n")).strip("\n")


def _is_shown(letter: str) -> bool:
    return letter in _JOINERS or unicodedata.category(letter) not in ("Cc", "Cf", "Cs")


def full_name(name: object) -> str:
    """A name as it stands in a sentence: without what follows a comma, parentheses and signs.

    Examples
    --------
    >>> full_name("Zoë Looper (she), PhD 🍷"), full_name("Diaz, Ana")
    ('Zoë Looper', 'Diaz, Ana')
    """
    line = one_line(name)
    bare = " ".join(PARENTHESES.sub(" ", line).split())
    before = bare.split(",")[0].strip()
    bare = before if " " in before else bare
    signs = "".join(" " if unicodedata.category(sign) in ("So", "Sk") else sign for sign in bare)
    return " ".join(signs.split()) or line


def given_name(name: object) -> str:
    """What to call somebody: the first word of the name, or all of it where that is an initial.

    Examples
    --------
    >>> given_name("Dr. Ana Diaz, PhD"), given_name("J. Lin"), given_name("Diaz, Ana")
    ('Ana', 'J. Lin', 'Ana')
    """
    whole = full_name(name)
    if "," in whole:
        family, _, given = whole.partition(",")
        whole = f"{given.strip()} {family.strip()}".strip()
    parts = whole.split()
    while len(parts) > 1 and parts[0].rstrip(".").lower() in _TITLES:
        parts.pop(0)
    if parts and len(parts[0].rstrip(".")) > 1:
        return parts[0]
    return " ".join(parts)


def an_address(text: object) -> str:
    """One e-mail address, fit for a header, its domain in ASCII.

    Examples
    --------
    >>> an_address(" Ana.Diaz@bücher.example.org ")
    'Ana.Diaz@xn--bcher-kva.example.org'
    """
    bare = str(text).strip(" ")
    local, at, domain = bare.rpartition("@")
    try:
        domain = domain.encode("idna").decode("ascii")
    except UnicodeError:
        at = ""
    labels = domain.split(".")
    fits = len(local) <= 64 and len(domain) <= 253 and len(local) + len(domain) < 254
    if not (
        at and fits and len(labels) > 1 and _LOCAL.fullmatch(local)
        and all(map(_LABEL.fullmatch, labels))
    ):  # fmt: skip
        raise InfonetError(
            f"expected one e-mail address such as `ana@example.com`, got `{one_line(bare)[:80]}`"
        )
    return f"{local}@{domain}"
