"""Foreign text made safe to show: the one cleaner, used by every reader and every sink."""

from __future__ import annotations

import re
import unicodedata

__all__ = ["hidden", "one_line", "paragraphs"]

# Persian, Hindi and composed emoji are wrong without them; elsewhere they only hide differences.
_JOINERS = "\u200c\u200d"
# Letters and marks that show nothing, although their category says otherwise.
_BLANK = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0")
_BREAK = re.compile("\r\n|[\r\n\v\f\x1c\x1d\x1e\x85\u2028\u2029]")
_SURROGATE = "\ufffd"


def one_line(text: object) -> str:
    """Return a text on one line, without anything that hides, reorders or ends what is shown.

    Dropped are control characters, all that set a direction, zero-width and tag characters,
    fillers, private-use and unassigned code points; a lone surrogate becomes U+FFFD. Joiners
    stay between letters and signs. The text is normalised to NFC and its whitespace made single.

    Examples
    --------
    >>> one_line("Ana\\r\\nBcc: x@example.com\\u2028 \\u202eDi\\u00adaz")
    'Ana Bcc: x@example.com Diaz'
    """
    line = str(text)
    if line.isascii() and line.isprintable():
        return " ".join(line.split())
    return " ".join(paragraphs(line).split())


def paragraphs(text: object) -> str:
    """Return a text of several lines, cleaned in the same way; its line breaks become one kind.

    Examples
    --------
    >>> paragraphs("a \\r\\n\\u2028b\\0")
    'a\\n\\nb'
    """
    plain = _BREAK.sub("\n", unicodedata.normalize("NFC", str(text))).replace("\t", " ")
    shown = _shown(plain)
    return "\n".join(line.rstrip() for line in shown.split("\n")).strip("\n")


def hidden(text: str) -> tuple[str, ...]:
    """Return the characters that `one_line` takes out of a text, as code points, each once.

    Whitespace of any kind does not count, nor does what normalising changes.

    Examples
    --------
    >>> hidden("Ana\\tDi\\u00adaz\\u202e")
    ('U+00AD', 'U+202E')
    """
    if text.isascii() and text.isprintable():
        return ()
    plain = _BREAK.sub("\n", unicodedata.normalize("NFC", text)).replace("\t", " ")
    gone = (
        letter
        for at, letter in enumerate(plain)
        if letter != "\n" and _replacement(plain, at, letter) != letter and not letter.isspace()
    )
    return tuple(dict.fromkeys(f"U+{ord(letter):04X}" for letter in gone))


def _shown(text: str) -> str:
    if text.isascii() and text.replace("\n", "").isprintable():
        return text
    return "".join(_replacement(text, at, letter) for at, letter in enumerate(text))


def _replacement(text: str, at: int, letter: str) -> str:
    """What stands for one letter of a text: itself, a space, or nothing."""
    if letter == "\n":
        return letter
    category = unicodedata.category(letter)
    if category == "Zs":
        return " "
    if category == "Cs":
        return _SURROGATE
    if letter in _JOINERS:
        around = text[at - 1 : at] + text[at + 1 : at + 2]
        joins = len(around) == 2 and all(unicodedata.category(one)[0] in "LMS" for one in around)
        return letter if joins else ""
    return "" if category[0] == "C" or letter in _BLANK else letter
