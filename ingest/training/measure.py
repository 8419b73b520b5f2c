"""How good a network is on articles that it has not seen.

In: a network and examples. Out: counts of right, found and true mentions by kind; scored pairs with their truth, from
which come calibration and the reliability table.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import torch
from scipy.optimize import minimize

from ingest.extract.decode import spans_of
from ingest.extract.labels import IGNORED, KINDS, SYMMETRIC
from ingest.extract.opinions import Calibration
from ingest.extract.pairs import candidates
from ingest.training.corpus import Example
from ingest.training.network import Network
from ingest.training.train import encode, located, pair_scores, samples

__all__ = ["Count", "Scored", "calibrate", "mentions", "reliability", "scored"]

PRIOR = 20.0
"""Pairs of evidence that a label needs to leave the calibration of all labels half way."""


@dataclass(frozen=True, slots=True)
class Count:
    """Right, found and true."""

    right: int = 0
    found: int = 0
    true: int = 0

    def __add__(self, other: Count) -> Count:
        return Count(self.right + other.right, self.found + other.found, self.true + other.true)

    @property
    def f1(self) -> float:
        """The harmonic mean of precision and recall."""
        return 2 * self.right / max(1, self.found + self.true)

    def __str__(self) -> str:
        return f"P {self.right / max(1, self.found):.3f} R {self.right / max(1, self.true):.3f} F1 {self.f1:.3f}"


@dataclass(frozen=True, slots=True)
class Scored:
    """One label of one pair: its score (a logit), whether the gold tells it and whether a rule found it."""

    article: str
    label: str
    score: float
    true: bool
    stated: bool = False


def mentions(network: Network, examples: Iterable[Example]) -> dict[str, Count]:
    """Count mentions by kind, exact in span and kind; mentions whose owner is unclear in the gold are passed over."""
    found: dict[str, Count] = defaultdict(Count)
    for example in examples:
        true, told = set(_true(example)), set(_told(network, example))
        for kind in KINDS:
            a, b = ({s for s in side if s[2] == kind} for side in (true, told))
            found[kind] += Count(len(a & b), len(b), len(a))
    return dict(found)


def _true(example: Example) -> Iterator[tuple[int, int, str]]:
    starts, ends = np.array(example.starts), np.array(example.ends)
    for place in example.places:
        hit = np.nonzero((starts < place.span.end) & (ends > place.span.start))[0]
        if place.kind in KINDS and place.named and len(hit):
            yield int(hit[0]), int(hit[-1]) + 1, place.kind


def _told(network: Network, example: Example) -> Iterator[tuple[int, int, str]]:
    for window in example.windows:
        with torch.no_grad():
            scores = network.tags(encode(network, [window])[0], torch.from_numpy(window.first)).numpy()
        for first, stop, kind, _ in spans_of(scores):
            tokens = window.tokens[first:stop]
            if all(example.labels[int(t)] != IGNORED for t in tokens):
                yield int(tokens[0]), int(tokens[-1]) + 1, kind


def scored(
    network: Network, examples: Iterable[Example], labels: Mapping[str, frozenset[tuple[str, str]]]
) -> list[Scored]:
    """Score every label that the kinds of a pair allow, mentions given; both directions of a symmetric one are one."""
    found = []
    for example in examples:
        best: dict[tuple[str, str, str], float] = {}
        for window, sample in zip(example.windows, samples(example), strict=True):
            pairs = candidates(located(sample.places, window), labels)
            if not pairs.pairs:
                continue
            with torch.no_grad():
                scores = pair_scores(network, encode(network, [window])[0], pairs).numpy()
            for (a, b), row, valid in zip(pairs.pairs, scores, pairs.valid, strict=True):
                for label, score, counts in zip(labels, row, valid, strict=True):
                    if counts:
                        best[a, label, b] = max(best.get((a, label, b), -1e9), float(score))
        for (a, label, b), score in sorted(best.items()):
            if label in SYMMETRIC and (other := best.get((b, label, a))) is not None:
                if a > b:
                    continue
                score = (score + other) / 2
            true, stated = (
                (a, label, b) in told or (label in SYMMETRIC and (b, label, a) in told)
                for told in (example.truths, example.stated)
            )
            found.append(Scored(example.id, label, score, true, stated))
    return found


def calibrate(rows: Sequence[Scored], labels: Iterable[str], least: float) -> Calibration:
    """Fit a slope and an offset to each label (Platt), held to those of all labels where a label has few truths.

    `least` is the probability that will suffice.
    """
    slope, offset = _fit([(r.score, r.true) for r in rows], (1.0, 0.0), 0.0)
    own: dict[str, list[tuple[float, bool]]] = defaultdict(list)
    for row in rows:
        own[row.label].append((row.score, row.true))
    slopes = {label: _fit(own[label], (slope, offset), PRIOR) if own[label] else (slope, offset) for label in labels}
    return Calibration(slopes, least)


def _fit(pairs: Sequence[tuple[float, bool]], start: tuple[float, float], prior: float) -> tuple[float, float]:
    x, y = np.array([p[0] for p in pairs]), np.array([float(p[1]) for p in pairs])

    def loss(ab: np.ndarray) -> float:
        z = ab[0] * x + ab[1]
        missed = float((np.logaddexp(0, z) - y * z).sum())
        return missed + prior * float((ab[0] - start[0]) ** 2 + 0.1 * (ab[1] - start[1]) ** 2)

    a, b = minimize(loss, np.array(start), method="Nelder-Mead").x
    return round(float(a), 4), round(float(b), 4)


def reliability(rows: Sequence[tuple[float, bool]], bins: int = 10) -> list[tuple[float, float, float, int]]:
    """Return (lower bound, mean probability, share that is true, how many) of each bin that holds any.

    >>> reliability([(0.95, True), (0.91, False)])
    [(0.9, 0.93, 0.5, 2)]
    """
    held: dict[int, list[tuple[float, bool]]] = defaultdict(list)
    for p, true in rows:
        held[min(bins - 1, int(p * bins))].append((p, true))
    return [
        (n / bins, round(float(np.mean([p for p, _ in r])), 3), round(float(np.mean([t for _, t in r])), 3), len(r))
        for n, r in sorted(held.items())
    ]
