"""The forms in which a person's name comes: turned round, from a mail, two in one cell."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

__all__ = [
    "Mailbox",
    "NamesByLetters",
    "alike_key",
    "mailbox",
    "mixed_scripts",
    "several_people",
    "turned_round",
    "unspaced_ways",
    "without_umlauts",
]

# After a comma: what somebody has or does, and not what they are called.
_CREDENTIALS = frozenset(
    """aca acca acma ams ba bba bcom bed beng bfa bs bsc ca caia ccna ccnp cfa cfp cfre chrp
    cissp cka cma cmgr cpa cphr cscp csm cspo dba dds dmd dnp dphil drph dsc dvm edd emba
    esq fca fcca frm gphr ii iii iv itil jd jr lcsw leed llb llm lmft lpc ma mba mbbs mcips
    md med meng mfa mha mpa mph mphil mpp mres ms msc mscis msn msw od pe pgce phd pharmd
    phr pmi pmp pmhnp prince psyd psm rd rn scd shrm sphr sr cp scp ceng ieng he she they
    him her them ap ing dipl prof dr mag rer nat""".split()
)
_PARTICLES = frozenset(
    "al abu ben bin da dal de del della den der des di do dos du el la le mac mc o san st ter van "
    "vom von zu zum".split()
)
_MAILBOX = re.compile(
    r"""^\s*["']?([^<>"]*?)["']?\s*<\s*(?:mailto:)?([^<>@\s]+@[^<>@\s]+)\s*>\s*$"""
)
_MAIL_FIRST = re.compile(r"^\s*([^<>@\s()]+@[^<>@\s()]+)\s*\(([^()]+)\)\s*$")
# An address at one end of a text, with or without brackets round it.
_MAIL_AT_END = re.compile(
    r"^\s*(?!mailto:)(?P<name>[^@;<>\n]*?[^\s@;<>\n,:|(\[–—-])[\s,:|(\[–—-]+(?:mailto:)?"
    r"(?P<email>[^@\s;<>,()\[\]]+@[^@\s;<>,()\[\]]+\.[^@\s;<>,()\[\].]+)[)\]]?\s*$"
)
_CUTS = re.compile(
    r"\s*[;\n]\s*|\s+[/+]\s+"
    # Not in "von und zu": the particles of one family's name.
    r"|(?<!\s)(?!(?i:(?<=\bvo[nm])|(?<=\bzu)|(?<=\bzum))\s+(?:&|and|und)\s+(?i:vo[nm]|zum?)\s)"
    r"\s+(?:&|and|und|et|og|och)\s+"
)
_NO_LETTERS = frozenset("0123456789_[]{}<>|*#:^/\\=+~!?&%$@")
_LONGEST = 1000  # letters of a text that can be a name, or some names
_MOST = 3  # words of a given name
_TURNS = 40  # letters of a name without spaces
_NOBODY = np.empty(0, dtype=np.int64)
_BIT, _SPACE = np.uint64(1), ord(" ")
_MANY = np.uint64(1 << 21)  # more letters than Unicode has
_SPREAD = np.uint32(0x9E3779B1)  # of Fibonacci hashing: the upper bits tell numbers apart
_ROUNDED = 1e-3  # of a letter
_LONG_A = "\0"  # in no name
# Letters of other scripts that look like a Latin one.
_LOOKS: dict[int, str] = str.maketrans(
    dict(
        "аa вb еe зz іi кk мm нh оo рp сc тt уy хx ѕs јj ԛq ԝw һh ӏl ԁd "
        "αa βb εe ζz ηh ιi κk μm νn οo ρp τt υy χx".split()  # type: ignore[arg-type]  # two each
    )
)


class Mailbox(NamedTuple):
    """A name, which may be empty, with an e-mail address, as mail programs write them."""

    name: str
    email: str


def mailbox(text: str) -> Mailbox | None:
    """Return name and address of ``Ana Diaz <ana@example.com>``; None for anything else.

    Examples
    --------
    >>> mailbox('"Diaz, Ana" <ana@example.com>')
    Mailbox(name='Diaz, Ana', email='ana@example.com')
    >>> mailbox("Ana Diaz, ana@example.com"), mailbox("Ana Diaz")
    (Mailbox(name='Ana Diaz', email='ana@example.com'), None)
    """
    if "@" not in text or len(text) > _LONGEST:
        return None
    found = _MAILBOX.match(text)
    if found is not None:
        return Mailbox(found[1].strip(" ,"), found[2])
    found = _MAIL_FIRST.match(text)
    if found is not None:
        return Mailbox(found[2].strip(), found[1])
    found = _MAIL_AT_END.match(text)
    return None if found is None else Mailbox(found["name"].strip(" \"'"), found["email"])


