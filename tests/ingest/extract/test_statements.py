"""Statements: quotations with their speakers."""

from __future__ import annotations

from typing import Any

import pytest

from ingest.extract.parse import load
from ingest.extract.statements import statements
from tests.oracle import oracle_reading


@pytest.fixture(scope="module")
def nlp() -> Any:
    return load(ner=False)


NAMES = {
    "Person": ["Ada Marsh", "Ben Okoro", "Cleo Vance"],
    "Character": ["Old Tom"],
    "Organization": ["The Lantern", "Instagram", "Harbour TV"],
    "Show": ["Salt Road"],
}


def said(nlp: Any, text: str) -> list[tuple[str, str, str | None]]:
    """Speaker's name, first words, medium."""
    entities = [
        {"id": f"e{n}", "type": kind, "name": name, "aliases": [name.split()[-1]] if kind == "Person" else []}
        for n, (kind, name) in enumerate((kind, name) for kind, names in NAMES.items() for name in names)
    ]
    reading = oracle_reading({"id": "t", "text": text}, {"entities": entities}, nlp)
    names = {e.id: e.name for e in reading.entities}
    found = statements(reading)
    assert all(reading.text[s.evidence.start : s.evidence.end] == s.evidence.quote for s in found)
    return [(names[s.speaker], s.quote, names.get(s.medium or "")) for s in found]


@pytest.mark.parametrize(
    ("text", "speaker", "quote", "medium"),
    [
        ('"We all fell in the river," said Ada Marsh.', "Ada Marsh", "We all fell in the river", None),
        ('"We all fell in it," Marsh told The Lantern.', "Ada Marsh", "We all fell in it", "The Lantern"),
        ('Ben Okoro wrote on Instagram: "We all fell in."', "Ben Okoro", "We all fell in.", "Instagram"),
        ('Ada Marsh is back. "We all fell in the river," she said.', "Ada Marsh", "We all fell in the river", None),
        ('Director Ben Okoro: "We all fell in the river."', "Ben Okoro", "We all fell in the river.", None),
        ("“We all fell in it.” — Cleo Vance, to The Lantern", "Cleo Vance", "We all fell in it.", "The Lantern"),
        ("Marsh said that the shoot was “a cold week in mud”.", "Ada Marsh", "a cold week in mud", None),
        ("‘We all fell in it,’ said a spokesman for Harbour TV.", "Harbour TV", "We all fell in it", None),
    ],
)  # fmt: skip
def test_the_reporting_clause_names_the_speaker(
    nlp: Any, text: str, speaker: str, quote: str, medium: str | None
) -> None:
    assert said(nlp, text) == [(speaker, quote, medium)]


def test_an_interrupted_quotation_is_one_statement(nlp: Any) -> None:
    found = said(nlp, '"I never learned to swim," Ada Marsh said, "and I never will." Then it rained.')
    assert found == [("Ada Marsh", "I never learned to swim", None)]


def test_a_quotation_over_two_paragraphs_is_one_statement(nlp: Any) -> None:
    found = said(nlp, "Ada Marsh said: “We began it in May.\n\n“We ended it in June.”")
    assert found == [("Ada Marsh", "We began it in May.", None)]


@pytest.mark.parametrize(
    "text",
    [
        'She starred in "The Long Way Home" with Ada Marsh.',
        'Ada Marsh made a "so-called comeback" in May.',
        '"It was a very cold night," said a source close to the show.',
        '"No, not me," said Ada Marsh.',
    ],
)
def test_titles_scare_quotes_unnamed_voices_and_short_words_are_none(nlp: Any, text: str) -> None:
    assert said(nlp, text) == []


def test_answers_of_an_interview_need_no_marks(nlp: Any) -> None:
    text = (
        "Ada Marsh talks to us about Salt Road.\n\n"
        "LANTERN: How did you start?\n\nADA MARSH: I began in a barn.\n\n"
        "LANTERN: Were you cold?\n\nMARSH: I was always very cold.\n\nLANTERN: And now?\n\nAM: I own a coat now."
    )
    assert said(nlp, text) == [
        ("Ada Marsh", "I began in a barn.", None),
        ("Ada Marsh", "I was always very cold.", None),
        ("Ada Marsh", "I own a coat now.", None),
    ]


def test_an_article_that_explains_by_questions_has_no_speaker(nlp: Any) -> None:
    text = "Ada Marsh plays Old Tom.\n\n" + "\n\n".join(
        f"Who is number {n}?\n\nHe is the man from the river." for n in ("one", "two", "three", "four")
    )
    assert said(nlp, text) == []
