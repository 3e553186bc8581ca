"""What the statistics have in common: whose requests, how far each came, and in which groups."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Iterator, Sequence
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from infonet.errors import InfonetError
from infonet.ledger import MAIN, request_table, settle
from infonet.strength import PRIORS, tie_strength
from infonet.tables import COLUMNS, KINDS, ME, Tables, as_date, frame

__all__ = [
    "Grouping",
    "Log",
    "a_stage",
    "asks_of",
    "closed_on",
    "group_labels",
    "days_of",
    "events_of",
    "grouped",
    "labels_of",
    "looked_up",
    "progress",
    "split",
]

Log = pd.DataFrame | Tables
Grouping = str | pd.Series | None

_TIE_CLASSES = [name for name in PRIORS if name != "scout"]


def events_of(log: Log, as_of: object) -> tuple[pd.DataFrame, pd.Timestamp]:
    """The settled events up to a day, and that day."""
    day = as_date(as_of)
    tables = log if isinstance(log, Tables) else None
    events: object = log.events if isinstance(log, Tables) else log
    if not isinstance(events, pd.DataFrame):
        kind = type(log).__name__
        raise InfonetError(f"expected events or tables, not `{kind}`: pass `book.tables()`")
    missing = [column for column in COLUMNS["events"] if column not in events]
    if missing:
        raise InfonetError(
            f"the events lack the column `{missing[0]}`: read the log with `infonet.read(path)`"
            " and pass its `tables.events`"
        )
    settled = settle(events, tables)
    return settled[pd.to_datetime(settled.date).dt.normalize() <= day], day


def asks_of(
    events: pd.DataFrame, day: pd.Timestamp, by: Grouping = None, *, scouts: bool = False
) -> pd.DataFrame:
    """One row per request; scouts apart, but where requests are told apart by kind."""
    asks = request_table(events, as_of=day)
    if isinstance(by, str) and by == "kind":
        return asks
    return asks[(asks.kind == "scout") == scouts].reset_index(drop=True)


def progress(asks: pd.DataFrame, line: Sequence[str] = MAIN) -> NDArray[np.float64]:
    """Days from asking until each stage, or one after it, was reached; infinite for not yet."""
    steps = [(asks[stage] - asks.asked).dt.days.to_numpy(dtype=np.float64) for stage in line]
    wait = np.array(steps).reshape(len(line), len(asks)).T
    wait = np.where(np.isnan(wait), np.inf, wait)
    return np.asarray(np.minimum.accumulate(wait[:, ::-1], axis=1)[:, ::-1], dtype=np.float64)


def closed_on(asks: pd.DataFrame, events: pd.DataFrame, stage: str = "declined") -> pd.Series:
    """The day of the latest decline, or other stage, that no message and no stage came after."""
    happened = events[events.stage == stage]
    day = pd.to_datetime(happened.date).dt.normalize().groupby(happened.request).max()
    latest = asks[[*MAIN, "last"]].max(axis=1)
    found = looked_up(day, asks.request)
    return found.where(found >= latest)


def looked_up(values: pd.Series, keys: pd.Series) -> pd.Series:
    """The value of each key; missing where there is none."""
    return pd.Series(values.reindex(pd.Index(keys)).array, index=keys.index)


def a_stage(value: object, allowed: Sequence[str], argument: str) -> str:
    """A stage among those allowed; a wrong one is an error that names the nearest."""
    if isinstance(value, str) and value in allowed:
        return value
    near = difflib.get_close_matches(str(value).lower(), allowed, n=1, cutoff=0.5)
    hint = f": did you mean `{near[0]}`?" if near else ""
    words = ", ".join(f"`{stage}`" for stage in allowed)
    raise InfonetError(f"`{argument}` takes {words}, not `{value}`{hint}")


def days_of(number: object, argument: str = "within", unit: str = "days") -> int:
    """A number of days, or of something else, of at least one."""
    if isinstance(number, int | np.integer) and not isinstance(number, bool) and number > 0:
        return int(number)
    raise InfonetError(f"`{argument}` takes a number of {unit}, 1 or more, not `{number}`")


def group_labels(events: Log, by: str | pd.Series, *, as_of: object = None) -> pd.Series:
    """The group of every request, to pass on as ``by=``.

    Parameters
    ----------
    events : DataFrame or Tables
        The log; whole tables for the tie class.
    by : str or Series
        ``week`` or ``month`` of asking (``2026-W10``, ``2026-03``); ``tie class``, the class that
        the tie to the person asked first had on the day of asking, ``cold`` where there is none;
        ``hops``; or another column of `infonet.ledger.request_table` such as ``kind``, ``company``,
        ``channel`` or ``person``. A Series indexed by request is put into the order of the log.
    as_of : date, str or Timestamp, optional
        Leave out what came later; without it the whole log counts.

    Returns
    -------
    Series
        One label per request, indexed by request, in the order of asking. `kind` and the tie
        class are categories in the order of the craft. Missing where it is not known.

    Raises
    ------
    InfonetError
        A name that is no column, a Series that is not indexed by request, or the tie class of
        events without tables.

    Notes
    -----
    Group by what was known when asking. A group that is made by what came of the request, such as
    its state, says nothing about what to ask next.

    Examples
    --------
    >>> asked = {"stage": "asked", "person": "in/bo", "date": "2026-03-02"}
    >>> group_labels(frame("events", [asked | {"request": "R1"}]), "week")
    request
    R1    2026-W10
    Name: week, dtype: str
    """
    settled, _ = events_of(events, "2262-01-01" if as_of is None else as_of)
    asks = request_table(settled, as_of="2262-01-01" if as_of is None else as_of)
    return labels_of(asks, by, events)


def labels_of(asks: pd.DataFrame, by: str | pd.Series, log: Log) -> pd.Series:
    """The label of each of these requests, indexed by request."""
    index = pd.Index(asks.request, name="request")
    if isinstance(by, pd.Series):
        return _given(by, index)
    if by in ("tie class", "tie_class"):
        if not isinstance(log, Tables):
            raise InfonetError("the tie class is not in the events: pass the tables")
        values: Any = pd.Categorical(_tie_classes(asks, log), _TIE_CLASSES, ordered=True)
        by = "tie_class"
    elif by == "week":
        year = asks.asked.dt.isocalendar()
        values = [f"{y}-W{w:02d}" for y, w in zip(year.year, year.week, strict=True)]
    elif by == "month":
        values = asks.asked.dt.strftime("%Y-%m").tolist()
    elif by == "kind":
        values = pd.Categorical(asks.kind, list(KINDS), ordered=True)
    elif isinstance(by, str) and by in asks and by != "request":
        values = asks[by].array
    else:
        known = ["kind", "hops", "tie class", "channel", "company", "person", "week", "month"]
        near = difflib.get_close_matches(str(by), [*known, *asks.columns], n=1, cutoff=0.5)
        hint = f": did you mean `{near[0]}`?" if near else ""
        words = ", ".join(f"`{name}`" for name in known)
        raise InfonetError(f"`by` takes {words} or a Series, not `{by}`{hint}")
    dtype = "str" if by in ("week", "month") else None
    return pd.Series(values, index=index, name=by, dtype=dtype)


def _given(by: pd.Series, index: pd.Index) -> pd.Series:
    """Somebody's own labels in the order of the requests; a request without one has none."""
    if by.index.has_duplicates:
        twice = by.index[by.index.duplicated()][0]
        raise InfonetError(f"`by` has more than one label for request `{twice}`: give one each")
    if len(index) and not by.index.isin(index).any():
        raise InfonetError(
            "`by` takes a Series indexed by request, found none of the log's requests in its index:"
            " make it with `infonet.conversion.group_labels`, or `set_index('request')` first"
        )
    return pd.Series(by.reindex(index), name="group" if by.name is None else str(by.name))


