"""A cohort in its folder: consent first, one book a member, and what they know together."""

from __future__ import annotations

import errno
import gc
import json
import os
import platform
import re
import sqlite3
import stat
import subprocess
import sys
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from infonet import Book, network, warm_paths
from infonet.cohort import Cohort
from infonet.cohort._pooling import share_of
from infonet.errors import BookError, InfonetError, UnknownNameError
from infonet.tables import Tables, check

DAY = "2026-06-30"
ADDRESS = "https://www.linkedin.com/in/"
HEAD = "First Name,Last Name,URL,Email Address,Company,Position,Connected On"


def export(folder: Path, name: str, rows: list[str]) -> Path:
    """Write a list of connections, each as *First,Last,slug,address,company*."""
    place = folder / name / "Connections.csv"
    place.parent.mkdir()
    lines = []
    for row in rows:
        first, last, slug, address, company = row.split(",")
        url = ADDRESS + slug if slug else ""
        lines.append(f"{first},{last},{url},{address},{company},Engineer,01 Mar 2024")
    place.write_text("\n".join([HEAD, *lines]) + "\n", "utf-8")
    return place


@pytest.fixture
def cohort(tmp_path: Path) -> Cohort:
    """Ana knows Bo and Cy, Di knows Bo and Eli, who works at Delta; Fay is known by name alone."""
    made = Cohort(tmp_path / "spring")
    ana = ["Bo,Lin,bo,bo@example.org,Hotel", "Cy,Ng,cy,,Echo", "Fay,Ray,,,Golf"]
    di = ["Bo,Lin,bo,,Hotel", "Eli,Orr,eli,,Delta", "Fay,Ray,,,Foxtrot", "B,L,,bo@example.org,"]
    for name, rows in (("ana", ana), ("di", di)):
        made.agree(ADDRESS + name, by=f"{name}, on paper", date="2026-03-01", name=name.title())
        made.add(export(tmp_path, name, rows), ADDRESS + name)
    return made


def pairs(cohort: Cohort) -> list[list[Any]]:
    """List the member, the company and the hops of each path."""
    return cohort.paths(as_of=DAY).astype(object)[["member", "company", "hops"]].values.tolist()


def test_what_members_know_together_reaches_further_than_what_each_knows(cohort: Cohort) -> None:
    # ana ── bo, cy, fay~1; di ── bo, eli, fay~2.
    assert pairs(cohort) == [
        ["in/ana", "Delta", 3],
        ["in/ana", "Echo", 1],
        ["in/ana", "Foxtrot", 3],
        ["in/ana", "Golf", 1],
        ["in/ana", "Hotel", 1],
        ["in/di", "Delta", 1],
        ["in/di", "Echo", 3],
        ["in/di", "Foxtrot", 1],
        ["in/di", "Golf", 3],
        ["in/di", "Hotel", 1],
    ]


def test_a_profile_and_an_address_are_one_person_and_a_name_alone_is_not(cohort: Cohort) -> None:
    tables = cohort.tables()
    assert check(tables).empty
    assert sorted(tables.people.person) == [
        *("in/ana", "in/bo", "in/cy", "in/di", "in/eli", "name/fay-ray~1", "name/fay-ray~2"),
    ]
    assert set(tables.ties.origin) == {"in/ana", "in/di"}


def test_a_cohorts_path_is_that_of_warm_paths_on_its_tables(cohort: Cohort) -> None:
    tables = cohort.tables()
    for row in cohort.paths(as_of=DAY, routes=True).astype(object).to_dict("records"):
        net = network(tables, as_of=DAY, ego=row["member"])
        ways = warm_paths(net, row["company"], k=1, scouts=0)
        (first,) = ways[ways.kind != "cold"].to_dict("records")
        assert (first["probability"], first["route"]) == (row["probability"], row["route"])


def test_what_a_members_log_has_taught_stays_in_their_book(cohort: Cohort, tmp_path: Path) -> None:
    before = cohort.paths(as_of=DAY)
    log = tmp_path / "log.csv"
    lines = [
        f"asked,Cy Ng,Echo,2026-01-{day:02},\nheld,Cy Ng,Echo,2026-02-{day:02}," for day in (1, 9)
    ]
    log.write_text("\n".join(["stage,person,company,date,kind", *lines]) + "\n", "utf-8")
    cohort.add(log, "in/ana")
    pd.testing.assert_frame_equal(cohort.paths(as_of=DAY), before)
    (own,) = (tables for key, tables in cohort.logs() if key == "in/ana")
    ways = warm_paths(network(own, as_of=DAY), "Echo", scouts=0, status="any")
    # A connection counts 0.25; Cy has held what was asked, twice.
    prior = before.probability[(before.member == "in/ana") & (before.company == "Echo")]
    assert float(ways.probability[ways.kind == "direct"].iloc[0]) > prior.item() == 0.25


