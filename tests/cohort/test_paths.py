"""The best paths of a cohort: brute force, `warm_paths`, and the SQL text row for row."""

from __future__ import annotations

import errno
import os
import re
import subprocess
import sys
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from infonet.cohort import ENGINES, Pool, best_paths, specification
from infonet.errors import InfonetError, UnknownNameError
from infonet.graph import Network, network
from infonet.paths import warm_paths
from tests.cohort.pools import CLASSES, by_brute_force, pool_of, pools
from tests.conftest import EVIDENCE


def rows_of(found: pd.DataFrame) -> list[tuple[Any, ...]]:
    """List rows as brute force does, with the product in units of the twelfth digit."""
    shown = found.astype({"member": object, "company": object, "broker": object, "insider": object})
    shown["broker"] = shown.broker.where(shown.broker.notna(), None)
    score = [int(p * 1e12 + 0.5) for p in shown.probability]
    return list(
        zip(
            shown.member, shown.company, score, shown.hops, shown.broker, shown.insider, strict=True
        )
    )


def records(found: pd.DataFrame) -> list[Any]:
    """List rows whose cells are read by name."""
    return list(found.itertuples())


@given(pool=pools(), hops=st.integers(1, 5))
def test_the_best_path_of_each_pair_is_that_of_brute_force(pool: Pool, hops: int) -> None:
    assert rows_of(best_paths(pool, max_hops=hops)) == by_brute_force(pool, hops)


@settings(max_examples=2_000 if EVIDENCE else 20)
@given(pool=pools(most=14), hops=st.integers(1, 5))
def test_numpy_and_duckdb_agree_row_for_row(pool: Pool, hops: int) -> None:
    numpy, duck = (best_paths(pool, max_hops=hops, engine=name) for name in ("numpy", "duckdb"))
    pd.testing.assert_frame_equal(numpy, duck, check_exact=True)


@given(pool=pools(), hops=st.integers(1, 5))
def test_a_walked_route_is_the_path_that_its_row_says(pool: Pool, hops: int) -> None:
    found = best_paths(pool, max_hops=hops, routes=True)
    strength = {
        (pool.person[a], pool.person[b]): p
        for a in range(len(pool))
        for b, p in zip(
            pool.indices[pool.indptr[a] : pool.indptr[a + 1]],
            pool.strength[pool.indptr[a] : pool.indptr[a + 1]],
            strict=True,
        )
    }
    for row in records(found):
        product = 1.0
        for pair in pairwise(row.route):
            product *= strength[pair]
        assert (row.route[0], row.route[-1], len(row.route) - 1) == (
            row.member,
            row.insider,
            row.hops,
        )
        assert row.hops == 1 or row.route[1] == row.broker
        assert product == pytest.approx(row.probability, abs=1e-12)
        assert len({*row.route}) == len(row.route)


def test_each_pair_is_what_warm_paths_finds_for_that_member(net: Network) -> None:
    """On the toy network of `conftest`, with each of its people in turn as the ego."""
    members = [key for key in net.keys if key != "in/gus"]
    found = best_paths(Pool.of(net.tables, members, as_of="2026-06-30"))
    looked_at = 0
    for member, rows in found.groupby("member"):
        own = network(net.tables, as_of="2026-06-30", ego=str(member))
        for row in records(rows):
            ways = warm_paths(own, row.company, k=1, scouts=0)
            first = ways[ways.kind != "cold"].iloc[0]
            assert round(first.probability, 12) == round(row.probability, 12)
            assert (first.hops, first.route[-1]) == (row.hops, row.insider)
            looked_at += 1
    # Seven people reach four companies; five of them work at one.
    assert looked_at == 7 * 4 - 5


def test_who_opted_out_is_neither_passed_nor_reached_but_may_be_a_member() -> None:
    # 0 ── 1 ── 2 [C0], 0 ── 3 ── 4 ── 2: who passes over 1 takes two ties, else three.
    ties = {(0, 1): 0.5, (1, 2): 0.5, (0, 3): 0.5, (3, 4): 0.5, (2, 4): 0.5}
    plain, barred = (pool_of(ties, [(2, 0)], [0, 1], people=5, opted_out=out) for out in ((), (1,)))
    assert best_paths(plain).hops.tolist() == [2, 1]
    assert best_paths(barred).hops.tolist() == [3, 1]
    assert best_paths(pool_of(ties, [(2, 0)], [0], people=5, opted_out=(2,))).empty


