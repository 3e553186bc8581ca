"""The part of a log that decides where new events belong, so that not all of it is settled."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any


@dataclass
class _Group:
    """A request, or an event that may join one: it is `loose` until the log is settled."""

    people: set[str] = field(default_factory=set)
    companies: set[str] = field(default_factory=set)
    loose: bool = False

    def may_meet(self, other: _Group) -> bool:
        """Tell whether an event of one may join the other; too often is no harm."""
        if not (self.loose or other.loose):
            return False
        if not (self.people and other.people):
            return bool(self.companies & other.companies)
        about = self.companies & other.companies or not (self.companies and other.companies)
        return bool(about and self.people & other.people)


def touched(
    entries: Iterable[dict[str, Any]],
    new: Sequence[Mapping[str, Any]],
    same: Callable[[str | None], str],
) -> list[dict[str, Any]]:
    """Return the entries that the places of new events, and these events, may depend on.

    An event that names its request joins that. Any other joins a request in which one of its people
    stands, or if it has none a request at its company. So whole requests lead to the unsettled
    events that may join them, these to the requests that they may join, and no further.
    """
    groups: defaultdict[object, _Group] = defaultdict(_Group)
    members: defaultdict[object, list[dict[str, Any]]] = defaultdict(list)
    for entry in entries:
        name = _add(groups, entry, same)
        members[name].append(entry)
    waiting = [_add(groups, row, same) for row in new]
    around: defaultdict[str, set[object]] = defaultdict(set)
    for name, group in groups.items():
        for word in group.people | group.companies:
            around[word].add(name)
    seen = set(waiting)
    while waiting:
        group = groups[waiting.pop()]
        near = set().union(*(around[word] for word in group.people | group.companies)) - seen
        found = [name for name in near if group.may_meet(groups[name])]
        seen.update(found)
        waiting += found
    kept = (entry for name in seen for entry in members[name])
    return sorted(kept, key=lambda entry: entry["event"])


def _add(
    groups: dict[object, _Group], row: Mapping[str, Any], same: Callable[[str | None], str]
) -> object:
    """Add an event to its request, or to a group of its own; return the name of that."""
    company, name = same(row["company"]), row["request"]
    loose = name is None
    if loose:
        name = row["event"]
        if row["stage"] == "asked":
            # The request that it begins is named so, and a user may have named one like that.
            name = f"{row['date'][:10]}/{company or '-'}/{row['person']}"
    group = groups[name]
    group.loose = group.loose or loose
    group.people.update(filter(None, (row["person"], row["via"], *(row["route"] or ())[1:])))
    group.companies.update(filter(None, [company]))
    return name
