"""Encrypt a backup with a passphrase, and read it again.

The key comes from the passphrase by scrypt (RFC 7914); the content is sealed with ChaCha20-Poly1305
(RFC 8439), so that a changed byte, or another passphrase, is noticed.
"""

from __future__ import annotations

import hashlib
import os
from contextlib import suppress
from typing import Any

from infonet.book._schema import secret
from infonet.errors import extra, passphrase_bytes, wrong_passphrase
from infonet.files import named

_MAGIC = b"infonet sealed backup 1\n"
_SALT, _NONCE = 16, 12
# About a tenth of a second and 32 MB a guess.
_COST = {"n": 1 << 15, "r": 8, "p": 1, "maxmem": 1 << 26}


def is_sealed(path: str | os.PathLike[str]) -> bool:
    """Tell whether a file is an encrypted backup."""
    with suppress(OSError), named(path).open("rb") as file:
        return file.read(len(_MAGIC)) == _MAGIC
    return False


def seal(content: bytes, passphrase: object) -> bytes:
    """Return a content encrypted; without the library, or a passphrase, it is an `InfonetError`."""
    salt, nonce = secret(_SALT), secret(_NONCE)
    head = _MAGIC + salt + nonce
    sealed: bytes = _cipher(passphrase_bytes(passphrase), salt).encrypt(nonce, content, head)
    return head + sealed


def unseal(sealed: bytes, passphrase: object, name: str) -> bytes:
    """Return what was encrypted; another passphrase, or damage, is a `BookError`."""
    head = sealed[: len(_MAGIC) + _SALT + _NONCE]
    salt, nonce = head[len(_MAGIC) : -_NONCE], head[-_NONCE:]
    cipher = _cipher(passphrase_bytes(passphrase, opens=name), salt)
    try:
        content: bytes = cipher.decrypt(nonce, sealed[len(head) :], head)
    except extra("cryptography.exceptions").InvalidTag:
        raise wrong_passphrase(name) from None
    return content


def _cipher(passphrase: bytes, salt: bytes) -> Any:
    """Return what encrypts and decrypts, of a library that may not be installed."""
    library = extra("cryptography.hazmat.primitives.ciphers.aead")
    return library.ChaCha20Poly1305(hashlib.scrypt(passphrase, salt=salt, dklen=32, **_COST))
