"""Describe a page of the app: a tree of plain elements that the browser draws.

A screen says what is to be seen; `infonet.panel.app.App` sends it, and the page in the browser
changes only what differs. Every text is cleaned here and set as text there, so that markup in a
name shows as letters. What happens at a press is a function that stays in Python: the browser
gets a word for it.
"""

from __future__ import annotations

import base64
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, NamedTuple

import pandas as pd

from infonet.names.markup import is_web_link
from infonet.names.text import one_line, paragraphs
from infonet.paths import chance_word

__all__ = [
    "Child",
    "Node",
    "Press",
    "Values",
    "badge",
    "box",
    "button",
    "chance",
    "choice",
    "copy_button",
    "day_field",
    "day_of",
    "download_button",
    "element",
    "empty",
    "folded",
    "heading",
    "item_list",
    "line",
    "link",
    "plot_picture",
    "reason",
    "rendered",
    "row",
    "rows_of",
    "table",
    "text_area",
    "text_field",
    "text_of",
    "tick",
    "unfold",
]

Values = Mapping[str, Any]
"""The fields of the page at the press: name → text, or True and False of a tick."""
Press = Callable[[Values], object]


_BEHAVIOURS = ("press", "change", "submit", "hear")
_KEEPS_LINES = frozenset({"pre", "textarea"})


class Node(NamedTuple):
    """An element of the page: its tag, its attributes and what is in it."""

    tag: str
    attributes: dict[str, Any]
    children: tuple[Any, ...]


Child = Node | str | None
Children = Child | Iterable[Any]
"""The children of an element: another, a text, nothing, or many of them."""


def element(tag: str, *children: Children, **attributes: Any) -> Node:
    """Return an element; lists in it are unrolled, and None leaves a child or an attribute out.

    Attributes are those of HTML (``class_`` and ``for_`` with an underscore, ``aria_label`` for
    ``aria-label``) and these, which the app understands:

    - ``key``: what tells it from its neighbours, so that it stays the same element when they change
    - ``press``, ``change``, ``submit``, ``hear``: functions of the `Values` of the page, called at
      a click (or Enter), when a field was changed, when Enter is pressed in a form, and with a
      message of the element's own script
    - ``steady``: a name under which a press counts even if the page has changed meanwhile
      (a tab); any other press on a page that is no longer shown does nothing
    - ``keys``: key → function, for plain keys while no field is being typed in
    - ``copy``: a text, or ``{"field": name}``, that goes to the clipboard
    - ``download``: name, type, and text or bytes in base64, of a file that the browser saves
    - ``print``: True prints the nearest element of class ``sheet``
    - ``focus``: True puts the focus there when the element appears
    - ``vars``: name → number, for the style sheet (``--name``)
    """
    named = {
        name.rstrip("_").replace("_", "-"): value
        for name, value in attributes.items()
        if value is not None and value is not False
    }
    return Node(tag, named, tuple(_unrolled(children)))


def _unrolled(children: Iterable[Any]) -> Iterable[Any]:
    """Yield the children one by one, without those that are None."""
    for child in children:
        if isinstance(child, str | Node):
            yield child
        elif child is not None:
            yield from _unrolled(child)


def rendered(node: Any, register: Callable[[Callable[..., object], str | None], str]) -> Any:
    """Return a node as the browser gets it: texts cleaned, functions as the words for them.

    `register` takes a function and its steady name, if it has one, and returns its word.
    """
    if not isinstance(node, Node):
        return one_line(node)
    sent: dict[str, Any] = {}
    steady = node.attributes.get("steady")
    for name, value in node.attributes.items():
        if name == "steady":
            continue
        if name in _BEHAVIOURS:
            sent[name] = register(value, steady)
        elif name == "keys":
            sent[name] = {key: register(press, None) for key, press in value.items()}
        elif name == "href":
            if is_web_link(value) or str(value).startswith("mailto:"):
                sent[name] = str(value)
        elif name == "value" and node.tag == "textarea":
            sent[name] = paragraphs(value)
        elif name in ("copy", "download") or not isinstance(value, str):
            sent[name] = value
        else:
            sent[name] = one_line(value)
    clean = paragraphs if node.tag in _KEEPS_LINES else _spaced
    children = [
        clean(child) if isinstance(child, str) else rendered(child, register)
        for child in node.children
    ]
    return [node.tag, sent, children]


def _spaced(text: str) -> str:
    """Return a text on one line; a blank at either end parts it from its neighbour."""
    line = one_line(text)
    before, after = (" " if text[at : at + 1 or None].isspace() else "" for at in (0, -1))
    return f"{before}{line}{after if line else ''}"


