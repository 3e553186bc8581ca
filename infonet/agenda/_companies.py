"""The employers of everybody in the network, with who is known there."""

from __future__ import annotations

from collections import Counter, defaultdict

import pandas as pd

from infonet.graph import Network, network_of
from infonet.layout.groups import group
from infonet.names.companies import is_company
from infonet.tables import TEXT, typed


def companies(net: Network) -> pd.DataFrame:
    """Count the people at each employer: those I know, and those known through friends.

    Somebody with two employers counts at a target, or else at the one that is theirs at present.

    Parameters
    ----------
    net : Network

    Returns
    -------
    DataFrame
        One row per employer: company (as I, or else most of them, write it), target, people, known
        (direct ties), through (known through friends only). Targets come first, most wanted first,
        also where nobody is known; then where most people are known, then by name.

    Raises
    ------
    InfonetError
        `net` is no network.

    Examples
    --------
    >>> import infonet
    >>> book = infonet.Book(me="https://www.linkedin.com/in/robin-achterberg")
    >>> _ = book.tie("Bo Lin", company="Delta", new=True)
    >>> _ = book.tie("Bo Lin", "Cy Moss", company="Echo", new=True)
    >>> _ = book.want("Echo")
    >>> companies(infonet.network(book, as_of="2026-06-30"))
      company  target  people  known  through
    0    Echo    True       1      0        1
    1   Delta   False       1      1        0
    """
    found = group(network_of(net))
    rows = [
        (each.name, each.kind == "target", len(each.people), each.known)
        for each in (*found.targets, *found.others)
    ]
    table = pd.DataFrame(rows, columns=["company", "target", "people", "known"])
    table = table.astype({"company": TEXT, "target": bool, "people": "int64", "known": "int64"})
    return table.assign(through=table.people - table.known)


def companies_to_want(net: Network) -> pd.DataFrame:
    """List the employers of people I know that are no target yet, by how many I know there.

    Parameters
    ----------
    net : Network

    Returns
    -------
    DataFrame
        One row per employer: company (as most of them write it), people (direct ties with a
        present job there); the most people first, then by name.

    Raises
    ------
    InfonetError
        `net` is no network.

    Examples
    --------
    >>> import infonet
    >>> book = infonet.Book(me="https://www.linkedin.com/in/robin-achterberg")
    >>> _ = book.tie("Bo Lin", company="Delta", new=True)
    >>> _ = book.tie("Cy Moss", company="Delta Inc.", new=True)
    >>> companies_to_want(infonet.network(book, as_of="2026-06-30"))
      company  people
    0   Delta       2
    """
    net = network_of(net)
    jobs = net.workplaces.current.company.iloc[net.alters].dropna()
    known = net.tables.companies.dropna(subset="priority")
    places = net.workplaces
    wanted = {
        spelling
        for name in known.company[known.kind == "company"]
        for spelling in (name, *places.target(name).spellings)
    }
    key_of = places.same_employer
    fields = {key_of(name) for name in known.company[known.kind == "field"]}
    spellings: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for name in jobs:
        spellings[key_of(name)][name] += 1
    rows = [
        {"company": names.most_common(1)[0][0], "people": names.total()}
        for key, names in spellings.items()
        if key not in fields and wanted.isdisjoint(names) and is_company(next(iter(names)))
    ]
    found = typed(rows, {"company": TEXT, "people": "int64"})
    return found.sort_values(["people", "company"], ascending=[False, True], ignore_index=True)
