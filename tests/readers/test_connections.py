"""Connections.csv: who is who, and what is doubted."""

from __future__ import annotations

import random
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from infonet import readers
from infonet.tables import Tables, check
from tests.exports import NEW, NOTE, connections, person, table

ROBIN = "https://www.linkedin.com/in/robin-achterberg"


Read = Callable[..., readers.Reading]


@pytest.fixture
def read(tmp_path: Path) -> Read:
    def reader(*rows: tuple[str, ...], era: int = 2023, **options: Any) -> readers.Reading:
        path = tmp_path / "Connections.csv"
        path.write_text(connections(*rows, era=era), "utf-8")
        reading = readers.read(path, **options)
        assert check(reading.tables).empty
        counts = reading.counts
        assert counts.rows == len(rows) == counts.people + counts.merged + counts.reported
        return reading

    return reader


def keys(tables: Tables) -> list[str]:
    return tables.people.person.tolist()[1:]


def doubts(reading: readers.Reading) -> list[list[object]]:
    return reading.report[["line", "column", "problem"]].to_numpy().tolist()


def test_a_connection_is_a_person_a_job_and_a_tie(read: Read) -> None:
    tables = read(
        person("Ana Diaz", "ana-diaz", email="Ana@Example.com", company="Delta", title="Engineer")
    ).tables
    assert tables.people.loc[1].dropna().to_dict() == {
        "person": "in/ana-diaz",
        "name": "Ana Diaz",
        "email": "ana@example.com",
        "url": "https://www.linkedin.com/in/ana-diaz",
        "source": "Connections.csv",
    }
    assert tables.jobs.loc[0].dropna().to_dict() == {
        "person": "in/ana-diaz",
        "company": "Delta",
        "title": "Engineer",
    }
    tie = tables.ties.loc[0]
    assert list(tie[["source", "target", "evidence", "origin"]]) == [
        "in/ana-diaz",
        "me",
        "connection",
        "me",
    ]
    assert str(tie.since) == "2026-02-08 00:00:00"
    assert tables.ties[["last", "started", "closeness"]].isna().all(axis=None)


@pytest.mark.parametrize(
    "address",
    [
        "https://www.linkedin.com/in/josé-ruiz",
        "www.linkedin.com/in/jos%C3%A9-ruiz",
        "de.linkedin.com/in/Jos%C3%A9-Ruiz/?trk=people",
        "http://linkedin.com/in/JOSÉ-RUIZ/",
    ],
)
def test_every_spelling_of_an_address_is_one_person(read: Read, address: str) -> None:
    row = list(person("José Ruiz", "x"))
    row[2] = address
    people = read(tuple(row)).tables.people
    assert people.person[1] == "in/josé-ruiz"
    assert people.url[1] == "https://www.linkedin.com/in/josé-ruiz"


def test_a_hostile_address_cannot_break_out_of_a_link(read: Read) -> None:
    people = read(person("Ana Diaz", "%22%3E%3Cimg%20onerror=x")).tables.people
    assert people.url[1] == "https://www.linkedin.com/in/%22%3E%3Cimg%20onerror%3Dx"


def test_a_closed_account_is_reported_and_no_person(read: Read) -> None:
    reading = read(person("", on="17 May 2019"), person("Bo Lin", "bo-lin"), ("",) * 7)
    assert keys(reading.tables) == ["in/bo-lin"]
    assert doubts(reading) == [
        [5, "First Name", "this person closed their account"],
        [7, "First Name", "this row is empty"],
    ]


@pytest.mark.parametrize("name", ["Ana", " Diaz"])
def test_half_a_name_is_enough(read: Read, name: str) -> None:
    assert read(person(name, "ana")).tables.people.name[1] == name.strip()


@pytest.mark.parametrize(
    "name",
    [
        "=HYPERLINK(1) Ana",
        "Ana <img onerror=x>",
        "Looper, DipWSET",
        "王 小明",
        "Ana 👩🏽‍🔬",
        "محمد علی",
        'O\'Neill "Tip" III',
    ],
)
def test_a_name_is_text_and_stays_as_it_is(read: Read, name: str) -> None:
    assert read(person(name, "x")).tables.people.name[1] == name


def test_a_name_is_one_line_without_control_characters(read: Read) -> None:
    assert read(person("An\x07a\t\u202eDi\naz  ", "x")).tables.people.name[1] == "Ana Di az"


