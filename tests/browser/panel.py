"""The panel in a notebook of JupyterLab, as a user finds and works it."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

import infonet
from infonet import Book
from tools.driven_lab import Lab, write_notebook

expect = pytest.importorskip(
    "playwright.sync_api", reason="no browser test: playwright is not installed"
).expect
expect.set_options(timeout=30_000)  # the kernel may be busy, and so may the machine

DAY = "2026-06-30"
ME = "https://www.linkedin.com/in/robin-achterberg"
TARGET = "Medwren Systems"


class Panel:
    """The panel in a notebook, and the book that it shows.

    Its controls are found by their CSS classes, without the ``infonet-`` they begin with.
    """

    def __init__(self, lab: Lab, file: Path) -> None:
        self.lab, self.page, self.file = lab, lab.page, file
        write_notebook(
            file.with_suffix(".ipynb"),
            f'import infonet\nbook = infonet.Book("{file.name}")',
            f'infonet.explore(book, as_of="{DAY}")',
        )
        lab.open(file.with_suffix(".ipynb").name)
        lab.run_all()
        assert not lab.errors()
        self.page.wait_for_selector(".infonet-panel .infonet-table")

    @property
    def book(self) -> Book:
        """The book as it stands in the file."""
        return Book(self.file)

    def find(self, name: str) -> Any:
        return self.page.locator(f".infonet-panel .infonet-{name}")

    def tab(self, name: str) -> Any:
        return self.page.locator(".infonet-panel").get_by_role("tab", name=name, exact=True)

    def field(self, name: str) -> Any:
        return self.find(name).locator("input")

    def press(self, name: str, says: str) -> None:
        """Press a button, and wait until the status line says so."""
        self.find(name).click()
        expect(self.find("status")).to_contain_text(says)
        self.lab.settle()

    def act(self, name: str, says: str = "") -> None:
        """Press a button that writes into the book, and wait until it is written and told."""
        before = len(self.book.history())
        self.find(name).click()
        wait_until(lambda: len(self.book.history()) > before)
        expect(self.find("status")).to_contain_text(says)
        self.lab.settle()

    def aim(self, target: str) -> None:
        """Type a target; wait for its ways."""
        self.field("target").fill(target)
        self.field("target").press("Enter")
        expect(self.page.locator(".infonet-ways .infonet-way-0 th")).to_contain_text(
            first_names(self.ways(target))
        )
        self.lab.settle()

    def rows(self, name: str, count: int) -> list[list[str]]:
        """Wait for `count` rows; return the texts of a table, row by row, without notes."""
        rows = self.find(name).locator("tbody tr")
        expect(rows).to_have_count(count)
        texts: list[list[str]] = rows.evaluate_all(
            "rows => rows.map(row => [...row.cells].map(cell =>"
            " cell.querySelector('bdi').textContent))"
        )
        return texts

    def shown_first(self) -> list[str]:
        """Return the texts of the first route."""
        first = self.page.locator(".infonet-ways .infonet-way-0 :is(th, td)")
        return [cell.locator("bdi").text_content() or "" for cell in first.all()]

    def ways(self, target: str = TARGET) -> pd.DataFrame:
        """Return the routes that the file has."""
        net = infonet.network(self.book.tables(), as_of=DAY)
        return infonet.warm_paths(net, target, k=5)

    def shows_the_ways(self, target: str = TARGET) -> None:
        """Wait until the routes on the screen are those of the book, or fail."""
        ways = self.ways(target)
        self.rows("ways", len(ways))
        for at, way in enumerate(ways.to_dict("records")):
            row = self.page.locator(f".infonet-ways .infonet-way-{at}")
            if isinstance(way["names"], str):
                expect(row.locator("th")).to_contain_text(way["names"])
            most, low, high = (f"{100 * way[name]:.0f}" for name in ("probability", "low", "high"))
            expect(row).to_contain_text(f"{most} % ({low}–{high})")


def first_names(ways: pd.DataFrame) -> str:
    names = ways.names.iloc[0]
    return names if isinstance(names, str) else "1."


def wait_until(true: Callable[[], bool], within: float = 30) -> None:
    """Wait for what another process writes."""
    end = time.monotonic() + within
    while not true():
        assert time.monotonic() < end, "it did not come about"
        time.sleep(0.1)
