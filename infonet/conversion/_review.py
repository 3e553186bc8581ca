"""The review: what the asks led to, what works better, and where most stop, in sentences."""

from __future__ import annotations

from dataclasses import dataclass
from statistics import NormalDist
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from infonet.conversion._asks import asks_of, progress
from infonet.conversion._funnel import aged, stage_table
from infonet.conversion.proportions import newcombe, smallest_difference, wilson
from infonet.errors import whole_number
from infonet.ledger import AnyLog
from infonet.names.markup import block, letters
from infonet.names.text import counted, one_line
from infonet.tables import TEXT
from infonet.tables.stages import MAIN

_ENOUGH = 5
"""Requests; with fewer a rate is no ground for advice."""

_ERROR = 0.05
_WEEKLY = ("asked", "held", "referred")
_EMPTY = "Nothing to review yet: log the first ask for a talk, and what came of it."
_FOR_NAMES = (
    "You asked {times} whether a friend knows somebody there. Asks for a talk are counted apart:"
    " there is none yet."
)
_NOUNS = {
    "asked": ("ask", "asks"),
    "introduced": ("introduction", "introductions"),
    "replied": ("reply", "replies"),
    "scheduled": ("date", "dates"),
    "held": ("talk", "talks"),
    "referred": ("referral", "referrals"),
}
_LED_TO = {
    "introduced": "led to one",
    "replied": "got a reply",
    "scheduled": "led to a date",
    "held": "led to a talk",
    "referred": "led to a referral",
    "offered": "led to an offer",
}


@dataclass(frozen=True, eq=False, repr=False)
class Review:
    """The review of the asks in at most three sentences, and the numbers in them.

    Attributes
    ----------
    as_of : Timestamp
        The day on which it was looked at.
    within : int
        Days from asking that a request has had to count.
    sentences : DataFrame
        topic (``outcome``, ``comparison``, ``step``), text.
    numbers : DataFrame
        topic; what (``talk`` and ``referral``; the groups that were compared; the stage of the
        weakest step); n, reached, rate, low, high (95 %, Wilson; the rate of 0 of 0 is missing).
    comparisons : DataFrame
        by (``kind``, ``channel``); a, b (the groups); n_a, reached_a, n_b, reached_b; difference,
        low, high (Newcombe, at `level`); level (95 %, its error divided by the number of
        comparisons); smallest (the least difference that would be shown, the group with the lower
        rate being as it is; missing where none would); shown (0 is outside of the interval, and
        both groups have 5 requests or more).
    weeks : DataFrame
        week (its Monday), asked, held, referred: one row a week from the first ask on, those
        without anything included. Scouts count as asks here.
    advice : str
        What to do more of; empty where the numbers are too few to say.
    """

    as_of: pd.Timestamp
    within: int
    sentences: pd.DataFrame
    numbers: pd.DataFrame
    comparisons: pd.DataFrame
    weeks: pd.DataFrame
    advice: str

    def __str__(self) -> str:
        return "\n".join(self.sentences.text)

    def __repr__(self) -> str:
        return str(self)

    def _repr_html_(self) -> str:
        return block(*(f"<p>{letters(text)}</p>" for text in self.sentences.text))


class _Group(NamedTuple):
    """The requests of a group that are old enough, and those of them that led to a talk."""

    name: str
    reached: int
    n: int


