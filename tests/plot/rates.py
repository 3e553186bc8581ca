"""Frames of rates to draw: funnels, curves, cohorts, calibration; with names that do harm."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

TOO_FEW = "too few different people to tell"
STAGES = ["asked", "introduced", "replied", "scheduled", "held", "referred", "offered"]
HOSTILE = [
    "Wilhelmina Constantinopolitanska-Featherstonehaugh van der Überlingen und Söhne GmbH",
    "$x$ \\frac{1}{2}",
    "<img src=x onerror=alert(1)>",
    None,
]


def funnel_frame(*rows: tuple[str, int, int, int, int], **group: object) -> pd.DataFrame:
    """Make a funnel from (stage, n, reached, reached by the young, open), with any interval."""
    found = pd.DataFrame(
        [
            {
                **group,
                "stage": stage,
                "n": n,
                "reached": reached,
                "rate": reached / n if n else np.nan,
                "low": 0.8 * reached / n if n else 0.0,
                "high": 0.2 + 0.8 * reached / n if n else 1.0,
                "step": np.nan,
                "naive": (reached + young) / (n + young + waiting) if n + young + waiting else None,
                "open": waiting,
                "connectors": n // 2,
                "clustered_low": 0.7 * reached / n if n else 0.0,
                "clustered_high": 0.3 + 0.7 * reached / n if n else 1.0,
                "note": "" if n >= 10 else TOO_FEW,
            }
            for stage, n, reached, young, waiting in rows
        ]
    ).astype({"naive": float})
    found.attrs["within"] = 60
    return found


def worked() -> pd.DataFrame:
    """Give the rates of the worked log on 30 June 2026."""
    rows = [
        ("asked", 7, 7, 1.0, 0.6457, 1.0, 1.0, 0, 5, 0.5889, 1.0, ""),
        ("introduced", 4, 3, 0.75, 0.3006, 0.9544, 0.6, 1, 2, 0.0, 1.0, TOO_FEW),
        ("replied", 7, 3, 0.4286, 0.1582, 0.7495, 0.4444, 1, 5, 0.1307, 0.7865, ""),
        ("held", 7, 3, 0.4286, 0.1582, 0.7495, 0.4444, 1, 5, 0.1307, 0.7865, ""),
        ("offered", 7, 0, 0.0, 0.0, 0.3543, 0.0, 2, 5, 0.0, 0.4056, ""),
    ]
    found = pd.DataFrame(
        rows,
        columns=[
            *("stage", "n", "reached", "rate", "low", "high", "naive", "open", "connectors"),
            *("clustered_low", "clustered_high", "note"),
        ],
    )
    found.attrs["within"] = 60
    return found


def by_group(names: list[Any], column: str = "company") -> pd.DataFrame:
    parts = [
        funnel_frame(*[(stage, 40, 40 >> at, 0, at) for at, stage in enumerate(STAGES)])
        for _ in names
    ]
    found = pd.concat(parts, ignore_index=True)
    found.insert(0, column, [name for name in names for _ in STAGES])
    return found


def curve(*rows: tuple[int, int, int, int, float], **group: object) -> pd.DataFrame:
    """Make a curve from (day, at risk, happened, censored, probability)."""
    found = pd.DataFrame(
        [
            {
                **group,
                "day": day,
                "at_risk": at_risk,
                "happened": happened,
                "censored": censored,
                "probability": p,
                "low": 0.5 * p if p else np.nan,
                "high": 0.5 + 0.5 * p if p else np.nan,
            }
            for day, at_risk, happened, censored, p in rows
        ],
        columns=[*group, *["day", "at_risk", "happened", "censored", "probability", "low", "high"]],
    )
    found.attrs.update(start="held", end="referred")
    return found


def held_to_referred() -> pd.DataFrame:
    """Give the worked log's four conversations: referred after 9, 18, 66 days; one open for 89."""
    return curve((9, 4, 1, 0, 0.25), (18, 3, 1, 0, 0.5), (66, 2, 1, 0, 0.75), (89, 1, 0, 1, 0.75))


def curves(names: list[Any]) -> pd.DataFrame:
    parts = [held_to_referred().iloc[: 4 - at] for at, _ in enumerate(names)]
    found = pd.concat(parts, ignore_index=True)
    labels = [name for name, part in zip(names, parts, strict=True) for _ in range(len(part))]
    found.insert(0, "company", labels)
    return found


def cohort_frame(labels: list[Any], column: str = "month") -> pd.DataFrame:
    """Cohorts of 12 requests, 4 of which got there; the last two are too young."""
    last = len(labels) - 2
    parts = [
        funnel_frame(
            ("asked", 12, 12, 0, 0) if at < last else ("asked", 0, 0, 5, 0),
            ("held", 12, 4, 0, 0) if at < last else ("held", 0, 0, 1, 4),
        )
        for at in range(len(labels))
    ]
    found = pd.concat(parts, ignore_index=True)
    found.insert(0, column, [label for label in labels for _ in range(2)])
    found.attrs["within"] = 60
    return found


def calibrated() -> pd.DataFrame:
    rows = [
        ("path", 0.31, 46, 14, 0.304, 0.191, 0.448, "as predicted"),
        ("1", 0.41, 40, 16, 0.4, 0.264, 0.554, "as predicted"),
        ("1", 0.62, 46.5, 20, 0.43, 0.299, 0.573, "too high"),
        ("2", 0.55, 21.25, 12, 0.565, 0.361, 0.75, "too few"),
        ("3", np.nan, 0, 0, np.nan, 0.0, 1.0, "too few"),
    ]
    return pd.DataFrame(
        rows, columns=["position", "predicted", "n", "happened", "rate", "low", "high", "verdict"]
    )


def week_frame(count: int) -> pd.DataFrame:
    """Give weeks from 2 March 2026 on: 3 asks, 0 and 1; a talk every third, a referral at last."""
    weeks = pd.date_range("2026-03-02", periods=count, freq="7D", unit="s")
    asked = [(3, 0, 1)[at % 3] for at in range(count)]
    held = [int(at % 3 == 1) for at in range(count)]
    referred = [int(at == count - 2) for at in range(count)]
    return pd.DataFrame({"week": weeks, "asked": asked, "held": held, "referred": referred})
