"""Word lists, one entry a line."""

from __future__ import annotations

from pathlib import Path

__all__ = ["lines", "sections"]


def lines(name: str) -> tuple[str, ...]:
    """Read the entries of a list; comments begin with #."""
    text = (Path(__file__).parent / f"{name}.txt").read_text("utf-8")
    return tuple(line for line in text.splitlines() if line and not line.startswith("#"))


def sections(name: str) -> dict[str, tuple[str, ...]]:
    """Read the entries of a list under their ``[headings]``."""
    found: dict[str, tuple[str, ...]] = {}
    heading = ""
    for line in lines(name):
        if line.startswith("["):
            heading = line.strip("[]")
        else:
            found[heading] = (*found.get(heading, ()), line)
    return found
