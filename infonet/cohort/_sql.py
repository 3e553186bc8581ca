"""Run `paths.sql`: in DuckDB where memory does not hold it, in Spark past one machine."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from importlib.resources import files
from itertools import groupby
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from infonet.cohort._labels import PATH, Ints
from infonet.cohort._pool import Pool
from infonet.errors import InfonetError, extra
from infonet.files import remove_folder, scratch_folder
from infonet.names.text import one_line

_TIES_AT_ONCE = 10_000_000  # both ways, of which DuckDB makes openings
_AT_ONCE = 1_000_000  # rows that Python hands to Spark
_LOCAL = {
    "spark.driver.bindAddress": "127.0.0.1",
    "spark.driver.host": "127.0.0.1",
    "spark.sql.shuffle.partitions": "8",
}
_NUMBER = np.int32  # of a person or a company, in every table
_STEP = "\n-- step: "
_SAID = 160  # the most letters of what DuckDB says that stand in a sentence
_WORD = re.compile(r"\w+")

MOST = 1 << 23
"""The numbers of people and companies stay below this: the text packs two into one."""


def specification() -> str:
    """Return the SQL text that says what the best paths of a cohort are.

    Returns
    -------
    str
        What DuckDB and Spark run: its comments say which tables stand before it, and what a row is.

    Examples
    --------
    >>> "GROUP BY state.member, tie.target" in specification()
    True
    """
    return files("infonet.cohort").joinpath("paths.sql").read_text("utf-8")


def steps(max_hops: int) -> Iterator[tuple[str, str]]:
    """Yield the name and the query of each table, in order, for paths of at most that many ties."""
    parts = [part.partition("\n") for part in specification().split(_STEP)[1:]]
    made = list[tuple[str, str]]()
    for several, some in groupby(parts, key=lambda part: "{" in part[0]):
        texts = [(name, text) for name, _, text in some]
        for hop in range(1, max_hops + 1) if several else [max_hops]:
            numbers = {"{hop}": str(hop), "{before}": str(hop - 1), "{most}": str(max_hops)}
            made += [(_filled(name, numbers), _filled(text, numbers)) for name, text in texts]
    needed = {"path"}
    for name, text in reversed(made):
        if name in needed:
            needed.update(_WORD.findall(text))
    yield from (each for each in made if each[0] in needed)


def _filled(text: str, numbers: dict[str, str]) -> str:
    for name, number in numbers.items():
        text = text.replace(name, number)
    return text


def inputs(pool: Pool) -> dict[str, pd.DataFrame]:
    """Return the tables that stand before the text, but for the members."""
    indptr, indices, strength = pool.arcs()
    source = np.repeat(np.arange(len(pool), dtype=_NUMBER), np.diff(indptr))
    target, person, company = (
        each.astype(_NUMBER, copy=False) for each in (indices, pool.insider, pool.employer)
    )
    return {
        "tie": pd.DataFrame({"source": source, "target": target, "strength": strength}, copy=False),
        "works": pd.DataFrame({"person": person, "company": company}, copy=False),
    }


def fits(pool: Pool) -> None:
    """Refuse a pool that the text cannot count; the NumPy engine takes any."""
    if max(len(pool), len(pool.company)) >= MOST:
        raise InfonetError(
            f"DuckDB and Spark take fewer than {MOST:,} people and companies, and these are"
            f' {len(pool):,} and {len(pool.company):,}: use `engine="numpy"`, or pool fewer'
            " exports at a time"
        )


@contextmanager
def in_a_sentence(failed: str, todo: str, *besides: type[Exception]) -> Iterator[None]:
    """Turn what DuckDB says, and other errors besides, into one sentence."""
    try:
        yield
    except (extra("duckdb").Error, *besides) as error:
        raise InfonetError(f"{failed} ({one_line(str(error))[:_SAID]}): {todo}") from error


class DuckDB:
    """Run the text in DuckDB, which writes to the disk what its memory does not hold.

    `memory_limit` is DuckDB's own, as in ``1GB``; by default four fifths of the memory.
    """

    def __init__(self, pool: Pool, *, max_hops: int, memory_limit: str | None = None) -> None:
        fits(pool)
        self._con: Any = None
        self._folder = scratch_folder()
        with self._kept():
            self._con = extra("duckdb").connect()
            self._con.execute("SET preserve_insertion_order = false")
            self._con.execute("SET temp_directory = ?", [str(self._folder)])
            if memory_limit is not None:
                self._limit(memory_limit)
            for name, rows in inputs(pool).items():
                self._keep(name, rows)
            (name, query), *self._steps = steps(max_hops)
            self._make_by_company(name, query, pool)

    def _limit(self, amount: str) -> None:
        try:
            self._con.execute("SET memory_limit = ?", [amount])
        except extra("duckdb").Error:
            raise InfonetError(
                f"`memory_limit` takes an amount such as `1GB`, not `{amount}`"
            ) from None

    @contextmanager
    def _kept(self) -> Iterator[None]:
        """Remove whatever was written when something fails."""
        todo = (
            "allow it more by `memory_limit`, make room for temporary files, or take"
            ' `engine="numpy"`'
        )
        try:
            with in_a_sentence("DuckDB gave up", todo, OSError):
                yield
        except BaseException:
            self.close()
            raise

    def block(self, members: Ints) -> NDArray[np.void]:
        """Return the paths of some members, by member and company."""
        with self._kept():
            self._keep("member", pd.DataFrame({"member": members.astype(_NUMBER)}))
            for name, query in self._steps:
                self._make(name, query)
            rows = self._con.execute("SELECT * FROM path ORDER BY member, company").fetchnumpy()
        return _rows(rows)

    def close(self) -> None:
        """Remove whatever was written."""
        if self._con is not None:
            self._con.close()
        remove_folder(self._folder)

    def _keep(self, name: str, rows: pd.DataFrame) -> None:
        self._con.register("given", rows)
        self._make(name, "SELECT * FROM given")
        self._con.unregister("given")

    def _make(self, name: str, query: str) -> None:
        self._con.execute(f"CREATE OR REPLACE TEMP TABLE {name} AS {query}")

    def _make_by_company(self, name: str, query: str, pool: Pool) -> None:
        """Make a table of groups by company in parts, since all groups of a part are in memory."""
        ties = np.bincount(pool.employer, np.diff(pool.indptr)[pool.insider], len(pool.company))
        part = np.cumsum(ties) // _TIES_AT_ONCE
        cuts = np.flatnonzero(np.diff(part, prepend=-1.0, append=np.inf)).tolist()
        self._make(name, f"SELECT * FROM ({query}) AS made LIMIT 0")
        for begin, end in itertools.pairwise(cuts):
            some = f"company >= {begin} AND company < {end}"
            self._con.execute(f"INSERT INTO {name} SELECT * FROM ({query}) AS made WHERE {some}")


class Spark:
    """Run the text in Spark: at the address of a master, or in a session that runs already."""

    def __init__(self, pool: Pool, *, max_hops: int, master: Any = "local[2]") -> None:
        fits(pool)
        self._own = isinstance(master, str)
        self._session = _session(master) if self._own else master
        self._names = set[str]()
        for name, rows in inputs(pool).items():
            self._keep(name, rows)
        self._opening, *self._steps = steps(max_hops)
        self._make(*self._opening)

    def block(self, members: Ints) -> NDArray[np.void]:
        """Return the paths of some members, by member and company."""
        self._keep("member", pd.DataFrame({"member": members.astype(_NUMBER)}))
        made = [self._make(name, query) for name, query in self._steps]
        rows = made[-1].orderBy("member", "company").collect()
        columns = zip(*rows, strict=True) if rows else [()] * len(made[-1].columns)
        return _rows(dict(zip(made[-1].columns, map(np.array, columns), strict=True)))

    def close(self) -> None:
        """Forget all tables, and what is kept with them; stop the session, if it is one of ours."""
        for name in self._names:
            self._session.catalog.dropTempView(name)
        if self._own:
            self._session.stop()

    def _keep(self, name: str, rows: pd.DataFrame) -> None:
        kinds = {"i": "int", "f": "double"}
        schema = ", ".join(f"{column} {kinds[rows[column].dtype.kind]}" for column in rows)
        made = self._session.createDataFrame([], schema)
        for begin in range(0, len(rows), _AT_ONCE):
            some = rows.iloc[begin : begin + _AT_ONCE]
            listed = list(zip(*(some[column].tolist() for column in some), strict=True))
            made = made.unionAll(self._session.createDataFrame(listed, schema))
        self._show(name, made)

    def _make(self, name: str, query: str) -> Any:
        # Kept without how it was made: a plan of plans of plans grows tenfold with each tie. Where
        # a machine is lost with its part, the block fails, and the same call goes on from there.
        made = self._session.sql(query).localCheckpoint()
        self._show(name, made)
        return made

    def _show(self, name: str, made: Any) -> None:
        made.createOrReplaceTempView(name)
        self._names.add(name)


def _session(master: str) -> Any:
    """Return a session of Spark; on this machine it keeps to this machine."""
    try:
        sql = import_module("pyspark.sql")
    except ImportError:
        raise InfonetError(
            "Spark needs Java, on Debian the package default-jre-headless, and pyspark:"
            " pip install pyspark"
        ) from None
    builder = sql.SparkSession.builder.master(master).config("spark.ui.enabled", "false")
    if master.startswith("local"):
        for name, value in _LOCAL.items():
            builder = builder.config(name, value)
    return builder.getOrCreate()


def _rows(columns: dict[str, Any]) -> NDArray[np.void]:
    found = np.empty(len(columns["member"]), dtype=PATH)
    for name in PATH.names or ():
        found[name] = columns[name]
    return found
