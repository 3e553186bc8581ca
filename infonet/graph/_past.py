"""The networks of days gone by, from what was known before each day."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from infonet.graph._arrays import Shape
from infonet.graph._network import Network, counts_guesses, network_on
from infonet.ledger import Ledger
from infonet.strength import PRIORS, Prior
from infonet.tables import EARLIEST, LATEST, ME, HasTables, Tables, as_date, known_from, tables_of


class Past:
    """The networks of days gone by, each as it was known before the day.

    Of the ties those that `infonet.tables.known_ties` has on the day before, of the log the events
    before the day, and the jobs without what they say of later days: none that began on the day or
    later, none over that ended then. People, targets and notes are those of today. What no day
    changes is worked out once.

    Parameters
    ----------
    tables : Tables or Book
    priors : mapping of str to Prior
    """

    def __init__(self, tables: Tables | HasTables, *, priors: Mapping[str, Prior] = PRIORS) -> None:
        given = tables_of(tables)
        self.log = Ledger.of(given)
        # In the order in which they became known, so that those of a day are the first of them.
        first = known_from(given).fillna(EARLIEST).to_numpy()
        order = np.argsort(first, kind="stable")
        ties, self._first = given.ties.iloc[order].reset_index(drop=True), first[order]
        self._tables = given._replace(ties=ties, events=self.log.settled())
        self._priors, self._shape = priors, Shape(self._tables, ME)
        # From one day on which a job began or ended to the next all jobs are the same.
        days = given.jobs[["start", "end"]].to_numpy()
        self._turns = np.unique(days[~np.isnat(days)])
        self._turn, self._jobs = -1, given.jobs
        # Only where the notes speak of guesses the day matters.
        silent = not (self._tables.notes.kind == "guesses").any()
        self._inferring = counts_guesses(self._tables, LATEST) if silent else None
        self._last: Network | None = None

    def before(self, as_of: object) -> Network:
        """Return the network as it was known before a day, on that day."""
        day = as_date(as_of)
        until = day - pd.Timedelta(days=1)
        known = int(np.searchsorted(self._first, day.to_datetime64()))
        found = self._shape.on(day, until=until, known=known)
        events = self._tables.events
        jobs = self._jobs_before(day.to_datetime64())
        tables = self._tables._replace(events=events[events.date < day], jobs=jobs)
        self._last = network_on(
            self._shape,
            found,
            tables,
            day,
            priors=self._priors,
            inferring=self._inferring,
            like=self._last,
            log=(self.log, until),
        )
        return self._last

    def _jobs_before(self, day: np.datetime64) -> pd.DataFrame:
        """Return the jobs as known before a day; one frame for all days on which they are alike."""
        turn = int(self._turns.searchsorted(day))
        if turn != self._turn:
            jobs = self._tables.jobs
            jobs = jobs.assign(end=jobs.end.where(jobs.end < day))
            self._turn, self._jobs = turn, jobs[~(jobs.start >= day)].reset_index(drop=True)
        return self._jobs
