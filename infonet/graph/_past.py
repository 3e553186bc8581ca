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

    Of the ties those that `infonet.tables.known_ties` has on the day before, and of the log the
    events before the day; people, jobs, targets and notes are those of today. What no day changes
    is worked out once.

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
        tables = self._tables._replace(events=events[events.date < day])
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
