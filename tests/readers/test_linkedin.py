"""A whole export, counted by hand; and what each of its files says about a tie."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from infonet import readers
from infonet.errors import ReadError
from infonet.tables import ME, check
from tests.exports import COMPLETE, ROBIN, connections, person, table, unpacked, url, zipped

# What `exports.COMPLETE` holds, counted row by row in its text: rows, people, merged, reported.
COUNTED = {
    # Ana, Bo, Cy; one closed account
    "Connections.csv": (4, 3, 0, 1),
    # Robin
    "Profile.csv": (1, 1, 0, 0),
    # Golf and Hotel; one has neither company nor title
    "Positions.csv": (3, 0, 2, 1),
    "Education.csv": (1, 0, 1, 0),
    # Ana 3, Bo 1, Dee 2 (the first brings her), a group; Ed one-way, spam, a draft, an ad
    "messages.csv": (11, 1, 6, 4),
    # Ana with a note, Bo without; Flo did not accept
    "Invitations.csv": (3, 0, 2, 1),
    # Bo twice; Ana's is pending
    "Endorsement_Received_Info.csv": (3, 0, 2, 1),
    # Cy; Gus is gone
    "Recommendations_Received.csv": (2, 0, 1, 1),
    "Notes.csv": (1, 0, 1, 0),
    "Job Seeker Preferences.csv": (1, 0, 1, 0),
}
# The other's key, evidence: since, last, exchanges, started
TIES = {
    ("in/ana-diaz", "connection"): ("2026-02-08", "", 0, ""),
    ("in/bo-lin", "connection"): ("2025-01-01", "", 0, ""),
    ("in/cy-marsh", "connection"): ("2020-03-02", "", 0, ""),
    ("in/ana-diaz", "messages"): ("2026-03-01", "2026-03-05", 1, "me"),
    ("in/bo-lin", "messages"): ("2025-06-01", "2025-06-01", 0, "in/bo-lin"),
    ("in/dee-okoro", "messages"): ("2025-07-01", "2025-07-02", 1, "in/dee-okoro"),
    ("in/ana-diaz", "invitation"): ("2026-02-07", "2026-02-07", 0, "me"),
    ("in/bo-lin", "endorsement"): ("2025-02-08", "2025-03-08", 0, ""),
    ("in/cy-marsh", "recommendation"): ("2009-07-21", "2009-07-21", 0, ""),
    ("in/cy-marsh", "note"): ("2026-01-05", "2026-01-05", 0, ""),
}


@pytest.fixture
def complete(tmp_path: Path) -> readers.Reading:
    return readers.read(zipped(tmp_path / "Complete_LinkedInDataExport_06-01-2026.zip", COMPLETE))


def ties(reading: readers.Reading) -> dict[tuple[str, str], tuple[str, str, int, str]]:
    """Return by the other's key and the evidence: since, last, exchanges, started."""
    found = {}
    for tie in reading.tables.ties.to_dict("records"):
        other = tie["source"] if tie["target"] == reading.owner else tie["target"]
        since, last = (
            "" if pd.isna(day) else str(day.date()) for day in (tie["since"], tie["last"])
        )
        started = tie["started"] if isinstance(tie["started"], str) else ""
        found[other, tie["evidence"]] = (since, last, tie["exchanges"], started)
    return found


def schools(reading: readers.Reading) -> set[tuple[str, str, str, str]]:
    """Return the stays at schools: person, school, first and last day."""
    rows = reading.tables.gatherings[reading.tables.gatherings.kind == "school"]
    days = [rows[name].dt.strftime("%Y-%m-%d").fillna("") for name in ("since", "last")]
    return set(zip(rows.person, rows.gathering, *days, strict=True))


def read(tmp_path: Path, **files: str) -> readers.Reading:
    known = connections(
        person("Ana Diaz", "ana-diaz"),
        person("Bo Lin", "bo-lin"),
        person("Cy Marsh", "cy-1"),
        person("Cy Marsh", "cy-2"),
    )
    names = {name.replace("__", " ") + ".csv": content for name, content in files.items()}
    reading = readers.read(
        zipped(tmp_path / "x.zip", {"Connections.csv": known, **names}), me=ROBIN
    )
    assert check(reading.tables).empty
    return reading


def account(reading: readers.Reading) -> tuple[int, ...]:
    """Of the file beside Connections.csv."""
    return tuple(reading.files.iloc[1, 1:])


