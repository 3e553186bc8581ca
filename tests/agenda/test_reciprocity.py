"""Give and take: what counts as help, the balance, and who should meet whom."""

from __future__ import annotations

from typing import Any

import pandas as pd

from infonet.agenda import reciprocity
from infonet.graph import Network, network
from infonet.tables import Tables, frame

AS_OF = "2026-06-30"

EVENTS = (
    ("2026-03-02", "asked", "in/ana", None),
    ("2026-03-04", "introduced", "in/bo", "in/ana"),
    ("2026-03-12", "held", "in/bo", None),
    ("2026-03-12", "named", "in/cy", "in/bo"),
    ("2026-03-13", "thanked", "in/bo", None),
    ("2026-03-30", "referred", "in/bo", None),
    ("2026-07-30", "held", "in/bo", None),
)


def events() -> pd.DataFrame:
    rows = [
        {"event": n, "date": day, "stage": stage, "person": who, "via": via}
        for n, (day, stage, who, via) in enumerate(EVENTS, start=1)
    ]
    return frame("events", [row | {"request": "R1", "company": "Delta"} for row in rows])


def net(jobs: dict[str, tuple[str, str]], *between: tuple[str, str]) -> Network:
    """Ana, Bo, Cy and Di, all mine, in that order of closeness."""
    closeness = {"ana": "strong", "bo": "medium", "cy": "weak", "di": None}
    return network(
        Tables.of(
            people=[{"person": "me"}]
            + [{"person": f"in/{key}", "name": key.title()} for key in closeness],
            jobs=[
                {"person": f"in/{key}", "company": company, "title": title}
                for key, (company, title) in jobs.items()
            ],
            ties=[
                {"source": f"in/{key}", "target": "me", "closeness": close}
                | {"evidence": "stated" if close else "connection", "origin": "me"}
                for key, close in closeness.items()
            ]
            + [
                {"source": f"in/{a}", "target": f"in/{b}", "evidence": "stated", "origin": "me"}
                for a, b in between
            ],
        ),
        as_of=AS_OF,
    )


JOBS = {
    "ana": ("Echo", "Designer"),
    "bo": ("Delta", "Senior Data Engineer"),
    "cy": ("Foxtrot", "Data Engineering Manager"),
    "di": ("Golf", "Data Engineer"),
}


def test_help_is_counted_by_kind_and_what_is_still_to_come_is_not() -> None:
    """Bo held a conversation, named Cy and referred: 3. Ana introduced: 1. Cy was only named."""
    found = reciprocity(net(JOBS), events(), as_of=AS_OF)
    assert found.name.tolist() == ["Bo", "Ana"]
    counts = found[["introduced", "held", "named", "referred", "helped", "gave", "balance"]]
    assert counts.values.tolist() == [[0, 1, 1, 1, 3, 0, 3], [1, 0, 0, 0, 1, 0, 1]]
    assert found["last"].tolist() == [pd.Timestamp("2026-03-30"), pd.Timestamp("2026-03-04")]


def test_what_was_given_lowers_the_balance_and_thanks_do_not() -> None:
    days = ["2026-04-01", "2026-04-02T18:00", "2026-08-01", "2026-05-01", None, "2026-05-01"]
    notes = frame(
        "notes",
        {
            "person": ["in/bo", "in/bo", "in/bo", "in/ana", "in/ana", "in/ana"],
            "kind": ["gave"] * 5 + ["advice"],
            "date": pd.to_datetime(pd.Series(days), format="ISO8601"),
        },
    )
    known = network(net(JOBS).tables._replace(notes=notes), as_of=AS_OF)
    found = reciprocity(known, events(), as_of=AS_OF)
    assert found[["name", "gave", "balance"]].values.tolist() == [["Bo", 2, 1], ["Ana", 2, -1]]


def meets(jobs: dict[str, Any], *between: tuple[str, str]) -> Any:
    found = reciprocity(net(jobs, *between), events(), as_of=AS_OF).set_index("name")
    return found.meet["Bo"], found.idea["Bo"]


def test_two_ties_with_the_same_work_should_meet() -> None:
    """Cy and Di are both data engineers; Cy is closer to me."""
    assert meets(JOBS) == (
        "in/cy",
        "introduce Bo to Cy, Data Engineering Manager at Foxtrot: the same kind of work",
    )


def test_who_knows_each_other_or_works_together_need_not_be_introduced() -> None:
    assert meets(JOBS, ("bo", "cy"))[0] == "in/di"
    assert meets(JOBS | {"cy": ("Delta Inc.", "Data Engineer")})[0] == "in/di"


def test_where_nobody_fits_they_are_asked() -> None:
    apart = JOBS | {"cy": ("Foxtrot", "Nurse"), "di": ("Golf", "Data Steward")}
    meet, idea = meets(apart)
    assert pd.isna(meet)
    assert idea == "ask Bo what would help them now"
    # "Manager" alone says no kind of work.
    assert pd.isna(meets(apart | {"bo": ("Delta", "Manager"), "cy": ("Golf", "Manager")})[0])


def test_nobody_is_proposed_twice() -> None:
    """Ana and Bo are data engineers as Cy is: Bo helped most and meets Ana, Ana meets Cy."""
    jobs = JOBS | {"ana": ("Echo", "Data Engineer"), "di": ("Golf", "Nurse")}
    found = reciprocity(net(jobs), events(), as_of=AS_OF)
    assert found.meet.tolist() == ["in/ana", "in/bo"]
    jobs["cy"] = ("Foxtrot", "Data Engineer")
    extra = frame(
        "events",
        [
            {
                "event": 8,
                "date": "2026-04-01",
                "stage": "asked",
                "person": "in/cy",
                "request": "R2",
            },
            {"event": 9, "date": "2026-04-09", "stage": "held", "person": "in/cy", "request": "R2"},
        ],
    )
    found = reciprocity(net(jobs), pd.concat([events(), extra]), as_of=AS_OF)
    assert found.name.tolist() == ["Bo", "Cy", "Ana"]
    assert found.meet.tolist()[:2] == ["in/ana", "in/bo"]
    assert found.meet[2] == "in/cy"


def test_who_is_not_in_the_network_is_kept_and_an_empty_log_is_empty() -> None:
    rows = events().replace({"person": {"in/bo": "in/zed"}, "via": {"in/bo": "in/zed"}})
    found = reciprocity(net(JOBS), rows, as_of=AS_OF)
    assert found.name.tolist() == ["in/zed", "Ana"]
    empty = reciprocity(net(JOBS), frame("events"), as_of=AS_OF)
    assert empty.empty and empty.dtypes.equals(found.dtypes)
