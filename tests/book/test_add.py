"""Adding exports: who is who, whose it is, once and in the order of their days."""

from __future__ import annotations

import zipfile
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from infonet.book import Book
from infonet.errors import InfonetError, UnknownNameError
from infonet.readers import Reading
from infonet.tables import Tables, check
from tests.book_exports import ANA, BO, ROBIN, export, profile


@pytest.fixture
def book(tmp_path: Path) -> Book:
    return Book(tmp_path / "me.db", me=ROBIN)


def same(one: Tables, other: Tables) -> None:
    for table in Tables._fields:
        pd.testing.assert_frame_equal(getattr(one, table), getattr(other, table), obj=table)


def told(reading: Reading, words: str) -> list[list[str]]:
    """Problem and action of the report's rows with these words."""
    report = reading.report[reading.report.problem.str.contains(words, regex=False)]
    rows: list[list[str]] = report[["problem", "action"]].to_numpy().tolist()
    return rows


def named(row: dict[str, Any], number: int = 1) -> dict[str, Any]:
    """Return the row as an old export has it: no profile, so the name is the key."""
    key = "name/" + row["name"].lower().replace(" ", "-")
    return {**row, "slug": None, "key": key if number == 1 else f"{key}~{number}"}


def test_an_export_becomes_tables(book: Book) -> None:
    reading = book.add(export({**ANA, "email": "ana@example.com"}, BO))
    people, jobs, ties, *_ = tables = book.tables()
    assert check(tables).empty
    assert reading.report.empty
    assert people.person.tolist() == ["me", "in/ana-diaz", "in/bo-lin"]
    assert people.url.tolist()[1] == profile("ana-diaz")
    assert people.email.tolist()[1] == "ana@example.com"
    assert people.source.tolist()[1:] == ["Connections.csv"] * 2
    assert jobs.values.tolist() == [
        ["in/ana-diaz", "Delta", "Engineer", pd.NaT, pd.NaT],
        ["in/bo-lin", "Echo", "Analyst", pd.NaT, pd.NaT],
    ]
    assert ties[["source", "target", "evidence", "origin"]].values.tolist() == [
        ["in/ana-diaz", "me", "connection", "me"],
        ["in/bo-lin", "me", "connection", "me"],
    ]
    assert ties.since.tolist() == [pd.Timestamp("2020-05-01"), pd.Timestamp("2021-06-01")]


def test_the_same_export_is_added_once(book: Book) -> None:
    book.add(export(ANA))
    before = book.history()
    again = book.add(export(ANA))
    assert again.report.problem.tolist() == ["already in the book, added as act 2"]
    pd.testing.assert_frame_equal(book.history(), before)
    # The same bytes of somebody else are another export; and after an undo it is added anew.
    assert not told(book.add(export(ANA), owner="Cy Moss"), "already in the book, added")
    book.undo(2)
    assert book.add(export(ANA)).report.empty


def test_the_order_of_adding_does_not_matter(tmp_path: Path) -> None:
    moved = {**ANA, "company": "Foxtrot", "title": "Lead"}
    first = export(named(ANA), named(BO), exported="2024-01-10", path="2024.csv")
    second = export(moved, BO, exported="2025-01-10", path="2025.csv")
    third = export({**moved, "name": "Ana Diaz-Roe"}, exported="2026-01-10", path="2026.csv")
    friends = export(moved, owner="in/cy-moss", exported="2025-06-01", path="cy.csv")
    exports = {"1": first, "2": second, "3": third, "f": friends}
    books = []
    for number, order in enumerate(("12f3", "3f21", "f312")):
        made = Book(tmp_path / f"{number}.db", me=ROBIN)
        for name in order:
            made.add(exports[name])
        books.append(made.tables())
    same(books[0], books[1])
    same(books[0], books[2])
    ana = books[0].jobs[books[0].jobs.person == "in/ana-diaz"]
    assert ana.company.tolist() == ["Delta", "Foxtrot"]
    assert ana.end.tolist() == [pd.Timestamp("2025-01-10"), pd.NaT]
    assert ana.start.tolist() == [pd.NaT, pd.Timestamp("2025-01-10")]
    assert books[0].people.set_index("person").name["in/ana-diaz"] == "Ana Diaz-Roe"
    assert books[0].people.set_index("person").source["in/ana-diaz"] == "2024.csv"


