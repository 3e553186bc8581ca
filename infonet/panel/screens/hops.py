"""The people of a way, one by one: the chance that each acts, and what it rests on."""

from __future__ import annotations

from collections.abc import Mapping
from types import SimpleNamespace
from typing import Any

from infonet.graph import Network
from infonet.insiders import Target
from infonet.names.people import given_name
from infonet.panel import page as html
from infonet.panel.page import Node
from infonet.paths import chance_word, explain, from_row

__all__ = ["hop_list"]


def hop_list(net: Network, target: Target, way: Mapping[str, Any]) -> Node:
    """Return a way hop by hop: from whom to whom, the chance, and why; the arithmetic unfolds."""
    steps, before = list[Node](), "You"
    for hop in explain(net, target, from_row(net, SimpleNamespace(**way), target)):
        to = "somebody there" if hop.person is None else str(net.name[hop.person])
        why = html.reason(hop.reason)
        steps.append(
            html.element(
                "li",
                html.element("span", f"{before} → ", class_="muted"),
                html.element("strong", to, dir="auto"),
                html.element("span", f" {100 * hop.probability:.0f} % ", class_="percent"),
                html.element("small", chance_word(hop.probability)),
                html.unfold(why, html.element("small", hop.numbers)) if hop.numbers else why,
            )
        )
        before = given_name(to) or to
    return html.element("ol", steps, class_="hops")
