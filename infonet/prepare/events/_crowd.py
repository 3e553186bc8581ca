"""Prepare an event without a guest list: who may come, by the crowd expected, and what to do."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from infonet.errors import InfonetError, UnknownNameError, nearest
from infonet.graph import Network, network_of
from infonet.names.people import profile_url
from infonet.paths import targets_of
from infonet.tables import TEXT

_DTYPES = dict.fromkeys(("name", "company", "title", "email", "url", "person"), TEXT)


_STEPS = (
    ("before", "Say your objective aloud, in one sentence."),
    ("before", "Look out for three people, and read what they do."),
    ("bring", "Bring cards with your skills on the back."),
    ("bring", "Bring no résumé: send it later, if they ask."),
    ("there", "Ask one open question, then listen."),
    ("there", "Ask for twenty minutes on another day, where they like."),
    ("there", "Ask who else you should talk to."),
    ("after", "Note what you learned the same evening."),
    ("after", "Thank them within a day."),
)


def event_steps() -> pd.DataFrame:
    """List what to do for an event, in the order of doing.

    Returns
    -------
    DataFrame
        when (before, bring, there or after) and text (a sentence of at most twelve words). They are
        the rules of informational interviews, where a talk is a short one between others.

    Examples
    --------
    >>> event_steps().when.unique().tolist()
    ['before', 'bring', 'there', 'after']
    """
    return pd.DataFrame(_STEPS, columns=["when", "text"]).astype(TEXT)


def crowd(net: Network, expected: str | Iterable[str] | None = None) -> pd.DataFrame:
    """List everybody in the network who belongs to the crowd that an event is for.

    Nobody says that they come: these are the people to look out for without a guest list.

    Parameters
    ----------
    net : Network
        The network.
    expected : str or iterable of str, optional
        Companies, and fields of work; a text with commas names several. If not given, the
        companies and fields that you want.

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
    if expected is None:
        wanted = [target.insiders for target in targets_of(net)]
        return _listed(net, np.unique(np.concatenate([np.empty(0, dtype=np.int64), *wanted])))
    texts = expected.split(",") if isinstance(expected, str) else list(expected)
    names = [name for text in texts if (name := str(text).strip())]
    if not names:
        raise InfonetError(
            "expected who comes to the event: companies or fields of work, with commas between"
        )
    return _listed(net, np.unique(np.concatenate([_insiders(net, name) for name in names])))


def _listed(net: Network, inside: NDArray[np.int64]) -> pd.DataFrame:
    """Return people as a list of guests, by name."""
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