def test_a_withdrawal_leaves_every_report_at_once(cohort: Cohort) -> None:
    assert len(pairs(cohort)) == 10
    cohort.withdraw("in/di", by="Di, by mail", date="2026-04-01")
    assert pairs(cohort) == [["in/ana", company, 1] for company in ("Echo", "Golf", "Hotel")]
    told = cohort.members().set_index("member")
    assert told.consent.to_dict() == {"in/ana": "given", "in/di": "withdrawn"}
    assert (told.by["in/di"], str(told.date["in/di"].date())) == ("Di, by mail", "2026-04-01")
    kept = b"".join(file.read_bytes() for file in cohort.path.rglob("*") if file.is_file())
    assert b"eli" not in kept, "what was handed over is deleted"
    with pytest.raises(UnknownNameError, match="nobody at `in/di` has agreed"):
        cohort.withdraw("in/di", by="Di", date="2026-04-02")


def left_of(cohort: Cohort, *words: str) -> list[str]:
    """List the files of a cohort, whatever their names, in which a word stands."""
    files = [file for file in cohort.path.rglob("*") if file.is_file()]
    return [file.name for file in files for word in words if word.encode() in file.read_bytes()]


def part_of(cohort: Cohort, number: int, process: int) -> Path:
    """Write what a process has of a member's share before it is saved whole."""
    writer = f"{process}_{zlib.crc32(platform.node().encode()):08x}"
    part = cohort.path / "members" / f".{number:06d}.json.{writer}.ab12.infonet-part"
    part.write_text("in/eli", "utf-8")
    return part


def killed() -> int:
    """Return the number of a process that is gone."""
    with subprocess.Popen([sys.executable, "-c", ""]) as gone:
        return gone.pid


def test_a_withdrawal_leaves_no_file_of_the_member_whatever_its_name(
    tmp_path: Path,
) -> None:
    # A book of thousands of ties keeps a snapshot beside it, whose name begins with a dot.
    cohort, many = Cohort(tmp_path / "spring"), [f"Eli,Orr,eli{at},,Delta" for at in range(6000)]
    cohort.agree("in/di", by="Di, on paper", date="2026-03-01")
    cohort.add(export(tmp_path, "di", many), "in/di")
    for _ in range(2):
        assert [member for member, _ in cohort.logs()] == ["in/di"]
    snapshot = cohort.path / "members" / ".000001.db-snapshot"
    assert snapshot.exists(), "there is something to remove"
    part_of(cohort, 1, killed())
    cohort.withdraw("in/di", by="Di", date="2026-04-01")
    assert not left_of(cohort, "in/eli", "eli1")
    assert not [*(cohort.path / "members").iterdir()]


def test_what_is_left_of_members_who_are_not_there_is_gone_at_opening(cohort: Cohort) -> None:
    cohort.withdraw("in/di", by="Di", date="2026-04-01")
    folder = cohort.path / "members"
    for name in (".000002.db-snapshot", "000002.db-journal", "000002-left.db", "000002.json"):
        (folder / name).write_text("in/eli", "utf-8")
    part_of(cohort, 2, killed())
    foreign = folder / "2026 notes.txt"
    foreign.write_text("of the coach", "utf-8")
    at_work = part_of(cohort, 2, os.getpid())
    own = {file.name for file in folder.iterdir() if "000001" in file.name}
    assert len(pairs(Cohort(cohort.path))) == 3
    left = {file.name for file in folder.iterdir()} - own - {"000001.json"}
    assert left == {foreign.name, at_work.name}, "what a living process writes is not touched"


def test_who_withdraws_while_their_share_is_saved_leaves_nothing(
    cohort: Cohort, monkeypatch: pytest.MonkeyPatch
) -> None:
    def withdrawn_meanwhile(tables: Tables) -> object:
        if "in/eli" in set(tables.people.person):
            Cohort(cohort.path).withdraw("in/di", by="Di", date="2026-04-01")
        return share_of(tables)

    monkeypatch.setattr("infonet.cohort._cohort.share_of", withdrawn_meanwhile)
    cohort.tables()
    assert not left_of(cohort, "in/eli")


