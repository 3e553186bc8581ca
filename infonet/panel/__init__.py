"""The app in JupyterLab, thin over everything else.

Nothing here imports ipywidgets or anywidget before a widget is asked for: a plain
``import infonet`` stays light and works where neither is installed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from infonet.book import Book
from infonet.errors import InfonetError

if TYPE_CHECKING:
    from infonet.panel.app import Explore

__all__ = ["app", "explore", "graph", "views", "widgets"]


def explore(book: Book, *, as_of: object) -> Explore:
    """Look around, ask, log and undo, all in one panel in JupyterLab.

    It has four tabs. *Explore*: a target, the ranked routes to it, their picture, what happened,
    drafts, the page on a person, what you know of ties. *This week*: what is due, who to ask.
    *Review*: funnel, waiting time and what is due, of a period. *Import*: files are read first and
    added on a second press.
    Everything it does is a call of this package's functions, and every act can be undone.

    Parameters
    ----------
    book : Book
        The book that is shown, and that every act is written to.
    as_of : date, str or Timestamp
        The day it describes. An event gets the date beside the buttons.

    Returns
    -------
    Explore
        The app, which shows itself as the last line of a cell. Where no widget runs (GitHub,
        nbconvert, PDF) there is a picture instead.

    Raises
    ------
    InfonetError
        `as_of` is no day, or ipywidgets and anywidget are not installed.

    Examples
    --------
    >>> import infonet
    >>> book = infonet.Book(me="https://www.linkedin.com/in/robin-achterberg")
    >>> _ = book.want("Delta"), book.person("Bo Lin", company="Delta"), book.tie("Bo Lin")
    >>> explore(book, as_of="2026-06-30")
    Explore Network of 2 people and 1 ties around me on 2026-06-30
    ways to Delta:
      0.37  direct  Bo Lin
      0.05  cold  someone you find there
    """
    try:
        import anywidget  # noqa: F401  # said here in one sentence rather than deep inside
        import ipywidgets  # noqa: F401
    except ImportError as error:
        raise InfonetError(
            f'the panel needs `{error.name}`: install it with `pip install "infonet[lab]"`'
        ) from error
    from infonet.panel.app import Explore

    return Explore(book, as_of)
