"""Files from the browser: slice by slice into private files, for a large message never arrives."""

from __future__ import annotations

import os
import weakref
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from infonet.errors import InfonetError
from infonet.files import remove_folder, scratch_folder
from infonet.names.text import one_line
from infonet.panel.page import Node, Values, element
from infonet.readers.sources import MAX_TOTAL

ACCEPTED = ".zip,.csv,.tsv,.txt,.xlsx,.vcf,.json,.ics,.mbox"
"""The endings of files that some reader takes."""

_MOST_FILES = 50
_MOST_AT_ONCE = 1 << 23  # bytes: the server takes no message of more than 10 MiB
_LONGEST_NAME = 200  # bytes: file systems take 255
_AGAIN = "choose it again"


@dataclass
class Arrival:
    """A file on its way: what the page said of it, where it goes, and how much is there."""

    name: str
    size: int
    path: Path
    held: int = 0


class Upload:
    """Choose files in the browser and fetch them, one slice after the other.

    The page is asked for a slice, and for the next one when that is on the disk, so that nothing
    piles up and a file is never whole in memory. What the page sends is checked: a file that does
    not arrive as it was announced is dropped, and `complain` gets a sentence about it.

    The files lie in a private folder, mode 0600, until they are removed, others are chosen, the
    upload is cleared, or the process ends.

    Attributes
    ----------
    files : list of dict
        number, name, size and held (bytes) of each file chosen, as the page shows them.
    turn : str
        The page's word for one choice of files; it alone can send them.
    wanted : list
        turn, number and offset of the slice that is asked for; empty if none is.
    """

    def __init__(self, complain: Callable[[str], None]) -> None:
        self._complain = complain
        self.arrivals: dict[int, Arrival] = {}
        self.files: list[dict[str, Any]] = []
        self.turn, self.wanted = "", list[Any]()
        self._empty: Callable[[], object] = _nothing
        self._of = ""

    def node(self, label: str, *, accept: str = ACCEPTED) -> Node:
        """Return the control: a button that takes files, also dropped, and what is on its way."""
        return element(
            "upload",
            label=label,
            accept=accept,
            files=self.files,
            turn=self.turn,
            wanted=self.wanted,
            hear=self.hear,
            steady=f"upload:{id(self)}",
            key="upload",
        )

    @property
    def paths(self) -> list[Path]:
        """The paths of the files that have arrived, in the order in which they were chosen."""
        return [one.path for one in self.arrivals.values() if one.held == one.size]

    @property
    def coming(self) -> str:
        """The file that is on its way and how far it has come, in words; empty if none is."""
        number = self._next()
        if number is None:
            return ""
        one = self.arrivals[number]
        return f"{one.name}: {amount(one.held, one.size)} of {amount(one.size)}"

    def _next(self) -> int | None:
        """Return the number of the file that is on its way: they come one after the other."""
        return next((n for n, one in self.arrivals.items() if one.held < one.size), None)

    def clear(self) -> None:
        """Forget what was chosen; the private files go."""
        self.arrivals.clear()
        self._empty()
        self._show()

    def hear(
        self, values: Values, message: object = None, buffers: Sequence[Any] | None = None
    ) -> None:
        """Take a message of the page, as far as it makes sense."""
        if not isinstance(message, Mapping):
            return
        number = message.get("number")
        if "choose" in message:
            self._choose(message["choose"], message.get("turn"))
        elif message.get("turn") == self._of and type(number) is int and number in self.arrivals:
            if "slice" in message:
                self._take(number, message["slice"], buffers or ())
            elif "failed" in message:
                self._drop(number, "was changed or moved meanwhile, or is a folder")
            elif "remove" in message:
                self._remove(number)

    def _choose(self, chosen: object, turn: object) -> None:
        """Other files than before; each gets a private file, to which its slices are added."""
        self.clear()
        if not isinstance(chosen, list) or not isinstance(turn, str) or len(turn) > 64:
            return
        if len(chosen) > _MOST_FILES:
            self._complain(f"{len(chosen)} files are too many: choose at most {_MOST_FILES}")
            return
        try:
            folder = scratch_folder()
        except InfonetError as error:
            self._complain(f"{error}; then choose the files again")
            return
        self._empty = weakref.finalize(self, remove_folder, folder)
        self._of = turn
        wrong = []
        for number, each in enumerate(chosen):
            said = each if isinstance(each, Mapping) else {}
            try:
                self.arrivals[number] = _begun(said, folder / str(number))
            except ValueError as error:
                wrong.append(str(error))
        self._show()
        if wrong:
            self._complain("; ".join(wrong))

    def _take(self, number: int, offset: object, buffers: Sequence[Any]) -> None:
        """Write a slice where it belongs: behind the last one."""
        one = self.arrivals[number]
        size = memoryview(buffers[0]).nbytes if len(buffers) == 1 else 0
        asked = number == self._next() and type(offset) is int and offset == one.held
        if not asked or not 0 < size <= min(one.size - one.held, _MOST_AT_ONCE):
            self._drop(number, "did not arrive as it was announced")
            return
        try:
            with one.path.open("r+b") as file:
                file.seek(one.held)
                file.write(buffers[0])
        except OSError as error:
            self._drop(number, f"could not be kept ({_why(error)})")
            return
        one.held += size
        self._show()

    def _drop(self, number: int, why: str) -> None:
        """Give up a file, and say so."""
        name = self.arrivals[number].name
        self._remove(number)
        self._complain(f"`{name}` {why}, so it was dropped; {_AGAIN}")

    def _remove(self, number: int) -> None:
        """Remove a file that is not wanted any more."""
        with suppress(OSError):
            self.arrivals.pop(number).path.unlink()
        self._show()

    def _show(self) -> None:
        """Tell the page what is there, and what to send next."""
        number = self._next()
        self.turn = self._of
        self.files = [
            {"number": n, "name": one.name, "size": one.size, "held": one.held}
            for n, one in self.arrivals.items()
        ]
        self.wanted = [] if number is None else [self._of, number, self.arrivals[number].held]


