"""What all views share: one reading of the book, and a sentence for whatever goes wrong."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Callable, Iterator
from typing import Any

import pytest

import infonet
from infonet import Book
from infonet.ledger import Ledger
from tests.panel.seen import DAY, everything
from tests.uploads import upload

widgets = pytest.importorskip("ipywidgets", reason="no panel test: ipywidgets is not installed")

from infonet.panel.app import Explore  # noqa: E402  # skipped above without it
from infonet.panel.views import log, ways  # noqa: E402  # skipped above without it
from infonet.panel.widgets.controls import Table  # noqa: E402  # skipped above without it
from infonet.panel.widgets.markup import heading, lines, paragraph, sections  # noqa: E402  # skipped above without it


def fail(*_: Any, **__: Any) -> Any:
    """Stand for a defect of ours."""
    nobody: dict[str, int] = {}
    return nobody["in/nobody"]


# --- what nobody foresaw ---


def test_an_error_nobody_foresaw_is_said_and_the_kernel_hears_of_it(
    panel: Explore, book: Book, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    acts = len(book.history())
    with monkeypatch.context() as patch:
        patch.setattr(book, "log", fail)
        panel.log.stages["asked"].click()
    status = panel.session.status
    assert status.wrong
    assert status.words == (
        "“Asked” failed for a reason that nobody foresaw (KeyError). Your book is unchanged."
    )
    assert len(book.history()) == acts
    # ipywidgets shows what a callback raises in JupyterLab's log, and without a kernel logs it.
    assert "KeyError" in caplog.text
    panel.log.stages["asked"].click()
    assert not status.wrong


def test_an_error_behind_an_act_says_that_the_act_is_in_the_book(
    panel: Explore, book: Book, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(ways, "warm_paths", fail)
        panel.log.stages["asked"].click()
    assert panel.session.status.wrong
    assert "What you did is in your book" in panel.session.status.words
    assert book.tables().events.stage.tolist() == ["asked"]
    assert not panel.log.undo.disabled
    assert "KeyError" in caplog.text


def test_a_choice_that_fails_is_said_as_well(
    panel: Explore, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(log, "explain", fail)
        with pytest.raises(KeyError):
            panel.ways.table.choose(1)
    assert panel.session.status.wrong
    words = (
        "your choice failed for a reason that nobody foresaw (KeyError). Your book is unchanged."
    )
    assert panel.session.status.words == words


def test_of_several_files_the_first_is_shown_when_the_second_fails(
    panel: Explore, book: Book, monkeypatch: pytest.MonkeyPatch
) -> None:
    header = "First Name,Last Name,URL,Email Address,Company,Position,Connected On\n"
    line = "Eli,Ota,https://www.linkedin.com/in/eli-ota,,Echo,Cook,08 Feb 2026\n"
    log_lines = b"stage,person,date,company\nasked,Ana Diaz,2026-03-02,Delta\n"
    view = panel.imports
    upload(view.files, {"Connections.csv": (header + line).encode(), "log.csv": log_lines})
    view.look.click()
    add = book.add
    monkeypatch.setattr(
        book, "add", lambda one, owner=None: fail() if "log" in str(one.path) else add(one, owner)
    )
    view.commit.click()
    assert panel.session.status.wrong
    assert "Before that: " in panel.session.status.words
    assert "in/eli-ota" in panel.session.net.person
    view.files.close()


# --- one reading ---


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Count the connections to any database from now on."""
    seen: list[str] = []
    connect: Callable[..., sqlite3.Connection] = sqlite3.connect

    def counted(database: Any, *args: Any, **kwargs: Any) -> sqlite3.Connection:
        seen.append(str(database))
        return connect(database, *args, **kwargs)

    monkeypatch.setattr(sqlite3, "connect", counted)
    return seen


@pytest.mark.parametrize("tab", [0, 1, 2])
@pytest.mark.parametrize("press", ["want", "closeness", "asked", "held", "undo"])
def test_a_press_opens_the_book_three_times(
    panel: Explore, opened: list[str], press: str, tab: int
) -> None:
    panel.tabs.selected_index = tab
    panel.ways.target.value = "Delta"
    panel.knowledge.person.value = "Ana Diaz"
    button = {
        "want": panel.ways.want,
        "closeness": panel.knowledge.state,
        "asked": panel.log.stages["asked"],
        "held": panel.log.stages["held"],
        "undo": panel.log.undo,
    }[press]
    opened.clear()
    button.click()
    assert not panel.session.status.wrong
    # To write, to make the tables with their notes, and to say what can be undone.
    assert len(opened) == 3


def test_looking_around_reads_no_book(panel: Explore, opened: list[str]) -> None:
    for tab in (1, 2, 0):
        panel.tabs.selected_index = tab
    opened.clear()
    for tab in (1, 2, 0):
        panel.tabs.selected_index = tab
    panel.ways.table.choose(1)
    panel.ways.k.value = 3
    assert not opened


