"""Import in JupyterLab: a large file from the user's disk goes up, is read, seen and added."""

from __future__ import annotations

from pathlib import Path

import pytest

pytest.importorskip("anywidget", reason="no test of the app: anywidget is not installed")

import infonet
from infonet import Book
from tests.exports import MESSAGE, NEW, ROBIN, table, url, zipped
from tools.driven_lab import Lab, write_notebook

expect = pytest.importorskip(
    "playwright.sync_api", reason="no browser test: playwright is not installed"
).expect
expect.set_options(timeout=60_000)  # the kernel may be busy, and so may the machine

HOSTILE = "<img src=x onerror=window.fired=1>.zip"
PEOPLE, MESSAGES = 400, 25_000
DAY = "2026-06-30"

# Every text that stood beside a file on its way up, and every status line.
WATCH = """() => {
    const seen = window.seen = { coming: [], said: [] };
    const keep = (list, text) => { if (text && list.at(-1) !== text) list.push(text); };
    const look = () => {
        for (const each of document.querySelectorAll(".infonet-app .upload li span"))
            keep(seen.coming, each.textContent);
        keep(seen.said, document.querySelector(".infonet-app .status")?.textContent);
    };
    const options = { childList: true, characterData: true, subtree: true };
    new MutationObserver(look).observe(document.body, options);
}"""


def large(path: Path) -> Path:
    """Make a zip of 20 MB and more: many long messages, packed as they are."""
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
        body = f"Words of mine, number {at:x} " * 24
        row = (f"t{number}", "", name, sender, whom, to, day, "", body, "INBOX", "", "No")
        lines.append('"' + '","'.join(row) + '"\n')
    files = {"Connections.csv": table(NEW, people), "messages.csv": table(MESSAGE, [])}
    files["messages.csv"] += "".join(lines)
    return zipped(path, files, packed=False)


@pytest.mark.slow
def test_a_large_zip_goes_up_is_read_and_added(lab: Lab, tmp_path: Path, shots: Path) -> None:
    page = lab.page
    file = lab.server.folder / "large.db"
    book = Book(file, me=ROBIN)
    book.tie("Ana Diaz", closeness="strong", new=True)
    source = (
        f"import infonet\nbook = infonet.Book({str(file)!r})\ninfonet.explore(book, as_of={DAY!r})"
    )
    write_notebook(lab.server.folder / "large.ipynb", source)
    lab.open("large.ipynb")
    lab.run_all()
    app = page.locator(".infonet-app")
    app.get_by_role("tab", name="Import").click()
    export = large(tmp_path / HOSTILE)
    size = export.stat().st_size
    assert size > 20e6
    page.evaluate(WATCH)
    app.locator("input[type=file]").set_input_files(export)
    expect(app.get_by_text(f"{PEOPLE} people in it.")).to_be_visible(timeout=120_000)
    line = app.locator(".upload li")
    expect(line.locator("bdi")).to_have_text(HOSTILE)
    expect(line.locator("span")).to_have_text(f"{size / 1e6:.0f} MB")
    reading = infonet.read(export, me=ROBIN)
    shown = app.inner_text()
    assert str(reading).splitlines()[2].strip() in shown  # signs of contact, by messages
    assert len(book.tables().people) == 2
    lab.photograph(shots / "import-large.png")
    # It came in parts, each more than the one before, and what was at work was named.
    seen = page.evaluate("window.seen")
    *parts, whole = seen["coming"]
    come = [int(words.split(" of ")[0]) for words in parts]
    assert whole == f"{size / 1e6:.0f} MB" and {each.split(" of ")[1] for each in parts} == {whole}
    assert len(come) > 5 and come == sorted(come)
    assert f"Reading: {HOSTILE} …" in seen["said"]
    app.get_by_role("button", name=f"Add {PEOPLE} people").click()
    expect(app.locator(".status").first).to_contain_text("people are new in your book")
    assert set(reading.tables.people.name.dropna()) <= set(book.tables().people.name)
    expect(line).to_have_count(0)
    assert page.evaluate("window.fired") is None
