"""Other evidence of ties in Robin's Complete export: invitations, endorsements, praise, notes."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from maker.cast import ODD_ONES, ROBIN, ROBINS_CAST, by_name
from maker.chance import Chance
from maker.circles import JUNE, Circle
from maker.layout import csv_text, day_month_year, slashed_time, us_time
from maker.names import draw_people
from maker.traces import close_ones, quiet_ones

__all__ = ["vouching"]

_SKILLS = (
    "SQL,Python,Data Analysis,Statistics,Survey Design,dbt,Dashboards,Forecasting,Teaching".split(
        ","
    )
)
_WORDS = (
    "We met at the data meetup, I liked your talk on meter readings.",
    "We sat in the same statistics course, remember?",
    "Thanks for the help with the survey weights, let us stay in touch.",
    "I am moving towards data engineering and would like to follow your work.",
    "Hello from the old tram depot!",
    "Ngozi said that we should know each other.",
)


def _moment(chance: Chance, day: date) -> datetime:
    return datetime.combine(day, time(chance.between(7, 20), chance.below(60), chance.below(60)))


def vouching(circle: Circle) -> dict[str, str]:
    """File name → text."""
    return {
        "Invitations.csv": _invitations(circle),
        "Endorsement_Received_Info.csv": _endorsements(circle, "Endorser", 74),
        "Endorsement_Given_Info.csv": _endorsements(circle, "Endorsee", 27),
        "Recommendations_Received.csv": _recommendations(
            ("Ngozi", "Tuấn", "Kwabena", "Marguerite"), "Robin"
        ),
        "Recommendations_Given.csv": _recommendations(("Ana", "Kavita", "Dmitri"), "They"),
        "Notes.csv": _notes(),
    }


def _invitations(circle: Circle) -> str:
    """Write accepted invitations of the last years, some with a note; a few are unanswered."""
    chance = Chance("invitations")
    links = [link for link in circle.robin if link.person and link.since >= date(2021, 1, 4)]
    strangers = draw_people(chance, 7, {who.name for who in circle.people})
    asked = [(link.person, link.since) for link in chance.some(links, 120) if link.person]
    asked += [(who, chance.day(date(2025, 1, 6), date(2026, 6, 25))) for who in strangers]
    rows = []
    for who, accepted in asked:
        sent = _moment(chance, accepted - timedelta(days=chance.below(9)))
        words = chance.pick(_WORDS) if chance.one_in(3) else ""
        mine = chance.one_in(1.8)
        (one, other), way = ((ROBIN, who), "OUTGOING") if mine else ((who, ROBIN), "INCOMING")
        rows.append((sent, (one.name, other.name, us_time(sent), words, way, one.url, other.url)))
    header = "From,To,Sent At,Message,Direction,inviterProfileUrl,inviteeProfileUrl".split(",")
    return csv_text(header, [row for _, row in sorted(rows, reverse=True)])


def _endorsements(circle: Circle, role: str, count: int) -> str:
    """Skills that others see in Robin, or Robin in others; addresses without a scheme."""
    chance = Chance(f"endorsements {role}")
    people = [who for who in circle.people if who not in (*ROBINS_CAST, *ODD_ONES)]
    near = [*close_ones(circle), *quiet_ones(circle)]
    rows = []
    for number in range(count):
        who = chance.pick(near if number % 3 else people)
        day = chance.day(max(date(2017, 1, 9), circle.since(who)), JUNE - timedelta(days=1))
        url = who.url.removeprefix("https://")
        status = "PENDING" if number % 17 == 16 else "ACCEPTED"
        stamp = slashed_time(_moment(chance, day))
        rows.append((stamp, chance.pick(_SKILLS), who.first, who.last, url, status))
    about = f"{role} First Name,{role} Last Name,{role} Public Url"
    header = f"Endorsement Date,Skill Name,{about},Endorsement Status".split(",")
    return csv_text(header, sorted(set(rows), reverse=True))


def _recommendations(names: tuple[str, ...], praised: str) -> str:
    """Write a few lines of praise; no address, and one name that two connections share."""
    chance = Chance(f"recommendations {praised}")
    header = "First Name,Last Name,Company,Job Title,Text,Creation Date,Status".split(",")
    rows = []
    for first in names:
        who = ODD_ONES[4] if first == "Marguerite" else by_name(ROBINS_CAST, first)
        moment = _moment(chance, chance.day(date(2019, 5, 6), date(2025, 11, 28)))
        text = f"{praised} made our {chance.pick(_SKILLS)} work clear,\ncalm and on time."
        rows.append(
            (who.first, who.last, who.company, who.title, text, us_time(moment, two_digits=True))
        )
    return csv_text(header, [(*row, "VISIBLE") for row in rows])


def _notes() -> str:
    """Write Robin's notes on some connections."""
    noted = (
        ("Sigrún", "Met once at the grid open day; works on meter data.", date(2026, 1, 5)),
        (
            "Priyanka",
            "Runs data engineering at Lumenfold. Ngozi worked with her?",
            date(2026, 2, 2),
        ),
        (
            "Kavita",
            "Supervised my thesis. Knows many alumni; do not ask in exam weeks.",
            date(2026, 3, 9),
        ),
        ("Lucía", "Recruiter: ask how hiring works, not for a job.", date(2026, 4, 13)),
        ("Farid", 'Offers "five minutes on stage" for lightning talks.', date(2026, 5, 4)),
    )
    header = "First Name,Last Name,URL,Note,Created On".split(",")
    rows = []
    for first, text, day in noted:
        who = by_name(ROBINS_CAST, first)
        rows.append((who.first, who.last, who.url, text, day_month_year(day)))
    return csv_text(header, rows)
