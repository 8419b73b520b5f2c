from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from ingest.extract.decode import spans_of
from ingest.extract.labels import TAGS


def scores(*rows: dict[str, float]) -> NDArray[np.float32]:
    found = np.full((len(rows), len(TAGS)), -5.0, dtype=np.float32)
    for n, row in enumerate(rows):
        for tag, score in row.items():
            found[n, TAGS.index(tag)] = score
    return found


def test_a_mention_is_its_beginning_with_what_follows() -> None:
    found = spans_of(scores({"O": 4}, {"B-Show": 4}, {"I-Show": 4}, {"O": 4}))
    assert [(a, b, kind) for a, b, kind, _ in found] == [(1, 3, "Show")]


def test_an_inside_without_its_beginning_is_mended_by_the_best_sequence() -> None:
    found = spans_of(scores({"O": 4}, {"I-Person": 3, "B-Person": 2.5}, {"I-Person": 4}, {"O": 4}))
    assert [(a, b, kind) for a, b, kind, _ in found] == [(1, 3, "Person")]


def test_two_beginnings_are_two_mentions() -> None:
    found = spans_of(scores({"B-Person": 4}, {"B-Person": 4}))
    assert [(a, b) for a, b, _, _ in found] == [(0, 1), (1, 2)]


def test_the_probability_is_that_of_the_kind_not_of_the_place_in_it() -> None:
    ((_, _, _, chance),) = spans_of(scores({"B-Film": 4, "I-Film": 4}))
    assert chance > 0.95


def test_no_tokens_have_no_mentions() -> None:
    assert spans_of(scores()) == []
