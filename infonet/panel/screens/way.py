"""The way that is looked at: person by person, as a picture, and its first message."""

from __future__ import annotations

from collections.abc import Mapping
from types import SimpleNamespace
from typing import Any

import pandas as pd

from infonet.graph import Network
from infonet.insiders import Target
from infonet.names.companies import search_link
from infonet.names.people import given_name
from infonet.names.titles import FITS
from infonet.panel import page as html
from infonet.panel._session import Session
from infonet.panel.page import Node, text_of
from infonet.panel.screens.letter import Letters
from infonet.panel.screens.targets import target_of
from infonet.paths import COUNTED, chance_word, explain, from_row
from infonet.plot import paths

__all__ = ["ASK_NOW", "ChosenWay", "fit_of", "hop_list"]

ASK_NOW = ("open", "met")
"""The statuses of ways that can be asked now."""
_DRAWN, _WIDE, _HIGH = 6, 430, 300
"""The ways in the picture, and its size in points."""


def fit_of(way: dict[Any, Any], net: Network) -> str:
    """Return how the person at the end of a way fits the work wanted; nothing of the others."""
    fit = text_of(way["fit"])
    if fit == "alum":
        return net.workplaces.in_common(net.position(way["route"][-1])) or fit
    return "" if fit == FITS[-1] else fit


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


class ChosenWay:
    """Show one way to a target, and write to whoever is asked first."""

    def __init__(self, session: Session, letters: Letters) -> None:
        self.session, self.letters = session, letters
        self._pictured = False

    def card(self, about: str, way: dict[Any, Any] | None, ways: pd.DataFrame) -> Node | None:
        """Return the chosen way: hop by hop with its reasons, and its message."""
        if way is None:
            return None
        session = self.session
        name, kind = target_of(about)
        net = session.network
        where = "in this field" if kind == "field" else "there"
        if way["kind"] == "cold" and len(way["route"]) == 1:
            return html.box(
                html.heading("Somebody you find there", level=3),
                html.element(
                    "p",
                    f"Look for somebody {where} and write to them, ",
                    html.link("as LinkedIn's own search finds them", search_link(name)),
                    f". Then type their name under Somebody else {where}.",
                ),
                key="way",
            )
        aim: dict[str, Any] = {kind: name}
        target = net.target(**aim)
        may_ask = session.may_act and way["status"] in ASK_NOW
        letter = None
        if may_ask and len(way["route"]) > 1:
            letter = self.letters.card(
                f"first {about}",
                None,
                None,
                way=way,
                company=name,
                sent=lambda channel: self._asked(name, way, channel),
            )
        title = text_of(way["names"]) or "Somebody you find there"
        return html.box(
            html.heading(title, level=3),
            hop_list(net, target, way),
            self._picture(about, ways),
            letter,
            key="way",
        )

    def _picture(self, about: str, ways: pd.DataFrame) -> list[Node] | None:
        """Return the picture of the ways that can be asked now, once it is wanted."""
        session = self.session
        drawn = ways[ways.status.isin(ASK_NOW) & ways.kind.isin(COUNTED)].head(_DRAWN)
        if drawn.empty:
            return None
        words = "Hide the picture" if self._pictured else "Show the picture"
        press = html.button(words, lambda values: self._show_picture(), kind="quiet")
        if not self._pictured:
            return [press]

        def make() -> Node:
            return html.plot_picture(
                lambda figure: paths(session.network, drawn, ax=figure),
                f"The {len(drawn)} likeliest ways, person by person, as listed beside",
                width=_WIDE,
                height=_HIGH,
            )

        return [press, session.once(f"picture {about}", make)]

    def _show_picture(self) -> None:
        self._pictured = not self._pictured

    def _asked(self, name: str, way: dict[Any, Any], channel: str) -> None:
        """Log the ask of a way, with its route and its chance."""
        session = self.session
        session.act(
            lambda: session.book.log(
                "asked", way["route"][1], name, date=session.day, channel=channel, way=way
            )
        )
