"""Deadlines and conversations as iCalendar: read back by an independent parser."""

from __future__ import annotations

import datetime as dt
import importlib.abc
import stat
import sys
from pathlib import Path
from typing import Any

import icalendar
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

import infonet
from infonet.errors import InfonetError
from infonet.prepare import Calendar, appointment, calendar
from tests.hostile import CALENDAR

AS_OF = "2026-06-30"


def due(**columns: Any) -> pd.DataFrame:
    """One action, or several, with the columns that are given."""
    row = {
        "action": "thank",
        "person": "in/ana-diaz",
        "name": "Ana Diaz",
        "company": "Delta",
        "deadline": "2026-07-01",
        "reason": "she introduced you to Bo Lin",
    }
    return pd.DataFrame([{**row, **columns}])


def parsed(made: Calendar) -> tuple[icalendar.Calendar, list[Any]]:
    document = icalendar.Calendar.from_ical(made.ics())
    assert isinstance(document, icalendar.Calendar)
    return document, document.walk("VEVENT")


def test_a_deadline_is_a_day_that_blocks_no_time_and_rings_in_the_morning() -> None:
    _, [event] = parsed(calendar(due(), as_of=AS_OF))
    assert event.decoded("dtstart") == dt.date(2026, 7, 1)
    assert event.decoded("dtend") == dt.date(2026, 7, 2)
    assert event["summary"] == "Thank: Ana Diaz, Delta"
    assert event["description"] == "she introduced you to Bo Lin"
    assert (event["transp"], event["class"]) == ("TRANSPARENT", "PRIVATE")
    [alarm] = event.walk("VALARM")
    assert alarm.decoded("trigger") == dt.timedelta(hours=9)


def test_an_overdue_action_stands_on_today_and_says_since_when() -> None:
    _, [event] = parsed(calendar(due(deadline="2026-06-20"), as_of=AS_OF))
    assert event.decoded("dtstart") == dt.date(2026, 6, 30)
    assert event["summary"].endswith("(overdue since Sat 20 Jun)")


def test_a_conversation_lasts_as_agreed_and_is_confirmed_the_day_before() -> None:
    talk = appointment(
        "Bo Lin",
        "2026-07-02 10:00",
        minutes=20,
        place="Delta, front desk",
        company="Delta",
        questions=["What does a normal week look like?", "Whom else should I meet?"],
    )
    _, [confirm, event] = parsed(calendar(conversations=[talk], as_of=AS_OF))
    assert confirm.decoded("dtstart") == dt.date(2026, 7, 1)
    assert confirm["summary"] == "Confirm: Bo Lin, Delta"
    assert event.decoded("dtstart") == dt.datetime(2026, 7, 2, 10)  # floating: local time
    assert event.decoded("dtend") == dt.datetime(2026, 7, 2, 10, 20)
    assert event["location"] == "Delta, front desk"
    assert event["description"].splitlines() == [
        "20 minutes are agreed: keep to them.",
        "1. What does a normal week look like?",
        "2. Whom else should I meet?",
    ]
    triggers = [alarm.decoded("trigger") for alarm in event.walk("VALARM")]
    assert triggers == [dt.timedelta(days=-1), dt.timedelta(minutes=-30)]


def test_a_time_with_a_zone_is_kept_as_that_instant() -> None:
    talk = appointment("Bo Lin", pd.Timestamp("2026-07-02 10:00", tz="Europe/Amsterdam"))
    _, events = parsed(calendar(conversations=[talk], as_of=AS_OF))
    assert events[-1].decoded("dtstart") == dt.datetime(2026, 7, 2, 8, tzinfo=dt.UTC)


def test_the_day_before_is_not_confirmed_twice() -> None:
    talk = appointment("Ana Diaz", "2026-07-02 10:00", company="Delta")
    actions = due(action="confirm", deadline="2026-07-01")
    _, events = parsed(calendar(actions, [talk], as_of=AS_OF))
    assert [event["summary"].split(":")[0] for event in events] == ["Confirm", "Conversation"]


