"""The page for a coach in a browser: read by everybody, printed whole, and nobody named unasked."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

import infonet
from infonet.prepare import coach_page
from tests.browser.test_access import CONTRAST, LEAST, axe
from tests.conftest import first
from tools.browser import Watched, watched

DAY = "2026-06-30"
PAPER = 688  # pixels between the margins of A4
PEOPLE = [f"Zwenna{at} Quillbert{at}" for at in range(5)]
Opened = Callable[[str], Watched]


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory, serve: Callable[[Path], str]) -> str:
    """Save the page with names and without, as a job seeker hands it over; return where they are.

    Five companies are wanted, one of a name longer than a line; three people have been asked, and
    with one of them there is a talk.
    """
    folder = tmp_path_factory.mktemp("coach")
    book = infonet.Book(me="Robin Achterberg")
    for at, name in enumerate(PEOPLE):
        company = (
            "Golf & Sons <Holding> of Northern Harbours".replace(" ", "-") * 3
            if at == 0
            else f"Delta {at}"
        )
        book.tie(name, company=company, closeness="strong", new=True)
        book.want(company)
        if at < 3:
            book.log("asked", name, company=company, date=f"2026-06-{11 + at}", note="secretnote")
    book.log("scheduled", PEOPLE[0], date="2026-06-29", note="on 2026-07-02")
    for file, names in (("without.html", False), ("with.html", True)):
        coach_page(book, as_of=DAY, names=names).save(folder / file)
    return serve(folder)


@pytest.fixture(scope="module")
def tab(browser: Any) -> Iterator[Watched]:
    """Open one page of the browser for all of these tests."""
    with watched(browser) as fresh:
        yield fresh


@pytest.fixture
def opened(tab: Watched, address: str) -> Iterator[Opened]:
    """Open one of the two pages; afterwards only its own file may have been asked for."""
    asked = list[str]()

    def note(request: Any) -> None:
        asked.append(request.url)

    def look(file: str) -> Watched:
        tab.page.emulate_media(media="screen", color_scheme="light")
        tab.page.set_viewport_size({"width": 1180, "height": 860})
        tab.goto(f"{address}/{file}")
        return tab

    tab.page.on("request", note)
    yield look
    tab.page.remove_listener("request", note)
    tab.verify()
    assert [url.rsplit("/", 1)[1] for url in asked] in (["without.html"], ["with.html"])


@pytest.mark.parametrize("theme", first(["dark", "light"]))
def test_everybody_can_read_it(opened: Opened, theme: str, shots: Path) -> None:
    page = opened("without.html")
    page.page.emulate_media(color_scheme=theme)
    assert page.evaluate(CONTRAST, LEAST) == []
    # Run by its text: the page itself lets no script run.
    options = {"resultTypes": ["violations"], "rules": {"color-contrast": {"enabled": False}}}
    assert axe.Axe().run(page.page, options=options).response["violations"] == []
    shots.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=shots / f"coach-page-{theme}.png", full_page=True)


@pytest.mark.parametrize("file", ["without.html", "with.html"])
def test_it_prints_on_paper_with_nothing_cut_off(opened: Opened, file: str) -> None:
    page = opened(file)
    page.page.emulate_media(media="print", color_scheme="dark")  # dark on screen, ink on paper
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    page.set_viewport_size({"width": PAPER, "height": 900})
    assert page.evaluate("document.documentElement.scrollWidth") <= PAPER
    printed = page.pdf(prefer_css_page_size=True)
    assert len(re.findall(rb"/Type\s*/Page\b", printed)) <= 2


@pytest.mark.parametrize("file", ["without.html", "with.html"])
def test_nobody_is_named_unless_it_was_chosen(opened: Opened, file: str) -> None:
    page = opened(file).page
    told = page.title() + page.content().split("<main>")[1]  # the text, and what is not seen of it
    named = [name for name in PEOPLE if name in told]
    assert "Ask " in told and "secretnote" not in told
    assert named == ([] if file == "without.html" else [*PEOPLE])
    if not named:
        words = {word for name in PEOPLE for word in name.split()}
        assert not words & {*re.findall(r"\w+", told)} and "a contact at Delta 1" in told
