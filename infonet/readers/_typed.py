"""People typed or pasted line by line: a name, where they work, how close."""

from __future__ import annotations

import re

import pandas as pd

from infonet.errors import InfonetError
from infonet.names.companies import is_company
from infonet.names.people import email_key, fold, name_key, profile_key, turned_round
from infonet.names.text import one_line
from infonet.tables import TEXT

_DTYPES = {
    "line": "int64",
    **dict.fromkeys(("text", "name", "company", "closeness", "problem", "offer"), TEXT),
}
_CLOSE = {
    "strong": ("strong", "s", "close", "very close", "friend", "good friend"),
    "medium": ("medium", "m", "know well", "well", "fairly close", "fairly well", "somewhat"),
    "weak": ("weak", "w", "know a little", "a little", "not close", "hardly", "barely", "distant"),
}
_WORDS = {word: closeness for closeness, words in _CLOSE.items() for word in words}
_BULLET = re.compile(r"^\s*(?:[-*+•‣–—]|\(?\d{1,3}[.):])\s+")
_QUOTED = re.compile(r'^"([^"]*,[^"]*)"(?=\s*(?:[\t;,]|$))')
_CUTS = ("\t", ";", ",")
_HEADS = frozenset({"name", "full name", "who", "person"})
_MOST = 3


def typed_people(text: str) -> pd.DataFrame:
    r"""Read people that were typed or pasted, one a line: name, employer, closeness.

    The employer and the closeness may be left out. Tabs, semicolons or commas part the cells; a
    number or bullet before the name, a line of headings and empty lines are passed over. Closeness
    is strong, medium or weak, its first letter, or a word such as *close* or *hardly*.

    Parameters
    ----------
    text : str

    Returns
    -------
    DataFrame
        One row per line that says something: line (from 1), text (the line), name, company,
        closeness, problem (what is wrong with it; such a line has no name) and offer (the name
        that it may mean). "Askeland, Runa" by itself may be Runa Askeland, or somebody who works
        for Runa: it is offered. In quotes, or before a tab or semicolon, it is Runa Askeland.

    Raises
    ------
    InfonetError
        `text` is no text.

    Examples
    --------
    >>> found = typed_people("Ana Diaz, Delta, close\nBo")
    >>> found[["name", "company", "closeness"]].iloc[0].tolist()
    ['Ana Diaz', 'Delta', 'strong']
    >>> found.problem[1]
    'write the first and the last name'
    >>> typed_people("Askeland, Runa, Delta")[["offer", "company"]].iloc[0].tolist()
    ['Runa Askeland', 'Delta']
    """
    if not isinstance(text, str):
        raise InfonetError(f"expected lines of text, got `{type(text).__name__}`")
    rows: list[dict[str, object]] = []
    seen: dict[str, int] = {}
    for number, written in enumerate(text.splitlines(), start=1):
        line = _BULLET.sub("", written).strip()
        cells = _cells(line)
        if not any(cells) or (not rows and fold(cells[0]) in _HEADS):
            continue
        found = _person(cells)
        if "problem" not in found:
            key = name_key(found["name"])
            if key in seen:
                found = {"problem": f"the same name as in line {seen[key]}"}
            seen.setdefault(key, number)
        rows.append({"line": number, "text": one_line(line), **found})
    return pd.DataFrame(rows, columns=list(_DTYPES)).astype(_DTYPES)


def _cells(line: str) -> list[str]:
    """Split a line at its first kind of separator, but not within the quotes of a name."""
    cut = next((cut for cut in _CUTS if cut in line), _CUTS[-1])
    quoted = _QUOTED.match(line)
    head = [] if quoted is None else [quoted[1]]
    rest = line if quoted is None else line[quoted.end() :].strip().removeprefix(cut)
    cells = [one_line(cell).strip("\"' ") for cell in (*head, *rest.split(cut))]
    while len(cells) > 1 and not cells[-1]:
        cells.pop()
    return cells


def _turned(cells: list[str]) -> dict[str, str] | None:
    """Offer who is meant where the first two cells may be one name, its last part first."""
    first, second = cells[0], next(iter(cells[1:]), "")
    whole = f"{first}, {second}"
    name = turned_round(whole)
    # "Al Nouri, Delta" has a name and an employer, "van der Berg, Anna" one name.
    alone = (" " not in first or first[0].islower()) and not {*first} & {",", "@"}
    if not second or not alone or name == whole or fold(second) in _WORDS:
        return None
    said = _person([name, *cells[2:]])
    if "name" not in said:
        return None
    offer = said.pop("name")
    problem = f"is it {offer}? If not, write the first and the last name"
    return said | {"offer": offer, "problem": problem}


def _person(cells: list[str]) -> dict[str, str]:
    """Return what a line says, or its problem."""
    if (turned := _turned(cells)) is not None:
        return turned
    name, rest = turned_round(cells[0]), cells[1:]
    if profile_key(name) or email_key(name) or "://" in name:
        return {"problem": "write the name, not an address"}
    if len(name_key(name).split()) < 2:  # the first and the last name
        return {"problem": "write the first and the last name"}
    if len(cells) > _MOST:
        return {"problem": "more than a name, an employer and how close you are"}
    closeness = _WORDS.get(fold(rest[-1])) if rest else None
    if closeness is None and len(rest) == _MOST - 1:
        return {"problem": f"how close is “{rest[-1]}”? Write close, know well or know a little"}
    company = rest[0] if rest and (len(rest) > 1 or closeness is None) else ""
    found = {"name": name}
    if company and is_company(company):
        found["company"] = company
    elif company:
        return {"problem": f"“{company}” is no employer; leave it out"}
    if closeness is not None:
        found["closeness"] = closeness
    return found
