"""Whole files, written privately: beside their place, then renamed; and what a kill left, swept."""

from __future__ import annotations

import os
import platform
import shutil
import stat
import sys
import tempfile
import zlib
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from infonet.errors import InfonetError

__all__ = ["partial", "save", "scratch_folder", "sweep"]

_PART = ".infonet-part"
_SCRATCH = "infonet-"
# Names that another machine wrote into a shared folder say nothing about its processes.
_DAY = 86_400.0


def save(
    path: str | os.PathLike[str], content: bytes | str | Callable[[Path], object], *, replace: bool
) -> Path:
    """Write a file whole or not at all, for its owner alone.

    It is written beside its place under a passing name, flushed to the disk, and renamed: whatever
    happens, there is the old file or the new one, never a part. Its mode is 0600. A symbolic link
    at the place is replaced itself; what it points to is not touched.

    Parameters
    ----------
    path : str or Path
        Where the file shall be; ``~`` is the home folder.
    content : bytes, str or callable
        What it holds, a text as UTF-8; or a function that writes it to the path that it is given.
    replace : bool
        Whether a file that is there may be replaced.

    Returns
    -------
    Path
        Where it is.

    Raises
    ------
    InfonetError
        A file is there and `replace` is False, or the place cannot be written.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     save(Path(folder) / "card.txt", "Robin", replace=False).read_text()
    'Robin'
    """
    place = Path(path).expanduser()
    try:
        if not replace and os.path.lexists(place):
            raise FileExistsError
        part = partial(place)
        try:
            if callable(content):
                content(part)
            else:
                part.write_bytes(content.encode() if isinstance(content, str) else content)
            with open(part, "rb+") as file:
                os.fsync(file.fileno())
            _move(part, place, replace=replace)
        finally:
            part.unlink(missing_ok=True)
        _flush(place.parent)
    except FileExistsError:
        raise InfonetError(
            f"`{place}` exists: give another name, or replace=True to write over it"
        ) from None
    except (OSError, ValueError) as error:
        why = getattr(error, "strerror", None) or "the path holds a null character"
        raise InfonetError(f"`{place}` cannot be written ({why}): choose another place") from None
    return place


def partial(place: Path) -> Path:
    """Create an empty private file beside a place; `sweep` removes it once its writer is gone."""
    sweep(place.parent)
    handle, name = tempfile.mkstemp(
        prefix=f".{place.name[:100]}.{_writer()}.", suffix=_PART, dir=place.parent
    )
    os.close(handle)
    return Path(name)


def scratch_folder() -> Path:
    """Create a private folder among the temporary files, and sweep those whose makers are gone."""
    among = Path(tempfile.gettempdir())
    for folder in among.glob(f"{_SCRATCH}*"):
        if _is_left(folder, folder.name.removeprefix(_SCRATCH).split("-")[0], among):
            shutil.rmtree(folder, ignore_errors=True)
    return Path(tempfile.mkdtemp(prefix=f"{_SCRATCH}{_writer()}-"))


def sweep(folder: Path) -> None:
    """Remove the passing files that writers who are gone have left in a folder."""
    with suppress(OSError):
        for part in folder.glob(f".*{_PART}"):
            if _is_left(part, part.name.removesuffix(_PART).split(".")[-2], folder):
                with suppress(OSError):
                    part.unlink()


def _writer() -> str:
    """This process, and the machine that its number is one of."""
    return f"{os.getpid()}_{zlib.crc32(platform.node().encode()):08x}"


def _is_left(path: Path, writer: str, folder: Path) -> bool:
    """Whether the writer of a passing file is surely gone."""
    number, _, machine = writer.partition("_")
    try:
        found = path.lstat()
        if stat.S_ISLNK(found.st_mode) or (hasattr(os, "getuid") and found.st_uid != os.getuid()):
            return False
        if not number.isdigit() or not machine:
            return False
        if machine != _writer().partition("_")[2] or sys.platform == "win32":
            return folder.stat().st_mtime - found.st_mtime > _DAY
        os.kill(int(number), 0)
    except ProcessLookupError:
        return True
    except (OSError, OverflowError):
        return False
    return False


def _move(part: Path, place: Path, *, replace: bool) -> None:
    if replace:
        os.replace(part, place)
        return
    try:
        os.link(part, place)
    except FileExistsError:
        raise
    except OSError:  # a file system without links: as good as can be done there
        if os.path.lexists(place):
            raise FileExistsError from None
        os.rename(part, place)


def _flush(folder: Path) -> None:
    """Write a rename to the disk; not every system lets a folder be opened for that."""
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
