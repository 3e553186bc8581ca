"""When silence becomes an answer."""

from __future__ import annotations

from functools import lru_cache

import pandas as pd

from infonet.workdays import later

__all__ = ["PATIENCE", "silent_from"]

PATIENCE = 7
"""Business days after the last message from which silence is a failure."""


@lru_cache(maxsize=10_000)
def silent_from(last: pd.Timestamp) -> pd.Timestamp:
    """The day from which a message of that day without an answer is a failure."""
    return later(last, PATIENCE)
