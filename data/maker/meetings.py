"""Robin's calendar of a year: small meetings, series, and everything that is no meeting."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from maker.cast import ANA, ANAS_CAST, BO, BOS_CAST, ROBIN, ROBINS_CAST, by_name
from maker.chance import Chance, weekday
from maker.circles import JUNE, Circle
from maker.companies import FORMER
from maker.names import Person, draw_people, slug_of

__all__ = ["address_of", "calendar"]

_FIRST = date(2025, 7, 1)
_OWNER = "robin.achterberg@example.com"
_WIDTH = 74  # octets of a line before it is folded, without the space of the next


@dataclass(frozen=True)
class _Meeting:
    """An entry of the calendar: who was invited, besides Robin, and what is said of it."""

    day: date
    title: str
    others: Sequence[Person]
    rule: str = ""
    status: str = "CONFIRMED"
    absent: Sequence[Person] = ()
    declined: bool = False
    room: str = ""


def address_of(person: Person) -> str:
    """Return the address of a person's mail: their own, or one that no export has."""
    own = f"{slug_of(person.first)}.{slug_of(person.last.split(',')[0])}".strip(".")
    return person.email or f"{own or person.slug}@example.org"


def calendar(circle: Circle) -> str:
    """Write the text of the file."""
    chance = Chance("calendar")
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Example//Calendar 1.0//EN"]
    lines += ["CALSCALE:GREGORIAN", f"X-WR-CALNAME:{_OWNER}", "X-WR-TIMEZONE:Europe/Amsterdam"]
    found = [*_story(), *_everyday(chance, circle), *_no_meetings(chance)]
    for number, one in enumerate(sorted(found, key=lambda each: (each.day, each.title))):
        lines += _event(number, one)
    return "".join(f"{_folded(line)}\n" for line in [*lines, "END:VCALENDAR"])


def _mine(*names: str) -> list[Person]:
    return [by_name((*ROBINS_CAST, *ANAS_CAST, *BOS_CAST), name) for name in names]


def _story() -> Iterator[_Meeting]:
    """Meetings in which a contact and an insider of a target sat together."""
    yield _Meeting(
        date(2025, 9, 9),
        "Outage claims, pilot",
        _mine("Henrike", "Sigrún"),
        rule="FREQ=MONTHLY;COUNT=5",
        room="Room Heron",
    )
    yield _Meeting(date(2025, 10, 7), "Meter data and claims", _mine("Henrike", "Yusuf", "Tuấn"))
    yield _Meeting(
        date(2025, 9, 18),
        "SQL study group",
        _mine("Parisa", "Tomoko", "Eleni"),
        rule="FREQ=WEEKLY;INTERVAL=2;COUNT=12",
    )
    yield _Meeting(
        date(2026, 2, 12), "Guest lecture: turbine sensors", _mine("Kavita", "Freja", "Farid")
    )
    yield _Meeting(date(2026, 3, 19), "Late data, over lunch", _mine("Bo", "Jing", "Parisa"))
    yield _Meeting(
        date(2026, 4, 16), "Open data breakfast", _mine("Siobhán", "Lucía", "Kwabena", "Amina")
    )


def _everyday(chance: Chance, circle: Circle) -> Iterator[_Meeting]:
    """Meetings of two, and the team's own."""
    team = [who for who in circle.people if who.company in FORMER["pellgrove"]][:6]
    yield _Meeting(
        date(2025, 7, 7),
        "Claims team",
        team,
        rule="FREQ=WEEKLY;UNTIL=20260622T090000Z",
        room="Room Bittern",
    )
    for number in range(8):
        some = chance.some(team, 2)
        absent = () if number % 3 else some[:1]
        yield _Meeting(_day(chance), f"Forecast {number + 1}", some, absent=absent)
    for name, count in (("Henrike", 4), ("Ngozi", 2), ("Kavita", 2), ("Tuấn", 1)):
        for _ in range(count):
            yield _Meeting(_day(chance), f"{name.split()[0]} / Robin", _mine(name))
    yield _Meeting(date(2025, 8, 5), "Coffee with Ana", [ANA], rule="FREQ=MONTHLY;COUNT=10")
    yield _Meeting(date(2025, 11, 14), "Bo: how platforms work", [BO])


def _no_meetings(chance: Chance) -> Iterator[_Meeting]:
    """Entries that say nothing of who knows whom."""
    crowd = draw_people(chance, 58, {who.name for who in (ROBIN, *ROBINS_CAST)})
    yield _Meeting(
        date(2026, 4, 23), "Marrowick Data Meetup", [*_mine("Farid", "Mei-Ling"), *crowd]
    )
    yield _Meeting(date(2025, 12, 3), "Tidal data call", _mine("Dmitri", "Mei-Ling"), declined=True)
    yield _Meeting(
        date(2026, 1, 21), "Visit to the grid", _mine("Obinna", "Dmitri"), status="CANCELLED"
    )
    yield _Meeting(date(2025, 7, 3), "Friday cake", _mine("Henrike", "Tuấn"), rule="FREQ=WEEKLY")
    yield _Meeting(JUNE + timedelta(days=9), "Grid coffee", _mine("Sigrún", "Obinna"))
    for title in ("Dentist", "Evening college", "Tram museum"):
        yield _Meeting(_day(chance), title, ())


def _day(chance: Chance) -> date:
    return weekday(chance.day(_FIRST, JUNE - timedelta(days=7)))


def _event(number: int, one: _Meeting) -> Iterator[str]:
    """Yield the lines of an entry, not folded."""
    hour = 9 + number % 8
    yield from ("BEGIN:VEVENT", f"UID:{number:04}-robin@example.com")
    yield f"DTSTAMP:{JUNE:%Y%m%d}T060000Z"
    yield f"DTSTART:{one.day:%Y%m%d}T{hour:02}0000Z"
    yield f"DTEND:{one.day:%Y%m%d}T{hour:02}3000Z"
    if one.rule:
        yield f"RRULE:{one.rule}"
    yield f"SUMMARY:{one.title}".replace(",", "\\,")
    yield f"STATUS:{one.status}"
    if one.others:
        mine = "DECLINED" if one.declined else "ACCEPTED"
        yield f"ORGANIZER;CN=Robin Achterberg:mailto:{_OWNER}"
        yield f"ATTENDEE;CN=Robin Achterberg;PARTSTAT={mine}:mailto:{_OWNER}"
    for who in one.others:
        said = "DECLINED" if who in one.absent else "ACCEPTED"
        name = who.name.replace('"', "'")
        yield f'ATTENDEE;CN="{name}";PARTSTAT={said}:mailto:{address_of(who)}'
    if one.room:
        yield f"ATTENDEE;CUTYPE=ROOM;CN={one.room};PARTSTAT=ACCEPTED:mailto:heron@example.net"
    yield "END:VEVENT"


def _folded(line: str) -> str:
    """Fold a line at 75 octets, never within a letter."""
    parts, part = [], ""
    for letter in line:
        if len((part + letter).encode()) > _WIDTH:
            parts.append(part)
            part = ""
        part += letter
    return "\n ".join([*parts, part])
