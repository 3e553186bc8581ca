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

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

import infonet
from infonet import Book
from tests.panel.seen import DAY

if TYPE_CHECKING:
    from infonet.panel.app import Explore


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
def panel(book: Book) -> Iterator[Explore]:
    """Open the panel on the book of the test."""
    made = infonet.explore(book, as_of=DAY)
    yield made
    made.imports.files.close()
