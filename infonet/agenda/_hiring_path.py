"""The hiring path: how far a search has come on its way to the hiring manager face to face."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from infonet.agenda._due import noted_roles
from infonet.agenda._hiring_chain import HiringChain
from infonet.agenda._next_step import next_step
from infonet.graph import Network, network_of
from infonet.ledger import AnyLog, Ledger
from infonet.names.markup import block, letters
from infonet.names.titles import ROLES


@dataclass(frozen=True, eq=False, repr=False)
class HiringPath:
    """How far the search has come at one company.

    Attributes
    ----------
    company : str
        The company or field.
    rungs : DataFrame
        One row per role, from peer to hiring manager: rung, known (number of people there who have
        it), person (key), name, title and state of the person who is furthest: met, planned, asked,
        known, silent, withdrawn or declined; date of that state; hops_left (ties to the goal).
    steps : DataFrame
        One row per conversation held, in order: date, person, name, title, role, hops_left
        (after it), nearer.
    goal : tuple of str
        Keys of the hiring managers; of all managers where no hiring manager is known.
    hops_left : int or None
        The fewest ties from you, or from anybody you have met there, to the goal: 0 when it is met,
        None when no route is known.
    nearer : bool or None
        Whether the last conversation brought it nearer: fewer ties left, a higher rung than any
        before, or the name of somebody on a higher rung, or a job referral. None before the first.
    step : str
        The action that would bring it nearer now.
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
        lines += [f"  {rung:<15} {words}" for rung, words in self._rungs()]
        return "\n".join([*lines, *self._words()])

    def _repr_html_(self) -> str:
        rows = "".join(
            f"<tr><th>{letters(rung)}</th><td style='text-align:left'>{letters(words)}</td></tr>"
            for rung, words in self._rungs()
        )
        words = "".join(f"<p>{letters(sentence)}</p>" for sentence in self._words())
        head = f"<b>{letters(self.company)}</b>: {letters(self._distance())}"
        return block(f"<p>{head}</p><table>{rows}</table>{words}")

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

    def _rungs(self) -> list[tuple[str, str]]:
        """Return each role, the highest first, with who has it."""
        found = []
        rows: Iterable[Any] = self.rungs[::-1].itertuples()
        for row in rows:
            if row.known == 0:
                found.append((row.rung, "nobody known"))
                continue
            title = f", {row.title}" if isinstance(row.title, str) else ""
            day = "" if pd.isna(row.date) else f" on {row.date.date()}"
            more = f" ({row.known} known)" if row.known > 1 else ""
            found.append((row.rung, f"{row.name}{title}: {row.state}{day}{more}"))
        return found

    def _words(self) -> list[str]:
        """Say whether the last conversation helped, and what to do."""
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
    events: AnyLog,
    company: str,
    *,
    as_of: object,
    roles: Mapping[str, str] | None = None,
    notes: pd.DataFrame | None = None,
) -> HiringPath:
    """Show how far the search has come on the way to the hiring manager of a company.

    Parameters
    ----------
    net : Network
        The network.
    events : DataFrame, Tables, Book or Ledger
        The log, raw or settled.
    company : str
        A company, or a wanted field.
    as_of : date, str or Timestamp
        The day.
    roles : mapping of str to str, optional
        Roles you know better than the titles say, by key or unique name: peer, alum, recruiter,
        manager or hiring manager, as ``{"Ana Diaz": "hiring manager"}``. People named here count
        as being there.
    notes : DataFrame, optional
        ``Book.notes()``: a note of the kind role that is one of these words gives the role of a
        person who is there.

    Returns
    -------
    HiringPath
        The roles reached, the hops left, whether the last conversation brought it nearer, and the
        step that would. It is shown as a text and as a table.

    Raises
    ------
    UnknownNameError
        A company that nobody works at, that is no target and in no request; a person of `roles`
        who is not in the network, or not just once.
    InfonetError
        A word that is no role, or `events` that are no log.

    Notes
    -----
    Roles are inferred from job titles: a manager is a hiring manager when every word of a wanted
    field stands in the title. The data do not say who went to your school: state an alum by hand.

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
    log = Ledger.of(events, network_of(net).tables).on(as_of)
    chain = HiringChain.of(net, log, company, roles or {}, noted_roles(notes))
    steps = chain.steps()
    return HiringPath(
        company=chain.target.name,
        rungs=chain.rungs(ROLES),
        steps=steps,
        goal=tuple(net.keys[list(chain.goal)]),
        hops_left=chain.left(chain.met),
        nearer=bool(steps.nearer.iloc[-1]) if len(steps) else None,
        step=next_step(chain),
    )
