"""The file beside a book that keeps its assembled tables, so that opening it costs little.

It holds names, as the book does, and nothing that the book has not: it may be deleted at any time,
and is where anything about it is in doubt.
"""

from __future__ import annotations

from pathlib import Path

from infonet.errors import BookError
from infonet.files import sweep


def place_of(path: Path) -> Path:
    """Return where the snapshot of a book lies: beside it, and out of sight."""
    return path.with_name(f".{path.name}-snapshot")


def discard(path: Path) -> None:
    """Delete the snapshot of the book at a path, and what writers who are gone left of one.

    Raises
    ------
    BookError
        It cannot be deleted.
    """
    sweep(path.parent)
    place = place_of(path)
    try:
        place.unlink(missing_ok=True)
    except OSError as error:
        why = error.strerror or "the system refused"
        raise BookError(
            f"`{place}`, which holds names of the book, was not deleted ({why}); delete it yourself"
        ) from error
