"""Events become requests: joined, of one kind, with what was reached on which day."""

from __future__ import annotations

import itertools
import json
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from infonet import ledger
from infonet.tables import KINDS, STAGES, Tables, frame
from infonet.tables.stages import MAIN

WORKED = Path(__file__).parents[1] / "worked_log.csv"
STATED: dict[str, Any] = json.loads(WORKED.with_suffix(".json").read_text("utf-8"))
LATER = STATED["R11_and_R12"]
AS_OF = "2026-06-30"


def worked() -> pd.DataFrame:
    return frame("events", pd.read_csv(WORKED))


def log(*lines: str) -> pd.DataFrame:
    """Events from lines such as ``2026-03-02 asked Ana Delta via=Bo``; a dot is nothing."""
    rows = []
    for number, line in enumerate(lines, start=1):
        date, stage, person, company, *rest = line.split()
        row: dict[str, Any] = dict(word.split("=") for word in rest)
        row |= {"event": number, "date": date, "stage": stage.replace("_", " ")}
        row |= {"person": None if person == "." else person}
        row |= {"company": None if company == "." else company}
        rows.append(row)
    return frame("events", rows)


def requests_of(events: pd.DataFrame) -> list[Any]:
    """Return the request of each event, by its number."""
    settled = ledger.settle(events)
    return [None if pd.isna(name) else name for name in settled.sort_values("event").request]


def one(events: pd.DataFrame, as_of: str = AS_OF) -> Any:
    found = ledger.request_table(events, as_of=as_of)
    assert len(found) == 1
    return next(found.itertuples())


# --- the worked log ---


def test_the_worked_log_has_its_kinds() -> None:
    expected = STATED["kinds"] | LATER["kinds"]
    found = ledger.request_table(worked(), as_of=AS_OF)
    assert dict(zip(found.request, found.kind, strict=True)) == expected


def test_the_worked_log_joins_by_itself() -> None:
    """Without the column `request`, each event finds the request that the log names."""
    events = worked()
    bare = events.assign(request=pd.Series([None] * len(events), dtype="str"))
    found = pd.Series(requests_of(bare), index=events.event)
    named = events.set_index("event").request
    assert found.notna().all()
    pairs = pd.DataFrame({"named": named, "found": found}).drop_duplicates()
    assert pairs.named.is_unique and pairs.found.is_unique


def test_nothing_in_the_worked_log_is_doubtful() -> None:
    assert ledger.log_issues(worked(), as_of=AS_OF).empty


def test_silence_counts_seven_business_days_after_the_last_message() -> None:
    found = ledger.request_table(worked(), as_of=AS_OF).set_index("request")
    # R3: Tuesday 10 March and seven business days. R6: Gus was met on Wednesday 22 April.
    assert found.silent["R3"] == pd.Timestamp("2026-03-19")
    assert found.silent["R6"] == pd.Timestamp("2026-05-01")
    assert found.state[["R3", "R6", "R8"]].tolist() == ["silent", "silent", "open"]
    # R8 was asked on Thursday 25 June: silent from Monday 6 July.
    later = ledger.request_table(worked(), as_of="2026-07-06").set_index("request")
    assert later.state["R8"] == "silent"
    assert (
        ledger.request_table(worked(), as_of="2026-07-05").set_index("request").state["R8"]
        == "open"
    )


def test_a_yes_is_waited_for_fifteen_business_days() -> None:
    """R11: no success of Lea's hop, and a failure of hers once the fifteen days are over."""
    stated = LATER["R11"]
    found = one(worked().query("request == 'R11'"))
    assert str(found.last.date()) == stated["last"]
    assert (str(found.silent.date()), found.state) == (stated["silent"], stated["state"])
    assert found.accepted == found.last and pd.isna(found.introduced)
    on_the_day = ledger.request_table(worked(), as_of=stated["silent"]).set_index("request")
    assert on_the_day.state["R11"] == stated["state_on_2026-07-03"]
    [attempt] = [one for one in ledger.attempts(worked()) if one.request == "R11"]
    assert [(str(one.start.date()), one.passed, one.failed) for one in attempt.spells] == [
        ("2026-06-10", 0, ()),
        (stated["silent"], 0, (0,)),
    ]


def test_a_withdrawal_ends_a_request_and_is_nobodys_failure() -> None:
    stated = LATER["R12"]
    found = one(worked().query("request == 'R12'"))
    assert found.state == stated["state"] and pd.isna(found.silent)
    [attempt] = [one for one in ledger.attempts(worked()) if one.request == "R12"]
    assert [spell[2:] for spell in attempt.spells] == [(0, ())]


