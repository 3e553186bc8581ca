"""Conversations ahead, what a talk would bring, and what happened with somebody."""

from __future__ import annotations

import pytest

from infonet import Book, due, network, targets, week
from infonet.agenda import TalkAhead, met_at_events, person_story, talk_ahead, talks
from infonet.errors import InfonetError, UnknownNameError
from infonet.ledger import Ledger, TargetLog

AS_OF = "2026-06-30"  # a Tuesday


@pytest.fixture
def book() -> Book:
    """Make Robin ── Ana ── Bo [Analyst] ── Kit [Head of Data], and Ty [Recruiter]; Delta's."""
    made = Book(me="Robin Achterberg")
    made.want("Delta")
    made.tie("Ana Diaz", closeness="strong", new=True)
    made.tie("Ana Diaz", "Bo Lin", company="Delta", title="Analyst", new=True)
    made.tie("Bo Lin", "Kit Oduya", company="Delta", title="Head of Data", new=True)
    made.tie("Ty Sund", company="Delta", title="Recruiter", new=True)
    return made


def test_a_talk_is_ahead_until_it_is_held(book: Book) -> None:
    book.log("asked", "Bo Lin", "Delta", date="2026-06-18", kind="direct")
    book.log("scheduled", "Bo Lin", "Delta", date="2026-06-25", note="on 2026-07-02 at 10:00")
    [talk] = talks(book, as_of=AS_OF).to_dict("records")
    assert (talk["name"], talk["company"], talk["hour"]) == ("Bo Lin", "Delta", "10:00")
    assert str(talk["day"].date()) == "2026-07-02"
    assert talks(book, as_of="2026-06-17").empty  # nobody was asked yet
    book.log("held", "Bo Lin", "Delta", date="2026-07-02")
    assert talks(book, as_of="2026-07-03").empty


def test_the_day_may_stand_in_what_was_promised(book: Book) -> None:
    book.log("asked", "Bo Lin", "Delta", date="2026-06-18", kind="direct")
    book.log("scheduled", "Bo Lin", "Delta", date="2026-06-25")
    [talk] = talks(book, as_of=AS_OF).to_dict("records")
    assert str(talk["day"]) == "NaT" and talk["place"] != talk["place"]
    book.note("Bo Lin", "promised", "her office, 25 minutes", date="2026-07-08")
    [talk] = talks(book, as_of=AS_OF).to_dict("records")
    assert str(talk["day"].date()) == "2026-07-08"
    assert (talk["place"], talk["minutes"]) == ("her office, 25 minutes", 25)


def test_a_promised_day_is_the_same_everywhere(book: Book) -> None:
    book.log("asked", "Bo Lin", "Delta", date="2026-06-18", kind="direct")
    book.log("scheduled", "Bo Lin", "Delta", date="2026-06-25")
    book.note("Bo Lin", "promised", "her office, 25 minutes", date="2026-07-08")
    when = "2026-07-08"
    state = TargetLog.of(Ledger.of(book).on(AS_OF), "Delta").state()
    assert state.until is not None and (state.state, str(state.until.date())) == ("agreed", when)
    [row] = targets(network(book, as_of=AS_OF)).to_dict("records")
    assert (row["state"], row["action"]) == ("agreed", "prepare")
    assert row["next"] == "Prepare for your talk with Bo Lin on Wed 8 Jul"
    assert week(book, AS_OF).talks.empty  # it is next week's
    [talk] = week(book, "2026-07-06").talks.to_dict("records")
    assert (talk["kind"], str(talk["day"].date())) == ("talk", when)
    assert talk["place"] == "her office, 25 minutes"
    assert due(book, as_of="2026-07-06").empty
    [action] = due(book, as_of="2026-07-07").to_dict("records")
    assert action["action"] == "confirm"
    assert action["reason"] == "you talk with Bo Lin on Wed 8 Jul: confirm the day before"
    [told] = week(book, "2026-07-09").talks.to_dict("records")
    assert (told["kind"], str(told["day"].date())) == ("tell", when)
    book.log("held", "Bo Lin", "Delta", date=when)
    assert week(book, "2026-07-09").talks.empty


