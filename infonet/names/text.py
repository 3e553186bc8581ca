"""Foreign text made safe to show: the one cleaner, used by every reader and every sink.

What it drops is Unicode's category Other and the letters that show nothing (Unicode Standard
Annex 44, *Default_Ignorable_Code_Point*; Technical Report 36, *Unicode Security Considerations*).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from itertools import takewhile
from typing import Any
from unicodedata import category, combining, is_normalized, normalize

__all__ = [
    "counted",
    "encodable",
    "few_marks",
    "hidden",
    "number",
    "one_line",
    "paragraphs",
    "some_of",
]

_FEW = 3  # names that a sentence lists
_BREAK = re.compile("\r\n|[\r\n\v\f\x1c\x1d\x1e\x85\u2028\u2029]")
# Letters and marks that show nothing, although their category says otherwise.
_BLANK = "\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0"
# Joiners and variation selectors: right in some scripts and in emoji, else they only hide.
_JOINERS = "\u200c\u200d"
_SELECTORS = "\ufe00-\ufe0f\U000e0100-\U000e01ef"
_MONGOLIAN_SELECTORS = "\u180b-\u180d\u180f"
_UNSURE = re.compile(f"[{_JOINERS}{_SELECTORS}{_MONGOLIAN_SELECTORS}]")
_SUSPECT = re.compile(f"[{_BLANK}{_JOINERS}{_SELECTORS}{_MONGOLIAN_SELECTORS}]")
# Scripts whose letters join or stack: Arabic to Myanmar, Khmer and Mongolian, and their kin.
_JOINING = re.compile(
    "[\u0600-\u109f\u1700-\u1c4f\ua800-\uabff\ufb50-\ufdff\ufe70-\ufefc"
    "\U00010a00-\U00011fff\U0001e900-\U0001e95f]"
)
_IDEOGRAPH = re.compile("[\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")
_VIRAMA = 9  # the canonical combining class of the marks that suppress a vowel
_MOST_MARKS = 30  # in a row; what Unicode puts in order takes the square of their number
# Only in such a run may be more: a sign is at most two marks, and a letter before it ends in three.
_MANY_MARKS = re.compile(r"(?:[^\w\s]|[\uff9e\uff9f]){14}")


def one_line(text: object) -> str:
    r"""Return a text on one line, without anything that hides, reorders or ends what is shown.

    Dropped are control characters, everything that sets a direction, zero-width and tag
    characters, fillers, private-use and unassigned code points; a lone surrogate becomes U+FFFD.
    Joiners and variation selectors stay where a script or an emoji needs them. The text is
    normalised to NFC, and every run of whitespace becomes one space. Of combining marks in a row
    30 stay, as in Unicode's Stream-Safe Text Format (Standard Annex 15, 13).

    Examples
    --------
    >>> one_line("Ana\r\nBcc: x@example.com\u2028 \u202eDi\u00adaz")
    'Ana Bcc: x@example.com Diaz'
    """
    line = text if isinstance(text, str) else str(text)
    if not line.isprintable() or not (
        line.isascii()
        or not (_SUSPECT.search(line) or _MANY_MARKS.search(line) or not is_normalized("NFC", line))
    ):
        line = _clean(line)[0]
    elif "  " not in line and line.strip() == line and type(line) is str:
        return line  # as nearly all are; the only white space that can be printed is the blank
    return " ".join(line.split())


def number(n: float) -> str:
    """Write a count; one that several people share has a decimal.

    Examples
    --------
    >>> number(2000), number(1.5)
    ('2,000', '1.5')
    """
    return f"{n:,.1f}".removesuffix(".0")


def counted(n: float, one: str, many: str | None = None) -> str:
    """Return a number with its noun, whose plural ends in s unless `many` is given.

    Examples
    --------
    >>> counted(1, "ask"), counted(2000, "person", "people")
    ('1 ask', '2,000 people')
    """
    return f"{number(n)} {one if n == 1 else many or f'{one}s'}"


def some_of(names: Sequence[str]) -> str:
    """List at most three names, and say how many more there are.

    Examples
    --------
    >>> some_of(["Ana", "Bo"]), some_of(["Ana", "Bo", "Cy", "Di"])
    ('Ana, Bo', 'Ana, Bo, Cy and 1 more')
    """
    rest = len(names) - _FEW
    return ", ".join(names[:_FEW]) + (f" and {rest:,} more" if rest > 0 else "")


def encodable(value: Any) -> Any:
    """Return a value, in a text of which half characters have become question marks.

    Neither UTF-8 nor Arrow can hold them.
    """
    return value.encode("utf-8", "replace").decode() if isinstance(value, str) else value


def paragraphs(text: object) -> str:
    r"""Return a text of several lines, cleaned as by `one_line`; its line breaks become ``\n``.

    Examples
    --------
    >>> paragraphs("a \r\n\u2028b\0")
    'a\n\nb'
    """
    lines = _clean(text if isinstance(text, str) else str(text))[0].split("\n")
    return "\n".join(line.rstrip() for line in lines).strip("\n")


def hidden(text: str) -> tuple[str, ...]:
    """Return the characters that `one_line` takes out of a text, as code points, each once.

    Whitespace does not count, nor does what normalising changes.
    """
    plain = text.isascii() or not (_SUSPECT.search(text) or _MANY_MARKS.search(text))
    if plain and text.isprintable():
        return ()
    return tuple(dict.fromkeys(f"U+{ord(letter):04X}" for letter in _clean(text)[1]))


def _clean(text: str) -> tuple[str, list[str]]:
    r"""Return a text without what hides, its line breaks as ``\n``, and what was taken out."""
    broken = _BREAK.sub("\n", text)
    shown = "".join(map(_replacement, broken))
    gone = [letter for letter in broken if not _replacement(letter)]
    if _UNSURE.search(shown):
        shown = _without_loose(shown, gone)
    # Last: what was dropped may have stood between a letter and its mark.
    return normalize("NFC", few_marks(shown, gone)), gone


def few_marks(text: str, gone: list[str] | None = None) -> str:
    """Return a text with at most 30 combining marks in a row; others are added to `gone`.

    Whatever is normalised goes through this before: else it may take minutes.
    """
    if text.isascii() or not _MANY_MARKS.search(text):
        return text
    kept, gone, row = list[str](), [] if gone is None else gone, 0
    for letter in text:
        marks, alone = _marks(letter)
        row = row * alone + marks
        if alone and row > _MOST_MARKS:
            row -= marks
            gone.append(letter)
        else:
            kept.append(letter)
    return "".join(kept)


@lru_cache(maxsize=1 << 14)
def _marks(letter: str) -> tuple[int, bool]:
    """Return with how many marks a letter ends once it is decomposed, and whether it is no more."""
    spelt = normalize("NFKD", letter)
    marks = len([*takewhile(combining, reversed(spelt))])
    return marks, marks == len(spelt)


@lru_cache(maxsize=1 << 14)
def _replacement(letter: str) -> str:
    """Return what stands for a letter whatever is beside it: itself, a space, U+FFFD or nothing."""
    kind = category(letter)
    if letter == "\n" or _UNSURE.match(letter):
        return letter
    if kind == "Zs" or letter in "\t\x1f":
        return " "
    if kind == "Cs":
        return "\ufffd"
    return "" if kind[0] == "C" or letter in _BLANK else letter


def _without_loose(text: str, gone: list[str]) -> str:
    """Drop the joiners and selectors that nothing beside them needs, and add them to `gone`."""
    kept, end = "", 0
    for found in _UNSURE.finditer(text):
        kept += text[end : found.start()]
        end = found.end()
        if _belongs(found[0], kept[-1:], text[end : end + 1]):
            kept += found[0]
        else:
            gone.append(found[0])
    return kept + text[end:]


def _belongs(letter: str, before: str, after: str) -> bool:
    """Return whether a joiner or selector changes what its neighbours look like."""
    if not before:
        return False
    sign = category(before)[0] == "S"
    if letter in _JOINERS:
        if _JOINING.match(before):
            joined = _JOINING.match(after) and not _UNSURE.match(after)
            return bool(joined) or combining(before) == _VIRAMA
        # An emoji made of several, as of a woman and a laptop.
        return (sign or before == "\ufe0f") and after != "" and category(after)[0] == "S"
    if "\u180b" <= letter <= "\u180f":
        return "\u1800" <= before <= "\u18aa"
    return sign or before in "#*0123456789" or bool(_IDEOGRAPH.match(before))