def test_a_late_reply_replaces_the_silence() -> None:
    states = {
        day: ledger.request_table(worked(), as_of=day).set_index("request").state["R4"]
        for day in ("2026-03-24", "2026-03-25", "2026-03-27", "2026-04-02")
    }
    # Asked on Sunday 15 March, so silent from Wednesday 25 March; the reply came on the 27th.
    assert list(states.values()) == ["open", "silent", "open", "held"]


def test_what_was_known_when() -> None:
    attempts = {attempt.request: attempt for attempt in ledger.attempts(worked())}
    assert attempts["R1"].route == ("me", "Ana", "Bo")
    assert [spell.passed for spell in attempts["R1"].spells] == [0, 1, 2]
    assert attempts["R5"].spells[-1][2:] == (1, (1,))  # Fay declined; Eli had passed
    assert attempts["R4"].spells[1][2:] == (0, (0,))  # silent, for two days
    assert attempts["R9"].spells[-1][2:] == (1, ())  # the scout named somebody
    for attempt in attempts.values():
        starts = [spell.start for spell in attempt.spells]
        assert starts[0] == attempt.asked
        assert starts[1:] == [spell.end for spell in attempt.spells[:-1]]


# --- joining ---


def test_a_reply_of_the_person_met_belongs_to_the_request_that_led_there() -> None:
    events = log(
        "2026-03-02 asked Ana Delta",
        "2026-03-04 introduced Bo Delta via=Ana",
        "2026-03-05 replied Bo .",
    )
    assert len(set(requests_of(events))) == 1


def test_the_latest_open_request_of_the_company_is_joined() -> None:
    events = log(
        "2026-01-05 asked Ana Delta",
        "2026-01-06 declined Ana Delta",
        "2026-03-02 asked Ana Delta",
        "2026-03-03 replied Ana Delta",
        "2026-03-03 replied Ana Echo",
    )
    first, decline, second, reply, other = requests_of(events)
    assert first == decline != second
    assert reply == second
    assert other is None


def test_a_second_ask_before_the_silence_repeats_the_first() -> None:
    # Monday 2 March: silent from Wednesday 11 March.
    again = log("2026-03-02 asked Ana Delta", "2026-03-10 asked Ana Delta")
    anew = log("2026-03-02 asked Ana Delta", "2026-03-11 asked Ana Delta")
    assert len(set(requests_of(again))) == 1
    assert len(set(requests_of(anew))) == 2


def test_an_event_that_fits_two_companies_is_reported_and_joins_neither() -> None:
    events = log(
        "2026-03-02 asked Ana Delta",
        "2026-03-03 asked Ana Echo",
        "2026-03-04 replied Ana .",
    )
    assert requests_of(events)[2] is None
    flags = ledger.log_issues(events, as_of=AS_OF).set_index("event")
    assert "may belong to `2026-03-02/delta/Ana` or `2026-03-03/echo/Ana`" in flags.problem[3]
    assert "book.correct(3, request=…)" in flags.action[3]


def test_spellings_of_a_company_are_one_and_aliases_too() -> None:
    events = log(
        "2026-03-02 asked Ana Delta",
        "2026-03-03 replied Ana DELTA",
        "2026-03-04 replied Ana Triangle",
    )
    assert requests_of(events)[:2] == ["2026-03-02/delta/Ana"] * 2
    tables = Tables.of(companies=[{"company": "Delta", "aliases": ("Triangle",)}])
    assert len(set(ledger.settle(events, tables).request)) == 1


# --- yes, withdrawn, refused by the company ---


def test_a_reminder_does_not_shorten_a_promise_and_a_meeting_ends_it() -> None:
    """Friday 12 June and fifteen business days is Friday 3 July; Bo has seven from the 17th."""
    asked = ["2026-06-10 asked Ana Delta kind=introduction", "2026-06-12 accepted Ana Delta"]
    promised = pd.Timestamp("2026-07-03")
    assert one(log(*asked)).silent == promised
    reminded = one(log(*asked, "2026-06-19 followed_up Ana Delta"))
    assert reminded.silent == promised and reminded.last == pd.Timestamp("2026-06-19")
    late = one(log(*asked, "2026-06-30 followed_up Ana Delta"))
    assert late.silent == pd.Timestamp("2026-07-09")  # seven business days after that note
    met = one(log(*asked, "2026-06-17 introduced Bo Delta via=Ana"))
    assert met.silent == pd.Timestamp("2026-06-26")
    given_up = one(log(*asked, "2026-06-22 no_answer Ana Delta"))
    assert given_up.silent == pd.Timestamp("2026-06-22") and given_up.state == "silent"