def test_movers_name_what_changed_between_two_exports(book: Book) -> None:
    promoted = {**BO, "title": "Head of Analysis", "company": "Echo Ltd"}
    assert book.add(export(ANA, BO, exported="2025-01-10")).movers.empty
    moved = {**ANA, "company": "Foxtrot", "title": "Lead"}
    reading = book.add(export(moved, promoted, exported="2026-01-10"))
    assert reading.movers.values.tolist() == [
        ["in/ana-diaz", "Ana Diaz", "Delta", "Foxtrot", "Lead", pd.Timestamp("2025-01-10"),
         pd.Timestamp("2026-01-10")]
    ]  # fmt: skip
    assert "1 changed employer" in repr(reading)
    # A still older export tells of a move, too.
    before = {**ANA, "company": "Golf", "title": "Intern"}
    older = book.add(export(before, exported="2020-01-10")).movers
    assert older[["left", "joined", "by"]].values.tolist() == [
        ["Golf", "Delta", pd.Timestamp("2025-01-10")]
    ]


def test_who_is_missing_from_a_later_export_keeps_the_tie(book: Book) -> None:
    book.add(export(ANA, BO, exported="2025-01-10"))
    reading = book.add(export(BO, exported="2026-01-10"))
    assert reading.report.problem.tolist() == [
        "1 of the earlier export are not in this one: `Ana Diaz`"
    ]
    tables = book.tables()
    assert tables.jobs.set_index("person").end["in/ana-diaz"] == pd.Timestamp("2026-01-10")
    assert "in/ana-diaz" in set(tables.ties.source)
    # A friend who still lists her after that says that she is there.
    book.add(export(ANA, owner="in/cy-moss", exported="2026-02-01"))
    assert book.tables().jobs["end"].isna().all()


def test_the_latest_export_that_shows_a_person_is_true_whoever_it_is_from(book: Book) -> None:
    book.add(export(ANA, exported="2026-03-01"))
    book.add(export({**ANA, "company": "Golf"}, owner="in/bo-lin", exported="2024-03-01"))
    jobs = book.tables().jobs
    assert jobs.company.tolist() == ["Golf", "Delta"]
    assert jobs.end.tolist() == [pd.Timestamp("2026-03-01"), pd.NaT]
    # Of one day, neither goes before the other.
    book.add(export({**ANA, "company": "Hotel"}, owner="in/bo-lin", exported="2026-03-01"))
    jobs = book.tables().jobs
    assert set(jobs.company[jobs["end"].isna()]) == {"Delta", "Hotel"}


def test_a_job_that_comes_back_is_two_jobs(book: Book) -> None:
    for year, company in (("2022", "Delta"), ("2023", "Echo"), ("2024", "Delta Inc.")):
        book.add(export({**ANA, "company": company}, exported=f"{year}-01-01"))
    jobs = book.tables().jobs
    days = [pd.Timestamp(f"{year}-01-01") for year in (2022, 2023, 2024)]
    assert jobs[["company", "start", "end"]].values.tolist() == [
        ["Delta", pd.NaT, days[1]],
        ["Echo", days[1], days[2]],
        ["Delta Inc.", days[2], pd.NaT],
    ]


def test_an_export_without_a_date_counts_when_it_was_added(book: Book) -> None:
    book.add(export(ANA, exported="2025-01-10"))
    book.add(export({**ANA, "company": "Echo"}, exported=None))
    jobs = book.tables().jobs
    assert jobs[["company", "end"]].values.tolist() == [
        ["Delta", pd.Timestamp("2025-01-10")],
        ["Echo", pd.NaT],
    ]


