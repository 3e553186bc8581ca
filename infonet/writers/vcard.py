"""People as vCards 3.0 (RFC 2426): name, where they work now, e-mail and profile."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from infonet.errors import extra
from infonet.names.text import one_line
from infonet.tables import ME, Tables

__all__ = ["files"]

_SAID = {"fn": "name", "email": "email", "url": "url", "title": "title"}


def files(tables: Tables, _day: pd.Timestamp | None, /) -> Mapping[str, bytes]:
    """Return the one file: a card for everybody but me who has a name."""
    vobject = extra("vobject")
    people = tables.people[(tables.people.person != ME) & tables.people.name.notna()]
    # Of several jobs the one that stands last, as it was said last.
    jobs = tables.jobs[tables.jobs.end.isna()].drop_duplicates("person", keep="last")
    rows = people.merge(jobs[["person", "company", "title"]], on="person", how="left")
    cards = (_card(vobject, row) for row in rows.to_dict("records"))
    return {"": "".join(cards).encode()}


def _card(vobject: Any, row: Mapping[Any, Any]) -> str:
    """Return one card; a field that is missing is left away."""
    told = {name: "" if pd.isna(cell) else one_line(cell) for name, cell in row.items()}
    if not told["name"]:
        return ""
    card = vobject.vCard()
    for field, column in _SAID.items():
        if told[column]:
            card.add(field).value = told[column]
    given, _, family = told["name"].rpartition(" ")
    # What follows a comma is no family name.
    parts = (
        {"family": "", "given": told["name"]}
        if "," in told["name"] or not given
        else {"family": family, "given": given}
    )
    card.add("n").value = vobject.vcard.Name(**parts)
    if told["company"]:
        card.add("org").value = [told["company"]]
    written: str = card.serialize()
    return written
