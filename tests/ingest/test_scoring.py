"""Scoring: the same numbers as the measure that came with the guide, and its rules one by one."""

import importlib.util
import json
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from ingest.scoring import Tally, aligned, normal, report

BESIDE = Path(__file__).resolve().parents[3] / "shared" / "gold" / "score.py"
OWN = Path(__file__).resolve().parents[2] / "data" / "development"
GOLD: dict[str, Any] = {
    "id": "a",
    "entities": [
        {"id": "g1", "type": "Show", "name": "Salt Road", "aliases": []},
        {"id": "g2", "type": "Person", "name": "Ingrid Njie", "aliases": ["Njie"]},
        {"id": "g3", "type": "Person", "name": "Ben Okoro", "aliases": []},
    ],
    "facts": [["g1", "actor", "g2"], ["g2", "spouse", "g3"], ["g1", "releaseDate", "2021-03-04"]],
    "events": [{"type": "release", "date": "2021-03", "args": {"about": ["g1"], "medium": ["g3"]}}],
    "statements": [{"speaker": "g2", "quote": "I missed the boats very much"}],
}


def system(**changes: Any) -> dict[str, dict[str, Any]]:
    entities = [
        {"id": "s1", "type": "Film", "name": "“Salt Road”", "aliases": []},
        {"id": "s2", "type": "Person", "name": "Njie", "aliases": []},
        {"id": "s3", "type": "Person", "name": "Ben Okoro’s", "aliases": []},
    ]
    return {"a": {"id": "a", "entities": entities, **changes}}


def test_entities_align_by_alias_and_nearness_and_types_count_apart() -> None:
    found = report({"a": GOLD}, system()).measures
    assert (found["entities"], found["typed entities"]) == (Tally(3, 3, 3), Tally(2, 3, 3))


def test_a_symmetric_fact_counts_in_either_direction_and_an_actor_only_in_one() -> None:
    facts = [["s3", "spouse", "s2"], ["s2", "actor", "s1"]]
    assert report({"a": GOLD}, system(facts=facts)).measures["facts"] == Tally(1, 2, 3)


@pytest.mark.parametrize(
    ("date", "right"), [("2021", 1), ("2021-03", 1), ("2021-03-04", 1), ("2021-03-05", 0), ("2020", 0)]
)
def test_a_less_precise_date_is_right(date: str, right: int) -> None:
    assert report({"a": GOLD}, system(facts=[["s1", "releaseDate", date]])).measures["facts"].right == right


def test_a_more_precise_date_is_not_right() -> None:
    gold = {"a": {**GOLD, "facts": [["g1", "releaseDate", "2021"]]}}
    assert report(gold, system(facts=[["s1", "releaseDate", "2021-03"]])).measures["facts"].right == 0


def test_events_count_by_their_arguments_within_a_type() -> None:
    events = [{"type": "release", "args": {"about": ["s1"]}}, {"type": "award", "args": {"about": ["s1"]}}]
    assert report({"a": GOLD}, system(events=events)).measures["event args"] == Tally(1, 2, 3)


def test_statements_count_by_speaker_and_first_words() -> None:
    said = [
        {"speaker": "s2", "quote": "I missed the boats, she"},
        {"speaker": "s3", "quote": "I missed the boats very"},
    ]
    assert report({"a": GOLD}, system(statements=said)).measures["statements"] == Tally(1, 2, 1)


def test_an_article_that_is_not_there_counts_as_empty() -> None:
    assert report({"a": GOLD}, {}).measures["entities"] == Tally(0, 0, 3)


def test_far_types_align_only_by_full_name() -> None:
    gold = [{"id": "g", "type": "Character", "name": "Nick Nelson", "aliases": ["Nick"]}]
    assert aligned(gold, [{"id": "s", "type": "Place", "name": "Nick", "aliases": []}]) == {}
    assert aligned(gold, [{"id": "s", "type": "Place", "name": "Nick Nelson", "aliases": []}]) == {"s": "g"}


def _guide() -> ModuleType:
    if not BESIDE.is_file():
        pytest.skip("skipped: absent: the scorer that came with the guide is not beside the project")
    spec = importlib.util.spec_from_file_location("guide_score", BESIDE)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_numbers_are_those_of_the_guides_scorer() -> None:
    guide = _guide()
    gold = {
        g["id"]: g for g in map(json.loads, (OWN / "dev-modern.gold.jsonl").read_text(encoding="utf-8").splitlines())
    }
    # A flawed system: each article loses a third of everything, and one type and one alias are changed.
    flawed = {}
    for id, article in gold.items():
        entities = [dict(e) for k, e in enumerate(article["entities"]) if k % 3 != 2]
        entities[0]["type"] = "Film"
        facts = [f for k, f in enumerate(article["facts"]) if k % 3 != 1]
        events = [e for k, e in enumerate(article["events"]) if k % 3]
        flawed[id] = {**article, "entities": entities, "facts": facts, "events": events}
    measures = report(gold, flawed).measures
    right = found = wanted = 0
    for id, article in gold.items():
        pairs = guide.align(article["entities"], flawed[id]["entities"])
        assert pairs == aligned(article["entities"], flawed[id]["entities"])
        a, b, c = guide.event_hits(article["events"], flawed[id]["events"], pairs)
        right, found, wanted = right + a, found + b, wanted + c
    assert measures["event args"] == Tally(right, found, wanted)
    assert 0 < measures["facts"].f1 < 1


@pytest.mark.parametrize(
    "name", ["The Sun’s", "Dr. Iain Crail", "É.T.", "Marks & Spencer", "Disney+", "Bail Series Two"]
)
def test_names_are_normalised_as_the_guide_does(name: str) -> None:
    assert normal(name) == _guide().norm(name)
