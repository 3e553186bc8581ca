"""Robin's notes about people and companies, before and after conversations."""

from __future__ import annotations

from maker.cast import ANAS_CAST, ROBINS_CAST, by_name
from maker.layout import csv_text
from maker.paper import LEDGER

__all__ = ["notes"]

_SIGRUN, _OBINNA, _PRIYANKA, _NGOZI, _YUSUF = (
    by_name(ROBINS_CAST, first).name for first in ("Sigrún", "Obinna", "Priyanka", "Ngozi", "Yusuf")
)
_AMINA = by_name(ANAS_CAST, "Amina").name
_GRID, _HEALTH, _TIDE, _WIND = (
    "Halvorsen Grid",
    "Lumenfold Health",
    "Tidewick Energy",
    "Skærvind Turbines",
)

_NOTES = (
    # Before the first conversation with Sigrún, and after it.
    (_SIGRUN, "expertise", "meter data that comes late, twice or not at all",
     "https://example.com/talks/late-meters", "2026-01-10"),
    (_SIGRUN, "position", "load forecasts at Osprelund Heat Networks, 2021 to 2024", "",
     "2026-01-10"),
    (_SIGRUN, "learnt", "Every change of the clocks breaks the nightly load; two people mend it.",
     "", "2026-02-11"),
    (_SIGRUN, "advice", "Bring one page on late data, not a portfolio.", "", "2026-02-11"),
    (_GRID, "news", "41,000 meters on the east bank; the west bank needs twice the data team",
     f"{LEDGER}/halvorsen-meters", "2026-02-10"),
    (_GRID, "culture", "Home at five; nobody writes on a Sunday.", "", "2026-02-11"),
    (_GRID, "skills", "4/5: SQL and late data all day; I have never run a stream", "",
     "2026-02-11"),
    # Lumenfold
    (_PRIYANKA, "role", "hiring manager", "", "2026-02-20"),
    (_PRIYANKA, "promised", "50 minutes of 30 agreed", "", "2026-02-20"),
    (_PRIYANKA, "advice", "Say in the first minute that you have cleaned real hospital data.", "",
     "2026-02-20"),
    (_HEALTH, "skills", "5/5: surveys, consent and pipelines, all three", "", "2026-02-20"),
    (_HEALTH, "lifestyle", "2/5: on call every third week", "", "2026-02-20"),
    (_HEALTH, "health", "In profit since 2024, and forty jobs: the hospital contract is theirs.",
     f"{LEDGER}/lumenfold-wards", "2026-03-12"),
    (_HEALTH, "goals", "3/5: what I want to learn, but the post ends after two years", "",
     "2026-06-22"),
    # Halvorsen again, through Obinna
    (_OBINNA, "expertise", "replaying a day of meter readings without counting any twice", "",
     "2026-03-02"),
    (_OBINNA, "promised", "25 minutes of 25 agreed", "", "2026-03-16"),
    (_OBINNA, "advice", "Learn how a late event is replayed before any interview here.", "",
     "2026-03-16"),
    (_GRID, "interests", "5/5: the grid is the most useful machine of the town", "", "2026-03-16"),
    (_GRID, "lifestyle", "4/5: the tram stops at the door", "", "2026-03-16"),
    # The others
    (_TIDE, "health", "A loss in the winter quarter, short hours; fills no post before October.",
     f"{LEDGER}/tidewick-stops", "2026-03-26"),
    (_TIDE, "goals", "2/5: not this year", "", "2026-06-10"),
    (_WIND, "news", "a sensor lab at Tallow Quay, twelve people from June",
     f"{LEDGER}/skaervind-lab", "2026-04-16"),
    (_AMINA, "role", "hiring manager", "", "2026-05-29"),
    ("Fennimore Tidal", "news", "wants a second berth; its head of data engineering speaks on"
     " 2 July", f"{LEDGER}/fennimore-berth", "2026-06-11"),
    ("data engineering", "skills", "3/5: the certificate helps, the streams are missing", "",
     "2026-05-04"),
    # Given back, and one who wants no more mail
    ("Theodora Pillwright", "opted out", "asked not to be written to again", "", "2026-05-13"),
    (_NGOZI, "gave", "heard her talk for the board twice, with a stopwatch", "", "2026-05-18"),
    (_YUSUF, "gave", "showed him how to weight a survey", "", "2026-06-12"),
    # The coffee in July
    (_SIGRUN, "objective", "Learn who builds the west bank team, and what that team lacks.", "",
     "2026-06-25"),
    (_SIGRUN, "promised", "her office, 25 minutes, coffee from the machine", "", "2026-07-08"),
    (_SIGRUN, "action item", "send her the page on late data", "", "2026-07-06"),
)  # fmt: skip


def notes() -> str:
    """List the notes in the order in which they were written."""
    return csv_text(("subject", "kind", "text", "link", "date"), _NOTES)
