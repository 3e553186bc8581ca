"""The book that the tests of the panel share.

Robin is the ego; a number is the strength of a tie, worked out from what was said of it:

    Robin ──0.70── Ana ──0.37── Bo (Delta)
      │             └───0.37── Cy (Delta)
      ├──0.37── Di (Delta)
      └──0.50── Eli (Echo)

Delta is the target, and the log is empty. Di is the best route, as 0.70 × 0.37 is less than 0.37;
Eli may know someone there.
"""

from __future__ import annotations

import pytest

from infonet import Book

pytest.importorskip("anywidget", reason="no test of the app: anywidget is not installed")

from infonet.panel.app import App
from tests.panel.driven import Driven

DAY = "2026-06-30"  # a Tuesday


@pytest.fixture
def book() -> Book:
    """Make the book."""
    book = Book(me="https://www.linkedin.com/in/robin-achterberg")
    book.tie("Ana Diaz", closeness="strong", new=True)
    for name in ("Bo Lin", "Cy Moss"):
        book.tie("Ana Diaz", name, kind="colleague", company="Delta", new=True)
    book.tie("Di Roe", closeness="weak", company="Delta", new=True)
    book.tie("Eli Ota", closeness="medium", company="Echo", new=True)
    book.want("Delta")
    return book


@pytest.fixture
def app(book: Book) -> Driven:
    """Open the app on the book of the test."""
    return Driven(App(book, DAY))
