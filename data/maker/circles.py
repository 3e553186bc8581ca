"""Whose connections are whose: Robin's in June and in December, Ana's, Bo's and Tomasz's."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from maker.cast import ANA, ANAS_CAST, BO, BOS_CAST, ODD_ONES, ROBIN, ROBINS_CAST, by_name
from maker.chance import Chance, weekday
from maker.companies import (
    BRACKENHYTHE,
    FORMER,
    MIDDLING,
    NAMESAKES,
    NOT_COMPANIES,
    ODD,
    SEDGESPOOL,
    TITLES,
    tail_companies,
)
from maker.layout import connections_text, day_month_year
from maker.names import OWN_SCRIPT, Person, draw_people

__all__ = [
    "DECEMBER",
    "JUNE",
    "MAY_2023",
    "Circle",
    "Link",
    "build_circle",
    "build_quiet",
    "connections",
]

JUNE, DECEMBER, MAY_2023 = date(2026, 6, 28), date(2025, 12, 20), date(2023, 5, 14)
_STARTED = {  # when Robin came to each place, and left it
    "pellgrove": (date(2022, 3, 14), JUNE),
    "osselby": (date(2018, 9, 3), date(2022, 6, 30)),
    "tramways": (date(2017, 2, 6), date(2018, 12, 20)),
    "university": (date(2013, 10, 7), date(2019, 3, 1)),
}


@dataclass(frozen=True)
class Link:
    """A row of Connections.csv; no person: the account is closed and only the date is left."""

    person: Person | None
    since: date

    def row(self, *, url: bool = True) -> tuple[str, ...]:
        """List the fields in the order of the file."""
        who = self.person or Person("", "", "")
        address = (who.url if self.person else "",) if url else ()
        about = (who.email, who.company, who.title, day_month_year(self.since))
        return (who.first, who.last, *address, *about)


@dataclass(frozen=True)
class Circle:
    """Everybody's connections, newest first."""

    robin: tuple[Link, ...]
    december: tuple[Link, ...]
    ana: tuple[Link, ...]
    bo: tuple[Link, ...]

    @property
    def people(self) -> tuple[Person, ...]:
        """Robin's connections in June that still have an account."""
        return tuple(link.person for link in self.robin if link.person)

    def since(self, person: Person) -> date:
        """Return the day on which Robin and that person connected."""
        return next(link.since for link in self.robin if link.person == person)


def connections(links: Sequence[Link], *, url: bool = True) -> str:
    """Write the text of a Connections.csv."""
    return connections_text((link.row(url=url) for link in links), url=url)


def _newest_first(links: list[Link]) -> tuple[Link, ...]:
    return tuple(
        sorted(links, key=lambda link: (link.since, link.person.url if link.person else ""))
    )[::-1]


def _seat(
    chance: Chance, people: list[Person], companies: Sequence[str], *, untitled: int
) -> list[Person]:
    """Give each person an employer and a title; one title in `untitled` is missing."""
    return [
        replace(who, company=company, title="" if chance.one_in(untitled) else chance.pick(TITLES))
        for who, company in zip(people, companies, strict=True)
    ]


