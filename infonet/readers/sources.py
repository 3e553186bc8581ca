"""Open a path as named byte streams: a zip, an unpacked folder or one bare file.

A zip is streamed and never extracted. Its own claims about sizes are not trusted: the limits below
apply to the bytes that really come out.
"""

from __future__ import annotations

import hashlib
import io
import lzma
import os
import re
import stat
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import IO, Any

from infonet.errors import InfonetError, ReadError
from infonet.files import named
from infonet.progress import progress

__all__ = [
    "MAX_BYTES",
    "MAX_MEMBERS",
    "MAX_RATIO",
    "MAX_TOTAL",
    "RATIO_FROM",
    "Member",
    "Source",
    "base_key",
    "digest_of",
    "open_source",
]

MAX_MEMBERS = 10_000
"""The most files in one archive or folder: a Complete export has about 50."""

MAX_BYTES = 512 * 1024**2
"""The most unpacked bytes of one file: ten times the largest known messages.csv."""

MAX_TOTAL = 1024**3
"""The most unpacked bytes of all files that are read from one source."""

MAX_RATIO = 200
"""The most unpacked bytes for a packed byte: text has 3 to 30, a zip bomb about 1,000."""

RATIO_FROM = 1024**2
"""The unpacked size from which the ratio counts: a small file can be very regular."""

_SMALL = 1 << 16  # bytes of a file that is looked at by several readers
_LASTING = 1_000_000  # bytes: reading fewer takes no noticeable time
_AGAIN = "download the archive again"
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


def base_key(name: str) -> str:
    """Return a file's base name for comparing: without folders, case, spaces and underscores.

    Examples
    --------
    >>> base_key("Jobs/Job Seeker_Preferences.csv")
    'jobseekerpreferences.csv'
    """
    return re.sub(r"[\s_]+", "", re.split(r"[/\\]", name)[-1]).casefold()


@dataclass(frozen=True)
class Member:
    """Hold one file of a source; it can be opened any number of times.

    `name` is the path inside the source, with ``/``, and `place` the file in an error, such as
    ``archive.zip/Connections.csv``. `packed` and `size` are its bytes in a zip, packed and, as the
    zip claims, unpacked; None outside a zip. `raw` opens the bytes without limits. `kept` is what
    readers that look at the same file keep for each other.
    """

    name: str
    place: str
    packed: int | None
    size: int | None
    raw: Callable[[], IO[bytes]]
    kept: dict[Any, Any] = field(default_factory=dict, repr=False, compare=False)

    @property
    def base(self) -> str:
        """Return the name without its folders."""
        return re.split(r"[/\\]", self.name)[-1]

    @property
    def folder(self) -> tuple[str, ...]:
        """Return the folders that hold it, outermost first."""
        return tuple(re.split(r"[/\\]", self.name)[:-1])

    @contextmanager
    def open(
        self, doing: str = "Reading", *, most: int | None = None
    ) -> Iterator[io.BufferedReader[_Limited]]:
        """Open the bytes, at most `most` of them; every failure is a `ReadError`."""
        most = MAX_BYTES if most is None else most
        with _as_read_error(self.place):
            raw = self.raw()
            size = raw.seek(0, os.SEEK_END) if self.size is None else self.size
            if self.size is None:
                raw.seek(0)
        with (
            raw,
            progress(f"{doing} {self.base}", size, unit="B", least=_LASTING) as done,
            io.BufferedReader(_Limited(self, raw, done, most), 1 << 17) as stream,
        ):
            yield stream

    def head(self, size: int = 1 << 16) -> bytes:
        """Return the first bytes; they are kept, because many readers ask for the same."""
        asked = "head", size
        if asked not in self.kept:
            with self.open() as stream:
                self.kept[asked] = stream.read(size)
        found: bytes = self.kept[asked]
        return found


class _Limited(io.RawIOBase):
    """Stream bytes up to the limits; raise `ReadError` beyond them."""

    def __init__(
        self, member: Member, raw: IO[bytes], done: Callable[[int], object], most: int
    ) -> None:
        self._member, self._raw, self._done, self._most = member, raw, done, most
        self._seen = 0

    def readable(self) -> bool:
        """Return True."""
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]  # typeshed's Buffer
        """Read bytes into a buffer; return their number."""
        with _as_read_error(self._member.place):
            chunk = self._raw.read(len(buffer))
        self._seen += len(chunk)
        packed = self._member.packed
        if self._seen > self._most:
            raise ReadError(
                f"expected at most {self._most // 1024**2} MB, and there is more; {_AGAIN}",
                file=self._member.place,
            )
        if packed is not None and self._seen > max(RATIO_FROM, MAX_RATIO * packed):
            raise ReadError(
                f"unpacks to more than {MAX_RATIO} times its size, as no export does; {_AGAIN}",
                file=self._member.place,
            )
        buffer[: len(chunk)] = chunk
        self._done(len(chunk))
        return len(chunk)


@dataclass
class Source:
    """Hold an open path, as the user gave it, and its files in the order of their names.

    `kind` is ``zip``, ``folder`` or ``file``.
    """

    path: str
    kind: str
    members: list[Member] = field(default_factory=list)
    _total: int = 0

    def spend(self, member: Member, size: int) -> None:
        """Count bytes that were read against the limit of the whole source."""
        self._total += size
        if self._total > MAX_TOTAL:
            raise ReadError(
                f"with this file more than {MAX_TOTAL // 1024**2} MB unpack from the archive, "
                f"as from no export; {_AGAIN}",
                file=member.place,
            )


