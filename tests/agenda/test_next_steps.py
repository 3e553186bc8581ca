"""The story of a request: each next step is what a person would expect, with names in it."""

from __future__ import annotations

import pytest

import infonet
from infonet import Book, InfonetError
from infonet.agenda import next_steps, story
from infonet.ledger import Ledger

DAY = "2026-06-30"


@pytest.fixture
def book() -> Book:
    """Ana knows Chidi, who works at Delta."""
    book = Book(me="https://www.linkedin.com/in/robin-achterberg")
    book.tie("Ana Diaz", closeness="strong", new=True)
    book.tie("Ana Diaz", "Chidi Obi", kind="colleague", company="Delta", new=True)
    book.want("Delta")
    return book


def asked(book: Book) -> str:
    ways = infonet.warm_paths(infonet.network(book, as_of=DAY), "Delta")
    way = ways[ways.kind == "introduction"].iloc[0]
    book.log("asked", "Ana Diaz", company="Delta", date="2026-06-01", way=way)
    return str(book.tables().events.request[0])


def test_the_first_step_tells_the_true_story_to_its_end(book: Book) -> None:
    request = asked(book)
    labels, day = [], 1
    while len(steps := next_steps(book, request, as_of=DAY)):
        step = steps.iloc[0]
        if not step.usual:
            break
        day += 1
        labels.append(step.label)
        text = {name: step[name] for name in ("person", "via") if isinstance(step[name], str)}
        book.log(
            step.stage, text.get("person"), company="Delta", via=text.get("via"),
            request=request, date=f"2026-06-{day:02}",
        )  # fmt: skip
    assert labels == [
        "Ana introduced me to Chidi",
        "Chidi replied",
        "Chidi and I agreed on a date",
        "Chidi and I talked",
        "I thanked Chidi",
        "Chidi referred me",
        "I applied at Delta",
        "I had a job interview at Delta",
        "Delta made me an offer",
    ]
    told = story(book, request, as_of=DAY)
    assert told.label.tolist() == ["I asked Ana", *labels]
    table = infonet.conversion.request_table(book, as_of=DAY)
    assert table.state.tolist() == ["offered"] and table.route[0][-1] == "name/chidi-obi"


def test_beside_it_stands_a_refusal_of_who_is_awaited(book: Book) -> None:
    request = asked(book)
    steps = next_steps(book, request, as_of=DAY)
    assert steps.label[:2].tolist() == ["Ana introduced me to Chidi", "Ana said no"]
    assert steps.usual.sum() == 2
    book.log(
        "introduced",
        "Chidi Obi",
        company="Delta",
        via="Ana Diaz",
        request=request,
        date="2026-06-03",
    )
    assert "Chidi said no" in next_steps(book, request, as_of=DAY).label[:2].tolist()


def test_every_stage_can_be_said_of_the_person_awaited(book: Book) -> None:
    steps = next_steps(book, asked(book), as_of=DAY)
    stages = set(infonet.tables.STAGES) - {"asked"}
    assert stages <= set(steps.stage)
    assert steps.set_index("stage").asks[["scheduled", "held", "named"]].tolist() == [
        "when",
        "talk",
        "who",
    ]


def test_somebody_else_whom_they_introduced_has_to_be_named(book: Book) -> None:
    steps = next_steps(book, asked(book), as_of=DAY)
    other = steps[(steps.stage == "introduced") & steps.person.isna()]
    assert other.asks.tolist() == ["who"] and other.label.tolist() == [
        "Ana introduced me to somebody"
    ]


def test_after_an_end_nothing_is_usual(book: Book) -> None:
    request = asked(book)
    book.log("declined", "Ana Diaz", company="Delta", request=request, date="2026-06-04")
    assert not next_steps(book, request, as_of=DAY).usual.any()


def test_a_refusal_of_the_company_can_be_said_after_applying(book: Book) -> None:
    request = asked(book)
    book.log("applied", "Ana Diaz", company="Delta", request=request, date="2026-06-05")
    steps = next_steps(book, request, as_of=DAY)
    assert "Delta said no" in steps.label.tolist()


def test_two_of_one_first_name_have_their_full_names(book: Book) -> None:
    book.tie("Ana Diaz", "Ana Berg", kind="colleague", company="Echo", new=True)
    book.log("asked", "Ana Diaz", company="Echo", date="2026-06-01", kind="introduction")
    request = str(book.tables().events.request[0])
    book.log(
        "introduced", "Ana Berg", company="Echo", via="Ana Diaz", request=request, date="2026-06-02"
    )
    assert story(book, request, as_of=DAY).label[1] == "Ana Diaz introduced me to Ana Berg"


def test_no_such_request_is_said(book: Book) -> None:
    with pytest.raises(InfonetError, match="the log has none"):
        next_steps(book, "nothing", as_of=DAY)
    asked(book)
    with pytest.raises(InfonetError, match="expected a request of the log by 2026-05-01"):
        story(book, str(book.tables().events.request[0]), as_of="2026-05-01")


def test_whom_the_one_asked_knows_there_is_offered_where_the_ask_does_not_say(book: Book) -> None:
    book.person("Dora Ek", company="Delta")  # whom Ana does not know
    book.tie("Ana Diaz", "Femi Ade", kind="colleague", company="Echo", new=True)
    book.log("asked", "Ana Diaz", company="Delta", date="2026-06-01", kind="introduction")
    request = str(book.tables().events.request[0])
    steps = next_steps(book, request, as_of=DAY)
    assert steps[steps.usual].label.tolist() == [
        "Ana introduced me to Chidi",
        "Ana introduced me to somebody",
        "Ana said no",
    ]
    assert steps.asks[:2].tolist() == ["", "who"]


def test_a_ledger_that_was_read_is_taken_in_the_place_of_tables(book: Book) -> None:
    request = asked(book)
    read = Ledger.of(book.tables())
    assert story(read, request, as_of=DAY).equals(story(book, request, as_of=DAY))
    with pytest.raises(InfonetError, match="read from tables"):
        next_steps(Ledger.of(book.tables().events), request, as_of=DAY)


def test_in_a_field_of_work_nothing_is_said_of_a_company() -> None:
    book = Book(me="https://www.linkedin.com/in/robin-achterberg")
    book.tie("Bo Lin", title="Data Engineer", company="Delta", closeness="strong", new=True)
    book.want(field="data engineering")
    for stage, day in (("asked", 1), ("replied", 2), ("held", 3), ("applied", 4)):
        book.log(stage, "Bo Lin", company="data engineering", date=f"2026-06-{day:02}")
    request = str(book.tables().events.request[0])
    said = story(book, request, as_of=DAY).label.tolist()
    assert said[-1] == "I applied for a job in data engineering"
    labels = next_steps(book, request, as_of=DAY).label.tolist()
    assert labels[0] == "I had a job interview in data engineering"
    assert "I was offered a job in data engineering" in labels and "Bo said no" in labels
    assert not [each for each in labels if "data engineering said" in each or " at data" in each]
