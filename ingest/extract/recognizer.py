"""The recogniser of names: which tokens are a name, and what kind of name it is.

In: the cues of a document's tokens. Out: `Proposal`s: spans of tokens with the probability of each kind.
A linear chain over sparse features (a conditional random field), trained by `ingest.training.names`; run by numpy.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from ingest.extract.cues import Cues

__all__ = ["KINDS", "Chain", "Floats", "Proposal"]

KINDS = ("Show", "Film", "Work", "Episode", "Person", "Character", "Organization", "Award", "Event", "Place")
"""The kinds of name that the chain tells apart. Seasons are read by grammar."""

Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Proposal:
    """Tokens `start:end` as a name; `chances` holds the probability of each of `KINDS`, the rest is "no name"."""

    start: int
    end: int
    chances: tuple[float, ...]


@dataclass(frozen=True, eq=False)
class Chain:
    """A trained chain. Labels are "O", then "B-" and "I-" of each kind. `rows` are the features' rows in `weights`."""

    labels: tuple[str, ...]
    rows: Mapping[str, int]
    weights: Floats
    transitions: Floats

    def propose(
        self, cues: Cues, reluctance: float = 0.0, emissions: Floats | None = None, weight: float = 1.0
    ) -> tuple[Proposal, ...]:
        """Return the names of a document, in order. `reluctance` is added to the score of "no name".

        `emissions` are another tagger's log-probabilities of the labels for every token of the document; they are
        added to the chain's own scores with a weight.
        """
        if not cues.tokens:
            return ()
        scores = self._scores(cues.features)
        if emissions is not None:
            scores += weight * emissions[list(cues.tokens)]
        scores[:, self.labels.index("O")] += reluctance
        runs = _runs(cues.tokens)
        # Runs of one length go through together: most are short, and numpy's calls cost more than its sums.
        found: list[Proposal] = []
        for length in sorted({last - first for first, last in runs}):
            firsts = [first for first, last in runs if last - first == length]
            part = scores[[[first + k for k in range(length)] for first in firsts]]
            paths, chances = self._best(part), self._chances(part)
            for first, path, chance in zip(firsts, paths, chances, strict=True):
                found += self._proposals(cues.tokens[first], path, chance)
        return tuple(sorted(found, key=lambda p: p.start))

    @cached_property
    def _exact(self) -> NDArray[np.float64]:
        """The weights for summing: stored in 16 bits, their sums in 64 are exact, whatever the order."""
        return self.weights.astype(np.float64)

    def _scores(self, features: Sequence[Sequence[str]]) -> Floats:
        rows: list[int] = []
        ends = [0]
        for held in features:
            rows += [row for row in map(self.rows.get, held) if row is not None]
            ends.append(len(rows))
        counts = csr_array((np.ones(len(rows)), rows, ends), shape=(len(features), len(self.weights)))
        return np.asarray(counts @ self._exact, dtype=np.float32)

    def _best(self, scores: Floats) -> list[list[int]]:
        """The best path of each run; `scores` has the shape (runs, tokens, labels)."""
        runs = np.arange(len(scores))
        best, back = scores[:, 0], []
        for k in range(1, scores.shape[1]):
            through = best[:, :, None] + self.transitions
            back.append(through.argmax(axis=1))
            best = through.max(axis=1) + scores[:, k]
        path = [best.argmax(axis=1)]
        for step in reversed(back):
            path.append(step[runs, path[-1]])
        return [[int(label) for label in run] for run in np.stack(path[::-1], axis=1)]

    def _chances(self, scores: Floats) -> Floats:
        """The probability of each label at each token of each run (forward and backward sums)."""
        n = scores.shape[1]
        moves = np.exp(self.transitions)
        forward, backward = np.empty_like(scores), np.zeros_like(scores)
        forward[:, 0] = scores[:, 0]
        for k in range(1, n):
            forward[:, k] = _log_times(forward[:, k - 1], moves) + scores[:, k]
        for k in range(n - 2, -1, -1):
            backward[:, k] = _log_times(scores[:, k + 1] + backward[:, k + 1], moves.T)
        joint = forward + backward
        chances = np.exp(joint - joint.max(axis=2, keepdims=True))
        return np.asarray(chances / chances.sum(axis=2, keepdims=True), dtype=np.float32)

    def _proposals(self, first: int, path: Sequence[int], chances: Floats) -> list[Proposal]:
        found: list[Proposal] = []
        k = 0
        while k < len(path):
            label = self.labels[path[k]]
            if label == "O":
                k += 1
                continue
            end = k + 1
            while end < len(path) and self.labels[path[end]] == f"I-{label[2:]}":
                end += 1
            mean = chances[k:end].mean(axis=0)
            found.append(Proposal(first + k, first + end, tuple(float(c) for c in self._by_kind(mean))))
            k = end
        return found

    def _by_kind(self, mean: Floats) -> list[float]:
        chance = dict(zip(self.labels, mean.tolist(), strict=True))
        return [chance.get(f"B-{kind}", 0.0) + chance.get(f"I-{kind}", 0.0) for kind in KINDS]


def _log_times(logs: Floats, moves: Floats) -> Floats:
    """The logarithm of exp(logs) @ moves, without overflow."""
    top = logs.max(axis=1, keepdims=True)
    return np.asarray(np.log(np.maximum(np.exp(logs - top) @ moves, 1e-30)) + top, dtype=np.float32)


def _runs(tokens: Sequence[int]) -> list[tuple[int, int]]:
    """Return the bounds of the runs of neighbouring tokens.

    >>> _runs([3, 4, 5, 9, 11, 12])
    [(0, 3), (3, 4), (4, 6)]
    """
    cuts = [k for k in range(1, len(tokens)) if tokens[k] != tokens[k - 1] + 1]
    return list(zip([0, *cuts], [*cuts, len(tokens)], strict=True))
