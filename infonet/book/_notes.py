"""Write and search what was found out about people and companies."""

from __future__ import annotations

from typing import Any

import pandas as pd

from infonet.book._lookup import find, find_company, name_of, names_of, offered, spellings_of
from infonet.book._transaction import Transaction
from infonet.book._validate import choice, optional_date, optional_text, web_address
from infonet.book.projection._facts import dates, load
from infonet.errors import InfonetError, UnknownNameError, whole_number
from infonet.ledger import company_of
from infonet.names.people import fold
from infonet.names.text import one_line
from infonet.tables import NOTES

_OF_COMPANIES = ("news", "culture", "health", "posting")
_OF_PEOPLE = ("expertise", "position", "role", "objective", "promised", "gave", "opted out")
_SHOWN = 80  # letters of a note that the sentence repeats
_DTYPES = {
    **dict.fromkeys(("person", "company", "name", "kind", "text", "link"), "str"),
    "date": "datetime64[s]",
}


def checked_note(
    subject: object, kind: object, text: object, link: object, date: object
) -> dict[str, Any]:
    """Return a note as it is written, but for its subject."""
    row = {
        "kind": choice(kind, NOTES, "kind"),
        "text": optional_text(text, "text"),
        "link": web_address(link),
        "date": optional_date(date, "date"),
    }
    if row["kind"] is None or row["text"] is None:
        raise InfonetError("expected a kind and a text; an empty note says nothing")
    if row["kind"] == "snooze" and row["date"] is None:
        raise InfonetError("expected the day until which to snooze, as in `date='2026-07-06'`")
    if row["kind"] == "goal":
        number = int(row["text"]) if row["text"].isdecimal() else row["text"]
        row["text"] = str(whole_number(number, "text", least=1))
        if subject is not None:
            raise InfonetError(f"a goal is mine: give None as its subject, not `{subject}`")
    elif not isinstance(subject, str) or not subject.strip():
        raise InfonetError(f"expected the name of a person or a company, got `{subject!r}`")
    return row


def write_note(transaction: Transaction, subject: str | None, row: dict[str, Any]) -> str:
    """Append a note of the person, or else the company, that may have its kind."""
    kind = row["kind"]
    person = company = None
    if subject is not None:
        person, company = _subject(transaction, subject, kind)
        if person is None or (company is not None and kind in _OF_COMPANIES):
            person, found, needed = None, "company", "person"
        else:
            company, found, needed = None, "person", "company"
        if kind in (_OF_PEOPLE if person is None else _OF_COMPANIES):
            raise InfonetError(
                f"expected a {needed} for a note of the kind `{kind}`, but `{subject}` is a "
                f"{found}: name the {needed}, or choose another kind, such as learnt"
            )
    name = name_of(transaction, person) if person is not None else company
    day = f", {row['date'][:10]}" if row["date"] else ""
    said = one_line(row["text"])
    said = said if len(said) <= _SHOWN else f"{said[: _SHOWN - 1]}…"
    what = f"Note on {name} ({kind}{day}): {said}"
    if kind == "goal":
        what = f"Goal: {said} {'ask' if said == '1' else 'asks'} a week."
    transaction.begin("note", what)
    transaction.append("note", {"person": person, "company": company, **row})
    return what


def _subject(
    transaction: Transaction, subject: str, kind: str | None = None
) -> tuple[str | None, str | None]:
    """Return the key of the person that is meant, or the company; without a kind maybe both."""
    someone = company = None
    if kind in _OF_COMPANIES:
        company = find_company(transaction, subject)
    try:
        someone = find(transaction, subject)
    except UnknownNameError:
        # Several people have the name: that does not matter to what is of a company.
        if company is None:
            raise
    if company is None and (someone is None or kind is None):
        company = find_company(transaction, subject)
    if someone is None and company is None:
        near, words = offered(transaction, subject)
        words = f"{words}? " if words else ""
        raise UnknownNameError(
            f"expected somebody or a company in the book, `{subject}` is neither: {words}A person "
            "is added with `book.person(...)`, a company or field with `book.want(...)`",
            near,
        )
    return (None if someone is None else someone.key), company


def search(
    transaction: Transaction, text: str | None, subject: str | None, kind: str | None
) -> pd.DataFrame:
    """Return the notes in force that fit, with names, by their days."""
    shown = transaction.identity.shown
    rows = load(
        transaction, "SELECT person, company, kind, text, link, date FROM live_note ORDER BY id"
    )
    if subject is not None:
        if not isinstance(subject, str) or not subject.strip():
            raise InfonetError(f"expected the name of a person or a company, got `{subject!r}`")
        person, company = _subject(transaction, subject)
        spellings = spellings_of(transaction, company)
        theirs = rows.person.map(shown, na_action="ignore") == (person and shown(person))
        about = rows.company.map(company_of, na_action="ignore").isin(spellings)
        rows = rows[theirs | about]
    if kind is not None:
        rows = rows[rows.kind == kind]
    people = rows.person.map(shown, na_action="ignore")
    names = names_of(transaction, people.dropna())
    called = people.map(names, na_action="ignore")
    rows = rows.assign(person=people)
    rows.insert(2, "name", called.where(called.notna(), rows.company))
    wanted = fold(text or "").split()
    if wanted:
        said = [
            fold(" ".join(cell for cell in cells if isinstance(cell, str)))
            for cells in rows[["name", "kind", "text"]].to_numpy(dtype=object)
        ]
        rows = rows[[all(word in words for word in wanted) for words in said]]
    found = rows.assign(date=dates(rows.date)).astype(_DTYPES)
    return found.sort_values("date", na_position="first", kind="stable", ignore_index=True)