def digest_of(contents: dict[str, str]) -> str:
    """Return SHA-256 over the sorted names and the SHA-256 of each file that was read."""
    whole = hashlib.sha256()
    for name, content in sorted(contents.items()):
        whole.update(f"{name}\0{content}\n".encode("utf-8", "surrogatepass"))
    return whole.hexdigest()


@contextmanager
def open_source(path: str | os.PathLike[str]) -> Iterator[Source]:
    """Open a zip, a folder or a bare file; ``~`` is the home folder."""
    try:
        place = named(path)
    except InfonetError as error:
        raise ReadError(f"{error}", file="the path") from None
    text = str(path)
    with _as_read_error(text):
        mode = place.stat().st_mode
    if stat.S_ISDIR(mode):
        with _as_read_error(text):
            members = list(_in_folder(place))
        yield Source(text, "folder", members)
    elif not stat.S_ISREG(mode):
        raise ReadError("expected an archive, a folder or a CSV file; this is none", file=text)
    else:
        bare = Member(place.name, place.name, None, None, _opener(place))
        head = bare.head(8)
        if not head:
            raise ReadError(f"the file is empty (0 bytes); {_AGAIN}", file=place.name)
        if head.startswith((b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")):
            with _as_read_error(place.name):
                archive = zipfile.ZipFile(place)
            with archive:
                yield Source(text, "zip", list(_in_zip(place, archive)))
        else:
            yield Source(text, "file", [bare])


def _in_zip(place: Path, archive: zipfile.ZipFile) -> Iterator[Member]:
    """Yield the files of a zip; refuse what can be refused without unpacking."""
    entries = archive.infolist()
    if len(entries) > MAX_MEMBERS:
        raise ReadError(
            f"expected at most {MAX_MEMBERS:,} files in the archive, found {len(entries):,}; "
            "give LinkedIn's own archive",
            file=place.name,
        )
    size = place.stat().st_size
    for entry in sorted(entries, key=lambda entry: entry.filename):
        name = f"{place.name}/{entry.filename}"
        if stat.S_ISLNK(entry.external_attr >> 16):
            raise ReadError(
                f"the archive holds a link, as no export does; {_AGAIN} from LinkedIn", file=name
            )
        if entry.flag_bits & 0x1:
            raise ReadError(
                "the archive is encrypted; unpack it with its password and give the folder",
                file=name,
            )
        if not entry.filename:
            raise ReadError(
                f"a file in it has no name, the archive is damaged; {_AGAIN}", file=name
            )
        if entry.is_dir() or _is_finder_litter(entry.filename):
            continue
        yield Member(
            entry.filename,
            name,
            # A packed size beyond the archive's own would defeat the ratio.
            min(entry.compress_size, size),
            entry.file_size,
            partial(archive.open, entry),
        )


def _in_folder(root: Path) -> Iterator[Member]:
    """Yield the regular files below a folder; a link may not leave the folder."""
    home = Path(os.path.realpath(root))
    found: list[tuple[str, Path]] = []
    seen = 0
    for folder, folders, files in os.walk(root, onerror=_unreadable):
        for name in sorted([*folders, *files]):
            seen += 1
            if seen > MAX_MEMBERS:
                raise ReadError(
                    f"the folder holds more than {MAX_MEMBERS:,} files; give the folder of the "
                    "export itself",
                    file=str(root),
                )
            path = Path(folder, name)
            if path.is_symlink() and not Path(os.path.realpath(path)).is_relative_to(home):
                raise ReadError(
                    "this is a link that leaves the folder; put the file itself there",
                    file=str(path),
                )
            if path.is_file() and not _is_finder_litter(name):
                found.append((path.relative_to(root).as_posix(), path))
        folders[:] = [name for name in folders if not _is_finder_litter(name)]
    for name, path in sorted(found):
        yield Member(name, f"{root.name or root}/{name}", None, None, _opener(path))


def _unreadable(error: OSError) -> None:
    """Raise the `ReadError` for a folder that cannot be listed."""
    with _as_read_error(str(error.filename)):
        raise error


def _opener(path: Path) -> Callable[[], IO[bytes]]:
    """Return a function that opens a path; a small file is read once, and kept."""
    kept: list[bytes] = []

    def opened() -> IO[bytes]:
        if kept:
            return io.BytesIO(kept[0])
        stream = path.open("rb")
        if os.fstat(stream.fileno()).st_size > _SMALL:
            return stream
        with stream:
            kept.append(stream.read())
        return io.BytesIO(kept[0])

    return opened


def _is_finder_litter(name: str) -> bool:
    """Return whether macOS added a file when it packed a folder: `._Connections.csv` is none."""
    parts = re.split(r"[/\\]", name)
    return parts[-1].startswith(".") or "__MACOSX" in parts


@contextmanager
def _as_read_error(place: str) -> Iterator[None]:
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
        raise ReadError(f"could not be read ({why}); check it or {_AGAIN}", file=place) from None
    except _ZIP_FAULTS as error:
        raise ReadError(_zip_fault(error), file=place) from None


def _zip_fault(error: Exception) -> str:
    """Return what a failure inside a zip means for the user."""
    text = str(error)
    if "CRC" in text:
        return f"its checksum is wrong, the archive is damaged; {_AGAIN}"
    if isinstance(error, NotImplementedError):
        return "packed in a way that is not supported; unpack it and give the folder"
    if "null" in text:
        return "the path holds a null character; check the path"
    if isinstance(error, RuntimeError) and "home" in text:
        return "there is no such home folder; check the path"
    return f"the archive is cut off or damaged; {_AGAIN}"
