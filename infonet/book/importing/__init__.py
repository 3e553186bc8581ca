"""Adding what was read, an export or a log, as one act of the book."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from infonet.book._decide import add_mine
from infonet.book._lookup import Someone, mention, name_of
from infonet.book._transaction import Transaction
from infonet.book.importing._export import add_export, added_before
from infonet.book.importing._forgotten import leave_out
from infonet.book.importing._log import add_log
from infonet.book.importing._report import of_whole, with_rows
from infonet.book.importing._shared import known_again
from infonet.errors import BookError
from infonet.readers import Reading, Whose, whose
from infonet.tables import ME

__all__ = ["add_reading", "whose_reading"]

_PROFILE = "https://www.linkedin.com/in/"


def add_reading(
    transaction: Transaction,
    reading: Reading,
    owner: str | None,
    *,
    mine: bool,
    passphrase: str | None = None,
) -> Reading:
    """Append a reading that is not in the book yet; return it with what the book found out.

    Without `owner` it is the reading's own; `mine` says that it is mine, whatever name it has.
    """
    if reading.is_log:
        return add_log(transaction, leave_out(transaction, reading, None))
    if owner is None:
        shown = transaction.identity.shown(reading.owner)
        name = name_of(transaction, reading.owner)
        holder = Someone(reading.owner, shown, name, None, known=True)
    else:
        holder = mention(transaction, owner)
    before = added_before(transaction, holder.shown, reading.digest)
    if before is not None:
        note = f"already in the book, added as act {before}", "nothing was written"
        return with_rows(reading, [of_whole(reading, *note)])
    reading = leave_out(transaction, reading, holder)
    reading = known_again(transaction, reading, holder, passphrase)
    file = Path(reading.path).name
    if holder.shown != ME:
        said = f"Added {file}, handed over with consent by {holder.name}."
        transaction.begin("add", said, export=True)
        return add_export(transaction, reading, holder)
    verdict = _judge(transaction, reading, mine=mine)
    said = " ".join(filter(None, (f"Added my {reading.noun} {file}.", verdict.sentence)))
    transaction.begin("add", said, export=True)
    for url in verdict.urls:
        add_mine(transaction, url=url, name=None)
    if verdict.name is not None:
        add_mine(transaction, url=None, name=verdict.name)
    added = add_export(transaction, reading, holder)
    if len(reading.tables.events):
        added = add_log(transaction, added, begun=True)
    if not verdict.sentence:
        return added
    note = (
        verdict.sentence.rstrip("."),
        "kept; if that is wrong, undo it and say whose export it is",
    )
    return with_rows(added, [of_whole(added, *note)])


def whose_reading(transaction: Transaction, reading: Reading) -> Whose:
    """Judge whether a reading is mine, by all my addresses and names."""
    addresses, names = _mine(transaction)
    return whose(reading, addresses=addresses, names=names)


class _Verdict(NamedTuple):
    """The judgement on an export that is added as mine."""

    sentence: str = ""
    """To be said of it; empty where it says nothing new."""
    urls: tuple[str, ...] = ()
    """My addresses that the book does not know yet."""
    name: str | None = None
    """My name, if the book does not know it yet."""


def _judge(transaction: Transaction, reading: Reading, *, mine: bool) -> _Verdict:
    """Return what an export says of me; raise if it is another's, or may be and nobody said."""
    addresses, names = _mine(transaction)
    evidence, file = reading.owner_evidence, Path(reading.path).name
    name = None if evidence.name in names else evidence.name
    urls = tuple(f"{_PROFILE}{slug}" for slug in evidence.addresses if slug not in addresses)
    who = evidence.name or (f"{_PROFILE}{evidence.addresses[0]}" if evidence.addresses else "")
    if not addresses and not names:
        said = f"The book is now that of {who}, as this export says."
        return _Verdict(said, urls[:1], name) if who else _Verdict()
    found = whose(reading, addresses=addresses, names=names)
    if found == "anothers":
        theirs = f"{who}'s" if who else "somebody else's"
        said = f"This is {theirs} export, and the book is yours. To pool it, say whose it is"
        raise BookError(f"{said} (`owner=`). `{file}` was not added.", plain=f"{said}.")
    if found != "ask":
        return _Verdict()
    if mine:
        said = " and ".join([*urls, *([name] if name else [])])
        return _Verdict(f"{said} is you, too.", urls, name)
    book_of = name_of(transaction, ME)
    book_of = "yours" if book_of == "me" else f"that of {book_of}"
    said = f"This export is that of {who}, and the book is {book_of}."
    raise BookError(
        f"{said} If that is you, too, add it with `mine=True`; else say whose it is"
        f" (`owner=`). `{file}` was not added.",
        plain=f"{said} If that is you, too, say so; else say whose it is.",
    )


def _mine(transaction: Transaction) -> tuple[frozenset[str], frozenset[str]]:
    """Return the slugs of all my profiles and all my names, as far as the book knows them."""
    addresses, names = set(), set()
    for key in transaction.identity.members(ME):
        if key.startswith("in/"):
            addresses.add(key.removeprefix("in/"))
        rows = transaction.rows("SELECT name, slug FROM live_observation WHERE person = ?", key)
        names |= {name for name, _ in rows if name}
        addresses |= {slug for _, slug in rows if slug}
    return frozenset(addresses), frozenset(names)
