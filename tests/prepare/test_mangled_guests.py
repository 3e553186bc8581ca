"""Guest lists on mangled bytes: refused with a sentence, or every row is accounted for."""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from infonet.errors import ReadError
from infonet.prepare import attendees
from infonet.readers import LEFT_OUT
from tests.conftest import Counted
from tests.prepare.test_events import EVENTBRITE, LUMA, guest
from tests.readers.test_mangled import MEGABYTES, SECONDS, most_memory, mutated

LISTS = {
    "Luma": LUMA
    + guest("Zoë Looper", "approved", "Café “Delta”", "linkedin.com/in/zoe", "Head")
    + guest("Bo Lin", "declined", "Echo", "", "", email="bo@example.com")
    + guest("Runa Askeland; Timo Brevik", "approved", "Golf", "", ""),
    "Eventbrite": EVENTBRITE
    + "1,2026-06-01,Ana,Diaz,ana@example.com,1,General,901,Free,0,Attending,Buyer,Delta\n"
    + "1,2026-06-01,Info Requested,Info Requested,,1,General,902,Free,0,Attending,,\n",
    "CSV": "Guest;Firm;Coming?;OK to contact?\nAna Diaz;Delta;yes;no\nLin, Bo;Echo;No, sorry;\n",
}


@pytest.mark.evidence
@pytest.mark.parametrize("form", LISTS)
def test_mangled_bytes_are_refused_or_every_row_is_accounted_for(
    tmp_path: Path, form: str, full_count: Callable[[int, int], int], counted: Counted
) -> None:
    path, content = tmp_path / "guests.csv", LISTS[form].encode()
    path.write_bytes(content)
    assert attendees(path).form == form
    chance, read, before = random.Random(11), 0, most_memory()
    count = full_count(200, 20_000)
    for _ in range(count):
        path.write_bytes(mutated(content, chance))
        began = time.process_time()
        try:
            coming = attendees(path)
        except ReadError as error:
            assert "guests" in str(error)  # noqa: PT017  # either is right
        else:
            read += 1
            counts = coming.counts
            assert counts.rows == counts.people + counts.merged + counts.reported
            assert len(coming.people) == counts.people
            left = coming.report.action.str.startswith(LEFT_OUT)
            assert left.sum() == counts.reported
            if read % 20 == 0:
                coming.report.to_csv().encode()  # fails for half a character
                coming.people.to_csv().encode()
        assert time.process_time() - began < SECONDS, path.read_bytes()
    assert read > count // 2
    assert most_memory() - before < MEGABYTES
    counted("mutated inputs", count, exceptions_but_ReadError=0, hangs=0)
