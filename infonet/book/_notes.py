"""The part of a book that is research: what was found out about people and companies."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

import pandas as pd

from infonet.book._facts import load
from infonet.book._given import a_date, a_text, one_of
from infonet.book._log import Log
from infonet.book._people import find, names_of, unknown
from infonet.book._store import append, new_act
from infonet.employers import Spellings, company_key
from infonet.errors import InfonetError, UnknownNameError
from infonet.identity import fold
from infonet.tables import NOTES

__all__ = ["Notes", "a_link", "the_company"]

_OF_COMPANIES = ("news", "culture", "health")


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
            book. Where both have the name, news, culture and health are the company's.
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
            A kind, date or address that is none, or an empty text.
        UnknownNameError
            A subject that is nobody and no company in the book.

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
        with self._store.writing(f"the note `{text}` of `{subject}`") as con:
            return write_note(con, self._aliases(con), subject, row)

    def notes(
        self, text: str | None = None, *, subject: str | None = None, kind: str | None = None
    ) -> pd.DataFrame:
        """The notes in force, searched.

        Parameters
        ----------
        text : str, optional
            Words that must all stand in the note, the name or the kind; case does not matter.
        subject : str, optional
            One person or company.
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
            A subject that is nobody and no company in the book.
        """
        one_of(kind, NOTES, "kind")
        with self._store.reading() as con:
            same = self._aliases(con)
            found = _notes(con, same)
            if subject is not None:
                person, company = _subject(con, same, subject, kind)
                mine = found.person == person if person else found.company.map(_key) == company
                if person is None:
                    mine = found.company.map(_key) == _key(company)
                found = found[mine]
        if kind is not None:
            found = found[found.kind == kind]
        for word in fold(text or "").split():
            there = [
                any(word in fold(cell) for cell in cells if isinstance(cell, str))
                for cells in found[["name", "kind", "text"]].to_numpy()
            ]
            found = found[there]
        return found.reset_index(drop=True)


def write_note(
    con: sqlite3.Connection, same: Mapping[str, str], subject: str, row: dict[str, Any]
) -> str:
    """Append a note; returns the sentence."""
    person, company = _subject(con, same, subject, row["kind"])
    name = company or names_of(con, same).get(str(person), subject)
    day = f", {row['date'][:10]}" if row["date"] else ""
    what = f"Noted of {name} ({row['kind']}{day}): {row['text']}"
    act = new_act(con, "note", what)
    append(con, "note", [{"act": act, "person": person, "company": company, **row}])
    return what


def _subject(
    con: sqlite3.Connection, same: Mapping[str, str], subject: str, kind: str | None
) -> tuple[str | None, str | None]:
    """The key of the person that is meant, or the company."""
    company = the_company(con, subject)
    if company is not None and kind in _OF_COMPANIES:
        return None, company
    try:
        someone = find(con, same, subject)
    except UnknownNameError:
        if company is None:
            raise
        someone = None
    if someone is not None:
        return someone.key, None
    if company is None:
        raise unknown(con, same, subject)
    return None, company


def the_company(con: sqlite3.Connection, name: str) -> str | None:
    """The company or field in the book that a name means, as the target is written if it is one."""
    key = _key(name)
    wanted = [row[0] for row in con.execute("SELECT company FROM live_target ORDER BY act DESC")]
    told = [row[0] for row in con.execute("SELECT DISTINCT company FROM live_event")]
    for known in (*wanted, *told):
        if known is not None and _key(known) == key:
            return str(known)
    rows = con.execute("SELECT DISTINCT company FROM live_job WHERE company NOT NULL")
    matched = Spellings(str(row[0]) for row in rows).match(name)
    return None if matched.empty else str(matched.company[0])


def _key(company: object) -> str:
    if not isinstance(company, str):
        return ""
    return company_key(company) or " ".join(fold(company).split())


def a_link(link: object) -> str | None:
    """A web address, or an error for what is none; it is only kept."""
    text = a_text(link, "link")
    if text is None:
        return None
    try:
        parts = urlsplit(text)
        sound = parts.scheme in ("http", "https") and bool(parts.hostname)
    except ValueError:
        sound = False
    if not sound or any(letter.isspace() or not letter.isprintable() for letter in text):
        raise InfonetError(
            f"expected a web address such as `https://example.com/news` as link, got `{text}`"
        )
    return text


def _notes(con: sqlite3.Connection, same: Mapping[str, str]) -> pd.DataFrame:
    """All notes in force, with names."""
    rows = load(con, "SELECT person, company, kind, text, link, date FROM live_note ORDER BY rowid")
    names = names_of(con, same)
    rows["person"] = pd.Series([same.get(key, key) for key in rows.person], dtype=object)
    rows.insert(
        2,
        "name",
        pd.Series(
            [
                company if person is None else names.get(person, person)
                for person, company in zip(rows.person, rows.company, strict=True)
            ],
            dtype=object,
        ),
    )
    dates = pd.Series(rows.date.to_numpy(dtype="datetime64[s]"), index=rows.index)
    texts = dict.fromkeys(["person", "company", "name", "kind", "text", "link"], "str")
    found = rows.astype(texts).assign(date=dates)
    return found.sort_values("date", na_position="first", kind="stable", ignore_index=True)
