"""The hiring path: how far a search has come on its way to the hiring manager face to face."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

import pandas as pd

from infonet.agenda._hiring_chain import HiringChain, title_of
from infonet.agenda._hiring_step import hiring_step
from infonet.graph import Network, network_of
from infonet.ledger import AnyLog, Ledger
from infonet.names.markup import block, letters
from infonet.names.people import given_name
from infonet.names.text import counted
from infonet.names.titles import ROLES, role_of
from infonet.workdays import day_text


@dataclass(frozen=True, eq=False, repr=False)
class HiringPath:
    """The progress of the search at one company.

    Attributes
    ----------
    company : str
        The company or field.
    as_of : Timestamp
        The day.
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
        The action that would bring it nearer now, after the reason if there is one.
    act : str
        The action alone.
    """

    company: str
    as_of: pd.Timestamp
    rungs: pd.DataFrame
    steps: pd.DataFrame
    goal: tuple[str, ...]
    hops_left: int | None
    nearer: bool | None
    step: str
    act: str

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
            day = "" if pd.isna(row.date) else f" on {day_text(row.date, as_of=self.as_of)}"
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
            day = day_text(last.date, as_of=self.as_of)
            words.append(f"The last conversation, with {last['name']} on {day}, {brought}.")
        return [*words, f"Next: {self.step}"]


def hiring_path(
    net: Network,
    events: AnyLog,
    company: str,
    *,
    as_of: object,
    roles: Mapping[str, str] | None = None,
) -> HiringPath:
    """Show how far the search has come on the way to the hiring manager of a company.

    Parameters
    ----------
    net : Network
        The network. A note of the kind role in its tables, dated by `as_of` or undated, that is
        one of the words below gives the role of a person who is there.
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
    field stands in the title. A peer who works, or worked, at an employer of yours, or went to a
    school of yours, is an alum, in whatever years. Whose school no export says you state by hand.

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
    chain = HiringChain.of(net, log, company, roles or {})
    steps, step = chain.steps(), hiring_step(chain)
    return HiringPath(
        company=chain.target.name,
        as_of=log.day,
        rungs=chain.rungs(),
        steps=steps,
        goal=tuple(net.keys[list(chain.goal)]),
        hops_left=chain.left(chain.met),
        nearer=bool(steps.nearer.iloc[-1]) if len(steps) else None,
        step=str(step),
        act=step.act,
    )


class TalkAhead(NamedTuple):
    """Hold what a conversation would bring on the way to the hiring manager.

    Attributes
    ----------
    nearer : bool
        Whether it brings the hiring manager nearer: fewer ties left, or a higher role than that of
        anybody met there.
    before, after : int or None
        The ties left without it and with it; None where no route is known.
    words : str
        Why, in at most twelve words but for long names.
    instead : str
        What would bring the hiring manager nearer, in a sentence; empty where it does, or where
        nobody who hires is known and that is what to ask.
    """

    nearer: bool
    before: int | None
    after: int | None
    words: str
    instead: str


def talk_ahead(net: Network, log: AnyLog, company: str, person: str, *, as_of: object) -> TalkAhead:
    """Say whether a conversation brings the hiring manager nearer, and if not, what would.

    Parameters
    ----------
    net : Network
        The network.
    log : DataFrame, Tables, Book or Ledger
        What happened.
    company : str
        A company, or a wanted field.
    person : str
        The person to talk to, by key.
    as_of : date, str or Timestamp
        The day.

    Returns
    -------
    TalkAhead

    Raises
    ------
    UnknownNameError
        As `hiring_path`; or the network does not have the person.

    Examples
    --------
    >>> import infonet
    >>> book = infonet.Book(me="https://www.linkedin.com/in/robin-achterberg")
    >>> said = book.tie("Bo Lin", company="Delta", title="Analyst", new=True)
    >>> said = book.tie("Bo Lin", "Kit Oduya", company="Delta", title="Director", new=True)
    >>> net = infonet.network(book, as_of="2026-06-30")
    >>> talk_ahead(net, book, "Delta", book.who("Bo Lin"), as_of="2026-06-30").words
    'Bo knows Kit Oduya, the manager: ask to be introduced.'
    """
    ledger = Ledger.of(log, network_of(net).tables)
    chain = HiringChain.of(net, ledger.on(as_of), company, {})
    at = net.position(person)
    role = chain.role.get(at) or role_of(title_of(net, chain.target, at))
    before, after = chain.left(chain.met), chain.left([*chain.met, at])
    highest = max((ROLES.index(chain.role[one]) for one in chain.met), default=-1)
    fewer = after is not None and (before is None or after < before)
    # A first talk with a peer brings nobody nearer for its rung alone.
    higher = highest < ROLES.index(role) > ROLES.index("alum")
    # Who is met again opens nothing new, nor does anybody once the goal is met.
    nearer = at not in chain.met and before != 0 and (fewer or higher)
    name = given_name(str(net.name[at])) or str(net.name[at])
    known = [one for one in chain.goal if chain.distance[at] == 1 and net.arc(at, one) >= 0]
    if at in chain.goal:
        again = "whom you have met before" if at in chain.met else "this is the talk that counts"
        words = f"{name} is the {role}{',' if at in chain.met else ':'} {again}."
    elif not chain.goal:
        words = f"Nobody who hires there is known yet: ask {name} who does."
    elif before == 0:
        words = "You have met the hiring manager there already."
    elif known:
        goal = f"{net.name[known[0]]}, the {chain.role[known[0]]}"
        words = f"{name} knows {goal}: ask to be introduced."
    elif nearer and fewer:
        words = f"{name} is {counted(after or 0, 'step')} from the hiring manager: ask who hires."
    elif nearer:
        words = f"{name} is nearer to whoever hires than anybody you met."
    else:
        words = "As far as your book knows, this talk brings you no nearer."
    instead = "" if nearer or before == 0 or not chain.goal else _upper(hiring_step(chain).act)
    return TalkAhead(nearer, before, after, words, instead)


def _upper(sentence: str) -> str:
    return sentence[:1].upper() + sentence[1:]
