"""The week in the panel: every row of what is due has something to press, and is then gone."""

from __future__ import annotations

from collections.abc import Callable

import pytest

import infonet
from infonet import Book
from infonet.agenda import ACTIONS
from tests.panel.seen import DAY, said

pytest.importorskip("ipywidgets", reason="no panel test: ipywidgets is not installed")

from infonet.panel.app import Explore
from infonet.panel.views.week import DOINGS

HOSTILE = '<img src=x onerror="alert(1)">'


def opened(book: Book) -> Explore:
    """Open the panel on that book, at This week."""
    panel = infonet.explore(book, as_of=DAY)
    panel.tabs.selected_index = 1
    return panel


def due(panel: Explore) -> list[tuple[str, str]]:
    """Return what is due and to whom, as shown."""
    return [(str(row[0]).lower(), str(row[1])) for row in panel.week.due.rows]


def choose(panel: Explore, action: str, name: str = "") -> None:
    """Click the row."""
    rows = due(panel)
    at = next(at for at, row in enumerate(rows) if row[0] == action and name in row[1])
    panel.week.due.choose(at)


# --- every action has something to press, and is done by it ---


def thank(book: Book) -> None:
    book.log("asked", "Di Roe", company="Delta", date="2026-06-25")
    book.log("held", "Di Roe", company="Delta", date="2026-06-29")


def thank_the_introducer(book: Book) -> None:
    book.log("asked", "Ana Diaz", company="Delta", date="2026-06-25")
    book.log("introduced", "Bo Lin", company="Delta", via="Ana Diaz", date="2026-06-29")


def write_again(book: Book) -> None:
    book.log("asked", "Di Roe", company="Delta", date="2026-06-18")


def write_to_the_insider_again(book: Book) -> None:
    book.log("asked", "Ana Diaz", company="Delta", date="2026-06-17")
    book.log("introduced", "Bo Lin", company="Delta", via="Ana Diaz", date="2026-06-18")
    book.log("thanked", "Ana Diaz", company="Delta", date="2026-06-18")


def confirm(book: Book) -> None:
    book.log("asked", "Di Roe", company="Delta", date="2026-06-25")
    book.log("replied", "Di Roe", company="Delta", date="2026-06-26")
    book.log("held", "Di Roe", company="Delta", date="2026-07-01")


def confirm_a_written_day(book: Book) -> None:
    book.log("asked", "Di Roe", company="Delta", date="2026-06-25")
    book.log("scheduled", "Di Roe", company="Delta", date="2026-06-26", note="2026-07-01, 10:00")


def report_back(book: Book) -> None:
    book.log("asked", "Di Roe", company="Delta", date="2026-05-25")
    book.log("held", "Di Roe", company="Delta", date="2026-06-02")
    book.log("thanked", "Di Roe", company="Delta", date="2026-06-02")


def report_back_of_a_talk_nobody_asked_for(book: Book) -> None:
    book.log("held", "Di Roe", company="Delta", date="2026-06-02", channel="event")
    book.log("thanked", "Di Roe", company="Delta", date="2026-06-02")


def stay_in_touch(book: Book) -> None:
    book.log("asked", "Di Roe", company="Delta", date="2026-01-05")
    book.log("held", "Di Roe", company="Delta", date="2026-01-12")
    book.note("Di Roe", "gave", "a table", date="2026-01-13")


def action_item(book: Book) -> None:
    book.note("Di Roe", "action item", "send her the {page} on  late data", date="2026-07-02")


def action_item_of_a_company(book: Book) -> None:
    book.note("Delta", "action item", "read their report", date="2026-07-02")


def reciprocity(book: Book) -> None:
    book.log("asked", "Di Roe", company="Delta", date="2026-03-02")
    book.log("held", "Di Roe", company="Delta", date="2026-03-10")
    book.log("contacted", "Di Roe", company="Delta", date="2026-05-10")


def give_back_for_much(book: Book) -> None:
    reciprocity(book)
    for day in (11, 12):
        book.log("held", "Di Roe", company="Delta", date=f"2026-03-{day}")


