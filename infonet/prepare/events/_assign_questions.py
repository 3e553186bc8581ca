"""A question for each guest of an event, to be asked standing."""

from __future__ import annotations

import os
from collections import Counter

import numpy as np
import pandas as pd

from infonet.names.titles import role_of
from infonet.prepare._questions import questions

__all__ = ["one_each"]

# For a seat and half an hour, not for standing with a glass in one's hand.
_NOT_STANDING = ("hiring", "assignments", "resources", "closing")


def one_each(
    titles: pd.Series, fields: list[str], bank: str | os.PathLike[str] | None
) -> list[str | None]:
    """An open question that suits each title, and that as few as can be before them were given."""
    role = {title: role_of(title, fields).removeprefix("hiring ") for title in set(titles)}
    roles = [role[title] for title in titles]
    suited: dict[str, list[str]] = {}
    for audience in set(roles):
        fit = questions(audience, bank=bank)
        fit = fit[fit.open & ~fit.topic.isin(_NOT_STANDING)]
        # The first of each topic, then the second of each.
        turn = fit.groupby("topic").cumcount().to_numpy()
        suited[audience] = fit.question.iloc[np.argsort(turn, kind="stable")].tolist()
    given: Counter[str] = Counter()
    asked = []
    for audience in roles:
        asked.append(min(suited[audience], key=given.__getitem__))
        given[asked[-1]] += 1
    return list(asked)