def test_nothing_is_confirmed_when_the_day_before_has_passed() -> None:
    talk = appointment("Ana Diaz", "2026-06-30 17:00")
    assert len(calendar(conversations=[talk], as_of=AS_OF)) == 1


@pytest.mark.parametrize("text", CALENDAR)
def test_hostile_text_makes_no_component_and_no_line(text: str) -> None:
    talk = appointment(text, "2026-07-02 10:00", place=text, company=text, questions=[text, text])
    actions = due(action=text, person=text, name=text, company=text, reason=text)
    made = calendar(actions, [talk], as_of=AS_OF)
    document, events = parsed(made)
    assert [part.name for part in document.subcomponents] == ["VEVENT"] * 3
    assert [[alarm.name for alarm in event.subcomponents] for event in events] == [
        ["VALARM"],
        ["VALARM"],
        ["VALARM", "VALARM"],
    ]
    allowed = {
        *("SUMMARY", "DTSTART", "DTEND", "DTSTAMP", "UID", "CLASS", "DESCRIPTION", "TRANSP"),
        "LOCATION",
    }
    assert all(set(event.keys()) <= allowed for event in events)
    content = made.ics()
    assert content.count(b"BEGIN:VEVENT\r\n") == content.count(b"END:VEVENT\r\n") == 3
    lines = content.split(b"\r\n")
    assert max(map(len, lines)) <= 75
    assert all(line.decode("utf-8").isprintable() for line in lines)  # no letter cut in two
    assert "<img" not in made._repr_html_()


@given(text=st.text(max_size=120))
def test_whatever_the_name_the_calendar_reads_back(text: str) -> None:
    actions = due(name=text, reason=text)
    document, [event] = parsed(calendar(actions, as_of=AS_OF))
    assert len(document.subcomponents) == 1
    assert event["summary"].startswith("Thank: ")
    assert "\n" not in event["summary"]


def test_an_entry_keeps_its_uid_from_day_to_day_and_no_two_share_one() -> None:
    actions = pd.concat([due(), due(), due(action="report back", reason="a month has passed")])
    today = calendar(actions, as_of="2026-06-30")
    later = calendar(actions.assign(reason="in other words"), as_of="2026-07-04")
    uids = [event["uid"] for event in parsed(today)[1]]
    assert len(set(uids)) == 3
    assert sorted(uids) == sorted(event["uid"] for event in parsed(later)[1])
    assert uids != [event["uid"] for event in parsed(calendar(due(name="x"), as_of=AS_OF))[1]]


def test_the_same_input_gives_the_same_bytes_and_the_stamp_is_the_day_given() -> None:
    first, again = (calendar(due(), as_of=AS_OF) for _ in range(2))
    assert first.ics() == again.ics()
    assert b"DTSTAMP:20260630T000000Z" in first.ics()


def test_a_file_is_not_written_over_unless_asked(tmp_path: Path) -> None:
    made = calendar(due(), as_of=AS_OF)
    path = made.save(tmp_path / "week.ics")
    assert path.read_bytes() == made.ics()
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    path.write_text("mine")
    with pytest.raises(InfonetError, match="exists: give another name, or replace=True"):
        made.save(path)
    assert path.read_text() == "mine"
    made.save(path, replace=True)
    assert path.read_bytes() == made.ics()
    with pytest.raises(InfonetError, match="there is no folder"):
        made.save(tmp_path / "nowhere" / "week.ics")


def test_a_calendar_says_what_is_in_it() -> None:
    talk = appointment("<b>Bo</b> $x$", "2026-07-02 10:00")
    made = calendar(due(), [talk], as_of=AS_OF)
    assert repr(made).splitlines()[0] == "Calendar of 3 entries, as of 2026-06-30"
    shown = made._repr_html_()
    assert "&lt;b&gt;Bo&lt;/b&gt;" in shown and "<b>" not in shown
    assert "tex2jax_ignore" in shown  # else JupyterLab sets $x$ as mathematics


