"""Check what the functions of this room are given in the place of a book."""

from __future__ import annotations

from infonet.book import Book
from infonet.errors import InfonetError


def book_of(given: object) -> Book:
    """Return a book, or raise an error that says what was expected: notes are in a book alone."""
    if isinstance(given, Book):
        return given
    raise InfonetError(
        f"expected a book, as `infonet.Book(path)` opens it, got `{type(given).__name__}`"
    )
