"""Networks: a projection of a view, as arrays and as a NetworkX graph, with the claims that each edge rests on.

In: a `Reader`, the name of a projection, a `Scope`. Out: `Network`. `Networks` keeps those made last, by revision and
view. The arrays are what fast libraries take; `Network.graph` is what everybody else does.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Final

import numpy as np
from numpy.typing import NDArray

from graph.projections import EVERYTHING, PROJECTIONS, Projection, Scope, Tie, private, ties
from graph.reader import Node, Reader

if TYPE_CHECKING:
    import networkx as nx

__all__ = ["Link", "Network", "Networks", "network"]

Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Link:
    """An edge: its ends, what ties them (properties, works, happenings, quotations), the claims that say so."""

    source: Node
    target: Node
    weight: float
    links: tuple[str, ...]
    claims: tuple[str, ...]


@dataclass(frozen=True)
class Network:
    """A projection. Nodes are in the order of their IRIs, edges in the order of their ends.

    `source` and `target` are places in `nodes`; edge `i` has the links `links[link_starts[i]:link_starts[i + 1]]`, and
    the claims likewise.
    """

    projection: Projection
    scope: Scope
    nodes: tuple[Node, ...]
    source: Ints
    target: Ints
    weight: NDArray[np.float64]
    link_starts: Ints
    links: tuple[str, ...]
    claim_starts: Ints
    claims: tuple[str, ...]

    def __len__(self) -> int:
        return len(self.nodes)

    def links_of(self, edge: int) -> tuple[str, ...]:
        """Return what ties the ends of an edge."""
        return self.links[self.link_starts[edge] : self.link_starts[edge + 1]]

    def claims_of(self, edge: int) -> tuple[str, ...]:
        """Return the claims that an edge rests on."""
        return self.claims[self.claim_starts[edge] : self.claim_starts[edge + 1]]

    def edges(self) -> Iterator[Link]:
        """Yield the edges."""
        for edge, (s, t, w) in enumerate(
            zip(self.source.tolist(), self.target.tolist(), self.weight.tolist(), strict=True)
        ):
            yield Link(self.nodes[s], self.nodes[t], w, self.links_of(edge), self.claims_of(edge))

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
        found.add_edges_from(
            (iris[s], iris[t], {"weight": w, "links": self.links_of(edge), "claims": self.claims_of(edge)})
            for edge, (s, t, w) in enumerate(
                zip(self.source.tolist(), self.target.tolist(), self.weight.tolist(), strict=True)
            )
        )
        return nx.freeze(found)

    def induced(self, keep: Sequence[int]) -> Network:
        """Return the part of the network between some of its nodes, by their places."""
        place = np.full(len(self.nodes), -1, dtype=np.int64)
        order = np.unique(np.asarray(keep, dtype=np.int64))
        place[order] = np.arange(len(order))
        edges = np.flatnonzero((place[self.source] >= 0) & (place[self.target] >= 0))
        links = [self.links_of(e) for e in edges.tolist()]
        claims = [self.claims_of(e) for e in edges.tolist()]
        return Network(
            self.projection,
            self.scope,
            tuple(self.nodes[i] for i in order.tolist()),
            place[self.source[edges]],
            place[self.target[edges]],
            self.weight[edges],
            _starts([len(some) for some in links]),
            tuple(one for some in links for one in some),
            _starts([len(some) for some in claims]),
            tuple(one for some in claims for one in some),
        )


def network(reader: Reader, name: str, scope: Scope = EVERYTHING) -> Network:
    """Return a projection of what the reader sees. Raises ValueError for an unknown name, Refused for a sensitive one.

    The claims of an edge are those of the view: what it does not see ties nobody.
    """
    if name not in PROJECTIONS:
        raise ValueError(f"{name!r} is not a projection. Known: {', '.join(PROJECTIONS)}")
    projection = PROJECTIONS[name]
    rows = ties(reader, projection, scope)
    nodes = reader.nodes({end for row in rows for end in row[:2]})
    return assembled(projection, scope, rows, nodes)


def assembled(projection: Projection, scope: Scope, rows: Sequence[Tie], nodes: dict[str, Node]) -> Network:
    """Return the network that ties make, as far as their ends are of the projection's kinds."""
    kept_nodes = sorted(node for node in nodes.values() if node.type in projection.kinds)
    place = {node.iri: number for number, node in enumerate(kept_nodes)}
    kept = [
        row
        for row in rows
        if row[0] in place
        and row[1] in place
        and row[0] != row[1]
        and not private(row[2], (nodes[row[0]].type, nodes[row[1]].type))
    ]
    links = {link: number for number, link in enumerate(sorted({row[2] for row in kept}))}
    claims = {claim: number for number, claim in enumerate(sorted({row[3] for row in kept}))}
    table = np.array(
        [(place[a], place[b], links[link], claims[claim]) for a, b, link, claim in kept], dtype=np.int64
    ).reshape(-1, 4)
    if not projection.directed:
        table[:, :2].sort(axis=1)
    edge_of = table[:, 0] * max(1, len(kept_nodes)) + table[:, 1]
    edges, member = np.unique(edge_of, return_inverse=True)
    link_starts, link_ids = _ragged(member, table[:, 2], len(edges), len(links))
    claim_starts, claim_ids = _ragged(member, table[:, 3], len(edges), len(claims))
    weight = np.diff(claim_starts if projection.by_claims else link_starts).astype(np.float64)
    source, target = np.divmod(edges, max(1, len(kept_nodes)))
    link_names, claim_names = list(links), list(claims)
    used = np.zeros(len(kept_nodes), dtype=bool)
    used[source] = used[target] = True
    moved = np.cumsum(used) - 1
    return Network(
        projection,
        scope,
        tuple(node for node, is_used in zip(kept_nodes, used.tolist(), strict=True) if is_used),
        moved[source],
        moved[target],
        weight,
        link_starts,
        tuple(link_names[i] for i in link_ids.tolist()),
        claim_starts,
        tuple(claim_names[i] for i in claim_ids.tolist()),
    )


def _ragged(member: Ints, value: Ints, groups: int, values: int) -> tuple[Ints, Ints]:
    """Return, group after group, the different values of its members, and where each group starts."""
    pairs = np.unique(member * max(1, values) + value)
    group, found = np.divmod(pairs, max(1, values))
    return _starts(np.bincount(group, minlength=groups)), found


def _starts(lengths: Sequence[int] | Ints) -> Ints:
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