def _tie_classes(asks: pd.DataFrame, tables: Tables) -> list[str]:
    """What the tie to the person asked first was on the day of asking."""
    asked = {ME, *asks.person.dropna()}
    people, jobs, ties, companies, _ = tables
    near = Tables(
        people[people.person.isin(asked)],
        jobs[jobs.person.isin(asked)],
        ties[ties.source.isin(asked) & ties.target.isin(asked)],
        companies,
        frame("events"),
    )
    on: dict[Any, dict[str, str]] = {}
    for day in asks.asked.unique():
        known = tie_strength(near, as_of=day)
        mine = known[(known.source == ME) | (known.target == ME)]
        alter = mine.source.where(mine.source != ME, mine.target)
        on[day] = dict(zip(alter, mine.tie_class, strict=True))
    return [on[day].get(who, "cold") for day, who in zip(asks.asked, asks.person, strict=True)]


def split(labels: pd.Series) -> Iterator[tuple[Any, NDArray[np.bool_]]]:
    """Each label and where it stands, in order; what has none comes last."""
    values = labels.dropna().unique()
    if isinstance(labels.dtype, pd.CategoricalDtype):
        order = [value for value in labels.cat.categories if value in set(values)]
    else:
        try:
            order = sorted(values)
        except TypeError:
            order = sorted(values, key=str)
    at = labels.array
    for value in order:
        yield value, np.array([one == value for one in at], dtype=bool)
    missing = labels.isna().to_numpy(dtype=bool)
    if missing.any():
        yield None, missing


def grouped(
    asks: pd.DataFrame,
    by: Grouping,
    log: Log,
    table: Callable[[pd.DataFrame], pd.DataFrame],
) -> pd.DataFrame:
    """The same table for each group, one below the other, the group's name in front."""
    if by is None:
        return table(asks)
    labels = labels_of(asks, by, log)
    parts = [(label, table(asks[rows])) for label, rows in split(labels)]
    parts = parts or [(None, table(asks).iloc[:0])]
    name = str(labels.name)
    if name in parts[0][1]:
        raise InfonetError(f"a group cannot be called `{name}`, like a column: rename the Series")
    blocks = []
    for label, part in parts:
        front = pd.Series([label] * len(part), index=part.index, dtype=labels.dtype)
        blocks.append(part.assign(**{name: front})[[name, *part.columns]])
    return pd.concat(blocks, ignore_index=True)
