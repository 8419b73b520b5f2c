"""Variants of a window, so that the network learns from context and not from the names of the training set.

In: a window with its labels. Out: another window with the same number of tokens or fewer: names exchanged for others
of the kind, quotation marks dropped, a headline in title case, spaCy's names hidden. Seeded: it can be repeated.
"""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from ingest.extract.labels import IGNORED, KINDS
from ingest.extract.wordpieces import CLS, FEATURES, LIMIT, QUOTED, SEP, SHAPES, Ints, Window

__all__ = ["Pools", "Tokens", "pools", "tokens_of", "varied", "window_of"]

POOLED = {
    "Person": "being",
    "Character": "being",
    "Show": "title",
    "Film": "title",
    "Work": "title",
    "Episode": "title",
    "Organization": "organization",
}
CHANGED = {"being": 0.6, "title": 0.5, "organization": 0.15}
"""How often the names of a pool are exchanged in a window. Companies keep theirs: that the BBC is one is knowledge."""
COLUMN = {name: i for i, name in enumerate(FEATURES)}
QUOTE_SHAPES = frozenset({SHAPES.index("open"), SHAPES.index("close")})

Pools = Mapping[str, Sequence[tuple[int, ...]]]


@dataclass(frozen=True, slots=True)
class Tokens:
    """A window token by token: its index in the document, its pieces, its features, its label."""

    index: int
    pieces: tuple[int, ...]
    features: tuple[int, ...]
    label: int


def tokens_of(window: Window, labels: Sequence[int]) -> list[Tokens]:
    """Take a window apart."""
    return [
        Tokens(int(t), tuple(map(int, window.pieces[a:b])), tuple(map(int, window.features[a])), labels[t])
        for t, a, b in zip(window.tokens, window.first, window.last, strict=True)
    ]


def window_of(tokens: Sequence[Tokens]) -> Window:
    """Put a window together again, cut at the limit."""
    kept, held = [], 2
    for token in tokens:
        held += len(token.pieces)
        if held > LIMIT:
            break
        kept.append(token)
    counts = np.array([len(t.pieces) for t in kept], dtype=np.int64)
    last = 1 + np.cumsum(counts)
    blank: Ints = np.zeros((1, len(FEATURES)), dtype=np.int64)
    rows = np.repeat(np.array([t.features for t in kept], dtype=np.int64), counts, axis=0)
    ids = [CLS, *(p for t in kept for p in t.pieces), SEP]
    return Window(
        np.array(ids, dtype=np.int64),
        np.concatenate([blank, rows, blank]),
        np.array([t.index for t in kept], dtype=np.int64),
        last - counts,
        last,
    )


def pools(windows: Iterable[Sequence[Tokens]]) -> Pools:
    """Collect the words of names, by the pool of their kind."""
    found: dict[str, set[tuple[int, ...]]] = defaultdict(set)
    for tokens in windows:
        for token in tokens:
            if (pool := _pool(token)) is not None:
                found[pool].add(token.pieces)
    return {pool: sorted(words) for pool, words in found.items()}


def _pool(token: Tokens) -> str | None:
    if token.label in (0, IGNORED) or token.features[COLUMN["shape"]] != SHAPES.index("Title"):
        return None
    return POOLED.get(KINDS[(token.label - 1) // 2])


def varied(tokens: Sequence[Tokens], words: Pools, seed: int) -> list[Tokens]:
    """Return a variant of a window; the same seed gives the same."""
    dice = random.Random(seed)
    changed = {pool for pool, rate in CHANGED.items() if dice.random() < rate}
    bare, unnamed = dice.random() < 0.15, dice.random() < 0.1
    headline = dice.random() < 0.1
    exchanged: dict[tuple[str, tuple[int, ...]], tuple[int, ...]] = {}
    found = []
    for token in tokens:
        features, pieces = list(token.features), token.pieces
        if bare and features[COLUMN["shape"]] in QUOTE_SHAPES:
            continue
        if bare and features[COLUMN["quoted"]] == QUOTED.index("short"):
            features[COLUMN["quoted"]] = QUOTED.index("outside")
        if unnamed:
            features[COLUMN["name"]] = 0
        if headline and features[COLUMN["line"]] >= 2 and features[COLUMN["shape"]] == SHAPES.index("lower"):
            features[COLUMN["shape"]] = SHAPES.index("Title")
        if (pool := _pool(token)) in changed and pool is not None:
            if (pool, pieces) not in exchanged:
                exchanged[pool, pieces] = dice.choice(words[pool])
            pieces = exchanged[pool, pieces]
        found.append(Tokens(token.index, pieces, tuple(features), token.label))
    return found
