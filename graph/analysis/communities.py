"""Which nodes belong together, under names that say why.

In: a `Network`. Out: `Partition`: communities by the Leiden algorithm, each named by what ties its members (a work, or
its most central members), with the modularity of the whole. A name never says what people are, only what they are in.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from graph.analysis.centrality import Parameters, arrays_of, parameters
from graph.analysis.engine import Task, run
from graph.network import Network
from graph.reader import Node, Reader

__all__ = ["Community", "Partition", "communities"]


@dataclass(frozen=True, slots=True)
class Community:
    """Nodes that are tied more to each other than to the rest, the most tied first."""

    name: str
    members: tuple[Node, ...]
    inside: float
    outside: float


@dataclass(frozen=True, slots=True)
class Partition:
    """The communities of a network, the largest first."""

    parameters: Parameters
    modularity: float
    communities: tuple[Community, ...]

    def of(self, iri: str) -> int:
        """Return the place of a node's community. Raises KeyError for a node that is not in the network."""
        for place, community in enumerate(self.communities):
            if any(node.iri == iri for node in community.members):
                return place
        raise KeyError(iri)


def communities(
    reader: Reader, network: Network, *, seed: int = 0, resolution: float = 1.0, seconds: float = 30.0
) -> Partition:
    """Return the communities of a network; a higher resolution makes more and smaller ones."""
    found = run(Task("communities", seed, resolution=resolution), arrays_of(network), seconds).astype(np.int64)
    groups: dict[int, list[int]] = {}
    for place, group in enumerate(found.tolist()):
        groups.setdefault(group, []).append(place)
    ordered = sorted(groups.values(), key=lambda places: (-len(places), places[0]))
    number = np.zeros(len(network.nodes), dtype=np.int64)
    for index, places in enumerate(ordered):
        number[places] = index
    inner = number[network.source] == number[network.target]
    within = np.bincount(number[network.source][inner], network.weight[inner], minlength=len(ordered))
    strength = np.bincount(network.source, network.weight, minlength=len(number)) + np.bincount(
        network.target, network.weight, minlength=len(number)
    )
    total = np.bincount(number, strength, minlength=len(ordered))
    named = _names(reader, network, ordered, number, strength.tolist())
    made = tuple(
        Community(
            named[index],
            tuple(network.nodes[p] for p in sorted(places, key=lambda p: (-strength[p], network.nodes[p].iri))),
            float(within[index]),
            float(total[index] - 2 * within[index]),
        )
        for index, places in enumerate(ordered)
    )
    told = parameters(network, f"leiden, modularity, resolution {resolution:g}", seed)
    return Partition(told, _modularity(within.tolist(), total.tolist(), resolution), made)


def _modularity(within: Sequence[float], total: Sequence[float], resolution: float) -> float:
    """Return Newman's modularity from the weights inside communities and the strengths of their members."""
    whole = sum(total) / 2
    if not whole:
        return 0.0
    return sum(w / whole - resolution * (t / (2 * whole)) ** 2 for w, t in zip(within, total, strict=True))


def _names(
    reader: Reader, network: Network, groups: Sequence[Sequence[int]], number: np.ndarray, strength: Sequence[float]
) -> list[str]:
    shared = _shared_works(network, number, len(groups))
    labels = reader.nodes({iri for counts in shared for iri, _ in counts.most_common(3)})
    names: list[str] = []
    for places, works in zip(groups, shared, strict=True):
        top = sorted(places, key=lambda p: (-strength[p], network.nodes[p].iri))
        stars = [network.nodes[p].label for p in top[:3]]
        best = min(works.items(), key=lambda pair: (-pair[1], pair[0]), default=None)
        if best is not None:
            name = labels[best[0]].label if best[0] in labels else best[0].rsplit("/", 1)[-1]
        elif len(stars) == 1:
            name = stars[0]
        else:
            name = f"{', '.join(stars[:-1])} and {stars[-1]}"
        names.append(name)
    counts = Counter(names)
    return [
        f"{name}, around {_first(network, places, strength)}" if counts[name] > 1 else name
        for name, places in zip(names, groups, strict=True)
    ]


def _first(network: Network, places: Sequence[int], strength: Sequence[float]) -> str:
    return network.nodes[min(places, key=lambda p: (-strength[p], network.nodes[p].iri))].label


def _shared_works(network: Network, number: np.ndarray, groups: int) -> list[Counter[str]]:
    """Return how often each work ties two members of each community; a member that is a work counts as well."""
    found: list[Counter[str]] = [Counter() for _ in range(groups)]
    members = number.tolist()
    chosen: Mapping[str, Callable[[int], Sequence[str]]] = {
        "co-cast": network.links_of,
        "acted-with": network.links_of,
    }
    links = chosen.get(network.projection.name)
    works = {"Show", "Film", "Work"}
    for edge, (source, target) in enumerate(zip(network.source.tolist(), network.target.tolist(), strict=True)):
        if members[source] != members[target]:
            continue
        if links:
            # A link of two roles names no work: two IRIs stand in it.
            found[members[source]].update(link for link in links(edge) if link.startswith("http") and " " not in link)
        elif network.projection.name == "bipartite":
            for end in (source, target):
                if network.nodes[end].type in works:
                    found[members[end]][network.nodes[end].iri] += 1
    return found
