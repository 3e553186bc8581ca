"""Job histories: who worked where and when, of several exports that each show one day.

An export shows the jobs of its day and no dates. Put in the order of their days, the exports that
show a person are that person's snapshots, whoever exported them: the latest is what is true now.
A job that stands in neighbouring snapshots is one job (same company by `company_key`, same title).
It ended by the day of the first snapshot without it, and a job that an earlier snapshot lacks
started by the day of the first snapshot that has it: the latest that it can have been.

- What people's own exports say of them (positions with dates) is not overruled by others'.
- A person whom none of the owners who knew them lists any more: the job ended by that day.
- A job that is known to be over, but not by any day, is left out.
- A job that stands in an address book counts where nothing else says where the person works.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd

from infonet.book.projection._facts import Codes, Keys, dates, order_of
from infonet.names.companies import company_key
from infonet.names.people import fold

_JOB = ["person", "company_code", "title_code", "stint"]


class Timeline(NamedTuple):
    """Jobs and observations in the order of their days; people are places in a `Keys`."""

    rows: pd.DataFrame
    """person, company, title, start, end, order, n, last: each job as a snapshot shows it."""
    shots: pd.DataFrame
    """person, order, n, last, moment: the snapshots, by person and order; n counts from 0."""
    seen: pd.DataFrame
    """act, person, order, owner: who was listed as a connection by whom."""


def timeline(rows: pd.DataFrame, seen: pd.DataFrame, acts: pd.DataFrame, keys: Keys) -> Timeline:
    """Put job facts and observations (act, person) in the order of a `calendar`."""
    owners = pd.Series(keys.codes(acts.owner), index=acts.index)
    rows, seen = (
        frame.assign(
            person=keys.codes(frame.person),
            order=order_of(frame, acts),
            owner=owners.reindex(frame.act.astype("int64")).to_numpy(dtype=np.int64),
        )
        for frame in (rows, seen)
    )
    rows = rows[_tells(rows, acts)]
    own = np.unique(rows.person[rows.owner == rows.person])
    rows = rows[~rows.person.isin(own) | (rows.owner == rows.person) | (rows.owner == -1)]
    listed = seen[~seen.person.isin(own) | (seen.owner == seen.person)]
    pairs = pd.concat([rows[["person", "order"]], listed[["person", "order"]]])
    shots = pairs.drop_duplicates().sort_values(["person", "order"], ignore_index=True)
    shots["n"] = shots.groupby("person").cumcount()
    shots["last"] = ~shots.person.duplicated(keep="last")
    moments = acts.drop_duplicates("order").set_index("order").moment
    shots["moment"] = moments.reindex(shots.order).to_numpy()
    rows = rows.merge(shots[["person", "order", "n", "last"]], on=["person", "order"], how="left")
    rows["start"], rows["end"] = dates(rows.start), dates(rows["end"])
    return Timeline(rows, shots, seen)


def _tells(rows: pd.DataFrame, acts: pd.DataFrame) -> npt.NDArray[np.bool_]:
    """Tell which jobs count: those of undated acts only where a person has no others."""
    undated = rows.act.isin(acts.index[acts.undated]).to_numpy(dtype=bool)
    tells: npt.NDArray[np.bool_] = ~undated
    if undated.any():
        tells |= ~rows.person.isin(rows.person[~undated]).to_numpy(dtype=bool)
    return tells


def _coded(column: pd.Series, key: Callable[[str], str]) -> Codes:
    """Give spellings a number, equal for equal keys; 0 for none."""
    number: dict[str, int] = {"": 0}
    code: dict[str | None, int] = {None: 0}
    for spelling in set(column) - {None}:
        code[spelling] = number.setdefault(key(spelling), len(number))
    return np.fromiter((code[spelling] for spelling in column), dtype=np.int64)


def title_key(title: str) -> str:
    """Return what the spellings of a title, or of a field of work, have in common."""
    return " ".join(fold(title).split())


def _named(rows: pd.DataFrame) -> pd.DataFrame:
    """Add company_code, title_code and stint (the n-th of the same job in one snapshot)."""
    rows = rows.sort_values(["person", "n", "start"], kind="stable", ignore_index=True)
    rows["company_code"] = _coded(rows.company, company_key)
    if rows.title.isna().any():
        # A missing title is the one that is known for that person there.
        there = [rows.person, rows.company_code]
        known = rows.title.groupby(there, sort=False).ffill()
        known = known.groupby(there, sort=False).bfill()
        known = known.where(rows.company_code > 0, rows.title).astype(object)
        rows["title"] = known.where(known.notna(), None)
    rows["title_code"] = _coded(rows.title, title_key)
    job = ["person", "n", "company_code", "title_code"]
    rows = rows[~rows.duplicated([*job, "start", "end"])]
    return rows.assign(stint=rows.groupby(job, sort=False).cumcount())


def jobs(seen: Timeline, acts: pd.DataFrame, keys: Keys) -> pd.DataFrame:
    """Return the jobs table: person, company, title, start, end."""
    rows, shots, _ = seen
    several = rows.person.isin(shots.person[shots.n > 0])
    made = rows[~several].drop_duplicates(["person", "company", "title", "start", "end"])
    if several.any():
        made = pd.concat([made, _runs(_named(rows[several]), shots)], ignore_index=True)
    gone = _departures(seen, acts, keys)
    if len(gone):
        over = made["end"].isna() & made["last"].astype(bool)
        made["end"] = made["end"].where(~over, made.person.map(gone))
    made["end"] = made["end"].where(~(made["end"] < made.start), made.start)
    columns = ["person", "company", "title", "start", "end"]
    made = made[columns].sort_values(
        ["person", "start", "end", "company", "title"], na_position="first", ignore_index=True
    )
    return made.assign(person=keys.names(made.person))


def _runs(rows: pd.DataFrame, shots: pd.DataFrame) -> pd.DataFrame:
    """Make one row per run of neighbouring snapshots that show the same job."""
    rows = rows.sort_values([*_JOB, "n"], ignore_index=True)
    fresh = rows.duplicated(_JOB).to_numpy() & (rows.n.diff() == 1).to_numpy()
    run = np.cumsum(~fresh) - 1
    final = rows.groupby(run).tail(1).reset_index(drop=True)
    first = rows.n.to_numpy()[~fresh]
    place = shots.drop_duplicates("person").person
    offset = pd.Series(place.index, index=place.to_numpy()).reindex(final.person).to_numpy()
    moment = shots.moment.to_numpy()
    start = rows.start.groupby(run).last().reset_index(drop=True)
    began = pd.Series(moment[offset + first])
    final["start"] = start.where(start.notna() | (first == 0), began)
    over = final["end"].isna() & ~final["last"]
    ended = pd.Series(moment[np.minimum(offset + final.n + 1, len(moment) - 1)])
    final["end"] = final["end"].where(~over, ended)
    return final[~over | final["end"].notna()]


def _departures(seen: Timeline, acts: pd.DataFrame, keys: Keys) -> pd.Series:
    """Return person → the day by which no owner who had listed them does so any more."""
    stars = acts[acts.lists_connections].assign(owner=lambda made: keys.codes(made.owner))
    stars = stars.drop_duplicates(["owner", "order"]).sort_values(["owner", "order"])
    stars["next"] = stars.groupby("owner").order.shift(-1)
    if not stars.next.notna().any():
        return pd.Series(dtype="datetime64[s]")
    listed = seen.seen[seen.seen.act.isin(acts.index[acts.lists_connections])]
    final = listed.groupby(["owner", "person"]).order.max().reset_index()
    final = final.merge(stars[["owner", "order", "next"]], on=["owner", "order"])
    still = final.person[final.next.isna()]
    over = final[~final.person.isin(still)].groupby("person").next.max()
    latest = seen.shots[seen.shots["last"]].set_index("person").order
    over = over[over > latest.reindex(over.index).fillna(-1)]
    return over.map(acts.drop_duplicates("order").set_index("order").moment)


def moves(seen: Timeline, order: int, keys: Keys) -> pd.DataFrame:
    """Find who changed employer between the snapshot of an order and its neighbours."""
    columns = ["person", "left", "joined", "title", "after", "by"]
    rows, shots, _ = seen
    here = shots[(shots.order == order) & shots.person.isin(shots.person[shots.n > 0])]
    if here.empty:
        return pd.DataFrame(columns=columns)
    pairs = pd.concat([here[["person", "n"]], here[["person", "n"]].assign(n=here.n - 1)])
    days = shots[["person", "n", "moment"]]
    pairs = pairs.merge(days.rename(columns={"moment": "after"}), on=["person", "n"])
    following = days.assign(n=days.n - 1).rename(columns={"moment": "by"})
    pairs = pairs.merge(following, on=["person", "n"])
    held = _named(rows[rows.person.isin(here.person)])
    held = held[held["end"].isna() & (held.company_code > 0)]
    held = held[["person", "n", "company_code", "company", "title"]]
    before = pairs.merge(held, on=["person", "n"])
    later = pairs.merge(held.assign(n=held.n - 1), on=["person", "n"])
    on = ["person", "n", "company_code"]

    def without(some: pd.DataFrame, others: pd.DataFrame) -> pd.DataFrame:
        both = some.merge(others[on].drop_duplicates(), on=on, how="left", indicator=True)
        return both[both["_merge"] == "left_only"]

    joined = without(later, before).rename(columns={"company": "joined"})
    left = without(before, later).drop_duplicates(["person", "n"])
    left = left.rename(columns={"company": "left"})[["person", "n", "left"]]
    made = joined.merge(left, on=["person", "n"], how="left").sort_values(
        ["by", "person", "joined"]
    )
    return made.assign(person=keys.names(made.person))[columns].reset_index(drop=True)
