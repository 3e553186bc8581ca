"""Rows of a cohort's paths as one Parquet file, block by block, by DuckDB."""

from __future__ import annotations

import os
from collections.abc import Iterable
from contextlib import closing
from pathlib import Path

import numpy as np
import pandas as pd

from infonet.cohort._blocks import read_block
from infonet.cohort._labels import PATH
from infonet.cohort._pool import Pool
from infonet.cohort._sql import in_a_sentence
from infonet.errors import extra
from infonet.files import save

_ROWS = (
    "SELECT m.key AS member, c.key AS company, probability, hops, b.key AS broker, i.key AS insider"
    " FROM path JOIN person m ON m.number = member JOIN company c ON c.number = company"
    " LEFT JOIN person b ON b.number = broker JOIN person i ON i.number = insider"
    " ORDER BY member, company"
)


def write_parquet(pool: Pool, blocks: Iterable[Path], to: str | os.PathLike[str]) -> None:
    """Write the rows of some blocks to a file, in place of one that is there."""
    duckdb = extra("duckdb")

    def write(part: Path) -> None:
        with closing(duckdb.connect()) as con:
            for name, keys in (("person", pool.person), ("company", pool.company)):
                rows = pd.DataFrame({"number": np.arange(len(keys)), "key": keys.astype(object)})
                con.register("given", rows)
                con.execute(f"CREATE TABLE {name} AS SELECT number, key::VARCHAR AS key FROM given")
            kinds = {"f": "DOUBLE", "i": "INTEGER"}
            columns = ", ".join(f"{one} {kinds[PATH[one].kind]}" for one in PATH.names or ())
            con.execute(f"CREATE TABLE path ({columns})")
            for block in blocks:
                found = read_block(block)
                con.register("given", pd.DataFrame({one: found[one] for one in PATH.names or ()}))
                con.execute("INSERT INTO path SELECT * FROM given")
            place = str(part).replace("'", "''")
            # Else DuckDB writes to a file of its own beside, which it leaves when it gives up.
            con.execute(f"COPY ({_ROWS}) TO '{place}' (FORMAT parquet, USE_TMP_FILE false)")

    with in_a_sentence(f"`{to}` cannot be written", "choose another place, or make room there"):
        save(to, write, replace=True)
