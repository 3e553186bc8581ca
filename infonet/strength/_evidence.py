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
_ALONE = 64  # added to the code of what counts only where nothing else does
_NOTHING = 127
_LOGGED_TYPES = {
    **dict.fromkeys(("source", "target", "evidence"), "str"),
    **dict.fromkeys(("since", "last", "known"), "datetime64[s]"),
}
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


class Evidence:
    """The evidence of all ties of some tables: what no day changes of it is worked out once.

    Attributes
    ----------
    source, target : ndarray of int32, shape (pairs,)
        The two people of each pair that anything joins, as positions in `person`, the smaller
        first, in order.
    logged : DataFrame
        The ties between two others that the log alone may show; their rows come after those of
        ``tables.ties``. One counts only where nothing else joins the two.
    """

    def __init__(self, tables: Tables, person: pd.Index) -> None:
        self._ties, self.logged = tables.ties, logged_ties(tables.events, person)
        self._stated = len(tables.ties)
        ends = zip(positions(person, tables.ties), positions(person, self.logged), strict=True)
        source, target = (np.concatenate(both) for both in ends)
        n = len(person)
        pair = np.minimum(source, target) * n + np.maximum(source, target)
        self._order = np.argsort(pair, kind="stable").astype(np.int32)
        pair = pair[self._order]
        self._begins = np.flatnonzero(np.diff(pair, prepend=-1))
        pair = pair[self._begins]
        self.source, self.target = (pair // n).astype(np.int32), (pair % n).astype(np.int32)
        codes = [_CODE[stage] for stage in self.logged.evidence]
        self._reason = np.concatenate([_reasons_of(tables), np.array(codes, dtype=np.int8)])
        self._contact = _contact_of(tables.ties)

    def on(
        self, day: pd.Timestamp, *, until: pd.Timestamp | None = None, known: int | None = None
    ) -> tuple[NDArray[np.int8], NDArray[np.int32], pd.DataFrame]:
        """Classify each pair on a day: the strongest reason decides.

        Of the log the events up to `until` count, by default those up to the day; of
        ``tables.ties`` the first `known`, by default all. Return the reason of each pair, -1 where
        nothing joins the two; the row that decided; and the ties in which it is a row.
        """
        count = len(self._reason)
        if not count:
            return np.empty(0, dtype=np.int8), np.empty(0, dtype=np.int32), self._ties
        narrow = (_NOTHING + 1) * count < np.iinfo(np.int32).max
        reason = self._reason.astype(np.int32 if narrow else np.int64)
        rows, last, two_way, one_way = self._contact
        if len(rows):
            recent = last >= (day - pd.DateOffset(years=1)).to_datetime64()
            answered = np.where(recent, _CODE["recent contact"], _CODE["gone quiet"])
            reason[rows] = np.where(two_way, answered, one_way)
        if known is not None:
            reason[known : self._stated] = _NOTHING
        told = (self.logged.known <= _end(day if until is None else until)).to_numpy(dtype=bool)
        reason[self._stated :] = np.where(told, reason[self._stated :] + _ALONE, _NOTHING)
        key = reason.take(self._order) * count + np.arange(count, dtype=reason.dtype)
        found, place = np.divmod(np.minimum.reduceat(key, self._begins), count)
        row = self._order.take(place)
        found = np.where(found == _NOTHING, -1, found % _ALONE).astype(np.int8)
        row, ties = self._listed(row, found >= 0, known)
        return found, row, ties

    def _listed(
        self, row: NDArray[np.int32], there: NDArray[np.bool_], known: int | None
    ) -> tuple[NDArray[np.int32], pd.DataFrame]:
        """Return the rows that decided, and the known ties with those of the log that count."""
        known = self._stated if known is None else known
        ties = self._ties if known == self._stated else self._ties.iloc[:known]
        used = np.unique(row[there & (row >= self._stated)])
        if not len(used):
            return row, ties
        alone = row >= self._stated
        row[alone] = known + used.searchsorted(row[alone])
        shown = self.logged.iloc[used - self._stated]
        return row, pd.concat([ties, tie_rows(shown)], ignore_index=True)

    def ties(self, day: pd.Timestamp) -> Ties:
        """Return the ties of a day, each pair once."""
        reason, row, _ = self.on(day)
        there = reason >= 0
        return Ties(self.source[there], self.target[there], reason[there], row[there])


def with_logged(tables: Tables, as_of: pd.Timestamp) -> Tables:
    """Add the ties between two others that the log alone shows: who introduced, or named, whom.

    Where anything else joins the two, that says how close they are. The ties are dated by the first
    such event, and what happened later than `as_of` does not count.
    """
    pair = ["source", "target"]
    found = logged_ties(tables.events, pd.Index(tables.people.person))
    found = found[found.known <= _end(as_of)].drop_duplicates(pair)
    if found.empty:
        return tables
    joined = pd.MultiIndex.from_frame(tables.ties[pair])
    found = found[~pd.MultiIndex.from_frame(found[pair]).isin(joined)]
    if found.empty:
        return tables
    ties = pd.concat([tables.ties, tie_rows(found)], ignore_index=True)
    return tables._replace(ties=ties)


def tie_rows(logged: pd.DataFrame) -> pd.DataFrame:
    """Return ties that the log shows as rows of ``tables.ties``."""
    return frame("ties", logged.drop(columns="known").assign(origin=ME))


def logged_ties(events: pd.DataFrame, person: pd.Index) -> pd.DataFrame:
    """List the pairs of others whom the log joins, introductions first, then by day.

    The columns are source, target, evidence, since, last, and known: the day from which the log
    says so, later than `since` where the ask that says through whom is later.
    """
    columns = ["source", "target", "evidence", "since", "last", "known"]
    told = events[events.stage.isin(LOGGED) & events.person.notna() & events.date.notna()]
    if told.empty:
        return pd.DataFrame(columns=columns).astype(_LOGGED_TYPES)
    # Who does not say through whom means the person asked.
    asked = events[(events.stage == "asked") & events.request.notna()]
    asked = asked.sort_values("date", kind="stable").drop_duplicates("request").set_index("request")
    first = asked.reindex(pd.Index(told.request))
    bare = told.via.isna()
    via = told.via.fillna(pd.Series(first.person.to_numpy(dtype=object), told.index, dtype=TEXT))
    day = pd.Series(first.date.to_numpy(), told.index).where(bare & (told.date < first.date.array))
    rows = pd.DataFrame(
        {
            "source": told.person.where(told.person < via, via),
            "target": via.where(told.person < via, told.person),
            "evidence": told.stage,
            "since": told.date,
            "last": told.date,
            "known": day.fillna(told.date),
        }
    )
    others = via.notna() & (told.person != via) & (told.person != ME) & (via != ME)
    rows = rows[others & told.person.isin(person) & via.isin(person)]
    # An introduction says more than a name.
    return rows.sort_values(["evidence", "since"], kind="stable", ignore_index=True)


def _end(day: pd.Timestamp) -> pd.Timestamp:
    """Return the last second of a day."""
    return day + pd.Timedelta(days=1, seconds=-1)


def _reasons_of(tables: Tables) -> NDArray[np.int8]:
    """Return the reason code of every row of the ties, each row by itself; of two-way contact any.

    How recent that is depends on the day.
    """
    ties = tables.ties
    reason = np.full(len(ties), _CODE["connection"], dtype=np.int8)
    evidence = pd.Categorical(ties.evidence)
    codes = {word: code for code, word in enumerate(evidence.categories)}

    def rows(*words: str) -> NDArray[np.bool_]:
        return np.isin(evidence.codes, [codes[word] for word in words if word in codes])

    for word in _PLAIN:
        reason[rows(word)] = _CODE[word]
    reason[_colleagues(tables, rows("connection"))] = _CODE["colleague"]
    for word in CLOSENESS if ties.closeness.notna().any() else ():
        reason[(ties.closeness == word).to_numpy(dtype=bool)] = _CODE[f"said {word}"]
    return reason


class _Contact(NamedTuple):
    """The rows of two-way evidence of whose closeness nothing was said, and their last days.

    `two_way` says whether both wrote, and `one_way` has the reason where only one did.
    """

    rows: NDArray[np.intp]
    last: NDArray[np.datetime64]
    two_way: NDArray[np.bool_]
    one_way: NDArray[np.int8]


def _contact_of(ties: pd.DataFrame) -> _Contact:
    """Return the rows of two-way evidence."""
    contact = ties.evidence.isin(_TWO_WAY) & ~ties.closeness.isin(CLOSENESS)
    told = ties[contact]
    own = (told.started == told.origin).to_numpy(dtype=bool)
    return _Contact(
        np.flatnonzero(contact.to_numpy(dtype=bool)),
        told["last"].to_numpy(),
        told.exchanges.to_numpy() > 0,
        np.where(own, _CODE["unanswered"], _CODE["wrote"]).astype(np.int8),
    )


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
