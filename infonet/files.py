"""Read what a user names; write files whole and private; remove what a kill left."""

from __future__ import annotations

import errno
import os
import platform
import re
import shutil
import stat
import sys
import tempfile
import zlib
from collections.abc import Callable, Sequence
from contextlib import suppress
from functools import cache
from itertools import count
from pathlib import Path

from infonet.errors import InfonetError, ReadError

__all__ = [
    "free_place",
    "make_folder",
    "named",
    "read_bytes",
    "read_text",
    "remove_folder",
    "save",
    "scratch_folder",
    "sweep",
]

_PART = ".infonet-part"
_SCRATCH = "infonet-"
_WRITER = re.compile(r"([0-9]{1,10})_([0-9a-f]{8})")
_PRIVATE = 0o600
_PRIVATE_FOLDER = 0o700
# Names that another machine wrote into a shared folder say nothing about its processes.
_DAY = 86_400.0
_SHOWN = 60  # letters of a name that cannot be one


def named(path: str | os.PathLike[str]) -> Path:
    """Return the place that a user names; what no file can be called is an `InfonetError`.

    ``~`` is the home folder. Whether there is a file, and of which kind, is not looked at.
    """
    try:
        text = os.fsdecode(path)
    except TypeError:
        kind = type(path).__name__
        raise InfonetError(f"expected the path of a file, got a `{kind}`: give a text") from None
    except UnicodeError:
        text = str(path)
    shown = text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"
    if "\0" in text:
        raise InfonetError(f"`{shown!r}` holds a null character: give another name")
    try:
        place = Path(text).expanduser()
        os.lstat(place)
    except RuntimeError:
        raise InfonetError(f"`{shown}` begins with a home folder that is not there") from None
    except UnicodeError:
        raise InfonetError(f"`{shown}` holds half a character: give another name") from None
    except PermissionError:
        raise InfonetError(
            f"`{shown}` lies in a folder that you may not look into: choose another place"
        ) from None
    except OSError as error:  # what is not there is for others to say
        if error.errno == errno.ENAMETOOLONG:
            raise InfonetError(f"`{shown}` is too long for a name: give a shorter one") from None
    return place


def free_place(path: Path, *, beside: Sequence[str] = ()) -> Path:
    """Return a path, or the first with a number before its ending, that nothing has as its name.

    Nor has anything that name with one of the endings `beside`.
    """
    names = (f"{path.stem}{f'-{n}' if n > 1 else ''}{path.suffix}" for n in count(1))
    return next(
        path.with_name(name)
        for name in names
        if not any(os.path.lexists(path.with_name(name + end)) for end in ("", *beside))
    )


def read_bytes(path: str | os.PathLike[str], *, most: int = -1) -> bytes:
    """Read a file that the user names, at most so far; one that cannot be read is a `ReadError`."""
    try:
        place = named(path)
    except InfonetError as error:
        raise ReadError(f"{error}", file="the path") from None
    try:
        if place.exists() and not place.is_file():
            raise ReadError("expected a file: save it as one", file=place.name)
        with place.open("rb") as file:
            return file.read(most)
    except OSError as error:
        why = error.strerror or "the system refused"
        raise ReadError(f"it cannot be read ({why}): check the path", file=place.name) from error


def read_text(path: str | os.PathLike[str], *, form: str) -> str:
    """Read a text in UTF-8, with or without a byte order mark; `form` says how to save it anew."""
    try:
        return read_bytes(path).decode("utf-8-sig")
    except UnicodeDecodeError as error:
        name = named(path).name
        raise ReadError(f"it is not UTF-8: save it as {form}", file=name) from error


def save(
    path: str | os.PathLike[str], content: bytes | str | Callable[[Path], object], *, replace: bool
) -> Path:
    """Write a file whole or not at all, for its owner alone.

    The file is created beside its place under a temporary name, flushed to the disk, and renamed,
    so that a crash leaves the old file or the new one, never a part. Its mode is 0600. A symbolic
    link at the place is replaced; the file that it points to is not touched.

    `content` is the file's bytes, its text (written as UTF-8), or a function that writes the path
    it is given; what else than an `OSError` that function raises passes through. Without `replace`,
    a file that is there is an `InfonetError`.
    """
    try:
        place = _place(path)
    except OSError as error:
        raise _unwritable(Path(path), error) from None
    if not replace and os.path.lexists(place):
        raise _exists(place)
    try:
        part = _begin(place)
    except OSError as error:
        raise _unwritable(place, error) from None
    try:
        if callable(content):
            content(part)
        else:
            part.write_bytes(
                content.encode(errors="replace") if isinstance(content, str) else content
            )
        part.chmod(_PRIVATE)  # whoever created it
        with part.open("rb+") as file:
            os.fsync(file.fileno())
        moved = _move(part, place, replace=replace)
    except OSError as error:
        raise _unwritable(place, error) from None
    finally:
        with suppress(OSError):
            part.unlink()
    if not moved:
        raise _exists(place)
    _flush(place.parent)
    return place


