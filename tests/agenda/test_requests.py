"""Which request something due belongs to."""

from __future__ import annotations

import pandas as pd

from infonet import Book, due
from infonet.agenda import due_requests
from infonet.conversion import request_table

DAY = "2026-06-30"


def book_of_four() -> Book:
    """Ana was asked and introduced Bo, who is silent; Di declined; Eli is silent; Fay opted out."""
    book = Book(me="https://www.linkedin.com/in/robin-achterberg")
    for name in ("Ana Diaz", "Bo Lin", "Di Roe", "Eli Ota", "Fay Fox"):
        book.tie(name, closeness="weak", new=True)
    book.log("asked", "Ana Diaz", company="Delta", date="2026-06-15", kind="introduction")
    book.log("introduced", "Bo Lin", company="Delta", via="Ana Diaz", date="2026-06-16")
    book.log("asked", "Di Roe", company="DELTA", date="2026-03-02")
    book.log("declined", "Di Roe", company="DELTA", date="2026-03-03")
    book.log("asked", "Eli Ota", company="Echo", date="2026-06-15")
    book.note("Fay Fox", "opted out", "by mail")
    return book


def test_what_is_due_belongs_to_the_request_of_its_person_or_its_company() -> None:
    book = book_of_four()
    book.note("Ana Diaz", "action item", "send the page", date="2026-07-02")
    book.note("Echo", "action item", "read their report", date="2026-07-02")
    book.note("Fay Fox", "action item", "call", date="2026-07-02")
    tables = book.tables()
    asked = request_table(tables.events, as_of=DAY)
    found = due(tables, as_of=DAY)
    items = found[found.action == "to do"]
    belongs = due_requests(items, asked, tables.events)
    names = dict(zip(asked.person, asked.request, strict=True))
    of = dict(zip(items.reason, belongs, strict=True))
    assert of["send the page"] == names["name/ana-diaz"]
    assert of["read their report"] == names["name/eli-ota"]
    assert pd.isna(of["call"])


def test_of_two_requests_of_a_person_the_latest_counts() -> None:
    book = book_of_four()
    book.log("asked", "Di Roe", company="Golf", date="2026-06-29", request="R9")
    book.note("Di Roe", "action item", "send the page", date="2026-07-02")
    tables = book.tables()
    asked = request_table(tables.events, as_of=DAY)
    found = due(tables, as_of=DAY)
    item = found[found.reason == "send the page"]
    assert due_requests(item, asked, tables.events).tolist() == ["R9"]
    earlier = asked[asked.request != "R9"]
    [request] = due_requests(item, earlier, tables.events)
    assert request in set(earlier.request)
