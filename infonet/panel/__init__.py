"""The app in JupyterLab, thin over everything else.

Nothing here imports anywidget before the app is asked for: a plain ``import infonet`` stays light
and works where it is not installed.
"""

from __future__ import annotations

from contextlib import suppress
from threading import Timer
from typing import TYPE_CHECKING, overload

from infonet.book import Book
from infonet.cohort import Cohort
from infonet.errors import InfonetError

if TYPE_CHECKING:
    from pathlib import Path

    from infonet.panel.app import App
    from infonet.panel.cohort import CohortApp
    from infonet.panel.rescue import RescueApp

_PAINTED = 0.5  # seconds after which the board is likely on screen

__all__ = ["app", "cohort", "explore", "explore_damaged", "graph", "page", "screens", "upload"]


@overload
def explore(book: Book, *, as_of: object = None) -> App: ...
@overload
def explore(book: Cohort, *, as_of: object = None) -> CohortApp: ...
def explore(book: Book | Cohort, *, as_of: object = None) -> App | CohortApp:
    """Open a book as an app in JupyterLab, or a cohort as a board for its coach.

    Its first screen is the board: where each company or field that you want stands, and what the
    next step is. Beside it are this week, people, the review of what was asked, the network, and
    import. Everything that the app shows is the result of one of this package's functions, and
    every act can be undone. Of a sample (`infonet.sample_book`) every screen says that it is one.

    A cohort is shown in counts alone: employer by employer how many members reach it, want it and
    have asked there, who should meet whom, and what a plan for all comes to.

    Parameters
    ----------
    book : Book or Cohort
        The book that is shown, and that every act is written to. One that was opened with
        ``read_only=True`` is shown, and nothing that acts is offered.
    as_of : date, str or Timestamp, optional
        The day shown; today if not given, also when the app stays open over midnight. It can be
        changed in the app.

    Returns
    -------
    App or CohortApp
        The app, which shows itself as the last line of a cell.

    Raises
    ------
    InfonetError
        `as_of` is no day, or anywidget is not installed.

    Examples
    --------
    >>> import infonet
    >>> book = infonet.Book(me="https://www.linkedin.com/in/robin-achterberg")
    >>> _ = book.want("Delta"), book.person("Bo Lin", company="Delta"), book.tie("Bo Lin", new=True)
    >>> explore(book, as_of="2026-06-30")
    App of Network of 2 people and 1 tie around me on 2026-06-30
    """
    _need_widgets()
    if isinstance(book, Cohort):
        from infonet.panel.cohort import CohortApp

        return CohortApp(book, as_of)
    from infonet.panel.app import App

    made = App(book, as_of)
    later = Timer(_PAINTED, _look_ahead, [made])
    later.daemon = True
    later.start()
    return made


def explore_damaged(path: Path, found: str) -> RescueApp:
    """Offer a backup in place of a book that does not open; the app follows in the same place.

    `found` says what is wrong with the file, as `DamagedBookError.found` does.
    """
    _need_widgets()
    from infonet.panel.rescue import RescueApp

    return RescueApp(path, found, lambda: explore(Book(path)))


def _need_widgets() -> None:
    """Say in one sentence what is missing, rather than deep inside."""
    try:
        import anywidget  # noqa: F401
    except ImportError as error:
        raise InfonetError(
            f"the app needs `{error.name}`: install it with `pip install {error.name}`"
        ) from error


def _look_ahead(app: App) -> None:
    """Make ready what the first look at the week takes, while the board is looked at."""
    with suppress(ImportError):
        import icalendar  # noqa: F401  # to have it, not to call it
    with suppress(Exception):  # the look itself says what goes wrong; or the book is gone
        app.session.look_ahead()
