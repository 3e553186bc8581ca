"""Tell what names an employer, and by which keys two spellings are compared."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple
from unicodedata import decimal, normalize

from infonet.names._legal import without_form, word_lists
from infonet.names.people import PARENTHESES, words
from infonet.names.text import few_marks

_AND = frozenset("and und et og och".split())
FILLER = _AND | frozenset("the of de".split())
_JOINTS = re.compile(r"(?<=\w)\.(?=\w)|(?<=\b\w)/(?=\w\b)")
_TEN = 10
_LONGEST = 200  # letters of a name that is looked at for what it says of itself
_SHORT = 2  # letters of a word that says too little without the "and" beside it
# Letters with marks that are also spelt out: Müller is Mueller.
_SPELT_OUT = str.maketrans(
    {"ä": "ae", "ö": "oe", "ü": "ue", "ø": "oe", "å": "aa"}
    | {"Ä": "Ae", "Ö": "Oe", "Ü": "Ue", "Ø": "Oe", "Å": "Aa"}
)

_LINES = word_lists("employers.csv")
_LISTS = {kind: frozenset(said.split()) for kind, said in _LINES}
# Written in the field of the employer, but nobody's employer.
_NOBODY = _LISTS["nobody"]
_NO_NAMES = _NOBODY | {""}
# A word before the colon with one after it, and no other: Various Companies, Full Time Mom.
_TOGETHER = [
    [frozenset(half.split()) for half in said.split(":")]
    for kind, said in _LINES
    if kind == "together"
]
# Each of these says it with more words about the work beside it, too: Freelance Designer.
_OWN_ACCOUNT = _LISTS["own account"]
_WORK = _LISTS["work"]
_LITTLE = _LISTS["little"]
_INDEPENDENT = frozenset("independent independant independante indipendente".split())
_TELLING = _OWN_ACCOUNT | _INDEPENDENT | {"stealth", "self", "auto"}
_MERGED = re.compile(r"\b(self|auto) (e)")
_STEALTH = _LISTS["stealth"]

# In brackets after a name: where, how or what kind, but no name.
_PLACES, _KINDS, _OTHERS = (_LISTS[kind] for kind in ("places", "kinds", "others"))
_SCHOOLS = _LISTS["schools"]  # words of which no name of one school is made
_EARLIER = re.compile(
    r"(?i)^(?:formerly(?: known as)?|former|previously|f/?k/?a|a\.?k\.?a\.?|aka|d/?b/?a|"
    r"doing business as|now|ex|früher|vormals|ehemals|anciennement|ex-|antes|tidl(?:igare|\.)?|"
    r"also known as|jetzt)[\s:.]+"
)
# The same without brackets; what else may be part of a name stands after a comma or a dash.
_UNBRACKETED = re.compile(
    r"(?i)(?:(?:\s|[,;|])\s*(?=(?:formerly|previously known as|f/?k/?a|a\.?k\.?a\.?|d/?b/?a|"
    r"doing business as|also known as|vormals|ehemals)\s)|(?:[,;|]|\s[-–—])\s*(?=(?:previously|"
    r"früher|anciennement|part of|subsidiary of|(?:an?|part of the) [^,;|]+ (?:company|brand|group|"
    r"subsidiary)$)))(\S[^,;|]*)$"
)

GENERIC = _PLACES | FILLER | _LITTLE | _WORK | _KINDS | _LISTS["generic"]
"""Words that many employers have, by which nobody recognises one of them."""

# How a number is spelt, from zero on; what is another word besides (once, elf, fire) is left out.
_SPELT = (
    "zero zéro|one first eins|two second zwei deux dos två|three third drei trois tres tre"
    "|four fourth vier quatre cuatro fyra|five fifth fünf cinq cinco fem|six sixth sechs seis"
    "|seven seventh sieben siete sju syv|eight eighth acht huit ocho åtta otte|nine ninth neun"
    " nueve nio|ten tenth zehn diez tio|eleven eleventh onze|twelve twelfth zwölf douze doce tolv"
    "|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen|twenty zwanzig vingt veinte"
)
_TENS = "thirty forty fifty sixty seventy eighty ninety"
_NUMBERS = {
    "".join(words(word)): at for at, row in enumerate(_SPELT.split("|")) for word in row.split()
} | {word: 10 * at for at, word in enumerate(_TENS.split(), 3)}
_DIGITS = re.compile(r"\d+")
_ROMAN = re.compile(r"(?=[ivx])(x{0,3})(ix|iv|v?i{0,3})")
_UNITS = {"": 0, "i": 1, "ii": 2, "iii": 3, "iv": 4, "v": 5, "vi": 6, "vii": 7, "viii": 8, "ix": 9}


class _Reading(NamedTuple):
    """A company's name as it is compared."""

    key: str
    distinctive: tuple[str, ...]
    order: tuple[frozenset[str], str]


