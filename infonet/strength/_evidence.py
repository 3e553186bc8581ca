"""Evidence for a tie: each piece has its reason, each reason its class, the strongest decides."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from infonet.errors import InfonetError
from infonet.names.companies import Spellings
from infonet.tables import CLOSENESS, LATEST, ME, TEXT, Tables, frame


class Reason(NamedTuple):
    """Say why a tie has its class: a short name, the class, and words for a sentence."""

    name: str
    tie_class: str
    words: str


class Ties(NamedTuple):
    """Ties with the evidence that decides their class, by (source, target); one way round or both.

    `source` and `target` are positions of people, `reason` a position in `REASONS`, `row` the
    position in ``tables.ties`` of the evidence that decided.
    """

    source: NDArray[np.int32]
    target: NDArray[np.int32]
    reason: NDArray[np.int8]
    row: NDArray[np.int32]


# In order of precedence: what the user said of a tie outranks every trace of it.
REASONS: tuple[Reason, ...] = (
    Reason("said strong", "strong", "you called it strong"),
    Reason("said medium", "medium", "you called it medium"),
    Reason("said weak", "weak", "you called it weak"),
    Reason("recent contact", "strong", "two-way contact within a year"),
    Reason("recommendation", "strong", "a written recommendation"),
    Reason("gone quiet", "medium", "two-way contact, quiet for over a year"),
    Reason("endorsement", "weak", "an endorsement"),
    Reason("invitation", "weak", "an invitation with a personal note"),
    Reason("wrote", "weak", "one-way messages"),
    Reason("note", "weak", "a note of yours"),
    Reason("introduced", "weak", "an introduction in your log"),
    Reason("named", "weak", "a name they gave you, in your log"),
    Reason("colleague", "weak", "connected while working for the same employer"),
    Reason("stated", "weak", "typed in by hand, closeness not said"),
    Reason("related", "weak", "an address book says that they know each other"),
    Reason("unanswered", "connection", "LinkedIn connection; a message without an answer"),
    Reason("connection", "connection", "LinkedIn connection; no sign of contact"),
    Reason("contact", "connection", "in your contacts; no sign of contact"),
    Reason("given", "given", "the strength was given with the graph"),
)
GIVEN = len(REASONS) - 1
"""The code of a strength that came with somebody's own graph."""

LOGGED = ("introduced", "named")
"""The stages of the log, and reasons, that join two others."""

_CODE = {reason.name: code for code, reason in enumerate(REASONS)}

_PLAIN = (
    *("recommendation", "endorsement", "invitation", "note", "stated", "related", "contact"),
    *("introduced", "named"),
)
"""Evidence whose reason has the same name."""

_TWO_WAY = ("messages", "mail", "meeting")
_COLLEAGUE_GRACE = pd.Timedelta(days=90)


