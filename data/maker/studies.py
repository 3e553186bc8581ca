"""The sheet on which Robin wrote down who of the connections went to which school."""

from __future__ import annotations

from maker.cast import ROBINS_CAST, by_name
from maker.layout import csv_text

__all__ = ["fellow_students"]

_UNIVERSITY, _EVENINGS = "Marrowick Technical University", "Quennock Evening College"
_STAYS = (
    ("Bo", _UNIVERSITY, "2013", "2017"),
    ("Dmitri", _UNIVERSITY, "2010", "2015"),
    ("Joaquín", _UNIVERSITY, "2014", "2018"),
    ("Mei-Ling", _UNIVERSITY, "2019", "2022"),
    ("Parisa", _UNIVERSITY, "2015", "2019"),
    ("Priyanka", _UNIVERSITY, "", ""),  # her profile shows no years
    ("Sigrún", _UNIVERSITY, "2012", "2017"),
    ("Tuấn", _UNIVERSITY, "2008", "2012"),
    ("Yusuf", _UNIVERSITY, "2009", "2014"),
    ("Eleni", _EVENINGS, "2025", "2026"),
    ("Parisa", _EVENINGS, "2025", "2026"),
    ("Tomoko", _EVENINGS, "2025", "2026"),
)


def fellow_students() -> str:
    """Write the text of the file: a row for each stay, by the profile page that shows it."""
    rows = []
    for name, school, begun, ended in _STAYS:
        who = by_name(ROBINS_CAST, name)
        rows.append((who.name, f"https://www.linkedin.com/in/{who.slug}", school, begun, ended))
    return csv_text(("Name", "LinkedIn", "School", "Entered", "Graduated"), rows)