CASES = [
    ("thank", thank, "thanked"),
    ("thank", thank_the_introducer, "thanked"),
    ("write again", write_again, "followed up"),
    ("write again", write_to_the_insider_again, "followed up"),
    ("confirm", confirm, "contacted"),
    ("confirm", confirm_a_written_day, "contacted"),
    ("report back", report_back, "reported back"),
    ("report back", report_back_of_a_talk_nobody_asked_for, "reported back"),
    ("stay in touch", stay_in_touch, "contacted"),
    ("to do", action_item, "done: "),
    ("to do", action_item_of_a_company, "done: "),
    ("return a favour", reciprocity, "an hour with her slides"),
    ("return a favour", give_back_for_much, "an hour with her slides"),
]


def test_every_action_that_can_be_due_has_something_to_press_and_a_case_here() -> None:
    assert set(DOINGS) == set(ACTIONS)
    assert {action for action, *_ in CASES} == set(ACTIONS) - {"ask someone else"}


@pytest.mark.parametrize(
    ("action", "log", "kept"), CASES, ids=[log.__name__ for _, log, _ in CASES]
)
def test_what_is_done_is_gone_and_back_after_undo(
    action: str, log: Callable[[Book], None], kept: str, book: Book
) -> None:
    log(book)
    events = book.tables().events
    asked = len(infonet.conversion.request_table(events, as_of=DAY))
    panel = opened(book)
    before = due(panel)
    choose(panel, action)
    chosen = due(panel)[panel.week.due.chosen]
    tip = panel.week.done.tooltip
    assert not panel.week.done.disabled
    assert tip.startswith(("Log on Tue 30 Jun 2026: you", "Note on Tue 30 Jun 2026"))
    panel.week.gave.value = "an hour with her slides"
    panel.week.done.click()
    assert not panel.session.status.wrong, said(panel)
    assert said(panel).endswith("Undo takes it back.")
    assert chosen not in due(panel)
    assert len(due(panel)) == len(before) - 1
    # Whoever asks the functions is told the same.
    found = infonet.due(book.tables(), as_of=DAY)
    assert list(zip(found.action, found.name.fillna(""), strict=True)) == due(panel)
    tables = book.tables()
    if action in ("to do", "return a favour"):
        assert book.notes(kept).shape[0] == 1
        assert tables.events.equals(events)
    else:
        last = tables.events.sort_values("event").iloc[-1]
        assert (last.stage, f"{last.date:%Y-%m-%d}") == (kept, DAY)
        # It belongs to what was asked before, and is in no doubt.
        assert len(infonet.conversion.request_table(tables.events, as_of=DAY)) == asked
        doubts = infonet.conversion.log_issues(tables.events, as_of=DAY)
        assert len(doubts) == len(infonet.conversion.log_issues(events, as_of=DAY)) or asked == 0
    panel.week.undo.click()
    assert due(panel) == before
    assert due(panel)[panel.week.due.chosen] == chosen
    assert panel.week.done.tooltip == tip
    panel.week.back.click()
    assert chosen not in due(panel)


def test_a_favour_is_moved_on_where_more_are_owed(book: Book) -> None:
    give_back_for_much(book)
    panel = opened(book)
    choose(panel, "return a favour")
    panel.week.gave.value = "an hour with her slides"
    panel.week.done.click()
    net, events = panel.session.net, book.tables().events
    balance = infonet.agenda.reciprocity(net, events, as_of=DAY)
    assert balance[["helped", "gave", "balance"]].values.tolist() == [[3, 1, 2]]
    # Three months after the favour; four is the deadline.
    later = infonet.due(book.tables(), as_of="2026-09-30")
    [favour] = later[later.action == "return a favour"].itertuples()
    assert f"{favour.deadline:%Y-%m-%d}" == "2026-10-30"


def test_what_was_given_must_be_said_and_an_idea_stands_beside(book: Book) -> None:
    reciprocity(book)
    book.log("asked", "Eli Ota", company="Echo", date="2026-06-25")
    book.log("held", "Eli Ota", company="Echo", date="2026-06-29")
    panel = opened(book)
    assert panel.week.gave.layout.display == "none"
    choose(panel, "return a favour")
    assert panel.week.gave.layout.display == ""
    assert "An idea: ask Di Roe what would help them now." in panel.week.gave.tooltip
    panel.week.done.click()
    assert panel.session.status.wrong
    assert "what you did for them" in said(panel)
    assert book.notes().empty
    panel.week.gave.value = f"  {HOSTILE}  "
    panel.week.done.click()
    note = book.notes(kind="gave").iloc[0]
    assert (note.person, note.text, f"{note.date:%Y-%m-%d}") == ("name/di-roe", HOSTILE, DAY)
    # The row chosen next is another: what was typed was for this one.
    assert panel.week.gave.layout.display == "none"
    assert panel.week.gave.value == ""