def make_folder(path: str | os.PathLike[str]) -> Path:
    """Create a folder for its owner alone, unless it is there; what is no place is an error."""
    try:
        if (there := named(path)).is_dir():
            return there
        place = _place(path)
        if os.path.lexists(place):
            raise InfonetError(f"`{place}` is a file: give the name of a folder")
        place.mkdir(mode=_PRIVATE_FOLDER)
    except OSError as error:
        raise _unwritable(Path(path), error) from None
    return place


def scratch_folder() -> Path:
    """Create a private folder among the temporary files.

    The first that a process creates removes those whose makers are gone.
    """
    try:
        _sweep_scratch(Path(tempfile.gettempdir()))
        return Path(tempfile.mkdtemp(prefix=f"{_SCRATCH}{_writer()}-"))
    except OSError as error:
        where = f" in `{Path(error.filename).parent}`" if error.filename else ""
        why = error.strerror or "the system refused"
        raise InfonetError(
            f"no private folder for temporary files could be created{where} ({why}): make room "
            "there, or name another folder in the environment variable TMPDIR"
        ) from None


@cache
def _sweep_scratch(among: Path) -> None:
    """Remove the scratch folders whose makers are gone, once a process."""
    for folder in among.glob(f"{_SCRATCH}*"):
        if _is_left(folder, folder.name.removeprefix(_SCRATCH).split("-")[0], among):
            remove_folder(folder)


def remove_folder(folder: str | os.PathLike[str]) -> None:
    """Remove a folder of one's own with all that is in it, as far as the system lets it."""
    with suppress(OSError):  # `ignore_errors` lets one out where a folder is not closed
        shutil.rmtree(folder, ignore_errors=True)


def sweep(folder: Path) -> list[Path]:
    """Remove the unfinished files of writers who are gone from a folder; return all others."""
    kept = []
    with suppress(OSError):
        for part in folder.glob(f".*{_PART}"):
            if _is_left(part, part.name.removesuffix(_PART).split(".")[-2], folder):
                with suppress(OSError):
                    part.unlink()
            else:
                kept.append(part)
    return kept


def _begin(place: Path) -> Path:
    """Create an empty private file beside a place; `sweep` removes it once its writer is gone."""
    sweep(place.parent)
    # A name may have 255 bytes, and a letter up to four: only the beginning is for people.
    handle, name = tempfile.mkstemp(
        prefix=f".{place.name[:24]}.{_writer()}.", suffix=_PART, dir=place.parent
    )
    os.close(handle)
    return Path(name)


def _writer() -> str:
    """Return this process's number, with the machine that it is a number of."""
    return f"{os.getpid()}_{zlib.crc32(platform.node().encode()):08x}"


def _is_left(path: Path, writer: str, folder: Path) -> bool:
    """Return whether an unfinished file or a scratch folder has surely lost its writer."""
    named = _WRITER.fullmatch(writer)
    try:
        found = path.lstat()
        foreign = hasattr(os, "getuid") and found.st_uid != os.getuid()
        if named is None or foreign or stat.S_ISLNK(found.st_mode):
            return False
        # On Windows os.kill ends a process, whatever the signal.
        if named[2] != _writer().partition("_")[2] or sys.platform == "win32":
            return folder.stat().st_mtime - found.st_mtime > _DAY
        os.kill(int(named[1]), 0)
    except (ProcessLookupError, OverflowError):
        return True
    except OSError:
        return False
    return False


def _place(path: str | os.PathLike[str]) -> Path:
    """Return where a file shall be, or say why that is no place for one."""
    place = named(path)
    if place.is_dir() and not place.is_symlink():
        raise InfonetError(f"`{place}` is a folder: give the name of a file in it")
    if not place.parent.is_dir():
        raise InfonetError(f"there is no folder `{place.parent}`: create it, or choose another")
    return place


def _exists(place: Path) -> InfonetError:
    return InfonetError(f"`{place}` exists: give another name, or replace=True to write over it")


def _unwritable(place: Path, error: OSError) -> InfonetError:
    why = error.strerror or "the system refused"
    return InfonetError(f"`{place}` cannot be written ({why}): choose another place")


def _move(part: Path, place: Path, *, replace: bool) -> bool:
    """Rename a file; without `replace`, return False where another file has come first."""
    if replace:
        part.replace(place)
        return True
    with suppress(FileExistsError):
        try:
            place.hardlink_to(part)
        except FileExistsError:
            raise
        except (OSError, NotImplementedError):
            # A file system without links: the name is taken first, so that nobody's file is lost.
            os.close(os.open(place, os.O_CREAT | os.O_EXCL | os.O_WRONLY, _PRIVATE))
            try:
                part.replace(place)
            except OSError:
                place.unlink()
                raise
        return True
    return False


def _flush(folder: Path) -> None:
    """Flush a rename to the disk, where the system lets a folder be opened for that."""
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
