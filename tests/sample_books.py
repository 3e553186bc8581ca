"""Books of the samples for tests: each is made once in a process, and copied for who asks."""

from __future__ import annotations

import shutil
import weakref
from functools import cache
from pathlib import Path

from infonet import Book, sample_book
from infonet.files import scratch_folder

__all__ = ["sample_copy"]


def sample_copy(name: str = "six-months", *, path: Path | None = None) -> Book:
    """Return a book as `sample_book` makes it, at a path or gone with it; it takes a tenth."""
    folder = scratch_folder() if path is None else None
    place = path if folder is None else folder / "sample.db"
    assert place is not None
    place.touch(0o600)  # as a book is kept
    place.write_bytes(_made(name))
    book = Book(place)
    if folder is not None:
        weakref.finalize(book, shutil.rmtree, folder, ignore_errors=True)
    return book


@cache
def _made(name: str) -> bytes:
    """Make a sample's book; return what is in its file."""
    folder = scratch_folder()
    try:
        sample_book(name, path=folder / "sample.db")
        return (folder / "sample.db").read_bytes()
    finally:
        shutil.rmtree(folder)
