"""Pairs of mentions: which ones the model compares, and how it scores them.

In: the mentions in one window (in pieces), the kinds that each label can join, the states of the pieces.
Out: `Candidates`, the same for the training and for the running model; from a `Scorer`, their scores.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

import numpy as np
from numpy.typing import NDArray
from scipy.special import erf

from ingest.extract.labels import PAIR_KINDS

__all__ = ["DISTANCES", "LINKS", "Candidates", "Floats", "Located", "Scorer", "candidates"]

LINKS = 3
"""Mentions of a pair that are compared: the nearest ones. Six take twice the time and find no more (F1 .655, .654)."""

DISTANCES = (0, 1, 3, 6, 12, 24, 48, 96, 192)
"""Lower bounds, in pieces, of the buckets of the gap between two mentions; the order of the two doubles them."""

Floats = NDArray[np.float32]
Located = tuple[int, int, str, str, bool]
"""A mention: first piece, piece after the last, the thing that it means, its kind, whether it is by name."""


@dataclass(frozen=True, eq=False)
class Candidates:
    """Ordered pairs of things with the links (pairs of mentions) that could tell of them.

    `links` (links, 2) are indices of mentions, `group` the pair of each link, `valid` (pairs, labels) what the kinds
    allow. Links stand in the order of their pairs.
    """

    mentions: Sequence[Located]
    pairs: list[tuple[str, str]]
    links: NDArray[np.int64]
    group: NDArray[np.int64]
    valid: NDArray[np.bool_]

    @cached_property
    def at(self) -> Mapping[tuple[str, str], int]:
        """The index of each pair."""
        return {pair: n for n, pair in enumerate(self.pairs)}


def candidates(mentions: Sequence[Located], labels: Mapping[str, frozenset[tuple[str, str]]]) -> Candidates:
    """List the pairs that some label can join, each with its nearest links.

    A thing has one kind. Pairs are in the order in which their things first stand; of links equally near, the first.
    """
    allowed, kinds = _allowed(labels)
    things = list(dict.fromkeys(m[2] for m in mentions))
    place = {thing: n for n, thing in enumerate(things)}
    thing = np.array([place[m[2]] for m in mentions], dtype=np.int64)
    kind = np.array([kinds.get(m[3], len(kinds)) for m in mentions], dtype=np.int64)
    start = np.array([m[0] for m in mentions], dtype=np.int64)
    stop = np.array([m[1] for m in mentions], dtype=np.int64)
    joined = allowed[kind[:, None], kind[None, :]].any(axis=2) & (thing[:, None] != thing[None, :])
    a, b = np.nonzero(joined)
    gap = np.maximum(start[a], start[b]) - np.minimum(stop[a], stop[b])
    key = thing[a] * len(things) + thing[b]
    order = np.lexsort((b, a, gap, key))
    a, b, key = a[order], b[order], key[order]
    firsts = np.searchsorted(key, key)
    near = np.arange(len(key)) - firsts < LINKS
    pairs, group = np.unique(key[near], return_inverse=True)
    subject, object_ = pairs // max(1, len(things)), pairs % max(1, len(things))
    of_thing = np.zeros(len(things), dtype=np.int64)
    of_thing[thing] = kind
    return Candidates(
        mentions,
        [(things[s], things[o]) for s, o in zip(subject, object_, strict=True)],
        np.stack([a[near], b[near]], axis=1),
        group.astype(np.int64),
        allowed[of_thing[subject], of_thing[object_]],
    )


@lru_cache(maxsize=4)
def _table(labels: tuple[frozenset[tuple[str, str]], ...]) -> tuple[NDArray[np.bool_], dict[str, int]]:
    kinds = {kind: n for n, kind in enumerate(sorted({k for ends in labels for pair in ends for k in pair}))}
    allowed = np.zeros((len(kinds) + 1, len(kinds) + 1, len(labels)), dtype=np.bool_)
    for n, ends in enumerate(labels):
        for s, o in ends:
            allowed[kinds[s], kinds[o], n] = True
    return allowed, kinds


def _allowed(labels: Mapping[str, frozenset[tuple[str, str]]]) -> tuple[NDArray[np.bool_], dict[str, int]]:
    """Which labels can join which kinds (subject, object, label), and the number of each kind."""
    return _table(tuple(labels.values()))


@dataclass(frozen=True, eq=False)
class Scorer:
    """The head that scores pairs, by numpy: the sums of `ingest.training.network.Pairs`, reckoned once a mention."""

    weights: Mapping[str, Floats]

    def scores(self, found: Candidates, states: Floats) -> Floats:
        """Return the scores (links, labels) of candidates from the states of their window."""
        w = self.weights
        left, right = (np.array([m[i] for m in found.mentions]) for i in (0, 1))
        kinds = np.array([PAIR_KINDS.index(m[3]) for m in found.mentions])
        named = np.array([int(m[4]) for m in found.mentions])
        a, b = found.links[:, 0], found.links[:, 1]
        means = _mean(states, left, right)
        subject = means @ w["subject.weight"].T + w["subject.bias"]
        subject += w["subject_kind.weight"][kinds] + w["subject_named.weight"][named]
        object_ = means @ w["object.weight"].T + w["object_kind.weight"][kinds] + w["object_named.weight"][named]
        start, stop = np.minimum(right[a], right[b]), np.maximum(left[a], left[b])
        gap = np.maximum(stop - start, 0)
        bucket = (gap[:, None] >= np.array(DISTANCES)).sum(axis=1) - 1 + len(DISTANCES) * (left[a] > left[b])
        between = _mean(states @ w["between.weight"].T, start, start + gap)
        x = _gelu(subject[a] + object_[b] + between + w["distance.weight"][bucket])
        x = x + _gelu(x @ w["middle.weight"].T + w["middle.bias"])
        found_scores: Floats = x @ w["out.weight"].T + w["out.bias"]
        return found_scores


def _mean(x: Floats, start: NDArray[np.int64], stop: NDArray[np.int64]) -> Floats:
    """Means of rows [start, stop) for each pair of numbers; zero where there are none."""
    sums = np.concatenate([np.zeros((1, x.shape[1])), x.cumsum(axis=0, dtype=np.float64)])
    found: Floats = ((sums[stop] - sums[start]) / np.maximum(stop - start, 1)[:, None]).astype(np.float32)
    return found


def _gelu(x: Floats) -> Floats:
    """The exact GELU, as the network has it."""
    found: Floats = np.float32(0.5) * x * (1 + erf(x * np.float32(0.5**0.5)))
    return found
