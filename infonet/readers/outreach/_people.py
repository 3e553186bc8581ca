"""The people that a log names, by profile address, e-mail address or name."""

from __future__ import annotations

import re
from typing import NamedTuple

import pandas as pd

from infonet.names.people import (
    PARENTHESES,
    email_key,
    is_ornate,
    name_key,
    person_key,
    profile_key,
    profile_url,
)
from infonet.names.text import one_line
from infonet.readers._owner import Owner
from infonet.tables import ME, frame

_STEPS = re.compile(r"→|->|;")


class _Person(NamedTuple):
    spellings: dict[str, None]
    email: str | None
    slug: str | None


class People:
    """Collect the people of one log in the order in which they are first named.

    Parameters
    ----------
    owner : Owner
        The owner of the log: their address or name is the person ``me``.
    """

    def __init__(self, owner: Owner) -> None:
        self._owner = owner
        self._found: dict[str, _Person] = {}

    def key(self, text: str) -> str | None:  # one for each way to name a person
        """Return the key of the person that a text names; None when it names nobody."""
        text = one_line(text)
        if text.casefold() == ME:
            return ME
        bare = text.startswith("in/")
        slug = profile_key(f"linkedin.com/{text}" if bare else text)
        if slug is not None:
            return None if "\ufffd" in slug else self._add(self._owner.key_of(slug), slug=slug)
        if bare or "://" in text or "linkedin.com" in text.casefold():
            return None
        address = email_key(text)
        if address is not None:
            return self._add(person_key(name=address), email=address)
        if text.startswith("name/"):
            return self._add(text) if name_key(text.removeprefix("name/")) else None
        if "@" in text or not name_key(text):
            return None
        if self._owner.name and name_key(text) == name_key(self._owner.name):
            return ME
        return self._add(person_key(name=text), name=text)

    def route(self, text: str) -> tuple[str, ...] | None:
        """Return the keys of a route, from the ego on; None when a step names nobody."""
        steps = [self.key(step) for step in _STEPS.split(text) if step.strip()]
        keys = [step for step in steps if step is not None]
        if len(keys) < len(steps) or not keys:
            return None
        return tuple(keys if keys[0] == ME else [ME, *keys])

    def _add(
        self,
        key: str,
        *,
        name: str | None = None,
        email: str | None = None,
        slug: str | None = None,
    ) -> str:
        if key != ME:
            person = self._found.setdefault(key, _Person({}, email, slug))
            if name is not None:
                person.spellings[name] = None
        return key

    def table(self, source: str) -> pd.DataFrame:
        """Return the people as a table, the owner first."""
        rows: list[dict[str, str | None]] = [
            {
                "person": ME,
                "name": self._owner.name,
                "url": self._owner.slug and profile_url(self._owner.slug),
                "source": "owner",
            }
        ]
        for key, (spellings, email, slug) in self._found.items():
            rows.append(
                {
                    "person": key,
                    "name": _plainest(list(spellings)),
                    "email": email,
                    "url": slug and profile_url(slug),
                    "source": source,
                }
            )
        return frame("people", rows)


def _plainest(spellings: list[str]) -> str | None:
    """Return the only spelling, or the one that says no more than all of them do.

    A book distinguishes namesakes by their credentials: one line's are not everybody's.
    """
    if len(spellings) < 2:
        return spellings[0] if spellings else None
    plain = sorted(name for name in spellings if not is_ornate(name))
    bare = min(spellings)
    return plain[0] if plain else one_line(PARENTHESES.sub(" ", bare).split(",")[0])
