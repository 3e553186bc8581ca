"""Sharing with care: what a friend gets, what they cannot get out of it, and how it is added."""

from __future__ import annotations

import json
import stat
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from infonet.agenda import plan
from infonet.book import Book
from infonet.errors import BookError, InfonetError, ReadError
from infonet.graph import network
from infonet.paths import warm_paths
from tests.book_exports import ANA, BO, ROBIN, export, profile
from tests.exports import unpacked, zipped

Row = dict[str, Any]
WORDS = "four words of hers"
ENGINEERS: list[Row] = [
    {"slug": f"e-{n}", "name": f"Eng {n} Roe", "company": "Delta", "title": "Engineering Manager"}
    for n in range(3)
]
CY: Row = {"slug": "cy-moss", "name": "Cy Moss", "company": "Golf", "title": "Head of Quantum Wine"}
DI: Row = {"slug": "di-roe", "name": "Di Roe", "company": "Golf", "title": "Recruiter"}
EVA: Row = {"slug": "eva-roe", "name": "Eva Roe", "company": "Hotel", "title": "Cook"}


@pytest.fixture
def hers() -> Book:
    """Ana's own book."""
    book = Book(me=profile("ana-diaz"))
    robin = {"slug": "robin-achterberg", "name": "Robin Achterberg"}
    bo = {**BO, "email": "bo@example.org"}
    book.add(export(*ENGINEERS, CY, DI, EVA, robin, bo))
    book.add(export({"slug": "far", "name": "Far Off", "company": "Delta"}, owner="in/bo-lin"))
    book.tie("Eng 0 Roe", closeness="strong")
    book.note("Eva Roe", "opted out", "no letters")
    book.note("Cy Moss", "learnt", "likes opera")
    return book


@pytest.fixture
def shared(hers: Book, tmp_path: Path) -> Path:
    path = tmp_path / "ana.json"
    said = hers.share(path, passphrase=WORDS)
    assert said.startswith("Shared 7 contacts without names in ana.json: pseudonymous, not anonym")
    return path


def test_it_holds_no_name_no_address_and_no_note(shared: Path) -> None:
    text = shared.read_text("utf-8").lower()
    for word in ("roe", "moss", "lin", "robin", "opera", "example.org", "e-0", "cy-", "far", "eva"):
        assert word not in text, word
    assert "hotel" not in text  # Eva opted out
    assert "quantum" not in text  # of two at Golf the title would tell who it is
    rows = json.loads(text)["contacts"]
    titles = sorted((row.get("company", ""), row.get("title", "")) for row in rows)
    assert titles == [
        *[("", "")], *[("delta", "engineering manager")] * 3,
        ("echo", ""), ("golf", "manager"), ("golf", "recruiter"),
    ]  # fmt: skip
    assert sorted(row["tie"] for row in rows) == ["connection"] * 6 + ["strong"]
    assert stat.S_IMODE(shared.stat().st_mode) == 0o600


def test_two_shares_of_one_book_have_nothing_in_common(hers: Book, tmp_path: Path) -> None:
    keys = []
    for name in ("a.json", "b.json"):
        hers.share(tmp_path / name, passphrase=WORDS)
        rows = json.loads((tmp_path / name).read_text("utf-8"))["contacts"]
        keys.append({row["key"] for row in rows})
        assert [row["key"] for row in rows] == sorted(row["key"] for row in rows)
    assert not keys[0] & keys[1]


def test_a_friend_finds_paths_in_it(shared: Path, tmp_path: Path) -> None:
    mine = Book(tmp_path / "me.db", me=ROBIN)
    mine.add(export({**ANA, "company": "Foxtrot"}, CY))
    mine.want("Delta")
    added = mine.add(shared, owner="Ana Diaz", passphrase=WORDS)
    assert added.form == "Shared contacts"
    assert added.report.problem.str.startswith("2 people in it known again").any()
    people = mine.tables().people.set_index("person").name
    theirs = people[people.index.str.startswith("shared/")]
    wanted = "a contact of Ana Diaz's at Delta (engineering manager)"
    assert theirs.tolist().count(wanted) == 3
    # Cy and I myself are known again, and keep our names and jobs.
    assert people["in/cy-moss"] == "Cy Moss"
    ties = mine.tables().ties
    assert ((ties.source == "in/ana-diaz") & (ties.target == "in/cy-moss")).any()
    jobs = mine.tables().jobs.set_index("person").title
    assert jobs["in/cy-moss"] == "Head of Quantum Wine"
    ways = warm_paths(network(mine, as_of="2026-06-30"), "Delta", k=5)
    (way,) = ways[ways.kind == "introduction"].names.head(1)
    assert way == f"Ana Diaz → {wanted}"
    mine.undo()
    assert not mine.tables().people.person.str.startswith("shared/").any()


