"""Keys of people: for profiles, names and e-mail addresses.

Two spellings are the same thing when their keys are equal. Nothing is matched by substring.
"""

from __future__ import annotations

import re
import unicodedata
from urllib.parse import quote, unquote

from infonet.names._person_names import (
    Mailbox,
    NamesByLetters,
    alike_key,
    is_unspaced,
    looks_like,
    mailbox,
    mixed_scripts,
    several_people,
    turned_round,
    unspaced_ways,
    without_umlauts,
)
from infonet.names.text import few_marks, one_line

__all__ = [
    "PARENTHESES",
    "Mailbox",
    "NamesByLetters",
    "alike_key",
    "called_by_key",
    "email_key",
    "fold",
    "full_name",
    "given_name",
    "is_ornate",
    "is_unspaced",
    "looks_like",
    "mailbox",
    "mixed_scripts",
    "name_key",
    "person_key",
    "profile_key",
    "profile_url",
    "several_people",
    "turned_round",
    "unspaced_ways",
    "without_umlauts",
    "words",
]

# Letters that Unicode does not decompose into a base letter and a mark.
_UNDECOMPOSED = str.maketrans("øđðħıłŧ", "oddhilt") | str.maketrans(
    {"þ": "th", "æ": "ae", "œ": "oe"}
)
# Signs that Unicode decomposes into letters, or into a blank, but that are none of either.
_SIGNS = str.maketrans({"™": "", "℠": "", "´": "'", "ʼ": "'", "ʹ": "'", "‘": "'"})
PARENTHESES = re.compile(r"\([^()]*\)|\[[^\[\]]*\]|（[^（）]*）|[\u321c\u321d\u3220-\u3247]")
_PROFILE = re.compile(
    r"^(?:https?://)?(?:[a-z0-9-]+\.)*linkedin\.com/in/([^/?#\s]+)", re.IGNORECASE
)
_EMAIL = re.compile(r"^[^@\s,;<>\"]+@[^@\s,;<>\"]+\.[^@\s,;<>\".]+$")
_ASCII_WORD = re.compile("[a-z0-9]+")
_HONORIFICS = frozenset("dr prof mr mrs ms".split())
_TITLES = _HONORIFICS | frozenset("phd mba md msc bsc pmp cpa cfa jr sr esq".split())
# Family names, too: they change what somebody is called, and no key.
_RANKS = frozenset("mx sir dame".split())


def fold(text: str) -> str:
    """Fold away case, diacritics and compatibility forms, in any script.

    Examples
    --------
    >>> fold("Øresund Straße, İSTANBUL")
    'oresund strasse, istanbul'
    """
    if text.isascii():
        return text.lower()
    text = few_marks(text.translate(_SIGNS))
    decomposed = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", text).casefold())
    bare = "".join(
        letter
        for letter in decomposed.translate(_UNDECOMPOSED)
        # Marks of scripts that write their vowels so (Devanagari, Thai) are letters: keep them.
        if not (unicodedata.combining(letter) and ord(letter) < 0x0370)
    )
    return unicodedata.normalize("NFC", bare)


def words(text: str) -> list[str]:
    """Split a text into runs of letters, digits and marks, folded; an ampersand is the word and.

    Examples
    --------
    >>> words("O'Brien & Söhne")
    ['obrien', 'and', 'sohne']
    """
    folded = fold(text).replace("&", " and ").replace("'", "").replace("’", "")
    if folded.isascii():
        return _ASCII_WORD.findall(folded)
    marked = "".join(
        letter if unicodedata.category(letter)[0] in "LMN" else " " for letter in folded
    )
    return marked.split()


def profile_key(url: object) -> str | None:
    """Return the slug of a LinkedIn profile address, decoded, in lower case; else None."""
    if not isinstance(url, str):
        return None
    found = _PROFILE.match(url.strip())
    if found is None:
        return None
    slug = unicodedata.normalize("NFC", few_marks(unquote(found[1]))).strip().lower()
    return slug or None


def profile_url(slug: str) -> str:
    """Return the one spelling of a profile's address; encode what could break out of a link.

    Examples
    --------
    >>> profile_url("josé-ruiz"), profile_url("a b")
    ('https://www.linkedin.com/in/josé-ruiz', 'https://www.linkedin.com/in/a%20b')
    """
    if not slug.isascii() or not slug.replace("-", "").isalnum():
        slug = "".join(
            letter if _is_harmless(letter) else quote(letter, safe="", errors="replace")
            for letter in slug
        )
    return "https://www.linkedin.com/in/" + slug


def _is_harmless(letter: str) -> bool:
    """Return whether a letter may stand in an address as it is."""
    if letter.isascii():
        return letter.isalnum() or letter in "-_.~"
    return one_line(letter) == letter


def called_by_key(key: str) -> str:
    """Return what to call somebody who has a key and no name: the address of their profile.

    Examples
    --------
    >>> called_by_key("in/zoe-quist-5f2"), called_by_key("me")
    ('linkedin.com/in/zoe-quist-5f2', 'me')
    """
    return profile_url(key[3:])[12:] if key.startswith("in/") else key


def email_key(text: object) -> str | None:
    """Return an e-mail address in lower case without ``mailto:``; None for anything else."""
    if not isinstance(text, str):
        return None
    bare = text.strip().lower().removeprefix("mailto:")
    return bare if _EMAIL.match(bare) else None


def name_key(name: object) -> str:
    """Return a person's name for comparing: folded, without credentials, parentheses and emoji.

    ``Askeland, Runa`` and ``Runa Askeland <runa@example.com>`` are ``runa askeland``. A number is
    nobody's name. The same key is never enough to merge two people; it only finds and offers them.
    """
    if not isinstance(name, str):
        return ""
    mail = mailbox(name) if "@" in name else None
    called = mail.name if mail is not None and mail.name else name
    if "," in called or "(" in called or not called.isascii():
        bare = turned_round(PARENTHESES.sub(" ", called).strip()).split(",")[0]
    else:
        bare = called if "[" not in called else PARENTHESES.sub(" ", called)
    kept = words(bare) or words(called)
    while len(kept) > 2 and kept[-1] in _TITLES:
        kept.pop()
    while len(kept) > 2 and kept[0] in _TITLES:
        kept.pop(0)
    return "" if "".join(kept).isnumeric() else " ".join(kept)


def is_ornate(name: str) -> bool:
    """Return whether a name has more than its key: credentials, a nickname in parentheses.

    Examples
    --------
    >>> is_ornate("Ana Diaz, PhD"), is_ornate("Ana-Diaz")
    (True, False)
    """
    return " ".join(words(name)) != name_key(name)


def person_key(*, slug: str | None = None, name: str = "") -> str:
    """Return the key of a person in the tables: by profile where there is one, else by name.

    ``in/ana-diaz`` and ``name/ana-diaz`` are such keys.
    """
    return f"in/{slug}" if slug else "name/" + name_key(name).replace(" ", "-")


def full_name(name: object) -> str:
    """Return a name as a sentence has it, without credentials, parentheses and signs.

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
    """Return what to call somebody: the first word of the name, or all of it after an initial.

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
    while len(parts) > 1 and parts[0].rstrip(".").lower() in _HONORIFICS | _RANKS:
        parts.pop(0)
    if parts and len(parts[0].rstrip(".")) > 1:
        return parts[0]
    return " ".join(parts)