def several_people(text: str) -> list[str]:
    """Return the names of several people in one text; empty where it may name just one.

    Each has two words or more, or an e-mail address: ``Ana and Bo Diaz`` is not taken apart.

    Examples
    --------
    >>> several_people("Runa Askeland; Timo Brevik")
    ['Runa Askeland', 'Timo Brevik']
    >>> several_people("Askeland, Runa")
    []
    """
    if len(text) > _LONGEST:
        return []
    parts = [part.strip(" ,") for part in _CUTS.split(text)]
    parts = [part for part in parts if part]
    whole = all("@" in part or _is_whole_name(part) for part in parts)
    # A name in two scripts is that of one.
    scripts = {is_unspaced(part) for part in parts if "@" not in part}
    return parts if len(parts) > 1 and whole and len(scripts) < 2 else []


def _is_whole_name(part: str) -> bool:
    """Say whether a text can be a whole name: two words or more, of letters alone."""
    written = (word[0].isalpha() and not set(word) & _NO_LETTERS for word in part.split())
    return (" " in part or is_unspaced(part)) and all(written)


def turned_round(name: str) -> str:
    """Return ``Runa Askeland`` for ``Askeland, Runa``; credentials after a comma turn nothing.

    Examples
    --------
    >>> [turned_round(name) for name in ("van der Berg, Anna", "Looper, DipWSET", "Ana Diaz, PhD")]
    ['Anna van der Berg', 'Looper, DipWSET', 'Ana Diaz, PhD']
    """
    before, comma, after = name.partition(",")
    family, given = before.split(), after.split(",")[0].split()
    alone = len(family) == 1 or (len(family) > 1 and family[0].lower().strip("'’") in _PARTICLES)
    if not comma or not alone or not 0 < len(given) <= _MOST:
        return name
    if any(_is_credential(word, upper=before.isupper()) for word in given):
        return name
    rest = ",".join(after.split(",")[1:])
    return f"{' '.join(given)} {before.strip()}" + (f",{rest}" if rest else "")


def _is_credential(word: str, *, upper: bool) -> bool:
    """Say whether a word after a comma is a credential: by the list, or by how it is written."""
    bare = word.strip("()[]®™").replace(".", "").replace("-", "")
    if bare.lower() in _CREDENTIALS or not bare or any(map(str.isdigit, bare)):
        return True
    # "R." is an initial, and names may be in capitals throughout.
    if len(bare) == 1 or upper:
        return False
    inner = any(map(str.isupper, "".join(part[2:] for part in word.split("-"))))  # not Mary-Jane
    return inner or (not any(map(str.islower, bare)) and bare.isascii())


@lru_cache(maxsize=200_000)
def alike_key(key: str) -> str:
    """Return a name's key with what may be written otherwise: order, ö as oe, å as aa, spaces.

    Without a space nobody knows where the family name ends: the letters are turned to where the
    least is first.
    Letters of other scripts that look like Latin ones are those, in words that have both.
    """
    if not key.isascii():
        key = key.translate(_LOOKS) if _is_mostly_latin(key) else key
        if is_unspaced(key):
            bare = key.replace(" ", "")[:_TURNS]
            return min((bare[at:] + bare[:at] for at in range(len(bare))), default="")
    return " ".join(sorted(without_umlauts(key).split()))


def without_umlauts(text: str) -> str:
    """Return a text with ae, oe and ue as a, o and u, and aa as a; from the left, each once."""
    text = text.replace("aa", _LONG_A)
    for letter in "aou":
        text = text.replace(f"{letter}e", letter)
    return text.replace(_LONG_A, "a")


