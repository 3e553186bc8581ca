"""The people: everybody in the book, with what is known of each, as one table."""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from infonet.graph import Network, network_of
from infonet.paths import brokers, brokers_to, log_of, targets_of
from infonet.strength import REASONS
from infonet.tables import LATEST, ME, TEXT

_DTYPES = {
    **dict.fromkeys(("person", "name", "title", "company", "location", "closeness"), TEXT),
    "strength": "float64",
    "last": "datetime64[s]",
    "through": TEXT,
    "seen": "datetime64[s]",
    **dict.fromkeys(("target", "opens"), "object"),
    "asked": "datetime64[s]",
    "open": "int64",
}


def people(net: Network) -> pd.DataFrame:
    """List everybody in the book, and what is known of each.

    Parameters
    ----------
    net : Network
        A network of a book, or of tables; the log is that of its tables.

    Returns
    -------
    DataFrame
        One row per person but the ego: person (key), name, title and company (of a present job),
        location, closeness (the class of the tie with me: strong, medium, weak, connection or
        given; missing where there is none), strength (the chance that they act on a request,
        missing without a tie), last (the day of the last contact, by messages and by the log),
        through (of somebody I do not know: the name of the friend who introduces best), seen (the
        day of the latest export that shows them: so old is what is known of their job), target
        (tuple of my targets where they work, companies and fields), opens (tuple of my targets to
        which a path begins with them), asked (the day on which they were last asked) and open
        (their requests under way). People I know come first, the strongest ties before others,
        then the latest contact, then by name.

    Raises
    ------
    InfonetError
        `net` is no network.

    Examples
    --------
    >>> import infonet
    >>> book = infonet.Book(me="https://www.linkedin.com/in/robin-achterberg")
    >>> _ = book.want("Delta"), book.tie("Bo Lin", company="Delta", closeness="strong", new=True)
    >>> people(infonet.network(book, as_of="2026-06-30"))[["name", "closeness", "target"]]
         name closeness    target
    0  Bo Lin    strong  (Delta,)
    """
    net = network_of(net)
    mine, alters = net.arcs(net.ego), net.alters
    strength = np.full(len(net), np.nan)
    strength[alters] = net.strength[mine]
    closeness = np.full(len(net), None, dtype=object)
    closeness[alters] = np.array([reason.tie_class for reason in REASONS])[net.reason[mine]]
    last, asked, under_way = _contact(net)
    own = net.tables.people.set_index("person")[["location", "seen"]].reindex(net.person)
    jobs = net.workplaces.current
    target, opens = _targets(net)
    found = pd.DataFrame(
        {
            "person": net.person,
            "name": net.name,
            "title": jobs.title.array,
            "company": jobs.company.array,
            "location": own.location.array,
            "closeness": closeness,
            "strength": strength,
            "last": last,
            "through": _through(net),
            "seen": own.seen.to_numpy(),
            "target": target,
            "opens": opens,
            "asked": asked,
            "open": under_way,
        }
    ).astype(_DTYPES)
    # The network has people by name: so those stay who are equal in all else.
    weak = np.where(np.isnan(strength), np.inf, -strength)
    past = np.where(np.isnat(last), np.inf, -last.astype(np.float64))
    order = np.lexsort((past, weak))
    return found.take(order[order != net.ego]).reset_index(drop=True)


def _contact(
    net: Network,
) -> tuple[NDArray[np.datetime64], NDArray[np.datetime64], NDArray[np.int64]]:
    """Return by position: the last contact, the last ask, and how many requests are under way."""
    last = np.full(len(net), np.datetime64("NaT", "s"))
    last[net.alters] = net.in_touch
    asked = np.full(len(net), np.datetime64("NaT", "s"))
    under_way = np.zeros(len(net), dtype=np.int64)
    day = LATEST if pd.isna(net.as_of) else net.as_of
    log = net.once(log_of).on(day)
    for event in log.events:
        for who in (event.person, event.via):
            at = -1 if who is None or who == ME else net.position(who, strict=False)
            if at >= 0:
                last[at] = np.fmax(last[at], np.datetime64(event.day, "s"))
                if event.stage == "asked":
                    asked[at] = np.fmax(asked[at], np.datetime64(event.day, "s"))
    for person, asks in log.under_way.items():
        at = net.position(person, strict=False)
        if at >= 0:
            under_way[at] = len(asks)
    return last, asked, under_way


def _through(net: Network) -> NDArray[np.object_]:
    """Return for everybody I do not know the name of the friend who introduces best."""
    known, near = (np.zeros(len(net), dtype=np.bool_) for _ in range(2))
    known[net.alters] = True
    # Of very many people few may have a tie with one whom I know.
    near[net.indptr.searchsorted(np.flatnonzero(known[net.indices]), side="right") - 1] = True
    near[net.ego] = False
    strangers = np.flatnonzero(near & ~known)
    through = np.full(len(net), None, dtype=object)
    best = brokers_to(net, strangers)
    through[strangers[best >= 0]] = net.name[best[best >= 0]]
    return through


def _targets(net: Network) -> tuple[NDArray[np.object_], NDArray[np.object_]]:
    """Return by position the targets where somebody works, and those that they open."""
    target, opens = (np.empty(len(net), dtype=object) for _ in range(2))
    target[:] = opens[:] = [()] * len(net)
    if len(net.workplaces.wanted) == 0:
        return target, opens
    for each in targets_of(net):
        for at in each.insiders.tolist():
            target[at] = (*target[at], each.name)
    found = brokers(net)
    for at, names in zip(net.positions(found.person), found.opens, strict=True):
        opens[at] = names
    return target, opens
