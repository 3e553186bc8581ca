"""Spark runs the text that DuckDB runs, with the same rows; `make spark` has what it needs."""

from __future__ import annotations

import shutil
import subprocess
from importlib.util import find_spec

import pandas as pd
import pytest

from benchmarks.cohort import pool
from infonet.cohort import best_paths


def lacking() -> str:
    """Say what is to be installed before this can run; empty where all is there."""
    if find_spec("pyspark") is None:
        return "pyspark is missing: `make spark` installs it into an environment of its own"
    java = shutil.which("java")
    if (
        java is None
        or subprocess.run([java, "-version"], capture_output=True, check=False).returncode
    ):
        return "Spark needs Java: install a JRE, on Debian `apt-get install default-jre-headless`"
    return ""


@pytest.mark.skipif(bool(lacking()), reason=lacking())
def test_spark_and_duckdb_agree_row_for_row() -> None:
    made = pool(2_000, members=40, classes=True)
    spark, duck = (best_paths(made, engine=name) for name in ("spark", "duckdb"))
    assert len(duck) > 2_000
    pd.testing.assert_frame_equal(spark, duck, check_exact=True)
