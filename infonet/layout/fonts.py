"""Which fonts have the letters of a text, and how wide it is in them."""

from __future__ import annotations

import re
from functools import lru_cache

__all__ = ["POINT", "families", "width"]

POINT = 25.4 / 72
"""Millimetres of a typographic point."""

# Fonts whose letters are boxes, blanks, or signs at the places of letters.
_NO_LETTERS = re.compile(
    r"last ?resort|blank|fallback|color|dings|dingbats|symbol|^cm[a-z]+10$|^stixsize|^stixnon",
    re.IGNORECASE,
)


def families(
    text: str, *, bold: bool, usual: tuple[str, ...] = ()
) -> tuple[tuple[str, ...], frozenset[str]]:
    """Find the font families that draw a text, and the characters that no font has.

    It begins with the `usual` families, or with matplotlib's setting if none are given; no family
    is returned if these are enough.
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

    # A family without the very weight would make matplotlib complain when it draws.
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
