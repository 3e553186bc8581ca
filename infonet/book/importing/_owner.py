"""Judge whose export it is that is added as mine."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from infonet.book._decide import add_mine
from infonet.book._lookup import name_of
from infonet.book._transaction import Transaction
from infonet.errors import BookError
from infonet.readers import Reading, whose
from infonet.tables import ME

_PROFILE = "https://www.linkedin.com/in/"


class Mine(NamedTuple):
    """My addresses and names, as far as the book knows them.

    Attributes
    ----------
    addresses : frozenset of str
        The slugs of all my profiles.
    names : frozenset of str
        All my names.
    """

    addresses: frozenset[str]
    names: frozenset[str]


def mine_of(transaction: Transaction) -> Mine:
    """Return my addresses and names, as far as the book knows them."""
    addresses, names = set(), set()
    for key in transaction.identity.members(ME):
        if key.startswith("in/"):
            addresses.add(key.removeprefix("in/"))
        rows = transaction.rows("SELECT name, slug FROM live_observation WHERE person = ?", key)
        names |= {name for name, _ in rows if name}
        addresses |= {slug for _, slug in rows if slug}
    return Mine(frozenset(addresses), frozenset(names))


class Verdict(NamedTuple):
    """The judgement on an export that is added as mine.

    Attributes
    ----------
    sentence : str
        To be said of it; empty where it says nothing new.
    urls, name
        My addresses and my name that the book does not know yet.
    """

    sentence: str
    urls: tuple[str, ...]
    name: str | None

    def write(self, transaction: Transaction) -> None:
        """Append my new addresses and my new name to the act."""
        for url in self.urls:
            add_mine(transaction, url=url, name=None)
        if self.name is not None:
            add_mine(transaction, url=None, name=self.name)


def judge(transaction: Transaction, reading: Reading, *, mine: bool) -> Verdict:
    """Return what an export says of me; raise if it is another's, or may be and nobody said.

    Parameters
    ----------
    mine : bool
        Whether the user says that a name or an address which the book does not know is theirs.
    """
    known, evidence = mine_of(transaction), reading.owner_evidence
    fresh = [slug for slug in evidence.addresses if slug not in known.addresses]
    name = None if evidence.name in known.names else evidence.name
    urls = tuple(f"{_PROFILE}{slug}" for slug in fresh)
    file = Path(reading.path).name
    if not known.addresses and not known.names:
        if not evidence.addresses and evidence.name is None:
            return Verdict("", (), None)
        who = evidence.name or f"{_PROFILE}{evidence.addresses[0]}"
        sentence = f"The book is now that of {who}, as this export says."
        return Verdict(sentence, urls[:1], name)
    found = whose(reading, addresses=known.addresses, names=known.names)
    who = evidence.name or (f"{_PROFILE}{evidence.addresses[0]}" if evidence.addresses else "")
    if found == "anothers":
        theirs = f"{who}'s" if who else "somebody else's"
        said = f"This is {theirs} export, and the book is yours. To pool it, say whose it is"
        raise BookError(f"{said} (`owner=`). `{file}` was not added.", plain=f"{said}.")
    if found == "ask" and not mine:
        book_of = name_of(transaction, ME)
        book_of = "yours" if book_of == "me" else f"that of {book_of}"
        said = f"This export is that of {who}, and the book is {book_of}."
        raise BookError(
            f"{said} If that is you, too, add it with `mine=True`; else say whose it is"
            f" (`owner=`). `{file}` was not added.",
            plain=f"{said} If that is you, too, say so; else say whose it is.",
        )
    if found == "ask":
        said = " and ".join([*urls, *([name] if name else [])])
        return Verdict(f"{said} is you, too.", urls, name)
    return Verdict("", (), None)