def box(*children: Children, class_: str = "", **attributes: Any) -> Node:
    """Return a plain box."""
    return element("div", *children, class_=class_ or None, **attributes)


def row(*children: Children, class_: str = "", **attributes: Any) -> Node:
    """Return a box whose children stand side by side, and wrap where there is no room."""
    return box(*children, class_=f"row {class_}".strip(), **attributes)


def heading(text: str, *beside: Children, level: int = 2) -> Node:
    """Return a heading; what is `beside` it is not part of its words."""
    title = element(f"h{level}", text, dir="auto")
    return row(title, *beside, class_="head") if beside else title


def empty(text: str) -> Node:
    """Return the sentence that stands where there is nothing yet."""
    return element("p", text, class_="empty", dir="auto")


def reason(text: str) -> Node:
    """Return why something is so, in at most twelve words; the arithmetic unfolds beside it."""
    return element("small", text, class_="reason", dir="auto")


def badge(text: str, tone: str = "plain") -> Node:
    """Return a short state in a coloured field: tone is plain, good, wait, late or info."""
    return element("span", text, class_=f"badge {tone}")


def link(text: str, address: str) -> Node | str:
    """Return a link that opens a new window; the text alone if the address is of another kind."""
    if not (is_web_link(address) or address.startswith("mailto:")):
        return text
    return element("a", text, href=address, target="_blank", rel="noopener noreferrer")


def button(
    text: str, press: Press, *, kind: str = "", title: str | None = None, **more: Any
) -> Node:
    """Return a button; `kind` is main (the one to press), quiet, or empty."""
    class_ = " ".join(filter(None, ["button", kind, more.pop("class_", "")]))
    return element("button", text, type="button", class_=class_, press=press, title=title, **more)


def copy_button(
    text: str, copied: str | Mapping[str, str], *, kind: str = "main", **more: Any
) -> Node:
    """Return a button that copies a text, or what stands in ``{"field": name}``."""
    class_ = f"button {kind}".strip()
    return element("button", text, type="button", class_=class_, copy=copied, **more)


def print_button() -> Node:
    """Return a button that prints the nearest element of class ``sheet``."""
    return element("button", "Print", type="button", class_="button", print=True)


def download_button(
    text: str, name: str, content: str | bytes, *, type_: str = "text/plain", **more: Any
) -> Node:
    """Return a button at which the browser saves a file, a text or any bytes."""
    file = {"name": one_line(name), "type": type_}
    if isinstance(content, str):
        file["text"] = content
    else:
        file["base64"] = base64.b64encode(content).decode("ascii")
    return element("button", text, type="button", class_="button", download=file, **more)


def text_field(
    name: str,
    label: str,
    *,
    value: str = "",
    offers: Sequence[str] = (),
    secret: bool = False,
    **more: Any,
) -> Node:
    """Return a labelled line of text, which may offer what to type, or hide it."""
    known = f"{name}-offers" if offers else None
    return element(
        "label",
        element("span", label),
        element(
            "input",
            type="password" if secret else "text",
            name=name,
            value=value,
            list=known,
            autocomplete="off",
            dir="auto",
            **more,
        ),
        element("datalist", [element("option", value=each) for each in offers], id=known)
        if offers
        else None,
        class_="field",
    )


def text_area(name: str, label: str, *, value: str = "", rows: int = 6, **more: Any) -> Node:
    """Return a labelled field of several lines."""
    area = element("textarea", name=name, value=value, rows=rows, dir="auto", **more)
    return element("label", element("span", label), area, class_="field wide")


def day_field(name: str, label: str, value: Any = None, **more: Any) -> Node:
    """Return a labelled date."""
    shown = "" if value is None or pd.isna(value) else f"{pd.Timestamp(value):%Y-%m-%d}"
    day = element("input", type="date", name=name, value=shown, **more)
    return element("label", element("span", label), day, class_="field")


def choice(
    name: str, label: str, options: Iterable[tuple[str, str]], value: str = "", **more: Any
) -> Node:
    """Return a labelled choice among (value, text) pairs; of none given the first is chosen."""
    options = list(options)
    value = value if any(each == value for each, _ in options) else options[0][0]
    offered = [
        element("option", text, value=each, selected=True if each == value else None)
        for each, text in options
    ]
    return element(
        "label",
        element("span", label),
        element("select", offered, name=name, value=value, **more),
        class_="field",
    )


