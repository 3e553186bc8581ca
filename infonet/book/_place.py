"""Warn once where a book lies so that others could read it, or a program copies it away."""

from __future__ import annotations

import os
import re
import stat
import sys
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path, PureWindowsPath

from infonet.book._git import is_ignored, tracked, work_tree
from infonet.errors import BookError, InfonetError
from infonet.files import free_place, named

# OneDrive - Delta, GoogleDrive-ana@example.com, Dropbox (Personal); but not the home of Megan.
_SYNCED = re.compile(
    r"(?:dropbox|onedrive|google ?drive|my drive|icloud ?drive|mobile documents|cloudstorage"
    r"|com~apple~clouddocs|nextcloud|owncloud|pcloud ?drive|box sync|syncthing|mega)(?![a-z])"
)
_SHARED = ("shared", "public")  # of a home folder's neighbours, on a Mac and on Windows
BESIDE = ("-wal", "-shm", "-journal")
"""Endings of what SQLite keeps beside a database: it belongs to that one alone."""


def file_of_book(path: str | os.PathLike[str]) -> Path:
    """Return the file that is named; raise for what SQLite takes for something else, or none is."""
    text = str(path)
    if text == ":memory:":
        raise BookError(
            "`:memory:` is no file; for a book that is gone when it is closed, give no path: "
            "`Book()`"
        )
    if text.startswith("file:"):
        raise BookError(f"`{text}` is an address of SQLite; give the path of the file itself")
    try:
        place = named(path)
    except InfonetError as error:
        raise BookError(f"{error}") from None
    if not place.name and place.is_absolute():
        raise BookError(f"expected a file, got `{place}`, which is all of a disk; add a file name")
    return place


def put_aside(path: Path) -> None:
    """Rename what a book that is gone left beside its place: SQLite would apply it to the next.

    Nor does it get a name by which SQLite would apply it to another book there.
    """
    ends = BESIDE if path.name else ()
    left = [end for end in ends if os.path.lexists(path.with_name(path.name + end))]
    if left and not os.path.lexists(path):
        aside = free_place(path.with_name(f"{path.stem}-left{path.suffix}"), beside=BESIDE)
        for end in left:
            path.with_name(path.name + end).rename(aside.with_name(aside.name + end))


def put_aside_at(path: Path) -> list[Path]:
    """Return what books that are gone, or damaged, left at a place, and lies aside there."""
    kept = rf"{re.escape(path.stem)}-(left|damaged)(-\d+)?{re.escape(path.suffix)}"
    with suppress(OSError):
        named = ((re.fullmatch(f"({kept})({'|'.join(BESIDE)})", at.name), at)
                 for at in path.parent.iterdir())  # fmt: skip
        # Beside a book that is called so, it is that one's own.
        return sorted(
            at
            for found, at in named
            if found and (found[2] == "damaged" or not at.with_name(found[1]).exists())
        )
    return []


def make_private(path: Path) -> None:
    """Take away what a book's journal, of whatever kind, lets others do."""
    if sys.platform == "win32":
        return
    for suffix in BESIDE:
        beside = path.with_name(path.name + suffix)
        with suppress(OSError):
            found = beside.lstat()
            if stat.S_ISREG(found.st_mode) and found.st_mode & 0o077:
                beside.chmod(0o600)


def concerns(path: Path) -> dict[str, str]:
    """Return what is wrong with a book's place, by kind, and what to do."""
    return dict(_concerns(path))


def _concerns(path: Path) -> Iterator[tuple[str, str]]:
    real = Path(os.path.realpath(path))
    with suppress(OSError):
        if sys.platform != "win32" and real.stat().st_mode & 0o077:
            yield (
                "mode",
                f"others on this computer can read the book `{path}`: take that away with "
                f"`chmod 600 '{path}'`",
            )
    root = work_tree(real.parent)
    if root is not None:
        name = real.relative_to(root).as_posix()
        if name in tracked(root):
            yield (
                "tracked",
                f"git tracks the book `{path}`, so whoever gets the repository gets it: move it "
                f"out of `{root}`, and remove it from the history",
            )
        elif not is_ignored(root, real):
            yield (
                "git",
                f"the book `{path}` lies in the git work tree `{root}`, which does not ignore it: "
                "move it out, or add it to .gitignore, so that it is never published",
            )
    folders = [part.lower() for part in real.parent.parts]
    synced = next((part for part in folders if _SYNCED.match(part)), None)
    if synced is not None:
        yield (
            "synced",
            f"the book `{path}` lies in a folder that is copied to other computers (`{synced}`): "
            "your contacts go with it, and two computers that write at once damage it; move it, "
            "and keep encrypted backups there (`backup(…, passphrase=…)`)",
        )
    if _is_shared(real.parent):
        yield (
            "shared",
            f"others can write to the folder of the book `{path}`: move it to a folder of yours",
        )


def _is_shared(folder: Path) -> bool:
    """Tell whether a folder is another computer's, or one where everybody may write."""
    if PureWindowsPath(folder).drive.startswith("\\\\"):
        return True
    parts = [part.lower() for part in folder.parts]
    if len(parts) > 2 and parts[1] in ("users", "home") and parts[2] in _SHARED:
        return True
    if sys.platform == "win32":
        return False
    with suppress(OSError):
        # Within a folder that others cannot enter, they write nothing.
        entered = all(above.stat().st_mode & stat.S_IXOTH for above in folder.parents)
        return entered and bool(folder.stat().st_mode & stat.S_IWOTH)
    return False