def test_who_agrees_again_begins_anew(cohort: Cohort, tmp_path: Path) -> None:
    cohort.withdraw("in/di", by="Di", date="2026-04-01")
    cohort.agree("in/di", by="Di", date="2026-05-01")
    assert cohort.members().files.tolist() == [1, 0]
    assert [row[0] for row in pairs(cohort)] == ["in/ana"] * 3
    cohort.add(tmp_path / "di" / "Connections.csv", "in/di")
    assert len(pairs(cohort)) == 10


def test_a_consent_of_before_the_withdrawal_does_not_count_after_it(
    cohort: Cohort, tmp_path: Path
) -> None:
    file = tmp_path / "di" / "Connections.csv"
    handed = pd.DataFrame([{"member": "in/di", "file": file, "by": "Di", "date": "2026-03-01"}])
    cohort.withdraw("in/di", by="Di", date="2026-04-01")
    again = cohort.add_all(handed)
    assert again.result.tolist() == ["refused"]
    assert "`in/di` has withdrawn" in again.problem[0] and "after 2026-04-01" in again.problem[0]
    assert cohort.members().consent.tolist() == ["given", "withdrawn"]
    assert not [*(cohort.path / "members").glob("000003.*")]
    with pytest.raises(InfonetError, match=r"given after 2026-04-01, not on 2026-04-01: ask them"):
        cohort.agree("in/di", by="Di", date="2026-04-01")
    cohort.agree("in/di", by="Di", date="2026-04-02")
    with pytest.raises(InfonetError, match="given after 2026-04-01"):
        cohort.agree("in/di", by="Di", date="2026-03-01")
    assert cohort.add_all(handed).result.tolist() == ["added"], "by the consent of now"
    # A withdrawal that was dated before the consent that it ended.
    cohort.withdraw("in/di", by="Di", date="2026-03-31")
    with pytest.raises(InfonetError, match="given after 2026-04-02"):
        cohort.agree("in/di", by="Di", date="2026-04-02")


def test_nothing_is_agreed_on_a_day_to_come(tmp_path: Path) -> None:
    cohort, day = Cohort(tmp_path / "spring"), pd.Timestamp.today()
    later = day + pd.Timedelta(days=2)
    with pytest.raises(InfonetError, match=f"`date` is {later:%Y-%m-%d}, a day to come: give the"):
        cohort.agree("in/ana", by="Ana", date=later)
    cohort.agree("in/ana", by="Ana", date=day)
    with pytest.raises(InfonetError, match="a day to come"):
        cohort.withdraw("in/ana", by="Ana", date=later)
    handed = pd.DataFrame([{"member": "in/di", "file": "di.csv", "by": "Di", "date": later}])
    told = cohort.add_all(handed)
    assert told.result.tolist() == ["refused"] and "a day to come" in told.problem[0]
    assert cohort.members().consent.tolist() == ["given"]


@pytest.mark.parametrize("date", [None, pd.NaT, "soon"])
def test_a_consent_without_a_day_is_named_as_the_caller_knows_it(
    date: object, tmp_path: Path
) -> None:
    with pytest.raises(InfonetError, match=r"^`date` takes a date such as `2026-06-30`, not"):
        Cohort(tmp_path / "spring").agree("in/ana", by="Ana", date=date)


def test_nothing_is_taken_without_consent(tmp_path: Path) -> None:
    cohort, file = Cohort(tmp_path / "spring"), export(tmp_path, "ana", ["Bo,Lin,bo,,Hotel"])
    with pytest.raises(UnknownNameError, match="record the consent first"):
        cohort.add(file, ADDRESS + "ana")
    assert not list((cohort.path / "members").iterdir())
    with pytest.raises(InfonetError, match="by whose word"):
        cohort.agree("in/ana", by=" ", date=DAY)
    with pytest.raises(InfonetError, match="expected the address of a member's profile"):
        cohort.agree("Ana Diaz", by="Ana", date=DAY)


def test_many_exports_are_read_on_from_where_they_were_broken_off(tmp_path: Path) -> None:
    cohort = Cohort(tmp_path / "spring")
    files = [export(tmp_path, name, ["Bo,Lin,bo,,Hotel"]) for name in ("ana", "di")]
    (tmp_path / "mangled.csv").write_text("what, is\nthis", "utf-8")
    files.append(tmp_path / "mangled.csv")
    handed = pd.DataFrame(
        {"member": ["in/ana", "in/di", "in/fay"], "file": files, "by": "on paper", "date": DAY}
    )
    first = cohort.add_all(handed.iloc[:1])
    assert first.result.tolist() == ["added"]
    again = cohort.add_all(handed)
    assert again.result.tolist() == ["there already", "added", "refused"]
    assert "mangled.csv" in again.problem[2]
    assert again.problem.isna().tolist() == [True, True, False]
    assert cohort.members().files.tolist() == [1, 1, 0]
    assert len([*(cohort.path / "members").glob("*.db")]) == 2, "what is refused leaves no book"
    with pytest.raises(InfonetError, match="a table with the column `file`"):
        cohort.add_all(handed.drop(columns="file"))


