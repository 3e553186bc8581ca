"""How a book is shown: how much is in it, what is wanted, and what was done last."""

from __future__ import annotations

import pandas as pd

from infonet.names.markup import block, letters
from infonet.tables import Tables

_SHOWN, _ACTS = 12, 5


def as_html(named: str, tables: Tables, history: pd.DataFrame) -> str:
    """Show what is in a book, what is wanted, and what was done last."""
    parts = [f"<p><b>{letters(named)}</b>: {letters(in_words(tables))}</p>"]
    wanted = tables.companies[tables.companies.priority.notna()]
    if len(wanted):
        names = ", ".join(map(letters, wanted.company[:_SHOWN]))
        more = f" and {len(wanted) - _SHOWN} more" if len(wanted) > _SHOWN else ""
        parts.append(f"<p>Targets: {names}{more}</p>")
    else:
        parts.append("<p>No targets yet: <code>book.want(&quot;…&quot;)</code></p>")
    history = history[history.kind != "me"]
    if len(history):
        acts = history.tail(_ACTS)[["act", "what", "undone"]].to_numpy()
        rows = "".join(
            f"<li>{act}: {letters(what)}{' (undone)' if undone else ''}</li>"
            for act, what, undone in reversed(acts)
        )
        parts.append(f"<p>Done last, by number of the act:</p><ul>{rows}</ul>")
    return block(*parts)


def in_words(tables: Tables) -> str:
    """Say how much there is: people besides me, targets and log entries.

    Examples
    --------
    >>> in_words(Tables.of(people=[{"person": "me"}, {"person": "in/ana-diaz"}]))
    '1 person, 0 targets, 0 log entries'
    """
    counts = (
        (len(tables.people) - 1, "person", "people"),
        (int(tables.companies.priority.notna().sum()), "target", "targets"),
        (len(tables.events), "log entry", "log entries"),
    )
    return ", ".join(f"{n:,} {one if n == 1 else many}" for n, one, many in counts)
