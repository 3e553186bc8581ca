"""Compare a book on two days: who moved, new ties, chances that moved, and silences."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, cast

import pandas as pd

from infonet.agenda._talks import untold_talk
from infonet.book import Book, book_of
from infonet.errors import InfonetError
from infonet.graph import Network, network
from infonet.ledger import same_company
from infonet.names.people import called_by_key
from infonet.paths import Approach, log_of, targets_of, ways_in
from infonet.tables import ME, TEXT, Tables, alike, as_date, typed
from infonet.workdays import day_text

_MOVED_POINTS = 0.05
"""A chance that changed by less has not moved."""

_KINDS = ("moved", "tie", "chance", "silent")

_DTYPES = {
    **dict.fromkeys(("kind", "person", "name", "company", "was", "now"), TEXT),
    "date": "datetime64[s]",
    "text": TEXT,
    "target": "bool",
}

_DAY = pd.Timedelta(days=1)
_YEAR = pd.DateOffset(years=1)
_OVERLAP = pd.Timedelta(days=31)
"""The most by which the former job may end after the present one began: both are given by month."""

_EXACT = 1e-9
_ASKABLE = ("open", "met")


def changes(book: Book, *, since: object, as_of: object) -> pd.DataFrame:
    """Compare what a book says on two days: what is new about people, ties, chances and asks.

    Parameters
    ----------
    book : Book
        The book itself: it knows when each thing was written down.
    since : date, str or Timestamp
        The earlier day, such as that on which the book was looked at last. What was written down on
        that day or later is new.
    as_of : date, str or Timestamp
        The later day.

    Returns
    -------
    DataFrame
        One row per change: kind, person (key) and name, company (or field), was, now (in words),
        date (on which it happened, where that is known), text (a sentence) and target (whether it
        is about a target). The kinds, in this order, what is about a target first:

        - ``moved``: somebody has another employer: was and now are the two, `company` the new one,
          date the first day on which they are known to be there. A move of the last year counts
          also where the present employer was known before and an older export, or dated
          positions, now tell of the former one;
        - ``tie``: I know somebody new, or somebody whom I can reach knows somebody new at a target;
        - ``chance``: the best way to a target that can be asked changed by 5 points or more, or
          begins with another person (but for one scout in the place of another): was and now are
          the person and the chance;
        - ``silent``: a request now counts as not answered.

    Raises
    ------
    InfonetError
        Something else than a book, no day, or `since` later than `as_of`.

    Notes
    -----
    Each day is seen as the book knew it: by what was done before `since`, and up to the end of
    `as_of`, with the log up to either day. What is undone today was never known. A book that was
    begun later than `since` is compared by its log and the days of moves alone; so is one begun
    later than `as_of`.

    Examples
    --------
    >>> book = Book(me="https://www.linkedin.com/in/robin-achterberg")
    >>> said = book.tie("Bo Lin", company="Delta", new=True)
    >>> asked = book.log("asked", "Bo Lin", company="Delta", date="2026-06-15")
    >>> changes(book, since="2026-06-21", as_of="2026-06-28")[["kind", "was", "now", "text"]]
         kind      was     now                                              text
    0  silent  waiting  silent  Bo Lin has not answered about Delta since 15 Jun
    """
    book, start, end = book_of(book), as_date(since), as_date(as_of)
    return compare(*days_of(book, None, since=start, as_of=end))


def days_of(
    book: Book,
    net: Network | None,
    *,
    since: pd.Timestamp,
    as_of: pd.Timestamp,
    like: Network | None = None,
    history: pd.DataFrame | None = None,
) -> tuple[Network, Network]:
    """Return the networks of what was known on two days.

    `net` is that of the whole book on the later day, if it is there: it is used where nothing was
    done after that day. `like` is the earlier one of before: used where it is the same. `history`
    is that of the book, if it has been read.
    """
    if since > as_of:
        raise InfonetError(
            f"expected `since` by `as_of`, but {day_text(since)} is later than {day_text(as_of)}"
        )
    made = book.history() if history is None else history
    days = made["at"][made.kind != "me"]
    if not (days < as_of + _DAY).all() and (days < as_of + _DAY).any():
        net = network(book.tables(before=as_of + _DAY), as_of=as_of)
    elif net is None:
        net = network(book.tables(), as_of=as_of)
    if (days < since).any():
        known = book.tables(before=since)
    else:
        events = net.tables.events
        known = net.tables._replace(events=events[events.date < since + _DAY])
    same = like is not None and like.as_of == since and _alike(like.tables, known)
    return like if like is not None and same else network(known, as_of=since, like=net), net


def _alike(one: Tables, other: Tables) -> bool:
    """Return whether two sets of tables say the same."""
    return all(alike(a, b) for a, b in zip(one, other, strict=True))


def compare(before: Network, net: Network) -> pd.DataFrame:
    """Return the `changes` from one network of a book to a later one."""
    inside = _inside(net)
    rows = [
        *_moved(before, net, inside),
        *_ties(before, net, inside),
        *_chances(before, net),
        *_silences(net, before.as_of, net.as_of),
    ]
    found = typed(rows, _DTYPES)
    order = found.assign(kind=found.kind.map(_KINDS.index), target=~found.target)
    at = order.sort_values(["kind", "target", "date", "name"], kind="stable").index
    return found.loc[at].reset_index(drop=True)


def _inside(net: Network) -> frozenset[int]:
    """Return the positions of everybody inside a target."""
    if net.workplaces.wanted.empty:
        return frozenset()
    return frozenset(at for one in targets_of(net) for at in one.insiders.tolist())


def _moved(before: Network, net: Network, inside: frozenset[int]) -> Iterator[dict[str, Any]]:
    """Yield who has another employer, or of whose move one has learned."""
    was, now = (
        one.workplaces.current.company.set_axis(one.person).dropna() for one in (before, net)
    )
    both = was.index.intersection(now.index)
    was = was[both][was[both] != now[both]]
    jobs = net.tables.jobs
    same = same_company(net.tables, jobs.company.unique())
    present = jobs[jobs.end.isna()].drop_duplicates(["person", "company"], keep="last")
    start = present.set_index(["person", "company"]).start
    left = dict(_learned(before, net, now, start, same))
    left |= zip(was.index, was, strict=True)
    for person, old in left.items():
        new = now[person]
        if person == ME or same(old) == same(new):
            continue
        at = net.position(person)
        name = str(net.name[at])
        yield {
            "kind": "moved",
            "person": person,
            "name": name,
            "company": new,
            "was": old,
            "now": new,
            "date": start.get((person, new)),
            "text": f"{name} moved from {old} to {new}",
            "target": at in inside,
        }


def _learned(
    before: Network,
    net: Network,
    now: pd.Series,
    start: pd.Series,
    same: Callable[[str | None], str],
) -> Iterator[tuple[str, str]]:
    """Yield who left which employer for the present one (`now`), where that is news.

    The move was within a year, and it came after the earlier day or was not known on it.
    """
    jobs = net.tables.jobs
    past = jobs[jobs.end.notna() & jobs.company.notna() & jobs.person.isin(now.index)]
    past = past.assign(now=past.person.map(now))
    begun = start.reindex(pd.MultiIndex.from_frame(past[["person", "now"]]))
    past = past.assign(begun=begun.to_numpy())
    past = past[(past.begun > net.as_of - _YEAR) & (past.end <= past.begun + _OVERLAP)]
    past = past[past.company.map(same) != past.now.map(same)]
    past = past.sort_values("end", kind="stable").drop_duplicates("person", keep="last")
    known = before.tables.jobs
    known = known[known.person.isin(past.person) & known.company.notna()]
    told = {*zip(known.person, map(same, known.company), strict=True)}
    for person, company, begun in zip(past.person, past.company, past.begun, strict=True):
        if begun > before.as_of or (person, same(company)) not in told:
            yield person, company


def _pairs(net: Network) -> pd.DataFrame:
    """Return the first tie of each pair of people."""
    ties = net.tables.ties.sort_values("since", kind="stable")
    return ties.drop_duplicates(["source", "target"]).set_index(["source", "target"])


def _ties(before: Network, net: Network, inside: frozenset[int]) -> Iterator[dict[str, Any]]:
    """Yield whom I know anew, and who is known anew inside a target."""
    if alike(net.tables.ties, before.tables.ties):
        return
    now = net.once(_pairs)
    new = now[~now.index.isin(before.once(_pairs).index)]
    new = new[new.index.get_level_values(0).isin(net.person)]
    current = net.workplaces.current.company
    for pair, tie in new.sort_index().iterrows():
        ends = sorted(cast("tuple[str, str]", pair), key=lambda key: key != ME)
        one, other = (net.position(key) for key in ends)
        if ends[0] != ME:
            if one not in inside and other not in inside:
                continue
            if one in inside and other not in inside:
                one, other = other, one
        company = current.iloc[other]
        name = str(net.name[other])
        at = f" at {company}" if isinstance(company, str) else ""
        who = "You know" if one == net.ego else f"{net.name[one]} knows"
        yield {
            "kind": "tie",
            "person": str(net.keys[other]),
            "name": name,
            "company": company,
            "was": None,
            "now": tie.closeness if isinstance(tie.closeness, str) else tie.evidence,
            "date": tie.since,
            "text": f"{who} {name}{at}",
            "target": other in inside,
        }


def best_ways(net: Network) -> dict[tuple[str, str], Approach | None]:
    """Return the best way to each target that can be asked, by name and kind of the target."""
    wanted = net.workplaces.wanted
    if wanted.empty:
        return {}
    return {
        (company, kind): best.way
        if best.way.kind != "cold" and best.status.status in _ASKABLE
        else None
        for company, kind, best in zip(wanted.company, wanted.kind, net.once(ways_in), strict=True)
    }


def _chances(before: Network, net: Network) -> Iterator[dict[str, Any]]:
    """Yield the targets whose best way has another chance, or begins with another person."""
    now, was = net.once(best_ways), before.once(best_ways)
    for (company, kind), way in now.items():
        if (company, kind) not in was:
            continue
        old = was[company, kind]
        if way is None and old is None:
            continue
        first = None if way is None else str(net.keys[way.route[1]])
        last = None if old is None else str(before.keys[old.route[1]])
        chance, past = (0.0 if one is None else one.probability for one in (way, old))
        # Scouts are many and alike: which of them is the first says little.
        scouts = all(one is not None and one.kind == "scout" for one in (way, old))
        if (first == last or scouts) and abs(chance - past) < _MOVED_POINTS - _EXACT:
            continue
        words = [
            "nobody to ask" if one is None else f"{_name(net, key)}, {100 * p:.0f} %"
            for one, key, p in ((old, last, past), (way, first, chance))
        ]
        name = None if first is None else _name(net, first)
        yield {
            "kind": "chance",
            "person": first,
            "name": name,
            "company": company,
            "was": words[0],
            "now": words[1],
            "date": None,
            "text": f"Best way to {company}: {words[1]} (was {words[0]})",
            "target": True,
        }


def _name(net: Network, key: str | None) -> str:
    at = net.position(str(key), strict=False)
    return str(net.name[at]) if at >= 0 else called_by_key(str(key))


def _silences(net: Network, since: pd.Timestamp, as_of: pd.Timestamp) -> Iterator[dict[str, Any]]:
    """Yield the requests that count as not answered now, and did not on the earlier day."""
    ledger = net.once(log_of)
    log = ledger.on(as_of)
    then = {one.name: one.state for one in ledger.requests(as_of=since)}
    wanted = {ledger.same(name) for name in net.workplaces.wanted.company}
    for one in ledger.requests(as_of=as_of):
        agreed = one.name in log.planned or untold_talk(log, one) is not None
        if one.state != "silent" or then.get(one.name) == "silent" or agreed:
            continue
        person = one.awaited
        name = "Somebody" if person is None else _name(net, person)
        about = f" about {one.company}" if one.company else ""
        day = day_text(one.last, as_of=as_of, weekday=False)
        yield {
            "kind": "silent",
            "person": person,
            "name": name,
            "company": one.company,
            "was": "waiting",
            "now": "silent",
            "date": one.silent,
            "text": f"{name} has not answered{about} since {day}",
            "target": ledger.same(one.company) in wanted,
        }
