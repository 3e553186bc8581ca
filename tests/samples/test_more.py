"""The files beside the six months: what the package reads of them."""

from __future__ import annotations

import pandas as pd
import pytest

from infonet.readers import read
from infonet.samples import AS_OF, sample, sample_book
from infonet.strength import inferred_ties

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


def test_the_sheet_of_fellow_students_joins_who_was_at_one_school_at_one_time() -> None:
    book = sample_book("more")
    tables = book.tables()
    name = tables.people.set_index("person").name
    schools = tables.gatherings[tables.gatherings.kind == "school"]
    # Eleven connections, one of them at both schools, and Robin at both: nobody is new.
    rows = schools[schools.person != "me"]
    assert len(rows) == 12 and rows.person.nunique() == 11
    own = tables.ties[(tables.ties.source == "me") | (tables.ties.target == "me")]
    connected = own[own.evidence == "connection"]
    assert set(rows.person) <= {*connected.source, *connected.target}
    found = inferred_ties(book, as_of=AS_OF).query("kind == 'school'")
    ends = zip(found.source.map(name), found.target.map(name), strict=True)
    pairs = dict(zip(map(frozenset, ends), found.share, strict=True))
    assert len(pairs) == len(found) == 21
    # Three were there: 0.1 · min(0.5, 2 / 3). Of Bo's years with Joaquín six.
    assert pairs[frozenset(("Eleni Papakyriakou", "Tomoko Hayashikaze-Brandt"))] == 0.1 * 0.5
    assert pairs[frozenset(("Bo Lin", "Joaquín Urdanegui"))] == pytest.approx(0.1 * 2 / 6)
    # One left in 2012, the other came in 2013; of Priyanka no year is known.
    assert frozenset(("Bo Lin", "Tuấn Đặng-Vĩnh")) not in pairs
    assert not any("Priyanka Deshmukhe-Aalto" in pair for pair in pairs)
