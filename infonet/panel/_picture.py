"""Draw a plot as plain marks that the page paints in its own colours and letters."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from matplotlib.backend_bases import GraphicsContextBase, RendererBase
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.colors import to_hex
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties
from matplotlib.path import Path
from matplotlib.text import Text
from matplotlib.transforms import Transform

from infonet.layout.text import DRAWING
from infonet.names.text import one_line
from infonet.plot import PALETTE

__all__ = ["Mark", "marks"]

Mark = tuple[str, dict[str, Any], str]
"""``path`` or ``text``, its attributes, and its words."""

_NAMES = {color: name for name, color in PALETTE.items()}
_LETTERS = {
    int(code): letter
    for code, letter in (
        (Path.MOVETO, "M"),
        (Path.LINETO, "L"),
        (Path.CURVE3, "Q"),
        (Path.CURVE4, "C"),
    )
}
_ANCHORS = {"left": "start", "center": "middle", "right": "end"}
_BOLD = 600


def marks(draw: Callable[[Figure], object], *, width: float, height: float) -> dict[str, Any]:
    """Return what `draw` draws in an empty figure of a size in points.

    No figure of the user's own knows of it. The drawing may make the figure higher or lower.

    Returns
    -------
    dict
        width, height (points), marks (`Mark`s, the lowest first; a colour is a name of
        `infonet.plot.PALETTE`, or six digits).
    """
    figure = Figure(figsize=(width / 72, height / 72), dpi=72)
    FigureCanvasAgg(figure)
    draw(figure)
    wide, high = (72 * inches for inches in figure.get_size_inches().tolist())
    # Above the Axes there is room for a title, which nobody has set.
    found = _Marks(wide, high * max((ax.get_position().y1 for ax in figure.axes), default=1.0))
    for text in figure.findobj(Text):
        assert isinstance(text, Text)
        # A text of several lines is drawn line by line, without what it was.
        text.set_gid(_ANCHORS[text.get_horizontalalignment()])
    figure.patch.set_visible(False)
    with DRAWING:
        figure.draw(found)
    width, height = (round(float(each), 1) for each in found.get_canvas_width_height())
    return {"width": width, "height": height, "marks": found.marks}


class _Marks(RendererBase):
    """Collect what a figure draws; a unit is a point, y goes downwards."""

    def __init__(self, width: float, height: float) -> None:
        super().__init__()
        self.marks: list[Mark] = []
        self._size = width, height
        self._anchor = "start"

    def get_canvas_width_height(self) -> tuple[float, float]:
        return self._size

    def open_group(self, s: str, gid: str | None = None) -> None:
        """Keep at which of its ends the text that comes stands."""
        if s == "text" and gid:
            self._anchor = gid

    def draw_path(
        self,
        gc: GraphicsContextBase,
        path: Path,
        transform: Transform,
        rgbFace: Any = None,  # noqa: N803  # the name that matplotlib calls it by
    ) -> None:
        """Keep a line or a face."""
        segments: Iterable[tuple[Any, Any]] = path.iter_segments(transform, simplify=False)
        d = "".join(
            f"{_LETTERS[int(code)]}{self._points(vertices)}" if int(code) in _LETTERS else "Z"
            for vertices, code in segments
        )
        if not d:
            return
        looks: dict[str, Any] = {"d": d, "fill": "none"}
        forced = gc.get_alpha() if gc.get_forced_alpha() else None
        if rgbFace is not None and (opacity := _opacity(rgbFace, forced)):
            looks |= {"fill": _color(rgbFace)}
            if opacity < 1:
                looks["fill-opacity"] = round(opacity, 3)
        line = gc.get_rgb()
        if gc.get_linewidth() and (opacity := _opacity(line, forced)):
            looks |= {"stroke": _color(line), "stroke-width": round(gc.get_linewidth(), 2)}
            if opacity < 1:
                looks["stroke-opacity"] = round(opacity, 3)
            dashes: Any = gc.get_dashes()[1]
            if dashes is not None:
                looks["stroke-dasharray"] = " ".join(f"{part:.2f}" for part in dashes)
        if len(looks) > 2 or looks["fill"] != "none":
            self.marks.append(("path", looks, ""))

    def draw_text(
        self,
        gc: GraphicsContextBase,
        x: float,
        y: float,
        s: str,
        prop: FontProperties,
        angle: float,
        ismath: Any = False,  # noqa: FBT002  # as matplotlib calls it
        mtext: Text | None = None,
    ) -> None:
        """Keep a line of text at the end, or the middle, at which it stands.

        Letters of the page are not as wide as those that it was measured with.
        """
        if not s.strip():
            return
        width = self.get_text_width_height_descent(s, prop, ismath=False)[0]
        x += {"start": 0.0, "middle": width / 2, "end": width}[self._anchor]
        looks = {
            "x": round(float(x), 1),
            "y": round(float(y), 1),
            "fill": _color(gc.get_rgb()),
            "font-size": round(prop.get_size_in_points(), 1),
        }
        if self._anchor != "start":
            looks["text-anchor"] = self._anchor
        if prop.get_weight() == "bold":
            looks["font-weight"] = _BOLD
        if angle:
            looks["transform"] = f"rotate({-angle:g} {looks['x']} {looks['y']})"
        self.marks.append(("text", looks, one_line(s)))

    def _points(self, vertices: Any) -> str:
        """Write points, from the top of the picture down."""
        pairs: list[list[float]] = vertices.reshape(-1, 2).tolist()
        return " ".join(f"{x:.1f},{self._size[1] - y:.1f}" for x, y in pairs)


def _color(color: Any) -> str:
    code = to_hex(color)
    return _NAMES.get(code, code)


def _opacity(color: Any, forced: float | None) -> float:
    return float(forced if forced is not None else color[3] if len(color) > 3 else 1.0)
