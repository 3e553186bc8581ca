"""Choices that are the same on every machine and in every Python."""

from __future__ import annotations

import random
from collections.abc import Sequence
from datetime import date, timedelta
from typing import TypeVar

__all__ = ["Chance", "weekday"]

T = TypeVar("T")


class Chance:
    """Seeded choices built on `Random.random` alone, the one method Python promises to keep.

    Every file has a seed word of its own, so that a change to one leaves the others as they were.
    """

    def __init__(self, word: str) -> None:
        self._random = random.Random(int.from_bytes(word.encode(), "big")).random

    def below(self, bound: int) -> int:
        """Draw a whole number from 0 to bound - 1."""
        return int(self._random() * bound)

    def between(self, low: int, high: int) -> int:
        """Draw a whole number from low to high, both included."""
        return low + self.below(high - low + 1)

    def one_in(self, n: float) -> bool:
        """Return true once in n times."""
        return self._random() * n < 1

    def pick(self, items: Sequence[T]) -> T:
        """One of the items."""
        return items[self.below(len(items))]

    def shuffled(self, items: Sequence[T]) -> list[T]:
        """All of the items in another order."""
        keys = [self._random() for _ in items]
        return [items[i] for i in sorted(range(len(items)), key=keys.__getitem__)]

    def some(self, items: Sequence[T], count: int) -> list[T]:
        """Draw `count` of the items, each at most once."""
        return self.shuffled(items)[:count]

    def day(self, first: date, last: date) -> date:
        """Draw a day from first to last, both included."""
        return first + timedelta(days=self.below((last - first).days + 1))

    def word(self, letters: str, length: int) -> str:
        """Draw `count` of the letters."""
        return "".join(self.pick(letters) for _ in range(length))


def weekday(day: date) -> date:
    """Return the day itself, or the Monday after a weekend."""
    return day + timedelta(days=max(0, 7 - day.weekday()) if day.weekday() > 4 else 0)
