"""Texts on other subjects are told from those about entertainment, and none of these is turned away."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path

import pytest

from ingest.article import Document
from ingest.pipeline import Extractor
from ingest.relevance import is_entertainment

ROOT = Path(__file__).parents[2]
OTHERS = [
    json.loads(line)
    for line in Path(__file__).with_name("other_subjects.jsonl").read_text(encoding="utf-8").splitlines()
]
# Short, or of the kinds that name no work.
OURS = {
    "birth": "Otis arrived on Sunday, six weeks early. His mother was director of photography on two films; his "
    "godmother is the singer known as Ottoline.",
    "blog": "i have finished the finale and i am not well. spoilers below. kestrel walks into "
    "the sea and nobody says a word",
    "casting": "Ruth Oyelaran plays Ida in “Harrowgate” on BBC One.",
    "obituary": "The tenor Rolf Lindqvist, who has died aged 81, sang for thirty years with the opera in Leeds.",
    "ratings": "Some 4.1 million viewers watched on Sunday, the best figure for a drama on any channel this year.",
    "tour": "Four musicians, one van: the band begin a run of eleven concerts in Hull on Friday, with a new singer.",
}


@cache
def extractor() -> Extractor:
    return Extractor()


def fits(id: str, text: str, date: str | None = None) -> bool:
    return is_entertainment(text, extractor().extract(Document(id, text, date)))


@pytest.mark.parametrize("other", OTHERS, ids=[other["id"] for other in OTHERS])
def test_other_subjects_are_told(other: dict[str, str]) -> None:
    assert not fits(other["id"], other["text"])


@pytest.mark.parametrize("id", sorted(OURS))
def test_entertainment_without_a_named_work_is_entertainment(id: str) -> None:
    assert fits(id, OURS[id])


@pytest.mark.slow
@pytest.mark.timeout(900)
def test_no_training_or_development_article_is_turned_away() -> None:
    articles = [
        json.loads(line)
        for folder in ("training", "development")
        for path in sorted((ROOT / "data" / folder).glob("*.articles.jsonl"))
        for line in path.read_text(encoding="utf-8").splitlines()
    ]
    assert len(articles) > 200
    assert [one["id"] for one in articles if not fits(one["id"], one["text"], one.get("date"))] == []