def test_the_notes_count_in_the_panel(book: Book) -> None:
    """Action items are listed; to whoever asked not to be written to nothing is due or planned."""
    thank(book)
    action_item_of_a_company(book)
    assert due(opened(book)) == [("thank", "Di Roe"), ("to do", "")]
    book.note("Di Roe", "opted out", "by mail")
    assert due(opened(book)) == [("to do", "")]
    book.want("Echo")
    assert "Eli Ota" in [row[0] for row in opened(book).week.plan.rows]
    book.note("Eli Ota", "opted out", "by mail")
    assert "Eli Ota" not in [row[0] for row in opened(book).week.plan.rows]


# --- the buttons ---


def test_nothing_chosen_is_nothing_to_press_and_the_tooltip_says_why(book: Book) -> None:
    week = opened(book).week
    assert (week.done.disabled, week.done.tooltip) == (True, "Nothing is due")
    thank(book)
    week = opened(book).week
    assert (week.done.disabled, week.done.description) == (True, "Done")
    assert week.done.tooltip == "Choose a row of the list first"
    week.done.click()  # as somebody may by a script
    assert book.tables().events.stage.tolist() == ["asked", "held"]
    week.due.choose(0)
    assert (week.done.disabled, week.done.description) == (False, "Thanked")
    assert week.done.tooltip == "Log on Tue 30 Jun 2026: you thanked Di Roe about Delta"


def test_the_next_row_is_chosen_and_after_the_last_the_one_before(book: Book) -> None:
    for person, company in (("Di Roe", "Delta"), ("Eli Ota", "Echo"), ("Ana Diaz", "Golf")):
        book.log("asked", person, company=company, date="2026-06-25")
        book.log("held", person, company=company, date="2026-06-29")
    panel = opened(book)
    assert due(panel) == [("thank", "Ana Diaz"), ("thank", "Di Roe"), ("thank", "Eli Ota")]
    panel.week.due.choose(1)
    assert panel.session.person == "name/di-roe"
    panel.week.done.click()
    assert due(panel) == [("thank", "Ana Diaz"), ("thank", "Eli Ota")]
    assert panel.week.due.chosen == 1
    assert panel.session.person == "name/eli-ota"
    assert "you thanked Eli Ota" in panel.week.done.tooltip
    panel.week.done.click()
    assert panel.week.due.chosen == 0
    assert "you thanked Ana Diaz" in panel.week.done.tooltip
    panel.week.done.click()
    assert due(panel) == []
    assert panel.week.done.disabled
    thanked = book.tables().events.sort_values("event").person.tail(3)
    assert thanked.tolist() == ["name/di-roe", "name/eli-ota", "name/ana-diaz"]
    # Three presses, three to take back, three to bring back.
    for expected in (1, 2, 3):
        panel.week.undo.click()
        assert len(due(panel)) == expected
        assert "Redo brings it back" in said(panel)
    for expected in (2, 1, 0):
        assert not panel.week.back.disabled
        panel.week.back.click()
        assert len(due(panel)) == expected
        assert said(panel).endswith("Undo takes it back.")
    assert panel.week.back.disabled
    assert panel.log.back.disabled


def test_what_was_done_since_is_seen_though_the_week_was_not_looked_at(book: Book) -> None:
    """Many networks are made meanwhile; each may stand where an older one stood in memory."""
    thank(book)
    panel = opened(book)
    for number in range(6):
        panel.tabs.selected_index = 0
        stage = "thanked" if number % 2 == 0 else None
        if stage:
            book.log(stage, "Di Roe", company="Delta", date=DAY)
        else:
            book.undo()
        panel.session.refresh()
        book.want("Golf", priority=number + 1)
        panel.session.refresh()
        panel.tabs.selected_index = 1
        assert due(panel) == ([] if stage else [("thank", "Di Roe")])
        book.undo()


# --- another way ---


def silent(book: Book, person: str, via: str | None = None) -> None:
    """Somebody who was asked about Delta 3 business days ago, or introduced by whom was asked."""
    book.log("asked", via or person, company="Delta", date="2026-06-25")
    if via:
        book.log("introduced", person, company="Delta", via=via, date="2026-06-25")
        book.log("thanked", via, company="Delta", date="2026-06-25")