def _crowd(chance: Chance, former: dict[str, int], middling: int, tail: int) -> list[str]:
    """Give people employers with a heavy tail: crowds at the former ones, then fewer and fewer."""
    seats: list[str] = []
    for place, count in former.items():
        usual, *others = FORMER[place]
        seats += [usual if not chance.one_in(7) else chance.pick(others) for _ in range(count)]
    for rank, company in enumerate(MIDDLING):
        seats += [company] * max(2, middling // (rank + 1))
    singles = tail_companies(chance, tail)
    return seats + singles + singles[: tail // 8]


def _own_script() -> list[Person]:
    """Make the people who write their names in their own script."""
    return [
        Person(first, last, slug or f"{last}-{first}".replace(" ", "-"))
        for first, last, slug in OWN_SCRIPT
    ]


def _since(chance: Chance, person: Person, first: date, last: date) -> date:
    """Draw a working day; with former colleagues one of the days spent together."""
    for place, (start, end) in _STARTED.items():
        if person.company in FORMER[place] and not chance.one_in(8):
            first, last = max(first, start), min(last, end)
    return min(weekday(chance.day(first, last)), last)


def build_circle() -> Circle:
    """Robin's, Ana's and Bo's connections, from one seed."""
    chance, taken = Chance("circle"), {person.name for person in (*ROBINS_CAST, ROBIN)}
    count = 393 - len(ROBINS_CAST) - len(ODD_ONES)
    special = [*NAMESAKES, *NOT_COMPANIES, *ODD, *[BRACKENHYTHE] * 6, *[SEDGESPOOL] * 5]
    special += [""] * 9  # an employer not given
    crowd = {"pellgrove": 33, "osselby": 25, "tramways": 13, "university": 10}
    seats = chance.some(_crowd(chance, crowd, 8, 190), count - len(special))
    own_script = _own_script()
    drawn = [*own_script, *draw_people(chance, count - len(own_script), taken)]
    others = _seat(chance, drawn, chance.shuffled([*special, *seats]), untitled=40)
    people = [*ROBINS_CAST, *others, *ODD_ONES]
    fresh = set(chance.some(others, 29))
    links = []
    for who in people:
        if who in fresh:
            since = weekday(chance.day(date(2025, 12, 29), date(2026, 6, 24)))
        else:
            since = _since(chance, who, date(2014, 2, 3), date(2025, 12, 12))
        links.append(Link(who, since))
    closed = [weekday(chance.day(date(2015, 1, 5), date(2024, 11, 1))) for _ in range(7)]
    robin = [*links, *[Link(None, day) for day in closed]]
    december = _december(chance, links, closed, taken)
    ana = _anas(chance, others, taken)
    return Circle(
        _newest_first(robin),
        _newest_first(december),
        _newest_first(ana),
        _newest_first(_bos(chance, others, ana, taken)),
    )


def _december(chance: Chance, links: list[Link], closed: list[date], taken: set[str]) -> list[Link]:
    """Make the export of half a year before: some worked elsewhere, some are gone since."""
    then = [link for link in links if link.since <= DECEMBER]
    before: dict[Person, Person] = {}
    pellgrove, osselby = FORMER["pellgrove"][0], FORMER["osselby"][0]
    people = [link.person for link in then if link.person]
    before |= {
        who: replace(who, company=company, title="Data Analyst")
        for who, company in (
            (by_name(ROBINS_CAST, "Obinna"), osselby),
            (by_name(ROBINS_CAST, "Yusuf"), pellgrove),
        )
    }
    plain = [
        who
        for who in people
        if who.company and who.company not in (*MIDDLING, *NOT_COMPANIES, *NAMESAKES, *ODD)
        if who not in (*ROBINS_CAST, *ODD_ONES) and who.company[:6] not in ("Pellgr", "Osselb")
    ]
    movers = chance.some(plain, 24)
    for count, who in enumerate(movers):
        if count < 13:  # left a place that Robin knows well
            left = replace(who, company=(pellgrove, osselby)[count % 2])
        elif count == 13:  # left a target: a former insider
            left = replace(who, company="Lumenfold Health", title="Data Analyst")
        elif count < 20:  # the same employer, another title
            left = replace(who, title="Acting " + (who.title or "Analyst"))
        else:  # the same employer, spelt otherwise: nobody moved
            left = replace(who, company=who.company.split(" GmbH")[0].upper())
        before[who] = left
    rows = [Link(before.get(link.person, link.person), link.since) for link in then if link.person]
    gone = _seat(
        chance, draw_people(chance, 5, taken), [pellgrove, osselby, *MIDDLING[:3]], untitled=9
    )
    # Two closed their account since; three are connections no longer.
    since = [*closed[:2], *[weekday(chance.day(date(2016, 1, 4), DECEMBER)) for _ in range(3)]]
    rows += [Link(who, day) for who, day in zip(gone, since, strict=True)]
    return rows + [Link(None, day) for day in closed[2:]]


def _anas(chance: Chance, others: list[Person], taken: set[str]) -> list[Link]:
    """About 350: colleagues at Osselby and in wind power; a ninth of them are Robin's too."""
    shared = [who for who in others if who.company in FORMER["osselby"]][:14]
    rest = [who for who in others if who.company == BRACKENHYTHE]
    rest += chance.some([who for who in others if who not in shared and who not in rest], 20)
    seats = [BRACKENHYTHE] * 38 + [""] * 6 + list(NOT_COMPANIES)
    seats += _crowd(chance, {"osselby": 16, "university": 3}, 10, 175)
    seats = chance.shuffled(seats)[:296]
    own = _seat(chance, draw_people(chance, len(seats), taken), seats, untitled=40)
    people = [ROBIN, BO, by_name(ROBINS_CAST, "Obinna"), *ANAS_CAST, *shared, *rest, *own]
    start = date(2012, 9, 3)
    links = [Link(replace(ROBIN, email=""), date(2019, 1, 14)), Link(BO, date(2021, 11, 9))]
    links += [Link(who, weekday(chance.day(start, date(2026, 6, 10)))) for who in people[2:]]
    return links + [Link(None, weekday(chance.day(start, JUNE))) for _ in range(5)]


def _bos(chance: Chance, others: list[Person], ana: list[Link], taken: set[str]) -> list[Link]:
    """About 250, of May 2023, without addresses: matched by name and e-mail, or not at all."""
    settled = [
        who for who in others if who.company in (*FORMER["university"], SEDGESPOOL, *MIDDLING)
    ]
    with_mail = [who for who in others if who.email][:12]
    shared = [who for who in settled if who not in with_mail][:12]
    anas = [link.person for link in ana[40:] if link.person and link.person not in others]
    seats = [SEDGESPOOL] * 31 + [""] * 5 + list(NOT_COMPANIES)[:9]
    seats += _crowd(chance, {"university": 15, "tramways": 4}, 8, 115)
    seats = chance.shuffled(seats)[:204]
    own = _seat(chance, draw_people(chance, len(seats), taken), seats, untitled=40)
    # Some leave out here what they write elsewhere: marks and credentials.
    plain = [
        replace(who, last=who.last.split(",")[0].split(" ")[0]) if who.last.isascii() else who
        for who in with_mail
    ]
    both = [*plain, *shared, *[who for who in anas if who.email][:6]]
    both += [who for who in anas if not who.email][:6]
    start, last = date(2014, 3, 3), date(2023, 5, 11)
    links = [Link(ROBIN, date(2015, 2, 9)), Link(ANA, date(2021, 11, 9))]
    links += [Link(who, date(2023, 3, 20)) for who in BOS_CAST]
    links += [Link(who, weekday(chance.day(start, last))) for who in [*both, *own]]
    return links + [Link(None, weekday(chance.day(start, last))) for _ in range(4)]


def build_quiet(cast: Sequence[Person]) -> tuple[Link, ...]:
    """Tomasz's 180 connections: the packing hall, the night school, a choir, a long tail."""
    chance, taken = Chance("quiet circle"), {person.name for person in cast}
    seats = ["Larkspurrigg Foods"] * 31 + ["Larkspurrigg Foods AG"] * 4 + ["Gorsequern Water"] * 12
    seats += ["City of Marrowick"] * 5 + list(NOT_COMPANIES)[:8] + [""] * 6
    seats += _crowd(chance, {"tramways": 3}, 3, 100)
    seats = chance.shuffled(seats)[: 176 - len(cast)]
    own = _seat(chance, draw_people(chance, len(seats), taken), seats, untitled=20)
    start = date(2016, 5, 2)
    links = [Link(who, weekday(chance.day(start, date(2026, 5, 29)))) for who in [*cast, *own]]
    return _newest_first(links + [Link(None, weekday(chance.day(start, JUNE))) for _ in range(4)])
