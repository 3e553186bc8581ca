"""The user's own goal for a week, in the notes."""

from __future__ import annotations

import pandas as pd


def goal_of(notes: pd.DataFrame, day: pd.Timestamp | None = None) -> int | None:
    """Return the goal, asks a week, in the notes of a log; None where none is set.

    With a `day`, it is the goal of that day; the first one holds for the time before it, too.
    """
    goals = notes[notes.kind == "goal"]
    if goals.empty:
        return None
    numbers = pd.to_numeric(goals.text, errors="coerce")
    goals = goals.assign(number=numbers).dropna(subset="number")
    if goals.empty:
        return None
    known = goals if day is None else goals[~(goals.date > day)]
    return int(goals.number.iloc[0] if known.empty else known.number.iloc[-1])
