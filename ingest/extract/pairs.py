"""Candidate pairs: which mentions of which things the model compares.

In: the mentions in one window (in pieces) and the kinds that each label can join. Out: `Candidates`. The same for the
training and for the running model.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

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
    """List the pairs that some label can join, each with its nearest links."""
    allowed: dict[tuple[str, str], NDArray[np.bool_]] = {}
    for n, ends in enumerate(labels.values()):
        for key in ends:
            allowed.setdefault(key, np.zeros(len(labels), dtype=np.bool_))[n] = True
    own: dict[str, list[int]] = defaultdict(list)
    kinds: dict[str, str] = {}
    for n, (_, _, thing, kind, _) in enumerate(mentions):
        own[thing].append(n)
        kinds[thing] = kind
    pairs: list[tuple[str, str]] = []
    links: list[tuple[int, int]] = []
    group: list[int] = []
    valid: list[NDArray[np.bool_]] = []
    for a in own:
        for b in own:
            mask = allowed.get((kinds[a], kinds[b])) if a != b else None
            if mask is None:
                continue
            near = sorted((_gap(mentions[i], mentions[j]), i, j) for i in own[a] for j in own[b])[:LINKS]
            links += [(i, j) for _, i, j in near]
            group += [len(pairs)] * len(near)
            pairs.append((a, b))
            valid.append(mask)
    return Candidates(
        mentions,
        pairs,
        np.array(links, dtype=np.int64).reshape(-1, 2),
        np.array(group, dtype=np.int64),
        np.array(valid, dtype=np.bool_).reshape(-1, len(labels)),
    )


def _gap(a: Located, b: Located) -> int:
    return max(a[0], b[0]) - min(a[1], b[1])
