"""A field or a company, seen through all conversations about it."""

from __future__ import annotations

import re

import pandas as pd

from infonet import ledger
from infonet.book import Book
from infonet.employers import company_key
from infonet.identity import fold

__all__ = ["fit"]

_PARTS = ("skills", "interests", "lifestyle", "goals")
_RATED = re.compile(r"^\s*([1-5])\s*/\s*5\b")


def fit(book: Book, *, as_of: object) -> pd.DataFrame:
    """How each company and field would fit, by what all conversations about it brought.

    Parameters
    ----------
    book : Book
        Its notes of the kinds skills, interests, lifestyle and goals, and its log.
    as_of : date, str or Timestamp
        The day; conversations after it do not count.

    Returns
    -------
    DataFrame
        company (or field), conversations (held), n (notes on the fit), skills, interests,
        lifestyle, goals (mean rating from 1 to 5 of the notes that begin with ``4/5``; missing
        where none is rated), rating (mean of these), said (tuple of all the notes, the latest
        last). Best rated first, then most conversations.

    Notes
    -----
    A handful of impressions, not a measurement: `n` says how many.

    Examples
    --------
    >>> book = Book()
    >>> said = book.want("Delta"), book.note("Delta", "skills", "4/5: SQL all day")
    >>> fit(book, as_of="2026-06-30")[["company", "skills", "n"]].values.tolist()
    [['Delta', 4.0, 1]]
    """
    requests = ledger.requests(book.tables().events, as_of=as_of)
    held = requests[requests.held.notna() & requests.company.notna()]
    notes = book.notes()
    notes = notes[notes.kind.isin(_PARTS) & notes.company.notna()]
    names: dict[str, str] = {}
    for company in (*notes.company, *held.company):
        names.setdefault(_key(company), company)
    rows = []
    for key, company in names.items():
        about = notes[notes.company.map(_key) == key]
        row: dict[str, object] = {
            "company": company,
            "conversations": int((held.company.map(_key) == key).sum()),
            "n": len(about),
        }
        for part in _PARTS:
            row[part] = about.text[about.kind == part].map(_rating).astype("float64").mean()
        row["said"] = tuple(
            f"{kind}: {text}" for kind, text in zip(about.kind, about.text, strict=True)
        )
        rows.append(row)
    columns = ["company", "conversations", "n", *_PARTS, "said"]
    found = pd.DataFrame(rows, columns=columns)
    found = found.astype({"company": "str", "conversations": "int64", "n": "int64"})
    found = found.astype(dict.fromkeys(_PARTS, "float64"))
    found.insert(len(columns) - 1, "rating", found[list(_PARTS)].mean(axis=1))
    order = ["rating", "conversations", "company"]
    return found.sort_values(order, ascending=[False, False, True], ignore_index=True)


def _key(company: str) -> str:
    return company_key(company) or fold(company)


def _rating(text: str) -> float:
    """The rating that a note begins with."""
    rated = _RATED.match(text)
    return float(rated[1]) if rated else float("nan")