def test_a_second_ask_within_the_fifteen_days_repeats_the_first() -> None:
    asked = ["2026-06-10 asked Ana Delta", "2026-06-12 accepted Ana Delta"]
    assert len(set(requests_of(log(*asked, "2026-07-02 asked Ana Delta")))) == 1
    assert len(set(requests_of(log(*asked, "2026-07-03 asked Ana Delta")))) == 2


def test_an_insider_who_said_yes_shows_that_the_introduction_was_made() -> None:
    events = log("2026-06-10 asked Ana Delta request=1", "2026-06-12 accepted Bo Delta request=1")
    kept = pd.Series([("me", "Ana", "Bo"), None], dtype=object)
    spells = ledger.attempts(events.assign(route=kept))[0].spells
    assert [spell[2:] for spell in spells] == [(0, ()), (1, ()), (1, (1,))]


def test_a_withdrawal_after_a_silence_counts_for_nobody_and_a_message_takes_it_back() -> None:
    lines = ["2026-03-02 asked Bo Delta kind=direct", "2026-03-20 withdrawn Bo Delta"]
    assert one(log(*lines)).state == "withdrawn"
    spells = ledger.attempts(log(*lines))[0].spells
    assert [spell.failed for spell in spells] == [(), (0,), ()]
    again = log(*lines, "2026-03-24 replied Bo Delta")
    assert one(again, as_of="2026-03-25").state == "open"
    assert len(set(requests_of(again))) == 1
    # To ask anew within the seven days repeats nothing: the first was let go.
    anew = log(lines[0], "2026-03-04 withdrawn Bo Delta", "2026-03-05 asked Bo Delta")
    assert len(set(requests_of(anew))) == 2
    # A decline stays one, whatever is withdrawn after it.
    declined = ["2026-03-03 declined Bo Delta", "2026-03-04 withdrawn Bo Delta"]
    assert one(log(lines[0], *declined)).state == "declined"


def test_the_refusal_of_a_company_is_nobodys_failure_and_finds_its_request() -> None:
    events = log(
        "2026-03-02 asked Ana Delta",
        "2026-03-02 asked Bo Delta kind=direct",
        "2026-03-03 replied Bo Delta",
        "2026-03-04 applied Bo Delta",
        "2026-03-20 declined . Delta",
    )
    assert requests_of(events)[4] == requests_of(events)[1]
    found = next(r for r in ledger.Ledger.of(events).requests(as_of=AS_OF) if r.person == "Bo")
    assert found.refused_by_company
    assert found.state == "declined" and found.silent is None
    [attempt] = [one for one in ledger.attempts(events) if one.route[1] == "Bo"]
    assert attempt.spells[-1].failed == ()
    # Without an application it is not known who said no.
    [unknown] = ledger.attempts(
        log("2026-03-02 asked Bo Delta request=1", "2026-03-20 declined . Delta request=1")
    )
    assert unknown.spells[-1].failed == (0,)


def test_courtesy_may_come_years_later() -> None:
    events = log(
        "2023-03-02 asked Bo Delta request=1 kind=direct",
        "2023-03-09 held Bo Delta request=1",
        "2026-03-02 reported_back Bo Delta request=1",
        "2026-03-03 referred Bo Delta request=1",
    )
    assert ledger.log_issues(events, as_of=AS_OF).event.tolist() == [4]
    [request] = ledger.Ledger.of(events).requests(as_of=AS_OF)
    assert [event.stage for event in request.events] == ["asked", "held", "reported back"]


# --- kinds ---


@pytest.mark.parametrize(
    ("person", "company", "kind"),
    [
        ("in/cy", "Delta", "direct"),  # works there, and I know them
        ("in/bo", "Delta", "cold"),  # works there, and I do not
        ("in/ana", "Delta", "introduction"),  # knows Bo, who does
        ("in/di", "Echo", "introduction"),  # knows Eli, who knows Fay
        ("in/ana", "Golf", "scout"),  # nobody is known there
        ("in/gus", "Golf", "cold"),  # no tie at all
        ("in/di", "data engineering", "introduction"),  # a field: Eli's title
    ],
)
def test_the_kind_follows_from_the_tables(
    toy: Tables, person: str, company: str, kind: str
) -> None:
    asked = {"event": 1, "person": person, "stage": "asked", "date": "2026-03-02"}
    events = frame("events", [asked | {"company": company}])
    assert ledger.settle(events, toy).kind.tolist() == [kind]


