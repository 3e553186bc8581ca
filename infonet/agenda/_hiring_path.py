"""The critical path: where a search stands on its way to the hiring manager face to face."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from html import escape
from typing import Any

import pandas as pd

from infonet.agenda._hiring_chain import Ladder
from infonet.agenda._log import log_of
from infonet.agenda._next_step import next_step
from infonet.agenda._note_rules import noted_roles
from infonet.graph import Network
from infonet.names.titles import ROLES

__all__ = ["HiringPath", "hiring_path"]


@dataclass(frozen=True, eq=False, repr=False)
class HiringPath:
    """Where the search stands at one company.

    Attributes
    ----------
    company : str
        The company or field.
    rungs : DataFrame
        One row per role, from peer to hiring manager: rung, known (how many people there have it),
        person (key), name, title and state of whoever of them is furthest: met, planned, asked,
        known, silent or declined; date of that state; hops_left (ties from them to the goal).
    steps : DataFrame
        One row per conversation held, in order: date, person, name, title, role, hops_left
        (after it), nearer.
    goal : tuple of str
        Keys of the hiring managers; of all managers where no hiring manager is known.
    hops_left : int or None
        The fewest ties from you, or from anybody you have met there, to the goal: 0 when it is met,
        None when no way is known.
    nearer : bool or None
        Whether the last conversation brought it nearer: fewer ties left, a higher rung than any
        before, or the name of somebody on one, or a job referral. None before the first.
    step : str
        What would bring it nearer now.
    """

    company: str
    rungs: pd.DataFrame
    steps: pd.DataFrame
    goal: tuple[str, ...]
    hops_left: int | None
    nearer: bool | None
    step: str

    def __repr__(self) -> str:
        lines = [f"{self.company}: {self._distance()}"]
        lines += [f"  {rung:<15} {told}" for rung, told in self._ladder()]
        return "\n".join([*lines, *self._words()])

    def _repr_html_(self) -> str:
        rows = "".join(
            f"<tr><th>{escape(rung)}</th><td style='text-align:left'>{escape(told)}</td></tr>"
            for rung, told in self._ladder()
        )
        words = "".join(f"<p>{escape(sentence)}</p>" for sentence in self._words())
        head = f"<b>{escape(self.company)}</b>: {escape(self._distance())}"
        return f"<div class='tex2jax_ignore'><p>{head}</p><table>{rows}</table>{words}</div>"

    def _distance(self) -> str:
        known = self.rungs.known.iloc[-1] > 0
        goal = "hiring manager" if known else "nearest manager"
        if not self.goal:
            return "no manager is known there yet"
        if self.hops_left is None:
            return f"no way to the {goal} is known"
        if self.hops_left == 0:
            return f"you have met the {goal} face to face"
        ties = "tie" if self.hops_left == 1 else "ties"
        return f"{self.hops_left} {ties} left to the {goal}"

    def _ladder(self) -> list[tuple[str, str]]:
        """Each rung, and who stands on it."""
        told = []
        rows: Iterable[Any] = self.rungs[::-1].itertuples()
        for row in rows:
            if row.known == 0:
                told.append((row.rung, "nobody known"))
                continue
            title = f", {row.title}" if isinstance(row.title, str) else ""
            day = "" if pd.isna(row.date) else f" on {row.date.date()}"
            more = f" ({row.known} known)" if row.known > 1 else ""
            told.append((row.rung, f"{row.name}{title}: {row.state}{day}{more}"))
        return told

    def _words(self) -> list[str]:
        """How the last conversation went, and what to do."""
        words = []
        # Once the goal is met nothing can bring it nearer, and nothing is amiss.
        if len(self.steps) and (self.nearer or self.hops_left != 0):
            last = self.steps.iloc[-1]
            brought = "brought it nearer" if self.nearer else "did not bring it nearer"
            words.append(
                f"The last conversation, with {last['name']} on {last.date.date()}, {brought}."
            )
        return [*words, f"Next: {self.step}"]


def hiring_path(
    net: Network,
    events: pd.DataFrame,
    company: str,
    *,
    as_of: object,
    roles: Mapping[str, str] | None = None,
    notes: pd.DataFrame | None = None,
) -> HiringPath:
    """Where the search stands on the way to the hiring manager of a company, face to face.

    Parameters
    ----------
    net : Network
        The network.
    events : DataFrame
        The log, raw or settled.
    company : str
        A company, or a wanted field.
    as_of : date, str or Timestamp
        The day.
    roles : mapping of str to str, optional
        What you know better than the titles say, by key or unique name: peer, alum, recruiter,
        manager or hiring manager, as ``{"Ana Diaz": "hiring manager"}``. Whoever is named counts
        as being there.
    notes : DataFrame, optional
        ``Book.notes()``: a note of the kind role that is one of these words says it of whoever is
        there.

    Returns
    -------
    HiringPath
        Its roles reached, the hops left, whether the last conversation brought it nearer, and the
        step that would. It reads as a text and as a table.

    Raises
    ------
    UnknownNameError
        A company that nobody works at, that is no target and in no request; a person of `roles`
        who is not in the network, or not just once.
    InfonetError
        A role that is none.

    Notes
    -----
    Roles are inferred from job titles: a manager is a hiring manager when every word of a wanted
    field stands in the title. Who went to your school is not in the data: state an alum by hand.

    Examples
    --------
    >>> from infonet.graph import network
    >>> from infonet.tables import Tables
    >>> tables = Tables.of(
    ...     people=[{"person": "me"}, {"person": "in/ana", "name": "Ana Diaz"}],
    ...     jobs=[{"person": "in/ana", "company": "Delta", "title": "Head of Data"}],
    ...     ties=[{"source": "in/ana", "target": "me", "evidence": "connection", "origin": "me"}],
    ... )
    >>> net = network(tables, as_of="2026-06-30")
    >>> path = hiring_path(
    ...     net, tables.events, "Delta", as_of="2026-06-30", roles={"Ana Diaz": "hiring manager"}
    ... )
    >>> path.hops_left, path.step
    (1, 'ask Ana Diaz, Head of Data, whom you know, for a conversation.')
    """
    log = log_of(events, as_of, net.tables)
    ladder = Ladder.of(net, log, company, roles or {}, noted_roles(notes))
    steps = ladder.steps()
    return HiringPath(
        company=ladder.target.name,
        rungs=ladder.rungs(ROLES),
        steps=steps,
        goal=tuple(net.keys[list(ladder.goal)]),
        hops_left=ladder.left(ladder.met),
        nearer=bool(steps.nearer.iloc[-1]) if len(steps) else None,
        step=next_step(ladder),
    )
