"""`infonet.explore` in JupyterLab, driven as by a user; what it shows is held against the book."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

import infonet
from infonet import Book
from tests.browser.panel import DAY, ME, TARGET, Panel, expect, first_names, wait_until
from tools.driven_lab import Lab


@pytest.fixture(scope="session")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str, Path], None]:
    """``sample(name, file)`` puts a book of that sample into a file; made once."""
    kept: dict[str, Path] = {}

    def put(name: str, file: Path) -> None:
        if name not in kept:
            kept[name] = tmp_path_factory.mktemp("books") / f"{name}.db"
            book = infonet.sample_book(name)
            book.backup(kept[name])
            book.close()
        shutil.copy(kept[name], file)

    return put


@pytest.fixture
def six_months(
    lab: Lab, sample: Callable[[str, Path], None], request: pytest.FixtureRequest
) -> Panel:
    """Open the panel on a copy of the sample."""
    file = lab.server.folder / f"{request.node.name}.db"
    sample("six-months", file)
    return Panel(lab, file)


def test_a_target_its_ways_their_hops_and_a_person(six_months: Panel, shots: Path) -> None:
    panel, page = six_months, six_months.page
    expect(panel.field("target")).to_have_value("Halvorsen Grid")
    panel.shows_the_ways("Halvorsen Grid")
    panel.aim(TARGET)
    panel.shows_the_ways()
    ways = panel.ways()
    for at in (1, 0):
        page.locator(f".infonet-way-{at}").click()
        route = ways.names[at].split(" → ")
        expect(page.locator(f".infonet-hop-{len(route) - 1}")).to_contain_text(route[-1])
        expect(page.locator(f".infonet-way-{at} button")).to_have_attribute("aria-pressed", "true")
        hops = panel.rows("hops-table", len(route))
        # Every hop with its own reason, and the way's reason is all of theirs.
        assert [name for name, *_ in hops] == route
        assert all(f"{why} (" in ways.why[at] for *_, why in hops)
        expect(panel.find("picture-view").locator(".route li")).to_have_count(len(route))
    panel.find("k").locator("input").fill("2")
    panel.find("k").locator("input").press("Enter")
    expect(page.locator(".infonet-ways tbody tr")).to_have_count(2 + len(ways) - 5)
    page.locator(".infonet-hop-1 button").click()
    expect(panel.find("brief")).to_contain_text(f"Before talking to {route[1]}")
    panel.find("picture-view").locator('.person[aria-label^="Ana Diaz,"]').click()
    expect(panel.find("brief")).to_contain_text("Before talking to Ana Diaz")
    dark = "e => getComputedStyle(e).backgroundColor"
    papers = []
    for theme in ("Dark", "Light"):
        panel.lab.theme(f"JupyterLab {theme}")
        papers.append(page.locator(".infonet-graph").evaluate(dark))
        panel.lab.photograph(shots / f"panel-{theme.lower()}.png")
    assert papers[0] != papers[1]


def test_what_is_logged_moves_the_ranking_and_undo_moves_it_back(six_months: Panel) -> None:
    panel = six_months
    before = panel.book.tables().events
    panel.aim("Voltquay Storage")
    panel.shows_the_ways("Voltquay Storage")
    first = panel.shown_first()
    broker, insider = panel.ways("Voltquay Storage").names[0].split(" → ")[:2]
    panel.act("log-asked", broker)
    panel.act("log-declined", "Undo takes it back")
    panel.shows_the_ways("Voltquay Storage")
    moved = panel.shown_first()
    assert moved[0] == first[0] and moved[4] != first[4]
    assert moved[5].startswith(("▼", "▲"))
    events = panel.book.tables().events.iloc[len(before) :]
    assert list(events.stage) == ["asked", "declined"]
    assert set(events.company) == {"Voltquay Storage"}
    route = panel.ways("Voltquay Storage").route[0]
    assert set(events.person) == {route[1]}
    assert set(events.date) == {pd.Timestamp(DAY)}
    # The ask keeps the way that was on the screen.
    assert events.route.iloc[0] == route
    panel.act("undo")
    panel.act("undo")
    pd.testing.assert_frame_equal(panel.book.tables().events, before)
    panel.shows_the_ways("Voltquay Storage")
    assert panel.shown_first()[:5] == first[:5]
    panel.act("back")
    assert list(panel.book.tables().events.stage[len(before) :]) == ["asked"]
    # Of whoever is chosen on the way, through whoever stands before them.
    panel.find("with").locator("select").select_option(label=insider)
    says = f"Log: you talked with {insider} about Voltquay Storage"
    expect(panel.find("log-held")).to_have_attribute("title", says)
    panel.act("log-held", insider)
    held = panel.book.tables().events.iloc[-1]
    assert (held.stage, held.person, held.via) == ("held", route[2], route[1])


def test_what_only_the_user_knows(six_months: Panel) -> None:
    panel, page = six_months, six_months.page
    panel.aim(TARGET)
    ana = panel.ways().route[0][1]
    assert first_names(panel.ways()).startswith("Ana Diaz")
    panel.tab("What you know").click()
    panel.field("person").fill("Ana Diaz")
    panel.find("closeness").locator("select").select_option("weak")
    panel.act("closeness-state", "Ana Diaz")
    ties = panel.book.tables().ties
    stated = ties[(ties.target == "me") & (ties.source == ana) & (ties.evidence == "stated")]
    assert stated.closeness.iloc[-1] == "weak"
    # Bo is now the first to ask, in front of the user.
    assert first_names(panel.ways()).startswith("Bo Lin")
    panel.shows_the_ways()
    assert "was 2." in page.locator(".infonet-way-0").inner_text()
    panel.field("mutual-a").fill("Ngozi Adeyinka-Bell")
    panel.field("mutual-b").fill("Noor Verhoeven")
    panel.field("mutual-company").fill(TARGET)
    panel.press("mutual", "is not in your book")
    panel.act("mutual", "Noor Verhoeven")
    assert "Ngozi Adeyinka-Bell → Noor Verhoeven" in set(panel.ways().names)
    panel.shows_the_ways()
    panel.aim("Osselby Tarrant Research")
    panel.act("want", "Osselby Tarrant Research")
    assert "Osselby Tarrant Research" in set(panel.book.tables().companies.company)


def test_a_draft_and_what_is_due(six_months: Panel) -> None:
    panel, page = six_months, six_months.page
    panel.aim(TARGET)
    panel.press("draft", "nothing is sent")
    text = panel.find("draft-text").locator("textarea").input_value()
    book = panel.book
    letter = infonet.draft(
        book=book, way=panel.ways().iloc[0], company=TARGET, channel="email", tables=book.tables()
    )
    assert text == letter.body and "Ana" in text
    panel.field("draft-path").fill(str(panel.file.with_suffix(".eml")))
    panel.press("draft-save", "only you can read it")
    saved = panel.file.with_suffix(".eml")
    assert saved.stat().st_mode & 0o077 == 0
    assert saved.exists()
    panel.find("due").first.click()
    expect(panel.tab("This week")).to_have_attribute("aria-selected", "true")
    expect(page.locator(".infonet-due-table .infonet-due-0")).to_be_visible()
    due = infonet.due(book.tables(), as_of=DAY)
    shown = panel.rows("due-table", len(due))
    words = due.action.str.capitalize()
    assert [(row[0], row[1]) for row in shown] == list(zip(words, due.name, strict=True))
    net = infonet.network(book.tables(), as_of=DAY)
    asks = infonet.plan(net, book.tables().events, as_of=DAY, asks=5)
    assert [row[0] for row in panel.rows("plan-table", len(asks))] == list(asks.name)
    at = list(due.action).index("thank")
    page.locator(f".infonet-due-{at} button").click()
    expect(panel.find("due-done")).to_be_enabled()
    panel.act("due-done", due.name[at])
    last = panel.book.tables().events.iloc[-1]
    assert (last.stage, last.person) == ("thanked", due.person[at])
    expect(page.locator(".infonet-due-table tbody tr")).to_have_count(
        len(infonet.due(panel.book.tables(), as_of=DAY))
    )


def test_by_keyboard_alone(six_months: Panel) -> None:
    panel, page = six_months, six_months.page
    keys = page.keyboard
    before = len(panel.book.tables().events)
    panel.find("due").first.focus()
    go(page, ".infonet-target input")
    keys.press("Control+a")
    keys.type(TARGET)
    keys.press("Enter")
    panel.shows_the_ways()
    go(page, ".infonet-way-0 button")
    keys.press("ArrowDown")
    keys.press("Enter")
    broker = panel.ways().names[1].split(" → ")[0]
    expect(page.locator(".infonet-hop-0 button")).to_have_text(broker)
    go(page, ".infonet-hop-0 button")
    # Letters are commands to the notebook: "a" adds a cell, "dd" deletes one.
    for key in ("a", "d", "d", "x", "ArrowUp"):
        keys.press(key)
    go(page, ".infonet-log-asked")
    keys.press("Enter")
    wait_until(lambda: len(panel.book.tables().events) == before + 1)
    assert panel.book.tables().events.person.iloc[-1] == panel.ways().route[1][1]
    go(page, ".infonet-undo")
    keys.press("Space")
    wait_until(lambda: len(panel.book.tables().events) == before)
    go(page, ".infonet-picture-view .person")
    keys.press("PageDown")
    keys.press("Enter")
    expect(panel.find("brief")).to_contain_text("Before talking to")
    assert len(panel.lab.cells()) == 2


def go(page: Any, where: str) -> None:
    """Press Tab until the focus is there."""
    passed = []
    for _ in range(60):
        page.keyboard.press("Tab")
        if page.evaluate("where => document.activeElement.matches(where)", where):
            return
        passed.append(page.evaluate("document.activeElement.className"))
    raise AssertionError(f"`{where}` is not reached by Tab; passed {passed}")


HOSTILE = (
    "<img src=x onerror=window.fired=1>",
    '<button data-commandlinker-command="notebook:run-all-below">Open</button>',
    "$x^2$ and \\(y\\)",
    "</script><script>window.fired=2</script>",
    '"><svg onload=window.fired=3>',
    "[x](javascript:window.fired=4) `code` **bold**",
)
EXECUTED = """() => {
    window.executed = [];
    jupyterapp.commands.commandExecuted.connect((_, { id }) => window.executed.push(id));
}"""
TABS = ("Explore", "This week", "Review", "Import")
DETAILS = ("What happened", "This person", "What you know")
# Marks what was not clicked yet.
NEXT = """done => {
    document.querySelector("[data-next]")?.removeAttribute("data-next");
    const all = document.querySelectorAll(".infonet-panel button, .infonet-panel .person");
    for (const each of all) {
        const words = each.getAttribute("aria-label") ?? each.textContent;
        const name = `${each.localName} ${each.getAttribute("class")?.split(" ")[0]} ${words}`;
        if (done.includes(name) || each.disabled || !each.checkVisibility()) continue;
        each.setAttribute("data-next", "");
        return name;
    }
    return null;
}"""
MARKUP = ", ".join(
    f".infonet-panel {each}"
    for each in (
        *("img[src='x']", "script", "[onerror]", "[onload]", "[data-commandlinker-command]"),
        *("mjx-container", ".MathJax", "a:not([href^='mailto:'])", "bdi *", "strong code"),
    )
)


@pytest.fixture
def hostile(lab: Lab) -> Panel:
    """Open the panel on a book in which every word from outside is hostile."""
    book = Book(lab.server.folder / "hostile.db", me=ME)
    for at, name in enumerate(HOSTILE):
        book.person(
            name, company=HOSTILE[at - 1], title=HOSTILE[at - 2], email=f"p{at}@example.com"
        )
        book.tie(name, closeness="strong" if at % 2 else "weak")
        book.want(HOSTILE[at - 1])
        book.note(name, "learnt", name)
        book.log("asked", name, company=HOSTILE[at - 1], date="2026-06-10", note=name)
    for a, b in zip(HOSTILE, HOSTILE[2:], strict=False):
        book.tie(a, b)
    path = book.path
    book.close()
    return Panel(lab, path)


def test_hostile_words_are_letters_whatever_is_clicked(hostile: Panel, shots: Path) -> None:
    panel, page = hostile, hostile.page
    counts = [cell["execution_count"] for cell in panel.lab.cells()]
    page.evaluate(EXECUTED)
    seen: set[str] = set()
    clicked: set[str] = set()
    for tab in TABS:
        for detail in DETAILS if tab == "Explore" else ("",):
            click_everything(panel, [tab, detail] if detail else [tab], clicked)
            assert page.locator(MARKUP).count() == 0
            assert page.evaluate("window.fired") is None
            seen.update(name for name in HOSTILE if name in panel.find("tabs").inner_text())
        panel.lab.photograph(shots / f"panel-hostile-{tab.lower().replace(' ', '-')}.png")
    assert seen == set(HOSTILE)
    assert all(any(name in each for each in clicked) for name in HOSTILE)
    executed = page.evaluate("window.executed")
    assert not [command for command in executed if command.startswith("notebook:")]
    assert [cell["execution_count"] for cell in panel.lab.cells()] == counts


def click_everything(panel: Panel, tabs: list[str], done: set[str]) -> None:
    """Hover and click all that is not done yet and can be on a tab, also what comes up by it."""
    for _ in range(150):
        for tab in tabs:
            if panel.tab(tab).get_attribute("aria-selected") != "true":
                panel.tab(tab).click()
                panel.lab.settle()
        new = panel.page.evaluate(NEXT, sorted(done))
        if new is None:
            return
        done.add(new)
        place = panel.page.locator("[data-next]")
        place.hover(force=True)
        place.click(force=True)
        panel.lab.settle()
    raise AssertionError(f"there is no end to what can be clicked: {sorted(done)}")
