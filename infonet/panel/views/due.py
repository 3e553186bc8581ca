"""What is due, as a table shows it and as a button does it."""

from __future__ import annotations

from typing import Any, NamedTuple

import pandas as pd

from infonet.panel.widgets.table import Cell, day_text, text_of

__all__ = ["COLUMNS", "DOINGS", "FIELDS", "Doing", "due_rows", "identities"]

COLUMNS = ("What", "Who", "Company", "By", "Why")
FIELDS = ("action", "person", "company", "request", "deadline", "reason")
"""The columns of `infonet.due` that tell its rows apart."""


class Doing(NamedTuple):
    """How something that is due is shown and done.

    Attributes
    ----------
    what : str
        What is to be done, in words.
    button : str
        The word on the button that says it is done.
    effect : str
        What the button does.
    stage : str, optional
        The stage that it logs.
    """

    what: str
    button: str
    effect: str
    stage: str | None = None


DOINGS = {
    "thank": Doing("Say thank you", "Thanked", "Log on {day}: you thanked {who}{about}", "thanked"),
    "try another": Doing(
        "Ask someone else",
        "Find someone else",
        "Show in Explore the best route to {company} that is not through {who}",
    ),
    "write again": Doing(
        "Write again",
        "Wrote again",
        "Log on {day}: you wrote to {who} a second time{about}",
        "followed up",
    ),
    "confirm": Doing(
        "Confirm the date",
        "Confirmed",
        "Log on {day}: you confirmed the date with {who}{about}",
        "contacted",
    ),
    "action item": Doing("To do", "Done", "Note on {day} that it is done: {reason}"),
    "report back": Doing(
        "Tell them what came of it",
        "Told them",
        "Log on {day}: you told {who} what came of it{about}",
        "reported back",
    ),
    "stay in touch": Doing(
        "Stay in touch",
        "Got in touch",
        "Log on {day}: you were in touch with {who}{about}",
        "contacted",
    ),
    "give back": Doing(
        "Return a favour",
        "Returned it",
        "Note on {day} what you did for {who}, as written beside",
    ),
}
"""The `action` of `infonet.due` → how it is shown and done."""


def identities(found: pd.DataFrame) -> list[tuple[str, ...]]:
    """Return what tells each row of what is due from the others."""
    texts = found[list(FIELDS)].astype("str").fillna("")
    return list(texts.itertuples(index=False, name=None))


def due_rows(found: pd.DataFrame) -> list[list[Cell]]:
    """Return what is due as rows of a table."""
    rows: list[list[Cell]] = []
    for row in found.to_dict("records"):
        until: Any = {"text": day_text(row["deadline"])}
        if row["overdue"]:
            until |= {"note": "overdue", "tone": "down"}
        texts = [text_of(row[name]) for name in ("name", "company")]
        rows.append([DOINGS[row["action"]].what, *texts, until, text_of(row["reason"])])
    return rows