def test_a_whole_export_is_accounted_for_row_by_row(complete: readers.Reading) -> None:
    files = {row[0]: row[1:] for row in complete.files.itertuples(index=False, name=None)}
    assert files == COUNTED
    assert complete.counts.tolist() == [30, 5, 16, 9]
    assert check(complete.tables).empty
    assert complete.owner == ME
    assert str(complete.exported.date()) == "2026-06-01"


def test_a_whole_export_gives_people_jobs_ties_and_targets(complete: readers.Reading) -> None:
    people, jobs, _, companies, events, _, gatherings = complete.tables
    assert people[["person", "name", "source"]].to_numpy().tolist() == [
        ["me", "Robin Achterberg", "Profile.csv"],
        ["in/ana-diaz", "Ana Diaz", "Connections.csv"],
        ["in/bo-lin", "Bo Lin", "Connections.csv"],
        ["in/cy-marsh", "Cy Marsh", "Connections.csv"],
        ["in/dee-okoro", "Dee Okoro", "messages.csv"],
    ]
    assert list(people.loc[0, ["url", "location"]]) == [ROBIN, "Utrecht, Netherlands"]
    mine = jobs[jobs.person == ME].astype(str).fillna("now")[["company", "title", "start", "end"]]
    assert mine.to_numpy().tolist() == [
        ["Golf", "Analyst", "2024-01-01", "now"],
        ["Hotel", "Trainee", "2020-01-01", "2023-12-31"],
    ]
    assert ties(complete) == TIES
    assert companies.to_numpy().tolist() == [
        ["Delta", "company", 2, ()],
        ["Echo, Inc.", "company", 2, ()],
    ]
    assert events.empty
    # Robin, Ana and Bo once wrote in one thread.
    assert gatherings[["kind", "person", "size", "times"]].to_numpy().tolist() == [
        ["thread", "in/ana-diaz", 3, 1],
        ["thread", "in/bo-lin", 3, 1],
        ["school", "me", 0, 0],
    ]
    assert schools(complete) == {("me", "Example College", "2015-01-01", "2019-12-31")}
    assert "1 school found." in str(complete)


def test_every_report_row_of_the_whole_export_names_the_line(complete: readers.Reading) -> None:
    report = complete.report.fillna("")[["file", "line", "column"]].astype(str)
    assert [" ".join(row) for row in report.to_numpy().tolist()] == [
        "Connections.csv 8 First Name",  # 3 lines of preamble, the header, three people
        "Positions.csv 4 Company Name",
        "messages.csv 9 ",  # the first body has two lines
        "messages.csv 11 FOLDER",
        "messages.csv 12 IS MESSAGE DRAFT",
        "messages.csv 13 SENDER PROFILE URL",
        "Invitations.csv 4 ",
        "Endorsement_Received_Info.csv 4 Endorsement Status",
        "Recommendations_Received.csv 3 ",
    ]


def test_of_a_friends_export_only_the_connections_are_read(tmp_path: Path) -> None:
    broken = COMPLETE | {"messages.csv": "\0", "Profile.csv": ""}
    reading = readers.read(zipped(tmp_path / "x.zip", broken), owner="Robin Achterberg")
    assert reading.files.file.tolist() == ["Connections.csv"]
    assert reading.counts.tolist() == [4, 3, 0, 1]
    assert set(reading.tables.ties.evidence) == {"connection"}
    unread = reading.report[reading.report.line.isna()]
    assert sorted(unread.file) == sorted(set(COUNTED) - {"Connections.csv"})
    assert unread.action.str.startswith("not read").all()


def test_everything_of_a_friend_is_read_when_asked(tmp_path: Path) -> None:
    reading = readers.read(
        unpacked(tmp_path / "x", COMPLETE), owner="Robin Achterberg", everything=True
    )
    assert reading.counts.tolist() == [30, 5, 16, 9]
    key = "name/robin-achterberg"
    assert ties(reading) == {
        pair: (*rest, started.replace("me", key)) for pair, (*rest, started) in TIES.items()
    }
    assert set(reading.tables.ties.origin) == {key}
    assert reading.tables.people.url[0] == ROBIN
    assert schools(reading) == {(key, "Example College", "2015-01-01", "2019-12-31")}
    bare = readers.read(tmp_path / "x", everything=False)
    assert bare.files.file.tolist() == ["Connections.csv"]


def test_an_export_of_somebody_else_is_doubted(tmp_path: Path) -> None:
    path = zipped(tmp_path / "x.zip", COMPLETE)
    report = readers.read(path, me=url("fay-north")).report
    doubt = report[report.problem.str.contains("another profile")].iloc[0]
    assert (doubt.file, doubt.line) == ("Invitations.csv", 2)
    assert "say whose it is (`owner=`)" in doubt.action