def test_another_way_does_not_go_through_who_is_silent(book: Book) -> None:
    silent(book, "Di Roe")
    panel = opened(book)
    panel.ways.target.value = "Echo"
    choose(panel, "ask someone else")
    assert panel.week.done.description == "Find someone else"
    tip = "Show in Explore the best route to Delta that is not through Di Roe"
    assert panel.week.done.tooltip == tip
    acts = len(book.history())
    panel.week.done.click()
    assert len(book.history()) == acts
    assert (panel.tabs.selected_index, panel.details.selected_index) == (0, 0)
    assert panel.session.target == panel.ways.target.value == "Delta"
    route = ("me", "name/ana-diaz", "name/bo-lin")
    assert panel.session.way.route == route
    assert panel.ways.graph.highlight == list(route)
    assert panel.log.whom.value == "name/ana-diaz"
    assert "The best route to Delta that is not through Di Roe: Ana Diaz → Bo Lin." in said(panel)
    panel.log.stages["asked"].click()
    panel.tabs.selected_index = 1
    assert ("ask someone else", "Di Roe") not in due(panel)


def test_after_an_introduction_another_way_may_be_through_who_introduced(book: Book) -> None:
    silent(book, "Bo Lin", via="Ana Diaz")
    book.log("asked", "Di Roe", company="Delta", date="2026-03-02")
    book.log("declined", "Di Roe", company="Delta", date="2026-03-03")
    panel = opened(book)
    choose(panel, "ask someone else", "Bo Lin")
    panel.week.done.click()
    # Not Bo, who is silent, nor Di, who declined, but Cy by way of Ana, who did her part.
    assert panel.session.way.route == ("me", "name/ana-diaz", "name/cy-moss")
    assert panel.log.whom.value == "name/ana-diaz"


def test_more_ways_are_shown_where_those_listed_all_go_through_who_is_silent(book: Book) -> None:
    for name in ("Fay Fox", "Gus Orr", "Hal Ito", "Ida Voss"):
        book.tie("Ana Diaz", name, closeness="strong", company="Delta", new=True)
    silent(book, "Ana Diaz")
    panel = infonet.explore(book, as_of=DAY)
    panel.ways.k.value = 2
    assert all("Ana Diaz" in row[0] for row in panel.ways.table.rows if row[1] == "introduction")
    panel.tabs.selected_index = 1
    choose(panel, "ask someone else")
    panel.week.done.click()
    assert panel.session.way.route == ("me", "name/di-roe")
    assert panel.ways.table.rows[panel.ways.table.chosen][0].endswith(". Di Roe")
    net = infonet.network(book.tables(), as_of=DAY)
    every = infonet.warm_paths(net, "Delta", k=25)
    best = next(at for at, route in enumerate(every.route) if "name/ana-diaz" not in route)
    assert panel.session.way.route == every.route[best]
    assert panel.ways.k.value == 1 + sum(every.kind[:best].isin(["introduction", "direct"]))


def test_where_there_is_no_other_way_that_is_said() -> None:
    book = Book(me="https://www.linkedin.com/in/robin-achterberg")
    book.tie("Di Roe", closeness="weak", company="Delta", new=True)
    silent(book, "Di Roe")
    panel = opened(book)
    choose(panel, "ask someone else")
    panel.week.done.click()
    assert panel.session.way.kind == "cold"
    assert "Nobody you know leads to Delta, apart from Di Roe" in said(panel)
    book.tie("Eli Ota", closeness="strong", new=True)
    panel.session.refresh()
    panel.tabs.selected_index = 1
    panel.week.done.click()
    assert panel.session.way.kind == "scout"
    assert "ask Eli Ota who they know there" in said(panel)


def test_a_company_that_nobody_of_the_book_works_at_is_a_sentence() -> None:
    book = Book(me="https://www.linkedin.com/in/robin-achterberg")
    book.tie("Di Roe", closeness="weak", new=True)
    silent(book, "Di Roe")
    panel = opened(book)
    choose(panel, "ask someone else")
    panel.week.done.click()
    assert panel.session.status.wrong
    assert "Delta" in said(panel)
    assert panel.tabs.selected_index == 0
    assert panel.session.way is None


