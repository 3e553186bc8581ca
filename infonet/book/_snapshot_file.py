"""The file beside a book that keeps its assembled tables, so that opening it costs little.

It holds names, as the book does, and nothing that the book has not: it may be deleted at any time,
and is left aside where anything about it is in doubt. After a line that says what it is come the
length and the checksum of a header in JSON, the header, and the arrays that it lists, each with its
checksum. Nothing in it is ever run. Of each column every text stands there once, and keys of people
are places in the table of people.
"""

from __future__ import annotations

import json
import os
import stat
import struct
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any, BinaryIO

import numpy as np
import numpy.typing as npt
import pandas as pd

from infonet.book._git import is_ignored, work_tree
from infonet.book._resolve import Identity
from infonet.errors import BookError, InfonetError
from infonet.files import save, sweep
from infonet.tables import COLUMNS, TEXT, Tables

Array = npt.NDArray[Any]
Key = dict[str, Any]
"""Of which book and which moment of it a snapshot is, as JSON keeps it."""

_MAGIC = b"infonet snapshot\n"
_HEAD = struct.Struct("<II")
_KINDS = frozenset({"|u1", "|b1", "<i4", "<i8"})
"""The dtypes of arrays that are kept."""

SAME = ("same", "shown")
"""The arrays of who is who."""

_TABLES = ("people", "jobs", "ties", "gatherings")
"""The tables that are packed: few rows make the others."""

_KEYS = {
    "people": (),
    "jobs": ("person",),
    "ties": ("source", "target", "started", "origin"),
    "gatherings": ("person",),
}
"""Table → its columns that are keys of people."""

_ANY = {"people": "seen", "jobs": "end", "ties": "last", "gatherings": "last"}
"""Table → a column that has a number for each row."""

_END = "\x00"
"""Ends a text; what holds it is not packed."""


def place_of(path: Path) -> Path:
    """Return where the snapshot of a book lies: beside it, and out of sight."""
    book = Path(os.path.realpath(path))
    return book.with_name(f".{book.name}-snapshot")


def discard(path: Path) -> None:
    """Delete the snapshot of the book at a path, and what writers who are gone left of one.

    Raises
    ------
    BookError
        It cannot be deleted.
    """
    place = place_of(path)
    sweep(place.parent)
    try:
        place.unlink(missing_ok=True)
    except OSError as error:
        if not os.path.lexists(place):  # a medium that cannot be written says the same of nothing
            return
        why = error.strerror or "the system refused"
        raise BookError(
            f"`{place}`, which holds names of the book, was not deleted ({why}); delete it yourself"
        ) from error


def may_be_published(path: Path) -> bool:
    """Tell whether git would take the snapshot of the book at a path along, if there were one."""
    place = place_of(path)
    root = work_tree(place.parent)
    return root is not None and not is_ignored(root, place)


def as_json(value: Any) -> Any:
    """Return a value as it comes back from JSON; bytes are hexadecimal."""
    return json.loads(json.dumps(value, default=bytes.hex))


def write(path: Path, key: Key, arrays: Mapping[str, Array]) -> None:
    """Keep arrays beside the book at a path, or leave what is there where that cannot be done."""
    parts, listed, end = [], {}, 0
    for name, array in arrays.items():
        part = np.ascontiguousarray(array)
        part = part.astype(part.dtype.newbyteorder("<"), copy=False)
        content = part.tobytes()
        listed[name] = [part.dtype.str, end, len(content), zlib.crc32(content)]
        padding = -len(content) % 8
        parts += [content, bytes(padding)]
        end += len(content) + padding
    header = json.dumps({"key": key, "arrays": listed}).encode("ascii")
    head = _HEAD.pack(len(header), zlib.crc32(header))
    with suppress(InfonetError):
        save(place_of(path), b"".join([_MAGIC, head, header, *parts]), replace=True)


def read(
    path: Path, fits: Callable[[Key], bool], names: Callable[[str], bool]
) -> tuple[Key, dict[str, Array]] | None:
    """Return what is kept beside the book at a path: the arrays of the names that are wanted.

    It is None where there is no snapshot, `fits` refuses its key, or anything about it is in doubt:
    it is another's, others may read it, it is a link, or it is damaged.
    """
    try:
        with _opened(place_of(path)) as file:
            return _read(file, fits, names)
    except (OSError, ValueError, KeyError, TypeError, struct.error, RecursionError):
        return None


