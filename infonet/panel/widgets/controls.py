"""The status line, the two buttons for undo, and how controls are put together."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Protocol

import anywidget
import ipywidgets as widgets
import traitlets

from infonet.names.text import one_line
from infonet.panel._browser import module
from infonet.panel.widgets.markup import paragraph

__all__ = ["Status", "Undoable", "bar", "labelled", "note", "undo_buttons"]


_HERE = Path(__file__).parent


class Status(anywidget.AnyWidget):
    """Show one sentence, and keep plain keys from the notebook's commands.

    Attributes
    ----------
    words : str
        The sentence.
    wrong : bool
        Whether it says that something was not done.
    count : int
        How many sentences there were: the same one said again is announced again.
    """

    _esm = module(_HERE / "status.js")
    _css = _HERE / "panel.css"

    words = traitlets.Unicode("").tag(sync=True)
    wrong = traitlets.Bool(False).tag(sync=True)
    count = traitlets.Int(0).tag(sync=True)

    def say(self, words: str, *, wrong: bool = False) -> None:
        """Show a sentence, also to a screen reader."""
        with self.hold_sync():
            self.words, self.wrong, self.count = one_line(words), wrong, self.count + 1


class Undoable(Protocol):
    """Something whose latest act can be taken back, and that says when this changes."""

    can_undo: Any
    can_redo: Any

    def undo(self) -> object:
        """Take back the latest act."""

    def redo(self) -> object:
        """Do again what was taken back last."""

    def observe(self, handler: Any, names: Any = ..., type: Any = ...) -> None:  # noqa: A002  # traitlets' name
        """Call whenever one of these traits changes."""


def labelled(controls: dict[str, Any]) -> list[Any]:
    """Give each control the CSS class ``infonet-<name>``, and return them all."""
    for name, control in controls.items():
        control.add_class(f"infonet-{name}")
    return list(controls.values())


def bar(*controls: Any) -> Any:
    """Return the controls side by side; they wrap where there is no room."""
    box = widgets.HBox(controls)
    box.add_class("infonet-bar")
    return box


def note(text: str) -> Any:
    """Return a sentence to stand between the controls."""
    return widgets.HTML(paragraph(text))


def undo_buttons(acts: Undoable) -> tuple[Any, Any]:
    """Return *Undo* and *Redo*: one press takes back, or does again, what one press did."""
    undo = widgets.Button(description="Undo", tooltip="Take back what was done last")
    redo = widgets.Button(description="Redo", tooltip="Do again what Undo took back last")
    undo.on_click(lambda button: acts.undo())
    redo.on_click(lambda button: acts.redo())

    def offer(change: object = None) -> None:
        undo.disabled, redo.disabled = not acts.can_undo, not acts.can_redo

    acts.observe(offer, ["can_undo", "can_redo"])
    offer()
    return undo, redo
