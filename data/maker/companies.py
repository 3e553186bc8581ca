"""Invented employers: the targets in their spellings, their namesakes, and everybody else."""

from __future__ import annotations

from maker.chance import Chance
from maker.words import lines

__all__ = [
    "BRACKENHYTHE",
    "COMPANIES",
    "FORMER",
    "MIDDLING",
    "NAMESAKES",
    "NOBODY",
    "NOT_COMPANIES",
    "ODD",
    "SEDGESPOOL",
    "TITLES",
    "tail_companies",
]

NOBODY = "Fennimore Tidal"
"""The one target that no file leads to."""

BRACKENHYTHE = "Brackenhythe Wind Services"
SEDGESPOOL = "Sedgespool Software"

# Robin's employers and university: spellings, the first the usual one.
FORMER = {
    "pellgrove": ("Pellgrove Mutual", "Pellgrove Mutual SE", "PELLGROVE MUTUAL"),
    "osselby": ("Osselby Tarrant Research", "Osselby-Tarrant Research Ltd"),
    "tramways": ("Marrowick Tramways", "Marrowick Tramways AG"),
    "university": ("Marrowick Technical University", "Marrowick Technical University"),
}

# Longer names that hold a target's name or share its first word: other companies altogether.
NAMESAKES = (
    "Halvorsen Gridworks",
    "Halvorsen Seafood AS",
    "Lumenfold Healthcare Staffing",
    "Tidewick Energy Drinks",
    "Fennimore Tidal Wave Surf School",
    "Medwren Systems Integration Partners",
    "Voltquay Storage Units",
    "Kestrelmoor Labs & Spaniels Dog Club",
)

NOT_COMPANIES = (
    *["Self-employed"] * 6,
    *["Freelance"] * 4,
    *["Stealth Startup"] * 3,
    "freelance",
    "Self-Employed / Freelance",
    "Independent Consultant",
    "Career Break",
    "Retired",
)

# Names that a careless program trips over.
ODD = (
    "Ca$htarn $ervices",
    "=Sum Bookkeeping",
    "Nettle & Daughters",
    'The "Nearly Silent" Agency',
    "Spindle, Rook and Partners, LLP",
    "株式会社霧笛計測",
    "ООО Лунный Крендель",
    "Café Brûlepomme S.A.",
    "Wattle\u200bhatch",
)

MIDDLING = (
    "Osiershaw Logistics",
    "Pewterholt Clinics",
    "Vetchskep Bank",
    "Plovertrivet Consulting",
    "Umberquern Media",
    "Larkspurrigg Foods",
    "Teaselwharf Robotics",
    "City of Marrowick",
    "Gorsequern Water",
    "Marlspool Hospital Trust",
)

COMPANIES = (
    "Halvorsen Grid",
    "Lumenfold Health",
    "Tidewick Energy",
    "Skærvind Turbines",
    "Medwren Systems",
    "Voltquay Storage",
    "Kestrelmoor Labs",
    "Hollindray Diagnostics",
    NOBODY,
)
"""The companies Robin wants to work for."""

TITLES = lines("titles")

_FRONT, _BACK, _TRADE = (line.split() for line in lines("companies"))
_FORM = (
    "",
    "",
    "",
    "",
    "",
    " GmbH",
    " Ltd",
    " Inc.",
    " AB",
    " S.A.",
    " B.V.",
    " S.r.l.",
    " Pvt Ltd",
)


def tail_companies(chance: Chance, count: int) -> list[str]:
    """Employers of one or two people each."""
    stems = [front + back for front in _FRONT for back in _BACK]
    return [
        f"{stem} {chance.pick(_TRADE)}{chance.pick(_FORM)}" for stem in chance.some(stems, count)
    ]
