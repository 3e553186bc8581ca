"""Leave out of a reading whom the book has forgotten."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pandas as pd

from infonet.book._keyring import tombstone
from infonet.book._lookup import Someone
from infonet.book._transaction import Transaction
from infonet.book.importing._report import of_whole, with_rows
from infonet.book.projection import notes_of
from infonet.errors import BookError
from infonet.names.people import email_key, name_key, profile_key
from infonet.names.text import counted
from infonet.readers import Reading
from infonet.tables import ME, consent_withdrawn

_ENDS = {
    "jobs": ("person",),
    "ties": ("source", "target", "started"),
    "events": ("person", "via"),
    "notes": ("person",),
    "gatherings": ("person",),
}
"""Table → its columns with people."""


class Forgotten:
    """The tombstones of a book: whom it knows again as forgotten, and is not told otherwise.

    Whoever is in the book now was typed in since, and is not left out.
    """

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction
        rows = transaction.rows("SELECT kind, digest, act FROM tombstone ORDER BY act")
        self._buried: dict[tuple[str, bytes], int] = {
            (kind, bytes(digest)): act for kind, digest, act in rows
        }
        self._kinds = {kind for kind, _ in self._buried}

    @property
    def cannot_be_checked(self) -> bool:
        """True if somebody was forgotten, and the key is not here that would tell who."""
        return bool(self._buried) and self._transaction.key is None

    def has(self, kind: str, text: str | bytes | None) -> int:
        """Return the act that forgot what somebody was known by; 0 where none did."""
        key = self._transaction.key
        if not text or key is None or kind not in self._kinds:
            return 0
        return self._buried.get((kind, tombstone(key, kind, text)), 0)

    def is_known_by(self, key: str, url: str | None, email: str | None, name: str | None) -> bool:
        """Tell whether somebody in a reading was forgotten, by what it says of them."""
        slug = key[3:] if key.startswith("in/") else profile_key(url)
        if self.has("profile", slug):
            return not self._is_there("person = ?", f"in/{slug}")
        address = email_key(email)
        if address and "address" in self._kinds:
            digest = self._transaction.address_hash(address)
            if self.has("address", digest):
                return not self._is_there("email_hash = ?", digest)
        called = name_key(name)
        if self.has("bare name", called) or (slug is None and self.has("name", called)):
            return not self._is_there("name_key = ?", called)
        return False

    def _is_there(self, condition: str, value: object) -> bool:
        sql = f"SELECT 1 FROM live_observation WHERE {condition} LIMIT 1"
        return self._transaction.row(sql, value) is not None


def leave_out(transaction: Transaction, reading: Reading, holder: Someone | None) -> Reading:
    """Return a reading without whom the book has forgotten; raise if that is its owner, or all.

    `holder` is who handed it over; None for a log.
    """
    forgotten = Forgotten(transaction)
    if forgotten.cannot_be_checked:
        note = (
            "the key of this book is not on this computer, so it cannot check who was forgotten",
            "everybody was taken; bring the key from the computer where you forgot them, then "
            "undo this and add it again",
        )
        return with_rows(reading, [of_whole(reading, *note)])
    if holder is not None and holder.shown != ME:
        _refuse(transaction, forgotten, reading, holder)
    people = reading.tables.people
    cells = zip(people.person, *map(_texts, (people.url, people.email, people.name)), strict=True)
    gone = {
        key
        for key, *said in cells
        if key not in (ME, reading.owner) and forgotten.is_known_by(key, *said)
    }
    return _without(reading, gone) if gone else reading


def _texts(column: pd.Series) -> Iterator[str | None]:
    return (text if isinstance(text, str) else None for text in column)


def _refuse(
    transaction: Transaction, forgotten: Forgotten, reading: Reading, holder: Someone
) -> None:
    """Raise if the owner withdrew their consent, or their exports were forgotten since."""
    if holder.shown in consent_withdrawn(notes_of(transaction)):
        raise BookError(
            f"{holder.name} withdrew their consent, so nothing of theirs is taken; if they agree "
            "anew, note it first: `book.note(…, 'consent', …)`"
        )
    known = forgotten.has("export", reading.digest)
    slug = holder.key[3:] if holder.key.startswith("in/") else profile_key(holder.url)
    called = name_key(holder.name)
    for begins in ("", "owner "):
        known = max(known, forgotten.has(f"{begins}profile", slug))
        known = max(known, forgotten.has(f"{begins}bare name", called))
        known = max(known, 0 if slug else forgotten.has(f"{begins}name", called))
    agreed = (
        transaction.value(
            "SELECT max(act) FROM live_note WHERE kind = 'consent'"
            " AND person IN (SELECT value FROM json_each(?))",
            json.dumps(transaction.identity.members(holder.key)),
        )
        or 0
    )
    if known > agreed:
        raise BookError(
            f"what {holder.name} handed over was forgotten, and is not taken again; if they agree "
            "anew, note it first: `book.note(…, 'consent', …)`"
        )


def _without(reading: Reading, gone: set[str]) -> Reading:
    """Return a reading without some people, who are reported together, without their names."""
    tables, files = reading.tables, reading.files.copy()
    left = tables.people[tables.people.person.isin(gone)]
    kept = {"people": tables.people[~tables.people.person.isin(gone)].reset_index(drop=True)}
    for name, columns in _ENDS.items():
        table = getattr(tables, name)
        out = table[list(columns)].isin(gone).any(axis=1)
        if name == "events":
            routes = [bool(gone.intersection(route or ())) for route in table.route]
            out |= pd.Series(routes, table.index, dtype=bool)
        kept[name] = table[~out].reset_index(drop=True)
    if reading.is_log:
        lines = len(tables.events) - len(kept["events"])
        first = files.index == files.index[0]
        files["reported"] += lines * first
        files["events"] -= lines * first
        said = f"{counted(lines, 'line')} left out: they are about people who were forgotten"
    else:
        most = files.file.iloc[int(files.people.to_numpy().argmax())]
        for source in left.source:
            listed = files.file == (source if source in set(files.file) else most)
            files["people"] -= listed.astype("int64")
            files["reported"] += listed.astype("int64")
        said = f"{counted(len(gone), 'person', 'people')} left out: they were forgotten"
    reading = reading.replace(tables=tables._replace(**kept), files=files)
    note = said, "not taken; whom you type in yourself is in the book again"
    return with_rows(reading, [of_whole(reading, *note)])
