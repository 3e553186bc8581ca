"""Find what access attendees give to the targets: who works there, and who knows somebody."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from infonet.graph import Network
from infonet.names.companies import Spellings, company_key, is_company
from infonet.names.titles import match_field
from infonet.paths import search_of, targets_of
from infonet.prepare.events._match import NOBODY


class Access(NamedTuple):
    """The targets, and what access each attendee gives to each of them."""

    names: NDArray[np.object_]
    where: NDArray[np.object_]
    fields: list[str]
    weight: NDArray[np.float64]
    inside: NDArray[np.bool_]
    opens: NDArray[np.bool_]
    value: NDArray[np.float64]


def jobs_of(net: Network, coming: pd.DataFrame, position: NDArray[np.int64]) -> pd.DataFrame:
    """Return company and title of each attendee, and where the list is silent on them."""
    known = net.workplaces.current.reindex(position).reset_index(drop=True)
    silent = np.array([not is_company(company) for company in coming.company], dtype=bool)
    silent &= known.company.notna().to_numpy()
    company = coming.company.where(~silent, known.company)
    keys, known_keys = (
        each.map(company_key, na_action="ignore") for each in (company, known.company)
    )
    untitled = coming.title.isna().to_numpy()
    title = coming.title.where(~(untitled & (keys == known_keys)), known.title)
    return pd.DataFrame(
        {"company": company, "title": title, "silent": silent, "untitled": untitled}
    )


def access_of(net: Network, jobs: pd.DataFrame, position: NDArray[np.int64]) -> Access:
    """Find who works at each target, and who knows somebody there."""
    wanted = net.workplaces.wanted
    targets = list(targets_of(net)) if len(wanted) else []
    spellings = Spellings(jobs.company.dropna())
    shape = (len(position), len(targets))
    inside, value = np.zeros(shape, dtype=bool), np.zeros(shape)
    matched = position != NOBODY
    for column, target in enumerate(targets):
        if target.kind == "company":
            aliases = net.workplaces.aliases(target.name)
            works = jobs.company.isin(list(spellings.tiers(target.name, aliases=aliases)))
            silent = jobs.silent
        else:
            works = pd.Series(match_field(target.name, jobs.title))
            silent = jobs.untitled
        known = np.isin(position, target.insiders) & matched
        inside[:, column] = works | (silent & known)
        reach = search_of(net).completions(target.insiders, hops=1)[np.maximum(position, 0)]
        value[:, column] = np.where(matched & ~known, reach, 0.0)
    opens = (value > 0) & ~inside
    value[inside] = 1.0
    names = np.array([target.name for target in targets], dtype=object)
    weight = 1.0 / wanted.priority.to_numpy(dtype=np.float64)
    fields = [target.name for target in targets if target.kind == "field"]
    place = {"company": "at", "field": "in"}
    where = np.array([f"{place[target.kind]} {target.name}" for target in targets], dtype=object)
    return Access(names, where, fields, weight, inside, opens, value)