def company_words(name: str) -> frozenset[str]:
    """Return the distinctive words of a company's name, without legal forms and filler words."""
    return _read(name).order[0]


def company_key(name: str) -> str:
    """Return the distinctive words of a company's name in order, without separators.

    ``Go Daddy Inc.`` and ``GoDaddy`` have the key ``godaddy``. An *and* beside a word of one or two
    letters stays: ``A&B`` is not ``AB``.
    """
    return _read(name).key


def distinctive(name: str) -> tuple[str, ...]:
    """Return the words that set one employer apart, or all where none would be left."""
    return _read(name).distinctive


def order_key(name: str) -> tuple[frozenset[str], str]:
    """Return what spellings have in common that differ in the order of their words alone.

    The little words within count: Bank of the West is not West Bank.
    """
    return _read(name).order


@lru_cache(maxsize=100_000)
def _read(name: str) -> _Reading:
    """Read a name once, however often it is compared."""
    spelt = _words(name)
    inner = without_form(spelt, FILLER)
    kept = tuple(word for word in inner if word not in FILLER)
    if not kept:
        return _Reading("".join(spelt), spelt, (frozenset(spelt), ""))
    if len(kept) == len(inner):
        return _Reading("".join(kept), kept, (frozenset(kept), ""))
    key = ""
    for at, word in enumerate(inner):
        if word not in FILLER:
            key += word
        elif word in _AND and 0 < at < len(inner) - 1:
            beside = min(len(inner[at - 1]), len(inner[at + 1]))
            key += "and" if beside <= _SHORT else ""
    little = sorted("and" if word in _AND else word for word in inner if word in FILLER)
    return _Reading(key, kept, (frozenset(kept), " ".join(little)))


def _words(name: str) -> tuple[str, ...]:
    """Return the words of a name without its brackets, or with them where nothing is left."""
    bare = _without_brackets(name)
    return tuple(words(_joined(bare)) or words(_joined(name)))


def _without_brackets(name: str) -> str:
    """Return a name without what is in brackets."""
    name = _bracketed(name)
    if name.isascii() and "(" not in name and "[" not in name:
        return name
    return PARENTHESES.sub(" ", name)


@lru_cache(maxsize=100_000)
def _bracketed(name: str) -> str:
    """Put brackets round what a name says of itself at its end: Delta, formerly Omega."""
    return _UNBRACKETED.sub(r" (\1)", name) if len(name) < _LONGEST else name


def _joined(text: str) -> str:
    """Join what a stop or a stroke between letters joins: "S.A." is sa, "A/S" is as."""
    if "." in text or "/" in text:
        text = _JOINTS.sub("", text)
    return text.replace("+", " plus ") if "+" in text else text


def differ_in_number(one: str, other: str) -> bool:
    """Return whether two names have numbers, and these differ: Studio 3 is not Studio IV.

    One that has a number less may be short for the other.
    """
    mine = _numbers(one)
    theirs = _numbers(other) if mine else ()
    apart = not ({*mine} <= {*theirs} or {*theirs} <= {*mine})
    return apart and "".join(mine) != "".join(theirs)  # 24/7 is 247


