"""The panel put together: Explore, This week, Review and Import, around one status line.

Every control has a CSS class of its own, by which it can be found and styled:

- the whole: ``infonet-panel``; its tabs ``infonet-tabs``; the status line ``infonet-status``
- what to look for: ``infonet-target`` (text ``Delta`` or ``field: data engineering``),
  ``infonet-hops``, ``infonet-k``, ``infonet-by``, ``infonet-former``, ``infonet-want``
- the ways: table ``infonet-ways``, its rows ``infonet-way-0`` …, each with a button; the picture
  ``infonet-picture-view``; the hops of the chosen way ``infonet-hops-table``, rows
  ``infonet-hop-0`` …
- beside the way, tabs ``infonet-details`` (What happened, This person, What you know):
  ``infonet-with`` (who), ``infonet-date``, ``infonet-log-asked``, ``-introduced``, ``-replied``,
  ``-held``, ``-thanked``, ``-declined``, ``infonet-undo``, ``infonet-back`` (brings back);
  ``infonet-draft-kind``, ``infonet-channel``, ``infonet-draft``, ``infonet-draft-text``,
  ``infonet-mailto``, ``infonet-draft-path``, ``infonet-draft-save``; ``infonet-brief``;
  ``infonet-person``, ``infonet-closeness``, ``infonet-closeness-state``; ``infonet-mutual-a``,
  ``infonet-mutual-b``, ``infonet-mutual-company``, ``infonet-mutual``
- the week: ``infonet-due`` (the button that leads there), ``infonet-due-table`` with rows
  ``infonet-due-0`` …, ``infonet-due-done``, ``infonet-gave`` (what was given back),
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
from infonet.panel._session import Session
from infonet.panel.views.draft import DraftView
from infonet.panel.views.imports import ImportView
from infonet.panel.views.log import HappenedView
from infonet.panel.views.person import KnowledgeView, PersonView
from infonet.panel.views.review import ReviewView
from infonet.panel.views.ways import WaysView, labelled
from infonet.panel.views.week import WeekView
from infonet.panel.widgets.markup import paragraph

__all__ = ["Explore"]

_TABS = ("Explore", "This week", "Review", "Import")
_DETAILS = ("What happened", "This person", "What you know")


class Explore:
    """The panel: it shows itself in JupyterLab, and as a picture where no widget runs.

    Parameters
    ----------
    book : Book
    as_of : date, str or Timestamp
        The day it describes.

    Attributes
    ----------
    box : ipywidgets.VBox
        All of it, to be put into a layout of one's own.
    session : Session
        The book's network on the day, and what is chosen.
    """

    def __init__(self, book: Book, as_of: object) -> None:
        self.session = session = Session(book, as_of)
        self._alone = False
        self.knowledge = KnowledgeView(session)  # first, as it only offers names: see WaysView
        self.ways = WaysView(session)
        self.happened = HappenedView(session)
        self.draft = DraftView(session, self.happened.whom)
        self.person = PersonView(session)
        self.week = WeekView(session, self.ways.find, self._explore)
        self.review = ReviewView(session)
        self.imports = ImportView(session)
        self.due = widgets.Button(description="What is due", tooltip="Show this week: what is due")
        self.head = widgets.HTML()
        self.details = widgets.Tab(
            [
                widgets.VBox([self.happened.box, self.draft.box]),
                self.person.box,
                self.knowledge.box,
            ],
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
        self.due.on_click(lambda button: setattr(self.tabs, "selected_index", 1))
        self.tabs.observe(lambda change: self._show(), "selected_index")
        self.details.observe(lambda change: self._show(), "selected_index")
        session.observe(lambda change: self._show(), "net")
        session.observe(self._turn, "person")
        self._show()

    def _explore(self) -> None:
        """Show the way that was chosen elsewhere, and what to log of it."""
        self.tabs.selected_index = self.details.selected_index = 0

    def _turn(self, change: object) -> None:
        """Whoever was chosen is shown."""
        if self.session.person and self.tabs.selected_index == 0:
            self.details.selected_index = 1
        self._show()

    def _show(self) -> None:
        """Make what is looked at, and nothing else."""
        session = self.session
        count = in_words(session.tables)
        self.head.value = paragraph(
            f"{session.book.path.name}: {count}. As of {session.day:%Y-%m-%d}."
        )
        alone = len(session.net) < 2
        if alone != self._alone:
            # Of an empty book there is no picture; what can be done is to say whom one knows.
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
        found = self.ways.found
        words = [f"Explore {self.session.net!r} on {self.session.day:%Y-%m-%d}"]
        if self.session.target:
            words.append(f"ways to {self.session.target}:")
        for way in found.itertuples():
            name = way.names if isinstance(way.names, str) else "somebody you find there"
            words.append(f"  {way.probability:.2f}  {way.kind}  {name}")
        return "\n".join(words)

    def _repr_mimebundle_(self, **kwargs: Any) -> tuple[dict[str, Any], dict[str, Any]]:
        """The panel and, for GitHub, nbconvert and PDF, its words and a static picture."""
        bundle: dict[str, Any] = self.box._repr_mimebundle_(**kwargs) or {}
        still = {
            "text/plain": repr(self),
            "image/png": b64encode(self.ways.graph.picture()).decode("ascii"),
        }
        return {**bundle, **still}, {"image/png": {"alt": repr(self)}}
