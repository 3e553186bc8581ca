"""Robin's mail of a year as an mbox: the headers alone, no word of any mail."""

from __future__ import annotations

import base64
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from maker.cast import ANAS_CAST, BOS_CAST, ROBIN, ROBINS_CAST, by_name
from maker.chance import Chance
from maker.circles import JUNE, Circle
from maker.companies import FORMER
from maker.meetings import address_of
from maker.names import Person, draw_people

__all__ = ["mailbox"]

_DAYS = "Mon Tue Wed Thu Fri Sat Sun".split()
_MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()
_SINCE = datetime(2025, 7, 1, 7)


@dataclass(frozen=True)
class _Mail:
    """The headers of a mail."""

    moment: datetime
    sender: Person
    to: Sequence[Person]
    copied: Sequence[Person] = ()
    more: tuple[str, ...] = ()


def mailbox(circle: Circle) -> str:
    """Write the text of the file, the oldest mail first."""
    chance = Chance("mailbox")
    mails = sorted(
        [*_pairs(chance), *_groups(chance, circle), *_machines(chance)],
        key=lambda one: (one.moment, one.sender.name),
    )
    return "".join(_headers(number, one) for number, one in enumerate(mails))


def _known(*names: str) -> list[Person]:
    return [by_name((*ROBINS_CAST, *ANAS_CAST, *BOS_CAST), name) for name in names]


def _moment(chance: Chance) -> datetime:
    days = (datetime.combine(JUNE, time(7)) - _SINCE).days - 7
    return _SINCE + timedelta(days=chance.below(days), minutes=chance.below(11 * 60))


def _pairs(chance: Chance) -> Iterator[_Mail]:
    """Mail to one person and back; the last two never answered."""
    for name, count in (("Henrike", 6), ("Ana", 4), ("Ngozi", 3), ("Kavita", 3), ("Eleni", 2)):
        (who,) = _known(name)
        for number in range(count):
            moment = _moment(chance)
            yield _Mail(moment, ROBIN, [who])
            if number % 3 != 2:
                yield _Mail(moment + timedelta(hours=5), who, [ROBIN])
    for name in ("Dmitri", "Lucía"):
        yield _Mail(_moment(chance), ROBIN, _known(name))


def _groups(chance: Chance, circle: Circle) -> Iterator[_Mail]:
    """Mail with several people on it: some of them are insiders of targets."""
    for sender, to, copied, count in (
        ("Henrike", (), ("Sigrún",), 3),
        ("Kavita", (), ("Parisa", "Priyanka"), 2),
        ("Desta", ("Ana",), ("Ngozi",), 1),
        ("Eleni", ("Tomoko",), ("Parisa", "Ngozi"), 2),
        ("Bo", ("Rosalind",), ("Kwabena",), 1),
    ):
        (first,) = _known(sender)
        for _ in range(count):
            moment = _moment(chance)
            yield _Mail(moment, first, [ROBIN, *_known(*to)], _known(*copied))
            yield _Mail(moment + timedelta(hours=20), ROBIN, [first, *_known(*to)], _known(*copied))
    team = [who for who in circle.people if who.company in FORMER["pellgrove"]][:9]
    for _ in range(5):
        writer, *others = chance.some(team, 5)
        yield _Mail(_moment(chance), writer, [ROBIN, *others])
        yield _Mail(_moment(chance), ROBIN, [writer], others)


def _machines(chance: Chance) -> Iterator[_Mail]:
    """Yield what a list and machines send, and a round mail to half the city."""
    shop = Person("Otterladle", "Shop", "", "no-reply@example.net")
    crowd = draw_people(chance, 55, {who.name for who in (ROBIN, *ROBINS_CAST)})
    (farid, henrike) = _known("Farid", "Henrike")
    yield _Mail(_moment(chance), farid, [ROBIN], more=("List-Id: <data.example.org>",))
    yield _Mail(_moment(chance), henrike, [ROBIN], more=("Auto-Submitted: auto-replied",))
    for _ in range(3):
        yield _Mail(_moment(chance), shop, [ROBIN], more=("Precedence: bulk",))
    yield _Mail(_moment(chance), farid, [ROBIN], crowd)


def _headers(number: int, one: _Mail) -> str:
    """Write a mail: the line that begins it, its headers, and nothing after them."""
    moment = one.moment
    day = f"{_DAYS[moment.weekday()]}, {moment.day:02} {_MONTHS[moment.month - 1]} {moment.year}"
    label = "Sent" if one.sender == ROBIN else "Inbox"
    month = f"{_DAYS[moment.weekday()]} {_MONTHS[moment.month - 1]} {moment.day:02}"
    lines = [
        f"From {number:010}@example.com {month} {moment:%H:%M:%S} +0000 {moment.year}",
        f"X-Gmail-Labels: {label}",
        f"Date: {day} {moment:%H:%M:%S} +0000",
        f"Message-ID: <{number:04}@example.com>",
        f"From: {_written(one.sender)}",
        f"To: {_listed(one.to)}",
    ]
    if one.copied:
        lines.append(f"Cc: {_listed(one.copied)}")
    return "\n".join([*lines, *one.more, "", "", ""])


def _listed(people: Sequence[Person]) -> str:
    """List people in a header, one a line."""
    return ",\n ".join(_written(who) for who in people)


def _written(person: Person) -> str:
    """Write a name and an address; letters beyond ASCII as an encoded word."""
    name = person.name.replace('"', "")
    if not name.isascii():
        coded = base64.b64encode(name.encode()).decode()
        return f"=?UTF-8?B?{coded}?= <{address_of(person)}>"
    return f'"{name}" <{address_of(person)}>'
