"""One card at a time, by keys: how close people are, and who is the same person."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

import pandas as pd

from infonet.agenda import people, rating_effects, ties_to_rate
from infonet.names.text import counted
from infonet.panel import page as html
from infonet.panel._session import Session
from infonet.panel.page import Child, Node, Values, text_of
from infonet.panel.screens.people import CLOSE, seen_words
from infonet.tables import ME
from infonet.workdays import day_text

_DECK = 20
_CLOSE = (("s", "Close", "strong"), ("m", "Know well", "medium"), ("w", "Know a little", "weak"))
_NO_TARGET = "Add a company that you want first: then the people who matter for it come first."
_NOTHING = "You have said how close you are to everybody who matters for your targets."
_ALL_APART = "Nobody is in your book twice, as far as names can tell."
_WORDS = {closeness: label for _, label, closeness in _CLOSE}
_NEXT, _SHOWN, _EFFECTS = 6, 6, 3
_KNOWN = ("last", "seen", "location", "asked", "closeness")


class Step(NamedTuple):
    """A card that was answered, or skipped."""

    card: dict[str, Any]
    said: str = ""

    @property
    def rated(self) -> bool:
        """Say whether it was answered."""
        return bool(self.said)


class TriageScreen:
    """Ask how close people are, those first who matter most; about `same`, who is one person."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self._deck: list[dict[str, Any]] = []
        self._steps: list[Step] = []
        self._skipped: set[str] = set()
        self._later: set[tuple[str, str]] = set()
        self._of: tuple[Any, int] = (None, -1)
        self._twice = self._stated = 0

    def page(self, about: str) -> Node:
        """Return the card whose turn it is."""
        session = self.session
        if not session.may_act:
            return html.empty("This book is only looked at: nothing can be said in it.")
        if self._of != (session.book, session.edition):
            self._begin()
        return self._same() if about == "same" else self._close()

    # How close?

    def _begin(self) -> None:
        """Go on after something else was done: what was taken back is asked again."""
        session = self.session
        if self._of[0] is not session.book:
            self._deck, self._steps = [], []
            self._skipped, self._later = set(), set()
        ties = session.tables.ties
        said = ties[(ties.evidence == "stated") & ties.closeness.notna()]
        known = {*said.source, *said.target}
        again = [each for each in self._steps if each.rated and each.card["person"] not in known]
        self._steps = [each for each in self._steps if each not in again]
        self._deck = [each.card for each in again] + [
            card for card in self._deck if card["person"] not in known
        ]
        if not self._deck:
            self._deal()
        self._stated = len(known - {ME}) - sum(each.rated for each in self._steps)
        self._twice = len(self._pairs())  # who is one person does not follow from closeness
        self._of = (session.book, session.edition)

    def _deal(self) -> None:
        """Take the people whose closeness matters most, without those who had their turn."""
        session = self.session
        if session.tables.companies.priority.notna().any():
            passed = self._skipped.union(each.card["person"] for each in self._steps)
            found = ties_to_rate(session.network, n=_DECK + len(passed))
            left = found[~found.person.isin(passed)].head(max(_DECK - len(self._steps), 0))
            known = self._known().reindex(left.person)[[*_KNOWN]].reset_index(drop=True)
            effects = rating_effects(session.network, left.person)
            self._deck = [
                card | {"effects": effects[effects.person == card["person"]]}
                for card in _records(left.reset_index(drop=True).join(known))
            ]

    def _known(self) -> pd.DataFrame:
        """Return what is known of everybody, by key."""
        session = self.session
        return session.once("people", lambda: people(session.network)).set_index("person")

    def _close(self) -> Node:
        if not self._deck:
            return self._done()
        card = self._deck[0]
        place = f"{len(self._steps) + 1} of {len(self._steps) + len(self._deck)}"
        rates = {key: self._rating(word) for key, _, word in _CLOSE}
        answers = [
            _answer(label, key, rates[key], kind="main" if key == "s" else "")
            for key, label, _ in _CLOSE
        ]
        skip = _answer("Skip", "space", self._skip, kind="quiet")
        undo = _answer("Undo", "u", self._undo, kind="quiet") if self._steps else None
        keys = rates | {" ": self._skip} | ({"u": self._undo} if self._steps else {})
        job = self._job(card)
        opens = ", ".join(card["opens"])
        turn = html.box(
            html.element("strong", card["name"], class_="who", dir="auto"),
            html.element("span", job or "work not known", dir="auto"),
            html.element("span", self._last(card["last"]), class_="muted"),
            html.element("span", f"could help with {opens}", class_="muted", dir="auto"),
            class_="card turn",
            role="group",
            aria_label=f"{card['name']}, {job}, {place}",
            tabindex="-1",
            focus=True,
            key=card["person"],
        )
        return self._frame(
            html.heading("How close are you?", html.element("span", place, class_="muted")),
            html.box(
                html.box(turn, html.row(answers, class_="answers"), html.row(skip, undo)),
                html.box(self._facts(card), self._coming()),
                class_="two",
            ),
            html.box(html.box(self._changes(card)), html.box(self._so_far()), class_="two"),
            keys=keys,
        )

    # Beside the card.

    def _facts(self, card: dict[str, Any]) -> Node | None:
        """Return what is known that may bring the person to mind, and how things stand now."""
        asked = card["asked"]
        day = "" if pd.isna(asked) else day_text(asked, as_of=self.session.day, weekday=False)
        now = CLOSE.get(text_of(card["closeness"]), "")
        facts = (
            ("Place", text_of(card["location"])),
            ("You asked them", day),
            ("So far", f"{now}: helps in {100 * card['strength']:.0f} of 100 asks" if now else ""),
        )
        shown = [
            (html.element("dt", word), html.element("dd", said, dir="auto"))
            for word, said in facts
            if said
        ]
        return html.element("dl", shown, class_="facts", key="facts") if shown else None

    def _changes(self, card: dict[str, Any]) -> Node:
        """Return what each answer would change."""
        effects: pd.DataFrame = card["effects"]
        rows = []
        for _, label, closeness in _CLOSE:
            found = html.rows_of(effects[effects.closeness == closeness])
            said = [effect for each in found if (effect := _effect(each))]
            listed: list[Child] = [
                html.element("div", effect, dir="auto") for effect in said[:_EFFECTS]
            ]
            if len(said) > _EFFECTS:
                listed.append(html.element("small", f"and {len(said) - _EFFECTS} more"))
            rows.append([label, listed or html.element("small", "changes nothing")])
        return html.box(
            html.heading("What your answer changes", level=3),
            html.table(("If you say", "Your best chance of a talk"), rows),
            key="changes",
        )

    def _coming(self) -> Node | None:
        """Return who is next."""
        ahead = self._deck[1 : 1 + _NEXT]
        if not ahead:
            return None
        items = [
            html.row(
                html.element("span", each["name"], dir="auto"),
                html.element("small", text_of(each["company"]), dir="auto"),
            )
            for each in ahead
        ]
        more = len(self._deck) - 1 - len(ahead)
        return html.box(
            html.heading("Next", level=3),
            html.item_list(items),
            html.element("small", f"and {more} more") if more else None,
            key="coming",
        )

    def _so_far(self) -> Node:
        """Return what was said in this round, the latest first, and of how many in all."""
        said = [each for each in reversed(self._steps) if each.rated]
        many = self._stated + len(said)
        whom = counted(many, "person", "people") if many else "nobody yet"
        items = [
            html.row(
                html.element("span", each.card["name"], dir="auto"), html.badge(_WORDS[each.said])
            )
            for each in said[:_SHOWN]
        ]
        more = len(said) - len(items)
        return html.box(
            html.heading("Said so far", level=3),
            html.item_list(items) if items else None,
            html.element("small", f"and {more} more in this round") if more else None,
            html.element("p", f"You have said how close you are to {whom}.", class_="muted"),
            key="so far",
        )

    def _job(self, known: dict[str, Any]) -> str:
        """Return what somebody does, and how long ago that was seen where it is long."""
        job = " at ".join(
            filter(None, (text_of(known.get("title")), text_of(known.get("company"))))
        )
        age = seen_words(known.get("seen", pd.NaT), self.session.day)
        return f"{job}, {age}" if job and age else job

    def _last(self, day: Any) -> str:
        if pd.isna(day):
            return "no sign of contact"
        return f"last contact {day_text(day, as_of=self.session.day, weekday=False)}"

    def _done(self) -> Node:
        """Say that all cards had their turn, and what comes next."""
        session = self.session
        wants = bool(session.tables.companies.priority.notna().any())
        if not wants:
            words = _NO_TARGET
        else:
            rated = sum(each.rated for each in self._steps)
            words = f"Done: {rated} of {len(self._steps)} said." if self._steps else _NOTHING
        more = html.button("More cards", self._more) if self._steps else None
        board = html.button(
            "See who can help you in" if wants else "Choose companies",
            session.goes("targets"),
            kind="" if wants else "main",
        )
        undo = _answer("Undo", "u", self._undo, kind="quiet") if self._steps else None
        return self._frame(
            html.heading("How close are you?"),
            html.element("p", words, focus=True, tabindex="-1", key="done"),
            html.row(board, more, undo),
            self._so_far() if wants else None,
            keys={"u": self._undo} if self._steps else {},
        )

    def _rating(self, closeness: str) -> Callable[[Values], None]:
        """Return what says of the person on the card how close they are."""

        def rate(values: Values) -> None:
            session, card = self.session, self._deck[0]
            if session.act(lambda: session.book.rate([card["person"]], closeness), later=True):
                self._next(closeness)

        return rate

    def _skip(self, values: Values) -> None:
        self._skipped.add(self._deck[0]["person"])
        self._next()

    def _next(self, said: str = "") -> None:
        self._steps.append(Step(self._deck.pop(0), said))
        self._of = (self.session.book, self.session.edition)

    def _undo(self, values: Values) -> None:
        """Take back the last answer, and show its card again."""
        step = self._steps[-1]
        if step.rated and not self.session.undo(later=True):
            return
        self._steps.pop()
        self._skipped.discard(step.card["person"])
        self._deck.insert(0, step.card)
        self._of = (self.session.book, self.session.edition)

    def _more(self, values: Values) -> None:
        self._steps = []
        self._deal()

    # The same person?

    def _pairs(self) -> list[dict[str, Any]]:
        """Return the pairs that may be one person, without those left for later."""
        session = self.session
        found = session.once("same", session.book.duplicate_candidates)
        return [each for each in _records(found) if (each["a"], each["b"]) not in self._later]

    def _same(self) -> Node:
        pairs = self._pairs()
        title = "Is this the same person?"
        if not pairs:
            left = f"{len(self._later)} left for later." if self._later else _ALL_APART
            return self._frame(html.heading(title), html.element("p", left, tabindex="-1"))
        pair = pairs[0]
        a, b = pair["a"], pair["b"]
        answers: dict[str, tuple[str, Callable[[Values], object]]] = {
            "y": ("The same", lambda values: self._say(self.session.book.same, a, b)),
            "n": ("Two people", lambda values: self._say(self.session.book.different, a, b)),
            "l": ("Later", lambda values: self._later.add((a, b))),
        }
        many = f"{len(pairs)} to go"
        return self._frame(
            html.heading(title, html.element("span", many, class_="muted")),
            html.row(
                self._one(a, pair["name"], pair["company_a"]),
                self._one(b, text_of(pair["other_name"]) or pair["name"], pair["company_b"]),
                class_="pair",
                role="group",
                aria_label=f"{pair['name']}, twice",
                tabindex="-1",
                focus=True,
                key=f"{a} {b}",
            ),
            html.element("p", html.reason(pair["why"])),
            html.element("small", f"Likeness of the two: {pair['score']:.0f} of 100."),
            html.row(
                [_answer(label, key, press) for key, (label, press) in answers.items()],
                class_="answers",
            ),
            self._pairs_ahead(pairs[1:]),
            keys={key: press for key, (_, press) in answers.items()},
        )

    def _pairs_ahead(self, pairs: list[dict[str, Any]]) -> Node | None:
        """Return the pairs that are next."""
        if not pairs:
            return None
        items = [
            html.row(html.element("span", each["name"], dir="auto"), html.reason(each["why"]))
            for each in pairs[:_NEXT]
        ]
        return html.box(html.heading("Next", level=3), html.item_list(items), key="coming")

    def _one(self, person: str, name: Any, company: Any) -> Node:
        """Return one of the two."""
        known = self._known()
        row: dict[Any, Any] = known.loc[person].to_dict() if person in known.index else {}
        own = self.session.tables.people
        addresses = own.url[own.person == person].dropna().tolist()
        job = self._job({**row, "company": company})
        return html.box(
            html.element("strong", "You" if person == ME else text_of(name), dir="auto"),
            html.element("span", job or "work not known", dir="auto"),
            html.element("span", text_of(row.get("location")), dir="auto"),
            None
            if person == ME
            else html.element("span", self._last(row.get("last")), class_="muted"),
            html.link("profile", addresses[0]) if addresses else "no profile",
            class_="card turn",
            key=person,
        )

    def _say(self, call: Callable[[str, str], str], a: str, b: str) -> None:
        self.session.act(lambda: call(a, b))

    def _frame(self, *children: Any, keys: dict[str, Any] | None = None) -> Node:
        """Return a page of cards, with the way to the other kind of them."""
        session = self.session
        is_same = session.place.about == "same"
        count, other = self._twice, None
        if is_same:
            other = html.button("How close are you?", session.goes("triage"))
        elif count:
            words = f"{counted(count, 'pair', 'pairs')} may be one person"
            other = html.button(words, session.goes("triage", "same"))
        back = html.button("‹ People", session.goes("people"), kind="quiet")
        return html.box(
            html.row(back, other, class_="head"), *children, class_="triage", keys=keys, key="cards"
        )


def _records(found: pd.DataFrame) -> list[dict[str, Any]]:
    """Return the rows of a frame, each by the names of its columns."""
    return [dict(zip(found.columns, row, strict=True)) for row in found.itertuples(index=False)]


def _effect(one: dict[str, Any]) -> str:
    """Say how the best chance at a target would change; nothing where it reads the same."""
    before, after = (f"{100 * one[name]:.0f} %" for name in ("before", "after"))
    return "" if before == after else f"{one['company']}: {before} → {after}"


def _answer(label: str, key: str, press: Callable[[Values], object], *, kind: str = "") -> Node:
    """Return a button with the key that does the same."""
    return html.element(
        "button",
        label,
        html.element("span", key, class_="key"),
        type="button",
        class_=f"button {kind}".strip(),
        press=press,
    )
