"""Fit a text into a width: in letters that some font has, wrapped, and at last shortened.

A text is cut between graphemes only: a letter keeps its marks, an emoji its parts.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left
from collections.abc import Callable, Iterable
from functools import lru_cache
from itertools import pairwise
from threading import RLock
from typing import TYPE_CHECKING, NamedTuple

from infonet.errors import InfonetError
from infonet.names.text import one_line

if TYPE_CHECKING:
    from matplotlib.font_manager import FontProperties

__all__ = [
    "DRAWING",
    "POINT",
    "Fitted",
    "Lettering",
    "fit",
    "fit_size",
    "graphemes",
    "halved",
    "joined",
    "legible",
    "person",
    "shortened",
    "width",
]

POINT = 25.4 / 72
"""Millimetres of a typographic point."""

DRAWING = RLock()
"""Held while matplotlib's settings, which all threads share, are changed, or measured by."""

# Fonts whose letters are boxes, blanks, or signs at the places of letters.
_NO_LETTERS = re.compile(
    r"last ?resort|blank|fallback|color|dings|dingbats|symbol|^cm[a-z]+10$|^stixsize|^stixnon",
    re.IGNORECASE,
)
# Of a longer text the middle is left out at once: it could never be shown.
_LONGEST = 400
# More marks in a row would reach into the lines above and below.
_MARKS = 3
_JOINERS = "\u200c\u200d"
_PARENTHESES = re.compile(r"\s*(\([^()]*\)|\[[^\[\]]*\]|（[^（）]*）)\s*")
# Besides marks and joiners these never begin a grapheme: skin tones, medial and final jamo.
_EXTENDS = re.compile("[\U0001f3fb-\U0001f3ff\u1160-\u11ff\ud7b0-\ud7fb]")
_FLAG = re.compile("[\U0001f1e6-\U0001f1ff]")
_VIRAMA = 9
# It comes with matplotlib: a card looks the same everywhere.
_CARD_FAMILY = "DejaVu Sans"


class Lettering(NamedTuple):
    """A text, the font families that have its letters, and whether their bold faces do, too.

    Without families the usual fonts have them all.
    """

    text: str
    family: tuple[str, ...] = ()
    bold: bool = True


class Fitted(NamedTuple):
    """A text in lines, the size in points at which it fits, and a font with all its letters."""

    size: float
    lines: list[str]
    font: FontProperties


def graphemes(text: str) -> list[str]:
    """Split a text into what a reader takes for one letter; joined they are the text.

    The extended grapheme clusters of Unicode Standard Annex 29, but for rare cases in which fewer
    cuts are allowed here.
    """
    if text.isascii():
        return list(text)
    pieces, start, flags = [], 0, 0
    for at, (before, letter) in enumerate(pairwise(text), start=1):
        flags = flags + 1 if _FLAG.match(before) else 0
        held = (
            unicodedata.category(letter)[0] == "M"
            or letter in _JOINERS
            or before in _JOINERS
            or _EXTENDS.match(letter) is not None
            or (unicodedata.combining(before) == _VIRAMA and letter.isalpha())
            or (flags % 2 == 1 and _FLAG.match(letter) is not None)
        )
        if not held:
            pieces.append(text[start:at])
            start = at
    return [*pieces, text[start:]]


def legible(text: object, *, instead: str = "", noun: str = "name") -> Lettering:
    """Write a text in letters that some installed font has, or find an honest stand-in.

    Signs that no font has (most emoji) are left out; letters never silently. `instead` is a
    person's key, whose slug is shown when no font has the name's letters. When nothing else is
    left, `noun` says what is missing: "name in Thai letters".
    """
    plain = _bounded(one_line(text))
    missing = _families(plain, bold=False)[1]
    candidates = [plain, _without_signs(plain, missing)]
    candidates += [one_line(_PARENTHESES.sub(" ", plain)), _slug(instead)] if missing else []
    gaps = "".join("…" if letter in missing else letter for letter in plain)
    candidates.append(re.sub(r"…[\s…]*…", "…", gaps))
    for candidate in candidates:
        family, lacking = _families(candidate, bold=False)
        # Fewer than two letters name nobody.
        named = candidate == plain or sum(map(str.isalpha, candidate)) >= 2
        if candidate and not lacking and named:
            return Lettering(candidate, family, bold=not _families(candidate, bold=True)[1])
    unknown = next((letter for letter in plain if letter in missing and letter.isalpha()), "")
    if not unknown:
        return Lettering(f"no {noun}")
    script = unicodedata.name(unknown, "unknown").split(" ")[0].title().replace("Cjk", "Chinese")
    return Lettering(f"{noun} in {script} letters")


def person(name: object, key: str) -> Lettering:
    """Write a person's name without the letters after it, or the slug of their profile.

    >>> person("Zoë Looper, PhD, MBA", "in/zoe").text, person("Diaz, Ana", "in/ana").text
    ('Zoë Looper', 'Diaz, Ana')
    """
    plain = one_line(name)
    before = plain.split(",")[0]
    return legible(before if " " in before.strip() else plain, instead=key)


