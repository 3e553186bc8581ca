"""Count what a task takes a person, in clicks and keys: `python -m benchmarks.stopwatch`.

The tests in the browser do the tasks, by mouse and by keyboard, and count. Beside it stands what a
task may take.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

__all__ = ["MOST", "main"]

_ROOT = Path(__file__).resolve().parent.parent
_TESTS = ("test_import.py", "test_people.py", "test_story.py", "test_week.py")

MOST = {
    "own zip to first ranked way": "8 clicks",
    "20 closenesses stated": "25 keys",
    "asked → introduced → replied → agreed → talked → thanked → referred": "8 clicks",
    "a cold message logged": "4 clicks and the name",
    "where do all my companies stand": "0 clicks",
    "this week's first ask sent and logged": "3 clicks",
    "a debrief with two new names": "12 clicks and the words",
    "a friend's list in, and what it opened": "5 clicks",
}
"""Task → what it may take."""


def main() -> None:
    """Run the tests that count, and print the table."""
    with tempfile.TemporaryDirectory() as folder:
        kept = Path(folder) / "stopwatch.json"
        tests = [f"tests/browser/{name}" for name in _TESTS]
        subprocess.run(
            [sys.executable, "-m", "pytest", "-q", "-m", "", *tests],
            cwd=_ROOT,
            env={**os.environ, "INFONET_STOPWATCH": str(kept)},
            stdout=subprocess.DEVNULL,
            check=True,
        )
        taken = json.loads(kept.read_text("utf-8"))
    print(f"{'task':<72} {'clicks':>6} {'keys':>5}   must be at most")
    for task, (clicks, keys) in taken.items():
        print(f"{task:<72} {clicks:>6} {keys:>5}   {MOST.get(task, '')}".rstrip())


if __name__ == "__main__":
    main()
