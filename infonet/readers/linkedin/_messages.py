"""messages.csv: two-way conversations, counted in one pass without keeping a word.

Of each message only numbers stay: line, thread, sender, second, and until the file has been read a
fingerprint of the body, which shows when the same words went to many people.
"""

from __future__ import annotations

import re
from array import array
from dataclasses import dataclass, field, replace
from hashlib import blake2b
from typing import NamedTuple

import numpy as np
import pandas as pd

from infonet.names.people import name_key, profile_key
from infonet.names.text import one_line
from infonet.readers._dates import DateColumn, moment
from infonet.readers._intake import Intake, Row
from infonet.readers.sheets import Sheet

MASS_MAIL = 8
"""From this many recipients on, the same body is a mass message, not a conversation."""

GROUP = (3, 8)
"""The fewest and the most people of a group thread that says who knows whom; I am one of them."""

_NUMBERS = ("line", "thread", "sender", "second", "body")
_SECONDS = 86_400
_UNDATED = np.iinfo(np.int64).min


class _Alter(NamedTuple):
    """Hold a person in a thread: by address where there is one, else by name."""

    slug: str | None
    name: str


@dataclass
class _Traffic:
    """Hold the numbers of the messages, one entry a message; people and threads by number."""

    numbers: dict[str, array[int]] = field(
        default_factory=lambda: {name: array("q") for name in _NUMBERS}
    )
    alters: dict[_Alter, int] = field(default_factory=dict)
    names: dict[int, str] = field(default_factory=dict)
    threads: dict[object, int] = field(default_factory=dict)
    members: list[set[int]] = field(default_factory=list)

    def number(self, alter: _Alter) -> int:
        """Return the number of a person."""
        return self.alters.setdefault(alter, len(self.alters))


def read_messages(intake: Intake, sheet: Sheet) -> None:
    """Credit one-to-one threads and small groups; report every other row with the reason."""
    log = _collect(intake, sheet)
    shown = _outsider(intake, log) or _sender_named(log, intake.profile_name)
    if shown is not None:
        intake.addresses.append(shown)
    slug = intake.owner.slug or shown or _sender_named(log, intake.owner.name)
    if slug is None:
        problem = "it is unclear which of the people is the owner"
        for line in log.numbers["line"]:
            advice = "say which profile is yours (`me=`)"
            intake.left_out(sheet.member.base, line, None, problem, advice)
        return
    intake.owner = replace(intake.owner, slug=slug)
    _credit(intake, sheet, log)


def _collect(intake: Intake, sheet: Sheet) -> _Traffic:
    """Report rows that are no message between people; return the numbers of the rest."""
    log, dates = _Traffic(), DateColumn(sheet, "Date")
    conversation, content = sheet.column("Conversation ID"), sheet.column("Content")
    sender, sender_url = sheet.column("From"), sheet.column("Sender Profile URL")
    to_names, to_urls = sheet.column("To"), sheet.column("Recipient Profile URLs")
    folder, draft = sheet.column("Folder"), sheet.column("Is Message Draft")
    attached = sheet.column("Attachments")
    senders: dict[tuple[str, str], int] = {}
    reached: dict[tuple[str, str], tuple[int, ...]] = {}

    for row in intake.rows(sheet):
        body = row[content]
        if row[folder].upper() == "SPAM":
            row.left_out(folder, "in the spam folder")
            continue
        if row[draft].upper() in ("YES", "TRUE", "1", "Y"):
            row.left_out(draft, "a draft, never sent")
            continue
        if not row[sender_url]:
            row.left_out(sender_url, "no sender's address: sponsored, or a closed account")
            continue
        if "spinmail" in body or not (body or row[attached]):
            row.left_out(content, "sponsored" if body else "an empty message")
            continue
        by = (row[sender_url], row[sender])
        if by not in senders:
            slug = profile_key(by[0])
            senders[by] = -1 if slug is None else log.number(_Alter(slug, ""))
            log.names.setdefault(senders[by], row.name(sender))
        if senders[by] < 0:
            row.left_out(sender_url, "the sender is not a person")
            continue
        to = (row[to_urls], row[to_names])
        if to not in reached:
            reached[to] = _people(log, *to)
        members = {senders[by], *reached[to]}
        thread = log.threads.setdefault(row[conversation] or frozenset(members), len(log.threads))
        if thread == len(log.members):
            log.members.append(set())
        log.members[thread] |= members
        entry = (row.line, thread, senders[by], _second(dates, row), _fingerprint(body))
        for numbers, number in zip(log.numbers.values(), entry, strict=True):
            numbers.append(number)
    return log


