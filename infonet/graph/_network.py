"""The referral network as immutable arrays."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import pairwise
from typing import Any, TypeVar, cast

import networkx as nx
import numpy as np
import pandas as pd
from numpy.typing import NDArray

from infonet.errors import InfonetError, UnknownNameError, nearest
from infonet.graph._arrays import OnDay, Shape, arrays_of
from infonet.graph._once import UNWEIGHTED, Once
from infonet.insiders import Target, Workplaces
from infonet.ledger import Ledger
from infonet.names.markup import block, letters
from infonet.names.text import counted
from infonet.strength import PRIORS, REASONS, Inferred, Learned, Prior, Ties, fit
from infonet.tables import ME, HasTables, Tables, alike, as_date, known_notes, tables_of

T = TypeVar("T")


@dataclass(frozen=True, eq=False, repr=False)
class Network:
    """A referral network as arrays over integer people; immutable, and safe under threads.

    People are numbered in the order of their names, so that an order of routes is an order of
    names. Every undirected tie is listed in both directions.

    Attributes
    ----------
    indptr : ndarray of int64, shape (people + 1,)
        Where each person's ties begin in the arrays below.
    indices : ndarray of int32, shape (2 · ties,)
        The other end of each tie, ascending within a person.
    strength : ndarray of float64, shape (2 · ties,)
        The chance that a request along the tie is acted on, in (0, 1].
    alpha, beta : ndarray of float64, shape (2 · ties,)
        Beta counts behind the strength; missing when the strength was given.
    reason : ndarray of int8, shape (2 · ties,)
        Position in ``infonet.strength.REASONS``.
    evidence : ndarray of int32, shape (2 · ties,)
        Row of ``tables.ties`` that decided the class of the tie; -1 when there is none.
    person : Index of str, shape (people,)
        The key of each person.
    name : ndarray of object, shape (people,)
        The name to show for each person; the address where no name is known.
    ego : int
        Whose network it is.
    tables : Tables
        What the network was made from.
    as_of : Timestamp
        The day it describes.
    priors : mapping of str to Prior
        The chance of each class of tie, a cold message and a scout, the log included.
    learned : Learned
        The asks of the log, and the priors before them.
    inferring : bool
        Whether ties that nobody stated may raise and name a scout; they are no ties of it.
    """

    indptr: NDArray[np.int64]
    indices: NDArray[np.int32]
    strength: NDArray[np.float64]
    alpha: NDArray[np.float64]
    beta: NDArray[np.float64]
    reason: NDArray[np.int8]
    evidence: NDArray[np.int32]
    person: pd.Index = field(repr=False)
    name: NDArray[np.object_] = field(repr=False)
    ego: int
    tables: Tables
    as_of: pd.Timestamp
    priors: Mapping[str, Prior] = field(default_factory=PRIORS.copy, repr=False)
    learned: Learned = field(default_factory=Learned, repr=False)
    inferring: bool = True
    _shape: Shape | None = field(default=None, repr=False)
    _log: tuple[Ledger, pd.Timestamp] | None = field(default=None, repr=False)
    _once: Once = field(default_factory=Once, init=False, repr=False)
    _unweighted: Once = field(default_factory=Once, init=False, repr=False)

    def __len__(self) -> int:
        return len(self.person)

    @property
    def ties(self) -> int:
        """Number of undirected ties."""
        return len(self.indices) // 2

    def arcs(self, person: int) -> slice:
        """Return the slice of the arrays that holds one person's ties.

        Examples
        --------
        >>> G = nx.Graph(ego="a")
        >>> G.add_edge("a", "b", strength=0.5)
        >>> G.add_nodes_from("ab", company="Delta")
        >>> net = Network.from_networkx(G)
        >>> net.indices[net.arcs(net.position("a"))].tolist(), net.position("b")
        ([1], 1)
        """
        return slice(int(self.indptr[person]), int(self.indptr[person + 1]))

    def walk(self, route: Sequence[int]) -> tuple[int, ...]:
        """Return the position of each tie along a route; -1 where there is none.

        Examples
        --------
        >>> G = nx.path_graph(3)
        >>> nx.set_edge_attributes(G, 0.5, "strength")
        >>> nx.set_node_attributes(G, "Delta", "company")
        >>> Network.from_networkx(G, ego=0).walk((0, 1, 2))
        (0, 2)
        """
        return tuple(self.arc(a, b) for a, b in pairwise(route))

    @property
    def alters(self) -> NDArray[np.int64]:
        """Positions of the people whom the ego knows, ascending."""
        return self.indices[self.arcs(self.ego)].astype(np.int64)

    def arc(self, source: int, target: int) -> int:
        """Return the position of the tie from one person to another; -1 when there is none."""
        row = self.arcs(source)
        at = row.start + int(np.searchsorted(self.indices[row], target))
        return at if at < row.stop and self.indices[at] == target else -1

    def once(self, make: Callable[[Network], T]) -> T:
        """Return what `make` makes of this network; it is made once and kept with it.

        `make` is a function of a module, which takes the network alone: what it returns is found
        again by it. Whichever thread asks first makes it, the others wait and get the same. What
        is `unweighted` the networks of `with_priors` share.
        """
        return (self._unweighted if make in UNWEIGHTED else self._once).get(make, self)

    def with_priors(self, priors: Mapping[str, Prior]) -> Network:
        """Return the network that other priors give, of the same tables on the same day.

        Parameters
        ----------
        priors : mapping of str to Prior
            As in `network`.

        Returns
        -------
        Network
            It shares with this one all that no strength changes: same result as to make it anew,
            faster.

        Raises
        ------
        InfonetError
            The strengths were given with somebody's own graph.

        Examples
        --------
        >>> tie = {"source": "in/ana", "target": "me", "evidence": "connection", "origin": "me"}
        >>> tables = Tables.of(people=[{"person": "me"}, {"person": "in/ana"}], ties=[tie])
        >>> net = network(tables, as_of="2026-06-30")
        >>> weaker = net.with_priors({name: prior.scaled(0.6) for name, prior in PRIORS.items()})
        >>> net.strength[0].round(3).item(), weaker.strength[0].round(3).item()
        (0.25, 0.15)
        """
        if self._log is None:
            raise InfonetError("the strengths of this network were given: there is no prior")
        fields = {name: getattr(self, name) for name in _OF_A_DAY}
        made = network_on(
            self._shape,
            OnDay(fields, self.tables.ties),
            self.tables,
            self.as_of,
            priors=priors,
            inferring=self.inferring,
            log=self._log,
        )
        kept = ("_positions", "keys", "traces", "in_touch", "workplaces", "inferred")
        made.__dict__.update({name: vars(self)[name] for name in kept if name in vars(self)})
        made.__dict__["_unweighted"] = self._unweighted
        return made

    @cached_property
    def workplaces(self) -> Workplaces:
        """The employers of everybody but the ego, whose own jobs are nobody's way in."""
        return Workplaces(self.tables, self.person, self.ego)

    @cached_property
    def inferred(self) -> Inferred:
        """Index what people have in common, from which ties between two others are inferred."""
        return Inferred(self.tables, self.person, self.as_of, str(self.person[self.ego]))

    @cached_property
    def keys(self) -> NDArray[np.object_]:
        """The key of each person, as an array."""
        return self.person.to_numpy(dtype=object)

    @cached_property
    def traces(self) -> tuple[NDArray[Any], NDArray[Any], NDArray[Any]]:
        """Columns of ``tables.ties``: exchanges, last, since (both as days)."""
        ties = self.tables.ties
        last, since = (ties[name].to_numpy(dtype="datetime64[D]") for name in ("last", "since"))
        return ties.exchanges.to_numpy(), last, since

    @cached_property
    def in_touch(self) -> NDArray[np.datetime64]:
        """The day of the last contact with each alter, or of the first; missing if unknown."""
        ties, ego = self.tables.ties, self.person[self.ego]
        own = ties[(ties.source == ego) | (ties.target == ego)]
        alter = own.source.where(own.source != ego, own.target)
        latest = own["last"].fillna(own.since).groupby(alter).max()
        days: NDArray[np.datetime64] = latest.reindex(self.person[self.alters]).to_numpy("M8[D]")
        return days

    @cached_property
    def own_strength(self) -> NDArray[np.float64]:
        """The strength of the ego's own tie to each person; 0 where there is none."""
        strength = np.zeros(len(self))
        strength[self.alters] = self.strength[self.arcs(self.ego)]
        return strength

    @cached_property
    def _positions(self) -> dict[object, int]:
        return dict(zip(self.keys.tolist(), range(len(self)), strict=True))

    def position(self, key: object, *, strict: bool = True) -> int:
        """Return the position of a person.

        Parameters
        ----------
        key : str
            The person's key.
        strict : bool
            Whether an unknown key is an error; else its position is -1.

        Returns
        -------
        int

        Raises
        ------
        UnknownNameError
            Nobody has that key; it offers the nearest ones.
        """
        at = self._positions.get(key, -1)
        if at < 0 and strict:
            raise self._unknown(key)
        return at

    def positions(self, keys: Iterable[object], *, strict: bool = True) -> NDArray[np.int64]:
        """Return the position of each of several people, as `position` does."""
        known, wanted = self._positions, list(keys)
        at = np.array([known.get(key, -1) for key in wanted], dtype=np.int64)
        if strict and (at < 0).any():
            raise self._unknown(wanted[int(at.argmin())])
        return at

    def _unknown(self, key: object) -> UnknownNameError:
        """Say that nobody has a key, and who is called much like it."""
        people = {**dict(zip(self.name, self.keys, strict=True)), **{one: one for one in self.keys}}
        near = list(dict.fromkeys(people[word] for word in nearest(key, people, alike=75.0)))
        offer = (
            f"did you mean {' or '.join(f'`{one}`' for one in near)}?"
            if near
            else ("expected a key of `tables.people.person`")
        )
        return UnknownNameError(f"`{key}` is nobody in the network: {offer}", near)

    def _like(self, other: Network) -> Network:
        """Keep what another network of the same people and ties has worked out."""
        kept = ["_positions", "keys"]
        mine, theirs = self.tables, other.tables
        if mine.ties is theirs.ties:
            kept += ["traces"]
            if self.indptr is other.indptr:
                kept += ["in_touch"]
        noted = mine.notes is theirs.notes
        sizes = noted or alike(*(_noted(each, "size") for each in (mine, theirs)))
        apart = noted or alike(*(_noted(each, "another company") for each in (mine, theirs)))
        wanted = alike(mine.companies, theirs.companies)
        together = alike(mine.gatherings, theirs.gatherings)
        jobs = alike(mine.jobs, theirs.jobs)
        same = jobs and sizes and apart and wanted and together
        if same:
            kept.append("workplaces")
        self.__dict__.update({name: vars(other)[name] for name in kept if name in vars(other)})
        if jobs and not same and "workplaces" in vars(other):
            self.__dict__["workplaces"] = other.workplaces.beside(mine)
        # What is inferred rests on the spellings of an employer, not on which of them is wanted.
        declared = jobs and sizes and (wanted or alike(*map(_declared, (mine, theirs))))
        if declared and together and "inferred" in vars(other):
            self.__dict__["inferred"] = other.inferred.on(self.as_of)
        return self

    def target(
        self, company: str | None = None, *, field: str | None = None, former: bool = False
    ) -> Target:
        """Find the insiders of a company, or of a field of work: see `Workplaces.target`."""
        return self.workplaces.target(company, field=field, former=former)

    def to_networkx(self) -> nx.Graph[str]:
        """Return a plain undirected networkx graph; every networkx algorithm is one call away.

        Returns
        -------
        networkx.Graph
            Nodes are person keys with the columns of ``people`` and the `company` and `title` of
            the current job (None where missing); edges have `strength`, `tie_class` and `reason`;
            ``G.graph["ego"]`` is the ego's key.

        Examples
        --------
        >>> tie = {"source": "in/ana", "target": "me", "evidence": "connection", "origin": "me"}
        >>> tables = Tables.of(people=[{"person": "me"}, {"person": "in/ana"}], ties=[tie])
        >>> network(tables, as_of="2026-06-30").to_networkx()["me"]["in/ana"]["strength"]
        0.25
        """
        G: nx.Graph[str] = nx.Graph(ego=str(self.person[self.ego]))
        people = self.tables.people.set_index("person").reindex(self.person)
        people["name"] = self.name
        job = self.workplaces.current
        people = people.assign(company=job.company.array, title=job.title.array)
        shown = people.astype(object).where(people.notna(), None)
        for key, record in zip(self.person, shown.to_dict("records"), strict=True):
            G.add_node(str(key), **{str(column): value for column, value in record.items()})
        source = np.repeat(np.arange(len(self)), np.diff(self.indptr))
        once = source < self.indices
        for a, b, strength, code in zip(
            self.keys[source[once]],
            self.keys[self.indices[once]],
            self.strength[once].tolist(),
            self.reason[once].tolist(),
            strict=True,
        ):
            reason = REASONS[code]
            G.add_edge(a, b, strength=strength, tie_class=reason.tie_class, reason=reason.name)
        return G

    @classmethod
    def from_networkx(cls, G: nx.Graph[Any], *, ego: Any = None, as_of: object = None) -> Network:
        """Make a network from anybody's own graph.

        Parameters
        ----------
        G : networkx.Graph
            Undirected; edges need `strength` in (0, 1], nodes may have `company`, `title`,
            `name`, `email`, `url`, `location`. A node's key is ``str(node)``.
        ego : node, optional
            Whose network it is; ``G.graph["ego"]`` if not given.
        as_of : date, str or Timestamp, optional
            The day it describes; unknown if not given.

        Returns
        -------
        Network
            Without Beta counts: the strengths are as given, so low and high are missing.

        Raises
        ------
        InfonetError
            A directed or multigraph, a self tie, a strength that is missing or not in (0, 1],
            no `company` on any node, an ego that is not in the graph.

        Examples
        --------
        >>> G = nx.karate_club_graph()
        >>> nx.set_edge_attributes(G, 0.5, "strength")
        >>> nx.set_node_attributes(G, nx.get_node_attributes(G, "club"), "company")
        >>> Network.from_networkx(G, ego=0)
        Network of 34 people and 78 ties around 0
        """
        return cls(
            **arrays_of(G, G.graph.get("ego") if ego is None else ego),
            as_of=cast("pd.Timestamp", pd.NaT) if as_of is None else as_date(as_of),
        )

    def __repr__(self) -> str:
        people, ties = counted(len(self), "person", "people"), counted(self.ties, "tie")
        return f"Network of {people} and {ties} around {self.name[self.ego]}"

    def _repr_html_(self) -> str:
        day = "" if pd.isna(self.as_of) else f", as of {self.as_of:%Y-%m-%d}"
        return block(letters(f"{self!r}{day}"), tag="p")


