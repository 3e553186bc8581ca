"""Make a text fit a width: a smaller size, more lines, and at last a cut. Widths in millimetres."""

from __future__ import annotations

import unicodedata
from bisect import bisect_right
from functools import lru_cache
from typing import TYPE_CHECKING

from infonet.errors import InfonetError

if TYPE_CHECKING:
    from matplotlib.font_manager import FontProperties

__all__ = ["POINT", "fitted"]

POINT = 25.4 / 72
"""Millimetres of a typographic point."""

_FAMILY = "DejaVu Sans"  # comes with matplotlib


def fitted(
    text: str, width: float, sizes: tuple[float, float], *, lines: int, bold: bool = False
) -> tuple[float, list[str], FontProperties]:
    """The largest size at which a text fits in so many lines; cut with … at the smallest.

    One line is tried at every size down to three quarters before a second one is begun.
    """
    prop = _font(text, bold)
    largest, smallest = sizes
    size = largest
    while size >= max(smallest, 0.75 * largest):
        if _wide(text, prop) * size <= width:
            return size, [text], prop
        size -= 0.5
    size = largest
    while True:
        wrapped = _wrapped(text, prop, width / size, most=lines)
        if len(wrapped) <= lines or size <= smallest:
            break
        size = max(smallest, size - 0.5)
    if len(wrapped) > lines:
        last = wrapped[lines - 1]
        kept = _prefix(last, prop, width / size - _wide("…", prop))
        wrapped = [*wrapped[: lines - 1], last[:kept].rstrip() + "…"]
    return size, wrapped, prop


def _wrapped(text: str, prop: FontProperties, width: float, *, most: int) -> list[str]:
    """The text in lines of at most that width at one point, up to one more than `most`.

    A word that is longer than a line is broken.
    """
    lines: list[str] = []
    line, used, space = "", 0.0, _wide(" ", prop)
    for word in text.split(" "):
        long = _wide(word, prop)
        if line and used + space + long <= width:
            line, used = f"{line} {word}", used + space + long
            continue
        if line:
            lines.append(line)
        line, used = word, long
        while len(lines) <= most and len(line) > 1 and used > width:
            kept = _good_break(line, _prefix(line, prop, width))
            lines.append(line[:kept])
            line = line[kept:]
            used = _wide(line, prop)
        if len(lines) > most:
            return lines
    return [*lines, line] if line else lines


def _prefix(word: str, prop: FontProperties, width: float) -> int:
    """How many letters fit, at least one; a letter keeps its marks."""
    fits = bisect_right(range(1, len(word) + 1), width, key=lambda n: _wide(word[:n], prop))
    while 1 < fits < len(word) and unicodedata.category(word[fits])[0] == "M":
        fits -= 1
    return max(fits, 1)


def _good_break(word: str, kept: int) -> int:
    """Where to break a word that fits up to there: after a sign of an address, if one is near."""
    after = max(word.rfind(sign, 0, kept) for sign in "@./-_") + 1
    return after if after > kept / 2 else kept


def _wide(text: str, prop: FontProperties) -> float:
    """Millimetres of a text at one point; widths grow with the size."""
    return _measured(text, tuple(prop.get_family()), str(prop.get_weight()))


@lru_cache(maxsize=10_000)
def _measured(text: str, family: tuple[str, ...], weight: str) -> float:
    from matplotlib.font_manager import FontProperties
    from matplotlib.textpath import text_to_path

    prop = FontProperties(family=list(family), weight=weight, size=10)
    width, _, _ = text_to_path.get_text_width_height_descent(text, prop, ismath=False)
    return float(width) / 10 * POINT


def _font(text: str, bold: bool) -> FontProperties:
    """A font, with others behind it for letters that it lacks."""
    from matplotlib.font_manager import FontProperties, findfont, fontManager, get_font

    def letters(file: str) -> set[int]:
        return set(get_font(file).get_charmap())

    usual = FontProperties(family=_FAMILY, weight="bold" if bold else "normal", size=10)
    wanted = {ord(letter) for letter in text if unicodedata.category(letter) != "Cf"}
    missing = wanted - letters(findfont(usual)) - {0x20}
    families = [_FAMILY]
    faces = {face.name: face.fname for face in fontManager.ttflist if face.style == "normal"}
    for family, file in sorted(
        faces.items(), key=lambda face: (not face[0].startswith("Noto Sans"), face)
    ):
        if not missing:
            break
        if "Last" in family or "Symbol" in family or "STIX" in family:
            continue
        if missing & letters(file):
            missing -= letters(file)
            families.append(family)
    if missing:
        unknown = "".join(chr(letter) for letter in sorted(missing)[:5])
        raise InfonetError(
            f"no font on this machine has `{unknown}`: install one that has, such as Noto Sans, "
            "or leave these letters off the card"
        )
    if len(families) == 1:
        return usual
    return FontProperties(family=families, weight="normal", size=10)
