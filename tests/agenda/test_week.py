"""The week: its days, goal and streak; what is new; the asks that stay; the sweep; what rests.

Ana knows Bo at Delta, I know Di there and Eli at Echo; Delta and Echo are wanted. Tuesday,
30 June 2026 is the day unless another is said.
"""

from __future__ import annotations

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import infonet
from infonet import Book, InfonetError, due, network, plan, week
from infonet.agenda import changes
from tests.book_days import date_acts

DAY = "2026-06-30"


@pytest.fixture
def book() -> Book:
    """Make the book of the docstring."""
    book = Book(me="https://www.linkedin.com/in/robin-achterberg")
    book.tie("Ana Diaz", closeness="strong", company="Gulf", new=True)
    book.tie("Ana Diaz", "Bo Lin", kind="colleague", company="Delta", new=True)
    book.tie("Di Roe", closeness="medium", company="Delta", new=True)
    book.tie("Eli Ota", closeness="weak", company="Echo", new=True)
    for name in ("Delta", "Echo"):
        book.want(name)
    return book


def ask(book: Book, name: str, company: str, day: str) -> None:
    book.log("asked", name, company=company, date=day)


# The days, the goal, the streak.


@pytest.mark.parametrize(
    ("day", "title"),
    [
        ("2026-06-29", "Mon 29 Jun – Sun 5 Jul · 0 asks sent"),
        ("2026-07-03", "Mon 29 Jun – Sun 5 Jul · 0 asks sent"),
        ("2026-07-04", "Mon 6 Jul – Sun 12 Jul"),
        ("2026-07-05", "Mon 6 Jul – Sun 12 Jul"),
    ],
)
def test_a_week_goes_from_monday_to_sunday_and_the_weekend_plans_the_next(
    book: Book, day: str, title: str
) -> None:
    assert week(book, day).title == title


def test_the_first_line_of_a_weekend_says_how_the_week_ended(book: Book) -> None:
    book.note(None, "goal", "2")
    ask(book, "Di Roe", "Delta", "2026-06-30")
    found = week(book, "2026-07-05")
    assert found.planning and found.ended == "This week ends with 1 of 2 asks sent."
    assert repr(found).splitlines()[0] == found.ended
    assert week(book, "2026-07-03").ended == ""


def test_without_a_goal_asks_are_counted_and_there_is_no_streak(book: Book) -> None:
    ask(book, "Di Roe", "Delta", DAY)
    found = week(book, DAY)
    assert (found.goal, found.sent, found.streak) == (None, 1, 0)
    assert found.title.endswith("1 ask sent")


def test_the_running_week_counts_once_its_goal_is_met(book: Book) -> None:
    book.note(None, "goal", "1")
    for number, day in enumerate(("10", "16", "21", "22")):  # three weeks
        ask(book, "Di Roe", f"Fox {number}", f"2026-06-{day}")
    assert week(book, "2026-06-29").streak == 3
    ask(book, "Eli Ota", "Echo", "2026-06-29")
    assert week(book, "2026-06-29").streak == 4
    assert week(book, "2026-07-06").streak == 4
    assert week(book, "2026-07-13").streak == 0  # a week without an ask
    assert "4 weeks in a row" in week(book, "2026-06-29").title


def test_a_week_is_measured_by_the_goal_of_its_time(book: Book) -> None:
    book.note(None, "goal", "1", date="2026-06-20")
    book.note(None, "goal", "4", date="2026-06-29")
    for day in ("10", "17", "24"):  # before any goal the first one holds
        ask(book, "Di Roe", f"Fox {day}", f"2026-06-{day}")
    found = week(book, DAY)
    assert (found.goal, found.streak) == (4, 3)


# The asks.


def test_the_asks_are_those_of_the_plan(book: Book) -> None:
    net = network(book, as_of=DAY)
    found, planned = week(book, DAY).asks, plan(net, book, as_of=DAY)
    pd.testing.assert_frame_equal(found[planned.columns], planned)
    assert not found.sent.any() and found.request.isna().all()


