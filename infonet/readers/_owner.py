"""The owner of an export: who the caller says it is, and who the files say it is."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from infonet.errors import InfonetError
from infonet.names.people import name_key, person_key, profile_key
from infonet.names.text import one_line
from infonet.readers._reading import Reading
from infonet.tables import ME

Whose = Literal["mine", "anothers", "ask", "unknown"]
"""The answers of `whose`."""


@dataclass(frozen=True)
class Owner:
    """Hold what is known of the owner of an export: person key, decoded slug, and name.

    `reader` is my own slug in a friend's export, which becomes the person ``me``.
    """

    key: str
    slug: str | None = None
    name: str | None = None
    reader: str | None = None

    def key_of(self, slug: str) -> str:
        """Return the person key of a profile in this export."""
        if slug == self.slug:
            return self.key
        return ME if slug == self.reader else person_key(slug=slug)


def owner_of(owner: str | None, me: str | None) -> Owner:
    """Return the owner that the caller named: None is me, a text a name, an address or a key."""
    mine = None if me is None else _parse(me, "me")
    if owner is None or owner == ME:
        return Owner(ME) if mine is None else Owner(ME, mine.slug, mine.name)
    theirs = _parse(owner, "owner")
    if mine is None:
        return theirs
    if theirs.slug is not None and theirs.slug == mine.slug:
        return Owner(ME, mine.slug)
    return Owner(theirs.key, theirs.slug, theirs.name, mine.slug)


def _parse(text: str, argument: str) -> Owner:
    """Return the person of a profile address, a person key or a name."""
    slug = profile_key(text)
    if slug is None and text.startswith("in/"):
        slug = text.removeprefix("in/") or None
    if slug is not None:
        return Owner(person_key(slug=slug), slug)
    if text.startswith("name/") and len(text) > len("name/"):
        return Owner(text)
    if "://" in text or "linkedin.com" in text or not name_key(text):
        raise InfonetError(
            f"`{argument}` is `{text}`; expected a name or a profile address such as "
            "`https://www.linkedin.com/in/ana-diaz`"
        )
    return Owner(person_key(name=text), None, one_line(text))


def whose(reading: Reading, *, addresses: Iterable[str] = (), names: Iterable[str] = ()) -> Whose:
    """Judge whether an export is mine by what it says of its owner.

    ``mine``: an address or the name of the owner is mine, and nothing differs. ``anothers``:
    address and name both differ from mine, or I am one of the connections. ``ask``: one of the
    two differs, and the other is mine or not known. ``unknown``: the export says nothing of its
    owner (a bare Connections.csv, a log), or nothing is known of me.
    """
    evidence = reading.owner_evidence
    mine = {profile_key(each) or each.removeprefix("in/").lower() for each in addresses}
    if not {f"in/{slug}" for slug in mine}.isdisjoint(evidence.connections):
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
