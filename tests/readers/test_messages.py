"""messages.csv: who really talks to whom, without keeping a word."""

from __future__ import annotations

import csv
import random
import time
import tracemalloc
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from infonet import readers
from infonet.tables import check
from tests.exports import MESSAGE, ROBIN, connections, message, messages, person, table, zipped

ME, ANA, BO = "robin-achterberg", "ana-diaz", "bo-lin"
KNOWN = connections(person("Ana Diaz", ANA), person("Bo Lin", BO))
WORDS = "the crown jewels"


def read(tmp_path: Path, text: str, me: str | None = ROBIN, **more: str) -> readers.Reading:
    files = {"Connections.csv": KNOWN, "messages.csv": text, **more}
    reading = readers.read(zipped(tmp_path / "x.zip", files), me=me)
    assert check(reading.tables).empty
    assert (reading.files.rows == reading.files[["people", "merged", "reported"]].sum(axis=1)).all()
    return reading


def talk(reading: readers.Reading) -> dict[str, tuple[int, str, str, str]]:
    """Return by the other's key: exchanges, since, last, who wrote first."""
    ties = reading.tables.ties.query("evidence == 'messages'")
    return {
        min(tie["source"], tie["target"]): (
            tie["exchanges"],
            str(tie["since"].date()),
            str(tie["last"].date()),
            tie["started"],
        )
        for tie in ties.to_dict("records")
    }


def account(reading: readers.Reading) -> list[int]:
    return list(reading.files.set_index("file").loc["messages.csv"])


def reasons(reading: readers.Reading) -> dict[int, str]:
    rows = reading.report.query("file == 'messages.csv'")
    return dict(zip(rows.line, rows.problem, strict=True))


def test_a_conversation_counts_what_went_both_ways(tmp_path: Path) -> None:
    reading = read(
        tmp_path,
        messages(
            message(ANA, ME, "2026-03-05 10:00:00 UTC", "c"),
            message(ME, ANA, "2026-03-02 10:00:00 UTC", "b"),
            message(ME, ANA, "2026-03-01 09:30:00 UTC", "a", thread="other"),
            message(BO, ME, "2025-01-01 00:00:00 UTC", "d", thread="t2"),
        ),
    )
    assert talk(reading) == {
        "in/ana-diaz": (1, "2026-03-01", "2026-03-05", "me"),
        "in/bo-lin": (0, "2025-01-01", "2025-01-01", "in/bo-lin"),
    }
    assert account(reading) == [4, 0, 4, 0]


def test_of_one_second_the_later_line_came_first(tmp_path: Path) -> None:
    reading = read(tmp_path, messages(message(ME, ANA, body="b"), message(ANA, ME, body="a")))
    assert talk(reading)["in/ana-diaz"][3] == "in/ana-diaz"


def test_a_day_is_the_day_in_utc(tmp_path: Path) -> None:
    reading = read(tmp_path, messages(message(ANA, ME, "2026-03-01T01:00:00+02:00")))
    assert talk(reading)["in/ana-diaz"][1] == "2026-02-28"


def test_somebody_else_comes_in_by_a_two_way_thread_only(tmp_path: Path) -> None:
    reading = read(
        tmp_path,
        messages(
            message("dee-okoro", ME, body="a", thread="d"),
            message(ME, "dee-okoro", body="b", thread="d"),
            message("ed-vance", ME, body="c", thread="e"),
        ),
    )
    dee = reading.tables.people.set_index("person").loc["in/dee-okoro"]
    assert list(dee[["name", "source"]]) == ["Dee Okoro", "messages.csv"]
    assert "in/ed-vance" not in set(reading.tables.people.person)
    assert account(reading) == [3, 1, 1, 1]
    assert reasons(reading) == {4: "one-way, with somebody who is no connection"}


@pytest.mark.parametrize(
    ("row", "reason", "column"),
    [
        (message(ANA, f"{ME} dee-okoro"), "a conversation of more than two", None),
        (message(ANA, ME, folder="spam"), "in the spam folder", "FOLDER"),
        (message(ME, ANA, draft="yes"), "a draft, never sent", "IS MESSAGE DRAFT"),
        (message("", ME, name="Foxtrot"), "no sender's address", "SENDER PROFILE URL"),
        (message(ANA, ME, body='<p class="spinmail-x">Buy'), "sponsored", "CONTENT"),
        (message(ANA, ME, body=" "), "an empty message", "CONTENT"),
        (message(ME, ME), "a message to yourself", None),
    ],
)
def test_what_is_no_conversation_of_two_is_reported(
    tmp_path: Path, row: Sequence[str], reason: str, column: str | None
) -> None:
    reading = read(tmp_path, messages(row))
    assert talk(reading) == {}
    assert account(reading) == [1, 0, 0, 1]
    (line,) = reading.report.query("file == 'messages.csv'").to_dict("records")
    assert line["line"] == 2
    assert line["problem"].startswith(reason)
    assert (line["column"] if column else None) == column


