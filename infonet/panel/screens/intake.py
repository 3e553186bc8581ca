"""Files that are brought in: chosen, read, seen, and only then added."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any

import pandas as pd

from infonet.errors import InfonetError, ReadError, UnknownNameError, without_python
from infonet.files import named
from infonet.graph import Network
from infonet.names.text import counted
from infonet.panel import page as html
from infonet.panel._session import Session
from infonet.panel.page import Node, Press, Values
from infonet.panel.screens.naming import Naming
from infonet.panel.upload import Upload
from infonet.prepare import attendees
from infonet.readers import SHARED_FORM, Reading, glance
from infonet.workdays import day_text

CLOSE = (("", "not said"), ("strong", "close"), ("medium", "know well"), ("weak", "know a little"))
"""Closeness → what it is called where one is chosen."""

_CONSENT = "They gave it to me, and know what I use it for."
_MOST = 200
LINKEDIN, _LOG = "LinkedIn export", "Log of outreach"
_ASKED = "The passphrase that your friend told you"
_TABLES = (".csv", ".tsv", ".txt", ".xlsx")
_REPORT = ("File", "Line #", "Column", "Problem", "What was done")
_STAR = (
    "It lists who you know, not who knows whom: that comes with a friend's list, or from what you"
    " say."
)
_ALONE = "What a friend shares comes in alone: choose it without the other files."
_NO_MESSAGES = "There are no messages in it, so how close you are comes from you."
_CONNECTIONS_ALONE = "Of a friend's export only the connections are read, nothing else is opened."


class Intake:
    """Hold the files that were chosen, what was read of them, and whose they are.

    Parameters
    ----------
    session : Session
    added : callable
        Called with the readings after they were added, and the network of before.
    all_mine : bool
        Take what says nothing of its owner as mine, and offer no other.
    """

    def __init__(
        self,
        session: Session,
        added: Callable[[Sequence[Reading], Network], object],
        *,
        all_mine: bool = False,
    ) -> None:
        self.session = session
        self._added, self._all_mine = added, all_mine
        self.files = Upload(lambda words: session.say(words, wrong=True))
        self._forget()

    def _forget(self) -> None:
        """Drop what was read: it is no report on other files."""
        self.readings: list[Reading] = []
        self._guests: list[tuple[Path, int]] = []
        self._tables: list[Naming] = []
        self._whose, self._verdict, self._owner = "", "", ""

    def control(self, label: str) -> Node:
        """Return the button that takes files, also dropped, and what is on its way."""
        node = self.files.node(label)
        node.attributes["hear"] = self._hear
        return node

    def by_path(self) -> Node:
        """Return where to name a file or folder on the computer that runs the notebook."""

        def read(values: Values) -> None:
            place = str(values.get("path") or "").strip()
            if place:
                self._forget()
                self._read([named(place)])
            else:
                self.session.say("type where the file or folder is", wrong=True)

        entry = html.row(
            html.text_field("path", "File or folder"), html.button("Read it", read), submit=read
        )
        return html.unfold("Or name a file or folder on the computer that runs this", entry)

    def _hear(
        self, values: Values, message: object = None, buffers: Sequence[Any] | None = None
    ) -> None:
        """Take a message of the page; once all the files are here, read them."""
        before = self.files.paths
        self.files.hear(values, message, buffers)
        if self.files.paths == before:
            return
        self._forget()
        if self.files.paths and not self.files.coming:
            self._read(self.files.paths)

    def _read(self, paths: Sequence[Path]) -> None:
        """Read files without adding them; what one is that is no export is said."""
        session = self.session
        wrong = []
        with session.telling("Reading"):
            for path in self._each("Reading", paths):
                try:
                    self.readings.append(session.book.read(path))
                except ReadError as error:
                    if guests := _guests(path):
                        self._guests.append((path, guests))
                    elif not self._name(path):
                        wrong.append(_plain(error, path))
            session.say("")
        if wrong:
            session.say("; ".join(wrong), wrong=True)
        self._judge()

    def _name(self, path: Path) -> bool:
        """Ask what the columns of a table hold; return whether it is one."""
        looked = glance(path)
        if looked is not None:
            self._tables.append(Naming(self.session, path, looked, self._judge))
        return looked is not None

    def _judge(self) -> None:
        """Judge whose the exports are, as far as they say so themselves."""
        session = self.session
        exports = self._exports()
        self._verdict = ""
        if self._shares():
            self._whose = "friend"  # nobody shares with themselves
        elif exports:
            verdicts = [session.book.whose(each) for each in exports]
            self._verdict = next(
                (word for word in ("anothers", "ask", "unknown") if word in verdicts), "mine"
            )
            if self._verdict == "mine" or (self._verdict == "unknown" and self._is_first()):
                self._whose = "me"

    def _is_first(self) -> bool:
        """Return whether an export that says nothing of its owner can be taken as mine."""
        return self._all_mine or len(self.session.network) <= 1

    def _all(self) -> list[Reading]:
        """Return all that was read, with the tables whose columns are named."""
        named = (each.reading for each in self._tables)
        return [*self.readings, *(reading for reading in named if reading is not None)]

    def _exports(self) -> list[Reading]:
        return [each for each in self._all() if not each.is_log]

    def _shares(self) -> list[Reading]:
        return [each for each in self._exports() if each.form == SHARED_FORM]

    def _each(self, what: str, items: Sequence[Any]) -> Iterable[Any]:
        """Yield each of several in turn, and say which one it is."""
        for number, item in enumerate(items, start=1):
            name = Path(item.path if isinstance(item, Reading) else item).name
            count = f" {number} of {len(items)}" if len(items) > 1 else ""
            self.session.say(f"{what}{count}: {name} …")
            self.session.draw()
            yield item

    # What is shown

    def found(self) -> Node | None:
        """Return what is in the files, whose they are, and the button that adds them."""
        cards = [self._card(each) for each in self.readings]
        cards += [self._guest_card(path, number) for path, number in self._guests]
        cards += [each.card() for each in self._tables]
        if not cards:
            return None
        return html.box(cards, self._question() if self._all() else None, key="found")

    def _card(self, reading: Reading) -> Node:
        """Return what is in a file and what is not, in sentences; the report is folded."""
        day, first = self.session.day, reading.form
        if reading.form == LINKEDIN:
            of = "" if pd.isna(reading.exported) else f" of {day_text(reading.exported, as_of=day)}"
            first = f"LinkedIn contacts{of}"
        elif reading.form == SHARED_FORM:
            first = "contacts that a friend shares"
        elif reading.form == _LOG:
            first = "your log of who you wrote to"
        title = html.row(
            html.element("strong", Path(reading.path).name, dir="auto"),
            html.element("span", first, class_="muted"),
            html.element("small", f"by its {without_python(reading.why)}", dir="auto"),
        )
        report = reading.report.astype(object).where(reading.report.notna(), "")
        rows = [
            [*map(str, place), without_python(problem), without_python(action)]
            for *place, problem, action in report.head(_MOST).to_numpy()
        ]
        caption = f"The first {_MOST} of {len(report):,} lines" if len(report) > _MOST else None
        more = html.unfold(
            f"What was not taken as it stands: {counted(len(report), 'line', 'lines')}",
            html.table(_REPORT, rows, caption=caption),
        )
        return html.box(
            title,
            html.item_list(self._sentences(reading)),
            more if rows else None,
            class_="card",
            key=f"read {reading.digest}",
        )

    def _sentences(self, reading: Reading) -> list[str]:
        """Say what is in an export or a log, and what is not."""
        if self._whose == "friend" and reading.form == LINKEDIN:
            return [_people(reading), _CONNECTIONS_ALONE]
        lines = [line for line in str(reading).splitlines()[1:] if not line.startswith("- ")]
        said = [line.replace(" imported", " in it") for line in lines]
        if not reading.is_log:
            said[0] = _people(reading)  # without me
        if reading.form == LINKEDIN:
            said.append(_STAR)
            if not (reading.tables.ties.evidence == "messages").any():
                said.append(_NO_MESSAGES)
        return said

    def _guest_card(self, path: Path, number: int) -> Node:
        """Return a guest list and the button that opens it where it belongs."""
        session = self.session
        people = counted(number, "person", "people")

        def known(values: Values) -> None:
            if self._name(path):
                self._guests.remove((path, number))
                self._judge()

        opened = html.button("See whom to meet", session.goes("event", str(path)), kind="main")
        return html.box(
            html.element("strong", path.name, dir="auto"),
            html.element("p", f"This is a guest list of {people}, whom you may not know yet."),
            html.row(opened, html.button("No, I know them: add them", known)),
            class_="card",
            key=f"guests {path}",
        )

    def _question(self) -> Node | None:
        """Return whose the export is, as far as it has to be asked, and the button that adds it."""
        if not self._exports():
            return html.row(self._button("Add to my log"))
        if 0 < len(self._shares()) < len(self._exports()):
            return html.element("p", _ALONE, role="alert")
        if self._whose == "me":
            asked = [] if self._all_mine else [self._choose("friend", "No, it is a friend's")]
            return html.row(self._button(self._amount()), asked, key="mine")
        if self._whose == "friend":
            return self._friend()
        evidence = self._exports()[0].owner_evidence
        who = evidence.name or "somebody else"
        said, answers = {
            "anothers": (
                f"This is {_whose(who)} export, and the book is yours.",
                [self._choose("friend", f"It is {_whose(who)}: add it as theirs", who, main=True)],
            ),
            "ask": (
                f"This export is of {who}. Is that you, too?",
                [
                    self._choose("me", "It is me, too", main=True),
                    self._choose("friend", f"It is {_whose(who)}", who),
                ],
            ),
        }.get(
            self._verdict,
            (
                "Whose is it?",
                [self._choose("me", "It is mine"), self._choose("friend", "It is a friend's")],
            ),
        )
        return html.row(html.element("strong", said, dir="auto"), answers, key="whose")

    def _choose(self, whose: str, text: str, owner: str = "", *, main: bool = False) -> Node:
        def choose(values: Values) -> None:
            self._whose, self._owner = whose, "" if owner == "somebody else" else owner

        return html.button(text, choose, kind="main" if main else "")

    def _friend(self) -> Node:
        """Return what has to be known of a friend's list."""
        shared = bool(self._shares())
        mine = None if shared else self._choose("me", "No, it is mine")
        return html.box(
            html.row(
                html.text_field("owner", "Whose is it?", value=self._owner, placeholder="A name"),
                html.choice("closeness", "How close are you?", CLOSE),
            ),
            html.row(html.text_field("passphrase", _ASKED, secret=True)) if shared else None,
            html.row(html.tick("consent", _CONSENT)),
            html.row(self._button(self._amount()), mine, class_="acts"),
            class_="card",
            key="friend",
        )

    def _amount(self) -> str:
        people = sum(map(_connections, self._exports()))
        return f"Add {counted(people, 'person', 'people')}"

    def _button(self, text: str) -> Node:
        return html.button(text, self._add, kind="main")

    # What is done

    def _add(self, values: Values) -> None:
        """Add what was read; a friend's list once it is said whose it is, and that they agree."""
        session = self.session
        if self._whose != "friend":
            self._commit(None, None)
            return
        owner = str(values.get("owner") or "").strip()
        closeness = str(values.get("closeness") or "") or None
        if not owner:
            session.say("say whose list it is", wrong=True)
        elif not values.get("consent"):
            session.say(f"tick “{_CONSENT}”", wrong=True)
        elif self._shares() and not values.get("passphrase"):
            session.say("type the passphrase that your friend told you", wrong=True)
        else:
            self._find(owner, closeness, str(values.get("passphrase") or "") or None)

    def _find(self, owner: str, closeness: str | None, secret: str | None) -> None:
        """Add a friend's list; who is meant by a name that nobody has is asked."""
        session = self.session
        try:
            key = session.book.who(owner)
        except UnknownNameError as error:
            known = list(dict.fromkeys(error.candidates))
            if not known:
                self._commit(owner, closeness, secret)
                return
            answers = [
                (session.described(key), self._commits(key, closeness, secret)) for key in known
            ]
            answers.append((f"{owner}, somebody new", self._commits(owner, closeness, secret)))
            session.ask(f"Whose list is it? {owner} is not one person in your book.", answers)
        else:
            self._commit(key, closeness, secret)

    def _commits(self, owner: str, closeness: str | None, secret: str | None) -> Press:
        return lambda values: self._commit(owner, closeness, secret)

    def _commit(self, owner: str | None, closeness: str | None, secret: str | None = None) -> None:
        """Add what was read; a friend's is read again as theirs, so that only that is added."""
        session, book, before = self.session, self.session.book, self.session.network
        mine = self._whose == "me" and self._verdict == "ask"
        done: list[Reading] = []
        left: list[str] = []
        readings = self._all()

        def add_one(each: Reading) -> Reading:
            if each.is_log:
                return book.add(each)
            if owner is None:
                return book.add(each, mine=mine)
            theirs = book.read(each.path, owner, columns=each.columns or None)
            passphrase = secret if each.form == SHARED_FORM else None
            return book.add(theirs, owner, passphrase=passphrase)

        def add() -> None:
            for at, each in enumerate(self._each("Adding", readings), start=1):
                try:
                    done.append(add_one(each))
                except InfonetError as error:
                    if at == len(readings) and not done:
                        raise
                    left.append(f"{Path(each.path).name} was not added: {error.plain}")
            if owner is not None and closeness is not None:
                friend = next((each.owner for each in done if not each.is_log), None)
                if friend is not None:
                    book.tie(friend, closeness=closeness)

        if session.act(add, said="", what=self._what(owner, closeness)):
            said = [_said_added(each) for each in done]
            new = len(session.network) - len(before)
            if new > 0 and any(not each.is_log for each in done):
                said.append(f"{counted(new, 'person is', 'people are')} new in your book.")
            session.say(" ".join([*said, *left]), wrong=bool(left))
            self._forget()
            self.files.clear()
            self._added(done, before)

    def _what(self, owner: str | None, closeness: str | None) -> str | None:
        """Say what is added, where that is several things at once."""
        readings = self._all()
        if len(readings) == 1 and closeness is None:
            return None
        names = [Path(each.path).name for each in readings]
        said = " and ".join(filter(None, (", ".join(names[:-1]), names[-1])))
        if owner is None:
            return f"Added {said}."
        close = ", and how close you are" if closeness is not None else ""
        return f"Added {said} of {self.session.name(owner)}{close}."


