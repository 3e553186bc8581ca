"""Exports as a reader hands them over, made by hand for the tests of the book."""

from __future__ import annotations

import hashlib
from typing import Any

import pandas as pd

from infonet.readers import FILE_COLUMNS, Reading, report_frame
from infonet.tables import ME, Tables

ROBIN = "https://www.linkedin.com/in/robin-achterberg"


def profile(slug: str) -> str:
    return f"https://www.linkedin.com/in/{slug}"


def export(
    *connections: dict[str, Any],
    exported: str | None = "2026-03-01",
    owner: str = ME,
    path: str = "Connections.csv",
    **tables: list[dict[str, Any]],
) -> Reading:
    """Make a reading of connections: key (or slug), name, company, title, since, email."""
    people: list[dict[str, Any]] = [{"person": owner, "source": path}]
    jobs: list[dict[str, Any]] = []
    ties: list[dict[str, Any]] = []
    for row in connections:
        key = row.get("key") or f"in/{row['slug']}"
        people.append(
            {
                "person": key,
                "name": row.get("name"),
                "email": row.get("email"),
                "url": profile(key[3:]) if key.startswith("in/") else None,
                "source": path,
            }
        )
        if row.get("company") or row.get("title"):
            jobs.append({"person": key, "company": row.get("company"), "title": row.get("title")})
        source, target = sorted((owner, key))
        ties.append(
            {
                "source": source,
                "target": target,
                "since": pd.Timestamp(row["since"]) if row.get("since") else pd.NaT,
                "evidence": "connection",
                "origin": owner,
            }
        )
    rows = {"people": people, "jobs": jobs, "ties": ties}
    made = Tables.of(**{name: rows.get(name, []) + tables.get(name, []) for name in Tables._fields})
    count = len(connections)
    return Reading(
        path,
        owner,
        made,
        report_frame([]),
        pd.DataFrame([(path, count, count, 0, 0)], columns=list(FILE_COLUMNS)),
        pd.Timestamp("NaT" if exported is None else exported),
        hashlib.sha256(repr((connections, exported, owner)).encode()).hexdigest(),
    )


ANA = {
    "slug": "ana-diaz",
    "name": "Ana Diaz",
    "company": "Delta",
    "title": "Engineer",
    "since": "2020-05-01",
}
BO = {
    "slug": "bo-lin",
    "name": "Bo Lin",
    "company": "Echo",
    "title": "Analyst",
    "since": "2021-06-01",
}