def test_sending_an_ask_does_not_change_the_others(book: Book) -> None:
    before = week(book, DAY).asks
    assert before.company.tolist() == ["Delta", "Echo"]
    first = before.iloc[0]
    book.log("asked", first.person, company="Delta", date=DAY, way=first)
    after = week(book, "2026-07-02").asks
    assert after[["company", "person"]].equals(before[["company", "person"]])
    assert after.sent.tolist() == [True, False]
    assert after.request[0] == book.tables().events.request[0]


def test_an_ask_that_is_repeated_changes_none_of_the_others_and_is_shown_as_sent(
    book: Book,
) -> None:
    ask(book, "Eli Ota", "Echo", "2026-06-24")
    before = week(book, DAY).asks
    assert before.name.tolist() == ["Di Roe", "Ana Diaz"]  # of Echo somebody else is asked
    ask(book, "Eli Ota", "Echo", DAY)  # within the seven days: it is the same request
    after = week(book, DAY).asks
    assert after[["company", "name", "sent"]].values.tolist() == [
        ["Delta", "Di Roe", False],
        ["Echo", "Eli Ota", True],
    ]
    assert after.request[1] == book.tables().events.request[0]


def test_who_has_two_open_asks_once_one_is_sent_may_still_be_passed() -> None:
    """Hal works at Delta, where I would ask him; and best leads to Fay at Echo, through Cy."""
    book = Book(me="https://www.linkedin.com/in/robin-achterberg")
    book.tie("Cy Moss", closeness="strong", new=True)
    book.tie("Hal Orr", closeness="weak", company="Delta", new=True)
    book.tie("Cy Moss", "Hal Orr", kind="manager", new=True)
    book.tie("Hal Orr", "Fay Fox", kind="manager", company="Echo", new=True)
    book.want("Delta"), book.want("Echo")
    ask(book, "Hal Orr", "Golf", "2026-06-24")
    before = week(book, DAY).asks
    assert before.names.tolist() == ["Hal Orr", "Cy Moss → Hal Orr → Fay Fox"]
    ask(book, "Hal Orr", "Delta", DAY)
    after = week(book, DAY).asks
    assert after.names.tolist() == before.names.tolist()
    assert after.sent.tolist() == [True, False]
    # Once he has said no, it is news.
    book.log("declined", "Hal Orr", company="Echo", date=DAY)
    assert week(book, DAY).asks.names.tolist() == ["Hal Orr", "Cy Moss"]


def test_nobody_has_more_than_two_open_asks_by_what_was_sent_otherwise() -> None:
    """Ana is planned twice; she is asked about something else, and then about the first."""
    book = Book(me="https://www.linkedin.com/in/robin-achterberg")
    book.tie("Ana Diaz", closeness="strong", new=True)
    for name, company in (("Bo Lin", "Delta"), ("Cy Moss", "Echo")):
        book.tie("Ana Diaz", name, kind="colleague", company=company, new=True)
        book.want(company)
    assert week(book, DAY).asks.name.tolist() == ["Ana Diaz", "Ana Diaz"]
    ask(book, "Ana Diaz", "Golf", DAY)
    ask(book, "Ana Diaz", "Delta", DAY)
    found = week(book, DAY).asks
    assert found[["company", "sent"]].values.tolist() == [["Delta", True], ["Golf", True]]


def test_who_declined_meanwhile_is_left_out(book: Book) -> None:
    book.log("declined", "Eli Ota", company="Echo", date=DAY)
    assert "name/eli-ota" not in set(week(book, DAY).asks.person)


def test_an_ask_of_somebody_else_holds_the_company_and_is_shown_as_sent(book: Book) -> None:
    ask(book, "Ana Diaz", "Delta", DAY)  # the plan had Di
    found = week(book, DAY).asks
    assert found[["company", "name", "sent"]].values.tolist() == [
        ["Echo", "Eli Ota", False],
        ["Delta", "Ana Diaz", True],
    ]


