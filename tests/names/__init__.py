"""Who and what is meant."""

from __future__ import annotations

import csv
from pathlib import Path


def table(name: str) -> list[dict[str, str]]:
    """Read a table beside this file, whose cells may have commas in them."""
    with (Path(__file__).parent / name).open(encoding="utf-8", newline="") as file:
        return [*csv.DictReader(file, delimiter="|", quoting=csv.QUOTE_NONE)]
