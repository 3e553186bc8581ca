"""Requests and what is due: which request a row belongs to, and who need not be asked again."""

from __future__ import annotations

import pandas as pd

from infonet.ledger import company_of
from infonet.tables import ME

__all__ = ["due_requests", "not_reached"]

_NOT_REACHED = ("open", "silent", "declined")


def not_reached(requests: pd.DataFrame, company: str, *, notes: pd.DataFrame) -> set[str]:
    """Return the people who were asked about a company and have not answered, or declined.

    Where a request brought an introduction, this is the person introduced: the connector has
    done their part. Everybody who asked not to be written to counts as well.

    Parameters
    ----------
    requests : DataFrame
        From `infonet.conversion.request_table`.
    company : str
        A company or field, in any spelling of its letters.
    notes : DataFrame
        From ``Book.notes()``.

    Returns
    -------
    set of str
        Their keys.

    Examples
    --------
    >>> from infonet.conversion import request_table
    >>> from infonet.tables import frame
    >>> asked = {"event": 1, "person": "in/bo", "stage": "asked", "date": "2026-03-02"}
    >>> log = frame("events", [{**asked, "company": "Delta"}])
    >>> nothing = pd.DataFrame({"person": [], "kind": []}, dtype="str")
    >>> not_reached(request_table(log, as_of="2026-03-31"), "delta", notes=nothing)
    {'in/bo'}
    """
    about = requests.company.map(company_of, na_action="ignore") == company_of(company)
    asked = requests[requests.state.isin(_NOT_REACHED) & about]
    met = asked.introduced.notna() & (asked.kind != "scout")
    last = asked.route.map(lambda route: route[-1])
    out = notes.person[notes.kind == "opted out"]
    return {*last.where(met, asked.person).dropna(), *out.dropna()}


def due_requests(found: pd.DataFrame, requests: pd.DataFrame, events: pd.DataFrame) -> pd.Series:
    """Return the request that each row of what is due belongs to.

    A row that names no request belongs to the latest one in which its person takes part, or which
    is about its company.

    Parameters
    ----------
    found : DataFrame
        From `infonet.due`.
    requests : DataFrame
        The requests to choose from, as `infonet.conversion.request_table` has them.
    events : DataFrame
        Their events, settled.

    Returns
    -------
    Series
        The name of a request for each row of `found`; missing where none of them fits.

    Examples
    --------
    >>> from infonet import due
    >>> from infonet.conversion import request_table
    >>> from infonet.tables import frame
    >>> asked = {"event": 1, "request": "R1", "person": "in/bo", "stage": "asked"}
    >>> held = {"event": 2, "request": "R1", "person": "in/bo", "stage": "held"}
    >>> days = {"date": "2026-06-15"}, {"date": "2026-06-30"}
    >>> log = frame("events", [asked | days[0], held | days[1]])
    >>> requests = request_table(log, as_of="2026-06-30")
    >>> due_requests(due(log, as_of="2026-06-30"), requests, log).tolist()
    ['R1']
    """
    of_person: dict[str, str] = {}
    of_company: dict[str, str] = {}
    took_part = events.groupby("request")[["person", "via"]].agg(list).to_dict("index")
    columns = (requests[name] for name in ("request", "person", "route", "company"))
    for request, person, route, company in zip(*columns, strict=True):
        others = took_part[request]
        people = [person, *route, *others["person"], *others["via"]]
        of_person.update({key: request for key in people if isinstance(key, str)})
        if isinstance(company, str):
            of_company[company_of(company)] = request
    of_person.pop(ME, None)
    latest = found.person.map(of_person, na_action="ignore")
    about = found.company.map(company_of, na_action="ignore").map(of_company, na_action="ignore")
    guessed = latest.where(found.person.notna(), about)
    named = found.request.where(found.request.isin(requests.request))
    return named.where(found.request.notna(), guessed)