def test_asks_of_a_weekend_belong_to_what_it_plans(book: Book) -> None:
    ask(book, "Di Roe", "Delta", "2026-07-04")
    found = week(book, "2026-07-05")
    assert found.asks.sent.tolist() == [True, False]
    assert (found.sent, found.last_sent) == (0, 1)


def test_there_are_as_many_asks_as_the_goal_if_that_is_more_than_five(book: Book) -> None:
    for number in range(8):
        book.tie(
            f"Cy Moss{'abcdefgh'[number]}", closeness="weak", company=f"Fox {number}", new=True
        )
        book.want(f"Fox {number}")
    assert len(week(book, DAY).asks) == 5
    book.note(None, "goal", "7")
    assert len(week(book, DAY).asks) == 7
    net = network(book, as_of=DAY)
    assert len(plan(net, book, as_of=DAY)) == 7
    assert len(plan(net, book, as_of=DAY, asks=2)) == 2


# What rests.


def test_who_is_snoozed_is_not_asked_until_the_day(book: Book) -> None:
    book.note("Eli Ota", "snooze", "not now", date="2026-07-06")
    assert week(book, DAY).asks.name.tolist() == ["Di Roe", "Ana Diaz"]  # Ana may know somebody
    assert "Eli Ota" in set(week(book, "2026-07-06").asks.name)


def test_a_snoozed_company_is_not_asked_about(book: Book) -> None:
    book.note("Delta", "snooze", "not now", date="2026-07-06")
    assert set(week(book, DAY).asks.company) == {"Echo"}


def test_a_snooze_rests_all_but_a_talk_or_the_action_it_names(book: Book) -> None:
    ask(book, "Di Roe", "Delta", "2026-06-22")
    book.log("held", "Di Roe", company="Delta", date="2026-06-29")
    note = "on 2026-07-01 at 10:00"
    ask(book, "Eli Ota", "Echo", "2026-06-22")
    book.log("scheduled", "Eli Ota", company="Echo", date="2026-06-24", note=note)
    assert set(due(book, as_of=DAY).action) == {"thank", "confirm"}
    for name in ("Di Roe", "Eli Ota"):
        book.note(name, "snooze", "later", date="2026-07-06")
    assert set(due(book, as_of=DAY).action) == {"confirm"}
    book.undo()
    book.undo()
    book.note("Di Roe", "snooze", "stay in touch", date="2026-07-06")
    assert set(due(book, as_of=DAY).action) == {"thank", "confirm"}
    book.note("Di Roe", "snooze", "thank", date="2026-07-06")
    assert set(due(book, as_of=DAY).action) == {"confirm"}
    assert "thank" in set(due(book, as_of="2026-07-06").action)


# Talks and offers.


def test_talks_of_the_week_have_their_hour_and_place(book: Book) -> None:
    ask(book, "Di Roe", "Delta", "2026-06-22")
    note = "on 2026-07-02 at 10:30"
    book.log("scheduled", "Di Roe", company="Delta", date="2026-06-24", note=note)
    book.note("Di Roe", "promised", "front desk, 25 minutes", date="2026-07-02")
    [row] = week(book, DAY).talks.to_dict("records")
    assert (row["kind"], row["name"], row["hour"]) == ("talk", "Di Roe", "10:30")
    assert row["day"] == pd.Timestamp("2026-07-02") and row["place"] == "front desk, 25 minutes"
    assert week(book, "2026-06-26").talks.empty  # next week's
    [row] = week(book, "2026-06-27").talks.to_dict("records")  # a Saturday plans it
    [told] = week(book, "2026-07-06").talks.to_dict("records")
    assert told["kind"] == "tell" and told["text"] == "Say how your talk with Di Roe went"


