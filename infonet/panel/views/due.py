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
    """How something that is due is done.

    Attributes
    ----------
    button : str
        The word on the button that says it is done.
    effect : str
        What the button does.
    stage : str, optional
        The stage that it logs.
    """

    button: str
    effect: str
    stage: str | None = None


DOINGS = {
    "thank": Doing("Thanked", "Log on {day}: you thanked {who}{about}", "thanked"),
    "ask someone else": Doing(
        "Find someone else", "Show in Explore the best route to {company} that is not through {who}"
    ),
    "write again": Doing(
        "Wrote again", "Log on {day}: you wrote to {who} a second time{about}", "followed up"
    ),
    "confirm": Doing(
        "Confirmed", "Log on {day}: you confirmed the date with {who}{about}", "contacted"
    ),
    "to do": Doing("Done", "Note on {day} that it is done: {reason}"),
    "report back": Doing(
        "Told them", "Log on {day}: you told {who} what came of it{about}", "reported back"
    ),
    "stay in touch": Doing(
        "Got in touch", "Log on {day}: you were in touch with {who}{about}", "contacted"
    ),
    "return a favour": Doing(
        "Returned it", "Note on {day} what you did for {who}, as written beside"
    ),
}
"""The `action` of `infonet.due` → how it is done."""


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
        rows.append([row["action"].capitalize(), *texts, until, text_of(row["reason"])])
    return rows
