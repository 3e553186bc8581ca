"""The people of a company or field: everybody known there, by how they fit the work wanted."""

from __future__ import annotations

import numpy as np
import pandas as pd

from infonet.graph import Network, network_of
from infonet.paths import brokers_to, fit_words, target_log
from infonet.strength import REASONS
from infonet.tables import TEXT

_DTYPES = {
    **dict.fromkeys(("person", "name", "title", "fit", "in_common", "closeness"), TEXT),
    "seen": "datetime64[s]",
    "strength": "float64",
    **dict.fromkeys(("through", "status"), TEXT),
    "date": "datetime64[s]",
}
_FITS = ("hiring manager", "same work", "recruiter", "alum")


def people_there(
    net: Network, company: str | None = None, *, field: str | None = None
) -> pd.DataFrame:
    """List everybody known at a company, or in a field, by how they fit the work that I want.

    Parameters
    ----------
    net : Network
        A network of a book, or of tables, on a day; the log is that of its tables.
    company : str, optional
        The company, matched as in `warm_paths`.
    field : str, optional
        A field of work instead.

    Returns
    -------
    DataFrame
        One row per person with a present job there: person (key), name, title, fit (hiring manager,
        same work, recruiter or alum; missing for all others), in_common (my employer or school at
        which they were, too, as a clause; missing where there is none), closeness (the class of the
        tie with me, missing without one), seen (the day of the latest export that shows their job),
        strength (the chance that they act on a request), through (of somebody I do not know: the
        name of the friend who introduces best), status (at this target: open, met, agreed, waiting,
        silent, resting or closed) and date (of the act it rests on). Who fits best comes first,
        then people I know, the strongest ties before others, then by name.

    Raises
    ------
    UnknownNameError
        A company that is nobody's employer and no target.
    InfonetError
        `net` is no network, or neither or both of company and field are given.

    Examples
    --------
    >>> import infonet
    >>> book = infonet.Book(me="https://www.linkedin.com/in/robin-achterberg")
    >>> _ = book.want("Delta"), book.tie("Bo Lin", company="Delta", closeness="strong", new=True)
    >>> people_there(infonet.network(book, as_of="2026-06-30"), "Delta")[["name", "closeness"]]
         name closeness
    0  Bo Lin    strong
    """
    net = network_of(net)
    target = net.target(company, field=field)
    log = target_log(net, target)
    at = target.insiders
    mine = np.isin(at, net.alters)
    closeness, through = (np.full(len(at), None, dtype=object) for _ in range(2))
    strength = np.full(len(at), np.nan)
    for place in np.flatnonzero(mine):
        arc = net.arc(net.ego, int(at[place]))
        strength[place] = net.strength[arc]
        closeness[place] = REASONS[net.reason[arc]].tie_class
    best = brokers_to(net, at[~mine])
    through[~mine] = [net.name[one] if one >= 0 else None for one in best]
    stands = [log.person(key) for key in net.keys[at]]
    fits = [fit if fit in _FITS else None for fit in fit_words(net, target, at.tolist())]
    found = pd.DataFrame(
        {
            "person": net.keys[at],
            "name": net.name[at],
            "title": [net.workplaces.at_target(int(one), target)[1] for one in at],
            "fit": fits,
            "in_common": [net.workplaces.in_common(int(one)) for one in at],
            "closeness": closeness,
            "seen": net.tables.people.set_index("person").seen.reindex(net.keys[at]).to_numpy(),
            "strength": strength,
            "through": through,
            "status": [one.status for one in stands],
            "date": [one.date for one in stands],
        }
    ).astype(_DTYPES)
    rank = found.fit.map({fit: rank for rank, fit in enumerate(_FITS)}).fillna(len(_FITS))
    found = found.assign(place=rank, mine=~mine, weak=-found.strength.fillna(0.0))
    found = found.sort_values(["place", "mine", "weak", "name"], kind="stable", ignore_index=True)
    return found[list(_DTYPES)]
