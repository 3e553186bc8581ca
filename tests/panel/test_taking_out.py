"""Take everything with you, proof of search, page for a coach: what the browser is to save."""

from __future__ import annotations

import base64
import io
from pathlib import Path
from typing import Any

import openpyxl
import pandas as pd
import pytest

from infonet import Book, read

pytest.importorskip("anywidget", reason="no test of the app: anywidget is not installed")

from infonet.panel.app import App
from infonet.writers import FORMATS
from tests.panel.driven import Driven

DAY = "2026-06-30"


@pytest.fixture
def book() -> Book:
    """Log two things of June and one of May."""
    book = Book(me="Robin Achterberg")
    book.tie("Ana Diaz", closeness="strong", company="=Delta", new=True)
    for stage, day in (("asked", "2026-05-31"), ("held", "2026-06-01"), ("thanked", "2026-06-30")):
        book.log(stage, "Ana Diaz", company="Delta", date=day, note=f"on {stage}")
    return book


def app_of(book: Book, tab: str) -> Driven:
    return Driven(App(book, DAY)).press(tab)


def files(app: Driven) -> dict[str, dict[str, str]]:
    """Name → what the browser saves."""
    told = [each[1]["download"] for each in app.nodes("button") if "download" in each[1]]
    return {each["name"]: each for each in told}


def content(file: dict[str, Any]) -> bytes:
    return base64.b64decode(file["base64"]) if "base64" in file else file["text"].encode()


@pytest.mark.parametrize("name", FORMATS)
def test_each_format_is_made_and_saved(book: Book, name: str, tmp_path: Path) -> None:
    app = app_of(book, "Import").type("take-as", name).press("Make the file")
    assert app.status() == "The file is made: save it." and not app.is_wrong()
    assert FORMATS[name].gives in app.text()
    [(called, file)] = files(app).items()
    assert called == f"infonet-2026-06-30{FORMATS[name].ending}"
    assert file["type"] == FORMATS[name].media
    if FORMATS[name].complete:
        place = tmp_path / called
        place.write_bytes(content(file))
        for before, after in zip(book.tables(), read(place).tables, strict=True):
            pd.testing.assert_frame_equal(before, after)


def test_a_file_goes_when_the_book_changes(book: Book) -> None:
    app = app_of(book, "Import").press("Make the file")
    assert files(app)
    app.app.session.act(lambda: book.want("Echo"))
    app.press("Targets").press("Import")
    assert not files(app)
    app.press("Make the file")
    assert files(app)


def test_a_book_that_is_only_looked_at_can_be_taken_out(book: Book, tmp_path: Path) -> None:
    book.backup(tmp_path / "copy.book")
    app = app_of(Book(tmp_path / "copy.book", read_only=True), "Import").press("Make the file")
    assert [*files(app)] == ["infonet-2026-06-30.xlsx"]


def test_the_proof_of_search_is_of_the_month_unless_another_is_chosen(book: Book) -> None:
    app = app_of(book, "Review").press("Make it")
    assert app.status() == "2 entries in it: save it."
    told = files(app)
    assert [*told] == ["job-search-2026-06-30.xlsx", "job-search-2026-06-30.html"]
    page = told["job-search-2026-06-30.html"]["text"]
    assert "Job search of Robin Achterberg, 1 Jun to 30 Jun 2026" in page
    assert "Ana Diaz" in page and "on held" not in page
    sheet = openpyxl.load_workbook(io.BytesIO(content(told["job-search-2026-06-30.xlsx"]))).active
    assert sheet is not None and sheet.max_row == 3
    app.type("proof-since", "2026-05-01").press("Make it")
    assert app.status() == "3 entries in it: save it."


def test_only_what_is_ticked_stands_on_it(book: Book) -> None:
    app = app_of(book, "Review")
    app.type("proof-person", False).type("proof-me", False).type("proof-note", True)
    page = files(app.press("Make it"))["job-search-2026-06-30.html"]["text"]
    assert "Ana" not in page and "Robin" not in page and "on held" in page


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"proof-since": "2026-07-01"}, "The period ends before it begins: choose a later end."),
        ({"proof-until": ""}, "choose the first and the last day"),
        (
            dict.fromkeys(("proof-company", "proof-person", "proof-channel", "proof-stage"), False),
            "Choose at least one column besides the day.",
        ),
    ],
)
def test_a_proof_that_cannot_be_made_says_why(
    book: Book, fields: dict[str, Any], said: str
) -> None:
    app = app_of(book, "Review")
    for name, value in fields.items():
        app.type(name, value)
    app.press("Make it")
    assert app.is_wrong() and said.lower() in app.status().lower() and not files(app)


