"""The part of a log that decides where new events belong, so that not all of it is settled."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from typing import Any


class _Group:
    """The events of one request, or one that is `loose`: its request is still to be found."""

    def __init__(self) -> None:
        self.people: set[str] = set()
        self.companies: set[str] = set()
        self.loose = False
        self.rows: list[dict[str, Any]] = []

    def may_meet(self, other: _Group) -> bool:
        """Tell whether an event of one may join the other; too often does no harm."""
        about = bool(self.companies & other.companies)
        if self.people and other.people:
            about = about or not (self.companies and other.companies)
            about = about and bool(self.people & other.people)
        return about and (self.loose or other.loose)


def touched(
    entries: Iterable[dict[str, Any]],
    new: Sequence[dict[str, Any]],
    same: Callable[[str | None], str],
) -> list[dict[str, Any]]:
    """Return the new events and the entries that their places may depend on, by number.

    An event that names its request joins that. Any other joins a request in which one of its people
    stands, or if it has none a request at its company. So whole requests lead to the unsettled
    events that may join them, these to the requests that they may join, and no further.
    """
    groups: defaultdict[object, _Group] = defaultdict(_Group)
    around: defaultdict[str, set[object]] = defaultdict(set)
    where = {}
    for row in (*entries, *new):
        company, name, event = same(row["company"]), row["request"], row["event"]
        if name is None:
            # The request that an ask begins is named so, and a user may have named one like that.
            begun = f"{row['date'][:10]}/{company or '-'}/{row['person']}"
            name = begun if row["stage"] == "asked" else event
        group, where[event] = groups[name], name
        people = {row["person"], row["via"], *(row["route"] or ())[1:]} - {None}
        group.people |= people
        group.companies |= {company} - {""}
        group.loose |= row["request"] is None
        group.rows.append(row)
        for word in (*people, company):
            around[word].add(name)
    waiting = [where[row["event"]] for row in new]
    seen = set(waiting)
    while waiting:
        group = groups[waiting.pop()]
        near = set().union(*(around[word] for word in group.people | group.companies)) - seen
        found = [name for name in near if group.may_meet(groups[name])]
        seen.update(found)
        waiting += found
    return sorted((row for name in seen for row in groups[name].rows), key=lambda row: row["event"])
