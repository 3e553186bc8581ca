"""The user's own files about a book, which lie outside of it: its key, and where its backups are.

Whoever has a book without its key can neither guess the addresses of friends' friends nor try out
who was forgotten. They lie among the user's settings: in the folder that ``INFONET_HOME`` names, or
else where the system keeps the settings of programs.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import os
import sys
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path

from infonet.book._failures import why
from infonet.book._schema import secret
from infonet.errors import BookError, InfonetError
from infonet.files import named, save

_LENGTH = 32
# About a millisecond: https://datatracker.ietf.org/doc/html/rfc7914. More would not help: a name
# has so few usual addresses that whoever has the key as well finds it at any price.
_COST = {"n": 512, "r": 8, "p": 1}


def settings_folder() -> Path:
    """Return the folder of infonet's settings of this user; it need not be there."""
    chosen = os.environ.get("INFONET_HOME")
    if chosen:
        return named(chosen)
    if sys.platform == "win32":
        among = os.environ.get("APPDATA") or Path.home() / "AppData" / "Roaming"
    elif sys.platform == "darwin":
        among = Path.home() / "Library" / "Application Support"
    else:
        among = os.environ.get("XDG_CONFIG_HOME") or Path.home() / ".config"
    return Path(among) / "infonet"


class Keyring:
    """Keys of books, and the places of their backups; a scratch book's are kept in memory."""

    def __init__(self, *, scratch: bool = False) -> None:
        self._kept: dict[bytes, bytes] | None = {} if scratch else None

    def folder(self, book: bytes) -> Path:
        """Return where the files about a book lie, by its id."""
        return settings_folder() / "books" / book.hex()

    def find(self, book: bytes) -> bytes | None:
        """Return the key of a book; None where it is not there, or cannot be read."""
        with suppress(OSError):
            return self.read(book)
        return None

    def read(self, book: bytes) -> bytes | None:
        """Return the key of a book; None where none is there, `OSError` where it is not read."""
        if self._kept is not None:
            return self._kept.get(book)
        found = self._said(book, "key")
        try:
            key = bytes.fromhex(found.decode("ascii"))
        except ValueError:
            return None
        return key if len(key) == _LENGTH else None

    def make(self, book: bytes) -> bytes | None:
        """Return the key of a book, made if it has none; None where it cannot be kept."""
        with suppress(OSError, InfonetError):
            return self.keep(book)
        return None

    def keep(self, book: bytes) -> bytes:
        """Return the key of a book, made if it has none; raise where it cannot be kept or read."""
        found = self.read(book)
        if found is not None:
            return found
        fresh = secret(_LENGTH)
        if self._kept is not None:
            return self._kept.setdefault(book, fresh)
        try:
            self._save(book, "key", fresh.hex(), replace=False)
        except InfonetError:
            found = self.read(book)  # another process may have been quicker
            if found is None:
                raise
            return found
        return fresh

    def backups(self, book: bytes) -> list[Path]:
        """Return where backups of a book were written, the oldest first.

        A list that is not read is an `OSError`, and one that is damaged a `ValueError`.
        """
        try:
            listed = json.loads(self._said(book, "backups") or b"[]") if self._kept is None else []
        except RecursionError:
            listed = None
        if not isinstance(listed, list):
            raise ValueError("the list of backups is none")  # noqa: TRY004  # as other damage
        return [Path(str(path)) for path in listed]

    def add_backup(self, path: Path, *books: bytes) -> None:
        """Remember a backup of one book, or two, to forget in it, if anything can be kept.

        A book whose backup lay at that path before has nothing there any more.
        """
        if self._kept is not None:
            return
        for book in books:
            self._list(book, path, listed=True)
        with suppress(OSError, InfonetError, ValueError):
            for list_of_another in (settings_folder() / "books").glob("*/backups"):
                book = bytes.fromhex(list_of_another.parent.name)
                if book not in books:
                    self._list(book, path, listed=False)

    def _list(self, book: bytes, path: Path, *, listed: bool) -> None:
        """Put a path on the list of a book's backups, or take it off."""
        with suppress(OSError, InfonetError):  # a list that is not read now is not written over
            try:
                known = self.backups(book)
            except ValueError:  # what is damaged names nothing any more
                known = []
            others = [one for one in known if one != path]
            now = [*others, path] if listed else others
            if now != known:
                content = json.dumps([str(one) for one in now])
                self._save(book, "backups", content, replace=True)

    def say_once(self, book: bytes, sayings: Mapping[str, str]) -> list[str]:
        """Return those of some sentences, by kind, that were not said of a book yet."""
        if self._kept is not None or not sayings:
            return []
        said: list[str] = []
        with suppress(OSError, ValueError, TypeError, RecursionError):
            said = list(json.loads(self._said(book, "said")))
        fresh = [kind for kind in sayings if kind not in said]
        if fresh:
            with suppress(OSError, InfonetError):
                self._save(book, "said", json.dumps([*said, *fresh]), replace=True)
        return [sayings[kind] for kind in fresh]

    def functions(self) -> dict[str, Callable[..., bytes]]:
        """Return what migrations need of keys, as functions for SQL; one key for all of a book.

        Where it cannot be kept or read that is raised: what is kept of addresses would be lost.
        """
        keys: dict[bytes, bytes] = {}

        def key_of(book: bytes) -> bytes:
            if book not in keys:
                try:
                    keys[book] = self.keep(book)
                except (OSError, InfonetError) as error:
                    said = why(error) if isinstance(error, OSError) else error
                    raise BookError(
                        "the book stays as it was, as its key cannot be kept in"
                        f" `{self.folder(book)}`: {said}",
                        plain="Your book could not be opened: its key cannot be kept among your"
                        " settings. Make room there, and try again.",
                    ) from error
            return keys[book]

        return {
            "fingerprint": lambda book: fingerprint(key_of(book)),
            "keyed": lambda book, salted_address: keyed(key_of(book), salted_address),
        }

    def _said(self, book: bytes, name: str) -> bytes:
        """Return what a file about a book says; nothing where it is not there."""
        with suppress(FileNotFoundError, NotADirectoryError):
            return (self.folder(book) / name).read_bytes()
        return b""

    def _save(self, book: bytes, name: str, content: str, *, replace: bool) -> None:
        folder = self.folder(book)
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        save(folder / name, content, replace=replace)


def fingerprint(key: bytes) -> bytes:
    """Return by what a book knows its key again."""
    return hmac.new(key, b"the key of this book", hashlib.sha256).digest()[:16]


def salted(salt: bytes, address: str) -> bytes:
    """Return what a book's salt makes of an address, which anybody who has the book can make."""
    return hmac.new(salt, address.encode("utf-8", "replace"), hashlib.sha256).digest()


def keyed(key: bytes, salted_address: bytes) -> bytes:
    """Return what is kept of an address: enough to match, and slow to make even with the key."""
    return hashlib.scrypt(salted_address, salt=key, dklen=32, **_COST)


def tombstone(key: bytes, kind: str, text: str | bytes) -> bytes:
    """Return by what somebody who was forgotten is recognised, with the key alone."""
    said = text if isinstance(text, bytes) else text.encode("utf-8", "replace")
    return hmac.new(key, f"forgotten {kind}\0".encode() + said, hashlib.sha256).digest()
