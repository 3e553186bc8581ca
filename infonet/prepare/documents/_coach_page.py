"""The page for a coach: my targets, my week and my review, with or without names."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from infonet.agenda import FURTHEST, STATE_WORDS, Week, targets, week
from infonet.book import Book, book_of
from infonet.conversion import review
from infonet.errors import InfonetError, hint
from infonet.files import save
from infonet.graph import Network, network
from infonet.ledger import Ledger, company_of
from infonet.names.companies import names_somebody
from infonet.names.markup import block, letters
from infonet.names.people import full_name
from infonet.names.text import one_line
from infonet.paths import log_of
from infonet.prepare.documents._parts import one_file, table
from infonet.prepare.messages._draft import CHANNELS
from infonet.tables import ME, TEXT, as_date, typed
from infonet.workdays import day_text

COACH_PARTS: dict[str, str] = {
    "targets": "My targets",
    "week": "My week",
    "review": "What my asks led to",
}
"""What may stand on the page → its heading."""

_STEPS = {
    "thank": "Thank {who}",
    "confirm": "Prepare for the talk with {who}, and confirm it",
    "report back": "Tell {who} what came of it",
    "write again": "Write to {who} again",
    "to do": "Do what I noted",
    "prepare": "Prepare for the talk with {who}",
    "tell": "Write down how the talk with {who} went",
    "instead": "Find out who hires there",
    "answer": "Answer the offer",
    "look": "Look for somebody there",
    "later": "Next week: {ask}",
    "ask": "{ask}",
}
"""The next step of a target → how it is said here: never in the words of a note.

