"""Small things that all views put together their controls with."""

from __future__ import annotations

from typing import Any, Protocol

import ipywidgets as widgets

from infonet.panel.widgets.markup import paragraph

__all__ = ["Undoable", "bar", "labelled", "note", "undo_buttons"]


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