def _opened(place: Path) -> BinaryIO:
    """Open a file of mine alone, and no link to one."""
    without = getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)
    handle = os.open(place, os.O_RDONLY | getattr(os, "O_BINARY", 0) | without)
    file = os.fdopen(handle, "rb")
    found = os.fstat(handle)
    mine = not hasattr(os, "getuid") or found.st_uid == os.getuid()
    private = os.name == "nt" or not found.st_mode & (stat.S_IRWXG | stat.S_IRWXO)
    if not (stat.S_ISREG(found.st_mode) and mine and private) or place.is_symlink():
        file.close()
        raise ValueError
    return file


def _read(
    file: BinaryIO, fits: Callable[[Key], bool], names: Callable[[str], bool]
) -> tuple[Key, dict[str, Array]] | None:
    """Return the key and the arrays of an open file; raise for a damaged one."""
    begin = file.read(len(_MAGIC) + _HEAD.size)
    length, checksum = _HEAD.unpack(begin[len(_MAGIC) :])
    whole = os.fstat(file.fileno()).st_size
    header = file.read(min(length, whole))
    if not begin.startswith(_MAGIC) or zlib.crc32(header) != checksum:
        raise ValueError
    said = json.loads(header)
    if not fits(said["key"]):
        return None
    arrays, start = {}, file.tell()
    for name, (kind, at, size, expected) in said["arrays"].items():
        if not names(name):
            continue
        file.seek(start + at)
        content = file.read(size)
        if kind not in _KINDS or len(content) < size or zlib.crc32(content) != expected:
            raise ValueError
        arrays[name] = np.frombuffer(content, dtype=kind)
    return said["key"], arrays


class UnpackableError(ValueError):
    """A text that could not be told from its neighbours."""


def packed_texts(texts: Iterable[str]) -> Array:
    """Return texts as bytes."""
    listed = list(texts)
    joined = "".join([f"{text}{_END}" for text in listed])
    if joined.count(_END) != len(listed):
        raise UnpackableError
    return np.frombuffer(joined.encode(), dtype=np.uint8)


def unpacked_texts(packed: Array) -> list[str]:
    """Return the texts of bytes."""
    return packed.tobytes().decode().split(_END)[:-1]


def packed_identity(identity: Identity) -> dict[str, Array]:
    """Return who is who as arrays."""
    return {
        "same": packed_texts(identity.same.keys()),
        "shown": packed_texts(identity.same.values()),
    }


def unpacked_identity(arrays: Mapping[str, Array]) -> Identity:
    """Return who is who of arrays."""
    return Identity(dict(zip(*(unpacked_texts(arrays[name]) for name in SAME), strict=True)))


def packed(tables: Tables) -> Iterator[tuple[str, Array]]:
    """Yield the arrays of tables, by name."""
    keys = pd.Index(tables.people.person, dtype=object)
    yield "keys", packed_texts(keys)
    for name in _TABLES:
        table = getattr(tables, name)
        for column, dtype in COLUMNS[name].items():
            label = f"{name}.{column}"
            if label == "people.person":
                continue
            values = table[column].to_numpy(dtype=object if dtype == "str" else None)
            if dtype != "str":
                yield label, values.view(np.int64)
            elif column in _KEYS[name]:
                yield label, keys.get_indexer(pd.Index(values)).astype(np.int32)
            else:
                codes, texts = pd.factorize(values)
                yield label, codes.astype(np.int32)
                yield f"{label} texts", packed_texts(texts)


def unpacked(arrays: Mapping[str, Array]) -> Tables:
    """Return the tables of arrays; what is not packed is empty."""
    keys = _pool(arrays["keys"])

    made = {}
    for name in _TABLES:
        index, columns = pd.RangeIndex(len(arrays[f"{name}.{_ANY[name]}"])), {}
        for column, dtype in COLUMNS[name].items():
            label = f"{name}.{column}"
            if label == "people.person":
                columns[column] = keys
            elif dtype != "str":
                values = arrays[label].view("int64" if dtype == "int64" else dtype)
                columns[column] = values.copy()
            else:
                # What is taken from texts is not looked through again, cell by cell.
                known = column in _KEYS[name]
                pool = keys if known else _pool(arrays[f"{label} texts"])
                columns[column] = pool.take(arrays[label], allow_fill=True)
        made[name] = pd.DataFrame(columns, index=index, copy=False)
    return Tables.of()._replace(**made)


def _pool(packed: Array) -> Any:
    """Return texts as a column, from which others are taken; the place -1 is of a missing one."""
    return pd.array(unpacked_texts(packed), dtype=TEXT)