def test_what_names_nobody_is_reported(read: Read) -> None:
    reading = read(person("", company="Delta"), person("🍷", ""))
    assert len(reading.tables.people) == 1
    assert [row[2] for row in doubts(reading)] == [
        "there is no name and no profile address",
        "the name has no letters, and there is no profile address",
    ]


def test_a_person_without_a_name_is_named_after_the_address(read: Read) -> None:
    reading = read(person("", "ana-diaz"))
    assert reading.tables.people.name[1] == "ana diaz"
    assert doubts(reading) == [[5, "First Name", "no name"]]


def test_what_is_no_profile_address_is_reported_and_the_person_kept_by_name(read: Read) -> None:
    row = list(person("Ana Diaz", "x", email="nonsense"))
    row[2] = "https://www.linkedin.com/company/delta"
    reading = read(tuple(row))
    assert keys(reading.tables) == ["name/ana-diaz"]
    assert [row[1] for row in doubts(reading)] == ["URL", "Email Address"]
    assert reading.tables.people[["url", "email"]].isna().all(axis=None)


def test_the_same_address_twice_is_one_person_with_both_jobs(read: Read) -> None:
    reading = read(
        person("Ana Diaz", "ana", company="Delta", on="1 Jan 2020"),
        person("Ana D. Diaz", "ANA", company="Echo", email="ana@example.com", on="1 Jan 2025"),
    )
    assert reading.counts.tolist() == [2, 1, 1, 0]
    assert list(reading.tables.people.loc[1, ["name", "email"]]) == [
        "Ana D. Diaz",
        "ana@example.com",
    ]
    assert reading.tables.jobs.company.tolist() == ["Echo", "Delta"]
    assert str(reading.tables.ties.since[0].date()) == "2020-01-01"


OLD_ROWS = [
    person("Ana Diaz", company="Delta", email="ana@example.com", on="1 Jan 2018"),
    person("Ana Diaz", company="Echo", email="ANA@example.com", on="1 Jan 2019"),  # same e-mail
    person("Ana Diaz", company="Golf", on="1 Jan 2017"),
    person("Ana Diaz", company="Golf", on="1 Jan 2017"),  # equal in everything
    person("Ana Díaz", company="Hotel", on="1 Jan 2017"),
    person("Bo Lin", company="Echo", on="1 Jan 2020"),
]


def test_people_without_addresses_are_told_apart_by_more_than_the_name(read: Read) -> None:
    reading = read(*OLD_ROWS, era=2020)
    # three Anas: one by e-mail (rows 1, 2), one by equal rows (3, 4), one alone (5); and Bo
    assert sorted(keys(reading.tables)) == [
        "name/ana-diaz",
        "name/ana-diaz~2",
        "name/ana-diaz~3",
        "name/bo-lin",
    ]
    assert reading.counts.tolist() == [6, 4, 2, 0]


@settings(max_examples=20)
@given(st.randoms(use_true_random=False))
def test_the_order_of_the_rows_changes_nobody(
    tmp_path_factory: pytest.TempPathFactory, chance: random.Random
) -> None:
    def jobs(rows: list[tuple[str, ...]]) -> set[tuple[str, str]]:
        path = tmp_path_factory.getbasetemp() / "Connections.csv"
        path.write_text(connections(*rows, era=2020), "utf-8")
        tables = readers.read(path).tables
        return set(zip(tables.jobs.person, tables.jobs.company, strict=True))

    shuffled = OLD_ROWS.copy()
    chance.shuffle(shuffled)
    assert jobs(shuffled) == jobs(OLD_ROWS)


def test_an_address_of_mail_leads_to_the_one_profile_that_has_it(read: Read) -> None:
    reading = read(
        person("Ana Diaz", "ana", email="ana@example.com"),
        person("Ana Diaz", email="ana@example.com", company="Delta"),
        person("Ana Diaz", company="Echo"),
    )
    assert keys(reading.tables) == ["in/ana", "name/ana-diaz"]
    assert reading.tables.jobs.person.tolist() == ["in/ana", "name/ana-diaz"]


def test_the_owner_among_the_connections_is_no_tie_to_oneself(read: Read) -> None:
    reading = read(
        person("Robin Achterberg", "robin-achterberg", company="Golf"),
        person("Ana Diaz", "ana-diaz"),
        me=ROBIN,
    )
    assert reading.tables.people.person.tolist() == ["me", "in/ana-diaz"]
    assert len(reading.tables.ties) == 1
    assert reading.tables.jobs.person.tolist() == ["me"]
    assert reading.counts.tolist() == [2, 1, 1, 0]
    assert "say whose it is (`owner=`)" in reading.report.action[0]


