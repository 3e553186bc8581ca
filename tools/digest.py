"""Print the best route to each target of the sample, a line each."""

from __future__ import annotations

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
    """One target, and in words whom to ask."""
    ask = {
        "introduction": f"ask {way.broker} for an introduction to {way.insider}",
        "direct": f"ask {way.insider}",
        "scout": f"ask {way.broker} who they know there",
        "cold": "nobody to ask: write cold",
    }
    return f"  {way.company:<24} {way.kind:<13} {way.probability:>4.0%}  {ask[way.kind]}"


if __name__ == "__main__":
    print(digest())
