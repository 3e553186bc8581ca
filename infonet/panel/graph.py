"""The ego network to look around in: an SVG in the browser, drawn from computed places."""

from __future__ import annotations

import io
from base64 import b64encode
from collections.abc import Iterable
from functools import cached_property
from pathlib import Path
from typing import Any

import anywidget
import numpy as np
import pandas as pd
import traitlets

from infonet.errors import InfonetError
from infonet.graph import Network
from infonet.layout.ego import BUBBLES, LIMIT
from infonet.layout.groups import Group, group, shown_groups
from infonet.names.people import fold
from infonet.panel.graph import _scene as scenes
from infonet.panel.graph import _words as words
from infonet.panel.widgets.controls import module
from infonet.plot import network as draw

_COLOURS = ("company", "tie class")

_HERE = Path(__file__).parent
# Of the static picture; it becomes as high as it needs.
_INCHES = (8.5, 4.0)
_CLOSED = -1


class GraphView(anywidget.AnyWidget):
    """The ego network: a sector for each employer, a ring for each class of tie.

    Up to 2,000 people are drawn one by one. Of a larger network the employers are drawn, which
    open into their people and the links to them. Mouse and keyboard zoom, pan, search and
    select; names are only ever set as text. Where no widget runs, the picture of
    `infonet.plot.network` is shown instead.

    Parameters
    ----------
    net : Network
    colour : {"company", "tie class"}
        Meaning of the colours; shapes always show the class of tie.
    people : iterable of str, optional
        Keys of the people to show; everybody with a tie if not given.
    """

    _esm = module(_HERE / "graph_view.js")
    _css = _HERE / "graph_view.css"

    scene = traitlets.Dict().tag(sync=True)
    steps = traitlets.List(traitlets.Dict()).tag(sync=True)
    found = traitlets.Dict().tag(sync=True)  # the people, or employers, that `search` found
    colour = traitlets.Enum(_COLOURS, _COLOURS[0]).tag(sync=True)
    selected = traitlets.Unicode("").tag(sync=True)  # the key of who was chosen; empty if nobody
    search = traitlets.Unicode("").tag(sync=True)  # in names, titles and companies
    opened = traitlets.Int(_CLOSED).tag(sync=True)  # the open employer of a large network
    highlight = traitlets.List(traitlets.Unicode())  # keys of the people on the chosen route

    def __init__(
        self, net: Network, *, colour: str = _COLOURS[0], people: Iterable[str] | None = None
    ) -> None:
        if colour not in _COLOURS:
            raise InfonetError(f"`colour` takes `company` or `tie class`, not `{colour}`")
        self._only = None if people is None else list(people)
        self._take(net)
        super().__init__(colour=colour)
        self._draw()

    def show(self, net: Network) -> None:
        """Show another network, or the same after something happened; the rest stays chosen.

        A chosen person or route that the network lacks is dropped.
        """
        name = self._bubbles[self.opened].name if self.opened != _CLOSED else None
        self._take(net)
        with self.hold_sync():
            if self.selected not in net.person:
                self.selected = ""
            if not pd.Index(self.highlight).isin(net.person).all():
                self.highlight = []
            names = [bubble.name for bubble in self._bubbles]
            self.opened = names.index(name) if name in names else _CLOSED
            self._draw()

    def picture(self) -> bytes:
        """Draw the network as a PNG with `infonet.plot.network`, for where no widget runs."""
        from matplotlib.figure import Figure

        figure = Figure(figsize=_INCHES)
        draw(self._net, ax=figure)
        png = io.BytesIO()
        figure.savefig(png, format="png", dpi=110)
        return png.getvalue()

    def __repr__(self) -> str:
        return f"GraphView of {self._net!r}"

    def _repr_mimebundle_(self, **kwargs: Any) -> tuple[dict[str, Any], dict[str, Any]] | None:
        """Return the widget and, for GitHub, nbconvert and PDF, its static picture."""
        bundle = super()._repr_mimebundle_(**kwargs)
        if bundle is None:
            return None
        shown, about = bundle
        picture = b64encode(self.picture()).decode("ascii")
        return shown | {"image/png": picture}, {**about, "image/png": {"alt": repr(self)}}

    def _take(self, net: Network) -> None:
        """Settle who is shown of a network."""
        self._net, self._groups = net, group(net)
        self._shown = self._groups.tie >= 0
        if self._only is not None:
            at = net.positions(self._only, strict=False)
            if (at < 0).any():
                stranger = self._only[int((at < 0).argmax())]
                raise InfonetError(
                    f"`{stranger}` is nobody in the network: `people` takes keys, as `net.person`"
                )
            wanted = np.zeros(len(net), dtype=bool)
            wanted[at] = True
            self._shown &= wanted
        self._bubbles: list[Group] = []
        if self._shown.sum() > LIMIT:
            self._bubbles = shown_groups(self._groups, self._shown, named=BUBBLES)
        self.__dict__.pop("_texts", None)

    def _draw(self) -> None:
        """Place everybody, and show again what is highlighted and found."""
        net, tie = self._net, self._groups.tie
        people = np.flatnonzero(self._shown)
        title = words.count(tie[people])
        self._node = np.full(len(net), -1)
        if self._bubbles and self.opened == _CLOSED:
            scene = scenes.group_scene(net, self._bubbles, title=title)
            for node, bubble in enumerate(self._bubbles, start=1):
                self._node[bubble.people] = node
        else:
            of = ""
            if self._bubbles:
                bubble = self._bubbles[self.opened]
                people = scenes.around(net, tie, bubble.people)
                drawn = int(np.isin(bubble.people, people).sum())
                of, title = bubble.name, f"{bubble.name}: {words.count(tie[bubble.people])}"
                if drawn < len(bubble.people):
                    title += f". The closest {drawn:,} are drawn."
            scene = scenes.people_scene(net, self._groups, people, of=of, title=title)
            keys = pd.Index(scene["nodes"]["key"])
            self._node[net.positions(keys, strict=False)] = np.arange(len(keys))
        with self.hold_sync():
            self.scene = scene
            self._highlight()
            self._find()

    @traitlets.observe("highlight")
    def _highlight(self, change: object = None) -> None:
        self.steps = words.steps(self._net, self.highlight, self._node)

    @traitlets.observe("opened")
    def _open(self, change: object) -> None:
        self._draw()

    @traitlets.observe("selected")
    def _reveal(self, change: object) -> None:
        """Open the employer of somebody chosen who is not drawn."""
        if self._bubbles and self.selected and self.selected not in self.scene["nodes"]["key"]:
            at = self._net.position(self.selected, strict=False)
            holders = [g for g, bubble in enumerate(self._bubbles) if at in bubble.people]
            self.opened = holders[0] if holders else self.opened

    @traitlets.observe("search")
    def _find(self, change: object = None) -> None:
        """Find the people that are searched for, or their employers; never the ego."""
        sought = fold(self.search).split()
        if not sought:
            self.found = {}
            return
        hit = [all(word in text for word in sought) for text in self._texts]
        nodes = self._node[np.array(hit, dtype=bool)]
        nodes = nodes[nodes > 0]
        n, nodes = len(nodes), np.unique(nodes)
        described = self.scene["nodes"]["words"]
        names = [words.short(described[node][0]) for node in nodes.tolist()]
        at = self.scene["level"] == "groups"
        self.found = {"nodes": nodes.tolist(), "words": words.found(n, names, at=at)}

    @cached_property
    def _texts(self) -> list[str]:
        return words.searched(self._net)

    @traitlets.validate("highlight", "selected")
    def _known(self, proposal: Any) -> Any:
        value = proposal["value"]
        for key in [value] if isinstance(value, str) else value:
            if key and key not in self._net.person:
                raise InfonetError(f"`{key}` is nobody in the network: expected a person's key")
        return value

    @traitlets.validate("opened")
    def _possible(self, proposal: Any) -> int:
        opened = int(proposal["value"])
        if not _CLOSED <= opened < max(len(self._bubbles), 0):
            raise InfonetError(
                f"`opened` takes -1 to {len(self._bubbles) - 1}, an employer drawn, not `{opened}`"
            )
        return opened
