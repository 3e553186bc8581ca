"""List the targets to which new contacts opened a warm way, or a better one."""

from __future__ import annotations

from typing import Any

import pandas as pd

from infonet.graph import Network, network, network_of
from infonet.paths import from_row, reach, targets_of
from infonet.tables import TEXT

_DTYPES = {
    **dict.fromkeys(("company", "kind", "change", "way", "names"), TEXT),
    **dict.fromkeys(("before", "probability", "low", "high"), "float64"),
}
_WARM = ("introduction", "direct")
_DIGITS = 12


def opened(before: Network, after: Network) -> pd.DataFrame:
    """List the targets to which there is a warm way now that was not there, or a better one.

    Parameters
    ----------
    before, after : Network
        The network without and with something new, such as a friend's list of contacts. Both are
        looked at with the targets of `after`.

    Returns
    -------
    DataFrame
        One row per target: company (or field), kind (company or field), change (``new``: there
        was no introduction and nobody known there; ``better``: the best of them has a greater
        chance), way (introduction or direct), names (the people of the best way), before (the
        chance then; missing for a new way), probability, low, high. New ways first, then by
        chance, then by name. Ways that cannot be asked now do not count.

    Raises
    ------
    InfonetError
        `before` or `after` is no network.

    Examples
    --------
    >>> import infonet
    >>> book = infonet.Book(me="https://www.linkedin.com/in/robin-achterberg")
    >>> said = book.want("Delta")
    >>> said = book.tie("Ana Diaz", closeness="strong", new=True)
    >>> before = infonet.network(book, as_of="2026-06-30")
    >>> said = book.tie("Ana Diaz", "Bo Lin", company="Delta", new=True)
    >>> opened(before, infonet.network(book, as_of="2026-06-30"))[["company", "change", "names"]]
      company change              names
    0   Delta    new  Ana Diaz → Bo Lin
    """
    before, after = network_of(before), network_of(after)
    targets = targets_of(after)
    then = before
    if not before.tables.companies.equals(after.tables.companies):
        wanted = before.tables._replace(companies=after.tables.companies)
        then = network(wanted, as_of=before.as_of, like=before)
    rows = []
    earliest: list[Any] = list(reach(then).itertuples())
    latest: list[Any] = list(reach(after).itertuples())
    for target, was, now in zip(targets, earliest, latest, strict=True):
        if now.kind not in _WARM:
            continue
        earlier = was.probability if was.kind in _WARM else None
        if earlier is not None and round(now.probability - earlier, _DIGITS) <= 0:
            continue
        best = from_row(after, now)
        rows.append(
            {
                "company": target.name,
                "kind": target.kind,
                "change": "new" if earlier is None else "better",
                "way": now.kind,
                "names": " → ".join(after.name[list(best.route[1:])]),
                "before": earlier,
                **{name: getattr(best, name) for name in ("probability", "low", "high")},
            }
        )
    found = pd.DataFrame(rows, columns=list(_DTYPES)).astype(_DTYPES)
    order = found.assign(later=found.change != "new", least=-found.probability)
    return found.loc[order.sort_values(["later", "least", "company"]).index].reset_index(drop=True)
