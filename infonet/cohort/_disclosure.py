"""Say of a cohort in numbers what may be said: a report gives away no cell of one to four members.

A count is shown as "at least that many". Before it is rounded down to a multiple of five it is made
less by nought to four, which nobody outside can foresee and which changes with the members: two
editions of a report that differ by one member need not differ where that member does, but they may.
Counts from 0 to 4 look alike in one report, and so do those of all members but 0 to 4: a row and
its total say nothing more.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray

from infonet.errors import InfonetError

FEWEST = 5
"""A cell of fewer members is not shown, nor what is left of all when it is taken away."""

SMALLEST = 2 * FEWEST
"""A cohort of fewer members has no cell that may be shown beside the rest."""

_SHARE = 0.05  # a rate is shown in steps of five points
_SAME = 1e-9


class Blur:
    """Round what is shown, always alike for the same cohort.

    Parameters
    ----------
    *secret : str
        What nobody outside knows, and what changes with the members: all keys of a pool.

    Examples
    --------
    >>> blur = Blur("in/ana", "in/bo")
    >>> shown = blur.at_least([0, 4, 12, 40], total=40, names=["a", "b", "c", "d"])
    >>> shown[:2].isna().all(), bool(shown[2] <= 12), bool(shown[3] <= 36)
    (np.True_, True, True)
    """

    def __init__(self, *secret: str) -> None:
        made = hashlib.sha256()
        for part in secret:
            made.update(part.encode("utf-8", "surrogatepass") + b"\0")
        self._secret = made.digest()

    def at_least(
        self, counts: ArrayLike, *, total: int | ArrayLike, names: Sequence[str]
    ) -> pd.Series:
        """Return a number that each count is not below, missing where that would say too much.

        Parameters
        ----------
        counts : array_like of int, shape (rows,)
            How many there are.
        total : int or array_like of int
            Of how many: their complement is hidden as well.
        names : sequence of str, shape (rows,)
            What each count is of: the same name is rounded alike.

        Returns
        -------
        Series of Int64
            A multiple of five; the count is at most eight more, unless nearly all are counted.
        """
        counted = np.minimum(counts, np.asarray(total) - FEWEST + 1)
        shift = np.array([self._draw(name) % FEWEST for name in names], dtype=np.int64)
        shown = (counted - shift) // FEWEST * FEWEST
        return pd.Series(shown, dtype="Int64").where(shown >= FEWEST)

    def nested(
        self, counts: ArrayLike, *, total: int, names: Sequence[Sequence[str]]
    ) -> list[pd.Series]:
        """Return numbers that counts are not below, of which each is a part of the one before it.

        What lies between two of them is a cell as well: from 0 to 4 it changes nothing.

        Parameters
        ----------
        counts : array_like of int, shape (rows, parts)
            How many there are; in a row none is more than the one before it.
        total : int
            Of how many the first is a part.
        names : sequence of sequence of str, shape (parts, rows)
            As in `at_least`.

        Returns
        -------
        list of Series of Int64
            One for each part, as of `at_least`; in a row none is more than the one before it.
        """
        given = np.asarray(counts, dtype=np.int64)
        within = np.full(len(given), total, dtype=np.int64)
        shown = []
        for part, called in zip(given.T, names, strict=True):
            shown.append(self.at_least(part, total=within, names=called))
            within = np.minimum(part, within - FEWEST + 1)
        return shown

    def rate(self, rate: float, name: str, *, bound: str = "") -> float:
        """Return a rate in steps of five points, up or down by chance; a bound goes outward."""
        drawn, steps = self._draw(name) / 2**64, rate / _SHARE
        if bound == "high":
            shown = np.ceil(steps + drawn - _SAME)
        else:
            shown = np.floor(steps + (-drawn if bound == "low" else drawn) + _SAME)
        return float(np.round(np.clip(shown * _SHARE, 0.0, 1.0), 2))

    def numbers(self, keys: Iterable[str]) -> NDArray[np.int64]:
        """Return a number for each key, from 1 on, of which none says what place the key has."""
        drawn = [self._draw(key) for key in keys]
        order = np.argsort(np.array(drawn, dtype=np.uint64), kind="stable")
        number = np.empty(len(drawn), dtype=np.int64)
        number[order] = np.arange(1, len(drawn) + 1)
        return number

    def _draw(self, name: str) -> int:
        said = name.encode("utf-8", "surrogatepass")
        return int.from_bytes(hashlib.sha256(self._secret + said).digest()[:8], "big")


def enough(members: int) -> None:
    """Refuse a cohort in which every count would tell of single members."""
    if members < SMALLEST:
        raise InfonetError(
            f"a report without names needs at least {SMALLEST} members who have handed something"
            f" over, and there {'is' if members == 1 else 'are'} {members}: look at the paths of"
            " each member instead"
        )
