"""The employers of everybody in the network, with who is known there."""

from __future__ import annotations

import pandas as pd

from infonet.graph import Network, network_of
from infonet.layout.groups import group


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
    table = table.astype({"company": "str", "target": bool, "people": "int64", "known": "int64"})
    return table.assign(through=table.people - table.known)
