"""How a network hangs together: bridges, cut vertices, cores, assortativity, components.

In: a `Network`. Out: `Structure`; its numbers equal those of NetworkX on `Network.graph` without directions.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from graph.analysis.centrality import Parameters, arrays_of, parameters
from graph.analysis.engine import Arrays, Task, run
from graph.network import Link, Network
from graph.reader import Node

__all__ = ["Structure", "structure"]


@dataclass(frozen=True, slots=True)
class Structure:
    """The frame of a network.

    A bridge is an edge, a cut vertex a node, without which what hung together falls apart. `cores` gives each node the
    largest k for which it is in a k-core. `degree_assortativity` is in [-1, 1], None where all degrees are alike;
    `kind_assortativity` likewise says whether edges join nodes of one kind (1) or of different ones.
    """

    parameters: Parameters
    density: float
    components: tuple[int, ...]
    bridges: tuple[Link, ...]
    cut_vertices: tuple[Node, ...]
    cores: tuple[tuple[Node, int], ...]
    degree_assortativity: float | None
    kind_assortativity: float | None


def structure(network: Network, *, seconds: float = 30.0) -> Structure:
    """Return the frame of a network, directions left out."""
    arrays = _undirected(arrays_of(network))
    bridges = {
        (int(arrays.source[e]), int(arrays.target[e]))
        for e in np.flatnonzero(run(Task("bridges"), arrays, seconds)).tolist()
    }
    cuts = np.flatnonzero(run(Task("cuts"), arrays, seconds)).tolist()
    cores = run(Task("core"), arrays, seconds).astype(np.int64).tolist()
    pairs = len(network.nodes) * (len(network.nodes) - 1) / 2
    ranked = sorted(zip(network.nodes, cores, strict=True), key=lambda pair: (-pair[1], pair[0].iri))
    return Structure(
        parameters(network, "bridges, cut vertices, k-cores, assortativity"),
        len(arrays.source) / pairs if pairs else 0.0,
        _components(arrays),
        tuple(link for link in network.edges() if _ends(network, link) in bridges),
        tuple(network.nodes[i] for i in cuts),
        tuple(ranked),
        _assortativity(arrays),
        _mixing(arrays, [node.type or "" for node in network.nodes]),
    )


def _ends(network: Network, link: Link) -> tuple[int, int]:
    first, second = network.index[link.source.iri], network.index[link.target.iri]
    return (first, second) if first < second else (second, first)


def _undirected(arrays: Arrays) -> Arrays:
    ends = np.sort(np.column_stack((arrays.source, arrays.target)), axis=1)
    pairs = np.unique(ends, axis=0) if len(ends) else ends
    return Arrays(arrays.count, pairs[:, 0], pairs[:, 1], np.ones(len(pairs)))


def _components(arrays: Arrays) -> tuple[int, ...]:
    from scipy.sparse import coo_array
    from scipy.sparse.csgraph import connected_components

    shape = (arrays.count, arrays.count)
    matrix = coo_array((np.ones(len(arrays.source)), (arrays.source, arrays.target)), shape=shape)
    _, member = connected_components(matrix, directed=False)
    return tuple(sorted(Counter(member.tolist()).values(), reverse=True))


def _assortativity(arrays: Arrays) -> float | None:
    """Return the correlation of the degrees at both ends of the edges, each edge seen from both sides."""
    degree = np.bincount(np.concatenate((arrays.source, arrays.target)), minlength=arrays.count)
    ends = np.concatenate((degree[arrays.source], degree[arrays.target])).astype(np.float64)
    others = np.concatenate((degree[arrays.target], degree[arrays.source])).astype(np.float64)
    if len(ends) == 0 or ends.std() == 0:
        return None
    return float(np.corrcoef(ends, others)[0, 1])


def _mixing(arrays: Arrays, kinds: Sequence[str]) -> float | None:
    """Return how much oftener the ends of an edge are of one kind than chance would have it (Newman 2003, eq. 2)."""
    names = sorted(set(kinds))
    number = np.array([names.index(kind) for kind in kinds], dtype=np.int64)
    shares = np.zeros((len(names), len(names)))
    np.add.at(shares, (number[arrays.source], number[arrays.target]), 1.0)
    np.add.at(shares, (number[arrays.target], number[arrays.source]), 1.0)
    if not shares.sum():
        return None
    shares /= shares.sum()
    chance = float((shares.sum(axis=0) * shares.sum(axis=1)).sum())
    return None if chance >= 1 else (float(np.trace(shares)) - chance) / (1 - chance)
