"""Networks: a projection of a view, as arrays and as a NetworkX graph, with the claims that each edge rests on.

In: a `Reader`, the name of a projection, a `Scope`. Out: `Network`. `Networks` keeps those made last, by revision and
view. The arrays are what fast libraries take; `Network.graph` is what everybody else does.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import TYPE_CHECKING, Final

import numpy as np
from numpy.typing import NDArray

from graph.claims import LABEL
from graph.projecting import columns, ties
from graph.projections import EVERYTHING, PROJECTIONS, Projection, Scope, private
from graph.reader import Node, Reader
from graph.ties import Ints, Ties, distinct, grouped, spread
from graph.vocabulary import vocabulary

if TYPE_CHECKING:
    import networkx as nx

__all__ = ["Link", "Network", "Networks", "network"]


@dataclass(frozen=True, slots=True)
class Link:
    """An edge: its ends, what ties them (properties, works, happenings, quotations), the claims that say so."""

    source: Node
    target: Node
    weight: float
    links: tuple[str, ...]
    claims: tuple[str, ...]


@dataclass(frozen=True, eq=False)
class Network:
    """A projection. Nodes are in the order of their IRIs, edges in the order of their ends.

    `source` and `target` are places in `nodes`. Edge `i` has the links at the places
    `link_ids[link_starts[i]:link_starts[i + 1]]` of `links`, and its claims likewise.
    """

    projection: Projection
    scope: Scope
    nodes: tuple[Node, ...]
    source: Ints
    target: Ints
    weight: NDArray[np.float64]
    links: tuple[str, ...]
    link_starts: Ints
    link_ids: Ints
    claims: tuple[str, ...]
    claim_starts: Ints
    claim_ids: Ints

    def __len__(self) -> int:
        return len(self.nodes)

    def links_of(self, edge: int) -> tuple[str, ...]:
        """Return what ties the ends of an edge."""
        return tuple(self.links[i] for i in self.link_ids[self.link_starts[edge] : self.link_starts[edge + 1]])

    def claims_of(self, edge: int) -> tuple[str, ...]:
        """Return the claims that an edge rests on."""
        return tuple(self.claims[i] for i in self.claim_ids[self.claim_starts[edge] : self.claim_starts[edge + 1]])

    def edges(self) -> Iterator[Link]:
        """Yield the edges."""
        links = _cut(self.links, self.link_starts, self.link_ids)
        claims = _cut(self.claims, self.claim_starts, self.claim_ids)
        ends = zip(self.source.tolist(), self.target.tolist(), self.weight.tolist(), strict=True)
        for (s, t, w), link, claim in zip(ends, links, claims, strict=True):
            yield Link(self.nodes[s], self.nodes[t], w, link, claim)

    @cached_property
    def index(self) -> dict[str, int]:
        """The place of each node, by IRI."""
        return {node.iri: place for place, node in enumerate(self.nodes)}

    @cached_property
    def graph(self) -> nx.Graph[str]:
        """The network as NetworkX has it, frozen.

        Nodes are IRIs with `label` and `type`; edges carry `weight`, `links` and `claims`.
        """
        import networkx as nx

        found: nx.Graph[str] = nx.DiGraph() if self.projection.directed else nx.Graph()
        found.graph.update(projection=self.projection.name, scope=str(self.scope))
        iris = [node.iri for node in self.nodes]
        found.add_nodes_from((n.iri, {"label": n.label, "type": n.type or ""}) for n in self.nodes)
        ends = zip(self.source.tolist(), self.target.tolist(), self.weight.tolist(), strict=True)
        links = _cut(self.links, self.link_starts, self.link_ids)
        claims = _cut(self.claims, self.claim_starts, self.claim_ids)
        found.add_edges_from(
            (iris[s], iris[t], {"weight": w, "links": link, "claims": claim})
            for (s, t, w), link, claim in zip(ends, links, claims, strict=True)
        )
        return nx.freeze(found)

    def induced(self, keep: Sequence[int]) -> Network:
        """Return the part of the network between some of its nodes, by their places."""
        place = np.full(len(self.nodes), -1, dtype=np.int64)
        order = np.unique(np.asarray(keep, dtype=np.int64))
        place[order] = np.arange(len(order))
        edges = np.flatnonzero((place[self.source] >= 0) & (place[self.target] >= 0))
        links, link_starts, link_ids = _kept(self.links, self.link_starts, self.link_ids, edges)
        claims, claim_starts, claim_ids = _kept(self.claims, self.claim_starts, self.claim_ids, edges)
        return Network(
            self.projection,
            self.scope,
            tuple(self.nodes[i] for i in order.tolist()),
            place[self.source[edges]],
            place[self.target[edges]],
            self.weight[edges],
            links,
            link_starts,
            link_ids,
            claims,
            claim_starts,
            claim_ids,
        )


def network(reader: Reader, name: str, scope: Scope = EVERYTHING) -> Network:
    """Return a projection of what the reader sees. Raises ValueError for an unknown name, Refused for a sensitive one.

    The claims of an edge are those of the view: what it does not see ties nobody.
    """
    if name not in PROJECTIONS:
        raise ValueError(f"{name!r} is not a projection. Known: {', '.join(PROJECTIONS)}")
    projection = PROJECTIONS[name]
    found = ties(reader, projection, scope)
    return assembled(projection, scope, found, nodes_of(reader, found.nodes))


_SCANNED: Final = 2_000
"""Nodes from which reading all labels of a view at once is quicker than looking each up."""


def nodes_of(reader: Reader, iris: Collection[str]) -> dict[str, Node]:
    """Return nodes as `Reader.nodes` does, also very many of them."""
    if len(iris) <= _SCANNED:
        return reader.nodes(iris)
    wanted = frozenset(iris)
    labels: dict[str, str] = {}
    types: dict[str, str] = {}
    for node, property, value in columns(reader, "network_nodes", ("node", "p", "o")):
        if node not in wanted:
            continue
        if property == LABEL.value:
            # Of several labels the longest, then the first in the alphabet, as everywhere.
            known = labels.get(node)
            labels[node] = value if known is None else min(known, value, key=lambda text: (-len(text), text))
        elif vocabulary().type_of(value):
            types[node] = min(value, types.get(node, value))
    kinds = {value: kind for value in set(types.values()) if (kind := vocabulary().type_of(value))}
    return {
        iri: Node(iri, kinds[types[iri]].value if iri in types else None, labels.get(iri, iri.rsplit("/", 1)[-1]))
        for iri in wanted
    }


def assembled(projection: Projection, scope: Scope, rows: Ties, nodes: Mapping[str, Node]) -> Network:
    """Return the network that ties make, as far as their ends are of the projection's kinds."""
    described = [nodes[iri] for iri in rows.nodes]
    kind = np.array([node.type in projection.kinds for node in described], dtype=bool)
    person = np.array([node.type == "Person" for node in described], dtype=bool)
    hidden = np.array([private(link) for link in rows.links], dtype=bool)
    first, second = rows.first, rows.second
    keep = (first != second) & _at(kind, first) & _at(kind, second)
    keep &= ~(_at(hidden, rows.link) & (_at(person, first) | _at(person, second)))
    kept_nodes, place = _ordered(described, np.concatenate((first[keep], second[keep])))
    ends = place[np.column_stack((first[keep], second[keep]))]
    if not projection.directed:
        ends.sort(axis=1)
    count = max(1, len(kept_nodes))
    order, edges, runs = grouped(ends[:, 0] * count + ends[:, 1])
    member = np.empty(len(order), dtype=np.int64)
    member[order] = np.repeat(np.arange(len(edges)), runs)
    links, link_starts, link_ids = _ragged(member, rows.link[keep], rows.links, len(edges))
    claims, claim_starts, claim_ids = _ragged(member, rows.claim[keep], rows.claims, len(edges))
    weight = np.diff(claim_starts if projection.by_claims else link_starts).astype(np.float64)
    source, target = np.divmod(edges, count)
    return Network(
        projection,
        scope,
        tuple(kept_nodes),
        source,
        target,
        weight,
        links,
        link_starts,
        link_ids,
        claims,
        claim_starts,
        claim_ids,
    )