def _said_added(reading: Reading) -> str:
    """Say how much of a file is new in the book."""
    known = reading.report.problem.str.startswith("already in the book").any()
    name = Path(reading.path).name
    if known:
        return f"{name} is in your book already: nothing was added."
    if reading.is_log:
        return f"{counted(len(reading.tables.events), 'entry', 'entries')} of {name} added."
    return f"{counted(_connections(reading), 'person', 'people')} of {name} added."


def _connections(reading: Reading) -> int:
    """Return how many people an export lists."""
    ties, owner = reading.tables.ties, reading.owner
    theirs = ties[(ties.source == owner) | (ties.target == owner)]
    return len(theirs[["source", "target"]].drop_duplicates())


def _people(reading: Reading) -> str:
    return f"{counted(_connections(reading), 'person', 'people')} in it."


def _whose(name: str) -> str:
    return f"{name}'s" if not name.endswith("s") else f"{name}'"


def _guests(path: Path) -> int:
    """Return how many people a guest list names; 0 where it is none."""
    if path.suffix.lower() not in _TABLES:
        return 0
    try:
        found = attendees(path)
    except InfonetError:
        return 0
    # By addresses alone nobody is met.
    return len(found.people) if {*found.columns} & {"name", "first", "last"} else 0


def _plain(error: ReadError, path: Path) -> str:
    """Return what is wrong with a file, without where it lies."""
    return error.plain.replace(str(path), path.name)