@pytest.mark.parametrize("kind", ["opted out", "consent withdrawn"])
def test_a_member_hands_over_their_own_book_and_friends_lists_are_not_pooled(
    tmp_path: Path, kind: str
) -> None:
    book = Book(tmp_path / "ana.db", me=ADDRESS + "ana")
    book.add(export(tmp_path, "mine", ["Bo,Lin,bo,,Hotel"]))
    book.add(export(tmp_path, "bos", ["Eli,Orr,eli,,Delta"]), owner=ADDRESS + "bo")
    book.note("Bo Lin", kind, "asked me not to write")
    cohort = Cohort(tmp_path / "spring")
    cohort.agree("in/ana", by="Ana", date=DAY)
    assert cohort.add(book.path, "in/ana") is None
    assert cohort.tables().people.person.tolist() == ["in/ana"]
    assert cohort.tables().notes.empty and cohort.tables().ties.empty
    assert pairs(cohort) == []
    ((member, tables),) = cohort.logs()
    assert member == "in/ana" and "in/eli" in set(tables.people.person)
    other = Book(tmp_path / "other.db", me=ADDRESS + "di")
    with pytest.raises(InfonetError, match="is a whole book"):
        cohort.add(other.path, "in/ana")
    cohort.agree("in/cy", by="Cy", date=DAY)
    with pytest.raises(BookError):
        cohort.add(other.path, "in/cy")
    assert cohort.members().files.tolist() == [1, 0]


@pytest.mark.parametrize("kind", ["opted out", "consent withdrawn"])
@pytest.mark.parametrize("listed", ["Bo,Lin,bo,,Hotel", "B,L,,BO@example.org,Hotel"])
@pytest.mark.parametrize("first", [True, False])
def test_of_who_refused_nothing_is_taken_and_who_else_lists_them_has_no_path_to_them(
    tmp_path: Path, kind: str, listed: str, *, first: bool
) -> None:
    book = Book(tmp_path / "ana.db", me=ADDRESS + "ana")
    mine = ["Bo,Lin,bo,bo@example.org,Hotel", "Fay,Ray,,,Golf", "Cy,Ng,cy,,Echo"]
    book.add(export(tmp_path, "mine", mine))
    book.note("Bo Lin", kind, "secretnote", date="2026-02-01")
    book.note("Fay Ray", kind, "secretnote", date="2026-02-01")
    book.tie("Bo Lin", "Cy Ng")
    files = {"ana": book.path, "di": export(tmp_path, "dis", [listed, "Gus,Orr,gus,,Kilo"])}
    cohort = Cohort(tmp_path / "spring")
    for name in sorted(files, reverse=not first):
        cohort.agree(ADDRESS + name, by="on paper", date="2026-03-01")
        cohort.add(files[name], ADDRESS + name)
    assert pairs(cohort) == [["in/ana", "Echo", 1], ["in/di", "Kilo", 1]]
    pool, tables = cohort.pool(as_of=DAY), cohort.tables()
    assert check(tables).empty
    (bo,) = pool.opted_out
    assert tables.notes.person.tolist() == [pool.person[bo]]
    of_ana, of_di = (one.read_text("utf-8") for one in sorted(cohort.path.rglob("*.json")))
    if not first:
        of_ana, of_di = of_di, of_ana
    assert "Hotel" in of_di
    for word in ("Bo Lin", "bo@example", "Hotel", "Golf", "secretnote", "fay", "Fay"):
        assert word not in of_ana, word


def test_the_same_question_is_answered_from_the_folder(cohort: Cohort) -> None:
    whole = cohort.paths(as_of=DAY)
    (block,) = (cohort.path / "paths").rglob("*.npy")
    written = block.stat().st_mtime_ns
    pd.testing.assert_frame_equal(cohort.paths(as_of=DAY), whole)
    assert block.stat().st_mtime_ns == written
    some = cohort.paths(["in/di"], ["Delta", "ECHO"], max_hops=2, as_of=DAY)
    assert some[["company", "hops"]].astype(object).values.tolist() == [["Delta", 1]]
    assert not block.exists(), "another pool, other results"


