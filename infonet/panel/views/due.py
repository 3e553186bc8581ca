"""What is due, as it is shown and done: the rows of its table, and what each asks one to press."""

from __future__ import annotations

from typing import Any, NamedTuple

import pandas as pd

from infonet.ledger import company_of
from infonet.panel.widgets.table import Cell
from infonet.tables import ME

__all__ = [
    "DOINGS",
    "DUE_COLUMNS",
    "FIELDS",
    "Doing",
    "belonging",
    "due_rows",
    "named",
    "text_of",
]

DUE_COLUMNS = ("What", "Whom", "About", "Until", "Why")
FIELDS = ("action", "person", "company", "request", "deadline", "reason")
"""What makes a row of `infonet.due` itself."""


class Doing(NamedTuple):
    """How something that is due is done: the button's word, what it does, and the stage logged."""

    word: str
    does: str
    stage: str | None = None


DOINGS = {
    "thank": Doing("Thanked", "Log on {day}: you thanked {who}{about}", "thanked"),
    "ask someone else": Doing(
        "Find another way", "Show in Explore the best way to {company} that is not through {who}"
    ),
    "write again": Doing(
        "Wrote again", "Log on {day}: you wrote to {who} a second time{about}", "followed up"
    ),
    "confirm": Doing(
        "Confirmed", "Log on {day}: you confirmed the conversation with {who}{about}", "contacted"
    ),
    "to do": Doing("Done", "Note on {day} that it is done: {reason}"),
    "report back": Doing(
        "Reported back", "Log on {day}: you told {who} what came of it{about}", "reported back"
    ),
    "stay in touch": Doing(
        "Got in touch", "Log on {day}: you were in touch with {who}{about}", "contacted"
    ),
    "return a favour": Doing(
        "Gave back", "Note on {day} what you did for {who}, as written beside"
    ),
}
"""What is due → how it is done."""


def named(found: pd.DataFrame) -> list[tuple[str, ...]]:
    """What tells each row of what is due from the others."""
    texts = found[list(FIELDS)].astype("str").fillna("")
    return list(texts.itertuples(index=False, name=None))


def due_rows(found: pd.DataFrame) -> list[list[Cell]]:
    """What is due, as rows of a table."""
    rows: list[list[Cell]] = []
    for row in found.to_dict("records"):
        until: Any = {"text": f"{row['deadline']:%a %Y-%m-%d}"}
        if row["overdue"]:
            until |= {"note": "overdue", "tone": "down"}
        texts = [text_of(row[name]) for name in ("action", "name", "company")]
        rows.append([*texts, until, text_of(row["reason"])])
    return rows


def belonging(found: pd.DataFrame, asked: pd.DataFrame, events: pd.DataFrame) -> pd.Series:
    """The request among some that each row of what is due belongs to; missing for none of them.

    A row that names no request belongs to the latest one in which its person takes part, or which
    is about its company.

    Parameters
    ----------
    found : DataFrame
        From `infonet.due`.
    asked : DataFrame
        The requests, as from `infonet.conversion.request_table`: in the order of asking.
    events : DataFrame
        Their events, settled.
    """
    of_person: dict[str, str] = {}
    of_company: dict[str, str] = {}
    took_part = events.groupby("request")[["person", "via"]].agg(list).to_dict("index")
    columns = (asked[name] for name in ("request", "person", "route", "company"))
    for request, person, route, company in zip(*columns, strict=True):
        said = took_part[request]
        people = [person, *route, *said["person"], *said["via"]]
        of_person.update(dict.fromkeys(map(text_of, people), request))
        of_company[company_of(text_of(company))] = request
    for nobody in ("", ME):
        of_person.pop(nobody, None)
    latest = found.person.map(of_person, na_action="ignore")
    about = found.company.map(company_of, na_action="ignore").map(of_company, na_action="ignore")
    guessed = latest.where(found.person.notna(), about)
    named = found.request.where(found.request.isin(asked.request))
    return named.where(found.request.notna(), guessed)


def text_of(value: object) -> str:
    """A text; an empty one for what is missing."""
    return value if isinstance(value, str) else ""