def _at(values: NDArray[np.bool_], places: Ints) -> NDArray[np.bool_]:
    """Return values at places; there are none where there are no values."""
    return values[places] if len(values) else np.zeros(len(places), dtype=bool)


def _ordered(nodes: Sequence[Node], used: Ints) -> tuple[list[Node], Ints]:
    """Return the used nodes in the order of their IRIs, and the new place of each old one."""
    old = sorted(np.flatnonzero(np.bincount(used)).tolist(), key=lambda i: nodes[i].iri)
    place = np.full(max(1, len(nodes)), -1, dtype=np.int64)
    place[old] = np.arange(len(old))
    return [nodes[i] for i in old], place


def _ragged(member: Ints, value: Ints, names: Sequence[str], groups: int) -> tuple[tuple[str, ...], Ints, Ints]:
    """Return the names in use in their order and, group after group, the different ones of its members."""
    order = sorted(np.flatnonzero(np.bincount(value)).tolist(), key=lambda i: names[i])
    rank = np.zeros(max(1, len(names)), dtype=np.int64)
    rank[order] = np.arange(len(order))
    pairs = distinct(member * max(1, len(order)) + rank[value])
    group, found = np.divmod(pairs, max(1, len(order)))
    return tuple(names[i] for i in order), _starts(np.bincount(group, minlength=groups)), found


def _kept(names: Sequence[str], starts: Ints, ids: Ints, edges: Ints) -> tuple[tuple[str, ...], Ints, Ints]:
    """Return what some edges have of a ragged column, with the names in use alone."""
    member, places = spread(starts[edges], np.diff(starts)[edges])
    return _ragged(member, ids[places], names, len(edges))


def _cut(names: Sequence[str], starts: Ints, ids: Ints) -> Iterator[tuple[str, ...]]:
    """Yield the names of each edge."""
    flat = [names[i] for i in ids.tolist()]
    for begin, end in pairwise(starts.tolist()):
        yield tuple(flat[begin:end])


def _starts(lengths: Ints) -> Ints:
    return np.concatenate(([0], np.cumsum(lengths))).astype(np.int64)


class Networks:
    """The networks made last, by revision of the store, view, projection and scope. Safe for threads."""

    LIMIT: Final = 16

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._kept: OrderedDict[tuple[object, ...], Network] = OrderedDict()

    def get(self, reader: Reader, name: str, scope: Scope = EVERYTHING) -> Network:
        """Return a network, made anew where the store has changed since."""
        key = (reader.base, reader.store.revision, reader.view.key, name, scope)
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
                return self._kept[key]
        found = network(reader, name, scope)
        with self._lock:
            self._kept[key] = found
            while len(self._kept) > self.LIMIT:
                self._kept.popitem(last=False)
        return found