def test_no_actions_and_no_conversations_are_an_empty_calendar() -> None:
    empty = calendar(due().iloc[:0], as_of=AS_OF)
    assert len(empty) == 0
    assert parsed(empty)[1] == []


@pytest.mark.parametrize(
    ("actions", "told"),
    [
        (due().drop(columns="deadline"), "`deadline` is missing"),
        (pd.concat([due(), due(deadline=None)]), "1 of the actions have no `deadline`"),
        (due(deadline="some day"), "takes dates such as"),
    ],
)
def test_actions_that_cannot_be_placed_are_refused(actions: pd.DataFrame, told: str) -> None:
    with pytest.raises(InfonetError, match=told):
        calendar(actions, as_of=AS_OF)


@pytest.mark.parametrize(
    ("given_", "told"),
    [
        ({"person": " \n"}, "the name of the person"),
        ({"start": "2026-07-02"}, "a day and a time"),
        ({"start": "noon"}, "a day and a time"),
        ({"start": 20260702}, "a day and a time"),
        ({"minutes": 0}, "from 1 to 1440"),
        ({"minutes": True}, "from 1 to 1440"),
    ],
)
def test_a_conversation_needs_a_name_a_time_and_a_length(given_: Any, told: str) -> None:
    with pytest.raises(InfonetError, match=told):
        appointment(**{"person": "Ana Diaz", "start": "2026-07-02 10:00", **given_})


class _Without(importlib.abc.MetaPathFinder):
    """As if packages were not installed."""

    def __init__(self, *names: str) -> None:
        self.names = names

    def find_spec(self, fullname: str, path: Any, target: Any = None) -> None:
        if fullname.partition(".")[0] in self.names:
            raise ModuleNotFoundError(fullname, name=fullname)


def test_without_icalendar_the_error_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(sys.modules, "icalendar")
    monkeypatch.setattr(sys, "meta_path", [_Without("icalendar"), *sys.meta_path])
    with pytest.raises(InfonetError, match="pip install icalendar"):
        calendar(due(), as_of=AS_OF).ics()


def test_a_week_becomes_talks_with_their_hour_what_is_due_and_asks_for_friday() -> None:
    book = infonet.Book(me="https://www.linkedin.com/in/robin-achterberg")
    for name, company in (("Di Roe", "Delta"), ("Eli Ota", "Echo"), ("Fay Ode", "Fox")):
        book.tie(name, company=company, closeness="strong", new=True)
        book.want(company)
    for name, company, note in (("Di Roe", "Delta", " at 10:30"), ("Eli Ota", "Echo", "")):
        book.log("asked", name, company=company, date="2026-06-22")
        said = f"on 2026-07-02{note}"
        book.log("scheduled", name, company=company, date="2026-06-24", note=said)
    book.note("Di Roe", "promised", "front desk", date="2026-07-02")
    book.note("Di Roe", "action item", "send the page", date="2026-06-29")
    made = calendar(infonet.week(book, "2026-06-30"))
    shown = [(f"{e.start}", e.minutes, e.summary, e.place) for e in made.entries]
    assert shown == [
        ("2026-06-30", None, "Do: send the page (Di Roe) (overdue since Mon 29 Jun)", ""),
        ("2026-07-01", None, "Confirm: Di Roe, Delta", ""),
        ("2026-07-02", None, "Conversation: Eli Ota, Echo", ""),
        ("2026-07-02 10:30:00", 30, "Conversation: Di Roe, Delta", "front desk"),
        ("2026-07-03", None, "Ask: Fay Ode, Fox", ""),
    ]
    assert len(calendar(infonet.week(infonet.Book(), "2026-06-30"))) == 0