def test_a_page_for_the_coach_names_nobody_unless_it_is_ticked(book: Book) -> None:
    book.want("Echo")
    book.log("asked", "Ana Diaz", company="Echo", date="2026-06-28")
    book.log("scheduled", "Ana Diaz", company="Echo", date="2026-06-29", note="on 2026-07-02")
    app = app_of(book, "Review").press("Make the page")
    assert app.status() == (
        "The page is made: save it. It names no people, but a part of a company's name may be"
        " somebody's."
    )
    [(name, file)] = files(app).items()
    assert name == "for-my-coach-2026-06-30.html" and file["type"] == "text/html"
    assert "Ana" not in file["text"] and "Where the search of Robin Achterberg" in file["text"]
    app.type("coach-people", True).type("coach-me", False).type("coach-review", False)
    told = files(app.press("Make the page"))[name]["text"]
    assert "Ana Diaz" in told and "Robin" not in told and "led to" not in told
    for part in ("targets", "week", "review"):
        app.type(f"coach-{part}", False)
    app.press("Make the page")
    assert app.is_wrong() and "at least one part" in app.status() and not files(app)


def test_a_first_page_for_the_coach_needs_no_log() -> None:
    app = app_of(Book(me="Robin Achterberg"), "Review").press("Make the page")
    assert "No target yet." in files(app)["for-my-coach-2026-06-30.html"]["text"]


@pytest.fixture
def at_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Book:
    """Make a book in a file, in which something is wanted."""
    monkeypatch.setenv("INFONET_HOME", str(tmp_path / "settings"))
    monkeypatch.setattr("infonet.panel.screens.taking_out.today", lambda: pd.Timestamp(DAY))
    book = Book(tmp_path / "me.db", me="Robin Achterberg")
    book.want("Delta")
    return book


def test_a_backup_is_made_and_gone_back_to_by_two_presses(at_home: Book, tmp_path: Path) -> None:
    app = app_of(at_home, "Import").press("Back up my book")
    assert app.status() == "Backed up, as me-backup-2026-06-30.db, beside your book."
    at_home.want("Echo")
    app.press("Targets").press("Import").press("Restore it: me-backup-2026-06-30.db")
    said = app.text()
    assert "Your book loses 1 thing done since: “Echo added to your targets”." in said
    assert "kept beside it, as me-before.db" in said
    assert len(at_home.tables().companies) == 2
    app.press("Keep my book")
    assert "loses" not in app.text() and len(at_home.tables().companies) == 2
    app.press("Restore it: me-backup-2026-06-30.db")
    app.press("Restore it: my book is as it was then")
    assert app.status() == (
        "Your book is again as it was in me-backup-2026-06-30.db. As it was before, it is kept as"
        " me-before.db."
    )
    assert at_home.tables().companies.company.tolist() == ["Delta"]
    assert "Echo" not in app.text() and "Delta" in app.text()
    assert Book(tmp_path / "me-before.db").tables().companies.company.tolist() == ["Delta", "Echo"]
    app.press("Import").press("Back up my book")
    assert "me-backup-2026-06-30-2.db" in app.status()
    labels = {each[1].get("aria-label") for each in app.nodes("button")}
    assert {"Restore it: me-before.db", "Restore it: me-backup-2026-06-30-2.db"} < labels


def test_a_backup_that_is_not_known_later_is_to_be_copied(book: Book) -> None:
    app = app_of(book, "Import").press("Back up my book")
    assert app.status().endswith("It is not listed here: copy it to a safe place.")
    assert list(book.path.parent.glob("scratch-backup-*.db"))


def test_of_an_encrypted_backup_the_passphrase_is_asked(at_home: Book) -> None:
    app = app_of(at_home, "Import").type("seal", "four words of mine").press("Back up my book")
    assert "me-backup-2026-06-30.sealed" in app.status()
    at_home.want("Echo")
    app.press("Targets").press("Import").press("Restore it: me-backup-2026-06-30.sealed")
    assert not app.is_wrong() and "loses" not in app.text()
    app.type("unseal", "other words of mine").press("Open it")
    assert app.is_wrong() and "passphrase" in app.status()
    app.type("unseal", "four words of mine").press("Open it")
    app.press("Restore it: my book is as it was then")
    assert at_home.tables().companies.company.tolist() == ["Delta"]


def test_a_backup_from_elsewhere_is_chosen_in_the_browser(at_home: Book, tmp_path: Path) -> None:
    at_home.backup(tmp_path / "stick.db")
    content = (tmp_path / "stick.db").read_bytes()
    (tmp_path / "stick.db").unlink()
    at_home.want("Echo")
    app = app_of(at_home, "Import")
    assert "stick.db" not in app.text()  # it is not where it was written
    app.press("Restore a backup from a file …")
    for name, bytes_, wrong in (("no.db", b"no backup", True), ("stick.db", content, False)):
        app.send(name, bytes_)
        assert app.is_wrong() is wrong
    app.press("Restore it: my book is as it was then")
    assert "again as it was in stick.db" in app.status()
    assert at_home.tables().companies.company.tolist() == ["Delta"]


def test_a_book_that_is_only_looked_at_goes_back_to_nothing(at_home: Book) -> None:
    at_home.backup(at_home.path.with_name("kept.db"))
    app = app_of(Book(at_home.path, read_only=True), "Import")
    assert "Backups" not in app.text()