def test_self_employed_is_kept_as_it_was_written(read: Read) -> None:
    jobs = read(
        person("A", "a", company=" Self-employed "), person("B", "b", title="Poet")
    ).tables.jobs
    assert jobs.company.dropna().tolist() == ["Self-employed"]
    assert jobs.title.dropna().tolist() == ["Poet"]


@pytest.mark.parametrize(
    ("said", "key", "name", "url"),
    [
        ("Ana Diaz", "name/ana-diaz", "Ana Diaz", None),
        ("linkedin.com/in/Ana-Diaz", "in/ana-diaz", None, "https://www.linkedin.com/in/ana-diaz"),
        ("in/ana-diaz", "in/ana-diaz", None, "https://www.linkedin.com/in/ana-diaz"),
        ("name/ana-diaz~2", "name/ana-diaz~2", None, None),
    ],
)
def test_a_friends_connections_are_ties_of_the_friend(
    read: Read, said: str, key: str, name: str | None, url: str | None
) -> None:
    reading = read(person("Bo Lin", "bo-lin"), owner=said)
    assert reading.owner == key
    friend = reading.tables.people.loc[0].dropna().to_dict()
    assert (friend["person"], friend.get("name"), friend.get("url")) == (key, name, url)
    tie = reading.tables.ties.loc[0]
    assert [tie.source, tie.target] == sorted([key, "in/bo-lin"])
    assert tie.origin == key


def test_i_am_me_in_a_friends_export_when_i_say_who_i_am(read: Read) -> None:
    row = person("Robin Achterberg", "robin-achterberg")
    assert keys(read(row, owner="Ana Diaz").tables) == ["in/robin-achterberg"]
    tie = read(row, owner="Ana Diaz", me=ROBIN).tables.ties.loc[0]
    assert [tie.source, tie.target, tie.origin] == ["me", "name/ana-diaz", "name/ana-diaz"]


DATES = {
    "08 Feb 2026": "2026-02-08",
    "1 Jan 2026": "2026-01-01",
    "4-Apr-21": "2021-04-04",
    "2026-02-08": "2026-02-08",
    "2026-02-08 10:11:12": "2026-02-08",
    "2/28/2026": "2026-02-28",
    "2/28/2026, 9:30 AM": "2026-02-28",
    "28/2/2026": "2026-02-28",
    "3/3/2026": "2026-03-03",
    "08.02.2026": "2026-02-08",
}


@pytest.mark.parametrize("text", DATES)
def test_a_date_is_read_as_midnight(read: Read, text: str) -> None:
    since = read(person("Ana Diaz", "ana", on=text)).tables.ties.since
    assert str(since[0]) == DATES[text] + " 00:00:00"
    assert str(since.dtype) == "datetime64[s]"


@pytest.mark.parametrize(
    "text", ["31 Feb 2026", "08 Fex 2026", "44290", "13/13/2026", "soon", "1 Jan 0026"]
)
def test_what_is_no_date_is_reported_and_the_person_kept(read: Read, text: str) -> None:
    reading = read(person("Ana Diaz", "ana", on=text))
    assert doubts(reading) == [[5, "Connected On", "not a date"]]
    assert reading.counts.tolist() == [1, 1, 0, 0]
    assert reading.tables.ties.since.isna().all()


def test_a_day_and_a_month_are_not_guessed_apart(read: Read) -> None:
    reading = read(person("Ana Diaz", "ana", on="3/4/2026"), person("Bo Lin", "bo", on="5/5/2026"))
    assert doubts(reading) == [[5, "Connected On", "day and month cannot be told apart"]]
    assert reading.tables.ties.since.isna().tolist() == [True, False]


@pytest.mark.parametrize(
    ("proof", "day", "order"),
    [("4/13/2026", "2026-03-04", "month/day"), ("13/4/2026", "2026-04-03", "day/month")],
)
def test_the_files_own_rows_may_prove_the_order(
    read: Read, proof: str, day: str, order: str
) -> None:
    reading = read(*(person(n, n, on="3/4/2026") for n in "abc"), person("d", "d", on=proof))
    assert [str(date.date()) for date in reading.tables.ties.since[:3]] == [day] * 3
    assert len(reading.report) == 1
    assert order in reading.report.problem[0]


