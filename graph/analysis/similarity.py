"""Who and what is alike: people by the works that they share, works by their people.

In: the bipartite network, an entity of it. Out: `Likeness`es, the most alike first, each with what is shared.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.sparse import csr_array

from graph.errors import NotFound
from graph.network import Network
from graph.reader import Node

__all__ = ["Likeness", "similar"]


@dataclass(frozen=True, slots=True)
class Likeness:
    """How alike a node is, in (0, 1]: the cosine of the two nodes' ties, weighted; and what both are tied to."""

    node: Node
    value: float
    shared: tuple[Node, ...]
    claims: tuple[str, ...]


def similar(network: Network, iri: str, *, limit: int = 10) -> tuple[Likeness, ...]:
    """Return the nodes of the entity's own kind that share neighbours with it.

    Raises NotFound for an entity that is not in the network.

    People are alike in what they worked on, and in nothing else: no fact about a person's private life is an edge of
    the network.
    """
    if iri not in network.index:
        raise NotFound(f"{iri} is not in the {network.projection.name} network of this view.")
    place, count = network.index[iri], len(network.nodes)
    ends = np.concatenate((network.source, network.target))
    others = np.concatenate((network.target, network.source))
    ties = csr_array((np.tile(network.weight, 2), (ends, others)), shape=(count, count))
    own = ties[[place]]
    products = np.asarray((ties @ own.T).todense()).ravel()
    lengths = np.sqrt(np.asarray((ties.multiply(ties)).sum(axis=1)).ravel())
    cosines = np.divide(products, lengths * lengths[place], out=np.zeros(count), where=lengths > 0)
    people = network.nodes[place].type == "Person"
    alike = [
        i for i in np.flatnonzero(cosines > 0).tolist() if i != place and (network.nodes[i].type == "Person") == people
    ]
    best = sorted(alike, key=lambda i: (-round(float(cosines[i]), 12), network.nodes[i].iri))[:limit]
    edge_of = _edges(network, {place, *best})
    found = []
    for i in best:
        both = sorted(edge_of[place].keys() & edge_of[i].keys())
        claims = {c for n in both for end in (place, i) for c in network.claims_of(edge_of[end][n])}
        shared = tuple(network.nodes[n] for n in both)
        found.append(Likeness(network.nodes[i], float(cosines[i]), shared, tuple(sorted(claims))))
    return tuple(found)


def _edges(network: Network, places: set[int]) -> dict[int, dict[int, int]]:
    """Return, for some nodes, the edge to each neighbour."""
    found: dict[int, dict[int, int]] = {place: {} for place in places}
    for edge, (s, t) in enumerate(zip(network.source.tolist(), network.target.tolist(), strict=True)):
        if s in found:
            found[s][t] = edge
        if t in found:
            found[t][s] = edge
    return found
