"""Tell what git tracks and ignores in a folder, from its own files: no program is started.

The index: https://git-scm.com/docs/index-format; what is ignored:
https://git-scm.com/docs/gitignore.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

_FIXED = 40  # bytes of an entry before its hash: times, device, mode, owner and size


def work_tree(path: Path) -> Path | None:
    """Return the git work tree that a path lies in; None outside of any."""
    for folder in (path, *path.parents):
        with suppress(OSError):  # what the disk refuses to look into is none: no act fails for it
            if (folder / ".git").exists():
                return folder
    return None


def tracked(root: Path) -> list[str]:
    """Return the paths that git tracks in a work tree, with strokes; none where it has no index."""
    try:
        found = _git_folder(root)
        content = (found / "index").read_bytes()
        return list(_entries(content, _hash_length(found)))
    except (OSError, ValueError, IndexError):
        return []


def _git_folder(root: Path) -> Path:
    """Return where git keeps what it knows of a work tree, which may be a linked one."""
    place = root / ".git"
    if place.is_dir():
        return place
    said = place.read_text("utf-8", errors="replace").partition("gitdir:")[2].strip()
    return (root / said).resolve()


def _hash_length(folder: Path) -> int:
    with suppress(OSError):
        shared = folder
        if (folder / "commondir").exists():
            shared = (folder / (folder / "commondir").read_text("utf-8").strip()).resolve()
        if re.search(
            r"objectformat\s*=\s*sha256", (shared / "config").read_text("utf-8"), re.IGNORECASE
        ):
            return 32
    return 20


def _entries(content: bytes, hash_length: int) -> Iterator[str]:
    """Yield the paths of an index."""
    if content[:4] != b"DIRC":
        return
    version, count = (int.from_bytes(content[at : at + 4], "big") for at in (4, 8))
    at, name = 12, b""
    for _ in range(count):
        start = at
        at += _FIXED + hash_length
        extended = version > 2 and content[at] & 0x40
        at += 4 if extended else 2
        kept = 0
        if version == 4:  # only what differs from the path before
            cut, at = _offset(content, at)
            kept = len(name) - cut
        end = content.index(b"\0", at)
        name = name[:kept] + content[at:end]
        at = end + 1 if version == 4 else start + (end - start + 8) // 8 * 8
        yield name.decode("utf-8", errors="replace")


def _offset(content: bytes, at: int) -> tuple[int, int]:
    """Return a number of variable length, and where it ends."""
    byte = content[at]
    value = byte & 0x7F
    while byte & 0x80:
        at += 1
        byte = content[at]
        value = ((value + 1) << 7) | (byte & 0x7F)
    return value, at + 1


def is_ignored(root: Path, path: Path) -> bool:
    """Tell whether git ignores a file in a work tree, or a folder above it."""
    parts = path.relative_to(root).parts
    for length in range(1, len(parts) + 1):
        ignored = False
        for folder, line in _rules(root, parts[: length - 1]):
            pattern = line.removeprefix("!")
            below = "/".join(parts[len(folder) : length])
            if pattern.endswith("/") and length == len(parts):
                continue  # folders alone are meant
            if _matches(pattern.rstrip("/"), below):
                ignored = not line.startswith("!")
        if ignored:
            return True
    return False


def _rules(root: Path, folders: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], str]]:
    """Yield the folders and lines of what says what is ignored, the last word last."""
    places: list[tuple[tuple[str, ...], Path]] = [((), root / ".git" / "info" / "exclude")]
    places += [
        (folders[:depth], root.joinpath(*folders[:depth], ".gitignore"))
        for depth in range(len(folders) + 1)
    ]
    for above, place in places:
        with suppress(OSError):
            for line in place.read_text("utf-8", errors="replace").splitlines():
                if line.strip() and not line.startswith("#"):
                    yield above, line.rstrip()


def _matches(pattern: str, path: str) -> bool:
    """Tell whether a pattern of git means a path below its folder."""
    anchored = "/" in pattern
    pieces = re.split(r"(\*\*/|/\*\*|\*|\?|\[[^\]]*\])", pattern.lstrip("/"))
    meaning = {"**/": "(?:.*/)?", "/**": "/.*", "*": "[^/]*", "?": "[^/]"}
    text = "".join(
        meaning.get(piece) or (piece if piece[:1] == "[" else re.escape(piece)) for piece in pieces
    )
    return re.fullmatch(text if anchored else f"(?:.*/)?{text}", path) is not None
