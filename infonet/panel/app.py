"""The app: one widget that shows the screen that is looked at, and what any such widget does.

A screen is a class that makes a page of a `Session` (`infonet.panel.screens`). The app draws the
header, asks the screen for its page, sends both to the browser, and calls what was pressed there.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, Generic, Protocol, TypeVar

import anywidget
import traitlets

from infonet.book import Book
from infonet.names.markup import block
from infonet.names.text import counted
from infonet.panel import page as html
from infonet.panel._session import Session, Speaking
from infonet.panel.page import Node, Values, element
from infonet.panel.screens import SCREENS, TABS
from infonet.workdays import day_text

_WEB = Path(__file__).parent / "web"
_SCRIPTS = ("dom.js", "upload.js", "grid.js", "picture.js", "graph.js", "app.js")
_STYLES = ("app.css", "grid.css", "triage.css", "talk.css", "graph.css", "import.css")
# In this order they are one module: anywidget sends a text, which can import nothing beside it.
SCRIPT = "\n".join((_WEB / name).read_text("utf-8") for name in _SCRIPTS)
STYLE = "\n".join((_WEB / name).read_text("utf-8") for name in _STYLES)


_STILL = "infonet-still"
"""The class of the sentence that a saved notebook shows where no kernel runs the app."""
_HIDDEN = f"""<style>
.jp-OutputArea:has(.infonet-app) > .jp-OutputArea-child:has(.{_STILL}, .jp-RenderedImage),
.jp-OutputArea:has(.{_STILL}) .jp-OutputArea-output.jupyter-widgets:not(:has(*)) {{ display: none }}
.{_STILL} {{ animation: {_STILL} 0s 3s both }}
@keyframes {_STILL} {{ from {{ visibility: hidden }} }}
</style>"""
_SENTENCE = "<p>The app was here. To work with it: Run → Run All Cells.</p>"


class Screen(Protocol):
    """Describe what the app asks of a screen."""

    def __init__(self, session: Session) -> None: ...

    def page(self, about: str) -> Node:
        """Return the page about something: a company, a person, a request; or about nothing."""


Of = TypeVar("Of", bound=Speaking)


class Panel(anywidget.AnyWidget, Generic[Of]):
    """Show a header and a page of a session in the browser, and call what is pressed there.

    Parameters
    ----------
    session : Speaking
    """

    _esm, _css = SCRIPT, STYLE

    # header, screen, status, place and edition of what is shown
    view = traitlets.Dict().tag(sync=True)
    # what scripts of single elements draw, by name: bytes that do not change with every press
    data = traitlets.Dict().tag(sync=True)

    def __init__(self, session: Of) -> None:
        self.session = session
        self.session.supply = self.supply
        self._presses: dict[str, Callable[..., object]] = {}
        self._edition = 0
        super().__init__(view=self._view())
        self.session.draw = self.show
        self.on_msg(self.hear)

    def _header(self) -> list[Node]:
        """Return what stands above every page."""
        raise NotImplementedError

    def _page(self) -> Node:
        """Return the page that is looked at."""
        raise NotImplementedError

    def supply(self, name: str, content: bytes) -> None:
        """Send bytes that an element's own script draws; they stay until others are sent."""
        if self.data.get(name) != content:
            self.data = {**self.data, name: content}

    def show(self) -> None:
        """Draw what is looked at anew."""
        self.view = self._view()

    def press(self, word: str, values: Values, *more: Any) -> None:
        """Do what a word stands for; a word of a page that is no longer shown does nothing."""
        called = self._presses.get(word)
        if called is not None:
            session = self.session
            session.keep_up()
            if not (more and more[0].get("quiet")):  # else nobody has pressed anything
                session.say("")
            try:
                with session.telling("That"):
                    called(values, *more)
            finally:
                self.show()
        else:
            self.show()  # the page waits for an answer

    def _ipython_display_(self) -> None:
        """Show a sentence, for when no kernel runs the app, and the app, which hides it.

        The gallery's notebooks keep a picture above the sentence, put there when they are run.
        """
        from IPython.display import display

        bundle, words = self._repr_mimebundle_(), {"text/plain": repr(self)}
        display({"text/html": block(_HIDDEN, _SENTENCE, name=_STILL), **words}, raw=True)
        display({**(bundle[0] if bundle else {}), "text/plain": ""}, raw=True)

    def hear(self, widget: object, message: object, buffers: Sequence[Any] | None) -> None:
        """Take a message of the page, as far as it makes sense."""
        if not isinstance(message, Mapping) or not isinstance(message.get("press"), str):
            return
        values = message.get("values")
        held = {str(k): v for k, v in values.items()} if isinstance(values, Mapping) else {}
        more = {k: v for k, v in message.items() if k not in ("press", "values")}
        self.press(message["press"], held, *((more, buffers or ()) if more else ()))

    def _view(self) -> dict[str, Any]:
        """Return everything that is shown."""
        self._edition += 1
        self._presses = {}
        session = self.session
        screen = self._page()
        return {
            "header": [html.rendered(node, self._register) for node in self._header()],
            "screen": [html.rendered(screen, self._register)],
            "status": {**session.status._asdict(), "again": bool(session.status.words)},
            "place": json.dumps(session.place),
            "edition": self._edition,
        }

    def _register(self, called: Callable[..., object], steady: str | None) -> str:
        """Keep a function under a word, and return it."""
        word = steady or f"{self._edition}.{len(self._presses)}"
        self._presses[word] = called
        return word