def network(
    tables: Tables | HasTables,
    *,
    as_of: object,
    ego: str = ME,
    priors: Mapping[str, Prior] = PRIORS,
    inferring: bool | None = None,
    like: Network | None = None,
) -> Network:
    """Make the referral network of the tables, on a given day.

    Parameters
    ----------
    tables : Tables or Book
        People, jobs, ties, companies, events and notes, as `Book.tables` or `read` give them.
    as_of : date, str or Timestamp
        The day it describes: it decides what counts as recent contact, and what has happened.
    ego : str
        The key of the person whose network it is.
    priors : mapping of str to Prior
        The chance of each class of tie, a cold message and a scout before any log; see
        `infonet.strength.priors`.
    inferring : bool, optional
        Whether shared conversations, meetings, mails and employers say whom a scout may know; see
        `infonet.strength.inferred_ties`. By default as the notes say (a note of the kind
        *guesses*), else yes.
    like : Network, optional
        A network made before. Where only the day, the log, the targets, the priors or `inferring`
        differ, people and ties are taken over from it: same result, faster.

    Returns
    -------
    Network
        Strengths are the means of the Beta counts that `tie_strength` shows.

    Raises
    ------
    InfonetError
        No such ego, a person listed twice, a tie with an unknown person, a self tie.

    Examples
    --------
    >>> tie = {"source": "in/ana", "target": "me", "evidence": "connection", "origin": "me"}
    >>> people = [{"person": "me", "name": "Robin"}, {"person": "in/ana", "name": "Ana Diaz"}]
    >>> network(Tables.of(people=people, ties=[tie]), as_of="2026-06-30")
    Network of 2 people and 1 tie around Robin
    """
    day, given = as_date(as_of), tables_of(tables)
    shape = None if like is None else like._shape  # noqa: SLF001 - this makes networks
    if shape is None or not shape.fits(given, ego):
        shape, like = Shape(given, ego), None
    return network_on(
        shape, shape.on(day), given, day, priors=priors, inferring=inferring, like=like
    )