def test_my_own_positions_are_not_overruled_by_a_friends_export(book: Book) -> None:
    positions: list[dict[str, Any]] = [
        {"person": "me", "company": "Delta", "title": "Lead", "start": "2020-01-01"},
        {"person": "me", "company": "Golf", "title": "Trainer", "start": "2021-01-01"},
        {"person": "me", "company": "Echo", "title": "Intern", "start": "2015", "end": "2016"},
    ]
    for row in positions:
        row |= {name: pd.Timestamp(row[name]) for name in ("start", "end") if name in row}
    book.add(export(ANA, jobs=positions, exported="2025-01-10"))
    robin = {"slug": "robin-achterberg", "name": "Robin Achterberg", "company": "Delta"}
    book.add(export(robin, owner="in/ana-diaz", exported="2026-01-10"))
    mine = book.tables().jobs.query("person == 'me'")
    assert mine.company.tolist() == ["Echo", "Delta", "Golf"]
    assert mine["end"].notna().tolist() == [True, False, False]


def test_a_person_of_an_old_export_is_found_again_by_name_and_day(book: Book) -> None:
    book.add(export(named(ANA), named(BO), exported="2020-12-01"))
    assert book.tables().people.person.tolist()[1:] == ["name/ana-diaz", "name/bo-lin"]
    other_day = {**BO, "since": "2024-01-01"}
    book.add(export(ANA, other_day, exported="2025-01-10"))
    # Ana is found by her day; the Bo of another day may be another Bo.
    assert book.tables().people.person.tolist()[1:] == [
        "in/ana-diaz", "in/bo-lin", "name/bo-lin"
    ]  # fmt: skip
    assert book.who("name/ana-diaz") == "in/ana-diaz"


def test_two_of_one_name_on_one_day_stay_two(book: Book) -> None:
    book.add(export(named(ANA), named(ANA, 2), exported="2020-12-01"))
    book.add(export(named(ANA), named(ANA, 2), exported="2021-01-01"))
    assert book.tables().people.person.tolist()[1:] == ["name/ana-diaz", "name/ana-diaz~2"]
    book.add(export(ANA, exported="2025-01-10"))
    assert len(book.tables().people) == 1 + 3


def test_the_same_name_in_two_stars_is_two_people(book: Book) -> None:
    book.add(export(named(ANA)))
    book.add(export(named(ANA), owner="in/bo-lin"))
    assert "name/ana-diaz~2" in set(book.tables().people.person)
    with pytest.raises(UnknownNameError) as caught:
        book.who("Ana Diaz")
    assert "Ana Diaz, Delta (`name/ana-diaz`)" in str(caught.value)
    assert caught.value.candidates == ("name/ana-diaz", "name/ana-diaz~2")


def test_profile_and_email_together_make_two_people_one_until_it_is_undone(book: Book) -> None:
    mail = "ana@example.com"
    book.add(export({**ANA, "since": "2019-01-01"}))
    other = {**named(ANA), "name": "A. Diaz", "key": "name/a-diaz", "email": mail}
    book.add(export(other, exported="2025-01-01", owner="in/bo-lin"))
    before = book.tables()
    assert {"in/ana-diaz", "name/a-diaz"} < set(before.people.person)
    reading = book.add(export({**ANA, "email": mail}, owner="in/cy-moss", exported="2025-02-01"))
    [(problem, action)] = told(reading, "have the same profile, e-mail address")
    assert "`in/ana-diaz`" in problem
    assert "`name/a-diaz`" in problem
    assert action.endswith("say `book.different('in/ana-diaz', 'name/a-diaz')`")
    merged = book.tables()
    assert "name/a-diaz" not in set(merged.people.person)
    assert set(merged.ties.source) == {"in/ana-diaz"}
    assert check(merged).empty
    book.undo()
    same(book.tables(), before)


def test_an_address_that_one_export_gives_to_two_people_tells_nothing(book: Book) -> None:
    office = "office@example.com"
    book.add(export({**ANA, "email": office}, {**BO, "email": office}))
    assert len(book.tables().people) == 3


