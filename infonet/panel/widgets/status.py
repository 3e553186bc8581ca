"""The status line: what happened, or what went wrong."""

from __future__ import annotations

from pathlib import Path

import anywidget
import traitlets

from infonet.names.text import one_line
from infonet.panel._browser import module

__all__ = ["Status"]

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
