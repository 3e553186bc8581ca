"""Robin's messages: who is close, who has gone quiet, and everything that is no tie at all."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime, time, timedelta

from maker.cast import ODD_ONES, ROBIN, ROBINS_CAST, by_name
from maker.chance import Chance
from maker.circles import JUNE, Circle
from maker.layout import csv_text
from maker.names import Person
from maker.words import sections

__all__ = ["HEADER", "close_ones", "messages", "quiet_ones"]

HEADER = (
    "CONVERSATION ID,CONVERSATION TITLE,FROM,SENDER PROFILE URL,TO,RECIPIENT PROFILE URLS,DATE,"
    "SUBJECT,CONTENT,FOLDER,ATTACHMENTS,IS MESSAGE DRAFT,IS CONVERSATION DRAFT"
).split(",")

_NOW = datetime.combine(JUNE, time(6))
_QUIET_SINCE = datetime(2025, 6, 14)
_CLOSE = "Ana,Bo,Ngozi,Henrike,Tuấn,Kavita,Siobhán,Farid,Eleni,Parisa,Kwabena".split(",")
_QUIET = "Dmitri,Mei-Ling,Joaquín".split(",")
_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"

_PHRASES = sections("messages")


class _Post:
    """The rows of messages.csv, each text its own, so that nothing looks like mass mail."""

    def __init__(self) -> None:
        self.chance = Chance("messages")
        self.threads: list[list[tuple[datetime, tuple[str, ...]]]] = []
        self._readers: dict[str, int] = defaultdict(int)

    def text(self, sender: Person, to: Person) -> str:
        """Write a message; hardly any text is sent twice."""
        while True:
            parts = [
                self.chance.pick(_PHRASES["openings"]),
                self.chance.pick(_PHRASES["middles"]),
                "" if self.chance.one_in(4) else self.chance.pick(_PHRASES["closings"]),
            ]
            join = "\n\n" if self.chance.one_in(6) else " "
            words = {
                "first": to.first,
                "me": sender.first,
                "thing": self.chance.pick(_PHRASES["things"]),
                "place": self.chance.pick(_PHRASES["places"]),
                "when": self.chance.pick(_PHRASES["whens"]),
            }
            body = join.join(part.strip() for part in parts if part.strip()).format(**words)
            self._readers[body] += 1
            if self._readers[body] <= 2:
                return body

    def thread(
        self,
        rows: Sequence[tuple[datetime, Person, Sequence[Person], str]],
        *,
        title: str = "",
        subject: str = "",
        folder: str = "INBOX",
        draft: bool = False,
    ) -> None:
        """One conversation: when, from whom, to whom, what."""
        number = f"2-{self.chance.word(_LETTERS, 22)}=="
        flag = "Yes" if draft else "No"
        lines: list[tuple[datetime, tuple[str, ...]]] = []
        for moment, sender, to, body in rows:
            names, urls = ", ".join(who.name for who in to), ",".join(who.url for who in to)
            from_url = sender.url if sender.slug else ""
            about = (f"{moment:%Y-%m-%d %H:%M:%S} UTC", subject, body, folder, "", flag, flag)
            lines.append((moment, (number, title, sender.name, from_url, names, urls, *about)))
        self.threads.append(lines)

    def moments(self, first: datetime, last: datetime, count: int) -> list[datetime]:
        """Draw `count` different moments of working hours between two days, in order."""
        days = max(1, (last - first).days)
        found: set[datetime] = set()
        while len(found) < count:
            day = datetime.combine(first.date(), time(0)) + timedelta(days=self.chance.below(days))
            found.add(day + timedelta(seconds=self.chance.between(7 * 3600, 21 * 3600)))
        return sorted(found)

    def talk(self, who: Person, first: datetime, last: datetime, count: int) -> None:
        """Write a conversation in which both write; one of them begins."""
        pair = [ROBIN, who] if self.chance.one_in(2) else [who, ROBIN]
        rows = []
        for number, moment in enumerate(self.moments(first, last, count)):
            sender, to = pair if number % 2 == 0 or self.chance.one_in(5) else pair[::-1]
            if number == 1:
                sender, to = pair[::-1]
            rows.append((moment, sender, [to], self.text(sender, to)))
        self.thread(rows)

    def csv(self) -> str:
        """Write the file: the newest conversation first, in it the newest message first."""
        latest = sorted(self.threads, key=lambda rows: rows[-1], reverse=True)
        return csv_text(HEADER, [row for thread in latest for _, row in thread[::-1]], quoted=True)


def close_ones(circle: Circle) -> list[Person]:
    """47 with whom Robin wrote to and fro within the last twelve months: 12 %."""
    cast = [by_name(ROBINS_CAST, first) for first in _CLOSE]
    return cast + Chance("close").some(_plain(circle, before=datetime(2026, 5, 1)), 36)


def quiet_ones(circle: Circle) -> list[Person]:
    """39 with whom Robin used to write, but not for a year: 10 %."""
    cast = [by_name(ROBINS_CAST, first) for first in _QUIET]
    close = close_ones(circle)
    early = [who for who in _plain(circle, before=datetime(2024, 6, 1)) if who not in close]
    return cast + Chance("quiet").some(early, 36)


def _plain(circle: Circle, before: datetime) -> list[Person]:
    """Pick the connections of before that day who have no part in the story."""
    early = [link.person for link in circle.robin if link.since < before.date()]
    return [who for who in early if who and who not in (*ROBINS_CAST, *ODD_ONES)]


def messages(circle: Circle) -> str:
    """Write the text of messages.csv."""
    post = _Post()
    chance = post.chance
    close, quiet = close_ones(circle), quiet_ones(circle)
    for who in close:
        began = max(datetime.combine(circle.since(who), time(0)), datetime(2023, 9, 1))
        count = chance.between(12, 30) if who in ROBINS_CAST else chance.between(5, 18)
        recent = max(began, datetime(2025, 7, 7))
        if chance.one_in(2) and began < datetime(2025, 1, 1):
            post.talk(who, began, datetime(2025, 6, 1), chance.between(2, 8))
        post.talk(who, recent, _NOW - timedelta(days=2), count)
    for who in quiet:
        began = max(datetime.combine(circle.since(who), time(0)), datetime(2016, 1, 4))
        post.talk(who, began, _QUIET_SINCE, chance.between(4, 20))
    rest = [who for who in _plain(circle, datetime(2026, 6, 1)) if who not in (*close, *quiet)]
    _one_way(post, circle, chance.some(rest, 44))
    _mass_mail(post, rest)
    _groups(post, close)
    _strangers(post)
    return post.csv()


def _one_way(post: _Post, circle: Circle, people: list[Person]) -> None:
    """Half wrote and got no answer, half were written to and gave none; six texts stayed drafts."""
    for number, who in enumerate(people):
        first = datetime.combine(circle.since(who), time(0))
        pair = [ROBIN, who] if number % 2 else [who, ROBIN]
        count = post.chance.between(1, 2)
        rows = [
            (moment, pair[0], [pair[1]], post.text(*pair))
            for moment in post.moments(first, _NOW, count)
        ]
        if number % 7 == 6:
            post.thread([(rows[-1][0], ROBIN, [who], post.text(ROBIN, who))], draft=True)
        else:
            post.thread(rows)


def _mass_mail(post: _Post, people: list[Person]) -> None:
    """Send the same words to many: new year's wishes, and a survey; a few answer."""
    wish = "Happy new year! May all your pipelines be green and your trams on time.\n\nRobin"
    survey = "Would you fill in a five-minute survey for the evening college? It closes on Friday."
    many = post.chance.some(people, 30)
    start = datetime(2025, 1, 2, 8, 30)
    for number, who in enumerate(many[:18]):
        rows = [(start + timedelta(minutes=2 * number), ROBIN, [who], wish)]
        if number % 6 == 0:
            rows.append((start + timedelta(hours=9 + number), who, [ROBIN], post.text(who, ROBIN)))
        post.thread(rows)
    for number, who in enumerate(many[18:]):
        moment = datetime(2025, 10, 6, 17, 5) + timedelta(minutes=number)
        post.thread([(moment, ROBIN, [who], survey)])