def _begun(said: Mapping[str, Any], folder: Path) -> Arrival:
    """Create an empty private file for one that was announced; ValueError says what is wrong."""
    name, size = said.get("name"), said.get("size")
    shown = one_line(name)[:80] if isinstance(name, str) else ""
    if not isinstance(name, str) or not _is_name_alone(name):
        raise ValueError(f"`{shown}` is no name of a file alone, so it was not taken; {_AGAIN}")
    if type(size) is not int or not 0 <= size <= MAX_TOTAL:
        raise ValueError(
            f"expected at most {amount(MAX_TOTAL)} as of any export, so `{shown}` was not taken"
        )
    # In a folder of its own: two may have the same name.
    path = folder / _kept(name)
    try:
        folder.mkdir(mode=0o700)
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    except OSError as error:
        raise ValueError(f"`{shown}` could not be kept ({_why(error)}); {_AGAIN}") from error
    return Arrival(path.name, size, path)


def amount(size: int, of: int | None = None) -> str:
    """Return bytes in words, such as "2 kB"; as a part `of` more, a number alone in its unit."""
    unit, name = (1_000_000, "MB") if (size if of is None else of) >= 1_000_000 else (1_000, "kB")
    if of is not None:
        return f"{size // unit:,}"
    return f"{size / unit:,.0f} {name}" if unit > 1_000 else f"{-(-size // unit)} {name}"


def _nothing() -> None:
    """There is no private folder yet."""


def _is_name_alone(name: str) -> bool:
    """Tell whether it is a name, and no way through folders."""
    return not set(name) & {"/", "\\", "\0"} and name.strip() not in ("", ".", "..")


def _kept(name: str) -> str:
    """Return the name under which a file is kept: visible, one line, its end if it is too long."""
    plain = one_line(name).lstrip(".").encode("utf-8", "replace")[-_LONGEST_NAME:]
    return plain.decode("utf-8", "ignore").strip() or "upload"


def _why(error: OSError) -> str:
    """Return the words of the system."""
    return error.strerror or type(error).__name__
