"""The parts that the statistics share: the requests, how far each came, and their groups."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from infonet.errors import InfonetError, nearest
from infonet.ledger import AnyLog, Ledger, Request, table_of
from infonet.strength import PRIORS, tie_strength
from infonet.tables import KINDS, ME, TEXT, Tables, as_date, frame
from infonet.tables.stages import MAIN

Grouping = str | pd.Series | None

_TIE_CLASSES = [name for name in PRIORS if name != "scout"]
_COLUMNS = ["kind", "hops", "tie class", "channel", "company", "person", "week", "month"]


class Asks(NamedTuple):
    """The requests that a statistic is about, as they stood on a day, by day of asking.

    The `table` has the same requests, one row each; `ledger` is the log that they come from.
    """

    day: pd.Timestamp
    ledger: Ledger
    requests: tuple[Request, ...]
    table: pd.DataFrame


def asks_of(
    log: AnyLog, as_of: object, by: Grouping = None, *, scouts: bool | None = False
) -> Asks:
    """Return the requests of a log: without scouts, or scouts only, or all where it is None.

    Where requests are grouped by kind, all are returned.
    """
    day, ledger = as_date(as_of), Ledger.of(log)
    requests = ledger.requests(as_of=day)
    if scouts is not None and not (isinstance(by, str) and by == "kind"):
        requests = tuple(one for one in requests if (one.kind == "scout") == scouts)
    return Asks(day, ledger, requests, table_of(requests))


def progress(asks: pd.DataFrame, line: Sequence[str] = MAIN) -> NDArray[np.float64]:
    """Return the days from asking until each stage, or a later one, was reached; else infinity."""
    steps = [(asks[stage] - asks.asked).dt.days.to_numpy(dtype=np.float64) for stage in line]
    wait = np.array(steps).reshape(len(line), len(asks)).T
    wait = np.where(np.isnan(wait), np.inf, wait)
    return np.asarray(np.minimum.accumulate(wait[:, ::-1], axis=1)[:, ::-1], dtype=np.float64)


def over_on(asks: Asks, stage: str = "declined") -> pd.Series:
    """Return the last day of a stage, where no message and no stage came after it."""
    latest = [request.latest(stage) for request in asks.requests]
    day = pd.Series(latest, index=asks.table.index, dtype="datetime64[s]")
    return day.where(day >= asks.table[[*MAIN, "last"]].max(axis=1))


def followed_until(asks: Asks) -> pd.Series:
    """Return the day up to which each request is followed: a withdrawal censors it."""
    return over_on(asks, "withdrawn").fillna(asks.day)


def checked_stage(value: object, allowed: Sequence[str], argument: str) -> str:
    """Return a stage among those allowed; a wrong one is an error that names the nearest."""
    if isinstance(value, str) and value in allowed:
        return value
    words = ", ".join(f"`{stage}`" for stage in allowed)
    raise InfonetError(f"`{argument}` takes {words}, not `{value}`{_meant(value, allowed)}")


def _meant(value: object, allowed: Sequence[str]) -> str:
    """Return the end of a sentence about a wrong word: the nearest right one, if any is near."""
    near = nearest(value, allowed, n=1)
    return f": did you mean `{near[0]}`?" if near else ""


def group_labels(events: AnyLog, by: str | pd.Series, *, as_of: object) -> pd.Series:
    """Label every request with its group, to pass on as ``by=``.

    Parameters
    ----------
    events, as_of : as in `funnel`
        For the tie class the whole tables, or a book.
    by : str or Series
        ``week`` or ``month`` of asking (``2026-W10``, ``2026-03``); ``tie class``, the class that
        the tie to the person asked first had on the day of asking, ``cold`` where there is none;
        ``hops``; or another column of `infonet.ledger.request_table` such as ``kind``, ``company``,
        ``channel`` or ``person``. A Series indexed by request is put into the order of the log.

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
    >>> asked = {"stage": "asked", "person": "in/bo", "date": "2026-03-02", "request": "R1"}
    >>> group_labels(frame("events", [asked]), "week", as_of="2026-06-30")
    request
    R1    2026-W10
    Name: week, dtype: str
    """
    return labels_of(asks_of(events, as_of, scouts=None), by)


def labels_of(asks: Asks, by: str | pd.Series) -> pd.Series:
    """Return the label of each request, indexed by request."""
    table = asks.table
    index = pd.Index(table.request, name="request")
    if isinstance(by, pd.Series):
        return _given(by, index)
    if by in ("tie class", "tie_class"):
        if asks.ledger.tables is None:
            raise InfonetError("the tie class is not in the events: pass the tables")
        classes = _tie_classes(table, asks.ledger.tables)
        values: Any = pd.Categorical(classes, _TIE_CLASSES, ordered=True)
        by = "tie_class"
    elif by == "week":
        year = table.asked.dt.isocalendar()
        values = [f"{y}-W{w:02d}" for y, w in zip(year.year, year.week, strict=True)]
    elif by == "month":
        values = table.asked.dt.strftime("%Y-%m").tolist()
    elif by == "kind":
        values = pd.Categorical(table.kind, list(KINDS), ordered=True)
    elif isinstance(by, str) and by in table and by != "request":
        values = table[by].array
    else:
        words = ", ".join(f"`{name}`" for name in _COLUMNS)
        meant = _meant(by, [*_COLUMNS, *table.columns])
        raise InfonetError(f"`by` takes {words} or a Series, not `{by}`{meant}")
    dtype = TEXT if by in ("week", "month") else None
    return pd.Series(values, index=index, name=by, dtype=dtype)


def _given(by: pd.Series, index: pd.Index) -> pd.Series:
    """Put given labels into the order of the requests; a request without a label has none."""
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
    """Return the class of the tie to the person asked first, on the day of asking."""
    asked = {ME, *asks.person.dropna()}
    people, jobs, ties, companies, *_ = tables
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
    """Yield each label with its rows, in order; rows without a label come last."""
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
    asks: Asks, by: Grouping, table: Callable[[pd.DataFrame], pd.DataFrame], rows: pd.DataFrame
) -> pd.DataFrame:
    """Return the same table for each group, one below the other, with the group in front.

    `table` maps the rows of a group to its table; `rows` are requests of `asks.table`, or some.
    """
    if by is None:
        return table(rows)
    labels = labels_of(asks, by).iloc[rows.index]
    parts = [(label, table(rows[chosen])) for label, chosen in split(labels)]
    parts = parts or [(None, table(rows).iloc[:0])]
    name = str(labels.name)
    if name in parts[0][1]:
        raise InfonetError(f"a group cannot be called `{name}`, like a column: rename the Series")
    blocks = []
    for label, part in parts:
        front = pd.Series([label] * len(part), index=part.index, dtype=labels.dtype)
        blocks.append(part.assign(**{name: front})[[name, *part.columns]])
    return pd.concat(blocks, ignore_index=True)
