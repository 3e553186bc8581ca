"""Write what is due as a calendar (RFC 5545), by `prepare.calendar`."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from infonet.agenda import due
from infonet.prepare import calendar
from infonet.tables import Tables

__all__ = ["files"]


def files(tables: Tables, day: pd.Timestamp | None, /) -> Mapping[str, bytes]:
    """Return the one file: a whole day for each thing that is due."""
    return {"": calendar(due(tables, as_of=day), as_of=day).ics()}
