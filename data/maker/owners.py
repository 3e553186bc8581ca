"""The files about the owner: profile, positions, education, and what else fills an export."""

from __future__ import annotations

from dataclasses import dataclass

from maker.layout import csv_text
from maker.names import Person

__all__ = ["ROBINS_LIFE", "TOMASZS_LIFE", "Life", "basic_files", "complete_files"]


@dataclass(frozen=True)
class Life:
    """The owner of an export, as the profile describes them."""

    who: Person
    headline: str
    summary: str
    city: str
    positions: tuple[tuple[str, str, str, str, str], ...]
    education: tuple[tuple[str, str, str, str], ...]


ROBINS_LIFE = Life(
    Person("Robin", "Achterberg", "robin-achterberg", "robin.achterberg@example.com"),
    "Data analyst, moving into data engineering for energy and health",
    "Eight years of surveys, trams and insurance claims.\n"
    "I like pipelines that nobody has to think about.",
    "Marrowick",
    (
        ("Pellgrove Mutual", "Data Analyst", "Claims forecasts", "Mar 2022", ""),
        ("Osselby Tarrant Research", "Junior Analyst", "Survey weights", "Sep 2018", "Feb 2022"),
        ("Marrowick Tramways", "Working Student", "Timetable data", "Feb 2017", "Aug 2018"),
    ),
    (
        ("Marrowick Technical University", "2013", "2018", "BSc Statistics"),
        ("Quennock Evening College", "2025", "2026", "Certificate in Data Engineering"),
    ),
)
TOMASZS_LIFE = Life(
    Person("Tomasz", "Okonjo-Reyes", "tomasz-okonjo-reyes", "tomasz.okonjo-reyes@example.net"),
    "Shift planner who redesigned a canteen; looking for service design",
    "Twelve years of rosters. Now I want forms and clinics to treat people"
    " as well as a good shift does.",
    "Tessenbrugg",
    (
        ("Larkspurrigg Foods", "Shift Planner", "Rosters for 140 people", "2017", ""),
        ("Gorsequern Water", "Dispatcher", "", "May 2013", "Apr 2017"),
    ),
    (("Tessenbrugg Night School", "2024", "2025", "Service Design"),),
)


def basic_files(life: Life) -> dict[str, str]:
    """Write the files beside Connections.csv in a Basic export."""
    who, profile = life.who, "First Name,Last Name,Maiden Name,Address,Birth Date,Headline,Summary"
    profile += ",Industry,Zip Code,Geo Location,Twitter Handles,Websites,Instant Messengers"
    about = ("", "", "", life.headline, life.summary, "Insurance", "", life.city, "", "", "")
    positions = "Company Name,Title,Description,Location,Started On,Finished On".split(",")
    education = "School Name,Start Date,End Date,Notes,Degree Name,Activities".split(",")
    if who.last != "Achterberg":
        about = (*about[:5], "Food Production", *about[6:])
    return {
        "Profile.csv": csv_text(profile.split(","), [(who.first, who.last, *about)]),
        "Positions.csv": csv_text(
            positions, [(*job[:3], life.city, *job[3:]) for job in life.positions]
        ),
        "Education.csv": csv_text(
            education, [(*school[:3], "", school[3], "") for school in life.education]
        ),
        "Email Addresses.csv": csv_text(
            ("Email Address", "Confirmed", "Primary", "Updated On"),
            [(who.email, "Yes", "Yes", "1/9/26, 8:15 AM")],
        ),
    }


def complete_files(life: Life) -> dict[str, str]:
    """Write the files that only a Complete export has; none of them holds a tie."""
    follows = (
        ("Halvorsen Grid", "Mon Jan 05 19:02:11 UTC 2026"),
        ("Fennimore Tidal", "Mon Jan 05 19:04:40 UTC 2026"),
        ("Teaselwharf Robotics", "Thu Oct 12 06:30:00 UTC 2023"),
    )
    preferences = {
        "Locations": "Marrowick",
        "Industries": "Energy; Hospitals and Health Care",
        "Company Employee Count": "",
        "Preferred Job Types": "Full-time; Part-time",
        "Job Titles": "Data Engineer; Analytics Engineer",
        "Open To Recruiters": "Yes",
        "Dream Companies": "Halvorsen Grid; Lumenfold Health; Skærvind Turbines",
        "Job Seeker Activity Level": "Casually looking",
        "Job Seeking Urgency Level": "Flexible",
    }
    applications = (
        (
            "3/25/26, 9:10 AM",
            "Lumenfold Health",
            "Analytics Engineer",
            "https://example.com/jobs/11",
        ),
        (
            "5/11/26, 7:45 PM",
            "Teaselwharf Robotics",
            "Data Engineer",
            "https://example.com/jobs/52",
        ),
    )
    guide = (
        "CONVERSATION ID,CONVERSATION TITLE,FROM,SENDER PROFILE URL,TO,RECIPIENT PROFILE URLS,DATE,"
        "SUBJECT,CONTENT,FOLDER"
    ).split(",")
    return {
        "Company Follows.csv": csv_text(("Organization", "Followed On"), follows),
        "Skills.csv": csv_text(("Name",), [("SQL",), ("Python",), ("Survey Design",)]),
        "Languages.csv": csv_text(("Name", "Proficiency"), [("Dutch", ""), ("English", "")]),
        "Events.csv": csv_text(
            ("Event Name", "Event Time", "Status", "External Url"),
            [("Marrowick Data Meetup", "Apr 23, 2026, 6:00 PM", "ATTENDING", "")],
        ),
        "guide_messages.csv": csv_text(
            guide,
            [
                ("2-guide==", "", "Guide", "", life.who.name, life.who.url)
                + ("2026-01-12 09:00:00 UTC", "", "How can I help with your search?", "INBOX")
            ],
        ),
        "learning_coach_messages.csv": csv_text(guide, []),
        "LearningCoachMessages.csv": "No conversations found\n",
        "Jobs/Job Seeker Preferences.csv": csv_text(
            tuple(preferences), [tuple(preferences.values())]
        ),
        "Jobs/Job Applications.csv": csv_text(
            ("Application Date", "Contact Email", "Contact Phone Number", "Company Name")
            + ("Job Title", "Job Url", "Resume Name", "Question And Answers"),
            [(day, life.who.email, "", *job, "", "") for day, *job in applications],
        ),
    }
