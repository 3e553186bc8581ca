"""What the sample says: for every target the best way in, a line each."""

from __future__ import annotations

import math
from typing import Any

import infonet

__all__ = ["digest"]

AS_OF = "2026-06-30"


def digest() -> str:
    """Put `infonet.reach` of the sample into lines.

    Returns
    -------
    str
        A heading, then target, kind, chance and whom to ask, one target a line.
    """
    book = infonet.sample_book()
    ways = infonet.reach(infonet.network(book.tables(), as_of=AS_OF))
    lines = [_line(way) for way in ways.itertuples(index=False)]
    return "\n".join([f"The sample on {AS_OF}: the best way into each target", *lines])


def _line(way: Any) -> str:
    """One target; who is asked is the broker where there is one, else the insider."""
    asked = next(
        (who for who in (way.broker, way.insider) if isinstance(who, str)), "nobody you know"
    )
    chance = "" if math.isnan(way.probability) else f"{way.probability:.0%}"
    return f"  {way.company:<24} {way.kind:<13} {chance:>4}  {asked}".rstrip()


if __name__ == "__main__":
    print(digest())
