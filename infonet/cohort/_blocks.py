"""Blocks of members, each written when it is done, so that what was broken off goes on."""

from __future__ import annotations

import io
import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from infonet.cohort._labels import PATH, Ints, Labels, Openings
from infonet.cohort._pool import Pool
from infonet.errors import InfonetError
from infonet.files import remove_folder, save, scratch_folder
from infonet.progress import progress

_MEMBERS = 64
"""In one block: its rows are a few megabytes, and SQL makes no table larger than it needs."""

Arrays = dict[str, NDArray[Any]]
"""All that the NumPy engine reads, by name."""

_ROOT = Path(__file__).resolve().parents[2]


class Engine(Protocol):
    """Describe what finds the paths of some members, as rows of `PATH` by member and company."""

    def block(self, members: Ints) -> NDArray[np.void]:
        """Return the paths of some members."""

    def close(self) -> None:
        """Remove whatever was written besides."""


class InNumpy:
    """Find the paths in this process, and in a second one that shares the arrays."""

    def __init__(self, arrays: Arrays, *, max_hops: int) -> None:
        self._hops = max_hops
        self._use(arrays)

    @classmethod
    def of(cls, pool: Pool, *, max_hops: int) -> InNumpy:
        """Return the engine for a pool."""
        return cls(_arrays(pool), max_hops=max_hops)

    @classmethod
    def on(cls, shared: Path, *, max_hops: int) -> InNumpy:
        """Return the engine on arrays that another process has laid out."""
        names = [each.stem for each in shared.glob("*.npy") if each.stem != "member"]
        return cls({name: _mapped(shared, name) for name in names}, max_hops=max_hops)

    def _use(self, arrays: Arrays) -> None:
        opening = Openings(**{name: arrays[f"opening_{name}"] for name in Openings._fields})
        indptr, indices, strength = (arrays[name] for name in ("indptr", "indices", "strength"))
        self._labels = Labels(indptr, indices, strength, opening, max_hops=self._hops)
        self._arrays = arrays

    def block(self, members: Ints) -> NDArray[np.void]:
        """Return the paths of some members, by member and company."""
        found = [self._labels.of(one, self._own(one)) for one in members.tolist()]
        return np.concatenate([np.empty(0, dtype=PATH), *found])

    def onward(
        self, member: int, contacts: Ints, ties: NDArray[np.float64], *, few: int
    ) -> NDArray[np.void]:
        """Return the paths of a member's contacts that do not lead over the member.

        The probabilities begin with the tie to the contact, which is no hop. The companies of the
        member are left out, as those of each contact are. Of each contact the best `few` companies
        are there, and maybe others.
        """
        mine = self._own(member)
        found = [
            self._labels.of(
                one, np.union1d(mine, self._own(one)), without=member, begin=tie, few=few
            )
            for one, tie in zip(contacts.tolist(), ties.tolist(), strict=True)
        ]
        return np.concatenate([np.empty(0, dtype=PATH), *found])

    def _own(self, person: int) -> Ints:
        """Return the companies of a person."""
        people, company = self._arrays["insider"], self._arrays["employer"]
        own: Ints = company[slice(*np.searchsorted(people, [person, person + 1]))]
        return own

    def close(self) -> None:
        """Do nothing: the arrays go with the engine."""

    @contextmanager
    def beside(self, folder: Path, members: Ints) -> Iterator[None]:
        """Let a second process write blocks as well, the last one first.

        The arrays lie in files that both processes map, so that they are in memory once. Without a
        second process this one does all: nothing depends on it, nor on a place for the files.
        """
        shared = child = None
        try:
            with suppress(OSError, InfonetError):
                shared = scratch_folder()
                for name, array in {**self._arrays, "member": members}.items():
                    np.save(shared / f"{name}.npy", array)
                self._use({name: _mapped(shared, name) for name in self._arrays})
                child = _started(shared, folder, self._hops)
            yield
        finally:
            if child is not None:
                child.terminate()
                child.wait()
            if shared is not None:
                remove_folder(shared)


def write_blocks(
    engine: Engine, members: Ints, folder: Path, *, second: bool = False
) -> list[Path]:
    """Write the blocks that are not there yet; return all, in order of the members."""
    places = block_places(members, folder)
    missing = [place for place, _ in places if not _is_there(place)]
    if isinstance(engine, InNumpy) and second and len(missing) > 1:
        with engine.beside(folder, members):
            _write(engine, places, what="Ways of the members")
    elif missing:
        _write(engine, places, what="Ways of the members")
    return [place for place, _ in places]


def read_block(place: Path, *, mapped: bool = False) -> NDArray[np.void]:
    """Return the paths of a block; one that is not whole is an error that says what to do."""
    try:
        rows: NDArray[np.void] = np.load(place, mmap_mode="r" if mapped else None)
    except (OSError, ValueError, EOFError) as error:
        why = getattr(error, "strerror", None) or "it is not whole"
        raise InfonetError(
            f"`{place}` cannot be read ({why}): remove it, and it is made anew"
        ) from error
    return rows


def help_out(shared: Path, folder: Path, *, max_hops: int) -> None:
    """Write blocks for another process, from the last one on, until it has written the others."""
    members = np.load(shared / "member.npy")
    _write(InNumpy.on(shared, max_hops=max_hops), block_places(members, folder)[::-1])


def block_places(members: Ints, folder: Path) -> list[tuple[Path, Ints]]:
    """Return the file of each block, and its members."""
    cuts = np.arange(0, len(members), _MEMBERS)
    return [
        (folder / f"{number:05d}.npy", members[cut : cut + _MEMBERS])
        for number, cut in enumerate(cuts.tolist())
    ]


def _write(engine: Engine, places: Sequence[tuple[Path, Ints]], what: str | None = None) -> None:
    total = sum(len(members) for _, members in places)
    with progress(what or "", total if what else 0, unit="member") as done:
        for place, members in places:
            if not _is_there(place):
                content = io.BytesIO()
                np.save(content, engine.block(members))
                save(place, content.getvalue(), replace=True)
            done(len(members))


def _is_there(place: Path) -> bool:
    """Tell whether a block is written; where that cannot be seen, it is written anew."""
    return os.path.isfile(place)  # noqa: PTH113  # `Path.is_file` raises what the system refuses


def _arrays(pool: Pool) -> Arrays:
    """Return all that the engine reads, by name."""
    order = np.lexsort((pool.employer, pool.insider))
    openings = Openings.of(pool)
    arcs = dict(zip(("indptr", "indices", "strength"), pool.arcs(), strict=True))
    own = {"insider": pool.insider[order], "employer": pool.employer[order]}
    return {**arcs, **own, **{f"opening_{name}": each for name, each in openings._asdict().items()}}


def _mapped(folder: Path, name: str) -> NDArray[Any]:
    """Return an array of a file that stays on the disk until it is read; an empty one is read."""
    place = folder / f"{name}.npy"
    array: NDArray[Any] = np.load(place)
    if array.size:
        array = np.load(place, mmap_mode="r").view(np.ndarray)
    return array


def _started(shared: Path, folder: Path, hops: int) -> subprocess.Popen[bytes] | None:
    """Start the second process; None where the system refuses.

    It runs a module of its own, so that nobody's script or notebook is run a second time.
    """
    found = os.pathsep.join(filter(None, [str(_ROOT), os.environ.get("PYTHONPATH", "")]))
    try:
        return subprocess.Popen(
            [sys.executable, "-m", "infonet.cohort._second", shared, folder, str(hops)],
            env={**os.environ, "PYTHONPATH": found, "TQDM_DISABLE": "1"},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
    except OSError:
        return None
