"""The modules that run in the browser."""

from __future__ import annotations

from pathlib import Path

_SHARED = Path(__file__).with_name("dom.js")


def module(file: Path) -> str:
    """Return the text of a JavaScript module, with what all modules of the panel share in front.

    anywidget sends a widget's module as one text: it can import nothing that lies beside it.

    Examples
    --------
    >>> text = module(Path(__file__).parent / "widgets" / "table.js")
    >>> text.index("function add(") < text.index("export default")
    True
    """
    return f"{_SHARED.read_text('utf-8')}\n{file.read_text('utf-8')}"
