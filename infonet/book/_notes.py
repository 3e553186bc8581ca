"""The part of a book that is research: what was found out about people and companies."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from typing import Any

import pandas as pd

from infonet.book._companies import spellings_of, the_company
from infonet.book._facts import dates, load
from infonet.book._given import a_date, a_text, one_of
from infonet.book._log import Log
from infonet.book._people import find, name_of, names_of, offered
from infonet.book._store import append, new_act
from infonet.errors import InfonetError, UnknownNameError
from infonet.ledger import company_of
from infonet.names.links import is_web_link
from infonet.names.people import fold
from infonet.tables import NOTES

__all__ = ["Notes"]

_OF_COMPANIES = ("news", "culture", "health")
_OF_PEOPLE = ("expertise", "position", "role", "objective", "agreed", "gave", "opted out")
_SHOWN = 80  # letters of a note that the sentence repeats
_DTYPES = {
    **dict.fromkeys(("person", "company", "name", "kind", "text", "link"), "str"),
    "date": "datetime64[s]",
}


class Notes(Log):
    """A log to which research on people and companies is appended."""

    def note(
        self,
        subject: str,
        kind: str,
        text: str,
        link: str | None = None,
        date: object = None,
    ) -> str:
        """Keep what you found out about a person or a company; `undo` takes it back.

        Parameters
        ----------
        subject : str
            A person (key, profile address, e-mail address or name), or a company or field in the
            book. Where both have the name, the kind decides; what either may have is the person's.
        kind : str
            Of a person: expertise, position (a past one), role (theirs on the way to the hiring
            manager), objective (of the conversation), agreed (place and minutes), gave (what you
            did for them), opted out (they asked not to be written to). Of a company: news,
            culture, health. Of either: learnt, advice, action item (its date is the deadline), and
            how it would fit your skills, interests, lifestyle and goals; a text that begins with
            ``4/5`` rates it.
        text : str
            In your words.
        link : str, optional
            Where it stands: a web address. It is kept, never fetched.
        date : str, date or Timestamp, optional
            The day it is about.

        Returns
        -------
        str
            What was recorded, in words.

        Raises
        ------
        InfonetError
            A kind, date or address that is none, an empty text, or a kind that the subject cannot
            have.
        UnknownNameError
            A subject that is nobody and no company in the book, or a name that several people have.

        Examples
        --------
        >>> from infonet import Book
        >>> book = Book()
        >>> wanted = book.want("Delta")
        >>> book.note("Delta", "news", "opens a second lab", date="2026-05-04")
        'Noted of Delta (news, 2026-05-04): opens a second lab'
        """
        row = {
            "kind": one_of(kind, NOTES, "kind"),
            "text": a_text(text, "text"),
            "link": a_link(link),
            "date": a_date(date, "date"),
        }
        if row["kind"] is None or row["text"] is None:
            raise InfonetError("expected a kind and a text; an empty note says nothing")
        with self._store.writing(f"the note of `{subject}`") as con:
            return _write(con, self._aliases(con), subject, row)

    def notes(
        self, text: str | None = None, *, subject: str | None = None, kind: str | None = None
    ) -> pd.DataFrame:
        """The notes in force, searched.

        Parameters
        ----------
        text : str, optional
            Words that must all stand in the note, the name or the kind; case does not matter.
        subject : str, optional
            One person or company, or both where they have one name.
        kind : str, optional
            One kind.

        Returns
        -------
        DataFrame
            person (key; missing for a company's), company (missing for a person's), name (of
            either), kind, text, link, date. In the order of their days, undated ones first.

        Raises
        ------
        InfonetError
            A kind that is none.
        UnknownNameError
            A subject that is nobody and no company in the book, or a name that several people have.
        """
        kind = one_of(kind, NOTES, "kind")
        with self._store.reading() as con:
            same = self._aliases(con)
            found = _notes(con, same)
            if subject is not None:
                person, company = _subject(con, same, subject)
                theirs = found.company.map(company_of, na_action="ignore")
                about = theirs.isin(spellings_of(con, company))
                found = found[(found.person == person) | about]
        if kind is not None:
            found = found[found.kind == kind]
        wanted = fold(text or "").split()
        if wanted:
            told = [
                fold(" ".join(filter(_is_text, cells)))
                for cells in found[["name", "kind", "text"]].to_numpy(dtype=object)
            ]
            found = found[[all(word in words for word in wanted) for words in told]]
        return found.reset_index(drop=True)


def _write(
    con: sqlite3.Connection, same: Mapping[str, str], subject: str, row: dict[str, Any]
) -> str:
    """Append a note of the person, or else the company, that may have its kind."""
    kind = row["kind"]
    person, company = _subject(con, same, subject, kind)
    if person is None or (company is not None and kind in _OF_COMPANIES):
        person, found, needed = None, "company", "person"
    else:
        company, found, needed = None, "person", "company"
    if kind in (_OF_PEOPLE if person is None else _OF_COMPANIES):
        raise InfonetError(
            f"expected a {needed} for a note of the kind `{kind}`, but `{subject}` is a {found}: "
            f"name the {needed}, or choose another kind, such as learnt"
        )
    name = name_of(con, same, person) if person is not None else company
    day = f", {row['date'][:10]}" if row["date"] else ""
    said = " ".join(row["text"].split())
    said = said if len(said) <= _SHOWN else f"{said[: _SHOWN - 1]}…"
    what = f"Noted of {name} ({kind}{day}): {said}"
    act = new_act(con, "note", what)
    append(con, "note", [{"act": act, "person": person, "company": company, **row}])
    return what


def _subject(
    con: sqlite3.Connection, same: Mapping[str, str], subject: str, kind: str | None = None
) -> tuple[str | None, str | None]:
    """The key of the person that is meant, or the company; without a kind maybe both."""
    if not isinstance(subject, str) or not subject.strip():
        raise InfonetError(f"expected the name of a person or a company, got `{subject!r}`")
    someone = company = None
    if kind in _OF_COMPANIES:
        company = the_company(con, subject)
    try:
        someone = find(con, same, subject)
    except UnknownNameError:
        # Several people have the name: that does not matter to what is of a company.
        if company is None:
            raise
    if company is None and (someone is None or kind is None):
        company = the_company(con, subject)
    if someone is None and company is None:
        near, hint = offered(con, same, subject)
        hint = f"{hint}? " if hint else ""
        raise UnknownNameError(
            f"expected somebody or a company in the book, `{subject}` is neither: {hint}A person "
            "is added with `book.person(...)`, a company or field with `book.want(...)`",
            near,
        )
    return (None if someone is None else someone.key), company


def a_link(link: object) -> str | None:
    """A web address, or an error for what is none; it is only kept."""
    text = a_text(link, "link")
    if text is None:
        return None
    if not is_web_link(text):
        raise InfonetError(
            f"expected a web address such as `https://example.com/news` as link, got `{text}`"
        )
    return text


def _notes(con: sqlite3.Connection, same: Mapping[str, str]) -> pd.DataFrame:
    """All notes in force, with names, by their days."""
    rows = load(con, "SELECT person, company, kind, text, link, date FROM live_note ORDER BY rowid")
    rows["person"] = pd.Series([same.get(key, key) for key in rows.person], dtype=object)
    names = names_of(con, same, rows.person.dropna())
    called = rows.person.map(lambda key: names.get(key) or name_of(con, same, key), "ignore")
    rows.insert(2, "name", called.where(called.notna(), rows.company))
    found = rows.assign(date=dates(rows.date)).astype(_DTYPES)
    return found.sort_values("date", na_position="first", kind="stable", ignore_index=True)


def _is_text(value: object) -> bool:
    return isinstance(value, str)
