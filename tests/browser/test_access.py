"""Every screen can be read: axe-core finds no violation, and every text has a contrast of 4.5."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from infonet import Book
from infonet.panel.app import App
from infonet.panel.screens import SCREENS, TABS
from tests.conftest import EVIDENCE, first
from tests.sample_books import sample_copy
from tools.browser import watched
from tools.stage import Stage, place

axe = pytest.importorskip(
    "axe_playwright_python.sync_playwright", reason="axe-playwright-python is not installed"
)

DAY = "2026-06-30"
LEAST = 4.5
CONTRAST = Path(__file__).with_name("contrast.js").read_text("utf-8")


@pytest.fixture(scope="module")
def stage(browser: Any) -> Iterator[Stage]:
    """Show the app on the sample."""
    yield from shown(browser, sample_copy("six-months"))


@pytest.fixture(scope="module")
def bare(browser: Any) -> Iterator[Stage]:
    """Show the app on an empty book."""
    yield from shown(browser, Book(me="https://www.linkedin.com/in/robin-achterberg"))


def shown(browser: Any, book: Book) -> Iterator[Stage]:
    with watched(browser, 1400, 3000) as page:
        yield Stage(page, App(book, DAY))
        page.verify()


@pytest.mark.parametrize("screen", first(SCREENS, 2))
def test_axe_finds_nothing_and_every_text_stands_out(screen: str, stage: Stage) -> None:
    assert not (found := faults(screen, stage)), "\n".join(found)


@pytest.mark.evidence
@pytest.mark.parametrize("screen", SCREENS if EVIDENCE else first(TABS))
def test_nor_on_an_empty_book(screen: str, bare: Stage) -> None:
    """The screens without a tab have little of their own to say there."""
    assert not (found := faults(screen, bare)), "\n".join(found)


def faults(screen: str, stage: Stage) -> list[str]:
    """Look at a screen in both themes; return what cannot be read."""
    found = []
    for theme in ("light", "dark"):
        stage.show(screen, place(stage.app, screen), theme=theme)
        unfold(stage)
        found += [f"{theme}: {each}" for each in stage.page.evaluate(CONTRAST, LEAST)]
    # axe's own rule for contrast does not see layers; ours is above.
    options = {"resultTypes": ["violations"], "rules": {"color-contrast": {"enabled": False}}}
    answer = axe.Axe().run(stage.page.page, options=options).response
    return found + [
        f"axe {each['id']}: {each['help']}: {[node['html'][:160] for node in each['nodes'][:3]]}"
        for each in answer["violations"]
    ]


def unfold(stage: Stage) -> None:
    """Open what is folded, as that is read as well, and let what changes its colour arrive."""
    stage.page.evaluate(
        """() => {
            for (const each of document.querySelectorAll("details")) each.open = true;
            for (const each of document.getAnimations()) each.finish();
        }"""
    )
    stage.settle()


def test_a_pale_text_is_noticed(stage: Stage) -> None:
    stage.show("targets")
    stage.page.evaluate(
        """() => {
            const pale = document.querySelector(".infonet-app h1");
            pale.style.color = "rgb(0 0 0 / 0.3)";
        }"""
    )
    (found,) = stage.page.evaluate(CONTRAST, LEAST)
    assert found.startswith("H1")
    stage.page.evaluate("document.querySelector('.infonet-app h1').removeAttribute('style')")
