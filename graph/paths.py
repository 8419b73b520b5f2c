"""How two entities are connected: the shortest chains of facts, and the best-evidenced ones.

In: a `Reader`. Out: `Links`, the facts of its view as arrays, built once a view and revision; two entities give
`Chain`s.
A search from the target gives every node its distance; a walk from the start then follows only steps that can still
arrive, so that the first chains come without looking at the others.
"""

from __future__ import annotations

import math
from array import array
from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice, pairwise
from typing import Any, Final

import numpy as np
from pyoxigraph import NamedNode

from graph.reader import Reader, named, text_of
from graph.vocabulary import vocabulary

__all__ = ["Chain", "Chains", "Hop", "Links"]

_WALKED: Final = 1000  # chains of one length that are compared; at 10^5 nodes two hubs give more than a million
_STEPS: Final = 30_000  # steps taken to find them, some 2 µs each: longer walks have dead ends
_DETOUR: Final = 2  # steps by which a chain may be longer than the shortest
_FAR: Final = 255


@dataclass(frozen=True, slots=True)
class Hop:
    """A fact that leads from one node of a chain to the next, read in its own direction."""

    subject: str
    property: str
    object: str
    strength: float
    claims: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Chain:
    """A chain of nodes without repetition; each step has one fact or more, the strongest first."""

    nodes: tuple[str, ...]
    steps: tuple[tuple[Hop, ...], ...]

    @property
    def strength(self) -> float:
        """The chance that every step holds, by its strongest fact."""
        return round(math.prod(step[0].strength for step in self.steps), 3)


@dataclass(frozen=True, slots=True)
class Chains:
    """The chains found. `truncated`: there are more than were looked at."""

    found: tuple[Chain, ...]
    distance: int | None
    considered: int
    truncated: bool


