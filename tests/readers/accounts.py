"""What holds of every reading, whatever was read."""

from __future__ import annotations

from infonet.readers import LEFT_OUT, Intake, Reading
from infonet.readers.kept import Kept
from infonet.tables import check


def account(reading: Reading) -> None:
    """Assert that nothing is lost, and that the tables keep the contract."""
    files = reading.files
    events = files.events if "events" in files else 0
    assert (files.rows == files.people + files.merged + files.reported + events).all()
    left = reading.report[reading.report.action.str.startswith(LEFT_OUT)]
    assert len(left) == files.reported.sum()
    assert check(reading.tables).empty
    for frame in (reading.report, *reading.tables):
        frame.to_csv().encode()  # fails for half a character, which no file can hold
    brought = reading.tables.people.source.ne("owner").sum()
    assert reading.is_log or brought == files.people.sum()


def balance(intake: Intake) -> None:
    """Assert of what was read before tables are made of it that nothing is lost."""
    for tally in intake.tallies.values():
        assert tally.rows == tally.people + tally.merged + tally.reported + tally.events
    events = intake.kept.events if isinstance(intake, Kept) else intake.events
    assert len(events) == sum(tally.events for tally in intake.tallies.values())
