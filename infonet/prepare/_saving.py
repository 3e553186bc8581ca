"""Write a document to a file that only its owner can read, never over another unless asked."""

from __future__ import annotations

import os
from pathlib import Path

from infonet.errors import InfonetError

__all__ = ["save"]


def save(path: str | os.PathLike[str], content: bytes, *, replace: bool) -> Path:
    """Write the file with mode 0600 and give its path; one that exists stays unless `replace`."""
    place = Path(path).expanduser()
    flags = os.O_WRONLY | os.O_CREAT | (os.O_TRUNC if replace else os.O_EXCL)
    try:
        with open(os.open(place, flags | getattr(os, "O_BINARY", 0), 0o600), "wb") as file:
            file.write(content)
    except FileExistsError:
        raise InfonetError(
            f"`{place}` exists: give another name, or replace=True to write over it"
        ) from None
    except (OSError, ValueError) as error:
        why = getattr(error, "strerror", None) or "the path holds a null character"
        raise InfonetError(f"`{place}` cannot be written ({why}): choose another place") from None
    return place