def positions(person: pd.Index, ties: pd.DataFrame) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return the two ends of every tie as positions in `person`; who is not there is an error."""
    ends = []
    for column in ("source", "target"):
        found = person.get_indexer(pd.Index(ties[column])).astype(np.int64)
        if len(found) and found.min() < 0:
            key = ties[column].iloc[int(found.argmin())]
            raise InfonetError(
                f"`ties.{column}` names `{key}`, who is not in `people`: add them,"
                " or see `infonet.tables.check(tables)` for every fault at once"
            )
        ends.append(found)
    return ends[0], ends[1]


def classified(
    tables: Tables,
    source: NDArray[np.int64],
    target: NDArray[np.int64],
    *,
    n: int,
    as_of: pd.Timestamp,
) -> Ties:
    """Join the evidence of each pair of people to one tie, with source < target.

    The strongest reason decides its class. `source` and `target` are the people of each row of
    ``tables.ties``, as positions below `n`.
    """
    reason = _reasons_of(tables, as_of)
    pair = np.minimum(source, target) * n + np.maximum(source, target)
    order = np.argsort(pair * len(REASONS) + reason, kind="stable").astype(np.int32)
    pair = pair[order]
    first = np.flatnonzero(np.diff(pair, prepend=-1))
    best, pair = order[first], pair[first]
    return Ties((pair // n).astype(np.int32), (pair % n).astype(np.int32), reason[best], best)


def with_logged(tables: Tables, as_of: pd.Timestamp) -> Tables:
    """Add the ties between two others that the log alone shows: who introduced, or named, whom.

    Where anything else joins the two, that says how close they are. The ties are dated by the first
    such event, and what happened later than `as_of` does not count.
    """
    found = _logged(tables.events, as_of)
    known = pd.Index(tables.people.person)
    found = found[found.source.isin(known) & found.target.isin(known)]
    if found.empty:
        return tables
    pair = ["source", "target"]
    joined = pd.MultiIndex.from_frame(tables.ties[pair])
    found = found[~pd.MultiIndex.from_frame(found[pair]).isin(joined)]
    if found.empty:
        return tables
    rows = frame("ties", found.assign(origin=ME))
    return tables._replace(ties=pd.concat([tables.ties, rows], ignore_index=True))


def _logged(events: pd.DataFrame, as_of: pd.Timestamp) -> pd.DataFrame:
    """Return source, target, evidence and the day of each pair of others that the log joins."""
    columns = ["source", "target", "evidence", "since", "last"]
    told = events[events.stage.isin(LOGGED) & events.person.notna() & (events.date <= _end(as_of))]
    if told.empty:
        return pd.DataFrame(columns=columns)
    # Who does not say through whom means the person asked.
    asked = events[(events.stage == "asked") & events.request.notna()]
    person = asked.drop_duplicates("request").set_index("request").person
    first = person.reindex(pd.Index(told.request)).to_numpy(dtype=object)
    via = told.via.fillna(pd.Series(first, index=told.index, dtype=TEXT))
    rows = pd.DataFrame({"a": told.person, "b": via, "evidence": told.stage, "since": told.date})
    rows = rows[rows.b.notna() & (rows.a != rows.b) & (rows.a != ME) & (rows.b != ME)]
    # An introduction says more than a name.
    rows = rows.assign(
        source=rows.a.where(rows.a < rows.b, rows.b),
        target=rows.b.where(rows.a < rows.b, rows.a),
        last=rows.since,
    ).sort_values(["evidence", "since"], kind="stable")
    return rows.drop_duplicates(["source", "target"])[columns]


def _end(day: pd.Timestamp) -> pd.Timestamp:
    """Return the last second of a day."""
    return day + pd.Timedelta(days=1, seconds=-1)


def _reasons_of(tables: Tables, as_of: pd.Timestamp) -> NDArray[np.int8]:
    """Return the reason code of every row of the ties, each row by itself."""
    ties = tables.ties
    reason = np.full(len(ties), _CODE["connection"], dtype=np.int8)
    evidence = pd.Categorical(ties.evidence)
    codes = {word: code for code, word in enumerate(evidence.categories)}

    def rows(*words: str) -> NDArray[np.bool_]:
        return np.isin(evidence.codes, [codes[word] for word in words if word in codes])

    for word in _PLAIN:
        reason[rows(word)] = _CODE[word]
    contact = np.flatnonzero(rows(*_TWO_WAY))
    if len(contact):
        told = ties.iloc[contact]
        recent = told["last"].to_numpy() >= (as_of - pd.DateOffset(years=1)).to_datetime64()
        answered = told.exchanges.to_numpy() > 0
        own = (told.started == told.origin).to_numpy(dtype=bool)
        one_way = np.where(own, _CODE["unanswered"], _CODE["wrote"])
        two_way = np.where(recent, _CODE["recent contact"], _CODE["gone quiet"])
        reason[contact] = np.where(answered, two_way, one_way)
    reason[_colleagues(tables, rows("connection"))] = _CODE["colleague"]
    closeness = ties.closeness
    if closeness.notna().any():
        for word in CLOSENESS:
            reason[(closeness == word).to_numpy(dtype=bool)] = _CODE[f"said {word}"]
    return reason


def _colleagues(tables: Tables, connection: NDArray[np.bool_]) -> NDArray[np.int64]:
    """Find my connections made while both of us worked for one employer, also a former one.

    The date they connected falls into my time there and into theirs, as far as it is known, so they
    most likely met at work.
    """
    jobs, ties = tables.jobs, tables.ties
    mine = jobs[(jobs.person == ME) & jobs.company.notna() & jobs.start.notna()]
    found: list[NDArray[np.int64]] = []
    if mine.empty:
        return np.empty(0, dtype=np.int64)
    mine_rows = np.flatnonzero(connection & (ties.origin == ME).to_numpy(dtype=bool))
    alter = ties.source.where(ties.source != ME, ties.target).iloc[mine_rows]
    since = ties.since.iloc[mine_rows]
    theirs = jobs[jobs.company.notna() & jobs.person.isin(alter)]
    spellings = Spellings(theirs.company)
    ends = (mine.end + _COLLEAGUE_GRACE).fillna(LATEST)
    day = pd.Series(since.to_numpy(), index=alter.to_numpy())
    day = day[~day.index.duplicated()]
    for company, start, end in zip(mine.company, mine.start, ends, strict=True):
        staff = theirs[theirs.company.isin(list(spellings.tiers(company)))]
        connected = staff.person.map(day)
        left = (staff.end + _COLLEAGUE_GRACE).fillna(LATEST)
        begun = staff.start - _COLLEAGUE_GRACE
        there = ~(connected < begun) & (connected <= left)
        met = alter.isin(staff.person[there]) & since.between(start, end)
        found.append(mine_rows[met.to_numpy(dtype=bool)])
    return np.unique(np.concatenate(found))
