"""Make what takes long once its room is on the page, so that the page comes before it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from infonet.errors import InfonetError
from infonet.panel import page as html
from infonet.panel._session import Session
from infonet.panel.page import Node, Values

Made = TypeVar("Made")

_FAILED = "This picture could not be drawn: {why}. The rest of the page is as it should be."
_UNFORESEEN = "for a reason that nobody foresaw"


class Pictures:
    """Draw the plots of a screen, each once between two acts, and after its page is shown.

    A name tells what is made from everything else about the book on the day.
    """

    def __init__(self, session: Session) -> None:
        self.session = session

    def late(
        self, name: str, make: Callable[[], Made], words: str, *, width: float, height: float
    ) -> tuple[Made | None, Node]:
        """Return what is made once its room is on the page, None until then; and the room.

        Where it failed, the room says so, until the next act.
        """
        held: list[Made] = self.session.once(f"late {name}", list)
        failed: list[Exception] = self.session.once(f"failed {name}", list)

        def hear(values: Values, *rest: object) -> None:
            if held or failed:
                return
            with self.session.telling("A picture"):
                try:
                    held.append(make())
                except Exception as error:  # whatever it is, its room says so
                    failed.append(error)
                    raise

        if failed:
            why = failed[0].plain if isinstance(failed[0], InfonetError) else _UNFORESEEN
            return None, html.element("p", _FAILED.format(why=why), class_="hint", key=name)
        room = html.element(
            "picture",
            words=words,
            width=width,
            height=height,
            marks=[],
            hear=hear,
            steady=f"late:{name}",
            key=name,
        )
        return (held[0] if held else None), room

    def draw(
        self,
        name: str,
        draw: Callable[[Any], object],
        words: str,
        *,
        width: float,
        height: float,
        **more: Any,
    ) -> Node:
        """Return a plot, as `infonet.panel.page.plot_picture` does; room for it until it is there.

        `draw` is given an empty Figure of the size, in points.
        """

        def make() -> Node:
            return html.plot_picture(draw, words, width=width, height=height, key=name, **more)

        drawn, room = self.late(name, make, words, width=width, height=height)
        return room if drawn is None else drawn
