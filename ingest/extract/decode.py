"""From scores of tags to mentions.

In: one row of tag scores a token. Out: the most probable tagging that is well formed (an `I-` follows its own `B-` or
`I-`), as token ranges with their kind and probability.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from ingest.extract.labels import KINDS, TAGS

__all__ = ["probabilities", "spans_of"]

_COUNT = len(TAGS)


def probabilities(scores: NDArray[np.float32]) -> NDArray[np.float32]:
    """Softmax of each row."""
    shifted = np.exp(scores - scores.max(axis=1, keepdims=True))
    found: NDArray[np.float32] = shifted / shifted.sum(axis=1, keepdims=True)
    return found


def spans_of(scores: NDArray[np.float32]) -> list[tuple[int, int, str, float]]:
    """Return (first token, token after the last, kind, probability) of each mention, in order.

    The probability is the mean over its tokens, so that one doubtful word in a long title does not sink it.
    """
    chances = probabilities(scores)
    tags = _best(np.log(chances + 1e-9))
    found = []
    at = 0
    while at < len(tags):
        tag = tags[at]
        stop = at + 1
        if tag % 2:
            while stop < len(tags) and tags[stop] == tag + 1:
                stop += 1
            kind = (tag - 1) // 2
            chance = float(chances[at:stop, 1 + 2 * kind : 3 + 2 * kind].sum(axis=1).mean())
            found.append((at, stop, KINDS[kind], chance))
        at = stop
    return found


def _best(logs: NDArray[np.float32]) -> list[int]:
    """Viterbi: the best sequence in which each I- (even, not 0) follows the B- or I- of its kind."""
    inside = np.arange(2, _COUNT, 2)
    path = np.zeros(logs.shape, dtype=np.int64)
    held = logs[0].copy() if len(logs) else np.zeros(_COUNT, dtype=logs.dtype)
    held[inside] = -1e9
    for n in range(1, len(logs)):
        top = int(held.argmax())
        came = np.full(_COUNT, top)
        came[inside] = np.where(held[inside - 1] >= held[inside], inside - 1, inside)
        path[n] = came
        held = held[came] + logs[n]
    if not len(logs):
        return []
    tags = [int(held.argmax())]
    for n in range(len(logs) - 1, 0, -1):
        tags.append(int(path[n, tags[-1]]))
    return tags[::-1]