def test_another_way_into_a_field(book: Book) -> None:
    book.person("Di Roe", title="Data engineer", company="Delta")
    book.want(field="Data engineer")
    book.log("asked", "Di Roe", company="data engineer", date="2026-06-25")
    panel = opened(book)
    choose(panel, "ask someone else")
    panel.week.done.click()
    assert panel.session.target == "field: Data engineer"
    assert panel.session.way.kind == "scout"


# --- the plan ---


def test_a_button_leads_to_what_is_due_and_a_planned_ask_to_its_target(book: Book) -> None:
    book.person("Eli Ota", title="Nurse")
    book.want(field="nurse", priority=2)
    panel = infonet.explore(book, as_of=DAY)
    panel.due.click()
    assert panel.tabs.selected_index == 1
    targets = [row[1] for row in panel.week.plan.rows]
    panel.week.plan.choose(targets.index("nurse"))
    assert panel.tabs.selected_index == 0
    assert panel.ways.target.value == "field: nurse"
    assert panel.session.person == "name/eli-ota"


def test_a_planned_ask_leads_to_the_very_way_that_was_planned(book: Book) -> None:
    """Best is Di, but she was met: the plan goes on to Bo, and Explore shows that way."""
    book.log("asked", "Di Roe", company="Delta", date="2026-03-02")
    book.log("held", "Di Roe", company="Delta", date="2026-03-10")
    panel = opened(book)
    net = infonet.network(book.tables(), as_of=DAY)
    week = infonet.plan(net, book.tables().events, as_of=DAY)
    [at] = week.index[week.company == "Delta"]
    ask = week.loc[at]
    assert ask.route != infonet.warm_paths(net, "Delta").route[0]
    panel.week.plan.choose(int(at))
    assert panel.session.way.route == ask.route
    assert panel.log.whom.value == ask.person
    assert (panel.tabs.selected_index, panel.details.selected_index) == (0, 0)


# --- which request it is of ---


def test_a_request_is_named_only_where_the_log_would_not_find_it(book: Book) -> None:
    write_again(book)
    panel = opened(book)
    choose(panel, "write again")
    panel.week.done.click()
    # So it stays with its ask, also when that is corrected, and when its person is found to be
    # somebody in an export.
    book.correct(int(book.tables().events.event[0]), date="2026-06-17")
    assert len(infonet.conversion.request_table(book.tables().events, as_of=DAY)) == 1
    book.person("https://www.linkedin.com/in/di-roe", name="Di Roe")
    book.same("name/di-roe", "in/di-roe")
    assert len(infonet.conversion.request_table(book.tables().events, as_of=DAY)) == 1


def test_a_request_with_a_name_of_its_own_is_named(book: Book) -> None:
    for name in ("R7", "R8"):
        book.log("asked", "Di Roe", company="Delta", date="2026-06-18", request=name)
    panel = opened(book)
    assert due(panel).count(("write again", "Di Roe")) == 2
    for left in (1, 0):
        choose(panel, "write again")
        panel.week.done.click()
        assert due(panel).count(("write again", "Di Roe")) == left
    assert book.tables().events.request.value_counts().to_dict() == {"R7": 2, "R8": 2}


def test_of_two_requests_the_one_in_the_row_is_named(book: Book) -> None:
    """Bo stands on two ways that were asked for on one day: the log alone could not tell."""
    book.tie("Eli Ota", "Bo Lin")
    for person in ("Ana Diaz", "Eli Ota"):
        book.log("asked", person, company="Delta", kind="introduction", date="2026-06-17")
        book.log("introduced", "Bo Lin", company="Delta", via=person, date="2026-06-18")
        book.log("thanked", person, company="Delta", date="2026-06-18")
    panel = opened(book)
    rows = [row for row in due(panel) if row == ("write again", "Bo Lin")]
    assert len(rows) == 2
    for left in (1, 0):
        choose(panel, "write again")
        panel.week.done.click()
        assert due(panel).count(("write again", "Bo Lin")) == left
    assert not len(infonet.conversion.log_issues(book.tables().events, as_of=DAY))


def test_hostile_words_are_letters_in_tooltips_and_buttons(book: Book) -> None:
    book.note("Di Roe", "action item", f"{HOSTILE} {{who}}", date="2026-07-02")
    panel = opened(book)
    panel.week.due.choose(0)
    assert panel.week.done.description == "Done"
    assert panel.week.done.tooltip.endswith(f"{HOSTILE} {{who}}")
