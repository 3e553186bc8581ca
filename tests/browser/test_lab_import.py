"""Import in JupyterLab: files from the user's disk go up, are read, seen and added."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

import infonet
from infonet import Book
from tests.browser.panel import ME, Panel, expect
from tests.exports import MESSAGE, NEW, ROBIN, table, url, zipped
from tools.driven_lab import Lab

HOSTILE = "<img src=x onerror=window.fired=1>.zip"
PEOPLE, MESSAGES = 400, 100_000

# Every text that stood beside a file on its way up, and every file at work.
WATCH = """() => {
    const seen = window.seen = { coming: [], counts: [] };
    const keep = (list, text) => { if (text && list.at(-1) !== text) list.push(text); };
    const look = () => {
        for (const each of document.querySelectorAll(".infonet-import li span"))
            keep(seen.coming, each.textContent);
        const bar = document.querySelector(".infonet-progress")?.innerText ?? "";
        keep(seen.counts, bar.match(/\\w+ \\d of \\d: .*/)?.[0]);
    };
    const options = { childList: true, characterData: true, subtree: true };
    new MutationObserver(look).observe(document.body, options);
}"""


@pytest.fixture
def panel(lab: Lab, request: pytest.FixtureRequest) -> Iterator[Panel]:
    """Open the panel on a book that knows Ana, at the tab Import."""
    file = lab.server.folder / f"{request.node.name}.db"
    book = Book(file, me=ME)
    book.tie("Ana Diaz", closeness="strong", new=True)
    book.close()
    panel = Panel(lab, file)
    panel.tab("Import").click()
    lab.settle()
    yield panel
    assert lab.page.evaluate("window.fired") is None


def large(path: Path) -> Path:
    """Make a zip of 20 MB and more: many messages, packed as they are."""
    people = [
        (f"Name{at}", f"<b>{at}</b>", url(f"person-{at}"), "", "Echo", "Cook", "01 Feb 2026")
        for at in range(PEOPLE)
    ]
    lines = []
    for at in range(MESSAGES):
        number = at % PEOPLE
        ends = [("Robin Achterberg", ROBIN), (f"Name{number} <b>", url(f"person-{number}"))]
        (name, sender), (whom, to) = ends if at % 3 else ends[::-1]
        day = f"202{at % 6}-0{at % 9 + 1}-1{at % 10} 09:30:00 UTC"
        body = f"Words of mine, number {at:x} " * 3
        row = (f"t{number}", "", name, sender, whom, to, day, "", body, "INBOX", "", "No")
        lines.append('"' + '","'.join(row) + '"\n')
    files = {"Connections.csv": table(NEW, people), "messages.csv": table(MESSAGE, [])}
    files["messages.csv"] += "".join(lines)
    return zipped(path, files, packed=False)


def test_a_large_zip_goes_up_is_read_and_added(panel: Panel, tmp_path: Path, shots: Path) -> None:
    page = panel.page
    export = large(tmp_path / HOSTILE)
    size = export.stat().st_size
    assert size > 20e6
    page.evaluate(WATCH)
    panel.find("import").locator("input[type=file]").set_input_files(export)
    expect(panel.find("status")).to_contain_text("All files are here; press Read.")
    line = panel.find("import").get_by_role("listitem")
    expect(line.locator("bdi")).to_have_text(HOSTILE)
    expect(line.locator("span")).to_have_text(f"{size / 1e6:.0f} MB")
    panel.press("read", "nothing is added yet")
    reading = infonet.read(export, me=ME)
    shown = panel.find("report").inner_text()
    assert HOSTILE in shown
    for said in repr(reading).splitlines()[1:4]:
        assert said.strip() in shown
    assert len(panel.book.tables().people) == 2
    panel.lab.photograph(shots / "panel-import-large.png")
    seen = page.evaluate("window.seen")
    # It came in parts, each more than the one before.
    *parts, whole = seen["coming"]
    come = [int(words.split(" of ")[0]) for words in parts]
    assert whole == f"{size / 1e6:.0f} MB" and {words.split(" of ")[1] for words in parts} == {
        whole
    }
    assert len(come) > 5 and come == sorted(come)
    assert seen["counts"] == [f"Reading 1 of 1: {HOSTILE}"]
    assert panel.find("progress").inner_text().strip() == ""
    panel.act("commit", "Undo takes it back")
    people = panel.book.tables().people
    assert set(reading.tables.people.person) <= set(people.person)
    assert set(reading.tables.people.name) <= set(people.name)
    expect(panel.find("import").get_by_role("listitem")).to_have_count(0)
    assert page.evaluate("window.seen.counts").pop() == f"Adding 1 of 1: {HOSTILE}"


def test_a_friends_export_by_keyboard_with_consent_and_undo(panel: Panel, shots: Path) -> None:
    page = panel.page
    theirs = infonet.sample() / "ana-diaz" / "Connections.csv"
    page.once("filechooser", lambda chooser: chooser.set_files(theirs))
    choose = page.get_by_label("Choose files")
    choose.focus()
    expect(choose).to_be_focused()
    page.keyboard.press("Space")
    expect(panel.find("import").get_by_role("listitem")).to_contain_text("Connections.csv")
    expect(panel.find("status")).to_contain_text("press Read")
    panel.field("owner").fill("Ana Diaz")
    panel.field("owner").press("Enter")
    panel.press("read", "nothing is added yet")
    reading = infonet.read(theirs, "Ana Diaz", me=ME)
    expect(panel.find("report")).to_contain_text(repr(reading).splitlines()[1])
    panel.rows("report-table", len(reading.report))
    assert len(panel.book.tables().people) == 2
    # A friend's export needs the friend's consent.
    expect(panel.find("commit")).to_be_disabled()
    panel.field("consent").check()
    expect(panel.find("commit")).to_be_enabled()
    for theme in ("Dark", "Light"):
        panel.lab.theme(f"JupyterLab {theme}")
        panel.lab.photograph(shots / f"panel-import-{theme.lower()}.png")
    panel.act("commit", "Undo takes it back")
    assert len(panel.book.tables().people) > 2
    panel.tab("Explore").click()
    panel.act("undo")
    assert len(panel.book.tables().people) == 2


def test_chosen_files_are_removed_replaced_and_told_when_they_cannot_be_read(
    panel: Panel, tmp_path: Path
) -> None:
    page, files = panel.page, panel.find("import").get_by_role("listitem")
    for name in ("one.csv", "two.csv", HOSTILE):
        (tmp_path / name).write_text("a,b\n1,2\n")
    choose = page.get_by_label("Choose files")
    choose.set_input_files([tmp_path / "one.csv", tmp_path / "two.csv"])
    expect(files).to_have_count(2)
    page.get_by_role("button", name="Remove one.csv").press("Enter")
    expect(files).to_have_count(1)
    expect(files).to_contain_text("two.csv")
    expect(choose).to_be_focused()
    choose.set_input_files(tmp_path / HOSTILE)
    expect(files.locator("bdi")).to_have_text([HOSTILE])
    # As when the file is changed or moved before all of it was read.
    page.evaluate(
        "() => { Blob.prototype.was = Blob.prototype.arrayBuffer;"
        " Blob.prototype.arrayBuffer = () => Promise.reject(new Error('gone')); }"
    )
    choose.set_input_files(tmp_path / "one.csv")
    expect(panel.find("status")).to_contain_text("`one.csv` was changed or moved meanwhile")
    page.evaluate("() => { Blob.prototype.arrayBuffer = Blob.prototype.was; }")
    expect(files).to_have_count(0)
    choose.set_input_files(tmp_path / HOSTILE)
    expect(panel.find("status")).to_contain_text("press Read")
    panel.find("read").click()
    expect(panel.find("status").locator(".wrong")).to_contain_text(HOSTILE)
    assert page.locator(".infonet-panel img[src='x']").count() == 0
    assert len(panel.book.history()) == 2
