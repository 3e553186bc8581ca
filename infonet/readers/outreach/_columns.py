"""The columns of a log: which header is which, and what to say when that is unclear."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence

from infonet.errors import InfonetError, ReadError, hint, nearest
from infonet.names.text import one_line
from infonet.readers.sheets import HEADER_LINES, Column, Scan, Sheet, column_key, widest_row
from infonet.readers.sources import Member
from infonet.tables import COLUMNS

NEEDED = ("stage", "person", "date")
"""The columns that every event needs."""

# How people call these columns in their own lists: suggested, never assumed.
_LIKELY: dict[str, str] = {
    "stage": "stage event status step action outcome what whathappened result",
    "person": "person who name fullname contact whom with people people contactname",
    "date": "date when day dateday on datum timestamp",
    "company": "company employer organisation organization firm target companyname where",
    "via": "via through introducedby introducer referredby",
    "channel": "channel medium how by",
    "note": "note notes comment comments remark remarks",
    "request": "request ask thread",
    "kind": "kind type",
    "route": "route path",
    "predicted": "predicted prediction probability chance",
}
_LIKE = 80.0  # percent: so alike is a slip of the pen


class Names:
    """Map each of our columns to its header in a file; `columns` are those that differ."""

    def __init__(self, columns: Mapping[str, str] | None = None) -> None:
        said = dict(columns or {})
        known = [name for name in COLUMNS["events"] if name not in ("event", "counts")]
        for name, header in said.items():
            if not isinstance(header, str) or not column_key(header):
                raise InfonetError(
                    f"expected the header of `{name}` in the file as text, got `{header!r}`"
                )
            if name not in known:
                if header in known:
                    advice = f'our name comes first: `{{"{header}": "{name}"}}`'
                else:
                    advice = hint(name, known)
                raise InfonetError(f"`columns` names `{name}`, which no event has: {advice}")
        taken = [column_key(header) for header in said.values()]
        if len(set(taken)) < len(taken):
            raise InfonetError("`columns` gives one header to two columns; give each its own")
        self.said = said
        self.header = said | {
            name: name for name in known if name not in said and column_key(name) not in taken
        }

    def here(self, keys: Collection[str]) -> set[str]:
        """Return our columns that are in a file with these column keys."""
        return {name for name, header in self.header.items() if column_key(header) in keys}

    def are_in(self, keys: Collection[str]) -> bool:
        """Return whether column keys are those of the header."""
        return {*NEEDED, *self.said} <= self.here(keys)

    def found(self, sheet: Sheet) -> dict[str, Column]:
        """Return our columns that are there."""
        columns = {name: sheet.column(header) for name, header in self.header.items()}
        return {name: column for name, column in columns.items() if column.at is not None}


def missing(member: Member, scanned: Scan, names: Names) -> ReadError:
    """Return the error for a file in which the columns are not found."""
    header = widest_row(member, scanned)[1]
    keys = {column_key(label) for label in header}
    place = member.place
    if not header:
        return ReadError(
            f"expected a header row with {_listed(NEEDED)} among the first {HEADER_LINES} lines, "
            "found none; give the log as a CSV file with one event a line",
            file=place,
        )
    for name, label in names.said.items():
        if column_key(label) not in keys:
            near = nearest(label, header, n=1, alike=50.0)
            advice = f"did you mean `{near[0]}`?" if near else f"it has {_listed(header)}"
            return ReadError(
                f"`columns` says that `{name}` is in the column `{label}`, which the header does "
                f"not have: {advice}",
                file=place,
            )
    return ReadError(_say(header, names), file=place)


def nearly(header: Sequence[str]) -> str:
    """Say what to do with a table that resembles a log with other headers; empty for others."""
    names = Names()
    keys = {column_key(label) for label in header}
    own = [name for name in NEEDED if name in keys]
    if len(own) == len(NEEDED) or (not own and len(keys) < len(NEEDED)):
        return ""
    likely = _suggested(header, names)
    both = {"stage", "date"} <= {*own, *likely}
    return _say([one_line(label) for label in header], names) if both or len(own) == 2 else ""


def guessed(header: Sequence[str]) -> dict[str, str]:
    """Return our column → the header that is called so, or is probably meant."""
    names = Names()
    own = {name: label for label in header if (name := column_key(label)) in names.header}
    return own | _suggested(header, names)


def _say(header: Sequence[str], names: Names) -> str:
    """Say what the header lacks, what it has, and how to name its columns."""
    here = names.here([column_key(label) for label in header])
    lacks = [name for name in NEEDED if name not in here]
    likely = {**names.said, **_suggested(header, names)}
    unsure = {name: "…" for name in lacks if name not in likely}
    shown = ", ".join(f'"{name}": "{label}"' for name, label in {**likely, **unsure}.items())
    return (
        f"a log of outreach needs the columns {_listed(NEEDED)}, and {_listed(lacks)} "
        f"{'is' if len(lacks) == 1 else 'are'} not in the header, which has {_listed(header)}; "
        f"say which is which, as in `columns={{{shown}}}`"
    )


def _suggested(header: Sequence[str], names: Names) -> dict[str, str]:
    """Return our column → the header that is probably meant, for columns that are missing."""
    free = {column_key(label): label for label in header if column_key(label)}
    for label in names.header.values():
        free.pop(column_key(label), None)
    # `event` is a number in a log of ours, and the stage in many another.
    found = {}
    here = names.here([column_key(label) for label in header])
    for name, words in _LIKELY.items():
        if name in here:
            continue
        likely = words.split()
        for key in free:
            if key in likely or nearest(key, likely, n=1, alike=_LIKE):
                found[name] = free.pop(key)
                break
    return found


def _listed(labels: Iterable[str]) -> str:
    """List labels in backticks, at most twelve."""
    shown = [f"`{label[:40]}`" for label in labels]
    more = f" and {len(shown) - 12} more" if len(shown) > 12 else ""
    if more or len(shown) < 2:
        return ", ".join(shown[:12]) + more
    return f"{', '.join(shown[:-1])} and {shown[-1]}"
