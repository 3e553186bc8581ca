"""Collect who was together: each gathering a row per person, never a clique."""

from __future__ import annotations

from collections.abc import Iterable
from hashlib import blake2b

_WEEK = 7


class Gatherings:
    """Collect gatherings by their keys; the same people in one week count once."""

    def __init__(self) -> None:
        self._kind: dict[str, str] = {}
        self._people: dict[str, dict[str, None]] = {}
        self._size: dict[str, int] = {}
        self._weeks: dict[str, set[int]] = {}
        self._last: dict[str, int] = {}

    def __len__(self) -> int:
        return len(self._kind)

    def add(
        self,
        kind: str,
        told: object,
        people: Iterable[str],
        *,
        size: int,
        day: int | None,
        weeks: Iterable[int] = (),
    ) -> str:
        """Add that `people` were together among `size`; return the key of the gathering.

        `told` says which it is, in the words of the source, of which only a digest is kept: the
        same in another file is the same gathering. `weeks` are further ones, as `week_of` counts.
        """
        words = f"{kind}/{told}".encode("utf-8", "surrogatepass")
        key = blake2b(words, digest_size=12).hexdigest()
        self._kind[key] = kind
        self._people.setdefault(key, {}).update(dict.fromkeys(people))
        self._size[key] = max(size, self._size.get(key, 0), len(self._people[key]))
        known = self._weeks.setdefault(key, set())
        known.update(weeks)
        if day is not None:
            known.add(week_of(day))
            self._last[key] = max(day, self._last.get(key, day))
        return key

    def columns(self) -> dict[str, list[object]]:
        """Return the columns of the table, a row per gathering and person; `last` is a day."""
        rows = [(key, person) for key, people in self._people.items() for person in people]
        return {
            "gathering": [key for key, _ in rows],
            "kind": [self._kind[key] for key, _ in rows],
            "person": [person for _, person in rows],
            "size": [self._size[key] for key, _ in rows],
            "times": [max(1, len(self._weeks[key])) for key, _ in rows],
            "last": [self._last.get(key) for key, _ in rows],
        }


def week_of(day: int) -> int:
    """Return the number of a day's week; weeks begin on Mondays, and day 0 was a Thursday."""
    return (day + 3) // _WEEK
