"""Bringing contacts in, in a browser: from an empty book to the first way, and a friend's list."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("anywidget", reason="no test of the app: anywidget is not installed")

from infonet import Book, read, sample
from infonet.panel.app import App
from tests.browser.stopwatch import record
from tools.browser import Watched
from tools.stage import Stage

expect = pytest.importorskip(
    "playwright.sync_api", reason="no browser test: playwright is not installed"
).expect

DAY = "2026-06-30"
HOSTILE = "<img src=x onerror=window.fired=1>.csv"
ZIP = "Basic_LinkedInDataExport_06-28-2026.zip"


class Hand:
    """A person's clicks and keys."""

    def __init__(self, stage: Stage) -> None:
        self.stage, self.clicks, self.keys = stage, 0, 0

    def click(self, what: Any) -> None:
        self.clicks += 1
        what.click()
        self.stage.settle()

    def press(self, words: str, role: str = "button") -> None:
        self.click(self.stage.page.get_by_role(role, name=words).first)

    def choose(self, files: Path | list[Path]) -> None:
        """Open the dialog for files, and choose in it."""
        page = self.stage.page
        self.clicks += 1
        with page.expect_file_chooser() as dialog:
            page.locator("input[type=file]").click()
        dialog.value.set_files(files)
        page.wait_for_function("() => !document.querySelector('.upload progress:not([hidden])')")
        self.stage.settle()

    def type(self, label: str, text: str) -> None:
        self.keys += len(text)
        self.stage.type(label, text)


@pytest.fixture
def star() -> Book:
    """Make a book of one export."""
    book = Book()
    book.add(sample("star") / ZIP)
    return book


def test_from_ones_own_zip_to_the_first_ranked_way(page: Watched, shots: Path) -> None:
    hand = Hand(Stage(page, App(Book(), DAY)))
    expect(page.get_by_role("heading", name="Welcome. Who do you know?")).to_be_visible()
    hand.stage.photograph(shots / "welcome.png")
    hand.choose(sample("star") / ZIP)
    expect(page.get_by_text("393 people in it.")).to_be_visible()
    hand.stage.photograph(shots / "welcome-read.png")
    hand.press("Add 393 people")
    for _ in range(3):
        hand.click(page.locator(".picks .button").first)
    rows = page.locator("tbody tr")
    expect(rows).to_have_count(3)
    expect(rows.first).to_contain_text("%")
    hand.stage.photograph(shots / "welcome-companies.png")
    hand.press("Show my board")
    expect(page.locator("table.board tbody tr")).to_have_count(3)
    assert hand.clicks <= 7  # and one on the way from the command to the app
    record("own zip to first ranked way", hand.clicks, hand.keys)


@pytest.mark.slow
def test_a_friends_list_in_and_what_it_opened(page: Watched, star: Book, shots: Path) -> None:
    theirs = sample("six-months") / "ana-diaz" / "Connections.csv"
    known = set(star.tables().jobs.company.dropna())
    there = read(theirs, "Ana Diaz").tables.jobs.company.dropna()
    for company in there[~there.isin(known)].drop_duplicates()[:3]:
        star.want(company)
    hand = Hand(Stage(page, App(star, DAY)))
    hand.press("Import", role="tab")
    hand.choose(theirs)
    hand.press("It is a friend's")
    hand.type("Whose is it?", "Ana Diaz")
    hand.click(page.get_by_label("They gave it to me"))
    hand.press("Add 344 people")
    expect(page.get_by_text("This opened 3 companies.")).to_be_visible()
    expect(page.locator("table.opened tbody tr")).to_have_count(3)
    hand.stage.photograph(shots / "import-opened.png")
    assert hand.clicks <= 5
    record("a friend's list in, and what it opened", hand.clicks, hand.keys)
    page.locator("table.opened .name").first.click()
    hand.stage.settle()
    expect(page.get_by_text("Ana Diaz").first).to_be_visible()


