from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from graph.model import EntityType, Evidence, Span
from ingest.article import Document
from ingest.extract import parse
from ingest.extract.model import MODELS, Model, judged
from ingest.extract.reading import Form, Mention, Reading
from ingest.extraction import Entity, Fact

pytestmark = pytest.mark.model

TEXT = (
    "Netflix renews ‘Harbour Lights’\n\n"
    "The Netflix drama “Harbour Lights” will return for a second season, the streamer said on Monday. "
    "Imani Okafor stars as Detective Ruth Calder, and Pavel Dvorak plays her brother, Jonah Calder. "
    "It was created by Siobhan Reyes, a former lawyer."
)


@pytest.fixture(scope="module")
def model() -> Model:
    return Model.load()


@pytest.fixture(scope="module")
def nlp() -> Any:
    return parse.load()


def read(nlp: Any) -> Reading:
    """The text with its names, as the mention stage would give them."""
    named = {
        "e1": (EntityType.SHOW, "Harbour Lights"),
        "e2": (EntityType.ORGANIZATION, "Netflix"),
        "e3": (EntityType.PERSON, "Imani Okafor"),
        "e4": (EntityType.CHARACTER, "Ruth Calder"),
        "e5": (EntityType.PERSON, "Pavel Dvorak"),
        "e6": (EntityType.CHARACTER, "Jonah Calder"),
        "e7": (EntityType.PERSON, "Siobhan Reyes"),
    }
    entities, mentions = [], []
    for key, (kind, name) in named.items():
        starts = [i for i in range(len(TEXT)) if TEXT.startswith(name, i)]
        spans = tuple(Span(i, i + len(name)) for i in starts)
        entities.append(Entity(key, kind, name, (), spans, spans))
        mentions += [Mention(span, key, Form.NAME) for span in spans]
    return Reading(Document("a", TEXT), nlp(TEXT), tuple(entities), tuple(sorted(mentions)))


def test_names_are_found_with_their_types(model: Model, nlp: Any) -> None:
    found = {(span.of(TEXT), kind) for span, kind, _ in model.spans(model.encode(nlp(TEXT)))}
    assert {kind for name, kind in found if name == "Harbour Lights"} <= {EntityType.SHOW, EntityType.FILM}
    assert ("Imani Okafor", EntityType.PERSON) in found
    assert ("Netflix", EntityType.ORGANIZATION) in found


def test_relations_carry_evidence_that_stands_in_the_text(model: Model, nlp: Any) -> None:
    reading = read(nlp)
    facts = judged((), model.opinions(reading, model.encode(reading.doc)))
    assert {("e1", "broadcaster", "e2")} <= {(f.subject, f.property, f.object) for f in facts}
    for fact in facts:
        assert fact.evidence.quote == TEXT[fact.evidence.start : fact.evidence.end]
        assert fact.rule.startswith("model/pair@")
        assert 0 < fact.confidence <= 1


def test_relations_join_only_kinds_that_their_property_allows(model: Model, nlp: Any) -> None:
    reading = read(nlp)
    opinions = model.opinions(reading, model.encode(reading.doc))
    assert opinions.score("e3", "portrays", "e4") is not None
    assert opinions.score("e4", "portrays", "e3") is None
    assert opinions.score("e1", "awardWon", "e2") is None


def test_the_same_article_gives_the_same_numbers_whatever_was_read_before(model: Model, nlp: Any) -> None:
    first = model.encode(nlp(TEXT))
    model.encode(nlp("Another text altogether. " * 40))
    second = model.encode(nlp(TEXT))
    assert all(np.array_equal(a, b) for a, b in zip(first.states, second.states, strict=True))
    assert model.spans(first) == model.spans(second)


def test_what_the_rules_found_is_kept_once_and_comes_first(model: Model, nlp: Any) -> None:
    reading = read(nlp)
    ruled = Fact("e3", "portrays", "e4", Evidence.at(TEXT, Span(132, 171)), rule="rules/portrays#as")
    facts = judged((ruled,), model.opinions(reading, model.encode(reading.doc)))
    assert facts[0] == ruled
    assert [(f.subject, f.property, f.object) for f in facts].count(("e3", "portrays", "e4")) == 1


def test_a_denied_part_is_no_fact(model: Model, nlp: Any) -> None:
    text = "Imani Okafor will not play Ruth Calder in “Harbour Lights”."
    spans = {"e1": Span(0, 12), "e2": Span(27, 38), "e3": Span(43, 57)}
    kinds = {"e1": EntityType.PERSON, "e2": EntityType.CHARACTER, "e3": EntityType.SHOW}
    entities = tuple(Entity(k, kinds[k], s.of(text), (), (s,), (s,)) for k, s in spans.items())
    mentions = tuple(Mention(s, k) for k, s in spans.items())
    reading = Reading(Document("a", text), nlp(text), entities, mentions)
    assert not [f for f in judged((), model.opinions(reading, model.encode(reading.doc))) if f.property == "portrays"]


def test_an_empty_text_has_nothing(model: Model, nlp: Any) -> None:
    doc = nlp("")
    encoded = model.encode(doc)
    assert model.spans(encoded) == ()
    assert judged((), model.opinions(Reading(Document("a", ""), doc, (), ()), encoded)) == ()


def test_emissions_have_a_row_a_token_that_sums_to_one(model: Model, nlp: Any) -> None:
    doc = nlp(TEXT)
    labels = ("O", "B-Person", "I-Person")
    rows = model.emissions(model.encode(doc), labels)
    assert rows.shape == (len(doc), 3)
    okafor = next(t.i for t in doc if t.text == "Okafor")
    assert labels[int(rows[okafor].argmax())] == "I-Person"


def test_the_weights_fit_into_the_repository() -> None:
    assert sum(path.stat().st_size for path in MODELS.iterdir()) < 45_000_000


def test_a_missing_model_is_named(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match=r"encoder\.onnx"):
        Model.load(tmp_path)
