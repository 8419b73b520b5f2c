"""Who matters in a network: degree, strength, betweenness, harmonic closeness, PageRank.

In: a `Network`, the name of a measure. Out: `Ranking`, the highest first, with what it was made with. The numbers equal
those of NetworkX on `Network.graph`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal, TypeAlias

from graph.analysis.engine import Arrays, Task, run
from graph.network import Network
from graph.reader import Node

__all__ = ["MEASURES", "MeasureName", "Parameters", "Ranking", "arrays_of", "centrality"]

MeasureName: TypeAlias = Literal["degree", "strength", "betweenness", "harmonic", "pagerank"]
MEASURES: Final[Mapping[MeasureName, str]] = {
    "degree": "share of the other nodes that it is tied to",
    "strength": "sum of the weights of its edges",
    "betweenness": "share of the shortest paths between two others that lead through it (edges count alike)",
    "harmonic": "sum of 1/distance from all others",
    "pagerank": "share of the time that a random walker spends there (damping 0.85, weighted)",
}
SAMPLED_FROM: Final = 5_000  # nodes: all shortest paths of 10^4 nodes take a minute
SAMPLE: Final = 100
_ALL_PATHS: Final = 20_000


@dataclass(frozen=True, slots=True)
class Parameters:
    """What an analysis was made with: enough to make it again."""

    projection: str
    scope: str
    nodes: int
    edges: int
    method: str
    seed: int | None = None
    sample: int | None = None


@dataclass(frozen=True, slots=True)
class Ranking:
    """Nodes with their numbers, the highest first; ties in the order of IRIs."""

    parameters: Parameters
    ranks: tuple[tuple[Node, float], ...]

    def score(self, iri: str) -> float:
        """Return the number of a node. Raises KeyError for one that is not in the network."""
        return {node.iri: value for node, value in self.ranks}[iri]


def arrays_of(network: Network) -> Arrays:
    """Return a network as the engine takes it."""
    return Arrays(len(network.nodes), network.source, network.target, network.weight, network.projection.directed)


def centrality(network: Network, measure: MeasureName, *, seed: int = 0, seconds: float = 30.0) -> Ranking:
    """Return the nodes by a measure.

    Betweenness of a network of more than 5,000 nodes counts the paths from 100 of them, drawn with the seed. Raises
    ValueError for an unknown measure, or for harmonic closeness of more than 20,000 nodes.
    """
    if measure not in MEASURES:
        raise ValueError(f"{measure!r} is not a measure. Known: {', '.join(MEASURES)}")
    if measure == "harmonic" and len(network.nodes) > _ALL_PATHS:
        raise ValueError(f"harmonic closeness is for networks of up to {_ALL_PATHS} nodes: narrow the scope")
    sample = SAMPLE if measure == "betweenness" and len(network.nodes) > SAMPLED_FROM else None
    found = run(Task(measure, seed, sample), arrays_of(network), seconds).tolist()
    ranks = sorted(zip(network.nodes, found, strict=True), key=lambda pair: (-pair[1], pair[0].iri))
    return Ranking(parameters(network, measure, seed if sample else None, sample), tuple(ranks))


def parameters(network: Network, method: str, seed: int | None = None, sample: int | None = None) -> Parameters:
    """Return what an analysis of a network was made with."""
    return Parameters(
        network.projection.name, str(network.scope), len(network.nodes), len(network.source), method, seed, sample
    )
