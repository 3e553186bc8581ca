"""Draw the routes that were measured: boxes, lines, probabilities, and the employers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from infonet.layout.columns import Node
from infonet.layout.text import Lettering
from infonet.plot._paths_layout import PersonBox, Route, RoutesLayout
from infonet.plot._text_layout import INK, MUTED, PAPER, RULE, Sheet


class Look(NamedTuple):
    """Look of a kind of route, told by colour, marker and line, and its words."""

    color: str
    marker: str
    line: Any
    words: str


# Of the colours that the colour-blind can tell apart (Okabe & Ito), darkened for thin lines.
LOOKS = {
    "introduction": Look("#0072b2", "o", "-", "introduction"),
    "direct": Look("#007a5a", "s", "-", "direct: you know them"),
    "scout": Look("#c25400", "^", (0, (4, 2)), "scout: ask who they know"),
    "cold": Look(MUTED, "X", (0, (1, 1.6)), "cold: no tie yet"),
}
"""Kind of route → how it looks, in the order of the legend."""


def draw_legend(sheet: Sheet, layout: RoutesLayout) -> float:
    """Draw the legend of the kinds that are there; give its height."""
    from matplotlib.lines import Line2D

    here = {route.kind for route in layout.routes}
    handles = [
        Line2D([], [], color=look.color, marker=look.marker, ls=look.line, lw=1.8, label=look.words)
        for kind, look in LOOKS.items()
        if kind in here
    ]
    handles.append(Line2D([], [], color=RULE, lw=5, label="wider: stronger tie"))
    return sheet.legend(handles, layout.size - 1)


def draw(
    sheet: Sheet,
    layout: RoutesLayout,
    employers: Sequence[Lettering],
    below: float,
    *,
    left_out: int,
) -> None:
    """Draw what was measured."""
    size = layout.size
    top = sheet.height - size - layout.head
    # More room than needed is used to spread the rows, within reason.
    body = min(top - below - size, 1.6 * layout.body)
    y = {node: top - down for node, down in layout.heights(body).items()}
    ports = [top - down for down in layout.ports({node: top - y[node] for node in y})]
    for block, x in layout.headings:
        sheet.write(block, x, top + 0.8 * size, ha="left", va="bottom", color=MUTED)
    _draw_walls(sheet, layout, employers, y)
    _draw_lines(sheet, layout, y, ports)
    for node, box in layout.boxes.items():
        _draw_person(sheet, layout, node, box, y[node])
    for route, port in zip(layout.routes, ports, strict=True):
        _draw_label(sheet, layout, route, port)
    if left_out:
        words = f"and {left_out} more row{'s' if left_out > 1 else ''} in the table"
        note = sheet.block(words, size - 1, width=sheet.width - 2 * size)
        sheet.write(note, layout.left[0], below, ha="left", va="top", color=MUTED)


def _draw_walls(
    sheet: Sheet, layout: RoutesLayout, employers: Sequence[Lettering], y: dict[Node, float]
) -> None:
    """Draw each employer as one box beside all its insiders."""
    left, width = layout.wall
    for number, name in enumerate(employers):
        ends = [r.chain[-1] for r in layout.routes if r.employer == number]
        if not ends:
            continue
        high = max(y[node] + layout.taken(node) / 2 for node in ends)
        low = min(y[node] - layout.taken(node) / 2 for node in ends)
        _box(sheet, left, low, width, high - low, face="#e3e8ee", edge=MUTED)
        lines = max(1, min(4, int((high - low) / (1.4 * layout.size))))
        inner, size = width - layout.size, layout.size
        longest = Lettering(max(name.text.split(" "), key=len), name.family, name.bold)
        while size > layout.size - 2 and sheet.block(longest, size, bold=True).width > inner:
            size -= 0.5
        block = sheet.block(name, size, width=inner, lines=lines, bold=True)
        sheet.write(block, left + width / 2, (high + low) / 2, ha="center", va="center")


def _draw_lines(
    sheet: Sheet, layout: RoutesLayout, y: dict[Node, float], ports: Sequence[float]
) -> None:
    """Draw the ties, one line each; to an insider they end at the label of their route."""
    drawn = set()
    for rank, (route, port) in enumerate(zip(layout.routes, ports, strict=True)):
        look = LOOKS[route.kind]
        for place, node in enumerate(route.chain[1:], start=1):
            source, last = route.chain[place - 1], place == len(route.chain) - 1
            if not last and (source, node) in drawn:
                continue
            drawn.add((source, node))
            stops = [y[each] for each in layout.steps[source, node]]
            stops[-1] = port if last else y[node]
            start = layout.column[source]
            tie = route.ties[place - 1]
            style, wide, gid = look.line, 1.6, f"no-tie-{rank}"
            if tie is not None:
                style, gid = "-", f"tie-{tie.source}-{tie.target}"
                wide = 0.8 + 6 * tie.strength
            _line(sheet, layout, start, stops, look.color, wide, style, gid)


def _line(
    sheet: Sheet,
    layout: RoutesLayout,
    start: int,
    stops: Sequence[float],
    color: str,
    wide: float,
    style: Any,
    gid: str,
) -> None:
    """Draw a line through the gaps between the columns, level where it passes a column."""
    from matplotlib.patches import PathPatch
    from matplotlib.path import Path

    points: list[tuple[float, float]] = []
    codes: list[Any] = []
    for number, height in enumerate(stops):
        left = layout.left[start + number]
        right = left + layout.width[start + number]
        if number:
            x, before = points[-1]
            middle = (x + left) / 2
            points += [(middle, before), (middle, height), (left, height)]
            codes += [Path.CURVE4] * 3
        if number < len(stops) - 1:
            points.append((right, height))
            codes.append(Path.LINETO if number else Path.MOVETO)
    patch = PathPatch(
        Path(points, codes), fill=False, ec=color, lw=wide, ls=style, capstyle="butt", zorder=2
    )
    patch.set_gid(gid)
    sheet.ax.add_patch(patch)


def _draw_person(sheet: Sheet, layout: RoutesLayout, node: Node, box: PersonBox, y: float) -> None:
    column = layout.column[node]
    left, width, pad = layout.left[column], layout.width[column], 0.6 * layout.size
    height = layout.taken(node)
    you, nobody = node.role == "ego", node.role == "nobody"
    _box(
        sheet,
        left,
        y - height / 2,
        width,
        height,
        face=INK if you else "white" if nobody else PAPER,
        edge=INK if you else RULE,
        style=(0, (3, 2)) if nobody else "-",
    )
    top = y + box.height / 2 - 0.45 * layout.size
    color = "white" if you else MUTED if nobody else INK
    if box.title is None:
        x, ha = (left + width / 2, "center") if you or nobody else (left + pad, "left")
        sheet.write(box.name, x, y, ha=ha, va="center", color=color)
        return
    sheet.write(box.name, left + pad, top, ha="left", va="top", color=color)
    bottom = y - box.height / 2 + 0.45 * layout.size
    sheet.write(box.title, left + pad, bottom, ha="left", va="bottom", color=MUTED)


def _draw_label(sheet: Sheet, layout: RoutesLayout, route: Route, y: float) -> None:
    """Draw the marker of the kind, the chance, its range, and a line to the employer."""
    size, look = layout.size, LOOKS[route.kind]
    sheet.ax.plot([layout.labels + 0.6 * size], [y], look.marker, color=look.color, ms=0.7 * size)
    chance = sheet.block(route.chance, size, bold=True)
    x = layout.labels + 1.5 * size + layout.chance
    sheet.write(chance, x, y, ha="right", va="center")
    if route.interval:
        block = sheet.block(route.interval, size - 1.5)
        x += 0.7 * size + layout.interval
        sheet.write(block, x, y, ha="right", va="center", color=MUTED)
    known = route.chain[-1].role == "insider"
    sheet.ax.plot(
        [x + 0.7 * size, layout.wall[0]],
        [y, y],
        color=RULE if known else look.color,
        lw=1.0 if known else 1.6,
        ls="-" if known else look.line,
        zorder=1,
    )


def _box(
    sheet: Sheet,
    x: float,
    y: float,
    width: float,
    height: float,
    *,
    face: str,
    edge: str,
    style: Any = "-",
) -> None:
    from matplotlib.patches import FancyBboxPatch

    sheet.ax.add_patch(
        FancyBboxPatch(
            (x, y),
            width,
            height,
            boxstyle="round,pad=0,rounding_size=3",
            fc=face,
            ec=edge,
            lw=0.8,
            ls=style,
            zorder=3,
        )
    )
