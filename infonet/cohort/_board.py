"""Count for the board: who reaches each employer how well, who wants it, and who has asked."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from infonet.insiders import wanted_targets
from infonet.ledger import Ledger
from infonet.names.companies import company_key
from infonet.names.text import one_line
from infonet.tables import HasTables, Tables, tables_of

Counts = NDArray[np.int64]


def by_chance(paths: pd.DataFrame, companies: int) -> Counts:
    """Count the members who reach each company at all, at a chance of a quarter, and of a half."""
    least = (0.0, 0.25, 0.5)
    return _part_by_part(paths, companies, [paths.probability >= each for each in least])


def by_ties(paths: pd.DataFrame, companies: int, max_hops: int) -> Counts:
    """Count the members who reach each company within at most that many ties, down to one."""
    return _part_by_part(paths, companies, [paths.hops <= most for most in range(max_hops, 0, -1)])


def _part_by_part(paths: pd.DataFrame, companies: int, parts: list[pd.Series[bool]]) -> Counts:
    code = paths.company.cat.codes.to_numpy()
    counts = [np.bincount(code[part.to_numpy()], minlength=companies) for part in parts]
    return np.stack(counts, axis=1).astype(np.int64)


class Wishes:
    """Count over all members who has a company as a target, and who has an open request there.

    A member counts once a company, in whatever spelling.
    """

    def __init__(self) -> None:
        self.wanted, self.asked = Counter[str](), Counter[str]()
        self._spellings: defaultdict[str, Counter[str]] = defaultdict(Counter)

    @classmethod
    def of(cls, logs: Iterable[tuple[str, Tables | HasTables]], as_of: object) -> Wishes:
        """Count over the tables of each member, as `Cohort.logs` yields them."""
        found = cls()
        for _, given in logs:
            tables = tables_of(given)
            wanted = wanted_targets(tables)
            found._add(found.wanted, wanted.company[wanted.kind == "company"])
            requests = Ledger.of(tables).on(as_of).requests
            open_ = [one.company for one in requests if one.state == "open" or one.answered]
            found._add(found.asked, filter(None, open_))
        return found

    def _add(self, counter: Counter[str], companies: Iterable[str]) -> None:
        spelt = {company_key(name): one_line(name) for name in companies}
        counter.update([*spelt])
        for key, name in spelt.items():
            self._spellings[key][name] += 1

    def named(self, companies: Iterable[str]) -> dict[str, str]:
        """Return key → name of these companies, and of all others in the commonest spelling."""
        known = {company_key(name): name for name in companies}
        for key, spellings in self._spellings.items():
            known.setdefault(key, min(spellings, key=lambda name: (-spellings[name], name)))
        return known