def test_who_is_shared_without_a_name_is_reached_through_the_friend_alone(
    shared: Path, tmp_path: Path
) -> None:
    mine = Book(tmp_path / "me.db", me=ROBIN)
    mine.add(export({**ANA, "company": "Foxtrot"}))
    mine.want("Delta")
    mine.add(shared, owner="Ana Diaz", passphrase=WORDS)

    def ways() -> pd.DataFrame:
        return warm_paths(network(mine, as_of="2026-06-30"), "Delta", k=9)

    cold = ways().query("kind == 'cold'")
    assert cold.route.tolist() == [("me",)]  # somebody still to be found
    # While Ana rests nobody leads to them, and they cannot be written to.
    mine.note("Ana Diaz", "snooze", "away", date="2026-08-01")
    net = network(mine, as_of="2026-06-30")
    assert plan(net, mine, as_of="2026-06-30", asks=2).person.isna().all()
    key = next(key for key in net.person if key.startswith("shared/"))
    assert "cold" not in set(warm_paths(net, person=key).kind)
    # Once their name is known they are like anybody else.
    works = mine.tables().jobs
    key = works.person[works.company == "Delta"].iloc[0]
    mine.person(key, name="Bo Lin")
    assert ways().query("kind == 'cold'").route.tolist() == [("me", key)]


@pytest.mark.parametrize("packed", ["ana.zip", "ana"])
def test_what_is_shared_in_a_zip_or_a_folder_is_read_as_if_it_were_bare(
    shared: Path, tmp_path: Path, packed: str
) -> None:
    pack = zipped if packed.endswith(".zip") else unpacked
    path = pack(tmp_path / packed, {"mine/ana.json": shared.read_text("utf-8"), "read me.txt": "?"})
    mine = Book(me=ROBIN)
    mine.add(export(ANA, BO))
    bare, found = (mine.read(one, "Ana Diaz") for one in (shared, path))
    assert found.form == "Shared contacts" and found.digest == bare.digest
    pd.testing.assert_frame_equal(found.tables.ties, bare.tables.ties)
    with pytest.raises(BookError, match="passphrase") as error:
        mine.add(path, owner="Ana Diaz", passphrase="other words")  # noqa: S106 - it is a wrong one
    assert "ana.json" in str(error.value)
    added = mine.add(path, owner="Ana Diaz", passphrase=WORDS)
    assert "known again" in str(added)
    pack(path, {"a.json": shared.read_text("utf-8"), "b.json": shared.read_text("utf-8")})
    with pytest.raises(ReadError, match="expected one file that can be read"):
        mine.read(path, "Ana Diaz")


def test_without_the_passphrase_nobody_is_known_again(shared: Path) -> None:
    mine = Book(me=ROBIN)
    mine.add(export(ANA, CY))
    for wrong in (WORDS[1:], WORDS[:3], ""):
        with pytest.raises(BookError, match="that is not the passphrase of `"):
            mine.add(shared, owner="Ana Diaz", passphrase=wrong)
    with pytest.raises(BookError, match="say whose it is"):
        mine.add(shared)
    added = mine.add(shared, owner="Ana Diaz")
    assert added.report.problem.str.contains("without the passphrase").any()
    assert len(mine.tables().people) == 3 + 7


