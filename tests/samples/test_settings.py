"""The same input gives the same output: whatever the settings of the machine and of pandas."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path

import pytest

from tests.conftest import Counted

ROOT = Path(__file__).parents[2]
Setting = tuple[dict[str, str], list[str], list[str]]
"""The environment, the arguments of Python, and the options of pandas."""

SETTINGS: dict[str, Setting] = {
    "much at once": (
        {"PYTHONHASHSEED": "4711", "TZ": "Pacific/Kiritimati", "LC_ALL": "C"},
        ["-O"],
        ["future.infer_string=False"],
    ),
    "nothing": ({}, [], []),
    **{f"hash seed {seed}": ({"PYTHONHASHSEED": seed}, [], []) for seed in ("0", "1", "20260630")},
    **{
        f"time zone {zone}": ({"TZ": zone}, [], [])
        for zone in ("America/St_Johns", "Asia/Kathmandu", "Pacific/Apia", "XYZ-13:30")
    },
    **{
        f"locale {name}": ({"LC_ALL": name, "PYTHONCOERCECLOCALE": "0"}, [], [])
        for name in ("C", "POSIX", "tr_TR.UTF-8", "de_DE.UTF-8")
    },
    "no UTF-8": ({"PYTHONUTF8": "0", "LC_ALL": "C", "PYTHONCOERCECLOCALE": "0"}, [], []),
    "without docstrings": ({}, ["-OO"], []),
    "in development": ({}, ["-X", "dev"], []),
    "kind of text": ({}, [], ["mode.string_storage=python"]),
    "text as objects": ({}, [], ["future.infer_string=False"]),
    "few rows shown": (
        {},
        [],
        ["display.max_rows=4", "display.precision=2", "display.max_colwidth=9"],
    ),
    "no accelerators": ({}, [], ["compute.use_bottleneck=False", "compute.use_numexpr=False"]),
    "one thread": ({"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}, [], []),
    **({"pyarrow": ({}, [], ["mode.string_storage=pyarrow"])} if find_spec("pyarrow") else {}),
}


def said(sample: str, setting: Setting) -> dict[str, str]:
    environment, python, pandas = setting
    ran = subprocess.run(
        [sys.executable, *python, "-W", "ignore", "-m", "tests.same_results", sample, *pandas],
        env={**os.environ, "PYTHONHASHSEED": "random", "PYTHONPATH": str(ROOT), **environment},
        capture_output=True,
        check=False,
        text=True,
        encoding="utf-8",
    )
    assert ran.returncode == 0, ran.stderr
    found: dict[str, str] = json.loads(ran.stdout)
    return found


@pytest.mark.slow
@pytest.mark.evidence
def test_every_result_is_the_same_under_every_setting(
    full_count: Callable[[int, int], int], counted: Counted
) -> None:
    samples = ("star", "six-months", "more")[: full_count(1, 3)]
    settings = dict([*SETTINGS.items()][: full_count(2, len(SETTINGS))])
    assert full_count(20, 20) <= len(SETTINGS)
    differ = []
    for sample in samples:
        first, *others = [said(sample, setting) for setting in settings.values()]
        assert len(first) > 35
        for setting, found in zip([*settings][1:], others, strict=True):
            differ += [f"{sample}, {setting}: {x}" for x in first if found[x] != first[x]]
    counted("settings", len(settings) * len(samples), different=len(differ))
    assert not differ