def _groups(post: _Post, close: list[Person]) -> None:
    """Threads of several people: no one-to-one tie comes of them."""
    titles = ("Data meetup, organisers", "Osselby alumni lunch", "Study group SQL", "Tram spotters")
    for title in titles:
        members = [ROBIN, *post.chance.some(close, post.chance.between(3, 6))]
        rows = []
        for moment in post.moments(datetime(2025, 2, 3), _NOW, post.chance.between(9, 16)):
            sender = post.chance.pick(members)
            others = [who for who in members if who != sender]
            rows.append((moment, sender, others, post.text(sender, Person("all", "", ""))))
        post.thread(rows, title=title)


def _strangers(post: _Post) -> None:
    """Recruiters' InMail, sponsored mail, the spam folder, and one whose account is closed."""
    recruiters = ("Quirin", "Philippa", "Anselm", "Odalys", "Rufus", "Clothilde", "Bartholda")
    for number, first in enumerate(recruiters):
        who = Person(first, "Headhuntley-Voss", f"{first.lower()}-headhuntley-voss-{number}f0")
        moments = post.moments(datetime(2024, 2, 1), _NOW, 3)
        rows = [(moments[0], who, [ROBIN], f"Hi Robin, a contract as {first}'s client needs it?")]
        if number < 2:
            rows.append((moments[1], ROBIN, [who], f"Thank you {first}, not contracts, no."))
        post.thread(rows, title="InMail", subject="A role that may interest you")
    for number, moment in enumerate(post.moments(datetime(2024, 5, 1), _NOW, 9)):
        body = f'<p class="spinmail-quill-editor__spin-break">Robin, webinar no. {number}!</p>'
        post.thread(
            [(moment, Person("Otterladle", "Academy", ""), [ROBIN], body)], title="Sponsored"
        )
    for number, moment in enumerate(post.moments(datetime(2024, 5, 1), _NOW, 12)):
        who = Person("Win", f"Fast {number}", f"win-fast-{number}d7")
        post.thread([(moment, who, [ROBIN], f"You have won tin no. {number}!!")], folder="SPAM")
    gone = Person("LinkedIn", "Member", "")
    for moment in post.moments(datetime(2019, 3, 1), datetime(2021, 3, 1), 3):
        post.thread([(moment, gone, [ROBIN], post.text(gone, ROBIN))])