def joined(words: Iterable[Lettering], separator: str = ", ") -> Lettering:
    """Join several texts to one, with the fonts of all."""
    words = list(words)
    every = dict.fromkeys(family for word in words for family in word.family)
    bold = all(word.bold for word in words)
    return Lettering(separator.join(word.text for word in words), tuple(every), bold)


def fit(
    text: str, fits: Callable[[str], bool], *, lines: int = 1, both_ends: bool = False
) -> list[str]:
    """Wrap a text into lines that fit, and shorten it where it is too long for them.

    Words stay whole where they fit into a line. Of a text that is too long the end is left out, or,
    with `both_ends`, the middle. A line shorter than one that fits has to fit, too.

    >>> short = lambda line: len(line) <= 12
    >>> fit("Marrowick Technical University", short, lines=2)
    ['Marrowick', 'Technical U…']
    >>> fit("Marrowick Technical University", short, lines=2, both_ends=True)
    ['Marrowick T…', 'University']
    """
    rows = _wrapped(text, lines, fits)
    if len(rows) <= lines:
        return rows
    rest = text
    kept = rows[: max(lines - 2, 0) if both_ends else lines - 1]
    for row in kept:
        rest = rest.removeprefix(row).lstrip()
    pieces = graphemes(rest)
    most = len(pieces) - 1

    def head(n: int) -> str:
        return "".join(pieces[:n]).rstrip() + "…"

    def tail(n: int) -> str:
        return "".join(pieces[len(pieces) - n :]).lstrip()

    if not both_ends:
        return [*kept, head(max(_most(most, lambda n: fits(head(n))), 1))]
    if lines == 1:
        n = _most(most, lambda n: fits(head(n - n // 3) + tail(n // 3)))
        return [head(n - n // 3) + tail(n // 3)]
    # The line before the gap is filled up, even if a word breaks there.
    n = max(_most(most, lambda n: fits(head(n))), 1)
    end = tail(_most(most - n, lambda n: fits(tail(n))))
    # A word rather than the end of one, where there is a whole word.
    return [*kept, head(n), end.partition(" ")[2] or end]


def fit_size(
    text: str, width_mm: float, sizes: tuple[float, float], *, lines: int, bold: bool = False
) -> Fitted:
    """Write a text as large as it fits, apart from any setting of matplotlib.

    `sizes` are the largest and the smallest, in points. A single line is tried at every size down
    to three quarters of the largest before a second line is begun. At the smallest size the text is
    shortened. Where a fallback font is needed, no letters are bold.

    Raises
    ------
    InfonetError
        No installed font has one of the letters.
    """
    from matplotlib.font_manager import FontProperties

    added, missing = _families(text, bold=False, usual=(_CARD_FAMILY,))
    lacking = sorted(letter for letter in missing if unicodedata.category(letter) != "Cf")
    if lacking:
        raise InfonetError(
            f"no font on this machine has `{''.join(lacking[:5])}`: install one that has,"
            " such as Noto Sans, or leave these letters off the card"
        )
    weight = "bold" if bold and not added else "normal"
    family = added or (_CARD_FAMILY,)
    font = FontProperties(family=list(family), weight=weight, size=10)

    def fits(line: str) -> bool:
        return width(line, family, weight) * size <= width_mm

    largest, smallest = sizes
    size = largest
    while size >= max(smallest, 0.75 * largest):
        if fits(text):
            return Fitted(size, [text], font)
        size -= 0.5
    size = largest
    while size > smallest and len(_wrapped(text, lines, fits)) > lines:
        size = max(smallest, size - 0.5)
    return Fitted(size, fit(text, fits, lines=lines), font)


def shortened(text: str, most: int) -> str:
    """Cut a text to a number of graphemes, and a heap of marks to three on a letter."""
    return fit(_unheaped(text), lambda line: len(graphemes(line)) <= most)[0] if text else text


def halved(text: str) -> tuple[str, ...]:
    """Break a text into two lines at the space next to its middle."""
    spaces = [at for at, letter in enumerate(text) if letter == " "]
    if not spaces:
        return (text,)
    middle = min(spaces, key=lambda at: abs(at - len(text) / 2))
    return text[:middle], text[middle + 1 :]


def _wrapped(text: str, most: int, fits: Callable[[str], bool]) -> list[str]:
    """Break a text into lines at spaces, and a word longer than a line where the line ends.

    There are more than `most` lines if the text does not fit in as many.
    """
    rows: list[str] = []
    for word in text.split(" "):
        if rows and fits(f"{rows[-1]} {word}"):
            rows[-1] += f" {word}"
            continue
        if len(rows) == most:
            return [*rows, word]
        rest = word
        while len(rows) < most and not fits(rest):
            n = _break(rest, fits)
            if n == len(rest):
                break
            rows.append(rest[:n])
            rest = rest[n:]
        rows.append(rest)
    return rows


def _break(word: str, fits: Callable[[str], bool]) -> int:
    """Find where to break a word: after a hyphen or a sign of an address if one is near the end."""
    pieces = graphemes(word)
    kept = len("".join(pieces[: max(_most(len(pieces), lambda n: fits("".join(pieces[:n]))), 1)]))
    after = max(word.rfind(sign, 0, kept) for sign in "@./-_") + 1
    return after if after > kept / 2 else kept


def _most(top: int, holds: Callable[[int], bool]) -> int:
    """Find the largest number up to `top` for which it holds; 0 if for none.

    Small numbers are tried first: to measure much more than fits takes long.
    """
    reach = 16
    while reach < top and holds(reach):
        reach *= 2
    return bisect_left(range(1, min(reach, top) + 1), True, key=lambda n: not holds(n))


def _bounded(text: str) -> str:
    """Leave out the middle of an endless text."""
    if len(text) <= _LONGEST:
        return _unheaped(text)
    pieces = graphemes(text)
    return _unheaped("".join([*pieces[: _LONGEST // 2], "…", *pieces[-_LONGEST // 2 :]]))


def _unheaped(text: str) -> str:
    """Drop what is more than a few marks in a row."""
    if text.isascii():
        return text
    kept, marks = [], 0
    for letter in text:
        marks = marks + 1 if unicodedata.category(letter) in {"Mn", "Me"} else 0
        if marks <= _MARKS:
            kept.append(letter)
    return "".join(kept)


def _slug(key: str) -> str:
    """Take the readable part of a person's key: ``in/li-wei-4b7`` → ``li-wei``."""
    parts = one_line(key).removeprefix("in/").removeprefix("name/").split("-")
    while len(parts) > 1 and any(letter.isdigit() for letter in parts[-1]):
        parts.pop()
    return "-".join(parts)


def _without_signs(text: str, missing: frozenset[str]) -> str:
    """Drop signs (no letters, no marks, no numbers) that no font has."""
    return one_line(
        "".join(
            letter
            for letter in text
            if letter not in missing or unicodedata.category(letter)[0] in "LMN"
        )
    )


def _families(
    text: str, *, bold: bool, usual: tuple[str, ...] = ()
) -> tuple[tuple[str, ...], frozenset[str]]:
    """Find the font families that draw a text, and the characters that no font has.

    No family is returned if the `usual` ones, or else those of matplotlib's setting, are enough.
    """
    from matplotlib.font_manager import FontProperties, findfont

    wanted = FontProperties(family=list(usual) or None, weight="bold" if bold else "normal")
    first = list(wanted.get_family())
    missing = frozenset(text) - {" "}
    for family in first:
        face = wanted.copy()
        face.set_family(family)
        missing -= _characters(findfont(face))
    installed = _installed(bold=bold) if missing else []
    added = []
    while missing:
        best, covered = "", frozenset[str]()
        for family, file in installed:
            found = missing & _characters(file)
            if len(found) > len(covered):
                best, covered = family, found
            if found == missing:
                break
        if not best:
            break
        added.append(best)
        missing -= covered
    return tuple(first + added) if added else (), missing


@lru_cache(maxsize=10_000)
def width(text: str, family: tuple[str, ...], weight: str) -> float:
    """Measure a text at a size of one point, in millimetres; widths grow with the size."""
    from matplotlib.font_manager import FontProperties
    from matplotlib.textpath import text_to_path

    prop = FontProperties(family=list(family), weight=weight, size=10)
    wide, _, _ = text_to_path.get_text_width_height_descent(text, prop, ismath=False)
    return float(wide) / 10 * POINT


def _installed(*, bold: bool) -> list[tuple[str, str]]:
    """List families with an upright face of that weight and its file, plain sans-serif first."""
    from matplotlib.font_manager import fontManager, weight_dict

    # matplotlib warns when it draws in a family that lacks the weight.
    wanted = weight_dict["bold" if bold else "normal"]
    faces = {
        entry.name: entry.fname
        for entry in sorted(fontManager.ttflist, key=lambda entry: str(entry.fname))
        if entry.style == "normal"
        and weight_dict.get(str(entry.weight), entry.weight) == wanted
        and not _NO_LETTERS.search(entry.name)
    }
    return sorted(
        faces.items(),
        key=lambda face: (not face[0].startswith("Noto Sans"), "Sans" not in face[0], face),
    )


@lru_cache(maxsize=512)
def _characters(face: str) -> frozenset[str]:
    """Read every character of a font file; none from a file that cannot be read."""
    from matplotlib.font_manager import get_font

    try:
        return frozenset(map(chr, get_font(face).get_charmap()))
    except (OSError, RuntimeError, ValueError):
        return frozenset()
