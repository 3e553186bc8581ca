"""Tables and texts as people read them: dates in words, blanks for what is missing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

import numpy as np
import pandas as pd

from infonet.errors import InfonetError, hint
from infonet.names.markup import block, is_web_link, letters
from infonet.names.text import one_line
from infonet.workdays import day_text


@dataclass(frozen=True)
class Readable:
    """A table, a list or a sentence, shown in a notebook.

    Attributes
    ----------
    html, text : str
        The same as markup, in which foreign text is letters, and as plain text.
    """

    html: str
    text: str

    def __repr__(self) -> str:
        return self.text

    def _repr_html_(self) -> str:
        return self.html


def readable(
    found: pd.DataFrame | Iterable[Any],
    columns: Iterable[str] | Mapping[str, str] | None = None,
    *,
    nothing: str = "There is nothing to show yet.",
) -> Readable:
    """Show a result as people read it, or say that there is nothing.

    Days are written ``Tue 30 Jun 2026``, several values side by side with commas, *yes* for True,
    and nothing for what is missing or False. Text stands left, numbers right. A web address is a
    link.

    Parameters
    ----------
    found : DataFrame or iterable
        A table, or texts and pages, shown one below the other.
    columns : iterable of str or mapping, optional
        The columns of the table to show, in this order; all if not given. A mapping gives each its
        heading; below one that ends in ``%`` a share of 1 is written as 100.
    nothing : str
        What to say where `found` is empty.

    Returns
    -------
    Readable
        Shows itself as the last line of a cell: `html`, and `text` where no HTML is shown.

    Examples
    --------
    >>> ways = pd.DataFrame({"names": ["Ana Diaz → Bo Lin", None], "probability": [0.345, 0.07]})
    >>> readable(ways, {"names": "route", "probability": "chance, %"})
    route              chance, %
    Ana Diaz → Bo Lin         34
                               7
    >>> readable(ways.head(0), nothing="No route yet.")
    No route yet.
    """
    if not isinstance(found, pd.DataFrame):
        parts = list(found)
        return _listed(parts) if parts else _sentence(nothing)
    if found.empty:
        return _sentence(nothing)
    headings = _headings(found, columns)
    cells = [_written(found[name], heading) for name, heading in headings.items()]
    right = [_is_number(found[name]) for name in headings]
    return _table(list(headings.values()), cells, right)


def _headings(found: pd.DataFrame, columns: Any) -> dict[str, str]:
    """Return column → heading."""
    if not isinstance(columns, Mapping):
        names = found.columns if columns is None else columns
        columns = {name: one_line(name).replace("_", " ") for name in names}
    unknown = next((name for name in columns if name not in found.columns), None)
    if unknown is not None:
        raise InfonetError(f"the table has no column `{unknown}`: {hint(unknown, found.columns)}")
    return {name: one_line(heading) for name, heading in columns.items()}


def _is_number(values: pd.Series) -> bool:
    types = pd.api.types
    return types.is_numeric_dtype(values) and not types.is_bool_dtype(values)


def _written(values: pd.Series, heading: str) -> list[str]:
    """Write the values of one column alike."""
    if pd.api.types.is_float_dtype(values):
        shown = values.astype("float64").mul(100).round() / (1 if heading.endswith("%") else 100)
        places = 0 if bool((shown.dropna() % 1 == 0).all()) else 2
        return ["" if np.isnan(one) else f"{one:.{places}f}" for one in shown]
    return [_words(value) for value in values]


def _words(value: Any) -> str:
    """Write one value: a day, several values, yes, a number or a text."""
    if isinstance(value, tuple | list):
        return ", ".join(map(_words, value))
    if value is None or value is pd.NaT or value is pd.NA or value is False or value is np.False_:
        return ""
    if isinstance(value, float) and np.isnan(value):
        return ""
    if isinstance(value, pd.Timestamp):
        return day_text(value)
    return "yes" if value is True or value is np.True_ else one_line(value)


def _table(headings: list[str], cells: list[list[str]], right: list[bool]) -> Readable:
    """Lay the columns out, as markup and in letters of one width."""
    sides = ["right" if number else "left" for number in right]
    lines = [list(row) for row in zip(*cells, strict=True)]
    rows = [_row("th", headings, sides), *(_row("td", line, sides) for line in lines)]
    html = block(f"<table><thead>{rows[0]}</thead><tbody>{''.join(rows[1:])}</tbody></table>")
    widths = [
        max(map(len, [heading, *column])) for heading, column in zip(headings, cells, strict=True)
    ]
    text = [
        "  ".join(
            cell.rjust(width) if number else cell.ljust(width)
            for cell, width, number in zip(line, widths, right, strict=True)
        ).rstrip()
        for line in [headings, *lines]
    ]
    return Readable(html, "\n".join(text))


def _row(tag: str, cells: list[str], sides: list[str]) -> str:
    """Return one row; the side is said in each cell, as notebooks turn all of them right."""
    shown = (
        f'<{tag} style="text-align: {side}">{_linked(cell)}</{tag}>'
        for cell, side in zip(cells, sides, strict=True)
    )
    return f"<tr>{''.join(shown)}</tr>"


def _linked(text: str) -> str:
    """Return a text as letters; a web address as a link that shows its host."""
    if not is_web_link(text):
        return letters(text)
    host = letters(urlsplit(text).hostname)
    return f'<a href="{letters(text)}" target="_blank" rel="noopener noreferrer">{host}</a>'


def _listed(parts: list[Any]) -> Readable:
    """Put pages below one another; make a list where all are texts."""
    pages = [getattr(part, "_repr_html_", None) for part in parts]
    text = [repr(part) if page else one_line(part) for part, page in zip(parts, pages, strict=True)]
    if any(pages):
        shown = (
            page() if page else f"<p>{letters(part)}</p>"
            for part, page in zip(parts, pages, strict=True)
        )
        return Readable(block(*shown), "\n\n".join(text))
    if len(parts) == 1:
        return _sentence(text[0])
    items = "".join(f"<li>{letters(part)}</li>" for part in parts)
    return Readable(block(f"<ul>{items}</ul>"), "\n".join(f"- {line}" for line in text))


def _sentence(text: str) -> Readable:
    return Readable(block(letters(text), tag="p"), one_line(text))
