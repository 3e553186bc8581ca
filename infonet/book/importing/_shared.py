"""Know again, in what a friend shared, those whom the book has already."""

from __future__ import annotations

from infonet import readers
from infonet.book._lookup import Someone
from infonet.book._transaction import Transaction
from infonet.book.importing._report import of_whole, with_rows
from infonet.errors import BookError, InfonetError
from infonet.names.people import email_key
from infonet.names.text import counted
from infonet.readers import SHARED, SHARED_BY, SHARED_FORM, Reading
from infonet.tables import ME

_UNKNOWN = (
    "without the passphrase nobody in it can be known again",
    "taken as people whom only your friend knows; undo it, and add it with the passphrase",
)


def known_again(
    transaction: Transaction, reading: Reading, holder: Someone, passphrase: str | None
) -> Reading:
    """Return what was shared with the keys of whom the book knows; other readings as they are."""
    if reading.form != SHARED_FORM:
        if passphrase is not None:
            raise InfonetError("a passphrase is for what a friend shared, and this is none")
        return reading
    if holder.shown == ME:
        said = "This is what a friend shared: say whose it is"
        raise BookError(f"{said} (`owner=`).", plain=f"{said}.")
    people = reading.tables.people
    called = people.name.str.replace(SHARED_BY, f"a contact of {holder.name}'s", regex=False)
    people = people.assign(name=called)
    reading = reading.replace(tables=reading.tables._replace(people=people))
    if passphrase is None:
        return with_rows(reading, [of_whole(reading, *_UNKNOWN)])
    key = readers.share_key_of(reading.path, passphrase)
    known: dict[str, str] = {}
    rows = transaction.rows("SELECT person, slug, email FROM live_observation ORDER BY id")
    mine = transaction.identity.members(ME)
    slugs = [(person, slug) for person, slug, _ in rows if slug]
    slugs += [(one, one.removeprefix("in/")) for one in mine if one.startswith("in/")]
    for person, slug in slugs:
        known.setdefault(f"{SHARED}{key.mark('profile', slug)}", person)
    for person, _, email in rows:
        if address := email_key(email):
            known.setdefault(f"{SHARED}{key.mark('address', address)}", person)
    tables = reading.tables
    again = tables.people.person[tables.people.person.isin(known)]
    people.loc[people.person.isin(known), "name"] = None  # the book knows what to call them
    tables = tables._replace(
        people=people.assign(person=people.person.replace(known)),
        jobs=tables.jobs[~tables.jobs.person.isin(known)].reset_index(drop=True),
        ties=tables.ties.assign(
            source=tables.ties.source.replace(known), target=tables.ties.target.replace(known)
        ),
    )
    said = f"{counted(len(again), 'person', 'people')} in it known again by profile or address"
    row = of_whole(reading, said, "the others are people whom only your friend knows")
    return with_rows(reading.replace(tables=tables), [row])
