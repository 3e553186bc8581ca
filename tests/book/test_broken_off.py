"""Whatever is broken off, anywhere: each file is as before or as after, and nothing else is left.

Each act, import, backup, restore, share, forgetting and migration, and each file that is saved: a
system call fails (alone, or with all that follow), or the process is killed before one or at any
moment. See `tests.operations`.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterator

import pytest

from tests.conftest import EVIDENCE, Counted
from tests.operations import CLEAN, OPERATIONS, Found
from tests.system_calls import AVAILABLE

pytestmark = [
    pytest.mark.evidence,
    pytest.mark.skipif(not AVAILABLE, reason="calls are watched by Linux alone"),
]

FEW = ("log", "import", "backup", "forget somebody", "bring up from schema 2", "save week.ics")
NAMES = tuple(OPERATIONS) if EVIDENCE else FEW
KILLS = 10_000
NONE = dict.fromkeys(CLEAN, 0)

Ask = Callable[[str, str, int], Found]


@pytest.fixture(scope="module")
def ask() -> Iterator[Ask]:
    """Ask the process that does an operation and breaks it off so often."""
    with subprocess.Popen(
        [sys.executable, "-m", "tests.operations"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        # Threads of linear algebra do not survive a fork; nobody needs them here.
        env={**os.environ, "OPENBLAS_NUM_THREADS": "1"},
    ) as process:

        def asked(name: str, fault: str, count: int) -> Found:
            assert process.stdin and process.stdout
            process.stdin.write(json.dumps({"name": name, "fault": fault, "count": count}) + "\n")
            process.stdin.flush()
            return Found(**json.loads(process.stdout.readline()))

        yield asked
        process.communicate(timeout=60)


@pytest.mark.parametrize("name", NAMES)
def test_a_call_that_fails_is_one_sentence_and_costs_nothing(
    name: str, ask: Ask, full_count: Callable[[int, int], int], counted: Counted
) -> None:
    total, examples = Counter[str](), []
    calls = ask(name, "none", 0).calls
    for fault, count in (("once", full_count(5, calls)), ("from then on", full_count(3, 50))):
        found = ask(name, fault, count)
        counted("system calls", found.trials, **found.counts)
        total.update(found.counts)
        examples += found.examples
        assert found.trials > min(count, calls) * 0.9
    assert total == NONE, examples


@pytest.mark.parametrize("name", NAMES)
def test_what_is_killed_is_whole_before_or_after(
    name: str, ask: Ask, full_count: Callable[[int, int], int], counted: Counted
) -> None:
    total, examples = Counter[str](), []
    for fault in ("killed", "any moment"):
        found = ask(name, fault, full_count(3, -(-KILLS // len(OPERATIONS) // 2)))
        counted("kills", found.trials, **found.counts)
        total.update(found.counts)
        examples += found.examples
        assert found.trials
    assert total == NONE, examples