@pytest.fixture
def readings(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Count how often a log is read from now on."""
    seen: list[str] = []
    of = Ledger.of

    def counted(log: Any, tables: Any = None) -> Ledger:
        if not isinstance(log, Ledger):
            seen.append(type(log).__name__)
        return of(log, tables)

    monkeypatch.setattr(Ledger, "of", counted)
    return seen


def test_all_views_share_one_reading_of_the_log(panel: Explore, readings: list[str]) -> None:
    panel.log.stages["asked"].click()
    panel.tabs.selected_index = 1
    readings.clear()
    panel.log.stages["held"].click()
    # The book reads it to write and to make the tables; one gives the strengths, one is for views.
    assert 0 < len(readings) <= 4
    readings.clear()
    for tab in (2, 0, 1):
        panel.tabs.selected_index = tab
    # The requests of the period alone, for the review.
    assert len(readings) <= 1


# --- the user's figures ---


def test_the_current_figure_of_the_user_stays(panel: Explore, book: Book) -> None:
    plt = pytest.importorskip("matplotlib.pyplot")
    mine = plt.figure()
    book.log("asked", "Ana Diaz", company="Delta", date="2026-03-02")
    book.log("held", "Bo Lin", company="Delta", via="Ana Diaz", date="2026-03-09")
    panel.session.refresh()
    panel.tabs.selected_index = 2
    for by in ("none", "kind", "month"):
        panel.review.group.value = by
        assert "data:image/png;base64,iVBOR" in panel.review.funnel.value
    assert "data:image/png;base64,iVBOR" in panel.review.waiting.value
    assert plt.get_fignums() == [mine.number]
    assert plt.gcf() is mine
    assert not mine.axes
    plt.close(mine)


# --- what is shown ---

HIDDEN = "\u061c\u2060\u00ad\u180e\ufff9\U000e0041\U000e007f\u202e\u200b"


def test_hidden_letters_reach_no_text_of_the_panel() -> None:
    name = f"A{HIDDEN}na"
    table = Table(("Name",))
    table.fill([[name], [{"text": name, "note": name}]], columns=[name], caption=name)
    panel = infonet.explore(Book(), as_of=DAY)
    panel.session.status.say(name)
    shown = "".join(
        [
            paragraph(name),
            heading(name),
            sections(name, [(name, [name])]),
            lines(f"  {name}"),
            str(table.get_state()),
            panel.session.status.words,
        ]
    )
    assert shown.count("Ana") == 12
    assert not [letter for letter in HIDDEN if letter in shown]


def test_dollars_are_no_mathematics() -> None:
    text = "raised $10M to $50M"
    for markup in (paragraph(text), heading(text), sections(text, []), lines(text)):
        assert text in markup
        assert re.match(r'<\w+ class="[^"]*\btex2jax_ignore mathjax_ignore\b', markup)
    panel = infonet.explore(Book(), as_of=DAY)
    assert {"tex2jax_ignore", "mathjax_ignore"} <= set(panel.box.get_state()["_dom_classes"])


def texts(panel: Explore) -> Iterator[str]:
    """Yield every text that a person with a mouse sees."""
    for each in everything(panel.box):
        for name in ("description", "tooltip", "placeholder", "words", "empty", "caption"):
            yield str(getattr(each, name, None) or "")
        if isinstance(each, widgets.HTML):
            yield re.sub(r"<[^>]*>", " ", each.value)
        if isinstance(each, widgets.Dropdown):
            yield from (str(one[0] if isinstance(one, tuple) else one) for one in each.options)
        if isinstance(each, Table):
            yield from (column["title"] for column in each.columns)
            for cell in (cell for row in each.rows for cell in row):
                values = cell.values() if isinstance(cell, dict) else [cell]
                yield from (one for one in values if isinstance(one, str))


PYTHON = re.compile(
    r"\b(None|NaN|nan|NaT|<NA>|True|False)\b|\bbook\.\w|\w\((?:…|\))|`|\('|/tmp/|Error\b"
)


@pytest.mark.parametrize("name", ["quiet", "six-months"])
def test_no_python_is_shown(name: str) -> None:
    panel = infonet.explore(infonet.sample_book(name), as_of=DAY)
    shown: set[str] = set()
    for tab in range(4):
        panel.tabs.selected_index = tab
        shown.update(texts(panel))
    panel.tabs.selected_index = 0
    for at in range(len(panel.ways.table.rows)):
        panel.ways.table.choose(at)
        shown.update(texts(panel))
    panel.log.hops.choose(0)
    shown.update(texts(panel))
    panel.ways.target.value = "Dleta Systems"
    shown.update(texts(panel))
    panel.review.group.value = "kind"
    panel.review.show()
    shown.update(texts(panel))
    assert len(shown) > 100
    assert not [text for text in shown if PYTHON.search(text)]