def review(events: AnyLog, *, as_of: object, within: int = 60) -> Review:
    """Say in sentences what the asks led to, what works better, and where most stop.

    Advice follows from one comparison at most, warm asks against cold ones before the two channels
    used most, and only where the difference is sure and both groups have 5 requests or more.

    Parameters
    ----------
    events, as_of : as in `funnel`
    within : int
        Days from asking: requests that are younger, or were withdrawn by then, are in `weeks`
        alone.

    Returns
    -------
    Review
        `sentences` with their `numbers`, `comparisons`, `weeks` and `advice`; its text is the
        sentences.

    Notes
    -----
    Warm are introductions and direct asks; scouts are apart. The more comparisons are looked at,
    the wider their intervals: the error of 5 % is divided by their number (Bonferroni). They are
    Newcombe's, and differences prove as little, as in `compare_groups`.

    The weakest step is the one of the main line with the lowest rate among those that 5 requests
    or more could take.

    Examples
    --------
    >>> from infonet.tables import frame
    >>> log = frame("events", [
    ...     {"request": "R1", "person": "in/bo", "stage": "asked", "date": "2026-03-02"},
    ...     {"request": "R1", "person": "in/bo", "stage": "held", "date": "2026-03-09"},
    ...     {"request": "R2", "person": "in/cy", "stage": "asked", "date": "2026-03-10",
    ...      "kind": "cold"}])
    >>> found = review(log, as_of="2026-06-30")
    >>> print(found.sentences.text[0])
    Of 2 asks old enough (60 days), 1 led to a talk and none to a referral.
    >>> found.weeks.head(2)
            week  asked  held  referred
    0 2026-03-02      1     0         0
    1 2026-03-09      1     1         0
    """
    days = whole_number(within, "within", least=1)
    everything = asks_of(events, as_of, scouts=None)
    asks = asks_of(everything.ledger, as_of)
    rows = aged(asks, days)
    line = stage_table(rows, MAIN, days)
    said = {"outcome": _outcome(line, days, scouts=len(everything.table) - len(rows))}
    numbers = [("outcome", _Group("talk", *_of(line, "held")))]
    numbers += [("outcome", _Group("referral", *_of(line, "referred")))]
    compared = pd.DataFrame(columns=_COMPARED)
    advice = ""
    if rows.old.any():
        groups = _groups(rows, days)
        compared = _compare(groups)
        said["comparison"], advice = _comparison(groups, compared)
        numbers += [("comparison", group) for pair in groups.values() for group in pair]
        step = _weakest(line)
        said["step"] = "No step was tried 5 times yet: too few to say where most stop."
        if step is not None:
            said["step"] = _step(step, introductions=bool((rows.kind == "introduction").all()))
            numbers.append(("step", _Group(step.stage, step.reached, step.before)))
    return Review(
        as_of=asks.day,
        within=days,
        sentences=pd.DataFrame(list(said.items()), columns=["topic", "text"]),
        numbers=_rates(numbers if len(rows) else []),
        comparisons=compared,
        weeks=_weeks(everything.table, asks.day),
        advice=advice,
    )


def _of(line: pd.DataFrame, stage: str) -> tuple[int, int]:
    """Return how many reached a stage, and of how many."""
    row = line[line.stage == stage].iloc[0]
    return int(row.reached), int(row.n)


def _outcome(line: pd.DataFrame, within: int, *, scouts: int) -> str:
    """Say how many asks led to a talk and to a referral."""
    (talks, n), (referrals, _) = _of(line, "held"), _of(line, "referred")
    if n:
        return (
            f"Of {counted(n, 'ask')} old enough ({within} days), {talks or 'none'} led to a talk "
            f"and {referrals or 'none'} to a referral."
        )
    so_far = line.set_index("stage")
    asked = int(so_far.so_far["asked"])
    if not asked:
        return _FOR_NAMES.format(times=counted(scouts, "time")) if scouts else _EMPTY
    return (
        f"No ask is old enough yet ({within} days). Of {counted(asked, 'ask')} so far, "
        f"{so_far.so_far['held'] or 'none'} led to a talk and "
        f"{so_far.so_far['referred'] or 'none'} to a referral."
    )


def _groups(rows: pd.DataFrame, within: int) -> dict[str, list[_Group]]:
    """Count the talks of warm and cold asks, and of the two channels used most."""
    old = rows[rows.old]
    talk = progress(old)[:, MAIN.index("held")] <= within
    channel = old.channel.map(lambda name: one_line(name).casefold(), na_action="ignore")
    used = channel.value_counts()
    most = sorted(used.index, key=lambda name: (-used[name], name))[:2]
    cold = (old.kind == "cold").to_numpy(dtype=bool)
    found = {
        "kind": [("warm", ~cold), ("cold", cold)],
        "channel": [(name, (channel == name).to_numpy(dtype=bool)) for name in most],
    }
    return {
        by: [_Group(name, int((talk & mine).sum()), int(mine.sum())) for name, mine in pair]
        for by, pair in found.items()
        if len(pair) == 2
    }


_COMPARED = [
    *("by", "a", "b", "n_a", "reached_a", "n_b", "reached_b"),
    *("difference", "low", "high", "level", "smallest", "shown"),
]


def _compare(groups: dict[str, list[_Group]]) -> pd.DataFrame:
    """Compare each two groups, at a level that knows how many comparisons there are."""
    pairs = {by: pair for by, pair in groups.items() if pair[0].n and pair[1].n}
    level = 1 - _ERROR / max(len(pairs), 1)
    z = NormalDist().inv_cdf((1 + level) / 2)
    rows = []
    for by, (a, b) in pairs.items():
        counts = a.reached, a.n, b.reached, b.n
        difference, low, high = newcombe(*counts, z=z)
        many = min(a.n, b.n) >= _ENOUGH
        smallest = smallest_difference(*counts, z=z) if many else np.nan
        sure = many and (low > 0 or high < 0)
        names = by, a.name, b.name, a.n, a.reached, b.n, b.reached
        rows.append((*names, difference, low, high, level, smallest, sure))
    return pd.DataFrame(rows, columns=_COMPARED)


