"""A title is what the words right beside it call it."""

from __future__ import annotations

from functools import cache
from typing import Any

import pytest

from ingest.extract import parse
from ingest.extract.apposition import called
from ingest.extract.columns import columns


@cache
def nlp() -> Any:
    return parse.load()


def kind(text: str, title: str) -> str | None:
    doc = parse.parse(nlp(), text)
    span = doc.char_span(text.index(title), text.index(title) + len(title), alignment_mode="expand")
    held = columns(doc)
    return called([w.lower() for w in held.words], held.tags, span.start, span.end)


@pytest.mark.parametrize(
    ("text", "title", "expected"),
    [
        ("She sang in the musical Ferry Girl for a year.", "Ferry Girl", "Work"),
        ("It is based on “Tin Salt,” the 2019 novel by Ida Moss.", "Tin Salt", "Work"),
        ("His memoir, Murder Me Again, is out in May.", "Murder Me Again", "Work"),
        ("He directed Brine, a low-budget film about a ferry.", "Brine", "Film"),
        ("She is best known for the BBC soap opera Gravel Lane.", "Gravel Lane", "Show"),
        ("She plays Hester in a revival.", "Hester", None),
        ("He watched Brine, and then read a novel.", "Brine", None),
        ("The novel adaptation of Brine opens today.", "Brine", None),
    ],
)
def test_the_words_beside_a_title_say_its_kind(text: str, title: str, expected: str | None) -> None:
    assert kind(text, title) == expected
