from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from graph.model import Span
from ingest.training.corpus import occurrences, places, read

GOLD: dict[str, Any] = {
    "id": "a",
    "entities": [
        {"id": "e1", "type": "Person", "name": "Kit Connor", "aliases": ["Connor"]},
        {"id": "e2", "type": "Character", "name": "Nick", "aliases": []},
        {"id": "e3", "type": "Film", "name": "Ray", "aliases": []},
        {"id": "e4", "type": "Character", "name": "Ray", "aliases": []},
    ],
    "facts": [["e1", "occupation", "actor"], ["e1", "age", "19"]],
    "events": [],
    "statements": [],
}


def told(text: str) -> list[tuple[str, str]]:
    found, _ = places(text, None, GOLD)
    return [(p.span.of(text), p.thing) for p in found]


def test_the_longer_form_takes_the_place() -> None:
    assert told("Kit Connor is Nick. Connor left.") == [("Kit Connor", "e1"), ("Nick", "e2"), ("Connor", "e1")]


def test_a_form_of_two_kinds_is_a_title_in_quotes_and_unclear_elsewhere() -> None:
    text = "“Ray” is about Ray."
    found, unclear = places(text, None, GOLD)
    assert [(p.span, p.thing) for p in found] == [(Span(1, 4), "e3")]
    assert unclear == (Span(15, 18),)


def test_a_literal_is_placed_only_near_its_subject() -> None:
    near = told("Kit Connor, the actor, is 19." + " x" * 300 + " An actor is none.")
    assert near == [("Kit Connor", "e1"), ("actor", "Occupation:actor"), ("19", "Age:19")]


def test_dates_are_things_of_their_own() -> None:
    assert ("2004", "Date:2004") in told("Kit Connor was born in 2004.")


def test_a_name_is_no_part_of_a_word_and_quotation_marks_are_alike() -> None:
    assert occurrences("Nickname", "Nick") == []
    assert [s.start for s in occurrences("the Queen’s Gambit", "Queen's Gambit")] == [4]


def test_development_gold_is_never_read(tmp_path: Path) -> None:
    for name in ("dev-a", "train-a"):
        (tmp_path / f"{name}.articles.jsonl").write_text(json.dumps({"id": name, "text": "x"}) + "\n")
        (tmp_path / f"{name}.gold.jsonl").write_text(json.dumps({"id": name}) + "\n")
    assert [r.id for r in read([tmp_path])] == ["train-a"]
