"""What is due: each action from the day its window opens until the log says that it was done."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest

from infonet.agenda import due
from infonet.errors import InfonetError
from infonet.tables import Tables, frame

AS_OF = "2026-06-30"  # a Tuesday
HOSTILE = '<img src=x onerror="alert(1)">'


def log(*lines: str) -> pd.DataFrame:
    """Events from lines such as ``2026-06-01 introduced bo Delta via=ana``; a dot is nothing."""
    rows = []
    for number, line in enumerate(lines, start=1):
        date, stage, person, company, *rest = line.split()
        row: dict[str, Any] = dict(word.split("=") for word in rest)
        row |= {"event": number, "date": date, "stage": stage.replace("_", " ")}
        row |= {"person": None if person == "." else person}
        rows.append(row | {"company": None if company == "." else company})
    return frame("events", rows)


def on(day: str, *lines: str, **more: Any) -> list[str]:
    """List what is due on a day, as ``action person deadline``; late ones are marked."""
    notes = more.pop("notes", None)
    held = Tables.of(events=log(*lines), notes=() if notes is None else notes)
    found = due(held, as_of=day, **more)
    marks = ["!" if overdue else "" for overdue in found.overdue]
    days = found.deadline.dt.strftime("%m-%d")
    return [
        f"{action} {person} {deadline}{mark}"
        for action, person, deadline, mark in zip(
            found.action, found.person, days, marks, strict=True
        )
    ]


# --- thanks ---


def test_the_introducer_and_the_interviewee_are_thanked_within_a_day() -> None:
    met = [
        "2026-06-01 asked ana Delta kind=introduction",
        "2026-06-02 introduced bo Delta via=ana",
        "2026-06-03 replied bo Delta",
        "2026-06-05 held bo Delta",
    ]
    assert on("2026-06-02", *met) == ["thank ana 06-03"]
    assert on("2026-06-04", *met[:3]) == ["thank ana 06-03!"]
    assert on("2026-06-06", *met) == ["thank ana 06-03!", "thank bo 06-06"]
    met += ["2026-06-04 thanked ana Delta", "2026-06-04 thanked bo Delta"]
    # Thanks before the conversation are not thanks for it.
    assert on("2026-06-06", *met) == ["thank bo 06-06"]
    assert on("2026-06-06", *met, "2026-06-05 thanked bo Delta") == []


def test_who_introduced_is_whom_was_asked_where_the_log_does_not_say() -> None:
    lines = ["2026-06-01 asked ana Delta kind=introduction", "2026-06-02 introduced bo Delta"]
    events = log(*lines).assign(request="R1")
    assert due(events, as_of="2026-06-02").person.tolist() == ["ana"]
    # Nobody introduces themselves.
    assert on("2026-06-02", "2026-06-01 asked bo Delta", "2026-06-02 introduced bo Delta") == []


def test_an_action_lapses_four_weeks_after_its_deadline_unless_asked_for() -> None:
    met = ["2026-05-01 asked bo Delta", "2026-05-04 held bo Delta"]
    reported = "2026-05-26 reported_back bo Delta"
    assert on("2026-06-02", *met, reported) == ["thank bo 05-05!"]
    assert on("2026-06-03", *met, reported) == []
    assert on("2026-06-03", *met, reported, late=29) == ["thank bo 05-05!"]


# --- silence ---


ASKED = "2026-06-11 asked bo Delta"  # a Thursday: 3 business days to Tuesday 16, 7 to Monday 22


def test_three_business_days_without_a_reply_call_for_somebody_else() -> None:
    assert on("2026-06-15", ASKED) == []
    assert on("2026-06-16", ASKED) == ["ask someone else bo 06-16"]
    assert on("2026-06-21", ASKED) == ["ask someone else bo 06-16!"]
    assert on("2026-06-16", ASKED, holidays=["2026-06-12"]) == []
    assert on("2026-06-16", ASKED, "2026-06-15 replied bo Delta") == []
    assert on("2026-06-16", ASKED, "2026-06-15 declined bo Delta") == []
    assert on("2026-06-17", ASKED, "2026-06-16 asked cy DELTA") == []
    assert on("2026-06-16", ASKED, "2026-06-16 asked cy Echo") == ["ask someone else bo 06-16"]
    assert on("2026-06-16", "2026-06-11 asked bo .") == []


def test_seven_business_days_call_for_one_second_note() -> None:
    assert on("2026-06-22", ASKED) == ["write again bo 06-22"]
    assert on("2026-06-23", ASKED) == ["write again bo 06-22!"]
    assert on("2026-06-23", ASKED, "2026-06-16 asked cy Delta") == [
        "ask someone else cy 06-19!",
        "write again bo 06-22!",
    ]
    noted = [ASKED, "2026-06-22 followed_up bo Delta"]
    assert on("2026-06-24", *noted) == []
    assert on("2026-06-25", *noted) == ["ask someone else bo 06-25"]
    # Seven business days after the second note silence is final.
    assert on("2026-07-01", *noted) == []
    assert on("2026-06-23", ASKED, "2026-06-23 no_answer bo Delta") == []


def test_who_said_yes_is_reminded_after_five_business_days() -> None:
    """Friday 12 June: a reminder on Friday 19 June, and nobody else is asked in the meantime."""
    asked = ["2026-06-10 asked ana Delta kind=introduction", "2026-06-12 accepted ana Delta"]
    assert on("2026-06-18", *asked) == []
    assert on("2026-06-19", *asked) == ["write again ana 06-19"]
    assert on("2026-06-19", *asked, "2026-06-18 followed_up ana Delta") == []
    # A note before the yes is no reminder.
    noted = [asked[0], "2026-06-11 followed_up ana Delta", asked[1]]
    assert on("2026-06-19", *noted) == ["write again ana 06-19"]
    assert on("2026-06-19", *asked, "2026-06-15 withdrawn ana Delta") == []
    assert on("2026-06-19", asked[0], "2026-06-15 withdrawn ana Delta") == []
    met = [*asked, "2026-06-15 introduced bo Delta via=ana", "2026-06-15 thanked ana Delta"]
    assert on("2026-06-18", *met) == ["ask someone else bo 06-18"]
    found = due(log(*asked), as_of="2026-06-19")
    assert found.reason[0] == "ana said yes on Fri 12 Jun: remind them"


def test_no_second_note_where_somebody_helpful_was_found() -> None:
    other = ["2026-06-16 asked cy Delta", "2026-06-17 replied cy Delta"]
    assert on("2026-06-22", ASKED, *other) == []
    assert on("2026-06-22", ASKED, *other, "2026-06-18 declined cy Delta") == [
        "write again bo 06-22"
    ]


def test_after_an_introduction_it_is_the_insider_who_is_silent() -> None:
    lines = [
        "2026-06-10 asked ana Delta kind=introduction",
        "2026-06-11 introduced bo Delta via=ana",
        "2026-06-11 thanked ana Delta",
    ]
    assert on("2026-06-16", *lines) == ["ask someone else bo 06-16"]
    assert on("2026-06-22", *lines) == ["write again bo 06-22"]


def test_a_scout_who_named_somebody_has_answered() -> None:
    lines = ["2026-06-11 asked ana Delta kind=scout", "2026-06-12 named bo Delta via=ana"]
    assert on("2026-06-16", *lines) == []
    assert on("2026-06-16", lines[0]) == ["ask someone else ana 06-16"]


# --- conversations ---


def test_a_planned_conversation_is_confirmed_the_day_before() -> None:
    asked = ["2026-06-15 asked bo Delta", "2026-06-16 replied bo Delta"]
    planned = [*asked, "2026-07-02 held bo Delta"]
    assert on("2026-06-30", *planned) == []
    assert on("2026-07-01", *planned) == ["confirm bo 07-01"]
    assert on("2026-07-01", *planned, "2026-07-01 contacted bo Delta") == []
    assert on("2026-07-01", *planned, "2026-07-01 declined bo Delta") == []
    fixed = [*asked, "2026-06-17 scheduled bo Delta note=2026-07-02,_10:00"]
    assert on("2026-07-01", *fixed) == ["confirm bo 07-01"]
    assert on("2026-07-02", *fixed) == ["confirm bo 07-01!"]
    assert on("2026-07-02", *fixed, "2026-07-02 held bo Delta") == ["thank bo 07-03"]
    assert "confirm" not in str(on("2026-07-03", *fixed))
    moved = [*fixed, "2026-06-29 scheduled bo Delta note=2026-07-09,_moved"]
    assert on("2026-07-01", *moved) == []
    assert on("2026-07-08", *moved) == ["confirm bo 07-08"]


def test_it_is_reported_back_three_to_four_weeks_later() -> None:
    met = ["2026-05-20 asked bo Delta", "2026-06-01 held bo Delta", "2026-06-01 thanked bo Delta"]
    assert on("2026-06-21", *met) == []
    assert on("2026-06-22", *met) == ["report back bo 06-29"]
    assert on("2026-06-30", *met) == ["report back bo 06-29!"]
    assert on("2026-06-30", *met, "2026-06-28 reported_back bo Delta") == []


def test_one_stays_in_touch_three_times_a_year() -> None:
    met = ["2026-01-05 asked bo Delta", "2026-01-12 held bo Delta"]
    thanked = "2026-02-01 thanked bo Delta"
    touch = "stay in touch bo"
    assert on("2026-05-31", *met, thanked, late=0) == []
    assert on("2026-06-01", *met, thanked, late=0) == [f"{touch} 06-29"]
    # It stays until it is done; any contact is one.
    assert on("2027-06-01", *met, thanked) == [f"{touch} 06-29!"]
    assert on("2027-06-01", *met, thanked, "2027-05-01 contacted bo Delta") == []
    # With who was asked but never met there is nothing to keep up.
    assert on("2027-06-01", met[0]) == []


def test_a_message_in_the_export_is_contact() -> None:
    met = log("2026-01-05 asked bo Delta", "2026-01-12 held bo Delta")
    tie = {"source": "bo", "target": "me", "evidence": "messages", "origin": "me"}
    people = [{"person": "me"}, {"person": "bo", "name": HOSTILE}]
    tables = Tables.of(people=people, ties=[tie | {"last": "2026-06-15"}], events=met)
    assert due(tables, as_of=AS_OF).empty
    old = due(tables._replace(ties=frame("ties", [tie | {"last": "2026-02-15"}])), as_of=AS_OF)
    assert old[["action", "name"]].values.tolist() == [["stay in touch", HOSTILE]]
    assert old.reason[0] == f"last in touch with {HOSTILE} on Sun 15 Feb: send a few lines"


def test_favours_are_returned_before_four_months_are_over() -> None:
    lines = [
        "2026-03-02 asked ana Delta kind=introduction",
        "2026-03-04 introduced bo Delta via=ana",
    ]
    assert on("2026-06-03", *lines) == []
    assert on("2026-06-04", *lines) == ["return a favour ana 07-04"]
    gave = noted(("ana", "gave", "a book", "2026-05-01"))
    assert on("2026-06-04", *lines, notes=gave) == []
    assert on("2026-06-04", *lines, notes=gave.assign(kind="advice")) == [
        "return a favour ana 07-04"
    ]
    # Who helped more often than once has the next favour three to four months after the last.
    twice = [*lines, "2026-03-04 introduced cy Delta via=ana"]
    assert on("2026-06-04", *twice) == ["return a favour ana 07-04"]
    assert on("2026-07-31", *twice, notes=gave) == []
    assert on("2026-08-01", *twice, notes=gave) == ["return a favour ana 09-01"]
    undated = noted(("ana", "gave", "a book", None))
    assert on("2026-06-04", *lines, notes=undated) == []
    assert on("2026-06-04", *twice, notes=undated) == ["return a favour ana 07-04"]
    after = noted(("ana", "gave", "a book", "2026-06-05"))  # not known on the day
    assert on("2026-06-04", *lines, notes=after) == ["return a favour ana 07-04"]


# --- the table ---


def test_rows_stand_by_deadline_whatever_the_order_of_lines() -> None:
    events = log(
        "2026-06-11 asked bo Delta",
        "2026-06-15 asked cy Echo",
        "2026-06-01 asked di Foxtrot",
        "2026-06-04 held di Foxtrot",
        "2026-06-29 introduced eli Golf via=fay",
        "2026-06-25 asked fay Golf kind=introduction",
    )
    found = due(events, as_of=AS_OF)
    assert found.deadline.is_monotonic_increasing
    assert found.action.tolist() == ["thank", "write again", "write again", "thank", "report back"]
    assert found.overdue.tolist() == [True, True, True, False, False]
    pd.testing.assert_frame_equal(found, due(events.iloc[::-1], as_of=AS_OF))


def test_an_empty_log_owes_nothing() -> None:
    empty = due(frame("events"), as_of=AS_OF)
    assert empty.empty
    filled = due(log("2026-06-29 asked bo Delta", "2026-06-30 held bo Delta"), as_of=AS_OF)
    assert empty.dtypes.equals(filled.dtypes) and len(filled) == 1
    assert filled.name[0] == "bo"  # without tables the key is shown


def test_doubtful_events_are_no_reason() -> None:
    """A conversation before its ask, a year that cannot be, a stage that is none."""
    early = "2026-06-28 held bo Delta request=R1"
    assert on(AS_OF, "2026-06-30 asked bo Delta request=R1", early) == []
    assert on(AS_OF, "1900-01-01 held bo Delta", "2026-06-29 hold bo Delta") == []


def test_numbers_are_checked() -> None:
    with pytest.raises(InfonetError, match="`late` takes a whole number from 0 on, not `-1`"):
        on(AS_OF, late=-1)


# --- what the notes say ---


def noted(*rows: tuple[str | None, str, str, str | None]) -> pd.DataFrame:
    """Return notes, each as person, kind, text and date; nobody means Delta."""
    return frame(
        "notes",
        [
            {
                "person": person,
                "company": None if person else "Delta",
                "kind": kind,
                "text": text,
                "date": pd.Timestamp(date) if date else pd.NaT,
            }
            for person, kind, text, date in rows
        ],
    )


def test_action_items_are_due_on_their_day_until_they_are_done() -> None:
    item = ("bo", "action item", "send the page", "2026-07-03")
    others = [
        ("bo", "action item", "think of something", None),  # no day, so never due
        (None, "action item", "read their report", "2026-06-28"),
        ("bo", "advice", "done: send the page", "2026-06-30"),
    ]
    found = due(Tables.of(notes=noted(item, *others)), as_of=AS_OF)
    assert found[["action", "person", "company", "reason"]].values.tolist() == [
        ["to do", pytest.approx(float("nan"), nan_ok=True), "Delta", "read their report"],
        ["to do", "bo", pytest.approx(float("nan"), nan_ok=True), "send the page"],
    ]
    assert found.overdue.tolist() == [True, False]
    done = ("bo", "action item", "Done:  Send the page")
    for day in ("2026-06-30T18:00", None):
        left = due(Tables.of(notes=noted(item, *others, (*done, day))), as_of=AS_OF)
        assert left.reason.tolist() == ["read their report"]
    # What is done tomorrow is not done today.
    assert len(due(Tables.of(notes=noted(item, *others, (*done, "2026-07-01"))), as_of=AS_OF)) == 2
    assert on("2026-07-31", notes=noted(item)) == ["to do bo 07-03!"]
    assert on("2026-08-01", notes=noted(item)) == []


def test_nothing_is_due_to_who_asked_not_to_be_written_to() -> None:
    lines = ["2026-06-11 asked bo Delta", "2026-06-11 asked cy Echo"]
    out = noted(("bo", "opted out", "asked so", None))
    assert on("2026-06-22", *lines, notes=out) == ["write again cy 06-22"]


def test_a_day_of_another_year_has_its_year_and_silence_its_first_day() -> None:
    events = log("2025-12-22 asked bo Delta", "2026-01-05 asked cy Echo")
    assert due(events, as_of="2026-01-08").reason.tolist() == [
        "bo has not replied since Mon 22 Dec 2025: write a second and last note",
        "cy has not replied since Mon 5 Jan: ask someone else about Echo",
    ]


def test_a_reason_is_read_in_a_glance() -> None:
    """Each names the person, the day and what to do, in at most fifteen words."""
    people = [{"person": "bo", "name": "Bo Lin"}, {"person": "ana", "name": "Ana Diaz"}]
    lines = [
        "2026-06-01 asked ana Delta kind=introduction",
        "2026-06-02 introduced bo Delta via=ana",
        "2026-06-05 held bo Delta",
        "2026-06-20 scheduled bo Delta note=2026-07-01",
    ]
    found = due(Tables.of(people=people, events=log(*lines)), as_of=AS_OF)
    assert found[["action", "reason"]].values.tolist() == [
        ["thank", "Ana Diaz introduced you to Bo Lin on Tue 2 Jun: say thank you"],
        ["thank", "Bo Lin met you on Fri 5 Jun: say thank you"],
        ["confirm", "you talk with Bo Lin on Wed 1 Jul: confirm the day before"],
        ["report back", "Bo Lin met you on Fri 5 Jun: tell them what came of it"],
    ]
    assert max(len(reason.split()) for reason in found.reason) <= 15
