"""The ranked routes to a target as a table, and their picture."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import ipywidgets as widgets
import pandas as pd

from infonet.panel._session import Session, spelled
from infonet.panel.graph import GraphView
from infonet.panel.widgets.controls import Cell, Table, bar, chance, field, text_of
from infonet.paths import COUNTED, warm_paths

KINDS = {
    "introduction": "introduction",
    "direct": "you know them",
    "scout": "may know someone",
    "cold": "cold message",
}
"""The kind of a route in `infonet.warm_paths` → what a job seeker calls it."""

_MOST = 2_000
"""At most this many employers are offered; any other can be typed."""

_BY: dict[str, dict[str, Any]] = {
    "the likeliest": {"by": "probability"},
    "the shortest": {"by": "hops"},
    "independent routes": {"disjoint": True},
}
_COLUMNS = ("Route", "Kind", "Contact there", "Steps #", "Chance of a talk (range)", "Change")
_NO_TARGET = "Choose a company or a field above to see the routes to it."
_EMPTY = (
    "The book knows nobody yet, so there is no route to show. First say where you want to go: type"
    " a company above and press Add to my targets. Then add your LinkedIn export in the tab Import."
)
_UNWANTED = (
    "You have no targets yet. Choose or type a company above, or a field such as"
    " “field: data engineering”, and press Add to my targets."
)


class WaysView:
    """Choose the target and show the routes to it; the chosen one is drawn in the picture."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self._before: dict[tuple[Any, ...], tuple[int, Any]] = {}
        self.found = pd.DataFrame()
        self._stale = False
        self.target = field(
            "Target",
            "Type a part of a name and choose; “field: …” is a field of work",
            placeholder="a company, or field: data engineering",
            offers=True,
        )
        self.target.options = _options(session)
        self.hops = widgets.BoundedIntText(
            value=4, min=1, max=6, description="Steps", tooltip="The most steps on a route"
        )
        self.k = widgets.BoundedIntText(
            value=5, min=1, max=25, description="Routes", tooltip="How many routes to list"
        )
        self.by = widgets.Dropdown(
            options=list(_BY), description="First", tooltip="Which routes are listed first"
        )
        self.former = widgets.Checkbox(
            description="Include people who used to work there",
            tooltip="A route may also end at someone who used to work there",
            indent=False,
        )
        self.want = session.button(
            "Add to my targets", "Keep the company or field in the book as a target", self._want
        )
        self.table = Table(_COLUMNS, row_class="infonet-way")
        self.graph = GraphView(session.net)
        controls = {
            "target": self.target,
            "want": self.want,
            "hops": self.hops,
            "k": self.k,
            "by": self.by,
            "former": self.former,
        }
        self.controls = bar(controls)
        self.table.add_class("infonet-ways")
        self.graph.add_class("infonet-picture-view")
        self.target.observe(session.safely(self._aim), "value")
        for control in (self.hops, self.k, self.by, self.former):
            control.observe(session.safely(lambda change: self.look()), "value")
        self.table.on_choice(session.safely(self.choose))
        self.graph.observe(session.safely(self._person), "selected")
        session.observe(session.safely(self._renew), "net")
        session.observe(session.safely(self._retarget), "target")
        session.observe(session.safely(self._reveal), "person")
        wanted = session.net.workplaces.wanted
        if len(wanted):
            self.target.value = spelled(wanted.iloc[0])
        else:
            self.look()

    def look(self, *, moved: bool = False) -> None:
        """Rank the routes anew; with `moved` each says what it was before."""
        before = self._ranking() if moved else {}
        chosen = self._key(self.session.way)
        self.found = pd.DataFrame()
        if self.session.status.wrong:
            self.session.status.say("")
        with self.session.telling():
            if self.session.aim():
                asked: dict[str, Any] = {**self.session.aim(), **_BY[self.by.value]}
                asked |= {"k": self.k.value, "max_hops": self.hops.value}
                self.found = warm_paths(self.session.net, former=self.former.value, **asked)
        self._before = before
        keys = [self._key(way) for way in self.found.itertuples()]
        at = keys.index(chosen) if chosen in keys else -1 if self.found.empty else 0
        self.table.empty = self._nothing()
        self.table.fill([self._row(n) for n in range(len(self.found))], chosen=at)
        self.choose(at)

    def choose(self, at: int) -> None:
        """Choose a route by its place."""
        way = self.found.iloc[at] if 0 <= at < len(self.found) else None
        self.session.way = way
        self._highlight()

    def find(self, fits: Callable[[Any], bool]) -> Any:
        """Choose the best route that fits, listing more if it needs them; None if none does."""
        if not self.session.aim() or self.found.empty:
            return None
        at = self._place(fits)
        counted = self.found.kind.isin(COUNTED)
        if at is None or not counted[at:].any():
            # Behind the routes that are listed there may be a better one than a scout.
            before, self.k.value = self.k.value, self.k.max
            at = self._place(fits)
            needed = 0 if at is None else int(self.found.kind.iloc[: at + 1].isin(COUNTED).sum())
            self.k.value = max(before, needed)
            at = self._place(fits)
        if at is None:
            return None
        self.table.chosen = at
        self.choose(at)
        return self.session.way

    def _place(self, fits: Callable[[Any], bool]) -> int | None:
        return next((at for at, way in enumerate(self.found.itertuples()) if fits(way)), None)

    def _highlight(self) -> None:
        way = self.session.way
        # While the picture is an older one, people on the route may be missing in it.
        if not self._stale:
            self.graph.highlight = [] if way is None else list(way.route)

    def _row(self, at: int) -> list[Cell]:
        way = self.found.iloc[at]
        job = [text for text in (way.title, way.company) if isinstance(text, str)]
        return [
            f"{at + 1}. {self._called(way)}",
            KINDS[way.kind],
            " at ".join(job) if way.kind in ("introduction", "direct") else "",
            str(way.hops),
            chance(way.probability, way.low, way.high),
            self._moved(at, way),
        ]

    def _called(self, way: Any) -> str:
        """Return a route in words."""
        names = text_of(way["names"]) or "someone you find there"
        if way.kind == "scout":
            return f"Ask {names} who they know at {self.session.about()}"
        return f"Write to {names}" if way.kind == "cold" else names

    def _moved(self, at: int, way: Any) -> Cell:
        """Return how the last act moved a route: its chance and its place before and after."""
        if not self._before:
            return ""
        if self._key(way) not in self._before:
            return {"text": "new", "tone": "up"}
        place, was = self._before[self._key(way)]
        note = f"was {place + 1}." if place != at else ""
        if abs(way.probability - was) < 0.0005:
            return {"text": "", "note": note}
        tone, sign = ("up", "▲") if way.probability > was else ("down", "▼")
        text = f"{sign} {100 * was:.1f} → {100 * way.probability:.1f} %"
        return {"text": text, "tone": tone, "note": note}

    def _ranking(self) -> dict[tuple[Any, ...], tuple[int, Any]]:
        """Return the place and the chance of each route that is shown now."""
        ways = enumerate(self.found.itertuples())
        return {self._key(way): (at, way.probability) for at, way in ways}

    def _key(self, way: Any) -> tuple[Any, ...]:
        return () if way is None else (way.kind, way.route)

    def _nothing(self) -> str:
        if self.session.target:
            return "No route was found."
        if len(self.session.net) < 2:
            return _EMPTY
        return _NO_TARGET if len(self.session.net.workplaces.wanted) else _UNWANTED

    def _aim(self, change: object) -> None:
        self.session.target = self.session.meant(self.target.value)
        self.look()

    def _retarget(self, change: object) -> None:
        """Follow a target that was chosen elsewhere."""
        if self.session.meant(self.target.value) != self.session.target:
            self.target.value = self.session.target

    def _want(self) -> None:
        aim, book = self.session.aim(), self.session.book
        if not aim:
            self.session.status.say(
                "Type a company, or “field: …”, into Target first; then press Add to my targets.",
                wrong=True,
            )
            return
        self.session.act(lambda: book.want(aim.get("company"), field=aim.get("field")))

    def _renew(self, change: object) -> None:
        # A field shows again what was sent of it: before the user types the next name into it.
        self.target.options = _options(self.session)
        # Then what the user looks at; the picture takes longer.
        self._stale = True
        self.look(moved=True)
        self.graph.show(self.session.net)
        self._stale = False
        self._highlight()

    def _person(self, change: object) -> None:
        self.session.person = self.graph.selected or self.session.person

    def _reveal(self, change: object) -> None:
        person = self.session.person
        if person in self.session.net.person and self.graph.selected != person:
            self.graph.selected = person


def _options(session: Session) -> list[str]:
    """Return the targets, then the employers at which most people are."""
    wanted = [spelled(row) for row in session.net.workplaces.wanted.itertuples()]
    jobs = session.tables.jobs
    employers = jobs.company[jobs.end.isna()].value_counts().index[:_MOST]
    return list(dict.fromkeys([*wanted, *map(str, employers)]))
