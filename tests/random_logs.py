"""Small invented networks with a log, to compare two ways of working something out.

Everything that depends on the day is in them: connections and statements of different days, undated
ones, friends' lists of a day and without, some of which say what they said first, contact that
grows old, introductions that the log alone shows, asks without a kind, people who move, and
companies with a second name.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from infonet.tables import ME, Tables

DAY = pd.Timestamp("2026-01-05")
LAST = DAY + pd.Timedelta(days=80)
PEOPLE = [ME, *(f"in/p{number}" for number in range(8))]

_COMPANIES = ("Delta", "Echo", "Delta GmbH", "Foxtrot")
_STAGES = (
    *("asked", "introduced", "named", "replied", "scheduled", "held", "declined", "withdrawn"),
    *("applied", "no answer", "accepted", "thanked", "referred", "offered"),
)
_OFTEN = (0.4, *[0.6 / (len(_STAGES) - 1)] * (len(_STAGES) - 1))
_EVIDENCE = ("connection", "messages", "mail", "meeting", "stated", "endorsement", "related")


def invented(seed: int) -> Tables:
    """Return the tables of a seed."""
    rng = np.random.default_rng(seed)
    seen = [None, DAY + pd.Timedelta(days=20), DAY + pd.Timedelta(days=40)]
    list_of = {key: seen[rng.integers(3)] for key in PEOPLE}
    aliases = ("Foxtrot",) if rng.random() < 0.5 else None
    return Tables.of(
        people=[{"person": key, "name": key, "seen": list_of[key]} for key in PEOPLE],
        jobs=[
            job
            for key in PEOPLE[1:]
            if rng.random() < 0.7
            for job in _jobs(rng, {"person": key, "title": "Chemist"})
        ],
        ties=[row for pair in _pairs() for row in _evidence(rng, *pair)],
        companies=[{"company": "Delta", "kind": "company", "priority": 1, "aliases": aliases}],
        events=[_event(rng, number) for number in range(1, int(rng.integers(2, 26)))],
    )


def _pairs() -> list[tuple[str, str]]:
    return [(a, b) for a in PEOPLE for b in PEOPLE if a < b]


def _jobs(rng: np.random.Generator, of: dict[str, object]) -> list[dict[str, object]]:
    """Return the job of a person, or that and the one for which they left it."""
    old, new = ({**of, "company": _COMPANIES[at]} for at in rng.integers(4, size=2).tolist())
    day = _day(rng, missing=0.6)
    return [old] if day is None else [old | {"end": day}, new | {"start": day}]


def _day(rng: np.random.Generator, *, missing: float) -> pd.Timestamp | None:
    day = DAY + pd.Timedelta(days=int(rng.integers(-30, 70)))
    return None if rng.random() < missing else day


def _evidence(rng: np.random.Generator, a: str, b: str) -> list[dict[str, object]]:
    """Return no evidence, or one piece or two, of a pair."""
    found: list[dict[str, object]] = []
    for evidence in rng.choice(_EVIDENCE, rng.choice(3, p=(0.65, 0.25, 0.1)), replace=False):
        last = _day(rng, missing=0.5)
        if last is not None and rng.random() < 0.5:
            last -= pd.Timedelta(days=355)
        origin = str(rng.choice([a, b, ME] if ME not in (a, b) else [ME]))
        found.append(
            {
                "source": a,
                "target": b,
                "evidence": str(evidence),
                "origin": origin,
                "since": _day(rng, missing=0.4),
                "known": _day(rng, missing=0.6),
                "last": last,
                "exchanges": int(rng.integers(0, 3)),
                "started": str(rng.choice([a, b])),
                "closeness": str(rng.choice(["strong", "weak"])) if evidence == "stated" else None,
            }
        )
    return found


def _event(rng: np.random.Generator, number: int) -> dict[str, object]:
    """Return an event; any part of it may be missing."""
    row: dict[str, object] = {
        "event": number,
        "stage": str(rng.choice(_STAGES, p=_OFTEN)),
        "date": DAY + pd.Timedelta(days=int(rng.integers(0, 60))),
    }
    chances = {
        "person": 0.85,
        "company": 0.8,
        "via": 0.2,
        "kind": 0.1,
        "request": 0.1,
        "route": 0.1,
    }
    others = [str(one) for one in rng.choice(PEOPLE[1:], 3, replace=False)]
    values = {
        "person": others[0],
        "company": str(rng.choice(_COMPANIES)),
        "via": others[1],
        "kind": str(rng.choice(["direct", "introduction", "scout", "cold"])),
        "request": f"R{rng.integers(1, 4)}",
        "route": (ME, others[0], others[2]),
    }
    return row | {name: values[name] for name, chance in chances.items() if rng.random() < chance}
