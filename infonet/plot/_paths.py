"""The picture of warm paths: hops in columns, strength as width, the company at the end."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import pandas as pd

from infonet.errors import InfonetError
from infonet.graph import network_of
from infonet.layout.columns import Node
from infonet.layout.text import Lettering, legible, person
from infonet.ledger import same_company
from infonet.names.text import counted
from infonet.plot._chart import percent, required
from infonet.plot._paths_layout import DrawnTie, PersonBox, Route, RoutesLayout, lay_out
from infonet.plot._sheet import INK, MUTED, PAPER, RULE, Look, Sheet, open_sheet

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from infonet.graph import Network


_NEEDED = ("kind", "route", "title", "company", "probability", "low", "high")
_NOTHING = (
    "No route is known yet. What helps most: a friend's export, with their consent,"
    " or an introduction that you know of."
)
# Kind of route → how it looks, in the order of the legend.
_LOOKS = {
    "introduction": Look("#0072b2", "o", "-", "introduction"),
    "direct": Look("#007a5a", "s", "-", "direct: you know them"),
    "scout": Look("#c25400", "^", (0, (4, 2)), "scout: ask who they know"),
    "cold": Look(MUTED, "X", (0, (1, 1.6)), "cold: no tie yet"),
}
# Tried until it fits: size of the letters, job titles or not, and the width of a box, in letter
# sizes, below which names would lose too much.
_STEPS = tuple(
    (size, titles, narrowest)
    for size, narrowest in ((9.0, 7.5), (8.0, 7.0), (7.0, 6.0), (6.0, 5.0), (5.0, 4.0))
    for titles in (True, False)
)


def paths(
    net: Network, paths: pd.DataFrame, *, ax: Axes | Figure | None = None, most: int = 12
) -> Axes:
    """Draw the routes to a company: hops from left to right, the company at the end.

    Everybody is drawn once, however many routes lead through them. The width of a line is the
    strength of the tie; a dashed or dotted line is a tie that is not known to exist. To the right
    of each insider is the chance that the route ends in a conversation, with its 95 % interval.

    Parameters
    ----------
    net : Network
        The network in which the paths were found; it has the names and the strengths.
    paths : DataFrame
        As `infonet.warm_paths` gives it: kind, route, title, company, probability, low, high are
        used. Rows of several companies end at several companies.
    ax : Axes or Figure, optional
        Where to draw, as `infonet.plot` says. In a small Axes the letters get smaller and, if that
        is not enough, the last rows are left out and counted.
    most : int
        The most rows to draw; the rest are counted in a line below.

    Returns
    -------
    Axes
        Its coordinates are points (1/72 inch).

    Examples
    --------
    >>> import networkx as nx
    >>> from infonet.graph import Network
    >>> G = nx.Graph([("me", "Ana", {"strength": 0.7})], ego="me")
    >>> G.add_node("Ana", company="Delta")
    >>> found = pd.DataFrame([{"kind": "direct", "route": ("me", "Ana"), "title": "Engineer",
    ...     "company": "Delta", "probability": 0.7, "low": 0.4, "high": 0.93}])
    >>> ax = paths(Network.from_networkx(G), found)
    >>> [text.get_text() for text in ax.texts if "%" in text.get_text()][-2:]
    ['70 %', '40–93 %']
    """
    routes, employers = _routes(network_of(net), paths)
    sheet = open_sheet(ax)
    if not routes:
        return sheet.instead(_NOTHING)
    shown = min(len(routes), max(most, 1))
    tries = [(shown, *step) for step in _STEPS]
    tries += [(fewer, *_STEPS[-2]) for fewer in range(shown - 1, 0, -1)]
    for count, size, titles, narrowest in tries:
        layout = lay_out(sheet, routes[:count], employers, size, titles=titles, narrowest=narrowest)
        if layout is None:
            continue
        below = _draw_legend(sheet, layout) + (1.8 * size if count < len(routes) else 0.0)
        needed = layout.head + layout.body + below + 2 * size
        sheet = sheet.resized(needed) if sheet.own else sheet
        if needed <= sheet.height:
            _draw(sheet.ruled(), layout, employers, below, left_out=len(routes) - count)
            return sheet.ax
    return sheet.instead(f"{len(routes)} routes do not fit in here: draw them in a larger Axes.")


def _routes(net: Network, paths: pd.DataFrame) -> tuple[list[Route], list[Lettering]]:
    """Read the rows as routes, with the employers at their ends."""
    required(paths, _NEEDED, argument="paths", maker="infonet.warm_paths")
    spelt = paths.company.unique() if "company" in paths else ()
    key_of, known = same_company(net.tables, spelt), net.tables.companies
    wanted = {key_of(name): name for name in known.company[known.kind == "company"]}
    number: dict[str, int] = {}
    employers: list[Lettering] = []
    routes = []
    for rank, row in enumerate(paths[list(_NEEDED)].to_dict("records")):
        kind, probability, low, high = (row[c] for c in ("kind", "probability", "low", "high"))
        if kind not in _LOOKS:
            raise InfonetError(f"expected one of {', '.join(_LOOKS)} as kind, found `{kind}`")
        company = "" if pd.isna(row["company"]) else str(row["company"])
        key = key_of(company)
        if key not in number:
            number[key] = len(number)
            name = legible(wanted.get(key, company), noun="company") if company else None
            employers.append(name or Lettering("employer not known"))
        chain, words, ties = _chain(net, kind, tuple(row["route"]), rank)
        title = Lettering("") if pd.isna(row["title"]) else legible(row["title"], noun="title")
        interval = "" if pd.isna(low) else f"{percent(low)}–{percent(high)} %"
        chance = f"{percent(probability)} %"
        routes.append(Route(kind, chain, words, ties, title, number[key], chance, interval))
    return routes, employers


def _chain(
    net: Network, kind: str, route: tuple[str, ...], rank: int
) -> tuple[tuple[Node, ...], tuple[Lettering, ...], tuple[DrawnTie | None, ...]]:
    """Find the places that a route takes, their names, and the ties between them."""
    at = net.positions(route, strict=False).tolist()
    pairs = list(pairwise(at)) if min(at, default=-1) >= 0 and kind != "cold" else []
    arcs = [net.arc(i, j) for i, j in pairs]
    if not at or at[0] != net.ego or min([*at, *arcs]) < 0:
        raise InfonetError(
            f"the route of row {rank} is not in this network: draw the paths with the network"
            " in which they were found"
        )
    chain = [Node("ego", route[0]), *(Node("middle", key) for key in route[1:])]
    words = [Lettering("you")]
    words += [person(net.name[i], key) for i, key in zip(at[1:], route[1:], strict=True)]
    ties: list[DrawnTie | None] = [
        DrawnTie(i, j, float(net.strength[arc])) for (i, j), arc in zip(pairs, arcs, strict=True)
    ]
    if kind == "scout" or len(route) == 1:
        chain.append(Node("nobody", str(rank)))
        words.append(Lettering("?" if kind == "scout" else "a stranger"))
    else:
        chain[-1] = Node("insider", route[-1])
    ties += [None] * (len(chain) - 1 - len(ties))
    return tuple(chain), tuple(words), tuple(ties)


def _draw_legend(sheet: Sheet, layout: RoutesLayout) -> float:
    """Draw the legend of the kinds that are there; give its height."""
    here = {route.kind for route in layout.routes}
    entries = [
        (look.words, {"color": look.color, "marker": look.marker, "ls": look.line, "lw": 1.8})
        for kind, look in _LOOKS.items()
        if kind in here
    ]
    entries.append(("wider: stronger tie", {"color": RULE, "lw": 5}))
    return sheet.legend(entries, layout.size - 1, handle=2.2)


def _draw(
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
        words = f"and {counted(left_out, 'more row')} in the table"
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
        _draw_box(sheet, (left, low), width, high - low, fc=RULE, ec=MUTED)
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
        look = _LOOKS[route.kind]
        for place, node in enumerate(route.chain[1:], start=1):
            source, last = route.chain[place - 1], place == len(route.chain) - 1
            if not last and (source, node) in drawn:
                continue
            drawn.add((source, node))
            stops = [y[each] for each in layout.steps[source, node]]
            stops[-1] = port if last else y[node]
            start = layout.column[source]
            tie = route.ties[place - 1]
            line: dict[str, Any] = {"ls": look.line, "lw": 1.6, "gid": f"no-tie-{rank}"}
            if tie is not None:
                gid = f"tie-{tie.source}-{tie.target}"
                line = {"ls": "-", "lw": 0.8 + 6 * tie.strength, "gid": gid}
            _draw_line(sheet, layout, start, stops, ec=look.color, **line)


def _draw_line(
    sheet: Sheet, layout: RoutesLayout, start: int, stops: Sequence[float], **line: Any
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
    whole = Path(points, codes)
    sheet.ax.add_patch(PathPatch(whole, fill=False, capstyle="butt", zorder=2, **line))


def _draw_person(sheet: Sheet, layout: RoutesLayout, node: Node, box: PersonBox, y: float) -> None:
    column = layout.column[node]
    left, width, pad = layout.left[column], layout.width[column], 0.6 * layout.size
    height = layout.taken(node)
    you, nobody = node.role == "ego", node.role == "nobody"
    look = {"fc": INK if you else "white" if nobody else PAPER, "ec": INK if you else RULE}
    style = (0, (3, 2)) if nobody else "-"
    _draw_box(sheet, (left, y - height / 2), width, height, ls=style, **look)
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
    size, look = layout.size, _LOOKS[route.kind]
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


def _draw_box(
    sheet: Sheet, corner: tuple[float, float], width: float, height: float, **look: Any
) -> None:
    from matplotlib.patches import FancyBboxPatch

    look |= {"boxstyle": "round,pad=0,rounding_size=3", "lw": 0.8, "zorder": 3}
    sheet.ax.add_patch(FancyBboxPatch(corner, width, height, **look))
