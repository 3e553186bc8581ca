"""Import: files are chosen, what they hold is seen, and only then are they added."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import ipywidgets as widgets

from infonet.errors import InfonetError
from infonet.panel._session import Session
from infonet.panel.widgets.controls import Table, bar, labelled
from infonet.panel.widgets.markup import lines, paragraph
from infonet.panel.widgets.upload import Upload
from infonet.readers import Reading

_HINT = (
    "Choose a LinkedIn zip, a Connections.csv, or your own log of outreach as CSV from this"
    " computer; or type the path of one where the notebook runs. Nothing is added before you have"
    " seen what is in it."
)
_CONSENT = "They gave me their export and know what I use it for."
_MOST = 200


class ImportView:
    """Read the chosen files, show the report, and add them on a second press."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self.files = Upload(lambda words: session.status.say(words, wrong=True))
        self.path = widgets.Text(
            description="Or a path",
            placeholder="a file or folder beside the notebook",
            tooltip="Where the file is on the computer that runs the notebook",
        )
        self.owner = widgets.Text(
            description="Whose",
            placeholder="mine",
            tooltip="A friend's name or profile address; empty if it is your own export",
        )
        self.consent = widgets.Checkbox(
            description=_CONSENT, indent=False, tooltip="Needed for a friend's export"
        )
        self.consent.layout.display = "none"
        self.look = session.button(
            "Read", "Read the files and show the report; nothing is added yet", self._read
        )
        self.count = widgets.HTML()
        self.commit = session.button("Add to the book", "Add what the report shows", self._add)
        self.commit.disabled, self.commit.button_style = True, "primary"
        self.report = widgets.HTML()
        self.rows = Table(("File", "Line #", "Column", "Problem", "What was done"))
        controls = {
            "import": self.files,
            "import-path": self.path,
            "owner": self.owner,
            "consent": self.consent,
            "read": self.look,
        }
        below = {"progress": self.count, "report": self.report, "report-table": self.rows}
        self.undo, self.back = session.undo_buttons()
        buttons = {"commit": self.commit, "import-undo": self.undo, "import-back": self.back}
        self.box = widgets.VBox(
            [widgets.HTML(paragraph(_HINT)), bar(controls), *labelled(below), bar(buttons)]
        )
        self.owner.observe(session.safely(self._whose), "value")
        self.consent.observe(session.safely(lambda change: self._allow()), "value")
        self.files.observe(session.safely(self._arrived), "files")
        self.path.observe(session.safely(lambda change: self._forget()), "value")
        self.readings: list[Reading] = []

    def _chosen(self) -> list[Path]:
        """Return the files that have arrived and the one named by its path."""
        if self.files.coming:
            raise InfonetError(f"a file is on its way ({self.files.coming}): wait until it is here")
        found = list(self.files.paths)
        if self.path.value.strip():
            found.append(Path(self.path.value.strip()).expanduser())
        if not found:
            raise InfonetError("no file was chosen: press Choose files, or type the path of one")
        return found

    def _read(self) -> None:
        """Read without adding, and show the report."""
        self._forget()
        book, owner = self.session.book, self._owner
        with self._working(), self.session.telling():
            chosen = self._chosen()
            found = [book.read(path, owner) for path in self._each("Reading", chosen)]
            self._show(found)
            self.readings = found
            self.session.status.say("Read; nothing is added yet. Look at the report, then add it.")
        self._allow()

    def _add(self) -> None:
        """Add what was read, as it was read."""
        book, owner = self.session.book, self._owner

        def add() -> None:
            paths = [Path(reading.path) for reading in self.readings]
            pairs = zip(self._each("Adding", paths), self.readings, strict=True)
            self._show([book.add(reading, owner) for _, reading in pairs])

        if self.commit.disabled:
            return
        with self._working():
            if self.session.act(add):
                # The report stays: it now says what the book found out.
                self.readings = []
                self.files.clear()
                self.path.value = self.owner.value = ""
                self.consent.value = False
        self._allow()

    @contextmanager
    def _working(self) -> Iterator[None]:
        """Show no more which file the work is at once it is over, or has failed."""
        try:
            yield
        finally:
            self.count.value = ""

    def _each(self, what: str, paths: list[Path]) -> Iterator[Path]:
        """Yield each file in turn, and say which one it is."""
        for number, path in enumerate(paths, start=1):
            self.count.value = paragraph(f"{what} {number} of {len(paths)}: {path.name}")
            yield path

    def _arrived(self, change: Any) -> None:
        """Forget what was read of other files; once all of the new ones are here, say so."""
        before, now = (
            [(each["name"], each["size"]) for each in files if each["held"] == each["size"]]
            for files in (change["old"], change["new"])
        )
        if before == now:
            return
        self._forget()
        if now and not self.files.coming:
            self.session.status.say("All files are here; press Read.")

    def _show(self, readings: list[Reading]) -> None:
        self.report.value = "".join(lines(repr(reading)) for reading in readings)
        rows = [
            [str(cell) for cell in row]
            for reading in readings
            for row in reading.report.astype(object).where(reading.report.notna(), "").to_numpy()
        ]
        more = len(rows) - _MOST
        caption = f"The first {_MOST} of {len(rows):,} lines" if more > 0 else ""
        self.rows.fill(rows[:_MOST], caption=caption)

    @property
    def _owner(self) -> str | None:
        return self.owner.value.strip() or None

    def _whose(self, change: object) -> None:
        self.consent.layout.display = "" if self._owner else "none"
        self.consent.value = False
        self._forget()

    def _forget(self) -> None:
        """Drop what was read: it is no report on another file or owner."""
        if self.readings:
            self.readings = []
            self.report.value = ""
            self.rows.fill([])
        self._allow()

    def _allow(self) -> None:
        self.commit.disabled = not (self.readings and (self._owner is None or self.consent.value))