def test_one_message_to_a_group_makes_the_whole_thread_a_group(tmp_path: Path) -> None:
    group = message(ANA, f"{ME} dee-okoro"), message(ANA, ME, body="b")
    assert account(read(tmp_path, messages(*group))) == [2, 0, 0, 2]


def together(reading: readers.Reading) -> list[list[object]]:
    """Return of each gathering: the people, its size, its weeks and its last day."""
    rows = reading.tables.gatherings
    return [
        [
            sorted(one.person),
            int(one["size"].iloc[0]),
            int(one.times.iloc[0]),
            str(one["last"].iloc[0].date()),
        ]
        for _, one in rows.groupby("gathering")
    ]


def test_a_group_thread_says_who_was_together_and_makes_no_tie(tmp_path: Path) -> None:
    # Two weeks: a Sunday, then the Monday after it and its Tuesday. Ed is no connection.
    reading = read(
        tmp_path,
        messages(
            message(ANA, f"{ME} {BO} ed-vance", "2026-03-01 09:30:00 UTC"),
            message(ME, f"{ANA} {BO} ed-vance", "2026-03-02 09:30:00 UTC", body="b"),
            message(BO, f"{ME} {ANA} ed-vance", "2026-03-03 09:30:00 UTC", body="c"),
        ),
    )
    assert talk(reading) == {}
    assert together(reading) == [[["in/ana-diaz", "in/bo-lin"], 4, 2, "2026-03-03"]]
    assert account(reading) == [3, 0, 3, 0]
    assert "1 group conversation of your contacts" in str(reading)


@pytest.mark.parametrize(("others", "kept"), [(1, 0), (2, 1), (7, 1), (8, 0)])
def test_a_group_has_three_to_eight_people(tmp_path: Path, others: int, kept: int) -> None:
    slugs = [f"p{n}" for n in range(others)]
    known = connections(*(person(f"Person {slug}", slug) for slug in slugs))
    text = messages(message(ME, " ".join(slugs)))
    reading = read(tmp_path, text, **{"Connections.csv": known})
    assert len(together(reading)) == kept


def test_the_same_thread_of_two_exports_is_one_gathering(tmp_path: Path) -> None:
    row = message(ANA, f"{ME} {BO}", thread="2-abc")
    later = message(BO, f"{ME} {ANA}", "2026-04-20 09:30:00 UTC", "b", thread="2-abc")
    one, two = (
        read(tmp_path, messages(*rows)).tables.gatherings.gathering
        for rows in ([row], [row, later])
    )
    assert set(one) == set(two)
    assert "2-abc" not in one[0]


@pytest.mark.parametrize(("people", "credited"), [(7, 7), (8, 0)])
def test_the_same_words_to_eight_people_are_a_circular(
    tmp_path: Path, people: int, credited: int
) -> None:
    rows = [
        row
        for n in range(people)
        for row in (
            message(ME, f"p{n}", body=WORDS, thread=f"t{n}"),
            message(f"p{n}", ME, body=f"Thanks {n}", thread=f"t{n}"),
        )
    ]
    reading = read(tmp_path, messages(*rows))
    assert [row[0] for row in talk(reading).values()] == [1] * credited
    # the circular itself and, as its readers are no connections, what they answered
    assert account(reading)[3] == (0 if credited else 16)


def test_no_word_of_a_message_is_kept(tmp_path: Path) -> None:
    rows = [message(ME, ANA, body=WORDS), message(ANA, ME, body=WORDS, folder="SPAM")]
    broken = '"t","",' + f'"{WORDS}"x,"{WORDS}\n{WORDS}","'
    reading = read(tmp_path, messages(*rows) + broken)
    kept = "".join(frame.to_string() for frame in (*reading.tables, reading.report, reading.files))
    assert WORDS not in kept + repr(reading)
    assert account(reading)[0] == 4


def test_line_breaks_in_a_body_keep_the_lines_right(tmp_path: Path) -> None:
    rows = [message(ME, ANA, body="one\r\ntwo\n\nthree"), message("ed", ME, thread="e")]
    assert list(reasons(read(tmp_path, messages(*rows)))) == [6]


@pytest.mark.parametrize("width", [9, 12, 13])
def test_columns_of_every_era_are_found_by_name(tmp_path: Path, width: int) -> None:
    rows = [message(ME, ANA, body="a"), message(ANA, ME, body="b")]
    if width == 9:  # the oldest: no addresses of recipients, no attachments, no drafts
        kept = [i for i, name in enumerate(MESSAGE) if i not in (5, 10, 11)]
    else:
        kept = list(range(12))
    header = [MESSAGE[i].title() for i in kept] + ["IS CONVERSATION DRAFT"] * (width == 13)
    text = table(header, [[row[i] for i in kept] + ["No"] * (width == 13) for row in rows])
    assert len(header) == width
    assert talk(read(tmp_path, text))["in/ana-diaz"][0] == 1