def test_the_day_that_was_agreed_in_writing_counts_before_what_was_promised(book: Book) -> None:
    book.log("asked", "Bo Lin", "Delta", date="2026-06-18", kind="direct")
    book.log("scheduled", "Bo Lin", "Delta", date="2026-06-25", note="on 2026-07-02")
    book.note("Bo Lin", "promised", "the canteen", date="2026-07-08")
    [(_, when)] = Ledger.of(book).on(AS_OF).planned.values()
    assert str(when.date()) == "2026-07-02"
    book.log("scheduled", "Bo Lin", "Delta", date="2026-06-26", note="moved, she will write")
    [(_, when)] = Ledger.of(book).on(AS_OF).planned.values()
    assert str(when.date()) == "2026-07-08"


def test_a_promise_is_of_what_was_agreed_last_with_that_person(book: Book) -> None:
    for day, company in (("01", "Echo"), ("18", "Delta")):
        book.log("asked", "Bo Lin", company, date=f"2026-06-{day}", kind="direct")
        book.log("scheduled", "Bo Lin", company, date=f"2026-06-{int(day) + 2:02}")
    book.note("Bo Lin", "promised", "her office", date="2026-07-08")
    found = talks(book, as_of="2026-06-28")
    assert found.company[found.day.notna()].tolist() == ["Delta"]
    book.note("Ana Diaz", "promised", "a call", date="2026-07-06")  # nothing is agreed with her
    assert len(Ledger.of(book).on("2026-06-28").planned) == 1


def test_an_hour_is_read_alike_in_the_week_and_in_the_talks(book: Book) -> None:
    book.log("asked", "Bo Lin", "Delta", date="2026-06-18", kind="direct")
    book.log("scheduled", "Bo Lin", "Delta", date="2026-06-25", note="on 2026-07-02 at 9:30")
    assert talks(book, as_of=AS_OF).hour.tolist() == ["09:30"]
    assert week(book, AS_OF).talks.hour.tolist() == ["09:30"]


def test_what_was_promised_for_another_day_is_not_of_this_talk(book: Book) -> None:
    book.log("asked", "Bo Lin", "Delta", date="2026-06-18", kind="direct")
    book.log("scheduled", "Bo Lin", "Delta", date="2026-06-25", note="on 2026-07-02")
    book.note("Bo Lin", "promised", "the canteen", date="2026-07-09")
    assert talks(book, as_of=AS_OF).place.isna().all()
    book.note("Bo Lin", "promised", "a call")
    assert talks(book, as_of=AS_OF).place.tolist() == ["a call"]


def test_what_was_agreed_without_a_day_is_forgotten_after_four_weeks(book: Book) -> None:
    book.log("asked", "Bo Lin", "Delta", date="2026-06-01", kind="direct")
    book.log("scheduled", "Bo Lin", "Delta", date="2026-06-02")
    assert len(talks(book, as_of="2026-06-29")) == 1
    assert talks(book, as_of="2026-06-30").empty


def test_a_request_that_ended_has_no_talk_ahead(book: Book) -> None:
    book.log("asked", "Bo Lin", "Delta", date="2026-06-18", kind="direct")
    book.log("scheduled", "Bo Lin", "Delta", date="2026-06-25", note="on 2026-07-02")
    book.log("declined", "Bo Lin", "Delta", date="2026-06-29")
    assert talks(book, as_of=AS_OF).empty


def ahead(book: Book, name: str, company: str = "Delta") -> TalkAhead:
    net = network(book, as_of=AS_OF)
    return talk_ahead(net, book, company, book.who(name), as_of=AS_OF)


def test_a_talk_brings_nearer_whoever_is_fewer_ties_away(book: Book) -> None:
    assert ahead(book, "Bo Lin") == TalkAhead(
        True, 3, 1, "Bo knows Kit Oduya, the manager: ask to be introduced.", ""
    )
    assert ahead(book, "Ana Diaz")[:3] == (True, 3, 2)
    assert ahead(book, "Kit Oduya")[:3] == (True, 3, 0)
    assert ahead(book, "Kit Oduya").words.startswith("Kit is the manager")