Of the others the board's words name nobody.
"""

_ASKS = {
    "introduction": "Ask {who} for an introduction",
    "direct": "Ask {who} for a talk",
    "scout": "Ask {who} who they know there",
    "cold": "Write to somebody new",
}
_TALKS = {
    "talk": "Talk with {who}",
    "tell": "Write down how the talk with {who} went",
    "offer": "Answer the offer",
}
_TARGETS = {**dict.fromkeys(("company", "stands", "next"), TEXT), "due": "datetime64[s]"}
_WEEK = {**dict.fromkeys(("kind", "company", "what"), TEXT), "day": "datetime64[s]", "sent": "bool"}
_NAMED = "This page names people whom I know: please keep it to yourself."
_NAMELESS = (
    "I name no people on this page. Companies have their own names, and a part of one may be the"
    " first name or the family name of somebody whom I know."
)


@dataclass(frozen=True, repr=False)
class CoachPage:
    """A page for one's coach: the chosen parts alone, without notes, and without any chance.

    Attributes
    ----------
    as_of : Timestamp
        The day it was made for.
    targets : DataFrame or None
        company (or field), stands, next (the next step), due; None where it was not chosen, as is
        each of the next two.
    week : DataFrame or None
        kind (talk, tell, offer or ask), company, what, day (of a talk, or by which), sent (of an
        ask).
    review : tuple of str or None
        The sentences of the review, each with its n.
    pace : str
        The days of the week and the asks sent, in words; empty without the week.
    names : bool
        Whether people are named.
    name : str
        Whose search it is; empty if it shall not be said.
    """

    as_of: pd.Timestamp
    targets: pd.DataFrame | None
    week: pd.DataFrame | None
    review: tuple[str, ...] | None
    pace: str
    names: bool
    name: str = ""

    @property
    def title(self) -> str:
        """Say what it is, whose, and of which day."""
        whose = f"the search of {self.name}" if self.name else "my search"
        return f"Where {whose} stands, {day_text(self.as_of)}"

    def html(self) -> str:
        """Return a page to print on A4: one file with its style, which fetches nothing."""
        return one_file(self.title, f"<main>{self._repr_html_()}</main>", style="printed.css")

    def save(self, path: str | os.PathLike[str], *, replace: bool = False) -> Path:
        """Write the page to a file to hand over, such as ``for-my-coach.html``.

        A file that exists, unless with `replace`, or a place that cannot be written is an
        `InfonetError`.
        """
        return save(path, self.html(), replace=replace)

    def __repr__(self) -> str:
        chosen = [name for name in COACH_PARTS if getattr(self, name) is not None]
        return f"{self.title}: {', '.join(chosen)}, {'with' if self.names else 'without'} names"

    def _repr_html_(self) -> str:
        lines = [f"<h1>{letters(self.title)}</h1>"]
        if self.targets is not None:
            shown = self.targets.assign(due=self._days(self.targets.due))
            lines += [
                _heading("targets"),
                table(
                    ("Company or field", "Where it stands", "Next step", "By"),
                    shown.itertuples(index=False),
                    day=3,
                )
                if len(shown)
                else "<p>No target yet.</p>",
            ]
        if self.week is not None:
            when = self._days(self.week.day).where(~self.week.sent, "sent")
            shown = self.week[["company", "what"]].assign(day=when)
            lines += [
                _heading("week"),
                f"<p>{letters(self.pace)}</p>",
                table(("Company or field", "What", "When"), shown.itertuples(index=False), day=2)
                if len(shown)
                else "<p>No talk and nobody to ask this week.</p>",
            ]
        if self.review is not None:
            lines += [_heading("review"), *(f"<p>{letters(text)}</p>" for text in self.review)]
        return block(*lines, f"<p>{letters(_NAMED if self.names else _NAMELESS)}</p>")

    def _days(self, days: pd.Series) -> pd.Series[str]:
        texts = ["" if pd.isna(day) else day_text(day, as_of=self.as_of) for day in days]
        shown: pd.Series[str] = pd.Series(texts, index=days.index, dtype=TEXT)
        return shown


def coach_page(
    book: Book,
    *,
    as_of: object,
    parts: Iterable[str] = tuple(COACH_PARTS),
    names: bool = False,
    name: str | None = None,
    net: Network | None = None,
    made: Week | None = None,
) -> CoachPage:
    """Make a page for my coach of what I choose to show: targets, week and review.

    Notes are never on it, nor a chance, nor how close anybody is. Without names, people are "a
    contact", or "a contact at Delta" where they work there. "A company" is one in whose name the
    whole name of somebody known stands, the single name of somebody who works there, as "Okafor"
    at Okafor Ltd, or an address. Else a company is named, also if somebody is called as it is.

    Parameters
    ----------
    book : Book
        Whose search it is.
    as_of : date, str or Timestamp
        The day.
    parts : iterable of str
        What stands on it, of ``targets``, ``week`` and ``review``.
    names : bool
        Whether the people on it are named.
    name : str, optional
        My own name, for the title.
    net : Network, optional
        The network of the book on the day, where it has been made already.
    made : Week, optional
        The week of that day, where it has been made already.

    Returns
    -------
    CoachPage
        ``.save("for-my-coach.html")`` writes it; ``.html()`` returns it.

    Raises
    ------
    InfonetError
        Something else than a book, no day, a part that there is not, or none.

    Examples
    --------
    >>> book = Book(me="Robin Achterberg")
    >>> said = book.want("Delta"), book.tie("Bo Lin", company="Delta", new=True)
    >>> page = coach_page(book, as_of="2026-06-30", parts=["targets"])
    >>> page
    Where my search stands, Tue 30 Jun 2026: targets, without names
    >>> page.targets.next.tolist()
    ['Ask a contact at Delta for a talk']
    """
    book, day = book_of(book), as_date(as_of)
    chosen = {*((parts,) if isinstance(parts, str) else parts)}
    for each in sorted(map(str, chosen - COACH_PARTS.keys())):
        raise InfonetError(f"`parts` cannot have `{each}`: {hint(each, tuple(COACH_PARTS))}")
    if not chosen:
        raise InfonetError(
            f"`parts` takes at least one of {', '.join(COACH_PARTS)}",
            plain="Choose at least one part of the page.",
        )
    if net is None or net.as_of != day:
        net = network(book.tables(), as_of=day)
    if "week" in chosen and (made is None or made.as_of != day):
        made = week(book, day, net=net)
    seen = [net.workplaces.wanted.company]
    if made is not None:
        seen += [made.talks.company, made.asks.company]
    words = _Words(net, pd.concat(seen).dropna().unique(), names=names)
    return CoachPage(
        as_of=day,
        targets=_targets(net, words) if "targets" in chosen else None,
        week=_week(made, words) if "week" in chosen and made is not None else None,
        review=_review(net, day, words) if "review" in chosen else None,
        pace=made.title if "week" in chosen and made is not None else "",
        names=names,
        name=one_line(name) if name else "",
    )


class _Words:
    """Say who and where, with names or without."""

    def __init__(self, net: Network, companies: Iterable[str], *, names: bool) -> None:
        self.net, self.names = net, names
        shown = {company: one_line(company) for company in companies}
        if not names:
            known = net.tables.people.set_index("person").name.drop(ME, errors="ignore").dropna()
            jobs = net.tables.jobs.assign(name=net.tables.jobs.person.map(known))
            pairs = jobs[["name", "company"]].dropna().itertuples(index=False, name=None)
            telling = names_somebody([*shown.values()], map(str, known), pairs)
            shown = {
                company: "a company" if tells else text
                for (company, text), tells in zip(shown.items(), telling, strict=True)
            }
        self._shown = shown

    def who(self, person: object, company: object) -> str:
        """Return a person's name; without names whether they work at the company."""
        at = self.net.position(person, strict=False) if isinstance(person, str) else -1
        if self.names and at >= 0:
            return full_name(self.net.name[at])
        works = self.net.workplaces.current.company.iloc[at] if at >= 0 else None
        if not isinstance(works, str) or not isinstance(company, str):
            return "a contact"
        same = company_of(works) == company_of(company)
        return f"a contact at {self.where(company)}" if same else "a contact"

    def where(self, company: object) -> str:
        """Return the name of a company or field, unless it names somebody."""
        return self._shown.get(company, "") if isinstance(company, str) else ""