def test_a_members_own_company_is_left_out_and_so_is_what_nobody_leads_to() -> None:
    ties = {(0, 1): 0.5, (1, 2): 0.5}
    pool = pool_of(ties, [(0, 0), (1, 0), (2, 1), (3, 2)], [0, 2], people=4)
    assert best_paths(pool)[["member", "company"]].astype(str).values.tolist() == [
        ["000", "C001"],
        ["002", "C000"],
    ]


def test_products_that_round_to_nothing_are_paths_all_the_same() -> None:
    pool = pool_of({(0, 1): 1e-7, (1, 2): 1e-7, (0, 2): 1e-15}, [(2, 0)], [0], people=3)
    (row,) = records(best_paths(pool))
    assert (row.hops, row.probability) == (1, 1e-15)
    assert rows_of(best_paths(pool)) == rows_of(best_paths(pool, engine="duckdb"))


def big_pool(people: int = 400, members: int = 150) -> Pool:
    rng = np.random.default_rng(3)
    pairs = {tuple(sorted(pair)) for pair in rng.integers(0, people, (8 * people, 2)).tolist()}
    strength = rng.choice(CLASSES, len(pairs)).tolist()
    ties = {(a, b): p for (a, b), p in zip(sorted(pairs), strength, strict=True) if a != b}
    jobs = list(enumerate(rng.integers(0, 40, people).tolist()))
    return pool_of(ties, jobs, list(range(0, 2 * members, 2)), people=people)


def full(*_: Any, **__: Any) -> Any:
    """Fail as on a disk that is full."""
    raise OSError(errno.ENOSPC, "No space left on device")


