"""Calendars: who was met alone, who was together, and what is no meeting."""

from __future__ import annotations

import tracemalloc
from pathlib import Path

import pytest

from infonet import readers
from infonet.errors import ReadError
from infonet.readers import sheets
from tests.exports import ROBIN
from tests.readers.accounts import account

ME = "ATTENDEE;CN=Robin Achterberg;PARTSTAT=ACCEPTED:mailto:robin@example.com"
ANA = 'ATTENDEE;CN="Diaz, Ana";PARTSTAT=ACCEPTED:mailto:ana@example.com'
BO = "ATTENDEE;CN=Bo Lin;PARTSTAT=NEEDS-ACTION:mailto:BO@example.com"


def event(*lines: str, day: str = "20260302") -> str:
    rows = ["BEGIN:VEVENT", "UID:x@example.com", "DTSTAMP:20260601T080000Z"]
    return "\r\n".join([*rows, f"DTSTART:{day}T093000Z", *lines, "END:VEVENT"])


def calendar(*events: str, top: str = "X-WR-CALNAME:robin@example.com") -> str:
    return "\r\n".join(["BEGIN:VCALENDAR", "VERSION:2.0", top, *events, "END:VCALENDAR", ""])


def read(tmp_path: Path, text: str) -> readers.Reading:
    path = tmp_path / "mine.ics"
    path.write_text(text, "utf-8", newline="")
    reading = readers.read(path, me=ROBIN)
    account(reading)
    return reading


def ties(reading: readers.Reading) -> list[list[object]]:
    rows = reading.tables.ties.assign(last=reading.tables.ties["last"].dt.date.astype(str))
    return rows[["source", "evidence", "last", "exchanges"]].to_numpy().tolist()


def together(reading: readers.Reading) -> list[list[object]]:
    rows = reading.tables.gatherings
    return (
        rows.assign(last=rows["last"].dt.date.astype(str))[
            ["kind", "person", "size", "times", "last"]
        ]
        .to_numpy()
        .tolist()
    )


def test_a_meeting_of_two_is_a_tie_and_one_of_three_a_gathering(tmp_path: Path) -> None:
    reading = read(tmp_path, calendar(event(ME, ANA), event(ME, ANA, BO, day="20260310")))
    assert reading.tables.people[["name", "email"]].iloc[1:].to_numpy().tolist() == [
        ["Ana Diaz", "ana@example.com"],
        ["Bo Lin", "bo@example.com"],
    ]
    ana, bo = reading.tables.people.person[1:]
    assert ties(reading) == [[min(ana, "me"), "meeting", "2026-03-02", 1]]
    assert together(reading) == [
        ["meeting", min(ana, bo), 3, 1, "2026-03-10"],
        ["meeting", max(ana, bo), 3, 1, "2026-03-10"],
    ]
    assert reading.counts.tolist() == [3, 2, 1, 0]
    assert reading.form == "Calendar"
    assert "Signs of contact: 1 person by a meeting of two." in str(reading)
    assert "Shared: 1 meeting of your contacts: hints of who knows whom." in str(reading)
    assert str(reading.exported.date()) == "2026-06-01"


@pytest.mark.parametrize(
    ("made", "problem"),
    [
        (event(ME, ANA, "STATUS:CANCELLED"), "was cancelled"),
        (event(ME, ANA, "RRULE:FREQ=WEEKLY"), "repeats without an end"),
        (event(ME.replace("ACCEPTED", "DECLINED"), ANA), "you declined"),
        (event(ME, ANA, day="20260602"), "still to come"),
        (event(ME), "nobody else"),
        (event(ME, "ATTENDEE;CUTYPE=ROOM;CN=Room 5:mailto:room@example.com"), "nobody else"),
        (event(ME, "BEGIN:VALARM", ANA, "END:VALARM"), "nobody else"),
    ],
)
def test_what_is_no_meeting_is_reported_with_its_line(
    tmp_path: Path, made: str, problem: str
) -> None:
    reading = read(tmp_path, calendar(made))
    assert reading.tables.ties.empty
    assert reading.tables.gatherings.empty
    (row,) = reading.report.to_dict("records")
    assert row["line"] == 4  # three lines of the calendar, then the meeting
    assert problem in row["problem"]


def test_who_declined_was_not_there(tmp_path: Path) -> None:
    away = BO.replace("NEEDS-ACTION", "DECLINED")
    reading = read(tmp_path, calendar(event(ME, ANA, away)))
    assert len(ties(reading)) == 1  # with Ana alone
    assert together(reading) == []
    assert reading.counts.tolist() == [2, 1, 0, 1]


