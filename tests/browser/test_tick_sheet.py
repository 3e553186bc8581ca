"""A tick sheet in a friend's browser: filled in by keys and mouse, saved, and added to the book."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

import infonet
from infonet import Book
from infonet.prepare import tick_sheet
from tests.browser.test_access import CONTRAST, LEAST, axe
from tests.conftest import first
from tools.browser import Watched

Serve = Callable[[Path], str]


@pytest.fixture
def book() -> Book:
    """Ana is a friend; two companies and a field are wanted."""
    book = Book(me="Robin Achterberg")
    book.tie("Ana Diaz", closeness="strong", new=True)
    book.want("Delta")
    book.want('Söhne & "Echo" <b>', priority=2)
    book.want(field="data engineering", priority=3)
    return book


def test_answers_come_back_as_a_file(
    page: Watched, book: Book, tmp_path: Path, serve: Serve, shots: Path
) -> None:
    tick_sheet(book, "Ana Diaz").save(tmp_path / "for-ana.html")
    page.goto(f"{serve(tmp_path)}/for-ana.html")
    page.get_by_label("I know somebody at Delta").check()
    # The first question has the focus: whom it is about is typed at once.
    page.keyboard.type('Jing "J" Wu')
    page.keyboard.press("Tab")
    page.keyboard.type("Engineer, data")
    page.get_by_label("How well do you know them?").select_option("fairly")
    page.get_by_label("Would you introduce us?").select_option("yes")
    page.get_by_text("One more person").first.click()
    page.keyboard.type("Bo Lin")
    page.get_by_label("Would you introduce us?").nth(1).select_option("no")
    page.get_by_label("I know somebody at Söhne").check()
    shots.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=shots / "tick-sheet.png", full_page=True)
    with page.expect_download() as saved:
        page.get_by_text("Save my answers").click()
    assert saved.value.suggested_filename == "answers-ana-diaz.csv"
    assert "answers-ana-diaz.csv" in page.get_by_role("status").inner_text()
    answers = tmp_path / "answers-ana-diaz.csv"
    saved.value.save_as(answers)
    reading = book.add(answers)
    assert reading.counts.to_dict() == {"rows": 3, "people": 1, "merged": 0, "reported": 2}
    assert reading.report.problem[0] == "they would rather not introduce this person"
    assert reading.report.problem[1] == 'they know somebody at Söhne & "Echo" <b>'
    way = infonet.warm_paths(infonet.network(book, as_of="2026-06-30"), "Delta").iloc[0]
    assert way.names == 'Ana Diaz → Jing "J" Wu'
    assert way.probability == pytest.approx(0.7 * 0.5)


@pytest.mark.parametrize("theme", first(["dark", "light"]))
def test_everybody_can_read_it(
    page: Watched, book: Book, tmp_path: Path, serve: Serve, theme: str
) -> None:
    tick_sheet(book, "Ana Diaz").save(tmp_path / "for-ana.html")
    page.page.emulate_media(color_scheme=theme)
    page.goto(f"{serve(tmp_path)}/for-ana.html")
    page.get_by_label("I know somebody who works in data engineering").check()
    assert page.evaluate(CONTRAST, LEAST) == []
    # Run by its text: the page itself lets no other script run.
    options = {"resultTypes": ["violations"], "rules": {"color-contrast": {"enabled": False}}}
    assert axe.Axe().run(page.page, options=options).response["violations"] == []