class Links:
    """The facts between entities in one view at one revision."""

    def __init__(self, reader: Reader) -> None:
        terms = vocabulary()
        linking = {p.iri: p.name for p in terms.properties.values() if p.literal is None}
        self._properties = sorted(linking.values())
        numbers = {iri: self._properties.index(name) for iri, name in linking.items()}
        speakers = {text_of(row["article"]): text_of(row["voice"]) for row in reader.rows("article_voices")}
        self._numbers: dict[str, int] = {}
        self._facts: dict[tuple[int, int, int], int] = {}
        self._claims: list[list[str]] = []
        voices: dict[tuple[int, str], float] = {}
        seen: set[str] = set()
        for row in reader.rows("facts", property=named(linking)):
            claim, target = text_of(row["claim"]), row["object"]
            if claim in seen or not isinstance(target, NamedNode):
                continue
            seen.add(claim)
            key = self._number(text_of(row["subject"])), numbers[text_of(row["property"])], self._number(target.value)
            fact = self._facts.setdefault(key, len(self._facts))
            if fact == len(self._claims):
                self._claims.append([])
            self._claims[fact].append(claim)
            article = text_of(row["article"])
            voice = fact, speakers.get(article, article)
            voices[voice] = max(voices.get(voice, 0.0), float(text_of(row["confidence"])))
        self._names = list(self._numbers)
        self._strengths = _strengths(voices, len(self._claims))
        self._arrange()

    def _number(self, iri: str) -> int:
        return self._numbers.setdefault(iri, len(self._numbers))

    def _arrange(self) -> None:
        """Lay the facts out by node, both ways: the strongest first, then by the other's IRI."""
        count = len(self._facts)
        facts = np.array(list(self._facts), dtype=np.int32).reshape(count, 3)
        near = np.concatenate([facts[:, 0], facts[:, 2]])
        far = np.concatenate([facts[:, 2], facts[:, 0]])
        number = np.concatenate([np.arange(count), np.arange(count)]).astype(np.int32)
        ranks = np.empty(len(self._names), dtype=np.int32)
        ranks[np.array(sorted(range(len(self._names)), key=self._names.__getitem__), dtype=np.int64)] = np.arange(
            len(self._names), dtype=np.int32
        )
        strengths = np.frombuffer(self._strengths, dtype=np.float32)
        order = np.lexsort((number, ranks[far], -strengths[number], near))
        self._far, self._fact = far[order], number[order]
        self._property = facts[:, 1][self._fact].astype(np.int16)
        self._offsets = np.searchsorted(near[order], np.arange(len(self._names) + 1))
        self._keys = facts

    def __contains__(self, iri: str) -> bool:
        return iri in self._numbers

    def __len__(self) -> int:
        return len(self._facts)

    def chains(
        self,
        start: str,
        end: str,
        *,
        limit: int = 3,
        longest: int = 5,
        properties: Collection[str] = (),
        avoid: Collection[str] = (),
        by_evidence: bool = False,
    ) -> Chains:
        """Return the chains between two entities: the shortest first, or the best-evidenced first.

        `longest` bounds the steps; `properties` are those that may be used, none takes all; `avoid` are nodes that may
        not lie on the way. The best-evidenced are the strongest of those up to two steps longer than the shortest.
        """
        if start not in self or end not in self or start == end:
            return Chains((), None, 0, False)
        source, target = self._numbers[start], self._numbers[end]
        allowed = self._allowed(properties)
        closed = {self._numbers[iri] for iri in avoid if iri in self._numbers} - {source, target}
        distances = self._distances(target, source, longest, allowed, closed)
        if distances[source] == _FAR:
            return Chains((), None, 0, False)
        nearest = int(distances[source])
        farthest = min(longest, nearest + _DETOUR)
        found: list[list[int]] = []
        truncated = False
        for length in range(nearest, farthest + 1):
            budget = [_STEPS]
            walks = self._walks(source, target, length, distances, allowed, budget)
            of_length = list(islice(walks, _WALKED))
            found += of_length
            truncated = truncated or len(of_length) == _WALKED or budget[0] <= 0
            if not by_evidence and len(found) >= limit:
                truncated = truncated or length < farthest
                break
        chains = [self._chain(walk, properties) for walk in self._best(found, allowed, limit, by_evidence)]
        return Chains(tuple(chains), nearest, len(found), truncated or len(found) > limit)

    def _allowed(self, properties: Collection[str]) -> Any:
        """Return which entries of the layout may be followed, None for all."""
        if not properties:
            return None
        return np.isin(self._property, [self._properties.index(p) for p in properties if p in self._properties])

    def _distances(self, target: int, source: int, longest: int, allowed: Any, closed: Collection[int]) -> Any:
        """Return each node's distance to the target; 255 is farther than `longest`, or than a chain can use."""
        distances = np.full(len(self._names), _FAR, dtype=np.uint8)
        distances[target] = 0
        blocked = np.zeros(len(self._names), dtype=bool)
        blocked[list(closed)] = True
        frontier = np.array([target])
        for distance in range(1, longest + 1):
            starts, ends = self._offsets[frontier], self._offsets[frontier + 1]
            lengths = ends - starts
            entries = np.repeat(starts - np.concatenate(([0], np.cumsum(lengths)[:-1])), lengths)
            entries += np.arange(len(entries))
            if allowed is not None:
                entries = entries[allowed[entries]]
            reached = np.unique(self._far[entries])
            reached = reached[(distances[reached] == _FAR) & ~blocked[reached]]
            if not len(reached) or distance > int(distances[source]) + _DETOUR - 1:
                break
            distances[reached] = distance
            frontier = reached
        return distances

    def _walks(
        self, source: int, target: int, length: int, distances: Any, allowed: Any, budget: list[int]
    ) -> Iterator[list[int]]:
        """Yield walks of exactly one length without repetition, stronger steps first, while the budget lasts."""
        walk = [source]
        stack = [self._steps(source, length - 1, distances, allowed)]
        while stack and budget[0] > 0:
            budget[0] -= 1
            node = next(stack[-1], None)
            if node is None:
                stack.pop()
                walk.pop()
            elif node in walk or (node == target) != (len(walk) == length):
                continue
            elif node == target:
                yield [*walk, node]
            else:
                walk.append(node)
                stack.append(self._steps(node, length - len(walk), distances, allowed))

    def _steps(self, node: int, left: int, distances: Any, allowed: Any) -> Iterator[int]:
        """Yield the neighbours from which the target is at most `left` steps away, each once."""
        low, high = self._offsets[node], self._offsets[node + 1]
        far = self._far[low:high]
        fits = distances[far] <= left
        if allowed is not None:
            fits &= allowed[low:high]
        seen: set[int] = set()
        for one in far[fits].tolist():
            if one not in seen:
                seen.add(one)
                yield one

    def _best(self, walks: list[list[int]], allowed: Any, limit: int, by_evidence: bool) -> list[list[int]]:
        def rank(walk: list[int]) -> tuple[float, float, list[str]]:
            strength = math.prod(self._strongest(a, b, allowed) for a, b in pairwise(walk))
            names = [self._names[node] for node in walk]
            return (-strength, len(walk), names) if by_evidence else (len(walk), -strength, names)

        return sorted(walks, key=rank)[:limit]

    def _strongest(self, near: int, far: int, allowed: Any) -> float:
        return max(self._strengths[fact] for fact in self._between(near, far, allowed))

    def _between(self, near: int, far: int, allowed: Any) -> list[int]:
        low, high = self._offsets[near], self._offsets[near + 1]
        fits = self._far[low:high] == far
        if allowed is not None:
            fits &= allowed[low:high]
        return [int(fact) for fact in self._fact[low:high][fits]]

    def _chain(self, walk: Sequence[int], properties: Collection[str]) -> Chain:
        allowed = self._allowed(properties)
        steps = tuple(
            tuple(self._hop(fact) for fact in self._between(near, far, allowed)) for near, far in pairwise(walk)
        )
        return Chain(tuple(self._names[node] for node in walk), steps)

    def _hop(self, fact: int) -> Hop:
        subject, property, target = (int(part) for part in self._keys[fact])
        return Hop(
            self._names[subject],
            self._properties[property],
            self._names[target],
            round(self._strengths[fact], 3),
            tuple(sorted(self._claims[fact])),
        )


def _strengths(voices: dict[tuple[int, str], float], count: int) -> array[float]:
    """Return how sure each fact is: each publisher is one voice (`graph.reader.confidence`)."""
    wrong: dict[int, float] = defaultdict(lambda: 1.0)
    for (fact, _), sure in voices.items():
        wrong[fact] *= 1 - sure
    return array("f", (min(0.99, 1 - wrong[fact]) for fact in range(count)))