def test_a_friends_addresses_are_matched_but_not_kept(book: Book) -> None:
    book.add(export({**ANA, "email": "Ana@Example.com"}, owner="Cy Moss"))
    assert book.who("ana@example.com") == "in/ana-diaz"
    assert book.tables().people.email.isna().all()
    stored = b"".join(file.read_bytes() for file in book.path.parent.iterdir())
    assert b"xample.com" not in stored
    assert book.history().what.tolist()[1] == (
        "Added Connections.csv, handed over with consent by Cy Moss."
    )
    book.add(export({**ANA, "email": "ana@example.com"}))
    assert book.tables().people.set_index("person").email["in/ana-diaz"] == "ana@example.com"


def test_in_a_friends_export_i_am_me(tmp_path: Path) -> None:
    book = Book(tmp_path / "late.db")
    robin = {"slug": "robin-achterberg", "name": "Robin Achterberg", "company": "Golf"}
    book.add(export(robin, BO, owner="in/ana-diaz"))
    assert book.who("Robin Achterberg") == "in/robin-achterberg"
    book.tie("Bo Lin", closeness="weak")
    Book(book.path, me=ROBIN)
    assert book.who("Robin Achterberg") == book.who("in/robin-achterberg") == "me"
    tables = book.tables()
    assert check(tables).empty
    assert "in/robin-achterberg" not in set(tables.people.person) | set(tables.ties.target)
    assert tables.jobs.set_index("person").company["me"] == "Golf"


def test_an_owner_is_a_key_a_profile_an_address_or_a_name(book: Book) -> None:
    book.add(export({**ANA, "email": "ana@example.com"}))
    for number, owner in enumerate(
        ("in/ana-diaz", profile("Ana-Diaz") + "/", "ANA@example.com", "ana díaz")
    ):
        star = export({**BO, "title": f"Analyst {number}"}, owner="name/ana-diaz")
        book.add(star, owner=owner)
    assert set(book.tables().ties.origin) == {"me", "in/ana-diaz"}
    book.add(export(BO, owner="name/di-roe"), owner="Di Roe")
    assert book.tables().people.set_index("person").name["name/di-roe"] == "Di Roe"


def test_an_import_that_is_undone_leaves_no_trace_in_the_tables(book: Book) -> None:
    book.add(export(ANA, BO, exported="2025-01-10"))
    before = book.tables()
    moved = {**ANA, "company": "Foxtrot"}
    said = book.add(export(moved, exported="2026-01-10", companies=[
        {"company": "Golf", "kind": "company", "priority": 1, "aliases": ()}
    ]))  # fmt: skip
    after = book.tables()
    assert len(said.movers) == 1
    book.undo()
    same(book.tables(), before)
    book.undo(4)
    same(book.tables(), after)


def test_what_an_undone_import_had_named_is_still_called_so(book: Book) -> None:
    book.add(export(ANA))
    book.log("asked", "Ana Diaz", date="2026-03-02", company="Delta")
    book.undo(2)
    tables = book.tables()
    assert check(tables).empty
    assert tables.people.set_index("person").name["in/ana-diaz"] == "Ana Diaz"
    assert book.who("in/ana-diaz") == "in/ana-diaz"


def test_hostile_names_come_back_as_they_were(book: Book) -> None:
    names = [
        "Robert'); DROP TABLE act;--", "<img src=x onerror=alert(1)>", "a\x00b", "$x_1$ ‮evil",
        "李 明", "Zoë 🍷", "%s %(x)s", "'\"`", "half \ud800 of it",
    ]  # fmt: skip
    book.add(export(*({"slug": f"p{n}", "name": name} for n, name in enumerate(names))))
    found = book.tables().people.set_index("person").name
    kept = [found[f"in/p{n}"] for n in range(len(names))]
    assert kept[:-1] == names[:-1]
    assert kept[-1] == "half ? of it"
    book.want(names[1])
    book.tie(names[1], closeness="weak")
    shown = book._repr_html_()
    assert "<img" not in shown
    # As a target, as the act of wanting it, and as the act of the tie.
    assert shown.count("&lt;img src=x onerror=alert(1)&gt;") >= 3


