"""The best path of each member to each company, by any of the engines."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from infonet.cohort._blocks import Engine, InNumpy, read_block, write_blocks
from infonet.cohort._labels import PATH, Ints
from infonet.cohort._pool import Pool
from infonet.cohort._sql import DuckDB, Spark, in_a_sentence
from infonet.errors import InfonetError, UnknownNameError, extra, hint, nearest, whole_number
from infonet.files import remove_folder, save, scratch_folder
from infonet.paths.search import Search
from infonet.tables import TEXT

Columns = dict[str, NDArray[Any]]
"""The columns of `PATH`."""

ENGINES = ("numpy", "duckdb", "spark")

_SECOND = 128  # members: fewer are found before a second process has begun

_ROWS = (
    "SELECT m.key AS member, c.key AS company, probability, hops, b.key AS broker, i.key AS insider"
    " FROM path JOIN person m ON m.number = member JOIN company c ON c.number = company"
    " LEFT JOIN person b ON b.number = broker JOIN person i ON i.number = insider"
    " ORDER BY member, company"
)


def best_paths(
    pool: Pool,
    members: Iterable[str] | None = None,
    *,
    max_hops: int = 4,
    engine: str = "numpy",
    routes: bool = False,
    to: str | os.PathLike[str] | None = None,
    folder: Path | None = None,
    processes: int = 2,
    memory_limit: str | None = None,
    master: Any = "local[2]",
) -> pd.DataFrame:
    """Find the best path of each member to each company of a pool.

    Parameters
    ----------
    pool : Pool
        Who knows whom, who works where, and who is a member.
    members : iterable of str, optional
        The keys of the members who are looked at; by default all.
    max_hops : int
        The most ties on a path.
    engine : {'numpy', 'duckdb', 'spark'}
        The way it is worked out, which changes nothing in the answer: in memory; in DuckDB, which
        writes to the disk what its memory does not hold; or in Spark. The latter two run one SQL
        text, `specification`.
    routes : bool
        Whether each path is walked, as a further column: for the pairs that are looked at.
    to : path, optional
        A file in Parquet to write instead of returning the rows, which may be very many.
    folder : Path, optional
        Where finished blocks of members are kept: what was broken off goes on from there. The
        caller sees to it that they are of the same pool, members and hops.
    processes : {2, 1}
        How many processes the NumPy engine may use. The second begins at the last block, and shares
        the arrays; nothing depends on it.
    memory_limit : str, optional
        The most memory that DuckDB takes, as in ``1GB``.
    master : str or SparkSession
        The address of Spark's master, or a session that runs already.

    Returns
    -------
    DataFrame
        One row per member and company that a path leads to: member (key), company, probability,
        hops, broker (key of the first person on the path; missing where the member knows the
        insider), insider (key); and with `routes` the route (tuple of keys). By member and
        company, in the order of their names. The keys are categories, since they repeat. A member's
        own companies are left out. With `to`, no rows.

        The probability and the hops are those of ``warm_paths(net, company, k=1)`` on the same
        ties, which `Cohort.pool` takes without anybody's log. Of equally good paths that with the
        smallest first broker counts, then the smallest insider, in the order of names.

    Raises
    ------
    InfonetError
        An engine, a number or a limit that does not exist; a library that is not installed; what
        the disk refuses, or is not whole there.
    UnknownNameError
        Somebody who is no member.

    Examples
    --------
    >>> from infonet.tables import Tables
    >>> people = [{"person": f"in/{name}", "name": name.title()} for name in ("ana", "bo", "cy")]
    >>> ties = [
    ...     {"source": a, "target": b, "evidence": "connection", "origin": "in/ana"}
    ...     for a, b in (("in/ana", "in/bo"), ("in/bo", "in/cy"))
    ... ]
    >>> jobs = [{"person": "in/cy", "company": "Delta"}]
    >>> tables = Tables.of(people=people, jobs=jobs, ties=ties)
    >>> pool = Pool.of(tables, ["in/ana"], as_of="2026-06-30")
    >>> best_paths(pool)[["company", "probability", "hops", "broker"]].values.tolist()
    [['Delta', 0.0625, 2, 'in/bo']]
    """
    most = whole_number(max_hops, "max_hops", least=1)
    allowed = whole_number(processes, "processes", least=1, most=2)
    if engine not in ENGINES:
        raise InfonetError(f"`engine` does not take `{engine}`: {hint(engine, ENGINES)}")
    if to is not None and routes:
        raise InfonetError("`routes` are walked for a table that is looked at: leave out `to`")
    chosen = _members(pool, members)
    scratch = None if folder is not None else scratch_folder()
    try:
        made = _engine(pool, engine, most, memory_limit, master)
        second = allowed > 1 and len(chosen) >= _SECOND and (os.cpu_count() or 1) > 1
        try:
            blocks = write_blocks(made, chosen, folder or scratch or Path(), second=second)
        finally:
            made.close()
        if to is not None:
            _write_parquet(pool, blocks, to)
            blocks = []
        rows = _together(blocks)
    finally:
        if scratch is not None:
            remove_folder(scratch)
    found = _frame(pool, rows)
    return found.assign(route=_routes(pool, rows, most)) if routes else found


def _together(blocks: Sequence[Path]) -> Columns:
    """Return the columns of all blocks, of which one at a time is in memory besides."""
    sizes = [len(read_block(block, mapped=True)) for block in blocks]
    names = PATH.names or ()
    found = {name: np.empty(sum(sizes), dtype=PATH[name]) for name in names}
    begin = 0
    for block, size in zip(blocks, sizes, strict=True):
        rows = read_block(block)
        for name in names:
            found[name][begin : begin + size] = rows[name]
        begin += size
    return found


def _frame(pool: Pool, rows: Columns) -> pd.DataFrame:
    """Return the columns of `PATH` with the keys of people and the names of companies."""
    people, companies = pd.Index(pool.person), pd.Index(pool.company, dtype=TEXT)
    keys = {"member": people, "company": companies, "broker": people, "insider": people}
    coded = {name: pd.Categorical.from_codes(rows[name], words) for name, words in keys.items()}
    return pd.DataFrame({**rows, **coded, "hops": rows["hops"].astype(np.int64)}, copy=False)


def _engine(
    pool: Pool, engine: str, max_hops: int, memory_limit: str | None, master: Any
) -> Engine:
    if engine == "duckdb":
        return DuckDB(pool, max_hops=max_hops, memory_limit=memory_limit)
    if engine == "spark":
        return Spark(pool, max_hops=max_hops, master=master)
    return InNumpy.of(pool, max_hops=max_hops)


def _members(pool: Pool, members: Iterable[str] | None) -> Ints:
    """Return the numbers of the members who are looked at, ascending."""
    if members is None:
        return pool.member
    number = dict(zip(pool.person[pool.member], pool.member.tolist(), strict=True))
    wanted = [members] if isinstance(members, str) else list(members)
    for key in wanted:
        if key not in number:
            near = nearest(key, number, alike=75.0)
            raise UnknownNameError(
                f"`{key}` is no member of the cohort: {hint(key, near) if near else 'give a key'}",
                near,
            )
    return np.array(sorted({number[key] for key in wanted}), dtype=np.int64)


def _routes(pool: Pool, rows: Columns, max_hops: int) -> pd.Series:
    """Walk each path: of equal ones to its insider the first by the names on it."""
    found = np.empty(len(rows["member"]), dtype=object)
    for member in np.unique(rows["member"]):
        search = Search(pool.indptr, pool.indices, pool.strength, int(member))
        without = pool.opted_out[pool.opted_out != member].tolist()
        for at in np.flatnonzero(rows["member"] == member):
            ways = search.k_best([rows["insider"][at]], k=1, max_hops=max_hops, without=without)
            found[at] = tuple(pool.person[[*ways.routes[0]]])
    return pd.Series(found, dtype=object)


def _write_parquet(pool: Pool, blocks: Iterable[Path], to: str | os.PathLike[str]) -> None:
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
