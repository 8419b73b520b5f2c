"""Job and genre phrases: where they begin and what belongs to them."""

from __future__ import annotations

import pytest

from ingest.extract.genres import genres
from ingest.extract.literals import number
from ingest.extract.roles import jobs


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("the veteran Swedish cellist Ida Moss", ["cellist"]),
        ("a retired bus inspector", ["retired bus inspector"]),
        ("executive producer Ida Moss", ["executive producer"]),
        ("film director Ida Moss", ["film director"]),
        ("the head of drama at the channel", ["head of drama"]),
        ("writer-director Ida Moss", ["writer-director"]),
        ("Cold Mountain director Ida Moss", ["director"]),
        ("a brilliant and acclaimed novelist", ["novelist"]),
        ("her sister", []),
    ],
)
def test_a_job_phrase_has_its_trade_and_neither_praise_nor_nationality(text: str, expected: list[str]) -> None:
    assert [job for _, job, _ in jobs(text)] == expected


def test_a_plural_job_noun_gives_the_singular() -> None:
    assert [(job, plural) for _, job, plural in jobs("the actors Ida Moss and Ben Vale")] == [("actor", True)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a slow-burn western", ["slow-burn western"]),
        ("the hit new BBC romantic comedy", ["romantic comedy"]),
        ("an acclaimed six-part medical drama", ["medical drama"]),
        ("a crime series", ["crime series"]),
        ("a horror comedy", ["horror comedy"]),
        ("the drama school", []),
        ("a novel", []),
    ],
)
def test_a_genre_phrase_has_its_kind_and_neither_praise_nor_length(text: str, expected: list[str]) -> None:
    assert [genre for _, genre in genres(text)] == expected


@pytest.mark.parametrize(
    ("word", "value"), [("12th", 12), ("third", 3), ("forty-one", 41), ("twenty-first", 21), ("IV", 4), ("soon", None)]
)
def test_numbers_in_digits_words_and_ordinals(word: str, value: int | None) -> None:
    assert number(word) == value