@pytest.mark.slow
def test_files_are_removed_replaced_and_told_when_they_cannot_be_read(
    page: Watched, star: Book, tmp_path: Path
) -> None:
    for name in ("one.csv", "two.csv", HOSTILE):
        (tmp_path / name).write_text("a,b\n1,2\n")
    stage = Stage(page, App(star, DAY))
    stage.press("Import", role="tab")
    hand, files = Hand(stage), page.locator(".upload li")
    hand.choose([tmp_path / "one.csv", tmp_path / "two.csv"])
    expect(files).to_have_count(2)
    expect(page.get_by_role("alert")).to_contain_text("one.csv")
    page.get_by_role("button", name="Remove one.csv").press("Enter")
    stage.settle()
    expect(files).to_have_count(1)
    expect(page.locator("input[type=file]")).to_be_focused()
    hand.choose(tmp_path / HOSTILE)
    expect(files.locator("bdi")).to_have_text([HOSTILE])
    expect(page.get_by_role("alert")).to_contain_text(HOSTILE)
    # As when the file is changed or moved before all of it was read.
    page.evaluate(
        "() => { Blob.prototype.was = Blob.prototype.arrayBuffer;"
        " Blob.prototype.arrayBuffer = () => Promise.reject(new Error('gone')); }"
    )
    page.locator("input[type=file]").set_input_files(tmp_path / "one.csv")
    expect(page.get_by_role("alert")).to_contain_text("one.csv")
    expect(page.get_by_role("alert")).to_contain_text("was changed or moved meanwhile")
    expect(files).to_have_count(0)
    assert page.locator("img[src='x']").count() == 0
    assert page.evaluate("window.fired") is None


def test_by_keyboard_what_is_read_is_added_and_undone(
    page: Watched, star: Book, shots: Path
) -> None:
    stage = Stage(page, App(star, DAY), theme="dark")
    stage.press("Import", role="tab")
    before = len(star.tables().people)
    theirs = sample("six-months") / "bo-lin" / "Connections.csv"
    control = page.get_by_label("Choose files")
    control.focus()
    with page.expect_file_chooser() as dialog:
        page.keyboard.press("Space")
    dialog.value.set_files(theirs)
    friend = page.get_by_role("button", name="It is a friend's")
    expect(friend).to_be_visible()
    friend.press("Enter")
    stage.settle()
    page.get_by_label("Whose is it?").fill("Bo Lin")
    page.get_by_label("They gave it to me").press("Space")
    page.get_by_label("How close are you?").select_option("strong")
    stage.photograph(shots / "import-dark.png")
    page.locator(".screen .button.main").first.press("Enter")
    stage.settle()
    assert len(star.tables().people) > before
    # The list and how close we are were one press, and are one undo.
    page.locator(".undo").click()
    stage.settle()
    assert len(star.tables().people) == before


ALUMNI = """Jahrgang;Wer;Firma;Rolle;Mail;Bemerkung zur Person aus dem Treffen im Sommer
2011;Oda Lund;Delta;Head of data;oda@example.com;sprach vom neuen Labor und will im Herbst anrufen
2012;Pia Moe;Echo;Engineer;;
2013;<img src=x onerror=window.fired=1>;Golf;;gus@example.com;
"""


@pytest.mark.slow
def test_the_columns_of_an_unknown_table_are_named_by_mouse_and_by_keyboard(
    page: Watched, star: Book, tmp_path: Path, shots: Path
) -> None:
    table = tmp_path / "alumni.csv"
    table.write_text(ALUMNI, "utf-8")
    hand = Hand(Stage(page, App(star, DAY)))
    hand.stage.show("imports")
    hand.choose(table)
    expect(page.get_by_text("3 people would come in.")).to_be_visible()
    hand.stage.photograph(shots / "import-columns.png")
    title = page.locator("select[name='column title of alumni.csv']")
    label = page.locator("label.field", has=title).locator("span")
    expect(label).to_have_text("Job title (a guess)")
    title.select_option("no column")  # as the mouse does
    hand.stage.settle()
    expect(label).to_have_text("Job title")
    expect(title).to_have_value("")
    # By the keyboard: to the choice, and to the column that begins so.
    title.focus()
    page.keyboard.type("Ro")
    hand.stage.settle()
    expect(title).to_have_value("Rolle")
    expect(label).to_have_text("Job title (a guess)")
    expect(title).to_be_focused()
    assert page.evaluate("window.fired") is None
    hand.press("It is mine")
    hand.press("Add 3 people")
    assert star.who("Oda Lund")


def test_a_backup_is_restored_from_a_file(page: Watched, tmp_path: Path, shots: Path) -> None:
    book = Book(tmp_path / "me.db", me="Robin Achterberg")
    book.want("Delta")
    book.backup(tmp_path / "stick.db")
    book.want("Echo")
    hand = Hand(Stage(page, App(book, DAY)))
    hand.press("Import", role="tab")
    hand.press("Restore a backup from a file")
    page.locator("input[type=file]").last.set_input_files(tmp_path / "stick.db")
    expect(page.get_by_text("Your book loses 1 thing done since")).to_be_visible()
    hand.stage.photograph(shots / "restore.png")
    hand.press("Restore it: my book is as it was then")
    expect(page.get_by_role("status")).to_contain_text("it is kept as me-before.db")
    assert book.tables().companies.company.tolist() == ["Delta"]
