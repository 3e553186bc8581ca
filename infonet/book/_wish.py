"""Say who is to be forgotten: every key of theirs, and by what they would be known again."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from infonet.book._resolve import resolve
from infonet.book._schema import FORGOTTEN, secret
from infonet.book._transaction import Transaction


@dataclass(frozen=True)
class Wish:
    """Hold who is to be forgotten, and the exports of which all is."""

    keys: frozenset[str]
    """The stored keys of the person; none where only an export is meant."""
    owners: frozenset[str] = frozenset()
    """The stored keys of the owner whose exports are meant."""
    digests: frozenset[str] = frozenset()
    """Of these exports alone; all of the owner's, where there are none."""
    nameless: str = field(default_factory=lambda: f"{FORGOTTEN}{secret(8).hex()}")
    """The key that stands in the log afterwards."""


def keys_ever(transaction: Transaction, keys: Iterable[str]) -> frozenset[str]:
    """Return every key that a person has, or had before something was undone."""
    now = transaction.identity
    mine = {member for key in keys for member in now.members(key)}

    def ever(sql: str, *values: object) -> list[Any]:
        for table in ("observation", "export"):
            sql = sql.replace(f"live_{table}", table)
        return transaction.rows(sql, *values)

    in_force = {key for (key,) in transaction.rows("SELECT DISTINCT person FROM live_observation")}
    then = resolve(ever)
    others = {member for key in mine for member in then.members(key)} - mine
    # Who is another now, after an import was undone, stays.
    return frozenset(mine | {key for key in others if key not in in_force})


def identifiers(
    keys: Iterable[str], rows: Iterable[tuple[str, str | None, bytes | None, str | None]]
) -> Iterator[tuple[str, str | bytes]]:
    """Yield by what somebody is known: profiles, addresses, and names, by kind.

    `rows` are key, slug, hash of an address and name as it is compared. A bare name is that of
    somebody of whom no profile is known: then every namesake may be they.
    """
    rows = list(rows)
    slugs = {key.removeprefix("in/") for key in keys if key.startswith("in/")}
    slugs |= {slug for _, slug, _, _ in rows if slug}
    yield from (("profile", slug) for slug in slugs)
    yield from (("address", digest) for _, _, digest, _ in rows if digest)
    yield from (("name" if slugs else "bare name", name) for *_, name in rows if name)
