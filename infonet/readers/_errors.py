"""Failures of the file system and of zip archives, as sentences that say what to do."""

from __future__ import annotations

import lzma
import struct
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager

from infonet.errors import ReadError

AGAIN = "download the archive again"
"""The advice for a damaged file."""

_ZIP_FAULTS = (
    zipfile.BadZipFile,
    zipfile.LargeZipFile,
    zlib.error,
    lzma.LZMAError,
    struct.error,
    EOFError,
    ValueError,
    IndexError,
    OverflowError,
    NotImplementedError,
    RuntimeError,
)


@contextmanager
def as_read_error(place: str) -> Iterator[None]:
    """Turn a failure in the block into a `ReadError` about a place."""
    try:
        yield
    except ReadError:
        raise
    except FileNotFoundError:
        raise ReadError("there is no such file or folder; check the path", file=place) from None
    except PermissionError:
        raise ReadError("no permission to read it; change that or copy it", file=place) from None
    except OSError as error:
        # A damaged offset in a zip shows as "Invalid argument" too.
        why = error.strerror or "the system refused"
        raise ReadError(f"could not be read ({why}); check it or {AGAIN}", file=place) from None
    except _ZIP_FAULTS as error:
        raise ReadError(_zip_fault(error), file=place) from None


def _zip_fault(error: Exception) -> str:
    """Return what a failure inside a zip means for the user."""
    text = str(error)
    if "CRC" in text:
        return f"its checksum is wrong, the archive is damaged; {AGAIN}"
    if isinstance(error, NotImplementedError):
        return "packed in a way that is not supported; unpack it and give the folder"
    if "null" in text:
        return "the path holds a null character; check the path"
    if isinstance(error, RuntimeError) and "home" in text:
        return "there is no such home folder; check the path"
    return f"the archive is cut off or damaged; {AGAIN}"
