"""People known by an e-mail address: who is one person, and which of them is the owner."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from infonet.names.people import email_key, name_key, person_key
from infonet.names.text import one_line
from infonet.readers._intake import Intake

CROWD = 50
"""More people than this are an event: nobody met all of them."""

_MACHINE = re.compile(
    r"^(?:.*[-_.+])?(?:no-?reply|do-?not-?reply|mailer-daemon|postmaster|notifications?|bounces?|"
    r"newsletters?|alerts?|updates)(?:[-_.+].*)?@",
    re.IGNORECASE,
)
_ROOM = re.compile(r"@(?:resource|group|import)\.(?:v\.)?calendar\.google\.com$", re.IGNORECASE)


@dataclass
class Addresses:
    """Number the addresses of a source, and keep the name that stands with each."""

    numbers: dict[str, int] = field(default_factory=dict)
    names: dict[int, str] = field(default_factory=dict)

    def number(self, address: str, name: str) -> int:
        """Return the number of an address; -1 where it is none, or that of a machine or a room."""
        key = email_key(address)
        if not key or _MACHINE.match(key) or _ROOM.search(key):
            return -1
        number = self.numbers.setdefault(key, len(self.numbers))
        if number not in self.names:
            said = _in_order(one_line(name).strip("'\""))
            if said and not email_key(said):
                self.names[number] = said
        return number

    def known(self, number: int) -> tuple[str, str]:
        """Return the address and the name of a number; who has no name is called by the address."""
        address = self.listed[number]
        return address, self.names.get(number) or address

    @property
    def listed(self) -> list[str]:
        """Return the addresses in the order of their numbers."""
        if len(self._listed) < len(self.numbers):
            self._listed[:] = list(self.numbers)
        return self._listed

    _listed: list[str] = field(default_factory=list)

    def named(self, name: str | None) -> set[int]:
        """Return the numbers of the addresses with a name."""
        wanted = name_key(name)
        return {at for at, said in self.names.items() if wanted and name_key(said) == wanted}


def _in_order(name: str) -> str:
    """Return a name as it is said: mail programs write ``Diaz, Ana``; credentials stay behind."""
    family, comma, given = name.partition(", ")
    words = given.replace("-", " ").split()
    plain = words and all(word[:1].isupper() and word[1:].islower() for word in words)
    return f"{given} {family}" if comma and plain and "," not in given else name


def in_most(groups: Iterable[Iterable[int]]) -> set[int]:
    """Return the one number that is in more than half of the groups, and in the most."""
    count, counts = 0, Counter[int]()
    for group in groups:
        count += 1
        counts.update(group)
    best = counts.most_common(2)
    if not best or 2 * best[0][1] <= count or (len(best) > 1 and best[1][1] == best[0][1]):
        return set()
    return {best[0][0]}


def add_people(
    intake: Intake, file: str, people: Addresses, taken: Iterable[int]
) -> dict[int, str]:
    """Add the people of some addresses; return the person key of each.

    Two addresses with one name of two words or more are one person.
    """
    keys: dict[int, str] = {}
    by_name: dict[str, str] = {}
    for number in sorted(taken):
        address, name = people.known(number)
        wanted = name_key(name)
        key = by_name.get(wanted)
        if key is None:
            base = key = person_key(name=name)
            count = 2
            while key in intake.people:
                key, count = f"{base}~{count}", count + 1
            if " " in wanted:
                by_name[wanted] = key
            intake.person(key, file, name=name, email=address)
        keys[number] = key
    return keys