def _targets(net: Network, words: _Words) -> pd.DataFrame:
    """Return the board without chances, routes and the words of notes."""
    rows = []
    for one in targets(net).to_dict("records"):
        stands = STATE_WORDS[one["state"]]
        if one["stage"] in FURTHEST and one["state"] != "offer":
            since = day_text(one["since"], as_of=net.as_of)
            stands += f"; so far {FURTHEST[one['stage']]}, {since}"
        who = words.who(one["person"], one["company"])
        step = _STEPS.get(one["action"])
        ask = "" if pd.isna(one["ask"]) else _ASKS[one["ask"]].format(who=who)
        if one["action"] == "later":
            ask = ask[:1].lower() + ask[1:]
        rows.append(
            {
                "company": words.where(one["company"]),
                "stands": stands,
                "next": one["next"] if step is None else step.format(who=who, ask=ask),
                "due": one["due"],
            }
        )
    return typed(rows, _TARGETS)


def _week(made: Week, words: _Words) -> pd.DataFrame:
    """Return talks, offers and asks of the week."""
    rows = list[dict[str, Any]]()

    def add(one: Mapping[Any, Any], text: str, **more: object) -> None:
        who = words.who(one["person"], one["company"])
        where = words.where(one["company"])
        rows.append({"company": where, "what": text.format(who=who), **more})

    for one in made.talks.to_dict("records"):
        add(one, _TALKS[one["kind"]], kind=one["kind"], day=one["day"], sent=False)
    for one in made.asks.to_dict("records"):
        add(one, _ASKS[one["kind"]], kind="ask", day=None, sent=bool(one["sent"]))
    return typed(rows, _WEEK)


def _review(net: Network, day: pd.Timestamp, words: _Words) -> tuple[str, ...]:
    """Return the sentences of the review; without names a channel of one's own is a number."""
    ledger: Ledger = net.once(log_of)
    if words.names:
        return tuple(review(ledger, as_of=day).sentences.text)
    log = ledger.settled()
    own = sorted({*log.channel.dropna()} - {*CHANNELS})
    called = dict(zip(own, (f"channel {at}" for at in range(1, len(own) + 1)), strict=True))
    return tuple(review(log.assign(channel=log.channel.replace(called)), as_of=day).sentences.text)


def _heading(part: str) -> str:
    return f"<h2>{letters(COACH_PARTS[part])}</h2>"
