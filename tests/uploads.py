"""The page's side of an upload, by its messages: what `upload.js` does, without a browser."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

__all__ = ["Page", "hear", "upload"]


class Page:
    """Choose files on a page.

    Parameters
    ----------
    widget : Upload
        The widget that the page shows.
    files : mapping of str to bytes
        What the user chooses, by name.
    turn : str
        The page's word for this choice.
    piece : int
        Bytes in a slice.
    """

    def __init__(
        self, widget: Any, files: Mapping[str, bytes], *, turn: str = "turn-1", piece: int = 10
    ) -> None:
        self.widget, self.turn, self.piece = widget, turn, piece
        self.contents = list(files.values())
        said = [{"name": name, "size": len(content)} for name, content in files.items()]
        self.say(choose=said)

    def say(self, *buffers: bytes, **message: Any) -> None:
        """Send one message."""
        hear(self.widget, {**message, "turn": self.turn}, *[memoryview(each) for each in buffers])

    def send(self) -> bool:
        """Send the slice that is wanted now; return whether there was one of this page's."""
        if not self.widget.wanted or self.widget.wanted[0] != self.turn:
            return False
        _, number, offset = self.widget.wanted
        piece = self.contents[number][offset : offset + self.piece]
        self.say(piece, slice=offset, number=number)
        return True


def upload(widget: Any, files: Mapping[str, bytes], **options: Any) -> None:
    """Choose files and send all of them."""
    page = Page(widget, files, **options)
    while page.send():
        pass


def hear(widget: Any, message: object, *buffers: memoryview) -> None:
    """Let the widget hear a message, as if it came from a page."""
    widget.hear({}, message, list(buffers))