class NamesByLetters:
    """Keys of names by their letters, to tell of most of very many that they are not alike."""

    def __init__(self, names: Sequence[str]) -> None:
        self._names = names
        plain = "\n".join([name for name in names if name.isascii()])
        lines = iter(without_umlauts(plain).split("\n"))
        self._marks = _marks([next(lines) if name.isascii() else alike_key(name) for name in names])
        codes, first = _codes(names)
        words = np.append(0, np.flatnonzero(codes == _SPACE) + 1)[:-1]
        begins = codes[words] * _MANY + codes.take(words + 1, mode="clip")
        order = np.argsort(begins)
        self._begins, self._named = begins[order], np.searchsorted(first, words, "right")[order] - 1

    def like(self, name: str, alike: float, *, starts: Iterable[str]) -> list[str]:
        """Return the names, in their order, among which are all that are like one.

        Their `alike_key` may be `alike` percent that of the name, by the normalised indel
        similarity, and a word of theirs begins with one of the `starts`, of a letter or two.

        Examples
        --------
        >>> names = NamesByLetters(["ana diaz", "bo lin", "di andersen"])
        >>> names.like("anna diaz", 85, starts=["an", "di"])
        ['ana diaz']
        """
        at = np.concatenate([_NOBODY, *map(self._beginning, starts)])
        lengths, *marks = (mark[at] for mark in self._marks)
        length, *mine = _marks([alike_key(name)])
        most = np.floor((1 - alike / 100) * (lengths + length) + _ROUNDED)
        # A letter put in or left out is one of a text, and makes two pairs of letters of one.
        letters, pairs = (np.bitwise_count(a ^ b) for a, b in zip(marks, mine, strict=True))
        near = np.unique(at[(letters <= most) & (pairs <= 3 * most)])
        return [self._names[one] for one in near.tolist()]

    def _beginning(self, start: str) -> NDArray[np.int64]:
        """Return the names with a word that begins with a letter or two."""
        first, second = map(ord, f"{start}\0"[:2])
        ends = [(first, second), (first, second + 1) if second else (first + 1, 0)]
        # Of the type of what is searched: else all of that would be turned into another.
        found = np.array([one * int(_MANY) + two for one, two in ends], dtype=self._begins.dtype)
        return self._named[slice(*self._begins.searchsorted(found))]


def _marks(keys: Sequence[str]) -> tuple[NDArray[np.int64], NDArray[np.uint64], NDArray[np.uint64]]:
    """Return of each key its length, and as bits its letters and the pairs of them side by side.

    Several letters have one bit. The order of the words changes no pair.
    """
    codes, first = _codes(keys)
    pairs = (np.append(np.uint32(_SPACE), codes[:-1]) * 32 + codes) * _SPREAD
    bits = codes & 63, pairs >> 26
    letters, pairs = (np.bitwise_or.reduceat(_BIT << each, first) for each in bits)
    return np.diff(first, append=len(codes)) - 1, letters, pairs


def _codes(texts: Sequence[str]) -> tuple[NDArray[np.uint32], NDArray[np.int64]]:
    """Return the letters of texts as numbers, each with a space after it, and where each begins."""
    lines = "\n".join([*texts, ""])
    codes = np.frombuffer(lines.encode("utf-32-le"), dtype="<u4").astype(np.uint32)
    ends = codes == ord("\n")
    codes[ends] = _SPACE
    return codes, np.append(0, np.flatnonzero(ends) + 1)[:-1]


def looks_like(name: str) -> str:
    """Return a folded name with the Latin letters that others look like, throughout."""
    return name if name.isascii() else name.translate(_LOOKS)


def _is_mostly_latin(text: str) -> bool:
    """Say whether some word of a text mixes scripts."""
    return any(map(_mixes, text.split()))


def mixed_scripts(name: str) -> list[str]:
    """Return the words of a name that mix Latin letters with those of a script that looks like it.

    Examples
    --------
    >>> mixed_scripts("\u0410na Diaz"), mixed_scripts("Анна Диас"), mixed_scripts("Ana Диас")
    (['\u0410na'], [], [])
    """
    return [] if name.isascii() else [word for word in name[:_LONGEST].split() if _mixes(word)]


@lru_cache(maxsize=10_000)
def _mixes(word: str) -> bool:
    if word.isascii():
        return False
    scripts = {unicodedata.name(letter, "").split(" ")[0] for letter in word if letter.isalpha()}
    return "LATIN" in scripts and bool(scripts & {"CYRILLIC", "GREEK", "ARMENIAN", "CHEROKEE"})


def is_unspaced(text: str) -> bool:
    """Say whether a name is in Han, Hangul or kana, where the space between its parts is free."""
    if text.isascii():
        return False
    return any("\u3040" <= letter <= "\u9fff" or "\uac00" <= letter <= "\ud7a3" for letter in text)


def unspaced_ways(key: str) -> tuple[str, ...]:
    """Return how a name's key in Han, Hangul or kana may stand without its space.

    Examples
    --------
    >>> unspaced_ways("小明 王"), unspaced_ways("王小明")
    (('小明王', '王小明'), ('王小明',))
    """
    parts = key.split()
    return tuple(dict.fromkeys(("".join(parts), "".join(reversed(parts)))))
