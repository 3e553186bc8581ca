"""Start: the notebook in which a user's own book opens, and the command that opens it.

``python -m infonet`` puts ``my-book.ipynb`` into a folder and opens JupyterLab on it, where an
extension runs it and shows the app alone. The book, ``my-book.db``, lies beside the notebook.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from infonet.book import Book
from infonet.errors import DamagedBookError, InfonetError
from infonet.panel import explore, explore_damaged
from infonet.start.lab import default_folder, main, options, settings
from infonet.start.notebook import BOOK, KERNEL, NOTEBOOK, VERSIONS, State, put_notebook

__all__ = [
    "BOOK",
    "KERNEL",
    "NOTEBOOK",
    "VERSIONS",
    "State",
    "default_folder",
    "main",
    "my_book",
    "options",
    "put_notebook",
    "settings",
]


class _NotOpenedError(InfonetError):
    """A book that does not open; IPython shows the sentence alone."""

    def _render_traceback_(self) -> list[str]:
        return [self.plain]


def my_book() -> Any:
    """Open the book that lies in this folder, in the app.

    The book is the file ``my-book.db`` in the current folder, which in JupyterLab is the
    notebook's. A missing one is made, with nobody in it. The day is today. Where the file is
    damaged, or no book, backups of it are offered; one that is restored is shown in the same place.

    Returns
    -------
    App or RescueApp
        What `infonet.explore` returns: it shows itself as the last line of a cell, and its
        `session.book` is the book. For a damaged one, what becomes such an app.

    Raises
    ------
    InfonetError
        The book cannot be opened for another reason, or anywidget is not installed. In a notebook
        this is one sentence.

    Examples
    --------
    >>> import os, tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     before = os.getcwd()
    ...     os.chdir(folder)
    ...     app = my_book()
    ...     os.chdir(before)
    >>> app.session.book.path.name
    'my-book.db'
    """
    place = Path.cwd() / BOOK
    try:
        try:
            return explore(Book(place))
        except DamagedBookError as error:
            return explore_damaged(place, error.found)
    except InfonetError as error:
        raise _NotOpenedError(str(error), plain=error.plain) from None
