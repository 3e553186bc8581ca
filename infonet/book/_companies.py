"""Which company or field in a book a name means."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator

from infonet.book._corrections import corrections
from infonet.ledger import company_of
from infonet.names.companies import Spellings, company_words, is_company
from infonet.names.people import fold

__all__ = ["spellings_of", "the_company"]


def the_company(con: sqlite3.Connection, name: str) -> str | None:
    """The company or field in the book that a name means; a target as it is written, if it is one.

    A name that the user declared to be the same as another means that other as well.
    """
    declared = [*_declared(con)]
    key, wordy = company_of(name), company_words(name)
    for target, spellings in declared:
        if any(company_of(other) == key for other in spellings):
            return target
    for target, spellings in declared:
        if any(company_words(other) == wordy for other in spellings):
            return target
    for told in _told(con):
        if company_of(told) == key:
            return told
    as_written = con.execute("SELECT 1 FROM live_job WHERE company = ? LIMIT 1", (name.strip(),))
    if as_written.fetchone() and is_company(name):
        return name.strip()
    spelt = {row[0] for row in con.execute("SELECT company FROM live_job WHERE company NOT NULL")}
    # Spellings of one company have its letters: that leaves few of very many to look at.
    letters = {*key}
    alike = (other for other in spelt if letters <= {*fold(other).replace("&", "and")})
    matched = Spellings(alike).match(name)
    return None if matched.empty else str(matched.company[0])


def spellings_of(con: sqlite3.Connection, company: str | None) -> frozenset[str]:
    """What the spellings of a company have in common, for all that were declared to be it."""
    key = company_of(company)
    for _, spellings in _declared(con):
        keys = frozenset(map(company_of, spellings))
        if key in keys:
            return keys
    return frozenset({key} if key else ())


def _declared(con: sqlite3.Connection) -> Iterator[tuple[str, list[str]]]:
    """Every target, the latest first, then other names of a company, with all its spellings."""
    groups: dict[str, list[str]] = {}
    rows = con.execute("SELECT company, aliases FROM live_target ORDER BY stated DESC, act DESC")
    for company, aliases in rows:
        groups.setdefault(company, [company]).extend(json.loads(aliases))
    for a, b in con.execute("SELECT a, b FROM live_spelling ORDER BY act"):
        joined = [name for name, others in groups.items() if _shares(others, (a, b))]
        kept = joined[0] if joined else a
        groups.setdefault(kept, []).extend((a, b))
        for name in joined[1:]:
            groups[kept] += groups.pop(name)
    yield from groups.items()


def _shares(spellings: list[str], pair: tuple[str, str]) -> bool:
    keys = {company_of(name) for name in pair}
    return any(company_of(name) in keys for name in spellings)


def _told(con: sqlite3.Connection) -> Iterator[str]:
    """The companies of the log, as it is corrected."""
    corrected = corrections(con)
    for event, company in con.execute("SELECT event, company FROM live_event ORDER BY event"):
        company = corrected.get(event, {}).get("company", company)
        if company is not None:
            yield company
