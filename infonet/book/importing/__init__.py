"""Adding what was read, an export or a log, as one act of the book."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from infonet.book._lookup import Someone, mention, name_of
from infonet.book._transaction import Transaction
from infonet.book.importing._export import add_export, added_before
from infonet.book.importing._log import add_log
from infonet.book.importing._owner import judge
from infonet.book.importing._report import report_row
from infonet.readers import Reading
from infonet.tables import ME

__all__ = ["add_reading"]


def add_reading(
    transaction: Transaction, reading: Reading, owner: str | None, *, mine: bool
) -> Reading:
    """Append a reading that is not in the book yet; return it with what the book found out.

    Parameters
    ----------
    owner : str or None
        Whose export it is; without it the reading's own.
    mine : bool
        Whether the user says that it is theirs, whatever name or address it has.
    """
    if reading.columns:
        return add_log(transaction, reading)
    if owner is None:
        shown = transaction.identity.shown(reading.owner)
        name = name_of(transaction, reading.owner)
        whose = Someone(reading.owner, shown, name, None, known=True)
    else:
        whose = mention(transaction, owner)
    before = added_before(transaction, whose.shown, reading.digest)
    if before is not None:
        note = f"already in the book, added as act {before}", "nothing was written"
        report = pd.concat([reading.report, report_row(reading, *note)], ignore_index=True)
        return reading.replace(report=report)
    file = Path(reading.path).name
    if whose.shown != ME:
        what = f"Added {file}, handed over with consent by {whose.name}."
        return add_export(transaction, reading, whose, what, lambda: None)
    verdict = judge(transaction, reading, mine=mine)
    what = " ".join(filter(None, (f"Added my export {file}.", verdict.sentence)))
    added = add_export(transaction, reading, whose, what, lambda: verdict.write(transaction))
    if not verdict.sentence:
        return added
    note = verdict.sentence, "kept; if that is wrong, undo it and say whose export it is"
    report = pd.concat([added.report, report_row(added, *note)], ignore_index=True)
    return added.replace(report=report)
