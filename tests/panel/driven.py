"""Use the app as its page in the browser does: read what is shown, fill in fields, press."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from infonet.book import Book
from infonet.panel.app import App

__all__ = ["Driven"]

_FIELDS = ("input", "select", "textarea")


class Driven:
    """An app, and what a user has typed into the fields of its page.

    Parameters
    ----------
    app : App
    """

    def __init__(self, app: App) -> None:
        self.app = app
        self.typed: dict[str, Any] = {}

    def nodes(self, tag: str | None = None) -> list[Any]:
        """List the elements shown, [tag, attributes, children] each, in their order."""
        view = self.app.view
        every = [each for top in (*view["header"], *view["screen"]) for each in _within(top)]
        return [each for each in every if tag is None or each[0] == tag]

    def text(self) -> str:
        """Return what is to be read: the header, the status line and the screen."""
        view = self.app.view
        parts = [*view["header"], view["status"]["words"], *view["screen"]]
        return "\n".join(_words(part) for part in parts)

    def status(self) -> str:
        """Return the status line."""
        return str(self.app.view["status"]["words"])

    def is_wrong(self) -> bool:
        """Return whether the status line says that something was not done."""
        return bool(self.app.view["status"]["wrong"])

    def buttons(self) -> list[str]:
        """List the words of everything that can be pressed."""
        return [_words(each).strip() for each in self.nodes() if "press" in each[1]]

    def reasons(self) -> list[str]:
        """List the reasons shown: what stands in an element of the class *reason*."""
        shown = [each for each in self.nodes() if "reason" in str(each[1].get("class", "")).split()]
        return [_words(each) for each in shown]

    def rows(self, class_: str = "") -> list[list[str]]:
        """List the rows of the first table of a class: the words of each cell."""
        for table in self.nodes("table"):
            if class_ in str(table[1].get("class", "")).split() or not class_:
                body = next(each for each in table[2] if each[0] == "tbody")
                return [[_words(cell).strip() for cell in row[2]] for row in body[2]]
        return []

    def type(self, name: str, value: Any) -> Driven:
        """Fill in a field by its name; an error says which there are."""
        if name not in (known := self._values()):
            raise AssertionError(f"no field `{name}`: there are {sorted(known)}")
        self.typed[name] = value
        return self

    def press(self, words: str, nth: int = 0) -> Driven:
        """Press what has these words, or whose title has them; an error says what there is."""
        found = [
            each
            for each in self.nodes()
            if "press" in each[1]
            and not each[1].get("disabled")
            and words in (_words(each).strip(), each[1].get("title"), each[1].get("aria-label"))
        ]
        if len(found) <= nth:
            raise AssertionError(f"nothing to press says `{words}`: there is {self.buttons()}")
        self._send(found[nth][1]["press"])
        return self

    def change(self, name: str, value: Any) -> Driven:
        """Change a field that acts when it is changed."""
        self.type(name, value)
        [word] = [
            n[1]["change"] for n in self.nodes() if n[1].get("name") == name and "change" in n[1]
        ]
        self._send(word)
        return self

    def key(self, key: str) -> Driven:
        """Press a key outside a field."""
        words = [each[1]["keys"][key] for each in self.nodes() if key in each[1].get("keys", {})]
        assert words, f"nothing hears the key `{key}`"
        self._send(words[0])
        return self

    def send(self, name: str, content: bytes) -> None:
        """Choose a file for the last upload, and send it in one slice, as the page does."""
        hear = self.nodes("upload")[-1][1]["hear"]
        chosen = {"choose": [{"name": name, "size": len(content)}], "turn": name}
        sent = {"slice": 0, "number": 0, "turn": name}
        for message, buffers in ((chosen, []), (sent, [content])):
            self.app.hear(self.app, {"press": hear, "values": {}, **message}, buffers)

    def _send(self, word: str) -> None:
        shown = self.app.view["place"]
        values = self._values() | self.typed
        book = getattr(self.app.session, "book", None)  # none where it does not open
        before = book.state().act if book else 0
        self.app.hear(self.app, {"press": word, "values": values}, [])
        if book and self.app.session.book is book:
            _is_one_press(book, before)
        if self.app.view["place"] != shown:
            self.typed.clear()

    def _values(self) -> dict[str, Any]:
        """Return what the fields hold before anything is typed."""
        values: dict[str, Any] = {}
        for tag, attributes, children in self.nodes():
            if tag not in _FIELDS or "name" not in attributes:
                continue
            name = attributes["name"]
            if attributes.get("type") == "checkbox":
                values[name] = bool(attributes.get("checked"))
            elif attributes.get("type") == "radio":
                if attributes.get("checked"):
                    values[name] = attributes.get("value", "")
            elif tag == "select":
                chosen = [each for each in children if each[1].get("selected")] or children[:1]
                values[name] = chosen[0][1].get("value", "") if chosen else ""
            else:
                values[name] = attributes.get("value", "")
        return values


def _is_one_press(book: Book, before: int) -> None:
    """Check in a copy that one Undo takes back all that was written since an act."""
    made = book.history()
    written = made[made.act > before]
    if len(written) < 2:
        return
    with TemporaryDirectory() as place:
        book.backup(Path(place) / "copy.db")
        copy = Book(Path(place) / "copy.db")
        again = (written.kind == "undo").all()
        _ = copy.redo(others=True) if again else copy.undo(others=True)
        after = copy.history()
    left = after[after.act.isin(written.act) & ~after.undone]
    assert left.empty, "one Undo takes only a part of a press back"


def _within(node: Any) -> Iterator[Any]:
    """Yield an element and all within it."""
    if isinstance(node, str):
        return
    yield node
    for child in node[2]:
        yield from _within(child)


def _words(node: Any) -> str:
    """Return the words of an element."""
    if isinstance(node, str):
        return node
    apart = " " if node[0] not in ("b", "bdi", "em", "strong", "span", "a") else ""
    return apart.join(filter(None, (_words(child) for child in node[2])))
