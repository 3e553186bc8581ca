"""Collect who was together, and who went to which school: a row per person, never a clique."""

from __future__ import annotations

from collections.abc import Iterable
from hashlib import blake2b

from infonet.tables import COLUMNS, SCHOOL

_WEEK = 7


class Gatherings:
    """Collect gatherings by their keys; the same people in one week count once."""

    def __init__(self) -> None:
        self._kind: dict[str, str] = {}
        self._people: dict[str, dict[str, None]] = {}
        self._size: dict[str, int] = {}
        self._weeks: dict[str, set[int]] = {}
        self._last: dict[str, int] = {}
        self._schools: dict[tuple[str, str, int | None], int | None] = {}

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

    def school(self, name: str, person: str, since: int | None, last: int | None) -> None:
        """Add that a person went to a school, from one day to another, as far as they are known.

        Of two ends of one stay the later counts; to be there still is the latest.
        """
        stay = name, person, since
        ends = {last, self._schools.get(stay, last)}
        present = None in ends and since is not None
        known = [end for end in ends if end is not None]
        self._schools[stay] = None if present else max(known, default=None)

    def columns(self) -> dict[str, list[object]]:
        """Return the columns of the table, a row per gathering and person, in days."""
        rows: list[tuple[object, ...]] = [
            (
                *(key, self._kind[key], person, self._size[key]),
                *(max(1, len(self._weeks[key])), None, self._last.get(key)),
            )
            for key, people in self._people.items()
            for person in people
        ]
        rows += [
            (name, SCHOOL, person, 0, 0, since, last)
            for (name, person, since), last in self._schools.items()
        ]
        columns = COLUMNS["gatherings"]
        return {name: [row[at] for row in rows] for at, name in enumerate(columns)}


def week_of(day: int) -> int:
    """Return the number of a day's week; weeks begin on Mondays, and day 0 was a Thursday."""
    return (day + 3) // _WEEK
