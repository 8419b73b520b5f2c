"""Training of the name model: what it learns from, and that a small training gives a model that works."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from graph.model import Span
from ingest.extract import parse
from ingest.extract.kinds import NONE
from ingest.extract.names import load
from ingest.extract.registry import Name, Occurrence
from ingest.training import names
from ingest.training.corpus import Record

TEXT = "Nia Rook plays Una Pell in Salt Road. Rook won best actress. The constable waits in Leeds."
ENTITIES = [
    {"id": "e1", "type": "Person", "name": "Nia Rook", "aliases": ["Rook"]},
    {"id": "e2", "type": "Character", "name": "Una Pell", "aliases": []},
    {"id": "e3", "type": "Show", "name": "Salt Road", "aliases": []},
    {"id": "e4", "type": "Award", "name": "best actress", "aliases": []},
    {"id": "e5", "type": "Character", "name": "the constable", "aliases": []},
    {"id": "e6", "type": "Season", "name": "Salt Road season 2", "aliases": ["second season"]},
]


@pytest.fixture(scope="module")
def nlp() -> Any:
    return parse.load()


def learnt(nlp: Any, id: str = "a") -> names.Article:
    record = Record({"id": id, "text": TEXT}, {"entities": ENTITIES})
    return names.article(record, parse.parse(nlp, TEXT))


def test_every_place_of_a_name_is_labelled_and_descriptions_are_not(nlp: Any) -> None:
    found = learnt(nlp)
    labelled = {t.text: label for t, label in zip(found.doc, found.labels, strict=True) if label != "O"}
    assert labelled == {
        "Nia": "B-Person", "Rook": "B-Person", "Una": "B-Character", "Pell": "I-Character", "Salt": "B-Show",
        "Road": "I-Show", "best": "B-Award", "actress": "I-Award",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("form", "expected"),
    [("Rook", "Person"), ("Una Pell", "Character"), ("Salt Road", "Show"), ("Leeds", NONE), ("second season", NONE)],
)
def test_a_name_should_turn_out_as_the_gold_entity_that_has_it(form: str, expected: str) -> None:
    name = Name(form, (Occurrence(0, 1, Span(0, len(form)), form, (0.0,) * 10),))
    assert names.outcome(name, {"entities": ENTITIES}) == expected


@pytest.mark.slow
def test_a_model_of_a_few_articles_finds_their_names_again(nlp: Any, tmp_path: Any) -> None:
    pytest.importorskip("pycrfsuite", reason="skipped: absent: python-crfsuite (requirements-train.txt)")
    articles = [learnt(nlp, str(k)) for k in range(10)]
    model = names.train(articles, np.zeros(len(nlp.vocab.vectors.data), dtype=np.uint16))
    model.save(tmp_path / "names.npz")
    read = load(tmp_path / "names.npz")
    found = read.judge(articles[0].doc, read.propose(articles[0].doc))
    assert {(j.name.form, j.kind) for j in found} >= {("Una Pell", "Character"), ("Salt Road", "Show")}