def test_an_offer_waits_whatever_week_it_is_answered_in(book: Book) -> None:
    ask(book, "Di Roe", "Delta", "2026-06-01")
    book.log("offered", "Di Roe", company="Delta", date="2026-06-29", note="until 2026-07-20")
    [row] = week(book, DAY).talks.to_dict("records")
    assert (row["kind"], row["text"]) == ("offer", "Answer the offer of Delta")
    assert row["day"] == pd.Timestamp("2026-07-20")


# The sweep.


def test_the_quiet_are_swept_with_what_can_be_done(book: Book) -> None:
    ask(book, "Eli Ota", "Echo", "2026-06-17")
    [row] = week(book, DAY).quiet.to_dict("records")
    assert (row["name"], row["days"], row["nudge"]) == ("Eli Ota", 9, True)
    assert row["next"] == "Ana Diaz"  # she may know somebody there
    assert row["text"] == "Eli Ota about Echo: no answer for 9 working days"
    book.log("followed up", "Eli Ota", company="Echo", date=DAY)
    assert week(book, DAY).quiet.empty
    [row] = week(book, "2026-07-09").quiet.to_dict("records")
    assert not row["nudge"]
    book.log("no answer", "Eli Ota", company="Echo", date="2026-07-09")
    assert week(book, "2026-07-09").quiet.empty


def test_nobody_is_asked_instead_while_somebody_else_is_awaited_or_has_their_load(
    book: Book,
) -> None:
    ask(book, "Eli Ota", "Echo", "2026-06-17")
    ask(book, "Ana Diaz", "Hotel", "2026-06-29")
    book.tie("Fay Orr", closeness="medium", company="Hotel", new=True)
    assert week(book, DAY).quiet.next.tolist() == ["Ana Diaz"]
    ask(book, "Ana Diaz", "Golf", "2026-06-29")  # as many as one person is asked
    assert week(book, DAY).quiet.next.tolist() == ["Di Roe"]
    ask(book, "Di Roe", "Echo", "2026-06-29")  # one person at a time
    quiet = week(book, DAY).quiet
    assert quiet.name.tolist() == ["Eli Ota"] and quiet.next.isna().all()


def test_old_silences_have_had_their_moment(book: Book) -> None:
    ask(book, "Eli Ota", "Echo", "2026-03-02")
    assert week(book, DAY).quiet.empty


def test_after_an_introduction_the_insider_is_the_quiet_one(book: Book) -> None:
    ask(book, "Ana Diaz", "Delta", "2026-06-15")
    book.log("introduced", "Bo Lin", company="Delta", via="Ana Diaz", date="2026-06-17")
    assert week(book, DAY).quiet.name.tolist() == ["Bo Lin"]


def test_when_nothing_is_due_the_next_comes_with_its_day(book: Book) -> None:
    ask(book, "Eli Ota", "Echo", "2026-06-29")
    found = week(book, DAY)
    assert found.due.empty
    assert found.coming.action[0] == "ask someone else"
    assert found.coming.opens[0] == pd.Timestamp("2026-07-02")
    assert "Nothing is due before Thu 2 Jul" in repr(found)


# What is new.


def test_who_moved_to_a_target_stands_first(book: Book) -> None:
    known = book.state().act
    book.person("Ana Diaz", company="Harp")
    book.person("Eli Ota", company="Delta")
    date_acts(book, known, day="2026-06-01", then=DAY)
    found = changes(book, since=DAY, as_of=DAY)
    moved = found[found.kind == "moved"]
    assert moved[["name", "was", "now", "target"]].values.tolist() == [
        ["Eli Ota", "Echo", "Delta", True],
        ["Ana Diaz", "Gulf", "Harp", False],
    ]
    assert moved.text[0] == "Eli Ota moved from Echo to Delta"


