"""The picture of warm paths: hops in columns, strength as width, the company at the end."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import pandas as pd

from infonet.errors import InfonetError
from infonet.graph import network_of
from infonet.layout.columns import Node
from infonet.layout.text import Lettering, legible, person
from infonet.names.companies import company_key
from infonet.plot._chart import required
from infonet.plot._paths_draw import LOOKS, draw, draw_legend
from infonet.plot._paths_layout import DrawnTie, Route, lay_out
from infonet.plot._text_layout import open_sheet, percent

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from infonet.graph import Network


_NEEDED = ("kind", "route", "title", "company", "probability", "low", "high")
_NOTHING = (
    "No route is known yet. What helps most: a friend's export, with their consent,"
    " or an introduction that you know of."
)
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
        Where to draw; a new figure, as high as the rows need, if not given. In a small Axes the
        letters get smaller and, if that is not enough, the last rows are left out and counted.
    most : int
        The most rows to draw; the rest are counted in a line below.

    Returns
    -------
    Axes
        Its coordinates are points (1/72 inch). Labels fit the size that the Axes has now.

    Raises
    ------
    InfonetError
        A missing column, an unknown kind, or a route that the network does not have.

    Examples
    --------
    >>> import matplotlib; matplotlib.use("Agg")
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
        below = draw_legend(sheet, layout) + (1.8 * size if count < len(routes) else 0.0)
        needed = layout.head + layout.body + below + 2 * size
        sheet = sheet.resized(needed) if sheet.own else sheet
        if needed <= sheet.height:
            draw(sheet.ruled(), layout, employers, below, left_out=len(routes) - count)
            return sheet.ax
    return sheet.instead(f"{len(routes)} routes do not fit in here: draw them in a larger Axes.")


def _routes(net: Network, paths: pd.DataFrame) -> tuple[list[Route], list[Lettering]]:
    """Read the rows as routes, with the employers at their ends."""
    required(paths, _NEEDED, argument="paths", maker="infonet.warm_paths")
    keys, wanted = _employer_keys(net)
    number: dict[str, int] = {}
    employers: list[Lettering] = []
    routes = []
    for rank, row in enumerate(paths[list(_NEEDED)].to_dict("records")):
        kind, probability, low, high = (row[c] for c in ("kind", "probability", "low", "high"))
        if kind not in LOOKS:
            raise InfonetError(f"expected one of {', '.join(LOOKS)} as kind, found `{kind}`")
        company = "" if pd.isna(row["company"]) else str(row["company"])
        key = keys.get(company_key(company), company_key(company))
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


def _employer_keys(net: Network) -> tuple[dict[str, str], dict[str, str]]:
    """Map declared spellings to keys of companies, and keys to names as the user wrote them."""
    rows = net.tables.companies[net.tables.companies.kind == "company"]
    keys, wanted = {}, {}
    for company, aliases in zip(rows.company, rows.aliases, strict=True):
        wanted[company_key(company)] = str(company)
        for spelling in aliases if isinstance(aliases, tuple) else ():
            keys[company_key(spelling)] = company_key(company)
    return keys, wanted


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
