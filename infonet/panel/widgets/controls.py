"""The two buttons that take back what was done, wherever something is done."""

from __future__ import annotations

from typing import Any

import ipywidgets as widgets

from infonet.panel._session import Session

__all__ = ["undo_buttons"]


def undo_buttons(session: Session) -> tuple[Any, Any]:
    """*Undo* and *Bring back*: one press takes back, or brings back, what one press did."""
    undo = widgets.Button(description="Undo", tooltip="Take back the latest act")
    back = widgets.Button(description="Bring back", tooltip="Bring back what Undo took back last")
    undo.on_click(lambda button: session.undo())
    back.on_click(lambda button: session.redo())

    def offer(change: object = None) -> None:
        with session.telling():
            state = session.book.state()
            undo.disabled, back.disabled = not state.can_undo, not state.can_redo

    session.observe(offer, "net")
    offer()
    return undo, back