_OF_A_DAY = ("indptr", "indices", "reason", "evidence", "person", "name", "ego")
"""The fields of a network that the priors do not change."""


def network_on(
    shape: Shape | None,
    found: OnDay,
    tables: Tables,
    day: pd.Timestamp,
    *,
    priors: Mapping[str, Prior],
    inferring: bool | None = None,
    like: Network | None = None,
    log: tuple[Ledger, pd.Timestamp] | None = None,
) -> Network:
    """Make the network of a shape on a day."""
    tables = tables._replace(ties=found.ties)
    fields, person = found.fields, found.fields["person"]
    source = np.repeat(np.arange(len(person), dtype=np.int32), np.diff(fields["indptr"]))
    ties = Ties(source, fields["indices"], fields["reason"], fields["evidence"])
    read, until = log = (Ledger.of(tables), day) if log is None else log
    posterior = fit(ties, read, person=person, as_of=day, priors=priors, until=until)
    made = Network(
        **fields,
        strength=posterior.alpha / (posterior.alpha + posterior.beta),
        alpha=posterior.alpha,
        beta=posterior.beta,
        tables=tables,
        as_of=day,
        priors={name: posterior.learned.prior(name) for name in priors},
        learned=posterior.learned,
        inferring=counts_guesses(tables, day) if inferring is None else inferring,
        _shape=shape,
        _log=log,
    )
    return made if like is None else made._like(like)  # noqa: SLF001 - it is still being made