def test_a_kind_that_only_the_events_tell_is_flagged() -> None:
    events = log("2026-03-02 asked Ana Delta")
    assert "taken as direct" in ledger.log_issues(events, as_of=AS_OF).problem[0]


@pytest.mark.parametrize(("ties", "kind"), [(4, "introduction"), (5, "scout")])
def test_an_insider_is_looked_for_within_four_ties(ties: int, kind: str) -> None:
    """I know a, who knows b, who knows c …: the person asked first is one tie away."""
    chain = ["me", *"abcde"[:ties]]
    tables = Tables.of(
        people=[{"person": key} for key in chain],
        jobs=[{"person": chain[-1], "company": "Delta"}],
        ties=[
            {"source": min(pair), "target": max(pair), "evidence": "connection", "origin": "me"}
            for pair in itertools.pairwise(chain)
        ],
    )
    assert ledger.settle(log("2026-03-02 asked a Delta"), tables).kind.tolist() == [kind]


def test_a_given_kind_stands(toy: Tables) -> None:
    events = log("2026-03-02 asked in/cy Delta kind=scout")
    assert ledger.settle(events, toy).kind.tolist() == ["scout"]


# --- what is doubtful ---


def test_impossible_dates_are_kept_and_flagged_and_count_nowhere() -> None:
    events = log(
        "2026-03-02 asked Ana Delta request=1 kind=direct",
        "2026-02-02 held Ana Delta request=1",
        "2028-04-02 offered Ana Delta request=1",
        "1900-01-01 replied Ana Delta request=1",
        "2026-07-15 referred Ana Delta request=1",
    )
    found = one(events)
    assert pd.isna([found.held, found.offered, found.replied, found.referred]).all()
    flags = ledger.log_issues(events, as_of="2028-12-31").set_index("event").problem
    assert "is before the ask" in flags[2]
    assert "more than two years after the ask" in flags[3]
    assert "before the year 2000" in flags[4]
    assert (
        "is after 2026-06-30"
        in ledger.log_issues(events, as_of=AS_OF).set_index("event").problem[5]
    )
    assert len(ledger.settle(events)) == 5


def test_a_referral_after_a_decline_is_flagged_and_counts() -> None:
    events = log(
        "2026-03-02 asked Bo Delta request=1 kind=direct",
        "2026-03-03 declined Bo Delta request=1",
        "2026-03-20 referred Bo Delta request=1",
    )
    assert one(events).state == "referred"
    flags = ledger.log_issues(events, as_of=AS_OF)
    assert flags.event.tolist() == [3] and "after the decline of 2026-03-03" in flags.problem[0]


def test_a_word_that_is_no_stage_is_flagged_with_the_nearest_and_never_counts() -> None:
    events = log("2026-03-02 asked Bo Delta request=1 kind=direct", "2026-03-09 helt Bo Delta")
    assert pd.isna(one(events).held)
    flags = ledger.log_issues(events, as_of=AS_OF)
    assert flags.event.tolist() == [2] and "did you mean `held`?" in flags.problem[0]


def test_a_request_without_an_ask_and_one_with_two_companies_are_flagged() -> None:
    events = log(
        "2026-03-02 introduced Bo Delta request=1 via=Ana kind=introduction",
        "2026-03-09 held Bo Echo request=1",
    )
    assert one(events).person == "Ana"
    problems = ledger.log_issues(events, as_of=AS_OF).problem.tolist()
    assert any("no ask is logged" in problem for problem in problems)
    assert any("`Delta` and `Echo`" in problem for problem in problems)


def test_the_connectors_own_answer_is_not_the_insiders_reply() -> None:
    events = log(
        "2026-03-02 asked Ana Delta request=1 kind=introduction",
        "2026-03-03 replied Ana Delta request=1",
    )
    found = one(events, as_of="2026-03-05")
    assert pd.isna(found.replied) and found.state == "open"
    assert found.last == pd.Timestamp("2026-03-03")


