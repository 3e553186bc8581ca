"""Books of the samples for tests: each is made once in a process, and copied for who asks."""

from __future__ import annotations

import shutil
import weakref
from functools import cache
from pathlib import Path

from infonet import Book, sample_book
from infonet.files import scratch_folder

__all__ = ["sample_copy"]

_NAME = "sample.db"


def sample_copy(name: str = "six-months", *, path: Path | None = None) -> Book:
    """Return a book as `sample_book` makes it, at a path or gone with it; it takes a tenth."""
    folder = scratch_folder() if path is None else None
    place = path if folder is None else folder / _NAME
    assert place is not None
    for file, content in _made(name).items():  # the book, and the snapshot beside it
        each = place.with_name(file.replace(_NAME, place.name))
        each.touch(0o600)  # as they are kept
        each.write_bytes(content)
    book = Book(place)
    if folder is not None:
        weakref.finalize(book, shutil.rmtree, folder, ignore_errors=True)
    return book


@cache
def _made(name: str) -> dict[str, bytes]:
    """Make a sample's book and look at it; return its files and what is in them."""
    folder = scratch_folder()
    try:
        sample_book(name, path=folder / _NAME)
        Book(folder / _NAME).tables()
        return {each.name: each.read_bytes() for each in folder.iterdir()}
    finally:
        shutil.rmtree(folder)