def test_another_spelling_of_an_employer_is_no_move(book: Book) -> None:
    known = book.state().act
    book.same_company("Gulf", "Gulf Holding")
    book.person("Ana Diaz", company="Gulf Holding")
    date_acts(book, known, day="2026-06-01", then=DAY)
    assert "moved" not in set(changes(book, since=DAY, as_of=DAY).kind)


def test_new_ties_are_mine_or_lead_into_a_target(book: Book) -> None:
    known = book.state().act
    book.tie("Fay Ode", company="Ida", new=True)
    book.tie("Ana Diaz", "Gil Poe", company="Delta", new=True)
    book.tie("Ana Diaz", "Hal Nye", company="Ida", new=True)
    date_acts(book, known, day="2026-06-01", then=DAY)
    found = changes(book, since=DAY, as_of=DAY)
    ties = found[found.kind == "tie"]
    assert ties.text.tolist() == ["Ana Diaz knows Gil Poe at Delta", "You know Fay Ode at Ida"]
    assert ties.target.tolist() == [True, False]


def test_a_chance_moved_by_five_points_or_to_another_person(book: Book) -> None:
    known = book.state().act
    book.tie("Di Roe", closeness="strong", new=True)
    date_acts(book, known, day="2026-06-01", then=DAY)
    [row] = changes(book, since=DAY, as_of=DAY).to_dict("records")
    assert (row["kind"], row["company"]) == ("chance", "Delta")
    assert (row["was"], row["now"]) == ("Di Roe, 50 %", "Di Roe, 70 %")
    book.note("Di Roe", "opted out", "not to be written to")
    date_acts(book, known, day="2026-06-01", then=DAY)
    [row] = changes(book, since=DAY, as_of=DAY).to_dict("records")
    assert row["now"].startswith("Ana Diaz, ") and row["was"] == "Di Roe, 50 %"


def test_a_silence_that_came_is_new_once(book: Book) -> None:
    ask(book, "Eli Ota", "Echo", "2026-06-17")  # silent on 26 June
    date_acts(book, book.state().act, day="2026-06-01", then=DAY)
    found = changes(book, since="2026-06-25", as_of=DAY)
    assert found.kind.tolist().count("silent") == 1
    assert found.text[found.kind == "silent"].iloc[0] == (
        "Eli Ota has not answered about Echo since 17 Jun"
    )
    assert "silent" not in set(changes(book, since="2026-06-26", as_of=DAY).kind)


def test_a_book_begun_later_is_compared_by_its_log(book: Book) -> None:
    assert changes(book, since="2020-01-01", as_of="2020-06-01").empty


def test_since_is_the_day_of_the_last_act_before(book: Book) -> None:
    date_acts(book, book.state().act, day="2026-06-21", then=DAY)
    assert week(book, DAY).since == pd.Timestamp("2026-06-21")
    assert week(book, "2026-06-21").since == pd.Timestamp("2026-06-14")  # a week before
    assert week(book, DAY, since="2026-06-28").since == pd.Timestamp("2026-06-28")


@given(
    st.lists(
        st.tuples(st.sampled_from(["Ana Diaz", "Di Roe", "Eli Ota"]), st.integers(1, 60)),
        max_size=5,
    )
)
@settings(max_examples=8, deadline=None)
def test_looking_changes_nothing_and_a_day_against_itself_is_no_change(
    asks: list[tuple[str, int]],
) -> None:
    book = Book(me="https://www.linkedin.com/in/robin-achterberg")
    for name in ("Ana Diaz", "Di Roe", "Eli Ota"):
        book.tie(name, company="Delta", new=True)
    book.want("Delta")
    for name, ago in asks:
        ask(book, name, "Delta", f"{pd.Timestamp(DAY) - pd.Timedelta(days=ago):%Y-%m-%d}")
    date_acts(book, book.state().act, day="2026-06-01", then=DAY)
    before = book.path.read_bytes()
    assert changes(book, since=DAY, as_of=DAY).empty
    assert repr(week(book, DAY)) == repr(week(book, DAY))
    assert book.path.read_bytes() == before