def test_a_second_process_that_has_no_place_is_done_without(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    pool = big_pool()
    whole = best_paths(pool, processes=1)
    started = []
    monkeypatch.setattr(subprocess, "Popen", lambda *_, **__: started.append(1))
    for name in ("save", "load"):
        real = getattr(np, name)

        def some(place: Any, *given: Any, real: Any = real, **named: Any) -> Any:
            # The arrays that are shared; the blocks have numbers.
            shared = isinstance(place, Path) and not place.stem.isdigit()
            return full() if shared else real(place, *given, **named)

        with monkeypatch.context() as patch:
            patch.setattr(np, name, some)
            pd.testing.assert_frame_equal(best_paths(pool), whole)
    assert not started


@pytest.mark.parametrize("to", [None, "paths.parquet"])
def test_a_block_that_is_not_read_is_one_sentence_that_names_it(
    tmp_path: Path, to: str | None
) -> None:
    pool, place = big_pool(), tmp_path / to if to else None
    folder = tmp_path / "kept"
    folder.mkdir()
    whole = best_paths(pool, folder=folder)
    sound = (folder / "00001.npy").read_bytes()
    for content in (b"", sound[:200], sound[:-1], b"\x80\x04N."):
        (folder / "00001.npy").write_bytes(content)
        with pytest.raises(InfonetError, match=r"`.*00001\.npy` cannot be read .*: remove it"):
            best_paths(pool, folder=folder, to=place)
    assert not (place and place.exists())
    (folder / "00001.npy").unlink()
    pd.testing.assert_frame_equal(best_paths(pool, folder=folder), whole)


def test_a_block_that_is_not_written_is_one_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(InfonetError, match=r"`.*00000\.npy` cannot be written \(No space left"):
        best_paths(big_pool(), folder=tmp_path)
    assert not [*tmp_path.iterdir()]


def test_what_duckdb_gives_up_is_one_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pool = big_pool()
    with pytest.raises(InfonetError, match=r"DuckDB gave up .*: .*`memory_limit`"):
        best_paths(pool, engine="duckdb", memory_limit="1MB")
    real = duckdb.connect

    class Full:
        """A connection that can write no file."""

        def __init__(self) -> None:
            self.register, self.close = (con := real()).register, con.close
            self._con = con

        def execute(self, query: str) -> object:
            if query.startswith("COPY"):
                raise duckdb.IOException("IO Error: No space left on device")
            return self._con.execute(query)

    monkeypatch.setattr(duckdb, "connect", Full)
    with pytest.raises(InfonetError, match=r"`.*paths\.parquet` cannot be written .*No space left"):
        best_paths(pool, to=tmp_path / "paths.parquet")
    assert not [*tmp_path.iterdir()]


def test_what_was_broken_off_goes_on_and_finished_blocks_are_kept(tmp_path: Path) -> None:
    pool = big_pool()
    whole = best_paths(pool, folder=tmp_path)
    blocks = sorted(tmp_path.glob("*.npy"))
    assert [block.stem for block in blocks] == ["00000", "00001", "00002"]
    blocks[1].unlink()
    np.save(blocks[2], np.load(blocks[2])[:1])
    again = best_paths(pool, folder=tmp_path)
    kept = whole.member.isin(pool.person[pool.member[:128]])
    pd.testing.assert_frame_equal(again.iloc[:-1], whole[kept])
    assert again.iloc[-1].equals(whole[~kept].iloc[0])


def test_a_second_process_begins_at_the_end_and_writes_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pool, start = big_pool(), subprocess.Popen

    def finished(*given: Any, **more: Any) -> Any:
        child = start(*given, **more)
        assert child.wait(60) == 0
        return child

    whole = best_paths(pool, processes=1)
    monkeypatch.setattr(subprocess, "Popen", finished)
    pd.testing.assert_frame_equal(best_paths(pool, folder=tmp_path), whole)
    written = [block.stat().st_mtime_ns for block in sorted(tmp_path.iterdir())]
    assert written == sorted(written, reverse=True)


def test_without_a_second_process_the_first_does_all(monkeypatch: pytest.MonkeyPatch) -> None:
    pool = big_pool()
    whole = best_paths(pool, processes=1)
    monkeypatch.setattr(sys, "executable", "/nowhere/python")
    pd.testing.assert_frame_equal(best_paths(pool), whole)


@pytest.mark.parametrize("ties_at_once", [1, 500])
def test_duckdb_finds_the_same_in_parts(monkeypatch: pytest.MonkeyPatch, ties_at_once: int) -> None:
    pool = big_pool(members=20)
    monkeypatch.setattr("infonet.cohort._sql._TIES_AT_ONCE", ties_at_once)
    pd.testing.assert_frame_equal(best_paths(pool, engine="duckdb"), best_paths(pool))


def test_a_result_is_written_as_parquet(tmp_path: Path) -> None:
    pool = big_pool(members=20)
    place = tmp_path / "it's paths.parquet"
    assert best_paths(pool, to=place).empty
    rows = duckdb.connect().execute("SELECT * FROM read_parquet(?)", [str(place)]).fetchall()
    found = best_paths(pool).astype(object)
    assert rows == [
        tuple(None if pd.isna(cell) else cell for cell in row)
        for row in found.itertuples(index=False)
    ]


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ({"engine": "dusk"}, "`engine` does not take `dusk`: did you mean `duckdb`"),
        ({"max_hops": 0}, "`max_hops` takes a whole number from 1 on"),
        ({"memory_limit": "lots", "engine": "duckdb"}, "`memory_limit` takes an amount such as"),
        ({"processes": 3}, "`processes` takes a whole number from 1 to 2"),
        ({"to": "x.parquet", "routes": True}, "leave out `to`"),
    ],
)
def test_a_wrong_word_says_what_was_expected(asked: dict[str, Any], told: str) -> None:
    with pytest.raises(InfonetError, match=re.escape(told)):
        best_paths(pool_of({(0, 1): 0.5}, [(1, 0)], [0], people=2), **asked)


def test_who_is_no_member_is_not_looked_at() -> None:
    pool = pool_of({(0, 1): 0.5}, [(1, 0)], [0], people=2)
    with pytest.raises(UnknownNameError, match="`001` is no member of the cohort"):
        best_paths(pool, ["001"])


def test_the_specification_keeps_to_what_both_engines_take() -> None:
    text = " ".join(line for line in specification().splitlines() if not line.startswith("--"))
    assert not [word for word in ("max_by", "struct", "WITH", " / ", ">>", "<<") if word in text]
    assert set(ENGINES) == {"numpy", "duckdb", "spark"}


@pytest.mark.parametrize("engine", ["duckdb", "spark"])
def test_a_pool_that_the_text_cannot_count_is_for_numpy(
    engine: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    pool = pool_of({(0, 1): 0.5}, [(1, 0)], [0], people=6)
    monkeypatch.setattr("infonet.cohort._sql.MOST", 6)
    with pytest.raises(InfonetError, match=r'take fewer than 6 .*"numpy"'):
        best_paths(pool, engine=engine)
    assert len(best_paths(pool)) == 1


def test_a_pool_of_more_people_than_the_text_counts_is_a_pool() -> None:
    many = 1 << 23
    small = pool_of({}, [], [0], people=1)
    keys = np.broadcast_to(small.person, many)
    pool = replace(small, indptr=np.broadcast_to(np.int64(0), many + 1), person=keys, name=keys)
    assert len(pool) == many
