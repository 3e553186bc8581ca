"""Say how long each part of ``make test`` takes.

``python -m tools.parts NAME COMMAND …`` runs a command and prints its time. As a plugin of pytest
(``-p tools.parts``) it starts with the parts that take longest, so that no worker waits for
another at the end, gives one worker all that needs JupyterLab, so that it starts once, and prints
the work of each part.
"""

from __future__ import annotations

import subprocess
import sys
import time
from collections import defaultdict
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pytest

__all__ = ["PARTS", "main", "part_of", "scope_of"]

_LAB = "tests/browser/test_lab_"
PARTS = {
    "jupyterlab": _LAB,
    "browser": "tests/browser/",
    "notebooks": "notebooks/",
    "tests": "tests/",
    "doctests": "",
}
"""Each part, longest first, and how the ids of its tests begin."""

_WORK: dict[str, float] = defaultdict(float)
_COUNT: dict[str, int] = defaultdict(int)


def part_of(nodeid: str) -> str:
    """Find the part of the suite that a test belongs to.

    Parameters
    ----------
    nodeid : str
        The test's id, as pytest writes it.

    Returns
    -------
    str
        A key of `PARTS`.
    """
    return next(part for part, start in PARTS.items() if nodeid.startswith(start))


def scope_of(nodeid: str) -> str:
    """Find what stays on one worker: the file of a test, or all that need JupyterLab.

    Parameters
    ----------
    nodeid : str
        The test's id, as pytest writes it.

    Returns
    -------
    str
        The same for tests that stay together.
    """
    return _LAB if nodeid.startswith(_LAB) else nodeid.partition("::")[0]


def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> object:
    """Let the workers take one scope after the other."""
    from xdist.scheduler import LoadFileScheduling

    class ByScope(LoadFileScheduling):  # type: ignore[misc]  # xdist has no types
        def _split_scope(self, nodeid: str) -> str:
            return scope_of(nodeid)

    return ByScope(config, log)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put the longest part first; within a part nothing moves."""
    order = list(PARTS)
    items.sort(key=lambda item: order.index(part_of(item.nodeid)))


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    """Add a test's time to that of its part."""
    part = part_of(report.nodeid)
    _WORK[part] += report.duration
    _COUNT[part] += report.when == "call"


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Print tests and seconds of work of each part, all workers together."""
    if _WORK:
        terminalreporter.section("parts: seconds of work, all workers together")
        for part in sorted(_WORK, key=lambda part: -_WORK[part]):
            line = f"{part:<10} {_COUNT[part]:>6,} tests {_WORK[part]:>6,.0f} s"
            terminalreporter.write_line(line)


def main(arguments: list[str]) -> int:
    """Run a command, print its name and time, and return its exit code."""
    name, *command = arguments
    begun = time.monotonic()
    code = subprocess.run(command, check=False).returncode
    done = "done" if code == 0 else "failed"
    print(f"{name}: {done} in {time.monotonic() - begun:.0f} s", flush=True)
    return code


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
