"""Candidate pairs: which mentions of which things the model compares.

In: the mentions in one window (in pieces) and the kinds that each label can join. Out: `Candidates`. The same for the
training and for the running model.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

__all__ = ["LINKS", "Candidates", "Located", "candidates"]

LINKS = 6
"""Mentions of a pair that are compared: the nearest ones."""

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