def test_the_route_kept_with_the_ask_gives_way_to_what_happened() -> None:
    events = log(
        "2026-03-02 asked Ana Delta request=1",
        "2026-03-04 introduced Cem Delta request=1 via=Ana",
    )
    kept = pd.Series([("me", "Ana", "Bo"), None], dtype=object)
    assert ledger.attempts(events.assign(route=kept))[0].route == ("me", "Ana", "Cem")
    before = ledger.request_table(events.assign(route=kept), as_of="2026-03-03")
    assert before.route[0] == ("me", "Ana", "Bo")


def test_an_unknown_place_is_every_hop_that_is_not_known_to_have_passed() -> None:
    events = log("2026-03-02 asked Ana Delta request=1")
    kept = pd.Series([("me", "Ana", "Di", "Bo")], dtype=object)
    spells = ledger.attempts(events.assign(route=kept))[0].spells
    assert spells[-1].failed == (0, 1, 2)


def test_given_up_is_a_failure_at_once_until_somebody_writes_again() -> None:
    events = log(
        "2026-03-02 asked Bo Delta request=1 kind=direct",
        "2026-03-04 no_answer Bo Delta request=1",
        "2026-03-20 followed_up Bo Delta request=1",
    )
    states = [one(events, as_of=day).state for day in ("2026-03-03", "2026-03-04", "2026-03-20")]
    assert states == ["open", "silent", "open"]
    at_once = log("2026-03-02 asked Bo Delta", "2026-03-02 no_answer Bo Delta")
    assert one(at_once, as_of="2026-03-02").state == "silent"


def test_zones_and_bare_dates_are_days_as_written() -> None:
    moments = ["2026-03-02T23:30:00", "2026-03-03T00:10:00"]
    events = log("2026-03-02 asked Bo Delta request=1", "2026-03-03 replied Bo Delta request=1")
    timed = events.assign(date=pd.Series(moments, dtype="datetime64[s]"))
    columns = ["asked", "replied", "last"]
    there, back = (ledger.request_table(one, as_of=AS_OF)[columns] for one in (events, timed))
    pd.testing.assert_frame_equal(there, back)


def test_what_stands_twice_counts_once() -> None:
    events = worked()
    twice = pd.concat([events, events], ignore_index=True)
    pd.testing.assert_frame_equal(
        ledger.request_table(twice, as_of=AS_OF), ledger.request_table(events, as_of=AS_OF)
    )
    assert len(ledger.settle(twice)) == len(events)


# --- properties ---


@st.composite
def logs(draw: st.DrawFn) -> pd.DataFrame:
    people, companies = ("Ana", "Bo", "Cy", None), ("Delta", "Echo", None)
    ids = (None, None, "R1", "R2")
    day = st.integers(0, 60).map(lambda n: pd.Timestamp("2026-05-01") + pd.Timedelta(days=n))
    row = st.fixed_dictionaries(
        {
            "stage": st.sampled_from([*STAGES, "asked", "asked", "held", "aksed"]),
            "person": st.sampled_from(people),
            "via": st.sampled_from(people),
            "company": st.sampled_from(companies),
            "request": st.sampled_from(ids),
            "kind": st.sampled_from([None, None, *KINDS]),
            "date": day,
        }
    )
    rows = draw(st.lists(row, max_size=9))
    return frame("events", [{"event": n, **line} for n, line in enumerate(rows)])


@given(logs(), st.randoms(use_true_random=False))
def test_the_order_of_the_lines_changes_nothing(events: pd.DataFrame, random: Any) -> None:
    order = list(range(len(events)))
    random.shuffle(order)
    mixed = events.iloc[order].reset_index(drop=True)
    pd.testing.assert_frame_equal(ledger.settle(mixed), ledger.settle(events))
    pd.testing.assert_frame_equal(
        ledger.request_table(mixed, as_of=AS_OF), ledger.request_table(events, as_of=AS_OF)
    )
    assert ledger.attempts(mixed) == ledger.attempts(events)


@given(logs())
def test_settling_again_changes_nothing_and_loses_nothing(events: pd.DataFrame) -> None:
    settled = ledger.settle(events)
    pd.testing.assert_frame_equal(ledger.settle(settled), settled)
    assert set(settled.event) == set(events.event)
    pd.testing.assert_frame_equal(
        ledger.request_table(settled, as_of=AS_OF), ledger.request_table(events, as_of=AS_OF)
    )


@given(logs())
def test_no_duration_is_negative_or_endless(events: pd.DataFrame) -> None:
    found = ledger.request_table(events, as_of=AS_OF)
    days = found[[*MAIN[1:], "declined", "last"]].to_numpy()
    waited = days - found.asked.to_numpy()[:, None]
    there = ~np.isnat(days)
    assert (waited[there] >= np.timedelta64(0)).all()
    assert (waited[there] <= np.timedelta64(730, "D")).all()
    assert (days[there] <= np.datetime64(AS_OF)).all()
    assert found.request.is_unique