def _people(log: _Traffic, urls: str, names: str) -> tuple[int, ...]:
    """Return the people of a cell of addresses, or where it is empty, of a cell of names."""
    slugs = [profile_key(url) for url in re.split(r"[,;\s]+", urls) if url]
    if slugs:
        # A company's page counts as well: a thread with it has more than two people.
        return tuple(log.number(_Alter(slug, "")) for slug in slugs)
    key = name_key(names)
    return (log.number(_Alter(None, one_line(names))),) if key else ()


def _second(dates: DateColumn, row: Row) -> int:
    """Return seconds since 1970, as exact as the text is."""
    second = moment(row[dates.column])
    if second is None:
        day = dates.day(row)
        return _UNDATED if day is None else day * _SECONDS
    return second


def _fingerprint(body: str) -> int:
    """Return a number for the words of a body; 0 for none."""
    words = blake2b(body.encode("utf-8", "surrogatepass"), digest_size=8)
    return int.from_bytes(words.digest(), "little", signed=True) if body else 0


def _outsider(intake: Intake, log: _Traffic) -> str | None:
    """Return the one address outside the connections that is in more than half of the threads."""
    threads = np.zeros(len(log.alters), dtype=np.int64)
    for members in log.members:
        threads[list(members)] += 1
    counts = {
        alter.slug: int(threads[number])
        for alter, number in log.alters.items()
        if alter.slug and alter.slug not in intake.connections
    }
    best = max(counts, key=lambda slug: counts[slug], default=None)
    leads = [count for count in counts.values() if best is not None and count == counts[best]]
    return best if len(leads) == 1 and 2 * leads[0] > len(log.members) else None


def _sender_named(log: _Traffic, name: str | None) -> str | None:
    """Return the one address that sends under a name."""
    wanted = name_key(name)
    slugs = {
        alter.slug
        for alter, number in log.alters.items()
        if alter.slug and wanted and name_key(log.names.get(number)) == wanted
    }
    return slugs.pop() if len(slugs) == 1 else None


def _keys(intake: Intake, log: _Traffic) -> list[str | None]:
    """Return the person key of everybody; None where a name is not enough to know it."""
    ego = intake.owner.key
    own = name_key(intake.people[ego].get("name"))
    slugs: dict[str, set[str]] = {}
    whole = {person.get("name") for person in intake.people.values()} | set(log.names.values())
    for alter, number in log.alters.items():
        if alter.slug:
            slugs.setdefault(name_key(log.names.get(number)), set()).add(alter.slug)

    def by_slug(slug: str, name: str) -> str:
        return intake.find(slug, name)[0] or intake.owner.key_of(slug)

    keys: list[str | None] = []
    for alter, number in log.alters.items():
        name = name_key(alter.name)
        if alter.slug:
            owner = alter.slug == intake.owner.slug
            keys.append(ego if owner else by_slug(alter.slug, log.names.get(number, "")))
        elif not name or ("," in alter.name and alter.name not in whole):
            keys.append(None)  # several names, or none
        elif name == own or intake.owner.slug in slugs.get(name, ()):
            keys.append(ego)
        elif len(slugs.get(name, ())) == 1:
            keys.append(by_slug(next(iter(slugs[name])), alter.name))
        else:
            found = intake.named(alter.name)
            keys.append(found[0] if len(found) == 1 else None)
    return keys