def test_exports_targets_are_wanted_unless_the_user_says_otherwise(book: Book) -> None:
    dream = [{"company": name, "kind": "company", "priority": 1, "aliases": ()}
             for name in ("Delta Inc.", "Echo")]  # fmt: skip
    book.want("Delta", priority=3)
    book.want("Echo", priority=None)
    book.add(export(ANA, companies=dream))
    rows = book.tables().companies
    assert rows[["company", "priority"]].values.tolist() == [["Delta", 3]]


def test_messages_of_several_exports_are_one_tie(book: Book) -> None:
    def with_messages(exported: str, first: str, last: str, count: int) -> Any:
        tie = {"source": "in/ana-diaz", "target": "me", "evidence": "messages", "origin": "me",
               "since": pd.Timestamp(first), "last": pd.Timestamp(last), "exchanges": count,
               "started": "me"}  # fmt: skip
        return export(ANA, exported=exported, ties=[tie])

    book.add(with_messages("2026-01-01", "2024-02-01", "2025-12-01", 3))
    book.add(with_messages("2025-01-01", "2023-02-01", "2024-12-01", 7))
    tie = book.tables().ties.query("evidence == 'messages'").iloc[0]
    assert (tie.since, tie["last"]) == (pd.Timestamp("2023-02-01"), pd.Timestamp("2025-12-01"))
    assert (tie.exchanges, tie.started) == (3, "me")


def test_a_real_file_goes_all_the_way(book: Book, tmp_path: Path) -> None:
    lines = "First Name,Last Name,URL,Email Address,Company,Position,Connected On\n"
    mine, hers = tmp_path / "Basic_LinkedInDataExport_03-01-2026.zip", tmp_path / "Connections.csv"
    with zipfile.ZipFile(mine, "w") as archive:
        archive.writestr(
            "Connections.csv",
            lines + f"Ana,Diaz,{profile('ana-diaz')},ana@example.com,Delta,Engineer,08 Feb 2026\n",
        )
    hers.write_text(
        lines
        + f"Bo,Lin,{profile('bo-lin')},bo@example.com,Echo,Analyst,01 Jan 2020\n"
        + f"Robin,Achterberg,{ROBIN},robin@example.com,Golf,,08 Feb 2026\n"
    )
    assert book.add(mine).counts.people == 1
    reading = book.add(hers, owner="ana diaz")
    assert reading.owner == "in/ana-diaz"
    tables = book.tables()
    assert check(tables).empty
    assert tables.people.person.tolist() == ["me", "in/ana-diaz", "in/bo-lin"]
    pairs = tables.ties[["source", "target", "origin"]].values.tolist()
    assert pairs == [
        ["in/ana-diaz", "in/bo-lin", "in/ana-diaz"],
        ["in/ana-diaz", "me", "in/ana-diaz"],
        ["in/ana-diaz", "me", "me"],
    ]
    again = book.add(hers, owner="Ana Diaz")
    assert told(again, "already in the book, added as act 3")
    assert not told(reading, "already in the book, added")
    assert b"bo@example.com" not in book.path.read_bytes()


def test_an_export_can_be_looked_at_first_and_is_then_added_as_it_was_read(tmp_path: Path) -> None:
    book = Book(tmp_path / "me.db", me=ROBIN)
    file = tmp_path / "Connections.csv"
    file.write_text(
        "First Name,Last Name,URL,Position,Connected On\n"
        f"Ana,Diaz,{profile('ana-diaz')},Analyst,08 Feb 2026\n"
    )
    reading = book.read(file, owner="Bo Lin")
    assert len(reading.tables.people) == 2
    assert book.tables().people.person.tolist() == ["me"]
    file.unlink()  # what was looked at is added, whatever became of the file
    book.add(reading, owner="Bo Lin")
    assert book.who("Ana Diaz") == "in/ana-diaz"
    assert "handed over with consent by Bo Lin" in book.history().what.iloc[-1]
    assert "already in the book" in book.add(reading, owner="Bo Lin").report.problem.iloc[-1]
    for how in ({"everything": True}, {"columns": {"date": "when"}}):
        with pytest.raises(InfonetError, match="give them to `read`"):
            book.add(reading, **how)
