"""Whose export it is: the ego of a reading."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal
from urllib.parse import quote

from infonet.errors import InfonetError
from infonet.names.people import name_key, person_key, profile_key
from infonet.readers._reading import Reading, slug_of
from infonet.tables import ME

__all__ = ["Who", "Whose", "profile_url", "tidy", "who", "whose"]

Whose = Literal["mine", "anothers", "ask", "unknown"]
"""What the evidence in an export says of its owner: see `whose`."""

# Marks that reorder, hide or end what is shown; the joiners that emoji and Persian need stay.
_HIDDEN: dict[int, str] = {
    **dict.fromkeys([*range(0x20), *range(0x7F, 0xA0)], ""),
    **dict.fromkeys([*range(0x202A, 0x202F), *range(0x2066, 0x206A)], ""),
    **dict.fromkeys([0x200B, 0x200E, 0x200F, 0xFEFF], ""),
    **dict.fromkeys([*range(0x09, 0x0E), *range(0x1C, 0x20), 0x85, 0x2028, 0x2029], " "),
    **dict.fromkeys(range(0xD800, 0xE000), "\ufffd"),
}


def tidy(text: str) -> str:
    """One line: whitespace made single, control characters dropped, everything else kept.

    Examples
    --------
    >>> tidy("  Ana\\tDíaz, PhD ")
    'Ana Díaz, PhD'
    """
    if not text.isprintable():
        text = text.translate(_HIDDEN)
    return " ".join(text.split())


def profile_url(slug: str) -> str:
    """The one spelling of a profile's address; what could break out of a link is encoded.

    Examples
    --------
    >>> profile_url("josé-ruiz")
    'https://www.linkedin.com/in/josé-ruiz'
    """
    if slug.replace("-", "").isalnum():
        return "https://www.linkedin.com/in/" + slug
    safe = (
        letter
        if letter.isalnum() or letter in "-_.~" or (letter > "\x7f" and letter.isprintable())
        else quote(letter, safe="", errors="replace")
        for letter in slug
    )
    return "https://www.linkedin.com/in/" + "".join(safe)


@dataclass(frozen=True)
class Who:
    """The owner of an export, as far as it was said.

    Attributes
    ----------
    key : str
        The person key: ``me``, ``in/<slug>`` or ``name/<name>``.
    slug : str or None
        The owner's profile, decoded.
    name : str or None
        The owner's name as it was given.
    reader : str or None
        The slug of the person who reads a friend's export: they are ``me`` in it.
    """

    key: str
    slug: str | None = None
    name: str | None = None
    reader: str | None = None

    def key_of(self, slug: str) -> str:
        """The key of a profile as seen from here."""
        if slug == self.slug:
            return self.key
        return ME if slug == self.reader else person_key(slug=slug)


def who(owner: str | None, me: str | None) -> Who:
    """Work out the owner from what the caller said.

    Parameters
    ----------
    owner : str or None
        None for one's own export; else a friend's name, profile address or person key.
    me : str or None
        One's own profile address or name.

    Raises
    ------
    InfonetError
        A text that is neither a name nor a profile address.
    """
    mine = None if me is None else _settle(me, "me")
    if owner is None:
        return Who(ME) if mine is None else Who(ME, mine.slug, mine.name)
    if owner == ME:
        return Who(ME) if mine is None else Who(ME, mine.slug, mine.name)
    theirs = _settle(owner, "owner")
    if mine is None:
        return theirs
    if theirs.slug is not None and theirs.slug == mine.slug:
        return Who(ME, mine.slug)
    return Who(theirs.key, theirs.slug, theirs.name, mine.slug)


def _settle(text: str, argument: str) -> Who:
    """A person from a profile address, a person key or a name."""
    slug = profile_key(text)
    if slug is None and text.startswith("in/"):
        slug = text.removeprefix("in/") or None
    if slug is not None:
        return Who(person_key(slug=slug), slug)
    if text.startswith("name/") and len(text) > len("name/"):
        return Who(text)
    if "://" in text or "linkedin.com" in text or not name_key(text):
        raise InfonetError(
            f"`{argument}` is `{text}`; expected a name or a profile address such as "
            "`https://www.linkedin.com/in/ana-diaz`"
        )
    return Who(person_key(name=text), None, tidy(text))


def whose(reading: Reading, *, addresses: Iterable[str] = (), names: Iterable[str] = ()) -> Whose:
    """Return whether an export is mine, judged by what it says of its owner.

    Parameters
    ----------
    reading : Reading
        What was read.
    addresses : iterable of str
        All my profile addresses, as addresses, person keys or slugs.
    names : iterable of str
        All my names.

    Returns
    -------
    str
        ``mine``: an address or the name of the owner is mine, and nothing differs. ``anothers``:
        address and name both differ from mine, or I am one of the connections. ``ask``: one of
        the two differs, and the other is mine or not known. ``unknown``: the export says nothing
        of its owner (a bare Connections.csv, a log), or nothing is known of me.

    Examples
    --------
    >>> from infonet import read, sample
    >>> reading = read(sample("six-months") / "ana-diaz")
    >>> whose(reading, addresses=["in/robin-achterberg"], names=["Robin Achterberg"])
    'anothers'
    """
    evidence = reading.owner_evidence
    mine = {slug_of(address) for address in addresses}
    if mine & evidence.connections:
        return "anothers"
    keys = {name_key(name) for name in names} - {""}
    found = [
        _same(evidence.addresses, mine),
        _same([name_key(evidence.name)] if name_key(evidence.name) else [], keys),
    ]
    if found == [False, False]:
        return "anothers"
    if False in found:
        return "ask"
    return "mine" if True in found else "unknown"


def _same(theirs: Iterable[str], mine: set[str]) -> bool | None:
    """Return whether any of the values is mine; None where there are none to compare."""
    known = set(theirs)
    return bool(known & mine) if known and mine else None
