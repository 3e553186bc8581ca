"""A book that does not open: a backup takes its place by pressing, and the app follows."""

from __future__ import annotations

from pathlib import Path
from typing import cast

import pandas as pd
import pytest

from infonet import Book

pytest.importorskip("anywidget", reason="no test of the app: anywidget is not installed")

from infonet.panel import explore_damaged
from infonet.panel.app import App
from tests.panel.driven import Driven

WORDS = "four words of mine"
RESTORE = "Restore it: my book is as it was then"
LEAVE = "Leave it as it is"


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Make a book with two backups, one of them encrypted, and cut it in half."""
    monkeypatch.setenv("INFONET_HOME", str(tmp_path / "settings"))
    folder = tmp_path / "mine"
    folder.mkdir()
    book = Book(folder / "my-book.db", me="Robin Achterberg")
    book.tie("Ana Diaz", closeness="strong", company="Echo", new=True)
    book.want("Delta")
    book.backup(folder / "kept.db")
    book.want("Echo")
    book.backup(folder / "locked.sealed", passphrase=WORDS)
    damage(book.path)
    return book.path


def damage(place: Path) -> None:
    content = place.read_bytes()
    place.write_bytes(content[: len(content) // 2])


def rescue(place: Path, found: str = "is damaged") -> Driven:
    return Driven(cast("App", explore_damaged(place, found)))  # it becomes one


def wanted(place: Path) -> list[str]:
    companies: list[str] = Book(place).tables().companies.company.tolist()
    return companies


def test_what_has_happened_and_which_backups_there_are_is_said(place: Path) -> None:
    app = rescue(place)
    said = app.text()
    assert "Your book cannot be opened" in said
    assert "The file my-book.db is damaged. A backup can take its place, or an empty book." in said
    assert "the file is kept beside it as it is: nothing is deleted" in said
    today = f"{pd.Timestamp.now():%a} {pd.Timestamp.now().day}"
    assert f"from {today}" in said
    assert "beside your book, encrypted" in said
    assert "The last thing done in it: Delta added to your targets" in said
    assert str(place.parent) not in said and "`" not in said and "()" not in said
    labels = {each[1].get("aria-label") for each in app.nodes("button")} - {None}
    assert labels == {"Restore it: kept.db", "Restore it: locked.sealed"}
    assert repr(app.app) == "RescueApp of my-book.db"


def test_a_backup_is_restored_by_two_presses_and_the_app_goes_on_in_its_place(
    place: Path,
) -> None:
    bad = place.read_bytes()
    app = rescue(place).press("Restore it: kept.db")
    assert "In it: 1 person, 1 target, 0 log entries." in app.text()
    assert "kept beside it, as my-book-damaged.db" in app.text()
    assert place.read_bytes() == bad
    app.press(LEAVE)
    assert "In it" not in app.text() and place.read_bytes() == bad
    app.press("Restore it: kept.db").press(RESTORE)
    assert not app.is_wrong() and app.status() == (
        "Your book is again as it was in kept.db. As it was before, it is kept as"
        " my-book-damaged.db."
    )
    assert "cannot be opened" not in app.text() and "Delta" in app.text()
    assert place.with_name("my-book-damaged.db").read_bytes() == bad
    # It is the app: its screens, acts and tables that go as bytes.
    app.press("People").press("Import").press("Back up my book")
    assert "my-book-backup" in app.status()
    app.app.session.act(lambda: Book(place).want("Hotel"))
    app.press("Targets")
    assert "Hotel" in app.text()
    app.app.hear(app.app, {"press": "tab:people"}, [])
    assert "people" in app.app.data and app.app.view["place"] == '["people", ""]'
    assert repr(app.app).startswith("App of Network")


def test_an_encrypted_one_asks_for_its_passphrase(place: Path) -> None:
    app = rescue(place).press("Restore it: locked.sealed")
    assert "In it" not in app.text()
    app.type("unseal", "other words of mine").press("Open it")
    assert app.is_wrong() and "not the passphrase of “locked.sealed”" in app.status()
    app.type("unseal", WORDS).press("Open it")
    app.press(RESTORE)
    assert wanted(place) == ["Delta", "Echo"]


def test_one_from_a_file_is_taken_and_what_is_none_is_refused(place: Path, tmp_path: Path) -> None:
    kept = place.with_name("kept.db")
    content = kept.read_bytes()
    kept.unlink()
    place.with_name("locked.sealed").unlink()
    app = rescue(place)
    assert "There is no backup beside my-book.db." in app.text()
    app.press("Restore a backup from a file …")
    for name, bytes_, wrong in (("no.db", b"no backup", True), ("stick.db", content, False)):
        app.send(name, bytes_)
        assert app.is_wrong() is wrong
    app.press(RESTORE)
    assert "again as it was in stick.db" in app.status()
    assert wanted(place) == ["Delta"]


def test_without_a_backup_an_empty_book_is_begun(place: Path) -> None:
    bad = place.read_bytes()
    app = rescue(place, "is empty").press("Begin an empty book …")
    assert "The file my-book.db is empty." in app.text()
    assert "Nobody is in it: import your contacts again" in app.text()
    assert place.read_bytes() == bad
    app.press("Begin it: nobody is in my book")
    assert app.status().startswith("Your book is empty now.")
    assert "Welcome. Who do you know?" in app.text()
    assert wanted(place) == []
    assert place.with_name("my-book-damaged.db").read_bytes() == bad


def test_one_that_somebody_has_put_back_meanwhile_stays(place: Path) -> None:
    app = rescue(place, "is empty")
    kept = place.with_name("kept.db").read_bytes()
    place.write_bytes(kept)
    app.press("Restore it: kept.db")
    assert app.is_wrong() and app.status() == "Your book opens again: reload this page."
    assert place.read_bytes() == kept


def test_where_it_cannot_be_written_all_stays_and_it_is_said(
    place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    bad = place.read_bytes()
    app = rescue(place).press("Restore it: kept.db")

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr("infonet.book._in_place.copy_of", full)
        app.press(RESTORE)
    assert app.is_wrong() and "No space left" in app.status()
    assert "cannot be opened" in app.text()
    assert place.read_bytes() == bad and not place.with_name("my-book-damaged.db").exists()
    app.press("Restore it: kept.db").press(RESTORE)
    assert wanted(place) == ["Delta"]


def test_what_is_pressed_twice_is_done_once(place: Path) -> None:
    app = rescue(place).press("Restore it: kept.db")
    [word] = [
        each[1]["press"] for each in app.nodes("button") if "".join(map(str, each[2])) == RESTORE
    ]
    for _ in range(2):
        app.app.hear(app.app, {"press": word, "values": {}}, [])
    assert len(list(place.parent.glob("my-book-damaged*"))) == 1
    assert isinstance(app.app, App) is False and wanted(place) == ["Delta"]