def _comparison(groups: dict[str, list[_Group]], compared: pd.DataFrame) -> tuple[str, str]:
    """Say how warm and cold asks did, or the channels where they alone differ; and the advice."""
    warm, cold = groups["kind"]
    sure = compared[compared.shown.astype(bool)]
    both = f"Warm asks: {_share(warm)} led to a talk; cold ones: {_share(cold)}."
    if not cold.n or not warm.n:
        both = f"{'Warm' if warm.n else 'Cold'} asks: {_share(warm if warm.n else cold)} led to a "
        both += f"talk; no {'cold' if warm.n else 'warm'} one is old enough to compare with."
    if sure.empty:
        doubt = f" {_too_few(compared.iloc[0])}" if len(compared) and warm.n and cold.n else ""
        return both + doubt, ""
    first = sure.iloc[0]
    ahead, behind = groups[first.by][:: 1 if first.difference > 0 else -1]
    if first.by == "channel":
        advice = f"Ask by {ahead.name} where you can."
        return (
            f"{both} By {ahead.name} {_share(ahead)} led to a talk, by {behind.name} "
            f"{_share(behind)}. {advice}",
            advice,
        )
    advice = "Ask people you know first."
    if ahead is cold:
        advice = "Write to people you do not know more often."
    return f"{both} {ahead.name.capitalize()} asks work better. {advice}", advice


def _share(group: _Group) -> str:
    return f"{group.reached} of {group.n}"


def _too_few(row: Any) -> str:
    """Say that a comparison shows nothing, and what it could have shown."""
    if min(row.n_a, row.n_b) < _ENOUGH:
        could = f"with fewer than {_ENOUGH} of a kind no difference would show"
    elif np.isnan(row.smallest):
        could = "with so few no difference would show"
    else:
        points = np.ceil(100 * row.smallest - 1e-9)
        could = f"with so few only a difference of {points:.0f} points or more would show"
    return f"Too few to be sure that one works better: {could}."


def _weakest(line: pd.DataFrame) -> pd.Series | None:
    """Return the step with the lowest rate, the earlier of two; None where all have too few."""
    steps = line[line.before >= _ENOUGH]
    return None if steps.empty else steps.sort_values("step", kind="stable").iloc[0]


def _step(step: pd.Series, *, introductions: bool) -> str:
    """Say how many took the weakest step."""
    stage = str(step.stage)
    nouns = _NOUNS[MAIN[MAIN.index(stage) - 1]]
    if stage == "introduced":
        nouns = ("ask for an introduction", "asks for an introduction")
    elif stage == "replied" and not introductions:
        nouns = _NOUNS["asked"]
    counts = f"{counted(int(step.before), *nouns)}, {step.reached or 'none'}"
    return f"The weakest step: of {counts} {_LED_TO[stage]}."


def _rates(numbers: list[tuple[str, _Group]]) -> pd.DataFrame:
    """Return each count with its rate and its interval."""
    found = pd.DataFrame(
        [(topic, group.name, group.n, group.reached) for topic, group in numbers],
        columns=["topic", "what", "n", "reached"],
    ).astype({"topic": TEXT, "what": TEXT, "n": "int64", "reached": "int64"})
    rate, low, high = wilson(found.reached, found.n)
    return found.assign(rate=rate, low=low, high=high)


def _weeks(requests: pd.DataFrame, day: pd.Timestamp) -> pd.DataFrame:
    """Count asks, first talks and first referrals in each week up to a day."""
    if requests.empty:
        empty = {"week": "datetime64[s]", **dict.fromkeys(_WEEKLY, "int64")}
        return pd.DataFrame(columns=list(empty)).astype(empty)
    reached = {stage: requests[stage].dropna() for stage in _WEEKLY}
    mondays = {
        stage: days - pd.to_timedelta(days.dt.day_of_week.astype("int64"), "D")
        for stage, days in reached.items()
    }
    last = day - pd.Timedelta(days=day.weekday())
    weeks = pd.date_range(mondays["asked"].min(), last, freq="7D", unit="s")
    counts = {
        stage: monday.value_counts().reindex(weeks, fill_value=0).to_numpy()
        for stage, monday in mondays.items()
    }
    return pd.DataFrame({"week": weeks, **counts})