INVITATION = ("From", "To", "Sent At", "Message", "Direction")


def test_an_invitation_before_there_were_addresses_joins_by_a_unique_name(tmp_path: Path) -> None:
    rows = [
        ("Ana Diaz", "Robin", "1/2/20, 1:00 PM", "Hi", "INCOMING"),
        ("Ana Diaz", "Robin", "3/2/19, 1:00 PM", "Earlier", "INCOMING"),
        ("Robin", "Cy Marsh", "1/2/20, 1:00 PM", "Hi", "OUTGOING"),
        ("Robin", "Bo Lin", "1/2/20, 1:00 PM", "Hi", "SIDEWAYS"),
    ]
    reading = read(tmp_path, invitations=table(INVITATION, rows))
    # month first, as LinkedIn writes this file
    assert ties(reading)["in/ana-diaz", "invitation"] == (
        "2019-03-02",
        "2020-01-02",
        0,
        "in/ana-diaz",
    )
    assert account(reading) == (4, 0, 2, 2)
    assert reading.report.problem.tolist() == [
        "2 connections have this name",
        "the direction is neither OUTGOING nor INCOMING",
    ]


ENDORSED = "Endorsement Date,Skill Name,Endorsee First Name,Endorsee Last Name,Endorsee Public Url"


def test_endorsements_given_are_evidence_too(tmp_path: Path) -> None:
    row = "2020/03/02 10:00:00 UTC,SQL,Ana,Diaz,www.linkedin.com/in/ana-diaz"
    text = f"{ENDORSED},Endorsement Status\n{row},ACCEPTED\n{row},REJECTED\n{row},\n"
    reading = read(tmp_path, Endorsement_Given_Info=text)
    assert ties(reading)["in/ana-diaz", "endorsement"] == ("2020-03-02", "2020-03-02", 0, "")
    assert account(reading) == (3, 0, 2, 1)


def test_a_recommendation_joins_a_unique_name_only(tmp_path: Path) -> None:
    header = ("First Name", "Last Name", "Company", "Job Title", "Text", "Creation Date", "Status")
    rows = [
        (*name, "Echo", "Boss", "Words", "07/21/09, 12:11 PM", "VISIBLE")
        for name in (("Bo", "Lin"), ("Cy", "Marsh"), ("Who", "Else"))
    ]
    reading = read(tmp_path, Recommendations_Given=table(header, rows))
    assert ties(reading)["in/bo-lin", "recommendation"][0] == "2009-07-21"
    assert reading.report.problem.tolist() == ["2 connections have this name", "not a connection"]


def test_positions_are_kept_without_a_day_that_is_not_understood(tmp_path: Path) -> None:
    header = "Company Name,Title,Description,Location,Started On,Finished On\n"
    rows = "Golf,A,,,Jan 2024,soon\nGolf,B,,,2024,2023\nGolf,C,,,Jun 2022,2022\nGolf,D,,,?,\n"
    reading = read(tmp_path, Positions=header + rows)
    jobs = reading.tables.jobs.set_index("title")
    ends = jobs.end.astype(str).fillna("now").to_dict()
    assert ends == {"A": "now", "C": "2022-12-31", "D": "now"}
    assert reading.report.line.tolist() == [2, 3, 5]
    assert account(reading) == (4, 0, 3, 1)


def test_a_school_is_kept_with_the_years_that_are_known(tmp_path: Path) -> None:
    header = "School Name,Start Date,End Date,Notes,Degree Name,Activities\n"
    rows = (
        "Quillmark College,Sep 2001,2004,,BA,\nQuillmark College,Sep 2001,2005,,MA,Chess\n"
        "Sandmoor School,1999,,,,\nTallow Academy,,2011,,,\nUmber College,,,,,\n"
        "Verbena College,2004,2001,,,\nWhin College,1998,soon,,,\n,2011,2012,,,\nHigh School,,,,,\n"
    )
    reading = read(tmp_path, Education=header + rows)
    assert schools(reading) == {
        ("me", "Quillmark College", "2001-09-01", "2005-12-31"),
        ("me", "Sandmoor School", "1999-01-01", ""),
        ("me", "Tallow Academy", "", "2011-12-31"),
        ("me", "Umber College", "", ""),
        ("me", "Verbena College", "", ""),
        ("me", "Whin College", "1998-01-01", "1998-12-31"),
    }
    assert [*zip(reading.report.line, reading.report.problem, strict=True)] == [
        (7, "ends before it starts"),
        (8, "not a date"),
        (9, "no school is named"),
        (10, "no school is named"),
    ]
    assert account(reading) == (9, 0, 7, 2)
    assert check(reading.tables).empty
    # Of two ends of one stay the later counts.
    rows = "Sandmoor School,1999,,,,\nSandmoor School,1999,2001,,,\nTallow Academy,,2012,,,\n"
    rows += "Tallow Academy,,2011,,,\nTallow Academy,,,,,\n"
    assert schools(read(tmp_path, Education=header + rows)) == {
        ("me", "Sandmoor School", "1999-01-01", ""),
        ("me", "Tallow Academy", "", "2012-12-31"),
    }


