"""What lies around an entity, step by step, within limits that are said.

In: a `Reader`, an entity, how far, how many. Out: a `Neighbourhood`: nodes with their distance, the facts between them,
and whether something was left out.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from graph.reader import Node, Reader
from graph.relations import Fact, ends_of

__all__ = ["Edge", "Neighbourhood", "neighbourhood"]


@dataclass(frozen=True, slots=True)
class Edge:
    """A fact between two nodes of a neighbourhood."""

    subject: str
    property: str
    object: str
    confidence: float
    claims: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Neighbourhood:
    """What lies within some steps of an entity. `truncated` says that limits kept something out."""

    nodes: tuple[tuple[Node, int], ...]
    edges: tuple[Edge, ...]
    truncated: bool


def neighbourhood(
    reader: Reader, entity: str, *, depth: int, limit: int, wanted: Collection[str] = (), fan: int = 200
) -> Neighbourhood:
    """Return the nodes within `depth` steps of an entity, at most `limit`, and the facts between them.

    Nearer nodes come first, then those that more facts reach, then the first by IRI. `fan` bounds how many facts of one
    node are followed past the first step. `wanted` are names of properties; none takes all.
    """
    depths = {entity: 0}
    claims: dict[Fact, Sequence[str]] = {}
    sure: dict[str, float] = {}
    frontier, truncated = [entity], False
    for step in range(1, depth + 1):
        ends = ends_of(reader, frontier)
        sure.update(ends.confidences)
        reached: Counter[str] = Counter()
        followed: Counter[str] = Counter()
        for fact in sorted(ends.claims, key=lambda fact: (-len(ends.claims[fact]), fact)):
            subject, name, target, is_literal = fact
            if is_literal or (wanted and name not in wanted):
                continue
            near = subject if subject in depths else target
            if step > 1 and fact not in claims and followed[near] >= fan:
                truncated = True
                continue
            followed[near] += 1
            claims[fact] = ends.claims[fact]
            reached.update(end for end in (subject, target) if end not in depths)
        room = limit - len(depths)
        ordered = sorted(reached, key=lambda iri: (-reached[iri], iri))
        truncated = truncated or len(ordered) > room
        frontier = ordered[: max(0, room)]
        depths.update(dict.fromkeys(frontier, step))
        if not frontier:
            break
    nodes = reader.nodes(depths)
    edges = [
        Edge(subject, name, target, _sure(claims[fact], sure), tuple(claims[fact]))
        for fact in sorted(claims)
        for subject, name, target, _ in (fact,)
        if subject in depths and target in depths
    ]
    placed = tuple((nodes[iri], depths[iri]) for iri in sorted(depths, key=lambda iri: (depths[iri], iri)))
    return Neighbourhood(placed, tuple(edges), truncated)


def _sure(claims: Iterable[str], confidences: Mapping[str, float]) -> float:
    return max(confidences[claim] for claim in claims)
