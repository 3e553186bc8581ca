"""The part of a book that is the log: what happened, and what was corrected of it."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from types import EllipsisType
from typing import Any

from infonet.book._corrections import write_correction
from infonet.book._given import a_chance, a_date, a_text, one_of
from infonet.book._people import known
from infonet.book._statements import route_of, write_event
from infonet.book._who_is_who import WhoIsWho
from infonet.errors import InfonetError
from infonet.graph import Network, network
from infonet.paths import as_known_before, predict_ask
from infonet.tables import KINDS, STAGES, as_date

__all__ = ["Log"]


class Log(WhoIsWho):
    """A file of acts, with people, to which what happened is appended."""

    _asked_of: Network | None = None

    def log(
        self,
        stage: str,
        person: str,
        company: str | None = None,
        via: str | None = None,
        *,
        date: object,
        request: str | int | None = None,
        kind: str | None = None,
        channel: str | None = None,
        note: str | None = None,
        route: Sequence[str] | None = None,
        predicted: float | None = None,
        net: Network | None = None,
    ) -> int:
        """Append what happened.

        An ask about a company or field keeps its kind, its route and the probability of its day:
        those of the best way that begins with the person asked, by what the log knew before that
        day. Outcomes are measured against that, and share their credit and blame along it.

        Parameters
        ----------
        stage : str
            One of `infonet.tables.STAGES`.
        person : str
            Who it happened with: a key, profile address, e-mail address, or a name in the book.
        company : str, optional
            The company or field it was about.
        via : str, optional
            Who introduced them, or named them.
        date : str, date or Timestamp
            When: ``2026-03-02``, with a time if it matters.
        request : str or int, optional
            The request it belongs to; without it that is worked out from the log.
        kind : {'introduction', 'direct', 'cold', 'scout'}, optional
            How the request reaches the company; without it that follows from who works where.
        channel, note : str, optional
            How you wrote or met, and whatever is worth keeping.
        route : sequence of str, optional
            The people on the way, from me on, where it was another than the best.
        predicted : float, optional
            Its probability on the day of asking, where you know better than the network.
        net : Network, optional
            The network in which the way was chosen; without it that of the day is made, which in a
            large book takes a moment. What its log says of that day or later does not count.

        Returns
        -------
        int
            The event's number.

        Raises
        ------
        InfonetError
            A stage, kind or date that is none; the message names the nearest.
        UnknownNameError
            Somebody who is not in the book, or a name that several people have.
        """
        event = {
            "stage": one_of(stage, STAGES, "stage"),
            "date": a_date(date, "date"),
            "company": a_text(company, "company"),
            "kind": one_of(kind, KINDS, "kind"),
            "request": None if request is None else a_text(str(request), "request"),
            "channel": a_text(channel, "channel"),
            "note": a_text(note, "note"),
            "predicted": a_chance(predicted, "predicted"),
        }
        about = f" about `{event['company']}`" if event["company"] else ""
        what = f"`{stage}` with `{person}`{about} on {str(event['date'])[:10]}"
        if event["stage"] == "asked" and event["date"] is not None:
            # Before anything is locked: in a large book it takes a moment.
            with self._store.reading(what) as con:
                route = self._foresee(con, person, route, event, net)
        with self._store.writing(what) as con:
            return write_event(con, self._aliases(con), person, via, route, event)

    def correct(
        self,
        event: int,
        *,
        stage: str | EllipsisType = ...,
        person: str | EllipsisType = ...,
        date: object = ...,
        company: str | EllipsisType | None = ...,
        via: str | EllipsisType | None = ...,
        request: str | int | EllipsisType | None = ...,
        kind: str | EllipsisType | None = ...,
        channel: str | EllipsisType | None = ...,
        note: str | EllipsisType | None = ...,
    ) -> str:
        """Correct what was logged; what is not named stays, and `undo` takes the correction back.

        The event keeps its number, and what was logged first stays in the file. Corrections stack:
        of two of one field the later counts. The route and the prediction of an ask are those of
        its day and are not corrected.

        Parameters
        ----------
        event : int
            Its number in ``tables().events``.
        stage, person, date : optional
            As in `log`; an event has all three.
        company, via, request, kind, channel, note : optional
            As in `log`; None clears the field.

        Returns
        -------
        str
            What was corrected, in words.

        Raises
        ------
        BookError
            There is no such event, or it is undone.
        InfonetError
            Nothing to correct, or a stage, kind or date that is none.
        UnknownNameError
            Somebody who is not in the book, or a name that several people have.

        Examples
        --------
        >>> from infonet import Book
        >>> book = Book()
        >>> said = book.tie("Ana Diaz")
        >>> asked = book.log("asked", "Ana Diaz", company="Delta", date="2026-03-02")
        >>> book.correct(asked, date="2026-03-03", company=None)
        'Corrected event 1 (asked: Ana Diaz, Delta, 2026-03-02): date 2026-03-02 → 2026-03-03; \
company Delta → nothing.'
        """
        given = {
            "stage": stage,
            "person": person,
            "date": date,
            "company": company,
            "via": via,
            "request": str(request) if isinstance(request, int) else request,
            "kind": kind,
            "channel": channel,
            "note": note,
        }
        changes: dict[str, Any] = {
            name: _checked(name, value) for name, value in given.items() if value is not ...
        }
        if not changes:
            raise InfonetError(
                f"expected something to correct; name it, as in `correct({event}, date=…)`"
            )
        said = ", ".join(f"{name} `{value}`" for name, value in changes.items())
        with self._store.writing(f"the correction of event `{event}` ({said})") as con:
            return write_correction(con, self._aliases(con), event, changes)

    def _foresee(
        self,
        con: sqlite3.Connection,
        person: str,
        route: Sequence[str] | None,
        ask: dict[str, Any],
        net: Network | None,
    ) -> Sequence[str] | None:
        """The route of the day, if there is one; kind and probability go into the ask.

        What the user says of any of them goes before what the network says.
        """
        if ask["company"] is None or (route is not None and ask["predicted"] is not None):
            return route
        same, day = self._aliases(con), as_date(ask["date"])
        key = known(con, same, person).key
        if net is None:
            tables = self._tables(con, before=day)
            net = self._asked_of = network(tables, as_of=day, like=self._asked_of)
        else:
            net = as_known_before(net, day)
        steps = None if route is None else route_of(con, same, route)
        way = predict_ask(net, key, ask["company"], kind=ask["kind"], route=steps)
        if way is None:
            return route
        ask["kind"] = ask["kind"] or way.kind
        if ask["predicted"] is None:
            ask["predicted"] = way.probability
        return tuple(net.keys[list(way.route)]) if route is None else route


def _checked(name: str, value: object) -> str | None:
    """The value of a field as it is written, or an error for what is none."""
    if name == "stage":
        checked = one_of(value, STAGES, name)
    elif name == "kind":
        checked = one_of(value, KINDS, name)
    elif name == "date":
        checked = a_date(value, name)
    else:
        checked = a_text(value, name)
    if checked is None and name in ("stage", "person", "date"):
        raise InfonetError(f"expected a {name}, got none; an event cannot be without")
    return checked