@pytest.mark.parametrize(
    ("cell", "companies"),
    [
        ('"Delta, Echo, Inc., Foxtrot"', ["Delta", "Echo, Inc.", "Foxtrot"]),
        ('"Skaervind, A/S, Delta, Holding"', ["Skaervind, A/S", "Delta, Holding"]),
        ("Delta | DELTA Ltd | Freelance", ["Delta"]),
        ("[Delta; Echo]", ["Delta", "Echo"]),
        ("", []),
    ],
)
def test_dream_companies_become_targets(tmp_path: Path, cell: str, companies: list[str]) -> None:
    reading = read(tmp_path, Job__Seeker__Preferences=f"Dream Companies,Other\n{cell},x\n")
    assert reading.tables.companies.company.tolist() == companies
    assert account(reading) == ((1, 0, 1, 0) if companies else (1, 0, 0, 1))


def test_a_note_on_a_connection_is_evidence(tmp_path: Path) -> None:
    text = "First Name,Last Name,Note,Date\nAna,Diaz,Kind,2026-01-05\nAna,Diaz,,\nWho,Else,x,\n"
    reading = read(tmp_path, Notes=text)
    assert ties(reading)["in/ana-diaz", "note"] == ("2026-01-05", "2026-01-05", 0, "")
    assert account(reading) == (3, 0, 1, 2)


@pytest.mark.parametrize(("content", "told"), [("", "empty file"), ("x,y\n1,2\n", "no header row")])
def test_another_file_without_its_header_is_left_unread_and_said_so(
    tmp_path: Path, content: str, told: str
) -> None:
    reading = read(tmp_path, messages=content)
    assert account(reading) == (0, 0, 0, 0)
    assert reading.report.problem[0].startswith(told)
    assert reading.report.action[0] == "this file is not read"


def test_a_damaged_row_of_any_file_is_reported_with_its_line(tmp_path: Path) -> None:
    for name, content in COMPLETE.items():
        base = name.rpartition("/")[2]
        if base not in COUNTED:
            continue
        files = COMPLETE | {name: content + '"only one field\n'}
        reading = readers.read(zipped(tmp_path / "x.zip", files))
        files_read = reading.files.set_index("file")
        rows, people, merged, reported = COUNTED[base]
        assert list(files_read.loc[base]) == [rows + 1, people, merged, reported + 1]
        line = content.count("\n") + 1
        assert line in reading.report[reading.report.file == base].line.tolist()


@settings(max_examples=60)
@given(
    st.sampled_from(sorted(COMPLETE)),
    st.one_of(
        st.binary(max_size=60), st.sampled_from([b'"', b"\n", b",,", b"https://", b"me", b"~"])
    ),
    st.floats(0, 1),
    st.sampled_from([0, 1, 15, 200]),
    st.sampled_from([None, ROBIN, "Ana Diaz"]),
)
def test_mangled_exports_are_refused_or_every_row_is_accounted_for(
    tmp_path_factory: pytest.TempPathFactory,
    name: str,
    noise: bytes,
    where: float,
    cut: int,
    me: str | None,
) -> None:
    content = COMPLETE[name].encode()
    at = int(where * len(content))
    files = COMPLETE | {name: content[:at] + noise + content[at + cut :]}
    path = zipped(tmp_path_factory.getbasetemp() / "mangled.zip", files)
    try:
        reading = readers.read(path, me=me)
    except ReadError as error:
        assert "mangled.zip" in str(error)  # noqa: PT017  # either is right
        return
    assert check(reading.tables).empty
    files_read = reading.files
    assert (files_read.rows == files_read[["people", "merged", "reported"]].sum(axis=1)).all()
    left = reading.report.action.str.startswith(readers.LEFT_OUT).sum()
    assert left == files_read.reported.sum()
    brought = reading.tables.people.source.value_counts().drop("owner", errors="ignore")
    assert brought.to_dict() == {
        row.file: row.people for row in files_read.itertuples() if row.people
    }


