"""What a task takes a person, in clicks and keys; printed when the tests are through."""

from __future__ import annotations

__all__ = ["TAKEN", "record"]

TAKEN: dict[str, tuple[int, int]] = {}
"""Task → clicks and keys."""


def record(task: str, clicks: int, keys: int = 0) -> None:
    """Keep what a task took."""
    TAKEN[task] = clicks, keys
