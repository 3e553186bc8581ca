"""List who may come to an event without a guest list, by the crowd that is expected."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress

import numpy as np
import pandas as pd

from infonet.errors import InfonetError, UnknownNameError, nearest
from infonet.graph import Network, network_of
from infonet.names.people import profile_url
from infonet.tables import TEXT

_DTYPES = dict.fromkeys(("name", "company", "title", "email", "url", "person"), TEXT)


def crowd(net: Network, expected: str | Iterable[str]) -> pd.DataFrame:
    """List everybody in the network who belongs to the crowd that an event is for.

    Nobody says that they come: these are the people to look out for without a guest list.

    Parameters
    ----------
    net : Network
        The network.
    expected : str or iterable of str
        Companies, and fields of work; a text with commas names several.

    Returns
    -------
    DataFrame
        name, company, title, email, url, person (key): whoever works there now, by name, the ego
        left out. `infonet.prepare.event_brief` takes it in the place of a guest list.

    Raises
    ------
    UnknownNameError
        A text that is nobody's employer, and a field in which nobody works; it offers the nearest
        names.
    InfonetError
        No text at all.

    Examples
    --------
    >>> import infonet
    >>> book = infonet.Book(me="Robin Achterberg")
    >>> said = book.tie("Ana Diaz", company="Echo", title="Data engineer", new=True)
    >>> said = book.tie("Bo Lin", company="Delta", new=True)
    >>> net = infonet.network(book, as_of="2026-06-30")
    >>> crowd(net, "Delta, data engineering").name.tolist()
    ['Ana Diaz', 'Bo Lin']
    """
    network_of(net)
    texts = expected.split(",") if isinstance(expected, str) else list(expected)
    names = [name for text in texts if (name := str(text).strip())]
    if not names:
        raise InfonetError(
            "expected who comes to the event: companies or fields of work, with commas between"
        )
    inside = np.unique(np.concatenate([_insiders(net, name) for name in names]))
    inside = inside[inside != net.ego].astype(np.int64)
    people = net.tables.people.set_index("person").reindex(net.person[inside])
    keys = [str(net.keys[at]) for at in inside]
    profiles = [profile_url(key[3:]) if key.startswith("in/") else None for key in keys]
    job = net.workplaces.current.iloc[inside]
    found = pd.DataFrame(
        {
            "name": net.name[inside],
            "company": job.company.to_numpy(),
            "title": job.title.to_numpy(),
            "email": people.email.to_numpy(),
            "url": people.url.fillna(pd.Series(profiles, index=people.index)).to_numpy(),
            "person": keys,
        }
    ).astype(_DTYPES)
    return found.sort_values("name", kind="stable", ignore_index=True)


def _insiders(net: Network, name: str) -> list[int]:
    """Return who works at a company or in a field, or raise an error that offers others."""
    found: set[int] = set()
    for look_up in (net.target, lambda text: net.target(field=text)):
        with suppress(UnknownNameError):  # it is then of the other kind, or of none
            found |= {*look_up(name).insiders.tolist()}
    if not found:
        near = nearest(name, net.workplaces.current.company.dropna().unique())
        advice = f"did you mean `{near[0]}`?" if near else "check the spelling"
        raise UnknownNameError(
            f"nobody in your book works at `{name}`, or in a field of that name: {advice}", near
        )
    return sorted(found)
