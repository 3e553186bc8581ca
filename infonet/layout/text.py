"""Names from outside as letters that can be drawn: any script, no box, no hidden character."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache
from typing import NamedTuple

__all__ = ["Lettering", "clusters", "joined", "legible", "person", "tidy"]

_JOINERS = "\u200c\u200d"
_PARENTHESES = re.compile(r"\s*(\([^()]*\)|\[[^\[\]]*\]|（[^（）]*）)\s*")
# Longer than any name: what is cut away beyond it could never be shown.
_LONGEST = 400
# Fonts whose letters are boxes, blanks, or signs at the places of letters.
_NO_LETTERS = re.compile(
    r"last ?resort|blank|fallback|color|dings|dingbats|symbol|^cm[a-z]+10$|^stixsize|^stixnon",
    re.IGNORECASE,
)


class Lettering(NamedTuple):
    """A text, the font families that have its letters, and whether their bold faces do, too.

    Without families the usual fonts have them all.
    """

    text: str
    family: tuple[str, ...] = ()
    bold: bool = True


def tidy(text: object) -> str:
    """One line without control, private and direction-changing characters.

    Examples
    --------
    >>> tidy("Ana\\n\\tDiaz\\u202e ")
    'Ana Diaz'
    """
    kept = []
    for letter in unicodedata.normalize("NFC", str(text)[: 4 * _LONGEST]):
        category = unicodedata.category(letter)
        if category in ("Cc", "Zl", "Zp", "Zs"):
            kept.append(" ")
        elif category[0] != "C" or (
            # A joiner means something only between letters.
            letter in _JOINERS and kept and unicodedata.category(kept[-1])[0] in "LM"
        ):
            kept.append(letter)
    line = " ".join("".join(kept).split())
    if len(line) > _LONGEST:
        line = line[: _LONGEST // 2] + "…" + line[-_LONGEST // 2 :]
    return line


def legible(text: object, *, instead: str = "", noun: str = "name") -> Lettering:
    """The text in letters that some installed font has, or an honest stand-in.

    Parameters
    ----------
    text : object
        A name from outside.
    instead : str
        The person's key: its slug is shown when no font has the name's letters.
    noun : str
        What to call it when nothing else is left ("name in Thai letters").

    Returns
    -------
    Lettering
        Signs that no font has (most emoji) are left out; letters never silently.

    Examples
    --------
    >>> legible("Zoë $x$ Looper").text
    'Zoë $x$ Looper'
    """
    plain = tidy(text)
    family, missing = _fonts(plain, bold=False)
    candidates = [plain, _without_signs(plain, missing)]
    candidates += [tidy(_PARENTHESES.sub(" ", plain)), _slug(instead)] if missing else []
    for candidate in candidates:
        family, lacking = _fonts(candidate, bold=False)
        if candidate and not lacking and (candidate == plain or _is_name(candidate)):
            return Lettering(candidate, family, bold=not _fonts(candidate, bold=True)[1])
    gaps = "".join("…" if letter in missing else letter for letter in plain)
    rest = re.sub(r"…[\s…]*…", "…", gaps)
    if _is_name(rest):
        return Lettering(rest, _fonts(rest, bold=False)[0], bold=not _fonts(rest, bold=True)[1])
    unknown = next((letter for letter in plain if letter in missing and letter.isalpha()), "")
    if not unknown:
        return Lettering(f"no {noun}")
    script = unicodedata.name(unknown, "unknown").split(" ")[0].title().replace("Cjk", "Chinese")
    return Lettering(f"{noun} in {script} letters")


def person(name: object, key: str) -> Lettering:
    """A person's name without the letters after it, or the slug of their profile.

    Examples
    --------
    >>> person("Zoë Looper, PhD, MBA", "in/zoe").text, person("Diaz, Ana", "in/ana").text
    ('Zoë Looper', 'Diaz, Ana')
    """
    plain = tidy(name)
    before = plain.split(",")[0]
    return legible(before if " " in before.strip() else plain, instead=key)


def joined(words: Iterable[Lettering], separator: str = ", ") -> Lettering:
    """Several texts in one, with the fonts of all.

    Examples
    --------
    >>> joined([Lettering("Ana"), Lettering("Bo")]).text
    'Ana, Bo'
    """
    words = list(words)
    families = dict.fromkeys(family for word in words for family in word.family)
    bold = all(word.bold for word in words)
    return Lettering(separator.join(word.text for word in words), tuple(families), bold)


def clusters(text: str) -> list[str]:
    """The text in pieces that must not be cut: a letter with its marks and joiners.

    Examples
    --------
    >>> [len(piece) for piece in clusters("e\\u0301a")]
    [2, 1]
    """
    pieces: list[str] = []
    for letter in text:
        joined = unicodedata.category(letter)[0] == "M" or letter in _JOINERS
        if pieces and (joined or pieces[-1][-1] in _JOINERS):
            pieces[-1] += letter
        else:
            pieces.append(letter)
    return pieces


def _is_name(text: str) -> bool:
    """At least two letters: less tells nobody anything."""
    return sum(letter.isalpha() for letter in text) >= 2


def _slug(key: str) -> str:
    """The readable part of a person's key: ``in/li-wei-4b7`` → ``li-wei``."""
    parts = tidy(key).removeprefix("in/").removeprefix("name/").split("-")
    while len(parts) > 1 and any(letter.isdigit() for letter in parts[-1]):
        parts.pop()
    return "-".join(parts)


def _without_signs(text: str, missing: frozenset[str]) -> str:
    """The text without those signs (no letters, no marks) that no font has."""
    return tidy(
        "".join(
            letter
            for letter in text
            if letter not in missing or unicodedata.category(letter)[0] in "LMN"
        )
    )


def _fonts(text: str, *, bold: bool) -> tuple[tuple[str, ...], frozenset[str]]:
    """The font families that draw a text (none: the usual ones do), and what no font has."""
    from matplotlib.font_manager import FontProperties, findfont

    usual = FontProperties(weight="bold" if bold else "normal")
    families = list(usual.get_family())
    missing = frozenset(text) - {" "}
    for family in families:
        one = usual.copy()
        one.set_family(family)
        missing -= _letters(findfont(one))
    installed = _installed(bold) if missing else []
    added = []
    while missing:
        best, covered = "", frozenset[str]()
        for family, face in installed:
            found = missing & _letters(face)
            if len(found) > len(covered):
                best, covered = family, found
            if found == missing:
                break
        if not best:
            break
        added.append(best)
        missing -= covered
    return tuple(families + added) if added else (), missing


def _installed(bold: bool) -> list[tuple[str, str]]:
    """Families with an upright face of that weight, and its file; plain sans-serif ones first."""
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
def _letters(face: str) -> frozenset[str]:
    """Every character of a font file; none for a file that cannot be read."""
    from matplotlib.font_manager import get_font

    try:
        return frozenset(map(chr, get_font(face).get_charmap()))
    except (OSError, RuntimeError, ValueError):
        return frozenset()
