"""The hiring chain: the people of a company by role, and how far each is from the goal."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from infonet.errors import InfonetError, UnknownNameError, hint
from infonet.graph import Network
from infonet.insiders import Target
from infonet.ledger import LedgerDay, LogEvent, Request
from infonet.names.people import fold
from infonet.names.titles import ROLES, role_of
from infonet.tables import TEXT
from infonet.tables.stages import ENDS

_STATES = ("met", "planned", "asked", "known", "silent", "withdrawn", "declined")
"""The state of a person, the furthest first."""

_UNREACHED = -1


@dataclass(frozen=True)
class HiringChain:
    """The people of one company by their roles, their states, and the ties left from each.

    `role` has everybody there, by position; `state` what became of each, and since when. `talks`
    are the conversations held, day and person, in order. The `goal` are the hiring managers, or all
    managers where there is none, and `distance` the fewest ties to it, never through the ego; -1
    where there is no route.
    """

    net: Network
    log: LedgerDay
    target: Target
    requests: tuple[Request, ...]
    role: dict[int, str]
    state: dict[int, tuple[str, pd.Timestamp]]
    talks: tuple[tuple[pd.Timestamp, int], ...]
    goal: tuple[int, ...]
    distance: NDArray[np.int64]

    @classmethod
    def of(
        cls, net: Network, log: LedgerDay, company: str, roles: Mapping[str, str]
    ) -> HiringChain:
        """Collect everybody there, with the role that the user, a note or their title gives."""
        known, places = net.tables.companies, net.workplaces
        aliases = [] if places.is_field(company) else places.aliases(company)
        requests = tuple(log.about(company, aliases=aliases))
        target = places.named(company, strict=not requests)
        stated, noted = _stated(net, roles), _noted(log)
        talks = _talks(net, requests)
        met = [person for _, person in talks]
        inside = {*target.insiders.tolist(), *met, *stated}
        wanted = known.company[(known.kind == "field") & known.priority.notna()]
        known_roles = {at: noted.get(net.keys[at]) for at in inside} | stated
        alumni = places.alumni
        role = {
            at: known_roles[at] or _role(title_of(net, target, at), wanted, alum=bool(alumni[at]))
            for at in sorted(inside)
        }
        ranks = (ROLES[-1], ROLES[-2])
        goals = (tuple(at for at in role if role[at] == rank) for rank in ranks)
        goal = next((found for found in goals if found), ())
        far = _distances(net, goal)
        state = _states(net, log, requests, talks)
        return cls(net, log, target, requests, role, state, talks, goal, far)

    @property
    def met(self) -> tuple[int, ...]:
        """Return the people met there, the latest last."""
        return tuple(person for _, person in self.talks)

    def state_of(self, person: int) -> tuple[str, pd.Timestamp | None]:
        """Return what became of somebody, and since when."""
        return self.state.get(person, ("known", None))

    def left(self, met: Iterable[int]) -> int | None:
        """Return the fewest ties to the goal from the ego, or from anybody met."""
        found = [int(self.distance[at]) for at in (self.net.ego, *met)]
        return min((hops for hops in found if hops != _UNREACHED), default=None)

    def rungs(self) -> pd.DataFrame:
        """Return for each role, from peer to hiring manager, the person who has come furthest."""
        rows = []
        for rung in ROLES:
            people = [at for at, role in self.role.items() if role == rung]
            row: dict[str, object] = {"rung": rung, "known": len(people)}
            if people:
                best = min(people, key=self._order)
                state, day = self.state_of(best)
                hops = int(self.distance[best])
                row |= {
                    "person": self.net.keys[best],
                    "name": self.net.name[best],
                    "title": title_of(self.net, self.target, best),
                    "state": state,
                    "date": day,
                    "hops_left": None if hops == _UNREACHED else hops,
                }
            rows.append(row)
        return pd.DataFrame(rows, columns=list(_RUNGS)).astype(_RUNGS)

    def _order(self, person: int) -> tuple[int, int, int]:
        """Order by state, then nearest to the goal, then by name."""
        state, _ = self.state_of(person)
        hops = int(self.distance[person])
        return _STATES.index(state), len(self.net) if hops == _UNREACHED else hops, person

    def steps(self) -> pd.DataFrame:
        """Return the conversations in order, and whether each brought the goal nearer."""
        rows, before = list[dict[str, object]](), list[int]()
        highest = -1
        for number, (day, person) in enumerate(self.talks):
            left, now = self.left(before), self.left([*before, person])
            rung = ROLES.index(self.role[person])
            fewer = now is not None and (left is None or now < left)
            rows.append(
                {
                    "date": day,
                    "person": self.net.keys[person],
                    "name": self.net.name[person],
                    "title": title_of(self.net, self.target, person),
                    "role": self.role[person],
                    "hops_left": now,
                    "nearer": fewer or rung > highest or self._helped(number, highest),
                }
            )
            before.append(person)
            highest = max(highest, rung)
        return pd.DataFrame(rows, columns=list(_STEPS)).astype(_STEPS)

    def _helped(self, number: int, highest: int) -> bool:
        """Say whether a conversation brought a referral, or the name of somebody higher up."""
        key = self.net.keys[self.talks[number][1]]
        after = self._after(number)
        if any(e.person == key and e.stage in ("referred", "offered") for e in after):
            return True
        named = [e.person for e in after if e.stage == "named" and e.via == key]
        places = self.net.positions(named, strict=False)
        rungs = [ROLES.index(self.role[at]) for at in map(int, places) if at in self.role]
        return max(rungs, default=-1) > highest

    def _after(self, number: int) -> list[LogEvent]:
        """Return what was logged from a conversation until the next with the same person."""
        day, person = self.talks[number]
        again = [later for later, who in self.talks[number + 1 :] if who == person]
        end = min(again, default=pd.Timestamp.max)
        return [e for one in self.requests for e in one.events if day <= e.day < end]


_SHOWN = dict.fromkeys(("person", "name", "title"), TEXT)
_RUNGS = {
    "rung": TEXT,
    "known": "int64",
    **_SHOWN,
    "state": TEXT,
    "date": "datetime64[s]",
    "hops_left": "Int64",
}
_STEPS = {"date": "datetime64[s]", **_SHOWN, "role": TEXT, "hops_left": "Int64", "nearer": "bool"}


def _stated(net: Network, roles: Mapping[str, str]) -> dict[int, str]:
    """Return the roles that were stated by hand, by position."""
    found = {}
    for who, role in roles.items():
        if role not in ROLES:
            raise InfonetError(f"`{role}` is no role: {hint(role, ROLES)}")
        at = net.position(who, strict=False)
        if at < 0:
            same = [place for place, name in enumerate(net.name) if fold(name) == fold(who)]
            if len(same) != 1:
                keys = [str(net.keys[place]) for place in same]
                listed = ", ".join(f"`{key}`" for key in keys)
                problem = f"is the name of several people: give one of the keys {listed}"
                raise UnknownNameError(
                    f"`{who}` {problem if keys else 'is nobody in the network: give a key'}", keys
                )
            at = same[0]
        found[at] = role
    return found


def _noted(log: LedgerDay) -> dict[str, str]:
    """Return the role of each person that was noted last, where it is the word for one."""
    found = log.notes[(log.notes.kind == "role") & log.notes.text.isin(ROLES)]
    return dict(zip(found.person, found.text, strict=True))


def _talks(net: Network, requests: Iterable[Request]) -> tuple[tuple[pd.Timestamp, int], ...]:
    """Return the conversations: as logged, or as a referral or an offer must have followed."""
    found: dict[str, set[pd.Timestamp]] = {}
    for stages in (("held",), ("referred", "offered")):
        for request in requests:
            for event in request.events:
                who = event.person or request.insider
                if event.stage in stages and who and (stages == ("held",) or who not in found):
                    found.setdefault(who, set()).add(event.day)
    places = net.positions(list(found), strict=False)
    talks = [
        (day, int(at))
        for days, at in zip(found.values(), places, strict=True)
        for day in days
        if at >= 0 and at != net.ego
    ]
    return tuple(sorted(talks))


def _role(title: str | None, wanted: Iterable[str], *, alum: bool) -> str:
    """Return the role that a title gives; a peer who worked or studied where I did is an alum."""
    role = role_of(title, wanted)
    return "alum" if alum and role == "peer" else role


def _states(
    net: Network,
    log: LedgerDay,
    requests: Iterable[Request],
    talks: Iterable[tuple[pd.Timestamp, int]],
) -> dict[int, tuple[str, pd.Timestamp]]:
    """Return the state of everybody who was approached, by position."""
    found: dict[int, tuple[str, pd.Timestamp]] = {}

    def mark(person: str | None, state: str, day: pd.Timestamp) -> None:
        at = net.ego if person is None else net.position(person, strict=False)
        # The furthest state, and the last day of it.
        rank = (_STATES.index(state), -day.toordinal())
        before = found.get(at)
        if before is None or rank < (_STATES.index(before[0]), -before[1].toordinal()):
            found[at] = state, day

    for day, met in talks:
        mark(str(net.keys[met]), "met", day)
    for request in requests:
        if request.name in log.planned:
            person, day = log.planned[request.name]
            mark(person or request.insider, "planned", day)
        if request.state == "silent" or request.state in ENDS:
            mark(request.insider, request.state, request.latest(request.state) or request.last)
        elif request.state == "open":
            for event in request.events:
                contacted = event.stage in ("introduced", "contacted", "replied", "scheduled")
                if event.person and (contacted or event.person == request.insider):
                    mark(event.person, "asked", request.asked)
    return {at: state for at, state in found.items() if at >= 0 and at != net.ego}


def title_of(net: Network, target: Target, person: int) -> str | None:
    """Return their title there, or else the current one."""
    _, title = net.workplaces.at_target(person, target)
    if title is None:
        title = net.workplaces.current.title.iloc[person]
    return title if isinstance(title, str) else None


def _distances(net: Network, goal: Iterable[int]) -> NDArray[np.int64]:
    """Count the ties from everybody to the goal; the ego begins routes, and is on none."""
    distance = np.full(len(net), _UNREACHED, dtype=np.int64)
    frontier = np.array(list(goal), dtype=np.int64)
    distance[frontier] = hops = 0
    while len(frontier):
        beyond = np.concatenate([net.indices[net.arcs(int(at))] for at in frontier])
        hops += 1
        new = np.unique(beyond[distance[beyond] == _UNREACHED]).astype(np.int64)
        distance[new] = hops
        frontier = new[new != net.ego]
    return distance