def test_a_share_is_made_anew_when_its_book_has_changed(cohort: Cohort, tmp_path: Path) -> None:
    assert len(pairs(cohort)) == 10
    cohort.add(export(tmp_path, "more", ["Gus,Orr,gus,,Kilo"]), "in/ana")
    assert ["in/ana", "Kilo", 1] in pairs(cohort)
    for kept in (cohort.path / "members").glob("*.json"):
        kept.write_text(json.dumps({"state": []}), "utf-8")
    assert ["in/ana", "Kilo", 1] in pairs(cohort)


@pytest.mark.skipif(sys.platform == "win32", reason="modes are POSIX")
def test_a_cohort_is_for_its_owner_alone(cohort: Cohort) -> None:
    cohort.paths(as_of=DAY)
    for place in (cohort.path, *cohort.path.rglob("*")):
        assert not stat.S_IMODE(place.stat().st_mode) & 0o077, place


def test_a_cohort_without_a_path_is_gone_with_its_scratch_folder(tmp_path: Path) -> None:
    made = Cohort()
    made.agree("in/ana", by="on paper", date="2026-03-01")
    made.add(export(tmp_path, "ana", ["Bo,Lin,bo,,Hotel"]), "in/ana")
    folder = made.path.parent
    assert folder.is_dir() and pairs(made) == [["in/ana", "Hotel", 1]]
    del made
    gc.collect()
    assert not folder.exists()


def test_what_is_no_cohort_says_so(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x", "utf-8")
    with pytest.raises(InfonetError, match="is a file: give a folder"):
        Cohort(tmp_path / "file")
    with pytest.raises(InfonetError, match=re.escape("make it, or choose another")):
        Cohort(tmp_path / "no" / "folder")
    Cohort(tmp_path / "spring")
    (tmp_path / "spring" / "cohort.db").write_text("no database", "utf-8")
    with pytest.raises(BookError, match="cannot be read as the register"):
        Cohort(tmp_path / "spring")


def refused(*_: object, **__: object) -> None:
    raise OSError(errno.EIO, "refused")


def not_opened(*_: object, **__: object) -> None:
    raise sqlite3.OperationalError("unable to open database file")


@pytest.mark.parametrize("call", ["is_file", "mkdir", "iterdir"])
def test_what_the_system_refuses_is_one_sentence(
    call: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Path, call, refused)
    said = r"the cohort `.*spring` could not be read or written: the disk refused; check its space"
    with pytest.raises(BookError, match=said):
        Cohort(tmp_path / "spring")


def test_a_register_that_cannot_be_made_is_one_sentence_and_leaves_none(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(sqlite3, "connect", not_opened)
        with pytest.raises(BookError, match=r"`.*cohort\.db` cannot be read as the register .*: "):
            Cohort(tmp_path / "spring")
    assert not (tmp_path / "spring" / "cohort.db").exists()
    assert Cohort(tmp_path / "spring").members().empty


@pytest.mark.parametrize(
    ("call", "ask"),
    [
        ("exists", lambda one: one.add(one.path.parent / "ana" / "Connections.csv", "in/di")),
        ("exists", lambda one: one.tables()),
        ("iterdir", lambda one: one.withdraw("in/ana", by="on paper", date=DAY)),
        ("iterdir", lambda one: one.paths(as_of=DAY)),
    ],
    ids=["add", "tables", "withdraw", "paths"],
)
def test_a_folder_that_is_not_read_is_one_sentence(
    call: str, ask: Callable[[Cohort], object], cohort: Cohort, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        real = getattr(Path, call)

        def read(path: Path) -> object:
            if cohort.path in (path, *path.parents):
                refused()
            return real(path)

        patch.setattr(Path, call, read)
        with pytest.raises(BookError, match=r"the cohort `.*spring` could not be read or written"):
            ask(cohort)


def test_a_cohort_of_nobody_asks_for_an_export(tmp_path: Path) -> None:
    cohort = Cohort(tmp_path / "spring")
    assert repr(cohort).endswith("of 0 members")
    assert cohort.members().empty
    with pytest.raises(InfonetError, match="add an export first"):
        cohort.paths(as_of=DAY)


@pytest.mark.parametrize("name", ["with\0null", "x" * 400, "half \ud800"])
def test_a_place_that_no_file_can_have_is_one_sentence(tmp_path: Path, name: str) -> None:
    with pytest.raises(InfonetError):
        Cohort(f"{tmp_path}/{name}")
