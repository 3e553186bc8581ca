"""Logs for the tests of rates: the worked one, short ones written as lines, and random ones."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from hypothesis import strategies as st

from infonet.tables import frame
from infonet.tables.stages import MAIN

HERE = Path(__file__).parent
AS_OF = "2026-06-30"
DAY_0 = pd.Timestamp("2026-01-05")
LAST_DAY = (pd.Timestamp(AS_OF) - DAY_0).days

WORKED: dict[str, Any] = json.loads((HERE / "worked_log.json").read_text("utf-8"))
KNOWN: dict[str, Any] = {
    answer["id"]: answer
    for answer in json.loads((HERE / "known_answers.json").read_text("utf-8"))["answers"]
}


def worked_log(*, whole: bool = False) -> pd.DataFrame:
    """Return the small log that was worked by hand: R1 to R10, or with R11 and R12."""
    lines = pd.read_csv(HERE / "worked_log.csv")
    chosen = lines if whole else lines[~lines.request.isin(["R11", "R12"])]
    return frame("events", chosen)


def log(*lines: str) -> pd.DataFrame:
    """Events from lines such as ``R1 03-02 asked Bo kind=cold via=Ana``, all of 2026."""
    rows = []
    for number, line in enumerate(lines, start=1):
        request, date, stage, person, *more = line.split()
        row = {"event": number, "request": request, "person": person, "stage": stage}
        rows.append(row | {"date": f"2026-{date}"} | dict(part.split("=") for part in more))
    return frame("events", [row | _predicted(row) for row in rows])


def _predicted(row: dict[str, Any]) -> dict[str, float]:
    return {"predicted": float(row["predicted"])} if "predicted" in row else {}


def shuffled(events: pd.DataFrame, seed: int = 20260630) -> pd.DataFrame:
    """Return the same lines in another order."""
    order = np.random.default_rng(seed).permutation(len(events))
    return events.iloc[order].reset_index(drop=True)


@dataclass
class MadeUp:
    """A request as a test made it up: days since `DAY_0`."""

    name: str
    kind: str
    person: str
    asked: int
    days: dict[str, int] = field(default_factory=dict)
    declined: int | None = None

    def reached(self, stage: str) -> int | None:
        """Return the first day on which this stage or a later one was logged, up to `AS_OF`."""
        later = MAIN[MAIN.index(stage) :]
        days = [day for one, day in self.days.items() if one in later and day <= LAST_DAY]
        return min(days, default=None)


@st.composite
def made_up(draw: st.DrawFn) -> list[MadeUp]:
    """Draw requests of every kind but scouts; some skip stages, some go on after `AS_OF`."""
    found = []
    for number in range(draw(st.integers(0, 8))):
        kind = draw(st.sampled_from(["introduction", "direct", "cold"]))
        asked = draw(st.integers(0, LAST_DAY + 5))
        request = MadeUp(f"R{number}", kind, draw(st.sampled_from(["Ana", "Bo", "Cy"])), asked)
        request.days["asked"] = day = asked
        stages = MAIN[1:] if kind == "introduction" else MAIN[2:]
        for stage in stages[: draw(st.integers(0, len(stages)))]:
            day += draw(st.sampled_from([0, 1, 5, 20, 59, 60, 61]))
            if draw(st.integers(0, 3)):
                request.days[stage] = day
        if draw(st.integers(0, 3)) == 0:
            request.declined = day + draw(st.sampled_from([1, 3, 10]))
        found.append(request)
    return found


def events_of(requests: list[MadeUp]) -> pd.DataFrame:
    """Return the log of made-up requests."""
    rows: list[dict[str, Any]] = []
    for request in requests:
        days = list(request.days.items())
        if request.declined is not None:
            days.append(("declined", request.declined))
        for stage, day in days:
            asked_first = stage in ("asked", "declined") or request.kind != "introduction"
            rows.append(
                {
                    "event": len(rows) + 1,
                    "request": request.name,
                    "kind": request.kind,
                    "person": request.person if asked_first else f"Insider of {request.name}",
                    "via": None if asked_first else request.person,
                    "stage": stage,
                    "date": str((DAY_0 + pd.Timedelta(days=day)).date()),
                }
            )
    return frame("events", rows)
