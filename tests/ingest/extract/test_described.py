from functools import cache
from typing import Any

import pytest

from ingest.extract import described, parse
from tests.oracle import oracle_reading

NAMES = {"Ben Okoro": "Person", "Ingrid Njie": "Person", "Ezra Tarn": "Character", "Salt Road": "Show"}


@cache
def nlp() -> Any:
    return parse.load()


def roles(text: str) -> list[str]:
    gold = {
        "entities": [{"id": f"e{k}", "type": t, "name": n, "aliases": []} for k, (n, t) in enumerate(NAMES.items(), 1)]
    }
    reading = oracle_reading({"id": "t", "text": text}, gold, nlp())
    entities, mentions = described.described(reading.doc, reading.entities, reading.mentions)
    assert all(m.span.of(text) in {e.name, *e.aliases} for m in mentions for e in entities if e.id == m.entity)
    return [e.name for e in entities]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("In Salt Road, Ben Okoro plays the lighthouse keeper.", ["the lighthouse keeper"]),
        ("Ben Okoro, who portrays a retired smuggler in the series, agreed.", ["a retired smuggler"]),
        ("Ingrid Njie as Ezra Tarn's mother is a joy.", ["Ezra Tarn's mother"]),
        ("Ezra Tarn's boss (played by Ingrid Njie) goes.", ["Ezra Tarn's boss"]),
        ("Ezra Tarn's boss (Ingrid Njie) goes.", ["Ezra Tarn's boss"]),
        ("Cast: Ben Okoro (the blind mother), Ingrid Njie (Ezra Tarn).", ["the blind mother"]),
        ("Ingrid Njie won a prize as the mother in Salt Road.", ["the mother"]),
        ("Ben Okoro is the voice of a neurotic possum.", ["a neurotic possum"]),
    ],
)
def test_a_role_that_somebody_plays_is_a_character(text: str, expected: list[str]) -> None:
    assert roles(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "Ben Okoro plays the piano.",
        "Ben Okoro plays Ezra Tarn.",
        "Ben Okoro plays barrister Ezra Tarn.",
        "Ezra Tarn's sister sent a letter.",
        "Ben Okoro works as a teacher.",
        "Ben Okoro (the director) and Ingrid Njie (the author) agree.",
        "Ben Okoro worked as the director on Salt Road.",
        "The band plays a concert.",
        "Ingrid Njie plays a key role in it.",
    ],
)
def test_what_is_played_but_no_role_and_whom_nobody_plays_are_left_out(text: str) -> None:
    assert roles(text) == []
