"""Google Contacts, Outlook and tables of people: who is a person, and what tie they have."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from infonet import readers
from infonet.errors import InfonetError, ReadError
from infonet.graph import network
from infonet.readers import Reading
from infonet.strength import REASONS
from tests.exports import zipped
from tests.readers.accounts import account

OLD = (
    "Name,Given Name,Additional Name,Family Name,Nickname,Group Membership,E-mail 1 - Type,"
    "E-mail 1 - Value,E-mail 2 - Type,E-mail 2 - Value,Organization 1 - Type,Organization 1 - Name,"
    "Organization 1 - Title,Website 1 - Type,Website 1 - Value\n"
)
NEW = (
    "First Name,Middle Name,Last Name,Nickname,File As,Organization Name,Organization Title,"
    "Organization Department,Labels,E-mail 1 - Label,E-mail 1 - Value,Relation 1 - Label,"
    "Relation 1 - Value,Website 1 - Label,Website 1 - Value\n"
)
OUTLOOK = (
    "First Name,Middle Name,Last Name,Title,Suffix,E-mail Address,E-mail 2 Address,"
    "E-mail Display Name,Company,Job Title,Business City,Business Phone\n"
)


def read(folder: Path, text: str, name: str = "contacts.csv", **told: Any) -> Reading:
    path = folder / name
    path.write_text(text, "utf-8", newline="")
    reading = readers.read(path, **told)
    account(reading)
    return reading


def people(reading: Reading) -> list[list[Any]]:
    """Return key, name and address of everybody but me."""
    rows = reading.tables.people.iloc[1:]
    found = rows[["person", "name", "email"]].astype(object)
    return found.where(found.notna(), None).to_numpy().tolist()


def schools(reading: Reading) -> list[list[Any]]:
    rows = reading.tables.gatherings[["person", "gathering", "since", "last"]]
    return rows.astype(str).fillna("").to_numpy().tolist()


def jobs(reading: Reading) -> list[list[Any]]:
    found = reading.tables.jobs[["person", "company", "title"]].astype(object)
    return found.where(found.notna(), None).to_numpy().tolist()


def test_google_contacts_until_2024(tmp_path: Path) -> None:
    row = "Ana Diaz,Ana,,Diaz,,* myContacts,* Work,ana@example.com,,,,Delta,Engineer,,\n"
    reading = read(tmp_path, OLD + row)
    assert people(reading) == [["name/ana-diaz", "Ana Diaz", "ana@example.com"]]
    assert jobs(reading) == [["name/ana-diaz", "Delta", "Engineer"]]
    assert reading.taken_for == (
        "Google Contacts (header `Given Name`, `E-mail 1 - Value`, `Organization 1 - Name`)"
    )
    assert str(reading).splitlines()[0] == "contacts.csv: your Google Contacts."


def test_google_contacts_since_2024(tmp_path: Path) -> None:
    reading = read(
        tmp_path,
        NEW
        + "Ana,Maria,Diaz,,,Delta ::: Golf,Engineer,,* myContacts,* Work,"
        + "ana@example.com ::: * a.diaz@example.org,,,Profile,https://www.linkedin.com/in/ana-diaz\n"
        + "Bo,,Lin,,,Echo,,,,,,Friend,Ana Maria Diaz,,\n",
    )
    # The marked address comes first, and the profile is the key.
    assert people(reading) == [
        ["in/ana-diaz", "Ana Maria Diaz", "a.diaz@example.org"],
        ["name/bo-lin", "Bo Lin", None],
    ]
    assert jobs(reading) == [
        ["in/ana-diaz", "Delta", "Engineer"],
        ["in/ana-diaz", "Golf", None],
        ["name/bo-lin", "Echo", None],
    ]
    ties = reading.tables.ties
    related = ties[ties.evidence == "related"].iloc[0]
    assert related[["source", "target", "kind", "origin"]].tolist() == [
        "in/ana-diaz",
        "name/bo-lin",
        "Friend",
        "me",
    ]


def test_an_entry_is_evidence_of_its_own_as_weak_as_a_connection(tmp_path: Path) -> None:
    reading = read(tmp_path, NEW + "Ana,,Diaz\n")
    assert reading.tables.ties[["source", "target", "evidence"]].to_numpy().tolist() == [
        ["me", "name/ana-diaz", "contact"]
    ]
    net = network(reading.tables, as_of="2026-06-30")
    reason = REASONS[net.reason[0]]
    assert reason.tie_class == "connection" and "LinkedIn" not in reason.words


def test_organisations_and_entries_without_a_name_are_reported(tmp_path: Path) -> None:
    reading = read(
        tmp_path,
        NEW
        + ",,,,Foxtrot Ltd,Foxtrot Ltd,,,,,info@example.com\n"
        + ",,,,,,,,,,news@example.net\n"
        + "LinkedIn,,Member,,,Delta\n"
        + ",,,Mum\n",
    )
    assert people(reading) == [["name/mum", "Mum", None]]
    assert reading.report.line.tolist() == [2, 3, 4]
    assert "3 rows skipped: 1 organisation, 1 entry without a name, 1 hidden name." in str(reading)


def test_one_address_of_one_name_is_one_person_and_an_offices_is_nobodys(tmp_path: Path) -> None:
    reading = read(
        tmp_path,
        NEW
        + "Ana,,Diaz,,,Delta,,,,,ana@example.com\n"
        + "Ana,,Diaz,,,Echo,,,,,ANA@example.com\n"
        + "Ana,,Diaz,,,,,,,,other@example.com\n"
        + "Bo,,Lin,,,,,,,,office@example.com\n"
        + "Cy,,Marsh,,,,,,,,office@example.com\n",
    )
    assert people(reading) == [
        ["name/ana-diaz", "Ana Diaz", "ana@example.com"],
        ["name/ana-diaz~2", "Ana Diaz", "other@example.com"],
        ["name/bo-lin", "Bo Lin", None],
        ["name/cy-marsh", "Cy Marsh", None],
    ]
    assert reading.report.line.tolist() == [5, 6]


def test_two_profiles_are_two_people_whatever_else_they_share(tmp_path: Path) -> None:
    row = "Ana" + "," * 10 + "ana@example.com,,,,https://www.linkedin.com/in/ana"
    reading = read(tmp_path, f"{NEW}{row}\n{row}-2\n")
    assert [key for key, *_ in people(reading)] == ["in/ana", "in/ana-2"]


def test_the_owner_is_none_of_their_own_contacts(tmp_path: Path) -> None:
    reading = read(tmp_path, NEW + "Robin,,Achterberg,,,Golf\n", me="Robin Achterberg")
    assert people(reading) == [] and reading.tables.ties.empty
    assert reading.report.action.tolist() == ["taken for the owner"]


def test_outlooks_title_is_no_job(tmp_path: Path) -> None:
    reading = read(
        tmp_path,
        OUTLOOK
        + "Ana,,Diaz,Ms,,ana@example.com,,,Delta,Engineer,Utrecht,\n"
        + "Bo,,Lin,Mr,,/o=ExchangeLabs/cn=bo\n",  # cells at the end were left away
    )
    assert people(reading) == [
        ["name/ana-diaz", "Ana Diaz", "ana@example.com"],
        ["name/bo-lin", "Bo Lin", None],
    ]
    assert jobs(reading) == [["name/ana-diaz", "Delta", "Engineer"]]
    assert reading.form == "Outlook contacts"
    assert reading.tables.people.location.dropna().tolist() == ["Utrecht"]


def test_a_guest_list_with_titles_is_not_outlooks(tmp_path: Path) -> None:
    header = "Order no.,Order Date,Prefix,First Name,Surname,Suffix,Email,Job Title,Company"
    with pytest.raises(ReadError, match="none that is known"):
        read(tmp_path, f"{header}\n1,2026-03-02,Ms,Ana,Diaz,,ana@example.com,Engineer,Delta\n")


def test_a_shifted_row_is_damaged(tmp_path: Path) -> None:
    reading = read(tmp_path, OUTLOOK + "Ana,,Diaz,Ms,,Delta,Engineer\n")
    assert people(reading) == []
    assert reading.report[["line", "column"]].to_numpy().tolist() == [[2, "E-mail Address"]]


def test_a_friends_address_book_is_theirs(tmp_path: Path) -> None:
    reading = read(tmp_path, NEW + "Bo,,Lin\n", owner="Ana Diaz")
    ties = reading.tables.ties[["source", "target", "origin"]].to_numpy().tolist()
    assert ties == [["name/ana-diaz", "name/bo-lin", "name/ana-diaz"]]


def test_any_table_of_people_is_read_by_the_columns_that_are_named(tmp_path: Path) -> None:
    table = "Alumni of 2019;;\nWho;Firma;Seit\nAna Diaz;Delta;3 March 2026\n;;\n"
    named = {"name": "who", "company": "Firma", "since": "Seit"}
    reading = read(tmp_path, table, columns=named)
    assert people(reading) == [["name/ana-diaz", "Ana Diaz", None]]
    assert reading.columns == {"name": "Who", "company": "Firma", "since": "Seit"}
    assert str(reading.tables.ties.since[0].date()) == "2026-03-03"
    assert not reading.is_log and reading.noun == "table of people"


def test_a_table_of_people_may_say_who_went_to_which_school_and_when(tmp_path: Path) -> None:
    table = (
        "Name,University,Entered,Class of\nAna Diaz,Quillmark College,Sep 2001,2004\n"
        "Bo Lin,Quillmark College,2003,\nCy Marsh,,,\nDi Roe,n/a,,2011\nEd Fox,Tallow Academy,,\n"
    )
    named = {"name": "Name", "school": "University"}
    years = {"school_from": "Entered", "school_until": "Class of"}
    reading = read(tmp_path, table, columns=named | years)
    assert schools(reading) == [
        ["name/ana-diaz", "Quillmark College", "2001-09-01", "2004-12-31"],
        ["name/bo-lin", "Quillmark College", "2003-01-01", ""],
        ["name/ed-fox", "Tallow Academy", "", ""],
    ]
    assert reading.report[["line", "problem"]].to_numpy().tolist() == [[5, "no school is named"]]
    found = readers.glance(tmp_path / "contacts.csv")
    assert found is not None and found.guess == named | years
    # Without a column that says until when, Bo was there in 2003, and nobody knows how long.
    bare = read(tmp_path, table, columns=named | {"school_from": "Entered"})
    assert [until for *_, until in schools(bare)] == ["2001-09-30", "2003-12-31", ""]


def test_years_at_a_school_need_the_school(tmp_path: Path) -> None:
    table = "Name,Class of\nAna Diaz,2004\n"
    with pytest.raises(InfonetError, match="`school_until` and no `school`") as error:
        read(tmp_path, table, columns={"name": "Name", "school_until": "Class of"})
    assert error.value.plain == "Say which column holds the school, too."
    found = readers.glance(tmp_path / "contacts.csv")
    assert found is not None and found.guess == {"name": "Name"}


def test_columns_that_are_not_read_are_named(tmp_path: Path) -> None:
    reading = read(tmp_path, "Who,Shoe size\nAna Diaz,38\n", columns={"name": "Who"})
    assert reading.report.problem[0] == "columns that are not read: `Shoe size`"


@pytest.mark.parametrize(
    ("columns", "told"),
    [
        ({"name": "Whom"}, "line 1: .*did you mean `Who`"),
        ({"name": "Wer"}, "which the header does not have"),
        ({"name": "Who", "firm": "Firma"}, "`columns` names `firm`"),
        ({"name": 3}, "as text"),
    ],
)
def test_a_column_that_is_not_there_is_named(tmp_path: Path, columns: Any, told: str) -> None:
    with pytest.raises(InfonetError, match=told):
        read(tmp_path, "Who,Firma\nAna Diaz,Delta\n", columns=columns)


def test_a_table_in_an_archive_is_read_as_if_it_were_bare(tmp_path: Path) -> None:
    path = zipped(tmp_path / "x.zip", {"Notes.md": "x", "a/contacts.csv": NEW + "Ana,,Diaz\n"})
    assert readers.read(path).form == "Google Contacts"
    two = {"a.csv": NEW + "Ana,,Diaz\n", "b.csv": NEW + "Bo,,Lin\n"}
    with pytest.raises(
        ReadError, match=r"found 2 \(`a.csv`, `b.csv`\); give the one that is meant"
    ):
        readers.read(zipped(tmp_path / "x.zip", two))


def test_a_table_of_people_that_is_not_known_is_told_how_to_name_its_columns(
    tmp_path: Path,
) -> None:
    with pytest.raises(ReadError, match=r'columns=\{"name": "Name", "company": "Company"\}'):
        read(tmp_path, "Name,Company\nAna Diaz,Delta\n")


def test_a_field_that_no_table_has_is_answered_with_those_of_every_table(tmp_path: Path) -> None:
    (tmp_path / "club.csv").write_text("Nombre,Firma\nAna Diaz,Delta\n")
    with pytest.raises(
        InfonetError, match=r"`nmae`, which no person, event .* did you mean `name`"
    ):
        readers.read(tmp_path / "club.csv", columns={"nmae": "Nombre"})
