"""What is drawn of a view: some entities with their neighbours, or its most connected part; and where it is drawn.

In: a `Reader`; entities, limits. Out: `Surroundings`, built once a view and revision; `Part`, nodes with all the facts
between them; places on a plane. Neighbours are taken in turns by property, so that thirty characters do not crowd out
the one author.
"""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from threading import Lock
from typing import Final

from pyoxigraph import NamedNode

from graph.reader import Reader, named, text_of
from graph.vocabulary import vocabulary

__all__ = ["Fact", "Part", "Surroundings", "places"]

_COMPANY: Final = 12
_ROUNDS: Final = 300
_GRID_FROM: Final = 200
"""Forces are reckoned by a grid from here on: 2,000 nodes with 6,000 edges take 0.4 s, without it 5.7 s."""
_DRAWING: Final = Lock()  # igraph's chance is one for the whole process: nobody may draw from it meanwhile


@dataclass(frozen=True, slots=True, order=True)
class Fact:
    """A fact between two entities, with the claims that say it."""

    subject: str
    property: str
    object: str
    claims: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Part:
    """Nodes with the facts between them. `neighbours` says how many each node has in the whole view."""

    nodes: tuple[str, ...]
    facts: tuple[Fact, ...]
    neighbours: Mapping[str, int]
    truncated: bool


class Surroundings:
    """The facts between entities in one view at one revision, by their ends."""

    def __init__(self, reader: Reader) -> None:
        linking = {p.iri: p.name for p in vocabulary().properties.values() if p.literal is None}
        claims: dict[tuple[str, str, str], set[str]] = defaultdict(set)
        for row in reader.rows("facts", property=named(linking)):
            subject, target = text_of(row["subject"]), row["object"]
            if isinstance(target, NamedNode) and target.value != subject:
                claims[subject, linking[text_of(row["property"])], target.value].add(text_of(row["claim"]))
        self._facts = tuple(Fact(*fact, tuple(sorted(said))) for fact, said in sorted(claims.items()))
        self._at: dict[str, list[int]] = defaultdict(list)
        self._near: dict[str, set[str]] = defaultdict(set)
        for number, fact in enumerate(self._facts):
            for end, other in ((fact.subject, fact.object), (fact.object, fact.subject)):
                self._at[end].append(number)
                self._near[end].add(other)

    def around(self, entities: Sequence[str], each: int) -> Part:
        """Return entities with at most `each` neighbours of each. One that has no facts stands alone."""
        kept = dict.fromkeys(entities)
        cut = False
        for entity in entities:
            near = self._in_turns(entity)
            cut = cut or len(near) > each
            kept |= dict.fromkeys(near[:each])
        return self._part(kept, truncated=cut)

    def largest(self, count: int) -> Part:
        """Return `count` entities: those with the most neighbours, each with some of these, so that lines join them."""
        kept: dict[str, None] = {}
        for hub in sorted(self._near, key=lambda iri: (-len(self._near[iri]), iri)):
            kept |= dict.fromkeys((hub, *self._in_turns(hub)[:_COMPANY]))
            if len(kept) >= count:
                break
        return self._part(list(kept)[:count], truncated=len(self._near) > count)

    def _in_turns(self, entity: str) -> list[str]:
        """Return the neighbours of an entity: the best-attested of each property, then the second of each, …"""
        reached: dict[tuple[str, bool], dict[str, int]] = defaultdict(dict)
        for number in self._at.get(entity, ()):
            fact = self._facts[number]
            outward = fact.subject == entity
            reached[fact.property, outward][fact.object if outward else fact.subject] = len(fact.claims)
        turns = [
            (turn, -count, property, iri)
            for property, ends in reached.items()
            for turn, (iri, count) in enumerate(sorted(ends.items(), key=lambda end: (-end[1], end[0])))
        ]
        return list(dict.fromkeys(iri for *_, iri in sorted(turns)))

    def _part(self, nodes: Iterable[str], *, truncated: bool) -> Part:
        kept = dict.fromkeys(nodes)
        numbers = {number for node in kept for number in self._at.get(node, ())}
        facts = tuple(
            fact
            for fact in (self._facts[number] for number in sorted(numbers))
            if fact.subject in kept and fact.object in kept
        )
        return Part(tuple(kept), facts, {node: len(self._near.get(node, ())) for node in kept}, truncated)


def places(nodes: Sequence[str], edges: Collection[tuple[str, str]], seed: int = 7) -> list[tuple[float, float]]:
    """Return where nodes stand, by Fruchterman and Reingold's forces: the same for the same graph and seed.

    Components are laid out one by one and packed side by side, so that none drifts out of sight.

    >>> places(["a"], [])
    [(0.0, 0.0)]
    """
    import igraph

    number = {node: i for i, node in enumerate(nodes)}
    graph = igraph.Graph(n=len(nodes), edges=sorted({(number[a], number[b]) for a, b in edges}))
    found = [(0.0, 0.0)] * len(nodes)
    drawn: list[tuple[list[int], list[tuple[float, float]]]] = []
    chance = random.Random(seed)
    for members in sorted(graph.connected_components(), key=lambda part: (-len(part), part)):
        spread = len(members) ** 0.5
        start = [(chance.uniform(-spread, spread), chance.uniform(-spread, spread)) for _ in members]
        if len(members) > 1:
            part = graph.induced_subgraph(members)
            grid = "grid" if len(members) > _GRID_FROM else "nogrid"
            with _DRAWING:
                igraph.set_random_number_generator(random.Random(seed))
                start = [(x, y) for x, y in part.layout_fruchterman_reingold(seed=start, niter=_ROUNDS, grid=grid)]
        drawn.append((members, start))
    for (members, inside), (left, top) in zip(drawn, _packed([_size(inside) for _, inside in drawn]), strict=True):
        low_x, low_y = (min(point[axis] for point in inside) for axis in (0, 1))
        for member, (x, y) in zip(members, inside, strict=True):
            found[member] = (round(x - low_x + left, 2), round(y - low_y + top, 2))
    return found


def _size(points: Sequence[tuple[float, float]]) -> tuple[float, float]:
    width, height = (max(p[axis] for p in points) - min(p[axis] for p in points) for axis in (0, 1))
    return width, height


def _packed(sizes: Sequence[tuple[float, float]], gap: float = 2.0) -> list[tuple[float, float]]:
    """Return the corners of boxes laid in rows, the rows about as wide as the whole is high."""
    area = sum((width + gap) * (height + gap) for width, height in sizes)
    row_width = max([area**0.5 * 1.3, *(width for width, _ in sizes)])
    x = y = row = 0.0
    corners = []
    for width, height in sizes:
        if x and x + width > row_width:
            x, y, row = 0.0, y + row + gap, 0.0
        corners.append((x, y))
        x, row = x + width + gap, max(row, height)
    return corners