def tick(name: str, label: str, *, value: bool = False, **more: Any) -> Node:
    """Return a labelled box to tick."""
    mark = element("input", type="checkbox", name=name, checked=value or None, **more)
    return element("label", mark, element("span", label), class_="tick")


def unfold(summary: Child, *children: Children, **attributes: Any) -> Node:
    """Return what is folded behind a line until the line is pressed."""
    return element("details", element("summary", summary), *children, **attributes)


def folded(items: Sequence[Child], most: int, *, beyond: int = 0, key: str = "more") -> list[Child]:
    """Return the first of many items, and the rest folded; `beyond` of them are counted alone."""
    rest, total = items[most:], len(items) + max(beyond, 0)
    left = element("p", f"and {beyond:,} more", class_="muted") if beyond > 0 else None
    return [*items[:most], unfold(f"{total - most:,} more", rest, left, key=key) if rest else None]


def line(what: str, about: str, act: Node | None, *, key: str) -> Node:
    """Return a line of a list: what it is, what is to be said of it, and what can be done."""
    words = element("span", what, dir="auto"), element("small", about, dir="auto")
    return row(box(*words, class_="stack"), act, class_="head item", key=key)


def item_list(items: Iterable[Child], *, class_: str = "") -> Node:
    """Return a list."""
    return element("ul", [element("li", item, dir="auto") for item in items], class_=class_ or None)


def table(
    columns: Sequence[str],
    rows: Iterable[Sequence[Any]],
    *,
    caption: str | None = None,
    class_: str = "",
    attributes: Callable[[int], Mapping[str, Any]] | None = None,
) -> Node:
    """Return a table; a column whose title ends in ``#`` holds numbers.

    `attributes` gives those of each row, such as ``class_`` or ``press``.
    """
    number = [title.endswith("#") for title in columns]
    head = [
        element("th", title.rstrip("# "), scope="col", class_="number" if right else None)
        for title, right in zip(columns, number, strict=True)
    ]
    body = []
    for at, cells in enumerate(rows):
        shown = [
            element(
                "td" if c else "th",
                cell,
                class_="number" if number[c] else None,
                scope=None if c else "row",
                dir=None if number[c] else "auto",
            )
            for c, cell in enumerate(cells)
        ]
        body.append(element("tr", shown, **(attributes(at) if attributes else {})))
    return element(
        "table",
        element("caption", caption) if caption else None,
        element("thead", element("tr", head)),
        element("tbody", body),
        class_=class_ or None,
    )


def plot_picture(
    draw: Callable[[Any], object],
    words: str,
    *,
    width: float = 400,
    height: float = 220,
    plain: Mapping[str, str] | None = None,
    **more: Any,
) -> Node:
    """Return a plot in the colours and letters of the page, light or dark.

    `draw` is given an empty Figure of a size in points and may change its height; `words` say what
    is to be seen to those who cannot see it; `plain` has plain words for those in the plot.
    """
    from infonet.panel._picture import marks

    drawn = marks(draw, width=width, height=height)
    drawn["marks"] = [(*mark, (plain or {}).get(text, text)) for *mark, text in drawn["marks"]]
    return element("picture", words=words, **drawn, **more)


def chance(probability: float, low: float, high: float) -> Node:
    """Return a chance: a bar with its 95 % interval, the numbers, and the word for it.

    The word is the one of `infonet.paths.chance_word`.
    """
    known = not (pd.isna(low) or pd.isna(high))
    word = chance_word(probability)
    places = {"at": float(probability)}
    if known:
        places |= {"low": float(low), "high": float(high)}
    drawn = element("span", class_="bar", aria_hidden="true", vars=places, title=None)
    numbers = f"{100 * probability:.0f} %"
    spread = f"{100 * low:.0f} to {100 * high:.0f}" if known else ""
    return element(
        "span",
        drawn,
        element("span", numbers, class_="percent"),
        element("small", spread) if known else None,
        element("small", word, class_="word"),
        class_="chance",
    )


def text_of(value: object) -> str:
    """Return a text; an empty one for a missing value."""
    return value if isinstance(value, str) else ""


def rows_of(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """Return the rows of a table, each by the names of its columns."""
    return [{str(name): cell for name, cell in each.items()} for each in frame.to_dict("records")]


def day_of(values: Values, name: str) -> pd.Timestamp | None:
    """Return the day that a date field holds; None if it is empty or none."""
    day = pd.to_datetime(str(values.get(name) or ""), errors="coerce", format="%Y-%m-%d")
    return None if pd.isna(day) else day
