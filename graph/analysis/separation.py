"""How many steps lie between two people, and through which works: the number named after Kevin Bacon.

In: the co-cast network, two nodes. Out: `Chain`, each hop with the works that tie it and the claims that say so.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from graph.errors import NotFound
from graph.network import Network
from graph.reader import Node

__all__ = ["Chain", "Hop", "Reach", "chain", "reach"]


@dataclass(frozen=True, slots=True)
class Hop:
    """A step: two nodes and what ties them."""

    source: Node
    target: Node
    links: tuple[str, ...]
    claims: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Chain:
    """The shortest way between two nodes; of several, the one with the most weight at each step, then first by IRI."""

    source: Node
    target: Node
    hops: tuple[Hop, ...] | None

    @property
    def number(self) -> int | None:
        """The number of steps, None where no way leads."""
        return None if self.hops is None else len(self.hops)


@dataclass(frozen=True, slots=True)
class Reach:
    """How many nodes lie how many steps away; `average` is over those that can be reached."""

    source: Node
    counts: tuple[int, ...]
    unreached: int

    @property
    def average(self) -> float:
        """The mean number of steps."""
        steps = sum(number * count for number, count in enumerate(self.counts))
        return steps / max(1, sum(self.counts) - 1)


def chain(network: Network, source: str, target: str) -> Chain:
    """Return the shortest way between two nodes, by IRI; directions are left out.

    Raises NotFound for one that is not in the network.
    """
    first, last = _place(network, source), _place(network, target)
    near = _Adjacency.of(network)
    distance = near.distances(last)
    if distance[first] < 0:
        return Chain(network.nodes[first], network.nodes[last], None)
    hops, at = [], first
    while at != last:
        closer = [(n, e) for n, e in near.around(at) if distance[n] == distance[at] - 1]
        step, edge = min(closer, key=lambda pair: (-network.weight[pair[1]], pair[0]))
        hops.append(Hop(network.nodes[at], network.nodes[step], network.links_of(edge), network.claims_of(edge)))
        at = step
    return Chain(network.nodes[first], network.nodes[last], tuple(hops))


def reach(network: Network, source: str) -> Reach:
    """Return how far everybody is from a node. Raises NotFound for one that is not in the network."""
    place = _place(network, source)
    distance = _Adjacency.of(network).distances(place)
    counts = np.bincount(distance[distance >= 0])
    return Reach(network.nodes[place], tuple(counts.tolist()), int((distance < 0).sum()))


def _place(network: Network, iri: str) -> int:
    if iri not in network.index:
        raise NotFound(f"{iri} is not in the {network.projection.name} network of this view.")
    return network.index[iri]


@dataclass(frozen=True, slots=True)
class _Adjacency:
    """Neighbours of each node, as one array cut by starts."""

    starts: NDArray[np.int64]
    neighbours: NDArray[np.int64]
    edges: NDArray[np.int64]

    @classmethod
    def of(cls, network: Network) -> _Adjacency:
        ends = np.concatenate((network.source, network.target))
        others = np.concatenate((network.target, network.source))
        edges = np.tile(np.arange(len(network.source)), 2)
        order = np.lexsort((others, ends))
        starts = np.concatenate(([0], np.cumsum(np.bincount(ends, minlength=len(network.nodes)))))
        return cls(starts.astype(np.int64), others[order], edges[order])

    def around(self, node: int) -> list[tuple[int, int]]:
        inside = slice(self.starts[node], self.starts[node + 1])
        return list(zip(self.neighbours[inside].tolist(), self.edges[inside].tolist(), strict=True))

    def distances(self, start: int) -> NDArray[np.int64]:
        """Return the steps from a node to each, -1 where no way leads."""
        found = np.full(len(self.starts) - 1, -1, dtype=np.int64)
        found[start] = 0
        queue = deque([start])
        while queue:
            node = queue.popleft()
            for other in self.neighbours[self.starts[node] : self.starts[node + 1]].tolist():
                if found[other] < 0:
                    found[other] = found[node] + 1
                    queue.append(other)
        return found