def test_a_recruiter_is_nearer_than_nobody_met_and_a_peer_who_knows_nobody_is_not(
    book: Book,
) -> None:
    assert ahead(book, "Ty Sund").nearer and ahead(book, "Ty Sund").after == 3
    book.tie("Pia Orr", company="Delta", title="Analyst", new=True)
    found = ahead(book, "Pia Orr")
    assert not found.nearer and found.words.endswith("this talk brings you no nearer.")
    assert found.instead.startswith("Ask Ana Diaz")


def test_who_was_met_opens_nothing_new_and_the_goal_once_met_stays_met(book: Book) -> None:
    book.log("asked", "Bo Lin", "Delta", date="2026-05-18", kind="direct")
    book.log("held", "Bo Lin", "Delta", date="2026-05-25")
    assert not ahead(book, "Bo Lin").nearer
    book.log("asked", "Kit Oduya", "Delta", date="2026-06-01", kind="direct")
    book.log("held", "Kit Oduya", "Delta", date="2026-06-05")
    assert ahead(book, "Kit Oduya").words.endswith(", whom you have met before.")
    assert ahead(book, "Ty Sund")[:3] == (False, 0, 0) and ahead(book, "Ty Sund").instead == ""


def test_where_nobody_who_hires_is_known_that_is_what_to_ask() -> None:
    book = Book(me="Robin Achterberg")
    book.tie("Bo Lin", company="Delta", title="Analyst", new=True)
    found = ahead(book, "Bo Lin")
    assert found.words == "Nobody who hires there is known yet: ask Bo who does."
    assert found.instead == "" and found.before is None
    with pytest.raises(UnknownNameError):
        ahead(book, "Bo Lin", "Nowhere")


def test_the_story_of_a_person_has_all_their_requests_in_words(book: Book) -> None:
    book.log("asked", "Ana Diaz", "Delta", date="2026-06-01", kind="introduction")
    book.log("introduced", "Bo Lin", "Delta", "Ana Diaz", date="2026-06-03")
    book.log("asked", "Ana Diaz", "Echo", date="2026-06-08", note="by phone")
    book.log("replied", "Bo Lin", "Delta", date="2026-06-09")
    told = person_story(book, book.who("Ana Diaz"), as_of=AS_OF)
    assert told.label.tolist() == ["I asked Ana", "Ana introduced me to Bo", "I asked Ana"]
    assert told.company.tolist() == ["Delta", "Delta", "Echo"]
    assert told.note.dropna().tolist() == ["by phone"]
    assert len(person_story(book, book.who("Bo Lin"), as_of="2026-06-03")) == 1
    assert person_story(book, book.who("Kit Oduya"), as_of=AS_OF).empty


def test_whom_i_met_at_events_is_found_again_with_what_i_learned() -> None:
    book = Book(me="https://www.linkedin.com/in/robin-achterberg")
    for name in ("Ana Diaz", "Bo Lin"):
        book.person(name, company="Delta")
    book.debrief(
        "Ana Diaz", date="2026-06-12", channel="Event", learnt="Tea first", company="Delta"
    )
    book.debrief("Bo Lin", date="2026-06-20", channel="event")
    book.debrief("Bo Lin", date="2026-06-21", learnt="by phone")  # at no event
    book.debrief("Bo Lin", date="2026-07-02", channel="event")  # later
    found = met_at_events(book, as_of="2026-06-30")
    assert found.name.tolist() == ["Bo Lin", "Ana Diaz"]
    assert found.learnt.fillna("").tolist() == ["", "Tea first"]
    assert found.company.fillna("").tolist() == ["", "Delta"]
    book.undo()
    book.undo()
    book.undo()
    assert met_at_events(book, as_of="2026-06-30").name.tolist() == ["Ana Diaz"]


def test_the_story_of_a_person_takes_a_log_that_was_read(book: Book) -> None:
    book.log("held", "Bo Lin", "Delta", date="2026-06-25", channel="event")
    read, who = Ledger.of(book.tables()), book.who("Bo Lin")
    assert person_story(read, who, as_of=AS_OF).equals(person_story(book, who, as_of=AS_OF))
    assert met_at_events(read, as_of=AS_OF).equals(met_at_events(book, as_of=AS_OF))
    with pytest.raises(InfonetError, match="read from tables"):
        person_story(Ledger.of(book.tables().events), who, as_of=AS_OF)