@given(logs())
def test_every_event_is_in_a_request_or_flagged(events: pd.DataFrame) -> None:
    settled = ledger.settle(events)
    flagged = set(ledger.log_issues(events, as_of=AS_OF).event)
    left = settled[settled.request.isna()]
    # An application at a company at which nobody was asked stands for itself.
    alone = left.person.isna() & left.via.isna()
    applications = alone & left.stage.isin(
        ["applied", "interviewed", "offered", "declined", "withdrawn"]
    )
    assert set(left.event[~applications]) <= flagged


@given(logs())
def test_a_later_day_sees_the_same_past(events: pd.DataFrame) -> None:
    """What was known on a day does not depend on what was written later."""
    day = pd.Timestamp("2026-05-31")
    then = ledger.request_table(events, as_of=day)
    before = ledger.request_table(events[events.date <= day].reset_index(drop=True), as_of=day)
    kept = then.request.isin(before.request)
    assert kept.all() or np.isin(then.request[~kept], events.request.dropna()).all()
    spells = {attempt.request: attempt for attempt in ledger.attempts(events)}
    for request, state, silent in zip(then.request, then.state, then.silent, strict=True):
        spell = next(s for s in spells[request].spells if s.start <= day < s.end)
        assert (state in ("silent", "declined")) or not spell.failed
        if state == "silent":
            assert silent <= day


@pytest.mark.parametrize("came", ["named", "held", "introduced"])
def test_an_ask_after_what_the_last_one_brought_is_a_new_request(came: str) -> None:
    ana = {"person": "in/ana", "company": "Delta"}
    brought = {"person": "in/bo", "via": "in/ana"} if came != "held" else {"person": "in/ana"}
    log = [
        ana | {"stage": "asked", "date": "2026-06-01", "kind": "scout"},
        {**brought, "stage": came, "date": "2026-06-03", "company": "Delta"},
        ana | {"stage": "asked", "date": "2026-06-05", "kind": "introduction"},
    ]
    events = frame("events", [{"event": number, **one} for number, one in enumerate(log, 1)])
    found = ledger.request_table(events, as_of="2026-06-30")
    assert found.asked.dt.day.tolist() == [1, 5]


Application = tuple[str | None, str, str, str | None]


@pytest.mark.parametrize(
    ("rows", "left"),
    [
        # (person, company, day of March, note), and which of them are left.
        ([(None, "Delta", "02", "Clerk"), (None, "Delta", "03", "clerk")], [0]),
        ([(None, "Delta", "02", None), (None, "Delta", "03", "Clerk")], [1]),
        ([(None, "Delta", "02", "Clerk"), (None, "Delta", "02", "Cook")], [0, 1]),
        ([(None, "Delta", "02", "Clerk"), (None, "Delta", "06", "Clerk")], [0, 1]),
        ([(None, "Delta", "02", "Clerk"), (None, "Echo", "02", "Clerk")], [0, 1]),
        ([("in/ana", "Delta", "05", "by the website"), (None, "DELTA Inc", "02", "Clerk")], [0]),
        ([("in/ana", "Delta", "06", None), (None, "Delta", "02", "Clerk")], [0, 1]),
        ([("in/ana", "Delta", "02", None), ("in/bo", "Delta", "02", None)], [0, 1]),
        (
            [
                *[(None, "Delta", day, role) for day in ("02", "04") for role in ("Clerk", "Cook")],
                ("in/ana", "Delta", "03", "cook"),
            ],
            [0, 4],
        ),
        ([("in/ana", "Delta", "03", None), (None, "Delta", "01", None), (None, "", "03", None)],
         [0, 2]),
    ],
)  # fmt: skip
def test_one_application_counts_once_whatever_lists_tell_of_it(
    rows: list[Application], left: list[int]
) -> None:
    named = ("person", "company", "date", "note")
    told = [
        dict(zip(named, (who, company or None, f"2026-03-{day}", note), strict=True))
        for who, company, day, note in rows
    ]
    for turned in (False, True):
        log = frame(
            "events",
            [
                {"event": at, "stage": "applied", **row}
                for at, row in [*enumerate(told)][:: -1 if turned else 1]
            ],
        )
        assert sorted(ledger.applied_once(log, ledger.company_of).event) == left