@pytest.mark.parametrize(
    ("rule", "weeks", "last"),
    [
        ("FREQ=WEEKLY;COUNT=4", 4, "2026-03-23"),
        ("FREQ=WEEKLY;INTERVAL=2;UNTIL=20260330T000000Z", 3, "2026-03-30"),
        ("FREQ=DAILY;COUNT=10", 2, "2026-03-09"),
        ("FREQ=MONTHLY;UNTIL=99991231", 4, "2026-05-31"),  # up to the day of the export
        ("FREQ=YEARLY;COUNT=99999", 1, "2026-03-02"),
    ],
)
def test_a_series_counts_its_weeks_and_is_not_expanded(
    tmp_path: Path, rule: str, weeks: int, last: str
) -> None:
    reading = read(tmp_path, calendar(event(ME, ANA, BO, f"RRULE:{rule}")))
    assert {tuple(row[3:]) for row in together(reading)} == {(weeks, last)}


def test_a_day_that_a_series_leaves_out_or_moves_is_not_one_of_its_days(tmp_path: Path) -> None:
    weekly = "RRULE:FREQ=WEEKLY;COUNT=5"
    # Of 2, 9, 16, 23 and 30 March the second is left out, Bo declined the third, the fourth was
    # cancelled.
    absent = BO.replace("NEEDS-ACTION", "DECLINED")
    third = event(ME, ANA, absent, "RECURRENCE-ID:20260316T093000Z", day="20260317")
    fourth = event(ME, ANA, BO, "RECURRENCE-ID:20260323T093000Z", "STATUS:CANCELLED")
    series = event(ME, ANA, BO, weekly, "EXDATE;TZID=Europe/Oslo:20260309T093000,20270309T093000")
    reading = read(tmp_path, calendar(third, series, fourth))
    assert {(row[3], row[4]) for row in together(reading)} == {(2, "2026-03-30")}
    assert [row[1:] for row in ties(reading)] == [["meeting", "2026-03-17", 1]]
    said = reading.report.problem.tolist()
    assert sorted(said) == ["declined, and was not there", "this meeting was cancelled"]
    # One without any day left is no meeting; of a daily one a day more or less says nothing.
    none = event(ME, ANA, "RRULE:FREQ=WEEKLY;COUNT=1", "EXDATE:20260302T093000Z")
    assert read(tmp_path, calendar(none)).report.problem.tolist() == ["this meeting was cancelled"]
    daily = event(ME, ANA, "RRULE:FREQ=DAILY;COUNT=10", "EXDATE:20260302T093000Z")
    assert ties(read(tmp_path, calendar(daily)))[0][3] == 2


@pytest.mark.parametrize("day", ["99999999", "00010101", "15000302"])
def test_a_meeting_without_a_day_that_can_be_read_is_kept_and_reported(
    tmp_path: Path, day: str
) -> None:
    reading = read(tmp_path, calendar(event(ME, ANA, day=day)))
    assert ties(reading)[0][3] == 1
    assert reading.report[["column", "problem"]].to_numpy().tolist() == [["DTSTART", "not a date"]]


def test_the_same_people_in_one_week_count_once(tmp_path: Path) -> None:
    days = ("20260302", "20260304", "20260309")
    reading = read(tmp_path, calendar(*(event(ME, ANA, BO, day=day) for day in days)))
    assert {tuple(row[2:]) for row in together(reading)} == {(3, 2, "2026-03-09")}


def test_an_event_of_thousands_is_no_clique(tmp_path: Path) -> None:
    crowd = [f"ATTENDEE;CN=P {n}:mailto:p{n}@example.com" for n in range(2_000)]
    tracemalloc.start()
    reading = read(tmp_path, calendar(event(ME, *crowd), event(ME, ANA)))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert reading.tables.gatherings.empty
    assert len(reading.tables.people) == 2
    assert "an event, and no meeting" in reading.report.problem[0]
    assert peak < 30e6


def test_lines_are_unfolded_and_the_owner_is_found_without_a_name(tmp_path: Path) -> None:
    folded = ANA.replace("Ana", "A\r\n na")
    two = [event(ME, folded), event(ME, BO, day="20260303")]
    reading = read(tmp_path, calendar(*two, top="X-WR-CALNAME:Work"))
    assert reading.tables.people.name.tolist()[1:] == ["Ana Diaz", "Bo Lin"]


def test_of_a_friend_no_calendar_is_read_unless_asked_for(tmp_path: Path) -> None:
    path = tmp_path / "ana.ics"
    path.write_text(calendar(event(ME, ANA), top="X-WR-CALNAME:ana@example.com"))
    with pytest.raises(ReadError, match="with their consent"):
        readers.read(path, owner="Ana Diaz")
    assert len(readers.read(path, owner="Ana Diaz", everything=True).tables.people) == 2


def test_more_meetings_than_a_table_has_rows_are_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sheets, "MAX_ROWS", 2)
    assert len(ties(read(tmp_path, calendar(event(ME, ANA), event(ME, BO))))) == 2
    with pytest.raises(ReadError, match=r"line \d+: expected at most 2 rows, and there are more"):
        read(tmp_path, calendar(*[event(ME, ANA)] * 3))


def test_a_calendar_without_a_meeting_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(ReadError, match="no meeting in it"):
        read(tmp_path, calendar())