@lru_cache(maxsize=100_000)
def _numbers(name: str) -> tuple[str, ...]:
    """Return the numbers of a name: in digits, in words, and in Roman numerals that stand apart."""
    found: list[str] = []
    tens = 0
    for at, word in enumerate(distinctive(name)):
        digits = _DIGITS.findall(word)
        number = _NUMBERS.get(word)
        roman = _ROMAN.fullmatch(word)
        if number is None and roman and (at or len(word) > 1):  # I Love Delta
            number = 10 * len(roman[1]) + _UNITS[roman[2]]
        if number is None:
            tens = 0
            values = ("".join(str(decimal(digit)) for digit in run) for run in digits)
            found += [value.lstrip("0") or "0" for value in values]
        elif tens and 0 < number < _TEN:  # twenty-one
            found[-1], tens = str(tens + number), 0
        else:
            found.append(str(number))
            tens = number if number > _TEN and number % _TEN == 0 else 0
    return tuple(found)


def second_keys(name: str) -> tuple[str, ...]:
    """Return the keys of a company's other names: in brackets at its end, and spelt out.

    ``Nordic Fjord Services (NFS)`` is also ``NFS``, and ``Müller`` also ``Mueller``.
    """
    name = _bracketed(name)
    return () if name.isascii() and "(" not in name and "[" not in name else _second_keys(name)


@lru_cache(maxsize=100_000)
def _second_keys(name: str) -> tuple[str, ...]:
    """Return the keys of the other names of one that may have some."""
    found = [company_key(other) for other in _in_brackets(name)]
    bare = few_marks(PARENTHESES.sub(" ", name))
    spelt_out = normalize("NFC", bare).translate(_SPELT_OUT)
    if not name.isascii() and words(spelt_out):
        found.append(company_key(spelt_out))
    own = company_key(name)
    return tuple(dict.fromkeys(key for key in found if key and key != own))


def _in_brackets(name: str) -> Iterator[str]:
    """Yield the names in the brackets that end a name; a place or a kind of work is none."""
    if not any(sign in name for sign in "([（"):
        return
    for found in PARENTHESES.finditer(name):
        after = words(_joined(PARENTHESES.sub(" ", name[found.end() :])))
        if without_form(after, ()) or not words(name[: found.start()]):
            continue
        inside = _EARLIER.sub("", found[0][1:-1].strip())
        kept = without_form(words(_joined(inside)), FILLER)
        if not kept or ":" in inside or kept[0] in _KINDS or words(inside)[0] in _OTHERS:
            continue
        if any(word not in _PLACES | _KINDS and not word.isdigit() for word in kept):
            yield inside


@lru_cache(maxsize=100_000)
def _names_employer(name: str) -> bool:
    """Return whether a text names an employer."""
    spelt = words(_without_brackets(name)) or words(name)
    if "".join(spelt) in _NO_NAMES:
        return False
    said = {*spelt}
    if any(said & one and said & two and said - _LITTLE <= one | two for one, two in _TOGETHER):
        return False
    if _TELLING.isdisjoint(spelt):
        return True
    # "Self Employed" is one word of the list, as "Self-employed" is.
    merged = {*_MERGED.sub(r"\1\2", " ".join(spelt)).split()} - _LITTLE
    if "stealth" in merged:
        return bool(merged - _STEALTH - {"stealth"})
    # The Independent is a newspaper, and an Independent Designer works for nobody.
    alone = _OWN_ACCOUNT | _INDEPENDENT if merged & _WORK else _OWN_ACCOUNT
    return not merged & alone or bool(merged - alone - _WORK - _NOBODY)


def is_company(name: object) -> bool:
    """Return whether a text names an employer.

    ``Freelance``, ``Stealth Startup`` and ``Self-employed / Consultant`` do not.
    """
    return isinstance(name, str) and _names_employer(name)


def is_school(name: object) -> bool:
    """Return whether a text names one school, and no kind of them as ``High School`` does."""
    return is_company(name) and not company_words(str(name)) <= _SCHOOLS


def is_legal_form(text: str) -> bool:
    """Return whether a text is a legal form alone, and so belongs to the name before it."""
    spelt = words(_joined(text))
    return bool(spelt) and not without_form(spelt, ())