class App(Panel[Session]):
    """Show a book in JupyterLab, screen by screen.

    Parameters
    ----------
    book : Book
    as_of : date, str or Timestamp, optional
        The day shown; today if not given.
    """

    def __init__(self, book: Book, as_of: object = None) -> None:
        self._book: Book | None = None
        self._screens: dict[str, Screen] = {}
        super().__init__(Session(book, as_of))

    def __repr__(self) -> str:
        """Return the book and the day in words."""
        session = self.session
        return f"{type(self).__name__} of {session.network!r} on {session.day:%Y-%m-%d}"

    def _page(self) -> Node:
        """Return the page that is looked at; what nobody foresaw is said in its place."""
        shown = []
        if self.session.book is not self._book:  # what was chosen in another book says nothing here
            self._book = self.session.book
            self._screens.clear()
        name, about = self.session.place
        with self.session.telling("This screen"):
            if name not in self._screens:
                self._screens[name] = SCREENS[name](self.session)
            shown.append(self._screens[name].page(about))
        return shown[0] if shown else html.empty("There is nothing to show here.")

    def _header(self) -> list[Node]:
        """Return the header: whose book it is, the day, undo, and the tabs."""
        session = self.session
        counts = counted(session.people, "person", "people")
        title = html.row(
            element("h1", "Sample" if session.sample else "My book"),
            html.badge("Sample: everybody is invented", "wait") if session.sample else None,
            html.button("Back to my book", lambda values: session.give_back(), kind="main")
            if session.is_visiting
            else None,
            html.badge("Read only", "info") if not session.may_act else None,
            element("span", counts, class_="muted"),
            class_="title",
        )
        day = html.day_field(
            "day",
            "Today" if session.is_today else "As of",
            session.day,
            change=self._set_day,
            steady="day",
            title=day_text(session.day),
        )
        state = session.state
        last = state.undo or state.others
        undo = html.button(
            f"Undo: {last}" if last else "Undo",
            lambda values: session.undo(),
            class_="undo",
            disabled=not last,
        )
        again = state.redo or state.others_redo
        redo = html.button(
            f"Redo: {again}", lambda values: session.redo(), kind="quiet", class_="redo"
        )
        acts = [undo, redo if again else None] if session.may_act else []
        looked_at = session.place.screen
        tabs = [
            element(
                "button",
                label,
                type="button",
                role="tab",
                aria_selected="true" if name == looked_at else "false",
                tabindex="0" if name == looked_at else "-1",
                press=lambda values, name=name: session.go(name),
                steady=f"tab:{name}",
                key=name,
            )
            for name, label in TABS.items()
        ]
        if looked_at not in TABS:  # the first tab is where Tab leads
            tabs[0].attributes["tabindex"] = "0"
        found = [
            html.row(title, html.row(day, acts, class_="acts"), class_="masthead"),
            element("nav", tabs, role="tablist", aria_label="Screens", class_="tabs"),
        ]
        if session.question is not None:
            answers = [html.button(text, press) for text, press in session.question.answers]
            leave = html.button("Never mind", lambda values: session.forget(), kind="quiet")
            found.append(
                html.row(
                    element("strong", session.question.words, dir="auto"),
                    answers,
                    leave,
                    class_="question",
                    role="group",
                    aria_label="A question",
                )
            )
        return found

    def _set_day(self, values: Values) -> None:
        day = html.day_of(values, "day")
        if day is not None:
            self.session.set_day(day)
