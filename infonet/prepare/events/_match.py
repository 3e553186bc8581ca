"""Match attendees to people of the network: by profile, e-mail, name and company, or maybe."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable

import numpy as np
import pandas as pd

from infonet.graph import Network
from infonet.names.companies import Spellings
from infonet.names.people import email_key, name_key, profile_key, words

NOBODY = -1
"""The position of an attendee who is not, or only maybe, in the network."""


def match(net: Network, coming: pd.DataFrame) -> pd.DataFrame:
    """Find attendees (name, company, email, url) in the network: position, by, candidates.

    A profile address decides, and contradicts every other sign. An e-mail address decides where its
    owner has a word of the name in common. A name decides where one person in the network and one
    attendee have it and the company agrees. Every other sign is a maybe.

    The position is `NOBODY` for a stranger and for a mere maybe. `by` is ``profile``, ``e-mail``,
    ``name and company`` or ``maybe``, None for a stranger. `candidates` are the positions of the
    people who may be meant.
    """
    slugs = [profile_key(url) for url in coming.url]
    mails = [email_key(mail) for mail in coming.email]
    names = [name_key(name) for name in coming.name]
    known = _Known(net, {mail for mail in mails if mail}, {name for name in names if name})
    listed = Counter(names)
    position = np.full(len(coming), NOBODY, dtype=np.int64)
    by: list[str | None] = [None] * len(coming)
    candidates: list[tuple[int, ...]] = [()] * len(coming)
    for row, (slug, mail, name, company) in enumerate(
        zip(slugs, mails, names, coming.company, strict=True)
    ):
        if slug is not None and slug in known.by_profile:
            position[row], by[row] = known.by_profile[slug], "profile"
            continue
        owners = known.other(slug, known.by_mail.get(mail or "", ()))
        # Addresses are lent to others.
        if len(owners) == 1 and (not name or {*name.split()} & {*words(net.name[owners[0]])}):
            position[row], by[row] = owners[0], "e-mail"
            continue
        namesakes = known.other(slug, known.by_name.get(name, ()))
        alone = len(namesakes) == 1 and listed[name] == 1
        if alone and (namesakes[0] == net.ego or known.works_at(namesakes[0], company)):
            position[row], by[row] = namesakes[0], "name and company"
        elif owners or namesakes:
            by[row], candidates[row] = "maybe", tuple(sorted({*owners, *namesakes}))
    found = pd.DataFrame({"by": by, "candidates": candidates}, dtype=object)
    return found.assign(position=position)


class _Known:
    """The people of the network by profile, and by the wanted e-mail addresses and names."""

    def __init__(self, net: Network, mails: set[str], names: set[str]) -> None:
        people = net.tables.people.set_index("person").reindex(net.person)
        slugs = [
            key[3:] if key.startswith("in/") else profile_key(url)
            for key, url in zip(net.keys, people.url, strict=True)
        ]
        self._net = net
        self._slug = {at: slug for at, slug in enumerate(slugs) if slug}
        # Of two people with one profile the first is meant.
        self.by_profile = {slug: at for at, slug in reversed(self._slug.items())}
        self.by_mail: defaultdict[str, list[int]] = defaultdict(list)
        self.by_name: defaultdict[str, list[int]] = defaultdict(list)
        for at, text in enumerate(people.email.to_numpy(dtype=object) if mails else ()):
            if (mail := email_key(text)) in mails:
                self.by_mail[mail].append(at)
        # A key costs much more than a look at the words, and few people share one.
        parts = {word for name in names for word in name.split()}
        for at, text in enumerate(net.name):
            near = not text.isascii() or not parts.isdisjoint(words(text))
            if near and (name := name_key(text)) in names:
                self.by_name[name].append(at)
        self._companies: defaultdict[int, set[str]] = defaultdict(set)

    def other(self, slug: str | None, found: Iterable[int]) -> list[int]:
        """Leave out everybody with a profile of their own, if the attendee has a profile."""
        return [at for at in found if slug is None or self._slug.get(at) is None]

    def works_at(self, at: int, company: object) -> bool:
        """Return whether one of the person's current employers is the company."""
        if not isinstance(company, str):
            return False
        if not self._companies:
            jobs = self._net.tables.jobs
            now = jobs[jobs.end.isna() & jobs.company.notna()]
            where = self._net.positions(now.person, strict=False)
            for person, employer in zip(where.tolist(), now.company, strict=True):
                self._companies[person].add(employer)
        theirs = self._companies[at]
        same = Spellings(theirs).tiers(company, aliases=self._net.workplaces.aliases(company))
        return bool(same)
