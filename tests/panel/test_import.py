"""Import in the panel: files are read, their report is seen, and only then are they added."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest

from infonet import Book
from tests.panel.seen import said
from tests.uploads import Page, hear, upload

widgets = pytest.importorskip("ipywidgets", reason="no panel test: ipywidgets is not installed")

from infonet.panel.app import Explore  # noqa: E402  # skipped above without it
from infonet.panel.views.imports import ImportView  # noqa: E402  # skipped above without it
from infonet.panel.widgets.markup import lines  # noqa: E402  # skipped above without it
from tests.exports import COMPLETE, zipped  # noqa: E402  # skipped above without it

IMG = "<img src=x onerror=alert(1)>"
HEADER = "First Name,Last Name,URL,Email Address,Company,Position,Connected On\n"
CONNECTIONS = (
    HEADER
    + "Ida,Voss,https://www.linkedin.com/in/ida-voss,,Echo,Engineer,08 Feb 2026\n"
    + f"Fay,{IMG},https://www.linkedin.com/in/fay,,Echo,Engineer,31 Feb 2026\n"
).encode()
LOG = b"stage,person,date,company\nasked,Ana Diaz,2026-03-02,Delta\n"


@pytest.fixture
def view(panel: Explore) -> ImportView:
    return panel.imports


def test_an_export_is_read_first_and_added_on_a_second_press(
    panel: Explore, view: ImportView, book: Book
) -> None:
    before = len(book.history())
    upload(view.files, {"Connections.csv": CONNECTIONS})
    assert said(panel) == "All files are here; press Read."
    assert view.commit.disabled
    view.look.click()
    assert "2 rows read" in view.report.value
    assert len(view.rows.rows) >= 1  # 31 February
    assert len(book.history()) == before
    private = view.files.paths[0]
    assert not view.commit.disabled
    view.commit.click()
    assert book.who("Ida Voss") == "in/ida-voss"
    assert "Connections.csv" in said(panel)
    # The report stays, the files do not.
    assert "2 rows read" in view.report.value
    assert view.commit.disabled and view.files.files == [] and not private.exists()
    panel.ways.target.value = "Echo"
    assert any("Ida Voss" in row[0] for row in panel.ways.table.rows)


def test_what_is_added_is_what_was_read(view: ImportView, book: Book, tmp_path: Path) -> None:
    file = tmp_path / "Connections.csv"
    file.write_bytes(CONNECTIONS)
    view.path.value = str(file)
    view.look.click()
    # It is not read again: between the two presses it may become another.
    file.write_text(HEADER + "Gus,Wren,https://www.linkedin.com/in/gus,,Golf,Cook,01 Feb 2026\n")
    view.commit.click()
    people = set(book.tables().people.person)
    assert "in/ida-voss" in people and "in/gus" not in people
    assert view.path.value == ""


def test_it_reads_as_the_book_does(view: ImportView, book: Book, tmp_path: Path) -> None:
    # The book knows who "Ana Diaz" is by now, and whose book it is.
    upload(view.files, {"Connections.csv": CONNECTIONS})
    view.owner.value = "Ana Diaz"
    view.consent.value = True
    view.look.click()
    assert [reading.owner for reading in view.readings] == [book.who("Ana Diaz")]
    other = Book(shutil.copy(book.path, tmp_path / "other.db"))
    added = other.add(view.files.paths[0], "Ana Diaz")
    view.commit.click()
    assert lines(repr(added)) == view.report.value
    for one, two in zip(book.tables(), other.tables(), strict=True):
        pd.testing.assert_frame_equal(one, two)


def test_an_owner_who_may_be_several_is_said_before_anything_is_read(
    panel: Explore, view: ImportView, book: Book
) -> None:
    for number in (1, 2):
        book.person(f"https://www.linkedin.com/in/ana-{number}", name="Ana Twin")
    panel.session.refresh()
    upload(view.files, {"Connections.csv": CONNECTIONS})
    view.owner.value = "Ana Twin"
    view.look.click()
    assert panel.session.status.wrong and "Ana Twin" in said(panel)
    assert view.report.value == "" and view.commit.disabled


def test_several_files_at_once(view: ImportView, book: Book) -> None:
    upload(view.files, {"Connections.csv": CONNECTIONS, "log.csv": LOG})
    view.look.click()
    assert view.report.value.count("<pre") == 2
    view.commit.click()
    assert len(book.tables().events) == 1
    assert "in/ida-voss" in set(book.tables().people.person)


def test_a_friends_export_needs_consent_and_its_owner(view: ImportView, book: Book) -> None:
    upload(view.files, {"Connections.csv": CONNECTIONS})
    view.owner.value = "Ana Diaz"
    view.look.click()
    assert view.commit.disabled
    view.consent.value = True
    assert not view.commit.disabled
    view.commit.click()
    ties = book.tables().ties
    assert ((ties.source == "in/ida-voss") & (ties.target == "name/ana-diaz")).any()


def _owner(view: ImportView) -> None:
    view.owner.value = "Ana Diaz"


def _path(view: ImportView) -> None:
    view.path.value = "elsewhere.csv"


def _choice(view: ImportView) -> None:
    Page(view.files, {"other.csv": b"on its way"}, turn="turn-2")


def _removal(view: ImportView) -> None:
    hear(view.files, {"remove": True, "number": 0, "turn": "turn-1"})


@pytest.mark.parametrize("change", [_owner, _path, _choice, _removal])
def test_after_a_change_what_was_read_is_no_report(
    change: Callable[[ImportView], None], view: ImportView, book: Book
) -> None:
    upload(view.files, {"Connections.csv": CONNECTIONS})
    view.look.click()
    assert not view.commit.disabled
    change(view)
    view.consent.value = True
    assert view.commit.disabled
    assert view.report.value == "" and not view.rows.rows
    before = len(book.history())
    view.commit.click()
    assert len(book.history()) == before


@pytest.mark.parametrize(
    ("name", "content", "problem"),
    [("notes.csv", b"a,b\n1,2\n", "notes.csv"), ("Connections.csv", b"", "Connections.csv")],
)
def test_a_file_that_cannot_be_read_changes_nothing(
    panel: Explore, view: ImportView, book: Book, name: str, content: bytes, problem: str
) -> None:
    before = len(book.history())
    upload(view.files, {name: content})
    view.look.click()
    assert panel.session.status.wrong and problem in said(panel)
    assert view.commit.disabled
    assert len(book.history()) == before


def test_nothing_chosen_or_not_yet_here_is_said(panel: Explore, view: ImportView) -> None:
    view.look.click()
    assert panel.session.status.wrong and "no file was chosen" in said(panel)
    page = Page(view.files, {"Connections.csv": CONNECTIONS, "b.csv": b"1"}, piece=100)
    page.send()
    view.look.click()
    assert panel.session.status.wrong
    assert "(Connections.csv: 0 of 1 kB)" in said(panel) and "wait" in said(panel)
    while view.files.coming:
        assert "press Read" not in said(panel)
        page.send()
    assert said(panel) == "All files are here; press Read."
    assert not panel.session.status.wrong


def test_a_file_that_was_dropped_is_said(panel: Explore, view: ImportView) -> None:
    Page(view.files, {"a.csv": b"0123"}).say(b"23", slice=2, number=0)
    assert panel.session.status.wrong
    assert said(panel).startswith("`a.csv` did not arrive as it was announced")


def test_the_file_at_work_is_named_and_the_name_goes(
    panel: Explore, view: ImportView, tmp_path: Path
) -> None:
    seen: list[str] = []
    view.count.observe(lambda change: seen.append(change["new"]), "value")
    export = zipped(tmp_path / f"{IMG[:-1]}.zip", COMPLETE).read_bytes()
    upload(view.files, {f"{IMG}.zip": export, "log.csv": LOG}, piece=1 << 12)
    view.look.click()
    assert "Reading 1 of 2: &lt;img src=x" in seen[0] and "Reading 2 of 2: log.csv" in seen[1]
    assert seen[2:] == [""]
    seen.clear()
    view.commit.click()
    assert "Adding 1 of 2" in seen[0] and seen[2:] == [""]
    assert not panel.session.status.wrong, said(panel)
    # Also where it fails.
    seen.clear()
    broken = export[: len(export) // 2]
    upload(view.files, {"broken.zip": broken}, turn="turn-2", piece=1 << 12)
    view.look.click()
    assert panel.session.status.get_state()["wrong"]
    assert seen[1:] == [""]