def test_names_and_a_few_are_shared_where_they_are_chosen(hers: Book, tmp_path: Path) -> None:
    path = tmp_path / "few.json"
    hers.share(path, passphrase=WORDS, people=["Cy Moss", "Eva Roe"], names=True)
    (row,) = json.loads(path.read_text("utf-8"))["contacts"]
    assert row["name"] == "Cy Moss"
    with pytest.raises(InfonetError, match="exists"):
        hers.share(path, passphrase=WORDS)
    with pytest.raises(InfonetError, match="at least 8 letters"):
        hers.share(path, passphrase=WORDS[:7], replace=True)
    with pytest.raises(InfonetError, match="nobody to share"):
        Book().share(path, passphrase=WORDS, replace=True)
    hers.note("Cy Moss", "consent withdrawn", "asked so")
    with pytest.raises(InfonetError, match="nobody to share"):
        hers.share(path, passphrase=WORDS, people=["Cy Moss"], replace=True)


NAMESAKES = [
    {"slug": "karl", "name": "Karl Kunz", "company": "Karl Kunz Consulting", "title": "Owner"},
    {"slug": "mia", "name": "Mia Sol Berg", "company": "Berg, Mia & Partner", "title": "CEO"},
    {"slug": "kk-77", "name": "Kay King", "company": "kayking.example", "title": "Baker"},
    {"slug": "cher", "name": "Cher", "company": "Cher Music", "title": "Singer"},
    {"slug": "ben", "name": "Ben Oak", "company": "Karl Kunz Consulting", "title": "Clerk"},
    {"slug": "zoe-q", "name": "Zoe Quill", "company": "Delta", "title": "Founder of Zoe Quill"},
    {"slug": "pa", "name": "Pa Tan", "company": "Delta", "title": "Assistant to Eva Roe"},
    {"slug": "li", "name": "Li Orr", "company": "Delta", "title": "Sees linkedin.com/in/kk-77"},
]


def test_a_company_and_a_title_that_name_somebody_are_shared_with_names_alone(
    hers: Book, tmp_path: Path
) -> None:
    hers.add(export(*NAMESAKES))
    hers.share(tmp_path / "bare.json", passphrase=WORDS)
    text = (tmp_path / "bare.json").read_text("utf-8").lower()
    assert not [
        word
        for word in ("kunz", "berg", "kayking", "cher", "quill", "eva roe", "kk-77")
        if word in text
    ]
    rows = json.loads(text)["contacts"]
    assert len(rows) == 7 + len(NAMESAKES)
    at_delta = sorted(row.get("title", "") for row in rows if row.get("company") == "delta")
    assert at_delta == ["", "", *["engineering manager"] * 3, "manager"]
    mine = Book(me=ROBIN)
    mine.add(tmp_path / "bare.json", owner="Ana Diaz", passphrase=WORDS)
    called = mine.tables().people.name.tolist()
    assert called.count("a contact of Ana Diaz's") == 4
    assert "a contact of Ana Diaz's (manager)" in called
    hers.share(tmp_path / "full.json", passphrase=WORDS, names=True)
    rows = json.loads((tmp_path / "full.json").read_text("utf-8"))["contacts"]
    assert sorted((row["name"], row["company"]) for row in rows if "Kunz" in row["name"]) == [
        ("Karl Kunz", "Karl Kunz Consulting")
    ]
    assert "Founder of Zoe Quill" in [row.get("title") for row in rows]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ('{"infonet share": 1, "contacts": [', "cut off or damaged"),
        ('{"infonet share": 1}', "found none"),
        ('{"infonet share": 2, "contacts": []}', "update infonet"),
        ('{"infonet share": 1, "contacts": [], "salt": "x"}', "its beginning is damaged"),
    ],
)
def test_what_is_damaged_is_one_sentence(tmp_path: Path, content: str, said: str) -> None:
    path = tmp_path / "ana.json"
    path.write_text(content)
    book = Book(me=ROBIN)
    with pytest.raises(ReadError, match=said):
        book.add(path, owner="Ana Diaz", passphrase=WORDS)


def test_a_contact_without_a_mark_is_reported(tmp_path: Path) -> None:
    path = tmp_path / "ana.json"
    rows = [{"key": "f" * 32, "company": "Delta"}, {"key": "me"}, 3, {"company": "Echo"}]
    path.write_text(json.dumps({"infonet share": 1, "salt": "", "contacts": rows}))
    reading = Book(me=ROBIN).read(path, "Ana Diaz")
    counts = reading.files.iloc[0]
    assert (counts.rows, counts.people, counts.reported) == (4, 1, 3)