def _credit(intake: Intake, sheet: Sheet, log: _Traffic) -> None:
    """Report what is no one-to-one conversation; make one tie for each person of the rest."""
    file, ego = sheet.member.base, intake.owner.key
    keys = _keys(intake, log)
    numbers = {key: number for number, key in enumerate(dict.fromkeys(keys))}
    persons = list(numbers)
    alter_of, reason_of = [], []
    for members in log.members:
        others = {keys[member] for member in members} - {ego}
        alter_of.append(numbers[next(iter(others))] if len(others) == 1 else -1)
        reason_of.append(_no_pair(others))
    messages = pd.DataFrame({name: np.array(log.numbers[name]) for name in _NUMBERS})
    sender = np.array([numbers[key] for key in keys], dtype=np.int64)
    messages["sent"] = sender[messages.sender] == numbers.get(ego, -1)
    messages["alter"] = np.array(alter_of, dtype=np.int64)[messages.thread]

    grouped = _gather(intake, file, log, keys, messages)
    messages = messages[~np.isin(messages.thread, grouped)]
    pair = np.array([reason == "" for reason in reason_of], dtype=bool)[messages.thread]
    for line, thread in zip(messages.line[~pair], messages.thread[~pair], strict=True):
        intake.left_out(file, int(line), None, reason_of[thread])
    messages = messages[pair]

    readers = messages[messages.body != 0].groupby(["sent", "body"])["alter"].transform("nunique")
    mass = (readers >= MASS_MAIL).reindex(messages.index, fill_value=False)
    for line in messages.line[mass]:
        intake.left_out(file, int(line), None, f"the same words to {MASS_MAIL} people or more")
    messages = messages[~mass]

    _credit_pairs(intake, file, log, persons, messages)


def _gather(
    intake: Intake, file: str, log: _Traffic, keys: list[str | None], messages: pd.DataFrame
) -> list[int]:
    """Take group threads as gatherings of the connections in them; return their numbers.

    A thread of which only one other person is known says nothing, nor does one of more than a
    handful.
    """
    ego, found = intake.owner.key, dict[int, tuple[str, list[str], int]]()
    names = {number: told for told, number in log.threads.items()}
    for thread, members in enumerate(log.members):
        people = {keys[member] for member in members}
        size = len(people - {None}) + sum(keys[member] is None for member in members)
        known = sorted(key for key in people - {None, ego} if key in intake.people)
        if ego in people and GROUP[0] <= size <= GROUP[1] and len(known) > 1:
            told = names[thread]
            name = told if isinstance(told, str) else "/".join(known)
            found[thread] = name, known, size
    dated = messages[messages.thread.isin(found)]
    days = np.where(dated.second == _UNDATED, -1, dated.second // _SECONDS)
    for thread, day in zip(dated.thread.tolist(), days.tolist(), strict=True):
        name, known, size = found[thread]
        intake.gatherings.add("thread", name, known, size=size, day=None if day < 0 else day)
    intake.tally(file).merged += len(dated)
    return list(found)


def _no_pair(others: set[str | None]) -> str:
    """Return why a thread is not between the owner and one other person; empty when it is."""
    if None in others:
        return "it is unclear who else is in the conversation"
    if not others:
        return "a message to yourself"
    return "a conversation of more than two" if len(others) > 1 else ""


def _credit_pairs(
    intake: Intake, file: str, log: _Traffic, persons: list[str | None], messages: pd.DataFrame
) -> None:
    """Make one tie for each person; only a two-way exchange adds a person who is no connection."""
    tally, ego = intake.tally(file), intake.owner.key
    counted = messages.groupby("alter", sort=False)["sent"].agg(["sum", "size"])
    # The file is written newest first: of two lines of one second, the lower one is older.
    dated = messages[messages.second != _UNDATED]
    by_time = dated.sort_values(["second", "line"], ascending=[True, False]).groupby("alter")
    first = by_time[["second", "sent"]].first()
    begun, by_me = first["second"].to_dict(), first["sent"].to_dict()
    last = by_time["second"].last().to_dict()
    slugs = {intake.owner.key_of(alter.slug): alter.slug for alter in log.alters if alter.slug}
    cold: set[int] = set()
    for number, sent, size in counted.itertuples(name=None):
        key = persons[number]
        assert key is not None  # a thread with an unknown person is no pair
        both = min(int(sent), int(size) - int(sent))
        new = key not in intake.people
        if new and not both:
            cold.add(number)
            continue
        if new:
            slug = slugs[key]
            name = log.names.get(log.alters[_Alter(slug, "")], "")
            intake.person(key, file, name=name or one_line(slug.replace("-", " ")), slug=slug)
        tally.people += new
        tally.merged += int(size) - new
        if number not in last:
            intake.tie(key, "messages", exchanges=both)
            continue
        began, ended = int(begun[number]) // _SECONDS, int(last[number]) // _SECONDS
        started = ego if by_me[number] else key
        intake.tie(key, "messages", since=began, last=ended, started=started, exchanges=both)
        intake.see(ended)
    for line in messages.line[messages.alter.isin(cold)]:
        intake.left_out(file, int(line), None, "one-way, with somebody who is no connection")
