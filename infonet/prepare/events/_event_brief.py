"""Before an event: who of the attendees you know, who can introduce you, who to meet first."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterable, Sequence

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from infonet import ledger
from infonet.errors import InfonetError, whole_number
from infonet.graph import Network, network_of
from infonet.names.text import one_line
from infonet.names.titles import ROLES, role_of
from infonet.paths import DIGITS, Approach, best_introductions, reason_words
from infonet.prepare._questions import questions
from infonet.prepare.events._access import Access, access_of, jobs_of
from infonet.prepare.events._attendees import Attendees
from infonet.prepare.events._match import NOBODY, match
from infonet.tables import TEXT
from infonet.workdays import day_text

_LISTED = ("name", "company", "title", "email", "url", "contact")
_TYPES = {
    **dict.fromkeys(("knows", "broker", "why", "person", "contact"), TEXT),
    **dict.fromkeys(("target", "opens", "covers", "candidates"), "object"),
}
# Topics too long for a standing conversation.
_NOT_STANDING = ("hiring", "assignments", "resources", "closing")
# Thanks and reports are courtesy.
_LAST = {
    "asked": "you asked them on {day}",
    "accepted": "they said yes on {day}",
    "introduced": "{via} introduced you on {day}",
    "declined": "they declined on {day}",
    "no answer": "they had not answered by {day}",
    "withdrawn": "you let your request go on {day}",
    "contacted": "you wrote to them on {day}",
    "followed up": "you wrote again on {day}",
    "replied": "they replied on {day}",
    "scheduled": "a conversation was agreed on {day}",
    "held": "you talked on {day}",
    "named": "{via} named them on {day}",
    "referred": "they referred you on {day}",
    "offered": "an offer on {day}",
}


def event_brief(
    net: Network,
    attendees: Attendees | pd.DataFrame,
    *,
    meet: int = 10,
    bank: str | os.PathLike[str] | None = None,
) -> pd.DataFrame:
    """Look up an event's attendees in the network and choose who to meet first.

    Parameters
    ----------
    net : Network
        From `network`; the meetings are chosen for its targets.
    attendees : Attendees or DataFrame
        From `infonet.prepare.attendees`, or a frame with a column name and, as far as known,
        company, title, email and url (a LinkedIn profile).
    meet : int
        The greatest number of people to choose to meet first.
    bank : path, optional
        A CSV file of your own questions: see `infonet.questions`.

    Returns
    -------
    DataFrame
        One row per attendee, the ego left out:

        meet (1 = first; missing: not chosen), name, title, company (as the list says, else as the
        network does), knows (``you`` have a tie with them; ``a tie`` of yours has; ``maybe``:
        somebody in the network has the name), broker (the tie who introduces best), probability
        (that they talk to you: the strength of your tie, or the product of the broker's and
        theirs), low, high (95 %), target (tuple of targets at which they work), opens (tuple of
        targets at which they know somebody), covers (tuple of targets to which choosing them
        improved the access), question (an open one that suits the title), why, person (key;
        missing for strangers and a mere maybe), candidates (tuple of the keys of the people who
        may be meant), contact (``no``: they do not want to be contacted), line (of the list).

        Ordered by `meet`, then by their most wanted target, then by `probability`, then by name.

    Notes
    -----
    An attendee is recognised by profile address; else by an e-mail address whose owner has a word
    of the name; else by a name that one person in the network has who works for that company. A
    name alone is only ``maybe``, and a maybe makes no tie, no broker and no choice. The list
    decides where somebody works, the network where the list is silent.

    Going to the same event is no evidence of a tie, and no tie is made.

    The people to meet are chosen greedily, one after the other, by what each adds to the cover of
    the targets: the sum over targets of 1/priority times the best access among the chosen. The
    access is 1 for somebody who works there, and the strength of the tie for somebody who knows an
    insider. Of equals, hiring managers and then other managers by their title come first, as nobody
    needs an introduction to them there; then people you know, people a tie of yours knows,
    recruiters, people likelier to talk to you, and at last the first by name. Greedy choices reach
    at least 1 - 1/e (63 %) of the best cover (Nemhauser, Wolsey & Fisher 1978), and are not always
    the best.

    Examples
    --------
    >>> import networkx as nx
    >>> G = nx.Graph([("me", "Ana Diaz"), ("Ana Diaz", "Bo Lin")], ego="me")
    >>> nx.set_edge_attributes(G, 0.5, "strength")
    >>> nx.set_node_attributes(G, {"Ana Diaz": "Echo", "Bo Lin": "Delta"}, "company")
    >>> coming = pd.DataFrame({"name": ["Bo Lin", "Ana Diaz"], "company": ["Delta", "Echo"]})
    >>> event_brief(Network.from_networkx(G), coming)[["name", "knows", "broker", "probability"]]
           name  knows    broker  probability
    0  Ana Diaz    you       NaN         0.50
    1    Bo Lin  a tie  Ana Diaz         0.25
    """
    network_of(net)
    whole_number(meet, "meet", least=0)
    coming = _listed(attendees)
    found = match(net, coming)
    others = found.position != net.ego
    coming, found = (each[others].reset_index(drop=True) for each in (coming, found))
    position = found.position.to_numpy()
    jobs = jobs_of(net, coming, position)
    access = access_of(net, jobs, position)
    # The tie to each attendee, else the best introduction by a tie; None for a stranger.
    known = iter(best_introductions(net, position[position != NOBODY]))
    approaches = [None if at == NOBODY else next(known) for at in position.tolist()]
    by_name = np.lexsort((coming.line, coming.name.str.casefold().to_numpy(dtype=object)))
    # The first of equals is chosen.
    preferred = _preferred(by_name, approaches, jobs.title, access.fields)
    chosen = greedy_cover(access.value[preferred], access.weight, n=meet)
    place = np.full(len(coming), len(coming))
    covers: list[tuple[str, ...]] = [()] * len(coming)
    for number, (row, improved) in enumerate(chosen):
        place[preferred[row]] = number
        covers[preferred[row]] = tuple(access.names[improved])
    last = _last_contacts(net, found)
    facts = zip(approaches, found.by, found.candidates, last, covers, strict=True)
    brief = pd.DataFrame(
        {
            "meet": pd.Series(place + 1).astype("Int64").where(place < len(chosen)),
            "name": coming.name,
            "title": jobs.title,
            "company": jobs.company,
            "knows": list(map(_knows, approaches, found.by)),
            "broker": [
                net.name[each.route[1]] if each is not None and each.hops == 2 else None
                for each in approaches
            ],
            **{
                column: [np.nan if each is None else getattr(each, column) for each in approaches]
                for column in ("probability", "low", "high")
            },
            "target": [tuple(access.names[inside]) for inside in access.inside],
            "opens": [tuple(access.names[opened]) for opened in access.opens],
            "covers": covers,
            "why": [_why(net, access, row, *each) for row, each in enumerate(facts)],
            "person": [None if at == NOBODY else net.keys[at] for at in position],
            "candidates": [tuple(net.keys[[*at]]) for at in found.candidates],
            "contact": coming.contact,
            "line": coming.line,
        }
    ).astype(_TYPES)
    # The first target at which they work; those who work at none come last.
    everybody = np.ones((len(coming), 1), dtype=bool)
    wanted = np.hstack([access.inside, everybody]).argmax(axis=1)
    unlikely = -brief.probability.fillna(0.0).round(DIGITS).to_numpy()
    order = np.lexsort((np.argsort(by_name), unlikely, wanted, place))
    brief = brief.iloc[order].reset_index(drop=True)
    # In this order, so that the first people to meet are asked different things.
    asked = pd.Series(_assign_questions(brief.title, access.fields, bank), dtype=TEXT)
    brief.insert(brief.columns.tolist().index("why"), "question", asked)
    return brief


def greedy_cover(
    value: NDArray[np.float64], weight: NDArray[np.float64], *, n: int
) -> list[tuple[int, NDArray[np.bool_]]]:
    """Choose at most `n` rows, one after the other, by what each adds to the cover of the columns.

    Greedy weighted maximum coverage (Nemhauser, Wolsey & Fisher 1978). A column is covered as well
    as the best chosen row covers it: `value`, of shape (rows, columns), in [0, 1]. Choosing ends
    when no row adds anything; of rows that add equally (to 12 digits) the first is chosen. Gives
    each chosen row, in order, and the columns that it covers better than the rows before it.
    """
    best = np.zeros(value.shape[1])
    chosen: list[tuple[int, NDArray[np.bool_]]] = []
    while len(chosen) < n and value.size:
        more = np.maximum(value - best, 0.0)
        gain = (more @ weight).round(DIGITS)
        row = int(gain.argmax())
        if gain[row] <= 0:
            break
        chosen.append((row, more[row] > 0))
        best = np.maximum(best, value[row])
    return chosen


def _assign_questions(
    titles: Iterable[object], fields: Sequence[str], bank: str | os.PathLike[str] | None
) -> list[str | None]:
    """Assign each title a suitable open question, reusing each as little as possible."""
    listed = list(titles)
    role = {title: role_of(title, fields).removeprefix("hiring ") for title in set(listed)}
    suited: dict[str, list[str]] = {}
    for audience in set(role.values()):
        bank_of = questions(audience, bank=bank)
        bank_of = bank_of[bank_of.open & ~bank_of.topic.isin(_NOT_STANDING)]
        # The first of each topic, then the second of each.
        turn = bank_of.groupby("topic").cumcount().to_numpy()
        suited[audience] = bank_of.question.iloc[np.argsort(turn, kind="stable")].tolist()
    given: Counter[str] = Counter()
    asked: list[str | None] = []
    for title in listed:
        question = min(suited[role[title]], key=given.__getitem__)
        given[question] += 1
        asked.append(question)
    return asked


def _listed(attendees: Attendees | pd.DataFrame) -> pd.DataFrame:
    """Return the list with all its columns, each text on one line, and a name for everybody."""
    given = attendees.people if isinstance(attendees, Attendees) else attendees
    if not isinstance(given, pd.DataFrame) or "name" not in given:
        raise InfonetError(
            "expected attendees with a column `name`: read the file with "
            "infonet.prepare.attendees(path)"
        )
    coming = given.reset_index(drop=True).reindex(columns=list(_LISTED)).astype(object)
    coming = coming.map(lambda text: one_line(text) or None if isinstance(text, str) else None)
    coming = coming.astype(TEXT)
    coming["line"] = given["line"].to_numpy() if "line" in given else np.arange(1, len(given) + 1)
    coming["name"] = coming["name"].fillna(coming.email).fillna(coming.url).fillna("(no name)")
    return coming


def _preferred(
    by_name: NDArray[np.int64],
    approaches: list[Approach | None],
    titles: pd.Series,
    fields: list[str],
) -> NDArray[np.int64]:
    """Order everybody so that of equals the first is chosen; `by_name` has them by name."""

    def rank(row: int) -> tuple[float, ...]:
        role, approach = ROLES.index(role_of(titles[row], fields)), approaches[row]
        hops, likely = (3, 0.0) if approach is None else (approach.hops, approach.probability)
        return -max(role, ROLES.index("recruiter")), hops, -role, -round(likely, DIGITS)

    return np.array(sorted(by_name.tolist(), key=rank), dtype=np.int64)


def _knows(approach: Approach | None, by: str | None) -> str | None:
    if approach is not None:
        return "you" if approach.hops == 1 else "a tie"
    return "maybe" if by == "maybe" else None


def _why(
    net: Network,
    access: Access,
    row: int,
    approach: Approach | None,
    by: str | None,
    candidates: tuple[int, ...],
    heard: str | None,
    covers: tuple[str, ...],
) -> str:
    """Say what is known of an attendee, and why they were chosen."""
    parts = []
    if access.inside[row].any():
        parts.append(f"works {_and(access.where[access.inside[row]])}")
    if access.opens[row].any():
        parts.append(f"knows somebody {_and(access.where[access.opens[row]])}")
    if approach is not None:
        reason = reason_words(net, approach.arcs[0])
        if approach.hops == 1:
            parts.append(f"you know them: {reason} ({approach.probability:.2f})")
        else:
            chances = " × ".join(f"{net.strength[arc]:.2f}" for arc in approach.arcs)
            parts.append(f"{net.name[approach.route[1]]} knows them: {reason} ({chances})")
    if by == "maybe":
        who = f"{net.name[candidates[0]]} of" if len(candidates) == 1 else "somebody in"
        parts.append(f"may be {who} your network: look before you greet them")
        parts += [f"if so, {heard}"] if heard else []
    elif by is not None:
        parts += [f"recognised by {by}", *([heard] if heard else [])]
    if covers:
        parts.append(f"chosen to reach {_and(covers)}")
    return "; ".join(parts) or "a stranger to you and your ties"


def _and(words: Iterable[str]) -> str:
    *before, last = words
    return f"{', '.join(before)} and {last}" if before else last


def _last_contacts(net: Network, found: pd.DataFrame) -> list[str | None]:
    """Return each attendee's latest logged contact as a sentence, where one person may be meant."""
    meant = [
        (at,) if at != NOBODY else others
        for at, others in zip(found.position, found.candidates, strict=True)
    ]
    keys = [str(net.keys[one[0]]) if len(one) == 1 else "" for one in meant]
    events = net.tables.events
    events = events[events.person.isin({*keys}) & events.stage.isin(_LAST)]
    if pd.notna(net.as_of):
        events = events[events.date <= net.as_of]
    if events.empty:
        return [None] * len(keys)
    last = ledger.settle(events).drop_duplicates("person", keep="last")
    brokers = net.positions(last.via, strict=False).tolist()
    heard = {
        person: _LAST[stage].format(
            day=day_text(day, weekday=False), via=net.name[at] if at >= 0 else "somebody"
        )
        for person, stage, day, at in zip(last.person, last.stage, last.date, brokers, strict=True)
    }
    return [heard.get(key) for key in keys]
