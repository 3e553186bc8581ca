"""Share with a friend where one's contacts work, and no more than that."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterable

from infonet.book._lookup import known
from infonet.book._place import file_of_book
from infonet.book._schema import FORGOTTEN, now, secret
from infonet.book._store import Store
from infonet.book._transaction import Transaction
from infonet.book.projection import project
from infonet.errors import InfonetError
from infonet.files import save
from infonet.names.companies import company_key
from infonet.names.people import email_key
from infonet.names.spoken import Names
from infonet.names.text import counted
from infonet.names.titles import role_of
from infonet.readers import SHARED, ShareKey, is_nameless, share_key, shared_text
from infonet.tables import CLOSENESS, ME, Tables, text_or_none, unwilling

_FEW = 3
"""Contacts at a company: of fewer the title would tell who it is."""
_TWO_WAY = frozenset(("messages", "recommendation", "meeting", "mail"))
_ONE_WAY = frozenset(("endorsement", "invitation", "note", "introduced", "named", "related"))


def write_share(
    store: Store,
    given: str | os.PathLike[str],
    passphrase: str,
    people: Iterable[str] | None,
    *,
    names: bool,
    replace: bool,
) -> str:
    """Write what may be shared; return the sentence."""
    path, key = file_of_book(given), share_key(passphrase, secret(16))
    with store.reading() as transaction:
        tables = project(transaction)
        chosen = None if people is None else _chosen(transaction, people)
        rows = list(_contacts(transaction, tables, key, chosen, names=names))
    if not rows:
        raise InfonetError("there is nobody to share: your own contacts alone are shared")
    save(path, shared_text(key, rows, now()[:10]), replace=replace)
    said = "with their names" if names else "without names"
    return (
        f"Shared {counted(len(rows), 'contact')} {said} in {path.name}: pseudonymous, not "
        "anonymous. Tell your friend the passphrase by another way."
    )


def _chosen(transaction: Transaction, people: Iterable[str]) -> set[str]:
    listed = [people] if isinstance(people, str) else people
    return {known(transaction, text).shown for text in listed}


def _contacts(
    transaction: Transaction, tables: Tables, key: ShareKey, chosen: set[str] | None, *, names: bool
) -> Iterable[dict[str, str | None]]:
    """Yield my own contacts, but for those who would not want it."""
    close = _classes(tables)
    barred = unwilling(tables.notes)
    jobs = tables.jobs[tables.jobs.end.isna()].drop_duplicates("person")
    work = {
        str(person): (text_or_none(company), text_or_none(title))
        for person, company, title in zip(jobs.person, jobs.company, jobs.title, strict=True)
    }
    columns = tables.people.person, tables.people.name, tables.people.email
    mine = [
        (_mark(transaction, key, person, email), person, text_or_none(name))
        for person, name, email in zip(*columns, strict=True)
        if person in close
        and person not in barred
        and not person.startswith((FORGOTTEN, SHARED))
        and (chosen is None or person in chosen)
    ]
    there = Counter(company_key(work.get(person, (None, None))[0] or "") for _, person, _ in mine)
    told = transaction.rows("SELECT person, name, email, slug FROM live_observation")
    rows = (row for row in told if not names and not is_nameless(*row[:2]))
    anybody = Names((("", word) for _, *said in rows for word in said if word), alone=False)
    # By the mark: the order of the book would say something, too.
    for mark, person, name in sorted(mine, key=lambda one: one[0]):
        sought = anybody, Names([("", "" if names else name or "")])
        company, title = work.get(person, (None, None))
        if any(each.find(company or "") for each in sought):
            company = None  # it is named after somebody
        few = not company or there[company_key(company)] < _FEW
        if title and (few or any(each.find(title) for each in sought)):
            title = _coarse(title)
        row = {"key": mark, "company": company, "title": title, "tie": close[person]}
        yield row | {"name": name if names else None}


def _coarse(title: str) -> str | None:
    """Return the part in hiring that a title gives somebody; None for a peer."""
    role = role_of(title)
    return None if role == "peer" else role


def _mark(transaction: Transaction, key: ShareKey, person: str, email: object) -> str:
    """Return the mark of somebody: of their profile, else their address, else a random one."""
    for member in transaction.identity.members(person):
        if member.startswith("in/"):
            return key.mark("profile", member.removeprefix("in/"))
    address = email_key(email)
    return key.mark("address", address) if address else secret(16).hex()


def _classes(tables: Tables) -> dict[str, str]:
    """Return person → how close I am to them, of my own ties alone."""
    ties = tables.ties
    ties = ties[(ties.origin == ME) & ((ties.source == ME) | (ties.target == ME))]
    rank = {word: place for place, word in enumerate((*CLOSENESS, "connection"))}
    stated, traced = dict[str, str](), dict[str, str]()
    columns = ties.source, ties.target, ties.evidence, ties.closeness
    for source, target, evidence, closeness in zip(*columns, strict=True):
        other = str(target if source == ME else source)
        if isinstance(closeness, str):
            stated[other] = closeness
        word = "connection"
        if evidence in _TWO_WAY:
            word = "medium"
        elif evidence in _ONE_WAY:
            word = "weak"
        traced[other] = min(word, traced.get(other, word), key=rank.__getitem__)
    return traced | stated  # my word outranks every trace