def test_rows_that_prove_both_orders_prove_none(read: Read) -> None:
    days = ["3/4/2026", "3/14/2026", "14/3/2026"]
    reading = read(*(person(f"p{n}", f"p{n}", on=day) for n, day in enumerate(days)))
    assert reading.tables.ties.since.dt.strftime("%m-%d").fillna("").tolist() == [
        "",
        "03-14",
        "03-14",
    ]


def test_shortened_dates_are_said_once(read: Read) -> None:
    reading = read(*(person(n, n, on="4-Apr-21") for n in "abc"))
    assert doubts(reading) == [
        [5, "Connected On", "dates that a spreadsheet shortened (`4-Apr-21`)"]
    ]


def test_the_line_is_the_physical_one_where_the_record_begins(tmp_path: Path) -> None:
    rows = [person("Ana Diaz", "ana", company="Del\nta"), person("Bo Lin", "bo", on="never")]
    path = tmp_path / "Connections.csv"
    path.write_text(NOTE + "\n" + table(NEW, rows))
    # preamble 1-3, a blank line 4, the header 5, Ana 6-7, Bo 8
    assert readers.read(path).report.line.tolist() == [8]


def test_the_repr_says_what_was_imported_and_what_was_skipped(read: Read) -> None:
    reading = read(
        person("Ana Diaz", "ana", company="Delta"),
        person("Bo Lin", "bo"),
        person("Bo Lin", "bo"),
        person(""),
        person(""),
        ("",) * 7,
        person("", email="x"),
        person("", email="y"),
    )
    assert repr(reading).splitlines() == [
        "Connections.csv: your export of 8 Feb 2026.",
        "2 people imported.",
        "5 rows skipped: 2 closed accounts, 1 empty row, 2 other rows.",
        "- 2 x this person closed their account: skipped (first in Connections.csv line 8)",
        "- 1 x this row is empty: skipped (in Connections.csv line 10)",
        "- 2 x there is no name and no profile address: skipped (first in Connections.csv line 11)",
        "8 rows read = 2 people + 1 merged + 5 reported; every line is in `.report`.",
    ]
    assert repr(reading).startswith(str(reading))
    assert "`" not in str(reading), "no code for who does not program"


def test_one_is_no_plural_and_a_friend_is_called_by_name(read: Read) -> None:
    said = str(read(person("Ana Diaz", "ana", on=""), person("", on="1 Jan 2026"), owner="Bo Lin"))
    assert said.splitlines()[:3] == [
        "Connections.csv: the export of Bo Lin.",
        "1 person imported.",
        "1 row skipped: 1 closed account.",
    ]
    said = str(read(person("Ana Diaz", "ana"), owner="in/bo-lin"))
    assert said.startswith("Connections.csv: the export of linkedin.com/in/bo-lin of 8 Feb 2026.")


def test_in_a_notebook_it_is_letters_and_no_mathematics(read: Read) -> None:
    reading = read(person("Ana Diaz", "ana", email="$x$ & <b>"), person(""))
    html = reading.replace(path="<b>$1.csv")._repr_html_()
    assert html.startswith('<div class="tex2jax_ignore mathjax_ignore"><p>&lt;b&gt;$1.csv: your')
    assert "<li>1 x this person closed their account" in html
    assert "2 rows read = 1 person + 0 merged + 1 reported" in html
    assert "<ul>" not in read(person("Ana Diaz", "ana"))._repr_html_()


HIDING = ("\u061c", "\u2060", "\u00ad", "\u180e", "\ufff9", "\U000e0041", "\u202e")


@pytest.mark.parametrize("letter", HIDING)
def test_what_hides_in_a_name_is_taken_out_and_reported_by_line(read: Read, letter: str) -> None:
    reading = read(
        person(f"An{letter}a Diaz", "ana", company=f"Del{letter}ta", title=f"Le{letter}ad"),
        person("Bo Lin", "bo"),
    )
    assert reading.tables.people.name.tolist()[1:] == ["Ana Diaz", "Bo Lin"]
    assert reading.tables.jobs.iloc[0][["company", "title"]].tolist() == ["Delta", "Lead"]
    code = f"U+{ord(letter):04X}"
    assert doubts(reading) == [
        [5, "First Name", f"hidden characters were taken out of the name: {code}"]
    ]
    assert reading.report.action[0] == "imported without them"


def test_a_name_of_hidden_characters_is_no_name(read: Read) -> None:
    reading = read(person("\u202e\u2060", ""))
    assert keys(reading.tables) == []
    assert [row[2] for row in doubts(reading)] == [
        "hidden characters were taken out of the name: U+202E, U+2060",
        "there is no name and no profile address",
    ]
