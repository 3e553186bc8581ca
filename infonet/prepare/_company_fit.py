"""Rate each company and field by all conversations about it."""

from __future__ import annotations

import re

import pandas as pd

from infonet.ledger import same_company
from infonet.tables import FIT, TEXT, HasTables, Tables, as_date, known_notes, tables_of

_RATED = re.compile(r"^\s*([1-5])\s*/\s*5\b")


def company_fit(book: Tables | HasTables, *, as_of: object) -> pd.DataFrame:
    """Rate how each company and field would fit you, by all conversations about it.

    Parameters
    ----------
    book : Book or Tables
        Its notes of the kinds skills, interests, lifestyle and goals, and its log. A note on a
        person counts for the company that the last conversation with them by then was about, or
        else for the company where they work.
    as_of : date, str or Timestamp
        The day. Later conversations and notes do not count; undated notes do.

    Returns
    -------
    DataFrame
        company (or field; a target as it is written), conversations (held), n (notes on the fit),
        skills, interests, lifestyle, goals (mean rating from 1 to 5 of the notes that begin with
        ``4/5``; missing where none is rated), rating (mean of these), said (tuple of all the
        notes, the latest last). Best rated first, then most conversations.

    Notes
    -----
    A handful of impressions, not a measurement: `n` says how many.

    Examples
    --------
    >>> import infonet
    >>> book = infonet.Book()
    >>> said = book.want("Delta"), book.note("Delta", "skills", "4/5: SQL all day")
    >>> company_fit(book, as_of="2026-06-30")[["company", "skills", "n"]].values.tolist()
    [['Delta', 4.0, 1]]
    """
    tables = tables_of(book)
    notes = known_notes(tables, as_of)
    end = as_date(as_of) + pd.Timedelta(days=1)
    held = _held(tables, end)
    notes = notes[notes.kind.isin(FIT)]
    notes = notes.assign(company=_companies(notes, held, tables)).dropna(subset="company")
    same = same_company(tables, [*notes.company, *held.company])
    about, talks = notes.company.map(same), held.company.map(same)
    spelt = {same(name): name for name in tables.companies.company}
    for company in (*notes.company, *held.company):
        spelt.setdefault(same(company), company)
    rows = []
    for key in dict.fromkeys((*about, *talks)):
        notes_on = notes[about == key]
        rating = notes_on.text.str.extract(_RATED, expand=False).astype("float64")
        rated = rating.groupby(notes_on.kind).mean()
        said = tuple(f"{kind}: {text}" for kind, text in notes_on[["kind", "text"]].to_numpy())
        counts = int((talks == key).sum()), len(notes_on)
        rows.append((spelt[key], *counts, *rated.reindex(list(FIT)), said))
    columns = ["company", "conversations", "n", *FIT, "said"]
    found = pd.DataFrame(rows, columns=columns)
    found = found.astype({"company": TEXT, "conversations": "int64", "n": "int64"})
    found = found.astype(dict.fromkeys(FIT, "float64"))
    found.insert(len(columns) - 1, "rating", found[list(FIT)].mean(axis=1))
    order = ["rating", "conversations", "company"]
    return found.sort_values(order, ascending=[False, False, True], ignore_index=True)


def _held(tables: Tables, end: pd.Timestamp) -> pd.DataFrame:
    """Return person, day and company (its own, else the request's) of every conversation."""
    events = tables.events
    first = events.dropna(subset=["request", "company"]).drop_duplicates("request")
    named = events.request.map(first.set_index("request").company).astype(TEXT)
    events = events.assign(date=events.date.dt.normalize(), company=events.company.fillna(named))
    held = events[(events.stage == "held") & (events.date < end)].dropna(subset="company")
    return held[["person", "date", "company"]].drop_duplicates().sort_values("date")


def _companies(notes: pd.DataFrame, held: pd.DataFrame, tables: Tables) -> pd.Series:
    """Return the company of each note; for a note on a person the one talked about, or theirs."""
    now = tables.jobs[tables.jobs.end.isna() & tables.jobs.company.notna()]
    work = now.sort_values("start", na_position="first", kind="stable")
    employer = dict(zip(work.person, work.company, strict=True))
    found: list[str | None] = []
    for person, company, date in zip(notes.person, notes.company, notes.date, strict=True):
        if isinstance(company, str):
            found.append(company)
            continue
        talks = held[(held.person == person) & ~(held.date > date)]
        found.append(employer.get(person) if talks.empty else talks.company.iloc[-1])
    return pd.Series(found, index=notes.index, dtype=TEXT)