def counts_guesses(tables: Tables, day: pd.Timestamp) -> bool:
    """Return whether ties that are only guessed count, by the user's last word on it."""
    notes = known_notes(tables, day)
    said = notes.text[notes.kind == "guesses"]
    return said.empty or bool(said.iloc[-1] != "no")


def _declared(tables: Tables) -> pd.DataFrame:
    """Return the companies that have several spellings."""
    companies = tables.companies
    several = [isinstance(each, tuple) and len(each) > 0 for each in companies.aliases]
    found = companies[(companies.kind == "company") & np.array(several, dtype=bool)]
    return found[["company", "aliases"]].reset_index(drop=True)


def _noted(tables: Tables, kind: str) -> pd.DataFrame:
    """Return the notes of a kind."""
    return tables.notes[tables.notes.kind == kind].reset_index(drop=True)


def network_of(given: object) -> Network:
    """Return the network that was given, or raise and say how one is made.

    Examples
    --------
    >>> network_of(Tables.of())
    Traceback (most recent call last):
    infonet.errors.InfonetError: expected a network, got `Tables`: call `network(tables, as_of=…)`
    """
    if isinstance(given, Network):
        return given
    source = "tables" if isinstance(given, Tables) else "book"
    raise InfonetError(
        f"expected a network, got `{type(given).__name__}`: call `network({source}, as_of=…)`"
    )
