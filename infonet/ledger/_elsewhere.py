"""Talks with people who are known to work only elsewhere: asked about, not guessed."""

from __future__ import annotations

import pandas as pd

from infonet.insiders import Workplaces
from infonet.tables import HasTables, Tables, as_date, tables_of


def works_elsewhere(
    tables: Tables | HasTables, person: str, company: str, as_of: object
) -> tuple[str, ...]:
    """Return the employers of somebody who is known to work only elsewhere on a day.

    Parameters
    ----------
    tables : Tables or Book
    person : str
        The person's key.
    company : str
        A company, or a field of the tables.
    as_of : date, str or Timestamp
        The day.

    Returns
    -------
    tuple of str
        The companies that they are known to work at on that day, none of which is this one under
        any accepted spelling; for a field, where no title of theirs is of it. Empty for who works
        there, and for who has no job that is known.

    Raises
    ------
    InfonetError
        No tables, or no day.

    Examples
    --------
    >>> jobs = [{"person": "in/bo", "company": "Echo", "title": "Chemist"}]
    >>> tables = Tables.of(people=[{"person": "in/bo"}], jobs=jobs)
    >>> works_elsewhere(tables, "in/bo", "Delta", "2026-06-30")
    ('Echo',)
    """
    known, day = tables_of(tables), as_date(as_of)
    jobs = known.jobs[known.jobs.person == person]
    began = jobs.start.isna() | (jobs.start <= day)
    jobs = jobs[began & (jobs.end.isna() | (jobs.end >= day))]
    if jobs.empty:
        return ()
    there = known._replace(jobs=jobs.assign(end=known.jobs.end.where(known.jobs.end.isna())))
    keys = pd.Index([person], dtype=known.jobs.person.dtype)
    if len(Workplaces(there, keys, -1).named(company, strict=False).insiders):
        return ()
    return tuple(dict.fromkeys(jobs.company.fillna(jobs.title).dropna()))
