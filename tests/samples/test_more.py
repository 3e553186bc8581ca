"""The files beside the six months: what the package reads of them."""

from __future__ import annotations

import pandas as pd

from infonet.readers import read
from infonet.samples import sample, sample_book

ROBIN = "https://www.linkedin.com/in/robin-achterberg"


def test_more_is_the_six_months_and_what_is_beside_them() -> None:
    book = sample_book("more")
    tables = book.tables()
    assert book.is_sample
    assert set(tables.gatherings.kind) == {"thread", "meeting", "mail", "school"}
    # As the export of June 2024 shows it, and that of December 2025.
    name = tables.people.set_index("person").name
    jobs = tables.jobs[tables.jobs.person.map(name) == "Parisa Golestanpour"]
    assert jobs.company.tolist() == ["Gorsequern Water", "Plovertrivet Consulting"]
    assert jobs["end"].tolist() == [pd.Timestamp("2025-12-20"), pd.NaT]


def test_what_is_no_meeting_and_no_mail_is_counted() -> None:
    calendar = read(sample("more") / "calendar.ics", me=ROBIN)
    said = calendar.report.problem.value_counts()
    assert said["nobody else is in this meeting"] == 3
    assert said["declined, and was not there"] == 3
    for problem in (
        "you declined this meeting",
        "this meeting was cancelled",
        "this meeting repeats without an end",
        "this meeting is still to come",
        "more than 50 people: an event, and no meeting",
    ):
        assert said[problem] == 1, problem
    assert calendar.tables.gatherings.gathering.nunique() == 11
    assert "5 mails of lists and machines" in repr(read(sample("more") / "mail.mbox", me=ROBIN))