SAVED = (
    "Saved Date,Job Url,Job Title,Company Name\n"
    '"5/12/26, 9:15 AM",https://www.linkedin.com/jobs/view/1,Data Lead,Delta\n'
    '"5/12/26, 9:15 AM",https://www.linkedin.com/jobs/view/1,Data Lead,Delta\n'  # twice
    ",no address,Analyst,Echo\n"
    '"5/14/26, 9:15 AM",https://www.linkedin.com/jobs/view/3,,Echo\n'  # no title
    '"5/14/26, 9:15 AM",https://www.linkedin.com/jobs/view/4,Analyst,Self-employed\n'
)


def test_saved_jobs_become_postings_without_a_deadline(tmp_path: Path) -> None:
    reading = read(tmp_path, Saved__Jobs=SAVED)
    notes = reading.tables.notes
    assert notes[["company", "kind", "text"]].values.tolist() == [
        ["Delta", "posting", "Data Lead (saved 12 May 2026)"],
        ["Echo", "posting", "Analyst"],
    ]
    assert notes.link.fillna("").tolist() == ["https://www.linkedin.com/jobs/view/1", ""]
    assert notes.date.isna().all()
    assert account(reading) == (5, 0, 3, 2)
    assert reading.report.line.tolist() == [4, 5, 6]
    assert "2 saved jobs found." in str(reading)


def test_saved_jobs_of_a_friend_are_no_postings_of_mine(tmp_path: Path) -> None:
    files = {"Connections.csv": connections(person("Bo Lin", "bo-lin")), "Saved Jobs.csv": SAVED}
    place = zipped(tmp_path / "x.zip", files)
    reading = readers.read(place, owner="Ana Diaz", everything=True)
    assert reading.tables.notes.empty


APPLICATIONS = "Application Date,Contact Email,Company Name,Job Title,Job Url\n"
FIRST = APPLICATIONS + (
    '"2/28/26, 9:05 AM",x@example.com,Delta,Engineer,\n"3/2/26, 9:05 AM",,Freelance,Any,\n'
)
SECOND = APPLICATIONS + '"3/4/26, 9:05 AM",,Echo,Analyst,\n' * 2


def with_applications(folder: Path) -> Path:
    files = {
        "Connections.csv": connections(person("Bo Lin", "bo-lin")),
        "Jobs/Job Applications.csv": FIRST,
        "Jobs/Job Applications_1.csv": SECOND,
    }
    return zipped(folder / "x.zip", files)


def test_applications_inside_the_archive_are_events_also_in_several_files(tmp_path: Path) -> None:
    place = with_applications(tmp_path)
    reading = readers.read(place, me=ROBIN)
    events = reading.tables.events
    assert events[["company", "stage", "note"]].values.tolist() == [
        ["Delta", "applied", "Engineer"],
        ["Echo", "applied", "Analyst"],
    ]
    assert events.date.dt.strftime("%d %b %Y").tolist() == ["28 Feb 2026", "04 Mar 2026"]
    assert not reading.is_log
    counts = reading.counts.to_dict()
    assert counts == {"rows": 5, "people": 1, "merged": 1, "reported": 1, "events": 2}
    assert "2 entries imported, from 28 Feb to 4 Mar 2026: “I applied” 2." in str(reading)
    assert "5 rows read = 1 person + 2 new entries + 1 merged + 1 reported" in repr(reading)
    with zipfile.ZipFile(place) as archive:
        archive.extractall(tmp_path / "folder")
    assert readers.read(tmp_path / "folder", me=ROBIN).digest == reading.digest


def test_applications_of_a_friend_are_no_events_of_mine(tmp_path: Path) -> None:
    place = with_applications(tmp_path)
    friends = readers.read(place, owner="Ana Diaz")
    assert friends.tables.events.empty
    assert friends.report.file.tolist() == ["Job Applications.csv", "Job Applications_1.csv"]
    asked = readers.read(place, owner="Ana Diaz", everything=True)
    assert asked.tables.events.empty
    assert asked.counts.to_dict() == {"rows": 5, "people": 1, "merged": 0, "reported": 4}


def test_applications_alone_in_an_archive_are_a_list_of_applications(tmp_path: Path) -> None:
    place = zipped(tmp_path / "jobs.zip", {"Jobs/Job Applications.csv": FIRST})
    assert readers.read(place).form == "List of applications"
