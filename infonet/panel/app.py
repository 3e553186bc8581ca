"""The app: Explore, This week, Review and Import, around one status line.

Every control has a CSS class of its own, to find and style it by:

- the whole: ``infonet-panel``; its tabs ``infonet-tabs``; the status line ``infonet-status``
- what to look for: ``infonet-target`` (text ``Delta`` or ``field: data engineering``),
  ``infonet-hops``, ``infonet-k``, ``infonet-by``, ``infonet-former``, ``infonet-want``
- the routes: table ``infonet-ways``, its rows ``infonet-way-0`` …, each with a button; the picture
  ``infonet-picture-view``; the steps of the chosen route ``infonet-hops-table``, rows
  ``infonet-hop-0`` …
- beside the route, tabs ``infonet-details`` (What happened, This person, What you know):
  ``infonet-with`` (who), ``infonet-date``, ``infonet-log-asked``, ``-introduced``, ``-replied``,
  ``-held``, ``-thanked``, ``-declined``, ``infonet-undo``, ``infonet-back`` (redo);
  ``infonet-draft-kind``, ``infonet-channel``, ``infonet-draft``, ``infonet-draft-text``,
  ``infonet-mailto``, ``infonet-draft-path``, ``infonet-draft-save``; ``infonet-brief``;
  ``infonet-person``, ``infonet-closeness``, ``infonet-closeness-state``; ``infonet-mutual-a``,
  ``infonet-mutual-b``, ``infonet-mutual-company``, ``infonet-mutual``
- the week: ``infonet-due`` (the button that leads there), ``infonet-due-table`` with rows
  ``infonet-due-0`` …, ``infonet-due-done``, ``infonet-gave`` (what was done for them),
  ``infonet-due-undo``, ``infonet-due-back``; ``infonet-plan-table`` with rows ``infonet-plan-0`` …
- the review: ``infonet-from``, ``infonet-until``, ``infonet-group``, ``infonet-wait``,
  ``infonet-funnel``, ``infonet-waiting``, ``infonet-review-due``
- the import: ``infonet-import`` (the upload), ``infonet-import-path``, ``infonet-owner``,
  ``infonet-consent``, ``infonet-read``, ``infonet-progress``, ``infonet-report``,
  ``infonet-report-table``, ``infonet-commit``, ``infonet-import-undo``, ``infonet-import-back``
"""

from __future__ import annotations

from base64 import b64encode
from typing import Any

import ipywidgets as widgets

from infonet.book import Book, in_words
from infonet.names.markup import NO_MATHEMATICS
from infonet.panel._session import Session
from infonet.panel.views.draft import DraftView
from infonet.panel.views.imports import ImportView
from infonet.panel.views.log import LogView
from infonet.panel.views.person import KnowledgeView, PersonView
from infonet.panel.views.review import ReviewView
from infonet.panel.views.ways import WaysView
from infonet.panel.views.week import WeekView
from infonet.panel.widgets.controls import labelled, text_of
from infonet.panel.widgets.markup import paragraph
from infonet.workdays import day_text

_TABS = ("Explore", "This week", "Review", "Import")
_DETAILS = ("What happened", "This person", "What you know")


class Explore:
    """Show itself in JupyterLab, and as a picture where no widget runs.

    `box` is all of it, to be put into a layout of your own.
    """

    def __init__(self, book: Book, as_of: object) -> None:
        self.session = session = Session(book, as_of)
        self._alone = False
        self.knowledge = KnowledgeView(session)  # first, as it only offers names: see WaysView
        self.ways = WaysView(session)
        self.log = LogView(session)
        self.draft = DraftView(session, self.log.whom)
        self.person = PersonView(session)
        self.week = WeekView(session, self.ways.find, self._explore)
        self.review = ReviewView(session)
        self.imports = ImportView(session)
        self.due = session.button(
            "What is due",
            "Show this week: what is due",
            lambda: setattr(self.tabs, "selected_index", 1),
        )
        self.head = widgets.HTML()
        self.details = widgets.Tab(
            [widgets.VBox([self.log.box, self.draft.box]), self.person.box, self.knowledge.box],
            titles=_DETAILS,
        )
        beside = widgets.Box([self.details, self.ways.graph])
        beside.add_class("infonet-beside")
        look = widgets.VBox([self.ways.controls, self.ways.table, beside])
        self.tabs = widgets.Tab(
            [look, self.week.box, self.review.box, self.imports.box], titles=_TABS
        )
        top = widgets.HBox([self.head, self.due])
        top.add_class("infonet-top")
        self.box = widgets.VBox([top, session.status, self.tabs])
        labelled(
            {
                "panel": self.box,
                "tabs": self.tabs,
                "details": self.details,
                "due": self.due,
                "status": session.status,
                "head": self.head,
            }
        )
        for name in NO_MATHEMATICS.split():  # a name with two dollars in it is no formula
            self.box.add_class(name)
        show = session.safely(lambda change: self._show())
        self.tabs.observe(show, "selected_index")
        self.details.observe(show, "selected_index")
        session.observe(show, "net")
        session.observe(session.safely(self._turn), "person")
        self._show()

    def _explore(self) -> None:
        """Show the route that was chosen elsewhere, and what to log of it."""
        self.tabs.selected_index = self.details.selected_index = 0

    def _turn(self, change: object) -> None:
        """Show the person who was chosen."""
        if self.session.person and self.tabs.selected_index == 0:
            self.details.selected_index = 1
        self._show()

    def _show(self) -> None:
        """Bring up to date what is looked at, and nothing else."""
        session = self.session
        count = in_words(session.tables)
        self.head.value = paragraph(
            f"{session.book.path.name}: {count}. As of {day_text(session.day)}."
        )
        alone = len(session.net) < 2
        if alone != self._alone:
            # An empty book has no picture; the first thing to do is to name people.
            self._alone = alone
            self.ways.graph.layout.display = "none" if alone else ""
            self.details.selected_index = len(_DETAILS) - 1 if alone else 0
        if self.tabs.selected_index == 0 and self.details.selected_index == 1:
            self.person.show()
        elif self.tabs.selected_index == 1:
            self.week.show()
        elif self.tabs.selected_index == 2:
            self.review.show()

    def __repr__(self) -> str:
        """Return the day and the routes in words."""
        found = self.ways.found
        words = [f"Explore {self.session.net!r} on {self.session.day:%Y-%m-%d}"]
        if self.session.target:
            words.append(f"ways to {self.session.target}:")
        for way in found.itertuples():
            name = text_of(way.names) or "someone you find there"
            words.append(f"  {way.probability:.2f}  {way.kind}  {name}")
        return "\n".join(words)

    def _repr_mimebundle_(self, **kwargs: Any) -> tuple[dict[str, Any], dict[str, Any]]:
        """Return the panel and, for GitHub, nbconvert and PDF, its words and a static picture."""
        bundle: dict[str, Any] = self.box._repr_mimebundle_(**kwargs) or {}
        still = {
            "text/plain": repr(self),
            "image/png": b64encode(self.ways.graph.picture()).decode("ascii"),
        }
        return {**bundle, **still}, {"image/png": {"alt": repr(self)}}