def test_a_week_made_like_another_says_the_same(book: Book) -> None:
    date_acts(book, book.state().act, day="2026-06-21", then=DAY)
    first = week(book, DAY)
    book.log("asked", "Di Roe", company="Delta", date=DAY)
    second = week(book, DAY, like=first)
    assert second.before is first.before
    assert repr(second) == repr(week(book, DAY))
    book.log("asked", "Eli Ota", company="Echo", date="2026-06-10")  # it was known then
    third = week(book, DAY, like=second)
    assert third.before is not first.before and repr(third) == repr(week(book, DAY))


# What is given.


def test_what_is_no_book_or_no_day_is_said(book: Book) -> None:
    with pytest.raises(InfonetError, match="expected a book"):
        week(book.tables(), DAY)  # type: ignore[arg-type]  # that is what is tested
    with pytest.raises(InfonetError, match="later than"):
        changes(book, since="2026-07-01", as_of=DAY)


def test_an_empty_book_has_an_empty_week_of_the_same_columns(book: Book) -> None:
    empty, full = week(Book(), DAY), week(book, DAY)
    for name in ("talks", "changes", "due", "asks", "quiet", "coming"):
        assert getattr(empty, name).empty
        assert getattr(empty, name).dtypes.equals(getattr(full, name).dtypes), name


def test_today_is_the_day_where_none_is_given(book: Book) -> None:
    assert infonet.week(book).as_of == pd.Timestamp.today().normalize()


def test_a_chance_that_moved_by_less_than_five_points_has_not(book: Book) -> None:
    date_acts(book, book.state().act, day="2026-06-01", then=DAY)
    for number, company in enumerate(("Fox", "Gulf"), start=1):
        book.log("asked", "Di Roe", company, date=f"2026-06-2{number}", kind="direct")
        book.log("declined", "Di Roe", company=company, date="2026-06-29")
        found = changes(book, since="2026-06-28", as_of=DAY)
        moved = found[(found.kind == "chance") & (found.company == "Delta")]
        assert len(moved) == number - 1  # 50 to 45 %, then to 42 %


def test_a_silence_is_swept_for_four_weeks(book: Book) -> None:
    ask(book, "Eli Ota", "Echo", "2026-05-20")  # silent on 29 May
    assert week(book, "2026-05-28").quiet.empty
    assert len(week(book, "2026-05-29").quiet) == len(week(book, "2026-06-26").quiet) == 1
    assert week(book, "2026-06-27").quiet.empty


@pytest.mark.parametrize(("day", "count"), [("2026-07-05", 1), ("2026-07-06", 0)])
def test_talks_of_a_week_end_with_its_sunday(book: Book, day: str, count: int) -> None:
    ask(book, "Di Roe", "Delta", "2026-06-22")
    book.log("scheduled", "Di Roe", company="Delta", date="2026-06-24", note=f"on {day}")
    assert len(week(book, DAY).talks) == count


def test_an_offer_let_go_waits_no_more(book: Book) -> None:
    ask(book, "Di Roe", "Delta", "2026-06-01")
    book.log("offered", "Di Roe", company="Delta", date="2026-06-20")
    book.log("withdrawn", "Di Roe", company="Delta", date="2026-06-29")
    assert week(book, "2026-06-28").talks.kind.tolist() == ["offer"]
    assert week(book, DAY).talks.empty


def test_nobody_is_quiet_with_whom_a_talk_is_agreed(book: Book) -> None:
    book.log("asked", "Di Roe", company="Delta", date="2026-06-01")
    book.log("replied", "Di Roe", company="Delta", date="2026-06-08")
    book.log("scheduled", "Di Roe", "Delta", date="2026-06-08", note="on 2026-07-10")
    made = week(book, "2026-06-30", since="2026-06-10")
    assert made.quiet.empty and "silent" not in set(made.changes.kind)
