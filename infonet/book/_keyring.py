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

from infonet.book._schema import secret
from infonet.errors import InfonetError
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
        """Return the key of a book; None where it is not there."""
        if self._kept is not None:
            return self._kept.get(book)
        with suppress(OSError, ValueError):
            found = bytes.fromhex((self.folder(book) / "key").read_text("ascii"))
            return found if len(found) == _LENGTH else None
        return None

    def make(self, book: bytes) -> bytes | None:
        """Return the key of a book, made if it has none; None where it cannot be kept."""
        found = self.find(book)
        if found is not None:
            return found
        fresh = secret(_LENGTH)
        if self._kept is not None:
            return self._kept.setdefault(book, fresh)
        with suppress(OSError, InfonetError):  # also where another process was quicker
            self._save(book, "key", fresh.hex(), replace=False)
        return self.find(book)

    def backups(self, book: bytes) -> list[Path]:
        """Return where backups of a book were written, the oldest first."""
        with suppress(OSError, ValueError):
            listed = json.loads((self.folder(book) / "backups").read_text("utf-8"))
            return [Path(str(path)) for path in listed]
        return []

    def add_backup(self, book: bytes, path: Path) -> None:
        """Remember a backup, so that it can be forgotten in; where nothing can be kept, do not."""
        if self._kept is None:
            self.keep_backups(book, [*(one for one in self.backups(book) if one != path), path])

    def keep_backups(self, book: bytes, paths: list[Path]) -> None:
        """Remember just these backups."""
        with suppress(OSError, InfonetError):
            self._save(book, "backups", json.dumps([str(path) for path in paths]), replace=True)

    def say_once(self, book: bytes, sayings: Mapping[str, str]) -> list[str]:
        """Return those of some sentences, by kind, that were not said of a book yet."""
        if self._kept is not None or not sayings:
            return []
        said: list[str] = []
        with suppress(OSError, ValueError):
            said = list(json.loads((self.folder(book) / "said").read_text("utf-8")))
        fresh = [kind for kind in sayings if kind not in said]
        if fresh:
            with suppress(OSError, InfonetError):
                self._save(book, "said", json.dumps([*said, *fresh]), replace=True)
        return [sayings[kind] for kind in fresh]

    def functions(self) -> dict[str, Callable[..., bytes | None]]:
        """Return what migrations need of keys, as functions for SQL; NULL without a key."""

        def of_key(book: bytes) -> bytes | None:
            key = self.make(book)
            return None if key is None else fingerprint(key)

        def of_address(book: bytes, salted_address: bytes) -> bytes | None:
            key = self.make(book)
            return None if key is None else keyed(key, salted_address)

        return {"fingerprint": of_key, "keyed": of_address}

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