def test_without_addresses_of_recipients_names_tell_who_it_is(tmp_path: Path) -> None:
    kept = [i for i, name in enumerate(MESSAGE) if name != "RECIPIENT PROFILE URLS"]
    rows = [
        message(ME, BO, body="to a connection of that name", thread="b"),
        message(ME, "nobody-known", body="to a stranger", thread="n"),
        message(ME, f"{ANA} {BO}", body="to both", thread="g"),
    ]
    text = table([MESSAGE[i] for i in kept], [[row[i] for i in kept] for row in rows])
    reading = read(tmp_path, text)
    assert list(talk(reading)) == ["in/bo-lin"]
    assert set(reasons(reading)) == {3, 4}


def test_old_connections_without_addresses_are_joined_by_a_unique_name(tmp_path: Path) -> None:
    old = connections(
        person("Ana Diaz"), person("Bo Lin"), person("Bo Lin", company="Echo"), era=2020
    )
    text = messages(message(ANA, ME), message(BO, ME, thread="b"))
    reading = read(tmp_path, text, **{"Connections.csv": old})
    assert list(talk(reading)) == ["me"]  # "me" sorts before "name/ana-diaz"
    assert reading.tables.ties.query("evidence == 'messages'").target.tolist() == ["name/ana-diaz"]
    assert account(reading) == [2, 0, 1, 1]


INVITED = (
    "From,To,Sent At,Message,Direction,inviterProfileUrl,inviteeProfileUrl\n"
    f'Robin,Flo,"1/2/26, 1:00 PM",,OUTGOING,{ROBIN},https://www.linkedin.com/in/flo\n'
)
TWO_WAY = (message("dee", ME, body="a", thread="d"), message(ME, "dee", body="b", thread="d"))
PROFILE = "First Name,Last Name,Headline\nRobin,Achterberg,Analyst\n"


@pytest.mark.parametrize(
    ("rows", "more"),
    [
        (TWO_WAY, {"Invitations.csv": INVITED}),
        ((*TWO_WAY, message(ANA, ME, thread="a")), {}),
        (TWO_WAY, {"Profile.csv": PROFILE}),
    ],
    ids=["who sends the invitations", "who is in most threads", "who has the profile's name"],
)
def test_the_owner_is_found_out(
    tmp_path: Path, rows: tuple[tuple[str, ...], ...], more: dict[str, str]
) -> None:
    reading = read(tmp_path, messages(*rows), None, **more)
    assert talk(reading)["in/dee"][0] == 1
    assert reading.tables.people.url[0] == ROBIN


def test_an_owner_who_is_not_known_is_asked_for(tmp_path: Path) -> None:
    reading = read(tmp_path, messages(*TWO_WAY), None)
    assert account(reading) == [2, 0, 0, 2]
    assert reading.report.action.str.contains(
        "say which profile is yours (`me=`)", regex=False
    ).all()
    assert talk(read(tmp_path, messages(*TWO_WAY), "Robin Achterberg"))["in/dee"][0] == 1


def test_other_files_of_messages_are_never_read(tmp_path: Path) -> None:
    names = ("guide_messages.csv", "learning_coach_messages.csv", "coach_messages.csv")
    reading = read(tmp_path, messages(), **dict.fromkeys(names, messages(*TWO_WAY)))
    assert set(reading.files.file) == {"Connections.csv", "messages.csv"}


def test_saved_again_with_numeric_dates_the_order_is_proved_or_missing(tmp_path: Path) -> None:
    rows = [message(ANA, ME, "3/4/2026 9:30", "a"), message(ME, ANA, "4/4/2026 9:31", "b")]
    reading = read(tmp_path, messages(*rows))
    assert reading.tables.ties.query("evidence == 'messages'").since.dt.month.tolist() == [4]
    assert list(reasons(reading).values()) == ["day and month cannot be told apart"]
    reading = read(tmp_path, messages(*rows, message(ANA, ME, "3/14/2026 9:32", "c")))
    assert talk(reading)["in/ana-diaz"] == (1, "2026-03-04", "2026-04-04", "in/ana-diaz")


def test_a_large_file_is_streamed(tmp_path: Path, full_count: Callable[[int, int], int]) -> None:
    count = full_count(8_000, 200_000)
    chance = random.Random(3)
    rows = []
    for number in range(count):
        other = f"p{number % 400}"
        pair = (ME, other) if chance.random() < 0.5 else (other, ME)
        rows.append(message(*pair, body=f"{number}\n" + "word " * 200, thread=other))
    text = table(MESSAGE, rows, quoting=csv.QUOTE_ALL)
    path = zipped(tmp_path / "x.zip", {"Connections.csv": KNOWN, "messages.csv": text})
    size, began = len(text), time.process_time()
    del rows, text
    reading = readers.read(path, me=ROBIN)
    assert time.process_time() - began < 20 * count / 200_000 + 3
    assert account(reading) == [count, 400, count - 400, 0]
    if count < 200_000:
        del reading
        tracemalloc.start()
        readers.read(path, me=ROBIN)
        # The text alone would be more than the numbers, the report and the buffers are together.
        assert tracemalloc.get_traced_memory()[1] < size
        tracemalloc.stop()
