"""How things stand with a person at a target, with a way to it, and with the target itself."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from infonet.ledger import STATES, STATUSES, Ledger, Status, TargetLog, TargetState
from infonet.tables import Tables, frame

WORKED = Path(__file__).parents[1] / "worked_log.csv"
AS_OF = "2026-06-30"


def log(*lines: str) -> pd.DataFrame:
    """Events from lines such as ``03-02 asked Ana Delta via=Bo``, all of 2026; a dot is nothing."""
    rows = []
    for number, line in enumerate(lines, start=1):
        date, stage, person, company, *rest = line.split()
        row: dict[str, Any] = dict(word.split("=") for word in rest)
        row |= {"event": number, "date": f"2026-{date}", "stage": stage.replace("_", " ")}
        row |= {"person": None if person == "." else person}
        row |= {"company": None if company == "." else company}
        rows.append(row)
    return frame("events", rows)


def at(events: Any, company: str, as_of: str = AS_OF, **more: Any) -> TargetLog:
    return TargetLog.of(Ledger.of(events).on(as_of), company, **more)


def day(value: object) -> str | None:
    """Return a day as it is written in these tests; None for none."""
    return None if value is None else str(pd.Timestamp(str(value)).date()).removeprefix("2026-")


def told(found: Status) -> tuple[str, str | None, str | None, str | None]:
    return found.status, day(found.date), day(found.until), day(found.again)


def state(found: TargetState) -> tuple[str | None, str | None, str, str | None, str | None]:
    return found.stage, day(found.since), found.state, day(found.date), day(found.until)


def worked(company: str, as_of: str = AS_OF, **more: Any) -> TargetLog:
    return at(frame("events", pd.read_csv(WORKED)), company, as_of, **more)


# --- the worked log, by hand ---

PEOPLE = {
    # R1: she introduced Bo and has done her part.
    ("Ana", "Delta"): ("open", None, None, None),
    # R1: held on 12 March, referred me on 30 March.
    ("Bo", "Delta"): ("met", "03-30", None, None),
    # R2: declined on 3 March: not before the 366th day after it.
    ("Ana", "Echo"): ("closed", "03-03", "2027-03-04", "2027-03-04"),
    # R3: asked on 10 March, silent from the 19th; asked anew four months after the message.
    ("Cy", "Delta"): ("silent", "03-10", "07-10", "07-10"),
    # R4: the late reply led to a talk on 2 April.
    ("Di", "Foxtrot"): ("met", "04-02", None, None),
    # R5: he introduced Fay, and she declined: his part is done, hers is closed.
    ("Eli", "Golf"): ("open", None, None, None),
    ("Fay", "Golf"): ("closed", "04-12", "2027-04-13", "2027-04-13"),
    # R6: Gus has not answered since the introduction of 22 April.
    ("Eli", "Hotel"): ("open", None, None, None),
    ("Gus", "Hotel"): ("silent", "04-22", "08-22", "08-22"),
    # R7: held on 1 June, referred me on 10 June.
    ("Hal", "Delta"): ("met", "06-10", None, None),
    # R8: Thursday 25 June; somebody else from Tuesday 30 June, a second note from Monday 6 July.
    ("Ana", "India"): ("waiting", "06-25", "06-30", "07-06"),
    # R9: the scout named Jo, to whom nobody has written.
    ("Ivy", "Echo"): ("open", None, None, None),
    ("Jo", "Echo"): ("open", None, None, None),
    # R10: held on 20 April, referred me on 25 June.
    ("Kim", "India"): ("met", "06-25", None, None),
    # R11: she said yes on 12 June: fifteen business days, and a reminder after five.
    ("Lea", "Juliet"): ("waiting", "06-12", "07-03", "06-19"),
    # R12: let go on 18 May.
    ("Max", "Kilo"): ("closed", "05-18", None, None),
    # Nobody has asked them there.
    ("Hal", "Echo"): ("open", None, None, None),
}

TARGETS = {
    # Furthest: Bo's referral of 30 March. Hal's of 10 June is followed up for 28 days.
    "Delta": ("referred", "03-30", "talked", "06-10", "07-08"),
    # R2 declined, R9 named somebody: nothing is under way.
    "Echo": ("asked", "03-02", "open", None, None),
    "Foxtrot": ("held", "04-02", "open", None, None),
    "Golf": ("introduced", "04-10", "open", None, None),
    "Hotel": ("introduced", "04-22", "open", None, None),
    # Kim's referral of 25 June comes before the answer that Ana owes.
    "India": ("referred", "06-25", "talked", "06-25", "07-23"),
    "Juliet": ("asked", "06-10", "waiting", "06-12", "07-03"),
    # Max was let go; the target was not.
    "Kilo": ("asked", "05-11", "open", None, None),
    "Lima": (None, None, "open", None, None),
}


@pytest.mark.parametrize(("person", "company"), PEOPLE)
def test_people_of_the_worked_log(person: str, company: str) -> None:
    found = worked(company).person(person)
    assert told(found) == PEOPLE[person, company]
    assert found.person == (None if found.status == "open" else person)


@pytest.mark.parametrize("company", TARGETS)
def test_targets_of_the_worked_log(company: str) -> None:
    assert state(worked(company).state()) == TARGETS[company]


def test_an_open_request_of_a_past_day_looks_as_it_did() -> None:
    """R1 by day: Ana asked, then both awaited, then met; a day ahead would be one agreed."""
    lines = frame("events", pd.read_csv(WORKED))
    seen = {}
    for date in ("2026-03-01", "2026-03-03", "2026-03-04", "2026-03-12"):
        found = at(lines[lines.date <= date], "Delta", date)
        seen[date] = found.person("Ana").status, found.person("Bo").status
    assert list(seen.values()) == [
        ("open", "open"),
        ("waiting", "open"),
        ("waiting", "waiting"),
        ("open", "met"),
    ]


# --- the lines of a person, one by one ---


def test_a_refusal_holds_for_365_days() -> None:
    events = log("03-02 asked Ana Delta", "03-03 declined Ana Delta")
    assert at(events, "Delta", "2027-03-03").person("Ana").status == "closed"
    assert at(events, "Delta", "2027-03-04").person("Ana").status == "open"


def test_a_refusal_holds_at_that_target_in_all_its_spellings() -> None:
    events = log("03-02 asked Ana Delta", "03-03 declined Ana Delta", "03-02 asked Bo Triangle")
    assert at(events, "DELTA Inc.").person("Ana").status == "closed"
    assert at(events, "Echo").person("Ana").status == "open"
    aliases = at(events, "Delta", "2026-03-04", aliases=["Triangle"])
    assert aliases.person("Bo").status == "waiting"


def test_a_refusal_without_an_ask_counts() -> None:
    """Nobody asked Zoe: the event belongs to no request, but she has said no."""
    events = log("06-01 declined Zoe Delta")
    assert told(at(events, "delta").person("Zoe"))[:2] == ("closed", "06-01")


def test_a_refusal_that_names_nobody_is_of_the_person_awaited() -> None:
    asked = ["06-01 asked Ana Delta request=R1", "06-03 declined . Delta request=R1"]
    assert at(log(*asked), "Delta").person("Ana").status == "closed"
    introduced = [asked[0], "06-02 introduced Bo Delta via=Ana request=R1", asked[1]]
    found = at(log(*introduced), "Delta")
    assert (found.person("Ana").status, found.person("Bo").status) == ("open", "closed")


def test_who_asked_not_to_be_written_to_is_closed_whatever_happened() -> None:
    events = log("06-01 asked Ana Delta", "06-10 held Ana Delta")
    found = at(events, "Delta", never={"Ana", "Zoe"})
    assert told(found.person("Ana"))[0] == told(found.person("Zoe"))[0] == "closed"
    assert found.person("Zoe").again is None


def test_met_outlasts_a_silence_and_a_later_refusal_outranks_it() -> None:
    events = ["02-02 asked Bo Delta", "02-09 held Bo Delta"]
    assert told(at(log(*events), "Delta").person("Bo"))[:2] == ("met", "02-09")
    silent = log(*events, "03-02 asked Bo Delta")
    assert at(silent, "Delta", "2026-04-01").person("Bo").status == "silent"
    assert at(silent, "Delta", "2026-07-02").person("Bo").status == "met"
    refused = log(*events, "03-02 declined Bo Delta")
    assert at(refused, "Delta").person("Bo").status == "closed"


def test_a_talk_is_agreed_until_its_day_has_passed() -> None:
    events = log("06-15 asked Bo Delta", "06-16 scheduled Bo Delta note=2026-07-20")
    found = {
        date: told(at(events, "Delta", date).person("Bo"))
        for date in ("2026-06-30", "2026-07-20", "2026-07-21")
    }
    assert found["2026-06-30"] == found["2026-07-20"] == ("agreed", "06-16", "07-20", None)
    # The talk was never logged: the last message is five weeks old.
    assert found["2026-07-21"][0] == "silent"


def test_a_confirmation_does_not_undo_what_is_agreed() -> None:
    events = log(
        "06-15 asked Bo Delta",
        "06-16 scheduled Bo Delta note=2026-07-03",
        "06-29 contacted Bo Delta",
    )
    assert told(at(events, "Delta").person("Bo")) == ("agreed", "06-29", "07-03", None)


def test_no_answer_is_waited_for_until_seven_business_days() -> None:
    events = log("06-24 asked Ana Delta")
    # Wednesday 24 June: Monday 29 June and Friday 3 July.
    assert told(at(events, "Delta", "2026-07-02").person("Ana")) == (
        "waiting",
        "06-24",
        "06-29",
        "07-03",
    )
    assert told(at(events, "Delta", "2026-07-03").person("Ana")) == (
        "silent",
        "06-24",
        "10-24",
        "10-24",
    )
    assert at(events, "Delta", "2026-10-24").person("Ana").status == "open"
    # Where Friday 26 June is a holiday both days are one later.
    holiday = at(events, "Delta", "2026-07-02", holidays=["2026-06-26"]).person("Ana")
    assert told(holiday)[2:] == ("06-30", "07-06")


def test_a_second_note_starts_the_days_anew() -> None:
    events = log("06-15 asked Ana Delta", "06-25 followed_up Ana Delta")
    assert told(at(events, "Delta").person("Ana")) == ("waiting", "06-25", "06-30", "07-06")


def test_one_who_has_replied_is_enough_until_silence() -> None:
    events = log("06-22 asked Bo Delta", "06-24 replied Bo Delta")
    assert told(at(events, "Delta").person("Bo")) == ("waiting", "06-24", "07-03", "07-03")


def test_no_answer_said_by_hand_is_silence_at_once() -> None:
    events = log("06-24 asked Ana Delta", "06-26 no_answer Ana Delta")
    assert at(events, "Delta").person("Ana").status == "silent"


def test_a_later_act_outranks_an_earlier_one_of_the_same_person() -> None:
    refused = ["05-04 asked Ana Delta", "05-05 declined Ana Delta"]
    again = [*refused, "06-24 asked Ana Delta"]
    assert at(log(*again), "Delta").person("Ana").status == "waiting"
    # Asked again and not answered: her refusal of May holds until May all the same.
    assert at(log(*again), "Delta", "2026-12-01").person("Ana").status == "closed"
    # She wrote after all: her word is taken, and her silence lapses after four months.
    wrote = [*again, "06-25 replied Ana Delta"]
    assert at(log(*wrote), "Delta", "2026-12-01").person("Ana").status == "open"


def test_a_withdrawal_holds_until_they_are_asked_again() -> None:
    events = ["03-02 asked Ana Delta", "03-03 withdrawn Ana Delta"]
    assert told(at(log(*events), "Delta", "2028-03-03").person("Ana")) == (
        "closed",
        "03-03",
        None,
        None,
    )
    again = log(*events, "06-29 asked Ana Delta")
    assert at(again, "Delta").person("Ana").status == "waiting"
    assert at(again, "Delta", "2027-03-03").person("Ana").status == "open"


def test_a_withdrawal_after_an_introduction_is_about_who_was_met() -> None:
    events = log(
        "05-04 asked Ana Delta request=R1",
        "05-05 introduced Bo Delta via=Ana request=R1",
        "05-11 withdrawn Bo Delta request=R1",
    )
    found = at(events, "Delta")
    assert (found.person("Ana").status, found.person("Bo").status) == ("open", "closed")


# --- a way ---


def test_a_way_stands_as_the_first_status_of_anybody_on_it() -> None:
    events = log(
        "06-24 asked Wim Delta request=W",
        "05-04 asked Sam Delta request=S",
        "05-04 asked Cleo Delta request=C",
        "05-05 declined Cleo Delta request=C",
        "01-05 asked Mia Delta request=M",
        "01-12 held Mia Delta request=M",
        "06-15 asked Ada Delta request=A",
        "06-16 scheduled Ada Delta request=A note=2026-07-20",
    )
    notes = [{"person": "Ria", "kind": "snooze", "text": "on leave", "date": "2026-07-06"}]
    tables = Tables.of(people=[{"person": "me"}], events=events, notes=notes)
    found = TargetLog.of(Ledger.of(tables).on(AS_OF), "Delta")
    order = ["Cleo", "Ada", "Wim", "Sam", "Ria", "Mia", "Olli"]
    assert [found.person(who).status for who in order] == list(STATUSES)
    for number, who in enumerate(order):
        way = found.way(["me", *reversed(order[number:])])
        assert (way.status, way.person) == (STATUSES[number], who if who != "Olli" else None)
    assert found.way(["me"]).status == "open"


def test_who_is_snoozed_or_has_two_open_asks_rests_and_what_they_did_there_counts_first() -> None:
    # Ana was asked on Wednesday 24 June and on Friday 26: silent from 3 July, and from the 7th.
    events = log(
        "06-24 asked Ana Delta request=A",
        "06-26 asked Ana Echo request=B",
        "06-26 asked Bo Echo request=C",
    )
    notes = [{"person": "Bo", "kind": "snooze", "text": "ask", "date": "2026-08-03"}]
    notes += [{"company": "Golf", "kind": "snooze", "text": "later", "date": "2026-07-06"}]
    tables = Tables.of(people=[{"person": "me"}], events=events, notes=notes)
    found = TargetLog.of(Ledger.of(tables).on(AS_OF), "Foxtrot")
    assert told(found.person("Ana")) == ("resting", "06-26", "07-03", "07-03")
    assert told(found.person("Bo")) == ("resting", None, "08-03", "08-03")
    assert found.hold is None
    more = TargetLog.of(Ledger.of(tables).on(AS_OF), "Foxtrot", load=3)
    assert more.person("Ana").status == "open"
    echo = TargetLog.of(Ledger.of(tables).on(AS_OF), "Echo")
    assert {echo.person(who).status for who in ("Ana", "Bo")} == {"waiting"}
    golf = TargetLog.of(Ledger.of(tables).on(AS_OF), "Golf")
    assert golf.on_hold and golf.state().state == "open"
    assert golf.hold is not None and told(golf.hold) == ("resting", None, "07-06", "07-06")
    on_the_day = TargetLog.of(Ledger.of(tables).on("2026-07-06"), "Golf")
    assert not on_the_day.on_hold


# --- a target ---


def test_an_offer_is_answered_by_the_date_noted_or_in_ten_business_days() -> None:
    events = ["05-04 asked Bo Delta", "05-12 held Bo Delta", "06-22 offered Bo Delta"]
    assert state(at(log(*events), "Delta").state()) == (
        "offered",
        "06-22",
        "offer",
        "06-22",
        "07-06",
    )
    noted = log(*events[:2], f"{events[2]} note=2026-07-10")
    assert day(at(noted, "Delta").state().until) == "07-10"


def test_an_offer_that_was_turned_down_is_none() -> None:
    events = log("05-04 asked Bo Delta", "06-22 offered Bo Delta", "06-24 withdrawn Bo Delta")
    assert at(events, "Delta").state().state == "open"


def test_stage_and_state_are_two_things() -> None:
    """Somebody was met in March, and Ana was asked last week."""
    events = log("03-02 asked Bo Delta", "03-12 held Bo Delta", "06-24 asked Ana Delta")
    assert state(at(events, "Delta").state()) == ("held", "03-12", "waiting", "06-24", "06-29")


def test_a_talk_that_is_agreed_comes_before_one_that_was_held() -> None:
    events = log(
        "06-01 asked Bo Delta",
        "06-08 held Bo Delta",
        "06-25 asked Zoe Delta",
        "06-26 scheduled Zoe Delta note=2026-07-02",
    )
    assert state(at(events, "Delta").state()) == ("held", "06-08", "agreed", "06-26", "07-02")


def test_a_talk_is_followed_up_for_28_days() -> None:
    events = log("06-01 asked Bo Delta", "06-08 held Bo Delta")
    found = [at(events, "Delta", date).state() for date in ("2026-07-05", "2026-07-06")]
    assert [one.state for one in found] == ["talked", "open"]


@pytest.mark.parametrize("otherwise", ["open", "nothing yet", "nobody known"])
def test_what_the_log_does_not_say_the_network_does(otherwise: str) -> None:
    assert at(log(), "Delta").state(otherwise).state == otherwise in STATES


def test_a_target_that_declined_me_is_closed_for_a_year_or_until_i_write_again() -> None:
    events = [
        "03-02 asked Bo Delta",
        "03-12 held Bo Delta",
        "03-20 applied . Delta",
        "05-20 declined . Delta",
    ]
    found = at(log(*events), "Delta")
    assert state(found.state("nothing yet"))[1:] == ("03-12", "closed", "05-20", "2027-05-21")
    # Where a way can be asked it still is: another role, another team.
    assert (found.state("open").state, found.on_hold) == ("open", False)
    assert found.state("nobody known").state == "nobody known"
    assert found.person("Bo").status == "met"
    assert at(log(*events), "Delta", "2027-05-20").state("nothing yet").state == "closed"
    assert at(log(*events), "Delta", "2027-05-21").state("nothing yet").state == "nothing yet"
    again = log(*events, "06-24 asked Zoe Delta")
    assert at(again, "Delta").state("nothing yet").state == "waiting"
    assert at(again, "Delta", "2026-09-01").state("nothing yet").state == "nothing yet"


def test_a_target_that_was_let_go_as_a_whole_is_closed() -> None:
    events = log("03-02 asked Bo Delta", "06-01 withdrawn . Delta")
    found = at(events, "Delta")
    assert found.state()[2:] == ("closed", pd.Timestamp("2026-06-01"), None)
    assert found.on_hold


def test_a_target_that_is_let_go_as_a_whole_ends_its_requests_in_all_spellings() -> None:
    lines = ["05-04 asked Bo Delta", "06-22 asked Cy Triangle", "06-22 asked Di Echo"]
    aliases = {"company": "Delta", "kind": "company", "aliases": ("Triangle",)}
    events = log(*lines, "06-24 withdrawn . DELTA")
    ledger = Ledger.of(Tables.of(companies=[aliases], events=events.to_dict("records")))
    states = {one.person: one.state for one in ledger.on(AS_OF).requests}
    assert states == {"Bo": "withdrawn", "Cy": "withdrawn", "Di": "open"}
    assert {one.person: one.state for one in ledger.on("2026-06-23").requests}["Cy"] == "open"
    # Each event is still one line of the log.
    assert ledger.settled().event.tolist() == [1, 2, 3, 4]


def test_who_was_asked_before_a_target_was_let_go_is_asked_anew_after_four_months() -> None:
    lines = ["05-04 asked Bo Delta", "05-06 withdrawn . Delta", "06-24 asked Zoe Delta"]
    found = at(log(*lines), "Delta")
    assert found.state().state == "waiting"
    assert told(found.person("Bo")) == ("silent", "05-04", "09-04", "09-04")


def test_who_was_let_go_before_their_target_was_stays_let_go() -> None:
    lines = ["02-02 asked Bo Delta", "02-04 withdrawn Bo Delta"]
    assert told(at(log(*lines), "Delta").person("Bo")) == ("closed", "02-04", None, None)
    found = at(log(*lines, "06-24 withdrawn . Delta"), "Delta")
    assert told(found.person("Bo")) == ("closed", "02-04", None, None)


def test_a_conversation_nobody_was_asked_for_ends_with_its_target() -> None:
    lines = ["06-22 held Bo Delta", "06-23 scheduled Bo Delta note=2026-07-02"]
    [talk] = Ledger.of(log(*lines)).on(AS_OF).unasked
    assert talk.ended is None
    [talk] = Ledger.of(log(*lines, "06-24 withdrawn . Delta")).on(AS_OF).unasked
    assert talk.ended is not None
    [talk] = Ledger.of(log(*lines, "06-24 withdrawn . Echo")).on(AS_OF).unasked
    assert talk.ended is None


def test_to_keep_in_touch_takes_up_nothing_again() -> None:
    lines = ["03-02 asked Bo Delta", "03-12 held Bo Delta", "06-01 withdrawn . Delta"]
    touch = "06-20 contacted Bo Delta"
    assert at(log(*lines, touch), "Delta").state().state == "closed"
    # A first message to somebody else does, and so does an ask.
    assert at(log(*lines, "06-20 contacted Cy Delta"), "Delta").state().state == "open"
    assert at(log(*lines, "06-24 asked Bo Delta"), "Delta").state().state == "waiting"
    refused = [*lines[:2], "03-30 applied Bo Delta", "05-20 declined . Delta"]
    assert at(log(*refused, touch), "Delta").state("nothing yet").state == "closed"
    # Nor does an offer that was let go wait again.
    offered = log("05-04 asked Bo Delta", "05-22 offered Bo Delta", "05-24 withdrawn Bo Delta")
    touched = pd.concat([offered, log(touch).assign(event=4)], ignore_index=True)
    assert at(touched, "Delta").state().state == "open"


def test_who_handed_me_on_has_no_open_ask_and_who_was_met_has_one() -> None:
    lines = ["06-24 asked Ana Delta", "06-25 asked Ana Echo"]
    handed = "06-26 introduced Bo Delta via=Ana"
    assert at(log(*lines), "Golf").person("Ana").status == "resting"
    assert at(log(*lines, handed), "Golf").person("Ana").status == "open"
    assert at(log(*lines, handed), "Golf").person("Bo").status == "open"
    # Bo has one from Ana, and one of their own: silent on Tuesday 7 July and on the 6th.
    both = log(*lines, handed, "06-25 asked Bo India")
    assert told(at(both, "Golf").person("Bo")) == ("resting", "06-26", "07-06", "07-06")
    # To write to Ana again makes it her turn.
    again = log(*lines, handed, "06-29 followed_up Ana Delta")
    assert at(again, "Golf").person("Ana").status == "resting"


def test_a_ledger_of_tables_knows_the_aliases_of_a_company() -> None:
    tables = Tables.of(
        companies=[{"company": "Delta", "kind": "company", "aliases": ("Triangle",)}],
        events=log("06-24 asked Ana Triangle").to_dict("records"),
    )
    assert at(tables, "Delta", aliases=["Triangle"]).person("Ana").status == "waiting"
