"""Import: choose files, see what would be taken and what not, and only then add them."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PureWindowsPath
from typing import NamedTuple

import ipywidgets as widgets

from infonet.errors import InfonetError
from infonet.panel._parts import Table
from infonet.panel._session import Session
from infonet.panel._text import lines
from infonet.panel._ways_view import labelled, note
from infonet.readers import Reading, read
from infonet.tables import ME

__all__ = ["ImportView"]

_HINT = (
    "A LinkedIn zip, a Connections.csv, or your own log of outreach as CSV. Nothing is added before"
    " you have seen what was read. A file of more than about 10 MB goes by its path."
)
_CONSENT = "They gave me their export and know what I use it for."
_MOST = 200


class _File(NamedTuple):
    """A file that was chosen: its bytes, or where it lies."""

    name: str
    content: bytes | None
    path: Path | None


class ImportView:
    """Reads the files chosen, shows the report, and adds them on a second press."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self.files = widgets.FileUpload(
            accept=".zip,.csv", multiple=True, description="Choose files", tooltip="From your disk"
        )
        self.path = widgets.Text(
            description="or path",
            placeholder="a file or folder beside the notebook",
            tooltip="Where the file is on the machine of the notebook",
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
        self.look = widgets.Button(
            description="Read", tooltip="Read the files and show the report; nothing is added yet"
        )
        self.progress = widgets.IntProgress(description="Reading", value=0, max=1)
        self.progress.layout.visibility = "hidden"
        self.commit = widgets.Button(
            description="Add to the book",
            tooltip="Add what the report shows",
            disabled=True,
            button_style="primary",
        )
        self.report = widgets.HTML()
        self.rows = Table(("File", "Line #", "Column", "Problem", "What was done"))
        controls = {
            "import": self.files,
            "import-path": self.path,
            "owner": self.owner,
            "consent": self.consent,
            "read": self.look,
            "progress": self.progress,
        }
        bar = widgets.HBox(labelled(controls))
        bar.add_class("infonet-bar")
        labelled({"report": self.report, "report-table": self.rows, "commit": self.commit})
        add = widgets.HBox([self.commit])
        add.add_class("infonet-bar")
        self.box = widgets.VBox([note(_HINT), bar, self.report, self.rows, add])
        self.look.on_click(lambda button: self._read())
        self.commit.on_click(lambda button: self._add())
        self.owner.observe(self._whose, "value")
        self.consent.observe(lambda change: self._allow(), "value")
        for source in (self.files, self.path):
            source.observe(lambda change: self._forget(), "value")
        self._read_well = False

    def _chosen(self) -> list[_File]:
        """The files uploaded and the one named by its path."""
        found = [
            _File(_plain(each["name"]), bytes(each["content"]), None) for each in self.files.value
        ]
        if self.path.value.strip():
            path = Path(self.path.value.strip()).expanduser()
            found.append(_File(path.name, None, path))
        if not found:
            raise InfonetError(
                "no file has arrived: press Choose files, or name a path; one of more than about"
                " 10 MB does not come through the browser, so name its path"
            )
        return found

    def _read(self) -> None:
        """Read without adding, and show the report."""
        self._forget()
        with self.session.telling():
            self._show([read(path, self._owner, me=self._me) for path in self._each("Reading")])
            self._read_well = True
            self.session.status.say("Read; nothing is added yet. Look at the report, then add it.")
        self.progress.layout.visibility = "hidden"
        self._allow()

    def _add(self) -> None:
        """Add what was read."""
        session = self.session

        def add() -> None:
            added = [session.book.add(path, self._owner) for path in self._each("Adding")]
            self._show(added)

        if not self.commit.disabled and session.act(add):
            # The report stays: it now says what the book found out.
            self._read_well = False
            self.files.value = ()
            self.path.value = self.owner.value = ""
            self.consent.value = False
        self.progress.layout.visibility = "hidden"
        self._allow()

    def _each(self, what: str) -> Iterator[Path]:
        """Every file in turn, with the progress shown."""
        chosen = self._chosen()
        self.progress.max, self.progress.value = 2 * len(chosen), 0
        self.progress.layout.visibility = "visible"
        for number, each in enumerate(chosen):
            self.progress.value = 2 * number + 1
            self.progress.description = f"{what} {number + 1} of {len(chosen)}"
            with _placed(each) as path:
                yield path
            self.progress.value = 2 * number + 2

    def _show(self, readings: list[Reading]) -> None:
        self.report.value = "".join(lines(repr(reading)) for reading in readings)
        rows = [
            ["" if cell != cell else str(cell) for cell in row]
            for reading in readings
            for row in reading.report.astype(object).where(reading.report.notna(), "").to_numpy()
        ]
        more = len(rows) - _MOST
        caption = f"The first {_MOST} of {len(rows):,} lines" if more > 0 else ""
        self.rows.fill(rows[:_MOST], caption=caption)

    @property
    def _owner(self) -> str | None:
        return self.owner.value.strip() or None

    @property
    def _me(self) -> str | None:
        """How the book knows its user: the profile address, else the name."""
        people = self.session.tables.people
        mine = people[people.person == ME][["url", "name"]].to_numpy().ravel()
        return next((str(text) for text in mine if isinstance(text, str)), None)

    def _whose(self, change: object) -> None:
        self.consent.layout.display = "" if self._owner else "none"
        self.consent.value = False
        self._forget()

    def _forget(self) -> None:
        """Another file or owner: what was read is no report on it."""
        if self._read_well:
            self._read_well = False
            self.report.value = ""
            self.rows.fill([])
        self._allow()

    def _allow(self) -> None:
        self.commit.disabled = not (self._read_well and (self._owner is None or self.consent.value))


@contextmanager
def _placed(file: _File) -> Iterator[Path]:
    """Where a file can be read: its own place, or a private copy that is gone afterwards."""
    if file.path is not None:
        yield file.path
        return
    with tempfile.TemporaryDirectory(prefix="infonet-") as folder:
        path = Path(folder, file.name)
        with os.fdopen(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "wb") as out:
            out.write(file.content or b"")
        yield path


def _plain(name: str) -> str:
    """The name alone of a file that a browser sent: no folder, nothing hidden."""
    plain = PureWindowsPath(name).name.replace("\0", "").lstrip(".")
    return plain[-120:] or "upload"
